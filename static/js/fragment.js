// A piece of a page as the server writes it; null when it can't be had now.
export async function fragmentOf(address, options = {}) {
  try {
    const response = await fetch(address, { redirect: "manual", ...options });
    return response.ok ? await response.text() : null;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

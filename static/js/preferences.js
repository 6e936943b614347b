// What a person prefers in this browser. A browser that forbids storage has no memory of it.
export function preference(name) {
  try {
    return localStorage.getItem(`peel-${name}`);
  } catch {
    return null;
  }
}

export function prefer(name, value) {
  try {
    localStorage.setItem(`peel-${name}`, value);
  } catch {
    // Nothing is lost but the preference.
  }
}

// Written comments are not left behind unasked, and opened reviews can be opened without a
// connection.
export function askBeforeLosingComments(root) {
  let written = false;
  root.addEventListener("input", (event) => {
    written ||= event.target.matches("[data-comment]");
  });
  document.addEventListener("submit", () => (written = false));
  window.addEventListener("beforeunload", (event) => {
    if (written) event.preventDefault();
  });
}

export async function keepForOffline(root) {
  if (!navigator.serviceWorker || !window.isSecureContext) return;
  await navigator.serviceWorker.register(root.dataset.workerUrl);
  const { active } = await navigator.serviceWorker.ready;
  const whole = new URL("?stage=all", location.href);
  whole.hash = "";
  if (root.dataset.stage === "all") active.postMessage({ keep: location.href.split("#")[0] });
  active.postMessage({ keep: whole.href });
}

// A form with data-ask-before-leaving keeps typed text from being lost by a closed tab.
export function askBeforeLeaving() {
  for (const form of document.querySelectorAll("form[data-ask-before-leaving]")) {
    let changed = false;
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", () => (changed = false));
    window.addEventListener("beforeunload", (event) => {
      if (changed) event.preventDefault();
    });
  }
}

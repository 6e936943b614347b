// What the page looks like with a script: no save button, digits beside choices, guidance that
// hides, the list of what is left open where there is room.
import { keysAreOn } from "./keys.js";
import { prefer, preference } from "./preferences.js";

export const WIDE = "(min-width: 60em)";

export function dress(root, questions) {
  for (const button of root.querySelectorAll("[data-save]")) button.hidden = true;
  for (const button of root.querySelectorAll("[data-go]")) {
    button.textContent = button.textContent.replace("Save and go to", "Go to");
  }
  if (keysAreOn()) questions.forEach(showDigits);
  root.querySelector("[data-todo]").open = window.matchMedia(WIDE).matches;
  const guidance = root.querySelector("[data-guidance]");
  guidance.hidden = false;
  guidance.addEventListener("click", () => toggleGuidance(root));
  showGuidance(root, preference("guidance") !== "hidden");
}

export function toggleGuidance(root) {
  const shown = root.classList.contains("review--no-guidance");
  prefer("guidance", shown ? "shown" : "hidden");
  showGuidance(root, shown);
}

function showGuidance(root, shown) {
  root.classList.toggle("review--no-guidance", !shown);
  root.querySelector("[data-guidance]").textContent = shown ? "Hide guidance" : "Show guidance";
}

function showDigits(question) {
  for (const radio of question.radios) {
    if (!/^[1-9]$/.test(radio.dataset.key)) continue;
    const label = radio.labels[0];
    label.dataset.label = label.textContent;
    const key = document.createElement("span");
    key.className = "review-key";
    key.setAttribute("aria-hidden", "true");
    key.textContent = radio.dataset.key;
    label.prepend(key);
  }
}

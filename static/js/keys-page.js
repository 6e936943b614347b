import { keysAreOn, switchKeys } from "./keys.js";

const box = document.querySelector("#keys-on");
const state = document.querySelector("[data-keys-state]");
box.checked = keysAreOn();
document.querySelector("[data-keys-switch]").hidden = false;
box.addEventListener("change", () => {
  switchKeys(box.checked);
  state.textContent = box.checked ? "The keys are on." : "The keys are off.";
});

// The keys of the review page. Those that answer work only while a question has the focus, those
// that move anywhere, and none of them where somebody types.
import { prefer, preference } from "./preferences.js";

const LETTERS = { y: "yes", n: "no", a: "not_applicable" };

export function keysAreOn() {
  return preference("keys") !== "off";
}

export function switchKeys(on) {
  prefer("keys", on ? "on" : "off");
}

// `page` offers questions, questionOf(element), lastFocused, choose, goToUnanswered,
// toggleGuidance, openKeys.
export function listenForKeys(page) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.defaultPrevented || !keysAreOn()) return;
    const question = page.questionOf(event.target);
    const acted = question ? act(event, question, page) : actOutside(event, page);
    if (acted) event.preventDefault();
  });
}

function actOutside(event, page) {
  if (event.target.closest("input, textarea, select, [contenteditable]")) return false;
  if (event.key === "ArrowDown") return move(page.lastFocused, page, 1);
  if (event.key === "ArrowUp") return move(page.lastFocused, page, -1);
  return actAnywhere(event.key.toLowerCase(), undefined, page);
}

function act(event, question, page) {
  if (isTextField(event.target)) return actInText(event, question, page);
  if (event.key === "ArrowDown") return move(question, page, 1);
  if (event.key === "ArrowUp") return move(question, page, -1);
  if (event.target.closest("summary, button, a") && event.key === "Enter") return false;
  return actOnLetter(event.key.toLowerCase(), question, page);
}

function actOnLetter(key, question, page) {
  const chosen = question.radios.find(
    (radio) => radio.value === LETTERS[key] || (/^[1-9]$/.test(key) && radio.dataset.key === key),
  );
  if (chosen) return page.choose(question, chosen);
  if (key === "a" && question.notApplicable) return page.choose(question, question.notApplicable);
  if (key === "t") return focusNote(question);
  return actAnywhere(key, question, page);
}

function actAnywhere(key, question, page) {
  if (key === "u") return page.goToUnanswered(question);
  if (key === "g") return page.toggleGuidance();
  if (key === "?") return page.openKeys();
  return false;
}

function actInText(event, question, page) {
  if (event.key === "Escape") {
    question.element.focus();
    return true;
  }
  const singleLine = event.target.tagName === "INPUT";
  if (singleLine && (event.key === "Enter" || event.key === "ArrowDown")) {
    return move(question, page, 1);
  }
  return singleLine && event.key === "ArrowUp" ? move(question, page, -1) : false;
}

// From nowhere, the arrows lead to the first question.
function move(question, page, step) {
  const asked = page.questions.filter((one) => one.isAsked);
  const place = asked.indexOf(question);
  const next = asked[place < 0 ? 0 : place + step];
  next?.focus();
  return true;
}

function focusNote(question) {
  question.focus({ note: true });
  return true;
}

function isTextField(element) {
  return element.matches("textarea, input:not([type=radio], [type=checkbox])");
}

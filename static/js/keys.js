// The keys of the review page. They work only while a question has the focus and nobody types.
import { prefer, preference } from "./preferences.js";

const LETTERS = { y: "yes", n: "no", a: "not_applicable" };

export function keysAreOn() {
  return preference("keys") !== "off";
}

export function switchKeys(on) {
  prefer("keys", on ? "on" : "off");
}

// `page` offers questions, questionOf(element), choose, goToUnanswered, toggleGuidance, openKeys.
export function listenForKeys(root, page) {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!keysAreOn()) return;
    const question = page.questionOf(event.target);
    if (question && act(event, question, page)) event.preventDefault();
  });
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
  if (key === "u") return page.goToUnanswered(question);
  if (key === "t") return focusNote(question);
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

function move(question, page, step) {
  const asked = page.questions.filter((one) => one.isAsked);
  const next = asked[asked.indexOf(question) + step];
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

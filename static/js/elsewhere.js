// What was answered elsewhere since this page was opened, taken over when somebody comes back to
// it. What is still typed or on its way here is left alone: sending it says what became of it.
import { entriesOf, isUnsent } from "./queue.js";

const PATIENCE = 8_000;

export function listenForReturn(page) {
  const refresh = () => document.visibilityState === "visible" && takeOver(page);
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("focus", refresh);
}

async function takeOver(page) {
  page.handleAll();
  await page.adding;
  const answers = await currentAnswers(page.root.dataset.currentUrl);
  if (!answers) return;
  const entries = (await entriesOf(page.user)).filter(isUnsent);
  const busy = new Set(entries.filter((e) => e.review === page.review).map((e) => e.question));
  const told = page.questions.filter((question) => {
    const answer = answers[question.code];
    if (!answer || busy.has(question.code) || question.isBeingTyped) return false;
    return answer.revision > question.revision && take(page, question, answer);
  });
  if (!told.length) return;
  page.showStanding(page.standing.decide(), { quietly: true });
  page.announce(told.map((one) => `${one.number}: ${one.stoodLine}`).join(" "));
}

// True when the answer differs from the one that was shown.
function take(page, question, answer) {
  const { value, note } = question.entered;
  const isSame = value === answer.value && note === answer.note;
  question.stand(isSame ? answer : { ...answer, saved: answer.told });
  question.write(answer);
  // What is answered next follows this answer, not the one that was sent from here.
  question.sentKey = null;
  question.showLine(question.stoodLine);
  page.standing.note(question.code, answer);
  return !isSame;
}

async function currentAnswers(address) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { redirect: "manual", headers, signal });
    return response.ok ? (await response.json()).answers : null;
  } catch {
    // Without a connection there is nothing newer to show; the next return asks again.
    return null;
  }
}

// What is kept in this browser: sent from whatever page is open, and gone after signing out.
import { draftsOf } from "./drafts.js";
import { entriesOf, forget, isStopped, isUnsent, somebodyElseWaits } from "./queue.js";
import { Sender } from "./sender.js";

export function leaveNothingBehind() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form);
    });
  }
}

// A review's own page sends its answers; from any other page, this sends those left over.
export async function sendWhatIsKept() {
  const user = document.querySelector("form[data-sign-out]")?.dataset.user;
  if (!user || document.querySelector("[data-kept-answers]")) return;
  const review = document.querySelector("[data-answerable]")?.dataset.review;
  const isWaiting = (entry) => isUnsent(entry) && !isStopped(entry);
  const hasWaiting = (await entriesOf(user)).some(isWaiting);
  if (!review && hasWaiting) await new Sender(user, () => {}).flush();
  const unseen = (entry) => (review ? isStopped(entry) && entry.review !== review : isUnsent(entry));
  showNotice((await entriesOf(user)).filter(unseen).length);
}

function showNotice(unsaved) {
  const notice = document.querySelector("[data-kept-notice]");
  if (!notice || !unsaved) return;
  const one = "1 answer of yours is not saved. It is kept in this browser.";
  const many = `${unsaved} answers of yours are not saved. They are kept in this browser.`;
  notice.querySelector("[data-kept-count]").textContent = unsaved === 1 ? one : many;
  notice.hidden = false;
}

async function signOut(form) {
  const { user } = form.dataset;
  const unsent = (await entriesOf(user)).filter(isUnsent).length;
  const lost = [...told(unsent, "answer"), ...told(draftsOf(user).length, "text")];
  if (lost.length && !window.confirm(warning(lost, await somebodyElseWaits(user)))) return;
  window.dispatchEvent(new Event("peel:signing-out"));
  await forget(user);
  await forgetPages();
  form.submit();
}

function told(number, noun) {
  return number ? [number === 1 ? `1 ${noun}` : `${number} ${noun}s`] : [];
}

function warning(lost, others) {
  const one = lost.length === 1 && lost[0].startsWith("1 ");
  const they = `${lost.join(" and ")} of yours ${one ? "is" : "are"} not saved yet. ${one ? "It" : "They"}`;
  const stay = others ? " Answers of somebody else wait on this computer, and stay." : "";
  return `${they} will be lost if you sign out now.${stay} Sign out?`;
}

async function forgetPages() {
  if (!window.caches) return;
  const pages = (await caches.keys()).filter((name) => name.startsWith("peel-pages"));
  await Promise.all(pages.map((name) => caches.delete(name)));
}

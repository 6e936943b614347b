// What is kept in this browser: sent from whatever page is open, and gone after signing out.
import { prefer, preference } from "./preferences.js";
import { entriesOf, isStopped, isUnsent } from "./queue.js";
import { Sender } from "./sender.js";
import { change, forget } from "./storage.js";

export function leaveNothingBehind() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    forgetPagesOfSomebodyElse(form.dataset.user);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form);
    });
  }
}

// A review's own page sends its answers; from any other page, this sends those left over.
export async function sendWhatIsKept() {
  const user = document.querySelector("form[data-sign-out]")?.dataset.user;
  if (!user || document.querySelector("[data-answerable]")) return;
  const waiting = (entry) => isUnsent(entry) && !isStopped(entry);
  if ((await entriesOf(user)).some(waiting)) new Sender(user, () => {}).flush();
}

async function signOut(form) {
  const unsent = await change((entries) => entries.filter(isUnsent).length);
  if (unsent && !window.confirm(warning(unsent))) return;
  window.dispatchEvent(new Event("peel:signing-out"));
  await forget();
  await forgetPages();
  form.submit();
}

function warning(unsent) {
  const answers = unsent === 1 ? "1 answer is" : `${unsent} answers are`;
  const they = unsent === 1 ? "It" : "They";
  return `${answers} not saved yet. ${they} will be lost if you sign out now. Sign out?`;
}

async function forgetPages() {
  if (!window.caches) return;
  for (const name of await caches.keys()) if (name.startsWith("peel-pages")) caches.delete(name);
}

function forgetPagesOfSomebodyElse(user) {
  if (!user) return;
  if (preference("user") !== user) forgetPages();
  prefer("user", user);
}

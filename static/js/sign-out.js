// Signing out leaves nothing of the casework in this browser, after a warning when answers wait.
import { isUnsent } from "./queue.js";
import { change, forget } from "./storage.js";

const KEPT = "peel-user";

export function leaveNothingBehind() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    forgetPagesOfSomebodyElse(form.dataset.user);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      signOut(form);
    });
  }
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
  try {
    if (localStorage.getItem(KEPT) !== user) forgetPages();
    localStorage.setItem(KEPT, user);
  } catch {
    forgetPages();
  }
}

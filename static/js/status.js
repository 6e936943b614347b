// What the bar says about answers on their way.
export function statusOf(trouble, unsent, stopped) {
  const kept = unsent === 1 ? "1 answer" : `${unsent} answers`;
  const they = unsent === 1 ? "it" : "they";
  const them = unsent === 1 ? "it" : "them";
  if (unsent && trouble === "lost") {
    return `Not connected: ${kept} kept in this browser, ${they} will be sent when the connection is back.`;
  }
  if (unsent && trouble === "signed-out") {
    return `You are signed out: ${kept} kept in this browser. Sign in again in another tab to send ${them}.`;
  }
  if (unsent) return "Saving…";
  if (stopped) return stopped === 1 ? "1 answer is not saved" : `${stopped} answers are not saved`;
  return "";
}

// The way on that belongs to the same words; undefined when there is none.
export function linkOf(root, trouble, unsent, stopped) {
  if (unsent) return trouble === "signed-out" ? signInLink(root) : undefined;
  return stopped ? linkTo(root.dataset.keptUrl, "See what is not saved") : undefined;
}

function signInLink(root) {
  const link = linkTo(root.dataset.signInUrl, "Sign in (opens in a new tab)");
  link.target = "_blank";
  link.rel = "noopener";
  return link;
}

function linkTo(address, text) {
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = address;
  link.textContent = text;
  return link;
}

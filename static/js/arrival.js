// Where the keyboard starts: at the question of the address, or at the first that is left.
export function arrive(page) {
  if (document.activeElement !== document.body) return;
  const named = location.hash && document.getElementById(location.hash.slice(1));
  if (named && page.questionOf(named)) named.focus();
  if (location.hash) return;
  const stage = stageOfAnotherAddress(page.root);
  if (stage) stage.scrollIntoView();
  const asked = page.questions.filter((question) => question.isAsked);
  const first = stage
    ? asked.find((question) => stage.parentElement.contains(question.element))
    : asked.find((question) => page.standing.isLeft(question.code));
  first?.element.focus({ preventScroll: true });
  // No further than is needed to see the question, so that what stands above it stays in view.
  first?.element.scrollIntoView({ block: "nearest" });
}

// Without a connection, the page of every stage stands in for that of one.
function stageOfAnotherAddress(root) {
  const code = new URLSearchParams(location.search).get("stage");
  return code === root.dataset.stage ? null : document.getElementById(`stage-${code}`);
}

// Which questions are asked, and what they still need: the server's definition, for the page.
// `rules` are {code, parent, askedWhen, noteOn} in the order of the checklist; `answers` maps a
// code to {value, noted}. The server decides; this keeps the page right while it can't be asked.
export function standingOf(rules, answers) {
  const asked = new Set();
  const unanswered = new Set();
  const notesMissing = new Set();
  for (const rule of rules) {
    const parent = answers.get(rule.parent);
    if (rule.parent && !(asked.has(rule.parent) && rule.askedWhen.has(parent?.value))) continue;
    asked.add(rule.code);
    const { value = "", noted = false } = answers.get(rule.code) ?? {};
    if (!value) unanswered.add(rule.code);
    else if (rule.noteOn.has(value) && !noted) notesMissing.add(rule.code);
  }
  return { asked, unanswered, notesMissing };
}

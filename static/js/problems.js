// Why an answer is not saved, and what can be done about it.
const REASONS = {
  expired: "This was answered more than 7 days ago and never sent.",
  unseen: "You don't see this review any more. It may have been given to somebody else.",
};

export function reasonOf(entry) {
  return REASONS[entry.state] ?? entry.reason;
}

export function explanationOf(question, entry, { again, giveUp }) {
  if (entry.state === "conflict") return conflict(question, entry, again, giveUp);
  const text = reasonOf(entry);
  const restore = { label: "Go back to what is saved", act: giveUp };
  if (entry.state === "personal") {
    const keep = { label: "Save the text as it is", act: () => again({ keep: true }) };
    return { text, actions: [keep, restore] };
  }
  const retry = { label: "Try again", act: () => again({}) };
  return { text, actions: [retry, restore] };
}

function conflict(question, entry, again, giveUp) {
  const { current, value, reason } = entry;
  const use = {
    label: "Use that answer",
    act: () => {
      question.stand(current);
      giveUp();
    },
  };
  const label = value ? `Save mine instead: ${question.labelOf(value)}` : "Clear it instead";
  const mine = { label, act: () => again({ base: current.revision }) };
  return { text: reason, actions: [use, mine] };
}

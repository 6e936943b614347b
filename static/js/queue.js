// The queue of answers: first in, first out, one entry at a time, each with its own key.
//
// An entry waits, is sent, and then is either acknowledged or stopped with the reason. An entry
// that follows another of the same question takes the revision that the other was given. The last
// acknowledged entry of each question stays, so that a page from the cache can catch up.
import { change } from "./storage.js";

const DAY = 24 * 60 * 60 * 1000;
export const OLDEST = 7 * DAY;
const STOPPED = new Set(["refused", "unseen", "personal", "conflict", "expired"]);

export const isUnsent = (entry) => entry.state !== "acknowledged";
export const isStopped = (entry) => STOPPED.has(entry.state);

const place = (entry) => `${entry.user}/${entry.review}/${entry.question}`;
const now = () => Date.now();

// Adds what was answered; `seen` is the key of the entry that this page sent last, if any.
export function add(answer, seen) {
  return change((entries) => {
    const same = entries.filter((entry) => place(entry) === place(answer));
    const last = same.filter(isUnsent).at(-1);
    if (last && last.state === "conflict") return rewrite(last, answer, last.key);
    if (last && isStopped(last)) return rewrite(last, answer, crypto.randomUUID(), "waiting");
    if (last && last.key === seen && last.attempts === 0) {
      return rewrite(last, answer, crypto.randomUUID());
    }
    const made = { ...answer, key: crypto.randomUUID(), after: null, attempts: 0, at: now() };
    made.state = "waiting";
    if (last && last.key === seen) made.after = last.key;
    const acknowledged = same.find((entry) => entry.key === seen && !isUnsent(entry));
    if (acknowledged) made.base = acknowledged.revision;
    entries.push(made);
    return { ...made };
  });
}

function rewrite(entry, answer, key, state = entry.state) {
  const { value, note, label } = answer;
  Object.assign(entry, { value, note, label, at: now(), key, state });
  entry.keep = false;
  if (state === "waiting") entry.attempts = 0;
  return { ...entry };
}

// The next entry to send, marked as sent once more; undefined when none waits.
export function claim(user) {
  return change((entries) => {
    for (const entry of entries) {
      if (entry.user !== user || entry.state !== "waiting") continue;
      if (now() - entry.at > OLDEST) {
        entry.state = "expired";
        continue;
      }
      entry.attempts += 1;
      return { ...entry };
    }
    return undefined;
  });
}

export function acknowledge(sent, answer) {
  return change((entries) => {
    const found = entries.find((entry) => entry.key === sent.key);
    if (!found) return;
    for (const entry of entries) {
      if (entry.after === sent.key) Object.assign(entry, { after: null, base: answer.revision });
      if (place(entry) === place(sent) && !isUnsent(entry)) entry.gone = true;
      if (!isUnsent(entry) && now() - entry.at > DAY) entry.gone = true;
    }
    Object.assign(found, { state: "acknowledged", revision: answer.revision, at: now() });
    found.saved = answer.saved;
  });
}

// Stops an entry with the reason. A later one of the same question stands in its place.
export function stop(sent, state, reason, current = null) {
  return change((entries) => {
    const found = entries.find((entry) => entry.key === sent.key);
    if (!found) return undefined;
    const follower = entries.find((entry) => entry.after === sent.key);
    if (follower) {
      Object.assign(follower, { after: null, base: found.base });
      found.gone = true;
      return undefined;
    }
    Object.assign(found, { state, reason, current });
    return { ...found };
  });
}

// Sends a stopped entry again: over what stands now, or with its text as it is.
export function resume(key, { base, keep = false } = {}) {
  return change((entries) => {
    const found = entries.find((entry) => entry.key === key);
    if (!found) return undefined;
    Object.assign(found, { state: "waiting", attempts: 0, at: now(), keep });
    found.key = crypto.randomUUID();
    found.base = base ?? found.base;
    return { ...found };
  });
}

export function discard(key) {
  return change((entries) => {
    for (const entry of entries) if (entry.key === key) entry.gone = true;
  });
}

export function entriesOf(user) {
  return change((entries) =>
    entries.filter((entry) => entry.user === user).map((entry) => ({ ...entry })),
  );
}

// Whether answers of another person wait here: that they do, and no more, may be said.
export function somebodyElseWaits(user) {
  return change((entries) => entries.some((entry) => entry.user !== user && isUnsent(entry)));
}

// Leaves nothing of this person, and everything of others.
export function forget(user) {
  return change((entries) => {
    for (const entry of entries) if (entry.user === user) entry.gone = true;
  });
}

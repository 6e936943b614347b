// Sends what is in the queue, one entry after the other, from one tab at a time.
import { csrfToken } from "./csrf.js";
import { acknowledge, claim, stop } from "./queue.js";

const SHORTEST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;
const PATIENCE = 20_000;
const LOST = new Set([408, 425, 429]);
const STATES = new Map([
  [404, "unseen"],
  [422, "personal"],
]);

export class Sender {
  // `heard` is called with {kind, entry, ...}; kinds: sending, saved, stopped, lost, signed-out.
  constructor(user, heard) {
    this.user = user;
    this.heard = heard;
    this.wait = SHORTEST_WAIT;
    this.timer = undefined;
    this.running = null;
    this.channel = new BroadcastChannel(`peel-answers-${user}`);
    this.channel.onmessage = (event) => heard(event.data);
    window.addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.flush();
    });
  }

  // Resolves when the queue is empty or can't be sent now.
  flush() {
    this.again = true;
    this.running ??= this.drain().finally(() => (this.running = null));
    return this.running;
  }

  async drain() {
    clearTimeout(this.timer);
    const work = async () => {
      while (this.again) {
        this.again = false;
        if (!(await this.sendAll())) return this.later();
      }
      this.wait = SHORTEST_WAIT;
    };
    // Without the lock two tabs could send the same entry at once; the key makes that harmless.
    return navigator.locks ? navigator.locks.request(`peel-${this.user}`, work) : work();
  }

  async sendAll() {
    for (let entry = await claim(this.user); entry; entry = await claim(this.user)) {
      this.tell({ kind: "sending", entry });
      if (!(await this.send(entry))) return false;
    }
    return true;
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  tell(message) {
    this.heard(message);
    this.channel.postMessage(message);
  }

  async send(entry) {
    let response;
    try {
      response = await post(entry);
    } catch {
      this.tell({ kind: "lost", entry });
      return false;
    }
    if (response.status >= 500 || LOST.has(response.status)) {
      this.tell({ kind: "lost", entry });
      return false;
    }
    const said = await readJson(response);
    if (!said) {
      this.tell({ kind: "signed-out", entry });
      return false;
    }
    await this.settle(entry, response.status, said);
    return true;
  }

  async settle(entry, status, said) {
    if (status === 200) {
      const answer = said.answer ?? { value: "", note: "", revision: 0, saved: "" };
      await acknowledge(entry, answer);
      this.tell({ kind: "saved", entry, answer, standing: said });
      return;
    }
    const state = said.current ? "conflict" : (STATES.get(status) ?? "refused");
    const stopped = await stop(entry, state, said.reason ?? "It was refused.", said.current);
    if (stopped) this.tell({ kind: "stopped", entry: stopped });
  }
}

function post(entry) {
  return fetch(entry.url, {
    method: "POST",
    credentials: "same-origin",
    // A redirect leads to the sign-in page: following it would look like success.
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": csrfToken(),
    },
    body: JSON.stringify({
      question: entry.question,
      value: entry.value,
      note: entry.note,
      base_revision: entry.base,
      key: entry.key,
      keep_personal_data: entry.keep ?? false,
      user: Number(entry.user),
    }),
  });
}

async function readJson(response) {
  if (!response.headers.get("Content-Type")?.includes("json")) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

// This person's answers that are kept in this browser and not saved, one card for each.
import { reasonOf } from "./problems.js";
import { discard, entriesOf, isStopped, isUnsent, resume, somebodyElseWaits } from "./queue.js";
import { Sender } from "./sender.js";

// What these need is on the review's page: another answer to choose, a text to confirm.
const DECIDED_ON_THE_REVIEW = new Set(["conflict", "personal"]);
const TROUBLE = {
  lost: "There is no connection. The answers stay in this browser until there is one.",
  "signed-out": "You are signed out. Sign in again to send the answers.",
};

class KeptPage {
  constructor(root) {
    this.root = root;
    this.user = root.dataset.user;
    this.list = root.querySelector("[data-kept-list]");
    this.status = root.querySelector("[data-kept-status]");
    this.template = root.querySelector("template");
    this.sender = new Sender(this.user, (message) => this.hear(message));
  }

  async start() {
    await this.draw();
    await this.sender.flush();
    await this.draw();
    this.root.dataset.ready = "";
  }

  async draw() {
    const entries = (await entriesOf(this.user)).filter(isUnsent);
    const others = await somebodyElseWaits(this.user);
    this.list.replaceChildren(...entries.map((entry) => this.card(entry)));
    this.root.querySelector("[data-kept-some]").hidden = !entries.length;
    this.root.querySelector("[data-kept-none]").hidden = entries.length > 0;
    this.root.querySelector("[data-kept-others]").hidden = !others;
  }

  card(entry) {
    const card = this.template.content.cloneNode(true).firstElementChild;
    const fill = (name, text) => (card.querySelector(`[data-${name}]`).textContent = text);
    fill("name", nameOf(entry));
    fill("question", entry.text ?? "");
    fill("answer", answerOf(entry));
    fill("note", entry.note || "None");
    fill("reason", isStopped(entry) ? reasonOf(entry) : "It waits to be sent.");
    for (const about of card.querySelectorAll("[data-about]")) about.textContent = nameOf(entry);
    this.dress(card, entry);
    return card;
  }

  dress(card, entry) {
    const act = (name, work) => card.querySelector(`[data-${name}]`).addEventListener("click", work);
    act("copy", () => this.copy(card, entry));
    act("again", () => this.sendAgain(entry));
    act("discard", () => this.discard(entry));
    const mayBeSent = isStopped(entry) && !DECIDED_ON_THE_REVIEW.has(entry.state);
    card.querySelector("[data-again]").hidden = !mayBeSent;
    const open = card.querySelector("[data-open]");
    open.href = new URL(`../?stage=all#q-${entry.question}`, entry.url).href;
    open.hidden = entry.state === "unseen";
  }

  async copy(card, entry) {
    const lines = [nameOf(entry), entry.text, answerOf(entry), entry.note];
    try {
      await navigator.clipboard.writeText(lines.filter(Boolean).join("\n"));
      this.say(`Copied: ${nameOf(entry)}.`);
    } catch {
      // A browser that forbids it still copies what a person has marked.
      window.getSelection().selectAllChildren(card.querySelector("[data-typed]"));
      this.say("This browser doesn't let Peel copy. The text is marked: press Ctrl and C.");
    }
  }

  async sendAgain(entry) {
    this.say(`Sending ${nameOf(entry)}.`);
    await resume(entry.key);
    await this.draw();
    this.status.focus();
    await this.sender.flush();
  }

  async discard(entry) {
    const question = `Discard your answer to ${nameOf(entry)}? It can't be brought back.`;
    if (!window.confirm(question)) return;
    await discard(entry.key);
    await this.draw();
    this.say(`Discarded: ${nameOf(entry)}.`);
    this.status.focus();
  }

  async hear({ kind, entry }) {
    if (kind === "sending") return;
    await this.draw();
    if (kind === "saved") this.say(`Saved: ${nameOf(entry)}.`);
    else this.say(TROUBLE[kind] ?? `Not saved: ${nameOf(entry)}. ${reasonOf(entry)}`);
  }

  say(text) {
    this.status.textContent = text;
  }
}

// An entry made by an older page knows the codes alone.
function nameOf({ reference, review, number, question }) {
  return `${reference ?? `Review ${review}`}, question ${number ?? question}`;
}

function answerOf({ label, value }) {
  return (label ?? value) || "No answer";
}

new KeptPage(document.querySelector("[data-kept-answers]")).start();

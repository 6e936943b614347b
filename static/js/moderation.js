// The moderation page: decisions are saved one by one without losing one's place, or what is
// typed on other questions. Without this module every form works as it stands.
import { keysAreOn } from "./keys.js";
import { initAll } from "../vendor/govuk/govuk-frontend.js";

const PAUSE = 300;

class ModerationPage {
  constructor(root) {
    this.root = root;
    this.announcer = document.querySelector("[data-announce]");
    this.saving = false;
  }

  start() {
    document.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("click", (event) => this.openQuestion(event));
    document.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("input", (event) => this.foresee(event));
    window.addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.drafts().length) event.preventDefault();
    });
    this.dress();
  }

  dress() {
    const keys = this.root.querySelector("[data-keys]");
    if (keys) keys.hidden = !keysAreOn();
    this.root.dataset.ready = "";
  }

  // Saving

  async submit(event) {
    const form = event.target;
    if (!form.matches("[data-decide]")) {
      this.leaving = !this.drafts().length || form.closest("[data-moderation]") !== null;
      return;
    }
    event.preventDefault();
    if (this.saving) return;
    this.saving = true;
    const row = form.closest("[data-row]").id;
    try {
      await this.send(form, event.submitter, row);
    } finally {
      this.saving = false;
    }
  }

  async send(form, submitter, row) {
    const body = new FormData(form, submitter);
    const page = await this.load(form.action, { method: "POST", body }, form);
    if (!page) return;
    this.show(page, row);
    const problem = document.getElementById(row)?.querySelector("[data-problem]");
    const left = this.root.dataset.left;
    if (problem || this.root.querySelector("[data-problems]")) {
      this.focus(document.getElementById(row) ?? this.root);
      return;
    }
    this.announce(left === "0" ? "Saved. Nothing is left to decide." : `Saved. ${left} left to decide.`);
    this.goToOpen(row);
  }

  // The page as the server gives it, or null when it can't be had: then nothing changes here.
  async load(url, options, form) {
    try {
      const answer = await fetch(url, { ...options, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page.querySelector("[data-moderation]")) return page;
      const reason = page.querySelector("main .govuk-body")?.textContent.trim();
      this.trouble(form, answer.redirected ? SIGNED_OUT : `Not saved. ${reason ?? "Try again."}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.trouble(form, "Not saved: the server can't be reached. Try again; what you typed stays.");
    }
    return null;
  }

  show(page, saved) {
    const drafts = this.drafts().filter((draft) => draft.row !== saved);
    const open = [...this.root.querySelectorAll("details[id][open]")].map((one) => one.id);
    const made = document.adoptNode(page.querySelector("[data-moderation]"));
    this.root.replaceWith(made);
    this.root = made;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const draft of drafts) draft.fill();
    initAll({ scope: made });
    this.dress();
  }

  trouble(form, text) {
    const line = form?.querySelector("[data-trouble]") ?? document.createElement("p");
    line.className = "moderation-status";
    line.dataset.trouble = "";
    line.textContent = text;
    form?.append(line);
    this.announce(text);
  }

  // What is entered and not saved.

  drafts() {
    return [...this.root.querySelectorAll("form[data-decide]")].filter(isChanged).map(draftOf);
  }

  // Deciding on a question though nothing differs there.

  async openQuestion(event) {
    const link = event.target.closest?.("[data-open-question]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const url = new URL(link.href);
    const page = await this.load(url, {}, null);
    if (!page) return window.location.assign(link.href);
    this.show(page, "");
    this.focus(document.getElementById(url.hash.slice(1)));
  }

  // What an answer that is being typed would do.

  foresee(event) {
    const field = event.target;
    if (!field.matches?.("[data-typed]")) return;
    const option = field.closest(".moderation-option");
    option.querySelector("[data-third]").checked = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.tell(field, option.querySelector("[data-effects]")), PAUSE);
  }

  async tell(field, place) {
    const query = new URLSearchParams({ question: field.dataset.typed, value: field.value });
    try {
      const answer = await fetch(`${this.root.dataset.effectUrl}?${query}`);
      const told = await answer.json();
      place.replaceChildren(told.effects ? effectsOf(told.effects) : sentence(told.detail));
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      place.replaceChildren(sentence("What it does to the figures is told when it is saved."));
    }
  }

  // Keys

  press(event) {
    if (event.isComposing || event.defaultPrevented || event.altKey) return;
    const row = event.target.closest?.("[data-row]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && row) {
      row.querySelector("form")?.requestSubmit(row.querySelector("[data-save]"));
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || !keysAreOn()) return;
    if (this.act(event, row)) event.preventDefault();
  }

  act(event, row) {
    if (event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) {
      if (event.key !== "Escape" || !row) return false;
      this.focus(row);
      return true;
    }
    if (event.key === "ArrowDown") return this.move(row, 1);
    if (event.key === "ArrowUp") return this.move(row, -1);
    if (/^[1-9]$/.test(event.key) && row) return choose(row, Number(event.key));
    if (event.key.toLowerCase() === "r" && row) return reasonOf(row);
    if (event.key.toLowerCase() === "u") return this.goToOpen(row?.id);
    return false;
  }

  move(row, step) {
    const rows = [...this.root.querySelectorAll("[data-row]")];
    this.focus(rows[row ? rows.indexOf(row) + step : 0]);
    return true;
  }

  goToOpen(after) {
    const rows = [...this.root.querySelectorAll("[data-row]")];
    const place = rows.findIndex((row) => row.id === after);
    const next = [...rows.slice(place + 1), ...rows].find((row) => "open" in row.dataset);
    this.focus(next ?? this.root.querySelector("#agree"));
    return true;
  }

  focus(element) {
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: "nearest" });
  }

  announce(text) {
    this.announcer.textContent = text;
  }
}

const SIGNED_OUT = "Not saved: you are signed out. Sign in in another tab, then save again.";
const FIELDS = "textarea, input:not([type=radio], [type=checkbox], [type=hidden])";

function isChanged(form) {
  const typed = [...form.querySelectorAll(FIELDS)];
  const radios = [...form.querySelectorAll("[type=radio]")];
  return (
    typed.some((field) => field.value !== field.defaultValue) ||
    radios.some((radio) => radio.checked !== radio.defaultChecked)
  );
}

function draftOf(form) {
  const row = form.closest("[data-row]").id;
  const typed = [...form.querySelectorAll(FIELDS)].map((field) => [field.name, field.value]);
  const chosen = form.querySelector("[name=chose]:checked")?.value;
  const fill = () => {
    const made = document.getElementById(row)?.querySelector("form[data-decide]");
    if (!made) return;
    for (const [name, value] of typed) {
      const field = made.querySelector(`[name="${name}"]:not([type=radio])`);
      if (field) field.value = value;
    }
    const radio = [...made.querySelectorAll("[name=chose]")].find((one) => one.value === chosen);
    if (radio) radio.checked = true;
  };
  return { row, fill };
}

function choose(row, place) {
  const radio = row.querySelectorAll("[name=chose][type=radio]")[place - 1];
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  return true;
}

function reasonOf(row) {
  row.querySelector("[data-reason]")?.focus();
  return true;
}

function effectsOf(effects) {
  if (!effects.length) return sentence("No figure changes");
  const list = document.createElement("ul");
  list.className = "moderation-effects";
  for (const { label, was, becomes } of effects) {
    const item = list.appendChild(document.createElement("li"));
    item.append(part("moderation-effects__label", label), " ");
    item.append(part("moderation-effects__figure", `${was} → ${becomes}`));
  }
  return list;
}

function part(name, text) {
  const span = document.createElement("span");
  span.className = name;
  span.textContent = text;
  return span;
}

function sentence(text) {
  const line = document.createElement("p");
  line.className = "moderation-effects moderation-effects--none";
  line.textContent = text;
  return line;
}

const root = document.querySelector("[data-moderation]");
if (root) new ModerationPage(root).start();

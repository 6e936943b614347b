// A form with data-draft keeps what is typed in this browser until the server has saved it. The
// answer to a save leads to an address that ends with #saved; only then is the text forgotten.
const START = "peel-draft:";
const SENT = "peel-draft-sent";
const LONGEST = 30 * 24 * 60 * 60 * 1000;
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "edition"]);
const NOT_FILLED = new Set(["hidden", "submit", "file"]);

export function keepDrafts() {
  const user = document.querySelector("form[data-sign-out]")?.dataset.user;
  if (!user) return;
  forgetWhatWasSaved();
  for (const form of document.querySelectorAll("form[data-draft]")) new Draft(form, user).start();
  window.addEventListener("peel:signing-out", () => keysOf(user).forEach(remove));
}

export function draftsOf(user) {
  return keysOf(user).map(read).filter(Boolean);
}

class Draft {
  constructor(form, user) {
    this.form = form;
    this.key = `${START}${user}:${form.dataset.draft}`;
    this.notice = document.querySelector("[data-kept-draft]");
  }

  start() {
    this.untouched = untouchedValuesOf(this.form);
    const kept = read(this.key);
    // A text that the server sent back stands in the form and is not saved either.
    this.sentBack = kept && same(kept.fields, this.untouched) ? kept : null;
    this.offer();
    // Somebody quick typed before this script was there.
    this.keep();
    this.form.addEventListener("input", () => this.keepOrForget());
    this.form.addEventListener("submit", (event) => this.send(event));
  }

  // What is offered stays kept until somebody decides, even when they type on first.
  get earlier() {
    return `${this.key}:earlier`;
  }

  offer() {
    this.place = read(this.key) ? this.key : this.earlier;
    this.offered = read(this.place);
    const shown = [this.untouched, valuesOf(this.form)];
    const isShown = (draft) => shown.some((fields) => same(draft.fields, fields));
    if (!this.offered || isShown(this.offered)) return this.close();
    const { edition, at } = this.offered;
    const when = new Date(at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
    this.notice.querySelector("[data-kept-at]").textContent = `, typed ${when}`;
    const older = this.notice.querySelector("[data-kept-older]");
    older.hidden = edition === this.form.dataset.draftEdition;
    this.notice.querySelector("[data-kept-take]").addEventListener("click", () => this.take());
    this.notice.querySelector("[data-kept-drop]").addEventListener("click", () => this.drop());
    this.notice.hidden = false;
  }

  take() {
    fill(this.form, this.offered.fields);
    remove(this.place);
    this.close();
    this.keep();
    this.form.querySelector("textarea")?.focus();
  }

  drop() {
    if (!window.confirm("Discard the text that was not saved? It can't be brought back.")) return;
    remove(this.place);
    this.close();
    this.form.querySelector("textarea")?.focus();
  }

  close() {
    this.offered = null;
    if (this.notice) this.notice.hidden = true;
  }

  // Whether anything was typed that is to be kept.
  keep() {
    const fields = valuesOf(this.form);
    if (same(fields, this.untouched)) return false;
    if (this.offered && this.place === this.key) {
      write(this.earlier, this.offered);
      this.place = this.earlier;
    }
    write(this.key, { fields, edition: this.form.dataset.draftEdition, at: Date.now() });
    return true;
  }

  keepOrForget() {
    if (this.keep()) return;
    if (this.sentBack) return write(this.key, this.sentBack);
    if (this.offered && this.place === this.key) return;
    remove(this.key);
  }

  send(event) {
    this.keep();
    if (event.submitter?.name !== "preview") attempt(() => sessionStorage.setItem(SENT, this.key));
  }
}

function forgetWhatWasSaved() {
  const sent = attempt(() => sessionStorage.getItem(SENT));
  if (sent && location.hash === "#saved") remove(sent);
  attempt(() => sessionStorage.removeItem(SENT));
}

function untouchedValuesOf(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return valuesOf(copy);
}

function valuesOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (NOT_TYPED.has(name) || typeof value !== "string") continue;
    (fields[name] ??= []).push(value.replace(/\r\n/g, "\n"));
  }
  return fields;
}

function fill(form, fields) {
  for (const element of form.elements) {
    if (!element.name || NOT_FILLED.has(element.type)) continue;
    const values = fields[element.name] ?? [];
    if ("checked" in element && ["checkbox", "radio"].includes(element.type)) {
      element.checked = values.includes(element.value);
    } else {
      element.value = values[0] ?? "";
    }
    element.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => String(one[name] ?? "") === String(other[name] ?? ""));
}

function keysOf(user) {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(`${START}${user}:`));
}

function read(key) {
  const draft = attempt(() => JSON.parse(localStorage.getItem(key)));
  if (draft && Date.now() - draft.at > LONGEST) return remove(key);
  return draft;
}

function write(key, draft) {
  attempt(() => localStorage.setItem(key, JSON.stringify(draft)));
}

function remove(key) {
  attempt(() => localStorage.removeItem(key));
  return null;
}

// A browser that forbids storage, or has none left, still saves what is sent, and asks before a
// page with typed text is left.
function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return null;
    throw error;
  }
}

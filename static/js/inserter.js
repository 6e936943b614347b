// Searches the figures of an inspection and puts the token of one where the caret stands.
import { fragmentOf } from "./fragment.js";

const PAUSE = 300;

class Inserter {
  constructor(section) {
    this.section = section;
    this.box = document.getElementById(section.dataset.inserterOf);
    this.found = section.querySelector("[data-inserter-found]");
    this.asked = 0;
    // Where the caret was last: after the end until somebody puts it elsewhere.
    this.caret = null;
  }

  start() {
    this.section.querySelector(".figures-inserter__link").hidden = true;
    this.search = this.addSearch();
    for (const type of ["select", "keyup", "click", "blur", "input"]) {
      this.box.addEventListener(type, () => {
        this.caret = [this.box.selectionStart, this.box.selectionEnd];
      });
    }
    this.found.addEventListener("click", (event) => {
      const button = event.target.closest("[data-insert-now]");
      if (button) this.insert(button.closest("[data-insert]").dataset);
    });
  }

  addSearch() {
    const label = document.createElement("label");
    const search = document.createElement("input");
    label.className = "govuk-label";
    label.htmlFor = "inserter-search";
    label.textContent = "Search by measure, sample or indicator";
    search.className = "govuk-input";
    search.id = "inserter-search";
    search.type = "search";
    search.autocomplete = "off";
    search.addEventListener("input", (event) => {
      // Searching is not typing a text, so nothing about the form changed.
      event.stopPropagation();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.ask();
    });
    this.found.before(label, search);
    return search;
  }

  async ask() {
    const turn = ++this.asked;
    const query = this.search.value.trim();
    const shown = query ? await this.load(query) : "";
    // What was typed meanwhile is asked about by itself.
    if (turn !== this.asked) return;
    if (shown === null) {
      this.found.textContent = "The figures can't be searched now. What you typed stays here.";
      return;
    }
    this.found.innerHTML = shown;
    for (const form of this.found.querySelectorAll("[data-insert]")) form.append(insertButton(form));
  }

  load(query) {
    const asked = new URLSearchParams({ q: query, list: "yes" });
    return fragmentOf(`${this.section.dataset.inserter}?${asked}`);
  }

  insert({ insert, block }) {
    const [start, end] = this.caret ?? [this.box.value.length, this.box.value.length];
    this.box.focus();
    this.box.setRangeText(block ? this.alone(insert, start, end) : insert, start, end, "end");
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A chart or table stands in a paragraph of its own.
  alone(token, start, end) {
    const before = this.box.value.slice(0, start);
    const after = this.box.value.slice(end);
    const above = !before.trim() || before.endsWith("\n\n") ? "" : "\n\n";
    const below = !after.trim() || after.startsWith("\n\n") ? "" : "\n\n";
    return `${above}${token}${below}`;
  }
}

function insertButton(form) {
  const button = document.createElement("button");
  const hidden = document.createElement("span");
  button.type = "button";
  button.className = "peel-link";
  button.dataset.insertNow = "";
  button.textContent = "Insert";
  hidden.className = "govuk-visually-hidden";
  hidden.textContent = ` ${form.querySelector(".figures-form__printed").textContent}`;
  button.append(hidden);
  return button;
}

export function insertFigures() {
  for (const section of document.querySelectorAll("[data-inserter]")) new Inserter(section).start();
}

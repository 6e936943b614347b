// Shows the text of a textarea as it will be printed, a moment after the last key.
import { csrfToken } from "./csrf.js";
import { fragmentOf } from "./fragment.js";

const PAUSE = 400;

class Preview {
  constructor(section) {
    this.section = section;
    this.box = document.getElementById(section.dataset.previewOf);
    this.asked = 0;
  }

  start() {
    this.section.querySelector("[data-preview-button]").hidden = true;
    this.box.addEventListener("input", () => this.wait());
    // Somebody quick typed before this script was there.
    if (this.box.value !== this.box.defaultValue) this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const turn = ++this.asked;
    const shown = await this.load();
    // What was typed meanwhile is asked about by itself.
    if (turn !== this.asked) return;
    this.section.querySelector("[data-preview-trouble]").hidden = shown !== null;
    if (shown !== null) this.section.querySelector("[data-preview-text]").innerHTML = shown;
  }

  load() {
    return fragmentOf(this.section.dataset.preview, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken() },
      body: new URLSearchParams({ text: this.box.value }),
    });
  }
}

export function showPreviews() {
  for (const section of document.querySelectorAll("[data-preview]")) new Preview(section).start();
}

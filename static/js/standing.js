// What is asked and what is left to do, shown in the bar and beside the questions.
import { standingOf } from "./relevance.js";

export class Standing {
  constructor(root) {
    this.root = root;
    this.items = [...root.querySelectorAll("[data-todo-question]")];
    this.rules = this.items.map(ruleOf);
    this.answers = new Map(this.items.map((item) => [item.dataset.todoQuestion, answerOf(item)]));
    this.unsaved = new Set();
    this.current = this.decide();
  }

  decide() {
    return standingOf(this.rules, this.answers);
  }

  note(code, { value, note }) {
    if (this.answers.has(code)) this.answers.set(code, { value, noted: note.trim() !== "" });
  }

  // Answers that were refused count as left. True when this changes which those are.
  refuse(codes) {
    const before = [...this.unsaved].join();
    this.unsaved = new Set(codes);
    return [...this.unsaved].join() !== before;
  }

  get left() {
    return [...this.current.asked].filter((code) => this.isLeft(code)).length;
  }

  get itemsLeft() {
    return this.items.filter((item) => this.isLeft(item.dataset.todoQuestion));
  }

  isLeft(code) {
    const { asked, unanswered, notesMissing } = this.current;
    if (unanswered.has(code) || notesMissing.has(code)) return true;
    return asked.has(code) && this.unsaved.has(code);
  }

  // Shows a standing and returns the codes of the questions that are asked now and were not.
  show(standing) {
    const added = [...standing.asked].filter((code) => !this.current.asked.has(code));
    this.current = standing;
    for (const item of this.items) this.showItem(item);
    this.showCounts();
    return added;
  }

  showItem(item) {
    const code = item.dataset.todoQuestion;
    item.hidden = !this.isLeft(code);
    const noteMissing = this.current.notesMissing.has(code);
    item.querySelector("[data-note-missing]").hidden = !noteMissing;
  }

  showCounts() {
    const { asked } = this.current;
    const answered = asked.size - this.left;
    this.text("[data-answered]", answered);
    this.text("[data-asked]", asked.size);
    this.text("[data-left]", this.left);
    const bar = this.root.querySelector("[data-bar]");
    bar.setAttribute("viewBox", `0 0 ${asked.size || 1} 1`);
    bar.querySelector(".peel-bar__of").setAttribute("width", asked.size || 1);
    bar.querySelector("[data-bar-met]").setAttribute("width", answered);
    this.root.querySelector("[data-todo]").hidden = this.left === 0;
    const submit = this.root.querySelector(".review-bar [data-submit]");
    submit.classList.toggle("govuk-button--secondary", this.left > 0);
    for (const stage of this.root.querySelectorAll("[data-todo-stage]")) this.showStage(stage);
  }

  showStage(stage) {
    const codes = [...stage.querySelectorAll("[data-todo-question]")].map(
      (item) => item.dataset.todoQuestion,
    );
    const asked = codes.filter((code) => this.current.asked.has(code));
    const left = asked.filter((code) => this.isLeft(code)).length;
    stage.hidden = left === 0;
    const line = this.root.querySelector(`[data-stage-progress="${stage.dataset.todoStage}"]`);
    line.classList.toggle("review-stages__stage--complete", left === 0);
    line.querySelector("[data-stage-answered]").textContent = asked.length - left;
    line.querySelector("[data-stage-asked]").textContent = asked.length;
  }

  // The link of the first question left to do after this one, round to the start again.
  linkAfter(code) {
    const place = this.items.findIndex((item) => item.dataset.todoQuestion === code);
    const round = [...this.items.slice(place + 1), ...this.items.slice(0, place + 1)];
    const item = round.find((one) => this.isLeft(one.dataset.todoQuestion));
    return item && { code: item.dataset.todoQuestion, href: item.querySelector("a").href };
  }

  text(selector, value) {
    this.root.querySelector(selector).textContent = value;
  }
}

function ruleOf(item) {
  const { todoQuestion, parent, askedWhen, noteOn } = item.dataset;
  return { code: todoQuestion, parent, askedWhen: words(askedWhen), noteOn: words(noteOn) };
}

function answerOf(item) {
  return { value: item.dataset.value, noted: "noted" in item.dataset };
}

function words(text) {
  return new Set(text.split(" ").filter(Boolean));
}

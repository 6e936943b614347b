// One question of the review page: reads what is entered, and shows how it stands.
export class Question {
  constructor(element) {
    this.element = element;
    this.code = element.dataset.question;
    this.number = element.dataset.number;
    this.kind = element.dataset.kind;
    this.revision = Number(element.dataset.revision);
    this.radios = [...element.querySelectorAll("input[type=radio]")];
    this.typedField = element.querySelector("[data-typed]");
    this.notApplicable = element.querySelector("[data-not-applicable]");
    this.noteField = element.querySelector("[data-note-text]");
    this.noteBox = element.querySelector("[data-note]");
    this.clearButton = element.querySelector("[data-clear]");
    this.savedLine = element.querySelector("[data-saved]");
    this.problemBox = element.querySelector("[data-problem]");
    this.entered = this.read();
    this.sentKey = null;
    this.keys = new Set();
    this.noteOpened = false;
    this.stood = { ...this.entered };
    this.stoodLine = this.savedLine.textContent;
  }

  get isAsked() {
    return !this.element.hidden;
  }

  get hasChoices() {
    return this.radios.length > 0;
  }

  get hasProblem() {
    return this.problemBox.childElementCount > 0;
  }

  read() {
    return { value: this.readValue(), note: this.noteField.value.trim() };
  }

  readValue() {
    if (this.notApplicable?.checked) return this.notApplicable.value;
    if (this.typedField) return this.typedField.value.trim();
    return this.radios.find((radio) => radio.checked)?.value ?? "";
  }

  write({ value, note }) {
    for (const radio of this.radios) radio.checked = radio.value === value;
    const notApplicable = this.notApplicable?.value === value;
    if (this.notApplicable) this.notApplicable.checked = notApplicable;
    if (this.typedField) this.typedField.value = notApplicable ? "" : value;
    this.noteField.value = note;
    if (note) this.noteBox.open = true;
    this.entered = this.read();
    this.showClear();
  }

  get isBeingTyped() {
    const { value, note } = this.read();
    return value !== this.entered.value || note !== this.entered.note;
  }

  // True once when what is entered differs from what was handled before.
  takeChange() {
    if (!this.isBeingTyped) return false;
    this.entered = this.read();
    this.showClear();
    return true;
  }

  clear() {
    for (const radio of this.radios) radio.checked = false;
  }

  showClear() {
    if (this.clearButton) this.clearButton.hidden = !this.entered.value;
  }

  labelOf(value) {
    const field = this.radios.find((radio) => radio.value === value);
    if (field) return field.labels[0].dataset.label ?? field.labels[0].textContent;
    return value === "not_applicable" ? "Not applicable" : value;
  }

  // In words too: an entry has to tell of itself where its review can't be opened any more.
  describe({ value, note }) {
    const { textContent } = this.element.querySelector(`#t-${this.code}`);
    return { value, note, number: this.number, text: textContent, label: this.labelOf(value) };
  }

  showLine(text, kind = "") {
    this.savedLine.textContent = text;
    this.savedLine.classList.toggle("review-saved--waiting", kind === "waiting");
    this.savedLine.classList.toggle("review-saved--failed", kind === "failed");
  }

  // The key of the entry that this page knows of; those of other tabs are not its own.
  sent(key) {
    this.sentKey = key;
    this.keys.add(key);
  }

  // The answer as it stands on the server.
  stand(answer) {
    this.revision = answer.revision;
    this.element.dataset.revision = answer.revision;
    this.element.querySelector("input[type=hidden]").value = answer.revision;
    this.stood = { value: answer.value, note: answer.note };
    this.stoodLine = answer.saved;
  }

  showProblem(text, actions) {
    const message = document.createElement("p");
    message.textContent = text;
    const buttons = document.createElement("p");
    buttons.className = "review-problem__buttons";
    for (const { label, act } of actions) buttons.append(buttonFor(label, this.number, act));
    this.problemBox.replaceChildren(message, buttons);
    this.element.classList.add("review-question--refused");
    this.showLine("Not saved", "failed");
  }

  hideProblem() {
    this.problemBox.replaceChildren();
    this.element.classList.remove("review-question--refused");
  }

  // Opens the note while it is needed, and closes it when it was opened for nothing.
  requireNote(missing) {
    this.element.querySelector("[data-note-needed]").hidden = !missing;
    const isEmpty = this.noteField.value === "" && document.activeElement !== this.noteField;
    if (missing && !this.noteBox.open) this.noteBox.open = this.noteOpened = true;
    else if (!missing && this.noteOpened && isEmpty) this.noteBox.open = this.noteOpened = false;
  }

  // The field that a person goes on with: the note when that is what is missing.
  focus({ note = false } = {}) {
    if (note) {
      this.noteBox.open = true;
      this.noteField.focus();
      return;
    }
    const chosen = this.radios.find((radio) => radio.checked) ?? this.radios[0];
    (chosen ?? this.typedField ?? this.element).focus();
  }
}

function buttonFor(label, number, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = label;
  const about = document.createElement("span");
  about.className = "govuk-visually-hidden";
  about.textContent = ` (question ${number})`;
  button.append(about);
  button.addEventListener("click", act);
  return button;
}

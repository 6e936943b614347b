// The review page: every change goes into the queue, and the page says what became of it.
import { Question } from "./answers.js";
import { arrive } from "./arrival.js";
import { dress, toggleGuidance, WIDE } from "./dress.js";
import { listenForReturn } from "./elsewhere.js";
import { listenForKeys } from "./keys.js";
import { askBeforeLosingComments, keepForOffline } from "./leaving.js";
import { explanationOf } from "./problems.js";
import { add, discard, entriesOf, isStopped, isUnsent, resume } from "./queue.js";
import { Sender } from "./sender.js";
import { Standing } from "./standing.js";
import { linkOf, statusOf } from "./status.js";
import { Summary } from "./summary.js";

const PAUSE = 1_000;

class ReviewPage {
  constructor(root) {
    this.root = root;
    this.user = root.dataset.user;
    this.review = root.dataset.review;
    this.questions = [...root.querySelectorAll("[data-question]")].map((e) => new Question(e));
    this.byCode = new Map(this.questions.map((question) => [question.code, question]));
    this.standing = new Standing(root);
    this.summary = new Summary(root, (event) => this.followTodo(event));
    this.status = root.querySelector("[data-status]");
    this.pauses = new Map();
    this.unsent = 0;
    this.trouble = "";
    this.leaving = false;
    this.adding = Promise.resolve();
    this.lastSaved = this.status.textContent;
    this.sender = new Sender(this.user, (message) => this.hear(message));
  }

  async start() {
    this.listen();
    dress(this.root, this.questions);
    listenForKeys(this);
    listenForReturn(this);
    await this.restore();
    arrive(this);
    await this.sender.flush();
    this.root.dataset.ready = "";
  }

  // Listening

  listen() {
    const form = this.root.querySelector("[data-answers]");
    form.addEventListener("change", (event) => this.handle(event.target));
    form.addEventListener("input", (event) => this.pauseThenHandle(event.target));
    form.addEventListener("focusout", (event) => this.handle(event.target));
    form.addEventListener("focusin", (event) => {
      this.lastFocused = this.questionOf(event.target) ?? this.lastFocused;
    });
    form.addEventListener("submit", (event) => this.submitAnswers(event));
    this.root.querySelector("[data-submit-form]").addEventListener("submit", (e) => this.submit(e));
    this.root.querySelector("[data-next]").addEventListener("click", (event) => {
      event.preventDefault();
      this.goToUnanswered();
    });
    this.root.addEventListener("click", (event) => this.followTodo(event));
    document.addEventListener("click", (event) => this.followLink(event));
    document.addEventListener("visibilitychange", () => this.handleAll());
    window.addEventListener("beforeunload", (event) => this.warn(event));
    window.addEventListener("peel:signing-out", () => (this.leaving = true));
  }

  questionOf(element) {
    return this.byCode.get(element.closest("[data-question]")?.dataset.question);
  }

  pauseThenHandle(field) {
    const question = this.questionOf(field);
    if (!question || field.type === "radio" || field.type === "checkbox") return;
    if (field === question.typedField && question.notApplicable) {
      question.notApplicable.checked = false;
    }
    clearTimeout(this.pauses.get(question));
    this.pauses.set(question, setTimeout(() => this.handle(field), PAUSE));
  }

  handle(field) {
    const question = this.questionOf(field);
    if (!question) return;
    if (field === question.notApplicable) giveBackWhatWasTyped(question);
    clearTimeout(this.pauses.get(question));
    this.pauses.delete(question);
    if (question.takeChange()) this.keep(question);
  }

  handleAll() {
    for (const question of this.questions) {
      if (question.takeChange()) this.keep(question);
    }
  }

  // Keeping and sending

  async keep(question) {
    this.unsent += 1;
    question.showLine("Saving…", "waiting");
    this.standing.note(question.code, question.entered);
    this.showStanding(this.standing.decide());
    const { value, note } = question.entered;
    // One after the other: an entry has to know the key of the one before it.
    this.adding = this.adding.then(() => this.enqueue(question, value, note));
    await this.adding;
    await this.sender.flush();
    await this.count();
  }

  async enqueue(question, value, note) {
    const entry = await add(
      {
        user: this.user,
        review: this.review,
        question: question.code,
        url: new URL(this.root.dataset.saveUrl, location.href).href,
        reference: this.root.dataset.reference,
        ...question.describe({ value, note }),
        base: question.revision,
      },
      question.sentKey,
    );
    question.sent(entry.key);
    if (isStopped(entry)) this.explain(question, entry);
    else question.hideProblem();
  }

  async restore() {
    for (const entry of await entriesOf(this.user)) {
      if (entry.review !== this.review) continue;
      if (!isUnsent(entry)) this.catchUp(entry);
      else this.takeUp(entry);
    }
    this.showStanding(this.standing.decide(), { quietly: true });
    await this.count();
  }

  // A page from the cache may be older than what was saved from this browser since.
  catchUp(entry) {
    const question = this.byCode.get(entry.question);
    if (!question) return;
    question.sent(entry.key);
    if (entry.revision <= question.revision) return;
    question.stand(entry);
    question.write(entry);
    question.showLine(entry.saved);
    this.standing.note(entry.question, entry);
  }

  takeUp(entry) {
    this.standing.note(entry.question, entry);
    const question = this.byCode.get(entry.question);
    if (!question) return;
    question.sent(entry.key);
    question.write(entry);
    question.showLine("Not sent yet", "waiting");
    if (isStopped(entry)) this.explain(question, entry);
  }

  // Hearing what became of an entry

  hear(message) {
    const { kind, entry } = message;
    if (kind === "lost" || kind === "signed-out") this.trouble = kind;
    else if (kind !== "sending") this.trouble = "";
    const question = entry.review === this.review ? this.byCode.get(entry.question) : undefined;
    const mine = question && question.sentKey === entry.key;
    if (kind === "saved" && question) this.saved(question, message, mine);
    if (kind === "stopped" && mine) this.explain(question, entry);
    if (this.trouble && mine) question.showLine("Not sent yet", "waiting");
    this.count();
  }

  saved(question, { entry, answer, standing }, mine) {
    if (!question.keys.has(entry.key)) return;
    question.stand(answer);
    this.lastSaved = answer.saved;
    if (!mine) return;
    question.hideProblem();
    question.showLine(answer.saved);
    if (!this.pauses.size && this.unsent <= 1) this.showStanding(setsOf(standing));
  }

  explain(question, entry) {
    const { text, actions } = explanationOf(question, entry, {
      again: (options) => this.again(question, entry, options),
      giveUp: () => this.giveUp(question, entry),
    });
    question.showProblem(text, actions);
  }

  async again(question, entry, options) {
    const resumed = await resume(entry.key, options);
    question.hideProblem();
    question.showLine("Saving…", "waiting");
    if (resumed) question.sent(resumed.key);
    question.focus();
    await this.sender.flush();
    await this.count();
  }

  async giveUp(question, entry) {
    await discard(entry.key);
    question.hideProblem();
    question.write(question.stood);
    question.showLine(question.stoodLine);
    question.focus();
    this.standing.note(question.code, question.stood);
    this.showStanding(this.standing.decide());
    await this.count();
  }

  // Showing

  showStanding(standing, { quietly = false } = {}) {
    const added = this.standing.show(standing).map((code) => this.byCode.get(code));
    for (const question of this.questions) {
      question.element.hidden = !standing.asked.has(question.code);
      question.requireNote(standing.notesMissing.has(question.code));
    }
    this.root.querySelector("[data-next]").hidden = this.standing.left === 0;
    this.summary.update(this.standing);
    const numbers = added.filter(Boolean).map((question) => question.number);
    if (quietly || !numbers.length) return;
    const what = numbers.length === 1 ? "Follow-up question" : "Follow-up questions";
    this.announce(`${what} ${numbers.join(", ")}`);
  }

  async count() {
    const entries = (await entriesOf(this.user)).filter(isUnsent);
    const stopped = entries.filter(isStopped);
    this.unsent = entries.length - stopped.length;
    const refused = stopped.filter((entry) => entry.review === this.review);
    const isNew = this.standing.refuse(refused.map((entry) => entry.question));
    if (isNew) this.showStanding(this.standing.current, { quietly: true });
    this.showStatus(refused.length);
  }

  showStatus(stopped) {
    const text = statusOf(this.trouble, this.unsent, stopped) || this.lastSaved;
    const shown = this.status.firstChild?.textContent;
    if (shown !== text) this.status.textContent = text;
    const isTrouble = stopped > 0 || (this.trouble !== "" && this.unsent > 0);
    this.status.classList.toggle("review-bar__status--trouble", isTrouble);
    const link = linkOf(this.root, this.trouble, this.unsent, stopped);
    if (link && !this.status.querySelector("a")) this.status.append(" ", link);
  }

  announce(text) {
    this.root.querySelector("[data-announce]").textContent = text;
  }

  toggleGuidance() {
    toggleGuidance(this.root);
    return true;
  }

  // Moving

  choose(question, field) {
    if (field.type === "checkbox") field.checked = !field.checked;
    else field.checked = true;
    field.focus();
    // The same answer again is sent too: another may stand since.
    const isSame = !question.isBeingTyped;
    this.handle(field);
    if (isSame) this.keep(question);
    return true;
  }

  goToUnanswered(question) {
    const from = question ?? this.lastFocused;
    const next = this.standing.linkAfter(from?.code);
    if (!next) this.announce("Every question is answered.");
    else if (this.byCode.has(next.code)) this.goTo(next.code);
    else this.leaveFor(next.href);
    return true;
  }

  goTo(code) {
    const note = this.standing.current.notesMissing.has(code);
    const question = this.byCode.get(code);
    question.element.scrollIntoView({ block: "nearest" });
    question.focus({ note });
  }

  followTodo(event) {
    const link = event.target.closest("[data-todo-question] a");
    const code = link?.closest("[data-todo-question]").dataset.todoQuestion;
    if (!code || !this.byCode.has(code) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!window.matchMedia(WIDE).matches) {
      this.root.querySelector("[data-todo]").open = false;
    }
    this.goTo(code);
  }

  openKeys() {
    window.open(this.root.dataset.keysUrl, "_blank", "noopener");
    return true;
  }

  // Leaving

  submitAnswers(event) {
    event.preventDefault();
    const button = event.submitter;
    if (button?.matches("[data-clear]")) {
      const question = this.questionOf(button);
      question.clear();
      this.handle(button);
      question.focus();
    } else if (button?.matches("[data-go]")) {
      this.leaveFor(this.addressOfStage(button.value));
    } else this.handleAll();
  }

  // With its first question, so that the keyboard goes on there.
  addressOfStage(code) {
    const first = this.root.querySelector(`[data-todo-stage="${code}"] [data-todo-question]`);
    return new URL(`?stage=${code}#q-${first.dataset.todoQuestion}`, location.href).href;
  }

  // A link that is followed while an answer is on its way waits for it, rather than asking.
  followLink(event) {
    const link = event.target.closest("a[href]");
    const isPlain = !event.defaultPrevented && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!link || !isPlain || link.target || link.origin !== location.origin) return;
    this.handleAll();
    if (!this.unsent || link.href.split("#")[0] === location.href.split("#")[0]) return;
    event.preventDefault();
    this.leaveFor(link.href);
  }

  async leaveFor(href) {
    this.handleAll();
    await this.adding;
    await Promise.race([this.sender.flush(), new Promise((done) => setTimeout(done, 1_500))]);
    this.leaving = true;
    location.href = href;
  }

  async submit(event) {
    event.preventDefault();
    this.handleAll();
    if (this.standing.left) return this.summary.show(this.standing);
    await this.adding;
    await this.sender.flush();
    await this.count();
    if (this.standing.left) return this.summary.show(this.standing);
    const waiting = (await entriesOf(this.user)).some(
      (entry) => entry.review === this.review && isUnsent(entry),
    );
    if (waiting) return this.refuseToSubmit();
    this.leaving = true;
    event.target.submit();
  }

  refuseToSubmit() {
    const first = this.questions.find((question) => question.hasProblem);
    if (first) this.goTo(first.code);
    this.status.textContent =
      "Some answers are not saved yet, so the review can't be submitted. " + this.status.textContent;
    this.status.classList.add("review-bar__status--trouble");
  }

  warn(event) {
    this.handleAll();
    if (!this.leaving && this.unsent) event.preventDefault();
  }
}

function setsOf(standing) {
  return {
    asked: new Set(standing.asked),
    unanswered: new Set(standing.unanswered),
    notesMissing: new Set(standing.notes_missing),
  };
}

function giveBackWhatWasTyped(question) {
  const { typedField, notApplicable } = question;
  if (notApplicable.checked) {
    typedField.dataset.before = typedField.value;
    typedField.value = "";
  } else typedField.value ||= typedField.dataset.before ?? "";
}

const root = document.querySelector("[data-review]");
askBeforeLosingComments(root);
if ("answerable" in root.dataset) {
  new ReviewPage(root).start();
  keepForOffline(root);
}

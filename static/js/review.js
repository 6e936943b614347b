// The review page: every change goes into the queue, and the page says what became of it.
import { Question } from "./answers.js";
import { listenForKeys, keysAreOn } from "./keys.js";
import { add, discard, entriesOf, isStopped, isUnsent, resume } from "./queue.js";
import { Sender } from "./sender.js";
import { Standing } from "./standing.js";

const PAUSE = 1_000;
const GUIDANCE = "peel-guidance";

class ReviewPage {
  constructor(root) {
    this.root = root;
    this.user = root.dataset.user;
    this.review = root.dataset.review;
    this.questions = [...root.querySelectorAll("[data-question]")].map((e) => new Question(e));
    this.byCode = new Map(this.questions.map((question) => [question.code, question]));
    this.standing = new Standing(root);
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
    this.dress();
    listenForKeys(this.root.querySelector(".review-main"), this);
    await this.restore();
    await this.sender.flush();
    this.root.dataset.ready = "";
  }

  // Listening

  listen() {
    const form = this.root.querySelector("[data-answers]");
    form.addEventListener("change", (event) => this.handle(event.target));
    form.addEventListener("input", (event) => this.pauseThenHandle(event.target));
    form.addEventListener("focusout", (event) => this.handle(event.target));
    form.addEventListener("submit", (event) => this.submitAnswers(event));
    this.root.querySelector("[data-submit-form]").addEventListener("submit", (e) => this.submit(e));
    this.root.querySelector("[data-next]").addEventListener("click", (event) => {
      event.preventDefault();
      this.goToUnanswered();
    });
    this.root.addEventListener("click", (event) => this.followTodo(event));
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
        value,
        note,
        base: question.revision,
      },
      question.sentKey,
    );
    question.sent(entry.key);
    if (entry.state === "waiting") question.hideProblem();
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
    else this.trouble = "";
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
    if (entry.state === "conflict") return this.explainConflict(question, entry);
    const restore = { label: "Go back to what is saved", act: () => this.giveUp(question, entry) };
    const again = { label: "Try again", act: () => this.again(question, entry, {}) };
    if (entry.state === "personal") {
      again.label = "Save the text as it is";
      again.act = () => this.again(question, entry, { keep: true });
    }
    if (entry.state === "expired") {
      entry.reason = "This was answered more than 7 days ago and never sent.";
    }
    question.showProblem(entry.reason, [again, restore]);
  }

  explainConflict(question, entry) {
    const { current } = entry;
    const use = {
      label: "Use that answer",
      act: () => {
        question.stand(current);
        this.giveUp(question, entry);
      },
    };
    const mine = {
      label: `Save mine instead${entry.value ? `: ${question.labelOf(entry.value)}` : ""}`,
      act: () => this.again(question, entry, { base: current.revision }),
    };
    question.showProblem(entry.reason, [use, mine]);
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
    const numbers = added.filter(Boolean).map((question) => question.number);
    if (quietly || !numbers.length) return;
    const what = numbers.length === 1 ? "Follow-up question" : "Follow-up questions";
    this.announce(`${what} ${numbers.join(", ")}`);
  }

  async count() {
    const entries = (await entriesOf(this.user)).filter(isUnsent);
    const stopped = entries.filter(isStopped);
    this.unsent = entries.length - stopped.length;
    this.showStatus(stopped.filter((entry) => entry.review === this.review).length);
  }

  showStatus(stopped) {
    const kept = this.unsent === 1 ? "1 answer" : `${this.unsent} answers`;
    const they = this.unsent === 1 ? "it" : "they";
    const isTrouble = Boolean(this.trouble && this.unsent) || stopped > 0;
    let text = this.lastSaved;
    if (this.trouble === "lost" && this.unsent) {
      text = `Not connected: ${kept} kept on this computer, ${they} will be sent when the connection is back.`;
    } else if (this.trouble && this.unsent) {
      text = `You are signed out: ${kept} kept on this computer. Sign in again in another tab to send ${this.unsent === 1 ? "it" : "them"}.`;
    } else if (this.unsent) text = "Saving…";
    else if (stopped) text = stopped === 1 ? "1 answer is not saved" : `${stopped} answers are not saved`;
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("review-bar__status--trouble", isTrouble);
    if (this.trouble === "signed-out" && this.unsent) this.status.append(" ", this.signInLink());
  }

  signInLink() {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = this.root.dataset.signInUrl;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in (opens in a new tab)";
    return link;
  }

  announce(text) {
    this.root.querySelector("[data-announce]").textContent = text;
  }

  dress() {
    for (const button of this.root.querySelectorAll("[data-save]")) button.hidden = true;
    for (const button of this.root.querySelectorAll("[data-go]")) {
      button.textContent = button.textContent.replace("Save and go to", "Go to");
    }
    if (keysAreOn()) this.questions.forEach(showDigits);
    const todo = this.root.querySelector("[data-todo]");
    todo.open = window.matchMedia("(min-width: 60em)").matches;
    const guidance = this.root.querySelector("[data-guidance]");
    guidance.hidden = false;
    guidance.addEventListener("click", () => this.toggleGuidance());
    this.showGuidance(localStorage.getItem(GUIDANCE) !== "hidden");
    this.root.querySelector("[data-next]").hidden = this.standing.left === 0;
  }

  showGuidance(shown) {
    this.root.classList.toggle("review--no-guidance", !shown);
    const button = this.root.querySelector("[data-guidance]");
    button.textContent = shown ? "Hide guidance" : "Show guidance";
    button.removeAttribute("aria-pressed");
  }

  toggleGuidance() {
    const shown = this.root.classList.contains("review--no-guidance");
    localStorage.setItem(GUIDANCE, shown ? "shown" : "hidden");
    this.showGuidance(shown);
    return true;
  }

  // Moving

  choose(question, field) {
    if (field.type === "checkbox") field.checked = !field.checked;
    else field.checked = true;
    field.focus();
    this.handle(field);
    return true;
  }

  goToUnanswered(question) {
    const from = question ?? this.questionOf(document.activeElement) ?? this.lastFocused;
    const next = this.standing.linkAfter(from?.code);
    if (!next) this.announce("Every question is answered.");
    else if (this.byCode.has(next.code)) this.goTo(next.code);
    else this.leaveFor(next.href);
    return true;
  }

  goTo(code) {
    const note = this.standing.current.notesMissing.has(code);
    const question = this.byCode.get(code);
    this.lastFocused = question;
    question.element.scrollIntoView({ block: "nearest" });
    question.focus({ note });
  }

  followTodo(event) {
    const link = event.target.closest("[data-todo-question] a");
    const code = link?.closest("[data-todo-question]").dataset.todoQuestion;
    if (!code || !this.byCode.has(code) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!window.matchMedia("(min-width: 60em)").matches) {
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
      this.leaveFor(new URL(`?stage=${button.value}`, location.href).href);
    } else this.handleAll();
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
    if (this.standing.left) return this.nameWhatIsLeft();
    await this.adding;
    await this.sender.flush();
    await this.count();
    const stopped = (await entriesOf(this.user)).some(
      (entry) => entry.review === this.review && isUnsent(entry),
    );
    if (stopped) return this.announce("Some answers are not saved yet, so the review can't be submitted.");
    this.leaving = true;
    event.target.submit();
  }

  nameWhatIsLeft() {
    const todo = this.root.querySelector("[data-todo]");
    todo.open = true;
    todo.querySelector("summary").focus();
    const left = this.standing.left;
    const what = left === 1 ? "1 question is" : `${left} questions are`;
    this.announce(`${what} left to answer before the review can be submitted.`);
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

function showDigits(question) {
  for (const radio of question.radios) {
    if (!/^[1-9]$/.test(radio.dataset.key)) continue;
    const label = radio.labels[0];
    label.dataset.label = label.textContent;
    const key = document.createElement("span");
    key.className = "review-key";
    key.setAttribute("aria-hidden", "true");
    key.textContent = radio.dataset.key;
    label.prepend(key);
  }
}

function askBeforeLosingComments(root) {
  let written = false;
  root.addEventListener("input", (event) => {
    written ||= event.target.matches("[data-comment]");
  });
  document.addEventListener("submit", () => (written = false));
  window.addEventListener("beforeunload", (event) => {
    if (written) event.preventDefault();
  });
}

async function keepForOffline(root) {
  if (!navigator.serviceWorker || !window.isSecureContext) return;
  await navigator.serviceWorker.register(root.dataset.workerUrl);
  const { active } = await navigator.serviceWorker.ready;
  const whole = new URL("?stage=all", location.href);
  whole.hash = "";
  if (root.dataset.stage === "all") active.postMessage({ keep: location.href.split("#")[0] });
  active.postMessage({ keep: whole.href });
}

const root = document.querySelector("[data-review]");
askBeforeLosingComments(root);
if ("answerable" in root.dataset) {
  new ReviewPage(root).start();
  keepForOffline(root);
}

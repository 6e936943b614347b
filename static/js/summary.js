// Why the review was not submitted: the list that the server shows when it refuses.
export class Summary {
  // `follow` handles a click on a link of the list.
  constructor(root, follow) {
    this.root = root;
    this.box = document.createElement("div");
    this.box.className = "govuk-error-summary";
    this.box.tabIndex = -1;
    this.box.setAttribute("role", "region");
    this.box.setAttribute("aria-labelledby", "not-submitted");
    this.box.addEventListener("click", follow);
  }

  show(standing) {
    document.querySelector(".govuk-error-summary")?.remove();
    this.fill(standing);
    this.root.before(this.box);
    this.box.focus();
  }

  // Keeps a list that is shown in line with what is answered, and takes away an empty one.
  update(standing) {
    if (!this.box.isConnected) return;
    if (standing.left) this.fill(standing);
    else this.box.remove();
  }

  fill(standing) {
    const what = standing.left === 1 ? "1 question is" : `${standing.left} questions are`;
    const text = `The review is not submitted: ${what} left to answer`;
    const title = make("h2", "govuk-error-summary__title", text);
    title.id = "not-submitted";
    const list = make("ul", "govuk-list govuk-error-summary__list");
    list.append(...standing.itemsLeft.map((item) => copyOf(item, standing)));
    const body = make("div", "govuk-error-summary__body");
    body.append(list);
    this.box.replaceChildren(title, body);
  }
}

function copyOf(item, standing) {
  const code = item.dataset.todoQuestion;
  const link = item.querySelector("a").cloneNode(true);
  link.removeAttribute("class");
  const copy = make("li");
  copy.dataset.todoQuestion = code;
  const isNoteMissing = standing.current.notesMissing.has(code);
  const why = standing.unsaved.has(code) ? " (not saved)" : isNoteMissing ? " (note needed)" : "";
  copy.append(link, why);
  return copy;
}

function make(name, className = "", text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

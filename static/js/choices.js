// A long list of checkboxes with data-search-choices gets a box to search it.
let number = 0;

function makeSearchable(list) {
  const items = [...list.querySelectorAll(".govuk-checkboxes__item")];
  const words = items.map((item) => item.textContent.toLowerCase());
  const { box, status } = addSearch(list);
  const show = () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    items.forEach((item, index) => {
      const isFound = wanted.every((word) => words[index].includes(word));
      // What is chosen stays in sight, so that nobody unticks it unseen.
      item.hidden = !isFound && !item.querySelector("input").checked;
      found += isFound;
    });
    hideEmptyGroups(list);
    status.textContent = wanted.length ? `${found} of ${items.length} found` : "";
  };
  box.addEventListener("input", (event) => {
    // Searching is not typing a text, so nothing about the form changed.
    event.stopPropagation();
    show();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

function hideEmptyGroups(list) {
  for (const group of list.querySelectorAll(".peel-option-group")) {
    let next = group.nextElementSibling;
    let some = false;
    while (next && !next.matches(".peel-option-group")) {
      some ||= !next.hidden;
      next = next.nextElementSibling;
    }
    group.hidden = !some;
  }
}

function addSearch(list) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  const status = document.createElement("p");
  box.id = `search-choices-${++number}`;
  box.type = "search";
  box.className = "govuk-input";
  box.autocomplete = "off";
  label.htmlFor = box.id;
  label.className = "govuk-label";
  label.textContent = list.dataset.searchChoices;
  status.className = "govuk-hint judgments-evidence__found";
  status.setAttribute("role", "status");
  const frame = document.createElement("div");
  frame.className = "judgments-evidence__search";
  frame.append(label, box, status);
  list.querySelector(".govuk-checkboxes").before(frame);
  return { box, status };
}

export function searchChoices() {
  for (const list of document.querySelectorAll("[data-search-choices]")) makeSearchable(list);
}

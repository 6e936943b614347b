// A form with data-choose-files: counts the chosen files and chooses a page of them at once.
for (const form of document.querySelectorAll("form[data-choose-files]")) {
  const boxes = [...form.querySelectorAll('input[name="review"]')];
  const all = form.querySelector("[data-choose-all]");
  const everything = form.querySelector('input[name="everything"]');
  const status = form.querySelector("[data-chosen]");
  let last = null;

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    if (everything?.checked) status.textContent = "All that match chosen";
    else status.textContent = chosen ? `${chosen} chosen` : "None chosen";
  };

  const chooseUpTo = (box) => {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("click", ({ target, shiftKey }) => {
    if (!boxes.includes(target)) return;
    if (shiftKey && last && last !== target) chooseUpTo(target);
    last = target;
  });
  form.addEventListener("change", tell);

  all.hidden = boxes.length === 0;
  status.hidden = false;
  tell();
}

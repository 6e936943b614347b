// A form with data-upload shows how much of its file is sent. What comes back is shown as usual.
const MEGABYTE = 1024 * 1024;

function tooLarge(input) {
  const most = Number(input.dataset.largest);
  return input.files.length > 0 && most > 0 && input.files[0].size > most;
}

function refuse(input) {
  const most = Math.floor(Number(input.dataset.largest) / MEGABYTE);
  input.setCustomValidity(
    `The file is larger than ${most} MB. Keep the columns that the draw needs, or ask the force for a shorter period.`,
  );
  input.reportValidity();
}

function showAnswer(request, form) {
  if (request.responseURL && request.responseURL !== form.action) {
    window.location.assign(request.responseURL);
    return;
  }
  const answer = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = answer.querySelector("main");
  if (!main) return window.location.reload();
  document.title = answer.title;
  document.querySelector("main").replaceWith(main);
  serveAll(main);
  const problem = main.querySelector(".govuk-error-summary, h1");
  problem.tabIndex = -1;
  problem.focus();
}

function send(form) {
  const progress = form.querySelector("[data-upload-progress]");
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("[data-upload-words]");
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = Math.floor((100 * loaded) / total);
    const sent = Math.floor(loaded / MEGABYTE);
    words.textContent = `${sent} of ${Math.ceil(total / MEGABYTE)} MB sent. Keep this page open.`;
  });
  request.addEventListener("load", () => showAnswer(request, form));
  request.addEventListener("error", () => {
    words.textContent = "The connection broke off, and nothing was kept. Upload the file again.";
    button.disabled = false;
  });
  progress.hidden = false;
  button.disabled = true;
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function serve(form) {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    input.setCustomValidity("");
    if (tooLarge(input)) refuse(input);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (tooLarge(input)) refuse(input);
    else send(form);
  });
}

function serveAll(within) {
  for (const form of within.querySelectorAll("form[data-upload]")) serve(form);
}

serveAll(document);

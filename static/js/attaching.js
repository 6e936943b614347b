// A file that is too large is said so before it is sent, so that nobody waits for a refusal.
const MEGABYTE = 1024 * 1024;

function check(input) {
  const most = Number(input.dataset.largest);
  const large = [...input.files].find((file) => file.size > most);
  const words = large ? `“${large.name}” is larger than ${Math.floor(most / MEGABYTE)} MB.` : "";
  input.setCustomValidity(words);
  if (words) input.reportValidity();
  return !words;
}

for (const input of document.querySelectorAll("input[type=file][data-largest]")) {
  input.addEventListener("change", () => check(input));
  input.form.addEventListener("submit", (event) => {
    if (!check(input)) event.preventDefault();
  });
}

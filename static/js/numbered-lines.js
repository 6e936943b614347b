// Shows the numbers of the lines beside a textarea, so that "line 48" can be found.

function numbersUpTo(count) {
  return Array.from({ length: count }, (_, index) => index + 1).join("\n");
}

function number(textarea) {
  const frame = document.createElement("div");
  const numbers = document.createElement("pre");
  frame.className = "numbered-lines";
  numbers.className = "numbered-lines__numbers";
  numbers.setAttribute("aria-hidden", "true");
  textarea.before(frame);
  frame.append(numbers, textarea);

  let shown = 0;
  const follow = () => {
    const count = textarea.value.split("\n").length;
    if (count !== shown) numbers.textContent = numbersUpTo(count);
    shown = count;
    numbers.style.height = `${textarea.offsetHeight}px`;
    numbers.scrollTop = textarea.scrollTop;
  };
  textarea.addEventListener("input", follow);
  textarea.addEventListener("scroll", follow);
  new ResizeObserver(follow).observe(textarea);
  follow();
}

document.querySelectorAll("textarea[data-numbered-lines]").forEach(number);

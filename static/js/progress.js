// An element with data-progress asks its address how far the work is, and moves on when it is done.
const PAUSE = 1000;
const PAUSE_AFTER_TROUBLE = 5000;
const SPOKEN_EVERY = 25;

for (const element of document.querySelectorAll("[data-progress]")) {
  const bar = element.querySelector("progress");
  const words = element.querySelector("[data-progress-words]");
  const status = element.querySelector("[data-progress-status]");
  let spoken = 0;

  const show = (told) => {
    words.textContent = told.words;
    if (told.percent === null) return;
    bar.value = told.percent;
    if (told.percent < spoken + SPOKEN_EVERY) return;
    spoken = told.percent - (told.percent % SPOKEN_EVERY);
    status.textContent = told.words;
  };

  const look = async () => {
    let pause = PAUSE;
    try {
      const answer = await fetch(element.dataset.progress, { headers: { Accept: "application/json" } });
      // Signed out, or no longer allowed: the page itself says which.
      if (!answer.ok || answer.redirected) return window.location.reload();
      const told = await answer.json();
      if (told.done) return window.location.replace(told.next);
      show(told);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      words.textContent = "The server can't be reached. Trying again.";
      pause = PAUSE_AFTER_TROUBLE;
    }
    window.setTimeout(look, pause);
  };

  look();
}

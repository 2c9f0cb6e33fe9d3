// Lets the timers of a board meeting run: <p data-meeting-timer data-seconds="65" data-planned="180">. The server says
// how many seconds had passed when it made the page; the browser only adds what has passed since, so its own clock may
// be wrong. Timers that a live update puts on the page are found at the next tick.
const seenAt = new WeakMap();

function passed(timer) {
  if (!seenAt.has(timer)) seenAt.set(timer, performance.now());
  return Number(timer.dataset.seconds) + Math.floor((performance.now() - seenAt.get(timer)) / 1000);
}

function show(timer) {
  const seconds = passed(timer);
  timer.querySelector("[data-elapsed]").textContent =
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const overrun = timer.querySelector("[data-overrun]");
  if (!overrun || seconds <= Number(timer.dataset.planned)) return;
  timer.classList.add("over");
  // Said once: the element is a status line, and every change of its text is read aloud.
  if (!overrun.textContent.trim()) overrun.textContent = overrun.dataset.overrun;
}

function tick() {
  document.querySelectorAll("[data-meeting-timer]").forEach(show);
}

tick();
setInterval(tick, 1000);

// Lets the timers of a board meeting run: <p data-meeting-timer data-seconds="65" data-planned="180" data-at="…">. The
// server says how many seconds had passed when it read the time (`data-at`, any text that is new each time); the browser
// only adds what has passed since, so its own clock may be wrong. A live update that brings a new `data-at` starts over.
const readings = new WeakMap();

function passed(timer) {
  const { at, seconds } = timer.dataset;
  if (readings.get(timer)?.at !== at) readings.set(timer, { at, since: performance.now() });
  return Number(seconds) + Math.floor((performance.now() - readings.get(timer).since) / 1000);
}

function show(timer) {
  const seconds = passed(timer);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  timer.querySelector("[data-elapsed]").textContent = text;
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

// The wall view: one section of the board at a time, full screen, and dimmed at night.
//
//   <div data-wall>  holds <section data-wall-section> …; without this script all of them are shown, one below the other
//   [data-wall-previous] [data-wall-pause] [data-wall-next]  step and stop (WCAG 2.2.2); [data-wall-full]  full screen
//
// Nothing moves by itself for those who asked their system for less motion, nor once somebody has stopped it.
const SECONDS = 20;
const NIGHT = { from: 20, until: 6 };

const wall = document.querySelector("[data-wall]");
const steps = document.querySelector("[data-wall-steps]");
const pause = document.querySelector("[data-wall-pause]");
const full = document.querySelector("[data-wall-full]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let shown = "";
let moving = !calm.matches;
let left = SECONDS;

function sections() {
  return [...wall.querySelectorAll("[data-wall-section]")];
}

function show() {
  const all = sections();
  steps.hidden = all.length < 2;
  const at = Math.max(0, all.findIndex((section) => section.id === shown));
  shown = all[at]?.id ?? "";
  all.forEach((section, number) => (section.hidden = number !== at));
  const count = wall.querySelector("[data-wall-count]");
  if (!count) return;
  count.hidden = all.length < 2;
  count.textContent = `${at + 1} / ${all.length}`;
}

function step(by) {
  const all = sections();
  if (!all.length) return;
  const at = all.findIndex((section) => section.id === shown);
  shown = all[(at + by + all.length) % all.length].id;
  left = SECONDS;
  show();
}

function stop(stopped) {
  moving = !stopped;
  left = SECONDS;
  pause.textContent = stopped ? pause.dataset.goOn : pause.dataset.pause;
}

function dim() {
  const hour = new Date().getHours();
  document.documentElement.toggleAttribute("data-night", hour >= NIGHT.from || hour < NIGHT.until);
}

function tick() {
  dim();
  if (!moving || document.hidden) return;
  left -= 1;
  if (left <= 0) step(1);
}

if (wall) {
  pause.addEventListener("click", () => stop(moving));
  document.querySelector("[data-wall-previous]").addEventListener("click", () => step(-1));
  document.querySelector("[data-wall-next]").addEventListener("click", () => step(1));
  wall.addEventListener("live:refreshed", show);
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    full.textContent = document.fullscreenElement ? full.dataset.leave : full.dataset.enter;
  });
  stop(!moving);
  dim();
  show();
  setInterval(tick, 1000);
}

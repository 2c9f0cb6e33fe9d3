// Live updates: parts of a page that renew themselves when something happens on a unit's board.
//
//   <div data-live="/live/boards/<unit>/"      the stream that tells when; a page opens one stream, the first it finds
//        data-refresh="/units/<unit>/board/cards/"   answers GET with the new inside of this element (ETag welcome)
//        data-version="12"                     optional: the board's version that the element shows; then messages
//                                              without a newer version leave it alone
//        data-also="measures.">                optional beside a version: kinds of events that concern it anyway
//   <p data-live-status role="status" data-lost="…" data-back="…"></p>   says when the connection is lost and back
//
// The new inside is morphed into the old, so that focus, open <details> and what somebody is typing stay. When the
// answer no longer holds a form that somebody is typing in, the element waits until they have finished. After each
// renewal the element sends the event `live:refreshed`. Hidden tabs hold no stream (a browser has few connections).
import htmx from "htmx.org";

const HIDDEN_FOR = 5_000;
const LOST_AFTER = 3_000;
const RETRY = { first: 3_000, most: 60_000 };
const TYPED = "input:not([type=hidden], [type=submit], [type=button]), textarea, select";

const etags = new WeakMap();
const busy = new WeakMap();
let source = null;
let lastEventId = "";
let retryIn = RETRY.first;
let timers = {};

function parts() {
  return [...document.querySelectorAll("[data-live]")];
}

// The stream

function open() {
  const address = parts()[0]?.dataset.live;
  if (source || !address || document.hidden) return;
  source = new EventSource(lastEventId ? `${address}?since=${encodeURIComponent(lastEventId)}` : address);
  source.addEventListener("open", connected);
  source.addEventListener("error", disconnected);
  source.addEventListener("board", heard);
}

function close() {
  source?.close();
  source = null;
}

function connected() {
  retryIn = RETRY.first;
  after("lost", null);
  say("back");
}

// The browser connects again by itself unless it was refused: then we do, ever more patiently.
function disconnected() {
  after("lost", LOST_AFTER, () => say("lost"));
  if (source?.readyState !== EventSource.CLOSED) return;
  close();
  after("retry", retryIn, open);
  retryIn = Math.min(retryIn * 2, RETRY.most);
}

function after(name, milliseconds, work) {
  if (milliseconds !== null && name === "lost" && timers[name]) return;
  clearTimeout(timers[name]);
  timers[name] = milliseconds === null ? 0 : setTimeout(work, milliseconds);
}

function say(what) {
  const line = document.querySelector("[data-live-status]");
  if (!line || (what === "back" && !line.textContent)) return;
  line.textContent = line.dataset[what] ?? "";
  if (what === "back") after("quiet", 5_000, () => (line.textContent = ""));
  else after("quiet", null);
}

function heard(message) {
  lastEventId = message.lastEventId;
  const { version, kind } = JSON.parse(message.data);
  for (const part of parts()) {
    const { version: shown, also } = part.dataset;
    const concerns = version === null ? also && kind.startsWith(also) : version !== Number(shown);
    if (shown === undefined || concerns) refresh(part, version);
  }
}

// Renewing a part: one request at a time, and one more when something happened meanwhile.

async function refresh(part, version) {
  if (!part.dataset.refresh) return;
  const earlier = busy.get(part);
  if (earlier) {
    Object.assign(earlier, { again: true, version: version ?? earlier.version });
    return;
  }
  const state = { version, again: false };
  busy.set(part, state);
  try {
    do {
      state.again = false;
      await renew(part, state.version);
    } while (state.again && part.isConnected);
  } finally {
    busy.delete(part);
  }
}

async function renew(part, version) {
  const headers = { "HX-Request": "true" };
  if (etags.has(part)) headers["If-None-Match"] = etags.get(part);
  const response = await fetch(part.dataset.refresh, { headers, credentials: "same-origin" }).catch(() => null);
  if (response?.status === 200 && !response.redirected) {
    const text = await response.text();
    if (!(await show(part, text))) return;
    etags.set(part, response.headers.get("ETag") ?? "");
    if (!etags.get(part)) etags.delete(part);
  } else if (response?.status !== 304) return;
  if (version !== null && part.dataset.version !== undefined) part.dataset.version = version;
}

async function show(part, text) {
  const typing = [...part.querySelectorAll("form")].filter(isInUse);
  if (typing.length && !holdsAll(text, typing)) {
    wait(part, typing);
    return false;
  }
  const kept = [...typing, ...part.querySelectorAll("dialog[open]")];
  const opened = [...part.querySelectorAll("details[open]")];
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  for (const element of kept) element.setAttribute("hx-morph-skip", "");
  await htmx.swap({ text, target: part, sourceElement: part, swap: "innerMorph" });
  for (const element of kept) element.removeAttribute("hx-morph-skip");
  for (const details of opened) details.open = true;
  giveBack(part, focused);
  part.dispatchEvent(new CustomEvent("live:refreshed", { bubbles: true }));
  return true;
}

// A card that moved between sections is another node in some browsers: focus what leads to the same place.
function giveBack(part, focused) {
  if (!focused || part.contains(document.activeElement)) return;
  const same = focused.isConnected
    ? focused
    : (focused.id && document.getElementById(focused.id)) ||
      (focused.href && [...part.querySelectorAll("a[href]")].find((link) => link.href === focused.href));
  same?.focus({ preventScroll: true });
}

function isInUse(form) {
  const active = document.activeElement;
  return (form.contains(active) && active.matches(TYPED)) || [...form.querySelectorAll(TYPED)].some(isChanged);
}

function isChanged(field) {
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.selectedIndex > 0;
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("[type=file]") ? field.files.length > 0 : field.value !== field.defaultValue;
}

// A form is known again by its id.
function holdsAll(text, forms) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return forms.every((form) => form.id && page.getElementById(form.id));
}

function wait(part, forms) {
  const tryAgain = () => {
    if (forms.some((form) => form.isConnected && isInUse(form))) return;
    part.removeEventListener("focusout", later);
    part.removeEventListener("reset", later);
    refresh(part, null);
  };
  const later = () => setTimeout(tryAgain);
  part.addEventListener("focusout", later);
  part.addEventListener("reset", later);
}

// When to hold a stream

document.addEventListener("visibilitychange", () => {
  after("hidden", null);
  if (document.hidden) after("hidden", HIDDEN_FOR, close);
  else open();
});
addEventListener("pagehide", close);
addEventListener("pageshow", open);
document.addEventListener("htmx:after:swap", open);
open();

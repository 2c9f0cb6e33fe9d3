// The keys of the board. A single letter does something only for those who have not switched that off (WCAG 2.1.4),
// never while somebody writes or a dialog is open, and never with Ctrl, Alt or Meta. Screen readers take single letters
// for themselves while they read, so nothing is taken from them; all that a key does, a link or button does too.
import { openDialog } from "./board-dialog.js";

const board = document.getElementById("board");
const help = document.getElementById("keys-dialog");

for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
}
help.addEventListener("click", (event) => event.target === help && help.close());

if ("keys" in board.dataset) document.addEventListener("keydown", pressed);

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function pressed(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const card = document.activeElement?.closest("#board .card");
  const done = event.key in ARROWS ? walk(card, ...ARROWS[event.key]) : !event.repeat && act(event.key, card);
  if (done) event.preventDefault();
}

// True when the key meant something.
function act(key, card) {
  if (key === "?") help.showModal();
  else if (key === "c" && "canRaise" in board.dataset) location.assign(help.dataset.new);
  else if (key === "m") location.assign(help.dataset.mine);
  else if (key === "k") location.assign(help.dataset.search);
  else if (card?.querySelector("[data-move]") && "canMove" in board.dataset) return onCard(key, card);
  else return false;
  return true;
}

function onCard(key, card) {
  const address = new URL(card.querySelector("[data-move]").href);
  if (key === "a") address.searchParams.set("move", "plan");
  else if (key === "d") address.searchParams.set("to", "done");
  else if (key === "t") address.pathname = address.pathname.replace(/move\/$/, "tags/");
  else return false;
  openDialog(card, address.href);
  return true;
}

// Arrows walk from card to card, once one of them has the focus; before that they scroll as ever.
function walk(card, across, along) {
  if (!card) return false;
  const columns = [...board.querySelectorAll(".board-section")].map((section) => [...section.querySelectorAll(".card")]).filter((cards) => cards.length);
  const column = columns.findIndex((cards) => cards.includes(card));
  const row = columns[column].indexOf(card);
  const there = columns[column + across];
  const next = there?.[across ? Math.min(row, there.length - 1) : row + along];
  next?.querySelector("a").focus();
  return true;
}

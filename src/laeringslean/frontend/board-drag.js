// Dragging a card to another section with the mouse, beside "Move to …" and the keys, which do the same. Dropping it
// only asks: the server answers with what the move needs, or why it is impossible. A finger on a card scrolls.
import { openDialog } from "./board-dialog.js";

const SECTIONS = ["new", "decided", "testing", "evaluate", "done", "escalated"];
const board = document.getElementById("board");
let dragged = null;

// Cards come and go, so one is made ready when the mouse comes to it; for those only who may move cards here.
board.addEventListener("pointerover", (event) => {
  if (!("canMove" in board.dataset)) return;
  const card = event.pointerType === "mouse" && event.target.closest(".card:has([data-move]):not([draggable])");
  if (!card) return;
  card.draggable = true;
  for (const link of card.querySelectorAll("a")) link.draggable = false;
});

board.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.(".card[draggable]");
  if (!card) return;
  const key = card.closest("[data-key]").dataset.key;
  dragged = { card, key, address: card.querySelector("[data-move]").href };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector("a").textContent);
  board.dataset.dragging = key;
});

const target = (event) => {
  const section = dragged && event.target.closest?.("[data-key]");
  return section && SECTIONS.includes(section.dataset.key) && section.dataset.key !== dragged.key ? section : null;
};

board.addEventListener("dragover", (event) => {
  const section = target(event);
  mark(section);
  if (!section) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
});

board.addEventListener("drop", (event) => {
  const section = target(event);
  if (!section) return;
  event.preventDefault();
  const address = new URL(dragged.address);
  address.searchParams.set("to", section.dataset.key);
  openDialog(dragged.card, address.href);
  end();
});

addEventListener("dragend", end);

function mark(section) {
  for (const marked of board.querySelectorAll("[data-drop]")) if (marked !== section) delete marked.dataset.drop;
  if (section) section.dataset.drop = "";
}

function end() {
  mark(null);
  delete board.dataset.dragging;
  dragged = null;
}

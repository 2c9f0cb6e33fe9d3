// The board: printing, and moving a card without leaving the board, by its link, by dragging it and by keys. Without
// this module the links do the same.
import { openDialog } from "../board-dialog.js";
import "../board-drag.js";
import "../board-keys.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.getElementById("board").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-move]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openDialog(link.closest(".card"), link.href);
});

// Dragging an idea to a square of the grid fills in and sends its own form, the one that keys and fingers use too.
let dragged = null;

for (const item of document.querySelectorAll("[data-place-form]")) {
  item.draggable = true;
  item.addEventListener("dragstart", (event) => {
    dragged = document.getElementById(item.dataset.placeForm);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.querySelector("a")?.textContent ?? "");
  });
  item.addEventListener("dragend", () => {
    dragged = null;
  });
}

for (const square of document.querySelectorAll("[data-effort][data-impact]")) {
  square.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    square.classList.add("over");
  });
  square.addEventListener("dragleave", () => square.classList.remove("over"));
  square.addEventListener("drop", (event) => {
    square.classList.remove("over");
    if (!dragged) return;
    event.preventDefault();
    dragged.elements.effort.value = square.dataset.effort;
    dragged.elements.impact.value = square.dataset.impact;
    dragged.requestSubmit();
  });
}

// Moving a section up or down on the arrangement page at once; without this module the server shows the page anew.
const form = document.querySelector(".arrange-form");
const list = form.querySelector(".arrange-sections");
const told = document.querySelector("[data-moved]");

form.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=step]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest("li");
  const neighbour = button.value.startsWith("up:") ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  if (button.value.startsWith("up:")) neighbour.before(row);
  else neighbour.after(row);
  button.focus();
  const place = [...list.children].indexOf(row) + 1;
  told.textContent = told.dataset.words.replace("{name}", row.querySelector("h2").textContent).replace("{place}", place);
});

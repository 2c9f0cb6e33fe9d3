// The board: printing, and moving a card without leaving the board. Without this module the links do the same.
const board = document.getElementById("board");
const dialog = document.getElementById("move-dialog");
const content = dialog.querySelector("[data-content]");
let movedCard = "";
let idea = "";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

board.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-move]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openDialog(link);
});

async function openDialog(link) {
  const card = link.closest(".card");
  movedCard = card.id;
  idea = card.querySelector("a").href;
  content.textContent = dialog.dataset.wait;
  dialog.showModal();
  await load(link.href);
}

async function load(address, options) {
  try {
    const response = await fetch(address, { credentials: "same-origin", ...options });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (new URL(response.url).pathname === location.pathname) takeOver(page);
    else show(page.getElementById("main"), response.url);
  } catch {
    content.textContent = dialog.dataset.failed;
  }
}

// A page about the same idea is shown in the dialog; any other page is opened as itself.
function show(main, address) {
  if (!main || !address.startsWith(idea)) return location.assign(address);
  for (const form of main.querySelectorAll("form:not([action])")) form.action = address;
  dialog.setAttribute("aria-label", main.querySelector("h1")?.textContent ?? "");
  content.replaceChildren(...main.children);
  (content.querySelector("[autofocus], :is(input, button, select, textarea):not([type=hidden])") ?? dialog).focus();
}

// The move is made and led back to the board: show the board as it came, and what it said about the move.
function takeOver(page) {
  dialog.close();
  board.replaceChildren(...page.getElementById("board").childNodes);
  board.dataset.version = page.getElementById("board").dataset.version;
  for (const told of document.querySelectorAll("main > [role=status].ds-alert")) told.remove();
  document.getElementById(movedCard)?.querySelector("a").focus();
  document.querySelector("main").prepend(...page.querySelectorAll("main > [role=status].ds-alert"));
}

dialog.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  load(form.action, { method: "POST", body: new FormData(form, event.submitter) });
});

// Outside the dialog, and on a link that leads back here, a click closes it.
dialog.addEventListener("click", (event) => {
  const back = event.target.closest("a")?.pathname === location.pathname;
  if (back) event.preventDefault();
  if (back || event.target === dialog) dialog.close();
});

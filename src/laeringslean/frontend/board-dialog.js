// The dialog of the board: a page about a card is shown in it, and when that leads back to the board, the board is
// taken over as it came. Without scripts the same pages are opened as themselves.
const board = document.getElementById("board");
const dialog = document.getElementById("move-dialog");
const content = dialog.querySelector("[data-content]");
let movedCard = "";
let idea = "";

/** Show the page at `address`, which is about `card`. */
export async function openDialog(card, address) {
  movedCard = card.id;
  idea = card.querySelector("a").href;
  content.textContent = dialog.dataset.wait;
  dialog.showModal();
  await load(address);
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
  const first = ["[autofocus]", "[type=radio]:checked", ":is(input, button, select, textarea):not([type=hidden])"];
  (first.map((which) => content.querySelector(which)).find(Boolean) ?? dialog).focus();
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

// A link to another page about the idea opens in the dialog. Outside it, and on a link that leads back here, a click
// closes it.
dialog.addEventListener("click", (event) => {
  const further = event.target.closest("a[data-further]");
  if (further) {
    event.preventDefault();
    load(further.href);
  }
  const back = event.target.closest("a")?.pathname === location.pathname;
  if (back) event.preventDefault();
  if (back || event.target === dialog) dialog.close();
});

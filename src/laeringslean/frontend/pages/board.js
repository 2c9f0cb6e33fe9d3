// The board: printing, and moving a card without leaving the board. Without this module the links do the same.
const dialog = document.getElementById("move-dialog");
const content = dialog.querySelector("[data-content]");

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.getElementById("board").addEventListener("click", (event) => {
  const link = event.target.closest("a[data-move]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openDialog(link);
});

async function openDialog(link) {
  content.textContent = dialog.dataset.wait;
  dialog.showModal();
  const page = await fetchPage(link.href).catch(() => null);
  if (page) show(page);
  else content.textContent = dialog.dataset.failed;
}

async function fetchPage(address, options) {
  const response = await fetch(address, { credentials: "same-origin", ...options });
  if (new URL(response.url).pathname === location.pathname) return { moved: true };
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { address: response.url, part: page.querySelector("[data-move-part]") };
}

// Shows the part of the page that moves a card; any other page (a form that asks for more) is opened as itself.
function show({ moved, address, part }) {
  if (moved) return dialog.close();
  if (!part) return location.assign(address);
  content.replaceChildren(part);
  (content.querySelector("[autofocus], :is(input, button, select, textarea, a):not([type=hidden])") ?? dialog).focus();
}

dialog.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  const page = await fetchPage(form.action, { method: "POST", body }).catch(() => null);
  if (page) show(page);
  else content.append(dialog.dataset.failed);
});

dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});

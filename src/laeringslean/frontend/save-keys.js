// While writing: Ctrl+Enter (on a Mac also Cmd) saves, and with Shift begins the next one where the form can do that.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
  const form = event.target.closest("input, textarea, select")?.form;
  if (!form || form.method === "dialog") return;
  event.preventDefault();
  const next = event.shiftKey ? form.querySelector("button[data-save-next]") : null;
  form.requestSubmit(next ?? form.querySelector("button[data-variant=primary]:not([type=button])"));
});

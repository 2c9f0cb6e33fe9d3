// Sends a form marked anonymous straight to the address where nothing about the sender is kept.
// (Without this module the ordinary address treats it the same way.)
for (const form of document.querySelectorAll("form[data-anonymous-action]")) {
  const named = form.getAttribute("action");
  const choose = () => {
    form.setAttribute("action", form.elements.author.value === "anonymous" ? form.dataset.anonymousAction : named);
  };
  form.addEventListener("change", choose);
  form.addEventListener("submit", choose);
  choose();
}

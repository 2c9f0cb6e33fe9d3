// Numbers with a button on each side: <div data-stepper><button data-step="-1" hidden><input type="number"><button
// data-step="1" hidden></div>. Without this script the number is typed.
function reveal() {
  for (const button of document.querySelectorAll("[data-stepper] [data-step][hidden]")) button.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-stepper] [data-step]");
  if (!button) return;
  const field = button.parentElement.querySelector("input");
  const least = Number(field.min || 0);
  const step = Number(button.dataset.step);
  // The first tap on an empty field gives the least.
  const next = field.value === "" ? least : Number(field.value) + step;
  field.value = Math.min(Number(field.max || 500), Math.max(least, next));
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("live:refreshed", reveal);
reveal();

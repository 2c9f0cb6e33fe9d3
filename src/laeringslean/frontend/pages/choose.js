// Says how many rows of a list are chosen, and offers to choose all that are shown. Without it the boxes work as they are.
for (const form of document.querySelectorAll("[data-choose]")) {
  const boxes = [...form.querySelectorAll('input[type="checkbox"][name="idea"]')];
  const count = form.querySelector("[data-choose-count]");
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = chosen ? `(${chosen})` : "";
  };
  form.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
  // Shift and a click choose everything between, as in other lists.
  let last = null;
  form.addEventListener("click", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0) return;
    if (event.shiftKey && last !== null) {
      const [from, to] = [Math.min(place, last), Math.max(place, last)];
      for (const box of boxes.slice(from, to + 1)) box.checked = event.target.checked;
      tell();
    }
    last = place;
  });
}

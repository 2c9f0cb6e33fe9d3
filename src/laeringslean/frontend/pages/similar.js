// Asks, after a pause in typing, which ideas are like the one being written, and shows them in the form's box.
// Nothing is asked once the writer has chosen to be anonymous, and sending waits for no answer.
const PAUSE = 700; // milliseconds without a key
const QUESTIONS = ["problem", "proposal", "expected_effect"];

function watch(asker) {
  const form = document.getElementById(asker.dataset.similarForm);
  const box = document.getElementById(asker.dataset.similarBox);
  const shortest = Number(asker.dataset.similar);
  const written = () => QUESTIONS.map((name) => form.elements[name]?.value.trim() ?? "").join("\n").trim();
  const isAnonymous = () => form.elements.author?.value === "anonymous";
  let asked = "";
  let timer = 0;

  const ask = () => {
    const text = written();
    if (isAnonymous() || text === asked) return;
    asked = text;
    if (text.length < shortest) {
      box.replaceChildren();
      return;
    }
    const shown = [...box.querySelectorAll("[data-similar-idea]")].map((line) => line.dataset.similarIdea);
    asker.setAttribute("hx-vals", JSON.stringify({ shown: shown.join(",") }));
    asker.dispatchEvent(new CustomEvent("similar"));
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => clearTimeout(timer));
  soon();
}

for (const asker of document.querySelectorAll("[data-similar]")) watch(asker);

// Keeps what is being typed in a <form data-draft="name" data-draft-owner="id"> on this device until it has arrived,
// so that a crash, a lost network or a closed page loses nothing. Only the same person gets it back.
// The page that says it has arrived carries data-draft-sent="name".
const WAIT = 200; // milliseconds from a key until it is kept, also while typing goes on
const KEEP = 7 * 24 * 60 * 60 * 1000;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "next", "version"]);

const place = (element, name) => `draft:${element.dataset.draftOwner}:${name}`;
const fields = (form) =>
  [...form.elements].filter((field) => field.name && !LEFT_OUT.has(field.name) && !["file", "submit", "password"].includes(field.type));

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    return draft && Date.now() - draft.at < KEEP ? draft.values : null;
  } catch {
    return null;
  }
}

function write(form, key) {
  const values = fields(form)
    .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
    .map((field) => [field.name, field.value]);
  const typed = fields(form).some((field) => ["textarea", "text"].includes(field.type) && field.value.trim());
  try {
    if (typed) localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    else localStorage.removeItem(key);
  } catch {
    // A full or forbidden store: the form still works.
  }
}

function restore(form, values) {
  const texts = fields(form).filter((field) => ["textarea", "text"].includes(field.type));
  if (texts.some((field) => field.value !== field.defaultValue) || form.querySelector(".errorlist, [role=alert]")) return false;
  for (const field of fields(form)) {
    const kept = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = kept.includes(field.value);
    else if (kept.length && (field.type !== "select-one" || [...field.options].some((option) => option.value === kept[0]))) field.value = kept[0];
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function keep(form) {
  const key = place(form, form.dataset.draft);
  const notice = document.querySelector("[data-draft-notice]");
  const values = read(key);
  if (values && restore(form, values) && notice) notice.hidden = false;
  let timer = 0;
  const save = () => {
    timer = 0;
    write(form, key);
  };
  const soon = () => {
    timer ||= setTimeout(save, WAIT);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("pagehide", () => timer && save());
  notice?.querySelector("[data-draft-discard]").addEventListener("click", () => {
    clearTimeout(timer);
    localStorage.removeItem(key);
    location.assign(location.href);
  });
}

for (const sent of document.querySelectorAll("[data-draft-sent]")) {
  localStorage.removeItem(place(sent, sent.dataset.draftSent));
}
for (const form of document.querySelectorAll("form[data-draft]")) keep(form);

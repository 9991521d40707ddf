/**
 * What is typed into a form is kept in this window until the form was taken: a session that ends, or a page that is
 * refused, costs nothing. Passwords, files and what is hidden are never kept; the desk keeps its answers itself.
 */

const PREFIX = "workbench-form:";
const { person, refused } = document.body.dataset;
const OWN = "answer"; // the form that desk.js keeps

/** @param {HTMLFormElement} form @returns {string} the name under which a person's form of this page is kept */
const named = (form) => `${PREFIX}${person}:${location.pathname}:${form.id || form.getAttribute("action")}`;

/** @param {Element} field @returns {field is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} */
const isKept = (field) =>
  field instanceof HTMLTextAreaElement ||
  field instanceof HTMLSelectElement ||
  (field instanceof HTMLInputElement && ["text", "search", "email", "date", "number"].includes(field.type));

/** @param {HTMLFormElement} form @param {boolean} isSent */
function keep(form, isSent) {
  if (form.id === OWN) return;
  const fields = [...form.elements].filter(isKept).map((field) => [field.name, field.value]);
  if (fields.length) sessionStorage.setItem(named(form), JSON.stringify({ fields, isSent }));
}

/** @returns {boolean} whether this page comes after a login, which a session that had ended asked for */
function isBack() {
  try {
    return /^\/(login|enter)/.test(new URL(document.referrer).pathname);
  } catch {
    return false;
  }
}

/** Forget what was taken; what was refused, or could not be sent, is kept on. */
function tidy() {
  for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith(PREFIX))) {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "{}");
    if (!kept.isSent) continue;
    if (refused === undefined && !isBack()) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify({ ...kept, isSent: false }));
  }
}

/** Put what was typed before back where it stood, and open what hides it. */
function restore() {
  for (const form of document.querySelectorAll("form")) {
    const text = form.id === OWN ? null : sessionStorage.getItem(named(form));
    if (!text) continue;
    for (const [name, value] of JSON.parse(text).fields) {
      const field = form.elements.namedItem(name);
      if (!(field instanceof Element) || !isKept(field) || field.value === value) continue;
      field.value = value;
      const box = field.closest("details");
      if (box && value) box.open = true;
    }
  }
}

/** @param {Event} event @returns {HTMLFormElement | null} */
const formOf = (event) => (event.target instanceof Element ? event.target.closest("form") : null);

tidy();
if (person) restore();
document.addEventListener("input", (event) => {
  const form = formOf(event);
  if (form && person) keep(form, false);
});
document.addEventListener("submit", (event) => {
  const form = formOf(event);
  if (!form || !person) return;
  if (form.getAttribute("action") === "/logout") sessionStorage.clear();
  else keep(form, true);
});

/** The beginning of an evaluation: a file is dropped or chosen and sent whole; its import is looked at and taken. */

import { faults, get, post, put, send } from "./page.js";

const EVERY = 700;
const file = /** @type {HTMLInputElement | null} */ (document.getElementById("file"));
const sending = document.getElementById("sending");
const later = () => [{ field: "", text: document.getElementById("faults")?.dataset.later ?? "" }];

/** @param {HTMLFormElement} form @param {boolean} isBusy */
function wait(form, isBusy) {
  if (sending) sending.hidden = !isBusy;
  for (const button of form.querySelectorAll("button")) button.disabled = isBusy;
}

/**
 * Send the chosen file with what is said of it; return where to go on, or nothing where it was refused.
 * @param {HTMLFormElement} form
 * @param {string} address
 */
async function keep(form, address) {
  const chosen = file?.files?.[0];
  if (!chosen) return "";
  const said = new URLSearchParams({ name: chosen.name });
  for (const name of ["lang", "extent", "pages"]) said.set(name, String(new FormData(form).get(name) ?? ""));
  const { status, content } = await send(`${address}?${said}`, chosen);
  if (status === 200) return String(content.go);
  faults(content.faults ?? later(), content.login);
  return undefined;
}

/** @returns {boolean} whether the chosen file may be sent; if not, the page says why */
function fits() {
  const isLarge = Boolean(file?.files?.[0] && file.files[0].size > Number(file.dataset.most));
  faults(isLarge ? [{ field: "", text: file?.dataset.large ?? "" }] : []);
  document.getElementById("lang")?.toggleAttribute("required", Boolean(file?.files?.length));
  return !isLarge;
}
file?.addEventListener("change", fits);

for (const first of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("#first"))) {
  first.addEventListener("input", () => { // both years put into the first field go to their fields
    const years = /^\s*(\d{4})\s*[-–]\s*(\d{4})\s*$/.exec(first.value);
    const last = /** @type {HTMLInputElement | null} */ (document.getElementById("last"));
    if (years && last) [first.value, last.value] = [years[1], years[2]];
  });
}

const begin = /** @type {HTMLFormElement | null} */ (document.getElementById("begin"));
let begun = /** @type {{go: string, file: string} | null} */ (null); // the plan is there, and its file was refused
begin?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!fits()) return;
  wait(begin, true);
  // A file that cannot be kept is told before anything is written, so that every field can still be changed.
  if ((await keep(begin, begin.dataset.check ?? "")) === undefined) return wait(begin, false);
  if (!begun) {
    const { status, content } = await post(begin.action, Object.fromEntries(new FormData(begin)));
    if (status !== 200) {
      faults(content.faults ?? later(), content.login);
      return wait(begin, false);
    }
    begun = content;
  }
  if (!begun) return;
  const go = await keep(begin, begun.file);
  if (go === undefined) {
    for (const field of begin.querySelectorAll("#country, #title, #first, #last, #name, [name=rubric]")) field.setAttribute("disabled", "");
    return wait(begin, false);
  }
  location.assign(go || begun.go);
});

const sheet = /** @type {HTMLFormElement | null} */ (document.getElementById("sheet"));
sheet?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!file?.files?.length) return;
  wait(sheet, true);
  const go = await keep(sheet, sheet.dataset.to ?? "");
  if (go) location.assign(go);
  else wait(sheet, false);
});

const choose = /** @type {HTMLFormElement | null} */ (document.getElementById("choose"));
choose?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!fits() || !file?.files?.length) return;
  wait(choose, true);
  const go = await keep(choose, choose.dataset.file ?? "");
  if (go) location.assign(go);
  else wait(choose, false);
});

for (const drop of document.querySelectorAll(".drop")) {
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
    if (file && files?.length) { file.files = files; fits(); }
  });
}

const reading = document.getElementById("reading");
async function look() {
  const { status, content } = await get(reading?.dataset.url ?? "");
  if (status === 200 && !content.reads) return location.reload();
  setTimeout(look, EVERY);
}
if (reading) setTimeout(look, EVERY);

const review = /** @type {HTMLFormElement | null} */ (document.getElementById("import"));

/** @returns {Record<string, string[]>} the roles of the columns, by the first table of each group */
function roles() {
  const groups = /** @type {HTMLElement[]} */ ([...(review?.querySelectorAll(".group") ?? [])]);
  const of = (/** @type {Element} */ group) => [...group.querySelectorAll("select")].map((select) => select.value);
  return Object.fromEntries(groups.map((group) => [group.dataset.group ?? "", of(group)]));
}

/** @returns {string[]} the tables that a person said to hold no measures */
function without() {
  const boxes = /** @type {HTMLInputElement[]} */ ([...(review?.querySelectorAll("input.without:checked") ?? [])]);
  return boxes.flatMap((box) => box.value.split(" "));
}

/** @returns {Record<string, string>} the texts of rows that a person changed */
function texts() {
  const areas = /** @type {HTMLTextAreaElement[]} */ ([...(review?.querySelectorAll("textarea.text") ?? [])]);
  return Object.fromEntries(areas.filter((area) => area.value !== area.defaultValue).map((area) => [area.dataset.row ?? "", area.value]));
}

review?.addEventListener("change", async (event) => {
  if (!(event.target instanceof HTMLSelectElement)) return;
  const { status, content } = await post(review.dataset.look ?? "", { roles: roles(), without: without() });
  faults(content.faults ?? (status === 0 ? later() : []), content.login);
  if (status === 200) put("rows", content.rows);
});
review?.addEventListener("submit", async (event) => {
  event.preventDefault();
  wait(review, true);
  const boxes = /** @type {HTMLInputElement[]} */ ([...review.querySelectorAll("input.keep:not(:checked)")]);
  const { status, content } = await post(review.dataset.take ?? "", { roles: roles(), without: without(), texts: texts(), dropped: boxes.map((box) => box.value) });
  if (status === 200) return location.assign(content.go);
  faults(content.faults ?? later(), content.login);
  wait(review, false);
});

for (const button of document.querySelectorAll("button[data-tick]")) {
  button.addEventListener("click", () => {
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (button.closest("form")?.querySelectorAll("input[type=checkbox]") ?? [])) {
      box.checked = true;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    /** @type {HTMLSelectElement | null | undefined} */ (button.closest("form")?.querySelector("select:invalid"))?.focus();
  });
}

// A body that is ticked needs a kind, which the browser asks for; one that is not ticked needs none.
for (const row of document.querySelectorAll(".bodies li")) {
  row.addEventListener("change", () => {
    const box = /** @type {HTMLInputElement | null} */ (row.querySelector("input"));
    row.querySelector("select")?.toggleAttribute("required", Boolean(box?.checked));
  });
}

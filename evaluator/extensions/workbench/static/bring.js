/** A file of work that was done elsewhere is read and sent; what is to be decided or mended is told beside it. */

import { faults, post } from "./page.js";

const TOO_LARGE = 413; // by a proxy, which says nothing of its own

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form#bring");

/** @param {File} file @returns {Promise<string>} what a file holds as base64 */
function content(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const file = /** @type {HTMLInputElement} */ (form.elements.namedItem("file")).files?.[0];
  if (!file) return;
  if (file.size > Number(form.dataset.most)) return void faults([{ field: "", text: form.dataset.large ?? "" }]);
  const answer = await post(form.action, { file: await content(file), keep: form.querySelector("select")?.value });
  if (answer.status === 200) location.assign(answer.content.go);
  else faults(answer.content.faults ?? [{ field: "", text: answer.status === TOO_LARGE ? (form.dataset.large ?? "") : (form.dataset.later ?? "") }], answer.content.login);
});

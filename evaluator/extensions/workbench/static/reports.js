/** What is printing: the page asks how far it is, until nothing waits. */

import { put } from "./page.js";

const place = document.getElementById("prints");
const EVERY = 700;

async function look() {
  try {
    const answer = await fetch(place.dataset.url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) return;
    const { prints, waits } = await answer.json();
    if (place.dataset.markup !== prints) put("prints", prints);
    place.dataset.markup = prints;
    if (!waits) return;
  } catch {
    // without a connection: ask again
  }
  setTimeout(look, EVERY);
}

if (place?.dataset.waits === "yes") setTimeout(look, EVERY);

const kind = document.getElementById("kind");
const form = document.getElementById("form");
/** Offer only the forms that a kind of report has. */
function offer() {
  const { only } = kind.selectedOptions[0].dataset;
  for (const option of form.options) option.disabled = Boolean(only) && option.value !== only;
  if (only) form.value = only;
}
kind?.addEventListener("change", offer);
if (kind) offer();

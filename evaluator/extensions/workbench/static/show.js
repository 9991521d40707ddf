/** A document beside what speaks of it: the passage of the page's address, or the place of a button that is pressed. */

const viewer = document.getElementById("viewer");
let wanted = viewer?.dataset.show; // until the document is there

function show() {
  const found = viewer.marks.find((each) => each.evidence_id === wanted);
  if (found) viewer.show(found);
}

viewer?.addEventListener("ready", () => {
  show();
  document.documentElement.classList.add("ready");
});
document.addEventListener("click", (event) => {
  const name = event.target.closest?.("button[data-show]")?.dataset.show;
  if (!name || !viewer) return;
  wanted = name;
  show();
});

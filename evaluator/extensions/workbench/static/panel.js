/** From dispute to dispute by key: j the next, k the one before; what is typed stays where it is. */

const disputes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".dispute")]);

document.addEventListener("keydown", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  const writes = target.closest("input, textarea, select");
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || writes);
  const by = { j: 1, k: -1 }[event.key];
  if (!by || !isPlain || localStorage.getItem("workbench:keys") === "off") return;
  const at = disputes.findIndex((each) => each.contains(document.activeElement) || `#${each.id}` === location.hash);
  const next = disputes[at < 0 && by < 0 ? disputes.length - 1 : at + by];
  if (!next) return;
  event.preventDefault();
  location.hash = next.id;
  next.querySelector("h3")?.focus();
});

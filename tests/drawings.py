"""What a browser shows of the charts of a page: which drawing of each, who hears it, and what leaves its box."""

from __future__ import annotations

DESK, PHONE = 1280, 390
SLACK = 1.5  # pixels by which a letter of another font may lean out of a drawing

# For each chart how many of its drawings are shown, how many are spoken and how many of both; how many marks and labels
# are shown, and those of them that end outside of their drawing or of the box that shows it; a line of text has air
# above its letters.
SHOWN = """(slack) => {
  const found = {charts: 0, marks: 0, outside: [], shown: [], spoken: [], hints: 0};
  for (const box of document.querySelectorAll("div.chart, .figure[role=group], .map")) {
    const room = box.getBoundingClientRect(), drawings = [...box.querySelectorAll("svg")];
    const there = drawings.filter((svg) => getComputedStyle(svg).display !== "none");
    const seen = there.filter((svg) => getComputedStyle(svg).opacity !== "0");
    found.charts += 1;
    found.shown.push(seen.length);
    const heard = (svg) => !svg.ariaHidden && svg.querySelector("title") && svg.querySelector("desc");
    found.spoken.push(there.filter(heard).length);
    found.hints += getComputedStyle(box, "::before").content.includes("sideways") ? 1 : 0;
    for (const svg of seen) {
      const own = svg.getBoundingClientRect();
      const [left, right] = [Math.max(own.left, room.left), Math.min(own.right, room.right)];
      for (const mark of svg.querySelectorAll("circle, rect, text, line, polyline, polygon")) {
        const at = mark.getBoundingClientRect();
        found.marks += 1;
        const across = at.left < left - slack || at.right > right + slack;
        const air = mark.tagName === "text" ? at.height / 5 : 0;
        if (across || at.top + air < own.top - slack || at.bottom > own.bottom + slack)
          found.outside.push(`${mark.tagName} ${mark.textContent}`);
      }
    }
  }
  return found;
}"""

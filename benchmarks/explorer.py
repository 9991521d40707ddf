"""How fast the explorer answers in a browser: first paint, and a slider's move at 195 units and every criterion.

    python benchmarks/explorer.py

The page holds each shipped plan that is rated under the main rubric as often as it takes to make 195 units, under every
frame. A move is timed in the page from the event to the end of the work that it sets off; the goals are 1 s and 16 ms,
and the figures are shares of them. Moves of a plain loop of sums stand beside them, as a measure of the machine.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.library import Library
from evaluator.pipeline import enter

UNITS, MOVES = 195, 40
PAINT, MOVE = 1000.0, 16.0
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
# Values go up and down, so that each move changes scores.
TIMED = """(moves) => {
  const slider = document.querySelector("#shares input");
  return Array.from({length: moves}, (_, k) => {
    slider.value = String(20 + (k * 7) % 60);
    const begun = performance.now();
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    return performance.now() - begun;
  });
}"""
PLAIN = """() => {
  const begun = performance.now();
  let sum = 0;
  for (let k = 0; k < 1e7; k++) sum += k % 7;
  return sum > 0 ? performance.now() - begun : 0;
}"""


def page() -> str:
    """Return the page with 195 units under every frame of the main rubric."""
    library = Library.open()
    rubric = library.rubric()
    plans = [p for code in library.country_codes for p in library.plan_ids(code) if library.is_assessed(p, rubric)]
    entrants = [enter(library.assessment(plan, rubric), rubric) for plan in plans]
    many = (entrants * (UNITS // len(entrants) + 1))[:UNITS]
    return explorer_page(library, rubric, list(rubric.weightings.values()), many)


def main() -> None:
    """Print first paint and the moves as shares of their goals."""
    text = page()
    found = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "explorer.html"
        path.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=FLAGS)
        shown = browser.new_page()
        shown.goto(path.as_uri())
        shown.wait_for_selector("html.ready")
        shown.wait_for_timeout(2000)
        paint = shown.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        plain = shown.evaluate(PLAIN)
        shown.evaluate(TIMED, 5)
        moves = sorted(shown.evaluate(TIMED, MOVES))
        browser.close()
    middle, last = statistics.median(moves), moves[int(0.95 * len(moves))]
    print(f"{len(text.encode()) / 1e6:.2f} MB, {UNITS} units")
    print(f"first paint {paint:.0f} ms: {paint / PAINT:.2f} of the goal")
    print(
        f"a move {middle:.1f} ms (median), {last:.1f} ms (95 %): {middle / MOVE:.2f} and {last / MOVE:.2f} of the goal"
    )
    print(f"ten million sums in the same page: {plain:.1f} ms")


if __name__ == "__main__":
    main()

"""What a hand selects with the mouse: forty gestures that begin and end beside the words, on three layouts."""

from __future__ import annotations

import pytest

from evaluator.anchors.comparable import comparable_text
from tests.anchors.pane import served
from tests.anchors.test_viewer import VIEWER, until
from tools.walk_plan import COLUMNS, PROSE, ROWS, plan_pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# The box of the first and of the last letter of a text on a page, scrolled into view.
ENDS = """([words, number]) => {
  const page = document.querySelector('plan-viewer').pages[number - 1], flat = page.flat;
  const span = flat.find(words), pane = page.box.parentElement;
  const [top] = flat.boxes([span[0], span[0] + 1]);
  pane.scrollTop += top.top - pane.getBoundingClientRect().top - 120;
  const plain = ({left, top, right, bottom}) => ({left, top, right, bottom});
  return [flat.boxes([span[0], span[0] + 1])[0], flat.boxes([span[1] - 1, span[1]])[0]].map(plain);
}"""


def gestures():
    """Yield a layout's page, the words that the eye sees, and how far beside them the hand begins and ends."""
    besides = [((-8, 0), (8, 0)), ((-3, 0), (40, 0)), ((-15, 0), (2, 0)), ((-8, 4), (12, 3)), ((1, -3), (9, 4))]
    lines = [f"{number}. {text}" for number, text in enumerate(PROSE, start=1)]
    for at, words in enumerate(lines):
        yield 1 + at // 5, words, *besides[at % 5]
    # From above the first line and to below the last: no word stands there.
    for at in (1, 3, 6, 8):
        yield 1 + at // 5, lines[at], (1, -4), (10, 5)
    for at, words in enumerate(COLUMNS):  # from the margin, from the gutter, into the gutter
        yield 3, words, *besides[at % 5]
    for at, words in enumerate(COLUMNS):  # five words from the beginning of a paragraph on
        yield 3, " ".join(words.split()[:4]), besides[at % 3][0], (-1, 0)
    yield 3, f"{COLUMNS[0]} {COLUMNS[1]}", (-8, 0), (8, 0)
    for at, row in enumerate(ROWS):  # in a cell: from its edge to its edge
        yield 4, row[1], (-3, -1), ((3, 1), (25, 2), (2, -2))[at % 3]
    for row in ROWS[:5]:  # along a row, from margin to margin
        yield 4, " ".join(row), (-14, 0), (14, 0)


@pytest.fixture(scope="module")
def pane(browser):
    with served({"plan.pdf": plan_pdf()}) as address:
        context = browser.new_context(viewport={"width": 900, "height": 900})
        page = context.new_page()
        page.goto(f"{address}/show/pdf/plan.pdf")
        until(page, f"window.isReady && {VIEWER}.drawn.length")
        yield page
        context.close()


def gesture(page, words, number, begin, end):
    """Move the hand from beside the first letter to beside the last, in steps, and return what is selected."""
    page.evaluate(f"{VIEWER}.clear()")
    page.evaluate(f"{VIEWER}.go({number})")
    until(page, f"{VIEWER}.pages[{number - 1}].words?.isConnected")
    first, last = page.evaluate(ENDS, [words, number])
    page.mouse.move(first["left"] + begin[0], (first["top"] + first["bottom"]) / 2 + begin[1])
    page.mouse.down()
    page.mouse.move((first["left"] + last["right"]) / 2, (first["top"] + last["bottom"]) / 2, steps=6)
    page.mouse.move(last["right"] + end[0], (last["top"] + last["bottom"]) / 2 + end[1], steps=6)
    page.mouse.up()
    return page.evaluate(f"{VIEWER}.picked.map((pick) => {VIEWER}.textOf(pick)).join(' ')")


def test_forty_gestures_that_begin_and_end_beside_the_words_select_what_the_eye_saw(pane):
    wanted = list(gestures())
    assert len(wanted) == 40
    wrong = [
        (words, begin, end, found)
        for number, words, begin, end in wanted
        if comparable_text(found := gesture(pane, words, number, begin, end)) != comparable_text(words)
    ]
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_double_click_takes_the_sentence_and_in_a_table_the_cell(pane):
    for number, words, inside in ((1, PROSE[2], "statement"), (4, ROWS[2][1], "guide")):
        pane.evaluate(f"{VIEWER}.go({number})")
        until(pane, f"{VIEWER}.pages[{number - 1}].words?.isConnected")
        first, _ = pane.evaluate(ENDS, [inside, number])
        pane.mouse.dblclick(first["left"] + 3, (first["top"] + first["bottom"]) / 2)
        until(pane, f"{VIEWER}.picked.length")
        assert pane.evaluate(f"{VIEWER}.textOf({VIEWER}.picked[0])") == words
        pane.evaluate(f"{VIEWER}.clear()")


def test_a_second_passage_joins_the_first_where_the_key_for_several_is_held(pane):
    gesture(pane, PROSE[0], 1, (1, 0), (8, 0))
    first, last = pane.evaluate(ENDS, [f"4. {PROSE[3]}", 1])
    pane.keyboard.down("Control")
    pane.mouse.move(first["left"] - 6, (first["top"] + first["bottom"]) / 2)
    pane.mouse.down()
    pane.mouse.move(last["right"] + 6, (last["top"] + last["bottom"]) / 2, steps=8)
    pane.mouse.up()
    pane.keyboard.up("Control")
    assert pane.evaluate(f"{VIEWER}.cite().map((part) => part.text)") == [PROSE[0], f"4. {PROSE[3]}"]

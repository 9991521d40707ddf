"""Every criterion by name with its level, in two columns by paradigm; and the same as bare boxes for a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.block import Title, Where, count, most
from evaluator.model.criterion_block import READ, SETTLED, CriterionBlock, CriterionRow
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.reports.charts.drawing import ACCENT, GREY, INK, LABEL, LEAST, Chart, Pen, with_narrow

COLUMN, GAP = 236.0, 21.0
HEAD, ROW, SIDE, BETWEEN = 22.0, 12.0, 11.2, 9.0
LEAN = 1.0  # by which a level in another font may lean out of its box
TALL_ROW, DEPTH = 17.0, 500.0
MOST = 80  # criteria on a page
BARE, BARE_STEP, BARE_ROW = 15.0, 19.0, 20.0
LEVELLED = (*SETTLED, "estimated")
AT_TOP = Where("missing", "<=", 0)
LEFT_OUT = ("no-occasion", "not-applicable")
# What is told of a criterion beside its level, to who hears the drawing; the sign of the level says the rest.
TOLD: Mapping[str, Sentence] = {
    "estimated": say("estimated"),
    "contrary": say("contrary"),
    "silent": say("silent"),
    "disputed": say("disputed"),
    "not-assessed": say("not assessed"),
    "no-occasion": say("no occasion"),
    "not-applicable": say("not applicable"),
}
OBJECTS = {"law": say("law"), "practice": say("practice")}


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """A paradigm; `told` is its score and range, or the share that was read."""

    id: str
    title: str
    told: str


def criteria_levels(
    pen: Pen, block: CriterionBlock, groups: Sequence[CriterionGroup], asked: Collection[str], depth: float = DEPTH
) -> tuple[Chart, ...]:
    """Return the criteria by name, a drawing for each page of at most eighty; those that are `asked` stand out.

    Few criteria stand further apart, until a column is about `depth` points deep.
    """
    titled = block.titled(levels_title)
    pages, page = [list[CriterionGroup]()], 0
    for group in groups:
        number = len(_drawn(block, group))
        if pages[-1] and page + number > MOST:
            pages, page = [*pages, []], 0
        pages[-1].append(group)
        page += number
    return tuple(
        _draw_page(pen.fresh(), titled, part, asked, depth)
        for part in pages
        if any(_drawn(block, group) for group in part)
    )


def _drawn(block: CriterionBlock, group: CriterionGroup) -> list[CriterionRow]:
    return [row for row in block.rows if row.group == group.id and row.state not in LEFT_OUT]


def levels_title(block: CriterionBlock) -> Title:
    """Return how many of the criteria with a level reach the top of their scale; if none does, how high they stand."""
    rated = count(block, Where("value", ">=", 0), *LEVELLED)
    if not rated.number:
        return Title(say("No level is settled yet"), (rated,))
    highest = most(block, "value", *LEVELLED)
    level = int(block.row(highest.ids[0]).value or 0)
    top = count(block, AT_TOP, *LEVELLED)
    if not top.number:
        said = say_n(
            "The %(number)s criterion answered stands at level %(level)s",
            "Of %(number)s criteria answered, none stands above level %(level)s",
            rated.number,
            level=level,
        )
        return Title(said, (rated, highest))
    said = say_n(
        "%(number)s of %(all)s criteria answered reaches the top level",
        "%(number)s of %(all)s criteria answered reach the top level",
        top.number,
        all=rated.number,
    )
    return Title(said, (top, rated))


@with_narrow
def _draw_page(
    pen: Pen, block: CriterionBlock, groups: Sequence[CriterionGroup], asked: Collection[str], depth: float
) -> Chart:
    columns = (list(groups),) if pen.is_narrow else _in_two_columns(block, groups)
    own = {group.id for group in groups}
    part = block.part([row for row in block.rows if row.group in own])
    for row in part.in_state(*LEFT_OUT):
        with pen.row(row.id, row.state):
            pass
    top = max(row.top for row in block.rows)
    longest = max(sum(len(_drawn(block, group)) for group in column) for column in columns)
    step = max(ROW, min(TALL_ROW, depth / (longest + 2 * top)))
    depths = []
    for k, column in enumerate(columns):
        y = 0.0
        for group in column:
            y = _draw_group(pen, group, _drawn(block, group), (k * (_column(pen) + GAP), y), step, asked)
        depths.append(y)
    side = min(range(len(columns)), key=lambda k: depths[k])
    depths[side] += 12 + _draw_tally(pen, block, top, (side * (_column(pen) + GAP), depths[side] + 12))
    unit = say("Level reached. Bold and in colour: what is asked first")
    if not any(row.id in asked for row in part.rows):
        unit = say("Level reached")
    return pen.block_chart("criteria", part, unit, max(depths), _table(pen, part))


def _column(pen: Pen) -> float:
    return pen.width if pen.is_narrow else COLUMN


def _table(pen: Pen, block: CriterionBlock) -> list[list[str]]:
    words = {state: pen.lang.said(said) for state, said in TOLD.items()}
    return [["", "", ""], *([row.name, row.told, words.get(row.state, "")] for row in block.rows)]


def _in_two_columns(
    block: CriterionBlock, groups: Sequence[CriterionGroup]
) -> tuple[list[CriterionGroup], list[CriterionGroup]]:
    """Return the groups in two columns, cut where the two are most alike in depth."""
    depths = [HEAD + ROW * len(_drawn(block, group)) + BETWEEN for group in groups]
    cut = min(range(len(groups) + 1), key=lambda k: (max(sum(depths[:k]), sum(depths[k:])), k))
    return list(groups[:cut]), list(groups[cut:])


def _draw_group(
    pen: Pen,
    group: CriterionGroup,
    rows: Sequence[CriterionRow],
    at: tuple[float, float],
    step: float,
    asked: Collection[str],
) -> float:
    x, y = at
    wide = pen.letters.width(group.told, LABEL)
    title = pen.letters.fitted(group.title, _column(pen) - wide - 6, 11, bold=True)
    pen.text((x, y + 12), title, size=11, bold=True)
    pen.text((x + _column(pen), y + 12), group.told, size=LABEL, fill=GREY, anchor="end")
    pen.line((x, y + 18), (x + _column(pen), y + 18), INK, 0.8)
    y += HEAD
    for row in sorted(rows, key=lambda r: (*_by_level(r), r.name)):
        with pen.row(row.id, row.state):
            _draw_box(pen, row, (x + LEAN, y), SIDE)
            note, is_asked = _note(pen, row), row.id in asked
            name = pen.letters.fitted(row.name, _room(pen, row), LABEL, bold=is_asked)
            pen.text((x + 16, y + 8.4), name, fill=ACCENT if is_asked else INK, bold=is_asked)
            if note:
                pen.text((x + _column(pen), y + 8.4), note, size=LEAST, fill=GREY, anchor="end")
        y += step
    return y + BETWEEN


def _note(pen: Pen, row: CriterionRow) -> str:
    return pen.lang.said(say("safeguard") if row.safeguard else OBJECTS.get(row.object, ""))


def _room(pen: Pen, row: CriterionRow) -> float:
    note = _note(pen, row)
    return _column(pen) - 16 - (pen.letters.width(note, LEAST) + 6 if note else 0)


def fits(pen: Pen, row: CriterionRow) -> bool:
    """Return whether the name of a criterion has room on its line, in bold type too."""
    return pen.letters.width(row.name, LABEL, bold=True) <= _room(pen, row)


def _by_level(row: CriterionRow) -> tuple[bool, float, float]:
    return row.value is None, -(row.value or 0), -(row.low or 0)


def _draw_box(pen: Pen, row: CriterionRow, at: tuple[float, float], side: float) -> None:
    pen.level(at, side, row.told, None if row.value is None else row.value / max(row.top, 1))


def _draw_tally(pen: Pen, block: CriterionBlock, top: int, at: tuple[float, float]) -> float:
    """Draw how many criteria stand at each level, which takes the place of a legend, and return its depth."""
    x, y = at
    states, counts = Counter(row.state for row in block.rows), Counter(row.value for row in block.rows)
    pen.text((x, y + 8), pen.lang.said(say("How many stand where")), size=11, bold=True)
    pen.line((x, y + 14), (x + _column(pen), y + 14), INK, 0.8)
    lines: list[tuple[str, Sentence, float | None, int]] = [
        (str(level), say("level %(level)s", level=level), level / max(top, 1), counts[level])
        for level in range(top, -1, -1)
    ]
    lines += [("+", say("at least this level, as far as read"), None, states["at-least"])] if states["at-least"] else []
    lines += [("", say("coders disagree"), None, states["disputed"])] if states["disputed"] else []
    lines += [("", say("not assessed; never counts as 0"), None, states["not-assessed"])]
    for k, (mark, said, full, number) in enumerate(lines):
        down = y + 20 + 15 * k
        pen.level((x + LEAN, down), SIDE, mark, full)
        pen.text((x + 16, down + 8.4), pen.letters.fitted(pen.lang.said(said), _column(pen) - 46, LABEL))
        pen.text((x + _column(pen), down + 8.4), str(number), size=LABEL, anchor="end", bold=True)
    return 20.0 + 15 * len(lines)


@with_narrow
def criteria_boxes(pen: Pen, block: CriterionBlock, groups: Sequence[CriterionGroup]) -> Chart:
    """Return one box a criterion, a row a paradigm; a long row goes on below."""
    side = min(max((pen.letters.width(group.title, 9.5) for group in groups), default=0.0), pen.width * 0.3) + 10
    told = max((pen.letters.width(group.told, 9) for group in groups), default=0.0)
    across = max(1, int((pen.width - side - told - 6) // BARE_STEP))
    above = 0.0
    if pen.is_narrow:
        side, across, above = 0.0, int(pen.width // BARE_STEP), BARE_ROW
    for row in block.rows:
        if row.state in LEFT_OUT:
            with pen.row(row.id, row.state):
                pass
    y = 2.0
    for group in groups:
        rows = sorted(_drawn(block, group), key=_by_level)
        if pen.is_narrow:
            pen.text((0, y + 11.4), pen.letters.fitted(group.title, pen.width - told - 6, 9.5), size=9.5)
        else:
            pen.text((side - 10, y + 11.4), pen.letters.fitted(group.title, side - 10, 9.5), size=9.5, anchor="end")
        pen.text((pen.width, y + 11.4), group.told, size=9, fill=GREY, anchor="end")
        y += above
        for k, row in enumerate(rows):
            with pen.row(row.id, row.state):
                _draw_box(pen, row, (side + k % across * BARE_STEP, y + k // across * BARE_ROW), BARE)
        y += BARE_ROW * max(1, -(-len(rows) // across))
    unit = say("One box a question, with its level; right: share of the weight that was assessed")
    return pen.block_chart("boxes", block.titled(read_title), unit, y - 4, _table(pen, block))


def read_title(block: CriterionBlock) -> Title:
    """Return how many of the questions that apply are answered, and of how many more something is known."""
    asked = [row for row in block.rows if row.state not in LEFT_OUT]
    states = tuple(state for state in block.states if state not in LEFT_OUT)
    settled, known = (count(block, Where("low", ">=", 0), *over) for over in (LEVELLED, READ))
    given = {"all": len(asked)}
    said = say_n(
        "%(number)s of %(all)s questions is answered", "%(number)s of %(all)s questions are answered", settled.number,
        **given,
    )  # fmt: skip
    if known.number > settled.number:
        said = say_n(
            "%(number)s of %(all)s questions could be read, %(settled)s of them to the end",
            "%(number)s of %(all)s questions could be read, %(settled)s of them to the end",
            known.number,
            settled=settled.number,
            **given,
        )
    return Title(said, (settled, known, count(block, Where("top", ">=", 0), *states)))

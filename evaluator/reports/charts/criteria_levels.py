"""Every criterion by name with its level, in two columns by paradigm; and the same as bare boxes for a brief."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.sentence import Sentence, say, say_n
from evaluator.reports.charts.drawing import ACCENT, GREY, INK, LABEL, LEAST, WIDTH, Chart, Pen

COLUMN, GAP = 236.0, 21.0
HEAD, ROW, SIDE, BETWEEN = 22.0, 12.4, 10.4, 9.0
TALL_ROW, DEPTH = 28.0, 500.0
MOST = 80  # criteria on a page
BARE, BARE_STEP, BARE_ROW = 15.0, 19.0, 20.0


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion: its title, its level (None: not assessed), the least level known, and a note such as `law`.

    `costly` marks those that cost the plan most; `top` is the highest level of its own scale, 0 for that of all.
    """

    title: str
    level: int | None
    least: int | None = None
    note: str = ""
    costly: bool = False
    top: int = 0

    @property
    def shown(self) -> str:
        """Return what stands in the box: the level, `2+` for at least 2, nothing if nothing is known."""
        if self.level is not None:
            return str(self.level)
        return "" if self.least is None else f"{self.least}+"


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """A paradigm with its criteria; `told` is its score and range, or the share that was read."""

    title: str
    told: str
    rows: tuple[CriterionRow, ...]


def criteria_levels(pen: Pen, groups: Sequence[CriterionGroup], top: int, depth: float = DEPTH) -> tuple[Chart, ...]:
    """Return the criteria by name, a drawing for each page of at most eighty; none without a criterion.

    Few criteria stand further apart, until a column is about `depth` points deep.
    """
    pages, page = [list[CriterionGroup]()], 0
    for group in groups:
        if pages[-1] and page + len(group.rows) > MOST:
            pages, page = [*pages, []], 0
        pages[-1].append(group)
        page += len(group.rows)
    everything = [row for group in groups for row in group.rows]
    title = _title(everything, top)
    return tuple(
        _draw_page(Pen(pen.lang, pen.letters), part, top, title, everything, depth)
        for part in pages
        if any(g.rows for g in part)
    )


def _title(rows: Sequence[CriterionRow], top: int) -> str:
    levels = [row.level for row in rows if row.level is not None]
    if not levels:
        return say_n("The %(number)s criterion is not assessed", "None of %(number)s criteria is assessed", len(rows))
    highest = max(levels)
    if highest < top:
        return say_n(
            "The %(number)s criterion stands at level %(level)s or below",
            "Of %(number)s criteria, none stands above level %(level)s",
            len(rows),
            level=highest,
        )
    return say_n(
        "Of %(all)s criteria, %(number)s reaches the top level",
        "Of %(all)s criteria, %(number)s reach the top level",
        levels.count(top),
        all=len(rows),
    )


def _draw_page(
    pen: Pen, groups: Sequence[CriterionGroup], top: int, title: str, everything: Sequence[CriterionRow], depth: float
) -> Chart:
    columns = _in_two_columns(groups)
    longest = max(sum(len(group.rows) for group in column) for column in columns)
    step = max(ROW, min(TALL_ROW, depth / (longest + 2 * top)))
    depths = []
    for k, column in enumerate(columns):
        y = 0.0
        for group in column:
            y = _draw_group(pen, group, (k * (COLUMN + GAP), y), top, step)
        depths.append(y)
    side = min(range(2), key=lambda k: depths[k])
    _draw_tally(pen, everything, top, side * (COLUMN + GAP), depths[side] + 12)
    depths[side] += 12 + 20 + 15 * (top + 2 + any(_is_least_level(row) for row in everything))
    unit = say("Level reached; dashed: not assessed, which never counts as 0. Bold: those that cost most")
    table = [["", ""], *([row.title, row.shown] for group in groups for row in group.rows)]
    return pen.chart("criteria", title, unit, max(depths), table)


def _in_two_columns(groups: Sequence[CriterionGroup]) -> tuple[list[CriterionGroup], list[CriterionGroup]]:
    """Return the groups in two columns, cut where the two are most alike in depth."""
    depths = [HEAD + ROW * len(group.rows) + BETWEEN for group in groups]
    cut = min(range(len(groups) + 1), key=lambda k: (max(sum(depths[:k]), sum(depths[k:])), k))
    return list(groups[:cut]), list(groups[cut:])


def _draw_group(pen: Pen, group: CriterionGroup, at: tuple[float, float], top: int, step: float) -> float:
    x, y = at
    wide = pen.letters.width(group.told, 8.5)
    title = pen.letters.fitted(group.title, COLUMN - wide - 6, 11, bold=True)
    pen.text((x, y + 12), title, size=11, bold=True)
    pen.text((x + COLUMN, y + 12), group.told, size=8.5, fill=GREY, anchor="end")
    pen.line((x, y + 18), (x + COLUMN, y + 18), INK, 0.8)
    y += HEAD
    for row in sorted(group.rows, key=lambda r: (r.level is None, -(r.level or 0), -(r.least or 0), r.title)):
        pen.level((x, y), SIDE, row.shown, None if row.level is None else row.level / max(row.top or top, 1))
        room = COLUMN - 16 - (pen.letters.width(row.note, LEAST) + 6 if row.note else 0)
        name = pen.letters.fitted(row.title, room, LABEL, bold=row.costly)
        pen.text((x + 16, y + 8.4), name, fill=ACCENT if row.costly else INK, bold=row.costly)
        if row.note:
            pen.text((x + COLUMN, y + 8.4), row.note, size=LEAST, fill=GREY, anchor="end")
        y += step
    return y + BETWEEN


def _is_least_level(row: CriterionRow) -> bool:
    return row.level is None and row.least is not None


def _draw_tally(pen: Pen, rows: Sequence[CriterionRow], top: int, x: float, y: float) -> None:
    """Draw how many criteria stand at each level, which takes the place of a legend."""
    counts = Counter(row.level for row in rows)
    bounds = sum(_is_least_level(row) for row in rows)
    pen.text((x, y + 8), pen.lang.said(say("How many stand where")), size=11, bold=True)
    pen.line((x, y + 14), (x + COLUMN, y + 14), INK, 0.8)
    y += 20
    lines: list[tuple[str, Sentence, float | None, int]] = [
        (str(level), say("level %(level)s", level=level), level / max(top, 1), counts[level])
        for level in range(top, -1, -1)
    ]
    lines += [("+", say("at least this level, as far as read"), None, bounds)] if bounds else []
    lines += [("", say("not assessed; never counts as 0"), None, counts[None] - bounds)]
    for mark, said, full, number in lines:
        pen.level((x, y), SIDE, mark, full)
        pen.text((x + 16, y + 8.4), pen.letters.fitted(pen.lang.said(said), COLUMN - 46, LABEL))
        pen.text((x + COLUMN, y + 8.4), str(number), size=8.8, anchor="end", bold=True)
        y += 15


def criteria_boxes(pen: Pen, groups: Sequence[CriterionGroup], top: int) -> Chart:
    """Return one box a criterion, a row a paradigm; a long row goes on below."""
    side = min(max((pen.letters.width(group.title, 9.5) for group in groups), default=0.0), WIDTH * 0.3) + 10
    told = max((pen.letters.width(group.told, 9) for group in groups), default=0.0)
    across = max(1, int((WIDTH - side - told - 6) // BARE_STEP))
    y = 2.0
    for group in groups:
        pen.text((side - 10, y + 11.4), pen.letters.fitted(group.title, side - 10, 9.5), size=9.5, anchor="end")
        pen.text((WIDTH, y + 11.4), group.told, size=9, fill=GREY, anchor="end")
        for k, row in enumerate(sorted(group.rows, key=lambda r: (r.level is None, -(r.level or 0), -(r.least or 0)))):
            at = (side + k % across * BARE_STEP, y + k // across * BARE_ROW)
            pen.level(at, BARE, row.shown, None if row.level is None else row.level / max(row.top or top, 1))
        y += BARE_ROW * max(1, -(-len(group.rows) // across))
    everything = [row for group in groups for row in group.rows]
    rated = sum(row.level is not None for row in everything)
    least = sum(_is_least_level(row) for row in everything)
    title = say("%(rated)s of %(all)s criteria are rated", rated=rated, all=len(everything))
    if least:
        title = say(
            "%(rated)s of %(all)s criteria are rated; of %(least)s more the least level is known",
            rated=rated,
            all=len(everything),
            least=least,
        )
    unit = say(
        "One box a criterion, with its level; dashed: not assessed; right: share of the weight that was assessed"
    )
    return pen.chart("boxes", title, unit, y - 4, [["", ""], *([r.title, r.shown] for r in everything)])

"""Levels: of the criteria of one plan in their boxes, and of several in a matrix with means, gaps and good practice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from evaluator.reports.page_reader.claim import Finding, rule
from evaluator.reports.page_reader.drawing import Drawing, Text, value_of
from evaluator.reports.page_reader.grammar import Grammar, count, number
from evaluator.reports.page_reader.page import Figure, Page, Section

LEVEL = re.compile(r"^~?(?P<level>\d)(?P<more>\+?)$")
MEAN = re.compile(r"^\(?(?P<mean>\d[.,]\d)(?P<more>\+?)\)?$")
TENTH = 0.051
LEAST_NAME = 4  # letters; what is shorter is a level or a mean
SHARED = 2  # who have the same gap


@dataclass
class MatrixRow:
    """A criterion over several: what stands in each column, and the mean to the right."""

    name: str
    cells: dict[str, str] = field(default_factory=dict)
    mean: str = ""

    @property
    def levels(self) -> list[tuple[int, bool]]:
        """Return each level with whether it is at least that."""
        return [(int(m["level"]), bool(m["more"])) for cell in self.cells.values() if (m := LEVEL.match(cell))]

    @property
    def is_yardstick(self) -> bool:
        """Return whether the criterion is an actor's yardstick, or a harm, which has no level."""
        return "†" in self.name or "‡" in self.name


@dataclass
class Matrix:
    """The rows of a matrix, over all its sheets."""

    section: Section
    titles: tuple[str, ...]
    rows: dict[str, MatrixRow] = field(default_factory=dict)

    def named(self, name: str) -> MatrixRow | None:
        """Return the row of a criterion, whose name the drawing may cut."""
        plain = name.rstrip("†‡ ")
        return next((row for row in self.rows.values() if _are_alike(row.name.rstrip("†‡ "), plain)), None)


def _are_alike(one: str, other: str) -> bool:
    """Return whether two names are the same; each may be cut, by a sheet that has less room."""
    if one.endswith("…"):
        return other.startswith(one[:-1].strip())
    return one == other or (other.endswith("…") and one.startswith(other[:-1].strip()))


def matrices(page: Page, words: Grammar) -> list[Matrix]:
    """Return every matrix of levels; sheets with one title are one matrix."""
    found: dict[tuple[str, ...], Matrix] = {}
    for section, figure in page.figures:
        if words.found("mean.unit", figure.unit) and figure.drawing.heads:
            matrix = found.setdefault(figure.titles, Matrix(section, figure.titles))
            for own in _matrix_rows(figure.drawing):
                row = matrix.named(own.name) or matrix.rows.setdefault(own.name, own)
                row.cells |= own.cells
                row.mean = own.mean or row.mean
    return list(found.values())


def _matrix_rows(drawing: Drawing) -> Iterator[MatrixRow]:
    """Yield the rows of a matrix; a line may hold two, side by side, each with its name before its cells."""
    for line in drawing.lines:
        row: MatrixRow | None = None
        for text in line:
            if len(text.words) >= LEAST_NAME and not MEAN.match(text.words):
                if row is not None:
                    yield row
                row = MatrixRow(text.words)
            elif row is not None and MEAN.match(text.words):
                row.mean = text.words
            elif row is not None and (column := drawing.column(text)) is not None:
                row.cells[column] = text.words
        if row is not None:
            yield row


@rule
def a_mean_is_that_of_its_cells(page: Page, words: Grammar) -> Iterator[Finding]:
    """A printed mean is the mean of two levels or more of its row, and “2+” counts as 2 or more."""
    for matrix in matrices(page, words):
        for row in matrix.rows.values():
            told, levels = MEAN.match(row.mean), row.levels
            if told is None or not levels:
                continue
            least = sum(level for level, _ in levels) / len(levels)
            is_open = any(more for _, more in levels)
            holds = len(levels) > 1 and abs(number(told["mean"]) - least) <= TENTH and bool(told["more"]) == is_open
            cells = ", ".join(cell for cell in row.cells.values() if LEVEL.match(cell))
            shown = f"the cells {cells}: {least:.1f}{' or more' if is_open else ''}" + (
                ", one level" * (len(levels) == 1)
            )
            yield Finding(matrix.section.place, f"{row.name}: mean {row.mean}", shown, holds)


@rule
def highest_and_lowest_are_those_of_all_rows(page: Page, words: Grammar) -> Iterator[Finding]:
    """The ends in a title are the ends of the printed means; one of equals is not named alone."""
    for matrix in matrices(page, words):
        means = {row.name: number(m["mean"]) for row in matrix.rows.values() if (m := MEAN.match(row.mean))}
        for title in matrix.titles:
            told = words.found("mean.ends", title)
            if not told or not means:
                continue
            for name, value, end in ((told["best"], number(told["high"]), max(means.values())),
                                     (told["worst"], number(told["low"]), min(means.values()))):  # fmt: skip
                equal = [one for one, mean in means.items() if mean == end]
                counted = words.found("mean.counted", name)
                holds = value == end and len(equal) == (int(counted["n"]) if counted else 1)
                yield Finding(matrix.section.place, title, f"{end:.1f} for {'; '.join(equal)}", holds)


def scale_of(page: Page, words: Grammar, matrix: Matrix) -> int:
    """Return the highest level there is, by what the page says, or else by what it shows."""
    told = [int(one["top"]) for line in page.lines for one in words.every("level.of", line)]
    return max([*told, *(level for row in matrix.rows.values() for level, _ in row.levels)], default=0)


@rule
def gaps_are_those_of_the_matrix(page: Page, words: Grammar) -> Iterator[Finding]:
    """“No gap that countries share” is said only where the matrix has no criterion on which several stand low."""
    for matrix in matrices(page, words):
        top = scale_of(page, words, matrix)
        for section in page.sections:
            none, many = words.found("gaps.none", section.heading), words.found("gaps.count", section.heading)
            if none or many:
                yield from _gaps(section, matrix, words, top, count(many) if many else 0)
            for told in (one for line in section.lines for one in words.every("gaps.low", line.text)):
                row = matrix.named(told["name"].strip())
                if row is not None:
                    low = sum(level <= int(told["level"]) for level, more in row.levels if not more)
                    shown = f"{low} of {len(row.levels)} at that level or less"
                    yield Finding(
                        section.place, told[0], shown, (low, len(row.levels)) == (int(told["n"]), int(told["of"]))
                    )


def _gaps(section: Section, matrix: Matrix, words: Grammar, top: int, said: int) -> Iterator[Finding]:
    told = next((one for line in section.lines for one in words.every("gaps.rule", line.text)), None)
    least, share = (int(told["n"]), float(told["share"])) if told else (2, 25.0)
    shared = {
        row.name: low for row in matrix.rows.values()
        if not row.is_yardstick and (low := _low(row, top * share / 100)) >= least
    }  # fmt: skip
    if told and told["every"] and said:
        shared = {name: low for name, low in shared.items() if low == len(matrix.rows[name].levels)}
    worst = max(shared, key=lambda name: shared[name], default="")
    shown = f"{len(shared)} criteria with {least} or more at {share:g}% of the scale or less"
    if worst:
        shown += f"; “{worst}”: {shared[worst]} of {len(matrix.rows[worst].levels)}"
    yield Finding(section.place, section.heading, shown, said == len(shared))
    for line in section.lines:
        one = words.found("gaps.row", line.text)
        row = matrix.named(one["name"]) if one else None
        if one and row is not None:
            rated, best = len(row.levels), max((level for level, _ in row.levels), default=0)
            holds = (rated, best) == (int(one["n"]), int(one["level"]))
            yield Finding(section.place, line.text, f"{rated} rated, best level {best}", holds)


def _low(row: MatrixRow, most: float) -> int:
    return sum(level <= most and not more for level, more in row.levels)


@rule
def good_practice_is_that_of_the_matrix(page: Page, words: Grammar) -> Iterator[Finding]:
    """As many criteria reach the norm as in the matrix, at the levels listed; what the list leaves out is said."""
    for matrix in matrices(page, words):
        for section in page.sections:
            told = words.found("practice.count", section.heading)
            norm = next((one for line in section.lines for one in words.every("practice.norm", line.text)), None)
            if not told or not norm:
                continue
            reach = [row.name for row in matrix.rows.values() if not row.is_yardstick
                     and any(level >= int(norm["level"]) for level, _ in row.levels)]  # fmt: skip
            shown = f"{len(reach)} criteria with level {norm['level']} or more"
            yield Finding(section.place, section.heading, shown, int(told["n"]) == len(reach))
            listed = [
                one for line in section.lines if line.tag == "h3" and (one := words.found("practice.row", line.text))
            ]
            rest = {str(len(reach) - len(listed)), str(len(listed))}
            holds = len(listed) == len(reach) or bool(rest & set(re.findall(r"\d+", section.words)))
            yield Finding(section.place, f"{section.heading} (list)", f"a list of {len(listed)}", holds)
            for one in listed:
                row = matrix.named(one["name"])
                best = max((level for level, _ in row.levels), default=-1) if row else -1
                if row is not None:
                    yield Finding(section.place, one[0], f"level {best} at most", best == int(one["level"]))


@rule
def shared_gaps_are_shares_of_the_matrix(page: Page, words: Grammar) -> Iterator[Finding]:
    """“X: 6 of 11 at level 1 or less; shared on 2 more”: each share, who they are, and how many more, by the matrix."""
    for matrix in matrices(page, words):
        for section in page.sections:
            told = words.found("gaps.title", section.heading)
            if told is None:
                continue
            level = int(told["level"])
            shares = {row.name: _share(row, level) for row in matrix.rows.values() if not row.is_yardstick}
            shared = {name: share for name, share in shares.items() if share[0] >= SHARED}
            row = matrix.named(told["name"])
            own = _share(row, level) if row else (0, 0)
            widest = sum(low * own[1] == own[0] * of for low, of in shared.values())
            higher = [name for name, (low, of) in shared.items() if low * own[1] > own[0] * of]
            said = (int(told["n"]), int(told["of"]), int(told["wide"] or 0) + 1, int(told["more"] or 0))
            holds = said == (*own, widest, len(shared) - widest) and not higher
            shown = f"{own[0]} of {own[1]}, the same on {widest - 1}, shared on {len(shared) - widest} more {higher}"
            yield Finding(section.place, section.heading, shown, holds)
            yield from _listed_gaps(section, matrix, words, level)


def _share(row: MatrixRow, level: int) -> tuple[int, int]:
    """Return how many are at a level or less, of those of which it is known."""
    low = sum(own <= level and not more for own, more in row.levels)
    return low, low + sum(own > level for own, _ in row.levels)


def _listed_gaps(section: Section, matrix: Matrix, words: Grammar, level: int) -> Iterator[Finding]:
    for line in section.lines:
        one = words.found("gaps.share", line.text) or words.found("gaps.brief", line.text)
        row = matrix.named(one["name"]) if one else None
        if not one or row is None:
            continue
        low, of = _share(row, level)
        yield Finding(section.place, line.text, f"{low} of {of}", (low, of) == (int(one["n"]), int(one["of"])))
        if line.tag == "h3" and (who := one.groupdict().get("who")):
            more = words.found("gaps.more", who)
            named = {name.strip().rstrip("*") for name in who[: more.start() if more else None].split(",")}
            there = {column.rstrip("*") for column, cell in row.cells.items()
                     if (m := LEVEL.match(cell)) and int(m["level"]) <= level and not m["more"]}  # fmt: skip
            holds = _alike(named, there, int(more["n"]) if more else 0)
            yield Finding(section.place, line.text, ", ".join(sorted(there)), holds)


def _alike(named: set[str], there: set[str], more: int) -> bool:
    """Return whether names are those of columns but for so many more; one that is a code or cut counts as any name."""
    whole = {column for column in there if not re.match(r"[A-Z]{3}\b|.*…$", column)}
    return len(named) + more == len(there) and len(named - whole) <= len(there - whole) and len(whole - named) <= more


@rule
def practices_that_meet_the_norm_are_those_listed_and_at_their_level(page: Page, words: Grammar) -> Iterator[Finding]:
    """“10 questions on which the norm is met”: ten are listed, each with a level of the norm in the matrix."""
    for matrix in matrices(page, words):
        for section in page.sections:
            told = words.found("practice.met", section.heading)
            norm = next((one for line in section.lines for one in words.every("practice.is", line.text)), None)
            if not told or not norm:
                continue
            told_in_full = [one for line in section.lines if line.tag == "h3"
                            and (one := words.found("practice.row", line.text))]  # fmt: skip
            after = [below for line, below in zip(section.lines, section.lines[1:], strict=False)
                     if line.tag == "h3" and not words.found("practice.row", line.text)]  # fmt: skip
            brief = [one for line in after for one in words.every("practice.item", line.text)]
            listed = [one["name"] for one in (*told_in_full, *brief)]
            more = sum(int(one["n"]) for line in after for one in words.every("practice.more", line.text))
            shown = f"a list of {len(listed)}" + (f" and {more} more" if more else "")
            yield Finding(section.place, section.heading, shown, int(told["n"]) == len(listed) + more)
            for name in listed:
                row = matrix.named(name)
                best = max((level for level, _ in row.levels), default=-1) if row else None
                if best is not None:
                    yield Finding(section.place, name, f"level {best} at most", best >= int(norm["level"]))


@rule
def criteria_with_a_mean_are_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Of 36 of 41 criteria an average can be told”: so many rows with a mean, of so many rows; “+” marks the open."""
    for matrix in matrices(page, words):
        rows = list(matrix.rows.values())
        means = [row for row in rows if MEAN.match(row.mean)]
        for title in matrix.titles:
            if told := words.found("mean.told", title):
                shown = f"{len(means)} of {len(rows)} rows with a mean"
                holds = (int(told["n"]), int(told["of"])) == (len(means), len(rows))
                yield Finding(matrix.section.place, title, shown, holds)
        yield from _notes(page, words, matrix, means)


def _notes(page: Page, words: Grammar, matrix: Matrix, means: list[MatrixRow]) -> Iterator[Finding]:
    """Hold the notes of all sheets of a matrix together against its rows."""
    units = [figure.unit for _, figure in page.figures if figure.titles == matrix.titles]
    shown = {
        "mean.open": (sum("+" in row.mean for row in means), "means with a +"),
        "mean.none": (len(matrix.rows) - len(means), "rows without a mean"),
    }
    for claim, (many, what) in shown.items():
        told = [found for unit in units if (found := list(words.every(claim, unit)))]
        if told:
            said = [sum(int(one["n"]) for one in found) for found in told]
            holds = sum(said) == many or set(said) == {many}  # sheets part the rows, or the columns of all rows
            line = "; ".join(one[0] for found in told for one in found)
            yield Finding(matrix.section.place, line, f"{many} {what}", holds)


# One plan.


@dataclass(frozen=True)
class Boxes:
    """The boxes of one plan's criteria: how many at each level, how many at least there, and what the legend counts."""

    plain: Counter[int]
    least: Counter[int]
    legend: dict[str, int]
    drawn: int

    @property
    def total(self) -> int:
        """Return how many criteria there are."""
        return sum(self.legend.values()) if self.legend else self.drawn


def boxes_of(figure: Figure, words: Grammar) -> Boxes:
    """Return the boxes of a figure of levels."""
    plain, least, legend = Counter[int](), Counter[int](), dict[str, int]()
    drawing = figure.drawing
    keys = {"+"} | {text.words for text in drawing.texts if words.found("levels.count", text.words)}
    for line in drawing.lines:
        for k, text in enumerate(line):
            right = line[k + 1].words if k + 1 < len(line) else ""
            found = LEVEL.match(text.words)
            if found and right not in keys and text.anchor != "end":
                (least if found["more"] else plain)[int(found["level"])] += 1
        yielded = _legend(line, keys)
        if yielded:
            legend[yielded[0]] = yielded[1]
    if legend:
        ends = [
            text for line in drawing.lines for text in line if _legend(line, keys) and value_of(text.words) is not None
        ]
        column, lowest = max(text.x for text in ends if text.anchor == "end"), max(text.y for text in ends)
        for text in drawing.texts:
            if text.x == column and text.y > lowest + 2 and value_of(text.words) is not None:
                legend[f"below {text.y:g}"] = int(value_of(text.words) or 0)
    rects = [mark for mark in drawing.marks if mark.shape == "rect"]
    return Boxes(plain, least, legend, len(rects))


def _legend(line: tuple[Text, ...], keys: set[str]) -> tuple[str, int] | None:
    for k, text in enumerate(line):
        if text.words in keys:
            numbers = [value for one in line[k + 1 :] if (value := value_of(one.words)) is not None]
            if numbers:
                return text.words, int(numbers[0])
    return None


@rule
def criteria_are_counted_as_in_their_boxes(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Of n criteria, m reach the top level”, “n of m criteria are rated”: counted in the boxes below."""
    for section, figure in page.figures:
        if words.found("mean.unit", figure.unit):
            continue
        if not (words.found("levels.unit", figure.unit) or words.found("levels.boxes", figure.unit)):
            continue
        boxes = boxes_of(figure, words)
        for key, many in boxes.legend.items():
            found = words.found("levels.count", key)
            if found:
                shown = f"{boxes.plain[int(found['level'])]} boxes"
                yield Finding(section.place, f"{key}: {many}", shown, boxes.plain[int(found["level"])] == many)
        if told := words.found("levels.least", figure.unit):
            many = sum(boxes.least.values())
            yield Finding(section.place, told[0], f"{many} boxes with a +", int(told["n"]) == many)
        for title in figure.titles:
            yield from _counts(section, title, boxes, words)


def _counts(section: Section, title: str, boxes: Boxes, words: Grammar) -> Iterator[Finding]:
    highest = max([*boxes.plain, *boxes.least], default=0)
    top = max((int(one["level"]) for key in boxes.legend if (one := words.found("levels.count", key))), default=0)
    if told := words.found("levels.top", title):
        shown = f"{boxes.plain[top]} of {boxes.total}"
        yield Finding(section.place, title, shown, (boxes.plain[top], boxes.total) == (int(told["n"]), int(told["of"])))
    if told := words.found("levels.none.above", title):
        shown = f"level {highest} among {boxes.total}"
        yield Finding(section.place, title, shown, highest <= int(told["level"]) and boxes.total == int(told["of"]))
    rated, least = sum(boxes.plain.values()), sum(boxes.least.values())
    counts: tuple[tuple[str, dict[str, int]], ...] = (
        ("levels.rated.top", {"n": boxes.plain[top], "of": rated}),
        ("levels.rated.none", {"level": max(boxes.plain, default=0), "of": rated}),
        ("levels.read", {"n": rated + least, "of": boxes.total, "whole": rated}),
        ("levels.answered", {"n": rated, "of": boxes.total}),
    )
    for kind, parts in counts:
        if told := words.found(kind, title):
            holds = all(int(told[part]) == number for part, number in parts.items())
            yield Finding(section.place, title, ", ".join(f"{part} {number}" for part, number in parts.items()), holds)
    if told := words.found("levels.rated", title):
        said = (int(told["n"]), int(told["of"]), int(told["least"] or 0))
        yield Finding(
            section.place, title, f"{rated} of {boxes.total}, {least} at least", said == (rated, boxes.total, least)
        )


@rule
def what_stands_highest_is_drawn(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Where it comes furthest: level k of m”: a box of that level is drawn; a yardstick may be above."""
    figures = [figure for _, figure in page.figures if words.found("levels.unit", figure.unit)
               and not words.found("mean.unit", figure.unit)]  # fmt: skip
    for section in page.sections:
        for line in section.lines:
            told = words.found("levels.highest", line.text)
            for figure in figures if told else ():
                boxes = boxes_of(figure, words)
                highest = max(boxes.plain, default=0)
                many = boxes.plain[int(told["level"])] if told else 0
                shown = f"{many} boxes at that level, the highest is {highest}"
                yield Finding(section.place, line.text, shown, many > 0)

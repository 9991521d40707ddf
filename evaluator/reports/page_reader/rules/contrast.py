"""A contrast: places under each frame, who can be first, who is ahead of whom, and the means of groups of frames."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evaluator.reports.page_reader.claim import Finding, near, rule
from evaluator.reports.page_reader.drawing import Drawing, Mark, value_of
from evaluator.reports.page_reader.grammar import Grammar, number
from evaluator.reports.page_reader.page import Figure, Page

PLACED = re.compile(r"^(?:(?P<name>.+?)\s+(?P<place>\d+)|(?P<place2>\d+)\s+(?P<name2>.+))$")


def plain(name: str) -> str:
    """Return a name without the sign of its footnote."""
    return name.strip().rstrip("*").strip()


def places_of(figure: Figure) -> dict[str, tuple[int, int]]:
    """Return the first and the last place of each that has a line, by the labels at both ends."""
    ends: dict[str, dict[int, int]] = {}
    for text in figure.drawing.texts:
        if told := PLACED.match(text.words):
            side = 0 if told["name"] else 1
            ends.setdefault(plain(told["name"] or told["name2"]), {})[side] = int(told["place"] or told["place2"])
    return {name: (sides[0], sides[1]) for name, sides in ends.items() if len(sides) == 2}  # noqa: PLR2004  (both)


def scores_of(page: Page) -> dict[str, dict[str, float]]:
    """Return the score of each under each frame, from a matrix with slanted heads; of means and differences too."""
    found: dict[str, dict[str, float]] = {}
    for _, figure in page.figures:
        drawing = figure.drawing
        for line in drawing.lines if drawing.heads else ():
            cells = {
                plain(head): value
                for text in line[1:]
                if (head := drawing.column(text)) is not None
                and (value := value_of(text.words)) is not None
                and re.search(r"\d[.,]\d", text.words)
            }
            if len(cells) == len(drawing.heads) and value_of(line[0].words) is None:
                found[line[0].words] = cells
    return found


@rule
def places_are_those_of_the_figure(page: Page, words: Grammar) -> Iterator[Finding]:
    """“From place 1 to 10” is what the labels at both ends say."""
    figures = [figure for _, figure in page.figures if words.found("place.unit", figure.unit)]
    places = {name: ends for figure in figures for name, ends in places_of(figure).items()}
    for section in page.sections:
        for line in section.lines if places else ():
            for told in words.every("place.move", line.text):
                ends = places.get(plain(told["plan"]))
                if ends:
                    holds = ends == (int(told["first"]), int(told["last"]))
                    yield Finding(section.place, told[0].strip(), f"place {ends[0]} to {ends[1]}", holds)


@rule
def frames_of_the_figure_of_places_are_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Place under 8 frames”: eight columns."""
    for section, figure in page.figures:
        for title in figure.titles:
            if told := words.found("place.heads", title):
                many = len(figure.drawing.heads)
                if many:  # heads that stand level are words like any other
                    yield Finding(section.place, title, f"{many} columns", int(told["n"]) == many)


@rule
def the_worst_place_is_the_worst_under_all_frames(page: Page, words: Grammar) -> Iterator[Finding]:
    """Who “comes first” and “place 10” has these places, and no worse one, by the scores of every frame on the page."""
    scores = {frame: cells for frame, cells in scores_of(page).items()
              if not words.found("prevailed.row", frame) and all(value >= 0 for value in cells.values())}  # fmt: skip
    for section in page.sections:
        told_in = [line.text for line in section.lines] + [title for f in section.figures for title in f.titles]
        for text in dict.fromkeys(told_in):
            told = words.found("place.ends", text)
            name = plain(told["plan"]) if told else ""
            ranks = {frame: _place(cells, name) for frame, cells in scores.items() if name in cells}
            if not told or not ranks:
                continue
            worst = max(ranks, key=lambda frame: ranks[frame][0])
            best = min(low for low, _ in ranks.values())
            holds = ranks[worst][0] <= int(told["last"]) <= max(high for _, high in ranks.values())
            of = {len(cells) for cells in scores.values()}
            holds &= best <= int(told["first"] or 1) and int(told["of"]) in of
            yield Finding(section.place, text, f"place {ranks[worst][0]} under “{worst}”", holds)


def _place(scores: Mapping[str, float], name: str) -> tuple[int, int]:
    """Return the best and the worst place that printed scores allow."""
    own = scores[name]
    return 1 + sum(score > own for score in scores.values()), sum(score >= own for score in scores.values())


@rule
def who_can_be_first_is_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“8 of 11 can be first”: so many dots over so many rows."""
    for section, figure in page.figures:
        for title in figure.titles:
            if told := words.found("place.can", title):
                dots, rows = sum(mark.shape == "circle" for mark in figure.drawing.marks), len(figure.drawing.rows())
                holds = (dots, rows) == (int(told["n"]), int(told["of"]))
                yield Finding(section.place, title, f"{dots} dots, {rows} rows", holds)


@rule
def who_looks_better_is_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“8 look better, 2 worse”: counted by the signs of the differences."""
    for section, figure in page.figures:
        if not words.found("apart.unit", figure.unit):
            continue
        last = [row.last for row in figure.drawing.rows() if row.last]
        signs = [(value_of(w.lstrip("+")) or 0) for w in last if re.fullmatch(r"[+−-]?\d+[.,]\d+", w)]
        better, worse = sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs)
        for title in figure.titles:
            if told := words.found("apart.better", title):
                said = (int(told["n"]), int(told["worse"] or 0), int(told["of"]))
                shown = f"{better} better, {worse} worse of {len(signs)}"
                yield Finding(section.place, title, shown, said == (better, worse, len(signs)))


@rule
def means_of_groups_are_those_of_their_rows(page: Page, words: Grammar) -> Iterator[Finding]:
    """A row “Mean of the 6” is the mean of six rows above it, and the title's mean is the mean of that row."""
    means: list[float] = []
    for section, figure in page.figures:
        group: list[list[float]] = []
        for line in figure.drawing.lines if figure.drawing.heads else ():
            values = [v for text in line[1:] if figure.drawing.column(text) and (v := value_of(text.words)) is not None]
            told = words.found("prevailed.row", line[0].words)
            if not told:
                group = [*group, values] if len(values) == len(figure.drawing.heads) else []
                continue
            computed = [sum(column) / len(group) for column in zip(*group, strict=True)] if group else []
            holds = len(group) == int(told["n"]) and all(
                near(a, b, 0.011) for a, b in zip(computed, values, strict=True)
            )
            yield Finding(section.place, line[0].words, f"{len(group)} rows", holds)
            means.append(sum(values) / len(values))
            group = []
    for section in page.sections:
        lines = [line.text for line in section.lines] + [title for f in section.figures for title in f.titles]
        for text in dict.fromkeys(lines):
            told = words.found("prevailed.means", text)
            if told and len(means) == 2:  # noqa: PLR2004  (one against the other)
                holds = near(means[0], number(told["one"]), 0.011) and near(means[1], number(told["other"]), 0.011)
                yield Finding(section.place, text, f"means of {means[0]:.2f} and {means[1]:.2f}", holds)


@rule
def a_line_of_the_order_joins_two_boxes(page: Page, words: Grammar) -> Iterator[Finding]:
    """A line from one box to another passes through no third, which a reader would take for a step on the way."""
    for section, figure in page.figures:
        if words.found("firm.unit", figure.unit):
            boxes = _boxes(figure.drawing)
            for line in (mark for mark in figure.drawing.marks if mark.points):
                through = [name for name, box in boxes.items() if _passes(line, box)]
                ends = [_nearest(boxes, point) for point in (line.points[0], line.points[-1])]
                strange = [name for name in through if name not in ends]
                said = f"{ends[0]} and {ends[1]} are joined"
                yield Finding(section.place, said, f"a line through {', '.join(strange)}", not strange)


def _boxes(drawing: Drawing) -> dict[str, Mark]:
    found = {}
    for text in drawing.texts:
        inside = [
            m
            for m in drawing.marks
            if m.shape == "rect" and m.left <= text.x <= m.right and m.top <= text.y <= m.bottom
        ]
        if inside:
            found[text.words] = inside[0]
    return found


def _nearest(boxes: dict[str, Mark], point: tuple[float, float]) -> str:
    def apart(name: str) -> float:
        box = boxes[name]
        across = max(box.left - point[0], 0, point[0] - box.right)
        return across + max(box.top - point[1], 0, point[1] - box.bottom)

    return min(boxes, key=apart, default="")


def _passes(line: Mark, box: Mark) -> bool:
    """Return whether a line passes through a box, by points along it."""
    (x, y), (to_x, to_y) = line.points[0], line.points[-1]
    steps = 60
    points = ((x + (to_x - x) * k / steps, y + (to_y - y) * k / steps) for k in range(1, steps))
    return any(box.left + 1 < px < box.right - 1 and box.top + 1 < py < box.bottom - 1 for px, py in points)


@rule
def pairs_are_those_of_so_many(page: Page, words: Grammar) -> Iterator[Finding]:
    """Of n there are n(n-1)/2 pairs, and sentences on the firm ones agree."""
    firm: dict[tuple[int, int], str] = {}
    for section in page.sections:
        for text in dict.fromkeys([section.heading, *(line.text for line in section.lines)]):
            for kind in ("firm.pairs", "firm.title"):
                if told := words.found(kind, text):
                    firm.setdefault((int(told["n"]), int(told["of"])), text)
                    yield Finding(section.place, text, f"“{next(iter(firm.values()))}” elsewhere", len(firm) == 1)

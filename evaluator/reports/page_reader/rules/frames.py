"""One plan under many frames: every frame that a page shows is counted, graded or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.reports.page_reader.claim import Finding, near, rule
from evaluator.reports.page_reader.drawing import Drawing, Mark, value_of
from evaluator.reports.page_reader.grammar import Grammar, number
from evaluator.reports.page_reader.page import Figure, Page, Section

ROUNDED = 0.75  # per cent by which a share that is printed whole may be off


@dataclass(frozen=True, slots=True)
class FrameRow:
    """A frame as the page shows it: its share on control, its score, and the letters of the band it lies in."""

    name: str
    control: float | None
    score: float | None
    is_bracketed: bool
    bands: frozenset[str] = frozenset()


def is_of_frames(figure: Figure, words: Grammar) -> bool:
    """Return whether a figure has a row for each frame."""
    return any(words.found("frames.head", text.words) for text in figure.drawing.texts)


def is_apart(section: Section, words: Grammar) -> bool:
    """Return whether a section is about another rubric, whose scores are others."""
    return words.found("record.apart", section.words) is not None


def drawn_frames(figure: Figure) -> Iterator[FrameRow]:
    """Yield the rows of a figure with a row for each frame."""
    for row in figure.drawing.rows():
        shares = [value_of(cell.words.removesuffix("%").strip()) for cell in row.cells if cell.words.endswith("%")]
        score = value_of(row.last)
        if not shares or row.last.endswith("%"):
            continue
        dots = row.dots()
        bands = figure.drawing.bands_at(dots[0].x) if dots else frozenset[str]()
        yield FrameRow(row.name, shares[0], score, row.last.startswith("("), bands)


def listed_frames(page: Page, words: Grammar) -> Iterator[FrameRow]:
    """Yield the rows of every table of frames with their scores."""
    for table in page.tables:
        at = {name: k for k, head in enumerate(table.head) for name in ("table.frame", "table.score")
              if words.found(name, head)}  # fmt: skip
        if len(at) == 2 and at["table.frame"] == 0 and "%" in "".join(table.rows[0] if table.rows else ()):  # noqa: PLR2004
            for row in table.rows:
                score = row[at["table.score"]] if len(row) > at["table.score"] else ""
                yield FrameRow(row[0].partition(" (")[0], None, value_of(score), score.startswith("("))


def frames_of(page: Page, words: Grammar) -> dict[str, FrameRow]:
    """Return every frame that the page of one plan shows a row for, drawn or listed."""
    found: dict[str, FrameRow] = {}
    if words.found("units.many", page.headings):
        return found
    for section, figure in page.figures:
        if is_of_frames(figure, words) and not is_apart(section, words):
            found |= {row.name: row for row in drawn_frames(figure)}
    return {row.name: row for row in listed_frames(page, words)} | found


def _lines(page: Page, words: Grammar) -> Iterator[tuple[Section, str]]:
    for section in page.sections:
        if not is_apart(section, words):
            told = [line.text for line in section.lines] + [t for f in section.figures for t in f.titles]
            for text in dict.fromkeys(told):
                yield section, text


@rule
def all_frames_are_all_that_are_shown(page: Page, words: Grammar) -> Iterator[Finding]:
    """“All n”, “n of m frames”, “n of the m others” count every frame of which the page shows a row."""
    every = len(frames_of(page, words))
    if not every:
        return
    for section, text in _lines(page, words):
        for kind, part, more in (("frames.all", "n", 0), ("frames.of", "of", 0),
                                 ("frames.others.all", "n", 1), ("frames.others.of", "of", 1)):  # fmt: skip
            for told in words.every(kind, text):
                total = int(told[part]) + more
                yield Finding(section.place, text, f"{every} frames", total == every)


@rule
def a_figure_of_frames_draws_them_all(page: Page, words: Grammar) -> Iterator[Finding]:
    """A figure whose title counts frames has a dot for each that the page shows, or says how many have none."""
    every = len(frames_of(page, words))
    for section, figure in page.figures:
        title = next((t for t in figure.titles if words.found("frames.all", t) or words.found("frames.of", t)), "")
        dots = _dots(figure.drawing)
        if every and title and dots:
            told = len(dots) + sum(int(one["n"]) for one in words.every("frames.dotless", figure.unit))
            yield Finding(section.place, title, f"{len(dots)} dots for {every} frames", told == every)


def _dots(drawing: Drawing) -> list[Mark]:
    return [mark for mark in drawing.marks if mark.shape == "circle"]


@rule
def grades_of_frames_are_counted_by_the_dots_in_each_band(page: Page, words: Grammar) -> Iterator[Finding]:
    """“n frames give D” counts the dots that lie in band D of the figure below."""
    signs = {one["name"].strip(): one["sign"] for line in page.lines for told in words.every("signs", line)
             for one in words.every("signs.one", told["list"])}  # fmt: skip
    for section, figure in page.figures:
        dots = _graded(figure, words)
        for title in figure.titles if figure.drawing.bands and dots else ():
            if words.found("frames.of", title) or words.found("frames.all", title):
                told = [*words.every("frames.give", title), *words.every("frames.all.give", title)]
                said = {one["grade"].strip(): int(one["n"]) for one in told}
                counted = {signs.get(grade, grade): many for grade, many in said.items()}
                capped = words.found("frames.capped", figure.unit)
                holds, shown = _counted(figure.drawing, dots, counted, int(capped["n"]) if capped else 0)
                yield Finding(section.place, title, shown, holds)
        yield from _split(section, figure, words)


def _counted(drawing: Drawing, dots: Sequence[Mark], said: Mapping[str, int], capped: int) -> tuple[bool, str]:
    """Return whether so many dots lie in the bands; where a band has another sign than its grade, by their numbers.

    So many as are `capped` may lie in another band than their grade.
    """
    places = [drawing.bands_at(dot.x) for dot in dots]
    least = Counter(letter for place in places for letter in place if len(place) == 1)
    most = Counter(letter for place in places for letter in place)
    shown = ", ".join(f"{many} dots in band {letter}" for letter, many in most.items())
    if said.keys() <= {letter for _, _, letter in drawing.bands}:
        over, under = (sum(max(0, k * (many - of[grade])) for grade, many in said.items())
                       for k, of in ((1, most), (-1, least)))  # fmt: skip
        return max(over, under) <= capped, shown
    pairs = zip(sorted(said.values()), sorted(most.values()), sorted(least[letter] for letter in most), strict=False)
    return len(said) <= len(most) and all(low <= many <= high for many, high, low in pairs), shown


def _graded(figure: Figure, words: Grammar) -> list[Mark]:
    """Return the dots of frames that give a grade: by their state where marks carry it, else those that are full."""
    dots = _dots(figure.drawing)
    if any(dot.state for dot in dots):
        return [dot for dot in dots if dot.state.startswith("graded")]
    return [dot for dot in dots if not dot.is_hollow or is_of_frames(figure, words)]


def _split(section: Section, figure: Figure, words: Grammar) -> Iterator[Finding]:
    """“Frames with 71% or more on control give D; all others give E”: every row on its side."""
    rows = list(drawn_frames(figure)) if is_of_frames(figure, words) else []
    for title in figure.titles:
        told = words.found("frames.split", title)
        if told and rows:
            wrong = [
                row.name for row in rows if row.control is not None and row.bands
                and (told["grade"] if row.control >= float(told["share"]) else told["other"]) not in row.bands
            ]  # fmt: skip
            yield Finding(section.place, title, f"other bands for {', '.join(wrong)}", not wrong)


@rule
def scores_run_from_the_lowest_to_the_highest_that_is_shown(page: Page, words: Grammar) -> Iterator[Finding]:
    """“From x under A to y under B”: no frame without brackets lies lower or higher, in the figure or the table."""
    rows = frames_of(page, words)
    plain = {name: row.score for name, row in rows.items() if row.score is not None and not row.is_bracketed}
    if not plain:
        return
    low, high = min(plain.values()), max(plain.values())
    for section, text in _lines(page, words):
        for told in words.every("frames.spread", text):
            ends = (number(told["low"]), number(told["high"]))
            holds = near(ends[0], low) and near(ends[1], high)
            yield Finding(section.place, text, f"scores from {low:.2f} to {high:.2f}", holds)


@rule
def a_frame_has_one_score_on_all_pages(page: Page, words: Grammar) -> Iterator[Finding]:
    """The score that a sentence gives under a frame is that of its row."""
    rows = frames_of(page, words)
    for section, text in _lines(page, words):
        for told in words.every("frames.score", text):
            row = rows.get(told["frame"])
            if row is not None and row.score is not None:
                holds = near(row.score, number(told["score"]))
                yield Finding(section.place, text, f"{row.score:.2f} under “{row.name}”", holds)


@rule
def frames_without_a_grade_are_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Under n frames too little is assessed” and the frames with a grade are all frames together."""
    every = len(frames_of(page, words))
    for section, text in _lines(page, words) if every else ():
        for told in words.every("frames.thin", text):
            graded = [int(one["n"]) for title in _titles(page) for kind in ("frames.all", "frames.of")
                      for one in words.every(kind, title)]  # fmt: skip
            holds = int(told["n"]) < every and all(many + int(told["n"]) <= every for many in graded)
            yield Finding(section.place, text, f"{every} frames, of which {graded or 'some'} with a grade", holds)


def _titles(page: Page) -> Iterator[str]:
    for _, figure in page.figures:
        yield from figure.titles


@rule
def frames_that_cannot_grade_are_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“under 7 too little was assessed, with scores so far 4 in C”, “where 7 cannot”: the rows in brackets."""
    rows = frames_of(page, words).values()
    thin = [row for row in rows if row.is_bracketed or row.score is None]
    scores = [row.score for row in thin if row.score is not None]
    firm = len(rows) - len(thin)
    if not rows:
        return
    for section, text in _lines(page, words):
        if told := words.found("frames.cannot", text):
            parts = {one["grade"].strip(): int(one["n"]) for one in words.every("frames.in", told["list"] or "")}
            most = Counter(letter for row in thin for letter in row.bands)
            holds = int(told["n"]) == len(thin) and all(many <= most[grade] for grade, many in parts.items() if most)
            shown = f"{len(thin)} in brackets, by their bands {dict(most)}"
            yield Finding(section.place, text, shown, holds)
        if told := words.found("frames.where", text):
            holds = int(told["n"]) == firm and (told["left"] is None or int(told["left"]) == len(thin))
            if told["low"] and scores:
                holds &= near(number(told["low"]), min(scores)) and near(number(told["high"]), max(scores))
            yield Finding(section.place, text, f"{firm} without brackets, {len(thin)} in them", holds)
    for section, figure in page.figures:
        if told := words.found("frames.hollow", figure.unit):
            many = sum(row.score is not None for row in thin)
            yield Finding(section.place, told[0], f"{many} in brackets", int(told["n"]) == many)


@rule
def the_alternative_text_gives_what_the_title_counts(page: Page, words: Grammar) -> Iterator[Finding]:
    """Of “18 of 25 frames give D” the alternative text has 25 entries, and 18 end in D."""
    for section, figure in page.figures:
        for title in figure.titles if figure.told else ():
            told = words.found("frames.of", title)
            grades = {one["grade"].strip(): int(one["n"]) for one in words.every("frames.give", title)}
            if told is None or not grades:
                continue
            given = Counter(value.rpartition(", ")[2] for _, value in figure.told if ", " in value)
            counted = Counter(given.values())
            holds = int(told["of"]) == len(figure.told) and all(
                given[grade] == many or (grade not in given and counted[many] > 0) for grade, many in grades.items()
            )
            yield Finding(section.place, title, f"{len(figure.told)} entries, {dict(given)}", holds)


@rule
def weight_by_level_is_the_width_of_the_bar(page: Page, words: Grammar) -> Iterator[Finding]:
    """“A puts 10% of its weight at level 3 or above; B 4%” is the share of the bar's parts for these levels."""
    for section, figure in page.figures:
        for title in figure.titles:
            told = words.found("weight.puts", title)
            shares = _shares(figure, int(told["level"]), words) if told else {}
            for name, part in (("frame", "share"), ("rival", "less")):
                if told and told[name] in shares:
                    own = shares[told[name]]
                    yield Finding(
                        section.place, title, f"{own:.0f}% for “{told[name]}”", near(own, int(told[part]), ROUNDED)
                    )


def _shares(figure: Figure, least: int, words: Grammar) -> dict[str, float]:
    """Return the share of each bar that stands for a level or one above, by the heads over its own parts."""
    drawing = figure.drawing
    heads = [line for line in drawing.lines if any(words.found("level.head", text.words) for text in line)]
    found = {}
    for row in drawing.rows():
        parts = sorted((bar for bar in row.bars() if bar.width > 0), key=lambda bar: bar.left)
        above = max((line for line in heads if line[0].y < row.y), key=lambda line: line[0].y, default=())
        if above and len(above) == len(parts):
            told = [words.found("level.head", text.words) for text in above]
            high = sum(part.width for part, one in zip(parts, told, strict=True) if one and int(one["level"]) >= least)
            found[row.name] = 100 * high / sum(part.width for part in parts)
    return found

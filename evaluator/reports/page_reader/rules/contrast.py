"""A contrast: places under each frame, who can be first, who is ahead of whom, and the means of groups of frames."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluator.reports.page_reader.claim import Finding, near, rule
from evaluator.reports.page_reader.drawing import value_of
from evaluator.reports.page_reader.grammar import Grammar, count, number, spelt, whole
from evaluator.reports.page_reader.page import Figure, Page


def plain(name: str) -> str:
    """Return a name without the sign of its footnote."""
    return name.strip().rstrip("*").strip()


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
def who_can_be_first_is_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“8 of 11 can be first”: so many dots over so many rows."""
    for section, figure in page.figures:
        for title in figure.titles:
            if told := words.found("place.can", title):
                dots, rows = sum(mark.shape == "circle" for mark in figure.drawing.marks), len(figure.drawing.rows())
                holds = (dots, rows) == (int(told["n"]), int(told["of"]))
                yield Finding(section.place, title, f"{dots} dots, {rows} rows", holds)


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
            told = words.found("prevailed.means", text) or words.found("prevailed.average", text)
            if told and len(means) == 2:  # noqa: PLR2004  (one against the other)
                holds = near(means[0], number(told["one"]), 0.011) and near(means[1], number(told["other"]), 0.011)
                yield Finding(section.place, text, f"means of {means[0]:.2f} and {means[1]:.2f}", holds)


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


def places_of(figure: Figure, words: Grammar) -> dict[str, list[int]]:
    """Return the places of each, column by column, as the alternative text of a figure of places has them."""
    if not words.found("place.drawn", figure.unit):
        return {}
    found = {plain(name): re.findall(r"\d+", told) for name, told in figure.told}
    return {name: [int(place) for place in places] for name, places in found.items() if places}


@rule
def places_are_those_that_are_drawn(page: Page, words: Grammar) -> Iterator[Finding]:
    """“First of eleven for one, tenth for another”, “goes from second to ninth”: by the places in the figure."""
    drawn = {name: at for _, figure in page.figures for name, at in places_of(figure, words).items()}
    for section in page.sections if drawn else ():
        titles = (title for figure in section.figures for title in figure.titles)
        for text in dict.fromkeys([section.heading, *titles, *(line.text for line in section.lines)]):
            if told := words.found("place.stands", text):
                at = drawn.get(plain(told["plan"]), [])
                said = (spelt(told["first"]), spelt(told["last"]), spelt(told["of"]))
                shown = (min(at, default=0), max(at, default=0), len(drawn))
                yield Finding(section.place, text, f"places {shown[0]} to {shown[1]} of {shown[2]}", said == shown)
            for told in words.every("place.goes", text):
                at = drawn.get(plain(told["plan"]), [])
                if at:
                    holds = (at[0], at[-1]) == (spelt(told["first"]), spelt(told["last"]))
                    yield Finding(section.place, told[0].strip(), f"places {at}", holds)
            for told in words.every("place.always", text):
                at = drawn.get(plain(told["plan"]), [])
                ends = {spelt(told["low"]), spelt(told["high"] or told["low"])}
                if at:
                    yield Finding(section.place, told[0].strip(), f"places {at}", set(at) <= ends)


@rule
def frames_of_a_figure_of_places_are_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Place under 5 of 26 frames”: five places of each are drawn."""
    for section, figure in page.figures:
        if told := words.found("place.drawn", figure.unit):
            many = {len(at) for at in places_of(figure, words).values()}
            yield Finding(
                section.place, told[0], f"{sorted(many)} places of each", max(many, default=0) == int(told["n"])
            )


@rule
def who_looks_better_is_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“8 of 11 look better, 2 worse”, “moves most: Romania +0.41”: by the differences that are printed."""
    for section, figure in page.figures:
        if not words.found("apart.unit", figure.unit):
            continue
        last = {plain(row.name): row.last for row in figure.drawing.rows() if row.last and "(" not in row.last}
        signs = {name: value for name, word in last.items() if re.fullmatch(r"[+−-]?\d+[.,]\d+", word)
                 and (value := value_of(word.lstrip("+"))) is not None}  # fmt: skip
        better, worse = sum(sign > 0 for sign in signs.values()), sum(sign < 0 for sign in signs.values())
        for title in figure.titles:
            if told := words.found("apart.better", title):
                said = (count(told), int(told["worse"] or 0), whole(told))
                shown = f"{better} better, {worse} worse of {len(signs)}"
                yield Finding(section.place, title, shown, said == (better, worse, len(signs)))
        for line in section.lines:
            for told in words.every("apart.moves", line.text):
                own = last.get(plain(told["name"]))
                if own:
                    yield Finding(section.place, told[0].strip(), f"{plain(told['name'])} {own}", told["gap"] == own)


@rule
def who_is_always_ahead_is_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Agree on 20 of 55 pairs”: twenty names on the right of the list, of as many pairs as there are."""
    for section, figure in page.figures:
        if not words.found("firm.list", figure.unit):
            continue
        many = sum(len(told.split(", ")) for _, told in figure.told)
        for title in figure.titles:
            if told := words.found("firm.title", title):
                yield Finding(section.place, title, f"{many} names", int(told["n"]) == many)

"""Several side by side: the map, the ranges, who was left out, and the panels of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from evaluator.reports.page_reader.claim import Finding, rule
from evaluator.reports.page_reader.drawing import Drawing, Mark, Row, Text
from evaluator.reports.page_reader.grammar import NUM, Grammar, number
from evaluator.reports.page_reader.page import Figure, Page, Section
from evaluator.reports.page_reader.rules.frames import is_of_frames

CODE = re.compile(r"^[A-Z]{3}$")
BELOW = 18.0  # from the code of a tile down to what is said of it
BAR = 14.0
LEAST_AVERAGED = 3  # of which something is said on the whole


def units_of(page: Page, words: Grammar) -> int:
    """Return how many the page says it sets side by side."""
    return next((int(told["n"]) for s in page.sections if (told := words.found("units.count", s.heading))), 0)


def unread_of(page: Page, words: Grammar) -> list[str]:
    """Return the names of which too little was read for a score, as the page lists them."""
    for _, figure in page.figures:
        lines = [" ".join(text.words for text in line) for line in figure.drawing.lines]
        for k, line in enumerate(lines):
            if told := words.found("units.short", line):
                names = " ".join([told["names"], *lines[k + 1 :]])
                return [name.strip() for name in re.split(r"[,;]\s*", names) if name.strip()]
    return []


def tiles_of(drawing: Drawing) -> dict[str, list[tuple[str, Mark | None]]]:
    """Return what each map says of a country, by its code, with the tile it stands on; empty words where nothing."""
    found: dict[str, list[tuple[str, Mark | None]]] = {}
    for code in (text for text in drawing.texts if CODE.match(text.words)):
        told = [t.words for t in drawing.texts if abs(t.x - code.x) < 1 and 0 < t.y - code.y < BELOW]
        tile = [
            m
            for m in drawing.marks
            if m.shape == "rect" and m.left <= code.x <= m.right and m.top <= code.y <= m.bottom
        ]
        if told or any(mark.state for mark in tile):
            found.setdefault(code.words, []).append((told[0] if told else "", tile[-1] if tile else None))
    return found


def _maps(page: Page, words: Grammar) -> Iterator[tuple[Section, Figure]]:
    yield from ((section, figure) for section, figure in page.figures if words.found("map.unit", figure.unit))


@rule
def no_score_on_the_map_for_what_is_not_read(page: Page, words: Grammar) -> Iterator[Finding]:
    """The map has a number for no more countries than there are without those of which too little was read."""
    unread, units = unread_of(page, words), units_of(page, words)
    for section, figure in _maps(page, words):
        scored = sorted(
            code for code, told in tiles_of(figure.drawing).items() if any(re.search(r"\d", w) for w, _ in told)
        )
        graded = {code for code, told in tiles_of(figure.drawing).items() if any(re.search(r"\w", w) for w, _ in told)}
        if unread and units:
            named = [code for code in scored for name in unread if _may_be(code, name)]
            said = f"Too little was read for a score: {', '.join(unread)}"
            among = ", ".join(dict.fromkeys(named))
            shown = f"a number or a letter for {len(graded)} of {units} countries, {among} among them"
            yield Finding(section.place, said, shown, len(graded) <= units - len(unread))


def _may_be(code: str, name: str) -> bool:
    """Return whether a code of three letters may be that of a name: its letters in order, the first one first."""
    letters = iter(name.upper())
    return name.upper().startswith(code[:1]) and all(letter in letters for letter in code)


@rule
def each_country_means_each(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Each country alike”, “n of m look different” count the tiles; those in brackets cannot be compared."""
    for section, figure in _maps(page, words):
        tiles = {code: told for code, told in tiles_of(figure.drawing).items() if len(told) > 1}
        seen = {code: told for code, told in tiles.items() if all(_is_firm(said, tile) for said, tile in told)}
        moved = [code for code, told in seen.items() if len({m.fill if m else w for w, m in told}) > 1]
        for title in figure.titles:
            if words.found("map.alike", title):
                shown = f"{len(seen)} of {len(tiles)} countries that can be compared"
                yield Finding(section.place, title, shown, not moved and len(seen) == len(tiles))
            if told := words.found("map.moved", title):
                holds = (len(moved), len(seen)) == (int(told["n"]), int(told["of"]))
                yield Finding(section.place, title, f"{len(moved)} of {len(seen)}", holds)


@rule
def countries_of_the_map_are_counted_by_what_their_tiles_say(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Both frames see 1 country alike; 20 cannot be compared”, and the notes on the others: counted over all tiles."""
    for section, figure in _maps(page, words):
        found = tiles_of(figure.drawing)
        maps = max(map(len, found.values()), default=0)
        tiles = {code: told for code, told in found.items() if len(told) == maps}
        firm = {code: sum(_is_firm(said, tile) for said, tile in told) for code, told in tiles.items()}
        alike = [code for code, told in tiles.items() if firm[code] == len(told)
                 and len({tile.fill if tile else said for said, tile in told}) == 1]  # fmt: skip
        numbered = {code for code, told in tiles.items() if any(re.search(r"\w", said) for said, _ in told)}
        # Of a country far off of which nothing can be said there is no tile; the figure names it, and it counts.
        named = {row.partition("|")[0] for row, state in figure.drawing.rows_named if state == "unread"}
        far = len(named - set(tiles))
        counted = {
            "map.some": len(alike),
            "map.cannot": far + sum(many < len(tiles[code]) for code, many in firm.items()),
            "map.one": sum(0 < many < len(tiles[code]) for code, many in firm.items()),
            "map.brackets": sum(firm[code] == 0 for code in numbered),
            "map.empty": far + len(tiles) - len(numbered),
        }
        for text in (*figure.titles, figure.unit):
            for claim, many in counted.items():
                if told := words.found(claim, text):
                    shown = f"{many} of {len(tiles) + far} countries"
                    yield Finding(section.place, told[0], shown, int(told["n"]) == many)


@rule
def ends_of_ranges_are_those_of_the_rows(page: Page, words: Grammar) -> Iterator[Finding]:
    """“From 0.61 for A to 0.92 for B; 3 more cannot be judged”: the ends of what has no brackets, and the rest."""
    for section, figure in page.figures:
        rows = {row.name.rstrip("*"): row.last for row, _ in ranges_of(figure)}
        scores = {name: number(m[0]) for name, last in rows.items()
                  if "(" not in last and (m := re.search(NUM, last))}  # fmt: skip
        thin = sum("(" in last for last in rows.values())
        for title in figure.titles:
            told = words.found("ranges.ends", title)
            if told and scores:
                ends = min(scores.values()), max(scores.values())
                named = scores.get(told["worst"].rstrip("*")), scores.get(told["best"].rstrip("*"))
                # Frames are told by who counts so, where their rows have names.
                holds = (number(told["low"]), number(told["high"])) == ends and (
                    ends == named or is_of_frames(figure, words)
                )
                holds &= told["n"] is None or int(told["n"]) == thin + len(unread_of(page, words))
                yield Finding(section.place, title, f"{ends[0]} to {ends[1]}, {thin} in brackets", holds)
        if told := words.found("ranges.hollow", figure.unit):
            yield Finding(section.place, told[0], f"{thin} in brackets", int(told["n"]) == thin)
        if told := words.found("ranges.alone", figure.unit):
            many = len(unread_of(page, words))
            yield Finding(section.place, told[0], f"{many} named", int(told["n"]) == many)


@rule
def who_is_documented_is_named(page: Page, words: Grammar) -> Iterator[Finding]:
    """““X” is documented in 4 of 26: A, B, C, D”: four names, of as many as the page sets side by side."""
    units = units_of(page, words)
    for section in page.sections:
        for text in dict.fromkeys([section.heading, *(line.text for line in section.lines)]):
            if told := words.found("documented", text):
                names = re.split(r", ", told["names"])
                holds = len(names) == int(told["n"]) and units in (0, int(told["of"]))
                yield Finding(section.place, text, f"{len(names)} names of {units}", holds)


def _is_firm(said: str, tile: Mark | None) -> bool:
    """Return whether what a tile says can be compared: not in brackets, not empty, and no broken edge."""
    return not said.startswith("(") and re.search(r"\w", said) is not None and not (tile and tile.dashed)


def ranges_of(figure: Figure) -> list[tuple[Row, Mark]]:
    """Return each row of a figure of ranges with its bar."""
    found = []
    for row in figure.drawing.rows():
        bars = [mark for mark in row.bars() if 0 < mark.bottom - mark.top < BAR]
        if len(bars) == 1:
            found.append((row, bars[0]))
    return found


@rule
def ranges_that_do_not_overlap_are_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """Pairs of bars that lie apart, counted in the drawing."""
    for section, figure in page.figures:
        for title in figure.titles:
            told, none = words.found("ranges.apart", title), words.found("ranges.overlap", title)
            if not told and not none:
                continue
            bars = [bar for _, bar in ranges_of(figure)]
            gaps = [max(one.left, other.left) - min(one.right, other.right) for one, other in combinations(bars, 2)]
            least, most = sum(gap > 0.5 for gap in gaps), sum(gap > -0.5 for gap in gaps)  # noqa: PLR2004  (half a point)
            said = (int(told["n"]), int(told["of"])) if told else (0, len(gaps))
            yield Finding(section.place, title, f"{least} of {len(gaps)} pairs of bars apart",
                          least <= said[0] <= most and said[1] == len(gaps))  # fmt: skip


@rule
def weakest_is_said_of_all_that_are_drawn(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Weakest most often: X (8 of 11)” is said of three or more, and of all that have a panel or it says of which."""
    sheets: dict[str, list[tuple[Section, Figure]]] = {}
    for section, figure in page.figures:
        for title in figure.titles:
            if words.found("weakest", title):
                sheets.setdefault(title, []).append((section, figure))
    for title, drawn in sheets.items():
        told = next(words.every("weakest", title))
        texts = [text for _, figure in drawn for text in figure.drawing.texts if text.bold]
        panels = [text for text in texts if not _is_accent(text.fill) and not re.search(r"\d[.,]\d\d", text.words)]
        names = [text.words for text in texts if _is_accent(text.fill)]
        marked = [m for _, figure in drawn for m in figure.drawing.marks if m.shape == "circle" and _is_accent(m.fill)]
        if not names:  # rows, under the heads of columns
            heads = [text for _, figure in drawn for text in figure.drawing.texts if not text.bold]
            names = [head for mark in marked if (head := _head_over(mark, heads))]
        weakest = [name for name in names if told["name"].startswith(name.rstrip("…"))]
        rest = len(panels) - int(told["of"])
        notes = {int(n) for _, figure in drawn for n in re.findall(r"\d+", figure.unit)}
        is_whole = rest == 0 or (int(told["of"]) == len(marked) and rest in notes)
        holds = int(told["of"]) >= LEAST_AVERAGED and is_whole and len(weakest) == int(told["n"])
        shown = f"{len(panels)} panels, {len(marked)} weakest marked, {len(weakest)} of them {told['name']}"
        yield Finding(drawn[0][0].place, title, shown, holds)


def _head_over(mark: Mark, texts: Sequence[Text]) -> str:
    """Return the head of the column in which a mark stands, of as many lines as it has: the nearest to its left."""
    above = sorted((text for text in texts if text.y < mark.top and text.x <= mark.x), key=lambda text: text.y)
    left = max((text.x for text in above), default=0.0)
    return " ".join(text.words for text in above if text.x == left)


def _is_accent(fill: str) -> bool:
    return re.fullmatch(r"#[0-9a-f]{6}", fill) is not None and int(fill[1:3], 16) > 2 * int(fill[5:7], 16)


@rule
def all_that_are_compared_are_shown(page: Page, words: Grammar) -> Iterator[Finding]:
    """As many as the page sets side by side have a row or are named as not read; verdicts add up."""
    units, unread = units_of(page, words), unread_of(page, words)
    for section, figure in page.figures:
        is_ranges = any(
            words.found(kind, title) for title in figure.titles for kind in ("ranges.apart", "ranges.overlap")
        )
        if units and is_ranges:
            rows = len(ranges_of(figure))
            yield Finding(
                section.place, page.heading, f"{rows} rows and {len(unread)} not read", rows + len(unread) == units
            )
    for section in page.sections:
        for line in section.lines:
            if told := words.found("verdicts", line.text):
                parts = [int(one["n"]) for one in words.every("verdicts.one", told["list"])]
                yield Finding(section.place, line.text, f"{sum(parts)} in the list", sum(parts) == int(told["n"]))

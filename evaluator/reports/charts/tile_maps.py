"""Tile maps: each country of the region is a square next to its neighbours, once for each frame; others below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.contrasts.frame_block import FrameRow
from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.reports.charts.drawing import EDGE, FRONT, GREY, INK, LABEL, PALE, SHADES, Chart, Pen, with_narrow

# Column and row of each country of South-Eastern Europe and its neighbours; tiles show adjacency, not size.
PLACES = {
    "SVN": (0, 0), "HUN": (2, 0), "UKR": (4, 0),
    "HRV": (0, 1), "BIH": (1, 1), "SRB": (2, 1), "ROU": (3, 1), "MDA": (4, 1),
    "MNE": (1, 2), "XKX": (2, 2), "BGR": (3, 2),
    "ALB": (1, 3), "MKD": (2, 3), "TUR": (4, 3),
    "GRC": (2, 4),
}  # fmt: skip
COLUMNS = 5
LEAST = 3  # least number of countries of the region for a map
MOST_ELSEWHERE = 15
STEP_X, STEP_Y, SIDE_X, SIDE_Y, HEAD = 46.0, 33.0, 43.0, 30.0, 16.0
BELOW = 16.0  # between two maps, where one stands below the other
DARK = 2  # shades from this one on have white letters


COUNTRIES: Mapping[str, Sentence | None] = {
    "compared": None,
    "in-part": say_n(
        "%(number)s country can be judged under one frame alone",
        "%(number)s countries can be judged under one frame alone",
        2,
    ),
    "ungraded": say_n(
        "in brackets: %(number)s country of which too little is assessed",
        "in brackets: %(number)s countries of which too little is assessed",
        2,
    ),
    "unread": say_n(
        "empty: %(number)s country of which too little was read for a score",
        "empty: %(number)s countries of which too little was read for a score",
        2,
    ),
}


@dataclass(frozen=True, slots=True)
class CountryRow(Row):
    """One country on the maps, with what each frame sees of it; `moves` where the frames give it other grades."""

    moves: bool = False
    cells: tuple[FrameRow, ...] = ()

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the tiles, which are what is drawn."""
        return self.cells


CountryBlock = Block[CountryRow]


def country_row(iso3: str, cells: Sequence[FrameRow]) -> CountryRow:
    """Return the row of a country: compared where every frame grades it."""
    graded = sum(cell.state == "graded" for cell in cells)
    state = "compared" if graded == len(cells) else "in-part" if graded else "ungraded"
    if all(cell.value is None for cell in cells):
        state = "unread"
    return CountryRow(iso3, iso3, state, moves=len({cell.step for cell in cells}) > 1, cells=tuple(cells))


def one_frame(block: CountryBlock, at: int) -> CountryBlock:
    """Return the countries as one frame alone sees them."""
    return replace(block, rows=tuple(country_row(row.id, [row.cells[at]]) for row in block.rows), title=None)


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A frame of a map, and the share of its weight on control (None: not told)."""

    name: str
    control: float | None


def tile_places(codes: Sequence[str]) -> dict[str, tuple[int, int]] | None:
    """Return column and row of every tile; None with fewer than three countries of the region, or many elsewhere.

    Examples
    --------
    >>> tile_places(["ALB", "SRB"]) is None
    True
    >>> tile_places(["ALB", "SRB", "MKD", "BRA"])["BRA"]
    (0, 5)
    """
    outside = sorted(set(codes) - set(PLACES))
    if len(set(codes) & set(PLACES)) < LEAST or len(outside) > MOST_ELSEWHERE:
        return None
    rows = max(row for _, row in PLACES.values()) + 1
    return dict(PLACES) | {code: (k % COLUMNS, rows + k // COLUMNS) for k, code in enumerate(outside)}


@with_narrow
def tile_maps(pen: Pen, frames: Sequence[MapFrame], block: CountryBlock) -> Chart | None:
    """Return a map for each of one or two frames, side by side where there is room; None where there is none to draw.

    The rows of the block are countries, their cells what each frame sees of them.
    """
    rows = {row.id: row for row in block.rows}
    drawn = [code for code, row in rows.items() if code in PLACES or row.state != "unread"]
    places = tile_places(drawn)
    if places is None:
        return None
    wide, deep = COLUMNS * STEP_X, max(row for code, (_, row) in places.items() if code in rows) + 1
    below = 0.0 if pen.width >= wide * len(frames) else HEAD + STEP_Y * deep + BELOW
    for at, frame in enumerate(frames):
        start, top = ((pen.width - wide) * (at if len(frames) > 1 else 0.5), 0.0) if not below else (0.0, at * below)
        share = ""
        if frame.control is not None:
            share = pen.lang.said(say("%(share)s on control", share=pen.share(frame.control)))
        room = wide - pen.letters.width(share, LABEL) - 8
        name = pen.letters.fitted(frame.name, room, 9.5, bold=True)
        pen.text((start, top + 9), name, size=9.5, bold=True)
        pen.text((start + pen.letters.width(name, 9.5, bold=True) + 6, top + 9), share, fill=GREY)
        for code, (column, row) in places.items():
            corner = (start + STEP_X * column, top + HEAD + STEP_Y * row)
            if code in rows:
                cell = rows[code].cells[at]
                with pen.row(cell.id, cell.state):
                    _draw_tile(pen, code, cell, corner)
            elif row < deep:
                _draw_neighbour(pen, code, corner)
        for code in rows.keys() - places.keys():
            with pen.row(rows[code].cells[at].id, rows[code].cells[at].state):
                pass  # outside the region and unread: the note counts it
    table = [
        ["", *(frame.name for frame in frames)],
        *([code, *(_words(pen, cell) for cell in rows[code].cells)] for code in places if code in rows),
    ]
    unit = say(
        "A tile is a country near its neighbours; the stronger the shade, the higher. Broken edge: too little assessed"
    )
    height = HEAD + STEP_Y * deep - 2 + below * (len(frames) - 1)
    return pen.block_chart("map", block.titled(map_title), unit, height, table)


def map_title(block: CountryBlock) -> Title:
    """Return how many countries look different, of those that every frame can grade; the others are counted too."""
    whole, seen = len(block.rows), count(block, Where("state", "=", "compared"))
    if not seen.number:
        return Title(say("Of no country enough is assessed"), (seen,))
    if len(block.rows[0].cells) == 1:
        said = say_n(
            "Of %(firm)s of %(number)s country enough is assessed",
            "Of %(firm)s of %(number)s countries enough is assessed",
            whole,
            firm=seen.number,
        )
        return Title(said, (seen,))
    moved = count(block, Where("moves", "=", operand=True), "compared")
    if moved.is_none:
        return Title(say("Both frames see each country alike"), (moved,))
    told = say_n(
        "%(moved)s of %(number)s country looks different from one frame to the other",
        "%(moved)s of %(number)s countries look different from one frame to the other",
        moved.of,
        moved=moved.number,
    )
    if not moved.number:
        told = say_n("Both frames see %(number)s country alike", "Both frames see %(number)s countries alike", moved.of)
    if not moved.left:
        return Title(told, (moved,))
    said = say_n(
        "%(said)s; %(number)s cannot be compared", "%(said)s; %(number)s cannot be compared", moved.left_out, said=told
    )
    return Title(said, (moved, seen))


def _draw_neighbour(pen: Pen, code: str, corner: tuple[float, float]) -> None:
    pen.box(corner, (SIDE_X, SIDE_Y), PALE)
    pen.text((corner[0] + SIDE_X / 2, corner[1] + SIDE_Y / 2 + 3), code, size=FRONT, fill=GREY, anchor="middle")


def _words(pen: Pen, tile: FrameRow) -> str:
    """Return what a tile says in the language of the page: a score, in brackets or not, or a band."""
    is_score = tile.told.strip("()")[:1].isdigit()
    return pen.lang.decimal(tile.told) if is_score else pen.lang.band(tile.told)


def _draw_tile(pen: Pen, code: str, tile: FrameRow, corner: tuple[float, float]) -> None:
    x, y = corner
    is_firm, step = tile.state == "graded", tile.step
    shade = SHADES[step] if is_firm else "#ffffff"
    pen.box(corner, (SIDE_X, SIDE_Y), shade, EDGE if step < DARK or not is_firm else shade, dashed=not is_firm)
    ink = "#ffffff" if is_firm and step >= DARK else INK
    pen.text((x + SIDE_X / 2, y + 11), code, size=FRONT, fill=ink, anchor="middle", bold=True)
    words = _words(pen, tile)
    size = 13 if pen.letters.width(words, 13, bold=True) <= SIDE_X - 4 else 9
    if pen.letters.width(words, size, bold=is_firm) > SIDE_X - 2:
        words = pen.lang.wording.mark(tile.told)
    told = pen.letters.fitted(words, SIDE_X - 2, size, bold=is_firm)
    pen.text((x + SIDE_X / 2, y + 25), told, size=size, fill=ink, anchor="middle", bold=is_firm)

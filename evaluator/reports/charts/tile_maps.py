"""Tile maps: each country of the region is a square next to its neighbours, once for each frame; others below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.model.sentence import Sentence, say, say_n
from evaluator.reports.charts.drawing import EDGE, GREY, INK, LABEL, PALE, SHADES, WIDTH, Chart, Pen

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
BETWEEN = 30.0
DARK = 2  # shades from this one on have white letters


@dataclass(frozen=True, slots=True)
class Tile:
    """What a frame sees of a country: its words, its shade (0 to 4), and whether enough is assessed."""

    told: str
    shade: int
    is_firm: bool


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A frame, the share of its weight on control (None: not told), and what it sees of each country, by code."""

    name: str
    control: float | None
    tiles: Mapping[str, Tile]


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


def tile_maps(pen: Pen, frames: Sequence[MapFrame], width: float = WIDTH) -> Chart | None:
    """Return a map for each of one or two frames, side by side in `width`; None where there is no map to draw."""
    places = tile_places([code for frame in frames for code in frame.tiles])
    if places is None:
        return None
    seen = {code for frame in frames for code in frame.tiles}
    wide, rows = COLUMNS * STEP_X, max(row for code, (_, row) in places.items() if code in seen) + 1
    starts = (0.0, width - wide) if len(frames) > 1 else ((width - wide) / 2,)
    for frame, start in zip(frames, starts, strict=True):
        share = ""
        if frame.control is not None:
            share = pen.lang.said(say("%(share)s on control", share=pen.share(frame.control)))
        room = wide - pen.letters.width(share, LABEL) - 8
        name = pen.letters.fitted(frame.name, room, 9.5, bold=True)
        pen.text((start, 9), name, size=9.5, bold=True)
        pen.text((start + pen.letters.width(name, 9.5, bold=True) + 6, 9), share, fill=GREY)
        for code, (column, row) in places.items():
            if row < rows:
                _draw_tile(pen, code, frame.tiles.get(code), (start + STEP_X * column, HEAD + STEP_Y * row))
    codes = [code for code in places if code in seen]
    table = [
        ["", *(frame.name for frame in frames)],
        *([code, *(f.tiles[code].told if code in f.tiles else "" for f in frames)] for code in codes),
    ]
    unit = say(
        "A tile is a country near its neighbours; the stronger the shade, the higher. Broken edge: too little assessed"
    )
    return pen.chart("map", _title(frames, codes), unit, HEAD + STEP_Y * rows - 2, table, width)


def _title(frames: Sequence[MapFrame], codes: Sequence[str]) -> Sentence:
    seen = [[frame.tiles[code] for frame in frames if code in frame.tiles] for code in codes]
    firm = [tiles for tiles in seen if len(tiles) == len(frames) and all(tile.is_firm for tile in tiles)]
    if not firm:
        return say("Of no country enough is assessed")
    if len(frames) == 1:
        return say_n(
            "Of %(firm)s of %(number)s country enough is assessed",
            "Of %(firm)s of %(number)s countries enough is assessed",
            len(codes),
            firm=len(firm),
        )
    moved = sum(len({tile.shade for tile in tiles}) > 1 for tiles in firm)
    if not moved:
        return say("Both frames see each country alike")
    return say_n(
        "%(moved)s of %(number)s country looks different from one frame to the other",
        "%(moved)s of %(number)s countries look different from one frame to the other",
        len(firm),
        moved=moved,
    )


def _draw_tile(pen: Pen, code: str, tile: Tile | None, corner: tuple[float, float]) -> None:
    x, y = corner
    if tile is None:
        pen.box(corner, (SIDE_X, SIDE_Y), PALE)
        pen.text((x + SIDE_X / 2, y + SIDE_Y / 2 + 3), code, size=8, fill=GREY, anchor="middle")
        return
    shade = SHADES[tile.shade] if tile.is_firm else "#ffffff"
    pen.box(corner, (SIDE_X, SIDE_Y), shade, EDGE if tile.shade < DARK or not tile.is_firm else shade,
            dashed=not tile.is_firm)  # fmt: skip
    ink = "#ffffff" if tile.is_firm and tile.shade >= DARK else INK
    pen.text((x + SIDE_X / 2, y + 11), code, size=8, fill=ink, anchor="middle", bold=True)
    size = 13 if pen.letters.width(tile.told, 13, bold=True) <= SIDE_X - 4 else 9
    told = pen.letters.fitted(tile.told, SIDE_X - 2, size, bold=tile.is_firm)
    pen.text((x + SIDE_X / 2, y + 25), told, size=size, fill=ink, anchor="middle", bold=tile.is_firm)

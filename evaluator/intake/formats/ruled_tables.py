"""Tables that lines rule: which shapes on a page are their rules, and rows between which a rule is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from evaluator.intake.formats.typeset import Box, Inside, Rows, TextLine, lines_of

Shape = Mapping[str, Any]
DRAWN = ("rect", "line", "curve")
# A shape with this share of the page's width and of its height is the page's background or frame.
FRAME = 0.9
# A shape with this share of one side, along the edge of the page, is a bar of its layout.
BAR, AT_EDGE = 0.97, 0.05
THICKEST = 3.0  # in points: a filled shape that is thicker in both directions is a shading
FEWEST_RULES = 3  # level rules that a page must have before shadings are left out
SLACK = 1.5
LARGER = 1.05  # times the area of a shading inside
# In heights of a line: the least gap between two rows, and how far a text may be off its place in its row.
APART, NEAR = 1.0, 0.8


def is_rule_on(page: Any) -> Callable[[Shape], bool]:  # noqa: ANN401  (pdfplumber's own)
    """Return a test of the objects of a page: False for shapes that rule no table.

    Left out are backgrounds and frames of the page, bars of its layout, shadings of cells that lines rule, and
    shadings of lines of text inside a shaded cell.
    """
    width, height = float(page.width), float(page.height)
    shapes = [shape for kind in ("rects", "lines", "curves") for shape in getattr(page, kind)]
    drawn = [shape for shape in shapes if not _is_frame(shape, width, height)]
    shaded = [shape for shape in drawn if _is_shading(shape)]
    ruled = {id(shape) for shape in drawn} - {id(shape) for shape in shaded}
    left_out = {id(shape) for shape in shapes} - {id(shape) for shape in drawn}
    left_out |= _inner_shadings(shaded) | _ruled_shadings(shaded, [shape for shape in drawn if id(shape) in ruled])
    keys = {_key_of(shape) for shape in shapes if id(shape) in left_out}
    return lambda shape: shape.get("object_type") not in DRAWN or _key_of(shape) not in keys


def _key_of(shape: Shape) -> tuple[object, ...]:
    return (shape["object_type"], shape["x0"], shape["top"], shape["x1"], shape["bottom"], shape.get("stroke"))


def _is_frame(shape: Shape, width: float, height: float) -> bool:
    wide, high = shape["width"] / width, shape["height"] / height
    if wide >= FRAME and high >= FRAME:
        return True
    level = wide >= BAR and (shape["bottom"] < AT_EDGE * height or shape["top"] > (1 - AT_EDGE) * height)
    upright = high >= BAR and (shape["x1"] < AT_EDGE * width or shape["x0"] > (1 - AT_EDGE) * width)
    return bool(level or upright)


def _is_shading(shape: Shape) -> bool:
    is_filled = bool(shape.get("fill")) and not shape.get("stroke")
    return is_filled and shape["width"] > THICKEST and shape["height"] > THICKEST


def _inner_shadings(shaded: Sequence[Shape]) -> set[int]:
    """Return shadings that lie inside a larger one of the same colour, as behind the lines of a cell."""
    by_colour: dict[str, list[Shape]] = {}
    for shape in shaded:
        by_colour.setdefault(str(shape.get("non_stroking_color")), []).append(shape)
    return {
        id(shape) for alike in by_colour.values() for shape in alike if any(_holds(other, shape) for other in alike)
    }


def _holds(outer: Shape, inner: Shape) -> bool:
    is_within = (
        outer["x0"] - SLACK <= inner["x0"]
        and inner["x1"] <= outer["x1"] + SLACK
        and outer["top"] - SLACK <= inner["top"]
        and inner["bottom"] <= outer["bottom"] + SLACK
    )
    return bool(is_within and outer["width"] * outer["height"] > LARGER * inner["width"] * inner["height"])


def _ruled_shadings(shaded: Sequence[Shape], rules: Sequence[Shape]) -> set[int]:
    """Return shadings between two upright rules, on a page that has level rules too, but for those where rules end."""
    upright = [rule for rule in rules if rule["height"] > rule["width"]]
    level = [rule for rule in rules if rule["width"] > rule["height"]]
    if len(level) < FEWEST_RULES:
        return set()

    def is_between(shape: Shape) -> bool:
        middle = (shape["top"] + shape["bottom"]) / 2
        beside = [rule for rule in upright if rule["top"] <= middle <= rule["bottom"]]
        for height in (shape["top"], shape["bottom"]):
            if _ends_at(height, shape, upright) and not _is_ruled(height, shape, level):
                return False
        return any(rule["x0"] <= shape["x0"] + SLACK for rule in beside) and any(
            rule["x1"] >= shape["x1"] - SLACK for rule in beside
        )

    return {id(shape) for shape in shaded if is_between(shape)}


def _ends_at(height: float, shape: Shape, upright: Sequence[Shape]) -> bool:
    """Return whether the upright rules at the sides of a shading end at a height, and none goes on."""
    near = [rule for rule in upright if min(abs(rule["x0"] - shape[side]) for side in ("x0", "x1")) < THICKEST]
    reach = [rule for rule in near if rule["top"] - SLACK <= height <= rule["bottom"] + SLACK]
    return bool(reach) and not any(rule["top"] + SLACK < height < rule["bottom"] - SLACK for rule in reach)


def _is_ruled(height: float, shape: Shape, level: Sequence[Shape]) -> bool:
    """Return whether a level rule lies at a height over the middle of a shading, whose own edge is then not needed."""
    middle = (shape["x0"] + shape["x1"]) / 2
    return any(rule["x0"] <= middle <= rule["x1"] and abs(rule["top"] - height) < THICKEST for rule in level)


def parted_by_shadings(rows: Rows, page: Any) -> Rows:  # noqa: ANN401  (pdfplumber's own)
    """Return rows with merged cells parted where two shadings meet at an edge of the columns, as in shaded heads."""
    shaded = [shape for kind in ("rects", "curves") for shape in getattr(page, kind) if _is_shading(shape)]
    edges = sorted({side for row in rows for box in row if box is not None for side in (box[0], box[2])})

    def part_of(box: Box, left: float) -> Box:
        inner = [x for x in edges if box[0] + THICKEST < x < box[2] - THICKEST and _meet_at(x, box, shaded)]
        sides = [box[0], *inner, box[2]]
        at = max(k for k, side in enumerate(sides[:-1]) if k == 0 or side <= left + SLACK)
        return (sides[at], box[1], sides[at + 1], box[3])

    lefts = [max((box[0] for box in slots if box is not None), default=0.0) for slots in zip(*rows, strict=True)]
    return [[box and part_of(box, left) for box, left in zip(row, lefts, strict=True)] for row in rows]


def _meet_at(x: float, box: Box, shaded: Sequence[Shape]) -> bool:
    """Return whether one shading ends and another begins at a place across, both inside the height of a cell."""
    own = [one for one in shaded if box[1] - SLACK <= one["top"] and one["bottom"] <= box[3] + SLACK]
    return any(abs(one["x1"] - x) < SLACK for one in own) and any(abs(one["x0"] - x) < SLACK for one in own)


def divided(rows: Rows, inside: Inside) -> tuple[Rows, Inside, set[Box]]:
    """Return rows and characters with cells over several rows divided, and the boxes that came of it.

    Texts of one merged cell do not stand apart where the rows beside them meet, each at the same place of its row.
    """
    tops = [max((box[1] for box in row if box is not None), default=0.0) for row in rows]
    found: list[list[Box | None]] = [list(row) for row in rows]
    texts = dict(inside)
    parts: set[Box] = set()
    for box, glyphs in inside.items():
        own = [at for at, row in enumerate(rows) if box in row]
        bounds = _bounds_of_rows(box, [tops[at] for at in own[1:]], lines_of(glyphs)) if len(own) > 1 else []
        made = [(box[0], top, box[2], bottom) for top, bottom in pairwise(bounds)]
        for one in made:
            texts[one] = [glyph for glyph in glyphs if one[1] <= (glyph.top + glyph.bottom) / 2 < one[3]]
        for at in own if made else ():
            part = next((one for one in made if one[1] <= max(tops[at], box[1]) < one[3]), made[-1])
            found[at] = [part if old == box else old for old in found[at]]
        parts.update(made)
    return found, texts, parts


def _bounds_of_rows(box: Box, tops: Sequence[float], lines: Sequence[TextLine]) -> list[float]:
    """Return the edges of the rows whose texts a cell holds, from top to bottom; none if it is one text."""
    bounds = [box[1], *(top for top in tops if _is_gap_at(top, lines)), box[3]]
    own = [[line for line in lines if top <= line.top < bottom] for top, bottom in pairwise(bounds)]
    is_apart = all(_has_place(one, *edges) for one, edges in zip(own, pairwise(bounds), strict=True))
    return bounds if len(bounds) > len(("top", "bottom")) and is_apart else []


def _is_gap_at(height: float, lines: Sequence[TextLine]) -> bool:
    above = [line for line in lines if line.bottom <= height + NEAR]
    below = [line for line in lines if line.top >= height - NEAR]
    if not above or not below or len(above) + len(below) != len(lines):
        return False
    return below[0].top - above[-1].bottom >= APART * (below[0].bottom - below[0].top)


def _has_place(lines: Sequence[TextLine], top: float, bottom: float) -> bool:
    """Return whether lines stand at the top or in the middle of a row."""
    if not lines:
        return False
    most = NEAR * (lines[0].bottom - lines[0].top)
    middle = (lines[0].top + lines[-1].bottom) / 2
    return lines[0].top - top <= most or abs(middle - (top + bottom) / 2) <= most

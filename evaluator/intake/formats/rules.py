"""Which of the shapes drawn on a PDF page are rules of its tables: no frame of the page, no shading behind a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
    left_out |= _inner(shaded) | _between_rules(shaded, [shape for shape in drawn if id(shape) in ruled])
    keys = {_key(shape) for shape in shapes if id(shape) in left_out}
    return lambda shape: shape.get("object_type") not in DRAWN or _key(shape) not in keys


def _key(shape: Shape) -> tuple[object, ...]:
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


def _inner(shaded: Sequence[Shape]) -> set[int]:
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


def _between_rules(shaded: Sequence[Shape], rules: Sequence[Shape]) -> set[int]:
    """Return shadings between two upright rules, on a page that has level rules too, but for those where rules end."""
    upright = [rule for rule in rules if rule["height"] > rule["width"]]
    if sum(rule["width"] > rule["height"] for rule in rules) < FEWEST_RULES:
        return set()

    def is_between(shape: Shape) -> bool:
        middle = (shape["top"] + shape["bottom"]) / 2
        beside = [rule for rule in upright if rule["top"] <= middle <= rule["bottom"]]
        if _ends_at(shape["top"], shape, upright) or _ends_at(shape["bottom"], shape, upright):
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

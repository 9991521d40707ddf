"""The workbook under construction, with its formats and the titles of its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evaluator.workbook.sheet.grid import Sheet
from evaluator.workbook.sheet.labels import Labels

if TYPE_CHECKING:
    from xlsxwriter import Workbook

COLOURS = {"head": "#1F3A4D", "shown": "#F1F3F4", "flag": "#FCE8D5", "done": "#E3F1E6", "edge": "#C9CED2"}
COLOURS |= {"must": "#8A4B08", "needed": "#FFF8E1"}
PLAIN = {"text_wrap": True, "valign": "top", "border": 1, "border_color": COLOURS["edge"], "font_size": 10}
FORMATS: dict[str, dict[str, Any]] = {
    "head": {**PLAIN, "bold": True, "bg_color": COLOURS["head"], "font_color": "#FFFFFF", "locked": True},
    "shown": {**PLAIN, "bg_color": COLOURS["shown"], "locked": True},
    "check": {**PLAIN, "bg_color": COLOURS["shown"], "locked": True, "bold": True},
    "must-head": {**PLAIN, "bold": True, "bg_color": COLOURS["must"], "font_color": "#FFFFFF", "locked": True},
    "bold": {"bold": True, "font_color": "#FFFFFF", "font_size": 10},
    "sentence": {"font_color": "#FFFFFF", "font_size": 9},
    "link": {**PLAIN, "bg_color": COLOURS["shown"], "font_color": "#1F3A4D", "underline": 1, "locked": True},
    "needed": {**PLAIN, "num_format": "@", "locked": False, "bg_color": COLOURS["needed"]},
    # Format @ is text: the cell keeps a date or a number exactly as typed.
    "input": {**PLAIN, "num_format": "@", "locked": False},
    "number": {**PLAIN, "num_format": "0.###############", "locked": False},
    "share": {**PLAIN, "bg_color": COLOURS["shown"], "locked": True, "num_format": "0.00"},
    "whole": {**PLAIN, "num_format": "0", "locked": False},
    "open": {"num_format": "@", "locked": False, "text_wrap": True, "valign": "top", "font_size": 10},
    "title": {"bold": True, "font_size": 16},
    "prose": {"text_wrap": True, "valign": "top"},
    "strong": {"bold": True, "valign": "top"},
    "flag": {"bg_color": COLOURS["flag"]},
    "done": {"bg_color": COLOURS["done"]},
}


@dataclass(slots=True)
class Pen:
    """The workbook under construction, with its formats, sheet titles, and the columns of the pick lists in use."""

    book: Workbook
    say: Labels
    made: dict[str, Any] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    lists: dict[str, int] = field(default_factory=dict)

    def form(self, name: str) -> Any:  # noqa: ANN401  (xlsxwriter ships no types)
        """Return the format of this name, created at first use."""
        if name not in self.made:
            self.made[name] = self.book.add_format(FORMATS[name])
        return self.made[name]

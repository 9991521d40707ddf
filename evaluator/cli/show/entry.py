"""The page on one entry of the library, as lines of text and as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluator.cli.shared.layout import blocks_text, columns, labelled, table, wrapped
from evaluator.model.schema import Shape, Texts


@dataclass
class EntryPage:
    """A page as blocks of lines, printed with an empty line between blocks, and as `data` for JSON.

    `standing` names the agreed ratings of a plan that no longer hold; it is empty if all hold.
    """

    data: object
    standing: str = ""
    blocks: list[list[str]] = field(default_factory=list)

    def title(self, text: str) -> None:
        """Add a heading, unless the text is empty."""
        self._add_field(wrapped(text))

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add lines `label  text`; empty texts are left out."""
        self._add_field(labelled(pairs))

    def prose(self, heading: str, text: str) -> None:
        """Add a paragraph under its heading, unless the text is empty."""
        if text.strip():
            self._add_field([f"{heading}:", *wrapped(text.strip(), first="  ", later="  ")])

    def items(self, heading: str, texts: Sequence[str]) -> None:
        """Add a list under its heading, unless it is empty."""
        lines = wrapped(*texts, first="  - ", later="    ")
        self._add_field([f"{heading}:", *lines] if lines else [])

    def table(self, heads: str, rows: Sequence[Sequence[str]]) -> None:
        """Add a table, unless it has no rows."""
        self._add_field(table(heads, rows) if rows else [])

    def columns(
        self, text: str, rows: Sequence[object], more: Callable[[Any], Mapping[str, object]] = lambda _: {}
    ) -> None:
        """Add a table with declared columns, unless it has no rows; see `layout.columns`."""
        self._add_field(columns(text, rows, more))

    def _add_field(self, lines: list[str]) -> None:
        if lines:
            self.blocks.append(lines)

    @property
    def text(self) -> str:
        """Return the page as text with a final line break."""
        return blocks_text(self.blocks)


def plain(shape: Shape) -> dict[str, object]:
    """Return a shape as its YAML file holds it, without absent values."""
    return shape.model_dump(mode="json", by_alias=True, exclude_none=True)


def english(texts: Texts, otherwise: str = "") -> str:
    """Return the English text, else the first text, else `otherwise`."""
    return texts.get("en") or next(iter(texts.values()), otherwise)


def period(start: str | None, end: str | None) -> str:
    """Return a span of time in words, such as `2005 to 2007`, `from 2005` or `until 2007`.

    Examples
    --------
    >>> period("2005", "2007"), period("2005", None), period("2005", "2005")
    ('2005 to 2007', 'from 2005', '2005')
    """
    if not start:
        return f"until {end}" if end else ""
    if not end:
        return f"from {start}"
    return start if start == end else f"{start} to {end}"

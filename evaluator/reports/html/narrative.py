"""The evaluators' own words: a small, safe part of Markdown, read into blocks.

Headings (`#` to `####`), paragraphs, lists (`-` or `1.`), quotations (`>`),
**strong**, *emphasis* and [links](https://...). All else prints as it was
typed; markup of other kinds never passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["text", "strong", "emphasis", "link"]
BlockKind = Literal["heading", "paragraph", "bullets", "numbers", "quotation"]

SUMMARY_WORDS = 150  # what a busy reader reads of an account
SPAN = re.compile(
    r"\*\*(?P<strong>(?=\S)[^*\n]+(?<=\S))\*\*|\*(?P<emphasis>(?=\S)[^*\n]+(?<=\S))\*|\[(?P<label>[^\[\]\n]+)\]\((?P<url>https?://[^\s()<>\"']+)\)"
)
HEADING = re.compile(r"(#{1,4})\s+(.+)")
ITEM = re.compile(r"(?:[-*]|(?P<number>\d{1,3})[.)])\s+(?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one kind; `url` only for a link."""

    kind: SpanKind
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of a level, a paragraph, a list or a quotation; `lines` holds one entry for each item."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]
    level: int = 0


def spans(text: str) -> tuple[Span, ...]:
    """Return the runs of a line of text.

    Examples
    --------
    >>> [span.kind for span in spans("a **b** c")]
    ['text', 'strong', 'text']
    """
    found: list[Span] = []
    at = 0
    for match in SPAN.finditer(text):
        if match.start() > at:
            found.append(Span("text", text[at : match.start()]))
        found.append(_span(match))
        at = match.end()
    if at < len(text):
        found.append(Span("text", text[at:]))
    return tuple(found)


def _span(match: re.Match[str]) -> Span:
    if match["strong"]:
        return Span("strong", match["strong"])
    if match["emphasis"]:
        return Span("emphasis", match["emphasis"])
    return Span("link", match["label"], match["url"])


def blocks(markdown: str) -> tuple[Block, ...]:
    r"""Return the blocks of a narrative, in order; an empty text has none.

    Heading levels leave no gap: a heading is at most one level below the one
    before it, the highest counts as level 1.

    Examples
    --------
    >>> [(b.kind, len(b.lines)) for b in blocks("# A\n\nText\nmore\n\n- x\n- y")]
    [('heading', 1), ('paragraph', 1), ('bullets', 2)]
    """
    found = [block for chunk in _chunks(markdown) for block in _read(chunk)]
    return tuple(_without_gaps(found))


def summary_of(whole: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    r"""Return the short beginning of a narrative, and the rest.

    The summary is what stands under the first heading, or before any: whole blocks, as
    many as hold 150 words together. Where already the first is longer there is none.

    Examples
    --------
    >>> summary, rest = summary_of(blocks("# Summary\n\nShort.\n\n# Limits\n\n- One"))
    >>> [b.kind for b in summary], [b.kind for b in rest]
    (['paragraph'], ['heading', 'bullets'])
    """
    start = 1 if whole and whole[0].kind == "heading" else 0
    end, words = start, 0
    for block in whole[start:]:
        words += sum(len(span.text.split()) for line in block.lines for span in line)
        if block.kind == "heading" or words > SUMMARY_WORDS:
            break
        end += 1
    if end == start:
        return (), tuple(whole)
    rest = whole[end:]
    # What is left of a section that was cut keeps its heading.
    cut = whole[:start] if rest and rest[0].kind != "heading" else ()
    return tuple(whole[start:end]), (*cut, *rest)


def _chunks(markdown: str) -> Iterator[list[str]]:
    """Split at empty lines, and before and after every heading."""
    chunk: list[str] = []
    for line in [*markdown.splitlines(), ""]:
        clean = line.strip()
        heading = bool(HEADING.match(clean))
        if (not clean or heading) and chunk:
            yield chunk
            chunk = []
        if heading:
            yield [clean]
        elif clean:
            chunk.append(clean)


def _read(chunk: Sequence[str]) -> Iterator[Block]:
    heading = HEADING.match(chunk[0])
    if heading:
        words = heading[2].rstrip("#").rstrip() or heading[2]  # marks at the end close a heading
        yield Block("heading", (spans(words),), len(heading[1]))
    elif ITEM.match(chunk[0]):
        numbered = ITEM.match(chunk[0])
        kind: BlockKind = "numbers" if numbered and numbered["number"] else "bullets"
        yield Block(kind, tuple(spans(item) for item in _items(chunk)))
    elif chunk[0].startswith(">"):
        yield Block("quotation", (spans(" ".join(line.lstrip("> ") for line in chunk)),))
    else:
        yield from _paragraph(chunk)


def _paragraph(chunk: Sequence[str]) -> Iterator[Block]:
    """Read a paragraph, and the list that follows it without an empty line."""
    first = next((k for k, line in enumerate(chunk) if k and line.startswith("- ")), len(chunk))
    yield Block("paragraph", (spans(" ".join(chunk[:first])),))
    if first < len(chunk):
        yield from _read(chunk[first:])


def _items(chunk: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in chunk:
        match = ITEM.match(line)
        if match:
            items.append(match["text"])
        else:
            items[-1] += f" {line}"
    return items


def _without_gaps(found: Sequence[Block]) -> Iterator[Block]:
    above: list[int] = []
    for block in found:
        if block.kind != "heading":
            yield block
            continue
        above = [level for level in above if level < block.level]
        yield Block("heading", block.lines, len(above) + 1)
        above.append(block.level)

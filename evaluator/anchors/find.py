"""The state of an anchor in a file: sound, kept (found in a changed file), several, lost, or forged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from evaluator.anchors.compared import PageReading, compared, fingerprint
from evaluator.anchors.pages import Pages
from evaluator.anchors.place import boxes_between, text_inside
from evaluator.model.anchor import Anchor, quads_text

# sound: unchanged file, passage at its place. forged: unchanged file, but other words at the place.
# kept: changed file that has the passage once. several, lost: changed file that has it several times, or not at all.
State = Literal["sound", "forged", "kept", "several", "lost"]
# The most text ranges whose fingerprints are compared before a passage with changed surroundings counts as lost.
MOST_TRIED = 2_000_000


@dataclass(frozen=True, slots=True)
class AnchorStanding:
    """An anchor with its state, and a new anchor for the passage's present place if it moved."""

    anchor: Anchor
    state: State
    now: Anchor | None = None


def standing_of(anchor: Anchor, pages: Pages, sha256: str) -> AnchorStanding:
    """Return the state of an anchor in an open file with this SHA-256."""
    if anchor.source_sha256 == sha256:
        return AnchorStanding(anchor, "sound" if _is_sound(anchor, pages) else "forged")
    found = _found(anchor, pages)
    if len(found) != 1:
        return AnchorStanding(anchor, "several" if found else "lost")
    (number, start) = found[0]
    page, end = pages.page(number), start + anchor.characters
    now = replace(
        anchor,
        source_sha256=sha256,
        page=number if pages.kind == "pdf" else None,
        quads=quads_text(boxes_between(page, start, end)),
        before=page.before(start),
        after=page.after(end),
    )
    return AnchorStanding(anchor, "kept", now)


def _is_sound(anchor: Anchor, pages: Pages) -> bool:
    number = anchor.page or 1
    if number > pages.count or (anchor.page is None) != (pages.kind != "pdf"):
        return False
    page = pages.page(number)
    if page.boxes:
        inside = text_inside(page, anchor.boxes)
        return len(inside) == anchor.characters and fingerprint(inside) == anchor.text_sha256
    return any(True for _ in _between(anchor, page))


def _between(anchor: Anchor, page: PageReading) -> Iterator[int]:
    """Yield each index at which the passage occurs between the words that were around it when cited."""
    before, after = compared(anchor.before), compared(anchor.after)
    length = anchor.characters
    starts = (at + len(before) for at in page.places(before)) if before else iter((0,))
    for start in starts:
        end = start + length
        if page.text.startswith(after, end) and fingerprint(page.text[start:end]) == anchor.text_sha256:
            yield start


def _found(anchor: Anchor, pages: Pages) -> list[tuple[int, int]]:
    """Return (page, index) of each occurrence of the passage, by its surrounding words, else by its fingerprint."""
    numbers = sorted(range(1, pages.count + 1), key=lambda number: (abs(number - (anchor.page or 1)), number))
    near = [(number, at) for number in numbers for at in _between(anchor, pages.page(number))]
    if near:
        return near
    found: list[tuple[int, int]] = []
    tried = 0
    for number in numbers:
        page, length = pages.page(number), anchor.characters
        last = len(page.text) - length
        tried += max(0, last + 1)
        if tried > MOST_TRIED:
            break
        found += [
            (number, at) for at in range(last + 1) if fingerprint(page.text[at : at + length]) == anchor.text_sha256
        ]
    return found

"""Creation of an anchor from a person's selection, its state in a source: sound, kept, lost, forged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evaluator.anchors.comparable import PageReading, comparable_text, fingerprint
from evaluator.anchors.pages import Pages, kind_of, open_pages, read_apart
from evaluator.anchors.place import boxes_between, inside_share, is_inside, lines_of, text_inside
from evaluator.errors import InvalidInputError, Problem, Severity
from evaluator.model.anchor import Anchor, Box, boxes_of, quads_text

SHOWN, MOST_SHOWN = 60, 6
# At least this share of the selected passage's characters must be in the selection's boxes.
IN_BOXES = 0.5
MOST_SOUGHT = 100  # number of nearest pages that are searched for words missing on their page
# The screen's font may differ from the page's, so a box may be off by this many points.
SLACK = 3.0
# sound: unchanged file, passage at its place. forged: unchanged file, but other words at the place.
# kept: changed file that has the passage once. several, lost: changed file that has it several times, or not at all.
State = Literal["sound", "forged", "kept", "several", "lost"]
# The most text ranges whose fingerprints are compared before a passage with changed surroundings counts as lost.
MOST_TRIED = 2_000_000


@dataclass(frozen=True, slots=True)
class Selection:
    """A person's selection in a source: its words, page and boxes, and the words around it."""

    text: str
    page: int | None = None
    quads: tuple[Box, ...] = ()
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, detail: Mapping[str, object]) -> Selection:
        """Return the selection in the detail of the viewer's `cite` event.

        Raises
        ------
        InvalidInputError
            A part is malformed; the error lists every such part.

        Examples
        --------
        >>> Selection.of({"page": 7, "text": "no fee", "quads": [[1, 2, 3, 4]]}).quads
        ((1.0, 2.0, 3.0, 4.0),)
        """
        problems: list[Problem] = []
        page = detail.get("page")
        if not (page is None or (isinstance(page, int) and not isinstance(page, bool) and page > 0)):
            problems.append(Problem("selection", f"page {page!r}", "a number from 1, or nothing", key="page"))
        words = {name: detail.get(name) or "" for name in ("text", "before", "after")}
        for name, value in words.items():
            if not isinstance(value, str):
                problems.append(Problem("selection", f"{type(value).__name__}", "a text", key=name))
        quads = _valid_boxes(detail.get("quads") or ())
        if quads is None:
            expected = "lists of four numbers: left, bottom, right, top"
            problems.append(Problem("selection", "no boxes", expected, key="quads"))
        if problems:
            raise InvalidInputError(problems)
        number = page if isinstance(page, int) else None
        return cls(str(words["text"]), number, quads or (), str(words["before"]), str(words["after"]))


def _valid_boxes(found: object) -> tuple[Box, ...] | None:
    if not isinstance(found, Sequence) or isinstance(found, str):
        return None
    boxes: list[Box] = []
    for box in found:
        if not isinstance(box, Sequence) or isinstance(box, str) or len(box) != len(("l", "b", "r", "t")):
            return None
        if not all(isinstance(n, int | float) and not isinstance(n, bool) and abs(n) < 1e6 for n in box):  # noqa: PLR2004
            return None
        left, bottom, right, top = (float(number) for number in box)
        boxes.append((min(left, right), min(bottom, top), max(left, right), max(bottom, top)))
    return tuple(boxes)


def anchor_of(
    source_bytes: bytes, kind: str, selection: Selection, *, name: str = "the source", evidence_id: str = ""
) -> Anchor:
    """Return the anchor of a selection, whose words are looked up in the file itself.

    Words are compared without blanks, hyphens and ligatures. If they occur more than once on the
    page, the boxes decide, else the words before and after. The file is read in a child process,
    under limits.

    Parameters
    ----------
    source_bytes : bytes
        The file that is cited.
    kind : str
        "pdf", "html" or "text".
    selection : Selection
        Its page is required for a PDF and ignored for other kinds.
    name : str
        The name of the file in messages.
    evidence_id : str
        The evidence that rests on the passage.

    Returns
    -------
    Anchor
        Without the passage itself.

    Raises
    ------
    InvalidInputError
        The words do not occur, or occur more than once and nothing decides; the file is damaged,
        locked, a scan, or takes too much time (`StoppedError`).
    MissingDependencyError
        pypdfium2 is not installed, and the file is a PDF.

    Examples
    --------
    >>> law = b"Article 1. Nobody pays a fee for work. Article 2. Nobody keeps a passport."
    >>> found = anchor_of(law, "text", Selection("Nobody keeps a passport."), evidence_id="E1")
    >>> found.before, found.after, found.characters
    ('for work. Article 2.', '', 21)
    >>> anchor_of(law, "text", Selection("Nobody"), name="law.txt")
    Traceback (most recent call last):
    ...
    evaluator.errors.InvalidInputError: law.txt: these words stand there 2 times: after 'Article 1.'; after \
'for work. Article 2.'. Give words that stand there once. Select more of the sentence, or say which \
words stand before or after.
    """
    return read_apart(kind, name, anchor_directly, source_bytes, kind, selection, name, evidence_id)


def anchor_directly(source_bytes: bytes, kind: str, selection: Selection, name: str, evidence_id: str) -> Anchor:
    """Return the anchor of a selection, as `anchor_of` does, but read the source in this process and without limits.

    Raises
    ------
    InvalidInputError
        As `anchor_of`.
    """
    wanted = comparable_text(selection.text)
    if not wanted:
        found = "a selection without words" if selection.text.strip() else "an empty selection"
        raise InvalidInputError([Problem(name, found, "the words of the passage")])
    pages = open_pages(source_bytes, kind, name)
    number = _page_number(pages, selection)
    page = pages.page(number)
    start, end, boxes = _find_selection(pages, number, wanted, selection)
    # Later checks compare the text in the boxes; on a page with overlapping words it is more than the selected words.
    words = text_inside(page, boxes_of(quads_text(boxes))) if boxes else wanted
    return Anchor(
        evidence_id=evidence_id,
        source_sha256=hashlib.sha256(source_bytes).hexdigest(),
        page=number if pages.kind == "pdf" else None,
        quads=quads_text(boxes),
        characters=len(words),
        text_sha256=fingerprint(words),
        before=page.before(start),
        after=page.after(end),
    )


def _page_number(pages: Pages, selection: Selection) -> int:
    if pages.kind != "pdf":
        return 1
    if selection.page is None:
        raise InvalidInputError([Problem(pages.name, "a passage without a page", "the page of the PDF, from 1")])
    if selection.page > pages.count:
        found = f"page {selection.page} of a file with {pages.count} page{'s' * (pages.count > 1)}"
        mend = "Count the pages of the file, not the numbers printed on them."
        raise InvalidInputError([Problem(pages.name, found, f"a page from 1 to {pages.count}", mend)])
    return selection.page


def _find_selection(pages: Pages, number: int, wanted: str, selection: Selection) -> tuple[int, int, tuple[Box, ...]]:
    """Return start and end of the selected words in the page's compared text, and their boxes."""
    page = pages.page(number)
    places = list(page.places(wanted))
    if not places:
        scattered = _find_scattered(page, wanted, selection.quads)
        if scattered is None:
            raise InvalidInputError([_absent_fault(pages, number, wanted)])
        return scattered
    start = _choose_place(pages, number, places, wanted, selection)
    return start, start + len(wanted), boxes_between(page, start, start + len(wanted))


def _find_scattered(page: PageReading, wanted: str, quads: tuple[Box, ...]) -> tuple[int, int, tuple[Box, ...]] | None:
    """Return range and boxes of words that the page holds in another order, if the boxes hold only these words."""
    inside = [k for k, at in enumerate(page.at) if page.boxes and is_inside(page.boxes[at], quads)]
    if sorted(page.text[k] for k in inside) != sorted(wanted):
        return None
    boxes = lines_of([page.boxes[at] for at in dict.fromkeys(page.at[k] for k in inside)])
    return inside[0], inside[-1] + 1, boxes


def _choose_place(pages: Pages, number: int, places: list[int], wanted: str, selection: Selection) -> int:
    """Return the start of the selected words, among all places on the page where these words occur."""
    page = pages.page(number)
    meant = _places_in_boxes(page, places, len(wanted), selection.quads)
    if not meant:
        found = "these words stand elsewhere on the page than the boxes that came with them"
        mend = "Select them again; where that does not help, the page is drawn otherwise than it is read."
        raise InvalidInputError([Problem(pages.name, found, "boxes that hold the words", mend, key=f"page {number}")])
    if len(meant) > 1:
        before, after = comparable_text(selection.before), comparable_text(selection.after)
        near = [at for at in meant if page.around(at, at + len(wanted), before, after)]
        meant = near if before or after else meant
    if len(meant) == 1:
        return meant[0]
    if not meant:
        found, expected = "these words do not stand between the words given", "the words right before and after them"
        raise InvalidInputError([Problem(pages.name, found, expected, _told_places(page, places))])
    raise InvalidInputError([_several_fault(pages, number, meant)])


def _places_in_boxes(page: PageReading, places: list[int], length: int, quads: tuple[Box, ...]) -> list[int]:
    """Return the places with the largest share of characters in the boxes, at least half; without boxes all places."""
    if not quads or not page.boxes:
        return places
    shares = {at: inside_share(page, at, at + length, quads, SLACK) for at in places}
    best = max(shares.values())
    return [at for at, share in shares.items() if share == best and best >= IN_BOXES]


def _absent_fault(pages: Pages, number: int, wanted: str) -> Problem:
    where = f" on page {number}" if pages.kind == "pdf" else ""
    mend = "Copy the words from the file; they are compared without blanks and hyphens."
    if pages.kind == "pdf":
        page = pages.page(number)
        near = sorted(range(1, pages.count + 1), key=lambda n: abs(n - number))[1 : MOST_SOUGHT + 1]
        others = [n for n in sorted(near) if wanted in pages.page(n).text]
        if others:
            listed = ", ".join(map(str, others[:MOST_SHOWN]))
            mend = f"They stand on page{'s' * (len(others) > 1)} {listed} of the file."
        elif not page.text:
            mend = "That page holds no text, only a picture: ocrmypdf puts a text layer into the file."
        elif number < pages.count and wanted in page.text[-len(wanted) :] + pages.page(number + 1).text[: len(wanted)]:
            mend = f"They go on over page {number + 1}: cite the part on each page by itself."
    return Problem(pages.name, f"these words do not stand{where}", "the words of the source", mend)


def _several_fault(pages: Pages, number: int, places: Sequence[int]) -> Problem:
    where = f"on page {number}" if pages.kind == "pdf" else "there"
    told = _told_places(pages.page(number), places)
    mend = "Select more of the sentence, or say which words stand before or after."
    found = f"these words stand {where} {len(places)} times: {told}"
    return Problem(pages.name, found, f"words that stand {where} once", mend)


def _told_places(page: PageReading, places: Sequence[int]) -> str:
    told = "; ".join(f"after {page.before(at)[-SHOWN:] or 'nothing'!r}" for at in places[:MOST_SHOWN])
    return told + (f"; and {len(places) - MOST_SHOWN} more" if len(places) > MOST_SHOWN else "")


def check_anchor(anchor: Anchor, source_bytes: bytes, *, name: str = "the source") -> list[Problem]:
    """Return the faults and warnings of an anchor, checked against the bytes of its source; an empty list if none.

    A source that changed since it was cited is a warning, with the passage's present place, or a
    fault if the passage is no longer in it.

    Raises
    ------
    InvalidInputError
        The file cannot be read; see `anchor_of`.

    Examples
    --------
    >>> law = b"Article 1. Nobody pays a fee for work."
    >>> anchor = anchor_of(law, "text", Selection("a fee for work"))
    >>> check_anchor(anchor, law)
    []
    >>> [(p.severity, p.found) for p in check_anchor(anchor, b"Title. " + law)]
    [('warning', 'the file has changed since it was cited; the passage stands in it as before')]
    >>> [(p.severity, p.found) for p in check_anchor(anchor, b"Article 1. Workers pay.")]
    [('fault', 'the file has changed since it was cited, and the passage is not found in it')]
    """
    return [p for standing in standings([anchor], source_bytes, name=name) for p in problems_of(standing, name)]


def standings(anchors: Sequence[Anchor], source_bytes: bytes, *, name: str = "the source") -> list[AnchorStanding]:
    """Return the state of each anchor of one source in the source's present bytes, in order.

    Raises
    ------
    InvalidInputError
        The file cannot be read; see `anchor_of`.
    """
    return read_apart(kind_of(source_bytes), name, standings_directly, anchors, source_bytes, name)


def standings_directly(anchors: Sequence[Anchor], source_bytes: bytes, name: str) -> list[AnchorStanding]:
    """Return the state of each anchor, as `standings` does, but read the source in this process."""
    pages = open_pages(source_bytes, kind_of(source_bytes), name)
    sha256 = hashlib.sha256(source_bytes).hexdigest()
    return [standing_of(anchor, pages, sha256) for anchor in anchors]


def problems_of(standing: AnchorStanding, name: str) -> list[Problem]:
    """Return the problems to report on an anchor whose passage or source has changed."""
    anchor, now = standing.anchor, standing.now
    changed, expected = "the file has changed since it was cited", "the file that was cited"
    mend = "Cite it again."
    match standing.state:
        case "sound":
            return []
        case "forged":
            found = f"the places given{_on_page(anchor)} hold other words than those that were cited"
            expected = "the row as it was written"
        case "lost":
            found = f"{changed}, and the passage is not found in it"
            mend = "Look whether the source still says so, and cite it again."
        case "several":
            found, expected = f"{changed}, and holds the passage several times", "one place"
        case _:
            moved = now is not None and now.page != anchor.page
            where = f" now{_on_page(now)} (it was{_on_page(anchor)})" if moved else f"{_on_page(now)} as before"
            found = f"{changed}; the passage stands{where}"
            mend = "Look at it there, and take the new place over: evaluator passage check --renew."
    severity: Severity = "warning" if standing.state == "kept" else "fault"
    return [Problem(name, found, expected, mend, key=anchor.evidence_id, severity=severity)]


def _on_page(anchor: Anchor | None) -> str:
    return f" on page {anchor.page}" if anchor and anchor.page else " in it" if anchor else ""


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
    found = _occurrences(anchor, pages)
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
    return any(True for _ in _starts_between(anchor, page))


def _starts_between(anchor: Anchor, page: PageReading) -> Iterator[int]:
    """Yield each index at which the passage occurs between the words that were around it when cited."""
    before, after = comparable_text(anchor.before), comparable_text(anchor.after)
    length = anchor.characters
    starts = (at + len(before) for at in page.places(before)) if before else iter((0,))
    for start in starts:
        end = start + length
        if page.text.startswith(after, end) and fingerprint(page.text[start:end]) == anchor.text_sha256:
            yield start


def _occurrences(anchor: Anchor, pages: Pages) -> list[tuple[int, int]]:
    """Return (page, index) of each occurrence of the passage, by its surrounding words, else by its fingerprint."""
    numbers = sorted(range(1, pages.count + 1), key=lambda number: (abs(number - (anchor.page or 1)), number))
    near = [(number, at) for number in numbers for at in _starts_between(anchor, pages.page(number))]
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

"""How much of each page of a source is cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.anchors.pages import Pages, kind_of, open_pages, read_apart
from evaluator.anchors.place import is_inside
from evaluator.model.anchor import Anchor
from evaluator.model.schema import column
from evaluator.tables.base import declared


@dataclass(frozen=True, slots=True)
class PageCover:
    """One page of a source, and how much of it is cited."""

    source_id: str = column("id", "source", required=True)
    page: int = column("integer", "page of the file, from 1; HTML and text are one page", required=True, least=1)
    characters: int = column("integer", "letters and signs of its text", required=True, least=0)
    passages: int = column("integer", "passages cited on it", required=True, least=0)
    share: float = column("number", "share of its text that is cited, between 0 and 1", required=True, least=0, most=1)
    evidence_ids: tuple[str, ...] = column("ids", "evidence that cites it", refers="evidence")


COVERAGE = declared(PageCover, "coverage")


def coverage(source_id: str, source_bytes: bytes, anchors: Sequence[Anchor], *, name: str) -> list[PageCover]:
    """Return each page of a source with its cited share; anchors are not checked against the file.

    Raises
    ------
    InvalidInputError
        The file cannot be read; see `evaluator.anchors.anchor_of`.

    Examples
    --------
    >>> from evaluator.anchors import Selection, anchor_of
    >>> law = b"Nobody pays a fee."
    >>> (page,) = coverage("S1", law, [anchor_of(law, "text", Selection("a fee."), evidence_id="E1")], name="law")
    >>> page.characters, page.passages, page.share, page.evidence_ids
    (15, 1, 0.3333, ('E1',))
    """
    return read_apart(kind_of(source_bytes), name, cover_directly, source_id, source_bytes, anchors, name)


def cover_directly(source_id: str, source_bytes: bytes, anchors: Sequence[Anchor], name: str) -> list[PageCover]:
    """Return each page with its cited share, as `coverage` does, but read the source in this process."""
    pages = open_pages(source_bytes, kind_of(source_bytes), name)
    return [_page_cover(source_id, pages, number, anchors) for number in range(1, pages.count + 1)]


def _page_cover(source_id: str, pages: Pages, number: int, anchors: Sequence[Anchor]) -> PageCover:
    page = pages.page(number)
    here = [anchor for anchor in anchors if (anchor.page or 1) == number]
    if page.boxes:
        boxes = [box for anchor in here for box in anchor.boxes]
        cited = sum(is_inside(page.boxes[at], boxes) for at in page.at) if boxes else 0
    else:
        cited = min(len(page.text), sum(anchor.characters for anchor in here))
    ids = tuple(dict.fromkeys(anchor.evidence_id for anchor in here))
    share = round(cited / len(page.text), 4) if page.text else 0.0
    return PageCover(source_id, number, len(page.text), len(here), share, ids)


def uncited_pages(pages: Sequence[PageCover]) -> str:
    """Return the pages with text but no citation as page ranges; empty if there are none.

    Examples
    --------
    >>> uncited_pages([PageCover("S", n, 10, n in (4, 6), 0.0) for n in range(1, 9)])
    '1-3, 5, 7-8'
    """
    runs: list[list[int]] = []
    for page in pages:
        if page.characters and not page.passages:
            if runs and runs[-1][-1] == page.page - 1:
                runs[-1].append(page.page)
            else:
                runs.append([page.page])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)

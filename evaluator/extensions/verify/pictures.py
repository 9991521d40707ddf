"""Compare what two PDFs show: each page as a picture, and as words with their places, by pdfium.

Pages come here after `refuse_undrawable`, and are drawn in a child process with limits on time and memory.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import Any

import numpy as np

from evaluator.errors import library_of
from evaluator.extensions.verify.difference import Box, Difference
from evaluator.extensions.verify.object_table import plain_letters

DPI, POINTS = 110, 72
NEAR = 6  # words told around a difference
MOST_PLACES = 3  # places of a page that are told by themselves
GAP = 4  # rows of a picture without a difference that part two places
FAINTEST = 8  # steps of 255 in a colour; two pictures of one page by one program do not differ at all
MARGIN, BETWEEN, LINE = 4, 20, 3  # points around a place that is boxed; pixels between two pages, and of the box's line
RED = (200, 0, 0)
NO_WORDS = "no words"
Word = tuple[str, Box]


def load_pdfium() -> Any:  # noqa: ANN401  (imported late)
    """Import pypdfium2, or raise an error that states how to install it."""
    return library_of("report", "pypdfium2", "verifying a report needs pypdfium2")


def unlike_pages(found: bytes, made: bytes, *, placed: bool = True) -> Iterator[Difference]:
    """Yield where the pages of two PDFs show something else: words, size, and whatever a picture shows.

    Parameters
    ----------
    found, made : bytes
        The PDF to verify, and the rebuilt PDF that it should equal. Pages that only one of them has are left out.
    placed : bool
        Whether words must stand in the same places, and be parted alike.
    """
    with _opened_pdf(found) as left, _opened_pdf(made) as right:
        for number, (one, other) in enumerate(zip(left, right, strict=False), 1):
            words = [list(placed_words(page)) for page in (one, other)]
            yield from _unlike_words(number, *words, placed=placed)
            if one.get_size() == other.get_size():
                yield from _unlike_pictures(number, one, other, words)
            else:
                yield Difference("drawing", f"page {number}", _size_words(one), _size_words(other), number)


@contextmanager
def _opened_pdf(content: bytes) -> Iterator[Any]:
    """Open a PDF; what pdfium cannot read is raised as a `ValueError`."""
    pdfium = load_pdfium()
    try:
        with pdfium.PdfDocument(io.BytesIO(content)) as pdf:
            yield pdf
    except pdfium.PdfiumError as error:
        raise ValueError(f"pages that cannot be drawn ({error})") from None


def _size_words(page: Any) -> str:  # noqa: ANN401
    return f"a page of {page.get_width():g} x {page.get_height():g} points"


def placed_words(page: Any) -> Iterator[Word]:  # noqa: ANN401
    """Yield each word that pdfium reads on a page, whether it can be seen or not, with its box in whole points."""
    from pypdfium2 import raw

    text = page.get_textpage()
    letters = [chr(raw.FPDFText_GetUnicode(text, k)) for k in range(text.count_chars())]
    start = 0
    for k, letter in enumerate([*letters, " "]):
        if letter.isspace() or letter == "\0":
            if start < k:
                first, last = text.get_charbox(start), text.get_charbox(k - 1)
                yield "".join(letters[start:k]), _in_whole_points((first[0], first[1], last[2], last[3]))
            start = k + 1


def _in_whole_points(edges: Sequence[float]) -> Box:
    left, low, right, high = (round(edge) for edge in edges)
    return left, low, right, high


def words_of_pages(content: bytes) -> list[list[Word]]:
    """Return the words of each page with their boxes; see `placed_words`."""
    with _opened_pdf(content) as pdf:
        return [list(placed_words(page)) for page in pdf]


def _unlike_words(number: int, left: Sequence[Word], right: Sequence[Word], *, placed: bool) -> Iterator[Difference]:
    """Yield the first difference of a page's words, with the words around it."""
    if not placed and len({plain_letters("".join(word for word, _ in words)) for words in (left, right)}) == 1:
        return
    pairs = zip_longest(left, right, fillvalue=("", None))
    at = next((k for k, (a, b) in enumerate(pairs) if (a if placed else a[0]) != (b if placed else b[0])), None)
    if at is None:
        return
    found, expected = (" ".join(word for word, _ in words[max(0, at - NEAR) : at + NEAR]) for words in (left, right))
    if found == expected:
        found += f" (moved from {_corner_words(right[at][1])} to {_corner_words(left[at][1])})"
    box = (left if at < len(left) else right)[at][1]
    yield Difference("text", _place_words(number, box), found or NO_WORDS, expected or NO_WORDS, number, (box,))


def _corner_words(box: Box) -> str:
    return f"{box[0]}, {box[1]}"


def _place_words(number: int, box: Box) -> str:
    left, low, right, high = box
    return f"page {number}, {left} to {right} points from the left, {low} to {high} from below"


def _unlike_pictures(number: int, one: Any, other: Any, words: Sequence[Sequence[Word]]) -> Iterator[Difference]:  # noqa: ANN401
    """Yield the first places of a page where two pictures differ, with the words there; the last has all the others."""
    boxes = list(_unlike_bands(one, other))
    for k, box in enumerate(boxes[:MOST_PLACES], 1):
        found, expected = (" ".join(_words_touching(side, box)[:NEAR]) or NO_WORDS for side in words)
        if found == expected:
            found = "something drawn otherwise" if found == NO_WORDS else "the same words, drawn otherwise"
        is_last = k == MOST_PLACES < len(boxes)
        more = f"; {len(boxes) - k} more places" if is_last else ""
        places = tuple(boxes[k - 1 :]) if is_last else (box,)
        yield Difference("drawing", f"{_place_words(number, box)}{more}", found, expected, number, places)


def _unlike_bands(one: Any, other: Any) -> Iterator[Box]:  # noqa: ANN401
    """Yield each band across a page in which two pictures of the same size differ."""
    left, right = (page.render(scale=DPI / POINTS).to_numpy() for page in (one, other))
    if np.array_equal(left, right):
        return
    off = np.any(np.abs(np.subtract(left, right, dtype=np.int16)) > FAINTEST, axis=2)
    rows = np.flatnonzero(off.any(axis=1))
    per, height = POINTS / DPI, one.get_height()
    for band in np.split(rows, np.flatnonzero(np.diff(rows) > GAP) + 1) if len(rows) else ():
        columns = np.flatnonzero(off[band[0] : band[-1] + 1].any(axis=0))
        edges = columns[0] * per, height - (band[-1] + 1) * per, (columns[-1] + 1) * per, height - band[0] * per
        yield _in_whole_points(edges)


def _words_touching(words: Sequence[Word], box: Box) -> list[str]:
    """Return the words that touch a box."""
    left, low, right, high = box
    return [w for w, (x, y, far, top) in words if x <= right and far >= left and y <= high and top >= low]


def marked_texts(content: bytes) -> list[Mapping[int, str]]:
    """Return the letters of each page by the mark that holds them, which the structure tree names."""
    from pypdfium2 import raw

    pages: list[Mapping[int, str]] = []
    with _opened_pdf(content) as pdf:
        for page in pdf:
            texts: dict[int, str] = {}
            text = page.get_textpage()
            for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=text):
                mark = raw.FPDFPageObj_GetMarkedContentID(drawn)
                texts[mark] = texts.get(mark, "") + _letters_of(drawn)
            pages.append(texts)
    return pages


def _letters_of(drawn: Any) -> str:  # noqa: ANN401
    """Return the letters of one drawn text; pdfium has none for some blanks."""
    from pypdfium2 import PdfiumError

    try:
        return str(drawn.extract())
    except PdfiumError:
        return ""


def pages_beside(found: bytes, made: bytes, boxes: Mapping[int, Sequence[Box]]) -> Iterator[tuple[int, bytes]]:
    """Yield the number of each page, and a PNG of it as found and as expected beside each other, with places boxed.

    Parameters
    ----------
    found, made : bytes
        The PDF to verify, and the rebuilt PDF that it should equal.
    boxes : mapping
        The places to box by the number of the page.
    """
    image = library_of("report", "PIL.Image", "pictures of pages need Pillow")
    with _opened_pdf(found) as left, _opened_pdf(made) as right:
        for number, places in sorted(boxes.items()):
            pages = [pdf[number - 1] if number <= len(pdf) else None for pdf in (left, right)]
            heights = [page.get_height() for page in pages if page]
            drawn = [_boxed_picture(page, min(heights), places) for page in pages if page]
            sheet = image.new(
                "RGB", (sum(one.width for one in drawn) + BETWEEN, max(one.height for one in drawn)), "white"
            )
            for one, at in zip(drawn, (0, drawn[0].width + BETWEEN), strict=False):
                sheet.paste(one, (at, 0))
            out = io.BytesIO()
            sheet.save(out, "PNG")
            yield number, out.getvalue()


def _boxed_picture(page: Any, height: float, places: Sequence[Box]) -> Any:  # noqa: ANN401
    """Return the picture of a page, drawn no higher than the lower of the two, with places boxed."""
    from PIL import ImageDraw

    scale = DPI / POINTS * min(1, height / page.get_height())
    picture = page.render(scale=scale).to_pil().convert("RGB")
    for left, low, right, high in places:
        edges = (left - MARGIN, page.get_height() - high - MARGIN, right + MARGIN, page.get_height() - low + MARGIN)
        ImageDraw.Draw(picture).rectangle([edge * scale for edge in edges], outline=RED, width=LINE)
    return picture

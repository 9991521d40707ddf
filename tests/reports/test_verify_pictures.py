"""Pages are compared as words with their places, and as pictures."""

from __future__ import annotations

import io
import sys

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name
from PIL import Image

from evaluator.errors import MissingDependencyError
from evaluator.extensions.verify.pictures import (
    _unlike_bands,
    load_pdfium,
    marked_texts,
    pages_beside,
    placed_words,
    unlike_pages,
)

LINE = b"BT /F 9 Tf 10 70 Td (Grade D) Tj 0 -20 Td (of Albania) Tj ET"


def _pdf(*pages: bytes, size: tuple[int, int] = (100, 100)) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for drawn in pages:
            page = pdf.add_blank_page(page_size=size).obj
            font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            page.Resources = Dictionary(Font=Dictionary(F=font))
            page.Contents = pdf.make_stream(drawn)
        pdf.save(out)
    return out.getvalue()


def _unlike(found: bytes, expected: bytes, *, placed: bool = True) -> list[tuple[str, int, str, str]]:
    differences = unlike_pages(_pdf(b"", found), _pdf(b"", expected), placed=placed)
    return [(d.part, d.page, d.found, d.expected) for d in differences]


def test_words_are_read_with_their_boxes_seen_or_not():
    with pypdfium2.PdfDocument(_pdf(b"3 Tr " + LINE)) as pdf:
        words = list(placed_words(pdf[0]))
    assert [word for word, _ in words] == ["Grade", "D", "of", "Albania"]
    left, low, right, high = words[0][1]
    assert (left, low) == (10, 70)
    assert left < right < words[1][1][0]
    assert high - low in range(5, 9)


def test_pages_that_show_the_same_have_no_difference():
    assert _unlike(LINE, LINE) == []
    assert _unlike(LINE, b"q Q " + LINE) == []


def test_other_words_are_told_with_both_sides_and_their_place():
    text, drawing = _unlike(LINE.replace(b"Grade D", b"Grade A"), LINE)
    assert text == ("text", 2, "Grade A of Albania", "Grade D of Albania")
    assert drawing == ("drawing", 2, "A", "D")


def test_words_that_moved_say_from_where():
    moved = LINE.replace(b"10 70 Td", b"10 75 Td").replace(b"0 -20", b"0 -25")
    text = _unlike(moved, LINE)[0]
    assert text == ("text", 2, "Grade D of Albania (moved from 10, 70 to 10, 75)", "Grade D of Albania")


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (b"1 1 1 rg " + LINE, "the same words, drawn otherwise"),
        (LINE + b" 0 0 9 9 re f", "something drawn otherwise"),
        (LINE + b" 1 g 0 0 100 100 re f", "the same words, drawn otherwise"),
    ],
)
def test_what_words_do_not_show_a_picture_shows(found, told):
    assert told in [found for part, _, found, _ in _unlike(found, LINE) if part == "drawing"]


def test_what_the_eye_cannot_tell_apart_is_the_same():
    assert _unlike(LINE + b" 0.99 g 0 0 9 9 re f", LINE) == []


def test_a_page_with_many_places_tells_three_and_keeps_the_boxes_of_all():
    bars = b" ".join(b"0 %d 50 2 re f" % (10 * k) for k in range(6))
    places = [d for d in unlike_pages(_pdf(bars), _pdf(b"")) if d.part == "drawing"]
    assert [len(d.boxes) for d in places] == [1, 1, 4]
    assert places[-1].where.endswith("; 3 more places")
    ((left, low, right, high),) = places[0].boxes
    assert (left, right) == (0, 50)
    assert (low, high) == pytest.approx((50, 52), abs=1)


def test_a_page_of_another_size_is_told_and_not_drawn(monkeypatch):
    found, expected = _pdf(LINE, size=(200, 100)), _pdf(LINE)
    monkeypatch.delattr(pypdfium2.PdfPage, "render")
    (only,) = unlike_pages(found, expected)
    assert (only.found, only.expected) == ("a page of 200 x 100 points", "a page of 100 x 100 points")


def test_words_without_places_may_be_parted_and_hyphened_otherwise():
    parted = LINE.replace(b"(of Albania)", b"(of Alba-) Tj 0 -10 Td (nia)")
    assert {part for part, *_ in _unlike(parted, LINE, placed=False)} == {"drawing"}
    other = LINE.replace(b"Albania", b"Serbia")
    assert ("text", 2, "Grade D of Serbia", "Grade D of Albania") in _unlike(other, LINE, placed=False)


def test_the_letters_of_each_mark_are_read():
    drawn = b"BT /F 9 Tf 9 60 Td /P <</MCID 0>> BDC (Gra) Tj (de) Tj EMC /P <</MCID 1>> BDC ( D) Tj EMC (x) Tj ET"
    (marks,) = marked_texts(_pdf(drawn))
    assert (marks[0].strip(), marks[1].strip()) == ("Grade", "D")


def test_what_pdfium_cannot_open_is_one_error():
    with pytest.raises(ValueError, match="pages that cannot be drawn"):
        list(unlike_pages(b"%PDF-1.7 and nothing more", _pdf(LINE)))


def test_pages_are_drawn_beside_each_other_with_each_place_boxed():
    found, expected = _pdf(LINE, size=(100, 200)), _pdf(LINE)
    ((number, png),) = pages_beside(found, expected, {1: [(10, 70, 40, 78)]})
    picture = Image.open(io.BytesIO(png))
    assert number == 1
    # 100 points are 153 pixels; the higher page is drawn at half its size.
    assert picture.size == (77 + 20 + 153, 153)
    assert (200, 0, 0) in {colour for _, colour in picture.getcolors(100_000)}


def test_a_page_that_only_one_side_has_is_drawn_alone():
    ((_, png),) = pages_beside(_pdf(LINE), _pdf(LINE, LINE), {2: []})
    assert Image.open(io.BytesIO(png)).size == (153 + 20, 153)


def test_without_pdfium_the_message_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(
        MissingDependencyError, match=r"verifying a report needs pypdfium2: run  pip install .*pypdfium2"
    ):
        load_pdfium()


class _Drawn:
    """A page of 11 inches that is drawn as given: 110 dots to 72 points."""

    def __init__(self, *places, shade=0):
        self.dots = np.full((1210, 1000, 3), 255, dtype=np.uint8)
        for rows, columns in places:
            self.dots[rows, columns] = shade

    def render(self, scale):
        assert scale == 110 / 72
        return self

    def to_numpy(self):
        return self.dots

    def get_height(self):
        return 792


@pytest.mark.parametrize(
    ("places", "boxes"),
    [
        ([], []),
        ([(slice(110, 220), slice(220, 330))], [(144, 648, 216, 720)]),
        ([(0, 0)], [(0, 791, 1, 792)]),
        ([(110, slice(220, 330)), (114, slice(110, 220))], [(72, 717, 216, 720)]),  # three rows alike lie between
        ([(110, slice(220, 330)), (115, slice(110, 220))], [(144, 719, 216, 720), (72, 716, 144, 717)]),
    ],
)
def test_a_place_reaches_from_the_first_dot_that_differs_to_the_last(places, boxes):
    assert list(_unlike_bands(_Drawn(*places), _Drawn())) == list(_unlike_bands(_Drawn(), _Drawn(*places))) == boxes


@pytest.mark.parametrize(("shade", "is_seen"), [(255 - 8, False), (255 - 9, True)])
def test_a_shade_that_no_eye_sees_is_no_difference(shade, is_seen):
    assert bool(list(_unlike_bands(_Drawn((3, 3), shade=shade), _Drawn()))) is is_seen

"""Two drawings are compared operator by operator, but for what rounding does to numbers."""

from __future__ import annotations

import pytest

from evaluator.reports.verify.drawing import Drawing, Swap, alike, glyphs_of, letters_of, unlike_drawings

FONT = glyphs_of(b"3 beginbfchar\n<0001> <0041>\n<0002> <0042>\n<0003> <0020>\nendbfchar")
LINE = b"BT /F 9 Tf 1 0 0 1 50 700 Tm [<00010002>] TJ ET"


def _unlike(found: bytes, expected: bytes, swap: Swap = Swap()) -> list[tuple[str, str, str]]:  # noqa: B008
    return list(unlike_drawings(Drawing(found, {"/F": FONT}), Drawing(expected, {"/F": FONT}), swap))


def test_drawings_that_differ_in_rounding_alone_are_the_same():
    assert _unlike(LINE, LINE) == []
    assert _unlike(LINE.replace(b"50 700", b"50.0000001 700."), LINE) == []
    assert _unlike(b"0. 0 m", b"0 -0.0 m") == []


def test_the_first_operator_that_differs_is_told_after_the_words_before_it():
    found = LINE + b" 1 1 1 rg 0 0 9 9 re f"
    assert _unlike(found, LINE) == [("after “AB”", "a colour: 1 1 1 rg", "the end of the drawing")]
    assert _unlike(LINE, found) == [("after “AB”", "the end of the drawing", "a colour: 1 1 1 rg")]
    assert _unlike(b"q", b"Q") == [("operator 1", "the begin of a state: q", "the end of a state: Q")]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (LINE.replace(b"50 700", b"50.1 700"), "the place of letters: 1 0 0 1 50.1 700 Tm"),
        (LINE.replace(b"<00010002>", b"<00020001>"), "letters: BA TJ"),
        (LINE.replace(b"<00010002>", b"<0001>-9000<0002>"), "letters: AB TJ"),
        (LINE.replace(b"9 Tf", b"8 Tf"), "a font: /F 8 Tf"),
        (LINE.replace(b"BT", b"BT 3 Tr"), "how letters are drawn: 3 Tr"),
        (LINE.replace(b"BT", b"/P <</ActualText (A)>> BDC BT"), "a mark with entries: /P << /ActualText"),
        (b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI " + LINE, "an image: "),
    ],
)
def test_places_letters_fonts_modes_marks_and_images_count(changed, found):
    ((_, told, _),) = _unlike(changed, LINE)
    assert told.startswith(found)


def test_the_font_is_kept_and_brought_back_with_the_state():
    drawn = b"/F 9 Tf q /G 9 Tf Q BT [<0001>] TJ ET "
    ((where, _, _),) = _unlike(drawn + b"q", drawn + b"Q")
    assert where == "after “A”"


def test_a_line_that_names_another_release_is_the_same_in_its_place():
    swap = Swap("A", "B")
    assert _unlike(LINE.replace(b"<00010002>", b"<0001>"), LINE.replace(b"<00010002>", b"<0002>"), swap) == []
    assert _unlike(LINE.replace(b"50 700", b"60 700"), LINE, swap) != []
    assert Swap()("A") == "A"


@pytest.mark.parametrize("drawn", [b"(", b"<< /A", b"[1 2"])
def test_a_drawing_that_cannot_be_read_without_a_guess_is_told(drawn):
    with pytest.raises(ValueError, match="a drawing that cannot be read"):
        _unlike(drawn, LINE)


def test_a_code_without_letters_is_not_left_out():
    assert letters_of(FONT, b"\x00\x01\x00\x09") == "A\N{REPLACEMENT CHARACTER}"


def test_truth_is_no_number_and_a_whole_number_is_exact():
    assert not alike(True, 1)
    assert not alike(100_000_000, 100_000_001)
    assert alike({"a": [1.0]}, {"a": [1]})
    assert not alike({"a": 1}, {"b": 1})
    assert not alike("1", 1)

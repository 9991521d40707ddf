"""A PDF with highlights: annotations at the places of the passages, in colour and with a letter, that readers draw."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from evaluator.anchors import Selection
from evaluator.anchors.anchor import anchor_directly, standings_directly
from evaluator.anchors.highlight import Highlight, highlight_directly, with_highlights
from evaluator.errors import InvalidInputError
from tests.anchors.papers import paper


def made(turned=0, at=(200, 400)):
    source = paper([(*at, "Nobody pays a fee")], turned=turned)
    anchor = anchor_directly(source, "pdf", Selection("pays a fee", 1), "p", "E1")
    return source, Highlight(anchor, "#8a3d2b", "LR", "Law enforcement: no fee")


def picture(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return pdf[0].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")


def test_the_annotation_has_the_lines_the_colour_and_the_words_of_the_passage():
    source, highlight = made()
    content = with_highlights(source, [highlight])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (note,) = pdf.pages[0].Annots
        assert (str(note.Subtype), str(note.T), str(note.Contents)) == (
            "/Highlight",
            "E1",
            "LR  Law enforcement: no fee",
        )
        ((left, bottom, right, top),) = highlight.anchor.boxes
        assert [float(n) for n in note.QuadPoints] == pytest.approx(
            [left, top, right, top, left, bottom, right, bottom]
        )
        assert [round(float(c) * 255) for c in note.C] == [0x8A, 0x3D, 0x2B]
    assert highlight_directly(source, [highlight], "p") == content


@pytest.mark.parametrize(("turned", "at"), [(0, (200, 400)), (90, (300, 200)), (180, (400, 400)), (270, (300, 600))])
def test_readers_draw_the_colour_behind_the_words_and_the_letters_before_them(turned, at):
    source, highlight = made(turned, at)
    before, after = picture(source), picture(highlight_directly(source, [highlight], "p"))
    changed = [
        (x, y)
        for x in range(before.width)
        for y in range(before.height)
        if before.getpixel((x, y)) != after.getpixel((x, y))
    ]
    solid = [place for place in changed if after.getpixel(place) == (0x8A, 0x3D, 0x2B)]
    soft = [place for place in changed if max(after.getpixel(place)) > 200 and place not in solid]
    assert solid
    assert soft
    # as the page is read, the letters stand before the words, on the same line
    assert max(x for x, _ in solid) <= min(x for x, _ in soft) + 2
    assert (
        min(y for _, y in soft) - 3
        <= min(y for _, y in solid)
        <= max(y for _, y in solid)
        <= max(y for _, y in soft) + 3
    )


def test_the_words_stay_where_they_were_and_other_annotations_too():
    source, highlight = made()
    content = highlight_directly(highlight_directly(source, [highlight], "p"), [highlight], "p")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages[0].Annots) == 2
    (standing,) = standings_directly([highlight.anchor], content, "p")
    assert (standing.state, standing.now.quads) == ("kept", highlight.anchor.quads)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (paper([(50, 700, "A")], lock="x"), "a file locked by a password"),
        (b"%PDF-1.7 and no more", "a PDF file that cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message(source, words):
    with pytest.raises(InvalidInputError, match=words):
        highlight_directly(source, [made()[1]], "p")


def test_a_highlight_of_a_page_that_is_not_there_is_told():
    _, highlight = made()
    other = anchor_directly(paper([], [(50, 700, "A fee")]), "pdf", Selection("A fee", 2), "p", "E1")
    with pytest.raises(InvalidInputError, match="E1: page 2 of a file with 1"):
        highlight_directly(made()[0], [Highlight(other, highlight.ink, "L", "")], "p")

"""A selection becomes an anchor where its words stand in the file, and an anchor is held against the file's bytes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.anchors import Selection, anchor_of, check_anchor
from evaluator.anchors.anchor import anchor_directly, problems_of, standings_directly
from evaluator.anchors.comparable import comparable_text
from evaluator.errors import InvalidInputError
from tests.anchors.papers import paper, scan

TWO_COLUMNS = [
    (50, 700, "Goal 1 licenses all agen-"), (50, 685, "cies of work and bans fees."),
    (320, 700, "Goal 2 trains the judges"), (320, 685, "of every court of first rank."),
]  # fmt: skip
LAW = b"Article 1. Nobody pays a fee for work. Article 2. No passport is kept."


def made(source, text, kind="pdf", **more):
    return anchor_directly(source, kind, Selection(text, **more), "plan.pdf", "E1")


def told(source, text, kind="pdf", **more):
    with pytest.raises(InvalidInputError) as caught:
        made(source, text, kind, **more)
    (problem,) = caught.value.problems
    return str(problem)


def state(anchor, source):
    (standing,) = standings_directly([anchor], source, "plan.pdf")
    return standing


def test_an_anchor_holds_page_boxes_fingerprints_and_the_words_around(plan):
    words = "License all recruitment and employment agencies; agencies take\nno fee from workers"
    anchor = anchor_of(plan, "pdf", Selection(words, page=7), evidence_id="E1")
    assert (anchor.evidence_id, anchor.page, anchor.characters) == ("E1", 7, 71)
    assert anchor.source_sha256 == hashlib.sha256(plan).hexdigest()
    bare = words.replace(" ", "").replace("\n", "")
    assert anchor.text_sha256 == hashlib.sha256(bare.encode()).hexdigest()
    assert (anchor.before, anchor.after) == ("Source of funds 1.1", "; complaints are looked")
    assert len(anchor.boxes) == 2
    assert check_anchor(anchor, plan) == []


def test_no_cell_of_an_anchor_holds_the_passage(plan):
    anchor = made(plan, "agencies take no fee from workers", page=7)
    assert "no fee" not in str(anchor)


def test_boxes_are_in_points_of_the_page():
    anchor = made(paper([(100, 700, "One line")]), "One line", page=1)
    ((left, bottom, right, top),) = anchor.boxes
    assert left == pytest.approx(100, abs=1.5)
    assert (bottom < 700, top > 708) == (True, True)
    assert 140 < right < 150


def test_a_page_whose_corner_is_not_at_nought_keeps_the_places_of_the_file():
    anchor = made(paper([(150, 900, "One line")], box=(100, 200, 700, 1000)), "One line", page=1)
    ((left, bottom, _, top),) = anchor.boxes
    assert left == pytest.approx(150, abs=1.5)
    assert bottom < 900 < top


@pytest.mark.parametrize(
    ("turned", "lines", "box"),
    [
        (0, [(100, 700), (100, 680)], (100, 697.3, 144.7, 711.3)),
        (90, [(100, 100), (120, 100)], (88.7, 100, 102.7, 144.7)),
        (180, [(500, 100), (500, 120)], (455.3, 88.7, 500, 102.7)),
        (270, [(500, 700), (480, 700)], (497.3, 655.3, 511.3, 700)),
    ],
)
def test_a_turned_page_keeps_the_places_of_the_file(turned, lines, box):
    (first, second), words = lines, ("One line", "and the next")
    source = paper([(*first, words[0]), (*second, words[1])], turned=turned)
    anchor = made(source, "One line and the", page=1)
    assert len(anchor.boxes) == 2
    assert anchor.boxes[0] == pytest.approx(box, abs=0.1)
    assert state(anchor, source).state == "sound"


def test_words_that_a_page_holds_in_another_order_are_taken_by_their_boxes():
    source = paper([(100, 700, "One line"), (100, 680, "and the next")], turned=90, upright=False)
    quads = ((99.0, 696.0, 150.0, 712.0), (99.0, 676.0, 170.0, 692.0))
    assert "do not stand on page 1" in told(source, "One line and the next", page=1)
    assert "do not stand on page 1" in told(source, "One line and the", page=1, quads=quads)
    anchor = made(source, "One line and the next", page=1, quads=quads)
    assert len(anchor.boxes) == 2
    assert state(anchor, source).state == "sound"


def test_words_drawn_twice_over_each_other_are_one_passage():
    source = paper([(100, 700, "Bold"), (100.3, 700, "Bold"), (200, 700, "thin")])
    anchor = made(source, "thin", page=1)
    assert state(anchor, source).state == "sound"


def test_a_word_that_a_line_cuts_is_one_word_and_columns_are_read_one_after_the_other():
    source = paper(TWO_COLUMNS)
    anchor = made(source, "all agencies of work", page=1)
    assert len(anchor.boxes) == 2
    assert all(box[2] < 320 for box in anchor.boxes)
    assert "of work and bans fees. Goal 2" not in anchor.before


def test_a_ligature_is_its_letters():
    source = paper([(50, 700, "The of\xaecers of the state")])
    assert made(source, "officers", page=1).characters == 8
    assert made(source, "of\ufb01cers", page=1) == made(source, "officers", page=1)


def test_boxes_of_a_screen_decide_between_equal_words_though_its_font_is_another():
    source = paper([(50, 700, "State budget"), (50, 600, "State budget")])
    lower = made(source, "State budget", page=1, quads=((52.0, 597.0, 110.0, 611.0),))
    assert lower.boxes[0][3] < 620
    assert made(source, "State budget", page=1, before="State budget") == lower


def test_words_that_stand_twice_and_nothing_decides_are_asked_about():
    source = paper([(50, 700, "First. State budget"), (50, 600, "Second. State budget")])
    message = told(source, "State budget", page=1)
    assert "these words stand on page 1 2 times: after 'First.'; after" in message
    assert "Select more of the sentence, or say which words stand before or after." in message
    assert made(source, "State budget", page=1, before="Second.").boxes[0][3] < 620
    assert made(source, "State budget", page=1, after="Second").boxes[0][3] > 620


def test_words_that_do_not_stand_between_the_words_given_are_refused():
    source = paper([(50, 700, "First. State budget"), (50, 600, "Second. State budget")])
    assert "these words do not stand between the words given" in told(source, "State budget", page=1, before="Third.")


def test_many_places_are_counted_and_the_first_are_named():
    source = paper([(50, 700 - 20 * n, f"Row {n} pays nothing") for n in range(9)])
    assert "9 times" in told(source, "pays nothing", page=1)
    assert "; and 3 more" in told(source, "pays nothing", page=1)


def test_boxes_that_hold_other_words_are_refused():
    source = paper([(50, 700, "State budget"), (50, 300, "Private")])
    message = told(source, "State budget", page=1, quads=((50.0, 298.0, 110.0, 312.0),))
    assert "plan.pdf: page 1: these words stand elsewhere on the page than the boxes that came with them" in message


@pytest.mark.parametrize(
    ("text", "page", "words"),
    [
        ("no such words", 7, "these words do not stand on page 7"),
        ("License all recruitment", 9, "They stand on page 7 of the file."),
        ("License all recruitment", 16, "page 16 of a file with 15 pages. Give a page from 1 to 15."),
        ("License all recruitment", None, "a passage without a page"),
        ("  ", 7, "an empty selection"),
        ("--", 7, "a selection without words"),
    ],
)
def test_what_is_not_there_is_told_with_where_it_is(plan, text, page, words):
    assert words in told(plan, text, page=page)


def test_words_are_sought_on_the_nearest_pages_alone_for_a_thousand_take_too_long(monkeypatch):
    monkeypatch.setattr("evaluator.anchors.anchor.MOST_SOUGHT", 2)
    source = paper(*[[(50, 700, text)] for text in ("a fee", "no", "no", "no", "a fee")])
    assert "They stand on page 5 of the file." in told(source, "a fee", page=4)
    assert "They stand" not in told(source, "a fee", page=3)


def test_words_that_go_on_over_the_next_page_are_cited_for_each_page():
    source = paper([(50, 700, "Nobody pays a fee")], [(50, 700, "for work")])
    assert "They go on over page 2: cite the part on each page by itself." in told(source, "a fee for work", page=1)


def test_a_page_that_is_a_picture_is_told():
    source = paper([(50, 700, "Cover")], [])
    assert "That page holds no text, only a picture" in told(source, "fee", page=2)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (paper([(50, 700, "A")], lock="x"), "a file locked by a password. Give one without. Save it without"),
        (scan(), "2 pages without any text: a scan. Give a file with text."),
        (b"%PDF-1.7 and no more", "a PDF file that cannot be read"),
        (b"", "an empty file"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_message(source, words):
    assert words in told(source, "A", page=1)


def test_a_source_of_another_kind_is_refused():
    assert "a source of the kind 'docx'. Give one of: pdf, html, text" in told(b"A", "A", "docx")


def test_the_words_of_a_page_of_html_are_found_across_its_marks():
    page = b"<head><title>T</title></head><body><p>Nobody pays a <b>fe</b>e</p><script>var a</script><p>for work.</p>"
    anchor = made(page, "a fee for work", "html")
    assert (anchor.page, anchor.quads, anchor.before, anchor.after) == (None, "", "Nobody pays", ".")
    assert check_anchor(anchor, page) == []
    assert "these words do not stand. Give the words" in told(page, "var a", "html")


def test_changed_bytes_are_told_and_the_passage_is_followed_to_another_page():
    before = paper([(50, 700, "Cover")], [(50, 700, "Nobody pays a fee for work.")])
    after = paper([(50, 700, "Cover")], [(50, 700, "New")], [(50, 500, "Nobody pays a fee for work.")])
    standing = state(made(before, "pays a fee", page=2), after)
    assert (standing.state, standing.now.page) == ("kept", 3)
    assert standing.now == made(after, "pays a fee", page=3)
    (problem,) = problems_of(standing, "plan.pdf")
    assert problem.severity == "warning"
    assert str(problem).startswith(
        "plan.pdf: E1: the file has changed since it was cited; the passage stands now on page 3 (it was on page 2)"
    )


def test_a_passage_whose_surroundings_changed_too_is_found_by_its_fingerprint():
    before, after = paper([(50, 700, "A fee is paid by nobody.")]), paper([(50, 700, "So: a fee is paid by no one.")])
    standing = state(made(before, "fee is paid", page=1), after)
    assert standing.state == "kept"
    assert standing.now.before == "So: a"


def test_a_passage_that_is_gone_or_there_twice_is_a_fault():
    before = paper([(50, 700, "Nobody pays a fee.")])
    anchor = made(before, "pays a fee", page=1)
    gone = state(anchor, paper([(50, 700, "Workers pay.")]))
    twice = state(anchor, paper([(50, 700, "Nobody pays a fee."), (50, 600, "Nobody pays a fee.")]))
    assert (gone.state, twice.state) == ("lost", "several")
    assert "the passage is not found in it" in str(problems_of(gone, "p")[0])
    assert "holds the passage several times" in str(problems_of(twice, "p")[0])
    assert {problems_of(one, "p")[0].severity for one in (gone, twice)} == {"fault"}


@pytest.mark.parametrize(
    "change",
    [
        {"quads": "10 10 20 20"}, {"quads": ""}, {"page": 1}, {"page": 99}, {"page": None}, {"text_sha256": "0" * 64},
        {"characters": 3},
    ],
)  # fmt: skip
def test_a_row_that_was_changed_by_hand_is_a_fault(plan, change):
    anchor = made(plan, "agencies take no fee from workers", page=7)
    standing = state(replace(anchor, **change), plan)
    assert standing.state == "forged"
    assert "hold other words than those that were cited" in str(problems_of(standing, "p")[0])


@given(st.data())
def test_any_piece_of_a_text_is_found_again_where_it_was_taken_from(data):
    text = data.draw(st.text(st.sampled_from("ab é-ﬁ\u00ad\n“"), min_size=1, max_size=40))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    source = text.encode()
    if not comparable_text(text[start:end]):
        return
    selection = Selection(text[start:end], before=text[:start], after=text[end:])
    anchor = anchor_directly(source, "text", selection, "t", "")
    assert anchor.characters == len(comparable_text(text[start:end]))
    assert [s.state for s in standings_directly([anchor], source, "t")] == ["sound"]


def test_a_selection_is_read_from_what_the_viewer_tells_and_every_wrong_part_is_named():
    found = Selection.of({"page": 2, "text": "a", "quads": [[5, 6, 1, 2]], "before": None})
    assert found == Selection("a", 2, ((1, 2, 5, 6),))
    assert Selection.of({"text": "a"}) == Selection("a")
    with pytest.raises(InvalidInputError) as caught:
        Selection.of({"page": "2", "text": 5, "quads": [[1, 2]], "after": []})
    assert [p.key for p in caught.value.problems] == ["page", "text", "quads"]
    for quads in ("1234", 5, [5], ["1234"], [[1, 2, 3, True]], [[1, 2, 3, float("nan")]]):
        with pytest.raises(InvalidInputError, match="lists of four numbers"):
            Selection.of({"text": "a", "quads": quads})
    for page in (0, True, 1.5):
        with pytest.raises(InvalidInputError, match="a number from 1"):
            Selection.of({"text": "a", "page": page})


def test_the_words_around_are_enough_where_too_much_would_have_to_be_tried(monkeypatch):
    anchor = anchor_directly(LAW, "text", Selection("a fee"), "law", "E1")
    monkeypatch.setattr("evaluator.anchors.anchor.MOST_TRIED", 0)
    (near,) = standings_directly([anchor], b"Title. " + LAW, "law")
    (far,) = standings_directly([replace(anchor, before="", after="other")], b"Title. " + LAW, "law")
    assert (near.state, far.state) == ("kept", "lost")


def test_a_passage_at_the_very_beginning_is_sound():
    anchor = anchor_directly(LAW, "text", Selection("Article 1."), "law", "E1")
    assert [one.state for one in standings_directly([anchor], LAW, "law")] == ["sound"]
    (changed,) = standings_directly([replace(anchor, after="Everybody pays")], LAW, "law")
    assert changed.state == "forged"

"""Characters as lines, lines as texts: which break is one, which word was cut."""

from __future__ import annotations

from collections import Counter

import pytest

from evaluator.intake.formats.typeset import Glyph, cell_text, inner_words, lines_of

WIDE, HIGH = 5.0, 10.0


def glyphs(*lines, left=0.0):
    """Return the characters of lines of one width each, twelve points apart."""
    return [
        Glyph(letter, left + at * WIDE, number * 12.0, left + (at + 1) * WIDE, number * 12.0 + HIGH)
        for number, line in enumerate(lines)
        for at, letter in enumerate(line)
        if letter != " "
    ]


def read(*lines, right, known=()):
    return cell_text(glyphs(*lines), right * WIDE, Counter(known))


def test_lines_are_put_together_whatever_order_their_characters_have():
    mixed = glyphs("ab cd", "ef")[::-1]
    assert [line.text for line in lines_of(mixed)] == ["ab cd", "ef"]
    assert lines_of([]) == []


def test_an_index_stands_in_its_line():
    low = Glyph("2", 10, 4, 13, 12)
    assert [line.text for line in lines_of([*glyphs("ab"), low])] == ["ab2"]


def test_ligatures_are_undone():
    assert lines_of([Glyph("ﬁ", 0, 0, 5, 10)])[0].text == "fi"


@pytest.mark.parametrize(
    ("lines", "right", "text"),
    [
        (("train the", "judges"), 12, "train the judges"),
        (("train", "judges"), 30, "train\njudges"),
        (("train the x", "b) police"), 12, "train the x\nb) police"),
        (("a", "b"), 1, "a b"),
    ],
)
def test_a_line_ends_where_its_next_word_would_have_fitted_or_an_item_begins(lines, right, text):
    assert read(*lines, right=right, known=["a", "b"]) == (text, ())


def test_a_word_cut_without_a_hyphen_is_put_together_with_a_doubt():
    assert read("constructi", "on", right=10) == ("construction", ("constructi|on",))
    assert read("1.250.000,", "00", right=10) == ("1.250.000,00", ("1.250.000,|00",))


def test_two_words_that_the_document_has_stay_two():
    assert read("government", "budget now", right=10, known=["government", "budget"])[0] == "government budget now"


def test_a_line_with_a_blank_or_with_room_was_not_cut():
    assert read("a building", "site", right=10)[0] == "a building site"
    assert read("building", "Site", right=8)[0] == "building Site"


def test_hyphens_of_the_word_stay_and_those_of_the_typesetter_go():
    assert read("ONG-", "urilor", right=5) == ("ONG-urilor", ("ONG-|urilor",))
    assert read("identi\u2010", "fication", right=7) == ("identification", ())
    assert read("identi-", "fication", right=7, known=["identification"]) == ("identification", ("identi-|fication",))


def test_words_inside_lines_are_whole():
    lines = glyphs("one two three", "four Five, six")
    assert inner_words(lines, right=13 * 5) == ["one", "two", "five", "six"]
    assert inner_words(lines, right=20 * 5) == ["one", "two", "three", "four", "five", "six"]


def test_an_ending_that_is_a_word_of_the_document_is_not_put_to_the_word_before():
    assert read("reintegracije", "sa obukom", right=13, known=["sa"])[0] == "reintegracije sa obukom"
    assert read("reintegracij", "e sa", right=12, known=["e"])[0] == "reintegracije sa"
    assert read("reintegracij", "e sa", right=12, known=["reintegracije", "reintegracij"])[0] == "reintegracije sa"


def test_a_hyphen_of_print_that_the_document_has_inside_a_word_stays():
    assert read("OJF\u2010", "ve", right=4)[0] == "OJF\u2010ve"
    assert read("co\u2010", "operation", right=3, known=["co-operation"])[0] == "co\u2010operation"


def test_a_control_character_of_a_font_becomes_a_sign_that_notes_may_hold():
    (line,) = lines_of([Glyph("a", 0, 0, 5, 10), Glyph("\x15", 5, 0, 10, 10)])
    assert line.text == "a\ufffd"

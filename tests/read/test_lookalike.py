"""Names that a reader takes for each other."""

from __future__ import annotations

import unicodedata

import pytest

from evaluator.read.text_files.lookalike import ARMENIAN, CYRILLIC, DASHES, GREEK, LATIN, skeleton, spelt, taken_for


@pytest.mark.parametrize(
    ("one", "other"),
    [("M1", "\u041c1"), ("e1", "E1"), ("E1", "\uff251"), ("E1", "E\u200b1"), ("E-1", "E\u20111"),
     ("MOP", "\u041c\u041e\u0420"), ("E1", "\u0395\uff11"), ("E1", "E\u00ad1"), ("K1", "\u212a1"),
     ("E\u00e9", "Ee\u0301"), ("E1", "E\u0661"), ("E10", "E\u0967\u0966"), ("2020", "\u06f2\u06f0\u06f2\u06f0")],
)  # fmt: skip
def test_these_are_taken_for_each_other(one, other):
    assert one != other
    assert skeleton(one) == skeleton(other)
    assert taken_for(other, ["X", one]) == one


@pytest.mark.parametrize(
    ("one", "other"), [("E1", "E11"), ("l1", "11"), ("O1", "01"), ("č", "c"), ("Ж", "X"), ("U", "У"), ("E1", "E\u0662")]
)
def test_these_are_not(one, other):
    assert skeleton(one) != skeleton(other)
    assert taken_for(one, [other, one]) == ""


def test_each_letter_of_another_script_has_one_latin_letter():
    for letters, plains in (CYRILLIC, GREEK, ARMENIAN, LATIN, DASHES):
        assert len(letters) == len(plains) == len(set(letters))
        assert plains.isascii()
    assert {unicodedata.name(letter).partition(" ")[0] for letter in CYRILLIC[0]} == {"CYRILLIC"}
    assert {unicodedata.name(letter).partition(" ")[0] for letter in GREEK[0]} == {"GREEK"}


def test_a_name_is_told_by_its_code_points_where_the_eye_does_not_help():
    assert (spelt("E1"), spelt("\u0415\u200b1")) == ("'E1'", "'\u0415\\u200b1' (\\u0415\\u200b1)")

"""Serbian Cyrillic in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.script import CYRILLIC, LATIN, alphabetical, serbian_latin


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Љубљана", "Ljubljana"),
        ("ЉУБЉАНА", "LJUBLJANA"),
        ("Џ", "Dž"),
        ("Његош и ЊЕГОШ", "Njegoš i NJEGOŠ"),
        ("СЕЉ", "SELJ"),
        ("трговина људима: 45%", "trgovina ljudima: 45%"),
        ("%(plan)s и TIP Report", "%(plan)s i TIP Report"),
        ("", ""),
    ],
)
def test_serbian_cyrillic_becomes_latin(cyrillic, latin):
    assert serbian_latin(cyrillic) == latin


def test_there_are_thirty_letters_and_no_two_share_a_latin_form():
    assert len(CYRILLIC) == 30
    assert len(set(LATIN)) == 30


@given(st.text(alphabet=st.characters(max_codepoint=0x3FF)))
def test_a_text_without_cyrillic_stays_as_it_is(text):
    assert serbian_latin(text) == text


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        (
            "sr-Latn",
            ["Cetinje", "Čačak", "Ćuprija", "Dunav", "Džep", "Đakovica", "Luka", "Ljubljana", "Zagreb", "Žabljak"],
        ),
        (
            "sr-Cyrl",
            ["Албанија", "Босна", "Ђаковица", "Јапан", "Косово", "Љубљана", "Њујорк", "Ћуприја", "Хрватска", "Шид"],
        ),
        ("en", ["Åland", "Albania", "Austria", "Östersund", "Poland"]),
    ],
)
def test_names_stand_in_the_order_of_the_alphabet(lang, names):
    assert sorted(set(names), key=alphabetical(lang)) == names


def test_accents_decide_only_between_names_that_are_else_the_same():
    assert sorted(["Rés", "Res", "Reset"], key=alphabetical("en")) == ["Res", "Rés", "Reset"]

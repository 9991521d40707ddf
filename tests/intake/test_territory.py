"""A country is found by its code or by a name in any language at hand; a near name is suggested."""

from __future__ import annotations

import pytest

from evaluator.errors import EvaluatorError
from evaluator.intake.territory import country_of, territories

SHIPPED = ("sr-Cyrl", "sr-Latn")


def test_the_list_is_that_of_the_standard_and_kosovo():
    known = territories()
    assert len(known) == 250
    assert known["IRL"] == "IE"
    assert known["XKX"] == "XK"
    assert {"SUN", "YUG", "ANT", "DDR", "ZZZ", "QUU"} & set(known) == set()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ireland", "IRL"),
        (" ireland ", "IRL"),
        ("irl", "IRL"),
        ("IE", "IRL"),
        ("irska", "IRL"),
        ("Ирска", "IRL"),
        ("Éire", "IRL"),
        ("eire", "IRL"),
        ("Deutschland", "DEU"),
        ("Россия", "RUS"),
        ("the Netherlands", "NLD"),
        ("bosnia & herzegovina", "BIH"),
        ("Cote d'Ivoire", "CIV"),
        ("Kosovo", "XKX"),
    ],
)
def test_codes_and_names_are_understood(typed, code):
    assert country_of(typed, SHIPPED).iso3 == code


def test_the_names_are_in_the_languages_asked_for_english_first_without_signs_for_words():
    assert country_of("BIH", SHIPPED).names == {
        "en": "Bosnia and Herzegovina",
        "sr-Cyrl": "Босна и Херцеговина",
        "sr-Latn": "Bosna i Hercegovina",
    }
    assert list(country_of("BIH", ("zxx",)).names) == ["en"]


@pytest.mark.parametrize(
    ("typed", "code"), [("Irland", "IRL"), ("Litauen", "LTU"), ("Lituanie", "LTU"), ("Turkey", "TUR")]
)
def test_a_country_is_known_by_its_name_in_a_language_of_any_country(typed, code):
    assert country_of(typed, SHIPPED).iso3 == code


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Irelend", r"no country is called 'Irelend'\. Did you mean IRL \(Ireland\)"),
        ("Congo", r"Did you mean COD \(Congo - Kinshasa\) or COG \(Congo - Brazzaville\)\?"),
        ("Türkiyye", r"Did you mean TUR \(Türkiye\)\?"),
        ("zebra", r"Give its English name or its code of three letters"),
        (" ", r"Give its English name"),
    ],
)
def test_what_is_no_country_is_told_with_what_is_near(typed, said):
    with pytest.raises(EvaluatorError, match=said):
        country_of(typed, SHIPPED)

"""Whose coding a score rests on, by hand on the public record."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.scoring.observers import observed, observed_words, shares_of, texts_of


@pytest.fixture(scope="module")
def rubric():
    return Library.open().rubric("public-record")


@pytest.fixture(scope="module")
def romania(rubric):
    return evaluate(Library.open().assessment("ROU-2011", rubric), rubric)


def test_every_variable_of_the_public_record_has_one_observer(rubric):
    coded = [name for one in rubric.observers for name in one.variables]
    assert sorted(coded) == sorted({name for criterion in rubric.criteria for name in criterion.inputs})


def test_under_equal_weights_five_sixths_rest_on_the_chapters_of_the_tip_report(romania):
    """Of law enforcement (a half) 3 of 6 criteria are Frank's and 1 is of 3P; of human rights (a half) 5 and 2 of 7."""
    frank, three_p = 3 / 12 + 5 / 14, 1 / 12 + 2 / 14
    assert romania.observers["frank"] == pytest.approx(frank)
    assert romania.observers["three-p"] == pytest.approx(three_p)
    assert romania.observers["treaty-office"] == romania.observers["kelley-heiss"] == pytest.approx(1 / 12)
    first = texts_of(romania.rubric, romania.observers)[0]
    assert first.share == pytest.approx(5 / 6)
    assert [one.id for one, _ in first.observers] == ["frank", "three-p"]


def test_a_frame_without_law_enforcement_rests_on_the_chapters_alone(rubric):
    library = Library.open()
    card = evaluate(library.assessment("BIH-2005", rubric), rubric, rubric.weighting("no-borders"))
    assert texts_of(rubric, card.observers)[0].share == pytest.approx(1)
    assert len(texts_of(rubric, card.observers)) == 1


def test_without_a_rating_the_weight_that_applies_is_shared(romania):
    bare = [type(one)(**{**{f: getattr(one, f) for f in one.__slots__}, "used": 0.0}) for one in romania.criteria]
    assert shares_of(romania.rubric, bare) == pytest.approx(romania.observers)


def test_a_criterion_that_reads_two_observers_is_split_between_them(rubric):
    both = rubric.by_id["protection-3p"].model_copy(update={"inputs": ("3p_protection", "palermo_party")})
    other = rubric.model_copy(update={"criteria": (both,)})
    assert observed(other, {"protection-3p": 0.4})["treaty-office"] == 0.5


def test_a_rubric_of_its_own_ratings_names_no_observer():
    rubric = Library.open().rubric()
    assert observed(rubric, {"non-punishment": 1.0}) == {}
    assert observed_words(rubric, [{}]) is None


def test_the_sentence_names_texts_with_those_who_coded_them(romania):
    """Frank's 61% and the 23% of 3P print one more than the 83% of their text; 83, 8 and 8 are one less than 100."""
    assert observed_words(romania.rubric, [romania.observers, romania.observers]) == (
        "Of the weight, 83% rests on the country chapters of the US Trafficking in Persons Report "
        "(coded by Frank 2013 61%, coded for the 3P index 23%); 8% rests on the register of treaties (United Nations); "
        "8% rests on the laws of the states (dated by Kelley and Heiss). Figures are rounded."
    )


def test_shares_that_add_up_as_printed_have_no_note(rubric):
    shares = {"frank": 0.5, "three-p": 0.25, "treaty-office": 0.15, "kelley-heiss": 0.1}
    assert str(observed_words(rubric, [shares])).endswith(
        "10% rests on the laws of the states (dated by Kelley and Heiss)."
    )


def test_plans_of_one_page_that_rest_on_observers_to_different_shares_have_ranges(rubric):
    """The first rests to 75% on the chapters, the second to 90% and on no law; one without weight changes nothing."""
    first = {"frank": 0.5, "three-p": 0.25, "treaty-office": 0.1, "kelley-heiss": 0.15}
    second = {"frank": 0.6, "three-p": 0.3, "treaty-office": 0.1, "kelley-heiss": 0.0}
    assert observed_words(rubric, [first, second, dict.fromkeys(first, 0.0)]) == (
        "Of the weight, which differs from one to another, 75% to 90% rests on the country chapters of the US "
        "Trafficking in Persons Report (coded by Frank 2013 50% to 60%, coded for the 3P index 25% to 30%); "
        "0% to 15% rests on the laws of the states (dated by Kelley and Heiss); "
        "10% rests on the register of treaties (United Nations)."
    )

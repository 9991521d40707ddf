"""A weighting states shares or counts, classes and single criteria."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.weighting import WeightEntry, Weighting, Where


def test_an_entry_is_a_share_or_a_count():
    assert WeightEntry(share=0.25, origin="modelled").number == 0.25
    assert WeightEntry(count=3, origin="counted").number == 3


@pytest.mark.parametrize("given", [{}, {"share": 0.5, "count": 1}, {"share": -0.1}, {"count": float("nan")}])
def test_an_entry_of_both_of_none_or_not_a_weight_is_refused(given):
    with pytest.raises(ValidationError):
        WeightEntry.model_validate({"origin": "modelled", **given})


def test_a_weight_of_zero_is_a_weight():
    assert WeightEntry(count=0, origin="counted").number == 0.0


def test_where_names_the_keys_that_are_set():
    assert Where(yardstick=True, stance="control").given == {"yardstick": True, "stance": "control"}


def test_a_short_name_goes_before_the_title_language_by_language():
    view = Weighting.model_validate(
        {"id": "x", "rubric": "r", "titles": {"en": "A long title", "sr-Cyrl": "Дуг"}, "short": {"en": "Short"},
         "actor": "who", "gates": "cap"}
    )  # fmt: skip
    assert view.names == {"en": "Short", "sr-Cyrl": "Дуг"}


def test_who_counts_so_is_said_in_a_language_and_the_name_where_nothing_is_written():
    bare = {"id": "x", "rubric": "r", "titles": {"en": "A long title"}, "actor": "who", "gates": "cap"}
    told = Weighting.model_validate({**bare, "who": {"en": "police", "sr-Cyrl": "полицију"}, "head": {"en": "P"}})
    assert (told.said(), told.said("sr-Latn"), told.headed()) == ("police", "policiju", "P")
    plain = Weighting.model_validate(bare)
    assert (plain.said("sr-Cyrl"), plain.headed()) == ("A long title", "A long title")


@pytest.mark.parametrize("given", [{"who": {"en": "x" * 41}}, {"head": {"en": "x" * 21}}, {"who": {"en": ""}}])
def test_words_of_who_counts_so_are_short(given):
    bare = {"id": "x", "rubric": "r", "titles": {"en": "A"}, "actor": "who", "gates": "cap"}
    with pytest.raises(ValidationError):
        Weighting.model_validate({**bare, **given})

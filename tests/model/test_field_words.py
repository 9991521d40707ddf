"""What a rubric lacks is not spoken of: the messages that stand for others, and which rubric takes which."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.band_words import BANDS, NO_BANDS, wording_of
from evaluator.model.field_words import ASSESSED, COUNTED, COUNTED_IN_PARTS, GROUPS, NO_FLOORS, NO_STANCES
from evaluator.model.rubric import Missing
from evaluator.model.wording import NO_PLAN
from evaluator.reports.language import placeholders
from tools.messages import collected

LAYERS = {
    "assessed": ASSESSED, "counted": COUNTED, "in parts": COUNTED_IN_PARTS, "groups": GROUPS,
    "no floors": NO_FLOORS, "no stances": NO_STANCES,
}  # fmt: skip
PAIRS = [(name, message) for name, layer in LAYERS.items() for message in layer]


@pytest.mark.slow
def test_each_message_in_other_words_is_said_by_a_page_or_by_another_layer():
    said = {message.id if isinstance(message.id, str) else message.id[0] for message in collected()}
    said |= {words.one for layer in (BANDS, NO_BANDS, NO_PLAN) for words in layer.values()}
    assert [message for _, message in PAIRS if message not in said] == []


@pytest.mark.parametrize(("name", "message"), PAIRS)
def test_other_words_have_the_same_placeholders(name, message):
    for form in filter(None, LAYERS[name][message]):
        assert set(placeholders(form)) <= {*placeholders(message), "%(num)s", "%(number)s"}, form


def test_the_words_of_bands_are_worded_again_by_what_the_rubric_lacks():
    rubric = Library.open().rubric("first-look")  # paradigms without stances
    wording = wording_of(rubric)
    assert (wording.has_stances, wording.has_codings, wording.has_floors) == (False, True, True)
    assert wording.one("Paradigm and stance") == "Paradigm"
    assert wording.one("No paradigm clearly stands out") == "No paradigm clearly stands out"


def test_a_rubric_of_which_one_part_counts_what_is_missing_as_nothing_says_so_of_parts():
    rubric = Library.open().rubric()
    part = rubric.tree[0].model_copy(update={"missing": Missing(policy="zero")})
    wording = wording_of(rubric.model_copy(update={"tree": (part, *rubric.tree[1:])}))
    assert wording.one("not assessed; never counts as 0") == "not assessed; in parts counts as level 0"
    whole = wording_of(rubric.model_copy(update={"missing": Missing(policy="zero")}))
    assert whole.one("not assessed; never counts as 0") == "not assessed; counts as level 0"


def test_the_subject_stands_in_the_language_of_the_page():
    rubric = Library.open().rubric()
    assert wording_of(rubric).subject == "trafficking in human beings"
    assert wording_of(rubric, "sr-Latn").subject == "trgovina ljudima"

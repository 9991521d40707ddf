"""Names of nodes in sentences."""

from __future__ import annotations

import pytest

from evaluator.contrasts.naming import (
    SECTION_WORDS,
    left_out_words,
    needs_ranks_words,
    path_title,
    too_many_pairs_words,
    too_many_plans_words,
)
from evaluator.contrasts.options import SECTIONS
from evaluator.errors import EvaluatorError
from evaluator.model.sentence import say
from tests.contrasts.synthetic import toy_rubric
from tests.marking import unsaid


def test_a_stance_is_named_with_its_paradigm():
    rubric = toy_rubric()
    assert path_title(rubric, "human-rights.structural") == "Human-rights, structural"
    assert path_title(rubric, "plan-quality") == "Plan quality"
    assert path_title(rubric, "plan-quality-1") == "Plan-quality-1"


@pytest.mark.parametrize("section", SECTIONS)
def test_what_could_not_be_told_is_said_in_another_language_whole(section):
    error = EvaluatorError(say("nothing is rated by %(coder)s", coder="X"))
    assert left_out_words(section, error) == f"Left out: {SECTION_WORDS[section]}, because nothing is rated by X."
    assert unsaid(left_out_words(section, error), "X") == ""
    assert (
        needs_ranks_words(section)
        == f"Left out, because one plan alone has no rank: {SECTION_WORDS[section]}. Give two or more plans."
    )
    assert unsaid(needs_ranks_words(section)) == ""


@pytest.mark.parametrize("note", [too_many_pairs_words(20), too_many_plans_words(40)])
def test_too_many_plans_are_told_with_their_number(note):
    assert f"for up to {note.number} plans; name fewer" in note
    assert unsaid(note) == ""

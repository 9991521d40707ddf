"""A safeguard is kept, met in part, met with silence, open or breached; a silence is told as no pass."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.safeguard import STATES, Gate, safeguards_told, state_of, state_words
from tests.scoring.small import rubric_of

RUBRIC = Library.open().rubric()
GATES = RUBRIC.grading.gates
CONDUCT = Library.open().rubric("law-and-practice")
LAW, PRACTICE = (
    next(one.id for one in CONDUCT.criteria if one.object == kind and one.scale is None) for kind in ("law", "practice")
)


def gates_of(*states, level=None):
    return [Gate(name, state, caps=False, level=level) for name, state in zip(GATES, states, strict=False)]


@pytest.mark.parametrize(
    ("status", "level", "state"),
    [
        ("rated", 4, "kept"),
        ("rated", 3, "kept"),  # the norm level
        ("rated", 2, "in-part"),
        ("rated", 0, "in-part"),
        ("silent", 0, "silent"),
        ("contrary", 0, "tripped"),
        ("disputed", None, "disputed"),
        ("not-assessed", None, "not-assessed"),
        ("estimated", None, "not-assessed"),
        ("not-applicable", None, "not-applicable"),
        ("no-occasion", None, "not-applicable"),
        ("at-least", 2, "at-least"),
        ("at-least", 3, "kept"),  # more could be read, never less
    ],
)
def test_the_rating_decides_the_state(status, level, state):
    assert state_of(RUBRIC, "non-punishment", status, level) == state


def test_without_a_norm_level_only_the_top_keeps_a_safeguard():
    bare = RUBRIC.model_copy(update={"norm_level": None})
    assert [state_of(bare, "non-punishment", "rated", level) for level in (3, 4)] == ["in-part", "kept"]


@pytest.mark.parametrize(
    ("state", "level", "words"),
    [
        ("kept", 3, "kept"),
        ("in-part", 1, "in part (level 1 of 4)"),
        ("in-part", 0, "absent (level 0)"),
        ("at-least", 2, "level 2 or more of 4"),
        ("silent", None, "not mentioned"),
        ("tripped", 0, "breached"),
        ("disputed", None, "disputed"),
        ("not-assessed", None, "not assessed"),
        ("not-applicable", None, "does not apply"),
    ],
)
def test_each_state_has_its_words(state, level, words):
    assert state_words(RUBRIC, Gate("non-punishment", state, caps=False, level=level)) == words


def test_the_words_of_a_silence_name_the_text_that_was_asked():
    said = [state_words(CONDUCT, Gate(name, "silent", caps=False)) for name in (LAW, PRACTICE)]
    assert said == ["the law as read is silent", "nothing documented"]


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ((), ""),
        (("not-applicable",) * 4, ""),
        (("silent",) * 4, "No breach found; the plan says nothing on 4 of 4. Silence is no pass and no breach."),
        (("kept", "kept", "in-part", "kept"), "No breach found; 3 of 4 kept."),
        (("kept", "not-applicable"), "No breach found; 1 of 1 kept."),
        (
            ("tripped", "silent", "kept", "kept"),
            "1 safeguard is breached; the plan says nothing on 1 of 4. Silence is no pass and no breach.",
        ),
        (("tripped", "tripped", "kept", "in-part"), "2 safeguards are breached; 1 of 4 kept."),
        (("at-least", "kept"), "No breach found; 1 of 2 kept. 1 kept in part or more, as far as was read."),
        (("not-assessed",) * 4, "None could be assessed, so a breach is not excluded."),
        (("not-assessed",), "No breach found; 0 of 1 kept. 1 could not be assessed."),
        (
            ("silent", "not-assessed", "disputed", "kept"),
            (
                "No breach found; the plan says nothing on 1 of 4. 1 could not be assessed. "
                "On 1 the coders disagree. Silence is no pass and no breach."
            ),
        ),
    ],
)
def test_all_safeguards_are_told_together(states, told):
    assert safeguards_told(RUBRIC, gates_of(*states)) == told


def test_a_silence_of_law_and_practice_is_not_called_one_of_the_plan():
    gates = [Gate(name, "silent", caps=False) for name in (LAW, PRACTICE)]
    assert safeguards_told(CONDUCT, gates).startswith("No breach found; nothing is said or documented on 2 of 2.")


def test_no_words_call_a_silence_or_a_low_level_a_pass():
    said = {str(state_words(RUBRIC, Gate("non-punishment", state, caps=False, level=1))) for state in STATES}
    assert not [words for words in said if "not breached" in words or "held" in words]


def test_a_safeguard_on_a_scale_of_its_own_is_kept_from_the_points_of_the_norm_level_on():
    norm = {"level": 3, "gap_up_to": 1, "origin": "modelled"}  # 0.75 points; level 1 of 0 to 2 has 0.5
    rubric = rubric_of({"left": {}}, {"a": {"parent": "left", "scale": {"levels": 3}}}, ["a"], norm_level=norm)
    assert [state_of(rubric, "a", "rated", level) for level in (1, 2)] == ["in-part", "kept"]

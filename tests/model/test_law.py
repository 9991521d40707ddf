"""The law beside a safeguard: what it breaches, what it closes, and that it is said where nothing was read."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.law import GIVES, NOT_READ, LawSide
from evaluator.model.safeguard import gate_of, is_breached, is_open, safeguards_told, state_words

RUBRIC = Library.open().rubric()
GATES = RUBRIC.grading.gates
NAME = "unconditional-assistance"
LEVELS = {"meets": 3, "in-part": 2, "contrary": 0}


def side(gives, article="Ley 985 de 2005, art. 7 par. 1"):
    return LawSide(NAME, gives, LEVELS.get(gives), article=article if gives != NOT_READ else "")


@pytest.mark.parametrize("status", ["silent", "rated", "at-least", "not-assessed", "disputed"])
def test_a_contrary_law_breaches_a_safeguard_whatever_the_plan_says(status):
    gate = gate_of(RUBRIC, NAME, status, 4 if status == "rated" else 1, side("contrary"), caps=True)
    assert (gate.state, gate.law_breaches, gate.caps) == ("tripped", True, True)
    assert not is_open(status, side("contrary"))


def test_what_does_not_apply_no_law_breaches():
    assert gate_of(RUBRIC, NAME, "not-applicable", None, side("contrary")).state == "not-applicable"
    assert not is_breached("no-occasion", side("contrary"))


@pytest.mark.parametrize(
    ("status", "level", "state"),
    [
        ("silent", 0, "law-met"),
        ("not-assessed", None, "law-met"),
        ("rated", 1, "law-met"),
        ("rated", 3, "kept"),  # the plan keeps it already
        ("contrary", 0, "tripped"),  # a law at the norm is no excuse for a plan that does the opposite
        ("disputed", None, "disputed"),
    ],
)
def test_a_law_at_the_norm_closes_what_the_plan_leaves_open(status, level, state):
    gate = gate_of(RUBRIC, NAME, status, level, side("meets"))
    assert (gate.state, is_open(status, side("meets"))) == (state, state == "disputed")


@pytest.mark.parametrize("gives", [*GIVES, NOT_READ])
def test_the_state_names_the_law_beside_what_the_plan_says(gives):
    gate = gate_of(RUBRIC, NAME, "silent", None, side(gives))
    told = str(state_words(RUBRIC, gate))
    assert told.startswith(str(state_words(RUBRIC, gate_of(RUBRIC, NAME, "silent", None))))
    assert ("art. 7 par. 1" in told) == (gives in LEVELS)
    assert ("not read" in told) == (gives == NOT_READ)


def test_no_breach_found_is_never_said_over_a_law_that_is_the_breach():
    silent = [gate_of(RUBRIC, name, "silent", None, LawSide(name)) for name in GATES]
    assert "No breach found" in safeguards_told(RUBRIC, silent)
    by_law = [gate_of(RUBRIC, g, "silent", None, side("contrary") if g == NAME else LawSide(g)) for g in GATES]
    told = str(safeguards_told(RUBRIC, by_law))
    assert "No breach found" not in told
    assert "1 safeguard is breached; the plan says nothing on 4 of 4" in told


def test_the_sum_of_the_safeguards_counts_what_the_law_meets_and_what_of_it_was_not_read():
    gates = [gate_of(RUBRIC, g, "silent", None, side("meets") if g == NAME else LawSide(g)) for g in GATES]
    assert "The law meets 1. Law not read: 3." in safeguards_told(RUBRIC, gates)

"""A documented harm leads with who says so; a breached safeguard comes next."""

from __future__ import annotations

from evaluator.contrasts.headline.gravity import HARMS, HarmRow, harm_block, harms_said
from evaluator.contrasts.headline.one import headline_of
from evaluator.library import Library
from evaluator.model.block import Block
from evaluator.pipeline import evaluate, study_of_cards
from tests.contrasts.test_headline_one import EVERY, GATE, finding

LIBRARY = Library.open()


def said(*rows: HarmRow, is_plan: bool = False) -> list[str]:
    return [str(one) for one in harms_said(Block("harms", HARMS, rows), is_plan=is_plan)]


def test_the_record_of_a_state_begins_with_what_was_done_and_who_says_so():
    rubric = LIBRARY.rubric("law-and-practice")
    study = study_of_cards([evaluate(LIBRARY.assessment("SRB-2021-2023", rubric), rubric)])
    block = harm_block(study, 0)
    assert {(row.id, row.state, row.author) for row in block.rows} == {("punishment-of-victims", "documented", "tip")}
    found = headline_of(study)
    assert found.grave == len(block.rows)
    assert str(found.lead).startswith("US reports say that ")
    assert rubric.by_id["punishment-of-victims"].harm in found.lead


def test_sources_of_several_kinds_are_counted_and_a_harm_without_words_is_named():
    mixed = HarmRow("a", "A", "documented", harm="a thing was done", author="", sources=3)
    assert said(mixed) == ["3 sources say that a thing was done."]
    assert said(HarmRow("b", "Removal", "documented")) == ["Documented: “Removal”."]
    assert said() == []


def test_a_breach_is_said_of_the_plan_where_a_plan_is_scored():
    row = HarmRow("g", "No removal", "breached")
    assert said(row, is_plan=True) == ["The plan breaches a safeguard: “No removal”."]
    assert said(row, row) == ["2 safeguards are breached: “No removal”, “No removal”."]


def test_without_harm_and_breach_the_finding_is_what_it_was():
    assert finding(dict.fromkeys(EVERY, 4)).grave == 0
    assert finding({**dict.fromkeys(EVERY, 4), GATE: "contrary"}).grave == 1

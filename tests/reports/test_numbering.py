from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.model.plan import Reply
from evaluator.model.words import Spoken, say
from evaluator.reports.country import country_view
from evaluator.reports.sections.citations import citations_of, print_order, with_numbers


def saying(card, name, **words):
    """A card on which a criterion's outcome has other texts."""
    return replace(
        card,
        criteria=tuple(
            replace(s, outcome=replace(s.outcome, **words)) if s.outcome.criterion_id == name else s
            for s in card.criteria
        ),
    )


@pytest.fixture
def uncited(albania):
    """Albania's plan with a passage more, which no criterion cites."""
    own = albania.assessment
    more = replace(own.evidence[0], evidence_id="E990")
    return replace(albania, assessment=replace(own, evidence=(*own.evidence, more)))


def first_cited(card):
    """The first criterion in print that cites a passage, and that passage."""
    scored = next(s for s in print_order(card) if s.outcome.evidence_ids)
    return scored.outcome.criterion_id, scored.outcome.evidence_ids[0]


def test_a_reason_prints_the_number_of_the_passage_in_the_list_of_evidence(albania):
    name, cited = first_cited(albania)
    number = citations_of(albania).numbers[cited]
    view = country_view(saying(albania, name, reason=f"Requalified ({cited})."))
    (reason,) = (c.reason for group in view.groups for c in group.rated if c.id == name)
    assert reason == f"Requalified [{number}]."
    assert view.references[number - 1].evidence.evidence_id == cited


def test_a_passage_that_is_only_named_follows_those_cited_in_the_list_of_evidence(uncited):
    name, _ = first_cited(uncited)
    card = saying(uncited, name, decision="E990 is of an earlier year.")
    before = citations_of(uncited).numbers
    assert citations_of(card).numbers == {**before, "E990": len(before) + 1}
    assert country_view(card).references[-1].evidence.evidence_id == "E990"
    assert with_numbers(card).criterion(name).outcome.decision == f"[{len(before) + 1}] is of an earlier year."


def test_every_text_of_the_evaluators_is_numbered_and_the_words_of_others_stay(albania):
    _, cited = first_cited(albania)
    number, own = citations_of(albania).numbers[cited], albania.assessment
    reply = Reply("P1", "general", "Office", "2024-01-01", text=f"On {cited}", answer=f"See ({cited})")
    assessment = replace(own, replies=(reply,), narrative={"en": f"As {cited} says."})
    told = with_numbers(replace(albania, assessment=assessment)).assessment
    assert (told.replies[0].text, told.replies[0].answer) == (f"On {cited}", f"See [{number}]")
    assert told.narrative == {"en": f"As [{number}] says."}


def test_a_sentence_of_the_program_stays_one_that_can_be_translated(albania):
    name, cited = first_cited(albania)
    card = with_numbers(saying(albania, name, reason=say("Taken from %(id)s", id=cited)))
    assert isinstance(card.criterion(name).outcome.reason, Spoken)

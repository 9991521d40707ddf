"""What the views hand to the templates still knows how to be said in another language."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.naming import path_title
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.model.facts import TierPlacement
from evaluator.model.sentence import Spoken
from evaluator.model.wording import PLAIN
from evaluator.panel.settle import RULES
from evaluator.pipeline import leave_one_out
from evaluator.plans.indicator import spoken
from evaluator.reports.country import country_view
from evaluator.reports.region import labels_of
from tests.contrasts.pages import view_of_found
from tests.contrasts.synthetic import CRITERIA, LEAVES, STANCES, choices, three_plans, toy_rubric
from tests.marking import unsaid

WRITTEN_BY_RULE = {str(text) for text in RULES.values()}


def texts(value: object) -> Iterator[str]:
    """Return every text inside a view."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from texts(part)


@pytest.fixture(scope="module")
def found():
    rubric = toy_rubric(contrast=choices().model_copy(update={"draws": 200}))
    tiers = (TierPlacement(iso3="AAA", year=2011, tier="2", evidence="text"),)
    return findings_of(
        contrast(three_plans(), rubric), ContrastOptions(sections=SECTIONS), ContrastContext((), tiers, leave_one_out)
    )


@pytest.mark.parametrize("ranks", [True, False])
def test_a_contrast_page_gets_no_sentence_that_forgot_its_message(found, ranks):
    view = view_of_found(found, SECTIONS, ranks=ranks)
    view = view.showing(sheets=None)  # its charts are drawn in the language of the page
    said = dataclasses.replace(view, wording=PLAIN)  # which words take the place of which is no text of the page
    plain = {text for text in texts(said) if " " in text and not isinstance(text, Spoken)}
    shares = {row.weights for row in view.attainable}
    commands = {text for text in plain if text.startswith("evaluator ")}
    assert plain - shares - commands <= {"Plan quality", "Toy 1.0.0"}


@pytest.mark.parametrize("ranks", [True, False])
def test_what_a_contrast_page_gets_can_be_said_in_another_language_whole(found, ranks):
    rubric = found.study.rubric
    titles = [path_title(rubric, name) for name in (*CRITERIA, *LEAVES, *STANCES, "plan-quality")]
    named = [name for w in found.study.weightings for name in (w.id, *w.names.values())]
    groups = [rubric.title(name, "en") for name in ("paradigms", "migration", "law-enforcement", "human-rights")]
    labels = labels_of(found.study, "en").values()
    grades = [band.grade for band in rubric.grading.bands]
    data = [*titles, *groups, *found.study.plan_ids, *labels, *named, *STANCES, *LEAVES, *grades]
    view = view_of_found(found, SECTIONS, ranks=ranks)
    spoken = {text for text in texts(view) if isinstance(text, Spoken)}
    assert len(spoken) > 20
    assert [text for text in spoken if unsaid(text, (*data, "paradigms", "ngo"))] == []


def test_a_country_report_gets_notes_and_reasons_that_can_be_said_in_another_language(albania):
    notes = [one.outcome.note for one in albania.criteria if one.outcome.note]
    reasons = [one.outcome.reason for one in albania.criteria if one.outcome.reason in WRITTEN_BY_RULE]
    assert len(notes) > 5
    shown = [text for text in texts(country_view(albania, annex=True)) if isinstance(text, Spoken)]
    for text in (*notes, *reasons):
        assert any(text is one for one in shown), text
    variables = {name for criterion in albania.rubric.criteria for name in (*criterion.inputs, *criterion.ratios)}
    # A variable is said by the words of its name.
    said = {form for name in variables for form in (name, spoken(name))}
    assert [text for text in notes if unsaid(text, said)] == []


def test_the_words_on_agreement_can_be_said_in_another_language(albania):
    view = country_view(albania, annex=True).recorded.agreement
    assert view.words
    gates = {one.outcome.criterion_id for one in albania.criteria}
    assert {unsaid(text, gates) for text in view.words} <= {"", "b", "a b", "b a"}

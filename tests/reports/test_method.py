from __future__ import annotations

import dataclasses

import pytest

from evaluator.contrasts.audit.variants import changed
from evaluator.model.rubric import Missing, NotApplicable
from evaluator.pipeline import evaluate
from evaluator.reports.country import country_html, country_view
from evaluator.reports.country_view import CoderView
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.method import method_view, weighting_title
from evaluator.scoring.run import MISSING


def _method(card):
    return method_view(card, PageLanguage.of(card))


def test_every_number_of_the_rubric_and_the_weighting_has_its_origin(albania, rubric):
    view = _method(evaluate(albania.assessment, rubric, "us-tip"))
    assert {choice.origin for choice in view.choices} <= {"sourced", "counted", "modelled"}
    kinds = [choice.kind for choice in view.choices]
    assert kinds.count("factor") == len(rubric.weighting("us-tip").factors)
    assert "rule" in kinds
    assert "weight" in kinds


def test_grade_bands_caps_and_least_coverage_are_among_the_disputable_numbers(albania):
    names = [choice.name for choice in _method(albania).choices if choice.kind == "rule"]
    assert {"points", "bands", "least-coverage", "gate-caps", "missing"} <= set(names)


def test_only_coders_whose_ratings_enter_are_named(stress):
    assert [coder.coder for coder in _method(stress).coders] == ["b"]


def test_a_stance_is_named_with_its_paradigm(albania, rubric):
    names = [c.name for c in _method(evaluate(albania.assessment, rubric, "us-tip")).choices]
    assert "Law enforcement: Control" in names


def test_neighbours_that_weigh_alike_on_one_ground_are_told_once(albania):
    told = [(c.kind, c.name, c.value) for c in _method(albania).choices if c.kind.startswith("weight")]
    assert ("weights", "Migration, Law enforcement, Human rights, Economic", "0.25") in told
    assert [name for kind, name, _ in told if kind == "weight"] == [
        "The four paradigms",
        "Quality of the plan",
    ], told


def test_coders_of_whom_the_same_is_told_are_alike_whatever_their_remarks():
    one = CoderView(
        "a", "assessor", "final", True, "none", "2026-11-01", "2026-11-02", "whole", "part", "1-9", "", "a remark"
    )
    other = dataclasses.replace(one, coder="b", notes="")
    assert one.told == other.told
    assert one.told != dataclasses.replace(other, interests="paid by a ministry").told


def test_a_weighting_without_a_title_in_the_language_shows_the_english_one(rubric):
    assert weighting_title(rubric.weighting("equal"), "xx") == rubric.weighting("equal").titles["en"]


def test_nodes_that_shrink_with_what_does_not_apply_are_named_with_the_ground(albania, rubric):
    bare = tuple(node.model_copy(update={"not_applicable": None}) for node in rubric.tree)
    rubric = changed(rubric, tree=bare, not_applicable=NotApplicable())
    albania = dataclasses.replace(albania, rubric=rubric)
    assert "shrinks" not in [choice.name for choice in _method(albania).choices]
    own = NotApplicable(weight="shrinks", ground="by what applies")
    first, *rest = rubric.tree
    tree = (first.model_copy(update={"not_applicable": own.model_copy(update={"ground": "its own"})}), *rest)
    card = dataclasses.replace(albania, rubric=changed(rubric, tree=tree, not_applicable=own))
    told = [(c.value, c.ground) for c in _method(card).choices if c.name == "shrinks"]
    assert told == [
        (", ".join(rubric.title(n.id) for n in rest), "by what applies"),
        (rubric.title(first.id), "its own"),
    ]


def test_what_is_alone_in_its_place_is_no_choice_of_anybody(library):
    """Law and practice has no plan to be good or bad: its four paradigms have the whole weight, which nobody chose."""
    rubric = library.rubric("law-and-practice")
    card = evaluate(library.assessment("MDA", rubric), rubric)
    named = [choice.name for choice in _method(card).choices if choice.kind.startswith("weight")]
    assert "Migration, Law enforcement, Human rights, Economic" in named
    assert "The four paradigms" not in named


@pytest.mark.parametrize("policy", MISSING)
def test_the_policy_for_what_is_missing_is_said_in_a_sentence_and_among_the_numbers_in_short(
    library, albania, rubric, policy
):
    card = dataclasses.replace(albania, rubric=changed(rubric, missing=Missing(policy=policy)))
    page = country_html(library, country_view(card, annex=True))
    assert f"\n{MISSING[policy].sentence}\n" in page
    assert f'<th scope="row">Missing data</th><td>{MISSING[policy].short}</td>' in page

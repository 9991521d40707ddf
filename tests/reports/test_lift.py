from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evaluator.model.scorecard import Outcome
from evaluator.pipeline import evaluate
from evaluator.reports.context import country as context
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_html, country_view, report_view
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.lift import LevelText, _asked_levels, _gain_per_level, lift_view
from evaluator.scoring.card import make_card
from evaluator.scoring.lift import Lift, LiftSet, LiftStep, lift


@pytest.fixture(scope="module")
def graded(rubric, albania):
    """Return a card in which every criterion stands at level 3, and one gate is tripped."""
    found = []
    for criterion in rubric.criteria:
        tripped = criterion.id == "non-punishment"
        level = 0 if tripped else 3
        status = "contrary" if tripped else "rated"
        found.append(Outcome(criterion.id, status, level, level, level, level, level, covered=True, confidence="high"))
    return make_card(replace(albania.assessment, evidence=()), rubric, rubric.weighting("equal"), found, is_draft=False)


def test_the_gate_is_named_first_with_the_words_of_both_levels(graded, rubric):
    view = lift_view(CountryContext(graded))
    assert graded.grade.grade == "D"
    assert view.next_grade == "C"
    step = view.shared[0]
    levels = rubric.by_id["non-punishment"].levels
    assert (step.criterion_id, step.from_level, step.to_level, step.releases_gate) == ("non-punishment", 0, 1, True)
    assert (step.now, step.asked) == (levels[0], (LevelText(1, levels[1]),))


def test_levels_that_the_one_aimed_at_takes_up_are_spelt_out_too(rubric, albania):
    """Level 4 says "As 3, ...": from level 1 that says nothing without the words of level 3."""
    levels = rubric.by_id["non-punishment"].levels
    assert levels[4].startswith("As 3")
    far = _asked_levels(LiftStep("non-punishment", 1, 4), PageLanguage.of(albania))
    assert far == (LevelText(3, levels[3]), LevelText(4, levels[4]))
    near = _asked_levels(LiftStep("non-punishment", 3, 4), PageLanguage.of(albania))
    assert near == (LevelText(4, levels[4]),)


def _ways(*ways: dict[str, tuple[int, int]]) -> Lift:
    sets = tuple(LiftSet(tuple(LiftStep(name, *levels) for name, levels in way.items()), 0.5) for way in ways)
    return Lift("C", "B", reachable=True, exact=True, levels=4, sets=sets, assess_first=(), to_be_graded=())


GATE, HELP, TALKS, WITNESS = "non-punishment", "consent-to-services", "evidence-base", "witness-protection"


def test_what_all_ways_share_comes_first_and_the_rest_of_each_is_a_choice(monkeypatch, graded):
    """Three ways: all raise GATE to 2, two of them further; HELP to 2 in all; the rest differs."""
    found = _ways(
        {GATE: (0, 3), HELP: (1, 2)},
        {GATE: (0, 2), HELP: (1, 2), TALKS: (1, 2)},
        {GATE: (0, 2), HELP: (1, 2), WITNESS: (1, 2)},
    )
    monkeypatch.setattr(context, "lift", lambda _: found)
    view = lift_view(CountryContext(graded))
    assert {(s.criterion_id, s.from_level, s.to_level) for s in view.shared} == {(GATE, 0, 2), (HELP, 1, 2)}
    left = [[(s.criterion_id, s.from_level, s.to_level) for s in steps] for steps in view.choices]
    assert left == [[(GATE, 2, 3)], [(TALKS, 1, 2)], [(WITNESS, 1, 2)]]


def test_one_way_alone_has_no_choices(monkeypatch, graded):
    monkeypatch.setattr(context, "lift", lambda _: _ways({GATE: (0, 2), HELP: (1, 2)}))
    view = lift_view(CountryContext(graded))
    assert (len(view.shared), view.choices, view.further) == (2, (), ())


def test_of_many_steps_the_six_that_lift_most_are_spelt_out_and_the_rest_named_by_paradigm(far_off):
    view = lift_view(CountryContext(far_off))
    rest = [step for group in view.further for step in group.steps]
    assert len(view.shared) == 6
    assert len(rest) > 3
    assert [group.title for group in view.further] == list(dict.fromkeys(step.group for step in rest))
    taken = sum(step.to_level - step.from_level for step in (*view.shared, *rest, *view.choices[0]))
    assert taken == view.levels
    lifts = [
        _gain_per_level(far_off, LiftStep(s.criterion_id, s.from_level, s.to_level)) for s in (*view.shared, *rest)
    ]
    assert min(lifts[:6]) >= max(lifts[6:])


def test_no_step_is_printed_twice_in_a_report_of_a_plan_that_is_far_off(library, far_off):
    page = country_html(library, country_view(far_off, annex=True))
    part = page.partition('id="lift"')[2].partition("</section>")[0]
    view = lift_view(CountryContext(far_off))
    assert part.count("<table") == 1
    assert part.count("<tr>") == 1 + len(view.shared)
    assert "And one of these" in part
    assert "Further steps, by paradigm" in part


def test_the_report_prints_the_steps(library, graded):
    page = country_html(library, country_view(graded, annex=True))
    assert "frees a safeguard" in page
    assert "separates the plan from grade C." in page
    assert "as a breached safeguard limits it" in page


def test_where_figures_alone_set_the_levels_no_step_is_asked_for_and_a_page_without_account_leaves_no_gap(library):
    """A record has neither gates nor an account: what stands beside an account elsewhere fills the measure."""
    rubric = library.rubric("public-record")
    card = evaluate(library.assessment("ALB-2005", rubric), rubric)
    assert not lift_view(CountryContext(card)).is_by_hand
    page = country_html(library, country_view(card, annex=True))
    assert 'id="lift"' not in page
    assert "is out of reach even with" not in page
    assert ">Safeguards<" not in page
    assert 'id="account"' not in page
    assert "adoption not known" not in page


def test_the_page_of_a_record_calls_it_a_record_and_dates_it_by_its_end(library):
    rubric = library.rubric("public-record")
    page = country_html(
        library, report_view(library, evaluate(library.assessment("ALB-2005", rubric), rubric), annex=True)
    )
    words = " ".join(re.sub(r"<[^>]*>", " ", page).replace("\u00a0", " ").split())
    for said in (
        "Albania, 2004-04 to 2005-03 , 2004-04–2005-03", "data as of March 2005",
        "Tier in the years of the record: Tier 2", "Scores and tiers over time",
        "The score says what is on public record",
    ):  # fmt: skip
        assert said in words, said
    for wrong in ("Plan ALB-2005", "the plan’s years", "Only one plan", "known and not assessed", "Whole plan"):
        assert wrong not in words, wrong


@pytest.fixture(scope="module")
def far_off(rubric, albania):
    """Return a graded card with every criterion at level 2, so that the next grade is many steps away."""
    found = [Outcome(c.id, "rated", 2, 2, 2, 2, 2, covered=True, confidence="high") for c in rubric.criteria]
    return make_card(replace(albania.assessment, evidence=()), rubric, rubric.weighting("equal"), found, is_draft=False)


def test_without_a_grade_what_must_be_assessed_is_named(albania, library):
    view = lift_view(CountryContext(albania))
    assert (view.shared, view.choices, view.scores) == ((), (), None)
    assert len(view.to_be_graded) > 3
    assert all(title in [albania.rubric.title(c.id) for c in albania.rubric.criteria] for title in view.to_be_graded)
    assert sum(number for _, number in view.to_be_graded_by) == len(view.to_be_graded)
    page = country_html(library, country_view(albania, annex=True))
    assert f"By weight alone, the shortest way there is to assess {len(view.to_be_graded)} more criteria:" in page
    counted = "; ".join(f"{title} {number}" for title, number in view.to_be_graded_by)
    assert counted in page, "more names than a reader keeps are counted by paradigm"
    assert view.leaves_gates == bool(set(albania.grade.unassessed) - set(lift(albania).to_be_graded))
    assert ("The safeguards should be assessed too" in page) == view.leaves_gates


def test_a_few_that_must_be_assessed_are_named_and_counted_where_they_stand(albania):
    view = lift_view(CountryContext(albania))
    few = replace(view, to_be_graded=view.to_be_graded[:6])
    assert (few.names_all, view.names_all) == (True, False)

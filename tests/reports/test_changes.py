"""Changes since an earlier edition: what differs, why if it is on record, and what the score's change is due to."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest

from evaluator.change import Edition
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from evaluator.reports.country import country_html, report_view
from evaluator.reports.editions.earlier import Reopened, reopen
from evaluator.reports.editions.stated_result import read_stated
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.changes import CauseView, ChangesView, RatingChange, changes_view
from tests.reports.editions import CHANGED, edition_of, rated_otherwise


def _changes(card, earlier):
    return changes_view(card, earlier, PageLanguage.of(card))


@pytest.fixture(scope="module")
def later(albania) -> Scorecard:
    return rated_otherwise(albania)


@pytest.fixture(scope="module")
def changes(library, albania, later) -> ChangesView:
    return _changes(later, reopen(edition_of(library, albania), later, library))


def reopened(card: Scorecard, *, lacking="") -> Reopened:
    """Return an edition as its report states it, without a way through files."""
    stated = read_stated(result_json(card), "result.json")
    edition = None if lacking else Edition(card.assessment, card.rubric, card.weighting)
    return Reopened(stated, "f" * 64, edition, lacking)


def under(card: Scorecard, rubric) -> Scorecard:
    return evaluate(card.assessment, rubric, rubric.weighting(card.weighting.id))


def section_of(library, card, earlier=None) -> str:
    page = country_html(library, report_view(library, card, "en", earlier, annex=True))
    return re.search(r'<section>\s*<h[23] id="changes">.*?</section>', page, re.DOTALL)[0]


def test_a_rating_that_differs_stands_with_the_reason_on_record(changes):
    (one,) = changes.ratings
    assert one == RatingChange(
        CHANGED, one.title, "rated", 2, "rated", 1, "the page names no unit", "2026-12-01", "a",
        "Agreed: same level",
    )  # fmt: skip
    assert changes.unchanged == 73  # of 74 criteria


def test_both_editions_stand_with_their_figures(changes, albania, later):
    old, new = changes.before, changes.now
    assert (old.score, old.low, old.high, old.coverage) == (albania.score, *albania.bounds, albania.coverage)
    assert (new.score, new.low, new.high, new.grade) == (later.score, *later.bounds, later.grade.grade)
    assert changes.same_rubric


def test_the_shares_add_up_to_the_change_as_printed(changes, albania, later):
    assert float(changes.total) == pytest.approx(later.score - albania.score, abs=5e-4)
    assert changes.is_rounded == (sum(one.amount for one in changes.causes) != changes.total)
    assert [one.cause for one in changes.causes] == ["ratings"]


def test_an_edition_that_is_the_same_has_no_change(albania):
    view = _changes(albania, reopened(albania))
    assert (view.ratings, view.gates, float(view.total), view.weights_changed) == ((), (), 0.0, False)


def test_another_weighting_has_the_whole_share_where_nothing_else_changed(albania):
    now = evaluate(albania.assessment, albania.rubric, "us-tip")
    view = _changes(now, reopened(albania))
    assert view.weights_changed
    shares = {one.cause: one.amount for one in view.causes}
    assert float(shares.pop("ratings")) == 0.0
    assert shares == {"weights": view.total}


def test_ratings_and_weights_that_change_together_share_the_change(albania, later):
    now = evaluate(later.assessment, later.rubric, "us-tip")
    view = _changes(now, reopened(albania))
    assert {one.cause for one in view.causes} == {"ratings", "weights"}
    assert sum(one.amount for one in view.causes) == view.total
    assert not all(one.in_every_order for one in view.causes)


def test_a_criterion_that_means_something_else_now_is_named_and_its_rating_not_carried(albania):
    changed = albania.rubric.by_id[CHANGED].model_copy(update={"meaning_version": 9})
    criteria = tuple(changed if c.id == CHANGED else c for c in albania.rubric.criteria)
    rubric = albania.rubric.model_copy(update={"criteria": criteria, "version": "2.0.0", "sha256": "0" * 64})
    rubric.__dict__.pop("by_id", None)
    view = _changes(under(albania, rubric), reopened(albania))
    title = albania.rubric.title(CHANGED)
    assert (view.criteria_changed, view.not_carried) == ((title,), (title,))
    assert not view.same_rubric
    assert "rubric" in {one.cause for one in view.causes}


def test_a_criterion_that_an_edition_did_not_have_says_so(albania):
    earlier = reopened(albania, lacking="no-files")
    fewer = tuple(row for row in earlier.stated.criteria if row.criterion != CHANGED)
    odd = earlier.stated.criteria[0].model_copy(update={"criterion": "gone"})
    stated = earlier.stated.model_copy(update={"criteria": (*fewer, odd)})
    found = {one.id: one for one in _changes(albania, dataclasses.replace(earlier, stated=stated)).ratings}
    assert (found[CHANGED].old_status, found["gone"].new_status, found["gone"].title) == ("", "", "gone")


def test_without_earlier_files_reasons_are_those_from_its_day_on(albania, later):
    view = _changes(later, reopened(albania, lacking="no-files"))
    assert view.ratings[0].reason == "the page names no unit"
    assert (view.causes, view.lacking, view.rubric_known) == ((), "no-files", False)
    assert view.total is not None


def test_a_gate_that_changes_its_state_is_told(albania):
    earlier = reopened(albania, lacking="no-files")
    gates = tuple(gate.model_copy(update={"state": "tripped"}) for gate in earlier.stated.gates)
    stated = earlier.stated.model_copy(update={"gates": gates})
    view = _changes(albania, dataclasses.replace(earlier, stated=stated))
    assert {gate.old for gate in view.gates} == {"breached"}


def test_a_gate_that_an_earlier_release_called_held_is_told_by_its_rating(albania):
    earlier = reopened(albania, lacking="no-files")
    gate, rating = earlier.stated.gates[0], earlier.stated.criteria[0]
    held = gate.model_copy(update={"state": "held"})
    rated = rating.model_copy(update={"criterion": gate.criterion, "status": "rated", "level": 2})
    stated = earlier.stated.model_copy(update={"gates": (held,), "criteria": (rated,)})
    view = _changes(albania, dataclasses.replace(earlier, stated=stated))
    assert [one.old for one in view.gates if one.old] == ["in part (level 2 of 4)"]


def test_a_gate_that_was_known_at_least_is_told_with_its_level(albania):
    earlier = reopened(albania, lacking="no-files")
    gate, rating = earlier.stated.gates[0], earlier.stated.criteria[0]
    known = rating.model_copy(
        update={"criterion": gate.criterion, "status": "at-least", "level": None, "low_level": 2, "covered": False}
    )
    gates = (gate.model_copy(update={"state": "at-least"}),)
    stated = earlier.stated.model_copy(update={"gates": gates, "criteria": (known,)})
    view = _changes(albania, dataclasses.replace(earlier, stated=stated))
    assert [one.old for one in view.gates if one.old] == ["level 2 or more of 4"]


def test_without_a_score_there_is_no_change_of_score(albania, empty):
    stated = read_stated(result_json(empty), "r.json")
    view = _changes(albania, Reopened(stated, "f" * 64, None, "no-files"))
    assert (view.total, view.causes) == (None, ())


# As it is printed.


def test_the_report_tells_the_changes_and_what_they_are_due_to(library, albania, later):
    text = section_of(library, later, edition_of(library, albania))
    assert "One criterion is rated differently than in the edition of" in text
    assert "the page names no unit." in text
    assert "Ratings, and the rows and facts they rest on" in text
    assert "The weights are the same." in text


def test_a_report_without_an_earlier_edition_has_no_section_on_changes(library, albania):
    assert "Changes since the last edition" not in country_html(library, report_view(library, albania, annex=True))


def test_of_a_result_alone_the_report_says_what_cannot_be_told(library, albania, later):
    earlier = dataclasses.replace(edition_of(library, albania), files={})
    text = section_of(library, later, earlier)
    assert "of the earlier edition we have only the result" in text
    assert "none recorded" not in text


def test_a_cause_that_gives_the_same_in_every_order_says_so():
    one = Decimal("0.010")
    assert CauseView("ratings", one, one, one).in_every_order
    assert not CauseView("weights", one, Decimal("0.005"), Decimal("0.015")).in_every_order

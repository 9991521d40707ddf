"""What README and guide say of the three graded plans is what is computed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from evaluator.contrasts.common_scores import common_scores, common_title
from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.headline.safeguards import gravest_first
from evaluator.contrasts.headline.several import side_by_side
from evaluator.contrasts.sides import sides_of, sides_title
from evaluator.contrasts.study import study_of
from evaluator.library import Library
from evaluator.pipeline import contrast
from evaluator.scoring.rounding import score_figure

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "numbers-on-the-paper.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PLANS = {
    "LVA-2025-2027": "Latvia 2025-2027", "COL-2007-2012": "Colombia 2007-2012", "BRA-2018-2022": "Brazil 2018-2022",
}  # fmt: skip
STEP = 0.25  # a level, in points


@pytest.fixture(scope="module")
def study():
    library = Library.open()
    rubric = library.rubric()
    plans = [library.assessment(name, rubric) for name in PLANS]
    return contrast(plans, rubric, rubric.ordered_weightings(rubric.weighting(rubric.reference_weighting)))


def told(number: float) -> str:
    return str(score_figure(number))


def test_all_three_answer_control_better_than_protection_and_score_higher_where_control_weighs_most(study):
    sides, common = sides_of(study, PLANS), common_scores(study, PLANS)
    assert sides_title(sides.block).claims[0].is_every
    assert common_title(common.block).claims[0].is_every
    counts = (sides.criteria["control"], sides.criteria["protection"], common.under, common.over, common.criteria)
    assert counts == (11, 19, 19, 6, 46)
    rows = re.findall(r"^\| (\w+ \d{4}-\d{4}) \| ([\d. |]+) \|$", PAGE, flags=re.MULTILINE)
    expected = {}
    for one, other in zip(sides.block.rows, common.block.rows, strict=True):
        numbers = (one.control, one.protection, other.under, other.over)
        expected[one.name] = " | ".join(map(told, numbers))
        assert f"{told(one.control)} and {told(one.protection)}" in README
    assert dict(rows) == expected


def test_the_first_page_names_the_breach_and_what_else_all_leave_out(study):
    found = gravest_first(study, side_by_side(study))
    said = [str(one) for one in found.sentences]
    assert said[0].startswith("“Assistance without conditions” is breached by the law of the plan’s years in 1 of 3")
    assert said[1].startswith("COL-2007-2012: Later help ")
    assert said[2] == (
        "None of the 3 plans says anything on “No detention of victims”, “Non-punishment”. "
        "On “Non-punishment” the law meets the norm: LVA-2025-2027."
    )
    assert found.grave == 3
    two = study_of(study.rubric, study.weightings, [one for one in study.entrants if one.iso3 != "COL"])
    lead = str(gravest_first(two, side_by_side(two)).lead)
    assert lead.startswith("None of the 2 plans says anything on “No summary removal of possible victims”, ")


def test_in_what_was_read_none_says_that_victims_are_not_punished_or_detained(study):
    for entrant in study.entrants:
        status = {outcome.criterion_id: outcome.status for outcome in entrant.outcomes}
        assert {status[name] for name in ("non-punishment", "no-detention-of-victims")} == {"silent"}
        assert status["unconditional-assistance"] == "silent"


def test_how_many_doubtful_ratings_would_have_to_be_wrong_to_turn_it(study):
    """The largest steps first: of the doubtful ratings those of control, which fewer questions share, weigh more."""
    names, points = study.scores.tree.criteria, study.scores.cells.values
    turned = {}
    for place, entrant in enumerate(study.entrants):
        doubtful = {o.criterion_id for o in entrant.outcomes if o.confidence == "low"}
        at = {s: [k for k, c in enumerate(names) if c in study.common and study.rubric.stances[c] == s]
              for s in ("control", "protection")}  # fmt: skip
        gap = np.mean(points[place, at["control"]]) - np.mean(points[place, at["protection"]])
        steps = [STEP / len(at["control"]) for k in at["control"] if names[k] in doubtful and points[place, k] > 0]
        steps += [STEP / len(at["protection"]) for k in at["protection"] if names[k] in doubtful]
        left = gap - np.cumsum(sorted(steps, reverse=True))
        turned[entrant.plan_id] = (len(steps), int(np.sum(left > 1e-9)) + 1 if np.any(left <= 1e-9) else None)
    assert {plan: number for plan, (_, number) in turned.items()} == {
        "LVA-2025-2027": None, "COL-2007-2012": None, "BRA-2018-2022": 6,
    }  # fmt: skip
    assert turned["BRA-2018-2022"][0] == 15


def test_which_of_latvia_and_brazil_is_ahead_does_not_go_with_control(study):
    shares = next(one.shares for one in effective_weights(study.rubric, study.weightings) if one.id == "control")
    gaps = [row[0].common_score - row[2].common_score for row in study.verdicts]
    assert round(float(np.corrcoef(shares, gaps)[0, 1]), 1) == 0.1
    assert (sum(gap > 0 for gap in gaps), len(gaps), round(max(gaps), 2)) == (2, 25, 0.01)
    assert round(-gaps[0], 2) == 0.02


def test_the_guide_to_plans_tells_score_and_coverage_of_today(study):
    page = " ".join((ROOT / "docs" / "plans.md").read_text(encoding="utf-8").split())
    for plan_id, result in zip(study.plan_ids, study.row("equal"), strict=True):
        figures = f"{told(result.score)}, {100 * result.coverage:.0f} %"
        assert f"{PLANS[plan_id]} ({figures}" in page

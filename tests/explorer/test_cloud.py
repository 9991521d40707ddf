"""Behind the sliders stands where the members of a group that was asked lie, as far as its size lets it be shown."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.extensions.explorer.content import page_data
from evaluator.pipeline import enter
from evaluator.surveys.groups import asked_of
from tests.surveys.simulated import LIBRARY, RUBRIC, RULES, answers_of, book_of, centre_of, people_around, survey_of


@pytest.mark.parametrize(("size", "shown"), [(11, "none"), (12, "half"), (20, "all")])
def test_a_preset_of_a_group_has_its_cloud_and_another_has_none(size, shown):
    rng = np.random.default_rng(1)
    people = people_around(centre_of("la-strada"), size, rng)
    asked = asked_of(survey_of(), book_of(), RUBRIC, RULES, answers_of(people, "ngo", book_of(), rng))
    presets = [RUBRIC.weighting("equal"), asked.weighting(asked.groups[0])]
    rubric = RUBRIC.model_copy(update={"weightings": {one.id: one for one in presets}})
    data = page_data(rubric, presets, [enter(LIBRARY.assessment("ALB-2005-2007", RUBRIC), RUBRIC)], "en", asked)
    equal, own = (preset["cloud"] for preset in data["presets"])
    assert equal is None
    if shown == "none":
        assert own == {}
        return
    least, low, high, most = own["human-rights"]
    assert 0 < low < high < 1
    assert (least is None, most is None) == (shown == "half", shown == "half")
    whole = people[:, [k for k, c in enumerate(RUBRIC.criteria) if RUBRIC.paradigm_of(c.id) == "human-rights"]].sum(
        axis=1
    )
    assert low < np.median(whole) + 0.1

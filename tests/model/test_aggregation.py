"""An aggregation has what its kind needs, and nothing else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.aggregation import Aggregation


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "steps"}, "`steps` with kind steps"),
        ({"steps": [{"points": 1, "of": "all", "reach": 1}]}, "`steps` with kind steps"),
        ({"kind": "steps", "steps": [{"points": 1, "of": 0, "reach": 1}]}, "a number of children from 1 up"),
        ({"kind": "steps", "steps": [{"points": 1, "of": -1, "reach": 1}]}, "a number of children from 1 up"),
        (
            {"kind": "steps", "steps": [{"points": p, "of": "any", "reach": 1} for p in (0.5, 0.25)]},
            "points never fall",
        ),
        ({"kind": "power"}, "exponent"),
        ({"exponent": 2.0}, "exponent"),
        ({"kind": "share-met"}, "met_from"),
        ({"least": 0.01}, "`least` above 0 with kind geometric"),
        ({"kind": "geometric", "least": 0}, "`least` above 0 with kind geometric"),
    ],
)
def test_a_missing_or_needless_number_is_refused(given, said):
    with pytest.raises(ValidationError, match=said):
        Aggregation.model_validate(given)


def test_a_step_is_told_in_words():
    rows = [("all", 0.5), ("any", 1), (2, 0.75)]
    steps = [{"points": 1, "of": of, "reach": reach} for of, reach in rows]
    found = Aggregation.model_validate({"kind": "steps", "steps": steps})
    assert [step.words for step in found.steps] == [
        "1 where all reach 0.5", "1 where any reaches 1", "1 where 2 reach 0.75",
    ]  # fmt: skip

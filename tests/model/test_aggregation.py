"""An aggregation has what its kind needs, and nothing else."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.aggregation import Aggregation


@pytest.mark.parametrize(
    ("given", "said"),
    [({"kind": "power"}, "exponent"), ({"exponent": 2.0}, "exponent"), ({"kind": "share-met"}, "met_from")],
)
def test_a_missing_or_needless_number_is_refused(given, said):
    with pytest.raises(ValidationError, match=said):
        Aggregation.model_validate(given)

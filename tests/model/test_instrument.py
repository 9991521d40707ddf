"""An instrument says by what it binds a state."""

from __future__ import annotations

import pytest

from evaluator.model.instrument import Instrument

BASE = {"id": "i", "titles": {}, "keys": ["k"], "in_force": "2008-02-01", "verified": "T", "sources": []}


@pytest.mark.parametrize(
    "more",
    [
        {"binds": "treaty", "treaty": "t"},
        {"binds": "membership", "body": "EU", "due": "2013-04-06"},
        {"binds": "soft"},
    ],
)
def test_each_way_to_bind_has_its_keys(more):
    assert Instrument.model_validate({**BASE, **more}).binds == more["binds"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"binds": "treaty"}, "`treaty` for a treaty"),
        ({"binds": "soft", "treaty": "t"}, "`treaty` for a treaty"),
        ({"binds": "membership", "body": "EU"}, "`due`, the day"),
        ({"binds": "treaty", "treaty": "t", "due": "2013"}, "`due`, the day"),
    ],
)
def test_keys_of_another_way_are_refused(more, words):
    with pytest.raises(ValueError, match=words):
        Instrument.model_validate({**BASE, **more})

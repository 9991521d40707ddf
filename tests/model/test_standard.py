"""A provision's parts are read from its cell by their letters."""

from __future__ import annotations

import pytest

from evaluator.model.standard import Instrument, Standard

BASE = {"id": "i", "titles": {}, "keys": ["k"], "in_force": "2008-02-01", "verified": "T", "sources": []}


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", {}),
        ("a: shelter", {"a": "shelter"}),
        ("a: shelter; b: care, also at night", {"a": "shelter", "b": "care, also at night"}),
        ("a: shelter;  b:care", {"a": "shelter", "b": "care"}),
        ("shelter; A: care; b:", {}),
    ],
)
def test_parts_are_letters_with_what_they_require(cell, parts):
    assert Standard("s", "k", "K", 2000, "1", "help", "binding", parts=cell).part_texts() == parts


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

"""The file of instruments: every fault at once, with its place."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.read.instruments import read_instruments

LIBRARY = Library.open()
SHIPPED = LIBRARY.layers.below("rubrics").expected("instruments.yaml").read_text(encoding="utf-8")


def broken(tmp_path, *changes):
    text = SHIPPED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "instruments.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_instruments(path, LIBRARY.standards)
    return [str(problem) for problem in caught.value.problems]


def test_six_shipped_instruments_speak_of_trafficking_alone_and_every_one_says_which_it_is():
    shipped = LIBRARY.instruments.instruments
    alone = {one.id for one in shipped if one.scope == "trafficking"}
    assert alone == {"palermo", "cets197", "eu2011-36", "ohchr", "eu2004-81", "task-force"}
    assert SHIPPED.count("    scope: ") == len(shipped)


def test_unknown_keys_and_provisions_are_named_with_a_suggestion(tmp_path):
    told = broken(tmp_path, ("keys: [cets197]", "keys: [cets179]"), ("[cets197-14-1a, ", "[cets197-14-1x, "))
    assert len(told) == 2
    assert "instrument key 'cets179'" in told[0]
    assert "Did you mean 'cets197'" in told[0]
    assert "standard 'cets197-14-1x'" in told[1]


def test_an_instrument_given_twice_is_a_fault(tmp_path):
    (told,) = broken(tmp_path, ("- id: ohchr", "- id: palermo"))
    assert "instrument 'palermo' given twice" in told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    treaty: palermo\n", "", "`treaty` for a treaty"),
        ('    due: "2013-04-06"\n', "", "`due`, the day by which members have to comply"),
    ],
)
def test_an_instrument_says_by_what_it_binds(tmp_path, old, new, words):
    assert any(words in line for line in broken(tmp_path, (old, new)))

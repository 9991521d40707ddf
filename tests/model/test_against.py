"""A reading's instruments by name, its provisions by verdict."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.against import VERDICTS, AgainstReading, ArticleReading, Binding, InstrumentReading

LIBRARY = Library.open()
BOUND = Binding("bound", "2003-12-25")
ARTICLE = ArticleReading(LIBRARY.standards["palermo-5"], "met", "met", BOUND, ("x",), ())
ONE = InstrumentReading(LIBRARY.instruments.instruments[0], BOUND, (ARTICLE,))
READING = AgainstReading("XXA-2020-2023", "four-paradigms", "1.0.0", is_draft=False, instruments=(ONE,))


def test_every_verdict_is_counted_also_those_that_nothing_has():
    assert ONE.counts() == {verdict: int(verdict == "met") for verdict in VERDICTS}


def test_an_instrument_is_found_by_its_name():
    assert READING.instrument("palermo") is ONE
    with pytest.raises(KeyError):
        READING.instrument("cets197")

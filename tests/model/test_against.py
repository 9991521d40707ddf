"""A reading's instruments by name, its provisions by verdict."""

from __future__ import annotations

import pytest

from evaluator.library import Library
from evaluator.model.against import (
    VERDICTS,
    AgainstReading,
    ArticleReading,
    Binding,
    Deciding,
    InstrumentReading,
    PartReading,
    verdict_words,
)
from evaluator.model.standard import ProvisionTest

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


def test_what_is_lacking_is_told_by_the_kind_of_text_that_was_read():
    assert str(verdict_words("not-in-text", ("plan",))) == "not in the plan"
    assert str(verdict_words("not-in-text", ("law",))) == "not in the law as read"
    assert str(verdict_words("not-in-text", ("practice",))) == "not documented"


def test_every_verdict_has_words_and_none_says_not_met():
    told = [str(verdict_words(verdict)) for verdict in VERDICTS]
    assert len(set(told)) == len(VERDICTS) == 7
    assert not any("not met" in words for words in told)


def test_the_kinds_of_text_that_lack_something_come_once_in_the_order_plan_law_practice():
    def said(face, verdict):
        return Deciding("x", verdict, "0", ProvisionTest("s", "", "r", "x", 3, None, "", "", face, "why"))

    tests = (
        said("practice", "not-in-text"), said("plan", "not-in-text"), said("plan", "not-in-text"), said("law", "open"),
    )  # fmt: skip
    part = PartReading("", "", "in-part", tests)
    found = ArticleReading(LIBRARY.standards["palermo-5"], "open", "in-part", BOUND, (), (part,))
    assert found.absent_from == ("plan", "practice")

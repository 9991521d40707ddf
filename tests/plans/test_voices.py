"""Whose voice a rating rests on."""

from __future__ import annotations

from evaluator.model.country import Source
from evaluator.model.plan import Evidence
from evaluator.plans.voices import kinds_behind, voices


def passage(name, source):
    return Evidence(evidence_id=name, source_id=source, locator="p. 1", object="practice", note="a note")


SOURCES = (
    Source(source_id="G", title="Third report", kind="greta"),
    Source(source_id="T", title="Chapter on Testland", kind="tip"),
    Source(source_id="N", title="2022 Trafficking in Persons Report: Testland, in a newspaper", kind="press"),
)
HEARD = voices([passage("e1", "G"), passage("e2", "T"), passage("e3", "N"), passage("e4", "lost")], SOURCES)


def test_text_of_the_tip_report_is_one_kind_wherever_it_was_read():
    assert HEARD == {"e1": "greta", "e2": "tip", "e3": "tip"}
    assert kinds_behind(["e2", "e3"], HEARD) == {"tip"}


def test_evidence_in_a_source_that_is_not_listed_has_no_kind():
    assert kinds_behind(["e4", "e9"], HEARD) == frozenset()
    assert kinds_behind(["e1", "e2", "e4"], HEARD) == {"greta", "tip"}

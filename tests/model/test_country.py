"""A source knows whether it is the Trafficking in Persons Report."""

from __future__ import annotations

from evaluator.model.country import Source


def test_the_tip_report_is_known_by_its_kind_or_its_title():
    assert Source(source_id="a", title="x", kind="tip").is_tip_text
    assert Source(source_id="a", title="2011 Trafficking in Persons Report: Albania", kind="statistics").is_tip_text
    assert not Source(source_id="a", title="Global Report on Trafficking in Persons", kind="un").is_tip_text

"""A report is the same bytes whenever it is made."""

from __future__ import annotations

import time

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.reports.country import country_pdf


@pytest.mark.slow
def test_a_report_is_the_same_at_another_time(own, card, report, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 4102444800.0)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert country_pdf(own, card) == report


def test_a_template_at_fault_makes_no_report(tmp_path, albania):
    (tmp_path / "templates" / "country").mkdir(parents=True)
    (tmp_path / "templates" / "country" / "summary.html").write_text("{{ view.verdikt }}", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"summary\.html:1.*verdikt"):
        country_pdf(Library.open(tmp_path), albania)

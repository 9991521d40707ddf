"""A report is one file, the same bytes whenever it is made."""

from __future__ import annotations

import time

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.reports.build import write_country_report


def test_a_report_is_written_whole_the_same_at_another_time(tmp_path, own, card, report, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 4102444800.0)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    out = tmp_path / "XXA.pdf"
    assert write_country_report(own, card, out) == out
    assert out.read_bytes() == report
    assert [path.name for path in tmp_path.iterdir()] == ["XXA.pdf"]


def test_a_template_at_fault_writes_nothing(tmp_path, albania):
    (tmp_path / "templates" / "country").mkdir(parents=True)
    (tmp_path / "templates" / "country" / "summary.html").write_text("{{ view.verdikt }}", encoding="utf-8")
    out = tmp_path / "x.pdf"
    with pytest.raises(InvalidInputError, match=r"summary\.html:1.*verdikt"):
        write_country_report(Library.open(tmp_path), albania, out)
    assert not out.exists()

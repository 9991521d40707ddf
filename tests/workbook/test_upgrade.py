"""Files carried over to a later rubric: old ones kept, changes on record."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError, UnknownNameError
from evaluator.workbook.back.log import Stamp
from evaluator.workbook.back.upgrade import coders_of, plan_upgrade, write_upgrade

STAMP = Stamp("2026-01-02T03:04:05Z", "", tool_version="9.9")


@pytest.fixture
def later(desk):
    """Make the rubric a later one, in which a criterion means something else."""
    folder = desk.own / "rubrics" / "small"
    head = folder / "rubric.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace("version: 0.1.0", "version: 1.0.0"), encoding="utf-8")
    criterion = folder / "criteria" / "witness-protection.yaml"
    text = criterion.read_text(encoding="utf-8")
    criterion.write_text(text.replace("meaning_version: 1", "meaning_version: 2"), encoding="utf-8")
    return desk


def test_ratings_of_another_major_version_are_refused_until_they_are_carried_over(later):
    with pytest.raises(InvalidInputError, match=r"rubric version 0\.1\.0"):
        _ = later.assessment
    folder = later.library.plan_folder("XXA-2020-2023")
    found = plan_upgrade(folder, later.rubric, "a")
    assert [r.criterion_id for r in found.to_rate_again] == ["witness-protection"]
    written = write_upgrade(folder, [found], later.rubric, later.own, STAMP)
    kept = later.plan_folder / "editions" / "2026-01-02" / "ratings" / "small-0.1.0"
    assert {path.name for path in kept.iterdir()} == {"a.csv", "a.yaml"}
    assert "rated,1,high,E3" in (kept / "a.csv").read_text(encoding="utf-8")
    assert len(written) == 5
    (coding,) = later.assessment.codings
    assert (coding.header.state, coding.header.rubric_version) == ("draft", "1.0.0")
    whole, one = later.assessment.log
    assert whole.new == "4 ratings carried over"
    assert (one.criterion_id, one.old, one.new, one.coder) == ("witness-protection", "1", "not-assessed", "a")


def test_who_and_what_cannot_be_carried_over_is_told(desk):
    folder = desk.library.plan_folder("XXA-2020-2023")
    assert coders_of(folder, "small") == ("a",)
    with pytest.raises(UnknownNameError, match="no coder is called 'b'"):
        plan_upgrade(folder, desk.rubric, "b")
    assert plan_upgrade(folder, desk.rubric, "a") is None
    (desk.ratings / "a.yaml").write_text("coder: [", encoding="utf-8")
    with pytest.raises(InvalidInputError):
        plan_upgrade(folder, desk.rubric, "a")

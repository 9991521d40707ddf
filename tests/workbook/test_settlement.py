"""The agreed ratings as files: the table, the log with what changed, and what must come along."""

from __future__ import annotations

from evaluator.model.assessment import AgreedRating
from evaluator.panel.record import Settlement
from evaluator.workbook.back.settlement import panel_stamp, settled_files


def test_the_agreed_ratings_and_the_records_of_what_changed_stand_below_the_folder(desk):
    row = AgreedRating(
        "work-regulation", "rated", 2, "discussion", "lead", "2026-01-02", "p. 3 names a body", "a:1;b:3"
    )
    stamp = panel_stamp("2026-01-02T03:04:05Z", "9.9", desk.rubric)
    files = settled_files(desk.library, desk.own, desk.assessment, desk.rubric, Settlement((row,), (), ()), stamp)
    inside = desk.ratings.relative_to(desk.own).as_posix()
    assert files[f"{inside}/agreed.csv"].splitlines()[1].startswith("work-regulation,rated,2,discussion,lead")
    last = files[f"{inside}/log.csv"].splitlines()[-1]
    assert "panel,work-regulation" in last
    assert last.endswith(f"9.9,{desk.rubric.version}")
    assert all(name.startswith(f"{inside}/") for name in files)

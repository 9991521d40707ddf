"""Where a warning on a text under a shipped id stands."""

from __future__ import annotations

import shutil

from evaluator.library import Library, shipped_root
from evaluator.read.checks.yardstick import check_yardstick
from evaluator.read.layers import Layers


def test_a_criterion_laid_over_the_shipped_rubric_is_told_at_the_users_folder(tmp_path):
    mine = tmp_path / "rubrics" / "four-paradigms"
    (mine / "criteria").mkdir(parents=True)
    shipped = shipped_root() / "rubrics" / "four-paradigms"
    shutil.copy(shipped / "criteria" / "witness-protection.yaml", mine / "criteria")
    file = mine / "criteria" / "witness-protection.yaml"
    file.write_text(file.read_text("utf-8").replace("title: ", "title: Nearly "), "utf-8")
    folder = Layers((mine, shipped))
    (problem,) = check_yardstick(folder, Library.open(tmp_path).rubric())
    assert (problem.path, problem.severity) == (str(mine), "warning")


def test_the_shipped_folder_alone_is_not_compared():
    shipped = Layers((shipped_root() / "rubrics" / "four-paradigms",))
    assert list(check_yardstick(shipped, Library.open().rubric())) == []

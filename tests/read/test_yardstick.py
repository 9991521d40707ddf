"""A user's rubric under a shipped id is found out by what its files say, and by nothing else."""

from __future__ import annotations

import shutil

import pytest

from evaluator.library import Library, shipped_root
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick
from evaluator.read.layers import Layers
from evaluator.read.whole import check_library
from evaluator.read.yardstick import altered_words, check_yardstick

NAME = "four-paradigms"


@pytest.fixture
def mine(tmp_path):
    """Return a function that copies the shipped rubric, replaces words in one of its files, and opens the library."""
    folder = tmp_path / "rubrics" / NAME

    def changed(file="", was="", now=""):
        if not folder.is_dir():
            shutil.copytree(shipped_root() / "rubrics" / NAME, folder)
        if file:
            content = (folder / file).read_bytes()
            assert was.encode() in content
            (folder / file).write_bytes(content.replace(was.encode(), now.encode()))
        return Library.open(tmp_path)

    return changed


def warned(library):
    return [p for p in check_library(library, [library.layers.folders[0]]) if "shipped" in f"{p.found} {p.expected}"]


def test_no_shipped_rubric_is_called_changed_nor_is_a_copy_of_it(mine):
    shipped = Library.open()
    assert {name: shipped.rubric(name).yardstick for name in shipped.rubric_names} == dict.fromkeys(
        shipped.rubric_names, NOTHING_ALTERED
    )
    copied = mine()
    assert copied.rubric().yardstick == NOTHING_ALTERED
    assert copied.rubric("law-and-practice").yardstick == NOTHING_ALTERED
    assert warned(copied) == []


def test_bands_that_are_moved_under_the_shipped_name_are_told(mine):
    library = mine("rubric.yaml", "least_coverage: 0.67", "least_coverage: 0.10")
    rubric = library.rubric()
    assert rubric.yardstick == Yardstick(is_changed=True)
    assert altered_words(rubric) == f"{NAME} {rubric.version}, changed by its user"
    (problem,) = warned(library)
    assert (problem.severity, problem.expected) == ("warning", "the shipped text")
    assert problem.found == f"another text of {NAME} {rubric.version} than the shipped one"


def test_the_words_of_a_level_are_part_of_the_text(mine):
    library = mine("criteria/witness-protection.yaml", "contrary: the plan exposes", "contrary: a plan exposes")
    assert library.rubric().yardstick.is_changed


def test_comments_and_line_endings_are_no_change(mine):
    mine("rubric.yaml", "\n", "\r\n")
    library = mine("rubric.yaml", "id: four-paradigms", "# copied\r\nid: four-paradigms")
    assert library.rubric().sha256 != Library.open().rubric().sha256
    assert library.rubric().yardstick == NOTHING_ALTERED


def test_a_frame_with_another_weight_is_told_in_each_rubric_that_takes_it(mine):
    library = mine("weightings/us-tip.yaml", "actor: US Department", "actor: Another Department")
    assert library.rubric().yardstick == Yardstick(weightings=("us-tip",))
    assert library.rubric("law-and-practice").yardstick == Yardstick(weightings=("us-tip",))
    assert [problem.path for problem in warned(library)] == [
        str(library.layers.folders[0] / "rubrics" / NAME / "weightings" / "us-tip.yaml")
    ]


def test_another_version_under_a_shipped_id_is_told_as_such(mine):
    shipped = Library.open().rubric().version
    library = mine("rubric.yaml", f"version: {shipped}", "version: 9.9.0")
    assert library.rubric().yardstick == Yardstick(shipped=shipped)
    assert altered_words(library.rubric()) == f"{NAME} 9.9.0, not the shipped version, {shipped}"
    (problem,) = warned(library)
    assert (problem.found, problem.severity) == (f"{NAME} 9.9.0 under a shipped id", "warning")


def test_a_rubric_and_a_frame_under_ids_of_their_own_are_nobody_elses(mine, tmp_path):
    mine()
    (tmp_path / "rubrics" / NAME).rename(tmp_path / "rubrics" / "mine")
    for path in (tmp_path / "rubrics" / "mine").rglob("*.yaml"):
        text = path.read_text("utf-8").replace(f"id: {NAME}", "id: mine").replace(f"rubric: {NAME}", "rubric: mine")
        path.write_text(text, "utf-8")
    library = Library.open(tmp_path)
    assert library.rubric("mine").yardstick == NOTHING_ALTERED
    assert warned(library) == []


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

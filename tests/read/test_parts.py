"""What is read once for many checks, and names that nothing reads."""

from __future__ import annotations

from evaluator.read.layers import Layers
from evaluator.read.parts import LibraryCheck, strangers


def test_a_rubric_is_read_once_and_told_to_be_missing_without_a_problem(sound):
    desk = LibraryCheck(Layers((sound,)))
    assert desk.rubric("small") is desk.rubric("small")
    assert desk.rubric("none") == (None, [])
    assert desk.standards() is desk.standards()


def test_without_an_index_citations_are_not_checked(sound, tmp_path):
    desk = LibraryCheck(Layers((tmp_path,)))
    assert desk.standards() is None
    assert desk.variables() is None
    rubric, problems = desk.rubric("small", Layers((sound / "rubrics" / "small",)))
    assert (rubric.id, problems) == ("small", [])


def test_other_kinds_of_file_and_hidden_folders_are_no_strangers(tmp_path):
    for name in ("README.md", "notes.txt", "plan.pdf"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    for name in (".git", "_old", "more"):
        (tmp_path / name).mkdir()
    found = [problem.path for problem in strangers(Layers((tmp_path,)), ("plan.yaml",), ("assessments",))]
    assert found == [str(tmp_path / "more")]

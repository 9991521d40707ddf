"""The words of plans' tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.read.plan_words import read_plan_words, read_tag_words
from evaluator.read.whole import check_library

SHIPPED = Path(__file__).parents[2] / "rubrics" / "plan-words.yaml"
LANGUAGES = {"en", "fr", "sq", "sr", "mk", "ro", "bg", "pt"}


def test_the_shipped_words_have_every_language_for_the_columns_that_plans_have():
    words = read_plan_words(SHIPPED)
    for role in ("number", "objective", "activity", "responsible", "partners", "time", "indicator", "resources"):
        assert set(words.columns[role]) >= LANGUAGES, role
    assert set(words.months) >= LANGUAGES
    assert Library.open().plan_words == words


def test_faults_are_told_with_their_line(tmp_path):
    text = SHIPPED.read_text(encoding="utf-8").replace("april, may, june,", "may, june,")
    path = tmp_path / "rubrics" / "plan-words.yaml"
    path.parent.mkdir()
    path.write_text(text.replace("  risk:\n    en: [risk, assumption]", "  risk:\n    en: []"), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"11 months\. Give 12, January to December"):
        read_plan_words(path)
    path.write_text(text.replace("continuous:", "constant:", 1), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="constant"):
        read_plan_words(path)


def test_a_column_without_words_is_a_fault(tmp_path):
    lines = SHIPPED.read_text(encoding="utf-8").splitlines(keepends=True)
    at = lines.index("  task:\n")
    path = tmp_path / "plan-words.yaml"
    end = next(k for k in range(at + 1, len(lines)) if not lines[k].startswith("    "))
    path.write_text("".join([*lines[:at], *lines[end:]]), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="no words for the column 'task'"):
        read_plan_words(path)


def test_evaluator_check_looks_at_them(tmp_path):
    folder = tmp_path / "own"
    (folder / "rubrics").mkdir(parents=True)
    (folder / "rubrics" / "plan-words.yaml").write_text("columns: {}\n", encoding="utf-8")
    library = Library.open(folder)
    found = check_library(library, [folder / "rubrics" / "plan-words.yaml"])
    assert any("plan-words.yaml" in problem.path for problem in found)


def test_a_rule_for_a_tag_that_no_row_may_have_is_a_fault_by_itself_and_in_the_library(tmp_path):
    shipped = SHIPPED.with_name("tag-words.yaml")
    assert read_tag_words(shipped) == Library.open().tag_words
    path = tmp_path / "rubrics" / "tag-words.yaml"
    path.parent.mkdir()
    path.write_text(shipped.read_text(encoding="utf-8").replace("- tag: research", "- tag: teaching", 1), "utf-8")
    with pytest.raises(InvalidInputError, match="tags of `function` from control, assistance"):
        read_tag_words(path)
    found = check_library(Library.open(tmp_path), [path])
    assert any("teaching" in str(problem) for problem in found)

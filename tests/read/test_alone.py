"""Files that belong to nothing: their kind is told from the name, the columns or the keys."""

from __future__ import annotations

import shutil

import pytest

from evaluator.read.alone import check_file

PLAN = "countries/XXS/plans/XXS-2020-2022"


@pytest.mark.parametrize(
    ("name", "as_name", "old", "new"),
    [
        (f"{PLAN}/money.csv", "money.csv", "zero", "nought"),
        (f"{PLAN}/money.csv", "our-costs.csv", "zero", "nought"),
        (f"{PLAN}/assessments/small/a.csv", "a.csv", "silent", "quiet"),
        ("rubrics/standards.csv", "standards.csv", "soft", "mild"),
        ("countries/variables.csv", "variables.csv", "higher", "up"),
        ("countries/facts/figures.csv", "other-figures.csv", "verified", "sure"),
        ("rubrics/small/rubric.yaml", "rubric.yaml", "1.2.0", "one"),
        ("rubrics/small/criteria/jobs.yaml", "jobs.yaml", "judged", "guessed"),
        ("rubrics/small/weightings/police.yaml", "police.yaml", "ignore", "forget"),
        ("countries/XXS/country.yaml", "country.yaml", "destination", "goal"),
        (f"{PLAN}/plan.yaml", "plan.yaml", "action-plan", "programme"),
        (f"{PLAN}/assessments/small/a.yaml", "a.yaml", "final", "finished"),
        ("countries/facts/figures.yaml", "figures.yaml", "licence: CC0\n", ""),
    ],
)
def test_a_file_by_itself_is_checked_as_what_it_is(name, as_name, old, new, sound, tmp_path):
    path = tmp_path / as_name
    shutil.copy(sound / name, path)
    assert check_file(path) == []
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert len(check_file(path)) == 1


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "colour,taste\nred,sweet\n", "a table of no known kind"),
        ("a.csv", "", "a table of no known kind"),
        ("a.yaml", "colour: red\n", "a file of no known kind"),
        ("a.yaml", "- red\n", "a file of no known kind"),
        ("a.yaml", "a: [\n", "well-formed YAML"),
        ("a.txt", "red", "a file of no known kind"),
    ],
)
def test_a_file_of_no_known_kind_says_so(name, text, words, tmp_path):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    (problem,) = check_file(path)
    assert words in str(problem)


def test_a_text_is_checked_for_being_one(tmp_path):
    path = tmp_path / "en.md"
    path.write_bytes(b"\xff")
    assert [p.found for p in check_file(path)] == ["byte 0xff, which is not UTF-8"]


def test_a_table_that_cannot_be_read_is_one_problem(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff")
    assert len(check_file(path)) == 1

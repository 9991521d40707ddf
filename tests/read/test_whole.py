"""`evaluator check`: every broken file has its words, any path can be asked for, or a file alone."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator import Library
from evaluator.read.whole import check_file, check_library
from tests.broken import broken_cases

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {name: case["says"] for name, case in broken_cases().items()}
PLAN = Path("countries/XXS/plans/XXS-2020-2022")

# What the sound library itself is told, and what follows from any fault of its rubric.
DRAFT = f"note: {PLAN}/assessments/small/b.yaml:6:8: state: a draft. Give state final when the ratings stand."
TRANSLATED = (
    "note: rubrics/small/lang/fr.yaml: translated: 1 of 7 titles, 0 of 7 questions, 0 of 25 levels; "
    "the rest shows in English."
)
BROKEN_RUBRIC = (
    f"note: {PLAN}/assessments/small: ratings under 'small', which has faults of its own. Give a sound rubric."
)
PLAN_FILE = "countries/XXS/plans/XXS-2020-2022"


def told(problems, *folders: Path) -> list[str]:
    """Return problems as lines, with paths from the library's folder."""
    lines = []
    for problem in problems:
        path = next((Path(problem.path).relative_to(f) for f in folders if Path(problem.path).is_relative_to(f)), None)
        near = problem if path is None else replace(problem, path=path.as_posix())
        lines.append(str(near) if problem.severity == "fault" else f"{problem.severity}: {near}")
    return lines


def says(expected: str, line: str) -> bool:
    """Return whether a line is the expected one, where `...` stands for any text."""
    return re.fullmatch(".*".join(map(re.escape, expected.split("..."))), line) is not None


def test_the_sound_library_has_one_draft_and_no_fault(over, sound):
    assert told(check_library(over()), sound) == [DRAFT, TRANSLATED]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_broken_file_is_told_in_these_words_and_no_others(name, broken, over, sound):
    folder = broken(name)
    lines = told(check_library(over(folder)), folder, sound)
    found = [line for line in lines if line not in (DRAFT, TRANSLATED, BROKEN_RUBRIC)]
    assert len(found) == len(EXPECTED[name])
    assert [line for line in found if not any(says(words, line) for words in EXPECTED[name])] == []
    assert [words for words in EXPECTED[name] if not any(says(words, line) for line in found)] == []


def test_every_case_is_told_something_and_only_few_are_no_fault():
    assert all(EXPECTED.values())
    mild = {name for name, lines in EXPECTED.items() if all(re.match("note|warning", line) for line in lines)}
    assert len(mild) < len(EXPECTED) / 8


def test_the_shipped_library_has_no_fault():
    problems = check_library(Library.open())
    assert [str(problem) for problem in problems if problem.severity == "fault"] == []


def test_problems_come_in_order_of_file_and_line_each_once(broken, over):
    problems = check_library(over(broken("csv-many-at-once")))
    places = [(p.path, p.line or 0, p.column or 0) for p in problems]
    assert places == sorted(places)
    assert len(problems) == len(set(problems))


def break_both(own: Path) -> None:
    """Put one fault into the plan and one into the rubric."""
    for name, old, new in (
        (f"{PLAN}/measures.csv", "human-rights", "human-wrongs"),
        ("rubrics/small/criteria/jobs.yaml", "object: plan", "object: plans"),
    ):
        path = own / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "faulty"),
    [
        ("", ["jobs.yaml", "measures.csv"]),
        ("rubrics", ["jobs.yaml"]),
        ("rubrics/small", ["jobs.yaml"]),
        ("rubrics/small/criteria", ["jobs.yaml"]),
        ("rubrics/small/criteria/jobs.yaml", ["jobs.yaml"]),
        ("rubrics/small/criteria/raids.yaml", []),
        ("rubrics/standards.csv", []),
        ("countries", ["measures.csv"]),
        ("countries/variables.csv", []),
        ("countries/facts", []),
        ("countries/facts/figures.csv", []),
        ("countries/XXS", ["measures.csv"]),
        (str(PLAN), ["measures.csv"]),
        (f"{PLAN}/measures.csv", ["measures.csv"]),
        (f"{PLAN}/money.csv", []),
        (f"{PLAN}/assessments/small", []),
        ("countries/XXS/country.yaml", []),
    ],
)
def test_a_path_is_told_its_own_faults_and_no_others(path, faulty, own):
    break_both(own)
    problems = check_library(Library.open(), [own / path])
    assert sorted(Path(p.path).name for p in problems if p.severity == "fault") == faulty


def test_faults_around_a_path_are_named_in_a_note(own):
    break_both(own)
    (note,) = (p for p in check_library(Library.open(), [own / PLAN / "money.csv"]) if p.severity == "note")
    assert "faults in files it is read with" in note.found
    assert "measures.csv" in note.found


def test_a_path_that_is_not_there_is_one_clear_fault(tmp_path):
    (problem,) = check_library(Library.open(), [tmp_path / "nowhere"])
    assert problem.found == "there is no such file or folder"
    assert problem.severity == "fault"


def test_a_folder_with_nothing_to_check_says_so(tmp_path):
    (problem,) = check_library(Library.open(), [tmp_path])
    assert problem.found == "nothing to check"


def test_a_file_on_a_shelf_that_nothing_reads_is_a_note(own):
    path = own / "countries" / "README.md"
    path.write_text("x", encoding="utf-8")
    (problem,) = check_library(Library.open(), [path])
    assert (problem.found, problem.severity) == ("a file that nothing reads", "note")


def test_a_file_that_lies_nowhere_is_checked_by_itself_alone_or_with_others(sound, tmp_path):
    text = (sound / PLAN / "money.csv").read_text(encoding="utf-8")
    for name in ("ours.csv", "theirs.csv"):
        (tmp_path / name).write_text(text.replace("zero", "nought"), encoding="utf-8")
    assert len(check_library(Library.open(), [tmp_path / "ours.csv"])) == 1
    assert len(check_library(Library.open(), [tmp_path])) == 2


def test_a_file_inside_a_plan_that_lies_anywhere_is_told_alone(own, tmp_path):
    break_both(own)
    shutil.copytree(own / PLAN, tmp_path / "elsewhere" / "XXS-2020-2022")
    problems = check_library(Library.open(), [tmp_path / "elsewhere" / "XXS-2020-2022" / "measures.csv"])
    assert [p.key for p in problems if p.severity == "fault"] == ["paradigms"]


@pytest.mark.parametrize("mark", ["rubrics/small", "countries/XXS", str(PLAN)])
def test_a_rubric_a_country_and_a_plan_can_lie_anywhere(mark, own, tmp_path):
    break_both(own)
    moved = tmp_path / "elsewhere" / Path(mark).name
    shutil.copytree(own / mark, moved)
    problems = check_library(Library.open(), [tmp_path / "elsewhere"])
    words = " ".join(p.found for p in problems if p.severity == "fault")
    assert ("'plans'" if mark.startswith("rubrics") else "'human-wrongs'") in words
    assert all(Path(p.path).is_relative_to(tmp_path / "elsewhere") for p in problems)


def test_a_fault_of_two_paths_is_told_once(own):
    break_both(own)
    path = own / PLAN
    assert check_library(Library.open(), [path, path]) == check_library(Library.open(), [path])


@pytest.mark.parametrize(
    ("name", "as_name", "old", "new"),
    [
        (f"{PLAN_FILE}/money.csv", "money.csv", "zero", "nought"),
        (f"{PLAN_FILE}/money.csv", "our-costs.csv", "zero", "nought"),
        (f"{PLAN_FILE}/assessments/small/a.csv", "a.csv", "silent", "quiet"),
        ("rubrics/standards.csv", "standards.csv", "soft", "mild"),
        ("countries/variables.csv", "variables.csv", "higher", "up"),
        ("countries/facts/figures.csv", "other-figures.csv", "verified", "sure"),
        ("rubrics/small/rubric.yaml", "rubric.yaml", "1.2.0", "one"),
        ("rubrics/small/criteria/jobs.yaml", "jobs.yaml", "judged", "guessed"),
        ("rubrics/small/weightings/police.yaml", "police.yaml", "ignore", "forget"),
        ("countries/XXS/country.yaml", "country.yaml", "destination", "goal"),
        (f"{PLAN_FILE}/plan.yaml", "plan.yaml", "action-plan", "programme"),
        (f"{PLAN_FILE}/assessments/small/a.yaml", "a.yaml", "final", "finished"),
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

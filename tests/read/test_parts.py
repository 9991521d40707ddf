"""What is read once for many checks, names that nothing reads, and countries whose files disagree."""

from __future__ import annotations

import pytest

from evaluator.read.country import CountryFiles, read_country_files
from evaluator.read.layers import Layers
from evaluator.read.parts import LibraryCheck, check_country, check_plan_folder, strangers
from tests.tiny import question, write_library


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


def test_a_country_that_could_not_be_read_has_nothing_to_check(tmp_path):
    assert check_country(CountryFiles(Layers((tmp_path,)), None, None)) == []


def found(tmp_path, text: str, recorded: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    folder = tmp_path / "XXA"
    folder.mkdir()
    (folder / "country.yaml").write_text(f"iso3: XXA\nnames: {{en: Xan}}\n{text}", encoding="utf-8")
    files = read_country_files(Layers((folder,)), [])
    return [(problem.severity, problem.found) for problem in check_country(files, recorded)]


@pytest.mark.parametrize("text", ["", "memberships: []\n"])
def test_a_country_of_which_no_membership_is_recorded_anywhere_is_a_warning(tmp_path, text):
    ((severity, words),) = found(tmp_path, text, ("XXB",))
    assert severity == "warning"
    assert words.startswith("no membership is recorded, here or in countries/facts/memberships.csv")


@pytest.mark.parametrize(
    ("text", "recorded"),
    [("", ("XXA",)), ("memberships: [{body: UN, from: 1990}]\n", ()), ("no_member_of: [EU]\n", ())],
)
def test_a_record_of_either_kind_is_enough(tmp_path, text, recorded):
    assert found(tmp_path, text, recorded) == []


def test_a_body_is_not_listed_as_both(tmp_path):
    text = "memberships: [{body: UN, from: 1990}]\nno_member_of: [UN]\n"
    assert found(tmp_path, text) == [("fault", "'UN', which memberships list")]


@pytest.mark.parametrize(("roles", "warned"), [({}, False), ({"applies_to": ["transit"]}, True)])
def test_a_role_is_asked_for_only_where_a_rubric_counts_by_it(tmp_path, roles, warned):
    library = write_library(tmp_path, [question("a", **roles)], {"a": ("not-assessed", "")})
    desk = LibraryCheck(library.layers)
    check_plan_folder(desk, library.plan_folder("XXA-2020-2023"))
    found = [problem.found for problem in desk.problems]
    assert ("the country's role in these years is not filled in, so every criterion counts" in found) == warned

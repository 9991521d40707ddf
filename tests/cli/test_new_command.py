"""`evaluator new`: files that pass the checks, never over others, never in the shipped library."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from evaluator.cli.new.files import write_new
from evaluator.errors import EvaluatorError
from evaluator.library import Library, shipped_root

PLAN = "countries/XXB/plans/XXB-2020-2023"


@pytest.fixture
def own(call) -> Path:
    """Return a folder with a country, a plan and an assessment, as a newcomer makes them."""
    for words in (
        ("country", "XXB", "--name", 'Test: "land"'),
        ("plan", "XXB-2020-2023"),
        ("assessment", "XXB-2020-2023", "--coder", "a"),
    ):
        result = call("new", *words)
        assert result.exit_code == 0, result.output
    return Path.cwd()


def test_what_is_new_passes_the_checks(own, call):
    result = call("check", own)
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1].startswith("No fault; ")
    assert call("check", own, "--complete").exit_code == 1


def test_what_is_new_is_scored_as_a_draft_without_a_score(own, call):
    result = call("score", "XXB")
    assert result.exit_code == 1
    assert "score               -" in result.stdout
    assert "DRAFT" in result.stdout


def test_the_files_and_the_next_three_commands_are_told(call):
    result = call("new", "country", "XXB", "--name", "Testland")
    assert result.stdout.splitlines() == [
        f"countries/XXB/{name}" for name in ("country.yaml", "sources.csv", "institutions.csv", "facts.csv")
    ]
    assert result.stderr.splitlines()[-4:] == [
        "Next, after filling in:",
        "  evaluator check countries/XXB",
        "  evaluator show XXB",
        "  evaluator new plan XXB-2020-2023",
    ]


def test_a_country_of_the_standard_has_its_names_and_what_is_known_of_it_is_told(call):
    result = call("new", "country", "ireland")
    assert result.exit_code == 0, result.output
    country = Path("countries/IRL/country.yaml").read_text(encoding="utf-8")
    assert all(line in country for line in ('  en: "Ireland"\n', '  sr-Cyrl: "Ирска"\n', '  sr-Latn: "Irska"\n'))
    assert result.stderr.splitlines()[:5] == [
        "Ireland (IRL). What the data sets record of it is used unless your files say otherwise:",
        "  member of UN (since 1955), OSCE (since 1973), Council of Europe (since 1949), EU (since 1973)",
        "  party to 8 of the 9 treaties recorded",
        "  TIP tiers of 2006 to 2023, the last 2",
        "  roles (origin, transit, destination, internal): not recorded; until they are, every question counts",
    ]
    assert "EU from 1973" in " ".join(call("show", "IRL").stdout.split())


def test_of_an_invented_country_it_is_told_that_nothing_is_known(call):
    told = call("new", "country", "XXB", "--name", "Testland").stderr
    assert "memberships: none recorded" in told
    assert "TIP" not in told
    assert "treaties" not in told


def test_the_next_commands_name_the_folder_that_was_named(call):
    result = call("new", "country", "XXB", "--name", "Testland", "--library", "mine")
    assert "  evaluator show XXB --library mine" in result.stderr


def test_an_assessment_has_a_row_for_each_criterion_rated_by_hand_that_applies_in_tree_order(own, call):
    rows = list(csv.DictReader((own / PLAN / "assessments/four-paradigms/a.csv").read_text().splitlines()))
    assert rows[0]["criterion_id"] == "border-control-capacity"
    assert {row["status"] for row in rows} == {"not-assessed"}
    assert all(row["criterion_version"] and not row["level"] and not row["evidence_ids"] for row in rows)
    rubric = Library.open().rubric()
    assert [row["criterion_id"] for row in rows] == [c.id for c in rubric.criteria if c.is_rated_by_hand]
    assert {"deadlines", "budget-balance"} & {row["criterion_id"] for row in rows} == set()


def test_an_assessment_leaves_out_what_does_not_apply_in_the_plans_years(own, call):
    country = own / "countries/XXB/country.yaml"
    roles = "roles:\n  - {role: origin, from: 2001}\n#"
    country.write_text(country.read_text(encoding="utf-8").replace("roles: []", roles, 1), encoding="utf-8")
    assert call("new", "assessment", "XXB", "--coder", "b").exit_code == 0
    lines = (own / PLAN / "assessments/four-paradigms/b.csv").read_text(encoding="utf-8")
    assert "no-summary-deportation" not in lines
    assert "non-punishment" in lines


def test_nothing_is_overwritten(own, call):
    (own / PLAN / "plan.yaml").unlink()
    before = (own / PLAN / "measures.csv").read_bytes()
    result = call("new", "plan", "XXB-2020-2023")
    assert result.exit_code == 2
    assert "nothing is overwritten, and there is already:" in result.stderr
    assert not (own / PLAN / "plan.yaml").exists()
    assert (own / PLAN / "measures.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("country", "ALB", "--name", "Albania"), "ALB is in the library already."),
        (("country", "Albania"), "ALB is in the library already."),
        (("country", "Irelnd"), "no country is called 'Irelnd'. Did you mean IRL (Ireland)"),
        (("country", "XXB"), "no country has the code XXB (ISO 3166-1). An invented country needs a name"),
        (("country",), "no answer to 'Country, by name or code'"),
        (("plan", "ALB-2005-2007"), "ALB-2005-2007 is in the library already."),
        (("country", "XXB", "--name", " "), "An invented country needs a name"),
        (("plan", "ALB-2033-2030"), "'ALB-2033-2030' ends before it starts"),
        (("plan", "ALB"), "'ALB' is not a plan id. Write country-start-end"),
        (("plan", "XXQ-2020-2023"), "XXQ"),
        (("assessment", "ALB", "--coder", "a"), "has an assessment by 'a' already"),
        (("assessment", "ALB", "--coder", "A. Name"), "'A. Name' is not a coder's code"),
        (("assessment", "ALB", "--rubric", "four-paradigm"), "Did you mean 'four-paradigms'?"),
        (("rubric", "four-paradigms"), "four-paradigms is in the library already."),
        (("rubric", "My Rubric"), "'My Rubric' cannot be the name of a rubric"),
        (("rubric", "mine", "--from", "four-paradigm"), "Did you mean 'four-paradigms'?"),
    ],
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(words, said, call):
    result = call("new", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert list(Path.cwd().iterdir()) == []


def test_the_shipped_library_is_not_written_to(call, monkeypatch):
    monkeypatch.chdir(shipped_root())
    result = call("new", "country", "XXB", "--name", "Testland")
    assert result.exit_code == 2
    assert "the shipped library is not written to" in result.stderr
    assert not (shipped_root() / "countries" / "XXB").exists()


def test_an_assessment_over_shipped_ones_says_that_it_stands_in_their_place(call):
    result = call("new", "assessment", "ALB-2005-2007", "--coder", "c")
    assert result.exit_code == 0
    assert "The assessments in your folder stand in place of the library's (a, b)." in result.stderr


@pytest.mark.parametrize("extra", [(), ("--from", "four-paradigms")], ids=["small", "copy"])
def test_a_new_rubric_passes_the_checks(extra, call):
    result = call("new", "rubric", "mine", *extra)
    assert result.exit_code == 0
    assert call("check", "rubrics/mine").exit_code == 0
    listed = call("list", "rubrics", "--format", "csv").stdout
    assert "\nmine,0.1.0," in listed


def test_a_copied_rubric_scores_as_its_model_does(call, small):
    assert call("new", "rubric", "copy", "--from", "small", "--library", small, "-q").exit_code == 0
    ratings = small / "countries/XXA/plans/XXA-2020-2023/assessments"
    (ratings / "small").rename(ratings / "copy")
    header = ratings / "copy" / "a.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("small", "copy"), encoding="utf-8")
    result = call("score", "XXA", "--rubric", "copy", "--library", small)
    assert "score               0.50\n" in result.stdout


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EvaluatorError, match=r"a\.yaml: cannot be written"):
        write_new(tmp_path, {"file/below/a.yaml": ""})


@pytest.mark.parametrize(
    "words",
    [
        ("country", "ABC", "--name", "Testland"),
        ("plan", "ALB-2030-2033"),
        ("assessment", "ALB-2005-2007", "--coder", "c"),
        ("rubric", "my-rubric"),
        ("rubric", "my-copy", "--from", "four-paradigms"),
        ("weighting", "my-view"),
    ],
    ids=" ".join,
)
def test_a_folder_that_is_not_there_yet_is_made(call, tmp_path, words):
    result = call("new", *words, "--library", tmp_path / "not" / "there")
    assert result.exit_code == 0, result.output
    assert call("check", tmp_path / "not" / "there").exit_code == 0


def test_a_folder_that_is_not_there_yet_is_not_made_for_what_is_refused(call, tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_LIBRARY", str(tmp_path / "new"))
    assert "ALB is in the library already" in call("new", "country", "ALB", "--name", "Albania").stderr
    assert not (tmp_path / "new").exists()


def test_where_one_file_is_there_none_is_written(tmp_path):
    (tmp_path / "b").write_text("mine", encoding="utf-8")
    with pytest.raises(EvaluatorError, match="there is already"):
        write_new(tmp_path, {"a": "new", "b": "new"})
    assert not (tmp_path / "a").exists()
    assert (tmp_path / "b").read_text(encoding="utf-8") == "mine"

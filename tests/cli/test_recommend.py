"""`evaluator recommend` from the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest


@pytest.fixture(autouse=True)
def _time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")


def recommend(small_call, *words):
    return small_call("recommend", words[0], "XXA", *words[1:], "--rubric", "small")


def test_drafts_are_shown_and_written_on_request(small_call, small):
    done = recommend(small_call, "draft", "--most", "2")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("R001  ")
    file = small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "recommendations.csv"
    assert not file.exists()
    assert recommend(small_call, "draft", "--most", "2", "--edition", "2024", "--write").exit_code == 0
    assert file.read_text(encoding="utf-8").count(",2024,") == 2


def test_criteria_on_which_nothing_says_what_to_do_are_named(small_call, small):
    file = small / "rubrics" / "small" / "criteria" / "witness-protection.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.partition("recommend:")[0], encoding="utf-8")
    done = recommend(small_call, "draft")
    assert done.exit_code == 0, done.output
    assert "There is no recommendation for: witness-protection." in done.stderr
    assert "Protection of victims and witnesses" not in done.stdout


def test_criteria_that_meet_the_standard_are_counted_and_not_named(small_call, small):
    ratings = next((small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "assessments" / "small").glob("a.csv"))
    text = ratings.read_text(encoding="utf-8")
    met = text.replace("witness-protection,1,rated,1,high,E3,Named only", "witness-protection,1,rated,3,high,E3,Whole")
    ratings.write_text(met, encoding="utf-8")
    done = recommend(small_call, "draft")
    assert done.exit_code == 0, done.output
    assert "1 criterion meets the standard already and needs none." in done.stderr
    assert "There is no recommendation for" not in done.stderr


def test_the_lead_edits_them_in_a_workbook(small_call, small):
    recommend(small_call, "draft", "--most", "2", "--write")
    made = recommend(small_call, "export", "--out", "r.xlsx")
    assert made.exit_code == 0
    assert "Next: word them, then `evaluator recommend import XXA-2020-2023 r.xlsx --rubric small" in made.stderr
    assert recommend(small_call, "export", "--out", "r.xlsx").exit_code == 2
    book = openpyxl.load_workbook("r.xlsx")
    page = book["Recommendations"]
    page.cell(3, 3).value = "Help every victim, whether or not they testify."
    page.cell(3, 5).value = "2027-06"
    picked = page.cell(3, 2).value
    page.cell(3, 2).value = f"{picked} · Protection of witnesses"  # as the list of criteria gives it
    lists = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert {"_lists" in lists[f"{letter}3:{letter}2002"] for letter in "BD"} == {True}
    book.save("r.xlsx")
    done = recommend(small_call, "import", "r.xlsx")
    assert done.stdout == "2 recommendations\n", done.output
    text = (small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "recommendations.csv").read_text(encoding="utf-8")
    assert "Help every victim" in text
    assert ",lead,2026-01-02" in text
    assert f',{picked},"Help every victim' in text


def test_a_body_may_be_written_by_its_name_and_who_is_not_known_is_told(small_call, small):
    (small / "countries/XXA/institutions.csv").write_text(
        "institution_id,name,kind\nB1,Ministry of Justice,ministry\n",
        encoding="utf-8",
    )
    recommend(small_call, "draft", "--most", "2", "--write")
    recommend(small_call, "export", "--out", "r.xlsx")
    book = openpyxl.load_workbook("r.xlsx")
    book["Recommendations"]["D3"] = "Department of Justice"
    book.save("r.xlsx")
    assert "Recommendations!D3: 'Department of Justice'" in recommend(small_call, "import", "r.xlsx").stderr
    book["Recommendations"]["D3"] = "ministry of justice"
    book.save("r.xlsx")
    assert recommend(small_call, "import", "r.xlsx").exit_code == 0
    text = (small / "countries/XXA/plans/XXA-2020-2023/recommendations.csv").read_text(encoding="utf-8")
    assert ",B1," in text


def test_they_are_followed_up_by_the_present_levels(small_call, small):
    recommend(small_call, "draft", "--most", "2", "--edition", "2024", "--write")
    ratings = small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "assessments" / "small" / "a.csv"
    text = ratings.read_text(encoding="utf-8")
    ratings.write_text(text.replace("protection,1,rated,1", "protection,1,rated,3"), encoding="utf-8")
    done = recommend(small_call, "follow", "--write")
    assert [line.split()[-1] for line in done.stdout.splitlines()[1:]] == ["not", "implemented"]
    again = recommend(small_call, "follow", "--of", "XXA-2020-2023")
    assert "implemented" in again.stdout


def test_nothing_to_follow_and_two_weightings_are_told(small_call):
    assert "has no recommendations." in recommend(small_call, "follow").stderr
    both = recommend(small_call, "draft", "--weighting", "equal", "--weighting", "us-tip")
    assert "One --weighting orders the recommendations." in both.stderr
    assert not list(Path().glob("*.xlsx"))


def test_where_nothing_is_rated_it_is_told_and_what_to_do(call, tmp_path):
    library = ("--library", str(tmp_path))
    begun = ("new", "evaluation", "IRL", "--title", "Third plan", "--years", "2023-2027", "--rubric", "first-look")
    assert call(*begun, *library).exit_code == 0
    done = call("recommend", "draft", "IRL", "--rubric", "first-look", *library)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "No criterion has a level yet, so nothing is recommended. `evaluator todo IRL --rubric" in done.stderr

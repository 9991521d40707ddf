"""Rows of matches.csv: each names the earlier plan, rows that are there, and a row in one pair; see tests/bad too."""

from __future__ import annotations

from evaluator.library import Library
from evaluator.model.intake import RowMatch
from evaluator.read.checks.matches import check_matches, rows_of_plans
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFolder
from evaluator.read.text_files.table import parse_table

HEADER = "earlier,old_id,new_id,state,confirmed"
ROWS = {"XXS-2010": {"A1", "A2"}}


def found(path, *rows):
    problems = []
    table = parse_table(path / "matches.csv", "\n".join([HEADER, *rows]), RowMatch, problems=problems)
    assert problems == []
    return [str(problem).partition("matches.csv:")[2] for problem in check_matches(table, ROWS.get, {"B1", "B2"})]


def test_pairs_of_rows_that_are_there_have_no_fault(tmp_path):
    rows = ("XXS-2010,A1,B1,kept,yes", "XXS-2010,A2,,dropped,", "XXS-2010,A1,B2,changed,no")
    assert found(tmp_path, *rows) == []
    assert list(check_matches(None, ROWS.get, set())) == []


def test_a_row_names_its_plan_and_rows_of_both(tmp_path):
    assert found(tmp_path, ",A1,B1,kept,", "XXS-2010,A9,B9,kept,") == [
        "2:1: earlier: an empty cell. Give another plan of the country, with its measures.csv.",
        "3:2: old_id: 'A9'. Give a row of the plan.",
        "3:3: new_id: 'B9'. Give a row of the plan.",
    ]


def test_a_plan_that_is_not_at_hand_is_a_warning(tmp_path):
    problems = []
    table = parse_table(tmp_path / "matches.csv", f"{HEADER}\nXXS-2001,Z1,B1,kept,yes\n", RowMatch, problems=problems)
    (told,) = check_matches(table, ROWS.get, {"B1"})
    assert (told.severity, told.found) == ("warning", "plan 'XXS-2001'")


def test_a_confirmed_row_stands_in_one_pair_of_two(tmp_path):
    rows = ("XXS-2010,A1,B1,kept,yes", "XXS-2010,A1,B2,kept,yes", "XXS-2010,A2,,dropped,yes")
    assert found(tmp_path, *rows) == [
        "3:2: old_id: 'A1' confirmed twice. Give each row in one pair.",
        "4:3: new_id: a confirmed row without its pair. Give both rows of the pair.",
    ]


def test_rows_are_those_of_the_country_s_other_plans_alone(sound):
    country = Layers((sound,)).below("countries").below("XXS")
    rows_of = rows_of_plans(PlanFolder(country, country.below("plans").below("XXS-2020-2022"), "XXS-2020-2022"))
    assert rows_of("XXS-2020-2022-children") == {"C1"}
    assert rows_of("XXS-2020-2022") is None
    assert rows_of("XXS-1999-2000") is None
    assert rows_of("../plans/XXS-2020-2022") is None


def test_the_plan_reads_its_pairs(own):
    path = own / "countries/XXS/plans/XXS-2020-2022"
    rows = f"{HEADER}\nXXS-2020-2022-children,C1,M1,kept,yes\n"
    (path / "matches.csv").write_text(rows, encoding="utf-8")
    library = Library.open(own)
    (match,) = library.assessment("XXS-2020-2022", library.rubric("small")).matches
    assert (match.earlier, match.old_id, match.confirmed) == ("XXS-2020-2022-children", "C1", "yes")

"""Pick lists show ids with names, and an import takes either."""

from __future__ import annotations

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from evaluator.workbook.sheet.picks import choice, length, picked_id

IDS = st.text(st.characters(categories=("L", "N"), include_characters="-._"), min_size=1, max_size=8)


@given(IDS, st.text(min_size=1, max_size=200))
def test_of_what_a_list_shows_the_id_comes_back_whatever_the_name(id_, name):
    shown = choice(id_, name)
    assert picked_id(shown) == id_
    assert ";" not in shown
    assert "\n" not in shown


@given(IDS)
def test_an_id_alone_is_an_id(id_):
    assert picked_id(id_) == id_


def test_a_list_knows_the_rows_that_are_there_and_new_ones_up_to_its_end(desk):
    (sources,) = (sheet for sheet in desk.book("b").sheets if sheet.name == "sources")
    assert length(sources) == 501


def test_the_lists_show_the_names_beside_the_ids_and_follow_the_sheets(desk):
    path = desk.export("b")
    page = openpyxl.load_workbook(path)["_lists"]
    assert page.sheet_state == "hidden"
    name = "INDEX('2 Sources'!$B$3:$B$2002,ROW())"
    assert page["A1"].value.startswith(f'=IF(LEN({name})=0,"",INDEX(\'2 Sources\'!$A$3:$A$2002,ROW())&" · "&LEFT(')
    shown = openpyxl.load_workbook(path, data_only=True)["_lists"]
    assert (shown["A1"].value, shown["A2"].value) == ("XXA-S1 · An invented plan", None)


def test_entries_that_cite_a_source_or_a_body_have_lists(desk):
    book = openpyxl.load_workbook(desk.export("b"))
    page = next(p for p in book.worksheets if str(p["A1"].value).startswith("evaluator/pairs/plan"))
    rows = {str(page.cell(n, 1).value): n for n in range(3, page.max_row + 1)}
    lists = {str(rule.sqref) for rule in page.data_validations.dataValidation if "_lists" in str(rule.formula1)}
    assert {f"C{rows[key]}" for key in ("sources", "authority", "drafted_by.1.source_id")} <= lists
    assert f"C{rows['kind']}" not in lists


def test_an_import_takes_what_was_picked_and_ids_beside_it(desk, hand):
    sheet = hand(desk.export("b"))
    sheet.add("sources", source_id="S9", title="A law; second print", kind="law", date="2021")
    sheet.add("institutions", institution_id="moj", name="Ministry of Justice", kind="ministry")
    sheet.add(
        "evidence", evidence_id="b-E9", source_id="S9 · A law, second print", object="law", locator="art. 3", note="x"
    )
    sheet.change("measures", "M1", lead_ids="moj · Ministry of Justice")
    sheet.entry("plan", "authority", "moj · Ministry of Justice").entry(
        "plan", "sources", "XXA-S1 · An invented plan; S9"
    )
    sheet.rate(
        "early-identification-referral",
        level=2,
        confidence="high",
        reason="a list",
        evidence_ids="E4 · words; b-E9 · x",
    )
    desk.bring(sheet.save())
    now = desk.assessment
    assert [row.source_id for row in now.evidence if row.evidence_id == "b-E9"] == ["S9"]
    assert next(row for row in now.measures if row.measure_id == "M1").lead_ids == ("moj",)
    assert (now.plan.authority, tuple(now.plan.sources)) == ("moj", ("XXA-S1", "S9"))
    (own,) = (coding for coding in now.codings if coding.header.coder == "b")
    assert next(r for r in own.ratings if r.level == 2).evidence_ids == ("E4", "b-E9")

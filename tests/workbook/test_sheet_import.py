"""Score sheets come back whole, or with every fault at its cell and nothing written."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.workbook.back.sheet_import import import_sheets, read_sheet
from evaluator.workbook.sheet.csv_book import csv_files
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.labels import words_in
from evaluator.workbook.sheet.picks import SPARE
from evaluator.workbook.sheet.score_sheet import Coder, score_book

OLD = Path(__file__).parents[1] / "data" / "sheets" / "form-1.xlsx"
GOOD = {"status": "rated", "level": 2, "confidence": "high", "evidence_ids": "E4", "reason": "a list"}


def faults(desk, *paths, **more):
    before = desk.files()
    with pytest.raises(InvalidInputError) as caught:
        desk.bring(*paths, **more)
    assert desk.files() == before
    return [str(problem) for problem in caught.value.problems if problem.severity == "fault"]


def ratings(desk, coder="b"):
    rows = csv.DictReader((desk.ratings / f"{coder}.csv").read_text(encoding="utf-8").splitlines())
    return {row["criterion_id"]: row for row in rows}


@pytest.mark.parametrize("coder", ["a", "b"])
def test_an_untouched_sheet_changes_nothing_and_adds_nothing_to_the_log(desk, coder):
    before = desk.files()
    done = desk.bring(desk.export(coder, spare=SPARE))
    assert desk.files() == before
    assert (done.written, done.records, done.coders) == ((), (), (coder,))


def test_a_new_coder_may_be_started_without_ratings(desk):
    done = desk.bring(desk.export("b"), start=True)
    assert {path.name for path in done.written} == {"b.yaml", "b.csv", "log.csv"}
    assert done.records[0].new == "no rating changed"


def test_a_new_coder_gets_files_of_their_own(desk, hand):
    sheet = hand(desk.export("b")).rate("early-identification-referral", **GOOD).save()
    done = desk.bring(sheet)
    assert {path.name for path in done.written} == {"b.yaml", "b.csv", "log.csv"}
    row = ratings(desk)["early-identification-referral"]
    assert (row["status"], row["level"], row["evidence_ids"], row["criterion_version"]) == ("rated", "2", "E4", "1")
    assert "state: draft" in (desk.ratings / "b.yaml").read_text(encoding="utf-8")
    assert [c.header.coder for c in desk.assessment.codings] == ["a", "b"]


def test_the_log_keeps_each_import_with_hash_date_and_versions(desk, hand):
    desk.bring(hand(desk.export("b")).rate("early-identification-referral", **GOOD).save())
    first = (desk.ratings / "log.csv").read_text(encoding="utf-8")
    sheet = desk.export("b", "again")
    desk.bring(hand(sheet).rate("early-identification-referral", level=3, change="p. 6 read again").save())
    text = (desk.ratings / "log.csv").read_text(encoding="utf-8")
    assert text.startswith(first)
    whole, one = desk.assessment.log[-2:]
    assert (whole.criterion_id, whole.new, len(whole.file_sha256)) == ("", "1 rating changed", 64)
    assert (one.old, one.new, one.reason, one.coder) == ("2", "3", "p. 6 read again", "b")
    assert (one.when, one.tool_version, one.rubric_version) == ("2026-01-02T03:04:05Z", "9.9", "0.1.0")
    assert [record.record for record in desk.assessment.log] == ["L0001", "L0002", "L0003", "L0004"]


def test_a_changed_rating_wants_a_reason(desk, hand):
    sheet = hand(desk.export("a")).rate("witness-protection", level=2).save()
    (fault,) = faults(desk, sheet)
    assert "Law enforcement!N" in fault
    assert "witness-protection was 1 and is 2, without a reason" in fault
    done = desk.bring(sheet, reason="second reading")
    assert done.records[-1].reason == "second reading"


def test_new_words_for_a_standing_rating_are_recorded_without_asking(desk, hand):
    done = desk.bring(hand(desk.export("a")).rate("witness-protection", reason="Named, with no measure").save())
    assert (done.records[-1].old, done.records[-1].new) == ("1", "1")


def test_rows_of_other_tables_are_added_and_changed(desk, hand):
    sheet = (
        hand(desk.export("b"))
        .add("sources", source_id="XXA-S2", title="A law", kind="law", date=2001)
        .add("evidence", evidence_id="E9", source_id="XXA-S2", locator="art. 3", object="law", note="A duty")
        .rate("early-identification-referral", **{**GOOD, "evidence_ids": "E4, E9"})
        .save()
    )
    desk.bring(sheet)
    assert [s.source_id for s in desk.assessment.sources] == ["XXA-S1", "XXA-S2"]
    assert desk.assessment.sources[1].date == "2001"
    assert desk.assessment.evidence[-1].evidence_id == "E9"
    assert ratings(desk)["early-identification-referral"]["evidence_ids"] == "E4;E9"


def test_plan_and_narrative_are_written_when_changed_and_left_alone_when_not(desk, hand):
    before = (desk.plan_folder / "plan.yaml").read_bytes()
    desk.bring(desk.export("b"))
    assert (desk.plan_folder / "plan.yaml").read_bytes() == before
    edited = hand(desk.export("b", "two")).entry("plan", "authority", "Ministry of Examples")
    page = edited.page("narrative")
    for row in (["en", "# Summary"], [None, "One.\n\nTwo."]):
        page.append(row)
    desk.bring(edited.save())
    assert desk.assessment.plan.authority == "Ministry of Examples"
    assert desk.assessment.narrative == {"en": "# Summary\n\nOne.\n\nTwo.\n"}


def test_sorted_moved_and_renamed_sheets_survive(desk, hand):
    opened = hand(desk.export("b")).rate("early-identification-referral", **GOOD)
    page = opened.page("ratings/human-rights")
    page.title = "My notes"
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=1)]
    moved = [*reversed(rows[2:]), rows[1], rows[0]]
    page.delete_rows(1, page.max_row)
    for row in moved:
        page.append([row[-1], *row[:-1]])
    evidence = opened.page("table/evidence")
    content = [[cell.value for cell in row] for row in evidence.iter_rows(min_row=3)]
    for at, row in enumerate(reversed([r for r in content if r[0]]), start=3):
        for column, value in enumerate(row, start=1):
            evidence.cell(at, column).value = value
    evidence.column_dimensions["C"].hidden = True
    evidence.insert_rows(4)
    before = (desk.plan_folder / "evidence.csv").read_bytes()
    desk.bring(opened.save())
    assert ratings(desk)["early-identification-referral"]["level"] == "2"
    assert (desk.plan_folder / "evidence.csv").read_bytes() == before


def test_what_spreadsheets_make_of_values_is_mended_and_told(desk, hand):
    sheet = (
        hand(desk.export("b"))
        .add("money", line_id="L1", state="amount", amount="1.234,50", currency="EUR", year_from=2021.0, unit_factor=1)
        .add("sources", source_id="XXA-S2", title="A letter", kind="Letter ", date=dt.date(2021, 5, 6))
        .rate("early-identification-referral", **{**GOOD, "status": "Rated", "level": "level 2", "confidence": "HIGH"})
        .save()
    )
    notes = " ".join(str(note) for note in desk.bring(sheet).notes)
    assert (desk.assessment.money[0].amount, desk.assessment.money[0].year_from) == (1234.5, "2021")
    assert desk.assessment.sources[1].date == "2021-05-06"
    assert ratings(desk)["early-identification-referral"]["level"] == "2"
    assert "Money!F3: '1.234,50' is taken as 1234.50 (amount)." in notes
    assert "Human rights!G3: 'level 2' is taken as 2 (level)." in notes


def test_formulas_stay_text(desk, hand):
    sheet = hand(desk.export("b")).rate("early-identification-referral", **{**GOOD, "reason": "=1+1"}).save()
    desk.bring(sheet)
    assert ratings(desk)["early-identification-referral"]["reason"] == "=1+1"
    again = hand(desk.export("b", "again"))
    cell = next(c for row in again.page("ratings/human-rights").iter_rows() for c in row if c.value == "=1+1")
    assert cell.data_type == "s"


def test_all_faults_of_a_sheet_are_told_at_once_each_at_its_cell(desk, hand):
    sheet = (
        hand(desk.export("b"))
        .rate("early-identification-referral", status="rated", level="many", confidence="sure", evidence_ids="E4")
        .rate("witness-protection", status="rated", level=2, confidence="high", evidence_ids="E77", reason="x")
        .add("sources", source_id="XXA-S2", kind="low")
        .entry("plan", "kind", "novel")
        .save()
    )
    told = "\n".join(faults(desk, sheet))
    assert "Human rights!G3: found 'many'. Give a whole number" in told
    assert "Human rights!H3: found 'sure'. Give one of: high, medium, low" in told
    assert "Sources!B4: an empty cell. Give title as printed" in told
    assert "Sources!D4: found 'low'. Give one of: plan" in told
    assert "Did you mean 'law'?" in told
    assert "Plan!C" in told


def test_an_evidence_reference_to_nothing_is_a_fault_at_its_cell(desk, hand):
    row = {**GOOD, "evidence_ids": "E4;E77"}
    (fault,) = faults(desk, hand(desk.export("b")).rate("early-identification-referral", **row).save())
    assert "Human rights!I3: " in fault
    assert "'E77'. Give an id on the sheet 8 Evidence" in fault


def test_a_final_sheet_is_held_to_what_a_final_file_needs(desk, hand):
    sheet = (
        hand(desk.export("b"))
        .entry("coder", "state", "final")
        .entry("coder", "text_read.measures", "whole")
        .entry("coder", "text_read.text", "whole")
    )
    sheet.rate("early-identification-referral", status="rated", level=2)
    told = " ".join(faults(desk, sheet.save()))
    assert "Human rights!H3: no confidence" in told
    assert "Human rights!I3: rated without evidence" in told


def test_the_rows_of_the_plan_are_counted_and_their_number_in_the_plan_is_checked_at_its_cell(desk, hand):
    sheet = hand(desk.export("b")).add("measures", measure_id="M6", level="activity", text="One more")
    (fault,) = faults(desk, sheet.save())
    assert "Plan!C" in fault
    assert "Give at least 6, the rows entered" in fault
    desk.bring(sheet.entry("plan", "rows.in_plan", "6").save())
    assert (desk.assessment.plan.rows.here, desk.assessment.plan.rows.total) == (6, 6)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("plan", "ALB-2005-2007", "a sheet of plan 'ALB-2005-2007', and not of 'XXA-2020-2023'"),
        ("rubric", "other", "a sheet of rubric 'other', and not of 'small'"),
        ("form", "0", "a sheet of form '0'"),
    ],
)
def test_a_sheet_of_something_else_is_refused(desk, hand, key, value, words):
    opened = hand(desk.export("b"))
    page = opened.book["_meta"]
    next(row[1] for row in page.iter_rows() if row[0].value == key).value = value
    assert words in faults(desk, opened.save())[0]


def test_a_sheet_of_another_coder_than_asked_for_is_refused(desk):
    (told,) = faults(desk, desk.export("b"), coder="c")
    assert "a sheet of coder 'b', and not of 'c'" in told
    assert "It knows whose it is: `evaluator sheet import" in told


def test_a_sheet_of_the_rubric_that_commands_take_by_themselves_is_answered_without_its_name(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.book["_meta"]
    next(row[1] for row in page.iter_rows() if row[0].value == "rubric").value = "four-paradigms"
    (told,) = faults(desk, opened.save())
    assert "It knows whose it is: `evaluator sheet import /" in told
    assert "--rubric" not in told


def test_the_log_counts_first_ratings_apart_from_changed_ones(desk, hand):
    sheet = desk.export("b")
    done = desk.bring(hand(sheet).rate("early-identification-referral", **GOOD).save())
    assert done.records[0].new == "1 rated for the first time"
    again = hand(desk.export("b", "again")).rate("early-identification-referral", level=3, change="p. 6 read again")
    done = desk.bring(again.rate("witness-protection", **GOOD).save())
    assert done.records[0].new == "1 rating changed, 1 rated for the first time"
    back = hand(desk.export("b", "back")).rate(
        "witness-protection", status="not-assessed", level=None, confidence=None, evidence_ids=None, change="unread"
    )
    back.rate("early-identification-referral", level=2, change="p. 7")
    assert desk.bring(back.save()).records[0].new == "2 ratings changed"


def test_two_sheets_of_one_coder_that_disagree_are_refused(desk, hand):
    first, second = desk.export("b", "one"), desk.export("b", "two")
    hand(first).rate("early-identification-referral", **GOOD).save()
    hand(second).rate("early-identification-referral", **{**GOOD, "level": 3}).save()
    (fault,) = faults(desk, first, second)
    assert "two.xlsx: 11 Human rights!F3" in fault
    assert "was changed here, and in the files too since the sheet was exported (there: 2)" in fault


def test_two_sheets_of_one_coder_that_complete_each_other_are_both_taken(desk, hand):
    first, second = desk.export("b", "one"), desk.export("b", "two")
    hand(first).rate("early-identification-referral", **GOOD).save()
    hand(second).rate("witness-protection", **{**GOOD, "evidence_ids": "E3"}).save()
    desk.bring(first, second)
    assert [ratings(desk)[name]["level"] for name in ("early-identification-referral", "witness-protection")] == [
        "2",
        "2",
    ]


def test_evidence_that_another_coder_added_meanwhile_is_kept(desk, hand):
    first, second = desk.export("b"), desk.export("c")
    row = {"source_id": "XXA-S1", "locator": "p. 8", "object": "plan", "note": "Courts"}
    desk.bring(hand(first).add("evidence", evidence_id="E8", **row).save())
    desk.bring(hand(second).add("evidence", evidence_id="E9", **row).save())
    assert [e.evidence_id for e in desk.assessment.evidence][-2:] == ["E8", "E9"]


def test_one_id_for_two_passages_becomes_two_ids_with_all_that_cites_them(desk, hand):
    first, second = desk.export("b"), desk.export("c")
    row = {"evidence_id": "E8", "source_id": "XXA-S1", "locator": "p. 8", "object": "plan"}
    desk.bring(hand(first).add("evidence", note="Courts", **row).save())
    sheet = hand(second).add("evidence", note="Police", **row)
    sheet.rate("early-identification-referral", **{**GOOD, "evidence_ids": "E4; E8"})
    done = desk.bring(sheet.save())
    assert [(e.evidence_id, e.note, e.added_by) for e in desk.assessment.evidence[-2:]] == [
        ("E8", "Courts", "b"),
        ("c-E8", "Police", "c"),
    ]
    assert ratings(desk, "c")["early-identification-referral"]["evidence_ids"] == "E4;c-E8"
    (note,) = [n for n in done.notes if "already belongs" in n.found]
    assert "Evidence!A" in note.cell
    assert "yours is now c-E8, here and wherever your sheet cites it" in note.found


@pytest.mark.slow
def test_a_sheet_whose_ids_were_changed_is_revised_and_imported_again(desk, hand):
    first, second = desk.export("b"), desk.export("c")
    row = {"evidence_id": "E8", "source_id": "XXA-S1", "locator": "p. 8", "object": "plan"}
    desk.bring(hand(first).add("evidence", note="Courts", **row).save())
    sheet = hand(second).add("evidence", note="Police", **row)
    desk.bring(sheet.save())
    desk.bring(sheet.change("evidence", "E8", note="Police and courts").save())
    assert [(e.evidence_id, e.note) for e in desk.assessment.evidence[-2:]] == [
        ("E8", "Courts"),
        ("c-E8", "Police and courts"),
    ]


def test_two_sheets_of_one_coder_that_use_one_id_twice_are_refused(desk, hand):
    first, second = desk.export("b", "one"), desk.export("b", "two")
    row = {"evidence_id": "E8", "source_id": "XXA-S1", "locator": "p. 8", "object": "plan"}
    hand(first).add("evidence", note="Courts", **row).save()
    (fault,) = faults(desk, first, hand(second).add("evidence", note="Police", **row).save())
    assert "the id E8 already stands for other evidence (there: note 'Courts'): your sheets use one id twice" in fault
    assert "Give this one another id, for example E8-2" in fault


def test_a_body_may_be_named_by_its_name(desk, hand):
    body = {"institution_id": "moe", "name": "Ministry of Examples", "kind": "ministry"}
    sheet = hand(desk.export("b")).add("institutions", **body)
    sheet.add("institutions", institution_id="police", name="Police", kind="police")
    row = {"measure_id": "M6", "level": "task", "parent_id": "M1", "text": "x"}
    sheet.add("measures", lead_ids="Ministry of Examples, Police", **row)
    desk.bring(sheet.save())
    assert desk.assessment.measures[-1].lead_ids == ("moe", "police")


def test_a_name_of_one_word_is_a_name_too(desk, hand):
    sheet = hand(desk.export("b")).add("institutions", institution_id="B8", name="Tusla", kind="ministry")
    sheet.add("measures", measure_id="M6", level="task", parent_id="M1", text="x", lead_ids="Tusla")
    desk.bring(sheet.save())
    assert desk.assessment.measures[-1].lead_ids == ("B8",)


def test_a_name_that_no_body_has_is_one_fault_and_never_several_ids(desk, hand):
    body = {"institution_id": "moe", "name": "Ministry of Examples", "kind": "ministry"}
    sheet = hand(desk.export("b")).add("institutions", **body)
    sheet.add("measures", measure_id="M6", level="task", parent_id="M1", text="x", lead_ids="Ministries of Examples")
    (fault,) = faults(desk, sheet.save())
    assert "Measures!F" in fault
    assert (
        "'Ministries of Examples'. Give the name or id of a body on the sheet Institutions, with ; between several"
        in fault
    )
    assert "Did you mean 'ministry of examples'?" in fault


def test_more_text_read_than_the_plan_says_is_told_at_its_cell(desk, hand):
    plan = desk.plan_folder / "plan.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8")
        .replace("measures: whole, text: whole", "measures: none, text: none")
        .replace("measures: whole\n  text: whole", "measures: none\n  text: none"),
        encoding="utf-8",
    )
    for path in desk.ratings.iterdir():  # before coder a has brought anything
        path.unlink()
    sources = "source_id,title,kind,date,url\nXXA-S1,An invented plan,plan,2020-03,https://example.org/plan\n"
    (desk.own / "countries" / "XXA" / "sources.csv").write_text(sources, encoding="utf-8")
    (fault,) = faults(
        desk,
        hand(desk.export("b"))
        .entry("coder", "text_read.measures", "whole")
        .entry("coder", "text_read.text", "whole")
        .save(),
    )
    assert "assessment!C" in fault
    assert "more text read than the sheet 4 Plan says could be read" in fault
    assert "Say on the sheet 4 Plan how much of its text could be read." in fault


def test_deleting_what_another_coder_cites_tells_nothing_of_their_ratings(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.page("table/evidence")
    page.delete_rows(next(n for n in range(3, 20) if page.cell(n, 1).value == "E1"))
    told = faults(desk, opened.save())
    assert "this sheet deletes or renames what another coder's ratings cite" in told[0]
    assert "unconditional-assistance" not in " ".join(told)


def test_a_missing_sheet_column_or_row_is_a_fault_and_no_deletion(desk, hand):
    opened = hand(desk.export("b"))
    opened.book.remove(opened.page("table/money"))
    page = opened.page("ratings/economic")
    page.delete_rows(3)
    opened.page("table/evidence").delete_cols(5)
    told = " ".join(faults(desk, opened.save()))
    assert "no sheet 'Money', or its hidden first row was deleted" in told
    assert "no row of education-prevention" in told
    assert "columns are missing: Page or place" in told


def test_a_column_that_may_stay_empty_is_missed_too_if_the_sheet_was_exported_with_it(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.page("table/sources")
    at = next(n for n in range(1, page.max_column + 1) if str(page.cell(1, n).value).rpartition("/")[2] == "file")
    page.delete_cols(at)
    (told,) = faults(desk, opened.save())
    assert "columns are missing: File" in told


def test_a_row_given_twice_must_say_the_same(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.page("ratings/economic")
    copy = [cell.value for cell in page[3]]
    page.append(copy)
    opened.save()
    copy[5] = "contrary"
    page.append([*copy[:8], "E2", *copy[9:]])
    assert "education-prevention rated twice" in faults(desk, opened.save())[0]


def test_an_unknown_criterion_is_told_with_the_nearest(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.page("ratings/economic")
    page.append(["witness-protecton", None, None, None, None, "not-assessed"])
    assert "Did you mean 'witness-protection'?" in faults(desk, opened.save())[0]


def test_another_coders_ratings_are_nowhere_in_the_workbook(desk):
    told = [cell for sheet in desk.book("b").sheets for row in sheet.rows for cell in row]
    packed = " ".join(text for _, text in desk.book("b").base)
    for secret in ("Help is for witnesses only", "An informal list"):
        assert secret not in told
        assert secret not in packed
    assert desk.export("b").read_bytes() == desk.export("b").read_bytes()


def test_csv_goes_the_same_way(desk):
    folder = desk.papers / "csv"
    folder.mkdir()
    for name, text in csv_files(desk.book("b")).items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "ratings.human-rights.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
    at = rows[0].index("status")
    target = next(row for row in rows if row[0] == "early-identification-referral")
    target[at : at + 5] = ["rated", "2", "high", "E4", "'=SUM(A1)"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    path.rename(folder / "Another name.csv")
    desk.bring(folder)
    row = ratings(desk)["early-identification-referral"]
    assert (row["level"], row["reason"]) == ("2", "=SUM(A1)")


def test_a_sheet_goes_into_a_folder_that_lies_over_the_library(desk, tmp_path, hand):
    over = tmp_path / "over"
    over.mkdir()
    before = desk.files()
    sheet = hand(desk.export("b")).rate("early-identification-referral", **GOOD).save()
    done = import_sheets([sheet], desk.order(), desk.library, over)
    assert desk.files() == before
    assert {path.name for path in done.written} == {"b.csv", "b.yaml", "log.csv"}
    assert "those of 1 other coder in the library below" in done.notes[-1].found
    assert {path.name for path in (over / "countries").rglob("*") if path.is_file()} == {"b.csv", "b.yaml", "log.csv"}


def test_a_coders_own_earlier_ratings_come_along_from_below(desk, tmp_path, hand):
    over = tmp_path / "over"
    over.mkdir()
    sheets = [
        hand(desk.export("b")).rate("early-identification-referral", **GOOD).save(),
        hand(desk.export("a")).rate("witness-protection", level=2).save(),
    ]
    with pytest.raises(InvalidInputError, match="was 1 and is 2, without a reason"):
        import_sheets(sheets, desk.order(), desk.library, over)
    done = import_sheets(sheets, desk.order(reason="read again"), desk.library, over)
    assert [(r.coder, r.old, r.new) for r in done.records if r.criterion_id] == [("b", "", "2"), ("a", "1", "2")]
    assert len({r.record for r in desk.assessment.log}) == len(desk.assessment.log)


def test_a_value_outside_its_list_hides_no_other_fault(desk, hand):
    opened = (
        hand(desk.export("b"))
        .entry("coder", "state", "final")
        .entry("coder", "text_read.measures", "whole")
        .entry("coder", "text_read.text", "whole")
    )
    opened.rate("early-identification-referral", status="rated", level=2, confidence="high").save()
    whole = faults(desk, opened.path)
    opened.rate("witness-protection", confidence="sure").save()
    told = faults(desk, opened.path)
    assert set(whole) < set(told)
    assert len(whole) > 1
    assert len(told) == len(whole) + 1


def test_the_text_of_the_rubric_is_renewed_where_meanings_agree(desk, hand):
    head = desk.ratings / "a.yaml"
    old = head.read_text(encoding="utf-8") + f"rubric_sha256: {'ab' * 32}  # the text of May\n"
    head.write_text(old, encoding="utf-8")
    done = desk.bring(desk.export("a"))
    assert head.read_text(encoding="utf-8") == old.replace("ab" * 32, desk.rubric.sha256)
    assert [record.new for record in done.records] == ["no rating changed"]


def test_an_entry_of_the_plan_is_changed_in_its_place(desk, hand):
    path = desk.plan_folder / "plan.yaml"
    before = "# The plan as printed.\n" + path.read_text(encoding="utf-8") + "# End.\n"
    path.write_text(before, encoding="utf-8")
    desk.bring(hand(desk.export("b")).entry("plan", "worked_example", "yes").save())
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line in before.splitlines()] == [line for line in after if "worked" not in line]
    assert set(before.splitlines()) - set(after) <= {"worked_example: false"}
    assert desk.assessment.plan.worked_example is True


def test_a_comment_that_would_be_lost_keeps_the_plan_as_it_is(desk, hand):
    path = desk.plan_folder / "plan.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("sources")]
    text = "\n".join([*kept, "sources:", "  - XXA-S1", "  # the annex is to come", "  - XXA-S1", ""])
    path.write_text(text, encoding="utf-8")
    done = desk.bring(hand(desk.export("b")).entry("plan", "sources", "XXA-S1").save())
    assert path.read_text(encoding="utf-8") == text
    assert any("plan.yaml was not changed" in note.found and "Plan!C" in note.cell for note in done.notes)


def test_a_changed_hidden_sheet_is_refused(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.book["_meta"]
    page.cell(page.max_row, 2).value = "AAAA"
    assert "a hidden sheet _meta that was changed" in faults(desk, opened.save())[0]
    opened.book.remove(page)
    assert "no hidden sheet _meta" in faults(desk, opened.save())[0]


def test_a_copied_sheet_is_refused(desk, hand):
    opened = hand(desk.export("b"))
    opened.book.copy_worksheet(opened.page("ratings/economic"))
    assert "a copy of the sheet '12 Economic'" in faults(desk, opened.save())[0]


def test_a_workbook_is_read_by_its_marks(desk):
    book = read_sheet(desk.export("b"))
    assert book.meta["coder"] == "b"
    assert {grid.name for grid in book.of_kind("ratings")} >= {"human-rights", "economic"}


def test_a_library_that_is_at_fault_takes_no_sheet_in(desk):
    sheet = desk.export("b")
    (desk.plan_folder / "measures.csv").unlink()
    assert any("there is no such file" in fault for fault in faults(desk, sheet))


def test_entries_beside_the_ratings_are_not_taken_for_ratings(desk, hand):
    opened = hand(desk.export("b"))
    page = opened.page("ratings/economic")
    page.append([None, None, None, None, None, None, None, None, "a note below the table"])
    told = " ".join(faults(desk, opened.save()))
    assert "an empty cell. Give criterion of the rubric" in told


def test_an_id_given_twice_is_told_at_its_cell_with_the_first_one(desk, hand):
    opened = hand(desk.export("b"))
    again = {"source_id": "XXA-S1", "locator": "p. 1", "object": "plan", "note": "Again"}
    sheet = opened.add("evidence", evidence_id="E4", **again).add("evidence", evidence_id="е4", **again).save()
    found = faults(desk, sheet)
    assert len(found) == 2
    assert ": 8 Evidence!A" in found[0]
    assert "'E4' given twice (first at 8 Evidence!A" in found[0]
    assert "'е4' (\\u04354), which looks like 'E4' (first at 8 Evidence!A" in found[1]
    assert not [line for line in found if "evidence.csv" in line]


def test_unknown_ids_are_told_beside_a_date_and_an_id_at_fault(desk, hand):
    sheet = (
        hand(desk.export("b"))
        .add("sources", source_id="XXA-S2", title="A law", kind="law", date="soon")
        .add("sources", source_id="XXA S3", title="A law", kind="law")
        .add("evidence", evidence_id="E9", source_id="XXA-S7", locator="p. 1", object="plan", note="A duty")
        .rate("early-identification-referral", **{**GOOD, "evidence_ids": "E77"})
        .save()
    )
    text = "\n".join(found := faults(desk, sheet))
    for words in ("found 'soon'", "found 'XXA S3'", "'XXA-S7'", "'E77'"):
        assert words in text
    assert all(".xlsx: " in line and "!" in line for line in found)


def test_a_deleted_first_row_is_one_fault(desk, hand):
    opened = hand(desk.export("b"))
    opened.page("ratings/human-rights").delete_rows(1)
    (fault,) = faults(desk, opened.save())
    assert "no sheet of human-rights (" in fault
    assert "or its hidden first row was deleted" in fault


def test_each_entry_at_fault_is_told_once_at_its_own_cell(desk, hand):
    opened = hand(desk.export("b")).entry("plan", "rows.in_plan", "about 40").entry("plan", "start", "soon")
    page = opened.page("pairs/plan")
    cells = {str(row[0].value): f"4 Plan!C{row[0].row}: " for row in page.iter_rows(min_row=3)}
    found = faults(desk, opened.save())
    assert [line.partition(".xlsx: ")[2] for line in found] == [
        f"{cells['start']}found 'soon'. Give a date as YYYY, YYYY-MM or YYYY-MM-DD.",
        f"{cells['rows.in_plan']}Rows in the plan: found 'about 40'. Give a whole number or 'unknown'.",
    ]


def test_three_coders_work_from_one_export_without_a_clash(desk, hand):
    """Each fills the first free row for a passage, and rates; the fourth finds all passages and no ratings."""
    notes = {"b": "Courts", "c": "Police", "d": "Shelters"}
    sheets = {coder: desk.export(coder) for coder in notes}
    passage = {"source_id": "XXA-S1", "locator": "p. 8", "object": "plan"}
    for coder, note in notes.items():
        opened = hand(sheets[coder]).change("evidence", f"{coder}-E1", note=note, **passage)
        opened.rate("early-identification-referral", **{**GOOD, "status": None, "evidence_ids": f"{coder}-E1"})
        opened.save()
    done = desk.bring(*sheets.values())
    assert done.coders == tuple(notes)
    assert {e.evidence_id: (e.note, e.added_by) for e in desk.assessment.evidence[-3:]} == {
        f"{coder}-E1": (note, coder) for coder, note in notes.items()
    }
    assert all(ratings(desk, c)["early-identification-referral"]["evidence_ids"] == f"{c}-E1" for c in notes)
    next_book = desk.book("e")
    register = next(s for s in next_book.sheets if s.name == "evidence")
    assert {"b-E1", "c-E1", "d-E1", "e-E1"} <= {row[0] for row in register.rows}
    assert all(row[s.at("level")] is None for s in next_book.sheets if s.kind == "ratings" for row in s.rows)


@pytest.mark.slow
def test_three_coders_who_all_call_their_passage_alike_lose_nothing(desk, hand):
    passage = {"source_id": "XXA-S1", "locator": "p. 8", "object": "plan"}
    sheets = [
        hand(desk.export(coder))
        .add("evidence", evidence_id="E9", note=f"note of {coder}", **passage)
        .rate("early-identification-referral", **{**GOOD, "evidence_ids": "E9"})
        .save()
        for coder in ("b", "c", "d")
    ]
    desk.bring(*sheets)
    assert [e.evidence_id for e in desk.assessment.evidence[-3:]] == ["E9", "c-E9", "d-E9"]
    cited = [ratings(desk, coder)["early-identification-referral"]["evidence_ids"] for coder in ("b", "c", "d")]
    assert cited == ["E9", "c-E9", "d-E9"]


def test_what_two_coders_enter_alike_is_one_row(desk, hand):
    row = {"evidence_id": "E9", "source_id": "XXA-S1", "locator": "p. 8", "object": "plan", "note": "Courts"}
    desk.bring(*(hand(desk.export(coder)).add("evidence", **row).save() for coder in ("b", "c")))
    assert [(e.evidence_id, e.added_by) for e in desk.assessment.evidence[-1:]] == [("E9", "b")]
    assert desk.assessment.evidence[-2].evidence_id != "E9"


@pytest.mark.slow
def test_a_source_of_two_coders_with_one_id_becomes_two_with_what_cites_them(desk, hand):
    first = hand(desk.export("b")).add("sources", source_id="S2", title="A law", kind="law", date="2001")
    second = hand(desk.export("c")).add("sources", source_id="S2", title="A report", kind="ngo", date="2002")
    second.change("evidence", "c-E1", source_id="S2", locator="p. 1", object="plan", note="x")
    second.entry("plan", "sources", "XXA-S1; S2")
    desk.bring(first.save(), second.save())
    assert [(s.source_id, s.title) for s in desk.assessment.sources[1:]] == [("S2", "A law"), ("c-S2", "A report")]
    assert desk.assessment.evidence[-1].source_id == "c-S2"
    assert desk.assessment.plan.sources == ("XXA-S1", "c-S2")


def test_tags_are_signed_and_proposed_by_the_import(desk, hand):
    row = {"measure_id": "M6", "level": "task", "parent_id": "M1", "text": "x"}
    desk.bring(hand(desk.export("b")).add("measures", paradigms="human-rights", **row).save())
    assert (desk.assessment.measures[-1].tagged_by, desk.assessment.measures[-1].tag_status) == ("b", "proposed")


def test_why_a_question_is_not_assessed_is_kept(desk, hand):
    desk.bring(hand(desk.export("b")).rate("early-identification-referral", reason="no access to the annex").save())
    row = ratings(desk)["early-identification-referral"]
    assert (row["status"], row["reason"]) == ("not-assessed", "no access to the annex")
    assert desk.assessment.log[-2].new == "no rating changed"


def test_roles_of_the_country_are_filled_in_whichever_of_the_offered_rows_are_used(desk, hand):
    opened = hand(desk.export("b"))
    for key, value in (("role", "transit"), ("from", "2001"), ("source", "XXA-S1")):
        opened.entry("country", f"roles.3.{key}", value)
    desk.bring(opened.entry("country", "names.+", "sq: Shembullia").save())
    assert desk.assessment.country.names["sq"] == "Shembullia"
    assert (desk.assessment.country.roles[-1].role, desk.assessment.country.roles[-1].start) == ("transit", "2001")


def test_an_entry_that_goes_with_another_is_missed_at_its_cell_in_words(desk, hand):
    opened = hand(desk.export("b")).entry("country", "roles.4.role", "transit")
    page = opened.page("pairs/country")
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == "roles.4.from")
    (fault,) = faults(desk, opened.save())
    assert f"1 Country!C{row}: Role 4, from is empty. Give an entry. " in fault
    assert fault.endswith("Fill it in, or clear the entries that belong with it.")


def test_a_name_in_a_further_language_names_the_language(desk, hand):
    (fault,) = faults(desk, hand(desk.export("b")).entry("country", "names.+", "Shembullia").save())
    assert "found 'Shembullia'. Give a language's code, a colon and the text, such as sq: Plani" in fault


def test_a_deleted_first_row_of_a_table_is_one_fault_whatever_cites_it(desk, hand):
    opened = hand(desk.export("b")).add("sources", source_id="S2", title="A law", kind="law")
    opened.change("evidence", "b-E1", source_id="S2", locator="p. 1", object="plan", note="x")
    opened.rate("early-identification-referral", **{**GOOD, "evidence_ids": "b-E1"})
    opened.page("table/evidence").delete_rows(1, 2)
    (fault,) = faults(desk, opened.save())
    assert "no sheet 'Evidence', or its hidden first row was deleted" in fault


def test_a_workbook_of_the_last_version_is_still_imported(desk):
    """The file was exported and filled in under the form before numbered sheets, countries and figures."""
    path = desk.papers / "old.xlsx"
    path.write_bytes(OLD.read_bytes())
    desk.bring(path)
    assert desk.assessment.plan.authority == "Ministry of Examples"
    assert (desk.assessment.plan.rows.here, desk.assessment.plan.rows.total) == (6, 6)
    assert [s.source_id for s in desk.assessment.sources] == ["XXA-S1", "XXA-S2"]
    assert desk.assessment.evidence[-1].evidence_id == "E9"
    assert ratings(desk)["early-identification-referral"]["evidence_ids"] == "E4;E9"
    assert desk.assessment.narrative == {"en": "Words\n"}
    header = next(c.header for c in desk.assessment.codings if c.header.coder == "b")
    assert header.interests == "none"


def test_a_serbian_sheet_comes_back_as_the_english_one_does(desk, hand):
    words = words_in(desk.library.templates, "sr-Latn")
    coder = Coder("b", "sr-Latn", words)
    book = score_book(desk.assessment, desk.rubric, coder, "9.9")
    path = desk.papers / "sr.xlsx"
    path.write_bytes(xlsx_bytes(book, coder.labels(desk.rubric)))
    sheet = hand(path)
    names = [page.title for page in sheet.book.worksheets if page.sheet_state == "visible"]
    assert names[:6] == ["Početak", "1 Zemlja", "2 Izvori", "3 Institucije", "4 Plan", "5 Mere"]
    heads = [str(cell.value or "").partition("\n")[0] for cell in sheet.page("table/measures")[2]]
    assert {"Oznaka reda", "Šta kaže", "Nosilac", "Do kada"} <= set(heads)
    shown = [str(cell.value) for page in sheet.book.worksheets for row in page.iter_rows(max_row=2) for cell in row]
    assert not [text for text in shown if text.startswith(("Id of", "Who leads", "What it says"))]
    assert desk.bring(path).written == ()  # untouched, it changes nothing
    desk.bring(sheet.rate("early-identification-referral", **{**GOOD, "confidence": "visoka"}).save())
    row = ratings(desk)["early-identification-referral"]
    assert (row["status"], row["level"], row["confidence"]) == ("rated", "2", "high")


def test_a_missing_column_of_a_serbian_sheet_is_told_in_its_words(desk, hand):
    coder = Coder("b", "sr-Latn", words_in(desk.library.templates, "sr-Latn"))
    book = score_book(desk.assessment, desk.rubric, coder, "9.9")
    path = desk.papers / "sr.xlsx"
    path.write_bytes(xlsx_bytes(book, coder.labels(desk.rubric)))
    sheet = hand(path)
    page = sheet.page("table/measures")
    page.delete_cols(2)
    assert "columns are missing: Pripada pod" in "\n".join(faults(desk, sheet.save()))


def test_a_row_of_the_plan_says_who_entered_it_tagged_or_not(desk, hand):
    sheet = (
        hand(desk.export("b"))
        .entry("plan", "rows.in_plan", 9)
        .entry("plan", "rows.basis", "sample")
        .add("measures", measure_id="M77", level="activity", text="New", paradigms="economic")
    )
    desk.bring(sheet.add("measures", measure_id="M78", level="activity", text="Newer").save())
    rows = {row.measure_id: row for row in desk.assessment.measures}
    assert (rows["M77"].added_by, rows["M77"].tagged_by, rows["M77"].tag_status) == ("b", "b", "proposed")
    assert (rows["M78"].added_by, rows["M78"].tagged_by, rows["M78"].tag_status) == ("b", "", "")
    assert desk.book("c").told == ("The plan's rows were entered by: b (2).",)

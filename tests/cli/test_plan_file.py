"""`evaluator plan import FILE` from the command line."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pikepdf
import pytest
import weasyprint

from evaluator.model.intake import ImportNote
from evaluator.model.plan import Measure
from evaluator.read.text_files.table import read_table

PLAN = "XXA-2030-2033"
HTML = """<h1>Plan</h1><table>
<tr><th>No.<th>Objective<th>Activity<th>Responsible<th>Deadline<th>Indicator<th>Budget (EUR)
<tr><td>1.1<td rowspan=2>Awareness<td>Train judges<td>Ministry<td>Q2 2031<td>judges trained<td>12,000
<tr><td>1.2<td>Open a shelter<td>as above<td>soon<td>shelter open<td>existing
</table>"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.html"
    path.write_text(HTML, encoding="utf-8")
    return path


@pytest.fixture
def planned(small_call, small):
    assert small_call("new", "plan", PLAN).exit_code == 0
    return small / "countries" / "XXA" / "plans" / PLAN


def test_a_file_becomes_rows_with_places_and_the_library_stays_sound(small_call, planned, file, small):
    done = small_call("plan", "import", file, "--plan", PLAN, "--source", "XXA-S1")
    assert done.exit_code == 0, done.output
    rows = read_table(planned / "measures.csv", Measure, problems=[]).rows
    assert [(row.level, row.text, row.locator, row.source_id) for row in rows] == [
        ("objective", "Awareness", "table 1, row 2", "XXA-S1"),
        ("activity", "Train judges", "table 1, row 2", "XXA-S1"),
        ("activity", "Open a shelter", "table 1, row 3", "XXA-S1"),
    ]
    assert rows[2].responsible_text == "Ministry"
    head = (planned / "plan.yaml").read_text(encoding="utf-8")
    assert "here: 2 " in head
    assert "columns_present: [plan_number, text, lead_ids, time_text, indicators, resources_text]" in head
    assert "share of cells taken" in done.stdout
    assert "100 %" in done.stdout
    assert sorted(path.name for path in (planned / "intake").iterdir()) == [
        "bodies.csv", "mapping.yaml", "notes.csv", "wording.csv",
    ]  # fmt: skip
    checked = small_call("check", planned)
    assert checked.exit_code == 0, checked.output


def test_a_table_with_a_column_that_nobody_understood_is_not_said_to_lack_any(small_call, planned, tmp_path):
    path = tmp_path / "plan.html"
    more = HTML.replace("(EUR)", "(EUR)<th>Zzqx").replace("12,000", "12,000<td>y").replace("existing", "existing<td>z")
    path.write_text(more, encoding="utf-8")
    done = small_call("plan", "import", path, "--plan", PLAN, "--source", "XXA-S1", "--accept")
    assert done.exit_code == 1, done.output
    assert "read with doubts" in done.stdout
    assert re.search(r"table 1 +column 'Zzqx' +kept as remarks", done.stdout)
    assert "columns_present: [] " in (planned / "plan.yaml").read_text(encoding="utf-8")


def test_while_a_table_is_left_out_the_plan_is_not_said_to_lack_what_it_may_hold(small_call, planned, tmp_path):
    path, head, mapping = tmp_path / "plan.html", planned / "plan.yaml", planned / "intake" / "mapping.yaml"
    left = "<table><tr><th>Xyz<th>Zzqx<tr><td>shelters open<td>2</table>"
    path.write_text(
        HTML.replace("<th>Indicator", "").replace("<td>judges trained", "").replace("<td>shelter open", "") + left
    )
    done = small_call("plan", "import", path, "--plan", PLAN, "--source", "XXA-S1")
    assert "1 of the file's tables left out" in done.stderr
    assert "columns_present: [] " in head.read_text("utf-8")
    for numbers, fault in (("[7]", "no_measures[0]: table 7. Give one of 1, 2."), ("[1]", "table 1 named twice")):
        mapping.write_text(re.sub(r"no_measures: \[.*\]", f"no_measures: {numbers}", mapping.read_text("utf-8")))
        refused = small_call("plan", "import", path, "--plan", PLAN, "--replace")
        assert (refused.exit_code, fault in " ".join(refused.stderr.split())) == (2, True), refused.stderr
    mapping.write_text(mapping.read_text("utf-8").replace("no_measures: [1]", "no_measures: [2]"))
    again = small_call("plan", "import", path, "--plan", PLAN, "--replace")
    assert again.exit_code == 0, again.stderr
    assert "left out" not in again.stderr
    assert "columns_present: [plan_number, text, lead_ids, time_text, resources_text]" in head.read_text("utf-8")
    assert "no_measures: [2]" in mapping.read_text("utf-8")
    mapping.write_text(mapping.read_text("utf-8").replace("no_measures: [2]", "no_measures: []"))
    assert small_call("plan", "import", path, "--plan", PLAN, "--replace").exit_code == 0
    assert "columns_present: [] " in head.read_text("utf-8")  # whatever an earlier import wrote


def test_the_same_file_and_the_corrected_mapping_are_used_again(small_call, planned, file):
    assert small_call("plan", "import", file, "--plan", PLAN).exit_code == 0
    before = (planned / "measures.csv").read_bytes()
    again = small_call("plan", "import", file, "--plan", PLAN, "--replace")
    assert "which was saved for this plan" in again.stderr
    assert (planned / "measures.csv").read_bytes() == before
    mapping = planned / "intake" / "mapping.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("role: resources", "role: ignore"), encoding="utf-8")
    assert small_call("plan", "import", file, "--plan", PLAN, "--replace").exit_code == 0
    assert b"existing" not in (planned / "measures.csv").read_bytes()
    shown = small_call("plan", "import", file, "--plan", PLAN, "--look", "--mapping", mapping, "--format", "json")
    assert json.loads(shown.stdout)["account"]["characters in columns left out"] == 14


def test_tables_left_out_are_told_again_by_each_import(small_call, planned, tmp_path):
    path = tmp_path / "plan.html"
    others = "<table><tr><th>Ime<th>Boja<th>Visina<tr><td>x<td>y<td>z</table>"
    path.write_text(f"{HTML}{others}", encoding="utf-8")
    call = ("plan", "import", path, "--plan", PLAN, "--replace")
    notes = planned / "intake" / "notes.csv"
    assert small_call(*call).exit_code == 0
    first = notes.read_bytes()
    assert b"under no head that is known, beginning 'Ime'" in first
    assert small_call(*call).exit_code == 0
    assert notes.read_bytes() == first
    mapping = planned / "intake" / "mapping.yaml"
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("role: resources", "role: ignore"), encoding="utf-8")
    assert small_call(*call).exit_code == 0
    assert b"from which the mapping takes nothing, beginning 'Ime'" in notes.read_bytes()
    given = small_call("plan", "import", path, "--plan", PLAN, "--look", "--mapping", mapping)
    assert "from which the mapping takes nothing, beginning 'Ime'" in given.stdout


def test_rows_that_are_there_are_not_written_over_unasked(small_call, planned, file):
    assert small_call("plan", "import", file, "--plan", PLAN).exit_code == 0
    refused = small_call("plan", "import", file, "--plan", PLAN)
    assert refused.exit_code == 2
    assert f"{PLAN} has 3 rows already" in refused.stderr


def test_what_follows_an_import_is_told_and_confirmed_bodies_are_linked(small_call, planned, file, small):
    done = small_call("plan", "import", file, "--plan", PLAN)
    assert done.exit_code == 0, done.output
    assert "Left to confirm, unknown until then: 1 bodies, with yes and a kind (or no)" in done.stderr
    sources = (small / "countries" / "XXA" / "sources.csv").read_text(encoding="utf-8")
    (own,) = [line for line in sources.splitlines() if "read from plan.html" in line]
    source_id = own.split(",")[0]
    assert f"documents/{PLAN}.html" in own
    assert (small / "documents" / f"{PLAN}.html").read_bytes() == file.read_bytes()
    assert f"sources: [{source_id}]" in (planned / "plan.yaml").read_text(encoding="utf-8")
    rows = read_table(planned / "measures.csv", Measure, problems=[]).rows
    assert {row.source_id for row in rows} == {source_id}
    assert [row.lead_ids for row in rows] == [(), (), ()]
    bodies = planned / "intake" / "bodies.csv"
    bodies.write_text("institution_id,name,kind,times,confirmed\nMIN,Ministry,,2,yes\n", encoding="utf-8")
    refused = small_call("plan", "import", file, "--plan", PLAN, "--replace")
    assert (refused.exit_code, "confirmed, without a kind: Ministry. Give a kind" in refused.stderr) == (2, True)
    assert "bodies.csv:2:3: kind: 'Ministry' is confirmed, and has no kind" in small_call("check", planned).output
    bodies.write_text("institution_id,name,kind,times,confirmed\nMIN,Ministry,other,2,yes\n", encoding="utf-8")
    assert small_call("plan", "import", file, "--plan", PLAN, "--replace").exit_code == 0
    rows = read_table(planned / "measures.csv", Measure, problems=[]).rows
    assert [row.lead_ids for row in rows] == [(), ("MIN",), ("MIN",)]
    checked = small_call("check", planned)
    assert checked.exit_code == 0, checked.output


def test_look_writes_nothing_and_out_gives_the_report_as_a_workbook(small_call, planned, file, tmp_path):
    before = (planned / "measures.csv").read_bytes()
    book = tmp_path / "report.xlsx"
    done = small_call("plan", "import", file, "--plan", PLAN, "--look", "--out", book, "--format", "csv")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == "kind,place,measure_id,found,done"
    assert (planned / "measures.csv").read_bytes() == before
    assert not (planned / "intake").exists()
    assert openpyxl.load_workbook(book)["Notes"].max_row > 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--look"], "name the plan that the file is of with --plan"),
        (["--plan", "XXA-1999-2000", "--look"], "no plan is called 'XXA-1999-2000'"),
        (["--plan", PLAN, "--source", "XXA-S9"], "no source is called 'XXA-S9'. Did you mean 'XXA-S1'?"),
    ],
)
def test_wrong_calls_say_what_is_missing(small_call, planned, file, words, said):
    done = small_call("plan", "import", file, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.exception is None or isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("accepted", [[], ["--accept"]])
def test_a_file_without_a_known_head_is_refused_and_leaves_a_mapping_to_fill_in(
    small_call, planned, tmp_path, accepted
):
    path = tmp_path / "other.csv"
    path.write_text("Sorszám,Intézkedés,Felelős\n1,Képzés bíráknak,BM\n2,Menedékház,BM\n", encoding="utf-8")
    done = small_call("plan", "import", path, "--plan", PLAN, *accepted)
    assert done.exit_code == 2
    said = " ".join(done.stderr.split())
    assert "no column of its table is known to hold measures (the first rows say: Sorszám; Intézkedés; Felelős)" in said
    assert "go into rubrics/plan-words.yaml" in said
    assert "nothing was written" not in said
    mapping = planned / "intake" / "mapping.yaml"
    text = mapping.read_text(encoding="utf-8")
    assert re.search(r"In \S+/intake/mapping\.yaml write `role: activity` under the head of the measures", said)
    assert 'head: "Intézkedés"\n        role: open  # no person has said whether this table holds measures\n' in text
    for head, role in (("Sorszám", "number"), ("Intézkedés", "activity"), ("Felelős", "responsible")):
        text = re.sub(rf'("{head}"\n        role: )open[^\n]*\n        proposed: note', rf"\g<1>{role}", text)
    mapping.write_text(re.sub(r'sha256: ".*"\n', "", text), encoding="utf-8")
    assert small_call("plan", "import", path, "--plan", PLAN).exit_code == 0
    rows = read_table(planned / "measures.csv", Measure, problems=[]).rows
    assert [(row.plan_number, row.text, row.responsible_text) for row in rows] == [
        ("1", "Képzés bíráknak", "BM"), ("2", "Menedékház", "BM"),
    ]  # fmt: skip
    assert "  unconfirmed:" not in (planned / "plan.yaml").read_text(encoding="utf-8").replace("#  unc", "")


UNSURE = HTML.replace("<th>Responsible", "<th>Relevance")


def test_a_column_that_is_not_sure_is_asked_and_no_row_is_written_until_it_is_confirmed(small_call, planned, tmp_path):
    path, mapping = tmp_path / "plan.html", planned / "intake" / "mapping.yaml"
    path.write_text(UNSURE, encoding="utf-8")
    before = {name: (planned / name).read_bytes() for name in ("measures.csv", "plan.yaml")}
    for _ in range(2):  # a second run asks the same
        done = small_call("plan", "import", path, "--plan", PLAN)
        assert done.exit_code == 1, done.output
        assert "plan.html, language en: not confirmed" in done.stdout
        assert "column 'Relevance', proposed as note: its head is not known in the language of the plan" in done.stdout
        assert "No row was written." in done.stderr
        assert {name: (planned / name).read_bytes() for name in before} == before
    text = mapping.read_text(encoding="utf-8")
    assert text.count("role: open") == 1
    mapping.write_text(re.sub(r"role: open.*\n        proposed: note", "role: responsible", text), encoding="utf-8")
    done = small_call("plan", "import", path, "--plan", PLAN)
    assert done.exit_code == 0, done.output
    assert "columns_present: [plan_number, text, lead_ids" in (planned / "plan.yaml").read_text(encoding="utf-8")
    assert b"unconfirmed" not in (planned / "intake" / "notes.csv").read_bytes()


def test_a_number_of_the_file_that_is_in_no_row_stops_the_import_until_it_is_accepted(small_call, planned, tmp_path):
    path = tmp_path / "plan.html"
    first = "<tr><td>1.3<td colspan=2>Write a law<tr><td>1.4<td>Fund a line<td>2032"
    rows = "<tr><td>1.1<td>Train judges<td>2031<tr><td>1.2<td>Open a shelter<td>2031"
    path.write_text(f"<table><tr><th>No.<th>Activity<th>Deadline{rows}{first}</table>", encoding="utf-8")
    (planned / "intake").mkdir()
    mapping = planned / "intake" / "mapping.yaml"
    text = 'lang: en\ntables:\n  - {tables: [1], head_rows: 3, columns: [{head: "", role: number}, '
    mapping.write_text(text + '{head: "", role: activity}, {head: "", role: time}]}\n', encoding="utf-8")
    done = small_call("plan", "import", path, "--plan", PLAN)
    assert done.exit_code == 1, done.output
    assert "not confirmed" in done.stdout
    assert "the numbers 1.1 and 1.2 of the file are in no row" in done.stdout
    assert "No row was written." in done.stderr
    assert small_call("plan", "import", path, "--plan", PLAN, "--accept").exit_code == 1
    rows = read_table(planned / "measures.csv", Measure, problems=[]).rows
    assert [row.plan_number for row in rows] == ["1.3", "1.4"]


def test_accepted_proposals_mark_each_row_of_their_table_as_unconfirmed(small_call, planned, tmp_path, small):
    path = tmp_path / "plan.html"
    more = "<table><tr><th>No.<th>Activity<th>Deadline<tr><td>2.1<td>Write a report<td>2032</table>"
    path.write_text(UNSURE + more, encoding="utf-8")
    done = small_call("plan", "import", path, "--plan", PLAN, "--accept")
    assert done.exit_code == 1, done.output
    notes = read_table(planned / "intake" / "notes.csv", ImportNote, problems=[]).rows
    rows = {row.measure_id: row.text for row in read_table(planned / "measures.csv", Measure, problems=[]).rows}
    marked = [rows[note.measure_id] for note in notes if note.kind == "unconfirmed"]
    assert marked == ["Awareness", "Train judges", "Open a shelter"]  # the second table is sure
    plan = (planned / "plan.yaml").read_text(encoding="utf-8")
    assert "unconfirmed: 2" in plan
    assert "columns_present: [] " in plan
    checked = small_call("check", planned)
    assert checked.exit_code == 0, checked.output


def test_rows_that_others_cite_are_not_taken_away(small_call, planned, file):
    (planned / "evidence.csv").write_text(
        "evidence_id,source_id,locator,measure_id,object,note\nE1,XXA-S1,p. 1,M1,plan,A note\n", encoding="utf-8"
    )
    before = (planned / "measures.csv").read_bytes()
    done = small_call("plan", "import", file, "--plan", PLAN)
    assert done.exit_code == 2
    assert "'M1'. Give an id in measures.csv" in done.stderr
    assert (planned / "measures.csv").read_bytes() == before


def test_a_plan_without_a_table_becomes_statements_that_can_be_imported(small_call, planned, tmp_path):
    path, target = tmp_path / "text.html", tmp_path / "statements.csv"
    path.write_text("<h2>Prevention</h2><ul><li>Train all judges of the courts.<li>Open a shelter in the north.</ul>")
    refused = small_call("plan", "import", path, "--plan", PLAN)
    assert refused.exit_code == 2
    assert "--statements FILE.csv writes a plan's text as numbered statements" in refused.stderr
    done = small_call("plan", "import", path, "--statements", target)
    assert done.exit_code == 0, done.output
    assert "2 statements. Delete the rows that are no measures" in done.stderr
    assert small_call("plan", "import", target, "--plan", PLAN).exit_code == 0
    rows = read_table(planned / "measures.csv", Measure, problems=[]).rows
    assert [(row.level, row.text) for row in rows] == [
        ("objective", "Prevention"),
        ("activity", "Train all judges of the courts."),
        ("activity", "Open a shelter in the north."),
    ]


def _scan():
    return weasyprint.HTML(string="<svg width=50 height=50><rect width=50 height=50 /></svg>").write_pdf()


def _locked():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(weasyprint.HTML(string=HTML).write_pdf())) as book:
        book.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def _many():
    rows = "".join(f"{at},Do {at},Ministry,2031\n" for at in range(10_000))
    return f"No.,Activity,Responsible,Deadline\n{rows}".encode()


@pytest.mark.parametrize(
    ("name", "make", "happened", "can_be_done"),
    [
        ("scan.pdf", _scan, "without any text: a scan", "ocrmypdf --deskew -l "),
        ("old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), ". Give a Word document", "save it"),
        ("locked.pdf", _locked, "a file locked by a password", "qpdf --decrypt"),
        ("locked.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "locked by a password", "save it"),
        ("broken.pdf", lambda: b"%PDF-1.7\nbroken", "a PDF file that cannot be read", "print it to a new PDF file"),
        ("broken.docx", lambda: b"PK\x03\x04broken", "broken.docx: ", "save"),
        ("many.csv", _many, "more than 5000 rows. Give at most 5000", "into a file of their own"),
    ],
)
def test_what_cannot_be_read_is_one_message_of_what_happened_and_what_can_be_done(
    small_call, planned, tmp_path, name, make, happened, can_be_done
):
    path = tmp_path / name
    path.write_bytes(make())
    before = {file: file.read_bytes() for file in planned.rglob("*") if file.is_file()}
    done = small_call("plan", "import", path, "--plan", PLAN, "--replace")
    assert done.exit_code == 2
    assert "1 fault in the input; nothing was written" in done.stderr
    assert happened in done.stderr
    assert can_be_done in done.stderr
    assert {file: file.read_bytes() for file in planned.rglob("*") if file.is_file()} == before


def test_a_template_for_a_ministry_is_read_back_without_a_question(small_call, planned, tmp_path):
    path = tmp_path / "to-the-ministry.xlsx"
    done = small_call("plan", "template", "XXA", "--plan", PLAN, "--out", path)
    assert done.exit_code == 0, done.output
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Measures", "Example (not read)", "Lists (not read)"]
    sheet = book["Measures"]
    assert [cell.value for cell in sheet[1]][:5] == ["No.", "Objective", "Activity", "Responsible body", "Partners"]
    assert [book["Lists (not read)"].cell(row, 2).value for row in (1, 4, 5)] == [
        "31.12.2030", "31.12.2033", "continuous",
    ]  # fmt: skip
    assert sum(rule.type == "list" for rule in sheet.data_validations.dataValidation) >= 1
    assert len(list(book["Example (not read)"].iter_rows())) == 2
    sheet.append(["1.1", "Awareness", "Train all judges of the courts", "Ministry", "", "31.12.2031", "Judges trained",
                  "20 %", "90 %", "12000 EUR"])  # fmt: skip
    sheet.append(
        ["1.10", "", "Open a shelter in the north", "Ministry", "Police", "continuous", "Places", "0", "40", "0"]
    )
    book.save(path)
    for lang in ((), ("--lang", "lv")):
        read = small_call("plan", "import", path, "--plan", PLAN, "--replace", *lang)
        assert read.exit_code == 0, read.output
    rows = read_table(planned / "measures.csv", Measure, problems=[]).rows
    assert [(row.plan_number, row.text, row.end, row.recurrence) for row in rows if row.level == "activity"] == [
        ("1.1", "Train all judges of the courts", "2031-12-31", "unknown"),
        ("1.10", "Open a shelter in the north", "", "continuous"),
    ]

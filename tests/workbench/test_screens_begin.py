"""The beginning of an evaluation by its pages: a country and a plan, the plan's own file, its rows under review."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from concurrent.futures import Future
from urllib.parse import urlencode

import pytest

from evaluator.extensions.workbench.screens import begin
from evaluator.extensions.workbench.screens.begin import ROLES
from evaluator.library import shipped_root
from tests.anchors.papers import paper, scan
from tools.walk_plan import ROWS, plan_pdf

BEGUN = {"country": "XWB", "name": "Westland", "title": "Plan of action", "first": "2025", "last": "2027"}
PLAN = "XWB-2025-2027"
HOME = f"/units/{PLAN}/four-paradigms"
FOLDER = f"countries/XWB/plans/{PLAN}"


def begun(place, **fields):
    return place.as_("lead").send("/begin", {**BEGUN, "rubric": "four-paradigms", **fields})


def give(place, content, name="Our plan.pdf", **said):
    query = urlencode({"name": name, "lang": "en", "extent": "whole", **said})
    lead = place.as_("lead")
    own = {"content_type": "application/octet-stream", "accept": "application/json", "x_csrf": lead.csrf}
    return lead.ask("POST", f"{HOME}/file?{query}", content, origin="http://127.0.0.1:8765", **own)


def read(place):
    """Wait until the tables of the file are read, as the page does."""
    for _ in range(600):
        if not place.as_("lead").get(f"{HOME}/import.json").json["reads"]:
            return
        time.sleep(0.05)
    raise AssertionError("the file is not read")


def rows(place, name):
    with (place.own / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def pdf():
    return plan_pdf()


def test_a_country_and_its_plan_are_written_and_the_way_goes_on_to_the_plans_file(place):
    answer = begun(place)
    assert (answer.status, answer.json) == (200, {"file": f"{HOME}/file", "go": f"{HOME}/import"})
    assert 'en: "Plan of action"' in (place.own / FOLDER / "plan.yaml").read_text(encoding="utf-8")
    page = place.as_("lead").get(f"{HOME}/import")
    assert (page.status, 'id="choose"' in page.text) == (200, True)
    assert place.as_("lead").get(f"{HOME}/plan").status == 200
    again = begun(place)
    assert (again.status, "XWB-2025-2027 is here already" in again.text) == (409, True)


@pytest.mark.parametrize(
    ("fields", "said", "field"),
    [
        ({"country": "Atlantis"}, "no country is called", "country"),
        ({"country": ""}, "Which country?", "country"),
        ({"title": ""}, "What is the plan called?", "title"),
        ({"first": "soon"}, "are no years", "first"),
        ({"first": "2027", "last": "2025"}, "would end before it begins", "last"),
    ],
)
def test_what_cannot_be_begun_is_told_at_its_field_and_nothing_is_written(place, fields, said, field):
    answer = begun(place, **fields)
    assert (answer.status, said in answer.text) == (422, True), answer.text
    (fault,) = answer.json["faults"]
    assert (fault["field"], bool(fault["label"])) == (field, True)
    assert not (place.own / "countries/XWB").exists()


@pytest.mark.parametrize(
    ("query", "content", "field"),
    [("name=plan.pdf&lang=", None, "lang"), ("name=plan.pdf&lang=en&extent=part", None, "pages"),
     ("name=plan.pdf&lang=en", b"%PDF-1.7 and no more", ""), ("name=plan.xls&lang=en", None, "")],
)  # fmt: skip
def test_a_file_is_tried_before_anything_is_begun(place, pdf, query, content, field):
    lead = place.as_("lead")
    own = {"content_type": "application/octet-stream", "accept": "application/json", "x_csrf": lead.csrf}
    before = place.files()
    tried = lead.ask("POST", f"/begin/file?{query}", content or pdf, origin="http://127.0.0.1:8765", **own)
    assert (tried.status, tried.json["faults"][0]["field"]) == (422, field)
    taken = lead.ask("POST", "/begin/file?name=plan.pdf&lang=en", pdf, origin="http://127.0.0.1:8765", **own)
    assert (taken.status, place.files()) == (200, before)


def test_while_a_file_is_read_the_page_says_so_and_lets_one_rate_meanwhile(place, pdf, monkeypatch):
    begun(place)
    give(place, pdf)
    monkeypatch.setattr(begin, "_file_reading", lambda *_: Future())
    lead = place.as_("lead")
    page = lead.get(f"{HOME}/import")
    assert (page.status, f'data-url="{HOME}/import.json"' in page.text, "Rate meanwhile" in page.text) == (
        200,
        True,
        True,
    )
    assert lead.get(f"{HOME}/import.json").json == {"reads": True}


def test_the_file_becomes_the_source_and_its_rows_are_shown_before_any_is_written(place, pdf):
    begun(place)
    assert give(place, pdf).json == {"go": f"{HOME}/import"}
    (source,) = rows(place, "countries/XWB/sources.csv")
    assert (source["source_id"], source["file"]) == ("XWB-S1", f"documents/{PLAN}.pdf")
    read(place)
    page = place.as_("lead").get(f"{HOME}/import").text
    assert all(row[1] in page for row in ROWS)
    assert rows(place, f"{FOLDER}/measures.csv") == []
    (outline,) = place.as_("lead").get(f"{HOME}/import/tables.json").json
    assert (outline["evidence_id"], outline["page"], len(outline["boxes"])) == ("t1", 4, 1)


def test_rows_are_taken_as_they_were_mended_without_those_left_out(place, pdf):
    begun(place)
    give(place, pdf)
    read(place)
    lead = place.as_("lead")
    answer = lead.send(f"{HOME}/import", {"roles": {}, "texts": {"R002": "Open a shelter"}, "dropped": ["R008"]})
    assert answer.json == {"go": f"{HOME}/plan"}
    found = rows(place, f"{FOLDER}/measures.csv")
    assert [row["text"] for row in found] == [ROWS[0][1], "Open a shelter", *(row[1] for row in ROWS[2:7])]
    assert "here: 7" in (place.own / FOLDER / "plan.yaml").read_text(encoding="utf-8")
    page = lead.get(f"{HOME}/plan").text
    assert "Ministry of Justice" in page


def test_a_table_left_out_may_hold_anything_until_a_person_says_that_it_holds_no_measures(place):
    begun(place)
    head = "<tr><th>No.<th>Activity<th>Responsible<th>Deadline"
    body = "".join(f"<tr><td>{row[0]}<td>{row[1]}<td>Ministry of Justice<td>2026" for row in ROWS)
    other = "<table><tr><th>Xyz<th>Zzqx<tr><td>shelters open<td>2</table>"
    give(place, f"<html lang=en><table>{head}{body}</table><p>And</p>{other}</html>".encode(), "plan.html")
    read(place)
    lead = place.as_("lead")
    assert 'class="without" value="2"' in lead.get(f"{HOME}/import").text
    for sent, here in (({"without": ["7", "1"]}, False), ({"without": ["2"]}, True)):
        assert lead.send(f"{HOME}/import", sent).status == 200
        assert ("columns_present: [] " not in (place.own / FOLDER / "plan.yaml").read_text("utf-8")) is here
    assert "no_measures: [2]" in (place.own / FOLDER / "intake" / "mapping.yaml").read_text("utf-8")


def test_another_role_gives_other_rows_and_without_activities_none_is_taken(place, pdf):
    begun(place)
    give(place, pdf)
    read(place)
    lead = place.as_("lead")
    roles = {"1": ["number", "responsible", "activity", "time", "resources"]}
    shown = lead.send(f"{HOME}/import/look", {"roles": roles}).json["rows"]
    assert ">Labour Inspectorate</textarea>" in shown
    refused = lead.send(f"{HOME}/import", {"roles": {"1": ["ignore"] * 5}})
    assert (refused.status, "which column holds the activities" in refused.text) == (422, True)
    assert rows(place, f"{FOLDER}/measures.csv") == []


def test_ticked_bodies_become_institutions_that_rows_lead_to_and_ticked_tags_are_confirmed(place, pdf):
    begun(place)
    give(place, pdf)
    read(place)
    lead = place.as_("lead")
    lead.send(f"{HOME}/import", {})
    bodies = {one["name"]: one["institution_id"] for one in rows(place, f"{FOLDER}/intake/bodies.csv")}
    lacking = lead.submit(f"{HOME}/import/bodies", **{bodies["Statistical Office"]: "yes"})
    assert (lacking.status, "what kind of body" in lacking.text) == (422, True)
    justice = bodies["Ministry of Justice"]
    assert lead.submit(f"{HOME}/import/bodies", **{justice: "yes", f"kind-{justice}": "ministry"}).status == 303
    assert [one["name"] for one in rows(place, "countries/XWB/institutions.csv")] == ["Ministry of Justice"]
    leads = {row["plan_number"]: row["lead_ids"] for row in rows(place, f"{FOLDER}/measures.csv")}
    assert (leads["2.2"], leads["1.1"]) == (justice, "")
    said = {one["name"]: one["confirmed"] for one in rows(place, f"{FOLDER}/intake/bodies.csv")}
    assert set(said.values()) == {"yes", ""}  # what is not ticked stays open, and can still be confirmed
    office = bodies["Statistical Office"]
    assert lead.submit(f"{HOME}/import/bodies", **{office: "yes", f"kind-{office}": "other"}).status == 303
    assert {one["name"]: one["kind"] for one in rows(place, "countries/XWB/institutions.csv")} == {
        "Ministry of Justice": "ministry", "Statistical Office": "other",
    }  # fmt: skip
    assert lead.submit(f"{HOME}/import/bodies", rest="no").status == 303
    said = {one["name"]: one["confirmed"] for one in rows(place, f"{FOLDER}/intake/bodies.csv")}
    assert (said.pop("Statistical Office"), said.pop("Ministry of Justice")) == ("yes", "yes")
    assert set(said.values()) == {"no"}
    police = bodies["Ministry of Interior"]  # what was left as text is not lost
    assert lead.submit(f"{HOME}/import/bodies", **{police: "yes", f"kind-{police}": "police"}).status == 303
    assert "Ministry of Interior" in {one["name"] for one in rows(place, "countries/XWB/institutions.csv")}
    assert lead.submit(f"{HOME}/import/tags", **{"R002:function:assistance": "yes"}).status == 303
    tagged = {row["measure_id"]: row for row in rows(place, f"{FOLDER}/measures.csv")}
    assert (tagged["R002"]["function"], tagged["R002"]["tag_status"]) == ("assistance", "confirmed")
    assert tagged["R001"]["tag_status"] == "proposed"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "plan.pdf", "This file is empty"),
        (b"%PDF-1.7 and no more", "plan.pdf", "cannot be read"),
        (paper([(50, 700, "A")], lock="x"), "plan.pdf", "locked by a password"),
        (scan(), "plan.pdf", "a scan"),
        (b"PK", "slides.pptx", "a slide deck"),
        (b"x", "plan.exe", "ends in .exe"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_another_may_follow(place, pdf, content, name, said):
    begun(place)
    answer = give(place, content, name)
    assert (answer.status, said in answer.text) == (422, True), answer.text
    assert not (place.own / "documents").exists()
    assert give(place, pdf).status == 200


def test_a_file_without_a_table_is_read_cited_and_rated_all_the_same(place):
    begun(place)
    give(place, paper([(50, 700, "Victims are not punished.")]))
    read(place)
    page = place.as_("lead").get(f"{HOME}/import").text
    assert "can be read, cited and rated all the same" in page
    assert place.as_("lead").get(f"{HOME}/documents/XWB-S1").status == 200


def test_a_language_must_be_said_and_a_part_names_its_pages(place, pdf):
    begun(place)
    assert "in which language" in give(place, pdf, lang="").text
    assert "which pages" in give(place, pdf, extent="part").text
    assert give(place, pdf, extent="part", pages="1-4").status == 200
    assert 'pages: "1-4"' in (place.own / FOLDER / "plan.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["b", "reader", "office"])
def test_only_the_lead_begins_and_imports(place, pdf, code):
    begun(place)
    person = place.as_(code)
    assert person.get("/begin").status == 403
    assert person.send("/begin", BEGUN).status == 403
    assert person.get(f"{HOME}/import").status in (403, 404)


def docx(*paragraphs):
    import docx as word

    document, file = word.Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def hollow_docx():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    return file.getvalue()


def test_a_wrong_file_gives_way_to_the_right_one_while_nothing_rests_on_it_and_not_after(place, pdf):
    begun(place)
    assert give(place, hollow_docx(), "notes.docx").status == 200
    read(place)
    page = place.as_("lead").get(f"{HOME}/import").text
    assert "No rows can be read from this file." in page
    assert "Choose another file in its place" in page
    for raw in ("--statements", "documents/", str(place.own)):
        assert raw not in page, raw
    assert give(place, pdf, "plan.pdf").status == 200
    assert [path.name for path in (place.own / "documents").iterdir()] == [f"{PLAN}.pdf"]
    (source,) = rows(place, "countries/XWB/sources.csv")
    assert (source["source_id"], source["note"]) == ("XWB-S1", "read from plan.pdf")
    read(place)
    assert "Choose another file in its place" in place.as_("lead").get(f"{HOME}/import").text
    cited = {"source_id": "XWB-S1", "locator": "p. 1", "object": "plan", "note": "n"}
    assert place.as_("b").send(f"{HOME}/rate/non-punishment/passage", cited).status == 200
    other = give(place, paper([(50, 700, "Another plan.")]), "other.pdf")
    assert (other.status, "another file than the source" in other.text) == (422, True)
    assert "Choose another file in its place" not in place.as_("lead").get(f"{HOME}/import").text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7 and no more", "plan.pdf"),
        (paper([(50, 700, "A")], lock="x"), "plan.pdf"),
        (scan(), "plan.pdf"),
        (hollow_docx(), "plan.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.doc"),
        (b"x", "plan"),
        (b"PK", "slides.pptx"),
    ],
)
def test_what_a_person_reads_of_a_refused_file_is_one_text_without_commands_names_of_files_or_places(
    place, content, name
):
    begun(place)
    (fault,) = give(place, content, name).json["faults"]
    assert 20 < len(fault["text"]) < 300, fault
    assert not re.search(r"qpdf|ocrmypdf| --|plan\.pdf|open\.pdf|plan\.doc\b|slides\.pptx|/", fault["text"]), fault


@pytest.mark.slow
def test_a_plan_of_four_hundred_pages_is_kept_read_and_cited(place):
    begun(place)
    pages = [[(50, 700, f"Page {at} says this much of the plan.")] for at in range(1, 401)]
    assert give(place, paper(*pages)).status == 200
    read(place)
    assert "can be read, cited and rated all the same" in place.as_("lead").get(f"{HOME}/import").text
    part = {"page": 390, "quads": [], "text": "Page 390 says", "before": "", "after": ""}
    cells = {"source_id": "XWB-S1", "locator": "p. 390", "object": "plan", "note": "n", "selected": [part]}
    assert place.as_("b").send(f"{HOME}/rate/non-punishment/passage", cells).json["evidence_id"] == "b-E1"


def test_a_word_file_of_prose_is_kept_and_the_plan_is_rated_by_places_in_words(place):
    begun(place)
    assert give(place, docx("Victims are not punished."), "plan.docx").status == 200
    read(place)
    assert "rated all the same" in place.as_("lead").get(f"{HOME}/import").text
    cited = {"source_id": "XWB-S1", "locator": "section 1", "object": "plan", "note": "n"}
    assert place.as_("b").send(f"{HOME}/rate/non-punishment/passage", cited).json["evidence_id"] == "b-E1"


def test_every_role_of_a_column_has_words_on_the_page():
    page = (shipped_root() / "templates/workbench/import.html").read_text(encoding="utf-8")
    assert [role for role in ROLES if f'"{role}": _(' not in page] == []

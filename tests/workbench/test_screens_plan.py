"""The plan on a screen: its rows, what its import left to look at, pages cited, and one passage in its source."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from evaluator.anchors.coverage import coverage
from evaluator.extensions.workbench import shelf as shelf_module
from evaluator.extensions.workbench.faults import on_screen
from evaluator.extensions.workbench.screens.plan import place_of_note
from evaluator.intake.report import KINDS
from evaluator.model.intake import NOTE_KINDS, Wording
from tests.anchors.papers import paper
from tests.workbench.conftest import HOME, PLAN, UNIT

FOLDER = f"countries/XXA/plans/{PLAN}"
LAW = "Article 1. Nobody pays a fee for work. Article 2. Nobody is fined."
NOTES = """kind,place,measure_id,found,done
join,"p. 2, table 1, row 3, column 2",M1,sec-|tion,put together; make sure
outside,p. 1,,200 characters outside of every cell,left out
head-repeated,"p. 2, table 1",,1 row of a head that repeats,left out
body-unknown,"p. 2, table 9",M1,MoX,say in mapping.yaml what it is
table-left-out,sheet Plan,,5 rows,left out
"""
WORDINGS = """wording_id,measure_id,role,head,text,page,table,row,column,box
W1,M1,activity,Activity,Do it,2,1,3,2,10 20 110 40
W2,M1,lead,Lead,MoI,2,1,3,3,110 20 150 40
"""


@pytest.fixture
def imported(place):
    """Give the plan what an import leaves, and a text of the plan."""
    inside = place.own / FOLDER / "intake"
    inside.mkdir()
    (inside / "notes.csv").write_text(NOTES)
    (inside / "wording.csv").write_text(WORDINGS)
    (place.own / "documents").mkdir()
    (place.own / "documents" / "S1.txt").write_text(LAW)
    return place


def cite(place, words):
    cells = {"source_id": "S1", "locator": "Article 1", "object": "plan", "note": "no fee", "quote": ""}
    part = {"page": None, "quads": [], "text": words, "before": "", "after": ""}
    return place.as_("b").send(f"{HOME}/rate/q1/passage", {**cells, "selected": [part]}).json["evidence_id"]


def test_a_place_of_an_import_is_the_boxes_of_its_cell_row_or_table():
    one, two = (Wording(n, "", "activity", page=7, table=3, row=1, slot=s, text="x", box=b) for n, s, b in (
        ("W1", 1, "1 2 3 4"), ("W2", 2, "5 6 7 8"),
    ))  # fmt: skip
    assert place_of_note("p. 7, table 3, row 1, column 2", [one, two]) == (7, ((5.0, 6.0, 7.0, 8.0),))
    assert len(place_of_note("p. 7, table 3", [one, two])[1]) == 2
    assert place_of_note("p. 7, table 4", [one, two]) == (7, ())
    assert place_of_note("p. 7", [one, two]) == (7, ())
    assert place_of_note("sheet Plan", [one, two]) == (None, ())


def test_the_plan_shows_its_rows_and_what_the_import_left_to_look_at(imported):
    text = imported.as_("reader").get(f"{HOME}/plan").text
    assert "Do it" in text
    assert "sec-|tion" in text
    assert "read from 2 texts of its own file" in text
    assert "It is as it should be" not in text  # a reader decides nothing
    marks = imported.as_("reader").get(f"{HOME}/doubts.json").json
    assert [(mark["page"], mark["boxes"]) for mark in marks] == [
        (2, [[10, 20, 110, 40]]),
        (1, []),
        (2, [[10, 20, 110, 40], [110, 20, 150, 40]]),
        (2, []),
    ]


def test_a_note_of_the_import_is_told_by_what_its_kind_is_called_and_names_no_file(imported):
    browser = imported.as_("reader")
    text = browser.get(f"{HOME}/plan").text
    for said in (
        "<strong>heads that repeat</strong>",
        "<strong>bodies that are not in the list of bodies</strong>",
        "<strong>rows and words joined</strong>",
        "say in the list of columns what it is",
    ):
        assert said in text, said
    labels = [mark["label"] for mark in browser.get(f"{HOME}/doubts.json").json]
    assert labels[2] == "heads that repeat: 1 row of a head that repeats"
    assert labels[3].startswith("bodies that are not in the list of bodies: ")
    for kind in NOTE_KINDS:
        assert f"<strong>{kind}" not in text
        assert not re.search(r"\.csv|\.yaml", on_screen(KINDS[kind])), kind


def test_the_lead_keeps_that_a_place_is_as_it_should_be_and_the_note_stays_in_the_book(imported):
    first = imported.as_("lead").get(f"{HOME}/doubts.json").json[0]["evidence_id"]
    before = imported.files()
    assert imported.as_("b").submit(f"{HOME}/plan/looked", doubt=first).status == 403
    assert imported.as_("lead").submit(f"{HOME}/plan/looked", doubt="d0").status == 404
    assert imported.as_("lead").submit(f"{HOME}/plan/looked", doubt=first).status == 303
    assert "1 looked at" in imported.as_("reader").get(f"{HOME}/plan").text
    assert imported.files() == before
    assert [e.payload for e in imported.desk.events() if e.kind == "looked"] == [{"doubt": first}]


def test_a_plan_of_which_no_rows_are_here_leads_to_its_own_file(place, monkeypatch):
    bare = replace(place.unit, assessment=replace(place.unit.assessment, measures=()))
    monkeypatch.setattr(place.shelf, "unit", lambda *_: bare)
    assert f'href="{HOME}/import"' in place.as_("lead").get(f"{HOME}/plan").text
    assert f'href="{HOME}/import"' not in place.as_("reader").get(f"{HOME}/plan").text


def test_a_table_of_the_import_with_a_fault_is_told_with_its_place(imported):
    path = imported.own / FOLDER / "intake" / "notes.csv"
    path.write_text(NOTES.replace("outside,", "elsewhere,"))
    answer = imported.as_("lead").get(f"{HOME}/plan")
    assert answer.status == 422
    assert "elsewhere" in answer.text


def test_rows_of_the_plan_go_out_as_csv_and_json(place):
    assert place.as_("reader").get(f"{HOME}/measures.csv").text.splitlines()[1].startswith("M1,")
    assert place.as_("reader").get(f"{HOME}/measures.json").json[0]["text"] == "Do it"


def test_pages_that_nobody_cited_are_named_and_a_coder_s_own_passages_in_hand_count_for_that_coder_alone(imported):
    assert "Nobody cited anything on: 1." in imported.as_("b").get(f"{HOME}/coverage").text
    name = cite(imported, "Nobody pays a fee")
    assert "Each page with text is cited." in imported.as_("b").get(f"{HOME}/coverage").text
    (row,) = imported.as_("b").get(f"{HOME}/coverage.json").json
    assert (row["passages"], row["evidence_ids"]) == (1, [name])
    assert "Nobody cited anything on: 1." in imported.as_("c").get(f"{HOME}/coverage").text
    assert imported.as_("c").get(f"{HOME}/coverage.csv").text.splitlines()[1].endswith(",0,0,")


def test_a_source_that_cannot_be_read_says_why_beside_those_that_can(imported):
    (imported.own / "documents" / "S1.txt").unlink()
    for content, said in (
        (paper([(50, 700, "Nobody pays")], lock="secret"), "locked by a password"),
        (b"%PDF-1.7 no more of it", "cannot be read"),
        (paper([]), "without any text: a scan"),
    ):
        (imported.own / "documents" / "S1.pdf").write_bytes(content)
        answer = imported.as_("b").get(f"{HOME}/coverage")
        assert answer.status == 200
        assert said in answer.text


def test_a_citation_leads_to_its_passage_and_without_a_copy_to_the_place_in_words(imported):
    name = cite(imported, "Nobody pays a fee")
    text = imported.as_("b").get(f"{HOME}/passages/{name}").text
    assert f'data-show="{name}"' in text
    assert "look for the place in words" not in text
    assert imported.as_("c").get(f"{HOME}/passages/{name}").status == 404  # in hand, and of another
    assert "Its place on the page was not kept" in imported.as_("reader").get(f"{HOME}/passages/plan").text
    (imported.own / "documents" / "S1.txt").unlink()
    assert "No copy of this source is here" in imported.as_("b").get(f"{HOME}/passages/{name}").text


def test_which_ratings_rest_on_a_passage_is_not_shown_while_a_round_is_open(imported):
    assert "Rests on it" in imported.as_("reader").get(f"{HOME}/passages/plan").text
    imported.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"})
    assert "Rests on it" not in imported.as_("reader").get(f"{HOME}/passages/plan").text


def test_looking_at_the_plan_writes_nothing(imported):
    before = imported.kinds()
    for path in ("plan", "coverage", "passages/plan", "doubts.json"):
        assert imported.as_("reader").get(f"{HOME}/{path}").status == 200
    assert imported.kinds() == before
    assert UNIT not in json.dumps(before)


def test_pages_cited_are_counted_anew_only_when_the_file_or_what_is_cited_of_it_changed(imported, monkeypatch):
    counted = []
    monkeypatch.setattr(
        shelf_module, "coverage", lambda *given, **more: (counted.append(given), coverage(*given, **more))[1]
    )
    browser = imported.as_("b")
    rows = [browser.get(f"{HOME}/coverage.json").json for _ in range(2)]
    assert (rows[0], len(counted), rows[0][0]["passages"]) == (rows[1], 1, 0)
    cite(imported, "Nobody is fined.")
    assert (browser.get(f"{HOME}/coverage.json").json[0]["passages"], len(counted)) == (1, 2)
    (imported.own / "documents" / "S1.txt").write_text(LAW + " Article 3.")
    assert (browser.get(f"{HOME}/coverage.json").json[0]["characters"] > rows[0][0]["characters"], len(counted)) == (
        True,
        3,
    )

"""What a machine proposes at the desk: who sees it and when, what a rating that began so carries, what is refused."""

from __future__ import annotations

import base64
import csv
import io
import json
import zipfile

import pytest

from evaluator.intake.proposals import proposals_for
from evaluator.panel.settle import settle
from tests.workbench.conftest import HOME, PLAN, RUBRIC
from tests.workbench.test_app import MARK, crawl

HEADER = {
    "coder": "m1", "maker": "A maker", "model": "A model", "version": "1", "date": "2024-02-01", "lang": "en",
    "text_read": {"measures": "whole", "text": "whole"}, "prompt_sha256": "0" * 64,
}  # fmt: skip
READ = {"measures": "whole", "text": "whole"}
ROWS = [
    {"criterion_id": "q2", "status": "contrary", "confidence": "low", "page": "M1", "reason": MARK},
    {"criterion_id": "q3", "status": "silent", "confidence": "low", "searched": "rows", "reason": f"<b>{MARK}</b>"},
]


def offered(place, rows=ROWS, keep="", **header):
    content = json.dumps({**HEADER, **header, "proposals": rows}).encode()
    return place.as_("lead").send(f"{HOME}/panel/propose", {"file": base64.b64encode(content).decode(), "keep": keep})


@pytest.fixture
def place(place):
    words = "Train every inspector"
    rows = place.own / f"countries/XXA/plans/{PLAN}/measures.csv"
    rows.write_text(rows.read_text("utf-8").replace("Do it", words), "utf-8")
    assert place.unit.assessment.measures[0].measure_id == "M1"
    assert offered(place, [{**ROWS[0], "quotation": words}, ROWS[1]]).status == 200
    return place


def choose(place, choice):
    header = place.own / f"countries/XXA/plans/{PLAN}/plan.yaml"
    header.write_text(header.read_text("utf-8") + f"proposals: {choice}\n", "utf-8")


def answered(place, code, criterion, level="2"):
    cells = {"status": "rated", "level": level, "confidence": "high", "evidence_ids": "plan", "reason": "as stated"}
    version = place.work(code).drafts[criterion].event if criterion in place.work(code).drafts else ""
    return place.as_(code).send(f"{HOME}/rate/{criterion}", {**cells, "draft": version})


def began(place, code):
    return {row["criterion_id"]: row.get("proposal", "") for row in csv.DictReader(place.ratings(code).splitlines())}


def test_the_lead_takes_them_in_and_sees_the_account(place):
    assert [one.coder for one in proposals_for(place.shelf.library, PLAN, place.unit.rubric)] == ["m1"]
    other, before = [{**ROWS[0], "quotation": "words that stand nowhere"}, ROWS[1]], place.files()
    assert offered(place, other).status == 409
    assert place.files() == before
    assert offered(place, other, "replace").status == 200
    page = place.as_("lead").get(f"{HOME}/panel").text
    assert "quotation not there" in page
    assert "1 proposal taken" in page
    assert MARK not in page


def test_what_is_no_file_of_proposals_is_refused_and_nobody_but_the_lead_may(place):
    before = place.files()
    assert place.as_("lead").send(f"{HOME}/panel/propose", {"file": "!"}).status == 422
    assert offered(place, coder="aa").status == 422
    assert offered(place, coder="c").status == 422, "a person of the desk, who has not rated yet"
    assert offered(place, notes="\x07").status == 422
    assert place.as_("b").send(f"{HOME}/panel/propose", {"file": ""}).status == 403
    assert place.files() == before


def test_a_coder_sees_them_only_after_the_own_answer_is_final(place):
    page = place.as_("b").get(f"{HOME}/rate/q3").text
    assert MARK not in page
    assert [answered(place, "b", name).status for name in ("q1", "q2", "q3")] == [200, 200, 200]
    assert MARK not in place.as_("b").get(f"{HOME}/rate/q3").text
    place.as_("b").submit(f"{HOME}/header", measures="whole", text="whole")
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "final"}).status == 200
    page = place.as_("b").get(f"{HOME}/rate/q3").text
    assert f"&lt;b&gt;{MARK}&lt;/b&gt;" in page
    assert began(place, "b")["q3"] == ""


def test_a_question_left_out_of_a_final_sheet_shows_none_and_a_change_after_one_was_seen_carries_it(place):
    assert [answered(place, "b", name).status for name in ("q1", "q3")] == [200, 200]
    place.as_("b").submit(f"{HOME}/header", measures="whole", text="whole")
    assert (
        place.as_("b").submit(f"{HOME}/hand-in", **{"as": "final"}, unanswered="The time was short.", **READ).status
        == 200
    )
    assert MARK not in place.as_("b").get(f"{HOME}/rate/q2").text
    assert answered(place, "b", "q2").status == 200
    assert answered(place, "b", "q3", "3").status == 200
    drafts = place.work("b").drafts
    assert (drafts["q2"].rating.proposal, drafts["q3"].rating.proposal) == ("", "m1:silent")


def test_where_the_plan_chose_proposals_first_every_answer_that_began_so_carries_it(place):
    assert answered(place, "b", "q2").status == 200  # before the choice
    choose(place, "first")
    assert MARK in place.as_("b").get(f"{HOME}/rate/q3").text
    assert answered(place, "b", "q3").status == 200
    assert answered(place, "b", "q3", "1").status == 200  # a second thought of the same answer
    assert answered(place, "b", "q2", "3").status == 200
    assert answered(place, "b", "q1").status == 200  # nothing was proposed for it
    place.as_("b").submit(f"{HOME}/header", measures="whole", text="whole")
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "final"}).status == 200
    # The answer of before the choice was changed after the proposal was seen.
    assert began(place, "b") == {"q1": "", "q2": "m1:contrary", "q3": "m1:silent"}
    settled = settle(place.unit.assessment, place.unit.rubric, "b")
    assert settled["q3"].short == "1"


@pytest.mark.parametrize("choice", ["after", "first"])
def test_in_a_blind_round_nothing_of_it_is_seen_by_anybody(place, choice):
    choose(place, choice)
    begun = {"coder-b": "yes", "coder-c": "yes"}
    assert place.as_("lead").submit(f"{HOME}/panel/round", **begun).status == 303
    assert answered(place, "b", "q3").status == 200
    assert place.work("b").drafts["q3"].rating.proposal == ""
    place.as_("b").submit(f"{HOME}/header", measures="whole", text="whole")
    place.as_("b").submit(f"{HOME}/hand-in")
    for code in ("lead", "b", "c", "third", "reader"):
        assert MARK not in "".join(map(str, crawl(place, code))), code
        assert "A model" not in "".join(map(str, crawl(place, code))), code
    assert offered(place).status == 409


@pytest.mark.parametrize("letter", ["m1", "b"])
def test_a_unit_that_is_taken_away_holds_no_proposal(place, letter):
    folder = place.own / f"countries/XXA/plans/{PLAN}/proposals/{RUBRIC}"
    for path in sorted(folder.glob("m1.*")):
        path.rename(path.with_stem(letter))
    taken = place.as_("b").submit(f"{HOME}/away")
    with zipfile.ZipFile(io.BytesIO(taken.body)) as bundle:
        assert MARK.encode() not in b"".join(bundle.read(name) for name in bundle.namelist())
        assert any(RUBRIC in name for name in bundle.namelist())


def test_what_changes_after_a_round_was_released_carries_what_was_shown(place):
    choose(place, "first")
    assert place.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"}).status == 303
    for code in ("b", "c"):
        assert [answered(place, code, name).status for name in ("q1", "q2", "q3")] == [200, 200, 200]
        place.as_(code).submit(f"{HOME}/header", measures="whole", text="whole")
        place.as_(code).submit(f"{HOME}/hand-in")
    assert place.as_("lead").submit(f"{HOME}/panel/release").status == 303
    assert MARK in place.as_("b").get(f"{HOME}/rate/q3").text
    assert answered(place, "b", "q3", "3").status == 200
    assert place.work("b").drafts["q3"].rating.proposal == "m1:silent"


def test_a_mark_stays_through_no_answer_and_other_proposals(place):
    choose(place, "first")
    assert answered(place, "b", "q3").status == 200
    version = place.work("b").drafts["q3"].event
    empty = {
        "status": "not-assessed",
        "level": "",
        "confidence": "",
        "evidence_ids": "",
        "reason": "",
        "draft": version,
    }
    assert place.as_("b").send(f"{HOME}/rate/q3", empty).status == 200
    assert offered(place, [ROWS[1] | {"criterion_id": "q1"}], "replace").status == 200
    assert answered(place, "b", "q3").status == 200
    assert place.work("b").drafts["q3"].rating.proposal == "m1:silent"


def test_a_damaged_file_of_proposals_keeps_no_coder_from_rating(place):
    choose(place, "first")
    for path in (place.own / f"countries/XXA/plans/{PLAN}/proposals/{RUBRIC}").glob("*.yaml"):
        path.write_bytes(b"\xff\xfe")
    assert place.as_("b").get(f"{HOME}/rate/q3").status == 200
    assert answered(place, "b", "q3").status == 200

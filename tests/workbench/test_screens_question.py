"""The screens of a coder: every answer kept and checked, its effect shown, undone, handed in; clashes decided."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from click.testing import CliRunner
from sqlalchemy import event

from evaluator.cli import cli
from evaluator.extensions.workbench import fold
from evaluator.extensions.workbench import shelf as shelf_module
from evaluator.extensions.workbench.events import NewEvent
from evaluator.extensions.workbench.faults import FOR_LEAD
from evaluator.extensions.workbench.screens.question import MOST_NOTE
from evaluator.extensions.workbench.shelf import CONTENT, RULES
from evaluator.intake.searched import texts_of
from evaluator.model.plan import MOST_QUOTED
from evaluator.store.still import Sight
from tests.workbench.conftest import HOME, PLAN, RUBRIC

ANSWER = {
    "status": "rated", "level": "3", "confidence": "high", "evidence_ids": "plan", "reason": "as stated", "draft": "",
}  # fmt: skip


def save(place, criterion="q1", **cells):
    return place.as_("b").send(f"{HOME}/rate/{criterion}", {**ANSWER, **cells})


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_an_answer_is_kept_and_what_it_gives_is_shown(place):
    answer = save(place)
    assert answer.status == 200
    draft = place.work("b").drafts["q1"]
    assert (draft.rating.level, draft.rating.criterion_version, answer.json["version"]) == (3, 1, draft.event)
    assert (answer.json["state"], answer.json["lacks"]) == ("complete", "")
    # One of three questions of equal weight, level 3 of 4: 0.75, and between 0.25 and 0.92 with the others open.
    assert "0.75" in words(answer.json["effect"])
    assert "0.25–0.92" in words(answer.json["effect"])
    assert "33%" in words(answer.json["effect"])
    assert "Question q2" in words(answer.json["next"])


def test_beside_a_question_stand_those_that_are_worth_reading_next_and_not_itself(place):
    text = place.as_("b").get(f"{HOME}/rate/q1").text
    (worth,) = re.findall(r'<ul class="worth">(.*?)</ul>', text, flags=re.DOTALL)
    assert "Question q2" in words(worth)
    assert "Question q1" not in words(worth)


def test_an_answer_that_lacks_something_is_kept_and_says_what(place):
    assert save(place, evidence_ids="").json["lacks"] == "evidence is missing"
    assert save(place, "q2", level="", status="silent").json["lacks"] == "say what was searched"
    assert place.work("b").drafts["q2"].rating.status == "silent"


def test_an_answer_with_faults_is_not_kept_and_all_faults_come_at_once(place):
    answer = save(place, level="5", confidence="sure", evidence_ids="plan;nothing")
    assert answer.status == 422
    assert [fault["field"] for fault in answer.json["faults"]] == ["confidence"]
    answer = save(place, level="5", evidence_ids="plan;nothing")
    assert [fault["field"] for fault in answer.json["faults"]] == ["level", "evidence_ids"]
    assert place.work("b").is_empty


def test_what_an_answer_would_give_is_shown_without_keeping_it(place):
    shown = place.as_("b").send(f"{HOME}/rate/q1/effect", ANSWER)
    assert "0.75" in words(shown.json["effect"])
    assert place.kinds() == []
    assert place.as_("b").send(f"{HOME}/rate/q1/effect", {**ANSWER, "level": "x"}).status == 422


def test_an_answer_of_another_window_is_not_written_over(place):
    first = save(place).json["version"]
    assert save(place, level="1").status == 409
    assert place.work("b").drafts["q1"].rating.level == 3
    assert save(place, level="1", draft=first).status == 200


def test_the_same_answer_twice_is_one_event(place):
    version = save(place).json["version"]
    assert save(place, draft=version).json["version"] == version
    assert place.kinds() == ["rating"]


def test_the_version_of_the_law_that_was_read_is_not_the_version_of_the_draft(place):
    first = save(place, version="as of 2016").json["version"]
    assert place.work("b").drafts["q1"].rating.version == "as of 2016"
    assert save(place, version="as of 2019", draft=first).status == 200
    assert place.work("b").drafts["q1"].rating.version == "as of 2019"


def test_an_answer_that_is_the_book_s_again_lets_go_of_the_draft(place):
    save(place)
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    version = save(place, level="1").json["version"]
    assert save(place, draft=version).json["version"] == ""
    assert place.work("b").drafts == {}
    assert save(place).json["version"] == ""
    assert place.kinds()[-1] == "drop"


def test_a_passage_gets_an_id_of_the_coder_s_own_and_is_held_to_the_table(place):
    send = place.as_("b").send
    cells = {"source_id": "S1", "locator": "p. 7", "object": "plan", "note": "what it says"}
    assert send(f"{HOME}/rate/q1/passage", cells).json["evidence_id"] == "b-E1"
    assert send(f"{HOME}/rate/q1/passage", cells).json["evidence_id"] == "b-E2"
    assert [p.added_by for p in place.work("b").passages] == ["b", "b"]
    found = send(f"{HOME}/rate/q1/passage", {"source_id": "S9", "object": "moon"})
    fields = [fault["field"] for fault in found.json["faults"]]
    assert fields == ["source_id", "note", "locator", "object"]
    long = " ".join(["word"] * (MOST_QUOTED + 1))
    found = send(f"{HOME}/rate/q1/passage", {**cells, "source_id": "S9", "quote": "word", "note": f"It says “{long}”."})
    assert [fault["field"] for fault in found.json["faults"]] == ["source_id", "note", "quote_lang"]
    assert len(place.work("b").passages) == 2


FORTY = " ".join(f"word{at}" for at in range(40))


def cite(place, who="b", **cells):
    (place.own / "documents").mkdir(exist_ok=True)
    (place.own / "documents" / "S1.txt").write_text(f"It begins. {FORTY} It ends.")
    part = {"page": None, "quads": [], "text": FORTY, "before": "", "after": ""}
    given = {"source_id": "S1", "locator": "p. 1", "object": "plan", "quote": FORTY, "quote_lang": "en", **cells}
    given["selected"] = [part]
    return place.as_(who).send(f"{HOME}/rate/q1/passage", given)


def test_forty_words_are_cited_rated_handed_in_and_the_folder_has_no_fault(place):
    """The desk quotes 25 of them, whole words and their dots, and keeps the place of all; no note is asked for."""
    given = cite(place).json["passage"]
    assert (len(given["quote"].split()), given["quote"][-7:], given["note"]) == (MOST_QUOTED, "word24…", "")
    for name in ("q1", "q2", "q3"):
        assert save(place, name, evidence_ids="b-E1").status == 200
    done = place.as_("b").submit(f"{HOME}/hand-in", measures="part", text="part", pages="2-9", **{"as": "final"})
    assert done.status == 200, words(done.text)
    (anchor,) = place.unit.assessment.anchors
    assert anchor.characters == len(FORTY.replace(" ", ""))
    checked = CliRunner().invoke(cli, ["check", PLAN, "--library", str(place.own)])
    assert checked.exit_code == 0, checked.output


def test_a_passage_is_edited_and_keeps_its_place_and_another_s_is_not(place):
    cite(place)
    cells = {"source_id": "S1", "locator": "p. 3", "object": "plan", "note": "our words", "evidence_id": "b-E1"}
    assert place.as_("b").send(f"{HOME}/rate/q1/passage", cells).json["evidence_id"] == "b-E1"
    (kept,), (place_kept,) = place.work("b").passages, place.work("b").anchors
    assert (kept.locator, kept.note, kept.quote, place_kept.evidence_id) == ("p. 3", "our words", "", "b-E1")
    for name in ("plan", "b-E7"):
        assert place.as_("b").send(f"{HOME}/rate/q1/passage", {**cells, "evidence_id": name}).status == 404
    save(place, evidence_ids="b-E1")
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    place.as_("b").send(f"{HOME}/rate/q1/passage", {**cells, "note": "better words"})
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    assert [(e.evidence_id, e.note) for e in place.unit.assessment.evidence if e.added_by] == [("b-E1", "better words")]
    assert len(place.unit.assessment.anchors) == 1


def test_a_passage_in_hand_is_taken_back_from_every_answer_and_by_undo_it_is_there_again(place):
    cite(place)
    for name in ("q1", "q2"):
        save(place, name, evidence_ids="plan;b-E1")
    assert 'data-withdraw="b-E1"' in place.as_("b").get(f"{HOME}/rate/q3").text
    back = f"{HOME}/passages/b-E1/withdraw"
    assert f'action="{back}"' in place.as_("b").get(f"{HOME}/hand-in").text
    assert place.as_("b").send(back).json == {"withdrawn": "b-E1"}
    work = place.work("b")
    assert (work.passages, work.anchors) == ((), ())
    assert {draft.rating.evidence_ids for draft in work.drafts.values()} == {("plan",)}
    place.as_("b").send(f"{HOME}/undo", {})
    assert place.work("b").drafts["q2"].rating.evidence_ids == ("plan", "b-E1")
    assert place.as_("c").send(back).status == 404
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    assert place.as_("b").send(back).status == 404
    assert "data-withdraw" not in place.as_("b").get(f"{HOME}/rate/q1").text


def test_a_control_character_is_said_at_its_field_when_it_is_typed(place):
    odd = "copied\x02 from a PDF"
    for name in ("reason", "searched", "missing_for_next", "change"):
        (fault,) = save(place, **{name: odd}).json["faults"]
        assert (fault["field"], "U+0002" in fault["text"], "after “copied”" in fault["text"]) == (name, True, True)
    for name in ("note", "locator", "quote"):
        assert [fault["field"] for fault in cite(place, **{name: odd}).json["faults"]] == [name]
    assert place.work("b").is_empty
    found = place.as_("b").submit(f"{HOME}/header", measures="part", text="part", pages="1", notes=odd)
    assert found.status == 422
    assert "Notes: a control character" in words(found.text)


def test_final_needs_an_answer_to_each_question_or_a_reason_and_one_answer_at_least(place):
    read = {"measures": "part", "text": "part", "pages": "2-9", "as": "final"}
    page = place.as_("b").get(f"{HOME}/hand-in").text
    assert 'value="final"' not in page
    assert re.search(r'<button class="first" name="as" value="draft">', page)
    before = place.files()
    found = place.as_("b").submit(f"{HOME}/hand-in", **read)
    assert (found.status, place.files()) == (422, before)
    assert "no answer to any of 3 questions" in words(found.text)
    save(place)
    page = place.as_("b").get(f"{HOME}/hand-in").text
    assert 'name="unanswered"' in page
    assert re.search(r'<button class="first" name="as" value="draft">', page)
    found = place.as_("b").submit(f"{HOME}/hand-in", unanswered=" ", **read)
    assert (found.status, place.files()) == (422, before)
    assert '<a href="#unanswered">Why less than all is answered: 2 questions of 3 without an answer' in found.text
    done = place.as_("b").submit(f"{HOME}/hand-in", unanswered="The annex is lost.", **read)
    assert done.status == 200, words(done.text)
    header = place.unit.coding("b").header
    assert (header.state, header.unanswered) == ("final", "The annex is lost.")


def test_a_fault_of_handing_in_links_to_its_field(place):
    place.rate("b", "q2", evidence_ids="b-E1")
    place.cite("b", "b-E1", note=f"“{FORTY}”")
    found = place.as_("b").submit(f"{HOME}/hand-in", measures="part", text="part", pages="2", **{"as": "draft"})
    assert found.status == 422
    assert f'<a href="{HOME}/rate/q2#edit-b-E1">b-E1</a>: What it says: a quotation of 40 words' in found.text


def test_undo_gives_the_answer_before_and_says_where_it_was(place):
    version = save(place).json["version"]
    save(place, level="1", draft=version)
    undone = place.as_("b").send(f"{HOME}/undo")
    assert undone.json == {"go": f"{HOME}/rate/q1"}
    assert place.work("b").drafts["q1"].rating.level == 3
    place.as_("b").send(f"{HOME}/undo")
    assert place.as_("b").send(f"{HOME}/undo").status == 422


def test_a_note_has_a_length(place):
    path = f"{HOME}/rate/q1/note"
    assert place.as_("b").send(path, {"text": ""}).status == 422
    assert place.as_("b").send(path, {"text": "x" * (MOST_NOTE + 1)}).status == 422
    assert place.as_("b").send(path, {"text": "ask the ministry"}).status == 200
    assert place.kinds() == ["note"]


def test_the_desk_shows_the_question_its_levels_and_the_answer_in_hand(place):
    save(place, reason="a reason of mine")
    text = place.as_("b").get(f"{HOME}/rate/q1").text
    assert "what level 4 asks for" in text
    assert "a reason of mine" in text
    assert 'value="3" checked' in text
    assert "aa" not in words(text).split()
    assert place.as_("b").get(f"{HOME}/rate/nothing").status == 404


def test_the_unit_s_address_leads_to_the_first_open_question(place):
    save(place)
    assert place.as_("b").get(HOME).headers["location"] == f"{HOME}/rate/q2"


def test_the_shelf_says_how_far_the_own_work_is_and_to_a_coder_nothing_of_others(place):
    save(place)
    place.rate("c", "q1")
    mine = words(place.as_("b").get("/?rubric=tiny").text)
    assert "1 of 3 questions answered" in mine
    assert " c " not in mine
    lead = words(place.as_("lead").get("/?rubric=tiny").text)
    assert "b 1/3" in lead
    assert "c 1/3" in lead


def test_a_plan_with_faults_is_named_on_the_shelf_and_the_others_are_there(place):
    path = place.own / f"countries/XXA/plans/{PLAN}/measures.csv"
    path.write_text("measure_id,order\nM1,x\n")
    text = words(place.as_("lead").get("/?rubric=tiny").text)
    assert "The files of this plan have faults" in text
    assert "a whole number" in text
    other = path.parent / f"assessments/{RUBRIC}/c.csv"
    other.write_text("criterion_id,level\n")
    for address in ("/?rubric=tiny", f"{HOME}/rate/q1", f"{HOME}/hand-in"):
        text = words(place.as_("b").get(address).text)
        assert "Files of the folder have faults. The lead sees which, and mends them." in text, address
        assert not re.search(r"a whole number|\.csv|\.yaml|countries|beside c", text), address
    refused = place.as_("b").send(f"{HOME}/rate/q1", {"status": "silent"})
    assert [fault["text"] for fault in refused.json["faults"]] == [str(FOR_LEAD)]
    assert f"plans/{PLAN}/measures.csv:2" in place.as_("lead").get(f"{HOME}/plan").text


def test_handing_in_writes_the_book_and_faults_are_shown_by_question(place):
    save(place, evidence_ids="")
    review = place.as_("b").get(f"{HOME}/hand-in")
    assert "1 answer is not handed in yet" in words(review.text)
    found = place.as_("b").submit(f"{HOME}/hand-in", **{"as": "final"})
    assert found.status == 422
    assert f'<a href="{HOME}/rate/q1">Question q1</a>' in found.text
    save(place, draft=place.work("b").drafts["q1"].event)
    done = place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    assert "Your answers are in the files of the folder." in words(done.text)
    assert "q1,1,rated,3,high,plan,as stated" in place.ratings("b")


def test_what_was_read_goes_into_the_header_of_the_coder(place):
    said = {"pages": "2-9", "read": "evidence-list", "interests": "none", "started": "2026-01", "lang": "sr"}
    place.as_("b").submit(f"{HOME}/header", measures="part", text="part", **said)
    save(place)
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    header = place.unit.coding("b").header
    assert (header.text_read.pages, header.interests, header.started, header.lang) == ("2-9", "none", "2026-01", "sr")
    assert header.read == "evidence-list"
    bad = place.as_("b").submit(f"{HOME}/header", measures="part", text="part", started="soon")
    assert bad.status == 422
    assert "a date: 2005" in bad.text


def read(place, **fields):
    return place.as_("b").submit(
        f"{HOME}/header", **{"measures": "part", "text": "part", "pages": "2-9", "notes": "first", **fields}
    )


def by_hand(place, old, new):
    """Change the coder's header in the folder, as with an editor."""
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/b.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.fixture
def reread(place):
    """Hand in what was read, then change it at the desk and by hand: the pages both, each otherwise."""
    read(place)
    save(place)
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    read(place, pages="2-12")
    by_hand(place, "2-9", "2-15")
    return place


def test_what_was_read_and_was_changed_in_the_book_too_is_told_side_by_side_and_not_written_over(reread):
    page = words(reread.as_("b").get(f"{HOME}/hand-in").text)
    assert "What you read: changed in the files since you began" in page
    assert "part, part, 2-9 part, part, 2-15 part, part, 2-12" in page
    before = reread.files()
    found = reread.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    assert found.status == 422
    assert "the header of the assessment was changed here, and in the files too" in found.text
    assert reread.files() == before


def test_who_keeps_the_own_reading_says_why_and_it_is_written(reread):
    assert reread.as_("b").submit(f"{HOME}/header/clash", keep="mine").status == 422
    assert reread.as_("b").submit(f"{HOME}/header/clash", keep="mine", reason="I read on").status == 303
    assert reread.work("b").header["change"] == "I read on"
    assert reread.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    assert reread.unit.coding("b").header.text_read.pages == "2-12"
    assert reread.as_("b").submit(f"{HOME}/header/clash", keep="mine", reason="again").status == 404


def test_who_takes_the_book_s_reading_keeps_what_else_was_changed(reread):
    read(reread, pages="2-12", notes="second")
    assert reread.as_("b").submit(f"{HOME}/header/clash", keep="book").status == 303
    assert reread.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    header = reread.unit.coding("b").header
    assert (header.text_read.pages, header.notes) == ("2-15", "second")


def test_fields_of_a_header_that_only_one_side_changed_are_joined(place):
    read(place)
    save(place)
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    read(place, notes="second")
    by_hand(place, "2-9", "2-15")
    assert "changed in the files since you began" not in place.as_("b").get(f"{HOME}/hand-in").text
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    header = place.unit.coding("b").header
    assert (header.text_read.pages, header.notes) == ("2-15", "second")


def test_what_the_form_does_not_ask_of_the_reading_stays_as_the_book_has_it(place):
    read(place)
    save(place)
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    by_hand(place, "notes: first", "notes: first\nfinished: 2026-02")
    by_hand(place, 'note: ""', "note: by the table of contents")
    read(place, notes="second")
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    header = place.unit.coding("b").header
    assert (header.finished, header.text_read.note, header.notes) == ("2026-02", "by the table of contents", "second")


def clash(place):
    save(place)
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    save(place, level="1", change="read again")
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/b.csv"
    path.write_text(path.read_text().replace("q1,1,rated,3", "q1,1,rated,4"))


def test_a_clash_is_shown_side_by_side_and_nothing_is_written_until_it_is_decided(place):
    clash(place)
    text = words(place.as_("b").get(f"{HOME}/rate/q1").text)
    assert "The files have changed since you began" in text
    assert "Level 3 4 1" in text
    assert "changed in the files" in text
    found = place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    assert found.status == 422
    assert "q1,1,rated,4" in place.ratings("b")


def test_the_own_answer_is_kept_with_a_reason_or_the_book_s_is_taken(place):
    clash(place)
    path = f"{HOME}/rate/q1/clash"
    assert place.as_("b").submit(path, keep="mine").status == 422
    assert place.as_("b").submit(path, keep="mine", reason="the passage says so").status == 303
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    assert "q1,1,rated,1" in place.ratings("b")
    assert place.unit.assessment.log[-1].reason == "the passage says so"
    clash_again = place.ratings("b").replace("q1,1,rated,1", "q1,1,rated,2")
    save(place, level="4", change="again")
    (place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/b.csv").write_text(clash_again)
    place.as_("b").submit(path, keep="book")
    assert place.work("b").drafts == {}
    assert place.as_("b").submit(path, keep="book").status == 404


def test_the_own_ratings_come_as_csv_and_json_with_what_is_in_hand(place):
    save(place)
    table = place.as_("b").get(f"{HOME}/ratings.csv")
    assert table.text.splitlines()[1].startswith("q1,1,rated,3,high,plan")
    assert table.headers["content-disposition"] == f'attachment; filename="{PLAN}.b.csv"'
    assert place.as_("b").get(f"{HOME}/ratings.json").json[0]["level"] == 3


def test_a_document_is_served_so_that_nothing_in_it_acts(place):
    assert place.as_("b").get(f"{HOME}/documents/S1").status == 404
    folder = place.own / "documents"
    folder.mkdir()
    (folder / "S1.html").write_text("<script>alert(1)</script>")
    answer = place.as_("b").get(f"{HOME}/documents/S1")
    assert answer.text == "<script>alert(1)</script>"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert "The text of the plan is not here" not in place.as_("b").get(f"{HOME}/rate/q1").text


def test_who_is_not_in_a_round_does_not_rate(place):
    place.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"})
    assert place.as_("third").get(f"{HOME}/rate/q1").status == 403
    assert place.as_("b").get(f"{HOME}/rate/q1").status == 200


def test_only_the_lead_lays_the_invented_country_out(place):
    assert place.as_("b").submit("/demo").status == 403
    assert place.as_("lead").submit("/demo").status == 303
    assert (place.own / "countries/XAR/country.yaml").is_file()
    assert place.as_("lead").submit("/demo").status == 422


LAW = "Article 1. Nobody pays a fee for work. Article 2. Nobody is fined."


def selected(place, words, **more):
    (place.own / "documents").mkdir(exist_ok=True)
    (place.own / "documents" / "S1.txt").write_text(
        "Article 1. Nobody pays a fee for work. Article 2. Nobody is fined."
    )
    cells = {"source_id": "S1", "locator": "Article 1", "object": "plan", "note": "no fee"}
    part = {"page": None, "quads": [], "text": words, "before": "", "after": "", **more}
    return place.as_("b").send(f"{HOME}/rate/q1/passage", {**cells, "selected": [part]})


def test_what_was_selected_is_found_in_the_file_and_its_place_reaches_the_book(place):
    assert selected(place, "Nobody pays a fee").json["evidence_id"] == "b-E1"
    save(place, evidence_ids="b-E1")
    (shown,) = place.as_("b").get(f"{HOME}/anchors.json?source=S1").json
    assert (shown["evidence_id"], shown["paradigms"]) == ("b-E1", ["n"])
    assert place.as_("b").get(f"{HOME}/anchors.json?source=S2").json == []
    assert place.as_("c").get(f"{HOME}/anchors.json?source=S1").json == []
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"}).status == 200
    (anchor,) = place.unit.assessment.anchors
    assert (anchor.evidence_id, anchor.before, anchor.characters) == ("b-E1", "Article 1.", 14)
    assert place.as_("c").get(f"{HOME}/anchors.json?source=S1").json[0]["paradigms"] == []


def test_words_that_are_not_in_the_file_are_not_cited(place):
    assert selected(place, "Everybody pays a fee").status == 422
    assert selected(place, "Nobody pays", quads="all").status == 422
    assert place.work("b").passages == ()
    (place.own / "documents" / "S1.txt").unlink()
    cells = {"source_id": "S1", "locator": "1", "object": "plan", "note": "n", "selected": [{"text": "Nobody"}]}
    assert "a copy of it" in place.as_("b").send(f"{HOME}/rate/q1/passage", cells).text


def sought(place, **terms):
    """Give question q1 search words, and return what the desk shows for it."""
    path = place.own / "rubrics/tiny/criteria/q1.yaml"
    path.write_text(path.read_text() + yaml.safe_dump({"search_terms": terms}))
    return found_by(place)


def found_by(place):
    answer = place.as_("b").get(f"{HOME}/rate/q1/found", accept="application/json")
    assert answer.status == 200
    return answer.json["found"]


def test_passages_that_may_answer_are_those_of_plan_find_in_its_order(place):
    (place.own / "documents").mkdir()
    (place.own / "documents" / "S1.txt").write_text(LAW)
    shown = words(sought(place, en=["fee", "do"]))
    asked = ("plan", "find", PLAN, "q1", "--rubric", "tiny", "--library", place.own, "--format", "json")
    rows = json.loads(CliRunner().invoke(cli, [str(word) for word in asked]).stdout)
    assert [(row["kind"], row["text"]) for row in rows] == [
        ("measure", "[Do] it"),
        ("document", "Article 1. Nobody pays a [fee] for work. Article 2. Nobody is fined."),
    ]
    places = [shown.index(row["text"]) for row in rows]
    assert places == sorted(places)
    assert "M1, S1, p. 1" in shown


def test_what_was_found_is_kept_until_a_document_or_the_book_changes(place, monkeypatch):
    reads = []
    monkeypatch.setattr(shelf_module, "texts_of", lambda *asked: reads.append(asked) or texts_of(*asked))
    assert "[Do] it" in sought(place, en=["do", "witness"])
    assert "[Do] it" in found_by(place)
    assert len(reads) == 1
    assert "Only rows and notes are looked through." in found_by(place)
    (place.own / "documents").mkdir()
    (place.own / "documents" / "S1.txt").write_text("A witness is heard once and no more.")
    assert "A [witness] is heard once" in found_by(place)
    rows = place.own / f"countries/XXA/plans/{PLAN}/measures.csv"
    rows.write_text(rows.read_text().replace("Do it", "Hear each witness"))
    assert "Hear each [witness]" in found_by(place)
    assert len(reads) == 3


def test_nothing_found_is_said_to_prove_nothing_and_no_search_words_are_said(place):
    assert "The rubric names no search words" in found_by(place)
    (place.own / "documents").mkdir()
    (place.own / "documents" / "S1.pdf").write_bytes(b"%PDF-1.7 broken")
    shown = words(sought(place, en=["xyzzy"]))
    assert "That is no proof that the plan is silent" in shown
    assert "The text of S1 is not looked through." in shown
    assert "a PDF file that cannot be read" in shown


def test_what_others_cite_in_a_round_is_not_found_before_the_release(place):
    before = sought(place, en=["zebra", "do"])
    place.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"})
    place.cite("c", "c-E1", note="zebra")
    assert found_by(place) == before
    assert place.as_("third").get(f"{HOME}/rate/q1/found").status == 403
    assert place.as_("lead").get(f"{HOME}/rate/q1/found").status == 403


def test_an_answer_reads_the_files_once_and_of_the_desk_its_own_unit_however_much_else_there_is(place, monkeypatch):
    """What is counted are looks at the folder, statements to the database and events that are gone through."""
    looks, statements, folded = [], [], []

    def look(self, _real=Sight.changed):
        looks.append(self.inside)
        return _real(self)

    def in_hand(events, unit, _real=fold._unsubmitted_events):
        folded.append(len(events))
        return _real(events, unit)

    monkeypatch.setattr(Sight, "changed", look)
    monkeypatch.setattr(fold, "_unsubmitted_events", in_hand)
    event.listen(place.desk.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    browser, url, version = place.as_("b"), f"{HOME}/rate/q1", ""
    counts = []
    for others in (0, 500):
        if others:
            place.desk.add(*(NewEvent("c", "note", {"text": "x"}, "XXB-2020:tiny", "q1") for _ in range(others)))
        for told in (looks, statements, folded):
            told.clear()
        answer = browser.send(url, {"status": "rated", "level": str(2 if others else 3), "draft": version})
        version = answer.json["version"]
        counts.append((sorted(looks), len(statements), max(folded)))
    assert counts[0][:2] == counts[1][:2]
    assert counts[1][2] == counts[0][2] + 1  # its own earlier answer
    assert counts[0][0] == sorted([CONTENT, RULES])
    assert counts[0][1] <= 3  # the session, and one transaction that adds the event


def test_where_nothing_is_answered_no_score_is_shown(place):
    page = place.as_("b").get(f"{HOME}/rate/q1").text
    assert "Nothing is answered yet, so there is no score." in page
    assert 'class="effect"' not in page
    place.rate("b", "q1", "2")
    page = place.as_("b").get(f"{HOME}/rate/q1").text
    assert "Nothing is answered yet" not in page
    assert 'class="effect"' in page

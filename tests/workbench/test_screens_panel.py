"""Rounds, release, disputes and decisions; people; the log."""

from __future__ import annotations

import csv
import platform
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluator.extensions.workbench import shelf as shelf_module
from evaluator.extensions.workbench.events import KINDS, HeaderPayload, NewEvent, check_payload
from evaluator.extensions.workbench.screens.panel import DOINGS
from evaluator.extensions.workbench.views import dispute_version
from evaluator.pipeline import evaluate
from evaluator.store.lock import held
from tests.workbench.conftest import HOME, PEOPLE, UNIT, Browser


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def round_of(place, *coders):
    return place.as_("lead").submit(f"{HOME}/panel/round", **{f"coder-{code}": "yes" for code in coders})


def whole(place, coder, levels):
    for name, level in zip(("q1", "q2", "q3"), levels, strict=True):
        place.rate(coder, name, level)
    place.desk.add(
        NewEvent(
            coder, "header", check_payload(HeaderPayload, {"text_read": {"measures": "whole", "text": "whole"}}), UNIT
        )
    )
    return place.as_(coder).submit(f"{HOME}/hand-in")


def released(place, first="321", second="301"):
    path = place.own / "countries/XXA/plans/XXA-2020-2023/assessments/tiny"
    for name in ("aa.csv", "aa.yaml"):
        (path / name).unlink()
    round_of(place, "b", "c")
    whole(place, "b", first)
    whole(place, "c", second)
    assert place.as_("lead").submit(f"{HOME}/panel/release").status == 303


@pytest.mark.parametrize("coders", [(), ("b",), ("b", "nobody"), ("b", "reader")])
def test_a_round_has_two_coders_or_more_that_the_desk_knows(place, coders):
    assert round_of(place, *coders).status == 422
    assert place.kinds() == []


def test_there_is_one_round_at_a_time(place):
    assert round_of(place, "b", "c").status == 303
    assert round_of(place, "b", "third").status == 409


def test_a_round_is_released_once_all_have_handed_in_and_not_before(place):
    round_of(place, "b", "c")
    whole(place, "b", "321")
    assert place.as_("lead").submit(f"{HOME}/panel/release").status == 409
    assert "b.csv" not in "".join(place.files())
    whole(place, "c", "321")
    assert place.as_("lead").submit(f"{HOME}/panel/release").status == 303
    states = {c.header.coder: (c.header.state, c.header.blind) for c in place.unit.assessment.codings}
    assert states["b"] == states["c"] == ("final", True)


def test_a_sheet_with_faults_is_not_sealed(place):
    round_of(place, "b", "c")
    place.rate("b", "q1", "3", evidence_ids="")
    assert place.as_("b").submit(f"{HOME}/hand-in").status == 422
    assert "seal" not in place.kinds()


def test_a_sealed_sheet_can_be_given_back_by_the_lead(place):
    round_of(place, "b", "c")
    whole(place, "b", "321")
    assert place.as_("b").send(f"{HOME}/rate/q1", {"status": "rated", "level": "1"}).status == 403
    assert place.as_("lead").submit(f"{HOME}/panel/reopen", coder="c").status == 409
    assert place.as_("lead").submit(f"{HOME}/panel/reopen", coder="b").status == 303
    assert place.as_("b").get(f"{HOME}/rate/q1").status == 200


def test_disputes_stand_side_by_side_with_the_rule_and_the_figures_of_agreement(place):
    released(place)
    text = words(place.as_("reader").get(f"{HOME}/panel").text)
    assert "1 question waits for a decision" in text
    assert "Question q2 open" in text
    assert "b: 2" in text
    assert "c: 0" in text
    assert "2 coders." in text
    assert "Same level 67%" in text
    assert "Write the decision" not in text
    assert "Write the decision" in words(place.as_("lead").get(f"{HOME}/panel").text)


def test_disputes_are_a_table_with_a_row_for_what_each_coder_says(place):
    released(place)
    rows = place.as_("reader").get(f"{HOME}/disputes.json").json
    said = [(row["criterion_id"], row["coder"], row["level"], row["is_open"], row["agreed_status"]) for row in rows]
    assert said == [("q2", "b", 2, True, ""), ("q2", "c", 0, True, "")]
    assert decide(place).status == 303
    table = place.as_("reader").get(f"{HOME}/disputes.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="XXA-2020-2023.tiny.disputes.csv"'
    rows = list(csv.DictReader(table.text.splitlines()))
    said = [
        (row["coder"], row["level"], row["agreed_level"], row["decided_by"], row["decision_reason"]) for row in rows
    ]
    assert said == [("b", "2", "1", "lead", "p. 2 names no body"), ("c", "0", "1", "lead", "p. 2 names no body")]


def test_nobody_has_the_table_of_disputes_while_a_round_is_open(place):
    """What was published before is closed with it: the lead's table no less than a coder's."""
    released(place)
    round_of(place, "b", "c")
    for code in ("lead", "b", "c", "third", "reader", "office"):
        for form in ("csv", "json"):
            answer = place.as_(code).get(f"{HOME}/disputes.{form}")
            assert answer.status == 403
            assert "as stated" not in answer.text  # the reason of each rating


def test_the_people_are_a_table_for_the_lead_alone_and_no_key_is_in_it(place):
    place.as_("lead").submit("/people", code="c", role="coder", bar="yes", sure="yes")
    key = place.desk.key("b")
    table = place.as_("lead").get("/people.csv").text
    rows = {row["code"]: row for row in csv.DictReader(table.splitlines())}
    assert set(rows) == set(PEOPLE)
    assert (rows["b"]["active"], rows["c"]["active"]) == ("yes", "no")
    assert (rows["office"]["roles"], rows["office"]["country"]) == ("official", "XXA")
    assert key not in table
    assert [row["code"] for row in place.as_("lead").get("/people.json").json] == sorted(PEOPLE)
    for code in ("b", "third", "reader", "office"):
        assert place.as_(code).get("/people.csv").status == 403


def decide(place, criterion="q2", **fields):
    version = dispute_version(place.unit, criterion)
    said = {"answer": "1", "by": "lead", "reason": "p. 2 names no body", "version": version, **fields}
    return place.as_("lead").submit(f"{HOME}/panel/decide/{criterion}", **said)


def shown_version(place, criterion="q2"):
    page = place.as_("lead").get(f"{HOME}/panel").text
    return re.search(rf'decide/{criterion}">.*?name="version" value="(\w+)"', page, re.DOTALL)[1]


def test_of_five_decisions_on_one_dispute_at_once_one_is_kept_and_four_are_told(place):
    """Each lead has the panel open; the form carries the version that it shows."""
    released(place)
    version = shown_version(place)
    browser = place.as_("lead")
    with ThreadPoolExecutor(5) as pool:
        sent = [
            pool.submit(decide, place, answer=str(level), by=f"lead {level}", version=version) for level in range(5)
        ]
        answers = [one.result() for one in sent]
    statuses = [answer.status for answer in answers]
    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 409, 503}  # 503: the desk was too busy, nothing was saved, and the page says so
    told = [words(answer.text) for answer in answers if answer.status == 409]
    assert all("was decided or changed meanwhile" in text for text in told)
    (row,) = [row for row in place.unit.assessment.agreed if row.criterion_id == "q2"]
    kept = next(level for level, answer in enumerate(answers) if answer.status == 303)
    assert (row.level, row.decided_by) == (kept, f"lead {kept}")
    assert place.kinds().count("decision") == 1
    assert shown_version(place) != version
    assert browser.submit(f"{HOME}/panel/decide/q2", answer="1", by="x", reason="y").status == 409


def test_a_decision_on_ratings_that_have_changed_since_is_told(place):
    released(place)
    version = shown_version(place)
    path = place.own / "countries/XXA/plans/XXA-2020-2023/assessments/tiny/c.csv"
    path.write_text(path.read_text().replace("q2,1,rated,0", "q2,1,rated,1"))
    assert shown_version(place) != version
    assert decide(place, version=version).status == 409


def test_who_decides_while_another_program_writes_hears_it_without_its_path_or_process(place, monkeypatch):
    released(place)
    monkeypatch.setattr(shelf_module, "held", lambda own, what: held(own, what, wait=0))
    script = "from pathlib import Path; import sys, time; from evaluator.store.lock import held\n"
    script += "with held(Path(sys.argv[1]), 'evaluator sheet import'): print('held', flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", script, str(place.own)], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout.readline() == "held\n"
        answer = decide(place)
    finally:
        other.kill()
        other.wait()
        other.stdout.close()
    assert answer.status == 503
    assert "Somebody writes into the folder just now" in answer.text
    for told in (str(place.own), str(other.pid), "sheet import", platform.node()):
        assert told not in answer.text
    assert decide(place).status == 303


def test_a_decision_stands_in_the_book_with_its_reason_and_the_score_follows(place):
    released(place)
    answer = decide(place)
    assert (answer.status, answer.headers["location"]) == (303, f"{HOME}/panel#q2")
    (row,) = [row for row in place.unit.assessment.agreed if row.criterion_id == "q2"]
    assert (row.level, row.decided_by, row.reason) == (1, "lead", "p. 2 names no body")
    assert place.unit.assessment.log[-1].coder == "panel"
    # 3, 1 and 1 of 4 on equal weights: 5 of 12.
    assert evaluate(place.unit.assessment, place.unit.rubric).score == pytest.approx(5 / 12)
    assert "p. 2 names no body" in place.as_("reader").get(f"{HOME}/panel").text
    assert place.kinds()[-1] == "decision"


@pytest.mark.parametrize("fields", [{"answer": "9"}, {"answer": "perhaps"}, {"by": ""}, {"reason": " "}])
def test_a_decision_with_a_fault_is_not_written(place, fields):
    released(place)
    before = place.files()
    assert decide(place, **fields).status == 422
    assert place.files() == before
    assert "decision" not in place.kinds()


def test_a_gate_is_decided_only_where_all_agree(place):
    released(place, "321", "121")
    assert decide(place, "q1").status == 422
    assert decide(place, "q1", unanimous="yes").status == 303


def test_nothing_is_decided_or_settled_while_a_round_is_open(place):
    released(place)
    round_of(place, "b", "c")
    assert decide(place).status == 409
    assert place.as_("lead").submit(f"{HOME}/panel/settle").status == 409


def test_settling_writes_what_the_rule_gives(place):
    released(place, "321", "322")
    assert place.as_("lead").submit(f"{HOME}/panel/settle").status == 303
    rules = {row.criterion_id: (row.level, row.rule) for row in place.unit.assessment.agreed}
    assert rules == {"q1": (3, "unanimous-gate"), "q2": (2, "equal"), "q3": (1, "lower")}


def test_a_person_comes_in_by_an_address_that_is_shown_once(place):
    answer = place.as_("lead").submit("/people", code="new", role="lead coder")
    link = re.search(r"http://127\.0\.0\.1:8765(/enter\?key=\S+?)<", answer.text)[1]
    assert link not in place.as_("lead").get("/people").text
    browser = Browser(place.app)
    assert browser.get(link).status == 303
    text = browser.get("/").text
    assert "new" in text
    assert "lead, coder" in text


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "New One", "role": "coder"},
        {"code": "new", "role": "king"},
        {"code": "new", "role": "official"},
        {"code": "lead", "role": "reader"},
    ],
)
def test_a_person_with_a_fault_is_not_added(place, fields):
    before = place.desk.events()
    assert place.as_("lead").submit("/people", **fields).status == 422
    assert place.desk.events() == before


def test_the_lead_s_log_shows_the_chain_and_a_coder_s_the_own_doings(place):
    place.rate("b", "q1")
    place.rate("c", "q1")
    rows = place.as_("lead").get("/log.json").json
    assert [row["hash"] for row in rows] == [event.hash for event in place.desk.events()]
    assert all("payload" not in row for row in rows)
    assert "q1" in place.as_("lead").get("/log").text
    assert [row["kind"] for row in place.as_("c").get("/log.json").json] == ["rating"]
    head, *lines = place.as_("lead").get("/log.csv").text.splitlines()
    assert (head.split(",")[-1], len(lines)) == ("hash", len(rows))
    assert "hash" not in place.as_("c").get("/log.csv").text


def shelf_of(place, code):
    return words(place.as_(code).get("/?rubric=tiny").text)


def test_the_shelf_says_who_waits_for_whom_and_until_when(place):
    assert (
        place.as_("lead").submit(f"{HOME}/panel/round", due="soon", **{"coder-b": "yes", "coder-c": "yes"}).status
        == 422
    )
    place.as_("lead").submit(f"{HOME}/panel/round", due="2026-12-01", **{"coder-b": "yes", "coder-c": "yes"})
    assert "It waits for b, c, until 2026-12-01." in shelf_of(place, "lead")
    assert "Your sheet is waited for, until 2026-12-01." in shelf_of(place, "b")
    for code in ("third", "reader"):
        assert "waited for" not in shelf_of(place, code)
        assert "It waits" not in shelf_of(place, code)
    assert "Due on" in words(place.as_("lead").get(f"{HOME}/panel").text)
    whole(place, "b", "321")
    assert "It waits for c, until 2026-12-01." in shelf_of(place, "lead")
    assert "Your sheet lies under seal." in shelf_of(place, "b")
    assert "lies under seal" not in shelf_of(place, "c")
    whole(place, "c", "301")
    assert "All have handed in: it waits for your release." in shelf_of(place, "lead")


def test_after_a_release_the_shelf_says_what_waits_for_the_lead(place):
    released(place)
    assert "1 dispute waits for you." in shelf_of(place, "lead")
    assert "waits for you" not in shelf_of(place, "b")
    decide(place)
    assert place.as_("office").submit(f"{HOME}/reply/comment/q1", text="We differ").status == 303
    shown = shelf_of(place, "lead")
    assert "1 comment waits for you." in shown
    assert "dispute waits" not in shown


def test_faults_of_the_files_are_shown_to_the_lead_who_can_mend_them(place):
    path = place.own / "countries/XXA/plans/XXA-2020-2023/assessments/tiny/aa.csv"
    path.write_text(path.read_text().replace("rated,3", "rated,nine"))
    assert "aa.csv" in shelf_of(place, "lead")
    for code in ("b", "reader", "office"):
        assert "The lead sees which, and mends them." in shelf_of(place, code)
        assert "aa.csv" not in shelf_of(place, code)


def test_a_coder_sees_afterwards_where_the_panel_settled_otherwise(place):
    released(place)
    decide(place)
    for code, own in (("b", "2"), ("c", "0")):
        shown = words(place.as_(code).get(f"{HOME}/panel").text)
        assert (
            f"Settled otherwise than you rated Question Yours Agreed Why Question q2 {own} 1 p. 2 names no body"
            in shown
        )
    assert "Settled otherwise" not in place.as_("reader").get(f"{HOME}/panel").text


def test_the_log_names_what_was_done_and_leads_to_the_question_and_can_be_narrowed_to_a_unit(place):
    place.rate("b", "q1", "2")
    place.desk.add(NewEvent("b", "note", {"text": "x"}, "XXB-2020:gone", "q9"))
    page = place.as_("b").get("/log").text
    assert f'rated: 2</td><td><a href="{HOME}/rate/q1">Question q1</a>' in page
    assert "q9" in page  # of a rubric that is there no more
    one = place.as_("b").get(f"/log?unit={UNIT}").text
    assert "Question q1" in one
    assert "q9" not in one
    assert "note to the lead" not in one
    assert set(KINDS) == set(DOINGS)

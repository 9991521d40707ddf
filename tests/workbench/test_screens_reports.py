"""Frames side by side, and reports asked for in the browser: by whom, in which words, and never during a round."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import re
import threading
import time

import pytest

from evaluator.extensions.explorer import content
from evaluator.extensions.workbench import press
from evaluator.extensions.workbench.press import Press, PrintedReport
from tests.workbench.conftest import HOME, PLAN, RUBRIC, UNIT
from tests.workbench.test_press import until_done


@pytest.fixture
def printed(place, monkeypatch):
    """Print at once, in this process, and keep the requests."""
    asked = []

    def made(one, process, mine, theirs):
        mine.close()
        theirs.close()
        asked.append(one.request)
        return PrintedReport(b"<p>A report</p>", f"{PLAN}.{one.request.form}", is_draft=False, verified="verified")

    def ask(self, *given):
        found = real(self, *given)
        until_done(self)
        return found

    real = Press.ask
    monkeypatch.setattr(press, "_follow", made)
    monkeypatch.setattr(Press, "ask", ask)
    place.requests = asked
    return place


def test_every_frame_stands_with_score_range_and_grades(place):
    text = place.as_("reader").get(f"{HOME}/reports").text
    assert "The same ratings under 1 frame" in text
    assert "0.50" in text  # levels 3 and 1 of two answered questions: 0.75 and 0.25, and one is open
    rows = place.as_("reader").get(f"{HOME}/frames.json").json
    assert (rows[0]["weighting"], rows[0]["score"], rows[0]["draft"]) == ("w", 0.5, False)
    (row,) = csv.DictReader(io.StringIO(place.as_("reader").get(f"{HOME}/frames.csv").text))
    assert (row["low"], row["high"]) == (str(rows[0]["low"]), str(rows[0]["high"]))


def test_a_coder_sees_the_own_draft_beside_the_book(place):
    assert "Your own ratings" not in place.as_("b").get(f"{HOME}/reports").text
    place.rate("b", "q1", "4")
    assert "Your own ratings" in place.as_("b").get(f"{HOME}/reports").text
    assert "Your own ratings" not in place.as_("c").get(f"{HOME}/reports").text


def test_a_report_is_asked_for_waited_for_and_downloaded_under_its_own_name(printed):
    reader = printed.as_("reader")
    assert reader.submit(f"{HOME}/reports", kind="country", form="pdf", lang="sr-Cyrl").status == 303
    (request,) = printed.requests
    assert (request.plans, request.rubric, request.kind, request.lang, request.form, request.desk) == (
        (PLAN,), RUBRIC, "country", "sr-Cyrl", "pdf", "",
    )  # fmt: skip
    told = reader.get(f"{HOME}/reports.json").json
    assert told["waits"] is False
    assert "Verified" in told["prints"]
    (one,) = printed.house.press.of(UNIT)
    answer = reader.get(f"{HOME}/reports/{one.id}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert f'filename="{PLAN}.pdf"' in answer.headers["content-disposition"]


def test_a_page_that_is_read_here_runs_nothing(printed):
    printed.as_("b").submit(f"{HOME}/reports", form="html")
    (one,) = printed.house.press.of(UNIT)
    answer = printed.as_("b").get(f"{HOME}/reports/{one.id}/read")
    assert "A report" in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox allow-same-origin; default-src 'none'")
    assert "script" not in answer.headers["content-security-policy"]
    printed.as_("b").submit(f"{HOME}/reports", kind="explorer", form="pdf")
    page = printed.house.press.of(UNIT)[0]
    assert (page.request.form, printed.as_("b").get(f"{HOME}/reports/{page.id}/read").status) == ("html", 404)


def test_citations_of_the_copy_for_reading_lead_to_this_server(printed):
    printed.as_("b").submit(f"{HOME}/reports", form="html", citations="here")
    printed.as_("b").submit(f"{HOME}/reports", form="xlsx", citations="here")
    printed.as_("b").submit(f"{HOME}/reports", kind="brief", citations="here")
    assert [request.desk for request in printed.requests] == [f"http://127.0.0.1:8765{HOME}/passages", "", ""]


def test_what_cannot_be_printed_is_told_all_at_once(printed):
    answer = printed.as_("reader").submit(f"{HOME}/reports", kind="leaflet", form="docx", lang="xx")
    assert answer.status == 422
    for word in ("leaflet", "docx", "&#39;xx&#39;"):
        assert word in answer.text
    assert printed.requests == []


def test_a_plan_that_nobody_rated_is_not_printed(printed):
    folder = printed.own / f"countries/XXA/plans/{PLAN}/assessments/{RUBRIC}"
    for path in folder.iterdir():
        path.unlink()
    assert printed.as_("reader").submit(f"{HOME}/reports").status == 422
    assert "No coder has handed in ratings yet." in printed.as_("reader").get(f"{HOME}/reports").text


def test_while_a_round_is_open_nothing_is_printed_shown_or_downloaded(printed):
    printed.as_("lead").submit(f"{HOME}/reports")
    (one,) = printed.house.press.of(UNIT)
    printed.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"})
    for code in ("lead", "b", "reader"):
        browser = printed.as_(code)
        assert browser.submit(f"{HOME}/reports").status == 403
        for path in ("reports.json", "frames.json", "frames.csv", f"reports/{one.id}", f"reports/{one.id}/read"):
            assert browser.get(f"{HOME}/{path}").status == 403
        text = browser.get(f"{HOME}/reports").text
        assert "A blind round is open" in text
        assert one.id not in text
    printed.rate("b", "q1", "4")
    assert "Your own ratings" in printed.as_("b").get(f"{HOME}/reports").text


def test_a_report_under_way_says_how_far_it_is_and_is_left_by_who_asked_for_it_or_the_lead(place, monkeypatch):
    steps, go = [], threading.Event()

    def made(one, process, mine, theirs):
        mine.close()
        theirs.close()
        one.step = "pages"
        steps.append(one)
        go.wait(60)

    monkeypatch.setattr(press, "_follow", made)
    reader, browser = place.as_("reader"), place.as_("b")
    for code in (reader, browser):
        assert code.submit(f"{HOME}/reports", form="html").status == 303
    while not steps:
        time.sleep(0.01)
    told = browser.get(f"{HOME}/reports.json").json
    assert told["waits"] is True
    for said in (
        "The pages are made",
        "0 s",
        "You can leave this page and come back.",
        "It waits for 1 report before it.",
    ):
        assert said in told["prints"], said
    second, first = place.house.press.of(UNIT)
    assert f"{second.id}/leave" in told["prints"]
    assert f"{first.id}/leave" not in told["prints"]
    assert browser.submit(f"{HOME}/reports/{first.id}/leave").status == 403
    assert browser.submit(f"{HOME}/reports/{second.id}/leave").status == 303
    assert place.as_("lead").submit(f"{HOME}/reports/{first.id}/leave").status == 303
    go.set()
    assert place.as_("lead").submit(f"{HOME}/reports/none/leave").status == 404
    assert [one.state for one in place.house.press.of(UNIT)] == ["left", "left"]
    assert "It was stopped." in browser.get(f"{HOME}/reports").text


def test_a_report_of_another_unit_or_of_long_ago_is_not_there(printed):
    answer = printed.as_("reader").get(f"{HOME}/reports/0123456789abcdef")
    assert answer.status == 404
    assert "ask for it again" in answer.text


def test_an_open_dispute_marks_what_is_printed_as_a_draft_and_says_why(place):
    place.rate("b", "q2", "4")
    place.rate("b", "q1", "3")
    place.rate("b", "q3", "2")
    from evaluator.extensions.workbench.events import HeaderPayload, NewEvent, check_payload

    place.desk.add(
        NewEvent(
            "b", "header", check_payload(HeaderPayload, {"text_read": {"measures": "whole", "text": "whole"}}), UNIT
        )
    )
    assert place.as_("b").submit(f"{HOME}/hand-in", **{"as": "final"}).status == 200
    text = place.as_("reader").get(f"{HOME}/reports").text
    assert "A draft" in text
    assert "q2" in text
    assert place.as_("reader").get(f"{HOME}/frames.json").json[0]["draft"] is True


def test_each_citation_stands_by_its_printed_number_with_the_way_to_its_passage(place):
    text = place.as_("reader").get(f"{HOME}/reports").text
    assert f'[1] <a href="{HOME}/passages/plan">' in text


def carried(place, code, whose):
    """Return the status of an explorer's page, its policy, and what it carries."""
    answer = place.as_(code).get(f"{HOME}/explorer/{whose}")
    packed = re.search(r'"(H4sI[^"]+)"|>\s*(H4sI[^<]+?)\s*<', answer.text)
    data = json.loads(gzip.decompress(base64.b64decode(next(filter(None, packed.groups()))))) if packed else {}
    return answer.status, answer.headers["content-security-policy"], data


def test_the_explorer_opens_beside_the_frames_for_the_book_and_for_the_own_draft(place):
    status, policy, book = carried(place, "reader", "book")
    assert (status, policy.startswith("sandbox allow-scripts allow-downloads; default-src 'none'")) == (200, True)
    assert f'href="{HOME}/explorer/book"' in place.as_("reader").get(f"{HOME}/reports").text
    assert carried(place, "b", "own")[0] == 404  # nothing is in hand yet
    assert f'href="{HOME}/explorer/own"' not in place.as_("b").get(f"{HOME}/reports").text
    place.rate("b", "q1", "1", reason="in hand")
    assert f'href="{HOME}/explorer/own"' in place.as_("b").get(f"{HOME}/reports").text
    status, _, own = carried(place, "b", "own")
    assert (status, [unit["id"] for unit in own["units"]]) == (200, [PLAN])
    assert own["units"] != book["units"]
    assert carried(place, "reader", "book")[2] == book  # what is in hand is not in the book
    for code in ("c", "lead", "reader"):
        assert carried(place, code, "own")[0] == 404, code
    assert place.as_("reader").get(f"{HOME}/explorer/all").status == 404


def test_a_rubric_that_the_explorer_does_not_know_is_refused_in_one_sentence(place, monkeypatch):
    monkeypatch.setattr(content, "KINDS", ())
    answer = place.as_("reader").get(f"{HOME}/explorer/book")
    assert (answer.status, "Print a report or a contrast instead." in answer.text) == (404, True)


def test_in_a_blind_round_the_explorer_has_the_own_draft_alone(place):
    place.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"})
    place.rate("b", "q1", "1", reason="in hand")
    before = carried(place, "b", "own")
    assert before[0] == 200
    place.rate("c", "q1", "4", reason="of another")
    assert carried(place, "b", "own") == before
    for code in ("b", "c", "lead", "reader"):
        assert carried(place, code, "book")[0] == 403, code
        assert f"{HOME}/explorer/book" not in place.as_(code).get(f"{HOME}/reports").text
    assert {code: carried(place, code, "own")[0] for code in ("lead", "reader")} == {"lead": 403, "reader": 403}

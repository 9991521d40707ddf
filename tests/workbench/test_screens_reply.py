"""The right of reply: an office sees the published ratings and its own rows alone; the lead takes in and answers."""

from __future__ import annotations

import re

from evaluator.extensions.workbench.events import NewEvent, PersonPayload, check_payload
from tests.workbench.conftest import HOME, PLAN


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def comment(place, code="office", criterion="q1", text="The law was changed in May."):
    return place.as_(code).submit(f"{HOME}/reply/comment/{criterion}", text=text)


def test_an_office_sees_each_published_rating_with_its_grounds(place):
    text = words(place.as_("office").get(f"{HOME}/reply").text)
    assert "Question q1: 3" in text
    assert "because" in text
    assert "S1, p. 1" in text


def test_nothing_is_shown_before_it_is_published(place):
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/aa.yaml"
    path.write_text(path.read_text().replace("state: final", "state: draft"))
    assert place.as_("office").get(f"{HOME}/reply").status == 409
    assert comment(place).status == 409


def test_a_comment_waits_on_the_desk_until_the_lead_takes_it_into_the_book(place):
    assert comment(place).status == 303
    assert "Sent; the lead takes it in." in words(place.as_("office").get(f"{HOME}/reply").text)
    assert place.unit.assessment.replies == ()
    assert place.as_("lead").submit(f"{HOME}/reply/take").status == 303
    (reply,) = place.unit.assessment.replies
    assert (reply.criterion_id, reply.by) == ("q1", "Ministry of the Interior")
    assert reply.text == "The law was changed in May."
    assert "Sent;" not in place.as_("office").get(f"{HOME}/reply").text
    assert place.as_("lead").submit(f"{HOME}/reply/take").status == 422


def test_an_office_sees_its_own_rows_and_never_another_s(place):
    other = {"code": "office2", "roles": ("official",), "office": "Ministry of Labour", "country": "XXA"}
    place.desk.add(NewEvent("lead", "person", check_payload(PersonPayload, other)))
    comment(place, "office2", text="A word of another office.")
    assert "A word of another office." not in place.as_("office").get(f"{HOME}/reply").text
    place.as_("lead").submit(f"{HOME}/reply/take")
    assert "A word of another office." not in place.as_("office").get(f"{HOME}/reply").text
    assert "A word of another office." in place.as_("office2").get(f"{HOME}/reply").text
    assert "A word of another office." in place.as_("lead").get(f"{HOME}/reply").text


def test_the_lead_answers_and_the_office_reads_it(place):
    comment(place, criterion="general", text="We thank you.")
    place.as_("lead").submit(f"{HOME}/reply/take")
    answer = {"reply_id": "G001", "answer": "Noted with thanks.", "by": "lead evaluator", "outcome": "noted"}
    assert place.as_("lead").submit(f"{HOME}/reply/answer", **answer).status == 303
    (reply,) = place.unit.assessment.replies
    assert (reply.answer, reply.outcome, reply.answered_by) == ("Noted with thanks.", "noted", "lead evaluator")
    assert "Noted with thanks." in place.as_("office").get(f"{HOME}/reply").text
    assert place.kinds() == ["comment", "taken", "answer"]


def test_an_answer_that_says_changed_needs_a_change_on_record(place):
    comment(place)
    place.as_("lead").submit(f"{HOME}/reply/take")
    answer = {"reply_id": "G001", "answer": "Changed.", "by": "lead", "outcome": "changed"}
    found = place.as_("lead").submit(f"{HOME}/reply/answer", **answer)
    assert found.status == 422
    assert "a change of the rating of q1 on record" in found.text
    assert place.as_("lead").submit(f"{HOME}/reply/answer", **{**answer, "reply_id": "G9"}).status == 404


def test_a_comment_has_words_and_a_question(place):
    assert comment(place, text=" ").status == 422
    assert comment(place, criterion="nothing").status == 404
    assert comment(place, "lead").status == 403
    assert place.kinds() == []

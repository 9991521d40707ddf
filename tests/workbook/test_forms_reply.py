"""The right of reply: comments come in once, answers join them, a change names its record."""

from __future__ import annotations

import openpyxl
import pytest

from evaluator import evaluate
from evaluator.errors import InvalidInputError
from evaluator.model.assessment import LogRecord
from evaluator.model.plan import Reply
from evaluator.workbook.back.stage import opened_stage
from evaluator.workbook.forms.reply import ReplyHead, _with_record, changes_after, reply_xlsx, take_replies

DAY = "2026-03-04"


@pytest.fixture
def office(desk):
    """Return what makes a sheet, fills rows of it, and takes it in."""

    class Office:
        def export(self, *, with_answers=False):
            path = desk.papers / "reply.xlsx"
            path.write_bytes(reply_xlsx(evaluate(desk.assessment, desk.rubric, "equal"), with_answers=with_answers))
            return path

        def fill(self, path, criterion, at=0, **values):
            book = openpyxl.load_workbook(path)
            page = book["Replies"]
            keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
            rows = [n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == criterion]
            for key, value in values.items():
                page.cell(rows[at], keys.index(key) + 1).value = value
            book.save(path)
            return path

        def take(self, path, by="Ministry of Examples"):
            with opened_stage(desk.library, desk.own, "XXA-2020-2023", desk.rubric) as stage:
                replies = take_replies(path, desk.assessment, stage, ReplyHead(by, DAY))
                stage.install(desk.own)
            return replies

    return Office()


def test_ratings_are_shown_with_their_grounds(office):
    page = openpyxl.load_workbook(office.export())["Replies"]
    row = next(r for r in page.iter_rows(min_row=3, values_only=True) if r[0] == "witness-protection")
    assert row[4:7] == ("level 1", "Named only", "An invented plan, p. 5: Protection of witnesses is named")
    assert "no-summary-deportation" not in [r[0] for r in page.iter_rows(min_row=3, values_only=True)]


def test_comments_come_in_with_office_and_day_and_only_once(office, desk):
    path = office.fill(office.export(), "witness-protection", text="The unit was set up in 2021.", lang="en")
    path = office.fill(path, "general", text="We thank the evaluators.")
    first = office.take(path)
    assert [(r.reply_id, r.criterion_id, r.by, r.received) for r in first] == [
        ("G001", "witness-protection", "Ministry of Examples", DAY),
        ("G002", "general", "Ministry of Examples", DAY),
    ]
    assert office.take(path) == first
    assert desk.assessment.replies == first


def test_an_answer_joins_its_comment(office):
    office.take(office.fill(office.export(), "witness-protection", text="The unit was set up in 2021."))
    path = office.export(with_answers=True)
    answer = {"answer": "Not in the plan.", "answered_by": "lead", "answered_on": DAY, "outcome": "unchanged"}
    path = office.fill(path, "witness-protection", **answer)
    (reply,) = office.take(path)
    assert (reply.reply_id, reply.text, reply.outcome) == ("G001", "The unit was set up in 2021.", "unchanged")


ANSWER = {"answer": "Seen.", "answered_by": "lead", "answered_on": "2026-02-03", "outcome": "changed"}


def test_a_change_finds_its_record(office, desk, hand):
    came = {"text": "The unit was set up in 2021.", "received": "2026-01-01"}
    office.take(office.fill(office.export(), "witness-protection", **came))
    path = office.fill(office.export(with_answers=True), "witness-protection", **ANSWER)
    with pytest.raises(
        InvalidInputError,
        match=r"Replies!Q\d+: changed. Give a change of the rating of witness-protection on record since "
        r"2026-01-01. Change the rating first, by a score sheet. A first rating is no change.",
    ):
        office.take(path)
    desk.bring(hand(desk.export("a")).rate("witness-protection", level=2, change="reply G001").save())
    (reply,) = office.take(path)
    assert reply.log_record == "L0002"
    with pytest.raises(
        InvalidInputError,
        match=r"changed, with record 'L0001'. Give a change of the rating .* since 2026-01-01: L0002 \(a, 1 to 2\)",
    ):
        office.take(office.fill(path, "witness-protection", log_record="L0001"))
    (again,) = office.take(office.fill(path, "witness-protection", log_record="L0002"))
    assert again == reply


def test_of_several_changes_the_newest_of_the_agreed_rating_is_the_record(office, desk, hand):
    """The day of a comment is known, not its hour: a change of the morning is no answer to what came at noon."""
    reply = Reply("G001", criterion_id="work", by="Ministry", received="2026-01-01", text="x", outcome="changed")
    log = (
        logged("L1", "2026-01-01", "panel", "1", "2"),
        logged("L2", "2026-01-01", "panel", "2", "contrary"),
        logged("L3", "2026-01-02", "a", "2", "contrary"),
    )
    assert _with_record(reply, log, None, None).log_record == "L2"
    assert _with_record(reply, log[2:], None, None).log_record == "L3"


def logged(record, when, coder, old, new, criterion="work"):
    return LogRecord(record, f"{when}T12:00:00Z", coder, criterion, old, new, "a reason")


@pytest.mark.parametrize(
    ("received", "found"),
    [
        ("2026-03-04", ["L7", "L4", "L5"]),
        ("2026-03-06", ["L7", "L5"]),
        ("2026-03", ["L7", "L4", "L5"]),
        ("2026-03-09", []),
    ],
)
def test_a_change_comes_after_the_reply_and_a_first_rating_is_none(received, found):
    log = [
        logged("L1", "2026-03-01", "a", "1", "2"),
        logged("L2", "2026-03-05", "a", "", "1"),
        logged("L3", "2026-03-05", "b", "not-assessed", "1"),
        logged("L4", "2026-03-05", "b", "1", "2"),
        logged("L5", "2026-03-06", "a", "1", "2"),
        logged("L6", "2026-03-06", "a", "2", "2"),
        logged("L7", "2026-03-07", "panel", "1", "2"),
        logged("L8", "2026-03-07", "a", "1", "2", "schools"),
        logged("L9", "2026-03-07", "panel", "2", ""),
    ]
    kept = log if received != "2026-03" else log[1:]
    reply = Reply("G001", "work", "Ministry", received, "en", "Seen.")
    assert [record.record for record in changes_after(reply, kept)] == found


def test_a_comment_that_came_in_is_not_worded_anew(office):
    office.take(office.fill(office.export(), "witness-protection", text="One."))
    path = office.fill(office.export(), "witness-protection", text="Another.")
    with pytest.raises(InvalidInputError, match="another text of reply G001"):
        office.take(path)
    both = office.take(office.fill(office.export(), "witness-protection", at=1, text="A second comment."))
    assert [r.reply_id for r in both] == ["G001", "G002"]


def test_what_is_missing_is_told_at_its_cell(office):
    path = office.fill(
        office.export(with_answers=True), "witness-protection", text="One.", outcome="noted", reply_id="G9"
    )
    with pytest.raises(InvalidInputError) as caught:
        office.take(path)
    assert "reply 'G9'" in str(caught.value)
    lacking = {p.found: p.cell.rstrip("0123456789") for p in caught.value.problems if " without " in p.found}
    assert lacking == {
        "noted without an answer": "Replies!M",
        "noted without who answered": "Replies!N",
        "noted without when it was answered": "Replies!O",
    }
    path = office.fill(office.export(), "witness-protection", text="One.")
    with pytest.raises(InvalidInputError, match=r"no office\. Give who replies"):
        office.take(path, by="")


def test_an_answer_beside_no_comment_is_a_fault_at_its_cell(office):
    path = office.fill(office.export(with_answers=True), "witness-protection", answer="We looked again.")
    with pytest.raises(InvalidInputError) as caught:
        office.take(path)
    (fault,) = caught.value.problems
    assert (fault.found, fault.cell[:8]) == ("an answer without a comment", "Replies!")
    assert fault.suggestion == "Write it into the row of the comment that it answers."

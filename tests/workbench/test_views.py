"""What the screens show: states of questions, what is worth reading, what a frame moves."""

from __future__ import annotations

from evaluator.extensions.workbench import views
from evaluator.extensions.workbench.views import QuestionRow
from evaluator.model.assessment import Rating


def row(name, state):
    return QuestionRow(name, name, "n", state, "", "", is_gate=False, clash=False)


def test_the_next_open_question_is_the_one_after_and_round_again():
    rows = [row("a", "open"), row("b", "complete"), row("c", "incomplete"), row("d", "book")]
    assert [views.next_open(rows, name) for name in ("a", "b", "c", "d", "")] == ["c", "c", "a", "a", "a"]
    assert views.next_open([row("a", "complete"), row("b", "open")], "b") == ""


def test_progress_counts_what_is_answered_in_full_and_what_is_begun():
    rows = [row(name, name) for name in ("open", "incomplete", "complete", "book")]
    assert views.progress(rows) == views.CoderProgress(total=4, done=2, begun=1)


def test_a_question_is_open_in_hand_or_in_the_book(place):
    place.rate("aa", "q3", "2")
    place.rate("aa", "q2", "4", confidence="")
    rows = {r.id: r for r in views.questions(place.unit, place.work("aa"))}
    assert [rows[name].state for name in ("q1", "q2", "q3")] == ["book", "incomplete", "complete"]
    assert [rows[name].answer for name in ("q1", "q2", "q3")] == ["3", "4", "2"]
    assert rows["q2"].lacks == "confidence is missing"
    assert [rows[name].is_gate for name in ("q1", "q2")] == [True, False]


def test_gates_are_worth_reading_first_then_what_weighs_most(place):
    unit, work = place.unit, place.work("b")
    rows = views.questions(unit, work)
    found = views.worth_reading(rows[::-1], unit.cards(work)[0])
    assert [(one.id, one.is_gate) for one in found] == [("q1", True), ("q3", False), ("q2", False)]
    assert [round(one.share, 3) for one in found] == [0.333, 0.333, 0.333]
    assert len(views.worth_reading(rows, unit.cards(work)[0], many=2)) == 2


def test_a_frame_moves_where_what_is_printed_of_it_moves(place):
    place.rate("b", "q1", "3")
    unit, work = place.unit, place.work("b")
    before = unit.cards(work)
    same, other = (unit.cards(work, Rating("q1", 1, "rated", n, "high", ("plan",), "r")) for n in (3, 4))
    assert [frame.moves for frame in views.frames(before, same)] == [False]
    (frame,) = views.frames(before, other)
    assert (frame.moves, frame.title) == (True, "Own")


def test_a_question_shows_the_answer_in_hand_before_the_book_s(place):
    place.rate("aa", "q1", "1", change="read again")
    unit, work = place.unit, place.work("aa")
    shown = views.question(unit, work, unit.rubric.by_id["q1"])
    assert (shown.rating.level, shown.draft.change, shown.wants_change) == (1, "read again", True)
    assert [level.number for level in shown.levels] == [0, 1, 2, 3, 4]
    assert ("silent", "s") in shown.statuses
    assert "rated" not in dict(shown.statuses)
    assert [p.evidence_id for p in shown.passages] == ["plan"]
    assert [p.evidence_id for p in shown.others] == ["law", "practice"]
    bare = views.question(unit, work, unit.rubric.by_id["q3"])
    assert (bare.rating.status, bare.wants_change) == ("not-assessed", False)


def test_a_panel_without_final_ratings_is_empty(place):
    path = place.own / "countries/XXA/plans/XXA-2020-2023/assessments/tiny/aa.yaml"
    path.write_text(path.read_text().replace("state: final", "state: draft"))
    found = views.panel(place.unit, "2026-01-01")
    assert (found.coders, found.agreement, found.disputes) == ((), None, ())


def test_one_coder_has_no_figures_of_agreement(place):
    found = views.panel(place.unit, "2026-01-01")
    assert (found.coders, found.agreement, found.disputes) == (("aa",), None, ())

"""The book as the desk sees it: read anew when a file changes, scored with what is in hand."""

from __future__ import annotations

import hashlib
import threading

import pytest

from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.extensions.workbench import shelf as shelf_module
from evaluator.extensions.workbench.fold import Work
from evaluator.extensions.workbench.shelf import Shelf, final, screen_language, screen_templates, unit_name
from evaluator.model.assessment import Rating
from evaluator.model.country import Source
from evaluator.model.sentence import say
from evaluator.pipeline import evaluate, evaluate_all, glances
from evaluator.scoring.scores import Ready
from evaluator.scoring.weights import weighting_by_criterion
from evaluator.store.change import PREPARED
from evaluator.store.lock import held, state_folder

PLAN, RUBRIC = "XXA-2020-2023", "tiny"
REST = {
    "author_body": "", "date": "", "lang": (), "script": "", "url": "", "archive_url": "", "accessed": "",
    "licence": "", "note": "",
}  # fmt: skip


def test_a_unit_is_read_once_and_anew_when_a_file_of_it_changed(own):
    shelf = Shelf(own)
    unit = shelf.unit(PLAN, RUBRIC)
    assert (unit.name, unit.address) == (unit_name(PLAN, RUBRIC), f"/units/{PLAN}/{RUBRIC}")
    assert shelf.unit(PLAN, RUBRIC) is unit
    path = own / f"countries/XXA/plans/{PLAN}/assessments/{RUBRIC}/aa.csv"
    path.write_text(path.read_text().replace("q1,1,rated,3", "q1,1,rated,4"))
    now = shelf.unit(PLAN, RUBRIC)
    assert (unit.row("aa", "q1").level, now.row("aa", "q1").level) == (3, 4)


def test_who_waits_for_a_write_does_not_hold_up_who_writes(own):
    """The one has the folder, while the other has seen that a file changed and waits for the folder."""
    shelf, waiting = Shelf(own), threading.Event()
    with held(own):
        (state_folder(own) / PREPARED).mkdir()
        (own / "countries/XXA/note.txt").write_text("new")
        reader = threading.Thread(target=lambda: (waiting.set(), shelf.library))
        reader.start()
        assert waiting.wait(5)
        reader.join(0.3)
        assert reader.is_alive()
        is_free = shelf._lock.acquire(timeout=2)
        if is_free:
            shelf._lock.release()
    reader.join(10)
    assert is_free
    assert not reader.is_alive()


def test_what_is_not_there_is_named(own):
    shelf = Shelf(own)
    for plan, rubric in ((PLAN, "nothing"), ("XXA-1999", RUBRIC), ("XZZ-2020", RUBRIC), (PLAN, "public-record")):
        with pytest.raises(UnknownNameError):
            shelf.unit(plan, rubric)


def test_the_shelf_holds_the_folder_s_own_plans_and_rubrics(own):
    shelf = Shelf(own)
    assert shelf.plans() == [PLAN]
    assert shelf.rubrics() == ["four-paradigms", "tiny", "first-look", "law-and-practice"]


def test_the_score_of_what_is_in_hand_is_that_of_the_same_ratings_in_the_book(place):
    place.rate("b", "q1", "3")
    place.rate("b", "q2", "1")
    unit, work = place.unit, place.work("b")
    mine = unit.cards(work)[0]
    book = evaluate(unit.assessment, unit.rubric, assessor="aa")
    assert (mine.score, mine.bounds, mine.coverage) == (book.score, book.bounds, book.coverage)
    other = unit.cards(work, Rating("q2", 1, "rated", 4, "high", ("plan",), "r"))[0]
    assert other.score > mine.score
    assert unit.cards(work)[0].score == mine.score


def test_every_frame_says_at_a_glance_what_its_whole_scorecard_says(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.lay_out_demo()
    unit = shelf.unit("XAR-2022-2025", "four-paradigms")
    answer = Rating("non-punishment", 1, "contrary", None, "low", ("XAR-E1",), "r")
    for coder in (*(c.header.coder for c in unit.assessment.codings), "new"):
        for other in (None, answer):
            now = unit.with_work(Work(coder), other)
            seen, whole = unit.cards(Work(coder), other), evaluate_all([now], unit.rubric, unit.frames, assessor=coder)
            assert len(seen) == len(whole) == len(unit.rubric.weightings)
            for glance, card in zip(seen, whole, strict=True):
                for name in ("weighting", "score", "coverage", "bounds", "judgement_interval", "grade", "cause"):
                    assert getattr(glance, name) == getattr(card, name), (coder, card.weighting.id, name)
                assert glance.shares == {one.outcome.criterion_id: one.applicable for one in card.criteria}


def test_a_frame_in_which_nothing_has_weight_says_so_at_a_glance(place):
    unit = place.unit
    nothing = weighting_by_criterion(unit.rubric, {})
    (glance,) = glances(unit.assessment, unit.rubric, Ready.of(unit.rubric, (nothing,)), (nothing,), "aa", {})
    card = evaluate(unit.assessment, unit.rubric, nothing, assessor="aa")
    assert (glance.cause, glance.score, glance.bounds) == (card.cause, None, card.bounds) == ("no-weight", None, (0, 1))


def test_the_invented_country_is_laid_out_once_with_its_documents(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.lay_out_demo()
    unit = shelf.unit("XAR-2022-2025", "four-paradigms")
    plan = next(s for s in unit.assessment.sources if s.source_id == "XAR-S1")
    assert shelf.document(unit, plan).name == "XAR-2022-2025.pdf"
    with pytest.raises(EvaluatorError, match="XAR is in your folder already"):
        shelf.lay_out_demo()


def test_a_document_is_found_by_fingerprint_by_source_and_by_plan_and_no_link_is_followed(own):
    folder = own / "documents"
    folder.mkdir()
    (folder / "S9.txt").write_text("of the source")
    (folder / f"{PLAN}.txt").write_text("of the plan")
    (folder / "S8.txt").symlink_to(own / "countries/XXA/country.yaml")
    (folder / "S7.exe").write_text("no text")
    shelf = Shelf(own)
    unit = shelf.unit(PLAN, RUBRIC)
    plan = unit.assessment.sources[0]
    assert shelf.document(unit, plan).name == f"{PLAN}.txt"

    def asked(name, sha=""):
        return shelf.document(unit, Source(source_id=name, title="t", kind="law", sha256=sha, **REST))

    assert asked("S9").name == "S9.txt"
    assert asked("S8") is None
    assert asked("S7") is None
    assert asked("S1x") is None
    assert asked("S0", hashlib.sha256(b"of the source").hexdigest()).name == "S9.txt"
    assert asked("S9", hashlib.sha256(b"other bytes").hexdigest()) is None


def test_a_final_header_says_when_it_was_finished(place):
    header = place.unit.coding("b").header
    assert (final(header, on="2026-01-02").state, final(header, on="2026-01-02").finished) == ("final", "2026-01-02")
    done = header.model_copy(update={"finished": "2025-05"})
    assert final(done, on="2026-01-02").finished == "2025-05"


def test_scores_are_kept_until_the_work_or_the_book_is_another(place):
    shelf = place.shelf
    first = shelf.cards(place.unit, place.work("b"))
    assert shelf.cards(place.unit, place.work("b")) is first
    assert shelf.cards(place.unit, place.work("c")) is not first
    place.rate("b", "q1", "4")
    second = shelf.cards(place.unit, place.work("b"))
    assert second[0].score != first[0].score
    assert second[0].score == place.unit.cards(place.work("b"))[0].score
    path = place.own / f"countries/XXA/plans/{PLAN}/assessments/tiny/aa.csv"
    path.write_text(path.read_text().replace("rated,1", "rated,2"))
    assert shelf.cards(place.unit, place.work("b")) is not second


def test_no_more_scores_are_kept_than_there_is_room_for(place, monkeypatch):
    monkeypatch.setattr(shelf_module, "MOST_CARDS", 1)
    for code in ("b", "c", "b"):
        assert place.shelf.cards(place.unit, place.work(code))[0].score is None


def test_a_text_of_the_workbench_is_said_in_both_letters_of_serbian_from_one_catalogue():
    text = say("There is nothing to undo.")
    assert [screen_language(lang).said(text) for lang in ("en", "sr-Cyrl", "sr-Latn")] == [
        "There is nothing to undo.",
        "Нема шта да се поништи.",
        "Nema šta da se poništi.",
    ]


def test_a_catalogue_is_read_once():
    assert screen_language("sr-Latn") is screen_language("sr-Latn")


def test_the_screens_are_the_shipped_ones(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "templates").mkdir()
    assert tmp_path / "templates" not in screen_templates().folders

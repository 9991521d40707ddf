"""A unit taken away as one file, answered without the server, and brought back: proved, joined, nothing of others."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict

import pytest

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.workbench.bundle import bring, give_back, lay_out, take
from evaluator.extensions.workbench.desk import open_desk
from evaluator.extensions.workbench.events import NewEvent, canonical_json
from evaluator.extensions.workbench.shelf import Shelf
from evaluator.extensions.workbench.submit import Handing, hand_in
from tests.workbench.conftest import PLAN, UNIT, Place

RATINGS = f"countries/XXA/plans/{PLAN}/assessments/tiny"


def entries(content):
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def zipped(files):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as pack:
        for name, text in files.items():
            pack.writestr(name, text)
    return whole.getvalue()


@pytest.fixture
def away(place, tmp_path):
    """Return the desk of a laptop on which coder b goes on; more are opened by calling it."""
    opened_ = []

    def go(coder="b"):
        (tmp_path / f"{len(opened_)}.zip").write_bytes(take(place.desk, place.shelf, place.unit, coder))
        folder = (tmp_path / f"laptop{len(opened_)}").resolve()
        one = open_desk(folder)
        desk = one.__enter__()
        opened_.append(one)
        lay_out(desk, tmp_path / f"{len(opened_) - 1}.zip", folder)
        return Place(folder, desk, Shelf(folder), None, None)

    yield go
    for one in opened_:
        one.__exit__(None, None, None)


def back(place, laptop, coder="b", keep=""):
    return bring(place.desk, place.shelf, place.unit, coder, give_back(laptop.desk), keep)


def levels(place, coder="b"):
    return {name: draft.rating.level for name, draft in place.work(coder).drafts.items()}


def test_what_is_answered_away_is_in_hand_again_where_it_was_taken(place, away):
    place.cite("b", "b-E1")
    place.rate("b", "q1", "1", evidence_ids="b-E1")
    laptop = away()
    assert levels(laptop) == {"q1": 1}
    assert laptop.work("b").passages == place.work("b").passages
    laptop.cite("b", "b-E2", note="read on the train")
    laptop.rate("b", "q2", "3", evidence_ids="b-E2")
    joined = back(place, laptop)
    assert (joined.answers, joined.passages, joined.differ) == (("q2",), ("b-E2",), ())
    assert levels(place) == {"q1": 1, "q2": 3}
    hand_in(place.desk, place.shelf, place.unit, "b", Handing(("b",), is_final=False))
    assert "q2,1,rated,3,high,b-E2,as stated" in place.ratings("b")


def test_nothing_of_another_coder_is_taken_neither_from_the_desk_nor_from_the_book(place):
    place.rate("c", "q1", "4", reason="zzsecret")
    hand_in(place.desk, place.shelf, place.unit, "c", Handing(("c",), is_final=False))
    place.rate("c", "q2", "4", reason="zzsecret")
    place.rate("b", "q1", "2")
    found = entries(take(place.desk, place.shelf, place.unit, "b"))
    assert b"zzsecret" not in b"".join(found.values())
    assert not [name for name in found if name.endswith(("/c.csv", "/c.yaml", "/aa.csv", "/log.csv", "/agreed.csv"))]
    assert b"zzsecret" in b"".join(entries(take(place.desk, place.shelf, place.unit, "c")).values())


def test_answers_that_only_one_side_changed_are_joined(place, away):
    for name in ("q1", "q2", "q3"):
        place.rate("b", name, "1")
    laptop = away()
    laptop.rate("b", "q1", "3")
    place.rate("b", "q2", "4")
    laptop.desk.add(NewEvent("b", "drop", {}, UNIT, "q3"))
    assert set(back(place, laptop).answers) == {"q1", "q3"}
    assert levels(place) == {"q1": 3, "q2": 4}


def test_where_proposals_are_shown_first_what_was_answered_elsewhere_carries_them(place, away):
    place.rate("b", "q1", "1")
    place.rate("b", "q2", "1")
    laptop = away()
    laptop.rate("b", "q2", "3")
    laptop.rate("b", "q3", "2")
    first = dict.fromkeys(("q1", "q2", "q3"), "m1:2")
    bring(place.desk, place.shelf, place.unit, "b", give_back(laptop.desk), "", first)
    marks = {name: draft.rating.proposal for name, draft in place.work("b").drafts.items()}
    assert marks == {"q1": "", "q2": "m1:2", "q3": "m1:2"}


@pytest.mark.parametrize(("keep", "level"), [("here", 4), ("file", 3)])
def test_an_answer_that_both_changed_is_told_and_decided_by_a_person(place, away, keep, level):
    place.rate("b", "q1", "1")
    laptop = away()
    laptop.rate("b", "q1", "3")
    laptop.rate("b", "q2", "2")
    place.rate("b", "q1", "4")
    before = place.kinds()
    joined = back(place, laptop)
    (differ,) = joined.differ
    assert (differ.criterion, differ.began.rating.level, differ.here.rating.level, differ.file.rating.level) == (
        "q1", 1, 4, 3,
    )  # fmt: skip
    assert (joined.answers, place.kinds()) == ((), before)
    back(place, laptop, keep=keep)
    assert levels(place) == {"q1": level, "q2": 2}


def test_a_row_that_the_book_changed_meanwhile_clashes_when_it_is_handed_in(place, away):
    place.rate("b", "q1", "1")
    hand_in(place.desk, place.shelf, place.unit, "b", Handing(("b",), is_final=False))
    laptop = away()
    laptop.rate("b", "q1", "3", change="read again")
    path = place.own / RATINGS / "b.csv"
    path.write_text(path.read_text().replace("q1,1,rated,1", "q1,1,rated,4"))
    assert back(place, laptop).answers == ("q1",)
    with pytest.raises(InvalidInputError, match="changed here, and in the files too"):
        hand_in(place.desk, place.shelf, place.unit, "b", Handing(("b",), is_final=False))


def test_a_file_says_nothing_of_what_an_answer_began_from(place, away):
    laptop = away()
    laptop.rate("b", "q1", "3")
    place.rate("b", "q1", "2")
    hand_in(place.desk, place.shelf, place.unit, "b", Handing(("b",), is_final=False))
    content = entries(give_back(laptop.desk))
    events = [json.loads(line) for line in content["events.jsonl"].splitlines()]
    assert events[-1]["payload"]["began"] is None
    back(place, laptop)
    assert place.work("b").drafts["q1"].began is None  # not the row that stands there now


def test_passages_of_the_same_name_are_both_kept_and_answers_follow_theirs(place, away):
    laptop = away()
    laptop.cite("b", "b-E1", note="away")
    laptop.rate("b", "q1", "3", evidence_ids="b-E1;plan")
    place.cite("b", "b-E1", note="here")
    assert back(place, laptop).passages == ("b-E2",)
    assert [(p.evidence_id, p.note) for p in place.work("b").passages] == [("b-E1", "here"), ("b-E2", "away")]
    assert place.work("b").drafts["q1"].rating.evidence_ids == ("b-E2", "plan")


def test_work_that_was_taken_away_is_not_handed_in_there_nor_taken_away_from_there(place, away):
    laptop = away()
    laptop.rate("b", "q1", "3")
    with pytest.raises(EvaluatorError, match="taken from another desk"):
        hand_in(laptop.desk, laptop.shelf, laptop.unit, "b", Handing(("b",), is_final=False))
    with pytest.raises(EvaluatorError, match="taken from another desk"):
        take(laptop.desk, laptop.shelf, laptop.unit, "b")
    with pytest.raises(EvaluatorError, match="Nothing here was taken"):
        give_back(place.desk)
    assert laptop.kinds() == ["guest", "rating"]


def refused(place, content, match, coder="b"):
    before = place.desk.events()
    with pytest.raises(InvalidInputError, match=match):
        bring(place.desk, place.shelf, place.unit, coder, content)
    assert place.desk.events() == before


def test_a_file_of_somebody_else_an_old_one_and_one_brought_before_are_refused(place, away):
    laptop = away()
    refused(place, give_back(laptop.desk), "work of somebody else", coder="c")
    away()
    refused(place, give_back(laptop.desk), "an older copy, taken at .*the unit was taken again at")
    newest = away()
    back(place, newest)
    refused(place, give_back(newest.desk), "brought back already")


def test_a_file_that_was_taken_from_another_desk_is_refused(place, away, tmp_path):
    laptop = away()
    with open_desk(tmp_path / "other") as desk:
        other = Place(place.own, desk, place.shelf, None, None)
        refused(other, give_back(laptop.desk), "not taken from this desk")


def test_a_changed_file_is_refused_whatever_of_it_was_changed(place, away):
    laptop = away()
    laptop.rate("b", "q1", "3")
    good = entries(give_back(laptop.desk))
    lines = good["events.jsonl"].splitlines()
    changed = good["events.jsonl"].replace(b'"level":3', b'"level":4')
    for text, match in (
        (changed, "changed or taken out"),
        (b"\n".join(lines[:-1]), "changed or taken out"),
        (b"\n".join(lines[1:]), "changed or taken out"),
        (b"", "changed or taken out"),
        (b"[1]", "line 1 of events.jsonl, which is no event"),
        (b"\xff{", "line 1"),
    ):
        refused(place, zipped({**good, "events.jsonl": text}), match)
    refused(place, b"no ZIP", "cannot be unpacked")
    refused(place, zipped({"manifest.json": b"[]"}), "no manifest.json of this kind")
    newer = {**json.loads(good["manifest.json"]), "form_version": 2}
    refused(place, zipped({**good, "manifest.json": json.dumps(newer)}), "another version of the toolkit")


def forged(laptop, *told):
    """Return what a laptop's desk gives back once events were added that no screen makes."""
    laptop.desk.add(*told)
    return give_back(laptop.desk)


@pytest.mark.parametrize(
    ("told", "match"),
    [
        (NewEvent("c", "rating", {}, UNIT, "q1"), "work of somebody else"),
        (NewEvent("b", "rating", {}, UNIT, "q1"), "none of a coder's work"),
        (NewEvent("b", "passage", {"passage": 3, "anchors": []}, UNIT), "none of a coder's work"),
        (NewEvent("b", "undo", {}, UNIT), "none of a coder's work"),
    ],
)
def test_a_chain_that_was_made_by_hand_is_held_to_what_a_coder_does(place, away, told, match):
    refused(place, forged(away(), told), match)


def test_answers_and_passages_are_held_to_the_unit_and_all_faults_are_told(place, away):
    laptop = away()
    laptop.rate("b", "q1", "3", evidence_ids="nowhere")
    laptop.rate("b", "q2", "9")
    laptop.cite("b", "b-E1", source_id="S9")
    event = laptop.rate("b", "q3", "1")
    payload = {**event.payload, "rating": {**event.payload["rating"], "criterion_version": 7}}
    laptop.desk.add(NewEvent("b", "rating", payload, UNIT, "q3"))
    laptop.desk.add(NewEvent("b", "rating", event.payload, UNIT, "q9"))
    before = place.desk.events()
    with pytest.raises(InvalidInputError) as caught:
        back(place, laptop)
    keys = {problem.key for problem in caught.value.problems}
    assert keys == {"q1/evidence_ids", "q2/level", "b-E1/source_id", "q3", "q9"}
    assert place.desk.events() == before


def place_of(words, text, evidence="b-E1"):
    from evaluator.anchors import Selection, anchor_of

    return asdict(anchor_of(text, "text", Selection(words), name="S1", evidence_id=evidence))


TEXT = b"Article 1. Nobody pays a fee for work. Article 2. All is well."


@pytest.mark.parametrize(
    ("forge", "match"),
    [
        ({}, ""),
        ({"source_sha256": "0" * 64}, "a place in another file of the source"),
        ({"text_sha256": "0" * 64}, "hold other words|not found"),
        ({"characters": 0}, "characters|at least 1|0"),
    ],
)
def test_the_place_of_a_passage_is_sought_again_in_the_source(place, away, forge, match):
    (place.own / "documents").mkdir()
    (place.own / "documents/S1.txt").write_bytes(TEXT)
    laptop = away()
    assert (laptop.own / "documents/S1.txt").read_bytes() == TEXT
    event = laptop.cite("b", "b-E1")
    anchor = {**place_of("a fee for work", TEXT), **forge}
    laptop.desk.add(NewEvent("b", "passage", {**event.payload, "anchors": [anchor]}, UNIT))
    if match:
        refused(place, give_back(laptop.desk), match)
        return
    back(place, laptop)
    assert [asdict(a) for a in place.work("b").anchors] == [anchor]


def test_a_source_that_changed_since_it_was_taken_is_cited_as_it_was(place, away):
    (place.own / "documents").mkdir()
    (place.own / "documents/S1.txt").write_bytes(TEXT)
    laptop = away()
    event = laptop.cite("b", "b-E1")
    anchor = place_of("a fee for work", TEXT)
    laptop.desk.add(NewEvent("b", "passage", {**event.payload, "anchors": [anchor]}, UNIT))
    (place.own / "documents/S1.txt").write_bytes(b"Quite another text.")
    assert back(place, laptop).passages == ("b-E1",)


def test_what_a_coder_says_of_the_reading_comes_back_and_is_decided_where_it_was_changed_here(place, away):
    said = {
        "capacity": "assessor",
        "text_read": {"measures": "whole", "text": "whole"},
        "interests": "",
        "lang": "en",
        "notes": "",
    }
    laptop = away()
    laptop.desk.add(NewEvent("b", "header", {**said, "notes": "away"}, UNIT))
    back(place, laptop)
    assert place.work("b").header["notes"] == "away"
    laptop = away()
    laptop.desk.add(NewEvent("b", "header", {**said, "notes": "away again"}, UNIT))
    place.desk.add(NewEvent("b", "header", {**said, "notes": "here"}, UNIT))
    kinds, open_ = place.kinds(), back(place, laptop)
    assert (open_.is_open, open_.header, open_.differ, place.kinds()) == (True, True, (), kinds)
    assert back(place, laptop, keep="here").header is False
    assert place.work("b").header["notes"] == "here"


def test_from_what_a_header_began_is_known_here_and_not_taken_from_the_file(place, away):
    """The file's own word would hide that the book was changed meanwhile."""
    laptop = away()
    said = {
        "text_read": {"measures": "whole", "text": "whole"},
        "notes": "away",
        "began": {"text_read": {"measures": "whole", "text": "whole"}, "notes": "x"},
    }
    laptop.desk.add(NewEvent("b", "header", said, UNIT))
    back(place, laptop)
    assert place.work("b").header["began"]["notes"] == ""


def test_a_unit_is_laid_out_only_whole_and_in_a_folder_of_its_own(place, tmp_path):
    good = entries(take(place.desk, place.shelf, place.unit, "b"))
    name = f"countries/XXA/plans/{PLAN}/plan.yaml"
    manifest = json.loads(good["manifest.json"])
    file, own = tmp_path / "unit.zip", tmp_path / "new"

    def refuse(files, match, error=InvalidInputError):
        file.write_bytes(zipped(files))
        with open_desk(own) as desk:
            with pytest.raises(error, match=match):
                lay_out(desk, file, own)
            assert not desk.events()
        assert not (own / name).exists() or (own / name).read_text() == "mine"

    def stating(**more):
        return {**good, "manifest.json": json.dumps(manifest | more).encode()}

    refuse({**good, name: b"id: other"}, "a file that was changed")
    refuse({key: text for key, text in good.items() if key != name}, "a file that was changed")
    refuse(stating(away=manifest["away"] | {"actor": "c"}), "a file that was changed")
    refuse(stating(away=None), "a file that was changed")
    refuse(stating(work=[{}]), "a file that was changed")
    from evaluator.store.change import sha256_of

    for path, error in (("templates/x.html", InvalidInputError), ("countries/../../x", EvaluatorError)):
        refuse(
            {**stating(files=manifest["files"] | {path: sha256_of(b"x")}), path: b"x"}, "changed|lies outside", error
        )
    (own / name).parent.mkdir(parents=True)
    (own / name).write_text("mine")
    refuse(good, "holds other files already", EvaluatorError)
    (own / name).unlink()
    file.write_bytes(zipped(good))
    with open_desk(own) as desk:
        assert lay_out(desk, file, own).actor == "b"
        with pytest.raises(EvaluatorError, match="has a desk in use"):
            lay_out(desk, file, own)


def test_lines_of_a_file_are_the_events_of_the_laptop(place, away):
    laptop = away()
    lines = entries(give_back(laptop.desk))["events.jsonl"].decode().splitlines()
    assert lines == [canonical_json(asdict(event)) for event in laptop.desk.events()]

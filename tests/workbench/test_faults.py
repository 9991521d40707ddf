"""What a browser is told of a fault: in the language of the page, without keys of fields, names of files or paths."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.extensions.workbench import faults
from evaluator.extensions.workbench.faults import fault_words, on_screen, placed_words, words_without_file
from evaluator.extensions.workbench.screens import handing
from evaluator.model.assessment import CodingFile, Rating
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Evidence, TextRead
from evaluator.model.sentence import Spoken, say
from evaluator.read.checks.assessment import rating_problems
from tests.workbench.conftest import HOME, PLAN, Browser
from tests.workbench.test_screens_panel import released

OWN = Path("/srv/book")
RAW = re.compile(
    r"evidence_ids|text_read|quote_lang|source_id|text_of|missing_for_next|not-(applicable|assessed)|no-occasion"
    r"|at-least|Value error|\.(csv|yaml)\b|`(rated|silent|contrary)`"
)


def shown(answer):
    return re.sub(r"\s+", " ", re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.text, flags=re.DOTALL))


class Loud:
    """A language in which each text of the program stands in signs of its own, and nothing else does."""

    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, one, many, number):
        return f"«{one if number == 1 else many}»"

    def foreign(self, text):
        return str(text)

    def band(self, text):
        return text

    def figure(self, figure):
        return str(figure)


def spoken_whole(text: Spoken) -> bool:
    """Return whether no word of a text stands outside of what the program says, but values that were given."""
    left = text.said(Loud())
    while (less := re.sub(r"«[^«»]*»", "", left)) != left:
        left = less
    return not re.search(r"[a-z]{3}", left.replace("xyz", ""))


@pytest.fixture
def judged(place):
    """Return a function that gives what the rules say of a rating of the library of the tests."""
    unit = place.unit

    def judge(status, level=None, *, read="whole", about="plan", **cells):
        base = next(one for one in unit.rubric.criteria if one.id == "q1")
        criterion: Criterion = base.model_copy(update={"object": about})
        rubric = unit.rubric.model_copy(update={"criteria": (criterion, *unit.rubric.criteria[1:])})
        rubric.__dict__.pop("by_id", None)
        header: CodingFile = unit.assessment.codings[0].header.model_copy(
            update={"text_read": TextRead(measures=read, text=read, pages="1" if read == "part" else "")}
        )
        evidence = (*unit.assessment.evidence, Evidence("L9", "S1", "p. 9", object="law", note="n"))
        rating = Rating("q1", 1, status, level, **cells)
        return rating_problems(rating, rubric, header, replace(unit.assessment, evidence=evidence))

    return judge


@pytest.mark.parametrize(
    "given",
    [
        {"status": "rated", "level": 0, "confidence": "high", "evidence_ids": ("plan",), "reason": "r"},
        {"status": "rated", "level": 9, "evidence_ids": ("plan",)},
        {"status": "rated", "level": 2, "confidence": "high", "evidence_ids": ("L9",), "reason": "r"},
        {"status": "at-least", "level": 4, "searched": "s"},
        {"status": "silent", "read": "part"},
        {"status": "silent", "about": "law"},
        {"status": "silent", "level": 2},
        {"status": "no-occasion"},
        {"status": "not-applicable"},
        {"status": "not-assessed", "level": 2},
        {"status": "rated", "level": 2, "about": "law", "version": "v", "extent": "whole"},
    ],
    ids=lambda given: "-".join(str(value) for value in given.values())[:40],
)
def test_each_rule_of_handing_in_speaks_the_language_of_the_page_and_names_things_as_the_page_does(judged, given):
    given = dict(given)
    level = given.pop("level", None)
    found = judged(given.pop("status"), level, **given)
    assert found
    for problem in found:
        said = fault_words(problem)
        assert spoken_whole(said), said.said(Loud())
        assert not RAW.search(said), said


def test_values_and_files_have_the_names_of_the_page_in_every_language():
    said = on_screen(say("%(status)s without evidence; see evidence.csv, `silent` and silently", status="at-least"))
    assert said == "“at least” without evidence; see the list of passages, “silent” and silently"
    assert said.said(Loud()) == ("«“«at least»” without evidence; see «the list of passages», “«silent»” and silently»")


def test_a_fault_of_a_file_keeps_its_place_in_the_folder_and_a_fault_of_a_form_the_name_of_its_field():
    file = Problem("/srv/book/countries/XAR/facts.csv", "found 'x'", "a number", line=3, key="value")
    assert placed_words(file, OWN) == "countries/XAR/facts.csv:3: found 'x'. Give a number."
    form = Problem("the form", say("nothing"), say("an entry"), key="text_read.measures")
    assert placed_words(form, OWN) == "Measures that you read: nothing. Give an entry."
    assert placed_words(replace(form, key="strange_key"), OWN) == "nothing. Give an entry."
    long = Problem("the form", "x" * 10_000, "", key="reason")
    assert len(placed_words(long, OWN)) < 600


def test_all_that_an_error_says_is_one_text_without_paths():
    assert words_without_file(EvaluatorError("/opt/lib/a.pdf: an empty file"), OWN) == "a.pdf: an empty file"
    two = InvalidInputError([Problem("the form", "a", "b"), Problem("the form", "c", "")])
    assert words_without_file(two, OWN) == "a. Give b. c."


@pytest.mark.parametrize(
    ("who", "address", "fields"),
    [
        ("b", f"{HOME}/header", {"measures": "part", "text": "part", "started": "soon"}),
        ("b", f"{HOME}/header", {"measures": "much", "text": "part"}),
        ("b", f"{HOME}/hand-in", {"as": "final"}),
        ("lead", "/people", {"code": "Ana B", "role": "coder"}),
        ("lead", "/people", {"code": "ana", "role": "king"}),
        ("lead", "/people", {"code": "ana", "role": "official"}),
        ("lead", f"{HOME}/panel/round", {"coder-b": "yes", "coder-nobody": "yes"}),
        ("lead", f"{HOME}/reports", {"kind": "leaflet", "form": "docx"}),
        ("lead", f"{HOME}/reply/take", {}),
        ("office", f"{HOME}/reply/comment/q1", {"text": ""}),
    ],
)
def test_no_form_that_is_refused_shows_a_key_a_file_or_the_words_of_a_library(place, who, address, fields):
    place.rate("b", "q1", "0")
    place.rate("b", "q2", "2", evidence_ids="law")
    place.rate("b", "q3", "", status="silent", confidence="", evidence_ids="")
    answer = place.as_(who).submit(address, **fields)
    assert answer.status == 422
    assert not RAW.search(shown(answer)), shown(answer)
    assert str(place.own) not in answer.text


def test_what_handing_in_refuses_can_be_said_in_the_language_of_the_page(place, monkeypatch):
    """Of drafts that break rules each, with a header that says more than could be read."""
    home = place.own / f"countries/XXA/plans/{PLAN}"
    for path in (home / "plan.yaml", home / "assessments/tiny/aa.yaml"):
        path.write_text(path.read_text().replace("text: whole", "text: part\n  pages: 1-2"))
    place.rate("b", "q1", "0")
    place.rate("b", "q2", "2", evidence_ids="law", reason="as xyz-E4 says")
    place.rate("b", "q3", "", status="silent", confidence="", evidence_ids="", reason="")
    place.as_("b").submit(f"{HOME}/header", measures="whole", text="whole")
    told = []
    monkeypatch.setattr(
        handing, "review", lambda asked, found, status: told.extend(found) or asked.show("entered.html")
    )
    place.as_("b").submit(f"{HOME}/hand-in", **{"as": "final"})
    assert {one.title for one in told} >= {"", "Question q1", "Question q2", "Question q3"}
    assert all(one.address for one in told)
    for one in told:
        assert spoken_whole(one.text), one.text.said(Loud())


@pytest.mark.parametrize(
    "cells",
    [
        {"status": "nearly"},
        {"level": "9"},
        {"level": "two"},
        {"confidence": "sure"},
        {"since": "soon"},
        {"evidence_ids": "E99"},
        {"reason": "x" * 30_000},
        {"reason": {"a": 1}},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_no_answer_that_is_refused_does_either(place, cells):
    said = {"status": "rated", "level": "2", "draft": "", **cells}
    faults_told = place.as_("b").send(f"{HOME}/rate/q1", said).json["faults"]
    assert faults_told
    for fault in faults_told:
        assert not RAW.search(fault["text"]), fault
        assert len(fault["text"]) < 700


def test_no_page_shows_the_values_of_the_files_in_place_of_words(place):
    """Answers of each kind, in hand and in the book, in a dispute, before an office; people of each role."""
    released(place, "321", "301")
    place.rate("b", "q3", "", status="not-applicable", confidence="", evidence_ids="", change="seen anew")
    for code, addresses in {
        "b": (f"{HOME}/rate/q3", f"{HOME}/rate/q1", f"{HOME}/hand-in", f"{HOME}/reports", f"{HOME}/plan"),
        "lead": (f"{HOME}/panel", "/people", "/", f"{HOME}/reply"),
        "office": (f"{HOME}/reply",),
        "third": ("/?rubric=tiny",),
    }.items():
        for address in addresses:
            answer = place.as_(code).get(address)
            assert answer.status == 200, address
            found = re.search(r"third-reader|" + RAW.pattern, shown(answer))
            assert not found, (address, found)
    assert "does not apply" in shown(place.as_("b").get(f"{HOME}/hand-in"))
    assert "third reader" in shown(place.as_("lead").get("/people"))


def test_a_page_of_ours_that_fails_is_one_sentence():
    said = placed_words(Problem("import.html:33", "'dict object' has no attribute 'x'", "a value"), OWN)
    assert said == faults.BROKEN


def test_what_a_stranger_sees_of_a_workbench_that_fails_is_one_sentence(place, monkeypatch):
    def fails(*_):
        raise EvaluatorError(f"{place.own}/.evaluator/desk.sqlite3: no desk")

    monkeypatch.setattr(type(place.desk), "session", fails)
    answer = Browser(place.app).get("/")
    assert answer.status == 503
    assert str(place.own) not in answer.text
    assert faults.inside("a /x/y/z.csv b", OWN) == "a z.csv b"

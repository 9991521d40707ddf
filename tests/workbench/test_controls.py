"""Characters that control a terminal are refused as they are typed, in every field of every form."""

from __future__ import annotations

import pytest

from evaluator.tables.csv_text import CONTROL
from tests.workbench.conftest import HOME
from tests.workbench.test_app import POSTS, ROLE, addresses

TYPED = ("x\x1b[31mRED", "a\x00b")
PLACES = [address for path, _ in POSTS for address in addresses(path)[:1] if path not in ("/logout", "/password")]


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("address", PLACES)
def test_no_form_takes_a_character_that_controls(place, address, text):
    before, files = place.kinds(), place.files()
    for code in ROLE:
        answer = place.as_(code).send(address, {"text": "well", "deep": {"list": ["well", text]}})
        assert answer.status in (403, 404, 422), answer.text
        if answer.status == 422 and "faults" in answer.text:
            assert {fault["field"] for fault in answer.json["faults"]} == {"deep.list"}
        assert place.as_(code).submit(address, reason=text).status in (403, 404, 422)
    assert (place.kinds(), place.files()) == (before, files)


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("field", ["reason", "searched", "missing_for_next", "change"])
def test_an_answer_with_one_is_refused_when_it_is_sent_and_nothing_of_it_is_given_back(place, field, text):
    answer = {"status": "rated", "level": "2", "confidence": "high", "evidence_ids": "plan", "reason": "r", "draft": ""}
    refused = place.as_("b").send(f"{HOME}/rate/q1", {**answer, field: text})
    assert refused.status == 422
    assert refused.json["faults"][0]["field"] == field
    assert not CONTROL.search(refused.text)
    assert text not in place.as_("b").get(f"{HOME}/ratings.csv").text
    assert not CONTROL.search(place.as_("b").get(f"{HOME}/ratings.csv").text)


def test_a_note_with_one_is_refused(place):
    assert place.as_("b").send(f"{HOME}/rate/q1/note", {"text": TYPED[0]}).status == 422
    assert "note" not in place.kinds()

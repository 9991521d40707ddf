"""The vocabulary of frames: closed, hyphenated, each code with a meaning."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.framing import PARTS, TERMS, VOCABULARY, FramingFile
from evaluator.model.plan import PARADIGMS

PASSAGE = {"source_id": "S1", "locator": "p. 1"}


def test_every_code_is_a_hyphened_word_with_a_meaning_and_at_home_in_a_paradigm_or_none():
    assert tuple(VOCABULARY) == PARTS
    for codes in VOCABULARY.values():
        assert all(code == code.lower() and " " not in code for code in codes)
        assert all(known.meaning and known.paradigm in (*PARADIGMS, "") for known in codes.values())
    assert len(set(TERMS)) == len(TERMS)


def test_a_code_of_one_part_is_none_of_another():
    with pytest.raises(ValidationError, match="remedies"):
        FramingFile.model_validate(
            {"coder": "a", "state": "final", "remedies": [{"code": "organised-crime", "passages": [PASSAGE]}]}
        )


def test_a_code_rests_on_a_passage():
    with pytest.raises(ValidationError, match="at least one passage"):
        FramingFile.model_validate({"coder": "a", "state": "final", "actors": [{"code": "survivors", "passages": []}]})

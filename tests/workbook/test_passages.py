"""A passage in one line."""

from __future__ import annotations

import dataclasses

from evaluator.workbook.forms.passages import passage_text


def test_a_passage_has_its_source_by_title_its_place_its_note_and_its_words(desk):
    passage = next(e for e in desk.assessment.evidence if e.evidence_id == "E4")
    text = passage_text(dataclasses.replace(passage, quote="their words"), desk.assessment)
    assert text == f'An invented plan, {passage.locator}: {passage.note} "their words"'


def test_a_source_that_is_not_on_the_list_is_named_by_its_id(desk):
    passage = dataclasses.replace(desk.assessment.evidence[0], source_id="S9", quote="")
    assert passage_text(passage, desk.assessment).startswith(f"S9, {passage.locator}: ")

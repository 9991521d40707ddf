"""Words of the workbook in the rubric's language, English where it has none."""

from __future__ import annotations

from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.workbook.sheet.labels import Labels, words_in


def test_a_translation_is_used_and_a_gap_is_english():
    rubric = Rubric.model_construct(translations={"sq": {"sheet.status": "Gjendja", "choice.rated": "vlerësuar"}})
    say = Labels(rubric, "sq")
    assert [say("sheet.status"), say("sheet.level"), say("no.such.key")] == ["Gjendja", "Level", "no.such.key"]
    assert [say.choice("rated"), say.choice("silent")] == ["vlerësuar", ""]


def test_serbian_in_latin_letters_is_made_from_the_cyrillic():
    rubric = Rubric.model_construct(translations={"sr-Cyrl": {"sheet.status": "Стање"}})
    assert [Labels(rubric, "sr-Latn")("sheet.status"), Labels(rubric, "sq")("sheet.status")] == ["Stanje", "Status"]


def test_levels_questions_and_what_to_look_for_are_one_text_each(desk):
    say, criterion = Labels(desk.rubric), desk.rubric.by_id["witness-protection"]
    assert say.levels(criterion).split("\n")[0].startswith("0  ")
    assert say.question(criterion)
    assert say.needed(criterion).startswith(criterion.evidence_needed[:10])


def test_what_the_rubric_does_not_translate_is_taken_from_the_catalogue():
    words = words_in(Library.open().templates, "sr-Latn")
    say = Labels(Rubric.model_construct(translations={"sr-Cyrl": {"sheet.level": "Степен"}}), "sr-Latn", words)
    assert [say("sheet.level"), say("sheet.sources"), say.choice("rated")] == ["Stepen", "Izvori", "procenjeno"]
    assert say.heading("measures", "lead_ids") == "Nosilac"
    assert say.entry("plan", "drafted_by.2.source_id") == "Sastavio 2, izvor"
    assert say.entry("plan", "titles.+") == "Naslov na drugom jeziku"
    assert words_in(Library.open().templates, "zxx") is None


def test_a_sentence_that_would_repeat_its_heading_is_left_out():
    say = Labels(Rubric.model_construct(translations={}))
    assert [say.sentence("institutions", "name", "name"), say.sentence("sources", "title")] == ["", "As printed."]

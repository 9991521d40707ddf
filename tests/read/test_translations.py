"""Texts beside a rubric; their faults have their files in tests/bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.translations import coverage

RUBRICS = Path(__file__).resolve().parents[2] / "rubrics"


def test_a_key_that_translates_nothing_is_refused(broken, sound):
    folder = Layers((broken("lang-unknown-key") / "rubrics" / "small", sound / "rubrics" / "small"))
    with pytest.raises(InvalidInputError) as caught:
        read_rubric(folder)
    assert [problem.line for problem in caught.value.problems] == [6, 7]
    assert all("translates nothing" in problem.found for problem in caught.value.problems)


def test_texts_are_read(sound, tmp_path):
    rubric = french(sound, tmp_path, "rights.title: Droits\n")
    assert [rubric.title("rights", "fr"), rubric.title("rights", "de")] == ["Droits", rubric.title("rights")]


def test_a_translation_leaves_the_fingerprint_and_the_version_as_they_are(sound, tmp_path):
    plain = read_rubric(Layers((sound / "rubrics" / "small",)))
    translated = french(sound, tmp_path, "no-detention.question: Les témoins sont-ils protégés ?\n")
    assert (translated.sha256, translated.version) == (plain.sha256, plain.version)


def test_a_borrowed_criterion_brings_its_translation():
    whole, short = read_rubric(RUBRICS / "four-paradigms"), read_rubric(RUBRICS / "first-look")
    titles = [rubric.title("non-punishment", "sr-Latn") for rubric in (whole, short)]
    assert titles == ["Nekažnjavanje žrtava"] * 2
    assert not any(key.startswith("demand-measures") for key in short.translations["sr-Cyrl"])


def test_the_check_counts_titles_questions_and_levels_of_a_language(sound, tmp_path):
    rubric = french(sound, tmp_path, "no-detention.title: Témoins\nno-detention.levels.3: Une règle\n")
    (note,) = coverage(Layers((tmp_path,)), rubric)
    levels = sum(len(criterion.levels) for criterion in rubric.criteria)
    titles = len(rubric.criteria)
    counted = f"translated: 1 of {titles} titles, 0 of {titles} questions, 1 of {levels} levels"
    assert note.found == f"{counted}; the rest shows in English"
    assert note.severity == "note"


def test_the_check_counts_recommendations_and_needs_of_evidence_where_the_rubric_has_some():
    folder = RUBRICS / "four-paradigms"
    rubric = read_rubric(folder)
    asked, needed = (sum(bool(getattr(c, key)) for c in rubric.criteria) for key in ("recommend", "evidence_needed"))
    note = next(note for note in coverage(Layers((folder,)), rubric) if "sr-Cyrl" in note.path)
    assert f", {asked} of {asked} recommendations, " in note.found
    assert f", {needed} of {needed} needs of evidence, " in note.found


def french(sound, tmp_path, texts):
    (tmp_path / "lang").mkdir()
    (tmp_path / "lang" / "fr.yaml").write_text(texts, encoding="utf-8")
    return read_rubric(Layers((tmp_path, sound / "rubrics" / "small")))


def test_words_of_the_score_sheets_are_no_strangers(sound, tmp_path):
    (tmp_path / "lang").mkdir()
    (tmp_path / "lang" / "fr.yaml").write_text("sheet.start: Début\nchoice.silent: muet\nflag.reason: raison\n")
    notes = []
    read_rubric(Layers((tmp_path, sound / "rubrics" / "small")), notes=notes)
    assert [note for note in notes if "translates nothing" in note.found] == []

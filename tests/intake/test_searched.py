"""All that is here of a plan's text: rows, documents, and which documents cannot be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.searched import intake_table, texts_of, wordings_of
from evaluator.model.intake import ImportNote, Wording
from tests.tiny import question, write_library

PLAN = "XXA-2020-2023"


@pytest.fixture
def held(tmp_path):
    """Return a library of one plan, the folder of its import, and the folder of its documents."""
    own = tmp_path / "own"
    library = write_library(own, [question("q1")], {"q1": ("rated", "3")})
    made = own / "countries/XXA/plans" / PLAN / "intake", own / "documents"
    for folder in made:
        folder.mkdir()
    return library, *made


def texts(library, wordings=()):
    return texts_of(library.layers.folders, library.assessment(PLAN, library.rubric("tiny")), wordings)


def test_rows_are_here_without_any_document(held):
    found = texts(held[0])
    assert "Do it" in [one.text for one in found.passages]
    assert (found.unread, found.has_documents) == ((), False)


def test_the_text_of_a_document_is_here_but_not_what_a_row_or_wording_says_already(held):
    library, _, documents = held
    (documents / "S1.txt").write_text("Do it\nNobody pays a fee for work.\nThe ministry of the interior")
    lead = Wording("W1", "M1", "lead", text="The ministry of the interior")
    found = texts(library, [lead])
    assert [one.text for one in found.passages if one.kind == "document"] == ["Nobody pays a fee for work."]
    assert [one.text for one in found.passages if one.kind == "wording"] == ["The ministry of the interior"]
    assert found.has_documents


def test_a_document_that_cannot_be_read_is_named_with_why_and_the_rest_is_here(held):
    library, _, documents = held
    (documents / "S1.pdf").write_bytes(b"%PDF-1.7 broken")
    found = texts(library)
    ((source, fault),) = found.unread
    assert (source, "a PDF file that cannot be read" in fault) == ("S1", True)
    assert "Do it" in [one.text for one in found.passages]


def test_a_plan_that_was_not_imported_has_no_wordings_and_faults_are_told(held):
    library, intake, _ = held
    folder = library.plan_folder(PLAN)
    assert (list(wordings_of(folder)), list(intake_table(folder, "notes.csv", ImportNote))) == ([], [])
    (intake / "wording.csv").write_text("wording_id,role,text,page\nW1,activity,x,seven\n")
    with pytest.raises(InvalidInputError, match="seven"):
        wordings_of(folder)


def test_the_plan_s_own_file_is_looked_through_before_it_is_a_source(held):
    library, _, documents = held
    (documents / f"{PLAN}.txt").write_text("Nobody pays a fee for work.")
    assessment = library.assessment(PLAN, library.rubric("tiny"))
    bare = replace(assessment, sources=())
    found = texts_of(library.layers.folders, bare, ())
    assert [(one.source_id, one.text) for one in found.passages if one.kind == "document"] == [
        (PLAN, "Nobody pays a fee for work.")
    ]

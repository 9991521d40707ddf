"""A plan's own file in a library: kept as its source with a copy to cite from, all or nothing."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.first_files import country_files, plan_files
from evaluator.intake.plan_file import OwnFile, write_source
from evaluator.library import Library
from evaluator.model.plan import TextRead
from evaluator.store.change import sha256_of, write_all

PLAN = "XXB-2024-2027"
CONTENT = b"%PDF-1.7 as it came"


@pytest.fixture
def own(tmp_path):
    write_all(tmp_path, {**country_files("XXB", {"en": "Testland"}), **plan_files(PLAN, "First plan")})
    return tmp_path


def test_a_file_becomes_the_source_of_its_plan_with_a_copy_and_what_could_be_read(own):
    library = Library.open(own)
    write_source(
        library,
        own,
        PLAN,
        OwnFile("Our Plan.pdf", CONTENT, "en"),
        {"text_read": TextRead(measures="whole", text="whole")},
    )
    found = Library.open(own).assessment(PLAN, library.rubric("four-paradigms"))
    (source,) = found.sources
    assert (source.source_id, source.kind, source.lang, source.sha256) == (
        "XXB-S1",
        "plan",
        ("en",),
        sha256_of(CONTENT),
    )
    assert (found.plan.sources, found.plan.text_read.measures) == (("XXB-S1",), "whole")
    assert (own / source.file).read_bytes() == CONTENT


def test_what_brings_a_fault_into_the_plan_writes_neither_source_nor_copy(own):
    library = Library.open(own)
    with pytest.raises(InvalidInputError):
        write_source(library, own, PLAN, OwnFile("p.pdf", CONTENT, "en"), {"currency": "no code"})
    assert not (own / "documents").exists()
    assert Library.open(own).plan(PLAN).sources == ()

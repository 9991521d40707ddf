"""Anchors of a library are held against the copies of its sources, each fault at its row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.anchors import Selection, verify
from evaluator.anchors.anchor import anchor_directly
from evaluator.anchors.verify import check_passages
from evaluator.errors import MissingDependencyError
from evaluator.model.anchor import Anchor
from evaluator.read.layers import Layers
from evaluator.read.text_files.table import write_table

SOUND = Path(__file__).parents[1] / "data" / "sound"
PLAN = "countries/XXS/plans/XXS-2020-2022"
TEXT = b"The shelter takes everybody without any condition, day and night."


@pytest.fixture
def own(tmp_path):
    shutil.copytree(SOUND, tmp_path / "own")
    (tmp_path / "own" / "documents").mkdir()
    return tmp_path / "own"


def told(own, *paths):
    return [(p.severity, p.line, p.found) for p in check_passages(Layers((own,)), paths)]


def test_a_passage_whose_copy_is_here_and_as_cited_is_no_problem(own):
    (own / "documents" / "S1.txt").write_bytes(TEXT)
    assert told(own) == []


def test_without_a_copy_a_note_says_so_and_how_to_have_it_looked_up(own):
    assert told(own) == [("note", 2, "1 passage of S1 not looked up: no copy of the source is here")]


def test_a_changed_copy_is_a_warning_where_the_passage_stands_and_a_fault_where_it_does_not(own):
    (own / "documents" / "S1.txt").write_bytes(b"New. " + TEXT)
    assert told(own) == [
        ("warning", 2, "E1 in S1.txt: the file has changed since it was cited; the passage stands in it as before")
    ]
    (own / "documents" / "S1.txt").write_bytes(b"Closed.")
    ((severity, line, found),) = told(own)
    assert (severity, line) == ("fault", 2)
    assert found == "E1 in S1.txt: the file has changed since it was cited, and the passage is not found in it"


def test_a_copy_that_cannot_be_read_is_named(own):
    (own / "documents" / "S1.pdf").write_bytes(b"%PDF-1.7 and no more")
    ((severity, _, found),) = told(own)
    assert severity == "fault"
    assert "a PDF file that cannot be read" in found


def test_only_what_the_paths_hold_is_looked_up(own):
    assert told(own, own / PLAN / "anchors.csv") == told(own, own / "countries") == told(own)
    assert told(own, own / PLAN / "evidence.csv") == []
    assert told(own, own / "countries" / "XXO") == []


def test_rows_with_faults_of_their_own_are_left_to_the_check_of_tables(own):
    (own / "documents" / "S1.txt").write_bytes(b"Closed.")
    path = own / PLAN / "anchors.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("e3a7", "zzzz"), encoding="utf-8")
    assert told(own) == []
    path.unlink()
    assert told(own) == []


def test_a_source_that_names_a_file_outside_is_told_at_sources(own):
    path = own / "countries" / "XXS" / "sources.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0] + ",file", *(line + ",../x.txt" for line in lines[1:])]), encoding="utf-8")
    (problem,) = check_passages(Layers((own,)))
    assert "sources.csv: S1: file '../x.txt'. Give a path inside" in str(problem)


def test_without_the_library_for_pdf_files_a_note_says_so(own, monkeypatch):
    (own / "documents" / "S1.txt").write_bytes(TEXT)

    def missing(*_, **__):
        raise MissingDependencyError("reading passages of a PDF file needs pypdfium2: run  pip install")

    monkeypatch.setattr(verify, "standings", missing)
    ((severity, _, found),) = told(own)
    assert severity == "note"
    assert "1 passage not looked up: reading passages of a PDF file needs pypdfium2" in found


def test_a_row_changed_by_hand_is_told_at_its_boxes(own):
    (own / "documents" / "S1.txt").write_bytes(TEXT)
    anchor = anchor_directly(TEXT, "text", Selection("any condition"), "p", "E1")
    rows = [anchor, Anchor("E1", anchor.source_sha256, None, "", 5, anchor.text_sha256, "a", "b")]
    (own / PLAN / "anchors.csv").write_text(write_table(rows, Anchor), encoding="utf-8")
    (problem,) = check_passages(Layers((own,)))
    assert (problem.line, problem.key, problem.severity) == (3, "quads", "fault")

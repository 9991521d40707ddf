"""The saved mapping."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.heads import propose
from evaluator.intake.mapping import fits, mapping_text, read_mapping
from tests.intake.conftest import grid_of, source_of

SOURCE = source_of(grid_of([["Activity", 'The "colour": #1', "Deadline"], ["a", "b", "2025"]]))


@pytest.fixture
def saved(words, tmp_path):
    mapping = propose(SOURCE, words, "Plan č. 1.docx").mapping
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping_text(mapping), encoding="utf-8")
    return mapping, path


def test_what_is_written_is_read_back_equal(saved):
    mapping, path = saved
    assert read_mapping(path, SOURCE) == mapping
    assert "role: activity" in path.read_text(encoding="utf-8")


def test_an_empty_mapping_is_a_fault_that_names_what_is_missing(saved):
    mapping, path = saved
    path.write_text(mapping_text(mapping.model_copy(update={"tables": ()})), encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"no table\. Give at least one table of the file"):
        read_mapping(path, SOURCE)


def test_every_fault_of_a_mapping_is_told_at_its_line(saved):
    _, path = saved
    text = path.read_text(encoding="utf-8").replace("[1]", "[1, 1, 7]").replace("role: activity", "role: note")
    path.write_text(
        text + '  - tables: []\n    head_rows: 1\n    columns: [{head: "", role: activity}]\n', encoding="utf-8"
    )
    with pytest.raises(InvalidInputError) as caught:
        read_mapping(path, SOURCE)
    found = [problem.found for problem in caught.value.problems]
    assert found == ["table 1 named twice", "table 7", "no column of activities", "no number of a table"]
    assert all(problem.line for problem in caught.value.problems)


def test_an_entry_is_needed_for_each_column_and_a_role_must_be_known(saved):
    _, path = saved
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('      - head: "Deadline"\n        role: time\n', ""), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="2 columns for table 1, which has 3"):
        read_mapping(path, SOURCE)
    path.write_text(text.replace("role: time", "role: tme"), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="tme"):
        read_mapping(path, SOURCE)


def test_a_mapping_fits_a_file_with_the_same_heads_whatever_roles_were_chosen(saved, words):
    mapping, _ = saved
    other = source_of(grid_of([["Activity", "Deadline"], ["a", "2025"]]))
    assert fits(mapping, mapping.model_copy(update={"sha256": "1" * 64, "lang": "sr"}))
    assert not fits(mapping, propose(other, words, "x").mapping.model_copy(update={"sha256": "2" * 64}))

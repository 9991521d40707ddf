"""Files as text, or a problem that says where not."""

from __future__ import annotations

import os

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.text_files.file import place_in, read_text


def problem_of(path, **options):
    with pytest.raises(InvalidInputError) as caught:
        read_text(path, **options)
    (problem,) = caught.value.problems
    return problem


def test_a_byte_order_mark_is_dropped(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfname\nz\xc3\xa9")
    assert read_text(path) == "name\nzé"


def test_bytes_that_are_no_utf8_have_their_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("name\nžé ".encode() + b"\xe9")
    problem = problem_of(path)
    assert (problem.line, problem.column) == (2, 4)
    assert problem.found == "byte 0xe9, which is not UTF-8"
    assert "CSV UTF-8" in problem.suggestion


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f", "\x9b", "\uffff"])
def test_control_characters_have_their_place(character, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(f"a: b\nc: d{character}", encoding="utf-8")
    problem = problem_of(path)
    assert (problem.line, problem.column) == (2, 5)
    assert f"U+{ord(character):04X}" in problem.found


@pytest.mark.parametrize("character", ["\t", "\r", "\n", "\x85", "\u2028", "𝕏"])
def test_what_is_no_control_character_stands(character, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(f"a{character}b".encode())
    assert read_text(path) == f"a{character}b"


def test_a_file_that_is_not_there_or_is_a_folder_is_no_traceback(tmp_path):
    assert problem_of(tmp_path / "none.csv").found == "there is no such file"
    assert "irectory" in problem_of(tmp_path).found


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.csv")
    assert problem_of(tmp_path / "a.csv").found == "a pipe or a device"


def test_a_file_may_be_too_large(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("x" * 11, encoding="utf-8")
    assert problem_of(path, largest=10).found == "11 bytes"


def test_places_count_from_one():
    assert place_in("ab\ncd", 0) == (1, 1)
    assert place_in("ab\ncd", 4) == (2, 2)

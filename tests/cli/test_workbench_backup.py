"""`evaluator workbench backup` and `restore`: from one kind of database into the other, and never over anything."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.workbench.desk import joined, opened
from evaluator.workbench.events import Told
from tests.workbench.conftest import database, postgres  # noqa: F401  (fixtures)


def run(*words, at=None):
    return CliRunner(env={"EVALUATOR_DATABASE": at}).invoke(cli, ["workbench", *words])


@pytest.fixture
def own(tmp_path):
    with opened(tmp_path / "own") as desk:
        desk.add(Told("a", "note", {"text": "1"}, "u", "q"))
        yield_head = desk.head
    return tmp_path / "own", yield_head


def test_a_desk_goes_into_a_file_and_into_a_team_s_database(own, tmp_path, database):  # noqa: F811
    folder, head = own
    file = str(tmp_path / "desk.zip")
    made = run("backup", file, "--library", str(folder))
    assert (made.exit_code, f"1 events, 0 accounts, 0 keys; newest event {head[:12]}" in made.output) == (0, True)
    assert run("restore", file, at=database).exit_code == 2  # its tables are not made yet
    run("migrate", at=database)
    assert run("restore", file, "--database", database).exit_code == 0
    with joined(database) as desk:
        assert desk.head == head
    again = run("restore", file, at=database)
    assert (again.exit_code, "is not empty (events)" in again.output) == (2, True)
    assert run("backup", str(tmp_path / "team.zip"), at=database).exit_code == 0


def test_a_file_that_is_there_is_written_over_only_when_it_is_said(own, tmp_path):
    file = tmp_path / "desk.zip"
    file.write_bytes(b"mine")
    said = run("backup", str(file), "--library", str(own[0]))
    assert (said.exit_code, file.read_bytes()) == (2, b"mine")
    assert run("backup", str(file), "--library", str(own[0]), "--force").exit_code == 0
    assert file.read_bytes().startswith(b"PK")


def test_a_folder_without_a_desk_and_a_desk_in_use_are_told(own, tmp_path):
    (tmp_path / "empty").mkdir()
    none = run("backup", str(tmp_path / "desk.zip"), "--library", str(tmp_path / "empty"))
    assert (none.exit_code, "has no desk" in none.output) == (2, True)
    assert not (tmp_path / "empty" / ".evaluator").exists()
    with opened(own[0]):
        busy = run("backup", str(tmp_path / "desk.zip"), "--library", str(own[0]))
    assert (busy.exit_code, "is open in another workbench" in busy.output) == (2, True)


def test_what_is_no_backup_is_one_message(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    said = run("restore", str(tmp_path / "x.zip"), "--library", str(tmp_path / "new"))
    assert said.exit_code == 2
    assert "expected the backup of a desk" in " ".join(said.output.split())
    assert "Traceback" not in said.output

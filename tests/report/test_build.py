from __future__ import annotations

import time
from pathlib import Path

import pytest

import evaluator.report.build as build_room
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import Library
from evaluator.report.build import write_country_report, write_whole


def test_a_report_is_written_whole_the_same_at_another_time(tmp_path, library, albania, albania_pdf, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 4102444800.0)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    out = tmp_path / "ALB.pdf"
    assert write_country_report(library, albania, out) == out
    assert out.read_bytes() == albania_pdf
    assert [path.name for path in tmp_path.iterdir()] == ["ALB.pdf"]


def test_an_older_report_is_replaced(tmp_path):
    out = tmp_path / "x.pdf"
    out.write_bytes(b"old")
    assert write_whole(out, b"new").read_bytes() == b"new"


def test_what_breaks_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    out = tmp_path / "x.pdf"
    out.write_bytes(b"old")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(out, b"new")
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_a_missing_folder_is_one_message(tmp_path):
    with pytest.raises(EvaluatorError, match=r"there is no such folder to write x\.pdf into"):
        write_whole(tmp_path / "nowhere" / "x.pdf", b"")


def test_a_folder_that_cannot_be_written_to_is_one_message(tmp_path, monkeypatch):
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(build_room.tempfile, "mkstemp", refuse)
    with pytest.raises(EvaluatorError, match="cannot be written to"):
        write_whole(tmp_path / "x.pdf", b"")


def test_a_template_at_fault_writes_nothing(tmp_path, albania):
    (tmp_path / "templates" / "country").mkdir(parents=True)
    (tmp_path / "templates" / "country" / "summary.html").write_text("{{ view.verdikt }}", encoding="utf-8")
    out = tmp_path / "x.pdf"
    with pytest.raises(InvalidInputError, match=r"summary\.html:1.*verdikt"):
        write_country_report(Library.open(tmp_path), albania, out)
    assert not out.exists()


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_what_is_no_ordinary_file_is_not_written_over(tmp_path, kind):
    out = tmp_path / "x.pdf"
    if kind == "folder":
        out.mkdir()
    else:
        out.symlink_to(tmp_path / "elsewhere.pdf")
    with pytest.raises(EvaluatorError, match="no ordinary file"):
        write_whole(out, b"new")
    assert out.is_dir() if kind == "folder" else out.is_symlink()
    assert not (tmp_path / "elsewhere.pdf").exists()


def test_a_full_disk_is_one_message_and_leaves_the_old_file(tmp_path, monkeypatch):
    out = tmp_path / "x.pdf"
    out.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EvaluatorError, match="No space left on device"):
        write_whole(out, b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]

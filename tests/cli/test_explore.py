"""`evaluator explore`: what it writes, what it refuses, and when work is open."""

from __future__ import annotations

from click.testing import CliRunner

from evaluator.cli import cli


def run(*args):
    return CliRunner().invoke(cli, ["explore", *map(str, args)])


def test_a_page_is_written_and_named(tmp_path):
    out = tmp_path / "page.html"
    told = run("ALB", "--out", out, "-w", "equal")
    assert (told.exit_code, told.stdout) == (0, f"{out}\n")
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_file_that_is_there_is_replaced_only_on_request(tmp_path):
    out = tmp_path / "page.html"
    out.write_text("kept", encoding="utf-8")
    told = run("ALB", "--out", out)
    assert told.exit_code == 2
    assert "--force" in told.stderr
    assert out.read_text(encoding="utf-8") == "kept"
    assert run("ALB", "--out", out, "--force", "-w", "equal").exit_code == 0


def test_a_country_that_is_not_here_is_named_and_nothing_is_written(tmp_path):
    out = tmp_path / "page.html"
    told = run("QQQ", "--out", out)
    assert told.exit_code == 2
    assert "QQQ" in told.stderr
    assert not out.exists()

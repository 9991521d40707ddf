"""`evaluator workbench`: what is wrong with its options is one message, and the server gets what was asked for."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.workbench import serve


@pytest.fixture
def asked(monkeypatch):
    found = []
    monkeypatch.setattr(serve, "serve", lambda own, local, tell: found.append((own, local)))
    return found


def run(*words):
    return CliRunner().invoke(cli, ["workbench", *words])


def test_the_server_gets_the_folder_and_the_options(tmp_path, asked):
    result = run("--library", str(tmp_path / "new"), "--port", "8765", "--no-browser", "--coder", "b", "--lang", "sr")
    assert result.exit_code == 0, result.output
    ((own, local),) = asked
    assert own == (tmp_path / "new").resolve()
    assert (local.coder, local.port, local.lang, local.browser) == ("b", 8765, "sr", False)


def test_a_name_is_no_code(tmp_path, asked):
    result = run("--library", str(tmp_path), "--coder", "Ana B")
    assert (result.exit_code, asked) == (2, [])
    assert "'Ana B' is not a coder's code" in result.output


def test_a_language_that_the_screens_do_not_have_is_named(tmp_path):
    result = run("--library", str(tmp_path), "--lang", "xx", "--no-browser")
    assert result.exit_code == 2
    assert "language" in result.output


def test_missing_packages_are_named_with_the_command_that_installs_them(tmp_path, monkeypatch, asked):
    monkeypatch.setattr("evaluator.cli.workbench.team.find_spec", lambda name: None if name == "uvicorn" else name)
    result = run("--library", str(tmp_path))
    assert (result.exit_code, asked) == (2, [])
    assert "the workbench needs uvicorn: pip install 'nap-evaluator[workbench]'" in result.output

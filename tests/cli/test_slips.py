"""Slips of a beginner: each is told at once what was meant; nothing is written."""

from __future__ import annotations

import shlex

import pytest
from click.testing import CliRunner

from evaluator.cli import cli

# What was typed, and what the message must name for a person to go on from it.
SLIPS = [
    ("help", "evaluator --help"),
    ("import", "evaluator sheet import FILE"),
    ("new Lithuania", "evaluator new evaluation Lithuania"),
    ("scores XAR", "score"),
    ("score Arvennia", "XAR"),
    ("score XAR-2022", "XAR-2022-2025"),
    ("score XAR --weight equal", "--weighting"),
    ("score XAR --weighting equals", "'equal'"),
    ("score XAR --library mylab", "--library mylib"),
    ("score XAR --library mylib/countries", "--library mylib"),
    ("score XAR", "--library mylib"),
    ("report XAR --format docx", "--xlsx"),
    ("report XAR --lang rs", "sr-Latn"),
    ("explain XAR witness-protecton", "witness-protection"),
    ("sheet XAR", "sheet export XAR"),
    ("sheet export XAR", "letter"),
    ("sheet export XAR --coder Maria", "small letters"),
    ("sheet import nothing.xlsx", "No such file"),
    ("sheet import plan.docx", "evaluator plan import plan.docx"),
    ("plan import plan.docx", "--plan"),
    ("plan import nothing.pdf --plan XAR-2022-2025", "No such file"),
    ("plan import old.doc --plan XAR-2022-2025", ".docx"),
    ("new evaluation Irelnd --title T --years 2024-2026", "IRL"),
    ("new evaluation Ireland --title T --years 2024/2026", "2023-2027"),
    ("new evaluation Ireland --title T --years 2026-2024", "ends before it starts"),
    ("new plan XAR", "ABC-2020-2023"),
    ("panel settle", "COUNTRY|PLAN"),
    ("rubric show fourparadigms", "four-paradigms"),
    ("verify report.docx", "PDF"),
    ("score XAR --library old.doc", "countries/"),
    ("score XAR --rubric --quiet", "the rubric before it is missing"),
    ("check XZZ", "evaluator list"),
    ("reply import sheet.xlsx", "evaluator sheet import sheet.xlsx"),
    ("workbench --library mylab", "--library mylib"),
]
OUTSIDE = {"score XAR"}  # typed beside the library, not about it


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """Return the folder that holds a library, and files that are no plans."""
    folder = tmp_path_factory.mktemp("slips")
    assert CliRunner().invoke(cli, ["demo", str(folder / "mylib")]).exit_code == 0
    sheet = ["sheet", "export", "XAR", "--coder", "z", "--out", str(folder / "sheet.xlsx")]
    assert CliRunner().invoke(cli, [*sheet, "--library", str(folder / "mylib")]).exit_code == 0
    for name in ("old.doc", "plan.docx", "report.docx"):
        (folder / name).write_bytes(b"no such thing")
    return folder


def files_of(folder):
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file() and ".evaluator" not in one.parts}


@pytest.mark.parametrize(("typed", "told"), SLIPS)
def test_a_slip_is_told_what_was_meant(beside, monkeypatch, typed, told):
    monkeypatch.chdir(beside)
    before = files_of(beside)
    words = shlex.split(typed)
    if typed not in OUTSIDE and "--library" not in words and words[0] not in ("help", "import", "scores", "verify"):
        words += ["--library", "mylib"]
    refused = CliRunner().invoke(cli, words)
    assert (refused.exit_code, told in refused.output) == (2, True), refused.output
    assert "Traceback" not in refused.output
    assert files_of(beside) == before

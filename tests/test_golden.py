"""What the main commands write is what was last read by somebody; `make golden` keeps the present texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from tests.kept_text import words_of

KEPT = Path(__file__).parent / "golden"
REGION = "BGR MKD SRB SVN --rubric law-and-practice"
OUTPUTS = {
    "plans.csv": "score --all --weighting equal --weighting us-tip --format csv",
    "grades.csv": "list grades --format csv",
    "score.txt": "score BRA",
    "criteria.csv": "score BRA --format csv --table criteria",
    "record.txt": "score USA-2005 --rubric public-record",
    "explain.txt": "explain BRA human-rights --weighting us-tip --full",
    "explain.json": "explain BRA non-punishment --format json",
    "todo.txt": "todo BRA",
    "against.txt": "against BRA",
    "lens.txt": "lens BRA --full",
    "silence.csv": "silence USA MDA --format csv",
    "recommend.txt": "recommend draft BRA",
    "contrast.txt": "contrast ALB HRV SRB --rubric public-record --year 2011 --draws 200 --full",
    "contrast-screen.txt": "contrast ALB HRV SRB --rubric public-record --year 2011",
    "explain-screen.txt": "explain BRA",
    "show.txt": "show BRA",
}
REPORTS = {
    "report-country.txt": "report BRA",
    "report-brief.txt": "report BRA --kind brief",
    "report-brief-sr.txt": "report BRA --kind brief --lang sr-Latn",
    "report-comparative.txt": f"report {REGION} --kind comparative",
    "report-contrast.txt": f"report {REGION} --kind contrast",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    environment = {"NO_COLOR": "1", "EVALUATOR_LIBRARY": "", "SOURCE_DATE_EPOCH": "1767225600", "COLUMNS": "100"}
    return lambda command: CliRunner().invoke(cli, command, env=environment, catch_exceptions=False)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_command_writes_what_was_last_read(run, golden, name):
    done = run(OUTPUTS[name])
    said = f"\n=== messages, exit status {done.exit_code}\n{done.stderr}" if done.stderr or done.exit_code else ""
    golden(KEPT / name, done.stdout + said)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_says_what_was_last_read(run, golden, tmp_path, name):
    assert run(f"{REPORTS[name]} --html").exit_code == 0
    (page,) = tmp_path.rglob("*.html")
    golden(KEPT / name, words_of(page.read_text(encoding="utf-8")))


def test_every_kept_text_is_one_that_is_made():
    assert {path.name for path in KEPT.iterdir()} == {*OUTPUTS, *REPORTS}

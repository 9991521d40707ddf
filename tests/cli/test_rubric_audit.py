"""`evaluator rubric audit`: its parts, forms, charts and refusals."""

from __future__ import annotations

import csv
import io
import json

import click
import pytest
from click.testing import CliRunner

from evaluator.cli.rubric.audit import AuditOptions, with_audit

CHARTED = ("rubric", "audit", "public-record", "--part", "statistics", "-w", "equal-on-record", "--charts")


def test_the_statistics_of_a_rubric_whose_units_stand_in_a_table(call):
    done = call("rubric", "audit", "public-record", "--year", "2005")
    assert done.exit_code == 0
    assert done.stdout.startswith("# Audit of the rubric public-record 1.1.0\n\n## Statistics under `equal-on-record`")
    assert " plans can be ranked under Equal, on record. All that follows describes these " in done.stdout
    assert len(done.stdout.splitlines()) == 40
    assert "more lines: --full prints them." in done.stderr
    assert "### Weight and importance" in call("rubric", "audit", "public-record", "--year", "2005", "--full").stdout


def test_without_enough_plans_the_audit_says_so_after_the_numbers(call):
    done = call("rubric", "audit", "four-paradigms", "--part", "statistics")
    assert done.exit_code == 0
    assert "## What moves most" not in done.stdout
    assert "That is too few to say how criteria go together" in done.stdout


def test_a_table_as_csv_and_the_whole_as_json(call):
    done = call("rubric", "audit", "public-record", "-w", "equal-on-record", "--format", "csv", "--table", "importance")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    parts = [float(row["contribution"]) for row in rows if row["kind"] == "criterion"]
    assert sum(parts) == pytest.approx(1, abs=1e-6)
    found = json.loads(
        call("rubric", "audit", "public-record", "-w", "equal-on-record", "-w", "gaatw", "--format", "json").stdout
    )
    assert [row["weighting_id"] for row in found["scenarios"]] == ["gaatw"]
    assert found["enough"] is True
    assert found["choices"]["least_plans"] == 10
    assert len(found["availability"]) == found["plans"] * 7


@pytest.mark.slow
def test_charts_go_to_a_folder_and_replace_nothing_without_force(call, tmp_path):
    folder = tmp_path / "charts"
    done = call(*CHARTED, folder)
    assert done.exit_code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["public-record.correlations.svg", "public-record.importance.svg"]
    first = (folder / names[0]).read_bytes()
    again = call(*CHARTED, folder)
    assert (again.exit_code, "there already" in again.stderr) == (2, True)
    forced = call(*CHARTED, folder, "--force")
    assert (forced.exit_code, (folder / names[0]).read_bytes()) == (0, first)


def test_no_chart_is_drawn_of_too_few_plans(call, tmp_path):
    done = call("rubric", "audit", "--part", "statistics", "--charts", tmp_path / "charts")
    assert done.exit_code == 0
    assert "No chart: too few plans can be ranked." in done.stderr
    assert not (tmp_path / "charts").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--part", "numbers", "--format", "json"), "CSV and JSON hold the statistics"),
        (("--weighting", "nobody"), "nobody"),
        (("--charts", "{file}"), "is a file. Name a folder for the charts."),
        (("--out", "{file}/x.md"), "there is no such folder"),
    ],
)
def test_options_that_cannot_be_met_are_refused(call, tmp_path, options, words):
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    done = call("rubric", "audit", "four-paradigms", *(option.format(file=file) for option in options))
    assert (done.exit_code, words in done.stderr) == (2, True)


def asked(*options):
    got = []

    @click.command()
    @with_audit
    def command(wanted: AuditOptions) -> None:
        got.append(wanted)

    done = CliRunner().invoke(command, [str(option) for option in options], catch_exceptions=False)
    return got[0] if got else done


def test_without_options_everything_is_asked_for_as_text():
    assert asked() == AuditOptions()


def test_every_option_arrives(tmp_path):
    found = asked(
        "--part", "statistics", "-w", "a", "-w", "b", "--year", "2005", "--rank-all", "--format", "csv", "--table",
        "above", "--charts", tmp_path, "--full", "--out", tmp_path / "x", "--force",
    )  # fmt: skip
    assert found == AuditOptions(
        "statistics",
        ("a", "b"),
        "2005",
        True,
        "csv",
        "above",
        tmp_path,
        True,
        tmp_path / "x",
        True,
    )


def test_a_table_that_is_none_is_refused_with_the_names():
    done = asked("--table", "magic")
    assert done.exit_code == 2
    assert "importance" in done.output

"""The options of an audit arrive as one object."""

from __future__ import annotations

import click
from click.testing import CliRunner

from evaluator.cli.rubric.audit_options import AuditOptions, with_audit


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
        "above", "--charts", tmp_path, "--out", tmp_path / "x", "--force",
    )  # fmt: skip
    assert found == AuditOptions(
        "statistics",
        ("a", "b"),
        "2005",
        True,
        "csv",
        "above",
        tmp_path,
        tmp_path / "x",
        True,
    )


def test_a_table_that_is_none_is_refused_with_the_names():
    done = asked("--table", "magic")
    assert done.exit_code == 2
    assert "importance" in done.output

"""Old names of options work, and are told."""

from __future__ import annotations

from click.testing import CliRunner

from evaluator.cli.contrast.command import command
from evaluator.cli.contrast.options import RENAMED
from evaluator.cli.shared.session import Session


def given(*words, quiet=False):
    """Return what a call gives each parameter, and what is said on standard error of names."""
    session = Session(quiet=quiet)
    context = command.make_context("contrast", ["ALB", *words], obj=session)
    return {name: context.params[name] for name in ("rules", "within", "doubts")}, session.told


def test_an_old_name_of_an_option_works_is_told_once_and_stands_in_no_help():
    assert RENAMED == {"--order": "--constraint", "--within": "--max-shift", "--doubt": "--vary"}
    old, told = given("--doubt", "coders", "--doubt=weights", "--within", "0.2", "--order", "a>b", "--vary", "unrated")
    new, silent = given(
        "--vary", "coders", "--vary=weights", "--max-shift", "0.2", "--constraint", "a>b", "--vary", "unrated"
    )
    assert old == new == {"rules": ("a>b",), "within": 0.2, "doubts": ("coders", "weights", "unrated")}
    assert told == {
        f"The option {before} is now called {after}; the old name works for one more release."
        for before, after in RENAMED.items()
    }
    assert silent == given("--doubt", "coders", quiet=True)[1] == set()
    text = CliRunner().invoke(command, ["--help"]).output
    assert [name for name in RENAMED if name in text] == []


def test_what_stands_after_two_hyphens_is_no_option_by_any_name():
    context = command.make_context("contrast", ["ALB", "--", "--doubt"], obj=Session())
    assert context.params["names"] == ("ALB", "--doubt")

"""Options that are declared as fields of a record arrive as one such record."""

from __future__ import annotations

from dataclasses import dataclass

import click
from click.testing import CliRunner

from evaluator.cli.shared.options import flag, handing, of_rubric, option


@dataclass(frozen=True, slots=True)
class Wanted:
    size: int = option("--size", "-s", type=int, default=3, show_default=True, help="How large.")
    loud: bool = flag("--loud", help="How loud.")
    made: str = "by the command"


def called(*words):
    got = []

    @click.command()
    @of_rubric("Whose.")
    @handing(Wanted)
    def command(wanted: Wanted, rubric: str) -> None:
        got.append((wanted, rubric))

    done = CliRunner().invoke(command, words, catch_exceptions=False)
    return got[0] if got else done.output


def test_what_is_not_given_has_the_default_of_its_field():
    assert called() == (Wanted(3, False, "by the command"), "four-paradigms")


def test_what_is_given_arrives_in_the_record_and_other_options_beside_it():
    assert called("-s", "5", "--loud", "--rubric", "first-look") == (Wanted(5, True), "first-look")


def test_options_are_listed_in_the_order_of_the_fields_and_a_field_without_an_option_is_none():
    text = called("--help")
    assert text.index("--rubric") < text.index("--size") < text.index("--loud")
    assert "[default: 3]" in text
    assert "made" not in text

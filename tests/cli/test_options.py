"""Options that are declared as fields of a record arrive as one such record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner

from evaluator.cli.shared.options import FORCE, LANG, OUT, RUBRIC, flag, handing, option


@dataclass(frozen=True, slots=True)
class Wanted:
    size: int = option("--size", "-s", type=int, default=3, show_default=True, help="How large.")
    loud: bool = flag("--loud", help="How loud.")
    made: str = "by the command"


def called(*words):
    got = []

    @click.command()
    @RUBRIC("Whose.")
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


def test_a_shared_option_is_the_same_on_a_command_and_in_a_record_but_for_what_is_said_of_it_there():
    @dataclass(frozen=True, slots=True)
    class Made:
        out: Path | None = OUT.field("The workbook.")
        force: bool = FORCE.field()
        lang: str = LANG.field("Of the page.", default="", show_default=False)

    got = []

    @click.command()
    @OUT("The page.")
    @FORCE()
    @LANG("Of the page.")
    def alone(out, force, lang):
        got.append(Made(out, force, lang))

    @click.command()
    @handing(Made)
    def one(made):
        got.append(made)

    for command in (alone, one):
        CliRunner().invoke(command, ["-o", "x.html", "--force", "--lang", "sr"], catch_exceptions=False)
        CliRunner().invoke(command, [], catch_exceptions=False)
    given = Made(Path("x.html"), force=True, lang="sr")
    assert got == [given, Made(None, force=False, lang="en"), given, Made(None, force=False, lang="")]
    shown = [CliRunner().invoke(command, ["--help"]).output for command in (alone, one)]
    assert ["The page." in text for text in shown] == [True, False]
    assert ["The workbook." in text for text in shown] == [False, True]
    assert all("Replace the file if it exists." in text for text in shown)

"""`evaluator new`: a few answers lay out an evaluation, and each command that is named runs as printed."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.new.begin import ask
from evaluator.errors import EvaluatorError

GIVEN = ("--title", "Third plan", "--years", "2023-2027", "--rubric", "first-look")


def answered(*answers: str, words: tuple[str, ...] = ("new",)):
    return CliRunner().invoke(cli, words, input="".join(f"{answer}\n" for answer in answers))


def test_four_answers_make_country_plan_and_workbook_of_the_first_look():
    done = answered("Ireland", "Third plan", "2023 to 2027", "")
    assert done.exit_code == 0, done.output
    assert "It asks 12 questions and takes about an hour; the whole rubric asks 66." in done.stderr
    plan = Path("countries/IRL/plans/IRL-2023-2027/plan.yaml").read_text(encoding="utf-8")
    assert 'en: "Third plan"' in plan
    assert Path("IRL-2023-2027.first-look.a.xlsx").is_file()
    assert "member of UN (since 1955)" in done.stderr


def test_an_answer_that_will_not_do_is_told_and_asked_again():
    done = answered("Irlend", "Ireland", "", "someday", "2027-2023", "2023", "perhaps", "no")
    assert done.exit_code == 0, done.output
    for said in (
        "Did you mean IRL (Ireland)",
        "'someday' are no years. Write first and last, as in 2023-2027 or 2023-open.",
        "'IRL-2027-2023' ends before it starts",
        "'perhaps' is neither yes nor no.",
    ):
        assert said in done.stderr
    assert Path("IRL-2023-2023.a.xlsx").is_file()
    assert "Title as printed, to be filled in" in Path("countries/IRL/plans/IRL-2023-2023/plan.yaml").read_text("utf-8")


def test_the_commands_that_are_named_run_as_printed(call):
    done = call("new", "evaluation", "Ireland", *GIVEN, "--library", "my own")
    lines = [line.strip() for line in done.stderr.splitlines() if line.startswith("  evaluator ")]
    assert lines == [
        "evaluator sheet import IRL-2023-2027 IRL-2023-2027.first-look.a.xlsx --rubric first-look --library 'my own'",
        "evaluator plan import FILE --plan IRL-2023-2027 --library 'my own'",
        "evaluator sheet export IRL-2023-2027 --coder a --rubric first-look --force --library 'my own'",
    ]
    for line in (lines[0], lines[2]):
        ran = call(*shlex.split(line)[1:])
        assert ran.exit_code == 0, ran.output


def test_a_plan_that_is_there_is_left_as_it_is_and_its_workbook_made(call):
    call("new", "evaluation", "Ireland", *GIVEN)
    before = Path("countries/IRL/plans/IRL-2023-2027/plan.yaml").read_bytes()
    done = call("new", "evaluation", "IRL", "--title", "Other", "--years", "2023-2027", "--rubric", "four-paradigms")
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert Path("countries/IRL/plans/IRL-2023-2027/plan.yaml").read_bytes() == before
    assert Path("IRL-2023-2027.a.xlsx").is_file()
    assert "member of" not in done.stderr


def test_a_shipped_country_needs_no_files_of_its_own(call):
    done = call("new", "evaluation", "Albania", *GIVEN)
    assert done.exit_code == 0, done.output
    assert not Path("countries/ALB/country.yaml").exists()
    assert Path("countries/ALB/plans/ALB-2023-2027/plan.yaml").is_file()


def test_a_workbook_that_is_there_is_kept_and_nothing_is_begun(call):
    Path("IRL-2023-2027.first-look.a.xlsx").write_text("mine", encoding="utf-8")
    done = call("new", "evaluation", "Ireland", *GIVEN)
    assert done.exit_code == 2
    assert "exists already, and may hold ratings. Move it away" in done.stderr
    assert not Path("countries").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "no answer to 'Country, by name or code'"),
        (("evaluation", "Ireland"), "no answer to 'Title of the plan, in English'"),
        (("evaluation", "Ireland", *GIVEN, "--rubric", "first-lok"), "Did you mean 'first-look'?"),
        (("evaluation", "Ireland", *GIVEN, "--coder", "A. Name"), "'A. Name' is not a coder's code"),
        (("evaluation", "XXB", *GIVEN), "An invented country needs a name"),
    ],
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(words, said, call):
    done = call("new", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert list(Path.cwd().iterdir()) == []


def test_an_invented_country_of_the_library_is_known_by_its_code(call):
    assert call("new", "country", "XXB", "--name", "Testland").exit_code == 0
    done = call("new", "evaluation", "xxb", *GIVEN)
    assert done.exit_code == 0, done.output
    assert Path("countries/XXB/plans/XXB-2023-2027").is_dir()


def test_in_the_toolkits_own_folder_one_for_the_files_is_asked_for(monkeypatch):
    monkeypatch.setattr("evaluator.cli.new.begin.shipped_root", Path.cwd)
    done = answered("Ireland", "T", "2023", "yes", "")
    assert done.exit_code == 0, done.output
    assert "Folder for your files [my-evaluations]: " in done.stderr
    assert Path("my-evaluations/countries/IRL/country.yaml").is_file()
    assert "first-look.a.xlsx --rubric first-look --library my-evaluations" in done.stderr


def test_an_interruption_stays_one():
    def stop(_: str) -> str:
        raise KeyboardInterrupt

    @click.command()
    def question() -> None:
        ask("What", "", stop)

    assert CliRunner().invoke(question, input="x\n").exit_code == 1
    with pytest.raises(EvaluatorError, match="no answer to 'What'"):
        CliRunner().invoke(click.command()(lambda: ask("What", "", str)), catch_exceptions=False)


@pytest.mark.parametrize("words", [("new",), ("new", "country")])
def test_an_invented_country_is_begun_by_its_code_and_asked_for_its_name(words):
    done = answered("xab", " ", "Testland", "Plan", "2023-2026", "yes", words=words)
    assert done.exit_code == 0, done.output
    assert "There is no such country, so its name in English" in done.stderr
    assert "An invented country needs a name" in done.stderr  # the blank answer, asked again
    text = Path("countries/XAB/country.yaml").read_text(encoding="utf-8")
    assert 'en: "Testland"' in text
    assert "invented: true " in text


def test_a_name_that_no_country_has_says_how_to_begin_an_invented_one():
    done = answered("Zzyzx", "Ireland", "", "2023", "yes")
    assert "no country is called 'Zzyzx'. Give its English name or its code of three letters" in done.stderr
    assert "for an invented country a code from XAA to XZZ" in done.stderr
    assert "invented: false" in Path("countries/IRL/country.yaml").read_text(encoding="utf-8")

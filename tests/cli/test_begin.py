"""`evaluator new`: a few answers lay out an evaluation, and each command that is named runs as printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.new.begin import ask
from evaluator.cli.shared.advice import COMMAND
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.model.assessment import Rating
from evaluator.read.text_files.table import read_table

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


PLAN = Path("countries/IRL/plans/IRL-2023-2027/assessments")
ANSWERED = """criterion_id,criterion_version,status,level,confidence,evidence_ids,reason,searched,proposal
non-punishment,{version},silent,,medium,,Read whole.,whole plan,
labour-market-access,{other},silent,,medium,,Of a machine.,whole plan,m1:2
"""


def test_the_whole_rubric_takes_over_the_answers_of_the_first_look(call):
    assert call("new", "evaluation", "Ireland", *GIVEN).exit_code == 0
    back = call("sheet", "import", "IRL-2023-2027.first-look.a.xlsx", "--start")
    assert back.exit_code == 0, back.output
    names = ("non-punishment", "labour-market-access")
    meant, other = (Library.open().rubric().by_id[name].meaning_version for name in names)
    text = ANSWERED.format(version=meant, other=other)
    (PLAN / "first-look" / "a.csv").write_text(text, encoding="utf-8")
    for path in (PLAN / "first-look" / "a.yaml", PLAN.parent / "plan.yaml"):
        said = path.read_text(encoding="utf-8")
        path.write_text(re.sub("(measures|text): none", r"\1: whole", said), encoding="utf-8")
    made = call("sheet", "export", "IRL-2023-2027", "--coder", "a")
    assert "Filled in with answers of coder a by the rubric first-look: 1." in made.stderr
    done = call("sheet", "import", "IRL-2023-2027.a.xlsx")
    assert "a  1 first rating" in done.output, done.output
    ratings = read_table(PLAN / "four-paradigms" / "a.csv", Rating, problems=[]).rows
    assert [(row.criterion_id, row.reason) for row in ratings if row.status == "silent"] == [
        ("non-punishment", "Read whole.")
    ]
    again = call("sheet", "export", "IRL-2023-2027", "--coder", "a", "--force")
    assert "Filled in" not in again.stderr
    assert "Filled in" not in call("sheet", "export", "IRL-2023-2027", "--coder", "b").stderr


def test_a_weighting_of_the_whole_rubric_is_told_where_only_the_first_look_is_rated(call):
    assert call("new", "evaluation", "Ireland", *GIVEN).exit_code == 0
    assert call("sheet", "import", "IRL-2023-2027.first-look.a.xlsx", "--start").exit_code == 0
    for words in (("contrast", "IRL-2023-2027", "-w", "OHCHR"), ("report", "IRL-2023-2027", "--weighting", "ohchr")):
        done = call(*words)
        assert done.exit_code == 2
        assert "'ohchr' is a weighting of the rubric four-paradigms; used here is first-look" in done.stderr
        for named in COMMAND.findall(done.stderr):
            ran = call(*shlex.split(named)[1:])
            assert ran.exit_code == 0, ran.output
        Path("IRL-2023-2027.a.xlsx").unlink()
        Path("rubrics/first-look/weightings/my-view.yaml").unlink()


def test_a_new_weighting_names_a_plan_of_the_users_own(call):
    assert call("new", "evaluation", "Ireland", *GIVEN).exit_code == 0
    assert call("sheet", "import", "IRL-2023-2027.first-look.a.xlsx", "--start").exit_code == 0
    done = call("new", "weighting", "mine", "--rubric", "first-look")
    assert "  evaluator contrast IRL-2023-2027 -w equal -w mine --rubric first-look --show scores\n" in done.stderr

"""`evaluator contrast`: its options, and the same plans under many weightings in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

from evaluator.cli.contrast.command import DECLARED, Output, _tell_progress, command, with_options
from evaluator.cli.contrast.screen import SCREEN
from evaluator.contrasts.options import SECTIONS, USUAL, ContrastOptions
from evaluator.errors import InvalidInputError

RECORD = ("--rubric", "public-record", "--year", "2011")
NOTHING = {"annex": False, "full": False,
    "every": False, "shares": (), "sections": (), "ranks": False, "rank_all": False, "draws": None, "seed": None,
    "nested": False, "around": False, "concentration": None, "rules": (), "within": 1.0, "doubts": (), "processes": 1,
    "form": "table", "table": None, "out": None, "force": False, "lang": "en", "survey": "",
}  # fmt: skip


def _taken(**given):
    return with_options(lambda options, output: (options, output))(**{**NOTHING, **given})


def test_sections_are_the_usual_ones_all_or_those_named():
    assert Output().sections(()) == SCREEN
    assert Output(full=True).sections(()) == Output(form="json").sections(()) == USUAL
    assert Output().sections(("all",)) == SECTIONS
    assert Output().sections(("levels", "plans")) == ("plans", "levels")


def test_csv_needs_the_section_of_its_table():
    assert Output(form="csv").sections(("all",)) == ("scores",)
    assert Output(form="csv", table="pairs").sections(()) == ("robustness",)


def test_every_option_is_handed_over():
    assert _taken() == (ContrastOptions(sections=SCREEN), Output(short=True))
    given = {
        "shares": ("migration=0.4",), "rank_all": True, "draws": 500, "seed": 7, "nested": True, "around": True,
        "concentration": 2.0, "rules": ("a>b",), "within": 0.2, "doubts": ("coders",),
    }  # fmt: skip
    options, output = _taken(**given, sections=("flips",), form="html", lang="sr", force=True)
    assert options == ContrastOptions(**given, sections=("flips",))
    assert output == Output(form="html", lang="sr", force=True)


def test_ranks_are_left_out_and_all_weightings_taken_by_a_flag_each():
    assert not _taken(ranks=True)[0].ranks
    assert _taken(every=True)[0].weightings == ("all",)
    with pytest.raises(click.UsageError, match="exclude each other"):
        _taken(ranks=True, rank_all=True)


def test_what_cannot_be_asked_is_reported_before_anything_is_scored():
    for wrong in ({"shares": ("migration",)}, {"rules": ("a",)}, {"rules": ("a>" + "b" * 1000,)}):
        with pytest.raises(InvalidInputError):
            _taken(**wrong)


def test_every_field_of_the_options_is_filled_by_an_option_and_weightings_by_the_choice_of_the_command():
    assert set(DECLARED) == set(ContrastOptions.model_fields) - {"weightings"}
    by_name = {name: option for option in command.params for name in option.opts}
    for name, (_, declared) in DECLARED.items():
        assert by_name[declared.name].name == name
        assert by_name[declared.name].help == declared.help


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        (("--draws", "99"), "99 is not in the range 100<=x<=1000000"),
        (("--draws", "100.5"), "is not a valid integer"),
        (("--seed", "-1"), "-1 is not in the range x>=0"),
        (("--concentration", "0"), "0.0 is not in the range x>0"),
        (("--max-shift", "1.5"), "1.5 is not in the range 0<=x<=1"),
        (("--show", "opinions"), "'opinions' is not one of 'plans'"),
        (("--vary", "luck"), "'luck' is not one of 'weights', 'coders'"),
    ],
)
def test_the_bounds_of_an_option_are_those_of_its_field(words, bounds):
    done = CliRunner().invoke(command, ["ALB", *words])
    assert done.exit_code == 2
    assert bounds in done.stderr


CALL = ("contrast", "XXA", "XXB", "--rubric", "small")


@pytest.fixture
def pair(small: Path) -> Path:
    """Return the small library with a second invented country, which protects witnesses and teaches nobody."""
    other = small / "countries" / "XXB"
    shutil.copytree(small / "countries" / "XXA", other)
    plan = other / "plans" / "XXB-2020-2023"
    (other / "plans" / "XXA-2020-2023").rename(plan)
    for path in other.rglob("*.*"):
        path.write_text(path.read_text(encoding="utf-8").replace("XXA", "XXB"), encoding="utf-8")
    ratings = plan / "assessments" / "small" / "a.csv"
    lines = ratings.read_text(encoding="utf-8").splitlines()
    swap = {
        "witness-protection,1,rated,1": "witness-protection,1,rated,4",
        "education-prevention,1,rated,4": "education-prevention,1,rated,1",
    }
    for at, line in enumerate(lines):
        for old, new in swap.items():
            if line.startswith(old):
                lines[at] = line.replace(old, new, 1)
    ratings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return small


@pytest.fixture
def pair_call(pair, call):
    return lambda *words: call("--library", pair, *words)


def test_the_table_prints_plans_scores_weights_and_moves(pair_call):
    result = pair_call(*CALL, "--full")
    assert result.exit_code == 0
    for title in ("Plans", "Scores and ranks", "Effective weights", "Moves between frames"):
        assert f"{title}\n{'=' * len(title)}\n" in result.stdout
    assert "2020 to 2023" in result.stdout
    assert "Plans with equal scores share a rank" in result.stdout
    assert "XXB-2020-2023 scores" in result.stdout


def test_csv_holds_one_table(pair_call):
    rows = list(csv.DictReader(io.StringIO(pair_call(*CALL, "--format", "csv").stdout)))
    assert [(row["weighting"], row["plan_id"], row["rank"]) for row in rows][:2] == [
        ("equal", "XXA-2020-2023", "1"),
        ("equal", "XXB-2020-2023", "1"),
    ]
    weights = pair_call(*CALL, "--format", "csv", "--table", "weights").stdout
    assert weights.startswith("weighting,kind,id,title,share\n")
    refused = pair_call(*CALL, "--format", "csv", "--table", "crossings", "--no-ranks")
    assert (refused.exit_code, "there is no table 'crossings' here" in refused.stderr) == (2, True)


def test_json_holds_every_section(pair_call):
    found = json.loads(pair_call(*CALL, "--format", "json", "-w", "us-tip", "--weight", "human-rights=0.4").stdout)
    assert [w["id"] for w in found["weightings"]] == ["us-tip", "typed"]
    assert {"plans", "scores", "weights", "moves", "blind_spot", "flips"} <= set(found)


def test_a_workbook_is_written_once(pair_call, tmp_path):
    assert pair_call(*CALL, "--format", "xlsx").stdout == "contrast.xlsx\n"
    assert pair_call(*CALL, "--format", "xlsx").exit_code == 2  # the file stands
    out = tmp_path / "contrast.xlsx"
    words = (*CALL, "--format", "xlsx", "--show", "scores", "--out", str(out))
    assert pair_call(*words).stdout == f"{out}\n"
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0] == "scores"
    assert set(book.sheetnames) <= {"scores", "common-order", "void", "method"}
    assert [cell.value for cell in book["scores"][1]][:3] == ["weighting", "plan_id", "iso3"]
    assert book["scores"].freeze_panes == "B2"
    again = pair_call(*words)
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)
    assert pair_call(*words, "--force").exit_code == 0


@pytest.fixture
def drawn_call(pair, pair_call):
    """Give the small rubric the shipped choices of the contrast."""
    shipped = (Path(__file__).parents[2] / "rubrics/four-paradigms/rubric.yaml").read_text(encoding="utf-8")
    block = shipped[shipped.index("contrast:") : shipped.index("tree:")]
    path = pair / "rubrics/small/rubric.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tree:", block + "tree:", 1), encoding="utf-8")
    return pair_call


def test_ranks_over_draws_are_printed_with_their_method(drawn_call):
    result = drawn_call(*CALL, "-w", "equal", "--show", "robustness", "--draws", "500", "--seed", "3")
    assert result.exit_code == 0
    assert "500 draws, seed 3" in result.stdout
    two = drawn_call(*CALL, "-w", "equal", "--show", "robustness", "--draws", "2500", "--seed", "3", "--processes", "2")
    one = drawn_call(*CALL, "-w", "equal", "--show", "robustness", "--draws", "2500", "--seed", "3")
    assert one.stdout == two.stdout


def test_rules_that_conflict_are_named(drawn_call):
    words = ("--constraint", "human-rights>=0.6", "--constraint", "economic>=0.6", "--constraint", "migration>=0")
    result = drawn_call(*CALL, *words)
    assert result.exit_code == 2
    assert "no weighting keeps all rules: 'human-rights>=0.6' and 'economic>=0.6'" in result.stderr
    assert result.stdout == ""


def test_a_rubric_without_choices_for_draws_says_so(pair_call):
    assert "states no choices for it" in pair_call(*CALL, "--full").stderr
    assert pair_call(*CALL, "--show", "robustness").exit_code == 2


def test_ranks_can_be_left_out(pair_call):
    found = json.loads(pair_call(*CALL, "--format", "json", "--no-ranks").stdout)
    assert {row["rank"] for row in found["scores"]} == {None}
    assert "rank" not in pair_call(*CALL, "--no-ranks", "--show", "scores").stdout.replace("ranks", "")


def test_a_share_typed_alone_is_set_against_the_reference(pair_call):
    result = pair_call(*CALL, "--weight", "human-rights=0.4", "--show", "moves")
    assert "under typed than under equal" in result.stdout


def test_the_first_screen_has_the_finding_and_plans_by_frames_with_range_and_coverage(pair_call):
    text = pair_call(*CALL, "-w", "equal", "-w", "us-tip").stdout
    assert len(text.splitlines()) <= 40
    assert "Plans by frames: place, grade, score, range\n" in text
    assert re.search(r"\nequal +1  \w  0\.\d+ \(0\.\d+ to 0\.\d+\) ", text)
    assert re.search(r"\nassessed +\d+%", text)
    assert "Effective weights" not in text


def test_one_country_gets_an_answer_and_no_rank(pair_call):
    result = pair_call("contrast", "XXA", "--rubric", "small", "--full")
    assert result.exit_code == 0
    assert "One plan alone has no rank" in result.stderr


def test_one_country_twice_counts_once(pair_call):
    assert "One plan alone" in pair_call("contrast", "XXA", "XXA-2020-2023", "--rubric", "small", "--full").stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-w", "us-tp"), "Did you mean 'us-tip'"),
        (("--weight", "human-rights=1.4"), "a node and its share in [0, 1]"),
        (("--weight", "human-right=0.4"), "Did you mean 'human-rights'"),
    ],
)
def test_a_mistake_is_one_message_and_status_2(pair_call, words, said):
    result = pair_call(*CALL, *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_the_shipped_example_is_contrasted(call):
    result = call("contrast", "BRA", "-w", "equal", "-w", "us-tip", "--show", "moves")
    assert "BRA-2018-2022 scores" in result.stdout


def test_a_move_from_a_frame_that_cannot_grade_is_in_the_table_alone(call):
    result = call("contrast", "ALB", "-w", "equal", "-w", "us-tip", "--show", "moves")
    assert "ALB-2005-2007 scores" not in result.stdout
    assert "Moves not told here: 1 (--format csv --table moves)." in result.stdout


def test_a_draft_is_printed_with_status_1(pair, pair_call):
    header = pair / "countries/XXB/plans/XXB-2020-2023/assessments/small/a.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("state: final", "state: draft"), encoding="utf-8")
    result = pair_call(*CALL, "--show", "plans")
    assert result.exit_code == 1
    assert "The assessment of XXB-2020-2023 is a draft. The ratings of coder a are a draft." in result.stdout


@pytest.mark.slow
def test_pages_are_written_as_html_and_pdf(pair_call, tmp_path):
    page = pair_call(*CALL, "--format", "html", "--show", "scores").stdout
    assert page.startswith("<!DOCTYPE html>")
    out = tmp_path / "contrast.pdf"
    assert pair_call(*CALL, "--format", "pdf", "--show", "scores", "--out", str(out)).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")
    text = tmp_path / "contrast.txt"
    assert pair_call(*CALL, "--show", "scores", "--out", str(text)).exit_code == 0
    assert "Scores and ranks" in text.read_text(encoding="utf-8")


def test_progress_is_one_line(capsys):
    _tell_progress(1, 2)
    _tell_progress(2, 2)
    assert capsys.readouterr().err == "\rdraws: 1 of 2 thousand\rdraws: 2 of 2 thousand\n"


def test_a_page_of_the_contrast_is_printed_in_serbian(call):
    result = call("contrast", "ALB", "--show", "scores", "--format", "html", "--lang", "sr")
    assert result.exit_code == 0, result.stderr
    assert '<html lang="sr-Cyrl">' in result.stdout
    assert "Албанија" in result.stdout


@pytest.mark.parametrize(
    ("options", "told"), [(("--lang", "sr"), "--format html or pdf"), (("--format", "html", "--lang", "fr"), "sr-Latn")]
)
def test_a_language_that_cannot_be_is_refused(call, options, told):
    result = call("contrast", "ALB", *options)
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize("words", [("-w", "gaatw", "-w", "all"), ("-w", "gaatw", "--all")])
def test_a_named_frame_is_the_one_that_all_others_are_compared_with(call, words):
    text = call("contrast", "ALB", "HRV", "MKD", *RECORD, *words, "--format", "csv", "--table", "nearest").stdout
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["frame"] for row in rows} == {"gaatw"}
    assert len(rows) == 25
    shares = [float(row["elsewhere"]) for row in rows]
    assert shares == sorted(shares)


def test_the_terminal_names_the_nearest_frame_and_who_passes_whom(call):
    text = call("contrast", "BGR", "HRV", "MKD", *RECORD, "-w", "catw", "-w", "all", "--show", "nearest").stdout
    assert "Nearest to “catw” is “eu-accession-albania”: 2% of the weight lies elsewhere." in text
    assert "eu-accession-albania: more on “Information on convictions is given”" in text
    text = call("contrast", "BGR", "HRV", "MKD", *RECORD, "-w", "catw", "-w", "all", "--show", "moves").stdout
    assert text.index("Who passes whom") < text.index("Moves between frames")
    assert "HRV-2011 passes BGR-2011 under “astra”" in text
    [named] = re.findall(r"`evaluator (explain [^`]+)`", text)
    assert call(*named.split()).exit_code == 0


def test_one_frame_alone_has_no_neighbours(call):
    result = call("contrast", "ALB", "HRV", *RECORD, "-w", "gaatw", "--show", "nearest")
    assert result.exit_code == 2
    assert "name a second one, or all of the rubric" in result.stderr


def test_a_table_without_rows_says_why_on_standard_error(call):
    done = call("contrast", "BRA", "--format", "csv", "--table", "ranking")
    assert done.exit_code == 0
    assert done.stdout == "weighting,plan_id,ranked,coverage,least,low,high,why\n"
    assert "ranking has no rows: one plan alone has no rank; give two or more plans" in done.stderr
    lacking = call("contrast", "BRA", "LVA", "--format", "csv", "--table", "void")
    assert lacking.exit_code != 0
    assert "there is no table 'void' here: no weighting states weight where the rubric asks nothing" in lacking.stderr

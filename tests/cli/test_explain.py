"""`evaluator explain`: the chain behind one number, and with --since what changed it."""

from __future__ import annotations

import json

import pytest

from evaluator.cli.explain import changed_since
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from tests.as_if_whole import as_if_whole
from tests.reports.editions import CHANGED

EXPLAIN = ("explain", "XXA", "--rubric", "small")


def test_a_criterion_is_walked_from_evidence_to_weight(small_call):
    result = small_call(*EXPLAIN, "witness-protection")
    assert result.exit_code == 0
    for part in ("rated, level 1 of 4 = 0.2500 points", "evidence E3:", "confidence: high", "stated 0.2125"):
        assert part in result.stdout


def test_the_total_stands_with_weighting_coverage_bounds_and_grade(small_call):
    text = small_call(*EXPLAIN).stdout
    assert text.startswith("total of XXA-2020-2023 under the frame equal (small 0.1.0)\n")
    for part in (
        "coverage            85 %",
        "range               0.50 to 0.54",
        "grade               D, limited by breached safeguards",
    ):
        assert part in text


def test_a_node_stands_with_its_own_coverage_and_without_a_grade(small_call):
    text = small_call(*EXPLAIN, "human-rights").stdout
    assert "coverage            100 %" in text
    assert "grade  " not in text


def test_brief_leaves_numbers_alone(small_call):
    text = small_call(*EXPLAIN, "human-rights", "--brief").stdout
    assert "evidence" not in text
    assert "unconditional-assistance" in text


def test_json_adds_up_to_the_score(small_call):
    (told,) = json.loads(small_call(*EXPLAIN, "--format", "json").stdout)
    parts = [part["contribution"] or 0.0 for part in told["root"]["parts"]]
    assert sum(parts) == pytest.approx(told["score"], abs=1e-9)


def test_a_wrong_target_suggests_the_right_one(small_call):
    result = small_call(*EXPLAIN, "witness-protecton")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean 'witness-protection'" in result.stderr


def test_several_weightings_are_explained_one_after_another(small_call):
    text = small_call(*EXPLAIN, "human-rights", "-w", "equal", "-w", "us-tip", "--brief").stdout
    assert text.count(" of XXA-2020-2023 under ") == 2


def test_a_draft_ends_with_status_1(small_call, draft):
    result = small_call(*EXPLAIN, "witness-protection")
    assert result.exit_code == 1
    assert "DRAFT" in result.stderr


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a folder over the shipped library, in which Albania's plan is rated as if it had been read whole."""
    return as_if_whole(tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="module")
def card(whole):
    library = Library.open(whole)
    return evaluate(library.assessment("ALB-2005-2007"), library.rubric())


@pytest.fixture
def earlier(card, tmp_path):
    """Return an earlier result in which one level was another one."""
    result = json.loads(result_json(card))
    for row in result["criteria"]:
        if row["criterion"] == CHANGED:
            row["level"] = 3
    result["score"] = round(result["score"] + 0.024, 9)
    path = tmp_path / "earlier.json"
    path.write_text(json.dumps(result), encoding="utf-8")
    return path


def test_the_changes_are_told_in_words(earlier, call, whole):
    said = call("explain", "ALB", "--since", earlier, "--library", whole)
    assert said.exit_code == 0
    assert "Change of the score: -0.024" in said.output
    assert "only its result is at hand" in said.output
    assert f"({CHANGED}): 3 -> 2" in said.output
    assert "earlier  2026" in said.output


def test_the_changes_are_given_to_machines(earlier, call, whole):
    said = call("explain", "ALB", "--since", earlier, "--format", "json", "--library", whole)
    (found,) = json.loads(said.output)
    assert found["plan"] == "ALB-2005-2007"
    assert found["change"] == -0.024
    assert (found["causes"], found["causes_lacking"]) == ([], "no-files")
    (one,) = found["ratings"]
    assert (one["criterion"], one["before"], one["now"]) == (
        CHANGED, {"status": "rated", "level": 3}, {"status": "rated", "level": 2}
    )  # fmt: skip
    assert (found["same_rubric"], found["criteria_changed"], found["weights_changed"]) == (True, None, None)


def test_the_view_is_the_one_of_the_report(earlier, card, whole):
    assert [one.id for one in changed_since(Library.open(whole), card, earlier).ratings] == [CHANGED]


def test_a_criterion_and_an_edition_are_not_asked_for_together(earlier, call):
    said = call("explain", "ALB", CHANGED, "--since", earlier)
    assert (said.exit_code, "leave out the criterion" in said.output) == (2, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no json", "neither a PDF nor JSON"),
        ('{"schema": "nap-evaluator/result", "schema_version": 7}', "schema version 7"),
        ("%PDF-1.7 and nothing more", "damaged"),
    ],
)
def test_a_bad_file_is_one_message_and_status_2(text, words, call, tmp_path):
    path = tmp_path / "bad"
    path.write_text(text, encoding="utf-8")
    said = call("explain", "ALB", "--since", path)
    assert said.exit_code == 2
    assert words in said.output
    assert "Traceback" not in said.output


def test_an_edition_of_another_plan_is_refused(earlier, call):
    said = call("explain", "SRB", "--since", earlier)
    assert said.exit_code == 2
    assert "a report on ALB-2005-2007. Give one on SRB-2017-2018" in said.output


RECORD = ("--rubric", "public-record", "--year", "2011")


ENDS = ("--frames", "equal-on-record", "national-police-border")


def test_two_plans_between_two_frames_are_explained_by_parts_that_add_up(call):
    result = call("explain", "ROU", "HRV", *ENDS, *RECORD, "--format", "json")
    found = json.loads(result.stdout)
    assert (found["one"], found["other"], found["turns"]) == ("ROU-2011", "HRV-2011", True)
    assert sum(part["part"] for part in found["parts"]) == pytest.approx(found["change"], abs=4e-9)
    assert found["gaps"][0] < 0 < found["gaps"][1]


def test_the_gap_is_told_with_range_and_coverage_of_both_and_the_printed_sum(call):
    text = call("explain", "ROU", "HRV", *ENDS, *RECORD, "--brief").stdout
    assert "equal-on-record         HRV-2011   0.87  0.81 to 0.88      93 %" in text
    assert "They change places." in text
    lines = [line.split()[-1] for line in text.splitlines() if line.endswith(tuple("0123456789")) and "+0" in line]
    *parts, total = map(float, lines)
    assert sum(parts) == pytest.approx(total, abs=0.0015)
    assert "Figures are rounded." in text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("BRA", "--frames", "equal", "us-tip"), "name two, as in explain ALB SRB"),
        (("BRA", "BRA", "--frames", "equal", "us-tip"), "name two, as in explain ALB SRB"),
        (("BRA", "USA", "--frames", "equal", "equal"), "name two frames that differ"),
        (("BRA", "USA", "--frames", "equal", "us"), "no weighting is called 'us'"),
        (("BRA", "USA", "--frames", "equal", "us-tip", "-w", "gaatw"), "leave out --weighting"),
        (("BRA", "--frames", "equal", "us-tip", "--since", "pyproject.toml"), "exclude each other"),
        (("BRA", "USA", "--frames", "equal"), "requires 2 arguments"),
    ],
)
def test_what_frames_cannot_explain_is_refused(call, more, said):
    result = call("explain", *more)
    assert result.exit_code == 2
    assert said in result.stderr


def test_plans_without_enough_assessed_are_said_to_have_no_rank(call):
    text = call("explain", "BRA", "USA", "--frames", "equal", "us-tip", "--brief").stdout
    assert "A rank needs 67 % of the weight assessed, so no rank changes here." in " ".join(text.split())


def test_the_total_is_told_on_one_screen_with_what_costs_most(small_call):
    text = small_call(*EXPLAIN).stdout
    assert len(text.splitlines()) <= 40
    assert "Criteria that cost most:" in text
    assert "--full walks each with its evidence" in text
    assert "evidence E3" in small_call(*EXPLAIN, "--full").stdout


def test_a_part_may_be_named_by_its_title(small_call):
    by_title, by_id = (small_call(*EXPLAIN, name).stdout for name in ("Human rights", "human-rights"))
    assert by_title == by_id

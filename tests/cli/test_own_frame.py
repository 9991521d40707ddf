"""`evaluator new weighting`: another's frame as start, shares that add up, a portrait to write."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from evaluator.library import Library

FILE = Path("rubrics/four-paradigms/weightings/my-view.yaml")


def test_the_shares_set_stand_and_the_rest_keeps_its_proportion(call):
    done = call("new", "weighting", "my-view", "--from", "gaatw", "--weight", "Human rights=50%")
    assert done.exit_code == 0, done.output
    made = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    shares = {node: entry["share"] for node, entry in made["weights"]["paradigms"].items()}
    # 0.2, 0.05 and 0.35 of the frame come to 0.5 together: each times 0.5 / 0.6.
    assert shares == {"migration": 0.1667, "law-enforcement": 0.0417, "human-rights": 0.5, "economic": 0.2916}
    assert made["weights"]["paradigms"]["human-rights"]["ground"] == "chosen by the user; to be grounded"
    assert made["weights"]["paradigms"]["economic"]["ground"] == "as in gaatw, in proportion to the rest"
    gaatw = Library.open().rubric().weighting("gaatw")
    assert made["weights"]["total"]["plan-quality"]["ground"] == gaatw.weights["total"]["plan-quality"].ground
    assert [override["times"] for override in made["overrides"]] == [0.5, 2.0, 0.5]


def test_what_is_anothers_is_not_taken_over_and_the_portrait_is_asked_for(call):
    done = call("new", "weighting", "my-view", "--from", "gaatw", "--title", "Our view")
    text = FILE.read_text(encoding="utf-8")
    made = yaml.safe_load(text)
    assert made["titles"] == {"en": "Our view"}
    assert (made["portrait"], made["sources"], made["actor"], made["period"]) == ("", [], "to be written", "")
    assert "#   Success is that migrants and workers" in text
    assert f"Write its portrait into {FILE}: the one it begins from stands there to change." in done.stderr
    assert f"{FILE}:10:1: warning: no `portrait`" in call("rubric", "lint", "four-paradigms").stdout
    given = call("new", "weighting", "other", "--portrait", "Success is ...").stderr
    assert "portrait" not in given


def test_it_passes_the_checks_and_its_next_commands_run(call):
    done = call("new", "weighting", "my-view", "--weight", "economic=0.4")
    assert call("check", "rubrics").exit_code == 0
    lines = [line.split()[1:] for line in done.stderr.splitlines() if line.startswith("  evaluator ")]
    assert [line[0] for line in lines] == ["show", "rubric", "contrast"]
    # A contrast with a frame whose actor is still to be written is a draft.
    assert [call(*line).exit_code for line in lines] == [0, 0, 1]


def test_without_a_share_it_weighs_as_its_start(call):
    call("new", "weighting", "my-view", "--from", "us-tip")
    scores = [call("score", "BRA", "-w", name, "--format", "json").stdout for name in ("us-tip", "my-view")]
    assert scores[0].count('"score"') == scores[1].count('"score"')
    points = [yaml.safe_load(score)[0]["score"] for score in scores]
    assert points[0] == points[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("My View",), "'My View' cannot be the name of a weighting"),
        (("gaatw",), "four-paradigms has a weighting gaatw already. Choose another name."),
        (("mine", "--from", "gatw"), "no weighting is called 'gatw'. Did you mean 'gaatw'"),
        (
            ("mine", "--weight", "human-right=0.5"),
            "is called 'human-right'. Did you mean 'human-rights'",
        ),
        (("mine", "--weight", "human-rights=50"), "'human-rights=50'"),
        (("mine", "--weight", "human-rights=0.5", "--weight", "Human rights=0.4"), "'human-rights' given twice"),
        (("mine", "--weight", "human-rights=0.8", "--weight", "economic=0.4"), "shares that add up to at most 1"),
    ],
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(words, said, call):
    result = call("new", "weighting", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert list(Path.cwd().iterdir()) == []


def test_a_frame_of_another_rubric_passes_the_check(call):
    done = call("new", "weighting", "ours", "--rubric", "public-record", "--title", "Ours")
    assert done.exit_code == 0, done.output
    made = yaml.safe_load(Path("rubrics/public-record/weightings/ours.yaml").read_text(encoding="utf-8"))
    assert (made["factors"], Library.open().rubric("public-record").weighting("equal").factors != ()) == ([], True)
    checked = call("check", "rubrics")
    assert checked.exit_code == 0, checked.output

"""`evaluator explain`: the chain behind one number."""

from __future__ import annotations

import json

import pytest

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

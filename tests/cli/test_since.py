"""`report --since`: a report tells the changes from an earlier edition and never replaces it."""

from __future__ import annotations

import json

import click
import pytest

from evaluator.cli.shared.since import earlier_of, refuse_since
from evaluator.errors import EvaluatorError
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.carried.result import result_json
from tests.as_if_whole import as_if_whole
from tests.reports.editions import rated_otherwise


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
    path = tmp_path / "earlier.json"
    path.write_bytes(result_json(card))
    return path


def test_a_page_tells_what_changed(earlier, call, whole, tmp_path):
    out = tmp_path / "page.html"
    assert call("report", "ALB", "--since", earlier, "--html", "--out", out, "--library", whole).exit_code == 0
    assert "No rating differs from the edition of" in out.read_text(encoding="utf-8")


def test_without_an_edition_there_is_none(card):
    assert earlier_of(None, [card], [], force=False) is None


def test_the_edition_kept_with_the_plan_is_taken_unless_another_or_none_is_asked_for(card, call, tmp_path):
    as_if_whole(tmp_path / "own")
    day = tmp_path / "own" / "countries" / "ALB" / "plans" / "ALB-2005-2007" / "editions" / "2026-11-02"
    day.mkdir(parents=True)
    (day / "result.json").write_bytes(result_json(rated_otherwise(card)))
    out = tmp_path / "page.html"
    for words, told in (((), True), (("--since", "none"), False)):
        said = call("report", "ALB", "--html", "--force", "--out", out, "--library", tmp_path / "own", *words)
        assert said.exit_code == 0, said.output
        assert ("differently than in the edition of" in out.read_text(encoding="utf-8")) == told


@pytest.mark.parametrize("words", [("--kind", "brief"), ("SRB",), ("--xlsx",), ("-w", "equal", "-w", "us-tip")])
def test_what_tells_no_changes_is_refused(words, earlier, call):
    said = call("report", "ALB", "--since", earlier, *words)
    assert said.exit_code == 2
    assert "--since" in said.output


def test_the_forms_that_tell_changes_pass(earlier):
    refuse_since(earlier, "pdf", several=False)
    refuse_since(None, "xlsx", several=True)
    with pytest.raises(click.UsageError, match="--kind"):
        refuse_since(earlier, "pdf", several=True)


def test_the_earlier_edition_is_not_replaced(earlier, call):
    said = call("report", "ALB", "--since", earlier, "--html", "--out", earlier.rename(earlier.with_suffix(".html")))
    assert said.exit_code == 2


def test_a_report_over_its_earlier_edition_needs_force(card, tmp_path):
    path = tmp_path / "same.pdf"
    path.write_bytes(result_json(card))
    with pytest.raises(EvaluatorError, match="is the earlier edition itself"):
        earlier_of(path, [card], [path], force=False)
    assert earlier_of(path, [card], [path], force=True) is not None


def test_another_rubric_s_report_is_refused_before_anything_is_written(card, call, tmp_path):
    result = json.loads(result_json(card))
    result["rubric"]["id"] = "first-look"
    path = tmp_path / "other.json"
    path.write_text(json.dumps(result), encoding="utf-8")
    said = call("report", "ALB", "--since", path, "--out", tmp_path / "new.pdf")
    assert (said.exit_code, (tmp_path / "new.pdf").exists()) == (2, False)
    assert "--rubric first-look" in said.output

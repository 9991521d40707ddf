"""A frame that is still to be written makes every kind of report a draft, and the status 1."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from evaluator.cli.todo import request_view
from evaluator.library import Library
from evaluator.pipeline import evaluate
from evaluator.reports.output import page_html
from evaluator.reports.request import REQUEST, open_tasks

MARK = re.compile(r'data-draft="([^"]*)"')
LAW = "law-and-practice"
PLANS = ("ALB", "BRA")
KINDS = {
    "country": ("report", "BRA", "-w", "mine", "--html", "--out", "page.html"),
    "poster": ("report", "BRA", "-w", "mine", "--kind", "poster", "--html", "--out", "page.html"),
    "law": ("report", "ALB", "SRB", "--rubric", LAW, "-w", "laws", "--kind", "law", "--html", "--out", "page.html"),
    "brief": ("report", *PLANS, "-w", "mine", "--kind", "brief", "--html", "--out", "page.html"),
    "comparative": ("report", *PLANS, "-w", "mine", "--kind", "comparative", "--html", "--out", "page.html"),
    "contrast": ("report", *PLANS, "--kind", "contrast", "--html", "--out", "page.html"),
    "contrast-of-two": ("contrast", *PLANS, "-w", "equal", "-w", "mine", "--format", "html", "--out", "page.html"),
}
TERMINAL = {
    "score": ("score", "BRA", "-w", "mine"),
    "explain": ("explain", "BRA", "-w", "mine"),
    "contrast": ("contrast", *PLANS, "-w", "equal", "-w", "mine", "--show", "scores"),
    "gap": ("explain", *PLANS, "--frames", "equal", "mine"),
}


@pytest.fixture
def drafted(call):
    done = call("new", "weighting", "mine", "--from", "gaatw")
    assert done.exit_code == 0, done.output
    assert "actor: to be written" in Path("rubrics/four-paradigms/weightings/mine.yaml").read_text(encoding="utf-8")
    assert call("new", "weighting", "laws", "--rubric", LAW).exit_code == 0
    return call


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_report_says_draft(drafted, kind):
    done = drafted(*KINDS[kind])
    page = html.unescape(Path("page.html").read_text(encoding="utf-8"))
    assert MARK.search(page)[1].startswith("DRAFT"), kind
    assert done.exit_code == 1, done.output
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "still to be written: mine" in words or kind in ("poster", "law"), words[:2000]
    assert not re.search(r"The assessment of \S+ is a draft\. *(The|$)", words)


@pytest.mark.parametrize("kind", TERMINAL)
def test_the_terminal_says_draft(drafted, kind):
    done = drafted(*TERMINAL[kind])
    assert (done.exit_code, "draft" in done.output.casefold() or "still to be written" in done.output) == (1, True)
    assert "mine" in done.output


def test_years_of_the_record_say_draft(drafted):
    drafted("new", "weighting", "ours", "--rubric", "public-record", "--from", "equal-on-record")
    words = ("report", "ALB", "--rubric", "public-record", "--kind", "years", "--html", "--out")
    assert drafted(*words, "ours.html", "-w", "ours").exit_code == 1
    assert MARK.search(Path("ours.html").read_text(encoding="utf-8"))[1] == "DRAFT"
    assert drafted(*words, "theirs.html").exit_code == 0
    assert MARK.search(Path("theirs.html").read_text(encoding="utf-8"))[1] == ""


def test_a_request_in_the_order_of_a_draft_says_so(drafted):
    library = Library.open(Path.cwd())
    rubric = library.rubric()
    for frame, mark in (("mine", "DRAFT"), ("equal", "")):
        card = evaluate(library.assessment("BRA-2018-2022", rubric), rubric, frame)
        view = request_view(card, open_tasks(card))
        assert MARK.search(page_html(library, REQUEST, view, (), "request"))[1] == mark


def test_without_the_frame_nothing_is_a_draft(drafted):
    done = drafted("report", *PLANS, "--kind", "comparative", "--html", "--out", "page.html")
    assert MARK.search(Path("page.html").read_text(encoding="utf-8"))[1] == "", done.output

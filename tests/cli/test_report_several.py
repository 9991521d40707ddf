"""`evaluator report --kind`: one report on several plans, named by its kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evaluator.cli.report.command import document_in


def test_a_report_on_several_plans_has_its_kind_in_its_name(call):
    result = call("report", "ALB", "SRB", "--kind", "brief", "--html")
    assert result.stdout == "output/ALB-2005-2007_SRB-2017-2018.brief.html\n"
    page = Path("output/ALB-2005-2007_SRB-2017-2018.brief.html").read_text(encoding="utf-8")
    assert "Serbia" in page
    assert "<title>Brief: Albania, Serbia</title>" in page


def test_a_report_on_several_plans_needs_names_and_one_weighting(call):
    assert call("report", "--kind", "contrast").exit_code == 2
    result = call("report", "ALB", "SRB", "--kind", "contrast", "-w", "us-tip", "-w", "equal")
    assert result.exit_code == 2
    assert "one --weighting" in result.stderr


def test_a_draft_among_the_plans_is_told(small_call, draft):
    result = small_call("report", "XXA", "--rubric", "small", "--kind", "brief", "--html")
    assert result.exit_code == 1
    assert "XXA-2020-2023: DRAFT: The ratings of coder a are a draft." in result.stderr


@pytest.mark.parametrize("kind", ["comparative", "contrast", "brief"])
def test_options_for_many_reports_are_refused_where_there_is_one(call, kind):
    result = call("report", "ALB", "SRB", "--kind", kind, "--jobs", "2", "--again")
    assert result.exit_code == 2
    assert "leave --jobs and --again out" in " ".join(result.stderr.split())
    assert "prints one report" in " ".join(result.stderr.split())
    assert "--scheduler" in call("report", "--all", "--kind", kind, "--scheduler", "tcp://x:1").stderr
    assert not Path("output").exists()


@pytest.mark.slow
def test_all_is_every_country_that_is_assessed_in_one_report(call, small_call):
    result = call("report", "--all", "--kind", "brief", "--html")
    assert result.exit_code == 0
    (path,) = Path("output").iterdir()
    assert re.fullmatch(r"\d+-plans-[0-9a-f]{8}\.brief\.html", path.name)
    page = path.read_text(encoding="utf-8")
    assert "Albania" in page
    assert "Romania" in page
    one = small_call("report", "--all", "--kind", "brief", "--html", "--rubric", "small", "--out", "mine")
    assert one.stdout == "mine/XXA-2020-2023.small.brief.html\n"
    assert "leaves nothing to name" in call("report", "ALB", "--all", "--kind", "brief").stderr


@pytest.mark.slow
def test_the_contrast_is_one_document_under_both_commands(call):
    assert call("report", "ALB", "SRB", "--kind", "contrast", "--html", "--out", "a.html").exit_code == 0
    assert call("contrast", "ALB", "SRB", "--show", "all", "--format", "html", "--out", "b.html").exit_code == 0
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


@pytest.mark.slow
def test_a_contrast_ranks_plans_of_any_coverage_on_request_and_is_named_apart(call):
    result = call("report", "BRA", "USA", "--kind", "contrast", "--html", "--rank-all")
    assert re.fullmatch(r"output/BRA-2018-2022_USA-2021-2024\.contrast-[0-9a-f]{8}\.html\n", result.stdout)
    page = Path(result.stdout.strip()).read_text(encoding="utf-8")
    assert "On request 2 plans are ranked under Equal weights whatever their coverage." in page
    asked = ("--show", "all", "--rank-all", "--format", "html", "--out", "b.html")
    assert call("contrast", "BRA", "USA", *asked).exit_code == 0
    assert Path("b.html").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("other", [(), ("--kind", "brief"), ("--kind", "contrast", "--xlsx")])
def test_ranks_whatever_the_coverage_are_asked_of_a_contrast_alone(call, other):
    result = call("report", "ALB", "SRB", "--rank-all", *other)
    assert result.exit_code == 2
    assert "--rank-all is for a contrast as PDF or HTML" in " ".join(result.stderr.split())
    assert not Path("output").exists()


def test_one_plan_alone_has_a_contrast_too(call):
    result = call("report", "ALB", "--kind", "contrast", "--html", "-w", "us-tip")
    assert result.stdout == "output/ALB-2005-2007.us-tip.contrast.html\n"


def test_another_report_is_not_replaced(call):
    Path("mine").mkdir()
    Path("mine/ALB-2005-2007.brief.html").write_text("letters", encoding="utf-8")
    result = call("report", "ALB", "--kind", "brief", "--html", "--out", "mine")
    assert result.exit_code == 2
    assert "--force" in result.stderr


def test_results_of_several_plans_are_one_workbook(call):
    result = call("report", "ALB", "SRB", "--kind", "comparative", "--xlsx")
    assert (result.exit_code, result.stdout) == (0, "output/ALB-2005-2007_SRB-2017-2018.comparative.xlsx\n")
    assert document_in(Path(result.stdout.strip())) == "ALB-2005-2007_SRB-2017-2018.comparative"


def test_the_comparative_page_leads_to_the_page_of_the_explorer(call):
    words = ("report", "ALB", "SRB", "--kind", "comparative", "--html", "--explorer", "explorer.html")
    missing = call(*words)
    assert missing.exit_code == 2
    assert "`evaluator explore --out explorer.html`" in " ".join(missing.stderr.split())
    Path("explorer.html").write_text("<!DOCTYPE html>")
    result = call(*words)
    name = "ALB-2005-2007_SRB-2017-2018.comparative"
    assert result.stdout == f"output/{name}.html\n"
    assert '<a href="../explorer.html">' in Path(f"output/{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("--kind", "brief", "--html"), ("--kind", "comparative"), ("--html",)])
def test_no_other_report_leads_to_the_explorer(call, words):
    result = call("report", "ALB", "SRB", *words, "--explorer", "explorer.html")
    assert result.exit_code == 2
    assert "--kind comparative --html" in " ".join(result.stderr.split())
    assert not Path("output").exists()

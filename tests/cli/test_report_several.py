"""`evaluator report --kind`: one report on several plans, named by its kind."""

from __future__ import annotations

from pathlib import Path

from evaluator.cli.report import document_in


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

"""A section of a report comes in a package outside, with its rows and its template; the report names it, and verify."""

from __future__ import annotations

import json

import pytest

from tests.test_doors import outside

__all__ = ["outside"]

AGE = """
from dataclasses import dataclass
from pathlib import Path

from evaluator.reports.outline import AddedSections, Part, Section


@dataclass(frozen=True)
class AgeRow:
    name: str
    number: int


def ages(context, page):
    return (AgeRow("passages", len(context.card.assessment.evidence)),)


def templates():
    return Path(__file__).parent / "age_templates"


SECTION = Section("age", "age/age.html", (Part("ages", ages),))
SECTIONS = AddedSections("country", sections=(SECTION,), rows=(AgeRow,))
"""
TEMPLATE = """<section class="sheet"><h2>How old it is</h2>
{% for row in view.ages %}<p>{{ row.name }}: {{ row.number }}</p>{% endfor %}</section>"""
BROKEN = {
    "raises": (AGE.replace("return (AgeRow", "return (1 / 0, AgeRow"), "ZeroDivisionError"),
    "no-template": (AGE.replace('"age/age.html"', '"age/gone.html"'), "age/gone.html is missing"),
    "outside": (AGE.replace('"age/age.html"', '"../age.py"'), "../age.py is missing, or lies outside its folder"),
    "undeclared-rows": (AGE.replace(", rows=(AgeRow,)", ""), "unsafe"),
    "section-taken": (AGE.replace('Section("age"', 'Section("trust"'), "of the name trust already"),
    "part-taken": (AGE.replace('Part("ages"', 'Part("total"'), "of the name total already"),
    "syntax": (AGE.replace('"age/age.html"', '"age/syntax.html"'), "syntax.html"),
    "no-sections": (AGE + "SECTIONS = 7", "it has no `kind`"),
}


@pytest.fixture
def brought(outside, tmp_path):
    """Install packages with sections, print the report, and return how it ended and its page."""
    install, run = outside

    def printed(packages, name="age/age.html"):
        for path, text in ((name, TEMPLATE), ("age/syntax.html", "{% for row in %}")):
            (tmp_path / "age_templates" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "age_templates" / path).write_text(text, encoding="utf-8")
        for key, given in packages.items():
            module = key.replace("-", "_")
            text = given.replace('Section("age"', f'Section("{module}"')
            text = text if key in ("age", "undeclared-rows") else text.replace('Part("ages"', f'Part("{module}"')
            install(f"nap-{key}", f"{key} = {module}:SECTIONS", group="sections", **{module: text})
        install("nap-with-templates", f"folder = {module}:templates", group="templates")
        out = tmp_path / "report.html"
        done = run("report", "BRA", "--html", "--out", str(out))
        assert done.returncode in (0, 1), done.stderr  # 1: what is open in the shipped ratings
        return done, " ".join(out.read_text(encoding="utf-8").split())

    return printed


def test_broken_sections_are_named_once_each_and_left_out(brought):
    done, page = brought({key: text for key, (text, _) in BROKEN.items()})
    told = [line for line in done.stderr.splitlines() if "left out" in line]
    assert len(told) == len(BROKEN)
    for key, (_, why) in BROKEN.items():
        (line,) = [line for line in told if f"The extension '{key}' of nap-{key} 2.5 is left out: " in line]
        assert why in line
    assert "How old it is" not in page
    assert "</html>" in page


def test_a_template_under_a_name_of_ours_is_refused_with_its_folder(brought):
    done, page = brought({"age": AGE}, name="country/trust.html")
    assert (
        "'folder' of nap-with-templates 2.5 is left out: a template of ours is called country/trust.html" in done.stderr
    )
    assert "How old it is" not in page


def test_a_section_stands_on_the_page_with_its_rows_and_the_report_names_it_for_verify(brought, outside, tmp_path):
    done, page = brought({"age": AGE})
    assert "left out" not in done.stderr
    assert "<h2>How old it is</h2> <p>passages: " in page
    _, run = outside
    report = tmp_path / "report.pdf"
    run("report", "BRA", "--out", str(report))
    verified = json.loads(run("verify", str(report), "--format", "json").stdout)
    assert (verified["result"], verified["extensions"]) == ("verified", ["'age' of nap-age 2.5"])
    (tmp_path / "nap_age-2.5.dist-info" / "entry_points.txt").write_text("", encoding="utf-8")
    gone = json.loads(run("verify", str(report), "--format", "json").stdout)
    assert (gone["result"], gone["extensions"]) == ("differs", ["'age' of nap-age 2.5, which is not installed here"])

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.library import Library
from evaluator.pipeline import contrast
from evaluator.reports import kinds
from evaluator.reports.context.contrasted import Contrasted
from evaluator.reports.context.country import CountryContext
from evaluator.reports.contrast.page import contrast_html
from evaluator.reports.contrast.parts import ContrastView
from evaluator.reports.contrast.view import contrast_view
from evaluator.reports.country import country_view, report_view
from evaluator.reports.html.page import country_html
from evaluator.reports.kinds import CONTRAST, COUNTRY, REPORTS, SEVERAL
from evaluator.reports.region import region_view
from evaluator.reports.region_pages import region_html
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.verify import rebuild
from evaluator.reports.view import CountryView
from evaluator.workbench import press
from tests.contrasts.synthetic import three_plans, toy_rubric

# What a stranger writes: a module with this, a template, and a line in `kinds.py`.
MEASURES: Part[CountryContext, CountryView, int] = Part(
    "measures", lambda context, _: len(context.card.assessment.measures)
)
COUNTED = Section("counted", "country/counted.html", (MEASURES,), title="Measures counted")
TEMPLATE = """<section>
<h2 id="counted">Measures</h2>
<p>{{ view.country.text }} has {{ view.measures }}.</p>
</section>"""


@pytest.fixture
def own(tmp_path):
    """Give a library with a template of a new section, which stands before the method."""
    (tmp_path / "templates" / "country").mkdir(parents=True)
    (tmp_path / "templates" / "country" / "counted.html").write_text(TEMPLATE, encoding="utf-8")
    COUNTRY.sections.insert(-1, COUNTED)
    yield Library.open(tmp_path)
    COUNTRY.sections.remove(COUNTED)


def test_a_new_section_needs_its_declaration_its_template_and_a_place_in_the_list(own, albania):
    page = country_html(own, report_view(own, albania))
    assert f"<p>Albania has {len(albania.assessment.measures)}.</p>" in page
    assert page.index('id="evidence"') < page.index('id="counted"') < page.index('id="method"')
    assert '<li><a href="#counted">Measures counted</a></li>' in page


def test_a_user_s_template_replaces_a_new_section_or_adds_to_it_as_to_any(own, albania):
    path = own.templates.folders[0] / "country.html"
    more = "{% block counted %}{{ super() }}<p>Ours.</p>{% endblock %}{% block lift %}{% endblock %}"
    path.write_text(f'{{% extends "shipped/country.html" %}}{more}', encoding="utf-8")
    page = country_html(own, country_view(albania))
    assert re.search(r"</section>\s*<p>Ours.</p>", page)
    assert 'id="counted"' in page
    assert 'id="lift"' not in page
    path.write_text('{% extends "shipped/country.html" %}{% block counted %}{% endblock %}', encoding="utf-8")
    page = country_html(own, country_view(albania))
    assert 'href="#counted"' not in page


# The same for a contrast, as `evaluator/reports/contrast/` holds them.
CELLS: Part[Contrasted, ContrastView, int] = Part(
    "table_rows", lambda made, page: len(made.rows("scores")) * len(page.edges)
)


def test_a_new_section_of_a_contrast_needs_its_declaration_its_template_and_a_place_in_the_list(own):
    (own.templates.folders[0] / "contrast").mkdir()
    text = '<section><h2 id="own">Own</h2><p>{{ view.table_rows }} cells.</p></section>'
    (own.templates.folders[0] / "contrast" / "own.html").write_text(text, encoding="utf-8")
    section = Section("own", "contrast/own.html", (CELLS,))
    CONTRAST.sections.insert(-1, section)
    try:
        found = findings_of(contrast(three_plans(), toy_rubric()), ContrastOptions(sections=("scores",)))
        page = contrast_html(own, contrast_view(Contrasted((), found)))
    finally:
        CONTRAST.sections.remove(section)
    assert f"<p>{3 * 3 * len(found.study.rubric.grading.bands)} cells.</p>" in page
    assert page.index('id="compared"') < page.index('id="own"') < page.index('id="method"')


ROOM = Path(kinds.__file__).parent
# Where reports are prepared, and where one is made a second time: to verify it, or to tell what changed since.
PREPARING = ("context/", "verify/", "editions/")
SCORES = {
    "agreement", "contrast", "enter", "evaluate", "evaluate_all", "explain", "explain_change", "findings_of",
    "leave_one_out", "lift", "local_weights", "outcomes", "part_scores", "path_weights", "plant", "read_card",
    "reading_against", "run_tree", "score_plans", "study_of", "study_of_cards",
}  # fmt: skip


def scoring_imports(folder):
    """Yield, by module, what it imports that scores, ranks or weighs plans."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom | ast.Import) else set()
            whole = isinstance(node, ast.ImportFrom) and str(node.module).startswith("evaluator.pipeline")
            if found := names if whole else names & (SCORES | {"evaluator.pipeline"}):
                yield path.relative_to(folder).as_posix(), found


def test_reports_compute_nothing_but_where_they_are_prepared_or_made_again():
    assert {name: found for name, found in scoring_imports(ROOM) if not name.startswith(PREPARING)} == {}


def test_a_section_that_scored_by_itself_would_be_found(tmp_path):
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "own.py").write_text("from evaluator.scoring.lift.grade import Lift, lift\n")
    (tmp_path / "sections" / "more.py").write_text("def f():\n    from evaluator.pipeline import Edition\n")
    assert dict(scoring_imports(tmp_path)) == {"sections/more.py": {"Edition"}, "sections/own.py": {"lift"}}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.kind)
def test_every_section_has_a_template_and_a_name_of_its_own(library, report):
    ids = [section.id for section in report.sections]
    names = [part.name for section in report.sections for part in section.shows]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    assert [one.template for one in report.sections if library.templates.file(one.template) is None] == []
    assert library.templates.file(report.template) is not None


def test_the_country_report_keeps_the_blocks_that_users_know():
    known = "summary asks figures scores weightings blind_spot groups plan_profile follow_up lift whose instruments"
    known += " trend changes account agreement evidence method"
    assert [section.id for section in COUNTRY.sections] == known.split()


def test_a_user_s_template_leaves_a_section_out_of_a_report_on_several_plans(tmp_path, albania):
    (tmp_path / "templates").mkdir()
    text = '{% extends "shipped/comparative.html" %}{% block heat %}<p>Ours.</p>{% endblock %}'
    (tmp_path / "templates" / "comparative.html").write_text(text, encoding="utf-8")
    page = region_html(Library.open(tmp_path), region_view([albania], "comparative"))
    assert "<p>Ours.</p>" in page
    assert 'id="heat"' not in page
    assert 'id="countries"' in page


def test_the_kinds_on_several_plans_are_named_by_their_reports_alone():
    assert SEVERAL == ("comparative", "contrast", "brief")
    assert {report.kind for report in REPORTS} - {*SEVERAL} == {"country", "request"}
    assert press.KINDS == ("country", "brief", "contrast", "comparative", "explorer")
    assert set(rebuild._MAKERS) == {"country", *SEVERAL}

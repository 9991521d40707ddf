from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import evaluator
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.extensions.verify import rebuild
from evaluator.extensions.workbench import press
from evaluator.library import Library
from evaluator.pipeline import contrast
from evaluator.reports.context.country import CountryContext
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.report import CONTRAST, contrast_html, contrast_view
from evaluator.reports.contrast.view import ContrastView
from evaluator.reports.country import COUNTRY, country_html, country_view, report_view
from evaluator.reports.country_view import CountryView
from evaluator.reports.kinds import REPORTS, SEVERAL
from evaluator.reports.outline import Part, Report, Section
from evaluator.reports.region import region_html, region_view
from tests.contrasts.synthetic import three_plans, toy_rubric

# What a stranger writes: a module with this, a template, and a line in the list of its kind of report.
MEASURES: Part[CountryContext, CountryView, int] = Part(
    "measures", lambda context, _: len(context.card.assessment.measures)
)
COUNTED = Section("counted", "country/counted.html", (MEASURES,))
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
    page = country_html(own, report_view(own, albania, annex=True))
    assert f"<p>Albania has {len(albania.assessment.measures)}.</p>" in page
    assert page.index('id="trust"') < page.index('id="counted"') < page.index('id="evidence"')


@pytest.mark.slow
def test_a_user_s_template_replaces_a_new_section_or_adds_to_it_as_to_any(own, albania):
    path = own.templates.folders[0] / "country.html"
    more = "{% block counted %}{{ super() }}<p>Ours.</p>{% endblock %}{% block lift %}{% endblock %}"
    path.write_text(f'{{% extends "shipped/country.html" %}}{more}', encoding="utf-8")
    page = country_html(own, country_view(albania, annex=True))
    assert re.search(r"</section>\s*<p>Ours.</p>", page)
    assert 'id="counted"' in page
    assert 'id="lift"' not in page
    path.write_text('{% extends "shipped/country.html" %}{% block counted %}{% endblock %}', encoding="utf-8")
    assert 'id="counted"' not in country_html(own, country_view(albania, annex=True))


# The same for a contrast, as `evaluator/reports/contrast/` holds them.
CELLS: Part[Contrasted, ContrastView, int] = Part(
    "table_rows", lambda made, page: len(made.rows("scores")) * len(page.edges)
)


@pytest.mark.slow
def test_a_new_section_of_a_contrast_needs_its_declaration_its_template_and_a_place_in_the_list(own):
    (own.templates.folders[0] / "contrast").mkdir()
    text = '<section><h2 id="own">Own</h2><p>{{ view.table_rows }} cells.</p></section>'
    (own.templates.folders[0] / "contrast" / "own.html").write_text(text, encoding="utf-8")
    section = Section("own", "contrast/own.html", (CELLS,))
    CONTRAST.sections.append(section)
    try:
        found = findings_of(contrast(three_plans(), toy_rubric()), ContrastOptions(sections=("scores",)))
        page = contrast_html(own, contrast_view(Contrasted((), found), annex=True))
    finally:
        CONTRAST.sections.remove(section)
    assert f"<p>{3 * 3 * len(found.study.rubric.grading.bands)} cells.</p>" in page
    assert page.index("<h1") < page.index('id="own"') < page.index('id="compared"')


PACKAGE = Path(evaluator.__file__).parent
ROOMS = ("reports/", "workbook/results/")
# Where reports are prepared, and where one is made a second time: to verify it, or to tell what changed since.
PREPARING = ("reports/context/", "extensions/verify/", "reports/editions/")
STAGES = ("evaluator.pipeline", "evaluator.change", "evaluator.scoring", "evaluator.contrasts", "evaluator.panel")
# The functions of the stages that the rest may call: they read what is scored already, or what the rubric states.
READERS = {
    "evaluator.contrasts.group_findings": {"asked_words", "group_label"},  # of finished findings
    "evaluator.contrasts.blind": {"coding_of", "narrow_parts"},  # codings, and criteria counted
    "evaluator.contrasts.compare": {"draft_words"},
    "evaluator.contrasts.effective": {"effective_weights", "one_text_words"},  # of the rubric alone
    "evaluator.contrasts.frame_block": {
        "control_title",
        "frame_block",
        "frame_row",
        "grades_title",
    },  # of a finished study
    "evaluator.contrasts.headline.one": {"headline_of"},  # of a finished study
    "evaluator.contrasts.place_block": {  # of a finished study
        "counted",
        "frame_columns",
        "holds",
        "move_words",
        "places_title",
        "plan_places",
        "reasons",
    },
    "evaluator.contrasts.score_block": {  # of its rows
        "between_block",
        "between_title",
        "group_means",
        "line_block",
        "lines_title",
    },
    "evaluator.contrasts.turns": {"gap_change"},  # between two frames of a finished study
    "evaluator.contrasts.headline.safeguards": {"gravest_first"},  # of a finished study
    "evaluator.contrasts.headline.several": {"across_frames", "side_by_side"},  # of a finished study
    "evaluator.contrasts.moves": {"moves"},  # between two frames of a finished study
    "evaluator.contrasts.nearest": {"nearest_line", "passed_on_words"},  # of the rubric alone
    "evaluator.contrasts.options": {"whole_contrast"},
    "evaluator.contrasts.prevailed": {"empty_paradigms", "pairs", "prevailing_words"},  # of a finished study
    "evaluator.contrasts.common_order": {"common_words"},  # of a finished study
    "evaluator.contrasts.void": {"places_words"},  # of the rubric and its frames alone
    "evaluator.contrasts.common_scores": {"common_scores", "common_title"},  # of a finished study
    "evaluator.contrasts.sides": {"sides_of", "sides_title"},  # of a finished study
    "evaluator.contrasts.study": {"undrafted"},
    "evaluator.contrasts.tables.all": {"document"},
    "evaluator.contrasts.tables.flips": {"attainable_title"},
    "evaluator.contrasts.tables.moves": {"nearest_and_furthest"},  # of finished findings
    "evaluator.contrasts.tables.statistics": {"remark_above", "remark_among"},
    "evaluator.contrasts.naming": {"listed", "path_title"},
    "evaluator.panel.proposed": {"begun_among", "led_words"},  # ratings counted
    "evaluator.panel.settle": {"is_by_machine", "voting"},  # whose ratings enter
    "evaluator.panel.settled_words": {"dispute_command", "draft_reasons", "read_words", "settled_by", "settled_text"},
    "evaluator.panel.agreement_words": {"first_words", "in_words"},
    "evaluator.scoring.grade": {"grades_between", "rounded"},
    "evaluator.scoring.observers": {"observed_words"},  # shares of a scorecard
    "evaluator.scoring.rounding": {"adds_up", "faithful", "printed", "score_figure", "share_figure", "shared_out"},
    "evaluator.scoring.silence": {"by_year", "of_country"},  # silent chapters counted
}
# What scores elsewhere.
LEFT = {
    "reports/carried/result.py": {"study_of_cards"},  # the plan under every frame, for the finding that it states
    "reports/retitle.py": {"study_of_cards"},  # and for the sentences of a screen
    "workbook/results/tables.py": {"blind_spots", "part_scores"},
}
TYPES = re.compile(r"[A-Z]")


def scoring_imports(package):
    """Yield, by module, the functions of the stages that it imports and that are not among the readers."""
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(ROOMS) or name.startswith(PREPARING):
            continue
        found = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= unread(node)
        if found:
            yield name, found


def unread(node):
    """Return what an import statement takes of the stages beside types, constants and readers; a whole module too."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names if alias.name.startswith(STAGES)}
    if not isinstance(node, ast.ImportFrom) or not f"{node.module}".startswith((*STAGES, "evaluator.api")):
        return set()
    names = {alias.name for alias in node.names}
    whole = node.module == "evaluator.pipeline" or "Matrix" in names
    return names if whole else {name for name in names if not TYPES.match(name)} - READERS.get(node.module, set())


def test_reports_and_written_results_compute_nothing_but_where_they_are_prepared_or_made_again():
    assert dict(scoring_imports(PACKAGE)) == LEFT


def test_every_reader_is_read():
    taken = {
        (node.module, alias.name)
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).as_posix().startswith(ROOMS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert {(module, name) for module, names in READERS.items() for name in names} - taken == set()


def test_a_module_that_scored_by_itself_would_be_found(tmp_path):
    texts = {
        "reports/sections/own.py": "from evaluator.scoring.lift import Lift, lift\n",
        "reports/sections/more.py": "def f():\n    from evaluator.pipeline import ROWS\n",
        "reports/contrast/whole.py": "import evaluator.scoring.matrix\nfrom evaluator.scoring import matrix\n",
        "reports/contrast/read.py": "from evaluator.scoring.rounding import printed\n",
        "reports/context/made.py": "from evaluator.pipeline import evaluate\n",
        "workbook/results/own.py": "from evaluator.contrasts.blind import PartScore, coding_of, part_scores\n",
        "workbook/sheet/own.py": "from evaluator.pipeline import evaluate\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert dict(scoring_imports(tmp_path)) == {
        "reports/contrast/whole.py": {"evaluator.scoring.matrix", "matrix"},
        "reports/sections/more.py": {"ROWS"},
        "reports/sections/own.py": {"lift"},
        "workbook/results/own.py": {"part_scores"},
    }


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.kind)
def test_every_section_has_a_template_and_a_name_of_its_own(library, report):
    sections = (*report.sections, *report.annex)
    ids = [section.id for section in sections]
    names = [part.name for section in sections for part in section.shows]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    assert [one.template for one in sections if library.templates.file(one.template) is None] == []
    assert library.templates.file(report.template) is not None


def test_the_country_report_keeps_the_blocks_that_users_know():
    known = "verdict asks criteria frames years trust changes"
    assert [section.id for section in COUNTRY.sections] == known.split()
    annex = "figures scores weightings blind_spot groups law_beside plan_profile follow_up lift whose instruments"
    annex += " trend account agreement evidence method"
    assert [section.id for section in COUNTRY.annex] == annex.split()


@pytest.mark.slow
def test_a_user_s_template_leaves_a_section_out_of_a_report_on_several_plans(tmp_path, albania):
    (tmp_path / "templates").mkdir()
    text = '{% extends "shipped/comparative.html" %}{% block heat %}<p>Ours.</p>{% endblock %}'
    (tmp_path / "templates" / "comparative.html").write_text(text, encoding="utf-8")
    page = region_html(Library.open(tmp_path), region_view([albania], "comparative"))
    assert "<p>Ours.</p>" in page
    assert 'id="heat"' not in page
    assert 'id="countries"' in page


def test_the_kinds_on_several_plans_are_named_by_their_reports_alone():
    assert SEVERAL == ("comparative", "contrast", "brief", "law", "poster", "years")
    assert {report.kind for report in REPORTS} - {*SEVERAL} == {"country", "request"}
    assert press.KINDS == ("country", "law", "brief", "contrast", "comparative", "explorer")
    assert set(rebuild._MAKERS) == {"country", *SEVERAL}


def test_two_parts_of_one_name_are_refused_since_one_would_stand_in_the_place_of_the_other():
    first, second = (Section(make.__name__, "country/money.html", (Part("money", make),)) for make in (max, min))
    with pytest.raises(ValueError, match="two parts are called money"):
        Report("country", [first], annex=(second,))
    assert Report("country", [first, first]).sections == [first, first]

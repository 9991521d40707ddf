"""Every page about an invented country says so, in English and in Serbian, and so do tables and result.json."""

from __future__ import annotations

import json
import re

import openpyxl
import pdfplumber
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.library import Library, examples_root, shipped_root
from evaluator.pipeline import enter, evaluate
from evaluator.read.layers import Layers
from evaluator.reports.carried.result import result_json
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_view
from evaluator.reports.country import country_html, country_view
from evaluator.reports.region import region_html, region_view
from evaluator.reports.subject import invented_among
from tests.lanes import one_in

ALL = {
    "en": ("Invented country: no real state is rated", "Invented to show what the toolkit does"),
    "sr-Cyrl": ("Измишљена држава: не оцењује се ниједна стварна држава", "Измишљено да би се показало шта алат ради"),
    "sr-Latn": (
        "Izmišljena država: ne ocenjuje se nijedna stvarna država",
        "Izmišljeno da bi se pokazalo šta alat radi",
    ),
}
SOME = {
    "en": ("Holds an invented country, as its name says", "Countries whose names say so are invented"),
    "sr-Latn": ("Sadrži izmišljenu državu", "Države kojima to piše u imenu izmišljene su"),
}


@pytest.fixture(scope="module")
def library():
    return Library(Layers((examples_root(), shipped_root())))


@pytest.fixture(scope="module")
def cards(library):
    rubric = library.rubric()
    names = ("XBE-2023-2026", "XCA-2023-2026", "ALB-2005-2007")
    return {name[:3]: evaluate(library.assessment(name, rubric), rubric) for name in names}


def running(page: str) -> str:
    """Return what stands at the foot of every page."""
    return re.search(r'data-note="([^"]*)"', page)[1]


@pytest.mark.parametrize("lang", ALL)
def test_a_country_report_says_it_on_every_page_and_above_the_score(lang, library, cards):
    page = country_html(library, country_view(cards["XBE"], lang, annex=True))
    foot, notice = ALL[lang]
    assert running(page) == foot
    assert page.index(notice) < page.index("<h1") < page.index('class="cols verdict"')
    assert "official" not in page.partition('class="cols verdict"')[0].replace("unofficial", "")


@pytest.mark.parametrize("kind", one_in(2, ["brief", "comparative"]))
@pytest.mark.parametrize(("codes", "said"), [(("XBE", "XCA"), ALL), (("XBE", "ALB"), SOME)], ids=["all", "some"])
def test_a_report_on_several_plans_says_whether_all_or_some_are_invented(kind, codes, said, library, cards):
    for lang in ("en", "sr-Latn"):
        page = region_html(library, region_view([cards[code] for code in codes], kind, lang))
        assert running(page).startswith(said[lang][0])
        assert said[lang][1] in page
        if "ALB" in codes and lang == "en":
            example = "Albania: worked example, read by machine, checked by no person"
            assert running(page) == f"{SOME['en'][0]} · {example}"
            assert f"{example}." in page


@pytest.mark.slow
def test_a_contrast_says_it_too(library, cards):
    made = contrasted_cards(library, [cards["XBE"], cards["XCA"]])
    for lang in ("en", "sr-Latn"):
        page = contrast_html(library, contrast_view(made, lang, annex=True))
        assert running(page) == ALL[lang][0]
        assert ALL[lang][1] in page


def test_a_real_country_is_not_called_invented(library, cards):
    page = country_html(library, country_view(cards["ALB"], annex=True))
    assert running(page) == "Worked example, read by machine, checked by no person"
    assert "nvented to show" not in page
    assert "invented" not in json.loads(result_json(cards["ALB"]))


def test_result_json_says_it_and_names_the_country_by_a_code_that_no_state_has(cards):
    result = json.loads(result_json(cards["XBE"]))
    assert (result["invented"], result["country"]) == (True, "XBE")


def test_all_some_or_none_of_the_countries_are_invented(cards):
    made_up, real = cards["XBE"].assessment.country, cards["ALB"].assessment.country
    assert [invented_among(some) for some in ([], [real], [made_up, made_up], [real, made_up])] == [
        "",
        "",
        "all",
        "some",
    ]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, [*words, "--library", str(examples_root()), "--no-color"])


def test_the_terminal_says_it(run):
    said = "Invented to show what the toolkit does: there is no such country, and no plan, body or person of it."
    assert said in run("score", "XBE").stdout
    assert "there is no such country" in run("show", "XBE").stdout
    shown = run("contrast", "XBE", "ALB", "-w", "equal", "--show", "scores").stdout
    assert "Invented, to show what the toolkit does: XBE-2023-2026." in shown
    assert "nvented" not in run("score", "ALB").stdout


def test_a_workbook_names_the_country_as_invented(run, tmp_path):
    assert run("score", "XBE", "--format", "xlsx", "--out", "a.xlsx").exit_code == 0
    assert run("report", "XBE", "--xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "output" / "XBE-2023-2026.xlsx")
    head, row = book["Summary"].iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["country"] == "Belmora (invented)"


@pytest.mark.slow
def test_a_request_for_information_says_it_on_its_page(run, tmp_path):
    assert run("todo", "XBE", "--format", "pdf", "--out", "request.pdf").exit_code == 0
    with pdfplumber.open(tmp_path / "request.pdf") as pdf:
        assert all("Invented country: no real state is rated" in page.extract_text() for page in pdf.pages)


def test_the_explorer_counts_them(library, cards):
    rubric = library.rubric()
    entrants = [enter(cards[code].assessment, rubric) for code in ("XBE", "XCA", "ALB")]
    weightings = [rubric.weightings["equal"]]
    assert "2 are of invented countries." in explorer_page(library, rubric, weightings, entrants)
    assert "1 is of an invented country." in explorer_page(library, rubric, weightings, entrants[1:])
    assert "of an invented" not in explorer_page(library, rubric, weightings, entrants[2:])

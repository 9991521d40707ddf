"""A name that needs a note: its star wherever the name is printed, its note on the same page, in every output."""

from __future__ import annotations

import html
import re
from functools import cache

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.extensions.publish.edition import Order, edition_files
from evaluator.extensions.publish.holdings import holdings
from evaluator.extensions.publish.pages import Edition
from evaluator.library import Library
from evaluator.model.country import Country

BARE = re.compile(r"\b(?:Kosov[oa]|Косов[оаa])\b(?!\*)")
STARRED = re.compile(r"\b(?:Kosovo|Косово)\*")
CONDUCT = ("--rubric", "law-and-practice")
RECORD = ("--rubric", "public-record", "--year", "2011")
ONE, SEVERAL = ("XKX-2022-2026",), ("ALB-2021-2023", "XKX-2022-2026", "SRB-2021-2023")
REPORTS = {
    "country": ("report", *ONE, *CONDUCT),
    "country with its annex": ("report", *ONE, *CONDUCT, "--annex"),
    "record": ("report", "XKX", *RECORD),
    "brief": ("report", *SEVERAL, *CONDUCT, "--kind", "brief"),
    "comparative": ("report", *SEVERAL, *CONDUCT, "--kind", "comparative", "--annex"),
    "contrast": ("report", "ALB", "XKX", "SRB", *RECORD, "--kind", "contrast", "--annex"),
    "contrast of one": ("report", *ONE, *CONDUCT, "--kind", "contrast"),
    "law": ("report", *SEVERAL, *CONDUCT, "--kind", "law"),
    "poster": ("report", "XKX-2011", *RECORD, "--kind", "poster"),
    "years": ("report", "ALB", "XKX", "SRB", "--rubric", "public-record", "--kind", "years"),
}
FIGURES = {
    "dumbbell": ("figure", "dumbbell", "ALB", "XKX", "SRB", *RECORD),
    "levels": ("figure", "levels", *SEVERAL, *CONDUCT),
    "multiples": ("figure", "multiples", "ALB", "XKX", "SRB", "--rubric", "public-record"),
}
SCREENS = (
    ("list", "countries"),
    ("show", "XKX"),
    ("score", *ONE, *CONDUCT),
    ("score", "XKX", *RECORD),
)
TABLES = (
    ("list", "countries", "--format", "csv"),
    ("list", "law", *CONDUCT, "--format", "csv"),
    ("score", *ONE, *CONDUCT, "--format", "csv"),
    ("contrast", "ALB", "XKX", *RECORD, "--table", "scores", "--format", "csv"),
    ("todo", "list", *ONE, *CONDUCT, "--format", "csv"),
)


@cache
def country() -> Country:
    return Library.open().country("XKX")


@cache
def quoted() -> tuple[str, ...]:
    """Return what is quoted as it stands: titles and bodies of sources, titles of plans, and the note itself."""
    library = Library.open()
    sources = [
        source
        for code in library.country_codes
        for plan in library.plan_ids(code)[:1]
        for source in library.assessment(plan, library.rubric()).sources
    ]
    plans = [entry.title for entry in country().plan_history]
    found = (*(s.title for s in sources), *(s.author_body for s in sources), *plans, *country().footnote.values())
    return tuple(sorted({text for text in found if BARE.search(text)}, key=len, reverse=True))


def read(page: str) -> str:
    """Return the words of a page or a screen in one line, without what it quotes and without addresses."""
    page = re.sub(r"<(style|script)\b.*?</\1>", " ", page, flags=re.DOTALL)
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    for text in quoted():
        words = words.replace(" ".join(text.split()), " ")
    return re.sub(r"(?:https?://|www\.|\w[\w-]*\.[a-z]{2,})\S*", " ", words)


def bare(page: str) -> list[str]:
    words = read(page)
    return [words[max(0, found.start() - 40) : found.end() + 20] for found in BARE.finditer(words)]


def notes_in(page: str, lang: str) -> int:
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    return words.count(country().footnote[lang])


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), arguments
    return done.output


def printed(tmp_path, arguments, ending, *more):
    path = tmp_path / f"page.{ending}"
    run(*arguments, *more, "--out", str(path))
    return path.read_text(encoding="utf-8")


def test_a_name_that_needs_a_note_bears_its_star_in_every_language_once():
    assert country().names == {"en": "Kosovo*", "sq": "Kosova*", "sr": "Косово*", "sr-Latn": "Kosovo*"}
    assert Country.model_validate(country().model_dump(by_alias=True)).names == country().names
    assert not any(name.endswith("*") for name in Library.open().country("ALB").names.values())


@pytest.mark.parametrize("typed", ["Kosovo", "kosovo*", "Косово", "XKX"])
def test_a_country_answers_to_its_name_with_and_without_the_star(typed):
    assert "XKX" in run("show", typed)


@pytest.mark.parametrize("lang", ["en", "sr-Cyrl"])
@pytest.mark.parametrize("kind", REPORTS)
def test_a_report_prints_the_star_and_the_note_in_its_language(tmp_path, kind, lang):
    page = printed(tmp_path, REPORTS[kind], "html", "--html", "--lang", lang)
    assert bare(page) == []
    assert STARRED.search(page)
    assert notes_in(page, "sr" if lang == "sr-Cyrl" else "en")
    assert notes_in(page, "en" if lang == "sr-Cyrl" else "sr") == 0


@pytest.mark.parametrize("kind", FIGURES)
def test_a_figure_prints_the_star_and_the_note(tmp_path, kind):
    page = printed(tmp_path, FIGURES[kind], "svg")
    assert bare(page) == []
    assert "* This designation" in " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_explorer_prints_the_note_and_no_bare_name(tmp_path):
    page = printed(tmp_path, ("explore", *SEVERAL, *CONDUCT), "html")
    assert bare(page) == []
    assert notes_in(page, "en") == 1


@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
def test_a_screen_prints_the_star_and_the_note(arguments):
    screen = run(*arguments)
    assert bare(screen) == []
    assert STARRED.search(screen)
    assert notes_in(screen, "en") == 1


@pytest.mark.parametrize("arguments", TABLES, ids=" ".join)
def test_a_table_prints_no_bare_name(arguments):
    assert bare(run(*arguments)) == []


def test_the_names_of_units_are_those_of_the_countries():
    rows = [unit for unit in Library.open().units_of("public-record") if unit.iso3 == "XKX"]
    assert {unit.country for unit in rows} == {"Kosovo*"}


@pytest.mark.slow
def test_every_page_of_a_site_prints_the_star_and_the_note_in_its_language(tmp_path):
    library = Library.open()
    order = Order(tmp_path / "out", Edition(printed=False, languages=("en", "sr-Cyrl")))
    pages = edition_files(library, holdings(library, ("XKX", "SRB")), order, str)
    found = {name: page.decode() for name, page in pages.items() if name.endswith(".html")}
    assert any(name.startswith("sr-Cyrl/") for name in found)
    for name, page in found.items():
        assert bare(page) == [], name
        if STARRED.search(read(page)):
            assert notes_in(page, "sr" if name.startswith("sr-Cyrl/") else "en"), name


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["country with its annex", "law", "contrast", "request", "brief", "poster", "years"])
def test_every_page_of_a_print_on_which_the_name_stands_has_the_note(tmp_path, kind):
    pdfium = pytest.importorskip("pypdfium2")
    path = tmp_path / "page.pdf"
    run(*{**REPORTS, "request": ("todo", "list", *ONE, *CONDUCT, "--format", "pdf")}[kind], "--out", str(path))
    note = country().footnote["en"][:40]
    for at, page in enumerate(pdfium.PdfDocument(str(path)), start=1):
        words = " ".join(page.get_textpage().get_text_range().split())
        assert note in words or not STARRED.search(words), at

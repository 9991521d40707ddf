"""The guide is a site: one navigation, no long page, nothing from outside, a search that works from a file."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from benchmarks.guide import QUESTIONS, first_pages, unanswered
from evaluator.model.schema import columns_of
from evaluator.scoring.run import MISSING
from evaluator.tables.files import SHAPES, TABLES
from tools.site.conf import linked, navigation
from tools.site.files import files_page
from tools.site.made import MADE, write_guide

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
INDEX = (DOCS / "README.md").read_text(encoding="utf-8")
MOST_WORDS = 2200  # ten minutes at the pace of a careful reader
MOST_PAGES, MOST_IN_ALL = 34, 44_500  # of what is written by hand, code and rules of tables among it


def words_of(text: str) -> int:
    """Count what is read: words with a letter or digit, code blocks and rules of tables left out."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return sum(any(char.isalnum() for char in word) for word in prose.split())


def test_every_page_stands_once_in_the_navigation_and_nothing_else_does():
    listed = [name for pages in navigation(INDEX).values() for _, name in pages]
    assert sorted(listed) == sorted([*MADE, *(path.stem for path in DOCS.glob("*.md") if path.stem != "README")])


def test_a_made_page_does_not_lie_in_the_repository_and_the_index_names_it_without_a_link():
    for name in MADE:
        assert not (DOCS / f"{name}.md").exists()
        assert f" (`{name}.md`): " in INDEX
        assert f"]({name}.md)" not in INDEX


def test_a_link_to_the_part_of_the_index_that_says_how_to_make_pages_names_a_made_page():
    pages = [*DOCS.rglob("*.md"), *(ROOT / f"{name}.md" for name in ("ARCHITECTURE", "CHANGELOG", "SECURITY"))]
    named = {
        name
        for page in pages
        for name in re.findall(r"\[([^\]]+)\]\([a-z/]*README\.md#reference\)", page.read_text("utf-8"))
    }
    assert named
    assert named <= {f"{name}.md" for name in MADE}
    assert linked("See [files.md](README.md#reference).") == "See [files.md](files.md)."


def test_the_parts_are_beginning_tasks_explanation_and_reference():
    parts = navigation(INDEX)
    assert list(parts) == ["Begin", "Tasks", "Explanation", "Reference"]
    assert parts["Begin"][0] == ("Install", "install")


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.stem)
def test_no_page_but_those_that_are_made_takes_more_than_ten_minutes(page):
    assert words_of(page.read_text(encoding="utf-8")) <= MOST_WORDS


@pytest.mark.parametrize("name", [name for part in ("Begin", "Tasks") for _, name in navigation(INDEX)[part]])
def test_the_page_of_a_task_opens_with_its_command(name):
    opening = (DOCS / f"{name}.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert re.search(r"^```.*?^(\$ )?evaluator |`evaluator ", opening, flags=re.MULTILINE | re.DOTALL)


def test_the_guide_fits_a_head():
    pages = [path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")]
    assert len(pages) <= MOST_PAGES
    assert sum(len(text.split()) for text in pages) <= MOST_IN_ALL


def test_words_are_counted_without_code_and_rules_of_tables():
    assert words_of("Two words\n```sh\nevaluator check\n```\n| a | b |\n| --- | --- |\n") == 4


def test_every_file_and_every_column_is_on_the_page_of_files():
    page = files_page()
    for file in (*TABLES, *SHAPES):
        assert f"### {file.path}\n" in page
    for table in TABLES:
        assert all(f"| `{c.label}` |" in page for c in columns_of(table.row))


def test_every_policy_for_what_is_missing_is_on_the_page_of_files_as_a_report_says_it():
    page = files_page()
    assert [name for name, rule in MISSING.items() if f"| `{name}` | {rule.sentence} |\n" not in page] == []


def test_every_limit_of_work_on_strangers_files_is_on_the_page_of_files():
    assert "| reading this workbook | 20 s | 120 s | 700 MB |" in files_page()


def test_a_shape_inside_several_files_is_described_once():
    assert files_page().count("\n`Scale`: ") == 1


class Fetched(HTMLParser):
    """Collects what a browser fetches to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.addresses.append(given["src"])
        if tag == "link" and set((given.get("rel") or "").split()) & {"stylesheet", "icon", "preload", "preconnect"}:
            self.addresses.append(given["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Build the site as `make site` does; a warning is an error."""
    target = tmp_path_factory.mktemp("site")
    write_guide(target / "guide")
    options = ["--quiet", "--fail-on-warning", "--keep-going", "--conf-dir", "tools/site", "--doctree-dir"]
    call = [sys.executable, "-m", "sphinx", *options, str(target / "trees"), str(target / "guide"), str(target / "out")]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return target / "out"


def test_make_site_builds_as_the_test_does():
    rule = re.search(r"^site:.*\n(?:\t.*\n)+", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)[0]
    for option in ("-m tools.site\n", "--fail-on-warning", "--conf-dir tools/site", "build/guide build/site"):
        assert option in rule


@pytest.mark.slow
def test_the_site_has_every_page_and_fetches_nothing_from_outside(site):
    assert {*MADE, *(path.stem for path in DOCS.glob("*.md"))} <= {path.stem for path in site.glob("*.html")}
    assert (site / "index.html").read_bytes() == (site / "README.html").read_bytes()
    for page in site.glob("*.html"):
        reader = Fetched()
        reader.feed(page.read_text(encoding="utf-8"))
        assert [address for address in reader.addresses if re.match(r"(https?:)?//", address)] == [], page.name
        assert reader.addresses
    for style in site.rglob("*.css"):
        assert not re.search(r"@import|url\(['\"]?(https?:)?//", style.read_text(encoding="utf-8")), style.name


@pytest.mark.slow
def test_links_between_pages_show_titles_and_what_is_not_in_the_site_is_named(site):
    text = (site / "rubric-maintainer.html").read_text(encoding="utf-8")
    assert ">own-frame.md<" not in text
    assert 'href="own-frame.html"' in text
    assert 'href="files.html"' in (site / "checking.html").read_text(encoding="utf-8")
    assert "CONTRIBUTING.md</span></code> in the clone" in text
    assert "evaluator.load" in (site / "api.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.browser
def test_the_search_answers_within_the_first_three_hits(site, browser):
    assert len(QUESTIONS) == 32
    missed = unanswered(browser, site, QUESTIONS)
    assert len(missed) <= 4, missed


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_of_reference_comes_after_those_written_for_a_task(site, browser):
    assert "commands" not in first_pages(browser, site, "password")
    assert "licences" in first_pages(
        browser, site, "license"
    )  # where nothing else has the word it is found all the same


@pytest.mark.slow
@pytest.mark.browser
def test_opened_from_a_file_it_searches_and_fits_a_phone(site, browser):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in ("index", "weightings", "commands", "api", "gallery"):
        page.goto(f"file://{site}/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name
    page.goto(f"file://{site}/search.html?q=reply")
    page.wait_for_selector("#search-results li a:has-text('how do I contest it')")
    assert [address for address in asked if not address.startswith(("file:", "data:"))] == []

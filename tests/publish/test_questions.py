"""Pages of answers and countries, and who publishes: counted again from the library's files by another hand."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.errors import EvaluatorError
from evaluator.extensions.publish.edition import Order, edition_files
from evaluator.extensions.publish.holdings import holdings
from evaluator.extensions.publish.imprint import LARGEST_LOGO, Imprint, imprint_of
from evaluator.extensions.publish.pages import Edition, Press
from evaluator.extensions.publish.pictures import pictures
from evaluator.extensions.publish.questions import highest, lowest
from evaluator.extensions.publish.views import named_countries
from evaluator.library import Library, shipped_root
from evaluator.model.publisher import Publisher
from evaluator.read.layers import Layers

UNIT = "BRA-2018-2022"
PLAIN = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
PLAN = shipped_root() / "countries" / "BRA" / "plans" / UNIT


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def held(library):
    return holdings(library, ("BRA",))


@pytest.fixture(scope="module")
def files(library, held, tmp_path_factory):
    by = Publisher(
        name="Watch <b>", contact="tell@example.org", address="https://example.org/", imprint={"en": "Here & there"}
    )
    edition = Edition(printed=False, languages=("en",), imprint=Imprint(by, "publisher.svg", PLAIN))
    return edition_files(library, held, Order(tmp_path_factory.mktemp("site") / "out", edition), str)


def text_of(page):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.decode())).split())


def test_each_answer_has_a_page_with_every_passage_its_words_its_place_and_its_link(held, files):
    evidence = {row["evidence_id"]: row for row in rows(PLAN / "evidence.csv")}
    words = {row["measure_id"]: row["text_original"] for row in rows(PLAN / "measures.csv")}
    sources = {one.source_id: one for one in held.units[0].entrant.assessment.sources}
    unit = next(unit for unit in held.units if unit.name == UNIT)
    linked = 0
    for outcome in unit.entrant.outcomes:
        page = files.get(f"{UNIT}.{outcome.criterion_id}.html")
        assert (page is None) == (outcome.level is None and not outcome.evidence_ids)
        for name in outcome.evidence_ids:
            row, text = evidence[name], text_of(page)
            assert " ".join(row["locator"].split()) in text
            quote = row["quote"] or " ".join(words.get(row["measure_id"], "").split()[:20])
            assert quote.rstrip(".,;:…") in text
            if url := sources[row["source_id"]].url:
                assert html.escape(url, quote=True).encode() in page
                linked += 1
    assert linked > 50


def test_a_page_says_where_all_passages_have_one_author(held, files):
    unit = next(unit for unit in held.units if unit.name == UNIT)
    evidence = {row["evidence_id"]: row["source_id"] for row in rows(PLAN / "evidence.csv")}
    author = {one.source_id: one.author_body or one.title for one in unit.entrant.assessment.sources}
    told = Counter()
    for outcome in unit.entrant.outcomes:
        bodies = {author[evidence[name]] for name in outcome.evidence_ids}
        page = files.get(f"{UNIT}.{outcome.criterion_id}.html", b"")
        if page and not re.search(r"\bE\d+\b", f"{outcome.told} {outcome.searched}"):
            assert (b"One source only" in page) == (len(bodies) == 1)
            told[len(bodies) == 1] += 1
    assert min(told[True], told[False]) > 2


def test_the_ladder_marks_the_level_that_is_rated(held, files):
    unit = next(unit for unit in held.units if unit.name == UNIT)
    for outcome in unit.entrant.outcomes:
        page = files.get(f"{UNIT}.{outcome.criterion_id}.html", b"").decode()
        here = re.findall(r'class="here" aria-current="true"><strong>(\d)</strong>', page)
        assert here == ([str(outcome.level)] if outcome.level is not None and page else [])


def test_the_country_is_the_page_of_its_newest_verdict_and_lists_the_others(files):
    country, unit = text_of(files["BRA.html"]), text_of(files[f"{UNIT}.html"])
    said = re.search(r"<h1>(.*?)</h1>", files["BRA.html"].decode())[1]
    assert said in files[f"{UNIT}.html"].decode()
    assert "The plan sets 58 goals." in country
    assert "Plans, periods and years" in country
    assert "Plans, periods and years" not in unit
    assert "2 readings by machine, checked by no person." in country


def test_the_lowest_and_the_highest_answers_are_those_of_the_files(held, files):
    unit = next(unit for unit in held.units if unit.name == UNIT)
    low = sum(outcome.level == 0 for outcome in unit.entrant.outcomes)
    assert f"What stands at the lowest level: {low} answers" in text_of(files[f"{UNIT}.html"])


def an_answer(name, level, used, **fields):
    scored = SimpleNamespace(outcome=SimpleNamespace(level=level), used=used)
    return SimpleNamespace(name=name, scored=scored, **{"is_safeguard": False, "is_harm": False, **fields})


def test_safeguards_come_first_and_harms_stand_in_no_list():
    safe, harm = an_answer("s", 0, 0.1, is_safeguard=True), an_answer("h", 0, 0.0, is_harm=True)
    heavy, light, best, other = (
        an_answer(*one) for one in (("a", 0, 0.5), ("b", 0, 0.2), ("c", 3, 0.1), ("d", 3, 0.3))
    )
    every = [light, harm, best, heavy, safe, other, an_answer("e", 4, 0.0), an_answer("f", None, 0.4)]
    assert [one.name for one in lowest(every)] == ["s", "a", "b"]
    assert [one.name for one in highest(every)] == ["d", "c"], "what has no weight is not what stands highest"
    assert highest([light]) == ()


def test_every_source_is_listed_with_the_number_of_answers_that_rest_on_it(held, files):
    unit = next(unit for unit in held.units if unit.name == UNIT)
    evidence = {row["evidence_id"]: row["source_id"] for row in rows(PLAN / "evidence.csv")}
    used = {}
    for outcome in unit.entrant.outcomes:
        named = re.findall(r"(?<![\w-])(?:\w+-)?E\d+(?:-\d+)?(?![\w-])", f"{outcome.told} {outcome.searched}")
        for name in {*outcome.evidence_ids, *named} & set(evidence):
            used.setdefault(evidence[name], set()).add(outcome.criterion_id)
    listed = re.search(r'<ul class="sources">(.*?)</ul>', files[f"{UNIT}.html"].decode(), re.DOTALL)[1]
    numbers = [int(one) for one in re.findall(r"for (\d+) answers?</span>", listed)]
    assert numbers == sorted((len(one) for one in used.values()), reverse=True)


def test_a_name_in_any_language_finds_a_country_also_one_that_was_not_checked(library, files):
    index = json.loads(files["search.js"].decode().removeprefix("window.NAP_INDEX=").removesuffix(";\n"))
    brazil = next(row for row in index if row[0] == "BRA.html")
    assert "Brasil" in brazil[2]
    found = named_countries(library, ("SRB", "DEU"), "en", ("en", "sr-Cyrl"))
    assert [(code, name) for code, name, _ in found] == [("DEU", "Germany"), ("SRB", "Serbia")]
    assert {"Srbija", "Србија"} <= set(found[1][2])
    assert "Немачка" in found[0][2]


def test_the_publisher_stands_above_and_below_every_page(files):
    pages = {name: page.decode() for name, page in files.items() if name.endswith(".html") and name != "explorer.html"}
    assert len(pages) > 50
    for name, page in pages.items():
        head, _, foot = page.partition("<main")
        assert "Watch &lt;b&gt;" in head, name
        assert 'src="publisher.svg"' in head, name
        assert 'href="mailto:tell@example.org"' in foot, name
        assert "Here &amp; there" in foot, name
    assert files["publisher.svg"] == PLAIN


def test_the_publisher_stands_in_every_picture_and_is_the_author_that_a_paper_cites(files):
    drawn = {name: data.decode() for name, data in files.items() if name.endswith(".svg") and "share/" in name}
    assert len(drawn) > 2
    for name, picture in drawn.items():
        assert "Watch &lt;b&gt;" in picture, name
    cited = text_of(files[f"{UNIT}.html"]).partition("For a paper ")[2]
    assert re.match(r"Watch <b> \(\d{4}\)\. Brazil", cited)


def test_a_picture_names_the_release_and_the_address_of_its_page(library, held):
    edition = Edition("2030.1", "https://plans.example.org/", languages=("en",), printed=False)
    drawn = {one.name: one.figure.svg for one in pictures(Press(library, held, edition, "en"))}
    said = " ".join(re.findall(r"<text[^>]*>([^<]*)", drawn[UNIT]))
    assert f"Sources: data release 2030.1; https://plans.example.org/{UNIT}.html." in said


def test_the_front_page_leads_with_the_publishers_own_plans(tmp_path):
    inside = Path("countries/BRA")
    shutil.copytree(shipped_root() / inside, tmp_path / "own" / inside)
    library = Library.open(tmp_path / "own")
    edition = Edition(printed=False, languages=("en",), imprint=Imprint(Publisher(name="Watch")))
    found = edition_files(library, holdings(library, ("BRA", "LVA")), Order(tmp_path / "out", edition), str)
    front = found["index.html"].decode()
    assert re.search(r"<h1>1 plan that we judged</h1>", front)
    assert front.index(f'href="{UNIT}.html"') < front.index("<h2>")
    assert "The plan sets 58 goals." in text_of(found["index.html"])
    assert "Published by Watch." in text_of(found["index.html"])
    assert 'LVA-2025-2027.html">Latvia' not in front.partition("<h2>")[0]


def test_what_has_no_verdict_is_one_line_of_its_country(held, files):
    page = files["states.html"].decode()
    open_units = [unit.name for unit in held.units if not unit.frames.own.grade.grade]
    line = re.search(r'<li class="key">Partly checked, no verdict:(.*?)</li>', page)
    assert (line is not None) == bool(open_units)
    for name in open_units:
        assert f'href="{name}.html"' in line[1]


def test_nothing_of_the_maker_is_on_a_page(files):
    for name, page in files.items():
        if name.endswith(".html") and name != "explorer.html":
            assert "evaluator " not in text_of(page).replace("NAP Evaluator ", ""), name


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("logo.svg", b"<svg><script>a()</script></svg>", "could run"),
        ("logo.svg", b"<svg onload='a()'/>", "could run"),
        ("logo.svg", b"<svg><image href='https://example.org/a.png'/></svg>", "could run"),
        ("logo.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "could run"),
        ("logo.svg", b"<svg><style>@import url(a.css)</style></svg>", "could run"),
        ("logo.png", b"GIF89a", "no picture of its kind"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_LOGO), "at most 200 kB"),
        ("logo.gif", b"GIF89a", r"Give .svg, .png or .jpg"),
        ("none.png", None, "no such picture"),
    ],
)
def test_a_logo_that_is_none_is_refused(name, content, told, tmp_path):
    (tmp_path / "publisher.yaml").write_text(f"name: Watch\nlogo: {name}\n", "utf-8")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(EvaluatorError, match=told):
        imprint_of(Layers((tmp_path,)))


def test_a_logo_outside_the_folder_is_refused_and_none_is_needed(tmp_path):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.svg").write_bytes(PLAIN)
    (inside / "logo.svg").symlink_to(tmp_path / "secret.svg")
    (inside / "publisher.yaml").write_text("name: Watch\nlogo: logo.svg\n", "utf-8")
    with pytest.raises(EvaluatorError, match="no such picture"):
        imprint_of(Layers((inside,)))
    (inside / "publisher.yaml").write_text("name: Watch\n", "utf-8")
    assert imprint_of(Layers((inside,))) == Imprint(Publisher(name="Watch"))
    assert imprint_of(Layers((tmp_path,))) is None


def test_a_release_without_a_publisher_is_refused(tmp_path):
    words = ["publish", str(tmp_path / "out"), "--release", "2026.1", "--only", "BRA", "--no-pdf", "--lang", "en"]
    told = CliRunner().invoke(cli, words)
    assert told.exit_code == 2
    assert "A release says who publishes it" in told.output
    missing = CliRunner().invoke(cli, [*words, "--publisher", str(tmp_path / "none.yaml")])
    assert missing.exit_code == 2
    assert list(tmp_path.iterdir()) == []

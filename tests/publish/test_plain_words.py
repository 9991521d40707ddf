"""Plain words as data: a question for readers in every criterion, words for letters and sides, Serbian alone."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil

import pytest

from evaluator.extensions.publish.edition import Order, edition_files
from evaluator.extensions.publish.holdings import holdings
from evaluator.extensions.publish.pages import Edition
from evaluator.library import Library, shipped_root
from evaluator.read.checks.readers import MOST_WORDS
from evaluator.read.whole import check_library

RUBRICS = ("four-paradigms", "law-and-practice", "public-record")
UNIT = "BRA-2018-2022"
FOREIGN = re.compile(r'<(\w+)[^>]* lang="(?!sr)[^"]*"[^>]*>.*?</\1>', re.DOTALL)
TITLES = re.compile(r'<a [^>]*rel="noopener"[^>]*>.*?</a>|<(script|style|svg|title)\b.*?</\1>', re.DOTALL)
CODERS = re.compile(
    r"(?i)\b(?:levels?|so not|not put at|at least|above|not) [0-4](?=[.,:;)]|$)|\bTIP (text )?alone|\blevels? [0-4]"
    r"|\bthe list (?:gives|has|tells)\b"
)
ENGLISH = re.compile(r"(?:\b[a-z’'-]+[ ,]+){3,}[a-z]+", re.IGNORECASE)


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def files(library, tmp_path_factory):
    edition = Edition(printed=False, languages=("en", "sr-Cyrl"))
    order = Order(tmp_path_factory.mktemp("site") / "out", edition)
    return edition_files(library, holdings(library, ("BRA",)), order, str)


def english_in(page, names=()):
    """Return runs of four words in Latin letters that no `lang` marks; titles of sources and authors are names."""
    text = html.unescape(re.sub(r"<[^>]*>", " ¦ ", FOREIGN.sub(" ¦ ", TITLES.sub(" ¦ ", page))))
    for name in names:
        text = text.replace(name, " ¦ ")
    return [found[0] for found in ENGLISH.finditer(text)]


@pytest.mark.parametrize("rubric_id", RUBRICS)
def test_each_criterion_asks_in_plain_words_in_english_and_in_serbian(library, rubric_id):
    rubric = library.rubric(rubric_id)
    asked = [one.plain for one in rubric.criteria]
    assert len(set(asked)) == len(rubric.criteria), "no two ask the same"
    for one in rubric.criteria:
        assert 5 <= len(one.plain.split()) <= MOST_WORDS, one.id
        assert one.plain.endswith("?"), one.id
        serbian = rubric.translations["sr-Cyrl"][f"{one.id}.plain"]
        assert re.fullmatch(r"[А-Яа-яЂ-Џђ-џ0-9 ,P]+\?", serbian), one.id


def test_the_pages_ask_plainly_and_keep_the_question_of_the_coders_below(library, files):
    rubric = library.rubric("four-paradigms")
    one = rubric.by_id["non-punishment"]
    for folder, plain in (("", one.plain), ("sr-Cyrl/", rubric.translations["sr-Cyrl"]["non-punishment.plain"])):
        page = files[f"{folder}{UNIT}.non-punishment.html"].decode()
        assert f"<h1>{plain}</h1>" in page
        plan = files[f"{folder}{UNIT}.html"].decode()
        assert plan.count(f'<a href="{UNIT}.non-punishment.html">{plain}</a>') >= 3, "safeguard, lowest, table"
        assert f'"{plain}"' in files[f"{folder}scores.js"].decode()
    assert html.escape(" ".join(one.question.split()), quote=False) in files[f"{UNIT}.non-punishment.html"].decode()


def test_a_letter_has_its_word_and_a_side_its_plain_name(files):
    page, serbian = files[f"{UNIT}.html"].decode(), files[f"sr-Cyrl/{UNIT}.html"].decode()
    assert "<strong>Grade E: very weak</strong>" in page
    assert "врло слабо</strong>" in serbian
    sides = (("Borders and stay", "Граница и боравак"), ("How the plan is made", "Како је план направљен"))
    for english, other in sides:
        assert f'<th scope="row">{english}</th>' in page
        assert f'<th scope="row">{other}</th>' in serbian


def test_each_frame_says_for_whom_it_counts(library, files):
    frames = library.rubric("four-paradigms").weightings
    assert all(frame.who.get("sr-Cyrl") for frame in frames.values() if frame.who)
    assert f"For {frames['gaatw'].who['en']} · " in html.unescape(files["frames.html"].decode())


def test_no_english_is_left_in_serbian_but_what_is_marked_and_names(library, files):
    names = sorted({one.author_body for one in library.assessment(UNIT).sources} - {""}, key=len, reverse=True)
    left = {
        name: found
        for name, page in files.items()
        if name.startswith("sr-Cyrl/")
        and name.endswith(".html")
        and name != "sr-Cyrl/explorer.html"
        and (found := english_in(page.decode(), names))
    }
    assert left == {}
    assert len(english_in(files[f"{UNIT}.html"].decode().replace('lang="en"', ""), names)) > 20, "English is found"


def test_the_check_tells_a_missing_and_a_long_plain_question_and_a_reason_for_coders(tmp_path):
    ratings = tmp_path / "own" / "countries" / "XXS" / "plans" / "XXS-2020-2022" / "assessments" / "small" / "a.csv"
    shutil.copytree(shipped_root() / "tests" / "data" / "sound", tmp_path / "own")
    path = tmp_path / "own" / "rubrics" / "small" / "criteria"
    short = path / "jobs.yaml"
    short.write_text(re.sub(r"plain: .*\n", "", short.read_text(encoding="utf-8")), encoding="utf-8")
    long = path / "dates.yaml"
    words = "Does " + "really " * 13 + "more?"
    long.write_text(re.sub(r"plain: .*", f"plain: {words}", long.read_text(encoding="utf-8")), encoding="utf-8")
    table = ratings.read_text(encoding="utf-8")
    reason = next(csv.DictReader(io.StringIO(table)))["reason"]
    ratings.write_text(table.replace(reason, f"{reason} It is one source so not 0.", 1), encoding="utf-8")
    told = [str(one) for one in check_library(Library.open(tmp_path / "own"), (tmp_path / "own",))]
    assert sum("1 of 7 criteria have no plain question (jobs)" in one for one in told) == 1
    assert sum("a plain question of 15 words" in one and "dates.yaml" in one for one in told) == 1
    assert sum("“so not 0” in a reason, which readers are shown" in one and "a.csv:2:" in one for one in told) == 1


def test_no_reason_that_goes_out_argues_in_levels_or_speaks_of_the_lists_of_coders():
    told, read = [], 0
    for path in shipped_root().glob("countries/*/plans/*/assessments/*/*.csv"):
        if path.name not in ("agreed.csv", "log.csv"):
            with path.open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    read += 1
                    said = re.sub(r"\s?\(level [0-9][^()]*\)", "", row["reason"])  # what pages leave out
                    place = (path.parts[-4], path.stem, row["criterion_id"])
                    told += [(*place, found[0]) for found in CODERS.finditer(said)]
    assert read > 1000
    assert told == []

"""Other words by what a rubric has and lacks: each stands for a message that is said, with the same placeholders."""

from __future__ import annotations

import re
import shutil

import pytest

from evaluator.library import Library, shipped_root
from evaluator.model.rubric import Missing
from evaluator.pipeline import evaluate
from evaluator.reports.country import country_html, report_view
from evaluator.reports.language import placeholders
from evaluator.reports.wording import other_words, wording_of
from tools.messages import collected

GRADE = re.compile(r"\b[Gg]rad(?:e|es|ed)\b(?!\)s)")
# What sets rubrics with words apart from those with grades.
APART = ("bands, not grades: not to be held against graded rubrics", "do not compare with the grades")
# Pages of the desk, and an audit of a rubric's numbers, speak to those who work on a rubric.
ELSEWHERE = ("workbench", "workbook", "audit", "wording.yaml")
BANDS, NO_BANDS = other_words()["bands"], other_words()["no-bands"]
# Layers whose messages a page says, or another layer.
OF_FIELD = ("assessed", "counted", "counted-in-parts", "groups", "no-floors", "no-stances")
PAIRS = [(name, message) for name in OF_FIELD for message in other_words()[name]]


@pytest.fixture(scope="module")
def messages():
    """Return the files of each message, by its first form."""
    found = {}
    for message in collected():
        first = message.id if isinstance(message.id, str) else message.id[0]
        found[first] = [place for place, _ in message.locations]
    return found


@pytest.mark.slow
def test_each_message_in_other_words_is_one_that_is_still_said(messages):
    assert [message for message in (*BANDS, *NO_BANDS) if message not in messages] == []


@pytest.mark.slow
def test_every_message_of_a_page_that_speaks_of_grades_has_other_words(messages):
    pages = [m for m, files in messages.items() if not all(any(part in file for part in ELSEWHERE) for file in files)]
    told = [m for m in pages if GRADE.search(m) and not any(words in m for words in APART)]
    assert len(told) > 60
    assert [m for m in told if m not in BANDS] == []


@pytest.mark.parametrize("message", BANDS)
def test_other_words_speak_of_no_grade_and_have_the_same_placeholders(message):
    for form in filter(None, BANDS[message]):
        assert not GRADE.search(form)
        assert set(placeholders(form)) <= {*placeholders(message), "%(num)s", "%(number)s"}, form


def test_only_a_rubric_whose_bands_are_words_is_worded_otherwise():
    library = Library.open()
    assert wording_of(library.rubric()).messages == ()
    record = wording_of(library.rubric("public-record"), "sr-Latn")
    assert record.band("very low on record") == "veoma nisko po zapisima"
    assert record.mark("very high on record") == "++"


@pytest.mark.parametrize("message", NO_BANDS)
def test_without_bands_no_message_names_one(message):
    for form in filter(None, NO_BANDS[message]):
        assert not GRADE.search(form)
        assert "grade" not in form
        assert "verdict" not in form.casefold()
        assert set(placeholders(form)) <= {*placeholders(message), "%(num)s", "%(number)s"}, form


def test_no_message_speaks_of_a_verdict_where_there_are_no_bands():
    assert [message for message, told in BANDS.items() if "erdict" in str(told) and message not in NO_BANDS] == []


def test_a_rubric_without_bands_gives_a_score_and_no_verdict(tmp_path):
    """The rubric of plans' measures, without its bands: a plan that is assessed far enough has a score alone."""
    rubrics = tmp_path / "rubrics"
    shutil.copytree(shipped_root() / "rubrics" / "plan-quality", rubrics / "bare")
    head = rubrics / "bare" / "rubric.yaml"
    text = re.sub(r"(?m)^  bands:\n(?:    - .*\n)+", "  kind: none\n", head.read_text(encoding="utf-8"))
    head.write_text(text.replace("id: plan-quality", "id: bare"), encoding="utf-8")
    for path in (rubrics / "bare" / "weightings").iterdir():
        path.write_text(
            path.read_text(encoding="utf-8").replace("rubric: plan-quality", "rubric: bare"), encoding="utf-8"
        )
    library = Library.open(tmp_path)
    rubric = library.rubric("bare")
    card = evaluate(library.assessment("BRA-2018-2022", rubric), rubric)
    page = country_html(library, report_view(library, card, annex=True))
    told = " ".join(re.sub(r"<style>.*?</style>|<[^<>]*>", " ", page, flags=re.DOTALL).split())
    told = told.replace(APART[0], "").replace("and do not compare with the grades of rubrics on plans", "")
    assert [told[max(0, m.start() - 60) : m.end() + 60] for m in GRADE.finditer(told)] == []
    assert "verdict" not in told.casefold()
    assert "A score of " in told or "to be compared, " in told
    assert (card.grade.lowest, card.grade.highest) == ("enough known", "enough known")


@pytest.mark.slow
def test_each_message_in_other_words_is_said_by_a_page_or_by_another_layer():
    said = {message.id if isinstance(message.id, str) else message.id[0] for message in collected()}
    said |= {words.one for name in ("bands", "no-bands", "no-plan") for words in other_words()[name].values()}
    assert [message for _, message in PAIRS if message not in said] == []


@pytest.mark.parametrize(("name", "message"), PAIRS)
def test_other_words_of_a_field_have_the_same_placeholders(name, message):
    for form in filter(None, other_words()[name][message]):
        assert set(placeholders(form)) <= {*placeholders(message), "%(num)s", "%(number)s"}, form


def test_the_words_of_bands_are_worded_again_by_what_the_rubric_lacks():
    rubric = Library.open().rubric("first-look")  # paradigms without stances
    wording = wording_of(rubric)
    assert (wording.has_stances, wording.has_codings, wording.has_floors) == (False, True, True)
    assert wording.one("Paradigm and stance") == "Paradigm"
    assert wording.one("No paradigm clearly stands out") == "No paradigm clearly stands out"


def test_a_rubric_of_which_one_part_counts_what_is_missing_as_nothing_says_so_of_parts():
    rubric = Library.open().rubric()
    part = rubric.tree[0].model_copy(update={"missing": Missing(policy="zero")})
    wording = wording_of(rubric.model_copy(update={"tree": (part, *rubric.tree[1:])}))
    assert wording.one("not assessed; never counts as 0") == "not assessed; in parts counts as level 0"
    whole = wording_of(rubric.model_copy(update={"missing": Missing(policy="zero")}))
    assert whole.one("not assessed; never counts as 0") == "not assessed; counts as level 0"


def test_the_subject_stands_in_the_language_of_the_page():
    rubric = Library.open().rubric()
    assert wording_of(rubric).subject == "trafficking in human beings"
    assert wording_of(rubric, "sr-Latn").subject == "trgovina ljudima"

"""The invented countries: sound, complete, marked as invented, true to their own text, and different in each frame."""

from __future__ import annotations

import csv
import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pdfplumber
import pytest
from babel import Locale

from evaluator import Library, evaluate
from evaluator.anchors.verify import check_passages
from evaluator.library import examples_root, shipped_root
from evaluator.plans.evolve import evolve
from evaluator.read.layers import Layers
from evaluator.read.whole import check_library

EXAMPLES = examples_root()
PLAN = EXAMPLES / "countries" / "XAR" / "plans" / "XAR-2022-2025"
PLANS = ("XAR-2022-2025", "XBE-2023-2026", "XCA-2023-2026")
TEXTS = {"XAR-S1": "XAR-2022-2025", "XAR-S6": "XAR-2022-2025-amendment"}
PLACE = re.compile(
    r"p\. (\d+), (?:measure (?P<measure>[\d.]+)|section (?P<section>[\d.]+)|.*\bpart (?P<part>\d)"
    r"|article (?P<article>\d))"
)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(Layers((EXAMPLES, shipped_root())))


@pytest.fixture(scope="module")
def cards(library):
    rubric = library.rubric()
    ready = [library.assessment(plan, rubric) for plan in PLANS]
    return {(one.plan.id[:3], name): evaluate(one, rubric, name) for one in ready for name in rubric.weightings}


@cache
def pages(name: str) -> tuple[str, ...]:
    with pdfplumber.open(EXAMPLES / "documents" / f"{name}.pdf") as pdf:
        return tuple(page.extract_text() or "" for page in pdf.pages)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_not_even_a_remark_on_them(library):
    assert [str(problem) for problem in check_library(library, [EXAMPLES])] == []


def test_each_is_marked_as_invented_by_its_name_too_and_has_a_code_that_no_state_has(library):
    shipped = Library(Layers((shipped_root(),)))
    codes = sorted(set(library.country_codes) - set(shipped.country_codes))
    assert codes == ["XAR", "XBE", "XCA"]
    for code in codes:
        country = library.country(code)
        assert country.invented
        assert country.names["en"].endswith(" (invented)")
        assert country.names["sr"].endswith(" (измишљена)")
        assert code not in Locale("en").territories
    assert not any(shipped.country(code).invented for code in shipped.country_codes)
    assert [path for path in EXAMPLES.rglob("sources.csv") for row in rows(path) if ".example/" not in row["url"]] == []


def test_the_same_ratings_get_other_grades_in_other_eyes(cards):
    grades = {
        name: tuple(cards[code, name].grade.grade for code in ("XAR", "XBE", "XCA"))
        for name in ("equal", "gaatw", "national-police-border", "us-tip", "trafficked-persons")
    }
    assert grades == {
        "equal": ("B", "E", "B"),
        "gaatw": ("C", "E", "A"),
        "national-police-border": ("B", "B", "E"),
        "us-tip": ("B", "B", "D"),
        "trafficked-persons": ("C", "E", "B"),
    }
    assert {card.grade.grade for card in cards.values()} == {"A", "B", "C", "D", "E"}
    assert not any(card.is_draft for card in cards.values())


def test_nothing_of_arvenia_is_open_and_each_gate_is_kept_at_least_in_part(cards):
    card = cards["XAR", "equal"]
    assert card.coverage == 1
    assert {one.outcome.status for one in card.criteria} == {"rated", "silent"}
    assert {gate.state for gate in card.gates} == {"kept", "in-part"}
    assert {gate.state for gate in cards["XBE", "equal"].gates} == {"silent", "in-part", "tripped"}


def test_arvenia_has_every_file_that_a_plan_may_have():
    found = {path.relative_to(PLAN).as_posix() for path in PLAN.rglob("*") if path.is_file()}
    ratings = [f"assessments/four-paradigms/{coder}.{end}" for coder in "abc" for end in ("csv", "yaml")]
    tables = [
        *("anchors", "evidence", "implementation", "indicators", "matches", "measures", "money"),
        *("recommendations", "replies"),
    ]
    assert found == {
        *(f"{name}.csv" for name in tables),
        *("plan.yaml", "framing.yaml", "narrative/en.md", "editions/2024-03-18/XAR-2022-2025.pdf"),
        *("intake/mapping.yaml", "intake/notes.csv", "intake/wording.csv"),
        *(*ratings, "assessments/four-paradigms/agreed.csv", "assessments/four-paradigms/log.csv"),
    }


def test_each_passage_of_arvenias_own_documents_is_tied_to_its_place_and_stands_there(library):
    assert check_passages(library.layers, [PLAN]) == []
    assessment = library.assessment("XAR-2022-2025", library.rubric())
    from_documents = [row.evidence_id for row in assessment.evidence if row.source_id in TEXTS]
    assert list(dict.fromkeys(anchor.evidence_id for anchor in assessment.anchors)) == from_documents


def emptied(assessment, cells, share=1.0, seed=0):
    """Return the plan with cells of its rows and sums emptied, all or a share of them at random."""
    dice = random.Random(seed)  # noqa: S311  (repeatable, no secret)

    def without(row, names):
        nothing = {name: () if isinstance(getattr(row, name), tuple) else "" for name in names}
        return replace(row, **{name: empty for name, empty in nothing.items() if dice.random() < share})

    rows = tuple(without(row, [c for c in cells if c != "funder_kind"]) for row in assessment.measures)
    money = tuple(without(line, ["funder_kind"] if "funder_kind" in cells else []) for line in assessment.money)
    return replace(assessment, measures=rows, money=money)


def test_emptied_tags_and_payers_are_unknown_and_the_range_and_possible_grades_widen(library):
    rubric = library.rubric()
    whole = library.assessment("XAR-2022-2025", rubric)
    full, card = evaluate(whole, rubric), evaluate(emptied(whole, ("function", "funder_kind")), rubric)
    for name, reason in (("budget-balance", "no confirmed tag"), ("local-ownership-funding", "a sum without a payer")):
        outcome = card.criterion(name).outcome
        assert (outcome.status, outcome.level, outcome.covered) == ("not-assessed", None, False)
        assert f"0 of 42 rows known; 42 rows have {reason}" in outcome.note
    assert card.coverage < full.coverage == 1
    assert card.bounds[0] < full.score < card.bounds[1]
    assert card.grade.highest <= full.grade.grade <= card.grade.lowest


@pytest.mark.parametrize("seed", range(6))
def test_whatever_cells_are_empty_the_score_of_the_whole_plan_lies_in_the_range(library, seed):
    cells = ("function", "paradigms", "funder_kind", "end", "lead_ids", "responsible_text")
    for name in ("four-paradigms", "plan-quality"):
        rubric = library.rubric(name)
        for plan in PLANS:
            whole = library.assessment(plan, rubric)
            full, card = evaluate(whole, rubric), evaluate(emptied(whole, cells, 0.05 + 0.1 * seed, seed), rubric)
            assert card.bounds[0] <= full.score <= card.bounds[1]
            assert card.grade.highest <= full.grade.grade <= card.grade.lowest
            for one, other in zip(full.criteria, card.criteria, strict=True):
                if one.outcome.rule == "computed" and one.outcome.level is not None:
                    assert other.outcome.low_level <= one.outcome.level <= other.outcome.high_level


def test_the_plan_before_it_is_known_by_some_of_its_rows_and_not_rated(library):
    before = library.plan("XAR-2018-2021")
    assert (before.rows.here, before.rows.total, before.end) == (14, 31, "2021")
    assert not library.is_assessed("XAR-2018-2021", library.rubric())
    assert {entry.id for entry in library.country("XAR").plan_history} == set(library.plan_ids("XAR"))


def test_a_person_confirmed_pairs_of_both_editions_one_of_which_the_words_alone_would_not_make(library):
    before, after = (library.assessment(plan, library.rubric()) for plan in ("XAR-2018-2021", "XAR-2022-2025"))
    alike = library.plan_words.alike

    def made(said):
        return {
            (one.old_id, one.new_id): one
            for one in evolve(before.measures, after.measures, alike, said)
            if one.likeness
        }

    proposed, pairs = made(()), made(after.matches)
    assert pairs.keys() - proposed.keys() == {("R007", "R019")}
    assert proposed.keys() - pairs.keys() == set()
    assert [pair for pair, one in pairs.items() if not one.confirmed] == [("R002", "R001")]
    assert sorted(pairs) == sorted((one.old_id, one.new_id) for one in after.matches)
    assert all(one == replace(pairs[one.old_id, one.new_id], earlier=before.plan.id) for one in after.matches)


def test_three_coders_rated_apart_and_two_disputes_were_decided_by_name(library):
    assessment = library.assessment("XAR-2022-2025", library.rubric())
    assert [(coding.header.coder, coding.header.state, coding.header.blind) for coding in assessment.codings] == [
        (coder, "final", True) for coder in "abc"
    ]
    decided = {row.criterion_id: (row.inputs, row.level) for row in assessment.agreed if row.rule == "discussion"}
    assert decided == {
        "all-victims-non-discrimination": ("a:2;b:3;c:1", 2),
        "consent-to-services": ("a:3;b:1;c:3", 3),
    }
    (changed,) = [reply for reply in assessment.replies if reply.outcome == "changed"]
    (record,) = [record for record in assessment.log if record.record == changed.log_record]
    assert (record.criterion_id, record.old, record.new) == ("non-punishment", "1", "3")
    assert record.when[:10] > changed.received


def cited() -> list[tuple[str, str]]:
    """Return each place in Arvenia's own documents that evidence or the frame cites, once."""
    evidence = [(row["source_id"], row["locator"]) for row in rows(PLAN / "evidence.csv")]
    frame = re.findall(r"source_id: (XAR-S\d), locator: \"(p\. [^\"]+)\"", (PLAN / "framing.yaml").read_text("utf-8"))
    return sorted({(source, place) for source, place in [*evidence, *frame] if source in TEXTS})


@pytest.mark.parametrize(("source", "place"), cited(), ids=lambda text: text)
def test_every_place_cited_is_on_the_page_that_it_names(source, place):
    found = PLACE.fullmatch(place) or re.fullmatch(r"p\. (\d+), (?P<head>Foreword)", place)
    assert found, place
    page = pages(TEXTS[source])[int(found[1]) - 1]
    said = found.groupdict()
    heads = {"measure": "^{} ", "section": "^{} [A-Z]", "part": "^Part {} ", "article": "^Article {} ", "head": "^{}$"}
    (kind,) = [kind for kind, value in said.items() if value]
    assert re.search(heads[kind].format(re.escape(said[kind])), page, flags=re.MULTILINE), page


def test_the_sums_of_the_rows_are_those_that_the_plan_states(library):
    by_kind: dict[str, float] = {}
    for line in library.assessment("XAR-2022-2025", library.rubric()).money:
        by_kind[line.funder_kind] = by_kind.get(line.funder_kind, 0) + (line.amount or 0)
    assert by_kind == {"state": 19_480_000, "donor": 2_750_000, "local": 850_000, "private": 40_000}
    text = " ".join(pages("XAR-2022-2025"))
    assert all(f"{int(amount):,}" in text for amount in (*by_kind.values(), sum(by_kind.values())))

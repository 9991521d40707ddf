"""Whose the files are that a report carries: shipped, changed, or of its user."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

from evaluator.extensions.verify.difference import WHOSE
from evaluator.extensions.verify.rebuild import stated_in
from evaluator.extensions.verify.whose import Source, examples_beside, sources_of
from evaluator.library import Library, examples_root
from evaluator.model.scorecard import PeersFile
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import results_files, zip_bytes
from evaluator.reports.carried.beside import PEERS, peers_file
from evaluator.reports.carried.result import SeveralOrder
from evaluator.reports.context.alongside import records_of
from evaluator.reports.context.country import country_context
from evaluator.reports.country import country_files, country_page
from evaluator.reports.editions.earlier import kept_edition
from evaluator.reports.editions.library import EARLIER_RESULT
from evaluator.reports.editions.open import Held, HeldFile

PLAN = "countries/BRA/plans/BRA-2018-2022"
EVIDENCE, RATINGS = f"{PLAN}/evidence.csv", f"{PLAN}/assessments/four-paradigms/a.csv"
TIERS, STANDARDS = "countries/facts/tip-tiers.csv", "rubrics/standards.csv"
OWN, OTHER = f"{PLAN}/notes.csv", "countries/XXA/plans/XXA-2020-2023/evidence.csv"
EXAMPLE, BUNDLE = frozenset({"BRA-2018-2022"}), "rubrics/criteria.zip"


@pytest.fixture(scope="module")
def shipped():
    return Library.open()


@pytest.fixture(scope="module")
def honest(shipped) -> Held:
    """Return what the shipped library gives a report of Brazil to carry."""
    card = evaluate(shipped.assessment("BRA-2018-2022"), shipped.rubric())
    context = country_context(shipped, card)
    return _held(country_files(shipped, context, country_page(context)))


def _held(files) -> Held:
    return Held("x.pdf", b"", tuple(HeldFile(file.name, file.content, file.sha256) for file in files), "en", "", "")


def _but(held: Held, path: str, content: bytes | None) -> Held:
    """Return a report with another content of one file, or without it."""
    kept = tuple(file for file in held.files if file.name != path)
    return replace(held, files=kept if content is None else (*kept, HeldFile(path, content, "")))


def _text(held: Held, path: str) -> bytes:
    return held.file(path).content


def _beside(held: Held, plans=EXAMPLE, *, is_known: bool = True):
    sources, found = examples_beside(
        held, stated_in(json.loads(_text(held, "result.json")), held), plans, is_known=is_known
    )
    return {one.part: one.said for one in sources}, [(one.part, one.where, one.found) for one in found]


def _rewritten(held: Held, name: str, old: bytes, new: bytes) -> Held:
    """Return a report with a text replaced in a file of the bundle of rubrics."""
    with zipfile.ZipFile(io.BytesIO(_text(held, BUNDLE))) as bundle:
        files = {entry: bundle.read(entry) for entry in bundle.namelist()}
    assert old in files[name]
    return _but(held, BUNDLE, zip_bytes(files | {name: files[name].replace(old, new)}))


def test_each_part_of_a_shipped_report_is_as_shipped(honest):
    told, found = _beside(honest)
    parts = ("ratings", "facts", "scores of others", "evidence", "standards", "frames", "other rubrics")
    assert told == dict.fromkeys(parts, "as shipped")
    assert found == []


@pytest.mark.parametrize(
    ("part", "path"),
    [("ratings", RATINGS), ("facts", TIERS), ("evidence", EVIDENCE), ("standards", STANDARDS),
     ("scores of others", PEERS)],
)  # fmt: skip
def test_a_worked_example_with_another_text_is_told_and_where(honest, part, path):
    told, found = _beside(_but(honest, path, _text(honest, path)[:-2] + b"9\n"))
    assert told[part] == f"changed by its user ({path})"
    assert found == [(WHOSE, path, "another text: changed by its user")]


@pytest.mark.parametrize("path", [PEERS, TIERS, "countries/facts/treaties.csv", "rubrics/tests.csv"])
def test_what_a_worked_example_leaves_out_is_told(honest, path):
    assert _beside(_but(honest, path, None))[1] == [(WHOSE, path, "no such file inside")]


def test_another_country_s_score_that_is_moved_is_told(honest):
    peers = json.loads(_text(honest, PEERS))
    next(iter(peers["record"]["one"].values()))["score"] = 0.99
    assert [where for _, where, _ in _beside(_but(honest, PEERS, json.dumps(peers).encode()))[1]] == [PEERS]


def test_a_frame_of_its_user_under_a_worked_example_is_told(honest):
    frame = _text(honest, "rubrics/four-paradigms/weightings/equal.yaml").replace(b"equal", b"official", 1)
    path = "rubrics/four-paradigms/weightings/official.yaml"
    told, found = _beside(_but(honest, path, frame))
    assert told["frames"] == f"of its user ({path})"
    assert found == [(WHOSE, path, "a file of its user")]


def test_a_rubric_beside_the_one_that_scored_is_compared_by_what_it_says(honest):
    name = "law-and-practice/rubric.yaml"
    said = _beside(_rewritten(honest, name, b"id: law-and-practice\n", b"# kept as it is\nid: law-and-practice\n"))
    assert said[1] == []
    assert said[0]["other rubrics"] == "as shipped"
    told = _beside(_rewritten(honest, name, b"title", b"name"))
    assert told[1] == [(WHOSE, f"rubrics/{name}", "another text: changed by its user")]


def test_line_endings_are_no_change(honest):
    assert _beside(_but(honest, TIERS, _text(honest, TIERS).replace(b"\n", b"\r\n")))[1] == []


def test_an_earlier_edition_that_is_not_the_kept_one_is_told(honest):
    assert _beside(_but(honest, EARLIER_RESULT, b"{}"))[1] == [(WHOSE, EARLIER_RESULT, "a file of its user")]


def test_what_no_shipped_file_stands_for_is_its_users(honest):
    told, found = _beside(_but(_but(honest, OWN, b""), OTHER, b""))
    assert told["evidence"] == f"of its user ({OWN}, {OTHER})"
    assert [where for _, where, _ in found] == [OWN]


def test_who_says_that_the_plan_is_an_own_one_may_change_all(honest):
    told, found = _beside(_but(honest, TIERS, b""), frozenset())
    assert (told["facts"], found) == (f"changed by its user ({TIERS})", [])


def test_another_release_ships_other_files_so_that_nothing_is_called_changed(honest):
    told, found = _beside(_but(honest, TIERS, b""), is_known=False)
    assert (told["facts"], found) == (f"unlike those that this release ships ({TIERS})", [])


def test_a_worked_example_under_what_is_not_shipped_is_told(honest):
    result = json.loads(_text(honest, "result.json"))
    for changed in ({"weighting": "mine"}, {"plan": "BRA-2030-2034"}, {"rubric": {"id": "mine"}}):
        stated = stated_in({**result, **changed}, honest)
        _, (first, *_) = examples_beside(honest, stated, frozenset(stated.plans), is_known=True)
        assert first.where == "the report"
        assert first.part == WHOSE
        assert "is called" in first.found


def test_the_records_of_a_page_of_years_are_those_of_the_shipped_library(shipped):
    rubric = shipped.rubric("public-record")
    cards = [evaluate(shipped.assessment("ALB-2005", rubric), rubric)]
    records = records_of(shipped, ["ALB"])
    order = SeveralOrder("years", "x")

    def beside(peers: bytes):
        held = _held(results_files(shipped, cards, order, {PEERS: peers}))
        return _beside(held, frozenset({"ALB-2005"}))

    told, found = beside(peers_file(PeersFile(records=records)))
    assert (set(told.values()), found) == ({"as shipped"}, [])
    year = min(records["ALB"].one)
    moved = records["ALB"].model_copy(update={"one": {year: records["ALB"].one[year]}})
    assert [where for _, where, _ in beside(peers_file(PeersFile(records={"ALB": moved})))[1]] == [PEERS]
    units = "countries/units.csv"
    changed = _held(
        results_files(shipped, cards, order, {PEERS: peers_file(PeersFile(records=records)), units: b"unit_id\n"})
    )
    assert [where for _, where, _ in _beside(changed, frozenset({"ALB-2005"}))[1]] == [units]


@pytest.mark.parametrize(("unit", "rubric"), [("AFG-2005", "public-record"), ("XAR-2022-2025", "four-paradigms")])
def test_a_record_without_a_folder_and_an_invented_plan_are_as_shipped(shipped, unit, rubric):
    library = Library.open(examples_root()) if unit.startswith("X") else shipped
    card = evaluate(library.assessment(unit, rubric), library.rubric(rubric))
    context = country_context(library, card)
    held = _held(country_files(library, context, country_page(context), kept_edition(library, card)))
    told, found = _beside(held, frozenset({unit}))
    assert (set(told.values()), found) == ({"as shipped"}, [])


def test_a_rubric_that_scored_is_left_to_the_comparison_of_what_it_says(honest):
    changed = _but(honest, "rubrics/four-paradigms/rubric.yaml", b"id: other\n")
    assert {one.said for one in sources_of(changed, "four-paradigms", {})} == {"as shipped", f"of its user ({PEERS})"}


def test_a_part_names_three_files_and_counts_the_rest():
    assert Source("facts", 5, changed=("a", "b", "c", "d", "e")).said == "changed by its user (a, b, c and 2 more)"

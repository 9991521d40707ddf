"""The explorer's page: one file under a strict policy, whose data are never markup, and whose frames the tool takes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages import pofile
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.errors import EvaluatorError
from evaluator.extensions.explorer.content import page_data
from evaluator.extensions.explorer.explorer_page import explorer_page, joined_script, packed_json, texts_of
from evaluator.library import Library
from evaluator.pipeline import enter, evaluate

SCRIPTS = Path(__file__).parents[2] / "templates" / "explorer"


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def rubric(library):
    return library.rubric()


@pytest.fixture(scope="module")
def entrants(library, rubric):
    return [enter(library.assessment(name, rubric), rubric) for name in ("ALB-2005-2007", "SRB-2017-2018")]


@pytest.fixture(scope="module")
def page(library, rubric, entrants):
    return explorer_page(library, rubric, list(rubric.weightings.values()), entrants)


def carried(page: str) -> dict:
    text = re.search(r'<script id="carried" type="application/octet-stream">([^<]*)</script>', page)[1]
    return json.loads(gzip.decompress(base64.b64decode(text)))


def test_the_policy_lets_the_one_script_and_the_one_style_of_the_page_run_and_nothing_be_fetched(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    script = re.search(r'<script type="module">(.*?)</script>', page, flags=re.DOTALL)[1]
    style = re.search(r"<style>(.*?)</style>", page, flags=re.DOTALL)[1]
    for name, text in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r'(?:src|href)="(?!#|data:,")', page)


def test_a_country_named_like_markup_is_text_in_the_data_and_nowhere_in_the_page(library, rubric, entrants):
    evil = "</script><script>alert(1)</script>"
    whole = entrants[0].assessment
    country = whole.country.model_copy(update={"names": {"en": evil}})
    other = replace(entrants[0], assessment=replace(whole, country=country))
    page = explorer_page(library, rubric, [rubric.weighting("equal")], [other])
    assert "alert(1)" not in page
    assert carried(page)["units"][0]["name"] == f"{evil} 2005–2007"


def test_the_same_input_gives_the_same_bytes(library, rubric, entrants, page):
    assert explorer_page(library, rubric, list(rubric.weightings.values()), entrants) == page


def test_the_page_carries_each_reason_with_the_passages_it_rests_on(page, library, rubric):
    unit = carried(page)["units"][0]
    card = evaluate(library.assessment("ALB-2005-2007", rubric), rubric)
    for scored, cell in zip(card.criteria, unit["cells"], strict=True):
        assert cell["level"] == scored.outcome.level
        assert set(cell["evidence"]) == set(scored.outcome.evidence_ids)
        assert set(cell["evidence"]) <= set(unit["passages"])


def test_every_shipped_unit_under_every_frame_fits_into_a_megabyte_and_a_half(library, rubric, entrants):
    page = explorer_page(library, rubric, list(rubric.weightings.values()), entrants * 98)
    assert len(page.encode()) < 1_500_000


def test_missing_values_are_null_and_no_number_is_written_that_json_has_not():
    assert json.loads(gzip.decompress(base64.b64decode(packed_json({"a": None, "b": 0.1})))) == {"a": None, "b": 0.1}
    with pytest.raises(ValueError, match="JSON"):
        packed_json(float("nan"))


def test_the_texts_of_a_script_are_found_each_once():
    assert texts_of('say("a \\"b\\"", {x}); say("c"); say(\n "c")') == ['a "b"', "c"]


def test_every_text_that_the_script_says_is_in_the_catalogue(library):
    with (SCRIPTS.parent / "lang" / "messages.pot").open("rb") as file:
        known = pofile.read_po(file)
    assert [text for text in texts_of(joined_script(library)) if text not in known] == []


def test_two_modules_with_one_name_are_refused_by_name(library, tmp_path):
    own = tmp_path / "templates" / "explorer"
    own.mkdir(parents=True)
    (own / "words.js").write_text("export function combine() {}\n", encoding="utf-8")
    with pytest.raises(EvaluatorError, match="one name twice: combine"):
        joined_script(Library.open(tmp_path))


def test_a_script_that_would_end_its_element_is_refused(library, tmp_path):
    own = tmp_path / "templates" / "explorer"
    own.mkdir(parents=True)
    (own / "words.js").write_text("// </Script>\n", encoding="utf-8")
    with pytest.raises(EvaluatorError, match="would end it"):
        joined_script(Library.open(tmp_path))


def test_without_a_unit_there_is_no_page(library, rubric):
    with pytest.raises(EvaluatorError, match="at least one unit"):
        explorer_page(library, rubric, [rubric.weighting("equal")], [])


def test_the_command_writes_the_page_and_replaces_none_unasked(tmp_path):
    out = tmp_path / "x.html"
    first = CliRunner().invoke(cli, ["explore", "ALB", "--out", str(out)])
    assert first.exit_code == 0, first.output
    assert carried(out.read_text(encoding="utf-8"))["units"][0]["id"] == "ALB-2005-2007"
    again = CliRunner().invoke(cli, ["explore", "ALB", "--out", str(out)])
    assert again.exit_code == 2
    assert "--force" in again.output


WISHES = (
    ("four-paradigms", "equal", {}),
    ("four-paradigms", "gaatw", {}),
    ("four-paradigms", "equal", {"shares": {"migration": 0, "law-enforcement": 0, "human-rights": 0, "economic": 0}}),
    ("four-paradigms", "catw", {"stances": {"control": 1, "protection": 0, "structural": 0}}),
    ("four-paradigms", "coe-greta", {"objects": {"law": False}, "countsIgnored": False, "gates": "ignore"}),
    ("public-record", "equal", {"shares": {"law-enforcement": 60, "human-rights": 20}}),
    ("law-and-practice", "catw", {"stances": {"control": 3, "protection": 1, "structural": 0}}),
)


@pytest.mark.parametrize(("rubric_id", "preset", "change"), WISHES)
def test_a_frame_set_on_the_page_is_a_weighting_that_scores_alike(library, node, tmp_path, rubric_id, preset, change):
    """The file that the page gives is taken by `evaluator check` without a fault, and makes the same score."""
    rubric = library.rubric(rubric_id)
    unit = {"four-paradigms": "ALB-2005-2007", "public-record": "ROU-2005", "law-and-practice": "SVN-2021-2022"}
    assessment = library.assessment(unit[rubric_id], rubric)
    held = page_data(rubric, list(rubric.weightings.values()), [enter(assessment, rubric)], "en")
    (tmp_path / "held.json").write_text(json.dumps(held), encoding="utf-8")
    head = {"id": "own-frame", "rubric": rubric_id, "title": 'Own "frame"', "actor": "reader", "note": "set: #1"}
    head["remarks"] = ["a remark"]
    code = f"""
    import {{ readFileSync }} from "node:fs";
    import {{ statable, toYaml }} from {json.dumps((SCRIPTS / "frame.js").as_uri())};
    import {{ frameOf, held, outcome, plainWish }} from {json.dumps((SCRIPTS / "model.js").as_uri())};
    const data = held(JSON.parse(readFileSync({json.dumps(str(tmp_path / "held.json"))}, "utf8")));
    const wish = {{ ...plainWish(data, {json.dumps(preset)}), ...{json.dumps(change)} }};
    const frame = statable(data.tree, data.weighed, frameOf(data, wish));
    const {{ score, coverage, low, high }} = outcome(data, wish).standings[0].result;
    console.log(JSON.stringify([toYaml(frame, {json.dumps(head)}), [score, coverage, low, high]]));
    """
    ran = subprocess.run([node, "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
    written, numbers = json.loads(ran.stdout)
    folder = tmp_path / "rubrics" / rubric_id / "weightings"
    folder.mkdir(parents=True)
    (folder / "own-frame.yaml").write_text(written, encoding="utf-8")
    own = Library.open(tmp_path).rubric(rubric_id)  # a fault of the file is raised here
    card = evaluate(assessment, own, "own-frame")
    assert [card.score, card.coverage, *card.bounds] == pytest.approx(numbers, abs=1e-9)

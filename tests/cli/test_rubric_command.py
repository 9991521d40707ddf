"""`evaluator rubric`: show, lint, schema, diff, audit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.cli.rubric.command import SHAPES
from evaluator.read.text_files.yaml_file import read_yaml

ROOT = Path(__file__).parents[2]
FLAGSHIP = ROOT / "rubrics" / "four-paradigms"


def keyed(content):
    """Return content as JSON has it: keys are texts."""
    if isinstance(content, dict):
        return {str(key): keyed(value) for key, value in content.items()}
    return [keyed(value) for value in content] if isinstance(content, list) else content


@pytest.fixture
def revised(tmp_path):
    return Path(shutil.copytree(FLAGSHIP, tmp_path / "rubrics" / "four-paradigms"))


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_rubric_is_printed_as_a_page(call):
    page = call("rubric", "show", "first-look").stdout
    assert page.startswith("# First look\n")
    assert "### Migration" in page
    assert "`no-summary-deportation` (safeguard; victim-centred; judged, about the plan;" in page
    assert page.count("Invented passages that would earn a level:") >= 4


def test_one_criterion_can_be_shown_alone(call):
    page = call("rubric", "show", "--criterion", "non-punishment").stdout
    assert page.startswith("## Non-punishment\n")
    assert "- TIP, practice: partly." in page
    wrong = call("rubric", "show", "-c", "non-punishmnt")
    assert (wrong.exit_code, "Did you mean 'non-punishment'?" in wrong.stderr) == (2, True)


def test_a_missing_translation_is_shown_as_missing(call, revised):
    (revised / "lang").mkdir(exist_ok=True)
    (revised / "lang" / "sq.yaml").write_text('non-punishment.title: "Mosndëshkimi"\n', encoding="utf-8")
    page = call("rubric", "show", revised, "-c", "non-punishment", "-c", "witness-protection", "--lang", "sq").stdout
    assert "## Mosndëshkimi\n" in page
    assert "## Protection of victims and witnesses *(sq: not translated)*" in page
    assert "There is no lang/de.yaml" in call("rubric", "show", "--lang", "de").stderr


def test_lint_ends_with_one_only_if_strict(call, revised):
    clean = call("rubric", "lint")
    assert (clean.exit_code, "warnings 0" in clean.stderr) == (0, True)
    change(revised, "criteria/witness-protection.yaml", "origin: modelled\n", "")
    found = call("rubric", "lint", revised)
    assert "no `origin`. Give sourced, counted or modelled" in found.stdout
    assert found.exit_code == 0
    assert call("rubric", "lint", revised, "--strict").exit_code == 1
    assert json.loads(call("rubric", "lint", revised, "--format", "json").stdout)


@pytest.mark.parametrize("kind", SHAPES)
def test_the_shipped_files_meet_the_schema_that_editors_get(call, kind):
    schema = json.loads(call("rubric", "schema", kind).stdout)
    files = {
        "rubric": sorted((ROOT / "rubrics").glob("*/rubric.yaml")),
        "criterion": sorted(FLAGSHIP.glob("criteria/*.yaml")),
        "weighting": sorted(FLAGSHIP.glob("weightings/*.yaml")),
        "lens": sorted(FLAGSHIP.glob("lenses/*.yaml")),
        "audit": [FLAGSHIP / "audit.yaml"],
        "instruments": [ROOT / "rubrics" / "instruments.yaml"],
    }[kind]
    assert files
    validator = jsonschema.Draft202012Validator(schema)
    for path in files:
        assert [error.message for error in validator.iter_errors(keyed(read_yaml(path).content))] == [], path.name


def test_the_schema_refuses_an_unknown_key(call):
    schema = json.loads(call("rubric", "schema", "weighting").stdout)
    content = keyed(read_yaml(FLAGSHIP / "weightings" / "equal.yaml").content) | {"wieghts": {}}
    assert not jsonschema.Draft202012Validator(schema).is_valid(content)


def test_equal_rubrics_differ_in_nothing(call):
    done = call("rubric", "diff", "four-paradigms", "four-paradigms")
    assert done.exit_code == 0
    assert "No difference." in done.stdout
    assert "Not moved by the rubric: 1 of 1." in done.stdout or "Not moved by the rubric:" in done.stdout


def test_a_revision_is_told_with_its_version_and_the_plans_it_moves(call, revised):
    change(revised, "rubric.yaml", "3: 0.75", "3: 0.9")
    change(revised, "criteria/witness-protection.yaml", "meaning_version: 2", "meaning_version: 3")
    done = call("rubric", "diff", "four-paradigms", revised, "-w", "equal", "-w", "us-tip")
    assert "scale" in done.stdout
    assert "1.3.0 -> 1.3.0: a minor change; the number has to be 1.4.0 or more." in done.stdout
    assert "To be rated again: witness-protection." in done.stdout
    assert "BRA-2018-2022  equal" in done.stdout
    assert done.exit_code == 1
    assert "it has to be 1.4.0 or more" in done.stderr


def test_a_comparison_as_json_holds_every_change(call, revised):
    change(revised, "criteria/witness-protection.yaml", "title: ", "title: The ")
    change(revised, "rubric.yaml", "version: 1.3.0", "version: 1.3.1")
    done = call("rubric", "diff", "four-paradigms", revised, "--format", "json")
    found = json.loads(done.stdout)
    assert [(c["id"], c["field"], c["bump"]) for c in found["changes"]] == [("witness-protection", "title", "patch")]
    assert (found["enough"], done.exit_code) == (True, 0)
    assert not any(plan["moved"] for plan in found["plans"])


def test_an_unknown_rubric_is_refused_with_a_suggestion(call):
    done = call("rubric", "diff", "four-paradigm", "four-paradigms")
    assert (done.exit_code, "Did you mean 'four-paradigms'?" in done.stderr) == (2, True)


def test_an_audit_is_written_to_a_file_or_refused(call, tmp_path):
    done = call("rubric", "audit", "first-look", "--part", "numbers")
    assert (done.exit_code, "the rubric first-look has no audit.yaml" in done.stderr) == (2, True)
    done = call("rubric", "audit", "--out", tmp_path / "none" / "audit.md")
    assert (done.exit_code, "there is no such folder" in done.stderr) == (2, True)


def test_remarks_on_a_first_rubric_are_at_most_ten_lines_and_json_has_each(tmp_path):
    library = ["--library", str(tmp_path)]
    assert CliRunner().invoke(cli, ["new", "rubric", "own", *library]).exit_code == 0
    text = CliRunner().invoke(cli, ["rubric", "lint", "own", *library]).stdout
    listed = json.loads(CliRunner().invoke(cli, ["rubric", "lint", "own", "--format", "json", *library]).stdout)
    assert len(text.splitlines()) <= 10 < len(listed)
    assert {one["severity"] for one in listed} == {"note", "warning"}

"""The six long tables of a release, counted again from the files of the library."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from evaluator.extensions.publish.holdings import holdings
from evaluator.extensions.publish.long_tables import LONG
from evaluator.extensions.publish.package import Release
from evaluator.library import Library, shipped_root

ROOT = shipped_root()
NO_CODERS = ("agreed.csv", "log.csv")


def read_csv(path):
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_yaml(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def rated_folders():
    """Return the folders of ratings whose coders are all ready, by plan and rubric."""
    found = {}
    for folder in ROOT.glob("countries/*/plans/*/assessments/*"):
        heads = [read_yaml(path) for path in folder.glob("*.yaml")]
        if heads and all(head["state"] == "final" for head in heads):
            found[folder.parts[-3], folder.name] = folder
    return found


@pytest.fixture(scope="module")
def package():
    library = Library.open()
    return Release(library, holdings(library), "2026.1", "2026-11-29").files({})


@pytest.fixture(scope="module")
def tables(package):
    return {name: list(csv.DictReader(io.StringIO(package[f"{name}.csv"].decode()))) for name in (
        "plans", "ratings", "evidence", "scores", "criteria", "weightings"
    )}  # fmt: skip


@pytest.fixture(scope="module")
def folders():
    return rated_folders()


@pytest.fixture(scope="module")
def units(folders):
    """Return plan and rubric of all that goes out, from the folders of ratings and the table of units."""
    return {*folders, *((row["unit_id"], row["rubric"]) for row in read_csv(ROOT / "countries" / "units.csv"))}


@pytest.fixture(scope="module")
def asked():
    """Return the criteria and the frames of each rubric by its files; a frame in whose place another stands is none."""
    found = {}
    for folder in ROOT.glob("rubrics/*/"):
        other = read_yaml(folder / "rubric.yaml").get("weightings_from")
        homes = [folder, *([ROOT / "rubrics" / other] if other else [])]
        frames = [read_yaml(path) for home in homes for path in home.glob("weightings/*.yaml")]
        gone = {frame.get("follows") for frame in frames}
        criteria = {read_yaml(path)["id"] for path in folder.glob("criteria/*.yaml")}
        found[folder.name] = criteria, {frame["id"] for frame in frames} - gone
    return found


def test_the_keys_that_the_package_names_tell_all_rows_apart(package, tables):
    held = {one["path"]: one for one in json.loads(package["datapackage.json"])["resources"]}
    assert {f"{name}.csv" for name in tables} == set(LONG) - {"changes.csv"}
    assert "changes.csv" not in package
    for name, rows in tables.items():
        key = held[f"{name}.csv"]["schema"]["primaryKey"]
        counted = Counter(tuple(row[column] for column in key) for row in rows)
        assert counted.most_common(1)[0][1] == 1, name
        assert all(all(cells) for cells in counted), name
    plans = {(row["plan_id"], row["rubric"]) for row in tables["plans"]}
    for name in ("ratings", "evidence", "scores", "criteria"):
        (link,) = held[f"{name}.csv"]["schema"]["foreignKeys"]
        assert link == {"fields": ["plan_id", "rubric"], "reference": {
            "resource": held["plans.csv"]["name"], "fields": ["plan_id", "rubric"]
        }}  # fmt: skip
        assert {(row["plan_id"], row["rubric"]) for row in tables[name]} <= plans


def test_every_row_says_country_year_rubric_and_version(tables):
    versions = {path.parent.name: read_yaml(path)["version"] for path in ROOT.glob("rubrics/*/rubric.yaml")}
    for name, rows in tables.items():
        for row in rows:
            assert row["version"] == versions[row["rubric"]]
            if name != "weightings":
                assert (row["iso3"], row["year"]) == (row["plan_id"][:3], row["plan_id"][4:8]), name


def test_plans_scores_and_levels_are_as_many_as_the_files_say(tables, units, asked):
    assert {(row["plan_id"], row["rubric"]) for row in tables["plans"]} == units
    scored = {(row["plan_id"], row["rubric"], row["weighting"]) for row in tables["scores"]}
    assert scored == {(plan, rubric, frame) for plan, rubric in units for frame in asked[rubric][1]}
    levels = {(row["plan_id"], row["rubric"], row["criterion_id"]) for row in tables["criteria"]}
    assert levels == {(plan, rubric, criterion) for plan, rubric in units for criterion in asked[rubric][0]}


def test_ratings_and_the_passages_that_they_cite_are_those_of_the_files(tables, folders):
    rated, cited = set(), {}
    for (plan, rubric), folder in folders.items():
        known = {row["evidence_id"]: row for row in read_csv(folder.parents[1] / "evidence.csv")}
        for path in folder.glob("*.csv"):
            for row in read_csv(path) if path.name not in NO_CODERS else ():
                rated.add((plan, rubric, path.stem, row["criterion_id"], row["status"], row["level"], row["reason"]))
                for name in filter(None, row["evidence_ids"].split(";")):
                    cited.setdefault((plan, rubric, name, known[name]["source_id"]), set()).add(row["criterion_id"])
    columns = ("plan_id", "rubric", "coder", "criterion_id", "status", "level", "reason")
    assert {tuple(row[one] for one in columns) for row in tables["ratings"]} == rated
    assert len(tables["ratings"]) == len(rated)
    found = {
        (row["plan_id"], row["rubric"], row["evidence_id"], row["source_id"]): set(row["criterion_ids"].split(";"))
        for row in tables["evidence"]
    }
    assert found == cited


def test_the_weights_of_all_criteria_of_a_frame_add_up_to_one(tables, asked):
    summed, named = {}, {}
    for row in tables["weightings"]:
        if row["kind"] == "criterion":
            frame = row["rubric"], row["weighting"]
            summed[frame] = summed.get(frame, 0.0) + float(row["share"])
            named.setdefault(frame, set()).add(row["id"])
    out = {row["rubric"] for row in tables["plans"]}
    assert named == {(rubric, frame): asked[rubric][0] for rubric in out for frame in asked[rubric][1]}
    assert all(abs(share - 1) < 1e-9 for share in summed.values())


def test_the_scores_of_all_rubrics_are_those_of_each(package, tables):
    apart = [
        row
        for name, data in package.items()
        if name.startswith("scores/")
        for row in csv.DictReader(io.StringIO(data.decode()))
    ]
    assert tables["scores"] == apart


def test_each_score_that_a_release_changed_is_a_row_and_no_other(package):
    library = Library.open()
    before, altered = dict(package), "scores/four-paradigms.csv"
    rows = list(csv.reader(io.StringIO(package[altered].decode())))
    at = {label: place for place, label in enumerate(rows[0])}
    scored = [row for row in rows[1:] if row[at["score"]]]
    gone, moved = scored[0], scored[1]
    added = [*gone]
    added[at["plan_id"]] = "ALB-1999"
    was, moved[at["score"]] = moved[at["score"]], "0.123456789"
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([*(row for row in rows if row is not gone), added])
    before[altered] = written.getvalue().encode()
    made = Release(library, holdings(library), "2026.2", "2026-11-30").files(before)
    found = {row["change"]: row for row in csv.DictReader(io.StringIO(made["changes.csv"].decode()))}
    assert made["changes.csv"].count(b"\n") == 1 + len(found) == 4
    key = ("plan_id", "weighting")
    told = {change: tuple(row[one] for one in key) for change, row in found.items()}
    assert told == {
        "added": tuple(gone[at[one]] for one in key),
        "changed": tuple(moved[at[one]] for one in key),
        "taken-out": ("ALB-1999", gone[at["weighting"]]),
    }
    assert (found["changed"]["score_before"], found["changed"]["score"]) == ("0.123456789", was)
    assert (found["added"]["score_before"], found["added"]["score"]) == ("", gone[at["score"]])
    assert (found["taken-out"]["score_before"], found["taken-out"]["score"]) == (gone[at["score"]], "")
    assert {row["rubric"] for row in found.values()} == {"four-paradigms"}
    assert (found["added"]["version_before"], found["taken-out"]["version"]) == ("", "")
    held = {one["path"]: one for one in json.loads(made["datapackage.json"])["resources"]}
    assert held["changes.csv"]["schema"]["primaryKey"] == ["rubric", "weighting", "plan_id"]
    assert "foreignKeys" not in held["changes.csv"]["schema"]

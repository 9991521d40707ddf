"""`evaluator silence`: the counts on the terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import json

from click.testing import CliRunner

from evaluator.cli import cli


def call(*words):
    return CliRunner().invoke(cli, ["silence", *words])


def test_years_and_tiers_stand_with_their_denominators_and_the_caution():
    result = call()
    assert result.exit_code == 0
    assert "2011         179      14           8 %   94       53 %     0  71" in result.stdout
    assert "Tier 1                     269     105          39 %   47       17 %     0  117" in result.stdout
    assert "A chapter that does not mention a matter says nothing of what happened." in result.stdout
    heads = [line.split(maxsplit=1)[1] for line in result.stdout.splitlines() if line.startswith(("report ", "tier "))]
    assert {" ".join(head.split()) for head in heads} == {"chapters silent share silent yes share yes some no"}
    told = " ".join(result.stdout.split())
    assert "punishment, yes: victims arrested, fined, imprisoned, deported or else penalised. some: in part." in told
    other = " ".join(call("--matter", "identification").stdout.split())
    assert "identification, yes: formal procedures of identification." in other


def test_a_country_has_its_own_rows():
    lines = call("alb").stdout.splitlines()
    assert lines[1].split() == ["ALB", "2001", "Tier", "3", "no-mention"]
    assert "chapters" not in lines[0]


def test_csv_holds_one_table():
    assert call("--format", "csv").exit_code == 2
    rows = list(csv.DictReader(call("--format", "csv", "--by", "tiers").stdout.splitlines()))
    assert [row["tier"] for row in rows] == ["1", "2_or_2WL", "3", "SC"]
    years = list(csv.DictReader(call("--format", "csv", "--by", "years", "--matter", "services").stdout.splitlines()))
    assert {row["matter"] for row in years} == {"services"}
    own = list(csv.DictReader(call("ALB", "--format", "csv").stdout.splitlines()))
    assert len(own) == 11


def test_json_holds_both_tables_or_the_countries():
    assert {key: len(rows) for key, rows in json.loads(call("--format", "json").stdout).items()} == {
        "years": 11,
        "tiers": 4,
    }
    assert list(json.loads(call("ALB", "--format", "json").stdout)) == ["countries"]


def test_an_unknown_country_is_told():
    result = call("XYZ")
    assert result.exit_code == 2
    assert "no country is called 'XYZ'" in result.stderr

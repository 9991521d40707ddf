"""Periods, sources and families of plans; most faults have their files in tests/bad."""

from __future__ import annotations

import pytest

from evaluator.read.checks.country import check_country
from evaluator.read.country import CountryFiles, read_country_files
from evaluator.read.layers import Layers


def test_a_country_that_could_not_be_read_has_nothing_to_check(tmp_path):
    assert check_country(CountryFiles(Layers((tmp_path,)), None, None)) == []


def found(tmp_path, text: str, recorded: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    folder = tmp_path / "XXA"
    folder.mkdir()
    (folder / "country.yaml").write_text(f"iso3: XXA\nnames: {{en: Xan}}\n{text}", encoding="utf-8")
    files = read_country_files(Layers((folder,)), [])
    return [(problem.severity, problem.found) for problem in check_country(files, recorded)]


@pytest.mark.parametrize("text", ["", "memberships: []\n"])
def test_a_country_of_which_no_membership_is_recorded_anywhere_is_a_warning(tmp_path, text):
    ((severity, words),) = found(tmp_path, text, ("XXB",))
    assert severity == "warning"
    assert words.startswith("no membership is recorded, here or in countries/facts/memberships.csv")


@pytest.mark.parametrize(
    ("text", "recorded"),
    [("", ("XXA",)), ("memberships: [{body: UN, from: 1990}]\n", ()), ("no_member_of: [EU]\n", ())],
)
def test_a_record_of_either_kind_is_enough(tmp_path, text, recorded):
    assert found(tmp_path, text, recorded) == []


def test_a_body_is_not_listed_as_both(tmp_path):
    text = "memberships: [{body: UN, from: 1990}]\nno_member_of: [UN]\n"
    assert found(tmp_path, text) == [("fault", "'UN', which memberships list")]

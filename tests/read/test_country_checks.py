"""Periods, sources and families of plans; most faults have their files in tests/bad."""

from __future__ import annotations

from evaluator.read.country import CountryFiles
from evaluator.read.country_checks import check_country
from evaluator.read.layers import Layers


def test_a_country_that_could_not_be_read_has_nothing_to_check(tmp_path):
    assert check_country(CountryFiles(Layers((tmp_path,)), None, None)) == []

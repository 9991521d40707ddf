"""A country's folder."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.country import read_country, read_country_files
from evaluator.read.layers import Layers


def test_a_country_is_read_from_its_folder(sound):
    country = read_country(Layers((sound / "countries" / "XXS",)))
    assert (country.iso3, country.roles[0].start) == ("XXS", "2015")


def test_the_folder_is_named_by_the_code(broken):
    with pytest.raises(InvalidInputError, match="'XXS', the name of the folder"):
        read_country(Layers((broken("country-iso3-not-folder") / "countries" / "XXS",)))


def test_tables_that_are_absent_are_not_in_the_result(sound, tmp_path):
    problems = []
    files = read_country_files(Layers((sound / "countries" / "XXS",)), problems)
    assert sorted(files.tables) == ["exceptions", "facts", "institutions", "monitoring", "sources"]
    (tmp_path / "XXT").mkdir()
    bare = read_country_files(Layers((tmp_path / "XXT",)), problems)
    assert (bare.country, bare.tables) == (None, {})
    assert [p.found for p in problems] == ["there is no such file"]

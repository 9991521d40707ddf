from __future__ import annotations

import re

import pytest

from evaluator.reports.pdf.engines import KEYS, MOST, NONE, engine_versions, version_by


def test_the_versions_are_those_that_weasyprint_found():
    pytest.importorskip("weasyprint")
    found = engine_versions()
    assert tuple(found) == KEYS
    for name in ("Pango", "HarfBuzz"):
        assert re.fullmatch(r"\d+\.\d+\.\d+", found[name])
    assert found["HarfBuzzSubset"] in (found["HarfBuzz"], NONE)


def test_a_machine_without_the_subsetter_says_so(monkeypatch):
    ffi = pytest.importorskip("weasyprint.text.ffi")
    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    assert engine_versions()["HarfBuzzSubset"] == NONE


@pytest.mark.parametrize("version", [(6, 0, 0), (8, 3, 0), (10, 2, 11), (0, 0, 0)])
def test_a_version_is_found_by_asking(version):
    assert version_by(lambda *asked: asked <= version) == version


def test_a_library_that_says_yes_to_everything_ends_the_asking():
    assert version_by(lambda *_: True) == (MOST - 1, MOST - 1, MOST - 1)

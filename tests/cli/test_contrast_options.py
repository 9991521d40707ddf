"""What is asked of a contrast on the command line."""

from __future__ import annotations

import click
import pytest

from evaluator.cli.contrast.options import Output, with_options
from evaluator.contrasts.options import SECTIONS, USUAL, ContrastOptions
from evaluator.errors import InvalidInputError

NOTHING = {
    "every": False, "shares": (), "sections": (), "no_ranks": False, "rank_all": False, "draws": None, "seed": None,
    "nested": False, "around": False, "concentration": None, "rules": (), "within": 1.0, "doubts": (), "processes": 1,
    "form": "table", "table": None, "out": None, "force": False, "lang": "en",
}  # fmt: skip


def _taken(**given):
    return with_options(lambda options, output: (options, output))(**{**NOTHING, **given})


def test_sections_are_the_usual_ones_all_or_those_named():
    assert Output().sections(()) == USUAL
    assert Output().sections(("all",)) == SECTIONS
    assert Output().sections(("levels", "plans")) == ("plans", "levels")


def test_csv_needs_the_section_of_its_table():
    assert Output(form="csv").sections(("all",)) == ("scores",)
    assert Output(form="csv", table="pairs").sections(()) == ("robustness",)


def test_every_option_is_handed_over():
    assert _taken() == (ContrastOptions(), Output())
    given = {
        "shares": ("migration=0.4",), "rank_all": True, "draws": 500, "seed": 7, "nested": True, "around": True,
        "concentration": 2.0, "rules": ("a>b",), "within": 0.2, "doubts": ("coders",),
    }  # fmt: skip
    options, output = _taken(**given, sections=("flips",), form="html", lang="sr", force=True)
    assert options == ContrastOptions(**given, sections=("flips",))
    assert output == Output(form="html", lang="sr", force=True)


def test_ranks_are_left_out_and_all_weightings_taken_by_a_flag_each():
    assert not _taken(no_ranks=True)[0].ranks
    assert _taken(every=True)[0].weightings == ("all",)
    with pytest.raises(click.UsageError, match="exclude each other"):
        _taken(no_ranks=True, rank_all=True)


def test_what_cannot_be_asked_is_reported_before_anything_is_scored():
    for wrong in ({"shares": ("migration",)}, {"rules": ("a",)}, {"rules": ("a>" + "b" * 1000,)}):
        with pytest.raises(InvalidInputError):
            _taken(**wrong)

"""What is asked of a contrast on the command line."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from evaluator.cli.contrast.command import command
from evaluator.cli.contrast.options import DECLARED, Output, with_options
from evaluator.contrasts.options import SECTIONS, USUAL, ContrastOptions
from evaluator.errors import InvalidInputError

NOTHING = {
    "every": False, "shares": (), "sections": (), "ranks": False, "rank_all": False, "draws": None, "seed": None,
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
    assert not _taken(ranks=True)[0].ranks
    assert _taken(every=True)[0].weightings == ("all",)
    with pytest.raises(click.UsageError, match="exclude each other"):
        _taken(ranks=True, rank_all=True)


def test_what_cannot_be_asked_is_reported_before_anything_is_scored():
    for wrong in ({"shares": ("migration",)}, {"rules": ("a",)}, {"rules": ("a>" + "b" * 1000,)}):
        with pytest.raises(InvalidInputError):
            _taken(**wrong)


def test_every_field_of_the_options_is_filled_by_an_option_and_weightings_by_the_choice_of_the_command():
    assert set(DECLARED) == set(ContrastOptions.model_fields) - {"weightings"}
    by_name = {name: option for option in command.params for name in option.opts}
    for name, (_, declared) in DECLARED.items():
        assert by_name[declared.name].name == name
        assert by_name[declared.name].help == declared.help


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        (("--draws", "99"), "99 is not in the range 100<=x<=1000000"),
        (("--draws", "100.5"), "is not a valid integer"),
        (("--seed", "-1"), "-1 is not in the range x>=0"),
        (("--concentration", "0"), "0.0 is not in the range x>0"),
        (("--max-shift", "1.5"), "1.5 is not in the range 0<=x<=1"),
        (("--show", "opinions"), "'opinions' is not one of 'plans'"),
        (("--vary", "luck"), "'luck' is not one of 'weights', 'coders'"),
    ],
)
def test_the_bounds_of_an_option_are_those_of_its_field(words, bounds):
    done = CliRunner().invoke(command, ["ALB", *words])
    assert done.exit_code == 2
    assert bounds in done.stderr

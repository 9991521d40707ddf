"""The figures of a study in a notebook are those that the command writes."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

import evaluator
from evaluator.cli import cli
from evaluator.errors import EvaluatorError, UnknownNameError

UNITS = [f"{country}-2009" for country in ("SRB", "HRV", "BGR", "MKD")]


@pytest.fixture(scope="module")
def study():
    return evaluator.contrast(UNITS, "public-record")


def test_the_figures_are_those_of_several_plans(study):
    assert dir(study.plot) == [
        "bump", "common", "dumbbell", "levels", "map", "matrix", "multiples", "order", "panels", "ranges", "ranks",
        "sides",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["matrix", "dumbbell", "order", "ranks", "ranges", "levels", "multiples"])
def test_a_figure_is_that_of_the_command(study, kind, tmp_path):
    drawn = getattr(study.plot, kind)()
    path, other = drawn.save(tmp_path / "own.svg"), tmp_path / "command.svg"
    done = CliRunner().invoke(cli, ["figure", kind, *UNITS, "--rubric", "public-record", "-o", str(other)])
    assert done.exit_code == 0, done.output
    assert drawn._repr_svg_() == path.read_text("utf-8") == other.read_text("utf-8")
    assert repr(drawn).startswith(f"<Drawn {kind}, ")


def test_a_figure_speaks_the_language_asked_for_and_is_written_as_a_picture(study, tmp_path):
    drawn = study.plot("ranges", lang="sr-Cyrl")
    assert "Србија" in drawn._repr_svg_()
    assert drawn.save(tmp_path / "a.PNG").read_bytes().startswith(b"\x89PNG")


def test_weights_of_ones_own_are_drawn():
    own = evaluator.contrast(["BRA", "AUS"], weightings=["equal", {"survivors-voice": 1}], rank_all=True)
    assert own.plot.matrix is not None
    assert own.plot.ranges()._repr_svg_().startswith("<svg ")


def test_what_cannot_be_drawn_is_told_and_nothing_is_written(study, tmp_path):
    with pytest.raises(UnknownNameError, match="Did you mean 'matrix'"):
        study.plot("matrx")
    with pytest.raises(AttributeError, match="no figure of several plans is called 'frames'"):
        _ = study.plot.frames
    with pytest.raises(EvaluatorError, match="bump has nothing to show"):
        study.plot.bump()
    with pytest.raises(EvaluatorError, match=r"a figure ends in \.svg or \.png"):
        study.plot.ranges().save(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []

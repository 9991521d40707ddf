"""Punishment of victims beside what a chapter says: shares with intervals, silence apart, and no invented figure."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library, shipped_root
from evaluator.model.facts import PunishedBeside
from evaluator.read.layers import Layers
from evaluator.reports.charts.drawing import Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.punished_beside import punished_chart
from evaluator.reports.language import language
from evaluator.scoring.consequences import punished_beside
from tests.reports.layout import collisions

LAYERS = Layers((shipped_root() / "templates",))
ONE = PunishedBeside("tier", "1", 60, 20, 40, 10, 12, 0.25, 0.1, 0.4)
FEW = PunishedBeside("tier", "3", 30, 15, 15, 15, 9, 1.0, 1.0, 1.0)


def pen(code="en"):
    return Pen(language(LAYERS, code), letters_of(LAYERS))


def test_silence_is_told_first_and_a_value_of_few_chapters_is_left_out():
    chart = punished_chart(pen(), [ONE, FEW])
    assert chart.title.startswith("35 of 90 chapters do not say whether victims were punished; of those that do, 25%")
    assert [row[1] for row in chart.table[1:]] == ["Tier 1"]
    assert chart.table[1][2:] == ("60", "20", "40", "10", "25%", "10%–40%")
    assert "association is no cause" in chart.unit


def test_where_no_value_has_enough_chapters_there_is_no_figure():
    assert punished_chart(pen(), [FEW]) is None


@pytest.mark.parametrize("lang", ["en", "sr-Latn"])
def test_no_label_of_the_shipped_figure_covers_another(lang):
    facts = Library.open().shared_facts
    chart = punished_chart(pen(lang), punished_beside(facts.chapters, facts.three_p_index))
    assert collisions(chart) == []


def test_the_figure_is_drawn_without_names_and_refuses_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["figure", "punished"]).exit_code == 0
    assert "625 of 1587 chapters" in (tmp_path / "punished.svg").read_text(encoding="utf-8")
    assert CliRunner().invoke(cli, ["figure", "punished", "ALB"]).exit_code == 2

"""A lens comes in a package outside: a file for a unit of ours, or a unit of its own with its file."""

from __future__ import annotations

import json

import pytest

from tests.test_doors import outside

__all__ = ["outside"]

LENS = """
id: {id}
rubric: four-paradigms
titles: {{en: Share of criteria met}}
unit: {unit}
reproduces: The share of criteria at a level or above it.
modelled: The level.
recalled: Nothing.
sources: [None]
least_coverage: {{share: 0.1, origin: modelled, ground: any}}
"""
OWN = LENS + "settings: {{level: 1}}\n"
PARTS = LENS + "parts:\n  - {{id: all, criteria: [non-punishment], lowest: 0, highest: 1, origin: modelled}}\n"
SHARE = """
from pathlib import Path

from evaluator.model.lens import LensNumber, LensReading
from evaluator.model.lens_unit import LensUnit


class Share(LensUnit):
    files = (Path(__file__).with_name("met.yaml"),)

    def lacks(self, lens):
        return "" if "level" in lens.settings else "`settings` with `level`"

    def look(self, lens, card, context):
        levels = [scored.outcome.level for scored in card.criteria if scored.outcome.level is not None]
        met = sum(level >= lens.settings["level"] for level in levels) / len(levels)
        number = LensNumber("met", met, met, met, 1.0)
        return LensReading(card.assessment.plan.id, lens, card.is_draft, 1.0, outcome="read", numbers=(number,))


UNIT = Share()
"""
ALONE = """
from pathlib import Path

from evaluator.model.lens_unit import LensUnit


class Files(LensUnit):
    files = (Path(__file__).with_name("met.yaml"),)


UNIT = Files()
"""


@pytest.fixture
def bring(outside, tmp_path):
    install, run = outside

    def lens(lens_text, text=SHARE, name="share"):
        (tmp_path / "met.yaml").write_text(lens_text, encoding="utf-8")
        install("nap-share", f"{name} = share:UNIT", group="lenses", share=text)
        return run("lens", "BRA-2018-2022", "--lens", "met", "--format", "json")

    return lens


def test_a_unit_of_a_package_outside_reads_its_own_lens(bring):
    done = bring(OWN.format(id="met", unit="share"))
    assert "left out" not in done.stderr
    (reading,) = json.loads(done.stdout)
    assert (reading["lens"], reading["outcome"]) == ("met", "read")
    assert 0 < reading["numbers"][0]["value"] < 1


def test_a_lens_of_a_package_outside_is_read_by_a_unit_of_ours(bring):
    (reading,) = json.loads(bring(PARTS.format(id="met", unit="plan"), ALONE).stdout)
    assert [number["id"] for number in reading["numbers"]] == ["all"]


@pytest.mark.parametrize(
    ("lens", "text", "why"),
    [
        (PARTS.format(id="met", unit="plan").replace("non-punishment", "not-there"), ALONE, "not-there"),
        (PARTS.format(id="three-p", unit="plan"), ALONE, "another has the name of its lens three-p"),
        (LENS.format(id="met", unit="share"), SHARE, "`settings` with `level`"),
        ("", SHARE.replace("met.yaml", "gone.yaml"), "there is no file"),
        ("", "UNIT = 7", "it is no `LensUnit`"),
    ],
    ids=["unknown-criterion", "taken", "lacks-a-setting", "no-file", "no-unit"],
)
def test_a_broken_lens_is_named_and_left_out(bring, lens, text, why):
    done = bring(lens, text)
    assert done.returncode == 2  # no lens is called so
    first, *rest = done.stderr.splitlines()
    assert first.startswith("The extension 'share' of nap-share 2.5 is left out: ")
    assert why in first
    assert "no lens is called 'met'" in rest[0]


def test_a_unit_that_raises_leaves_its_lens_without_an_outcome(bring):
    done = bring(OWN.format(id="met", unit="share"), SHARE.replace("levels = [", "levels = 1 / 0 + ["))
    assert "left out: ZeroDivisionError" in done.stderr
    (reading,) = json.loads(done.stdout)
    assert reading["outcome"] is None
    assert "share" in reading["why"]

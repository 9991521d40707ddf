"""Control against protection: plain means on the common criteria, worked by hand, and what the title may say."""

from __future__ import annotations

from evaluator.contrasts.sides import PLANS, SidesRow, sides_of, sides_title
from evaluator.model.block import Block
from evaluator.pipeline import contrast
from tests.contrasts.synthetic import CRITERIA, toy_assessment, toy_rubric

NAMES = {"AAA-2010-2011": "A", "BBB-2010-2011": "B"}


def _study(*levels: dict[str, int | None]):
    rubric = toy_rubric()
    alike = dict.fromkeys(CRITERIA, 2)
    plans = [toy_assessment(name, {**alike, **given}) for name, given in zip(NAMES, levels, strict=True)]
    return contrast(plans, rubric, tuple(rubric.every_weighting.values()))


def test_means_count_every_common_criterion_once():
    high = {"migration.control-1": 4, "migration.control-2": 3, "law-enforcement.control-1": 1}
    found = sides_of(_study(high, {}), NAMES)
    assert found is not None
    assert found.criteria == {"control": 4, "protection": 6}
    first, second = (found.block.row(name) for name in NAMES)
    assert (first.control, first.protection) == ((1 + 0.75 + 0.25 + 0.5) / 4, 0.5)
    assert (second.control, second.protection, second.gap) == (0.5, 0.5, 0.0)


def test_what_one_plan_lacks_is_common_to_none():
    found = sides_of(_study({"migration.control-1": None}, {}), NAMES)
    assert found is not None
    assert found.criteria == {"control": 3, "protection": 6}


def _block(*gaps: float | None) -> Block[SidesRow]:
    rows = [
        SidesRow(f"P{k}", f"P{k}", "compared" if gap is not None else "apart", gap=gap) for k, gap in enumerate(gaps)
    ]
    return Block.of("sides", PLANS, rows, asked=[row.id for row in rows])


def test_all_is_said_where_every_plan_was_compared_and_differs():
    assert sides_title(_block(0.1, 0.2)).claims[0].is_every
    for gaps in ((0.1, None), (0.1, 0.0), (0.1, -0.2)):
        title = sides_title(_block(*gaps))
        assert not any(claim.is_every for claim in title.claims)
        assert "All" not in title.said
    assert sides_title(_block(-0.1, -0.2)).claims[0].number == 2

"""A passage has the colour and letter of the paradigms whose criteria cite it, else of its measure."""

from __future__ import annotations

import re

import pytest

from evaluator.anchors.highlight import INKS, LETTERS, Paint, paints
from evaluator.library import Library
from evaluator.model.plan import PARADIGMS


@pytest.fixture(scope="module")
def found(root):
    library = Library.open(root / "examples")
    rubric = library.rubric()
    return paints(library.assessment("XAR-2022-2025", rubric), rubric), library.assessment("XAR-2022-2025", rubric)


def test_every_passage_has_its_paint_in_the_order_of_paradigms(found):
    painted, assessment = found
    assert list(painted) == [row.evidence_id for row in assessment.evidence]
    assert painted["E9"].paradigms[0] == "migration"
    assert "non-punishment" in painted["E60"].criteria
    for paint in painted.values():
        assert list(paint.paradigms) == sorted(paint.paradigms, key=PARADIGMS.index)


def test_evidence_that_no_criterion_cites_has_the_paradigms_of_its_measure(found):
    painted, assessment = found
    measures = {row.measure_id: row for row in assessment.measures}
    rows = [row for row in assessment.evidence if not painted[row.evidence_id].criteria and row.measure_id]
    for row in rows:
        assert set(painted[row.evidence_id].paradigms) == set(measures[row.measure_id].paradigms)


def test_the_inks_are_those_of_the_viewer_and_the_letters_too(root):
    folder = root / "evaluator" / "extensions" / "workbench" / "static" / "viewer"
    css, script = (
        (folder / "viewer.css").read_text(encoding="utf-8"),
        (folder / "viewer.js").read_text(encoding="utf-8"),
    )
    seen = dict(re.findall(r"--pv-([a-z-]+): (#[0-9a-f]{6})", css))
    assert {name or "other": ink for name, ink in INKS.items()} == seen
    for name, letter in LETTERS.items():
        assert re.search(rf'"?{name}"?: "{letter}"', script)
    assert Paint().ink == INKS[""]


def test_white_letters_stand_out_on_each_ink():
    def light(ink):
        parts = [int(ink[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    assert all(1.05 / (light(ink) + 0.05) >= 4.5 for ink in INKS.values())

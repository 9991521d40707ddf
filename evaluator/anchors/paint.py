"""The colour and mark of a passage: the paradigms of the criteria that cite it, else of the plan's own row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.model.plan import PARADIGMS
from evaluator.model.rubric import Rubric

# The colours of templates/report.css and the viewer; economic is darker here, for contrast with white letters.
INKS = {
    "migration": "#1f3a5f", "law-enforcement": "#8a3d2b", "human-rights": "#2c7d76", "economic": "#8a5f10",
    "": "#5f6b78",
}  # fmt: skip
LETTERS = {"migration": "M", "law-enforcement": "L", "human-rights": "R", "economic": "E"}


@dataclass(frozen=True, slots=True)
class Paint:
    """The paradigms of a passage, in their fixed order, and the criteria that cite it."""

    paradigms: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    @property
    def ink(self) -> str:
        """Return the colour of the first paradigm, as #rrggbb."""
        return INKS[self.paradigms[0] if self.paradigms else ""]

    @property
    def mark(self) -> str:
        """Return the letters of the paradigms, or a star if there are none, so that colour is not the only sign.

        Examples
        --------
        >>> Paint(("human-rights", "economic")).mark, Paint().mark
        ('RE', '*')
        """
        return "".join(LETTERS[name] for name in self.paradigms) or "*"


def paints(assessment: Assessment, rubric: Rubric) -> dict[str, Paint]:
    """Return the `Paint` of each piece of evidence, by id.

    Its paradigms are those of the criteria that cite the evidence or, if none does, those of its measure.
    """
    tagged = {measure.measure_id: measure.paradigms for measure in assessment.measures}
    citing: dict[str, dict[str, None]] = {}
    for evidence_id, criterion in _cited_pairs(assessment):
        if criterion in rubric.by_id:
            citing.setdefault(evidence_id, {})[criterion] = None
    return {
        evidence.evidence_id: Paint(
            _paradigms_in_order([rubric.paradigm_of(name) for name in citing.get(evidence.evidence_id, {})])
            or _paradigms_in_order(tagged.get(evidence.measure_id, ())),
            tuple(sorted(citing.get(evidence.evidence_id, {}))),
        )
        for evidence in assessment.evidence
    }


def _cited_pairs(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for coding in assessment.codings:
        for rating in coding.ratings:
            yield from ((evidence_id, rating.criterion_id) for evidence_id in rating.evidence_ids)


def _paradigms_in_order(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in PARADIGMS if name in names)

"""A PDF with its passages highlighted: annotations in the paradigm's colour, with the paradigm's letter in front."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.anchors.pages import pikepdf_module, unopened
from evaluator.errors import InvalidInputError, Problem
from evaluator.model.anchor import Anchor, Box
from evaluator.model.assessment import Assessment
from evaluator.model.plan import PARADIGMS
from evaluator.model.rubric import Rubric
from evaluator.read.child import PASSAGES, in_child

MARGIN, SIZE, WIDEST = 12.0, 8.0, 0.62
# Bit 3 of an annotation's flags: print it.
PRINTED = 4
# The text matrix that makes text upright, by the page's rotation in degrees.
TILTS = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}
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


@dataclass(frozen=True, slots=True)
class Highlight:
    """One passage to highlight: its anchor, colour, letters, and the note for readers."""

    anchor: Anchor
    ink: str
    mark: str
    note: str


def with_highlights(source_bytes: bytes, highlights: Sequence[Highlight], *, name: str = "the source") -> bytes:
    """Return a PDF with an annotation added for each highlight; its other content stays unchanged.

    The same file and highlights give the same bytes. Digital signatures become invalid.

    Raises
    ------
    InvalidInputError
        The file is damaged, locked, or lacks the page of a highlight.
    MissingDependencyError
        pikepdf is not installed.
    """
    pikepdf_module()
    return in_child(PASSAGES, name, highlight_directly, source_bytes, list(highlights), name)


def highlight_directly(source_bytes: bytes, highlights: Sequence[Highlight], name: str) -> bytes:
    """Return the highlighted PDF, as `with_highlights` does, but work in this process."""
    pikepdf = pikepdf_module()
    try:
        pdf = pikepdf.open(io.BytesIO(source_bytes))
    except pikepdf.PasswordError:
        raise unopened(name, "password") from None
    except pikepdf.PdfError as error:
        raise unopened(name, str(error)) from None
    with pdf:
        for highlight in highlights:
            number = highlight.anchor.page or 0
            if not 0 < number <= len(pdf.pages):
                found = f"page {number} of a file with {len(pdf.pages)}"
                raise InvalidInputError([Problem(name, found, "a page of the file", key=highlight.anchor.evidence_id)])
            page = pdf.pages[number - 1]
            annotations = page.obj.get("/Annots", pikepdf.Array())
            annotations.append(pdf.make_indirect(_annotation(pikepdf, pdf, page, highlight)))
            page.obj.Annots = annotations
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _annotation(pikepdf: Any, pdf: Any, page: Any, highlight: Highlight) -> Any:  # noqa: ANN401
    boxes = highlight.anchor.boxes
    turn = int(page.obj.get("/Rotate", 0)) % 360
    rect = _box_around(boxes)
    red, green, blue = (int(highlight.ink[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Highlight,
        Rect=pikepdf.Array([_pdf_number(edge) for edge in rect]),
        # The corners of each line in the order of PDF readers: top left, top right, bottom left, bottom right.
        QuadPoints=pikepdf.Array([_pdf_number(n) for box in boxes for n in _line_corners(box)]),
        C=pikepdf.Array([_pdf_number(red), _pdf_number(green), _pdf_number(blue)]),
        CA=_pdf_number(0.3),
        F=PRINTED,
        T=pikepdf.String(highlight.anchor.evidence_id),
        Contents=pikepdf.String(f"{highlight.mark}  {highlight.note}"),
        AP=pikepdf.Dictionary(N=_appearance(pdf, rect, highlight, turn)),
    )


def _appearance(pdf: Any, rect: Box, highlight: Highlight, turn: int) -> Any:  # noqa: ANN401
    """Draw the coloured boxes over the lines, and the letters of the paradigms before the first line."""
    pikepdf, boxes = pikepdf_module(), highlight.anchor.boxes
    ink = " ".join(f"{int(highlight.ink[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))
    drawn = [f"/Soft gs {ink} rg"]
    drawn += [f"{b[0]:.2f} {b[1]:.2f} {b[2] - b[0]:.2f} {b[3] - b[1]:.2f} re f" for b in boxes]
    # White letters on the colour, rotated like the page.
    wide = len(highlight.mark) * SIZE * WIDEST + 2
    x, y = _place_of_mark(boxes[0], wide, turn)
    drawn.append(f"/Full gs q {TILTS.get(turn, TILTS[0])} {x:.2f} {y:.2f} cm {ink} rg 0 -2 {wide:.2f} {SIZE + 2} re f")
    drawn.append(f"1 g BT /Mark {SIZE} Tf 1 0 Td ({highlight.mark}) Tj ET Q")
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Helvetica-Bold")
    )
    states = pikepdf.Dictionary(
        Soft=pikepdf.Dictionary(BM=pikepdf.Name.Multiply, ca=_pdf_number(0.3)), Full=pikepdf.Dictionary(ca=1)
    )
    form = pdf.make_stream("\n".join(drawn).encode("ascii"))
    form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    form.BBox = pikepdf.Array([_pdf_number(edge) for edge in rect])
    form.Resources = pikepdf.Dictionary(ExtGState=states, Font=pikepdf.Dictionary(Mark=font))
    form.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency)
    return form


def _place_of_mark(line: Box, wide: float, turn: int) -> tuple[float, float]:
    """Return where the letters begin, so that they end just before a line in reading direction."""
    back = wide + 1
    left, bottom, right, top = line
    return {
        90: (right - 3, bottom - back), 180: (right + back, top - 3), 270: (left + 3, top + back),
    }.get(turn, (left - back, bottom + 3))  # fmt: skip


def _box_around(boxes: Sequence[Box]) -> Box:
    """Return a box around all lines, with room for the letters on every side."""
    return (
        min(b[0] for b in boxes) - 3 * MARGIN, min(b[1] for b in boxes) - 3 * MARGIN,
        max(b[2] for b in boxes) + 3 * MARGIN, max(b[3] for b in boxes) + 3 * MARGIN,
    )  # fmt: skip


def _line_corners(box: Box) -> tuple[float, ...]:
    left, bottom, right, top = box
    return (left, top, right, top, left, bottom, right, bottom)


def _pdf_number(number: float) -> float:
    return round(number, 3)

"""The work of the `evaluator passage` commands: write rows of anchors.csv and read copies of sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evaluator.anchors.anchor import Selection, anchor_of
from evaluator.anchors.copies import FOLDER, copies
from evaluator.anchors.coverage import COVERAGE, PageCover, coverage, uncited
from evaluator.anchors.highlight import Highlight, highlighted
from evaluator.anchors.pages import kind_of
from evaluator.anchors.paint import paints
from evaluator.anchors.verify import FILE, Checked, check_plan_passages
from evaluator.cli.shared.layout import share_text, table, wrapped
from evaluator.cli.shared.out import as_json
from evaluator.cli.shared.session import Session
from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.read.text.table import write_table
from evaluator.workbook.back.stage import opened_stage


def tied(
    session: Session, own: Path, assessment: Assessment, evidence_id: str, selection: Selection
) -> tuple[Anchor, Sequence[Path]]:
    """Add a passage of a source to a piece of evidence; return its anchor and the files written."""
    known = {row.evidence_id: row for row in assessment.evidence}
    if evidence_id not in known:
        raise UnknownNameError("evidence", evidence_id, known)
    path = _copy(session, assessment, known[evidence_id].source_id)
    content = path.read_bytes()
    anchor = anchor_of(content, kind_of(content), selection, name=str(path), evidence_id=evidence_id)
    if anchor in assessment.anchors:
        raise EvaluatorError(f"{evidence_id} rests on this passage already.")
    order = [row.evidence_id for row in assessment.evidence]
    rows = sorted((*assessment.anchors, anchor), key=lambda a: (order.index(a.evidence_id), a.page or 0))
    return anchor, _write(session, own, assessment, rows)


def checked(session: Session, assessment: Assessment) -> Checked:
    """Return the state of each passage of a plan, compared with the copies of its sources."""
    folder = session.library.plan_folder(assessment.plan.id)
    return check_plan_passages(session.library.layers.folders, folder)


def renewed(session: Session, own: Path, assessment: Assessment, found: Checked) -> Sequence[Path]:
    """Write the new places of passages that moved; return the files written."""
    now = {at: standing.now for at, standing in found.standings if standing.state == "kept"}
    if not now:
        return ()
    rows = [now.get(at) or anchor for at, anchor in enumerate(assessment.anchors)]
    return _write(session, own, assessment, rows)


def covered(session: Session, assessment: Assessment) -> list[PageCover]:
    """Return the pages of every source with a local copy, each with its cited passages."""
    source_of = {row.evidence_id: row.source_id for row in assessment.evidence}
    found = copies(session.library.layers.folders, assessment)
    if not found:
        raise EvaluatorError(_nowhere(assessment.plan.sources[0] if assessment.plan.sources else "the source"))
    pages: list[PageCover] = []
    for name, path in found.items():
        anchors = [anchor for anchor in assessment.anchors if source_of.get(anchor.evidence_id) == name]
        pages += coverage(name, path.read_bytes(), anchors, name=str(path))
    return pages


def covered_text(pages: Sequence[PageCover], form: str) -> str:
    """Return the map of cited pages as text, CSV or JSON."""
    if form == "csv":
        return COVERAGE.csv(pages)
    if form == "json":
        return as_json(COVERAGE.json(pages))
    parts: list[str] = []
    for name in dict.fromkeys(page.source_id for page in pages):
        own = [page for page in pages if page.source_id == name]
        cited = sum(page.passages > 0 for page in own)
        missing = uncited(own)
        said = f"{name}: {len(own)} pages, {cited} cited. " + (
            f"Nobody cited: {missing}." if missing else "None is left out."
        )
        rows = [
            [str(p.page), str(p.characters), str(p.passages), share_text(p.share), " ".join(p.evidence_ids)]
            for p in own
        ]
        header = ["page", "characters", "passages", "cited", "evidence"]
        parts += [*wrapped(said), "", *table(header, rows, right=[0, 1, 2, 3]), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def marked_pdf(session: Session, assessment: Assessment, rubric: Rubric, source_id: str) -> tuple[bytes, int]:
    """Return a source's PDF with its passages highlighted, and the number of passages."""
    named = source_id or (assessment.plan.sources[0] if assessment.plan.sources else "")
    if named not in {source.source_id for source in assessment.sources}:
        raise UnknownNameError("source", named, [source.source_id for source in assessment.sources])
    path = _copy(session, assessment, named)
    content = path.read_bytes()
    if kind_of(content) != "pdf":
        raise EvaluatorError(f"{path.name} is not a PDF file; its passages are shown by the workbench.")
    faults = [p for p in checked(session, assessment).problems if p.severity != "note"]
    if faults:
        raise InvalidInputError(faults)
    paint = paints(assessment, rubric)
    rows = {row.evidence_id: row for row in assessment.evidence if row.source_id == named}
    drawn = []
    for anchor in (anchor for anchor in assessment.anchors if anchor.evidence_id in rows):
        own = paint[anchor.evidence_id]
        titles = ", ".join(rubric.title(name) for name in own.paradigms) or "no paradigm"
        cited = f" Cited for: {', '.join(own.criteria)}." if own.criteria else ""
        drawn.append(Highlight(anchor, own.ink, own.mark, f"{titles}: {rows[anchor.evidence_id].note}{cited}"))
    if not drawn:
        raise EvaluatorError(f"no passage of {named} is tied to its place yet. Begin with: evaluator passage add")
    return highlighted(content, drawn, name=str(path)), len(drawn)


def _copy(session: Session, assessment: Assessment, source_id: str) -> Path:
    found = copies(session.library.layers.folders, assessment).get(source_id)
    if found is None:
        raise EvaluatorError(_nowhere(source_id))
    return found


def _nowhere(source_id: str) -> str:
    return (
        f"no copy of {source_id} is here. Put the file into {FOLDER}/ of your folder, called {source_id}.pdf, .html or "
        ".txt; or write its path there under `file` in sources.csv."
    )


def _write(session: Session, own: Path, assessment: Assessment, rows: Sequence[Anchor]) -> Sequence[Path]:
    plan_id = assessment.plan.id
    with opened_stage(session.library, own, plan_id, session.library.rubric(DEFAULT_RUBRIC)) as stage:
        before = stage.seen_now()
        stage.put(f"{stage.plan}/{FILE}", write_table(rows, Anchor))
        stage.refuse_new_faults(before)
        session.before_change()
        return tuple(stage.install(own))

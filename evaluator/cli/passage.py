"""`evaluator passage`: tie evidence to its passage, check passages, map them, highlight them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from evaluator.anchors.anchor import Selection, anchor_of
from evaluator.anchors.copies import FOLDER, copies
from evaluator.anchors.coverage import COVERAGE, PageCover, coverage, uncited_pages
from evaluator.anchors.highlight import Highlight, paints, with_highlights
from evaluator.anchors.pages import kind_of
from evaluator.anchors.verify import FILE, PassageCheck, check_plan_passages
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import columns, wrapped
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.options import FULL, NAME, PATH, formats
from evaluator.cli.shared.out import as_text, refuse_target, show, show_screen, table_text, write_out
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError, has_faults
from evaluator.library import DEFAULT_RUBRIC
from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.read.text_files.table import write_table
from evaluator.workbook.back.stage import opened_stage


def tie_evidence(
    session: Session, own: Path, assessment: Assessment, evidence_id: str, selection: Selection
) -> tuple[Anchor, Sequence[Path]]:
    """Add a passage of a source to a piece of evidence; return its anchor and the files written."""
    known = {row.evidence_id: row for row in assessment.evidence}
    if evidence_id not in known:
        raise UnknownNameError("evidence", evidence_id, known)
    path = _copy_of_source(session, assessment, known[evidence_id].source_id)
    content = path.read_bytes()
    anchor = anchor_of(content, kind_of(content), selection, name=str(path), evidence_id=evidence_id)
    if anchor in assessment.anchors:
        raise EvaluatorError(f"{evidence_id} rests on this passage already.")
    order = [row.evidence_id for row in assessment.evidence]
    rows = sorted((*assessment.anchors, anchor), key=lambda a: (order.index(a.evidence_id), a.page or 0))
    return anchor, _write_anchors(session, own, assessment, rows)


def check_passages(session: Session, assessment: Assessment) -> PassageCheck:
    """Return the state of each passage of a plan, compared with the copies of its sources."""
    folder = session.library.plan_folder(assessment.plan.id)
    return check_plan_passages(session.library.layers.folders, folder)


def renew_passages(session: Session, own: Path, assessment: Assessment, found: PassageCheck) -> Sequence[Path]:
    """Write the new places of passages that moved; return the files written."""
    now = {at: standing.now for at, standing in found.standings if standing.state == "kept"}
    if not now:
        return ()
    rows = [now.get(at) or anchor for at, anchor in enumerate(assessment.anchors)]
    return _write_anchors(session, own, assessment, rows)


def cited_pages(session: Session, assessment: Assessment) -> list[PageCover]:
    """Return the pages of every source with a local copy, each with its cited passages."""
    source_of = {row.evidence_id: row.source_id for row in assessment.evidence}
    found = copies(session.library.layers.folders, assessment)
    if not found:
        raise EvaluatorError(_no_copy_text(assessment.plan.sources[0] if assessment.plan.sources else "the source"))
    pages: list[PageCover] = []
    for name, path in found.items():
        anchors = [anchor for anchor in assessment.anchors if source_of.get(anchor.evidence_id) == name]
        pages += coverage(name, path.read_bytes(), anchors, name=str(path))
    return pages


def cited_pages_text(pages: Sequence[PageCover], form: str) -> str:
    """Return the map of cited pages as text, CSV or JSON."""
    if form != "text":
        return table_text(COVERAGE, form, pages)
    parts: list[str] = []
    for name in dict.fromkeys(page.source_id for page in pages):
        own = [page for page in pages if page.source_id == name]
        cited = sum(page.passages > 0 for page in own)
        missing = uncited_pages(own)
        said = f"{name}: {len(own)} pages, {cited} cited. " + (
            f"Nobody cited: {missing}." if missing else "None is left out."
        )
        text = ">page={page}|>characters={characters}|>passages={passages}|>cited={share:share}|evidence={ids:text}"
        parts += [*wrapped(said), "", *columns(text, own, lambda page: {"ids": " ".join(page.evidence_ids)}), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def highlight_pdf(session: Session, assessment: Assessment, rubric: Rubric, source_id: str) -> tuple[bytes, int]:
    """Return a source's PDF with its passages highlighted, and the number of passages."""
    named = source_id or (assessment.plan.sources[0] if assessment.plan.sources else "")
    if named not in {source.source_id for source in assessment.sources}:
        raise UnknownNameError("source", named, [source.source_id for source in assessment.sources])
    path = _copy_of_source(session, assessment, named)
    content = path.read_bytes()
    if kind_of(content) != "pdf":
        raise EvaluatorError(f"{path.name} is not a PDF file; its passages are shown by the workbench.")
    faults = [p for p in check_passages(session, assessment).problems if p.severity != "note"]
    if faults:
        raise InvalidInputError(faults)
    paint = paints(assessment, rubric)
    rows = {row.evidence_id: row for row in assessment.evidence if row.source_id == named}
    drawn = []
    for anchor in (anchor for anchor in assessment.anchors if anchor.evidence_id in rows):
        own = paint[anchor.evidence_id]
        titles = ", ".join(rubric.title(name) for name in own.paradigms) or "no paradigm"
        cited = f" Cited for: {', '.join(own.criteria)}." if own.criteria else ""
        drawn.append(Highlight(anchor, own.ink, own.mark, f"{titles}: {rows[anchor.evidence_id].told}{cited}"))
    if not drawn:
        raise EvaluatorError(f"no passage of {named} is tied to its place yet. Begin with: evaluator passage add")
    return with_highlights(content, drawn, name=str(path)), len(drawn)


def _copy_of_source(session: Session, assessment: Assessment, source_id: str) -> Path:
    found = copies(session.library.layers.folders, assessment).get(source_id)
    if found is None:
        raise EvaluatorError(_no_copy_text(source_id))
    return found


def _no_copy_text(source_id: str) -> str:
    return (
        f"no copy of {source_id} is here. Put the file into {FOLDER}/ of your folder, called {source_id}.pdf, .html or "
        ".txt; or write its path there under `file` in sources.csv."
    )


def _write_anchors(session: Session, own: Path, assessment: Assessment, rows: Sequence[Anchor]) -> Sequence[Path]:
    plan_id = assessment.plan.id
    with opened_stage(session.library, own, plan_id, session.library.rubric(DEFAULT_RUBRIC)) as stage:
        before = stage.seen_now()
        stage.put(f"{stage.plan}/{FILE}", write_table(rows, Anchor))
        stage.refuse_new_faults(before)
        session.before_change()
        return tuple(stage.install(own))


FORM = formats("text", "csv", "json")


@click.group("passage", cls=CommandGroup)
def command() -> None:
    """Tie evidence to passages of the plan, and check them."""


@command.command("add")
@NAME
@click.argument("evidence")
@click.option("--text", required=True, help="Words of the passage; the command does not keep them.")
@click.option("--page", type=click.IntRange(1), help="Page of the PDF, counted from 1.")
@click.option("--before", default="", help="Words right before the passage, if its words occur more than once.")
@click.option("--after", default="", help="Words right after the passage.")
@with_choice
@with_session
def add(
    session: Session, choice: PlanChoice, name: str, evidence: str, text: str, page: int | None, before: str, after: str
) -> None:
    r"""Tie a piece of evidence to the place of its words in the source.

    The command looks for the words in the copy of the source, in documents/ of your
    folder. It keeps the page, boxes, fingerprints and a few words before and after,
    never the passage. Add a passage over two pages once for each page.

    \b
    Example:
      evaluator passage add XAR E1 --page 7 --text "agencies take no fee from workers" --library my-demo
    """
    own = session.own_folder()
    selection = Selection(text, page, before=before, after=after)
    anchor, written = tie_evidence(session, own, _assessment_named(session, choice, name), evidence, selection)
    place = f"page {anchor.page}" if anchor.page else "the source"
    show(f"{evidence}: {anchor.characters} characters on {place}, after {anchor.before or 'nothing'!r}\n")
    session.tell_written(*written)


@command.command("check")
@NAME
@click.option("--renew", is_flag=True, help="Save the new places of passages that moved when their file changed.")
@FORM
@FULL()
@with_choice
@with_session
def check(session: Session, choice: PlanChoice, name: str, *, renew: bool, form: str, full: bool) -> None:
    r"""Compare every passage with the copy of its source: sound, moved, gone.

    `evaluator check` reports the same, with all other faults. Status 2: a passage is
    gone, or somebody changed its row by hand.

    \b
    Examples:
      evaluator passage check XAR --library my-demo
      evaluator passage check XAR --library my-demo --renew
    """
    own = session.own_folder() if renew else None
    assessment = _assessment_named(session, choice, name)
    found = check_passages(session, assessment)
    rows = [
        [s.anchor.evidence_id, str(s.anchor.page or ""), s.state, str((s.now.page if s.now else None) or "")]
        for _, s in found.standings
    ]
    show_screen(session, as_text("evidence|page|state|now on page", rows, form), full=full or form != "text")
    for problem in found.problems:
        session.tell(f"{'' if problem.severity == 'fault' else problem.severity + ': '}{problem}")
    if own is not None:
        session.tell_written(*renew_passages(session, own, assessment, found))
    if has_faults(found.problems):
        raise click.exceptions.Exit(2)


@command.command("coverage")
@NAME
@FORM
@with_choice
@with_session
def map_pages(session: Session, choice: PlanChoice, name: str, form: str) -> None:
    r"""Map the pages of each source: how much of each page is cited, and which pages nobody cited.

    \b
    Example:
      evaluator passage coverage XAR --library my-demo
    """
    assessment = _assessment_named(session, choice, name)
    show(cited_pages_text(cited_pages(session, assessment), form))


@command.command("highlight")
@NAME
@click.argument("out", type=PATH, metavar="OUT.pdf")
@click.option("--source", default="", metavar="ID", help="Source to highlight. Else the plan's own text.")
@with_choice
@with_session
def highlight(session: Session, choice: PlanChoice, name: str, out: Path, source: str) -> None:
    r"""Write a copy of the plan's PDF with its passages highlighted.

    Each passage has the colour and the letter of the paradigm whose criteria cite it:
    M migration, L law enforcement, R human rights, E economic, * none. The note on
    each passage names its evidence.

    \b
    Example:
      evaluator passage highlight XAR marked.pdf --library my-demo
    """
    refuse_target(out, session.library)
    rubric = session.library.rubric(choice.rubric)
    content, count = highlight_pdf(session, _assessment_named(session, choice, name), rubric, source)
    write_out(out, content, make_folder=True)
    session.tell(f"Written: {shown_path(out)}, with {count} passages.")


def _assessment_named(session: Session, choice: PlanChoice, name: str) -> Assessment:
    (assessment,) = choice.assessments(session, session.library.rubric(choice.rubric), [name])
    return assessment

"""`evaluator passage`: link evidence to exact passages of its source; check, map and highlight the passages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.options import NAME, PATH, formats
from evaluator.cli.shared.out import as_text, refuse_target, show, write_out
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import has_faults

if TYPE_CHECKING:
    from evaluator.model.assessment import Assessment

FORM = formats("text", "csv", "json")


@click.group("passage")
def command() -> None:
    """Tie evidence to the passage it rests on, check passages, map them, highlight them in the plan's PDF."""


@command.command("add")
@NAME
@click.argument("evidence")
@click.option("--text", required=True, help="Words of the passage; the command does not keep them.")
@click.option("--page", type=click.IntRange(1), help="Page of the PDF, counted from 1.")
@click.option("--before", default="", help="Words right before the passage, if its words occur more than once.")
@click.option("--after", default="", help="Words right after the passage.")
@with_choice
@with_session
def add(  # noqa: PLR0913  (an option each)
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
    from evaluator.anchors.anchor import Selection
    from evaluator.cli.passage.work import tied

    own = session.own_folder()
    selection = Selection(text, page, before=before, after=after)
    anchor, written = tied(session, own, _assessment(session, choice, name), evidence, selection)
    place = f"page {anchor.page}" if anchor.page else "the source"
    show(f"{evidence}: {anchor.characters} characters on {place}, after {anchor.before or 'nothing'!r}\n")
    session.tell_written(*written)


@command.command("check")
@NAME
@click.option("--renew", is_flag=True, help="Save the new places of passages that moved when their file changed.")
@FORM
@with_choice
@with_session
def check(session: Session, choice: PlanChoice, name: str, *, renew: bool, form: str) -> None:
    r"""Compare every passage with the copy of its source: sound, moved, gone.

    `evaluator check` reports the same, with all other faults. Status 2: a passage is
    gone, or somebody changed its row by hand.

    \b
    Examples:
      evaluator passage check XAR --library my-demo
      evaluator passage check XAR --library my-demo --renew
    """
    from evaluator.cli.passage.work import checked, renewed

    own = session.own_folder() if renew else None
    assessment = _assessment(session, choice, name)
    found = checked(session, assessment)
    header = ["evidence", "page", "state", "now on page"]
    rows = [
        [s.anchor.evidence_id, str(s.anchor.page or ""), s.state, str((s.now.page if s.now else None) or "")]
        for _, s in found.standings
    ]
    show(as_text(header, rows, form))
    for problem in found.problems:
        session.tell(f"{'' if problem.severity == 'fault' else problem.severity + ': '}{problem}")
    if own is not None:
        session.tell_written(*renewed(session, own, assessment, found))
    if has_faults(found.problems):
        raise click.exceptions.Exit(2)


@command.command("coverage")
@NAME
@FORM
@with_choice
@with_session
def coverage(session: Session, choice: PlanChoice, name: str, form: str) -> None:
    r"""Map the pages of each source: how much of each page is cited, and which pages nobody cited.

    \b
    Example:
      evaluator passage coverage XAR --library my-demo
    """
    from evaluator.cli.passage.work import covered, covered_text

    assessment = _assessment(session, choice, name)
    show(covered_text(covered(session, assessment), form))


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
    from evaluator.cli.passage.work import marked_pdf

    refuse_target(out, session.library)
    rubric = session.library.rubric(choice.rubric)
    content, count = marked_pdf(session, _assessment(session, choice, name), rubric, source)
    write_out(out, content, make_folder=True)
    session.tell(f"Written: {shown_path(out)}, with {count} passages.")


def _assessment(session: Session, choice: PlanChoice, name: str) -> Assessment:
    (assessment,) = choice.assessments(session, session.library.rubric(choice.rubric), [name])
    return assessment

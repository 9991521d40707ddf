"""`evaluator report`: write country reports as PDF or HTML, or their results as workbooks."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import click

from evaluator.batch import ReportJob, ReportVariant
from evaluator.batch.job import Form
from evaluator.batch.manifest import read_manifest
from evaluator.cli.report.bulk import Bulk, bulk_jobs, make_folder, run_bulk, with_bulk
from evaluator.cli.report.several import ReportOrder, cards_of, report_bytes, with_order, write_several
from evaluator.cli.score import tell_state
from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.lazy import AnalystsCommand
from evaluator.cli.shared.options import FORCE, LANG, OUT, PATH, flag, handing, option
from evaluator.cli.shared.out import refuse_library, refuse_target, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.shared.terminal import put
from evaluator.errors import EvaluatorError, Problem
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.contrast.report import CONTRAST
from evaluator.reports.editions.earlier import EarlierEdition, kept_edition, read_earlier, refuse_other
from evaluator.reports.language import language
from evaluator.reports.subject import document_id
from evaluator.store.signature import SigningKey, read_signing_key, refuse_no_signature
from evaluator.workbook.results.report import SUFFIX, document_of
from evaluator.workbook.results.report_files import country_bytes

FOLDER = Path("output")
NO_EDITION = Path("none")
SINCE = (
    "Report what changed since this edition: an earlier report on the plan as PDF, or its result.json. Without it the "
    "command uses the newest edition in the plan's folder editions/; `none` reports no changes."
)
DOCUMENT = re.compile(r'<meta name="document" content="([^"]*)">')
HEAD = 10_000  # the name of the document comes before the style in a page


@dataclass(frozen=True, slots=True)
class Target:
    """The file or folder of reports, their form and language, and whether to check them."""

    out: Path | None = OUT.field("File or folder to write to. Else the folder output.", metavar="FILE|FOLDER")
    html: bool = flag("--html", help="Write an HTML page instead of a PDF; needs no Pango.")
    xlsx: bool = flag("--xlsx", help="Write the results as a workbook, one table a sheet, instead of a PDF.")
    check: bool = flag(
        "--check", help="Read the PDF back; status 1 if accessibility lacks something or the page denies itself."
    )
    force: bool = FORCE.field("Replace a file that holds another report or other data.")
    lang: str = LANG.field("Language of the report: sr-Latn.")
    annex: bool = flag("--annex", help="Add the annex: reasons, evidence, treaties, method. The pages before it stay.")
    since: Path | None = option("--since", type=PATH, metavar="EARLIER", help=SINCE)
    sign: Path | None = option(
        "--sign", type=PATH, metavar="KEY", help="Leave a signature beside it, by your Ed25519 key of OpenSSH or PEM."
    )

    @property
    def suffix(self) -> str:
        """Return the suffix of the report files, such as `.pdf`."""
        return f".{self.form}"

    @property
    def form(self) -> Form:
        """Return the form of the report files: pdf, html or xlsx."""
        return "xlsx" if self.xlsx else "html" if self.html else "pdf"

    def refuse_mixed(self) -> None:
        """Raise an error if the options name several forms, or a file whose suffix is of another form.

        Raises
        ------
        click.UsageError
            The options contradict each other, or --out has another suffix.
        """
        if self.html and self.xlsx:
            raise click.UsageError("--html and --xlsx are two forms: give one of them.")
        if self.check and self.form != "pdf":
            raise click.UsageError(f"--check reads a PDF back; leave --{self.form} out.")
        given = self.out.suffix.lower() if self.out and not self.out.is_dir() else ""
        if given != self.suffix and given in (".pdf", ".html", SUFFIX):
            wanted = "leave --html and --xlsx out" if given == ".pdf" else f"add --{given[1:]}"
            found = f"{self.out} ends in {given}, and {self.suffix} is asked for"
            raise click.UsageError(f"{found}: {wanted}, or name another.")

    def spoken(self, library: Library) -> Target:
        """Return a copy with the full code of its language, such as `sr-Cyrl` for `sr`.

        Raises
        ------
        UnknownNameError
            The language has no catalogue.
        InvalidInputError
            A catalogue in the user's folder is faulty.
        """
        return replace(self, lang=language(library.templates, self.lang).code)

    def folder(self, why: str = "several reports were requested") -> Path:
        """Return the folder for several reports; `why` says why one file will not do.

        Raises
        ------
        EvaluatorError
            --out names a single file.
        """
        if self.out is not None and self.out.suffix.lower() == self.suffix and not self.out.is_dir():
            raise EvaluatorError(f"{self.out} is one file, and {why}. Name a folder.")
        return self.out or FOLDER

    def path_of(self, card: Scorecard, *, alone: bool) -> Path:
        """Return the file of a report: --out if it names one and the report is `alone`, else a name made from options.

        Raises
        ------
        EvaluatorError
            --out names a single file, and there are several reports.
        """
        return self.named(document_id(card, self.lang, annex=self.annex), alone=alone)

    def named(self, document: str, *, alone: bool) -> Path:
        """Return the file of the report with the name `document`; see `path_of`."""
        if alone and self.out is not None and self.out.suffix.lower() == self.suffix and not self.out.is_dir():
            return self.out
        return self.folder() / f"{document}{self.suffix}"


with_target = handing(Target)


class ReportCommand(AnalystsCommand):
    """The command of reports, which says in which forms they are written."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; where a form is asked for, fail with the options of the forms."""
        if any(one.partition("=")[0] == "--format" for one in args):
            ctx.fail("A report is a PDF; --html writes it as a page, --xlsx its results as a workbook.")
        if "--pdf" in args:
            call = shlex.join(["evaluator", "report", *(one for one in args if one != "--pdf")])
            ctx.fail(f"A report is a PDF without any option: `{call}`.")
        return super().parse_args(ctx, args)


@click.command("report", cls=ReportCommand)
@click.argument("names", nargs=-1, metavar="COUNTRY|PLAN...")
@with_order
@with_bulk
@with_target
@with_choice
@with_session
def command(
    session: Session, choice: PlanChoice, target: Target, bulk: Bulk, order: ReportOrder, names: tuple[str, ...]
) -> None:
    r"""Print reports as PDF, HTML page or workbook.

    The file's name is the plan's id, then each option that differs from the default:
    output/ALB-2005-2007.us-tip.pdf. The command writes a file whole or not at all,
    and does not replace a file that holds another report.

    The command prints several reports at once, with one process for each core. It
    skips reports that are up to date. If a report fails, the command prints all the
    others and lists the failure at the end.

    With --kind comparative, contrast (the same ratings under every weighting) or
    brief (a page or two), the command prints one report on all the plans named, or with
    --all on all plans that are assessed.

    \b
    Examples:
      evaluator report ALB
      evaluator report ALB SRB MDA --kind comparative
      evaluator report --all --kind contrast
      evaluator report ALB SRB --kind contrast --rank-all
      evaluator report ALB --weighting us-tip --out my-reports
      evaluator report ALB --check
      evaluator report ALB --lang sr-Latn
      evaluator report ALB --xlsx
      evaluator report ALB --since earlier.pdf
      evaluator report ALB --sign ~/.ssh/press
      evaluator report --all --html
    """
    target.refuse_mixed()
    if target.out is not None:
        refuse_library(target.out, session.library)
    key = read_signing_key(target.sign) if target.sign else None
    refuse_since(target.since, target.form, several=order.several or bulk.asked(names))
    target = target.spoken(session.library)
    order = replace(order, lang=target.lang, annex=target.annex)
    order.refuse_ranks(target.suffix)
    order.refuse_explorer(target.suffix)
    if order.several:
        _print_several(session, target, cards_of(session, choice, bulk, names, order), order, key)
        return
    if bulk.asked(names):
        _print_many(session, choice, target, bulk, names, key)
        return
    cards = choice.cards(session, names)
    paths = [target.path_of(card, alone=len(cards) == 1) for card in cards]
    for card, path in zip(cards, paths, strict=True):
        refuse_target(path, session.library)
        refuse_another(
            path, document_id(card, target.lang, annex=target.annex), force=target.force or target.out is None
        )
        refuse_unsigned(path, key)
    earlier = earlier_of(target.since, cards, paths, force=target.force)
    lacking = False
    for card, path in zip(cards, paths, strict=True):
        edition = edition_for(session.library, target.since, earlier, card) if target.form != "xlsx" else None
        make_folder(path.parent)
        write_out(path, country_bytes(session.library, card, target.form, target.lang, edition, annex=target.annex))
        show(f"{shown_path(path)}\n")
        sign_file(path, key)
        tell_state(session, card)
        if target.check:
            page = country_bytes(session.library, card, "html", target.lang, edition, annex=target.annex)
            lacking |= _fails_check(session, path, page)
    if len(cards) == 1:
        session.tell(f"Next: {_next_commands(cards[0], paths[0])}.")
    leave_open(lacking or any(card.is_draft for card in cards))


def _next_commands(card: Scorecard, path: Path) -> str:
    """Return the next commands after a report: verify it and ask for a reply, or list what is still open."""
    plan, rubric = card.assessment.plan.id, card.rubric.id
    if card.is_draft or card.grade.grade is None:
        return f"{command_for('todo', plan, rubric)} lists what is still open"
    asks = f"{command_for('reply export', plan, rubric)} asks the government for its comments"
    if path.suffix == ".pdf":
        return f"`evaluator verify {shlex.quote(shown_path(path))}` proves it from its files; {asks}"
    return asks


def refuse_unsigned(path: Path, key: SigningKey | None) -> None:
    """Raise an error if a report is to be signed and something else stands in the place of its signature."""
    if key is not None:
        refuse_no_signature(path)


def sign_file(path: Path, key: SigningKey | None) -> None:
    """Sign a file if there is a key, and show where the signature lies."""
    if key is not None:
        show(f"{shown_path(key.sign_file(path))}\n")


def _print_several(
    session: Session, target: Target, cards: list[Scorecard], order: ReportOrder, key: SigningKey | None
) -> None:
    document = order.document(cards)
    path = target.named(document, alone=True)
    refuse_target(path, session.library)
    refuse_another(path, document, force=target.force or target.out is None)
    refuse_unsigned(path, key)
    make_folder(path.parent)
    write_several(session, cards, order, path)
    show(f"{shown_path(path)}\n")
    sign_file(path, key)
    for card in cards:
        if card.is_draft:
            tell_state(session, card)
    lacking = target.check and _fails_check(session, path, report_bytes(session, cards, order, "html"))
    frames = cards[0].rubric.weightings.values() if order.kind == CONTRAST.kind else ()
    leave_open(lacking or any(card.is_draft for card in cards) or any(frame.is_unwritten for frame in frames))


def _print_many(
    session: Session, choice: PlanChoice, target: Target, bulk: Bulk, names: tuple[str, ...], key: SigningKey | None
) -> None:
    variant = ReportVariant(lang=target.lang, form=target.form, annex=target.annex)
    why = "--jobs, --scheduler and --again write to a folder" if len(names) == 1 else "several reports were requested"
    jobs = bulk_jobs(session, choice, names, target.folder(why), variant)
    held = {} if target.force or target.out is None else read_manifest(target.folder())
    for job in jobs:
        entry = held.get(job.out.name)
        ours = target.force or target.out is None or (entry is not None and entry.is_in(job.out))
        refuse_target(job.out, session.library)
        refuse_another(job.out, job.out.stem, force=ours)
        refuse_unsigned(job.out, key)
    result = run_bulk(session, bulk, jobs)
    for done in result.results:
        if done.state != "failed":
            sign_file(done.job.out, key)
    lacking = False
    for done in result.results if target.check else ():
        lacking |= done.state != "failed" and _fails_check(session, done.job.out, _page_of(session, done.job))
    click.get_current_context().exit(result.exit_code or int(lacking))


def refuse_another(path: Path, document: str, *, force: bool) -> None:
    """Raise an error if a file exists and holds another report, unless `force` is set.

    Raises
    ------
    EvaluatorError
        The file exists and holds something else.
    """
    if force or not path.exists():
        return
    held = document_in(path)
    if held != document:
        what = f"the report {held}" if held else "something that is no report of ours"
        raise EvaluatorError(f"{path} holds {what}, not {document}. Give another name, or --force to replace it.")


def _page_of(session: Session, job: ReportJob) -> bytes:
    """Return the page of HTML that one of many reports was printed from."""
    chosen, library = job.variant, session.library
    rubric = library.rubric(chosen.rubric_id)
    card = evaluate(library.assessment(job.plan_id, rubric), rubric, chosen.weighting_id, assessor=chosen.assessor)
    return country_bytes(library, card, "html", chosen.lang, kept_edition(library, card), annex=chosen.annex)


def _fails_check(session: Session, path: Path, page: bytes) -> bool:
    """Return whether a PDF lacks something, or its page says what its own tables and figures deny; say all of it."""
    from evaluator.reports.page_reader import faults_of_page
    from evaluator.reports.pdf.check import check_report

    denied = [
        Problem(str(path), f"{fault.place}: “{fault.said}”, and the page shows {fault.shown}", "", key=fault.name)
        for fault in faults_of_page(page.decode())
    ]
    problems = [*check_report(path), *denied]
    for line in problem_lines(problems):
        put(line, err=True)
    if not problems:
        session.tell(f"{shown_path(path)}: nothing that a machine can check is missing.")
    return bool(problems)


def refuse_since(since: Path | None, form: str, *, several: bool) -> None:
    """Raise an error if --since is set and the output cannot show changes.

    Raises
    ------
    click.UsageError
        The output is a workbook, a report on several plans, or many reports at once.
    """
    if since is not None and several:
        raise click.UsageError("--since reports the changes of one plan: name one, and leave out --kind and --all.")
    if since is not None and form == "xlsx":
        raise click.UsageError("--since goes with a PDF or an HTML page; leave --xlsx out.")


def edition_for(
    library: Library, since: Path | None, given: EarlierEdition | None, card: Scorecard
) -> EarlierEdition | None:
    """Return the edition with which a report compares the plan: `given`, else the newest stored with the plan."""
    return None if since == NO_EDITION else given or kept_edition(library, card)


def earlier_of(
    since: Path | None, cards: Sequence[Scorecard], paths: Sequence[Path], *, force: bool
) -> EarlierEdition | None:
    """Return the earlier edition that --since names, or None if it names none.

    Raises
    ------
    click.UsageError
        The call prints several reports.
    EvaluatorError
        The report would replace the earlier edition.
    InvalidInputError
        The file is not an edition of this plan under this rubric.
    """
    if since is None or since == NO_EDITION:
        return None
    if len(cards) != 1:
        raise click.UsageError("--since reports the changes of one report: name one plan and one frame.")
    earlier = read_earlier(since)
    refuse_other(earlier.stated(), cards[0], earlier.name)
    if not force and paths[0].exists() and paths[0].resolve() == since.resolve():
        raise EvaluatorError(f"{since} is the earlier edition itself, and would be replaced. Name another with --out.")
    return earlier


def document_in(path: Path) -> str:
    """Return the name of the report in a PDF, HTML page or workbook, or an empty text if it holds none."""
    if path.suffix.lower() == SUFFIX:
        return document_of(path)
    if path.suffix.lower() == ".html":
        return _document_in_page(path)
    return _document_in_pdf(path)


def _document_in_pdf(path: Path) -> str:
    """Return the name of the report in a PDF, which is untrusted: its size and contents are limited."""
    from evaluator.reports.carried.attach import RESULT
    from evaluator.reports.editions.open import MOST_BYTES, open_report

    try:
        with path.open("rb") as file:
            held = open_report(file.read(MOST_BYTES + 1), str(path))
        result = held.file(RESULT)
        found = json.loads(result.content) if result else None
    except (EvaluatorError, ValueError, RecursionError, OSError):
        return ""
    return str(found.get("document", "")) if isinstance(found, dict) else ""


def _document_in_page(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            found = DOCUMENT.search(file.read(HEAD))
    except (OSError, ValueError):
        return ""
    return unescape(found[1]) if found else ""

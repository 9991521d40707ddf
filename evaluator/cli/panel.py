"""`evaluator panel`: compare coders, and settle the ratings that differ."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from evaluator import __version__
from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.choice import RatedPlan, with_rated_plan
from evaluator.cli.shared.clock import now
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.layout import columns, table, wrapped
from evaluator.cli.shared.lazy import CommandGroup
from evaluator.cli.shared.machine import MACHINE_SPOTS, PAIRS, figure_table, machine_lines, pair_shares, taken_lines
from evaluator.cli.shared.names import part_named, plans_named
from evaluator.cli.shared.options import FULL, NAME, OUT, PATH, flag, formats, handing, option
from evaluator.cli.shared.out import as_json, refuse_target, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.shared.standing import tell_standing
from evaluator.cli.shared.terminal import put
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.intake.proposals import proposals_for, read_offer, take_in
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.panel.agreement import Agreement, CriterionSpot, agreement
from evaluator.panel.agreement_words import in_words
from evaluator.panel.measured import Measured, measured
from evaluator.panel.proposed import led_words
from evaluator.panel.record import Decision, Settlement, history, parse_rating, settlement
from evaluator.panel.settle import holds, written_inputs
from evaluator.panel.settled_words import dispute_command, settle_command
from evaluator.store.change import write_all
from evaluator.tables.base import Table, col
from evaluator.workbook.back.join import Joined, join_folders
from evaluator.workbook.back.settlement import panel_stamp, settled_files
from evaluator.workbook.forms.dispute import differences, dispute_xlsx, read_decisions
from evaluator.workbook.results.agreement import agreement_xlsx

# Marks for the distance between ratings, readable without colour.
MARKS = {"same": "=", "one-apart": "1", "further": "!", "status": "?", "single": ".", "none": "."}
KEY = "= same, 1 one level apart, ! further apart, ? another status, . one coder only; * a safeguard"


Row = tuple[str, CriterionSpot]  # the plan, and one of its criteria
SPOTS: Table[Agreement, Row] = Table(
    "spots", "A criterion of the heat map.", lambda found, _: [(found.plan_id, spot) for spot in found.spots],
    (
        col("plan_id", "id", "plan", lambda row: row[0]),
        col("criterion_id", "text", "criterion", lambda row: row[1].criterion_id),
        col("paradigm", "text", "its paradigm", lambda row: row[1].group),
        col("gate", "choice", "whether it is a gate", lambda row: "yes" if row[1].is_gate else "no",
            choices=("yes", "no")),
        col("kind", "text", "same, one-apart, further, status or single", lambda row: row[1].kind),
        col("apart", "integer", "levels between the outermost ratings", lambda row: row[1].apart),
        col("ratings", "text", "the coders' ratings: a:2;b:3",
            lambda row: ";".join(f"{coder}:{said}" for coder, said in row[1].votes)),
    ),
)  # fmt: skip


FEW_CODERS = 6  # with more there is a row for each coder, not for each pair
BY_CODER = (
    "coder={coder}|>pairs={pairs}|>criteria={pairable}|>equal={equal}|>within one={near}"
    "|>least kappa={least:.2f}|>mean kappa={mean:.2f}|>less the others={lean:+.2f}"
)
RECORDS = (
    "record={record}|when={when}|coder={coder}|from={old}|to={new:text}|reason={reason:text}"
    "|rubric={rubric_version:text}"
)
JOINED = (
    "folder={folder}|coders={coders:text}|>ratings={ratings}|>passages={passages}|>there already={same}"
    "|>records={records}"
)


@dataclass(frozen=True, slots=True)
class CoderRow:
    """One coder beside all others: shares over all its pairs, its least and its mean weighted kappa, and its lean."""

    coder: str
    pairs: int
    pairable: int
    same: float | None
    within_one: float | None
    least: float | None
    mean: float | None
    lean: float | None


def by_coder(found: Agreement) -> list[CoderRow]:
    """Return a row for each coder in place of one for each pair, of which many coders have too many to read."""
    leans, rows = {lean.coder: lean.mean for lean in found.leans}, []
    for coder in found.coders:
        pairs = [pair for pair in found.pairs if coder in (pair.first, pair.second) and pair.pairable]
        number = sum(pair.pairable for pair in pairs)
        same = sum(pair.pairable * (pair.same or 0.0) for pair in pairs)
        near = sum(pair.pairable * (pair.within_one or 0.0) for pair in pairs)
        kappas = [pair.kappa for pair in pairs if pair.kappa is not None]
        rows.append(
            CoderRow(
                coder, len(pairs), number, same / number if number else None, near / number if number else None,
                min(kappas, default=None), sum(kappas) / len(kappas) if kappas else None, leans.get(coder),
            )
        )  # fmt: skip
    return rows


def agreement_lines(found: Agreement, rubric: Rubric, *, everything: bool) -> list[str]:
    """Return the lines on agreement: figures with their numbers of criteria, sentences, and differing criteria."""
    lines = [f"{found.plan_id}, rubric {found.rubric_id}: {', '.join(found.coders)}", ""]
    few = len(found.coders) <= FEW_CODERS
    beside = columns(PAIRS, found.pairs, pair_shares) if few else columns(BY_CODER, by_coder(found), pair_shares)
    lines += [*figure_table("over all coders", found), "", *beside, ""]
    lines += wrapped(*in_words(found, rubric.title))
    spots = [spot for spot in found.spots if everything or spot.kind not in ("same", "single")]
    if spots:
        lines += ["", KEY, *table("|".join(["|criterion", *found.coders]), [_spot_row(spot, rubric) for spot in spots])]
    return lines


def _spot_row(spot: CriterionSpot, rubric: Rubric) -> Sequence[str]:
    gate = "*" if spot.is_gate else ""
    return [f"{MARKS[spot.kind]}{gate}", rubric.title(spot.criterion_id), *(said for _, said in spot.votes)]


def agreement_json(found: Agreement | None, machines: Sequence[Measured] = ()) -> str:
    """Return the agreement as JSON, with the draws and the seed of the bootstrap."""
    beside = (
        {
            "machines": [
                {**asdict(one), "dropped": dict(one.dropped), "choices": one.choices.model_dump()} for one in machines
            ]
        }
        if machines
        else {}
    )
    if found is None:
        return as_json(beside)
    known = asdict(found)
    content = {name: known[name] for name in ("plan_id", "rubric_id", "coders", "drafts")}
    content |= {"read": dict(zip(found.coders, found.read, strict=True)), "is_independent": found.is_independent}
    content |= {name: known[name] for name in ("levels", "statuses", "both", "silences", "pairs", "leans")}
    content["spots"] = [{**spot, "votes": dict(spot["votes"])} for spot in known["spots"]]
    return as_json({**content, "choices": found.choices.model_dump(), "words": list(in_words(found)), **beside})


@click.group("panel", cls=CommandGroup)
def command() -> None:
    """Compare coders, settle where they differ, show a history."""


@dataclass(frozen=True, slots=True)
class DecisionOptions:
    """The options by which the lead decides disputed ratings on the command line."""

    decide: tuple[str, ...] = option(
        "--decide", default=(), multiple=True, metavar="CRITERION=RATING",
        help="Decide this criterion: a level or a status; repeatable.",
    )  # fmt: skip
    by: str = option("--by", default="", metavar="WHO", help="Function or code of the person who decides.")
    reason: str = option("--reason", default="", help="Reason of the decision.")
    unanimous: bool = flag("--unanimous", help="State that all coders agree to the decision; needed for a gate.")

    def decisions(self, rubric: Rubric, on: str) -> list[Decision]:
        """Return the decisions of --decide, each written CRITERION=RATING."""
        found = []
        for text in self.decide:
            criterion, mark, rating = text.partition("=")
            if not mark or not rating.strip():
                raise EvaluatorError(f"--decide {text!r}: write CRITERION=RATING, as in witness-protection=2.")
            status, level = parse_rating(rating.strip())
            found.append(
                Decision(part_named(rubric, criterion.strip()), status, level, self.by, self.reason, on, self.unanimous)
            )
        return found


@command.command("agreement")
@NAME
@click.option("--coder", "coders", multiple=True, metavar="CODER", help="Compare only these coders; repeatable.")
@click.option("--machine", metavar="CODE", help="Show this machine against what people settled, and nothing else.")
@click.option("--also", multiple=True, metavar="PLAN", help="With --machine: over this plan too; repeatable.")
@with_rated_plan
@click.option("--all", "everything", is_flag=True, help="Also list the criteria on which all agree.")
@formats("table", "csv", "json", "xlsx")
@OUT("File to write (xlsx).")
@with_session
def agreement_(  # noqa: PLR0913  (one option each)
    session: Session,
    choice: RatedPlan,
    name: str,
    coders: tuple[str, ...],
    machine: str | None,
    also: tuple[str, ...],
    *,
    everything: bool,
    form: str,
    out: Path | None,
) -> None:
    r"""Show how far coders agree, and a machine with them: share, alpha, kappa, and where they differ.

    Each figure comes with the number of criteria that it covers. On a gate, silent
    and contrary never count as agreement. A machine's proposals stand against the
    settled ratings, with the same figures.

    \b
    Examples:
      evaluator panel agreement ALB
      evaluator panel agreement ALB --format xlsx --out agreement.xlsx
      evaluator panel agreement LVA --machine reader --also COL --also BRA
    """
    assessment, chosen = choice.read(session, name)
    for coder in coders:
        known = [c.header.coder for c in assessment.codings]
        if coder not in known:
            raise UnknownNameError("coder", coder, known)
    machines = _measured(session, assessment, chosen, machine, also)
    tell_standing(session, assessment, chosen, in_text=form == "table")
    if machine is not None or (machines and not coders and len(assessment.codings) == 1):
        _show_machines(machines, chosen, form, everything=everything)
        return
    found = agreement(assessment, chosen, coders)
    if form == "xlsx":
        target = out or Path(f"{assessment.plan.id}.agreement.xlsx")
        refuse_target(target, session.library)
        write_out(target, agreement_xlsx(found, chosen), make_folder=True)
        session.tell_written(target)
    elif form == "csv":
        show(SPOTS.csv(found))
    elif form == "json":
        show(agreement_json(found, machines))
    else:
        lines = agreement_lines(found, chosen, everything=everything)
        for one in machines:
            lines += machine_lines(one, chosen, everything=everything)
        show("\n".join(lines) + "\n")


def _measured(
    session: Session, first: Assessment, rubric: Rubric, machine: str | None, also: Sequence[str]
) -> list[Measured]:
    """Return how each machine, or the one that is named, agrees with what is settled for a plan and others."""
    if also and machine is None:
        raise EvaluatorError("--also needs --machine: each machine is measured by itself.")
    library = session.library
    others = [library.assessment(name, rubric) for name in dict.fromkeys(also)]
    every = list({one.plan.id: one for one in (first, *others)}.values())
    # A draft is somebody still rating, who is not to see what a machine proposes, whatever older ratings are final.
    if drafts := [one.plan.id for one in every if any(c.header.state == "draft" for c in one.codings)]:
        if machine is None:
            return []
        raise EvaluatorError(f"{', '.join(drafts)}: drafts. A machine is held against ratings that are final.")
    cases = [(one, {p.coder: p for p in proposals_for(library, one.plan.id, rubric)}) for one in every]
    codes = list(cases[0][1]) if machine is None else [machine]
    for _, known in cases:
        for code in codes:
            if code not in known:
                raise UnknownNameError("machine", code, known)
    return [measured([(one, known[code]) for one, known in cases], rubric) for code in codes]


def _show_machines(machines: Sequence[Measured], rubric: Rubric, form: str, *, everything: bool) -> None:
    if form == "xlsx":
        raise EvaluatorError("--format xlsx is for coders; a machine's figures come as csv or json.")
    if form == "csv":
        show(MACHINE_SPOTS.csv(*machines))
    elif form == "json":
        show(agreement_json(None, machines))
    else:
        show("\n".join(line for one in machines for line in machine_lines(one, rubric, everything=everything)) + "\n")


@command.command("propose")
@NAME
@click.argument("file", metavar="FILE", type=PATH)
@with_rated_plan
@click.option("--prompt", type=PATH, metavar="TEXT", help="What the machine was told; its fingerprint is kept.")
@click.option("--replace", "again", is_flag=True, help="Replace what this machine proposed before.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken and dropped, and write nothing.")
@with_session
def propose(
    session: Session, choice: RatedPlan, name: str, file: Path, prompt: Path | None, *, again: bool, dry_run: bool
) -> None:
    r"""Take in a machine's proposals, kept apart from the coders' ratings.

    FILE is JSON, or CSV with the header as YAML of the same name beside it. What
    quotes words that do not stand at the place given, is off the scale or given
    twice is dropped, and told. Nothing here is scored or settled.

    \b
    Examples:
      evaluator panel propose ALB proposals.json --library my-folder
      evaluator panel propose ALB proposals.csv --prompt prompt.txt --dry-run
    """
    own = session.own_folder() if not dry_run else None
    assessment, chosen = choice.read(session, name)
    found = take_in(session.library, assessment, chosen, read_offer(file, prompt))
    show("\n".join(taken_lines(found, assessment.plan.id)) + "\n")
    if own is None:
        return
    known = [one.coder for one in proposals_for(session.library, assessment.plan.id, chosen)]
    if found.proposals.coder in known and not again:
        raise EvaluatorError(f"{found.proposals.coder} has proposed for this plan. Take another code, or --replace.")
    session.before_change()
    write_all(own, dict(found.files))
    for path in found.files:
        session.tell_written(own / path)


def _refuse_machine(session: Session, assessment: Assessment, rubric: Rubric, deciders: Collection[str]) -> None:
    machines = {one.coder for one in proposals_for(session.library, assessment.plan.id, rubric)}
    if by := ", ".join(sorted(machines & set(deciders))):
        raise EvaluatorError(f"{by} is a machine that proposes for {assessment.plan.id}. Name the person who decided.")


@command.command("settle")
@NAME
@with_rated_plan
@handing(DecisionOptions)
@click.option("--sheet", type=PATH, help="Only write a workbook of the criteria on which coders differ.")
@click.option("--decisions", type=PATH, help="Read the decisions from the workbook that --sheet wrote.")
@click.option("--dry-run", is_flag=True, help="Show the ratings that the command would write, and write nothing.")
@FULL("Print also the criteria on which all coders agree.")
@with_session
def settle(
    session: Session,
    deciding: DecisionOptions,
    choice: RatedPlan,
    name: str,
    sheet: Path | None,
    decisions: Path | None,
    *,
    dry_run: bool,
    full: bool,
) -> None:
    r"""Write the agreed ratings: by the rubric's rule, or by a decision with reason and date.

    The command prints where coders differ, and counts the rest. It never changes the
    coders' own files. A criterion that stays open is
    disputed: it counts as missing and widens the bounds, and the status is then 1.

    \b
    Examples:
      evaluator panel settle ALB --library my-folder
      evaluator panel settle ALB --sheet disputes.xlsx
      evaluator panel settle ALB --decisions disputes.xlsx --library my-folder
      evaluator panel settle ALB --decide witness-protection=2 --by lead --reason "p. 85 names a unit"
    """
    when = now()
    own = session.own_folder() if sheet is None and not dry_run else None
    assessment, chosen = choice.read(session, name)
    said = deciding.decisions(chosen, when[:10])
    left: list[str] = []
    if decisions is not None:
        read = read_decisions(decisions, assessment, chosen, when[:10])
        many = len(read.taken)
        session.tell(f"{many} decision{'' if many == 1 else 's'} read from {shown_path(decisions)}.")
        left = problem_lines(read.left)
        said += read.taken
    _refuse_machine(session, assessment, chosen, {one.by for one in said})
    found = settlement(assessment, chosen, said, when[:10])
    if sheet is not None:
        write_out(sheet, dispute_xlsx(assessment, chosen, found), make_folder=True)
        rest = len(differences(assessment, found)) - len(found.disputed)
        more = f", and {rest} that differ and need no decision" if rest else ""
        session.tell(f"Written: {shown_path(sheet)}, with {len(found.disputed)} in dispute{more}.")
    else:
        _show_settled(found, full=full)
        if own is not None:
            _write_settled(session, assessment, chosen, found, own, when)
    for criterion, by_rule in found.undisputed:
        what = f"{criterion} was not in dispute: the rule of the rubric gives {by_rule}"
        session.tell(f"{what}. The decision takes its place, with its name and reason.")
    for line in left:
        put(line, err=True)
    for criterion in found.overtaken:
        session.tell(f"{criterion}: the ratings that an earlier decision went by have changed; the rule holds again.")
    if found.disputed:
        session.tell(f"In dispute: {', '.join(found.disputed)}. {_how_to_decide(assessment.plan.id, chosen.id, sheet)}")
    leave_open(found.disputed or left)


def _how_to_decide(plan_id: str, rubric_id: str, sheet: Path | None) -> str:
    """Return the sentence that names the next command: write a workbook of disputes, or read it back."""
    if sheet is None:
        return f"`{dispute_command(plan_id, rubric_id)}` writes a workbook to decide them in."
    call = f"{settle_command(plan_id, rubric_id)} --decisions {shlex.quote(shown_path(sheet))}"
    return f"Next: decide in the workbook, then `{call}`."


def _show_settled(found: Settlement, *, full: bool) -> None:
    """Print the agreed ratings on which coders differed or a person decided, and the number of the others."""
    text = "criterion={criterion_id}|agreed={short:text}|rule={rule}|by={decided_by}|ratings={inputs:text}"
    shown = [row for row in found.rows if full or row.decided_by or _ratings_in(row.inputs) > 1]
    lines = columns(text, shown)
    alike = len(found.rows) - len(shown)
    more = [f"{alike} of {len(found.rows)} criteria: all coders agree (--full prints them)."] if alike else []
    show("\n".join([*lines, *([""] if lines and more else []), *more]) + "\n")


def _ratings_in(inputs: str) -> int:
    """Return how many different ratings the coders gave."""
    return len({rating.partition(":")[2].strip() for rating in inputs.split(";")})


def _write_settled(
    session: Session, assessment: Assessment, rubric: Rubric, found: Settlement, own: Path, when: str
) -> None:
    files = settled_files(session.library, own, assessment, rubric, found, panel_stamp(when, __version__, rubric))
    session.before_change()
    write_all(own, files)
    agreed = next(name for name in files if name.endswith("/agreed.csv"))
    session.tell_written(own / agreed)
    if not found.disputed:
        session.tell(f"Next: {command_for('score', assessment.plan.id, rubric.id)}.")


@command.command("join")
@NAME
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...", type=PATH)
@with_rated_plan
@click.option("--dry-run", is_flag=True, help="Show what the command would take, and write nothing.")
@with_session
def join(session: Session, choice: RatedPlan, name: str, folders: tuple[Path, ...], *, dry_run: bool) -> None:
    r"""Join the folders of coders who worked apart: their ratings, passages and logs.

    FOLDER is a coder's library folder, or the plan's folder in it. A passage at one
    place of one source is one row; an id that is taken is renumbered, in the ratings
    as well. Two folders with one coder's letter are refused. The command prints what
    differs between the folders and needs a look.

    \b
    Examples:
      evaluator panel join ALB coder-a coder-b --library my-folder
      evaluator panel join ALB coder-a coder-b --dry-run --library my-folder
    """
    own = session.own_folder()
    chosen = session.library.rubric(choice.rubric)
    (plan_id,) = plans_named(session.library, [name], choice.plan, choice.rubric)
    session.before_change()
    found = join_folders(session.library, own, plan_id, chosen, folders, dry_run=dry_run)
    show("\n".join(_joined_lines(found)) + "\n")
    for line in problem_lines(found.notes):
        put(line, err=True)
    for path in found.written:
        session.tell_written(path)
    if found.written:
        session.tell(f"Next: `{settle_command(plan_id, chosen.id)}`.")


def _joined_lines(found: Joined) -> list[str]:
    """Return the table of what each folder gave, and the passages with a new id."""
    lines = columns(
        JOINED, found.folders, lambda one: {"folder": shown_path(one.folder), "coders": ", ".join(one.coders)}
    )
    for one in found.folders:
        moved = ", ".join(f"{old} is {now}" for old, now in one.renamed.items())
        lines += [f"{shown_path(one.folder)}: {moved}"] if moved else []
    return lines


@command.command("history")
@NAME
@click.argument("criterion")
@with_rated_plan
@with_session
def history_(session: Session, choice: RatedPlan, name: str, criterion: str) -> None:
    r"""Show every recorded change of a criterion's ratings, and the ratings now.

    \b
    Example:
      evaluator panel history ALB witness-protection
    """
    assessment, chosen = choice.read(session, name)
    if (criterion := part_named(chosen, criterion)) not in chosen.by_id:
        raise UnknownNameError("criterion", criterion, chosen.by_id)
    found = history(assessment, criterion)
    lines = [f"{chosen.title(criterion)} ({assessment.plan.id})", ""]
    lines += columns(RECORDS, found.records) or ["No change is on record."]
    lines += ["", "Now:"]
    for vote in found.votes:
        lines += wrapped(f"{vote.coder}: {vote.rating.short}. {vote.rating.reason}", first="  ", later="    ")
    lines += wrapped(led_words(assessment.codings, criterion), first="  ", later="    ")
    if found.agreed is not None:
        by = f", by {found.agreed.decided_by}" if found.agreed.decided_by else ""
        text = f"agreed: {found.agreed.short} ({found.agreed.rule or 'open'}{by}, {found.agreed.decided_on}). "
        lines += wrapped(text + found.agreed.reason, first="  ", later="    ")
        if not holds(found.agreed, found.votes):
            now = written_inputs(found.votes) or "none"
            said = (
                f"It went by {found.agreed.inputs or 'no ratings'} and holds no longer: the ratings are {now}. "
                f"Settle it again with `{settle_command(assessment.plan.id, chosen.id)}`."
            )
            lines += wrapped(said, first="    ", later="    ")
    show("\n".join(lines) + "\n")

"""Checks of a coder's ratings: statuses, levels, evidence, rubric versions, silence; of agreed ratings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import Problem, Severity, has_faults
from evaluator.model.assessment import (
    CODER_STATUSES,
    LEFT_OUT,
    ON_EVIDENCE,
    STATES_LEVEL,
    WITH_LEVEL,
    AgreedRating,
    Assessment,
    CodingFile,
    Rating,
    written,
)
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.dates import is_before
from evaluator.model.plan import Evidence, PlanFile, TextRead
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import say, series
from evaluator.panel.reconcile import Verdict, decide, level_of
from evaluator.panel.record import (
    OBJECTS,
    Fault,
    evidence_faults,
    least_faults,
    level_faults,
    mention_faults,
    result_faults,
)
from evaluator.panel.settle import holds, in_force, is_outside, outside_words, votes_on, written_inputs
from evaluator.panel.settled_words import settle_command
from evaluator.plans.applicability import applies
from evaluator.plans.rows import LAW, kinds_behind, voices
from evaluator.read.checks.door import UnitCheck
from evaluator.read.checks.header import header_faults, machine_faults, machine_rating_faults, major_version
from evaluator.read.checks.provision import provision_faults
from evaluator.read.coding import CodingDocument, CodingFiles
from evaluator.read.plan import PlanFiles
from evaluator.read.text_files.table import ReadTable, rows_of
from evaluator.read.text_files.yaml_file import Document

ONE_BEGAN = rf"[a-z0-9-]{{1,40}}:(?:[0-9]+\+?|{'|'.join(CODER_STATUSES[2:])})"
BEGAN = re.compile(f"{ONE_BEGAN}(?:;{ONE_BEGAN})*")
ONE_ID = say("at least one evidence id")
RATING_OR_OPEN = say("a rating, or not-assessed")
# A silence that nobody can have seen, by what would answer the question.
UNREAD = {
    "measure": say("silent where the measures were not read whole"),
    "text": say("silent where the text around the measures was not read whole"),
    "either": say("silent where measures and text were not both read whole"),
}


@dataclass(frozen=True, slots=True)
class _CodingContext:
    """One coder's files, with the rubric, evidence and country facts that their ratings are checked against."""

    coder: CodingDocument
    rubric: Rubric
    evidence: Mapping[str, Evidence]
    evidence_ids: frozenset[str] | None
    sources: Mapping[str, Source]
    heard: Mapping[str, str]
    bare: Assessment | None

    @property
    def plan(self) -> PlanFile | None:
        """Return the plan's header; None if it cannot be read."""
        return self.bare.plan if self.bare else None

    @property
    def text_read(self) -> TextRead | None:
        """Return what of the plan the coder read; None if the header cannot be read."""
        return self.coder.header.text_read if self.coder.header else None

    @property
    def plan_id(self) -> str:
        """Return the plan's id, as in the id of the assessment."""
        return self.plan.id if self.plan else self.coder.table.path.parts[-4]

    @property
    def grave(self) -> Severity:
        """Return the severity of a gap in a rating: a warning in a draft, a fault in a final file."""
        return "fault" if self.coder.state == "final" else "warning"

    def problem(
        self, at: int, column: str, found: str, expected: str, suggestion: str = "", *, severity: Severity = "fault"
    ) -> Problem:
        """Return a problem in a cell of the coder's table."""
        return self.coder.table.problem(at, column, found, expected, suggestion, severity=severity)


def _problems_in_row(table: ReadTable[object], at: int, faults: Iterable[Fault]) -> Iterator[Problem]:
    """Yield the faults of a row as problems, each in its column."""
    for fault in faults:
        yield table.problem(at, fault.field, fault.found, fault.expected, fault.suggestion)


def check_codings(codings: CodingFiles, rubric: Rubric, files: PlanFiles) -> list[Problem]:
    """Return faults, warnings and notes on the headers and ratings of all coders, and on the agreed ratings."""
    problems: list[Problem] = []
    for coder in codings.coders:
        is_ours = True
        problems.extend(machine_faults(coder.head) if coder.head is not None else ())
        problems.extend(machine_rating_faults(coder, rubric, files))
        if coder.header is not None and coder.head is not None:
            problems.extend(header_faults(coder.header, coder.head, rubric, files))
            is_ours = coder.header.rubric == rubric.id and major_version(coder.header.rubric_version) == major_version(
                rubric.version
            )
        if is_ours:
            problems.extend(_faults_of_ratings(_coding_context(coder, rubric, files)))
    problems.extend(_mention_faults(codings, files))
    if "agreed" in codings.tables:
        found = check_agreed(codings.tables["agreed"], rubric, codings, files.folder.plan_id)
        # While ratings have faults, nobody knows whether an agreement still rests on them.
        is_sound = not has_faults(problems)
        problems.extend(problem for problem in found if is_sound or problem.key != "inputs")
    return problems


def _mention_faults(codings: CodingFiles, files: PlanFiles) -> Iterator[Problem]:
    """Yield the faults of passages that the coders and the panel name in their words."""
    tables = [files.tables[name] for name in ("evidence", "sources") if name in files.tables]
    if not all(table.is_readable for table in tables):
        return
    known = frozenset[str]().union(*(table.ids for table in tables))
    for coder in codings.coders:
        if coder.header is not None and coder.head is not None:
            yield from check_noted(coder.head, coder.header.notes, known)
        yield from check_mentions(coder.table, ("reason", "missing_for_next", "searched"), known)
    if "agreed" in codings.tables:
        yield from check_mentions(codings.tables["agreed"], ("reason",), known)


def _coding_context(coder: CodingDocument, rubric: Rubric, files: PlanFiles) -> _CodingContext:
    table = files.tables.get("evidence")
    evidence = {row.evidence_id: row for row in rows_of(files.tables, "evidence", Evidence)}
    ids = table.ids if table and table.is_readable else None if table else frozenset[str]()
    sources = {row.source_id: row for row in rows_of(files.tables, "sources", Source)}
    heard = voices(evidence.values(), sources.values())
    country, plan = files.country.country, files.plan
    bare = Assessment(country, plan, rubric.id) if country and plan else None
    return _CodingContext(coder, rubric, evidence, ids, sources, heard, bare)


def rating_problems(rating: Rating, rubric: Rubric, header: CodingFile, assessment: Assessment) -> list[Problem]:
    """Return the problems that one rating would have in a final file, by the rules of `check_codings`.

    Parameters
    ----------
    rating : Rating
    rubric : Rubric
    header : CodingFile
        What the coder read.
    assessment : Assessment
        With the passages that the rating cites.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> library = Library.open()
    >>> rubric = library.rubric("four-paradigms")
    >>> found = library.assessment("BRA-2018-2022", rubric)
    >>> zero = Rating("non-punishment", None, "rated", 0, "high", reason="nothing")
    >>> header = found.codings[0].header
    >>> [one.found for one in rating_problems(zero, rubric, header, found)]
    ['level 0 of a gate as `rated`', 'rated without evidence']
    """
    table: ReadTable[Rating] = ReadTable(Path("rating"), (rating,), (1,))
    coder = CodingDocument(header.model_copy(update={"state": "final"}), None, table)
    evidence = {row.evidence_id: row for row in assessment.evidence}
    sources = {row.source_id: row for row in assessment.sources}
    heard = voices(evidence.values(), sources.values())
    bare = Assessment(assessment.country, assessment.plan, rubric.id)
    context = _CodingContext(coder, rubric, evidence, frozenset(evidence), sources, heard, bare)
    return list(_rating_faults(0, rating, rubric.by_id[rating.criterion_id], context))


def _faults_of_ratings(desk: _CodingContext) -> Iterator[Problem]:
    for at, rating in enumerate(desk.coder.table.rows):
        criterion = desk.rubric.by_id.get(rating.criterion_id)
        if criterion is None:
            known = desk.rubric.by_id
            yield from desk.coder.table.unknown(
                at, "criterion_id", "", rating.criterion_id, known, "a criterion of the rubric"
            )
        elif not criterion.is_rated_by_hand:
            yield desk.problem(at, "criterion_id", "a rating of a criterion that is computed", "no row for it")
        else:
            yield from _rating_faults(at, rating, criterion, desk)
    yield from _faults_of_unknown_evidence(desk)
    yield from _rows_with_faults(desk)


def _faults_of_unknown_evidence(desk: _CodingContext) -> Iterator[Problem]:
    known = desk.evidence_ids
    if known is None:
        return
    for line, cells in desk.coder.table.cells:
        named = cells.get("evidence_ids")
        for name in named if isinstance(named, tuple) else ():
            yield from desk.coder.table.unknown_at(line, "evidence_ids", "", name, known, "an id in evidence.csv")


def _rows_with_faults(desk: _CodingContext) -> Iterator[Problem]:
    """Yield further faults of rows that a faulty cell excludes, so that one check reports all of them."""
    table = desk.coder.table
    for line, cells in table.cells:
        name, level = cells.get("criterion_id"), cells.get("level")
        if line in table.lines or not isinstance(name, str) or not name:
            continue
        if name not in desk.rubric.by_id:
            yield from table.unknown_at(line, "criterion_id", "", name, desk.rubric.by_id, "a criterion of the rubric")
        elif isinstance(level, int) and level > (top := desk.rubric.scale_of(name).top):
            yield table.at_line(line, "level", f"level {level}", f"a level from 0 to {top}")


def _rating_faults(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    if rating.criterion_version is not None and rating.criterion_version != criterion.meaning_version:
        found = say("version %(version)s of the criterion", version=rating.criterion_version)
        mend = say(
            "Rate it again: its meaning changed. `%(command)s` carries the others over and opens this one.",
            command=f"evaluator sheet upgrade {desk.plan_id} --rubric {desk.rubric.id}",
        )
        expected = say("version %(version)s", version=criterion.meaning_version)
        yield desk.problem(at, "criterion_version", found, expected, mend)
    yield from _faults_of_level(at, rating, criterion, desk)
    if rating.status == "at-least":
        yield from _least_level_faults(at, rating, criterion, desk)
    if rating.status in (*WITH_LEVEL, "at-least") and not rating.confidence:
        is_fault = desk.grave == "fault"
        expected = say("high, medium or low") if is_fault else say("high, medium or low (scored as medium)")
        yield desk.problem(at, "confidence", say("no confidence"), expected, severity=desk.grave)
    yield from _faults_of_evidence(at, rating, criterion, desk)
    yield from _faults_of_kinds(at, rating, criterion, desk)
    yield from _faults_of_years(at, rating, criterion, desk)
    if rating.status == "silent":
        yield from _silence_faults(at, rating, criterion, desk)
    if rating.proposal and not BEGAN.fullmatch(rating.proposal):
        found = say("%(text)s as what the rating began as", text=repr(rating.proposal))
        yield desk.problem(at, "proposal", found, say("a machine's code and its proposal: m1:2, m1:2+, m1:silent"))
    if rating.status in STATES_LEVEL and not rating.reason and desk.coder.state == "final":
        yield desk.problem(at, "reason", say("no reason"), say("a reason that refers to the level descriptor"))
    yield from _faults_of_leaving_out(at, rating, criterion, desk)
    provision = provision_faults(rating, criterion, desk.plan, desk.evidence, desk.sources)
    yield from _problems_in_row(desk.coder.table, at, provision)
    if criterion.id in desk.rubric.alarms and rating.status not in ("contrary", "not-assessed"):
        mend = say("An alarm is documented by a source (`contrary`), or it is not (`not-assessed`).")
        found = say("%(status)s on an alarm", status=rating.status)
        yield desk.problem(at, "status", found, say("`contrary` or `not-assessed`"), mend)
    yield from _applicability_faults(at, rating, criterion, desk)


def _faults_of_level(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    table = desk.coder.table
    yield from _problems_in_row(table, at, level_faults(criterion, rating.status, rating.level, desk.rubric))
    if rating.status not in (*WITH_LEVEL, "at-least") and rating.level is not None:
        found = say("level %(level)s is given, but the status is %(status)s", level=rating.level, status=rating.status)
        is_open = rating.status == "not-assessed"
        expected = say("`rated`, `at-least`, or no level") if is_open else say("no level")
        yield desk.problem(at, "level", found, expected)


def _least_level_faults(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    """Yield the faults of `at-least`: a level that says nothing, `silent`'s words, no text left that could say more."""
    yield from _problems_in_row(
        desk.coder.table, at, least_faults(rating.level, desk.rubric.scale_of(criterion.id).top)
    )
    if rating.searched:
        found = say("at-least beside what was searched, which is for `silent`")
        mend = say("Clear the cell, or write `silent`.")
        yield desk.problem(at, "searched", found, say("one of the two"), mend)
    if criterion.object == "plan" and desk.text_read is not None and desk.text_read.is_whole(criterion.answered_by):
        found = say("at-least where what can answer the question was read whole")
        mend = say("Write `rated` and the level that the text supports.")
        yield desk.problem(at, "status", found, say("`rated`, or a text read in part"), mend, severity="warning")


def _faults_of_evidence(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    if rating.status in ON_EVIDENCE and not rating.evidence_ids:
        found = say("%(status)s without evidence", status=rating.status)
        is_fault = desk.grave == "fault"
        expected = ONE_ID if is_fault else say("at least one evidence id (counts as not assessed)")
        yield desk.problem(at, "evidence_ids", found, expected, severity=desk.grave)
    objects = {desk.evidence[name].object for name in rating.evidence_ids if name in desk.evidence}
    if rating.status in STATES_LEVEL and (rating.level or 0) > 0 and objects and criterion.object not in objects:
        found = say("evidence about %(objects)s", objects=series(", ", [OBJECTS[name] for name in sorted(objects)]))
        expected = say("some evidence about the %(object)s", object=OBJECTS[criterion.object])
        mend = say("Cite a passage that shows the %(object)s.", object=OBJECTS[criterion.object])
        yield desk.problem(at, "evidence_ids", found, expected, mend, severity=desk.grave)


def _faults_of_kinds(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    """Yield a problem if a level needs two kinds of source and cites one.

    Alarms are exempt, for which one case is enough, and questions of law at the levels in `provision_enough`, if the
    law itself is cited.
    """
    level = rating.level if rating.status in STATES_LEVEL else 0 if rating.status == "contrary" else None
    if level not in desk.rubric.two_kinds_of_source or rating.criterion_id in desk.rubric.alarms:
        return
    kinds = kinds_behind(rating.evidence_ids, desk.heard)
    if level in desk.rubric.provision_enough and criterion.object == "law" and kinds == {LAW}:
        return
    if len(kinds) == 1 and all(name in desk.heard for name in rating.evidence_ids):
        found = say("level %(level)s on sources of one kind (%(kinds)s)", level=level, kinds=", ".join(kinds))
        mend = say(
            "Cite a source of another kind as well, rate a level that one kind supports, or leave it not-assessed."
        )
        yield desk.problem(at, "evidence_ids", found, say("sources of two kinds"), mend, severity=desk.grave)


def _faults_of_years(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    """Yield a warning if practice is rated on evidence of which none speaks of the rated years."""
    plan = desk.plan
    if plan is None or is_before(plan.end, plan.start):
        return
    cited = [desk.evidence[name] for name in rating.evidence_ids if name in desk.evidence]
    if is_outside(rating.status, criterion.object, cited, plan):
        found = outside_words(cited, plan)
        expected = say("a passage that speaks of these years, or its `as_of` in evidence.csv")
        mend = say("Until then it counts as not assessed.")
        yield desk.problem(at, "evidence_ids", found, expected, mend, severity="warning")


def _faults_of_leaving_out(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    """Yield the faults of a rating that excludes a criterion as not applicable or as without occasion."""
    if rating.status in LEFT_OUT and not rating.reason:
        yield desk.problem(at, "reason", say("%(status)s without a reason", status=rating.status), say("a reason"))
    if rating.status != "no-occasion":
        return
    if criterion.id in desk.rubric.grading.gates:
        found, mend = say("no-occasion on a gate"), say("A gate that no case has tested is not-assessed.")
        yield desk.problem(at, "status", found, RATING_OR_OPEN, mend)
    elif criterion.object == "plan":
        found, mend = say("no-occasion on a criterion about the plan"), say("Use not-applicable, or not-assessed.")
        yield desk.problem(at, "status", found, say("`no-occasion` only for criteria about law or practice"), mend)
    if not rating.evidence_ids:
        found, mend = say("no-occasion without a source"), say("Cite evidence that no case arose.")
        yield desk.problem(at, "evidence_ids", found, ONE_ID, mend)


def _silence_faults(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    if criterion.object != "plan":
        found = say("silent on a criterion about the %(object)s", object=OBJECTS[criterion.object])
        expected = say("`silent` only for criteria about the plan's text")
        yield desk.problem(at, "status", found, expected, say("Use not-assessed."))
        return
    if not rating.searched:
        found = say("silent without what was searched")
        yield desk.problem(at, "searched", found, say("the chapters or words that you searched"))
    if desk.text_read is None or desk.text_read.holds(rating.searched, criterion.answered_by):
        return
    found = UNREAD[criterion.answered_by]
    expected = say("what can answer the question read whole, or a chapter read whole")
    mend = say("If you read it whole, say so under “What you read”; else use not-assessed.")
    yield desk.problem(at, "status", found, expected, mend)


def _applicability_faults(at: int, rating: Rating, criterion: Criterion, desk: _CodingContext) -> Iterator[Problem]:
    bare = desk.bare
    if bare is None:
        return
    found = applies(criterion, bare)
    if rating.status == "not-applicable" and found.holds and criterion.applies_to and bare.country.roles:
        said = say("not-applicable by hand, against the country's role")
        yield desk.problem(at, "status", said, RATING_OR_OPEN, severity="warning")
    if rating.status in (*WITH_LEVEL, "at-least") and not found.holds:
        said = say("an answer that is not counted: %(why)s", why=found.why)
        mend = say("Leave it, or correct country.yaml.")
        yield desk.problem(at, "status", said, "", mend, severity="note")


def check_agreed(table: ReadTable[object], rubric: Rubric, codings: CodingFiles, plan_id: str) -> Iterator[Problem]:
    """Yield the faults of agreed.csv, and a warning for each row settled from ratings that have changed since.

    Such a row no longer holds, so it needs no evidence. If a coder's file cannot be read, the current ratings are
    unknown, and no row is compared with them.
    """
    readable = all(_is_coder_readable(coder) for coder in codings.coders)
    voting = in_force(codings.codings)
    for at, row in table.each(AgreedRating):
        criterion = rubric.by_id.get(row.criterion_id)
        if criterion is None:
            known, expected = rubric.by_id, "a criterion of the rubric"
            yield from table.unknown(at, "criterion_id", "", row.criterion_id, known, expected)
            continue
        if not criterion.is_rated_by_hand:
            yield table.problem(at, "criterion_id", "a rating of a criterion that is computed", "no row for it")
            continue
        votes = votes_on(voting, criterion.id)
        is_overtaken = readable and not holds(row, votes)
        faults = list(result_faults(criterion, row.status, row.level, rubric))
        if row.decided_by and not row.reason.strip():
            faults.append(Fault("reason", say("no reason"), say("why it is decided so")))
        if not is_overtaken:
            faults += evidence_faults(criterion, row.status, codings.codings)
            by_rule = decide(rubric, criterion, votes)
            faults += _rule_faults(row, by_rule, plan_id, rubric) if readable and not faults else ()
        yield from _problems_in_row(table, at, faults)
        if is_overtaken and not faults:
            was, now = row.inputs or "no ratings", written_inputs(votes) or "none"
            found = f"the agreed rating of {criterion.id} no longer holds: it went by {was}"
            mend = f"Settle it again with `{settle_command(plan_id, rubric.id)}`."
            yield table.problem(at, "inputs", found, f"the ratings as they are, {now}", mend, severity="warning")


def _rule_faults(row: AgreedRating, verdict: Verdict, plan_id: str, rubric: Rubric) -> Iterator[Fault]:
    """Yield a fault if a row differs from the result of the rubric's rule and names nobody who decided it."""
    if not row.decided_by and (row.status, level_of(row.status, row.level)) != (verdict.status, verdict.level):
        mend = f"Say who decided, or remove the row and run `{settle_command(plan_id, rubric.id)}`."
        field = "level" if row.status == verdict.status else "status"
        found = f"{_status_in_words(row.status, row.level)} of {row.inputs or 'no ratings'}, and nobody who decided it"
        yield Fault(
            field, found, f"{_status_in_words(verdict.status, verdict.level)}, as the rubric's rule gives", mend
        )


def _status_in_words(status: str, level: int | None) -> str:
    return f"level {level}" if status == "rated" else written(status, level)


def _is_coder_readable(coder: CodingDocument) -> bool:
    table = coder.table
    return coder.header is not None and table.is_readable and len(table.lines) == len(table.cells)


def check_mentions(table: ReadTable[object], columns: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    """Yield a fault for each id in a text that no passage and no source has, and for each range of ids."""
    for at, row in enumerate(table.rows):
        for column in columns:
            yield from _problems_in_row(table, at, mention_faults(column, getattr(row, column), known))


def check_noted(head: Document, notes: str, known: Collection[str]) -> Iterator[Problem]:
    """Yield the same faults for the notes in the header of a coder's file."""
    for fault in mention_faults("notes", notes, known):
        yield head.problem(("notes",), fault.found, fault.expected, fault.suggestion)


CHECK = UnitCheck(
    "ratings",
    lambda rated: check_codings(rated.codings, rated.rubric, rated.plan) if rated.rubric is not None else (),
)

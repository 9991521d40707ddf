"""What a coder's file may say: statuses, levels, evidence, versions, silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.errors import Problem, Severity, did_you_mean
from evaluator.model.assessment import WITH_LEVEL, AgreedRating, Assessment, Coding, Rating
from evaluator.model.country import Country
from evaluator.model.plan import Evidence, PlanFile, TextRead
from evaluator.model.rubric import Criterion, Rubric
from evaluator.plans.applicability import applies
from evaluator.read.table import Table
from evaluator.read.yaml_file import Document


def check_coding(
    coding: Coding,
    head: Document,
    table: Table[Rating],
    rubric: Rubric,
    country: Country,
    plan: PlanFile,
    tables: Mapping[str, Table[object]],
) -> list[Problem]:
    """Return faults, warnings and notes of one coder's header and ratings."""
    problems = list(_header(coding, head, rubric, plan))
    evidence = (
        {e.evidence_id: e for e in tables["evidence"].rows if isinstance(e, Evidence)} if "evidence" in tables else {}
    )
    bare = Assessment(country, plan, rubric.id)
    for at, rating in enumerate(table.rows):
        criterion = rubric.by_id.get(rating.criterion_id)
        if criterion is None:
            mend = did_you_mean(rating.criterion_id, list(rubric.by_id))
            problems.append(
                table.problem(at, "criterion_id", repr(rating.criterion_id), "a criterion of the rubric", mend)
            )
            continue
        problems.extend(_rating(at, rating, criterion, coding, table, rubric, evidence))
        problems.extend(_applicability(at, rating, criterion, table, bare))
    return problems


def _header(coding: Coding, head: Document, rubric: Rubric, plan: PlanFile) -> Iterator[Problem]:
    header = coding.header

    def at(key: str, found: str, expected: str, suggestion: str = "", severity: Severity = "fault") -> Problem:
        line, column = head.place((key,))
        return Problem(
            str(head.path), found, expected, suggestion, line=line, column=column, key=key, severity=severity
        )

    if header.rubric != rubric.id:
        yield at("rubric", f"rubric {header.rubric!r}", f"{rubric.id!r}, the name of the folder")
    wanted = f"{plan.id}.{rubric.id}.{header.coder}"
    if header.assessment_id != wanted:
        yield at("assessment_id", repr(header.assessment_id), repr(wanted))
    if header.rubric_version.split(".")[0] != rubric.version.split(".")[0]:
        mend = "Carry the ratings over with a rubric upgrade, or score with the old rubric."
        yield at(
            "rubric_version", f"rubric version {header.rubric_version}", f"version {rubric.version}, same major", mend
        )
    elif header.rubric_version != rubric.version:
        found = f"rated under rubric {header.rubric_version}"
        yield at("rubric_version", found, f"rubric {rubric.version}; meanings are the same", severity="note")
    if header.rubric_sha256 and header.rubric_sha256 != rubric.sha256:
        yield at("rubric_sha256", "another text of the rubric", "the text at hand", severity="note")
    if _exceeds(header.text_read, plan.text_read):
        yield at("text_read", "more text read than plan.yaml says could be read", "no more than plan.yaml's text_read")


def _exceeds(mine: TextRead, available: TextRead) -> bool:
    order = ["none", "part", "whole"]
    if order.index(mine.extent) > order.index(available.extent):
        return True
    if available.extent != "part" or mine.extent != "part":
        return False
    return bool(mine.pages) and bool(available.pages) and not _pages(mine.pages) <= _pages(available.pages)


def _pages(text: str) -> set[str]:
    """Return the pages of a text such as `85;87-90`."""
    found: set[str] = set()
    for part in text.replace(",", ";").split(";"):
        first, _, last = part.strip().partition("-")
        if first.isdigit() and last.isdigit() and int(last) - int(first) < 5000:
            found.update(str(n) for n in range(int(first), int(last) + 1))
        elif part.strip():
            found.add(part.strip())
    return found


def _rating(
    at: int,
    rating: Rating,
    criterion: Criterion,
    coding: Coding,
    table: Table[Rating],
    rubric: Rubric,
    evidence: Mapping[str, Evidence],
) -> Iterator[Problem]:
    final = coding.header.state == "final"
    grave: Severity = "fault" if final else "warning"
    if not criterion.is_rated_by_hand:
        yield table.problem(at, "criterion_id", "a rating of a criterion that is computed", "no row for it")
        return
    if rating.criterion_version is not None and rating.criterion_version != criterion.meaning_version:
        found = f"version {rating.criterion_version} of the criterion"
        yield table.problem(
            at,
            "criterion_version",
            found,
            f"version {criterion.meaning_version}",
            "Rate it again: its meaning changed.",
        )
    yield from _level(at, rating, criterion, table, rubric)
    if rating.status in WITH_LEVEL and not rating.confidence:
        expected = "high, medium or low" + ("" if final else " (scored as medium)")
        yield table.problem(at, "confidence", "no confidence", expected, severity=grave)
    yield from _evidence(at, rating, criterion, table, evidence, grave)
    yield from _silence(at, rating, criterion, coding, table)
    if final and rating.status == "rated" and not rating.reason:
        yield table.problem(at, "reason", "no reason", "a reason that refers to the level descriptor")
    if rating.status == "not-applicable" and not rating.reason:
        yield table.problem(at, "reason", "not-applicable without a reason", "a reason")


def _level(at: int, rating: Rating, criterion: Criterion, table: Table[Rating], rubric: Rubric) -> Iterator[Problem]:
    top = rubric.scale_of(criterion.id).top
    if rating.status == "rated":
        if rating.level is None:
            yield table.problem(at, "level", "no level", f"a level from 0 to {top}")
        elif rating.level > top:
            yield table.problem(at, "level", f"level {rating.level}", f"a level from 0 to {top}")
        is_gate = criterion.id in rubric.grading.gates
        if rating.level == 0 and is_gate and criterion.object == "plan":
            yield table.problem(at, "status", "level 0 of a gate as `rated`", "`silent` or `contrary`")
    elif rating.status in ("silent", "contrary") and rating.level not in (None, 0):
        yield table.problem(at, "level", f"level {rating.level} with {rating.status}", "0 or an empty cell")
    elif rating.status in ("not-applicable", "not-assessed") and rating.level is not None:
        yield table.problem(at, "level", f"level {rating.level} with {rating.status}", "an empty cell")


def _evidence(
    at: int,
    rating: Rating,
    criterion: Criterion,
    table: Table[Rating],
    evidence: Mapping[str, Evidence],
    grave: Severity,
) -> Iterator[Problem]:
    for name in rating.evidence_ids:
        if name not in evidence:
            mend = did_you_mean(name, list(evidence))
            yield table.problem(at, "evidence_ids", repr(name), "an id in evidence.csv", mend)
    if rating.status in ("rated", "contrary") and not rating.evidence_ids:
        expected = "at least one evidence id" + ("" if grave == "fault" else " (counts as not assessed)")
        yield table.problem(at, "evidence_ids", f"{rating.status} without evidence", expected, severity=grave)
        return
    objects = {evidence[name].object for name in rating.evidence_ids if name in evidence}
    if rating.status == "rated" and (rating.level or 0) > 0 and objects and criterion.object not in objects:
        found = f"evidence about {', '.join(sorted(objects))}"
        yield table.problem(at, "evidence_ids", found, f"some evidence about the {criterion.object}", severity=grave)


def _silence(at: int, rating: Rating, criterion: Criterion, coding: Coding, table: Table[Rating]) -> Iterator[Problem]:
    if rating.status != "silent":
        return
    if criterion.object != "plan":
        found = f"silent on a criterion about the {criterion.object}"
        yield table.problem(at, "status", found, "silence only of the plan's text", "Use not-assessed.")
        return
    if not rating.searched:
        yield table.problem(at, "searched", "silent without what was searched", "chapters or words searched")
    read = coding.header.text_read
    in_chapter = any(rating.searched.startswith(chapter) for chapter in read.chapters)
    if read.extent != "whole" and not in_chapter:
        yield table.problem(
            at, "status", "silent where the text was not read whole", "a text read whole, or a chapter read whole",
            "Use not-assessed.",
        )  # fmt: skip


def _applicability(
    at: int, rating: Rating, criterion: Criterion, table: Table[Rating], bare: Assessment
) -> Iterator[Problem]:
    found = applies(criterion, bare)
    if rating.status == "not-applicable" and found.holds and criterion.applies_to and bare.country.roles:
        yield table.problem(
            at, "status", "not-applicable by hand, against the country's role", "a rating, or not-assessed",
            severity="warning",
        )  # fmt: skip
    if rating.status in WITH_LEVEL and not found.holds:
        yield table.problem(
            at, "status", f"{rating.status} on a criterion that does not apply", "no row", found.why, severity="warning"
        )


def check_agreed(table: Table[object], rubric: Rubric, codings: Sequence[Coding]) -> list[Problem]:
    """Return the faults of agreed.csv: criteria, levels and statuses."""
    problems = []
    for at, row in enumerate(table.rows):
        if not isinstance(row, AgreedRating):
            continue
        criterion = rubric.by_id.get(row.criterion_id)
        if criterion is None:
            mend = did_you_mean(row.criterion_id, list(rubric.by_id))
            problems.append(
                table.problem(at, "criterion_id", repr(row.criterion_id), "a criterion of the rubric", mend)
            )
            continue
        top = rubric.scale_of(criterion.id).top
        if row.status == "rated" and (row.level is None or row.level > top):
            problems.append(table.problem(at, "level", f"level {row.level}", f"a level from 0 to {top}"))
        if row.status == "disputed" and row.level is not None:
            problems.append(table.problem(at, "level", f"level {row.level} with disputed", "an empty cell"))
    return problems

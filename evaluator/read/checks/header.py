"""Checks of the header of a coder's file: its names, the text of the rubric it was rated by, and what was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evaluator.errors import Problem
from evaluator.model.assessment import Assessment, Coding, CodingFile
from evaluator.model.dates import is_before
from evaluator.model.plan import PlanFile, TextRead
from evaluator.model.proposal import ProposalHeader
from evaluator.model.rubric import SCALE, Rubric
from evaluator.model.sentence import say, say_n
from evaluator.panel.record import Fault
from evaluator.panel.upgrade import changed_meanings
from evaluator.plans.applicability import applies
from evaluator.read.coding import CodingDocument, read_codings
from evaluator.read.layers import Layers
from evaluator.read.plan import PlanFiles, shipped_folders
from evaluator.read.text_files.yaml_file import Document

# Words of a note that say that a copy lacks something.
WORDS_OF_LACK = re.compile(r"\b(?:without|not|no|lost|lacks?|missing|except|cut)\b", re.IGNORECASE)
# Keys by which a header names a machine; a coder's has none of them.
OF_A_MACHINE = tuple(sorted(set(ProposalHeader.model_fields) - set(CodingFile.model_fields)))
NAMED = 5  # most open questions that a fault names
MOST_PAGES = 5000  # a longer range of pages is taken for a typing error


def major_version(version: str) -> str:
    """Return the first number of a version, under which ratings of a rubric stay valid."""
    return version.split(".", maxsplit=1)[0]


def header_faults(header: CodingFile, head: Document, rubric: Rubric, files: PlanFiles) -> Iterator[Problem]:
    """Yield the faults of a coder's header: names, the rubric rated by, dates, and how much was read."""
    if header.rubric != rubric.id:
        expected = f"{rubric.id!r}, the name of the folder"
        yield head.problem(("rubric",), f"rubric {header.rubric!r}", expected)
    wanted = f"{files.folder.plan_id}.{rubric.id}.{header.coder}"
    if header.assessment_id != wanted:
        yield head.problem(("assessment_id",), repr(header.assessment_id), repr(wanted))
    yield from _version_faults(header, head, rubric, files.folder.plan_id)
    yield from _meaning_faults(header, head, rubric)
    if header.started and header.finished and is_before(header.finished, header.started):
        yield head.problem(("finished",), f"{header.finished} is before {header.started}", "a date after the start")
    yield from note_faults(header.text_read, head)
    if files.plan and _reads_more(header.text_read, files.plan):
        found = say("more text read than plan.yaml says could be read")
        mend = say("Say in plan.yaml how much of its text could be read.")
        yield head.problem(("text_read",), found, say("at most what could be read"), mend)


def machine_rating_faults(coder: CodingDocument, rubric: Rubric, files: PlanFiles) -> Iterator[Problem]:
    """Yield the fault of a machine that is a coder: it may be one of the project's own examples alone, as shipped."""
    if coder.header is None or coder.head is None or coder.header.kind != "machine" or files.folder.is_carried:
        return
    ratings = files.folder.ratings(rubric.id)
    shipped = [one.ratings(rubric.id) for one in shipped_folders(files.folder.plan_id)]
    if (files.plan and not files.plan.worked_example) or not shipped:
        mend = say("Rate it yourself; a machine proposes, in a file of its own, by the command `panel propose`.")
        found = say("a machine as coder, of a plan that is no worked example which the project ships")
        yield coder.head.problem(("kind",), found, say("the ratings of a person"), mend)
    elif ratings not in shipped and _answers(coder) not in _answers_shipped(shipped, coder.header.coder):
        mend = say("Rate under a code of your own, as by `--coder me`, and leave these as they were shipped.")
        found = say("other ratings under the name of a machine than the project ships")
        yield coder.head.problem(("kind",), found, say("the ratings of a person"), mend)


def _answers(coder: CodingDocument) -> frozenset[tuple[str, str, int | None]]:
    """Return each answer of a coder: the criterion, its status, its level."""
    return frozenset((row.criterion_id, row.status, row.level) for row in coder.table.rows)


def _answers_shipped(shipped: list[Layers], coder: str) -> list[frozenset[tuple[str, str, int | None]]]:
    """Return the answers under a coder's code in each folder of shipped ratings that has it."""
    read = [one for folder in shipped for one in read_codings(folder, []).coders]
    return [_answers(one) for one in read if one.header and one.header.coder == coder]


def machine_faults(head: Document) -> Iterator[Problem]:
    """Yield the fault of a coder's header that names a machine: whoever it is, its ratings are no coder's."""
    content: Mapping[object, object] = head.content if isinstance(head.content, dict) else {}
    named = [key for key in OF_A_MACHINE if key in content]
    capacity = content.get("capacity")
    if named or capacity == "machine":
        key = named[0] if named else "capacity"
        found = f"capacity {capacity!r} beside {key} {content.get(key)!r}" if named else "capacity 'machine'"
        mend = "Take the file away, and hand its rows over by the command `panel propose`: they go to proposals/."
        yield head.problem((key,), found, "the header of a person's ratings", mend)


def unanswered_faults(
    coding: Coding, rubric: Rubric, assessment: Assessment, *, was_final: bool = False
) -> Iterator[Fault]:
    """Yield a fault where a final coding answers nothing, or becomes final with open questions and no reason for it.

    Parameters
    ----------
    coding : Coding
        The header and the ratings that are to be kept.
    rubric : Rubric
    assessment : Assessment
        The plan, by which some questions do not apply.
    was_final : bool
        Whether it is final already, so that open questions were handed in before.
    """
    if coding.header.state != "final":
        return
    answered = {row.criterion_id for row in coding.ratings if row.status != "not-assessed"}
    asked = [one for one in rubric.criteria if one.is_rated_by_hand and applies(one, assessment).holds]
    left = [one.id for one in asked if one.id not in answered]
    total = len(left) + len(answered)
    if left and not answered:
        found = say_n("no answer to the one question", "no answer to any of %(number)s questions", total)
        mend = say("Leave it a draft until something is answered.")
        yield Fault("state", found, say("an answer, where the state is final"), mend)
    elif left and not (was_final or coding.header.unanswered):
        names = ", ".join([*left[:NAMED], *(["..."] if len(left) > NAMED else [])])
        found = say_n(
            "%(number)s question of %(asked)s without an answer: %(names)s",
            "%(number)s questions of %(asked)s without an answer: %(names)s",
            len(left), asked=total, names=names,
        )  # fmt: skip
        expected = say("an answer to each question that applies, or the reason why less is handed in as final")
        yield Fault("unanswered", found, expected, say("Or leave it a draft."))


def _version_faults(header: CodingFile, head: Document, rubric: Rubric, plan_id: str) -> Iterator[Problem]:
    if major_version(header.rubric_version) != major_version(rubric.version):
        upgrade = f"evaluator sheet upgrade {plan_id} --rubric {rubric.id}"
        mend = f"Carry the ratings over with `{upgrade}`, or score with the old rubric."
        found, expected = f"rubric version {header.rubric_version}", f"version {rubric.version}, same major"
        yield head.problem(("rubric_version",), found, expected, mend)
    elif header.rubric_version != rubric.version:
        same = changed_meanings(header, rubric)
        told = "whether its levels are the same is not recorded" if same is None else "its levels are the same"
        if not same:
            found, expected = f"rated under rubric {header.rubric_version}", f"rubric {rubric.version}; {told}"
            yield head.problem(("rubric_version",), found, expected, severity="note")
    elif header.rubric_sha256 and header.rubric_sha256 != rubric.sha256:
        yield head.problem(
            ("rubric_sha256",), "this assessment was made with an earlier text of the rubric", "", severity="note"
        )


def _meaning_faults(header: CodingFile, head: Document, rubric: Rubric) -> Iterator[Problem]:
    """Yield a warning if the scale, or levels of rated criteria, have changed since the ratings were made."""
    changed = changed_meanings(header, rubric)
    if not changed:
        return
    scale = [f"the scale (from {(header.meanings or {})[SCALE]} levels)"] if SCALE in changed else []
    names = [name for name in changed if name != SCALE]
    count = "1 criterion" if len(names) == 1 else f"{len(names)} criteria"
    found = " and ".join([*scale, *([f"the levels of {count} ({', '.join(names)})"] if names else [])])
    mend = "Rate them again." if scale else "See whether the ratings still hold, and import the sheet once more."
    expected = f"ratings by the levels of rubric {rubric.version}"
    yield head.problem(("meanings",), f"{found} changed since they were rated", expected, mend, severity="warning")


def note_faults(read: TextRead, document: Document) -> Iterator[Problem]:
    """Yield a fault where all of a plan is said to be read, beside a note that says that something is lacking."""
    lacking = WORDS_OF_LACK.search(read.note) if read.is_whole("either") else None
    if lacking:
        found = say("measures and text read whole, beside a note that says “%(word)s”", word=lacking.group())
        mend = say("Write `part` or `none` for what the copy lacks, or another note.")
        yield document.problem(("text_read", "note"), found, say("a note that fits what was read"), mend)


def _reads_more(mine: TextRead, plan: PlanFile) -> bool:
    available = plan.text_read
    order = ["none", "part", "whole"]
    pairs = ((mine.measures, available.measures), (mine.text, available.text))
    if any(order.index(one) > order.index(most) for one, most in pairs):
        return True
    if ("part", "part") not in pairs:
        return False
    more_pages = bool(mine.pages) and bool(available.pages) and not _page_set(mine.pages) <= _page_set(available.pages)
    more_chapters = bool(available.chapters) and not set(mine.chapters) <= set(available.chapters)
    return more_pages or more_chapters


def _page_set(text: str) -> set[str]:
    """Return the set of pages that a text such as `85;87-90` lists."""
    found: set[str] = set()
    for part in text.replace(",", ";").split(";"):
        first, _, last = part.strip().partition("-")
        if first.isdecimal() and last.isdecimal() and int(last) - int(first) < MOST_PAGES:
            found.update(str(n) for n in range(int(first), int(last) + 1))
        elif part.strip():
            found.add(part.strip())
    return found

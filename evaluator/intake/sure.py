"""Which columns of a plan's file are sure by their heads and texts, and which a person is asked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from evaluator.intake.attributes import own_number
from evaluator.intake.formats.cells import RawTable, SourceFile, one_line, shown
from evaluator.intake.heads import Proposal, counts_columns, is_band, place_of, signature
from evaluator.intake.looks import NUMBER, not_its_kind
from evaluator.intake.rows import ImportedPlan
from evaluator.intake.sums import is_of_sums, proposed_roles
from evaluator.intake.verdict import OF_MEASURES
from evaluator.intake.vocabulary import ACTIVITIES, FAMILY, SAYS_NOTHING, Vocabulary
from evaluator.model.intake import ColumnMapping, ImportNote, MappedColumn, MappedTable, PlanWords, Role
from evaluator.plans.fold import words_of

BRACKETS = re.compile(r"\([^)]{0,200}\)")
STEPS = re.compile(r"[0-9]{1,4}")
HALF = 2
WHICH_TABLE = "no person has said whether this table holds measures"
WHICH_SUMS = "this may be a table of sums for the measures of these numbers"
FEW = 3  # numbers of a column: fewer do not show whether they count
Columns = Mapping[tuple[int, int], str]  # why a column is open, by its first table and its place from 1


class Asked(NamedTuple):
    """A proposed mapping with its unsure columns open, and why each of them is."""

    mapping: ColumnMapping
    why: Columns


def asked(proposal: Proposal, source: SourceFile, words: PlanWords) -> Asked:
    """Return a proposal with each column open that is not sure, and with every table of the file.

    A column is sure if its head is known in the plan's language for one role, which it has, and if its texts are like
    that role. A table that may be the plan's and was not taken is open whole; if none was taken, every table is.
    """
    vocabulary, mapping = Vocabulary(words), proposal.mapping
    by_number = {table.number: table for table in source.tables}
    why: dict[tuple[int, int], str] = {}
    tables = []
    for mapped in mapping.tables:
        lang = _language_of_heads(mapped, mapping.lang, vocabulary)
        found = {
            at: reason
            for at in range(len(mapped.columns))
            if (reason := _doubt(mapped, at, [by_number[one] for one in mapped.tables], lang, vocabulary))
        }
        why |= {(mapped.tables[0], at + 1): reason for at, reason in found.items()}
        roles = _with_numbers(mapped, [by_number[one] for one in mapped.tables], found)
        columns = [
            one.model_copy(update={"is_open": at in found, "role": roles[at]}) for at, one in enumerate(mapped.columns)
        ]
        tables.append(mapped.model_copy(update={"columns": tuple(columns)}))
    named = {number for mapped in tables for number in mapped.tables}
    doubtful = {note.place for note in proposal.notes if note.kind == "table-left-out"}
    others = [unmapped_table(table) for table in source.tables if table.number not in named and table.rows]
    for at, other in enumerate(others):
        if not tables or place_of(by_number[other.tables[0]]) in doubtful:
            others[at] = _open_table(other, by_number[other.tables[0]], vocabulary)
            reason = WHICH_SUMS if is_of_sums(others[at]) else WHICH_TABLE
            why |= {(other.tables[0], column): reason for column in range(1, len(other.columns) + 1)}
    tables += filter(is_of_sums, others if tables else ())
    others = [one for one in others if one not in tables]
    return Asked(mapping.model_copy(update={"tables": tuple(tables), "others": tuple(others)}), why)


def _with_numbers(mapped: MappedTable, tables: Sequence[RawTable], is_open: Collection[int]) -> list[Role]:
    """Return the roles of a table; an open column of goals whose texts count, as of priorities, has numbers instead."""
    roles = [column.role for column in mapped.columns]
    for at in sorted(is_open) if "number" not in roles else ():
        if roles[at] in ("aim", "objective") and counts_up(list(_texts_below(mapped, at, tables))):
            roles[at] = "number"
            break
    return roles


def unmapped_table(table: RawTable) -> MappedTable:
    """Return a table that is left out, with the texts of its first row as its heads."""
    heads = [one_line(cell.text) if cell else "" for cell in table.rows[0]]
    columns = tuple(MappedColumn(head=head, role="ignore") for head in heads)
    return MappedTable(tables=(table.number,), head_rows=1, columns=columns)


def open_notes(mapping: ColumnMapping, source: SourceFile, why: Columns) -> list[ImportNote]:
    """Return a note for each column that a person has still to confirm; of a table that is not taken, one in all."""
    by_number = {table.number: table for table in source.tables}
    notes: list[ImportNote] = []
    for mapped in mapping.open_tables:
        place = place_of(by_number[mapped.tables[0]])
        if mapped in mapping.others:
            heads = "; ".join(one.head for one in mapped.columns if one.head)
            found = f"a table with the heads {shown(heads)}, which may hold measures"
            done = "in mapping.yaml say what each column is, or write its number under no_measures"
            notes.append(ImportNote("role-open", place, "", found, done))
            continue
        for at, column in mapped.open_columns:
            reason = why.get((mapped.tables[0], at), "no person has confirmed it")
            found = f"column {shown(column.head)}, proposed as {column.role}: {reason}"
            notes.append(ImportNote("role-open", f"{place}, column {at}", "", found, "in mapping.yaml say what it is"))
    return notes


def unconfirmed_notes(found: ImportedPlan) -> list[ImportNote]:
    """Return a note for each row of the tables with a column that no person has confirmed."""
    rows = {row.measure_id: row for row in found.measures}
    odd = {note.measure_id for note in found.notes if note.kind == "row-open"}
    why = "the roles of its columns were proposed, and no person has confirmed them"
    done = "say in mapping.yaml what each column is, and import again"
    return [ImportNote("unconfirmed", rows[one].locator, one, why, done) for one in found.unconfirmed if one not in odd]


def _open_table(mapped: MappedTable, table: RawTable, vocabulary: Vocabulary) -> MappedTable:
    """Return a table with every column open, each proposed by its head; none is proposed to hold activities.

    A table of sums for numbered measures is proposed as one.
    """
    known = [vocabulary.role_of(one.head)[0] for one in mapped.columns]
    roles: list[Role] = proposed_roles(table, vocabulary.words) or [
        "note" if role is None or role in ACTIVITIES else role for role in known
    ]
    columns = [
        MappedColumn(head=one.head, role=role, is_open=True) for one, role in zip(mapped.columns, roles, strict=True)
    ]
    return mapped.model_copy(update={"columns": tuple(columns)})


def _language_of_heads(mapped: MappedTable, lang: str, vocabulary: Vocabulary) -> str:
    """Return a language in which every head names its role, the plan's own first; else the plan's own."""
    for one in (lang, *vocabulary.words.letters):
        if all({str(column.role)} == roles_named(column.head, one, vocabulary)[0] for column in mapped.columns):
            return one
    return lang


def _doubt(mapped: MappedTable, at: int, tables: Sequence[RawTable], lang: str, vocabulary: Vocabulary) -> str:
    """Return why a column is not sure; empty if it is."""
    head, role = mapped.columns[at].head, mapped.columns[at].role
    texts = list(_texts_below(mapped, at, tables))
    if not texts:
        return ""
    if role == "number" and not counts_up(texts):
        return "its texts do not count"
    if not head:
        return "" if role == "number" else "it has no head"
    numbered = sum("." in own_number(text)[0] for text in texts)
    if role not in OF_MEASURES and numbered * HALF > len(texts) and numbered > 1:
        return "its texts have numbers of their own: is this the measure?"
    if role == "time" and any(one.role == role and one.head != head for one in mapped.columns[:at]):
        return "it is a second column of times"
    return _doubt_by_head(role, *roles_named(head, lang, vocabulary)) or not_its_kind(role, texts, vocabulary.words)


def _doubt_by_head(role: Role, known: Collection[str], is_named: bool) -> str:  # noqa: FBT001
    """Return why a column is not sure by the roles that its head names, and by whether it names little else."""
    told = " and ".join(sorted(known))
    if not known:
        return "its head is not known in the language of the plan"
    if len(known) > 1 or role not in known:
        beside = ", as that of another column does" if role in SAYS_NOTHING and len(known) == 1 else ""
        return f"its head says {told}{beside}"
    return "" if is_named else f"its head says more than {role}"


def roles_named(head: str, lang: str, vocabulary: Vocabulary) -> tuple[set[str], bool]:
    """Return the roles that a head names in a language, and whether it names one and little else.

    A phrase that stands inside a longer one does not count. Of a head over a divided one the last part decides, if it
    names one role.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> vocabulary = Vocabulary(Library.open().plan_words)
    >>> roles_named("Responsible body", "en", vocabulary), roles_named("Cost / State budget", "en", vocabulary)
    (({'responsible'}, True), ({'resources'}, True))
    >>> roles_named("Existing climate change strategy and plan", "en", vocabulary)[1]
    False
    """
    base = lang.partition("-")[0]
    spoken, parts = {base, FAMILY.get(base, base)}, head.split("/")
    for text in (parts[-1], head) if len(parts) > 1 else (head,):
        words = words_of(BRACKETS.sub(" ", text)) or words_of(text)
        spans = [span for span in vocabulary.spans(words, spoken) if span.role not in SAYS_NOTHING]
        widest = [one for one in spans if not any(other.covers(one) for other in spans)]
        roles = {str(one.role) for one in widest}
        covered = sum(one.end - one.start for one in widest)
        is_named = len(roles) == 1 and (any(one.start == 0 for one in widest) or covered * HALF >= len(words))
        if is_named or text == head:
            return roles, is_named
    return set(), False


def _texts_below(mapped: MappedTable, at: int, tables: Sequence[RawTable]) -> Iterator[str]:
    """Yield the texts of a column below its head, each cell once."""
    own = set(signature([mapped.columns[at].head]))
    seen = set()
    for order, table in enumerate(tables):
        for row in table.rows[0 if order else mapped.head_rows :]:
            cell = row[at]
            if cell is None or not cell.text or is_band(row) or counts_columns(row) or cell.place in seen:
                continue
            seen.add(cell.place)
            if not own & set(signature([cell.text])):
                yield cell.text


def counts_up(texts: Sequence[str]) -> bool:
    """Return whether the texts of a column of numbers count: 1, 2, 3, or 1.1, 1.2, 2.1; letters need only differ.

    Examples
    --------
    >>> counts_up(["1.1", "1.2", "2.1", "2.2"]), counts_up(["1.", "2.", "1.", "2."]), counts_up(["a)", "b)", "c)"])
    (True, True, True)
    >>> counts_up(["14", "3", "14", "7"]), counts_up(["1", "Sector", "2", "Energy"])
    (False, False)
    """
    filled = [one_line(text) for text in texts if words_of(text)]
    if any(not NUMBER.fullmatch(text) for text in filled):
        return False
    steps = [tuple(map(int, STEPS.findall(text))) for text in filled]
    if len(filled) < FEW or not all(steps):
        return len(set(filled)) * HALF >= len(filled)
    follows = sum(_follows(before, after) for before, after in pairwise(steps))
    return follows * HALF >= len(steps) - 1


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Return whether a number comes right after another: one more in its last step or above it, or a new beginning."""
    for at, (first, second) in enumerate(zip(before, after, strict=False)):
        if first != second:
            rest = after[at + 1 :]
            return (second == first + 1 and all(one <= 1 for one in rest)) or set(after[at:]) == {1}
    return len(after) == len(before) + 1 and after[-1] <= 1

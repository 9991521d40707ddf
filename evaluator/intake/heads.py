"""Detection of table heads, and of the role of each column by the words of its head, for a person to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from evaluator.intake.formats.cells import RawTable, Row, SourceFile, how_often, one_line, shown, text_of_cell
from evaluator.intake.grids import HeadTexts, grid_roles
from evaluator.intake.looks import goes_on_alike, has_numbers, is_measure, not_its_kind
from evaluator.intake.vocabulary import ACTIVITIES, LONGEST_OF_PAIR, SAYS_NOTHING, SUBJECTS, Vocabulary, any_phrase
from evaluator.model.intake import LEFT_OUT, ColumnMapping, ImportNote, MappedColumn, MappedTable, PlanWords, Role
from evaluator.plans.fold import words_of

# The head is among this many first rows of a table.
DEEPEST_HEAD = 6
LEAST_ROLES = 2
LEAST_REPEATED = 3  # cells of a row that say the same
# Roles that several columns may have; a second column of any other role becomes a remark.
REPEATABLE = {
    "objective", "responsible", "partners", "time", "indicator", "verification", "resources", "note", "ignore",
    "duties", "actor", "period",
}  # fmt: skip
FARTHEST, NEAR = 4, 4.0  # pages between two tables of one plan; points between their columns
BARE_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]?")
OF_BODY = re.compile(
    r"[^\W\d_]{0,3}[0-9]{1,3}(?:\.[0-9]{1,3})+\.?(?:\s*\D|$)|[0-9]{1,3}[.)]?(?:\s+[^\W\d_]{2}|$)|[•▪●◦■–-]\s|\(?[a-z]\)\s"
    r"|https?:|www\.|[0-3]?[0-9][./][01]?[0-9][./](?:19|20)[0-9]{2}|[^\W\d_]{3,10}\.?\s[0-3]?[0-9](?:st|nd|rd|th)?,?\s(?:19|20)[0-9]{2}"
)
YEAR = re.compile(r"(?:19|20)[0-9]{2}\.?")
SENTENCE = 4  # in words: a text of so many that begins with a small letter is no head
LEADERS = re.compile(r"\.{4,}|(?:\.\s){4,}|…")
PAGE_DIGITS = 3
# What a column is whose head names a grid or a logical framework, where the table is none.
OUTSIDE_GRIDS: dict[Role | None, Role] = {"duties": "note", "level": "objective"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its number of rows from the top, its texts, and the role proposed for each column."""

    rows: int
    texts: tuple[str, ...]
    roles: tuple[Role | None, ...]
    languages: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed column mapping, with notes on the points that a person should check."""

    mapping: ColumnMapping
    notes: tuple[ImportNote, ...]


def head_of(table: RawTable, vocabulary: Vocabulary) -> Head | None:
    """Return the head of a table, or None if none of its first rows names the columns.

    The earliest row whose texts are heads is the head; a row of the plan's body never is, and below a whole one of
    them there is none: the table goes on with the columns of the one before it.
    """
    for at, row in enumerate(table.rows[:DEEPEST_HEAD]):
        if is_measure(row):
            return None
        if is_band(row) or is_body(row):
            continue
        head = _head_at(table, at, vocabulary)
        roles = grid_roles(_texts_of(table, head, at, vocabulary), head.roles, vocabulary.words)
        head = replace(head, roles=roles or tuple(OUTSIDE_GRIDS.get(role, role) for role in head.roles))
        if _is_head(head):
            return head
    return None


def _texts_of(table: RawTable, head: Head, at: int, vocabulary: Vocabulary) -> HeadTexts:
    """Return the texts of a head that begins in a row, with those of the rows below it."""
    upper, lower = (table.rows[row] for row in (at, head.rows - 1 - counts_columns(table.rows[head.rows - 1])))
    upper_texts, lower_texts = (tuple(text_of_cell(cell) for cell in row) for row in (upper, lower))
    alone = tuple(vocabulary.role_of(text)[0] for text in lower_texts)
    return HeadTexts(
        head.texts, upper_texts, lower_texts, alone, [row for row in table.rows[head.rows :] if not is_band(row)]
    )


def is_body(row: Row) -> bool:
    """Return whether a row shows itself as one of the plan's body.

    A text of such a row begins with a number of its own, a bullet or a date, or a text of several words begins with a
    small letter.
    """
    if counts_columns(row):
        return False
    texts = [one_line(cell.text) for cell in row if cell is not None and cell.text]
    return any(OF_BODY.match(text) or _begins_small(text) for text in texts)


def _begins_small(text: str) -> bool:
    return text[0].islower() and len(text.split()) >= SENTENCE


def lists_contents(table: RawTable, words: PlanWords) -> bool:
    """Return whether a table lists the contents of its file: its last column counts pages."""
    rows = [[cell.text if cell else "" for cell in row] for row in table.rows if not is_band(row)]
    pages = [texts[-1].strip() for texts in rows if texts[-1].strip()]
    numbers = [int(text) for text in pages if text.isdecimal() and len(text) <= PAGE_DIGITS]
    if len(numbers) < LEAST_ROLES or numbers != sorted(numbers):
        return False
    led = sum(LEADERS.search(text) is not None for texts in rows for text in texts)
    return led * 2 > len(rows) or any_phrase(pages[0], words.contents)


def _may_be_plan(table: RawTable, vocabulary: Vocabulary) -> bool:
    """Return whether a table under no known head may be a plan: a row names goals or measures."""
    heads = [
        _head_at(table, at, vocabulary)
        for at, row in enumerate(table.rows[:DEEPEST_HEAD])
        if not is_band(row) and not is_body(row)
    ]
    return any(_count_roles(head) >= LEAST_ROLES or SUBJECTS & set(head.roles) for head in heads)


def _is_head(head: Head) -> bool:
    """Return whether a candidate is a head: half of its texts have a known role, and one names activities or goals.

    A remark is no role of a plan's own, but no unknown text either.
    """
    filled = {text for text, role in zip(head.texts, head.roles, strict=True) if text and role not in SAYS_NOTHING}
    known = {text for text, role in zip(head.texts, head.roles, strict=True) if role is not None} & filled
    return _count_roles(head) >= LEAST_ROLES and len(known) * 2 >= len(filled) and bool(SUBJECTS & set(head.roles))


def _count_roles(head: Head) -> int:
    return len({role for role in head.roles if role is not None and role not in SAYS_NOTHING})


def _head_at(table: RawTable, at: int, vocabulary: Vocabulary) -> Head:
    end = at + 1
    while end < min(len(table.rows), at + DEEPEST_HEAD) and (
        _is_second_row(table.rows[end - 1], table.rows[end]) or counts_columns(table.rows[end])
    ):
        end += 1
    rows = [row for row in table.rows[at:end] if not counts_columns(row)]
    texts = tuple(_head_text(rows, column) for column in range(table.width))
    found = [_role_below(rows, column, vocabulary) or vocabulary.role_of(text) for column, text in enumerate(texts)]
    languages = Counter(lang for _, langs in found for lang in langs)
    best = max(languages.values(), default=0)
    # A word that is alone in its language, among heads of another one, is a word of that other language.
    roles = tuple(
        role if role == "number" or best < LEAST_ROLES or any(languages[one] > 1 for one in langs) else None
        for role, langs in found
    )
    return Head(end, texts, roles, languages)


def _is_second_row(above: Row, row: Row) -> bool:
    """Return whether a row is the second row of a head: a cell reaches into it, and a merged cell above is divided."""
    if is_band(row):
        return False
    pairs = list(zip(above, row, strict=True))
    reaches = any(a is not None and a is b and a.text for a, b in pairs)
    divided = any(a is not None and a is above[at + 1] and b is not row[at + 1] for at, (a, b) in enumerate(pairs[:-1]))
    return reaches and divided


def counts_columns(row: Row) -> bool:
    """Return whether a row contains only the numbers of the columns."""
    texts = [cell.text.strip("(). ") if cell is not None else "" for cell in row]
    return len(texts) > 1 and texts == [str(at) for at in range(1, len(texts) + 1)]


def _role_below(rows: Sequence[Row], column: int, vocabulary: Vocabulary) -> tuple[Role | None, set[str]] | None:
    """Return the role of a column by its lower head, where a head over several columns is divided below it."""
    if len(rows) < LEAST_ROLES:
        return None
    top, low = rows[0][column], rows[-1][column]
    beside = [rows[0][at] for at in (column - 1, column + 1) if 0 <= at < len(rows[0])]
    if top is None or low is None or low is top or all(cell is not top for cell in beside):
        return None
    found = vocabulary.role_of(low.text)
    return found if found[0] is not None else None


def _head_text(rows: Sequence[Row], column: int) -> str:
    cells = [cell for row in rows if (cell := row[column]) is not None and cell.text]
    return one_line(" / ".join(dict.fromkeys(cell.text for cell in cells)))


def is_band(row: Row) -> bool:
    """Return whether one text fills a whole row, or is the only one and comes first.

    Converters write a cell over several columns as the same text in each. A bare number is no heading, because a page
    may end between the number of a row and its text.
    """
    cells = list({cell.place: cell for cell in row if cell is not None}.values())
    filled = [cell for cell in cells if cell.text]
    if len(filled) == len(row) >= LEAST_REPEATED and len({cell.text for cell in filled}) == 1:
        return len(words_of(filled[0].text)) > 1
    if len(row) < LEAST_ROLES or len(filled) != 1:
        return False
    return len(cells) == 1 or (row[0] is filled[0] and BARE_NUMBER.fullmatch(filled[0].text) is None)


def signature(texts: Sequence[str]) -> tuple[str, ...]:
    """Return heads in normal form, for comparison with other heads."""
    return tuple(" ".join(words_of(text)) for text in texts)


def propose(source: SourceFile, words: PlanWords, name: str, lang: str = "") -> Proposal:
    """Return a proposed mapping of a file's tables, with notes on columns and tables that a person should check.

    Consecutive tables with the same head, or with the same number of columns and no head of their own, count as
    one table over several pages.
    """
    vocabulary = Vocabulary(words)
    runs: list[tuple[Head, list[RawTable]]] = []
    notes: list[ImportNote] = []
    for table in source.tables:
        if lists_contents(table, words):
            notes.append(_left_out_note(table, "that list the contents of the file", "contents-left-out"))
            continue
        head = head_of(table, vocabulary)
        last = runs[-1] if runs else None
        if head is None and last is not None and _goes_on_below(last[1][-1], table, last[0]):
            last[1].append(table)
            if table.above and not table.page:
                found = f"a table without a head, beginning {_first_text(table)}"
                _add_note(notes, table, "join", found, "taken as more of the table before it")
        elif head is None:
            is_doubt = _may_follow(table, last) or _may_be_plan(table, vocabulary)
            notes.append(_left_out_note(table, kind="table-left-out" if is_doubt else "other-table"))
        elif last is not None and signature(head.texts) == signature(last[0].texts):
            last[1].append(table)
        else:
            runs.append((head, [table]))
    languages = sum((head.languages for head, _ in runs), Counter[str]())
    runs = [(_corrected_by_texts(head, tables, words, notes), tables) for head, tables in runs]
    runs = [run for run in runs if _has_activities(*run, words, notes)]
    if any(ACTIVITIES & set(head.roles) for head, _ in runs):
        runs = [run for run in runs if _has_goals(*run, notes)]
    else:
        named = [(_goals_as_activities(head, tables, words, notes), tables) for head, tables in runs]
        runs = [(head, tables) for head, tables in named if head is not None]
    runs = [(_in_one_language(head, tables[0], vocabulary, notes), tables) for head, tables in runs]
    mapped = tuple(_mapped_table(head, tables, notes) for head, tables in runs)
    spoken = lang or _spoken_language(source, languages, words)
    return Proposal(ColumnMapping(file=name, sha256=source.sha256, lang=spoken, tables=mapped), tuple(notes))


def _may_follow(table: RawTable, last: tuple[Head, list[RawTable]] | None) -> bool:
    """Return whether a table without a known head stands just behind one of the plan on its page, or is as wide."""
    if last is None:
        return False
    is_next = last[1][-1].number == table.number - 1 and last[1][-1].page <= table.page > 0
    return is_next or table.width == len(last[0].texts) > LEAST_ROLES


def _goes_on_below(before: RawTable, table: RawTable, head: Head) -> bool:
    """Return whether a table without a known head is more of the one before it: as wide, next, alike, with no head."""
    is_next = table.number == before.number + 1 and table.page <= before.page + 1
    is_alike = 0 < before.page >= table.page - FARTHEST and _column_starts(table) == _column_starts(before)
    is_more = table.width == len(head.texts) and (is_next or is_alike) and not _has_own_head(table)
    return is_more and goes_on_alike(table.rows, head.roles)


def _column_starts(table: RawTable) -> list[int]:
    """Return where on its page the columns of a table begin; empty if the file has no places."""
    return sorted({round(cell.place.box[0] / NEAR) for cell in table.cells() if cell.place.box})


def _has_own_head(table: RawTable) -> bool:
    """Return whether the first row reads like a head that nobody knows: full, short, and without a figure."""
    texts = [[text_of_cell(cell) for cell in row] for row in table.rows]
    if len(texts) < LEAST_ROLES or not all(texts[0]) or is_body(table.rows[0]) or is_band(table.rows[0]):
        return False
    if any(letter.isdigit() for text in texts[0] if not YEAR.fullmatch(text) for letter in text):
        return False
    sizes = [sum(len(text.split()) for text in row) for row in texts]
    return max(len(text.split()) for text in texts[0]) <= LONGEST_OF_PAIR and sizes[0] * 2 < median(sizes[1:])


def _first_text(table: RawTable) -> str:
    """Return the first text of a table, as a note quotes it."""
    return shown(next((cell.text for cell in table.cells() if cell.text), ""))


def _add_note(notes: list[ImportNote], table: RawTable, kind: str, found: str, done: str) -> None:
    place = f"sheet {table.name}" if table.name else f"table {table.number}"
    notes.append(ImportNote(kind, place, "", found, done))


def _in_one_language(head: Head, table: RawTable, vocabulary: Vocabulary, notes: list[ImportNote]) -> Head:
    """Return a head without the second column of each pair, if its columns stand there in two languages."""
    spoken = [vocabulary.role_of(text)[1] for text in head.texts]
    firsts = [next(first for first, own in enumerate(head.roles) if own == role) for role in head.roles]
    second = {
        at
        for at, (role, first) in enumerate(zip(head.roles, firsts, strict=True))
        if role is not None and first < at and head.texts[first] != head.texts[at]
        if spoken[first] and spoken[at] and not spoken[first] & spoken[at]
    }
    if len(second) < LEAST_ROLES:
        return head
    names = ", ".join(shown(head.texts[at]) for at in sorted(second))
    found = f"columns in two languages side by side: {names} repeat the columns before them"
    _add_note(notes, table, "column-twice", found, "the first of each is taken, the others kept")
    return _with_roles(head, dict.fromkeys(second, "note"))


def _texts_below(head: Head, tables: Sequence[RawTable], column: int) -> list[str]:
    """Return the texts of a column below its head, each cell once, without repeated heads."""
    own = set(signature([*head.texts[column].split(" / "), head.texts[column]]))
    rows = [row for table in tables for row in table.rows if not is_band(row) and not counts_columns(row)]
    cells = {cell.place: cell.text for row in rows if (cell := row[column]) is not None and cell.text}
    return [text for text in cells.values() if not own & set(signature([text]))]


def _corrected_by_texts(head: Head, tables: Sequence[RawTable], words: PlanWords, notes: list[ImportNote]) -> Head:
    """Return a head whose texts stand in other columns than their names: beside them, or where numbers show it."""
    head = _with_unnamed_columns(_shifted_left(head, tables), tables)
    several = [at for at, role in enumerate(head.roles) if role == "activity"]
    first = _texts_below(head, tables, several[0]) if len(several) > 1 else []
    if first and all(BARE_NUMBER.fullmatch(text) for text in first):
        return _with_roles(head, {several[0]: "number"})
    at = head.roles.index("task") if "task" in head.roles and "activity" not in head.roles else None
    if at is None:
        return head
    told = [
        other
        for other in range(at + 1, len(head.roles))
        if head.roles[other] in (None, "note", "resources") and has_numbers(_texts_below(head, tables, other), words)
    ]
    if not told:
        return head
    found = f"column {shown(head.texts[told[0]])} has texts with numbers of their own"
    _add_note(notes, tables[0], "column-unknown", found, "taken for the activities")
    return _with_roles(head, {at: "objective", told[0]: "activity"})


def _shifted_left(head: Head, tables: Sequence[RawTable]) -> Head:
    """Return a head with each text over its column, where it stood over an empty one to the right of it."""
    below = [len(_texts_below(head, tables, at)) for at in range(len(head.texts))]
    texts, roles = list(head.texts), list(head.roles)
    for at in range(len(texts) - 1):
        if not texts[at] and texts[at + 1] and below[at] >= LEAST_ROLES * max(below[at + 1], 1):
            texts[at : at + 2], roles[at : at + 2] = [texts[at + 1], ""], [roles[at + 1], "ignore"]
    return replace(head, texts=tuple(texts), roles=tuple(roles))


def _with_unnamed_columns(head: Head, tables: Sequence[RawTable]) -> Head:
    """Return a head whose columns without a name, left of the activities, hold their numbers or their goals."""
    at = head.roles.index("activity") if "activity" in head.roles else 0
    texts = {column: _texts_below(head, tables, column) for column in range(at) if not head.texts[column]}
    many = len(_texts_below(head, tables, at))
    return _with_roles(
        head,
        {
            column: "number" if all(BARE_NUMBER.fullmatch(text) for text in own) else "objective"
            for column, own in texts.items()
            if own and (len(own) < many or all(BARE_NUMBER.fullmatch(text) for text in own))
        },
    )


def _with_roles(head: Head, roles: Mapping[int, Role]) -> Head:
    return replace(head, roles=tuple(roles.get(column, role) for column, role in enumerate(head.roles)))


def _has_activities(head: Head, tables: Sequence[RawTable], words: PlanWords, notes: list[ImportNote]) -> bool:
    """Return whether a column of goals or activities has texts like them; if not, add a note on each of the tables."""
    whys = []
    for at, role in enumerate(head.roles):
        if role in SUBJECTS:
            is_told = role in ACTIVITIES - {"level"}
            why = not_its_kind("activity", _texts_below(head, tables, at), words) if is_told else ""
            whys.append(f"column {shown(head.texts[at])} holds no activities: {why}" if why else "")
    if "" in whys:
        return True
    notes.extend(_left_out_note(table, f"whose {whys[-1]}") for table in tables)
    return False


def _has_goals(head: Head, tables: Sequence[RawTable], notes: list[ImportNote]) -> bool:
    """Return whether a table has activities, or goals of which it says more than sums; if not, add notes on it."""
    more = set(head.roles) - {None, "number", "aim", "objective", "resources", "note", "ignore"}
    if more or "resources" not in head.roles:
        return True
    notes.extend(_left_out_note(table, "of goals and sums alone", "other-table") for table in tables)
    return False


def _goals_as_activities(
    head: Head, tables: Sequence[RawTable], words: PlanWords, notes: list[ImportNote]
) -> Head | None:
    """Return a head whose last column of goals has the role of activities, or None if no goal reads like one."""
    goals = [at for at, role in enumerate(head.roles) if role in SUBJECTS]
    told = [at for at in goals if not not_its_kind("activity", _texts_below(head, tables, at), words)]
    if not told:
        notes.extend(_left_out_note(table, "whose goals are no texts") for table in tables)
        return None
    at = told[-1]
    found = f"no column of activities, and column {shown(head.texts[at])}"
    done = "the column is taken for it; say in mapping.yaml which one it is"
    _add_note(notes, tables[0], "without-activity", found, done)
    return _with_roles(head, {at: "activity"})


def _spoken_language(source: SourceFile, found: Counter[str], words: PlanWords) -> str:
    """Return the language of the heads, by matching words, then by its letters in the text; Serbian with its script."""
    text = "".join(cell.text for table in source.tables[:3] for cell in table.cells()).casefold()
    own = {lang: sum(text.count(letter) for letter in letters) for lang, letters in words.letters.items()}
    if not found:
        return "en"
    order = [*words.letters, *found]
    lang = max(found, key=lambda one: (found[one], own.get(one, 0), -order.index(one)))
    if lang != "sr":
        return lang
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in text)
    return "sr-Cyrl" if cyrillic * 2 > sum(letter.isalpha() for letter in text) else "sr-Latn"


def notes_under(mapping: ColumnMapping, source: SourceFile, proposal: Proposal) -> tuple[ImportNote, ...]:
    """Return the notes for a given mapping: those of the proposal if the mappings are the same.

    Otherwise return a note for each table from which the mapping takes nothing, because its author knows the columns
    but may have missed tables.
    """
    without = {place_of(table) for table in source.tables if table.number in mapping.no_measures}
    if [one.confirmed for one in mapping.tables] == [one.confirmed for one in proposal.mapping.tables]:
        return tuple(note for note in proposal.notes if note.kind not in LEFT_OUT or note.place not in without)
    named = {*mapping.no_measures, *(number for mapped in mapping.tables for number in mapped.tables)}
    return tuple(
        _left_out_note(table, "from which the mapping takes nothing", "other-table")
        for table in source.tables
        if table.number not in named
    )


def _left_out_note(
    table: RawTable, why: str = "under no head that is known", kind: str = "table-left-out"
) -> ImportNote:
    count = sum(cell.characters for cell in table.cells())
    rows = f"{len(table.rows)} row{'s' * (len(table.rows) > 1)}"
    found = f"{rows} and {count} characters {why}, beginning {_first_text(table)}"
    done = "left out; in mapping.yaml name its columns, or its number under no_measures"
    return ImportNote(kind, place_of(table), "", found, done)


def place_of(table: RawTable) -> str:
    """Return the place of a table in words."""
    place = f"p. {table.page}, table {table.number}" if table.page else f"table {table.number}"
    return f"sheet {table.name}, table {table.number}" if table.name else place


def _mapped_table(head: Head, tables: Sequence[RawTable], notes: list[ImportNote]) -> MappedTable:
    roles = _placed_roles(head.roles)
    several = [at for at, role in enumerate(roles) if role == "activity"]
    for at in several[:-1] if _is_grouping(tables[0], several) else ():
        roles[at] = "objective"
        _add_note(
            notes, tables[0], "column-twice", f"column {shown(head.texts[at])}", "taken as the step above activities"
        )
    unknown = Counter(text for text, role in zip(head.texts, roles, strict=True) if role is None)
    for text, times in unknown.items():
        found = how_often(f"column {shown(text)}", times)
        _add_note(notes, tables[0], "column-unknown", found, "kept as remarks; say in mapping.yaml what it is")
    columns: list[MappedColumn] = []
    for text, role in zip(head.texts, roles, strict=True):
        kept: Role = role or "note"
        if role is not None and role not in REPEATABLE and role in [column.role for column in columns]:
            kept = "note"
            _add_note(notes, tables[0], "column-twice", f"a second column {shown(text)} for {role}", "kept as remarks")
        if role == "time" and text and role in [column.role for column in columns if column.head != text]:
            found = f"a second column of times, {shown(text)}"
            _add_note(notes, tables[0], "column-twice", found, "both are taken; say in mapping.yaml which one is")
        columns.append(MappedColumn(head=text, role=kept))
    if not ACTIVITIES & set(roles):
        done = "say in mapping.yaml which one it is"
        _add_note(notes, tables[0], "without-activity", "no column of activities", done)
    return MappedTable(tables=tuple(table.number for table in tables), head_rows=head.rows, columns=tuple(columns))


def _placed_roles(roles: Sequence[Role | None]) -> list[Role | None]:
    """Return roles with tasks as activities where there are no others, and goals only left of what serves them."""
    found = list(roles)
    if "activity" not in found and "task" in found:
        found[found.index("task")] = "activity"
    first = found.index("activity") if "activity" in found else len(found)
    return [None if at > first and role in ("aim", "objective") else role for at, role in enumerate(found)]


def _is_grouping(table: RawTable, columns: Sequence[int]) -> bool:
    """Return whether the first of several activity columns groups the last one: it has fewer texts."""
    if len(columns) < LEAST_ROLES:
        return False
    counts = [len({cell.place for row in table.rows if (cell := row[at]) is not None and cell.text}) for at in columns]
    return counts[0] < counts[-1]

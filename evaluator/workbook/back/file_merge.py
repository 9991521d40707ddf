"""Merge of a workbook's tables, headers and narrative with the current files."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from evaluator.errors import Problem
from evaluator.model.intake import BodyProposal
from evaluator.model.plan import Measure, PlanFile
from evaluator.model.schema import FORMS as CELLS
from evaluator.model.schema import Shape, columns_of
from evaluator.plans.rows import rows_that_count
from evaluator.read.plan import INTAKE
from evaluator.read.text_files.lookalike import skeleton, spelt
from evaluator.read.text_files.table import write_table
from evaluator.workbook.back.incoming import RENAMED, Incoming
from evaluator.workbook.back.stage import Origin, origin_of
from evaluator.workbook.back.three_way import Clash, merge
from evaluator.workbook.back.yaml_edit import rewrite_content, shape_content
from evaluator.workbook.sheet.grid import Grid
from evaluator.workbook.sheet.rows import Entries, FoundRows, Notes, RowReading, SheetPlace, names_of, read_rows
from evaluator.workbook.sheet.score_sheet import (
    SPARE_PASSAGES,
    filled_in,
    forms_of,
    paragraphs,
    shown_rows,
    unused_columns,
)
from evaluator.workbook.sheet.table_forms import ALONG, FORMS, TableForm, spare_ids
from evaluator.workbook.sheet.values import plain_text

S = TypeVar("S", bound=Shape)
T = TypeVar("T")
# The entry at which a clash of two changed headers is reported.
NAMED = {"country": "names", "plan": "titles"}


def merge_tables(incoming: Incoming) -> None:
    """Stage each table that the workbook changes.

    If another coder has meanwhile given an id to a different new row, the workbook's row gets a
    new id, as do the workbook's citations of it, and a note reports the change.
    """
    read: dict[str, FoundRows[Any]] = {}
    for form in (*FORMS, *ALONG):
        found = _read_table(incoming, form, read)
        if found is not None:
            read[form.name] = found
    forms = [form for form in (*FORMS, *ALONG) if form.name in read]
    for form in forms:
        _choose_new_ids(incoming, form, read[form.name])
    for form in forms:
        _merge_rows(incoming, form, _with_new_ids(incoming, form, read[form.name]))
    incoming.said[RENAMED] = json.dumps(incoming.renamed, sort_keys=True)


def _read_table(incoming: Incoming, form: TableForm, read: Mapping[str, FoundRows[Any]]) -> FoundRows[Any] | None:
    grids = [grid for grid in incoming.book.of_kind("table") if grid.name == form.name]
    if not grids:
        if form.name in incoming.book.base and form in forms_of(incoming.now, incoming.rubric):
            incoming.missing(incoming.say(f"sheet.{form.name}"))
        return None
    exported = frozenset(getattr(row, form.id_column.name) for row in incoming.exported_rows(form.name, form.row))
    waiting = spare_ids(exported, incoming.stamp.coder, SPARE_PASSAGES) if form.name == "evidence" else ()
    unused = unused_columns(form.name, incoming.rubric)
    frame = RowReading(
        form.row,
        left_out=(*_later_columns(incoming, form), *unused),
        waiting=waiting,
        names=names_of([*incoming.now.institutions, *(read["institutions"].rows if "institutions" in read else ())]),
        heading=incoming.say.heading,
    )
    found: FoundRows[Any] = read_rows(grids, frame, incoming.notes)
    if not found.is_whole:
        return None
    tell_repeats(found, form.row, incoming.notes)
    if unused:
        before = {getattr(row, form.id_column.name): row for row in incoming.exported_rows(form.name, form.row)}
        found.rows = [_with_unused(row, before.get(getattr(row, form.id_column.name)), unused) for row in found.rows]
    if form.row is BodyProposal:
        _refuse_without_kind(found, incoming.notes)
    if form.signed:
        found.rows = [_signed(incoming, form, row, exported) for row in found.rows]
    return found


def _refuse_without_kind(found: FoundRows[BodyProposal], notes: Notes) -> None:
    """Note each body that is confirmed without a kind, at the cell that lacks it."""
    for row, place in zip(found.rows, found.places, strict=True):
        if row.confirmed == "yes" and not row.kind:
            notes.fault(place.cell("kind"), f"{row.name!r} is confirmed, and has no kind", "a kind from the list", "")


def _with_unused(row: Any, before: Any, unused: Sequence[str]) -> Any:  # noqa: ANN401  (a row of any table)
    """Return a row with the values that it had in columns which the sheet leaves out."""
    return row if before is None else replace(row, **{name: getattr(before, name) for name in unused})


def _later_columns(incoming: Incoming, form: TableForm) -> tuple[str, ...]:
    """Return the optional columns that the workbook lacks because a later version added them to the table."""
    header = incoming.book.base.get(form.name, "").partition("\n")[0].split(",")
    return tuple(c.name for c in form.columns if not c.required and c.label not in header) if any(header) else ()


def _signed(incoming: Incoming, form: TableForm, row: Any, exported: Collection[str]) -> Any:  # noqa: ANN401
    """Return a new row signed with its coder; a tagged measure also gets the tagger and the status `proposed`."""
    if getattr(row, form.id_column.name) in exported:
        return row
    coder = incoming.stamp.coder
    if isinstance(row, Measure) and (row.paradigms or row.function):
        row = replace(row, tagged_by=row.tagged_by or coder, tag_status=row.tag_status or "proposed")
    return replace(row, **{form.signed: getattr(row, form.signed) or coder})


def _choose_new_ids(incoming: Incoming, form: TableForm, found: FoundRows[Any]) -> None:
    """Choose a new id for each new row whose id another person's new row has taken meanwhile."""
    if not form.id_column.unique:
        return
    name = form.id_column.name
    known = incoming.renamed_ids(form.name)
    theirs = {getattr(row, name): row for row in shown_rows(incoming.now, form.name)}
    sources = (incoming.base_rows, incoming.exported_rows, incoming.earlier.rows)
    own_ids = {getattr(row, name) for rows in sources for row in rows(form.name, form.row)}
    taken = {*theirs, *(getattr(row, name) for row in found.rows)}
    for row, place in zip(found.rows, found.places, strict=True):
        id_ = getattr(row, name)
        other = theirs.get(id_)
        if id_ in known or id_ in own_ids or other is None or _is_same(incoming, form, row, other):
            continue
        new = _free_id(f"{incoming.stamp.coder}-{id_}", taken, theirs, form, incoming.stamp.coder)
        known[id_] = new
        taken.add(new)
        there = f"the id {id_} already belongs to another row of {form.name}"
        said = f"{there}, so yours is now {new}, here and wherever your sheet cites it"
        incoming.notes.note(place.cell(name), said)


def _is_same(incoming: Incoming, form: TableForm, mine: object, theirs: object) -> bool:
    """Return whether two rows with one id are the same row: equal apart from the signature, or both of this coder."""
    if not form.signed:
        return mine == theirs
    if getattr(theirs, form.signed) == incoming.stamp.coder:
        return True
    return bool(_unsigned(form, mine) == _unsigned(form, theirs))


def _unsigned(form: TableForm, row: Any) -> Any:  # noqa: ANN401
    if isinstance(row, Measure):
        row = replace(row, tagged_by="")
    return replace(row, **{form.signed: ""}) if form.signed else row


def _free_id(wanted: str, taken: Collection[str], theirs: Mapping[str, object], form: TableForm, coder: str) -> str:
    """Return the wanted id if it is free or already this coder's own, else the id with a number added."""
    own = theirs.get(wanted)
    if own is not None and form.signed and getattr(own, form.signed) == coder:
        return wanted
    new, number = wanted, 1
    while new in taken:
        number += 1
        new = f"{wanted}-{number}"
    return new


def _with_new_ids(incoming: Incoming, form: TableForm, found: FoundRows[Any]) -> FoundRows[Any]:
    """Return the rows of a table with renamed ids replaced."""
    changes: dict[str, Mapping[str, str]] = {
        column.name: incoming.renamed[table]
        for column in form.columns
        if incoming.renamed.get(table := form.name if column == form.id_column else column.refers)
    }
    exported = incoming.exported_rows(form.name, form.row)
    theirs = {getattr(row, form.id_column.name): row for row in getattr(incoming.now, form.name)}
    found.rows = [row if row in exported else _as_theirs(form, replace_ids(row, changes), theirs) for row in found.rows]
    return found


def _as_theirs(form: TableForm, row: Any, theirs: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return the files' row in place of a row that differs from it in nothing but the signature."""
    other = theirs.get(getattr(row, form.id_column.name))
    is_one = other is not None and form.signed and _unsigned(form, row) == _unsigned(form, other)
    return other if is_one else row


def replace_ids(row: T, changes: Mapping[str, Mapping[str, str]]) -> T:
    """Return a row in which ids of some columns are replaced; `changes` maps old to new ids for each column."""
    new: dict[str, object] = {}
    for name, ids in changes.items():
        value = getattr(row, name)
        new[name] = tuple(ids.get(v, v) for v in value) if isinstance(value, tuple) else ids.get(value, value)
    return replace(row, **new) if new else row  # type: ignore[type-var]


def _merge_rows(incoming: Incoming, form: TableForm, found: FoundRows[Any]) -> None:
    name, row = form.name, form.row
    theirs = getattr(incoming.now, name)
    incoming.said[name] = write_table(found.rows, row)
    if name == "measures" and found.rows:
        theirs = filled_in(theirs)  # the placeholder row of a new plan is no longer needed
    own = incoming.earlier.rows(name, row)
    base: Sequence[Any] = incoming.base_rows(name, row)
    if form.linked:
        found.rows, base = _with_links(form, found.rows, base, theirs)
    merged = merge(base, found.rows, theirs, form.identity, own)
    _tell_clashes(incoming, merged.clashes, found, form)
    homes = {"country": incoming.stage.country, "intake": f"{incoming.stage.plan}/{INTAKE}"}
    _put_table(incoming, f"{homes.get(form.home, incoming.stage.plan)}/{name}.csv", row, merged.rows, found)


def _with_links(
    form: TableForm, mine: Sequence[Any], base: Sequence[Any], theirs: Sequence[Any]
) -> tuple[list[Any], list[Any]]:
    """Return the sheet's rows and those before, with the files' links in rows whose links the sheet did not change."""
    before, now = ({form.identity(row): row for row in rows} for rows in (base, theirs))
    links: dict[Hashable, dict[str, Any]] = {}
    for row in mine:
        name = form.identity(row)
        if name in before and name in now and all(getattr(row, c) == getattr(before[name], c) for c in form.linked):
            links[name] = {column: getattr(now[name], column) for column in form.linked}
    linked = [[replace(row, **links.get(form.identity(row), {})) for row in rows] for rows in (mine, base)]
    return linked[0], linked[1]


def tell_repeats(found: FoundRows[Hashable], row: type, notes: Notes) -> None:
    """Note each id that occurs twice in a sheet, or looks like another id of the sheet, with both cells."""
    for column in (column for column in columns_of(row) if column.unique):
        first: dict[str, tuple[str, str]] = {}
        for item, place in zip(found.rows, found.places, strict=True):
            name, cell = str(getattr(item, column.name)), place.cell(column.name)
            known, at = first.setdefault(skeleton(name), (name, cell))
            if name and at != cell:
                same = (
                    f"{spelt(name)} given twice" if known == name else f"{spelt(name)}, which looks like {spelt(known)}"
                )
                notes.fault(cell, f"{same} (first at {at})", "each id once", "Give one of both another id.")


def _tell_clashes(
    incoming: Incoming, clashes: Iterable[Clash[Any]], found: FoundRows[Hashable], form: TableForm
) -> None:
    for clash in clashes:
        at = found.rows.index(clash.mine) if clash.mine in found.rows else None
        cell = found.places[at].cell(form.id_column.name) if at is not None else ""
        called = clash.key[0] if isinstance(clash.key, tuple) else clash.key
        if clash.before is None and form.id_column.unique:
            incoming.same_id(cell, form.name, str(called), _difference(clash))
        else:
            incoming.clash(cell, f"{form.name} {called}", _difference(clash))


def _difference(clash: Clash[Any]) -> str | None:
    """Return up to three differing columns with the files' values, or None if the files lack the row."""
    if clash.theirs is None:
        return None
    row: type = type(clash.theirs)
    names = [column.name for column in columns_of(row)]
    mine = clash.mine
    differ = [name for name in names if mine is None or getattr(mine, name) != getattr(clash.theirs, name)]
    return ", ".join(f"{name} {getattr(clash.theirs, name)!r}" for name in differ[:3])


def _put_table(incoming: Incoming, path: str, row: type, rows: Sequence[object], found: FoundRows[Hashable]) -> None:
    """Stage a table if it changed; in any case record the cells of the workbook in which its rows are."""
    name = path.rpartition("/")[2].removesuffix(".csv")
    is_changed = tuple(rows) != getattr(incoming.now, name)
    text = write_table(rows, row) if is_changed else incoming.stage.text(path)
    waiting: dict[object, list[SheetPlace]] = {}
    for item, place in zip(found.rows, found.places, strict=True):
        waiting.setdefault(item, []).append(place)
    places = [waiting[item].pop(0) if waiting.get(item) else None for item in rows]
    origin = origin_of(incoming.book.path, text, row, places)
    if is_changed:
        incoming.stage.put(path, text, origin)
    else:
        incoming.stage.origins[path] = origin


def merge_country(incoming: Incoming) -> None:
    """Stage `country.yaml` if the workbook changes it."""
    path = f"{incoming.stage.country}/country.yaml"
    _merge_header(incoming, "country", incoming.now.country, path, lambda file: file)


def merge_plan(incoming: Incoming) -> None:
    """Stage `plan.yaml` if the workbook changes it, with the number of measures in it counted anew."""
    here = len(rows_that_count(incoming.staged_rows("measures", Measure)))

    def counted(file: PlanFile) -> PlanFile:
        return file.model_copy(update={"rows": file.rows.model_copy(update={"here": here})})

    _merge_header(incoming, "plan", incoming.now.plan, f"{incoming.stage.plan}/plan.yaml", counted)


def _merge_header(incoming: Incoming, name: str, theirs: S, path: str, counted: Callable[[S], S]) -> None:
    """Stage a header if the workbook changes it. `counted` fills in the values that are counted, not asked for."""
    shape = type(theirs)
    found = incoming.entries(name, shape, incoming.unasked(name, counted(theirs)))
    if found is None or found.shape is None:
        return
    origin = Origin(incoming.book.path, entries=found)
    incoming.stage.origins[path] = origin
    mine, present = counted(found.shape), counted(theirs)
    incoming.said[name] = mine.model_dump_json(by_alias=True)
    base = counted(shape.model_validate_json(incoming.base.get(name, theirs.model_dump_json(by_alias=True))))
    if mine == base:
        mine = present
    own = [counted(shape.model_validate_json(text)) for text in incoming.earlier.texts(name)]
    if mine != present and present not in (base, *own):
        incoming.clash(found.cell(NAMED[name]), f"the header of the {name}", "other entries")
        return
    if mine == theirs:
        return
    text = rewrite_content(incoming.stage.text(path), theirs, mine)
    if text is not None:
        incoming.stage.put(path, text, origin)
        return
    for cell in _changed_cells(found, theirs):
        said = f"{name}.yaml was not changed, as a comment inside this part would be lost"
        problem = Problem(incoming.book.path, said, "", "Change the entry in that file.", cell=cell, severity="warning")
        incoming.notes.problems.append(problem)


def _changed_cells(found: Entries[S], theirs: S) -> list[str]:
    old, new = shape_content(theirs), shape_content(found.shape or theirs)
    return [found.cell(name) for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]


def merge_narrative(incoming: Incoming) -> None:
    """Stage the narrative in each language in which the workbook changes it."""
    grids = incoming.book.of_kind("narrative")
    if not grids:
        incoming.missing(incoming.say("sheet.narrative"))
        return
    mine = _paragraphs_by_language(grids[0], incoming.notes)
    for lang in dict.fromkeys([*mine, *incoming.now.narrative]):
        base = _trimmed_paragraphs(incoming.base.get(f"narrative/{lang}", ""))
        own = [_trimmed_paragraphs(text) for text in incoming.earlier.texts(f"narrative/{lang}")]
        theirs = _trimmed_paragraphs(incoming.now.narrative.get(lang, ""))
        new = tuple(mine.get(lang, ()))
        incoming.said[f"narrative/{lang}"] = "\n\n".join(new)
        if new in (base, theirs):
            continue
        if not new:
            incoming.notes.fault(grids[0].title, f"no paragraph of the narrative ({lang})", "its text", "Put it back.")
            continue
        if theirs not in (base, *own):
            incoming.clash(grids[0].title, f"the narrative ({lang})", "another text")
            continue
        incoming.stage.put(f"{incoming.stage.plan}/narrative/{lang}.md", "\n\n".join(new) + "\n")


def _trimmed_paragraphs(text: str) -> tuple[str, ...]:
    return tuple(plain_text(part) for part in paragraphs(text))


def _paragraphs_by_language(grid: Grid, notes: Notes) -> dict[str, list[str]]:
    """Return the paragraphs by language; a row without a language has that of the row above."""
    found: dict[str, list[str]] = {}
    lang = ""
    for row in grid.rows:
        said = row.text("lang").strip()
        lang = said or lang
        form, words = CELLS["lang"]
        if not lang:
            notes.fault(grid.place(row.number, "lang"), "no language", words)
        elif not form.fullmatch(lang):  # the language becomes the name of a file
            if said:
                notes.fault(grid.place(row.number, "lang"), f"the language {said!r}", words)
        elif plain_text(row.text("text")):
            found.setdefault(lang, []).extend(_trimmed_paragraphs(plain_text(row.text("text"))))
    return found

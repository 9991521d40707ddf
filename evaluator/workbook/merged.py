"""What a book says merged with what the files say by now: tables, plan, narrative."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

from evaluator.errors import Problem
from evaluator.model.base import FORMS, columns_of
from evaluator.model.plan import PlanFile
from evaluator.read.lookalike import skeleton, spelt
from evaluator.read.table import write_table
from evaluator.workbook.grid import Grid
from evaluator.workbook.incoming import Incoming
from evaluator.workbook.merge import Clash, identity, merge
from evaluator.workbook.rows import Entries, Found, Frame, Notes, Place, read_rows
from evaluator.workbook.score_sheet import TABLES, paragraphs
from evaluator.workbook.stage import Origin, line_places
from evaluator.workbook.values import plain_text
from evaluator.workbook.yaml_edit import content, rewritten

COUNTRY = ("sources", "institutions")


def merge_tables(incoming: Incoming) -> None:
    """Stage each table that the book changes."""
    for name, row in TABLES.items():
        grids = [grid for grid in incoming.book.of_kind("table") if grid.name == name]
        if not grids:
            incoming.missing(name)
            continue
        found = read_rows(grids, Frame(row), incoming.notes)
        if not found.is_whole:
            continue
        tell_repeats(found, row, incoming.notes)
        theirs = getattr(incoming.now, name)
        incoming.said[name] = write_table(found.rows, row)
        own = incoming.earlier.rows(name, row)
        merged = merge(incoming.base_rows(name, row), found.rows, theirs, identity(name), own)
        _tell_clashes(incoming, merged.clashes, found, name)
        folder = incoming.stage.country if name in COUNTRY else incoming.stage.plan
        _put_table(incoming, f"{folder}/{name}.csv", row, merged.rows, found)


def tell_repeats(found: Found[Hashable], row: type, notes: Notes) -> None:
    """Note each id that stands twice in a sheet, or looks like another of it, with both cells."""
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


def _tell_clashes(incoming: Incoming, clashes: Iterable[Clash[Any]], found: Found[Hashable], name: str) -> None:
    for clash in clashes:
        at = found.rows.index(clash.mine) if clash.mine in found.rows else None
        cell = found.places[at].cell(columns_of(TABLES[name])[0].name) if at is not None else ""
        called = clash.key[0] if isinstance(clash.key, tuple) else clash.key
        if clash.before is None and columns_of(TABLES[name])[0].unique:
            incoming.same_id(cell, name, str(called), _difference(clash))
        else:
            incoming.clash(cell, f"{name} {called}", _difference(clash))


def _difference(clash: Clash[Any]) -> str | None:
    """Return the columns in which both sides differ, with what the files say."""
    if clash.theirs is None:
        return None
    names = [column.name for column in columns_of(type(clash.theirs))]
    mine = clash.mine
    differ = [name for name in names if mine is None or getattr(mine, name) != getattr(clash.theirs, name)]
    return ", ".join(f"{name} {getattr(clash.theirs, name)!r}" for name in differ[:3])


def _put_table(incoming: Incoming, path: str, row: type, rows: Sequence[object], found: Found[Hashable]) -> None:
    """Stage a table that is changed; of one that is not, remember where its rows stand in the book."""
    name = path.rpartition("/")[2].removesuffix(".csv")
    is_changed = tuple(rows) != getattr(incoming.now, name)
    text = write_table(rows, row) if is_changed else incoming.stage.text(path)
    waiting: dict[object, list[Place]] = {}
    for item, place in zip(found.rows, found.places, strict=True):
        waiting.setdefault(item, []).append(place)
    places = [waiting[item].pop(0) if waiting.get(item) else None for item in rows]
    labels = {column.label: column.name for column in columns_of(row)}
    origin = Origin(incoming.book.path, line_places(Path(path), text, row, places), labels=labels)
    if is_changed:
        incoming.stage.put(path, text, origin)
    else:
        incoming.stage.origins[path] = origin


def merge_plan(incoming: Incoming) -> None:
    """Stage `plan.yaml` if the book changes it."""
    theirs = incoming.now.plan
    found = incoming.entries("plan", PlanFile, {"id": theirs.id})
    if found is None or found.shape is None:
        return
    path, origin = f"{incoming.stage.plan}/plan.yaml", Origin(incoming.book.path, entries=found)
    incoming.stage.origins[path] = origin
    incoming.said["plan"] = found.shape.model_dump_json(by_alias=True)
    base = PlanFile.model_validate_json(incoming.base.get("plan", theirs.model_dump_json(by_alias=True)))
    if found.shape in (base, theirs):
        return
    own = [PlanFile.model_validate_json(text) for text in incoming.earlier.texts("plan")]
    if theirs not in (base, *own):
        incoming.clash(found.cell("titles") or found.cell("kind"), "the plan's header", "other entries")
        return
    text = rewritten(incoming.stage.text(path), theirs, found.shape)
    if text is not None:
        incoming.stage.put(path, text, origin)
        return
    for cell in _changed_cells(found, theirs):
        said = "plan.yaml stays as it is: a comment in it stands inside what would change"
        problem = Problem(incoming.book.path, said, "", "Change the entry there.", cell=cell, severity="warning")
        incoming.notes.problems.append(problem)


def _changed_cells(found: Entries[PlanFile], theirs: PlanFile) -> list[str]:
    old, new = content(theirs), content(found.shape or theirs)
    return [found.cell(name) for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]


def merge_narrative(incoming: Incoming) -> None:
    """Stage the narrative of each language that the book changes."""
    grids = incoming.book.of_kind("narrative")
    if not grids:
        incoming.missing("narrative")
        return
    mine = _narrative(grids[0], incoming.notes)
    for lang in dict.fromkeys([*mine, *incoming.now.narrative]):
        base = _trimmed(incoming.base.get(f"narrative/{lang}", ""))
        own = [_trimmed(text) for text in incoming.earlier.texts(f"narrative/{lang}")]
        theirs = _trimmed(incoming.now.narrative.get(lang, ""))
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


def _trimmed(text: str) -> tuple[str, ...]:
    return tuple(plain_text(part) for part in paragraphs(text))


def _narrative(grid: Grid, notes: Notes) -> dict[str, list[str]]:
    """Return the paragraphs by language; a row without one goes on in the language above."""
    found: dict[str, list[str]] = {}
    lang = ""
    for row in grid.rows:
        said = row.text("lang").strip()
        lang = said or lang
        form, words = FORMS["lang"]
        if not lang:
            notes.fault(grid.place(row.number, "lang"), "no language", words)
        elif not form.fullmatch(lang):  # it would become the name of a file
            if said:
                notes.fault(grid.place(row.number, "lang"), f"the language {said!r}", words)
        elif plain_text(row.text("text")):
            found.setdefault(lang, []).extend(_trimmed(plain_text(row.text("text"))))
    return found

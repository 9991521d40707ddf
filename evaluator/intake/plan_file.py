"""A plan's own file in a library: the settings of its import, and all that is written with it as one change."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from evaluator.anchors.copies import ENDINGS
from evaluator.anchors.copies import FOLDER as DOCUMENTS
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError, refuse_faults
from evaluator.intake.attributes import Settings
from evaluator.intake.bodies import body_proposals, confirmed_bodies
from evaluator.intake.formats.door import endings
from evaluator.intake.mapping import mapping_text
from evaluator.intake.rows import ImportedPlan
from evaluator.intake.searched import intake_table
from evaluator.intake.tags import with_proposals
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.country import Institution, Source
from evaluator.model.intake import BodyProposal, ImportNote, Wording
from evaluator.model.plan import Measure, MoneyLine, PlanFile, PlanIndicator
from evaluator.model.sentence import say
from evaluator.read.country import COUNTRY_TABLES, read_tables
from evaluator.read.plan import INTAKE, PlanFolder
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import read_table, rows_of, write_table
from evaluator.store.change import sha256_of
from evaluator.workbook.back.stage import Stage, opened_stage
from evaluator.workbook.back.yaml_edit import rewrite_content
from evaluator.workbook.sheet.score_sheet import FIRST_ROW

BODIES = "bodies.csv"
# The columns of measures.csv that the plan's own table has, by the roles of its columns.
PRESENT = {
    "activity": "text", "responsible": "lead_ids", "lead": "lead_ids", "partners": "partner_ids", "time": "time_text",
    "start": "start", "end": "end", "indicator": "indicators", "baseline": "indicators", "target": "indicators",
    "verification": "indicators", "resources": "resources_text", "risk": "risk", "problem": "problem",
    "beneficiary": "beneficiary", "number": "plan_number",
}  # fmt: skip


def settings_of(library: Library, folder: PlanFolder, source: str = "") -> Settings:
    """Return the settings of an import; the source is the named one, else the plan's only source, else none."""
    plan = library.plan(folder.plan_id)
    problems: list[Problem] = []
    tables = read_tables(folder.country, {name: COUNTRY_TABLES[name] for name in ("institutions", "sources")}, problems)
    refuse_faults(problems)
    known = tables["sources"].ids if "sources" in tables else frozenset()
    if source and source not in known:
        raise UnknownNameError("source", source, known)
    source_id = source or (plan.sources[0] if len(plan.sources) == 1 else "")
    bodies = rows_of(tables, "institutions", Institution)
    bodies += confirmed_bodies(intake_table(folder, BODIES, BodyProposal), bodies)
    return Settings(plan, tuple(bodies), library.plan_words, source_id or next_source(plan, known))


def next_source(plan: PlanFile, known: Collection[str]) -> str:
    """Return the id of the source that the plan's file becomes; empty if the plan names sources already."""
    ids = (f"{plan.id[:3]}-S{number}" for number in count(1))
    return "" if plan.sources else next(one for one in ids if one not in known)


def plan_languages(plan: PlanFile, lang: str) -> tuple[str, ...]:
    """Return the language of the option `--lang`, or the plan's languages; a Serbian language carries its script."""
    if lang:
        return (lang,)
    return tuple(f"{one.lang}-{one.script}" if one.lang == "sr" and one.script else one.lang for one in plan.languages)


def refuse_rows(folder: PlanFolder) -> None:
    """Raise an error if the plan has rows already.

    Raises
    ------
    EvaluatorError
        It has; the message names the options that go on.
    """
    path = folder.plan.file("measures.csv")
    rows = read_table(path, Measure, problems=[]).rows if path else ()
    if rows and rows != (FIRST_ROW,):
        raise EvaluatorError(
            f"{folder.plan_id} has {len(rows)} rows already. --look shows what the file holds and writes nothing; "
            "--replace writes its rows, indicators and sums in the place of those that are there."
        )


def kept_file(folders: Iterable[Path], plan_id: str) -> Path | None:
    """Return the path of a plan's own file in the topmost library that keeps it, else None."""
    places = [folder / DOCUMENTS / f"{plan_id}{ending}" for folder in folders for ending in (*endings(), *ENDINGS)]
    return next((path for path in places if path.is_file() and not path.is_symlink()), None)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A plan's own file: its name, its content, and the language of its text.

    `is_kept` is whether a copy is kept of a file from which passages cannot be cited, too.
    """

    name: str
    content: bytes
    lang: str = ""
    is_kept: bool = False

    @property
    def ending(self) -> str:
        """Return the ending of the name, in small letters."""
        return Path(self.name).suffix.lower()

    @property
    def can_be_cited(self) -> bool:
        """Return whether passages can be cited from a copy of the file."""
        return self.ending in ENDINGS


@dataclass(frozen=True, slots=True)
class WrittenImport:
    """The files that an import wrote, and the bodies that it proposes."""

    paths: tuple[Path, ...]
    bodies: tuple[BodyProposal, ...] = ()


def write_import(
    library: Library,
    own: Path,
    file: OwnFile,
    found: ImportedPlan,
    settings: Settings,
    before_change: Callable[[], None] = lambda: None,
) -> WrittenImport:
    """Write the rows of a plan, with their wordings, notes and proposals, and its file as a source, as one change.

    Parameters
    ----------
    library : Library
        The library over the user's folder.
    own : Path
        The user's folder.
    file : OwnFile
    found : ImportedPlan
    settings : Settings
        Those of the import; see `settings_of`.
    before_change : callable
        Called once all is checked and before anything is written.

    Raises
    ------
    InvalidInputError
        The rows bring faults into the plan; nothing is written.
    """
    with _open_stage(library, own, settings.plan) as stage:
        before = stage.seen_now()
        measures = with_proposals(found.measures, library.tag_words, (found.mapping.lang,))
        stage.put(f"{stage.plan}/measures.csv", write_table(measures, Measure))
        stage.put(f"{stage.plan}/indicators.csv", write_table(found.indicators, PlanIndicator))
        stage.put(f"{stage.plan}/money.csv", write_table(found.money, MoneyLine))
        stage.put(f"{stage.plan}/{INTAKE}/mapping.yaml", mapping_text(found.mapping))
        stage.put(f"{stage.plan}/{INTAKE}/wording.csv", write_table(found.wordings, Wording))
        stage.put(f"{stage.plan}/{INTAKE}/notes.csv", write_table(found.notes, ImportNote))
        saved = intake_table(stage.folder, BODIES, BodyProposal)
        bodies = body_proposals(found.unlinked, settings.institutions, saved, settings.words)
        if bodies:
            stage.put(f"{stage.plan}/{INTAKE}/{BODIES}", write_table(bodies, BodyProposal))
        if any(one.confirmed for one in saved):
            stage.put(f"{stage.country}/institutions.csv", write_table(settings.institutions, Institution))
        copy, sources = _add_source(stage, own, settings, file)
        _change_plan(stage, {**_entries_from_rows(settings.plan, found), **sources})
        stage.refuse_new_faults(before)
        before_change()
        written = stage.install(own, copy)
    return WrittenImport((*written, *(own / name for name in copy)), tuple(bodies))


def write_mapping(library: Library, own: Path, plan: PlanFile, text: str) -> tuple[Path, ...]:
    """Write the columns of a plan's own file for a person to confirm, and none of its rows; return the file written."""
    with _open_stage(library, own, plan) as stage:
        before = stage.seen_now()
        stage.put(f"{stage.plan}/{INTAKE}/mapping.yaml", text)
        stage.refuse_new_faults(before)
        return stage.install(own)


def write_source(
    library: Library, own: Path, plan_id: str, file: OwnFile, changes: Mapping[str, object], *, replaces: bool = False
) -> None:
    """Write a plan's own file as its source, with a copy to cite from and further entries of plan.yaml, as one change.

    With `replaces` it takes the place of an earlier file of the plan, on which nothing may rest yet.

    Raises
    ------
    InvalidInputError
        The entries bring faults into the plan; nothing is written.
    """
    settings = settings_of(library, library.plan_folder(plan_id))
    with _open_stage(library, own, settings.plan) as stage:
        before = stage.seen_now()
        copy, sources = _add_source(stage, own, settings, file, replaces=replaces)
        _change_plan(stage, {**changes, **sources})
        stage.refuse_new_faults(before)
        stage.install(own, copy)
    earlier = kept_file([own], plan_id) if replaces else None
    while earlier is not None and earlier.suffix != file.ending:
        earlier.unlink()  # of another kind, so that the new copy does not stand in its place
        earlier = kept_file([own], plan_id)


def write_plan(library: Library, own: Path, plan: PlanFile, changes: Mapping[str, object]) -> None:
    """Write entries of plan.yaml.

    Raises
    ------
    InvalidInputError
        They bring faults into the plan; nothing is written.
    """
    with _open_stage(library, own, plan) as stage:
        before = stage.seen_now()
        _change_plan(stage, changes)
        stage.refuse_new_faults(before)
        stage.install(own)


def write_rows(
    library: Library,
    own: Path,
    plan: PlanFile,
    measures: Sequence[Measure],
    tables: Mapping[str, str] = MappingProxyType({}),
    before_change: Callable[[], None] = lambda: None,
) -> tuple[Path, ...]:
    """Write the rows of a plan, with the texts of further tables of its country by path; return the files written."""
    with _open_stage(library, own, plan) as stage:
        before = stage.seen_now()
        stage.put(f"{stage.plan}/measures.csv", write_table(measures, Measure))
        for path, text in tables.items():
            stage.put(f"{stage.country}/{path}", text)
        stage.refuse_new_faults(before)
        before_change()
        return stage.install(own)


def linked(
    measures: Sequence[Measure],
    proposals: Sequence[BodyProposal],
    found: Callable[[Settings], ImportedPlan],
    settings: Settings,
) -> tuple[list[Measure], dict[str, str]]:
    """Return the rows of a plan with confirmed bodies linked, and the tables that hold the bodies, by path.

    Parameters
    ----------
    measures : sequence of Measure
        The rows as they are; only their links to bodies change.
    proposals : sequence of BodyProposal
        All proposals, as a person decided them.
    found : callable
        The import of the plan's own file, under settings with the bodies.
    settings : Settings
        Those without the bodies.
    """
    bodies = (*settings.institutions, *confirmed_bodies(proposals, settings.institutions))
    anew = {row.measure_id: row for row in found(replace(settings, institutions=bodies)).measures}
    rows = [
        replace(row, lead_ids=one.lead_ids, partner_ids=one.partner_ids)
        if (one := anew.get(row.measure_id)) is not None and one.responsible_text == row.responsible_text
        else row
        for row in measures
    ]
    return rows, {
        "institutions.csv": write_table(bodies, Institution),
        f"plans/{settings.plan.id}/{INTAKE}/{BODIES}": write_table(proposals, BodyProposal),
    }


def _open_stage(library: Library, own: Path, plan: PlanFile) -> AbstractContextManager[Stage]:
    return opened_stage(library, own, plan.id, library.rubric(DEFAULT_RUBRIC))


def _add_source(
    stage: Stage, own: Path, settings: Settings, file: OwnFile, *, replaces: bool = False
) -> tuple[dict[str, bytes], dict[str, object]]:
    """Stage the plan's own file as a source, if the rows cite one that sources.csv does not have.

    Return the copy to be written by its path, unless a file is there, and the entry of plan.yaml.
    """
    problems: list[Problem] = []
    known = read_tables(stage.folder.country, {"sources": COUNTRY_TABLES["sources"]}, problems)
    refuse_faults(problems)
    rows = rows_of(known, "sources", Source)
    plan, path = settings.plan, f"{DOCUMENTS}/{settings.plan.id}{file.ending}"
    is_new = replaces or not (own / path).exists()
    copy = {path: file.content} if (file.can_be_cited or file.is_kept) and is_new else {}
    named = next((row for row in rows if row.source_id == settings.source_id), None)
    if named is not None and replaces:
        row = replace(named, **_columns_from_file(file, path))
        stage.put(f"{stage.country}/sources.csv", write_table([row if one is named else one for one in rows], Source))
        return copy, {}
    if named is not None and file.is_kept:
        _refuse_other_file(named, file)
        return copy, {}
    if named is not None or not settings.source_id:
        return {}, {}
    row = Source(
        settings.source_id,
        next(iter(plan.titles.values())),
        kind="plan",
        **_columns_from_file(file, path),
    )
    stage.put(f"{stage.country}/sources.csv", write_table([*rows, row], Source))
    return copy, {"sources": (settings.source_id,)}


def _columns_from_file(file: OwnFile, path: str) -> dict[str, Any]:
    """Return the columns of a source that its file fills in."""
    return {
        "lang": (file.lang.split("-")[0],) if file.lang else (),
        "sha256": sha256_of(file.content),
        "note": f"read from {file.name}",
        "file": path if file.can_be_cited else "",
    }


def _refuse_other_file(source: Source, file: OwnFile) -> None:
    if source.sha256 and source.sha256 != sha256_of(file.content):
        found = say("another file than the source %(name)s is, by its fingerprint", name=source.source_id)
        raise InvalidInputError([Problem(file.name, found, say("the same file"))])


def _entries_from_rows(plan: PlanFile, found: ImportedPlan) -> dict[str, object]:
    """Return the number of rows for plan.yaml, and the plan's columns if the file lists none.

    A column that nobody understood or confirmed, and a table that was left out, may hold anything, so that the list
    then stays empty.
    """
    here = sum(row.level == "activity" for row in found.measures)
    roles = [column.role for mapped in found.mapping.tables for column in mapped.columns]
    is_understood = "note" not in roles and not found.unconfirmed
    unconfirmed = sum(row.level == "activity" for row in found.measures if row.measure_id in set(found.unconfirmed))
    present = tuple(dict.fromkeys(PRESENT[role] for role in roles if role in PRESENT)) if is_understood else ()
    return {
        "rows": plan.rows.model_copy(update={"here": here, "unconfirmed": unconfirmed}),
        "columns_present": () if found.left_out or found.unconfirmed else plan.columns_present or present,
    }


def _change_plan(stage: Stage, changes: Mapping[str, object]) -> None:
    """Stage plan.yaml with some of its entries changed, and its comments kept."""
    path = f"{stage.plan}/plan.yaml"
    problems: list[Problem] = []
    plan, _ = load(PlanFile, stage.folder.plan.expected("plan.yaml"), problems)
    if plan is None:
        raise InvalidInputError(problems)
    text = rewrite_content(stage.text(path), plan, plan.model_copy(update=changes))
    if text is None:
        raise EvaluatorError(
            f"{path} has a form that cannot be edited. Write {', '.join(changes)} there yourself first."
        )
    stage.put(path, text)

"""Several coders' folders of one plan joined in one: ratings, passages and logs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from evaluator.errors import InvalidInputError, Problem, has_faults
from evaluator.library import Library
from evaluator.model.assessment import LogRecord, Rating
from evaluator.model.country import Source
from evaluator.model.mention import NAMED
from evaluator.model.plan import Evidence
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import say
from evaluator.read.plan import PLAN_TABLES
from evaluator.read.text_files.table import ReadTable, parse_table, write_table
from evaluator.workbook.back.log import append_records
from evaluator.workbook.back.stage import Stage, opened_stage

T = TypeVar("T")
NUMBERED = re.compile(r"(?P<head>(?:.*\D)?)(?P<number>\d+)$")


@dataclass(frozen=True, slots=True)
class JoinedFolder:
    """What was taken from one coder's folder: coders, passages that were new, and new ids of passages."""

    folder: Path
    coders: tuple[str, ...]
    ratings: int
    passages: int
    same: int
    renamed: Mapping[str, str]
    records: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The result of joining folders: what each gave, what was written, and what a person should look at."""

    folders: tuple[JoinedFolder, ...]
    written: tuple[Path, ...]
    notes: tuple[Problem, ...]


@dataclass(slots=True)
class _Join:
    """The state while folders are joined into a stage."""

    stage: Stage
    problems: list[Problem] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    log: list[LogRecord] = field(default_factory=list)
    taken: dict[str, Path] = field(default_factory=dict)


def join_folders(
    library: Library, own: Path, plan_id: str, rubric: Rubric, folders: Sequence[Path], *, dry_run: bool = False
) -> Joined:
    """Join coders' folders of one plan into the user's own folder: all of them, or nothing.

    A passage that two folders cite at the same place of the same source is one row. Ids stay where they are free;
    another passage under an id that is taken gets the next number, in the ratings as well. Records of the logs are
    numbered on, in order of time. A coder is in one folder alone, or the same in each.

    Parameters
    ----------
    library, own
        The library, and the user's folder that lies over it.
    plan_id, rubric
        The plan that was rated, and the rubric.
    folders : sequence of Path
        A library folder of each coder, or the folder of the plan in it.
    dry_run : bool
        Whether to find every fault and write nothing.

    Raises
    ------
    InvalidInputError
        With every fault; nothing was written.
    """
    with opened_stage(library, own, plan_id, rubric) as stage:
        before = stage.seen_now()
        join = _begin(stage)
        found = tuple(_joined_folder(join, folder) for folder in folders)
        if has_faults(join.problems):
            raise InvalidInputError(dict.fromkeys(join.problems))
        _stage_tables(join)
        stage.refuse_new_faults(before)
        written = () if dry_run else stage.install(own)
    return Joined(found, written, tuple(dict.fromkeys(join.problems)))


def _begin(stage: Stage) -> _Join:
    """Return a join that holds what the library has of the plan."""
    join = _Join(stage)
    stage.begin({Path(name).stem for name in stage.folder.ratings(stage.rubric.id).files("*.yaml")})
    join.evidence = {row.evidence_id: row for row in _rows(join, f"{stage.plan}/evidence.csv", Evidence)}
    join.sources = {row.source_id: row for row in _rows(join, f"{stage.country}/sources.csv", Source)}
    join.log = list(_rows(join, f"{stage.ratings}/log.csv", LogRecord))
    return join


def _rows(join: _Join, path: str, row: type[T]) -> tuple[T, ...]:
    """Return the rows that the library has in a table; none without such a file."""
    text = join.stage.text(path)
    return parse_table(join.stage.root / path, text, row, problems=join.problems).rows if text else ()


def _joined_folder(join: _Join, folder: Path) -> JoinedFolder:
    """Take one coder's folder into the join."""
    plan = _plan_folder(join, folder)
    ratings = plan / "assessments" / join.stage.rubric.id
    _take_sources(join, plan.parent.parent / "sources.csv")
    passages = _table(join, plan / "evidence.csv", Evidence)
    new, renamed = _take_passages(join, passages)
    coders = list(_taken_coders(join, ratings, renamed))
    records = _take_log(join, ratings / "log.csv", renamed)
    _tell_other_files(join, plan)
    return JoinedFolder(
        folder,
        tuple(coder for coder, _ in coders),
        sum(number for _, number in coders),
        new,
        len(passages.rows) - new,
        {old: now for old, now in renamed.items() if old != now},
        records,
    )


def _plan_folder(join: _Join, folder: Path) -> Path:
    """Return the folder of the plan in a coder's library folder, or the folder itself; add a fault where neither is."""
    for place in (folder / join.stage.plan, folder):
        if (place / "assessments" / join.stage.rubric.id).is_dir():
            return place
    found = say("no ratings of %(plan)s under %(rubric)s", plan=join.stage.plan_id, rubric=join.stage.rubric.id)
    join.problems.append(Problem(str(folder), found, say("a coder's folder, or the plan's folder in it")))
    return folder / join.stage.plan


def _table(join: _Join, path: Path, row: type[T]) -> ReadTable[T]:
    text = path.read_bytes().decode() if path.is_file() else ""
    return parse_table(path, text, row, problems=join.problems) if text else ReadTable(path, (), ())


def _take_sources(join: _Join, path: Path) -> None:
    """Take the sources that the library lacks; add a fault for another source under a known id."""
    table = _table(join, path, Source)
    for at, row in table.each(Source):
        known = join.sources.setdefault(row.source_id, row)
        if known.title != row.title or known.url != row.url:
            found = say("source %(id)s is another one here", id=row.source_id)
            mend = say("Give one of the two another id, in its passages as well.")
            join.problems.append(table.problem(at, "source_id", found, say("one source for each id"), mend))


def _take_passages(join: _Join, table: ReadTable[Evidence]) -> tuple[int, dict[str, str]]:
    """Take the passages that are new; return their number, and the id of each passage of the folder in the join."""
    places = Counter(_place(row) for row in table.rows)
    before = list(join.evidence.values())
    held = Counter(_place(row) for row in before)
    ids: dict[str, str] = {}
    new: list[Evidence] = []
    for at, row in table.each(Evidence):
        known = next((one for one in before if _words(one) == _words(row)), None)
        if known is None and places[_place(row)] == held[_place(row)] == 1:
            known = next(one for one in before if _place(one) == _place(row))
        if known is None:
            new.append(row)
            continue
        held_now = join.evidence[known.evidence_id] = _quoted(join.evidence[known.evidence_id], row)
        _tell_other_words(join, table, at, row, held_now)
        ids[row.evidence_id] = known.evidence_id
    wanted = {row.evidence_id for row in new}
    for row in new:
        name = row.evidence_id if row.evidence_id not in join.evidence else _next_id(row, {*join.evidence, *wanted})
        ids[row.evidence_id] = name
        join.evidence[name] = replace(row, evidence_id=name)
    return len(new), ids


def _place(row: Evidence) -> tuple[str, str, str]:
    return row.source_id, row.locator, row.object


def _words(row: Evidence) -> Evidence:
    """Return a passage without its id and without who entered it and when; its quotation stays if that is all it says.

    Examples
    --------
    >>> from evaluator.model.plan import Evidence
    >>> one, two = (Evidence("E1", "S1", "p. 1", object="plan", quote=words, quote_lang="en") for words in ("a", "b"))
    >>> _words(one) == _words(two), _words(replace(one, note="n")) == _words(replace(two, note="n"))
    (False, True)
    """
    bare = replace(row, evidence_id="", added_by="", added_on="")
    return replace(bare, quote="", quote_lang="", translation="") if row.note else bare


def _quoted(known: Evidence, row: Evidence) -> Evidence:
    """Return the passage that is there, with the quotation of the same passage elsewhere if it has none.

    Examples
    --------
    >>> from evaluator.model.plan import Evidence
    >>> known = Evidence("E1", "S1", "p. 1", object="plan", note="n")
    >>> _quoted(known, replace(known, quote="its words", quote_lang="en")).quote
    'its words'
    """
    if known.quote or not row.quote:
        return known
    return replace(known, quote=row.quote, quote_lang=row.quote_lang, translation=row.translation)


def _next_id(row: Evidence, taken: set[str]) -> str:
    """Return the first free id after those of the same form.

    Examples
    --------
    >>> from evaluator.model.plan import Evidence
    >>> _next_id(Evidence("E2", "S1", "p. 1", object="plan", note="n"), {"E1", "E2", "a-E7"})
    'E3'
    """
    found = NUMBERED.match(row.evidence_id)
    head = found["head"] if found else f"{row.evidence_id}-"
    numbers = [int(one["number"]) for name in taken if (one := NUMBERED.match(name)) and one["head"] == head]
    return f"{head}{max(numbers, default=0) + 1}"


def _tell_other_words(join: _Join, table: ReadTable[Evidence], at: int, row: Evidence, known: Evidence) -> None:
    told = ("note", *(["quote"] if row.quote else []), "as_of", "measure_id")
    differing = [name for name in told if getattr(row, name) != getattr(known, name)]
    if differing:
        found = say(
            "%(id)s and %(known)s are one place, and differ in %(names)s",
            id=row.evidence_id, known=known.evidence_id, names=", ".join(differing),
        )  # fmt: skip
        mend = say("The row that was there first is kept.")
        join.problems.append(table.problem(at, differing[0], found, "", mend, severity="note"))


def _taken_coders(join: _Join, ratings: Path, ids: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Stage each coder's header and ratings; yield the coder and the number of ratings of those that are new."""
    for head in sorted(ratings.glob("*.yaml")):
        coder, table = head.stem, _table(join, head.with_suffix(".csv"), Rating)
        header = _renamed(head.read_bytes().decode(), ids)
        text = write_table([_with_ids(row, ids) for row in table.rows], Rating)
        paths = f"{join.stage.ratings}/{coder}.yaml", f"{join.stage.ratings}/{coder}.csv"
        kept = join.stage.rating_text(f"{coder}.yaml")
        if kept:
            rows = _rows(join, paths[1], Rating)
            if kept != header or rows != tuple(_with_ids(row, ids) for row in table.rows):
                join.problems.append(_same_letter(head, coder, join.taken.get(coder)))
            continue
        join.taken[coder] = ratings
        join.stage.put(paths[0], header)
        join.stage.put(paths[1], text)
        yield coder, sum(row.status != "not-assessed" for row in table.rows)


def _same_letter(head: Path, coder: str, other: Path | None) -> Problem:
    lines = head.read_bytes().decode().splitlines()
    line = next((at for at, text in enumerate(lines, start=1) if text.startswith("coder:")), 1)
    place = str(other) if other else say("the library")
    found = say("coder %(coder)s, whose other ratings are in %(place)s", coder=repr(coder), place=place)
    mend = say("Give one of the two another letter: in the names of its files, in `coder` and in `assessment_id`.")
    return Problem(str(head), found, say("each coder in one folder"), mend, line, 1, key="coder")


def _with_ids(row: Rating, ids: Mapping[str, str]) -> Rating:
    """Return a rating that names the passages by their ids in the join."""
    cited = tuple(dict.fromkeys(ids.get(name, name) for name in row.evidence_ids))
    return replace(
        row,
        evidence_ids=cited,
        reason=_renamed(row.reason, ids),
        missing_for_next=_renamed(row.missing_for_next, ids),
        searched=_renamed(row.searched, ids),
    )


def _renamed(text: str, ids: Mapping[str, str]) -> str:
    """Return a text in which passages have their ids of the join.

    Examples
    --------
    >>> _renamed("E1 says more than E2.", {"E1": "E2", "E2": "E9"})
    'E2 says more than E9.'
    """
    return NAMED.sub(lambda found: ids.get(found[0], found[0]), text)


def _take_log(join: _Join, path: Path, ids: Mapping[str, str]) -> int:
    """Take the records that the log lacks; their numbers follow in `_stage_tables`."""
    known = {replace(record, record="") for record in join.log}
    rows = (replace(row, record="", reason=_renamed(row.reason, ids)) for row in _table(join, path, LogRecord).rows)
    new = [record for record in rows if record not in known]
    join.log.extend(new)
    return len(new)


def _stage_tables(join: _Join) -> None:
    """Stage evidence, sources and log with what the folders brought."""
    stage = join.stage
    old = [record for record in join.log if record.record]
    new = sorted((record for record in join.log if not record.record), key=lambda record: record.when)
    path = f"{stage.ratings}/log.csv"
    if log := append_records(stage.text(path), old, new):
        stage.put(path, log)
    tables: tuple[tuple[str, Sequence[object], type], ...] = (
        (f"{stage.plan}/evidence.csv", tuple(join.evidence.values()), Evidence),
        (f"{stage.country}/sources.csv", tuple(join.sources.values()), Source),
    )
    for name, rows, row in tables:
        if tuple(rows) != _rows(join, name, row):
            stage.put(name, write_table(rows, row))


def _tell_other_files(join: _Join, plan: Path) -> None:
    """Add a note for each other table of the plan that differs from the library's: it is not joined."""
    for name, row in PLAN_TABLES.items():
        path = plan / f"{name}.csv"
        if name == "evidence" or not path.is_file():
            continue
        if _table(join, path, row).rows != _rows(join, f"{join.stage.plan}/{path.name}", row):
            found, mend = (
                say("differs from the library's, and is not joined"),
                say("Take over by hand what is to stay."),
            )
            join.problems.append(Problem(str(path), found, "", mend, severity="note"))

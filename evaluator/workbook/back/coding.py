"""Merge of one coder's header and ratings into the current files, with a log record for each changed rating."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from evaluator.errors import did_you_mean
from evaluator.model.assessment import (
    CODER_STATUSES,
    PROVISION,
    STATES_LEVEL,
    Coding,
    CodingFile,
    LogRecord,
    Rating,
)
from evaluator.model.rubric import SCALE, Rubric
from evaluator.panel.record import FIRST, WORDS, parse_rating
from evaluator.read.checks.header import unanswered_faults
from evaluator.read.text_files.table import write_table
from evaluator.workbook.back.file_merge import replace_ids
from evaluator.workbook.back.incoming import Incoming
from evaluator.workbook.back.stage import Origin, origin_of
from evaluator.workbook.back.three_way import Clash, merge
from evaluator.workbook.back.yaml_edit import rewrite_content
from evaluator.workbook.sheet.grid import Grid, GridRow, ReadCell
from evaluator.workbook.sheet.pairs import yaml_text
from evaluator.workbook.sheet.rows import AGAIN, Entries, RowReading, SheetPlace, read_rows
from evaluator.workbook.sheet.score_sheet import new_coding, not_assessed, provision_columns
from evaluator.workbook.sheet.table_forms import RATINGS
from evaluator.workbook.sheet.values import plain_text

RUBRIC_TEXT = ("rubric_version", "rubric_sha256", "meanings")


@dataclass(slots=True)
class _Ratings:
    """The ratings of a workbook by criterion id, with the cell of each and the coder's reason for a change."""

    rows: dict[str, Rating] = field(default_factory=dict)
    places: dict[str, SheetPlace] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


def merge_coding(incoming: Incoming, *, is_begun: bool) -> list[LogRecord]:
    """Stage the coder's header and ratings, and return a record for each rating that changed.

    A new coder who filled in nothing gets no files, unless `is_begun` is set because the coder's
    workbook has changed other files.
    """
    coder = incoming.stamp.coder
    present = next((c for c in incoming.now.codings if c.header.coder == coder), None)
    now = present or new_coding(incoming.now, incoming.rubric, coder)
    mine = _read_ratings(incoming)
    base, exported = (
        [row for row in rows("ratings", Rating) if row.criterion_id not in incoming.left]
        for rows in (incoming.base_rows, incoming.exported_rows)
    )
    theirs = {rating.criterion_id: rating for rating in now.ratings}
    present_rows = [theirs.get(row.criterion_id, row) for row in exported]
    present_rows += [row for name, row in theirs.items() if name not in {r.criterion_id for r in exported}]
    incoming.said["ratings"] = write_table(list(mine.rows.values()), Rating)
    own = incoming.earlier.rows("ratings", Rating)
    merged = merge(base, list(mine.rows.values()), present_rows, RATINGS.identity, own)
    for clash in merged.clashes:
        _tell_clash(incoming, clash, mine)
    rows = _in_tree_order(incoming, merged.rows)
    if present is not None:
        rows = [row for row in rows if row.criterion_id in theirs or not _is_untouched(incoming, row)]
    clashing = {clash.key for clash in merged.clashes}
    told = [row for row in rows if (row.criterion_id,) not in clashing]
    records = list(_log_records(incoming, theirs, told, mine))
    is_new = present is None
    changed = {row.criterion_id for row in told if theirs.get(row.criterion_id) != row}
    found = _read_header(incoming, now, _meanings_of(incoming, now, rows, changed) if records else None)
    if is_new and not (is_begun or records or _is_filled_in(incoming, found)):
        return []
    _stage_header(incoming, found, now.header, is_new=is_new)
    _tell_unanswered(incoming, found, rows, was_final=not is_new and now.header.state == "final")
    if is_new or theirs != {row.criterion_id: row for row in rows}:
        _stage_ratings(incoming, rows, mine)
    return records


def _read_ratings(incoming: Incoming) -> _Ratings:
    say = incoming.say
    words = (*CODER_STATUSES, "high", "medium", "low")
    aliases = {say.choice(word): word for word in words if say.choice(word)}
    unasked = () if provision_columns(incoming.rubric) else PROVISION
    frame = RowReading(Rating, aliases, left_out=("criterion_version", "proposal", *unasked), heading=say.heading)
    base = {row.criterion_id: row for row in incoming.exported_rows("ratings", Rating)}
    sheets = incoming.book.of_kind("ratings")
    grids = tuple(replace(grid, rows=tuple(_with_status(row, base) for row in grid.rows)) for grid in sheets)
    found = _Ratings()
    for row, place in read_rows(grids, frame, incoming.notes).of(Rating):
        _add_rating(incoming, found, row, place, base)
    _tell_missing_rows(incoming, grids, set(base))
    return found


def _with_status(row: GridRow, base: Mapping[str, Rating]) -> GridRow:
    """Return a row of the sheet with the status that its level means where the coder left the status alone.

    A level means `rated`, one with a `+` (`2+`) `at-least`. The coder left the status alone if its cell is empty, or
    if it is still the exported `not-assessed`.
    """
    status, before = row.text("status").strip(), base.get(row.text("criterion_id").strip())
    untouched = not status or (status == "not-assessed" and (before is None or before.status == "not-assessed"))
    text = row.text("level").strip()
    meant, level = parse_rating(text)
    if not text or not (untouched or status == meant == "at-least"):
        return row
    if level is None:
        return replace(row, cells={**row.cells, "status": ReadCell("rated")})
    return replace(row, cells={**row.cells, "status": ReadCell(meant), "level": ReadCell(str(level))})


def _add_rating(
    incoming: Incoming, found: _Ratings, row: Rating, place: SheetPlace, base: Mapping[str, Rating]
) -> None:
    name = row.criterion_id
    if not name:
        return  # the reading of the cell has noted the fault
    criterion = incoming.rubric.by_id.get(name)
    if criterion is None or not criterion.is_rated_by_hand:
        known = [c.id for c in incoming.rubric.criteria if c.is_rated_by_hand]
        cell = place.cell("criterion_id")
        incoming.notes.fault(cell, repr(name), "a criterion that is rated by hand", did_you_mean(name, known))
        return
    rating = replace_ids(row, {"evidence_ids": incoming.renamed_ids("evidence")})
    before = base.get(name) or not_assessed(criterion)
    # The desk says what a rating began as; a sheet does not ask for it, and keeps it. Where the plan shows proposals
    # first, an answer on a sheet may have begun as them.
    began = plain_text(place.text("proposal")) or before.proposal
    if not began and rating.short != before.short:
        began = incoming.first.get(name, "")
    rating = replace(rating, criterion_version=before.criterion_version, proposal=began)
    if name in found.rows:
        if found.rows[name] != rating:
            first = found.places[name].cell("status")
            incoming.notes.fault(place.cell("status"), f"{name} rated twice, otherwise at {first}", "one rating")
        return
    found.rows[name], found.places[name] = rating, place
    found.reasons[name] = plain_text(place.text("change"))


def _tell_missing_rows(incoming: Incoming, grids: tuple[Grid, ...], expected: set[str]) -> None:
    there = {row.text("criterion_id").strip() for grid in grids for row in grid.rows}
    missing = expected - there
    named = {grid.name for grid in grids}
    for group in dict.fromkeys(_paradigm_of(incoming, name) for name in sorted(missing)):
        if group not in named:  # one fault for all rows of a missing sheet
            lost = {name for name in missing if _paradigm_of(incoming, name) == group}
            rows = "1 criterion" if len(lost) == 1 else f"{len(lost)} criteria"
            found = f"no sheet of {group or 'the rubric'} ({rows}), or its hidden first row was deleted"
            incoming.notes.fault("", found, "every sheet with its first row", AGAIN)
            missing -= lost
    for name in sorted(missing):
        title = next((g.title for g in grids if g.name == _paradigm_of(incoming, name)), _paradigm_of(incoming, name))
        mend = "Put the row back; what is not assessed has the status not-assessed."
        incoming.notes.fault(title, f"no row of {name}", "a row for each criterion of the sheet", mend)


def _paradigm_of(incoming: Incoming, name: str) -> str:
    return incoming.rubric.paradigm_of(name) if name in incoming.rubric.by_id else ""


def _tell_clash(incoming: Incoming, clash: Clash[Rating], mine: _Ratings) -> None:
    name = clash.key[0] if isinstance(clash.key, tuple) else str(clash.key)
    cell = mine.places[name].cell("status") if name in mine.places else ""
    theirs = "no row" if clash.theirs is None else clash.theirs.short
    incoming.clash(cell, f"the rating of {name}", theirs)


def _in_tree_order(incoming: Incoming, rows: tuple[Rating, ...]) -> list[Rating]:
    order = {criterion.id: at for at, criterion in enumerate(incoming.rubric.criteria)}
    return sorted(rows, key=lambda row: order.get(row.criterion_id, len(order)))


def _is_untouched(incoming: Incoming, row: Rating) -> bool:
    criterion = incoming.rubric.by_id.get(row.criterion_id)
    return criterion is not None and replace(not_assessed(criterion), criterion_version=row.criterion_version) == row


def _log_records(
    incoming: Incoming, before: Mapping[str, Rating], rows: list[Rating], mine: _Ratings
) -> Iterator[LogRecord]:
    """Yield a log record for each changed rating; note a fault where a rating given before changed without a reason."""
    for row in rows:
        old = before.get(row.criterion_id)
        if old == row or (old is None and row.status == "not-assessed" and not row.reason):
            continue
        was, now = ("" if old is None else old.short), row.short
        why = mine.reasons.get(row.criterion_id) or incoming.reason
        if old is None or (old.status == "not-assessed" and was != now):
            why = why or FIRST
        elif was == now:
            why = why or WORDS
        elif not why:
            place = mine.places.get(row.criterion_id)
            mend = "Write it in the column for it, or give --reason for the whole sheet."
            stated = now if place is None else _rating_as_entered(row, place)
            found = f"{row.criterion_id} was {was} and is {stated}, without a reason"
            incoming.notes.fault(place.cell("change") if place else "", found, "a reason of the change", mend)
        yield incoming.stamp.record(row.criterion_id, was, now, why)


def _rating_as_entered(row: Rating, place: SheetPlace) -> str:
    """Return a rating in its short form; in the coder's words where its level is missing or could not be read."""
    if row.status not in STATES_LEVEL or row.level is not None:
        return row.short
    return plain_text(place.text("level")).strip() or row.status


def _meanings_of(incoming: Incoming, now: Coding, rows: list[Rating], changed: set[str]) -> dict[str, str]:
    """Return on what each rating rests: those of the workbook as it says, the others as before."""
    before = now.header.meanings or {}
    found = {SCALE: incoming.rubric.meanings[SCALE]}
    for row in rows:
        of = incoming.meanings if row.criterion_id in changed else before
        if row.status != "not-assessed" and row.criterion_id in of:
            found[row.criterion_id] = of[row.criterion_id]
    return found


def _read_header(incoming: Incoming, now: Coding, meanings: dict[str, str] | None) -> Entries[CodingFile] | None:
    """Return the coder's header from the workbook, with the text of the rubric under which it was rated.

    `meanings` are those of all ratings if some changed, else None.
    """
    fixed = incoming.unasked("coder", now.header)
    meta, rubric = incoming.book.meta, incoming.rubric
    is_older = now.header.rubric_sha256 not in ("", rubric.sha256)
    if meanings is not None:
        fixed["meanings"] = meanings
    is_today = meta.get("rubric_sha256") == rubric.sha256
    if meanings is not None or (is_older and is_today and _means_the_same(now, rubric)):
        fixed |= {"rubric_version": meta["rubric_version"], "rubric_sha256": meta.get("rubric_sha256", "")}
    return incoming.entries("coder", CodingFile, fixed)


def _means_the_same(now: Coding, rubric: Rubric) -> bool:
    known = rubric.by_id
    return all(
        r.criterion_id in known and r.criterion_version == known[r.criterion_id].meaning_version for r in now.ratings
    )


def _base_header(incoming: Incoming) -> CodingFile:
    return CodingFile.model_validate_json(incoming.base["coder"])


def _is_filled_in(incoming: Incoming, found: Entries[CodingFile] | None) -> bool:
    header = (found.shape or found.sound) if found else None
    return header is not None and not _is_same_text(header, _base_header(incoming))


def _stage_header(incoming: Incoming, found: Entries[CodingFile] | None, theirs: CodingFile, *, is_new: bool) -> None:
    path = f"{incoming.stage.ratings}/{theirs.coder}.yaml"
    mine = (found.shape or found.sound) if found else None
    if found is None or mine is None:
        if is_new:  # the header has a fault; the ratings are checked nevertheless
            incoming.stage.put(path, header_text(theirs))
        return
    mine = _with_last_day(incoming, found, mine, theirs, is_new=is_new)
    incoming.said["coder"] = mine.model_dump_json(by_alias=True)
    base = _base_header(incoming)
    own = [CodingFile.model_validate_json(text) for text in incoming.earlier.texts("coder")]
    if _is_same_text(mine, base):
        header = theirs.model_copy(update={name: getattr(mine, name) for name in RUBRIC_TEXT})
    elif is_new or _is_same_text(mine, theirs) or any(_is_same_text(theirs, known) for known in (base, *own)):
        header = mine
    else:
        incoming.clash(found.cell("state"), "the header of the assessment", "other entries")
        return
    if header.state == "final" and incoming.left & set(incoming.rubric.by_id):
        header = header.model_copy(update={"state": "draft"})
    origin = Origin(incoming.book.path, entries=found)
    if (is_new or header != theirs) and header.state == "final" and not header.rubric_sha256:
        header = header.model_copy(update={"rubric_sha256": incoming.book.meta.get("rubric_sha256", "")})
    if is_new or header != theirs:
        text = None if is_new else rewrite_content(incoming.stage.text(path), theirs, header)
        incoming.stage.put(path, text or header_text(header), origin)
    else:
        incoming.stage.origins[path] = origin


def _with_last_day(
    incoming: Incoming, found: Entries[CodingFile], header: CodingFile, theirs: CodingFile, *, is_new: bool
) -> CodingFile:
    """Return a header that, once it is final, says on which day the rating ended: its own, else that of the import.

    Notes the day, and interests that are not declared, where the header becomes final.
    """
    if header.state != "final":
        return header
    if is_new or theirs.state != "final":
        if not header.interests:
            incoming.notes.note(found.cell("interests"), "no interests declared: write `none` if there are none")
        if not header.finished:
            day = incoming.stamp.when[:10]
            incoming.notes.note(found.cell("finished"), f"no day: the rating is taken to have ended today, {day}")
            return header.model_copy(update={"finished": day})
    return header if header.finished else header.model_copy(update={"finished": theirs.finished})


def _tell_unanswered(
    incoming: Incoming, found: Entries[CodingFile] | None, rows: Sequence[Rating], *, was_final: bool
) -> None:
    """Note a fault where a sheet is final and answers nothing, or becomes final with open questions and no reason."""
    header = found.shape if found else None
    if found is None or header is None or incoming.left & set(incoming.rubric.by_id):
        return
    for fault in unanswered_faults(Coding(header, tuple(rows)), incoming.rubric, incoming.now, was_final=was_final):
        incoming.notes.fault(found.cell(fault.field), fault.found, fault.expected, fault.suggestion)


def _is_same_text(first: CodingFile, second: CodingFile) -> bool:
    plain = {**dict.fromkeys(RUBRIC_TEXT, ""), "meanings": None}
    return first.model_copy(update=plain) == second.model_copy(update=plain)


def header_text(header: CodingFile) -> str:
    """Return the YAML text of a coder's header file."""
    return yaml_text(header.model_dump(mode="json", by_alias=True, exclude_none=True))


def _stage_ratings(incoming: Incoming, rows: list[Rating], mine: _Ratings) -> None:
    path = f"{incoming.stage.ratings}/{incoming.stamp.coder}.csv"
    places = [mine.places.get(row.criterion_id) for row in rows]
    text = write_table(rows, Rating)
    incoming.stage.put(path, text, origin_of(incoming.book.path, text, Rating, places))

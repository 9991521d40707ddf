"""Checks that a plan's tables agree with each other: references, counts, dates, quotations, money."""

from __future__ import annotations

import math
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from evaluator.errors import Problem, did_you_mean
from evaluator.model.assessment import Assessment
from evaluator.model.country import INSTITUTION_KINDS, Fact, Source
from evaluator.model.dates import is_before
from evaluator.model.framing import PARTS, FramingFile
from evaluator.model.plan import MOST_QUOTED, Evidence, Measure, MoneyLine, PlanFile, TextRead
from evaluator.model.rubric import Rubric
from evaluator.model.schema import CURRENCIES, CURRENCY_WORDS, columns_of
from evaluator.model.sentence import say, say_n
from evaluator.model.unwritten import unwritten
from evaluator.plans.applicability import roles_in_period
from evaluator.plans.rows import column_names, rows_that_count
from evaluator.read.checks.anchors import check_anchor_rows
from evaluator.read.checks.door import UnitCheck
from evaluator.read.checks.header import note_faults
from evaluator.read.checks.matches import check_matches, rows_of_plans
from evaluator.read.checks.monitoring import monitoring_faults
from evaluator.read.facts import lone_conflicts
from evaluator.read.plan import PlanFiles
from evaluator.read.text_files.table import ReadTable, rows_of
from evaluator.read.text_files.yaml_file import Document, Key

QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|\"([^\"]+)\"")
NOTHING_TOLD = say("neither a note nor a quotation")
NOTE_OR_QUOTE = say("what the passage says, in your own words, or a quotation")
OWN_WORDS = {"measures": ("text", "note"), "evidence": ("note",), "facts": ("note",)}
Tables = Mapping[str, ReadTable[object]]
# Printed sums are rounded: a difference up to this share of the sum is no fault.
ROUNDING = 0.005
AS_PRINTED = "sic"
# Amounts are added and printed in whole units; a float beyond this cannot hold every whole number of units.
MOST = 10**15


def check_plan(files: PlanFiles) -> list[Problem]:
    """Return faults, warnings and notes that result from a plan's tables taken together."""
    tables = files.tables
    problems = [problem for table in tables.values() for problem in _reference_faults(table, tables)]
    problems.extend(_long_quotes(tables))
    measures = tables.get("measures")
    if measures is not None:
        problems.extend(_parent_faults(measures))
        problems.extend(_left_empty(measures))
        problems.extend(_original_faults(measures))
        problems.extend(check_matches(tables.get("matches"), rows_of_plans(files.folder), measures.ids))
    if "evidence" in tables:
        problems.extend(_quote_faults(tables["evidence"], files.folder.plan_id))
        problems.extend(_sources_nobody_can_open(tables["evidence"], tables))
    problems.extend(check_anchor_rows(tables.get("anchors")))
    problems.extend(_country_table_faults(tables))
    if "money" in tables:
        problems.extend(check_money(tables["money"], measures, files.plan))
    if files.plan is not None and files.document is not None:
        problems.extend(_header_faults(files.plan, files.document, tables))
        read = files.plan.text_read
        problems.extend(list(note_faults(read, files.document)) or _note_of_reading(read, files.document))
        problems.extend(_country_faults(files, files.plan, files.document))
        problems.extend(check_origins(files.plan, files.document, tables))
        if measures is not None and measures.is_readable:
            problems.extend(_row_count_faults(files.plan, files.document, measures))
            problems.extend(_reading_faults(files.plan, files.document))
            problems.extend(_period_faults(files.plan, measures))
    if files.framing is not None and files.framing_document is not None:
        problems.extend(check_framing(files.framing, files.framing_document, tables))
    return problems


def _country_table_faults(tables: Tables) -> Iterator[Problem]:
    if "facts" in tables:
        yield from _fact_faults(tables["facts"])
    if "monitoring" in tables:
        yield from monitoring_faults(tables["monitoring"])


def _reference_faults(table: ReadTable[object], tables: Tables) -> Iterator[Problem]:
    for column in table.columns:
        if not column.refers:
            continue
        named = [(line, cell) for line, cells in table.cells if (cell := cells.get(column.name))]
        known = tables.get(column.refers)
        if known is None and named:
            found, expected = f"ids of {column.refers}.csv, a file that is missing", f"a file {column.refers}.csv"
            yield table.at_line(named[0][0], column.name, found, expected, severity="warning")
        told_already = known is not None and column.refers == "measures" and not known.ids
        for line, cell in named if known is not None and known.is_readable and not told_already else ():
            for part in cell if isinstance(cell, tuple) else (str(cell),):
                if known is not None:
                    yield from table.unknown_at(line, column.name, "", part, known.ids, f"an id in {column.refers}.csv")


def _header_faults(plan: PlanFile, document: Document, tables: Tables) -> Iterator[Problem]:
    if is_before(plan.end, plan.start):
        yield document.problem(("end",), f"end {plan.end} before the start {plan.start}", "an end after the start")
    for key in unwritten({"titles": plan.titles}):
        found = "a title that is still to be filled in"
        yield document.problem(key, found, "the title as printed", severity="warning")
    if plan.currency:
        yield from document.unknown(("currency",), "", plan.currency, CURRENCIES, CURRENCY_WORDS)
    known_columns = column_names([c.name for c in columns_of(Measure)])
    named: list[tuple[Key, str]] = [(("columns_present", at), name) for at, name in enumerate(plan.columns_present)]
    yield from document.each_unknown(named, "", known_columns, "the name of a column of measures.csv")
    if not plan.is_plan and not plan.sources:
        found, expected = "a period without a plan, and no source that says so", "a source of sources.csv"
        yield document.problem(("kind",), found, expected, "Name it under `sources`.")
    sources = tables.get("sources")
    cited: list[tuple[Key, str]] = [(("sources", at), source) for at, source in enumerate(plan.sources)]
    if sources and sources.is_readable:
        yield from document.each_unknown(cited, "source", sources.ids, "an id in sources.csv")


def role_faults(files: PlanFiles, rubrics: Iterable[Rubric | None]) -> Iterator[Problem]:
    """Yield a warning where a role is not known that decides what counts under one of the rubrics, or may later."""
    rated = [rubric for rubric in rubrics if rubric is not None]
    country, plan, document = files.country.country, files.plan, files.document
    if country is None or plan is None or document is None or roles_in_period(Assessment(country, plan, "")):
        return
    if not rated or any(criterion.applies_to for rubric in rated for criterion in rubric.criteria):
        found = "the country's role in these years is not filled in, so every criterion counts"
        expected = "origin, transit, destination or internal, under `roles` in country.yaml"
        yield document.problem(("start",), found, expected, severity="warning")


def _row_count_faults(plan: PlanFile, document: Document, table: ReadTable[object]) -> Iterator[Problem]:
    rows = [row for _, row in table.each(Measure)]
    if len(rows) < len(table.ids) or not rows:
        return  # some rows have a reported fault, so whether they count is not known
    counted = rows_that_count(rows)
    if len(counted) != plan.rows.here:
        expected = f"{len(counted)}, the rows of measures.csv that count"
        yield document.problem(("rows", "here"), f"rows.here is {plan.rows.here}", expected)
    total = plan.rows.total
    if total is not None and total < plan.rows.here:
        expected = f"at least {plan.rows.here}, the rows entered"
        yield document.problem(("rows", "in_plan"), f"rows.in_plan is {total}", expected)
    elif total is not None and plan.rows.basis == "whole" and total > len(counted) == plan.rows.here:
        found = say("all rows entered, and %(here)s of %(all)s here", here=plan.rows.here, all=total)
        yield document.problem(("rows", "basis"), found, say("`sample`, or the rows that are lacking"))


def _reading_faults(plan: PlanFile, document: Document) -> Iterator[Problem]:
    """Yield a fault where what is said to have been read contradicts the rows that were entered."""
    read, rows = plan.text_read, plan.rows
    if rows.basis == "whole" and rows.here and read.measures != "whole" and not read.is_none:
        found = say("measures %(read)s, and all rows of the plan entered", read=read.measures)
        mend = say("Write `whole`, or another `rows.basis`.")
        yield document.problem(("text_read", "measures"), found, say("measures read whole"), mend)
    elif rows.here and read.measures == "none" and not read.is_none:
        found = say("no measures read, and %(rows)s rows entered", rows=rows.here)
        yield document.problem(("text_read", "measures"), found, say("`whole` or `part`"))


def _note_of_reading(read: TextRead, document: Document) -> Iterator[Problem]:
    """Yield the note on what was read, so that whoever goes by the plan sees it."""
    if read.note:
        told = {"measures": read.measures, "text": read.text, "note": read.note}
        found = say("measures %(measures)s, text %(text)s: %(note)s", **told)
        yield document.problem(("text_read", "note"), found, "", severity="note")


def _parent_faults(table: ReadTable[object]) -> Iterator[Problem]:
    parents = {row.measure_id: row.parent_id for _, row in table.each(Measure)}
    for at, start in enumerate(parents):
        path, up = {start}, parents[start]
        while up in parents and up not in path:
            path.add(up)
            up = parents[up]
        if up == start:
            yield table.problem(at, "parent_id", f"a cycle through {parents[start]!r}", "a row above it in the tree")


def _left_empty(table: ReadTable[object]) -> Iterator[Problem]:
    """Yield a fault for each name in `not_seen` and `not_stated` that is no column, or one that is not empty."""
    known = column_names([c.name for c in columns_of(Measure)])
    for at, row in table.each(Measure):
        for name in row.not_seen:
            if name in row.not_stated:
                yield table.problem(at, "not_stated", f"{name} here and in not_seen", "one or the other")
        for where, name in [("not_seen", n) for n in row.not_seen] + [("not_stated", n) for n in row.not_stated]:
            if name not in known:
                yield from table.unknown(at, where, "", name, known, "the name of a column")
            elif name != "text" and getattr(row, name, None):
                yield table.problem(at, name, f"a value in a column that {where} lists", "one or the other")


def _period_faults(plan: PlanFile, table: ReadTable[object]) -> Iterator[Problem]:
    is_turned = is_before(plan.end, plan.start)
    for at, row in table.each(Measure):
        if is_before(row.end, row.start):
            yield table.problem(at, "end", f"{row.end} is before the start {row.start}", "an end after the start")
        dates = [d for d in (row.end, *row.milestones) if d]
        outside = [d for d in dates if is_before(d, plan.start) or (plan.end != "open" and is_before(plan.end, d))]
        if outside and not row.note and not is_turned:
            found = f"{outside[0]} is outside {plan.start} to {plan.end}"
            expected = "a date in the plan's period, or a note that explains it"
            yield table.problem(at, "end" if row.end in outside else "milestones", found, expected)


def _country_faults(files: PlanFiles, plan: PlanFile, document: Document) -> Iterator[Problem]:
    country = files.country.country
    if country is not None and plan.id[:3] not in (country.iso3, files.folder.country.folders[0].name):
        mend = f"Move the folder below {plan.id[:3]}, or give the plan an id of {country.iso3}."
        yield document.problem(("id",), f"a plan of {plan.id[:3]} below {country.iso3}", "the country's own code", mend)


def _quote_faults(table: ReadTable[object], plan_id: str) -> Iterator[Problem]:
    for at, row in table.each(Evidence):
        words = len(row.quote.split())
        if not (row.note or row.quote):
            yield table.problem(at, "note", NOTHING_TOLD, NOTE_OR_QUOTE)
        if words > MOST_QUOTED:
            call = shlex.join(["evaluator", "passage", "add", plan_id, row.evidence_id])
            mend = (
                "Put the rest in your own words, under note. A longer passage is kept by its place: leave the "
                f'quotation empty, and afterwards `{call} --page 1 --text "its words"`.'
            )
            yield table.problem(at, "quote", f"{words} words", f"at most {MOST_QUOTED}", mend)
        if row.quote and not row.quote_lang:
            yield table.problem(at, "quote_lang", "a quotation without its language", "a language code")


def _original_faults(table: ReadTable[object]) -> Iterator[Problem]:
    for line, cells in table.cells:
        words = len(str(cells.get("text_original", "")).split())
        if words > MOST_QUOTED:
            mend = "Put the rest in your own words, in `text`."
            yield table.at_line(line, "text_original", f"{words} words", f"at most {MOST_QUOTED}", mend)


def _long_quotes(tables: Tables) -> Iterator[Problem]:
    """Yield a fault for each long quotation in a column that is meant for the evaluator's own words."""
    for name, columns in OWN_WORDS.items():
        table = tables.get(name)
        for at, row in enumerate(table.rows if table else ()):
            for column in columns:
                for found, expected in long_quotation(getattr(row, column)):
                    if table:
                        yield table.problem(at, column, found, expected)


def long_quotation(text: str) -> Iterator[tuple[str, str]]:
    """Yield what was found and what is expected where a text in our own words holds a long quotation.

    Examples
    --------
    >>> list(long_quotation("The plan says “each victim” twice."))
    []
    >>> [found for found, _ in long_quotation(f"The plan says “{'word ' * 26}”.")]
    ['a quotation of 26 words']
    """
    words = max((len("".join(found).split()) for found in QUOTED.findall(text)), default=0)
    if words > MOST_QUOTED:
        found = say_n("a quotation of %(number)s word", "a quotation of %(number)s words", words)
        yield found, say("your own words; at most %(most)s of others", most=MOST_QUOTED)


def _sources_nobody_can_open(table: ReadTable[object], tables: Tables) -> Iterator[Problem]:
    by_id = {row.source_id: row for row in rows_of(tables, "sources", Source)}
    for at, row in table.each(Evidence):
        source = by_id.get(row.source_id)
        if source and not (source.url or source.archive_url):
            found = f"evidence in {source.source_id!r}, which has no address"
            yield table.problem(at, "source_id", found, "a source that can be opened", severity="warning")


def _fact_faults(table: ReadTable[object]) -> Iterator[Problem]:
    for at, row in table.each(Fact):
        if is_before(row.end, row.start):
            yield table.problem(at, "end", f"{row.end} is before {row.start}", "a date after it")
    yield from lone_conflicts(table, "fault")


def check_named_criteria(files: PlanFiles, known: AbstractSet[str]) -> list[Problem]:
    """Return recommendations and replies that name a criterion outside the rubrics that rate the plan."""
    recommendations = files.tables.get("recommendations")
    named: dict[str, tuple[set[str], str]] = {
        "recommendations": (set(known), "a criterion of the rubric"),
        "replies": (
            {"general", *known, *(recommendations.ids if recommendations else ())},
            "a criterion, a recommendation or `general`",
        ),
    }
    problems: list[Problem] = []
    for name, (allowed, expected) in named.items():
        table = files.tables.get(name)
        for line, cells in table.cells if table else ():
            criterion = str(cells.get("criterion_id", ""))
            if table and criterion:
                problems.extend(table.unknown_at(line, "criterion_id", "", criterion, allowed, expected))
    return problems


def check_framing(framing: FramingFile, document: Document, tables: Tables) -> Iterator[Problem]:
    """Yield a fault for each code that occurs twice and each source that is not in sources.csv."""
    cited: list[tuple[Key, str]] = []
    for part in PARTS:
        codes = [item.code for item in framing.part(part)]
        for at, item in enumerate(framing.part(part)):
            if item.code in codes[:at]:
                mend = "Put its passages under one entry."
                yield document.problem((part, at, "code"), f"{item.code!r} given twice", "each code once", mend)
            keys = [(part, at, "passages", n, "source_id") for n in range(len(item.passages))]
            cited += zip(keys, (passage.source_id for passage in item.passages), strict=True)
    cited += [(("words", term, "source_id"), word.source_id) for term, word in framing.words.items()]
    yield from _unknown_sources(cited, document, tables)


def check_origins(plan: PlanFile, document: Document, tables: Tables) -> Iterator[Problem]:
    """Yield a problem for each body or source in `drafted_by`, `paid_by` and `adopted_under` that does not exist."""
    cited: list[tuple[Key, str]] = [
        (("adopted_under", at, "source_id"), occasion.source_id)
        for at, occasion in enumerate(plan.adopted_under)
        if occasion.source_id
    ]
    for name, bodies in (("drafted_by", plan.drafted_by), ("paid_by", plan.paid_by)):
        for at, body in enumerate(bodies):
            cited.append(((name, at, "source_id"), body.source_id))
            known = {*INSTITUTION_KINDS, *_ids_of(tables, "institutions")}
            expected = "an id in institutions.csv or a kind of body: " + ", ".join(INSTITUTION_KINDS)
            if _is_readable(tables, "institutions"):
                yield from document.unknown((name, at, "value"), "", body.value, known, expected)
    yield from _unknown_sources(cited, document, tables)


def _unknown_sources(cited: list[tuple[Key, str]], document: Document, tables: Tables) -> Iterator[Problem]:
    if _is_readable(tables, "sources"):
        yield from document.each_unknown(cited, "source", _ids_of(tables, "sources"), "an id in sources.csv")


def _ids_of(tables: Tables, name: str) -> AbstractSet[str]:
    return tables[name].ids if name in tables else frozenset()


def _is_readable(tables: Tables, name: str) -> bool:
    return name not in tables or tables[name].is_readable


def check_money(
    table: ReadTable[object], measures: ReadTable[object] | None, plan: PlanFile | None
) -> Iterator[Problem]:
    """Yield the problems in money.csv: first those of single lines, then sums that do not add up."""
    lines = [row for _, row in table.each(MoneyLine)]
    faults = [problem for at, line in enumerate(lines) for problem in _line_faults(table, at, line)]
    faults += _nesting_faults(table, lines)
    yield from faults
    for at, line in enumerate(lines):
        yield from _year_faults(table, at, line, plan)
    if faults or len(lines) < len(table.ids):
        return  # faulty lines cannot be added
    rows = [row for _, row in measures.each(Measure)] if measures else []
    is_whole = plan is not None and plan.rows.total == plan.rows.here
    for at, line in enumerate(lines):
        if line.total_of and line.amount is not None:
            parts = parts_of(line, lines, rows)
            yield from _wrong_sums(table, at, parts, may_lack=not is_whole and line.total_of != "measure")


def worth(line: MoneyLine) -> float:
    """Return the amount of a line in whole units of its currency."""
    return 0.0 if line.state == "zero" else (line.amount or 0.0) * (line.unit_factor or 1.0)


def _line_faults(table: ReadTable[object], at: int, line: MoneyLine) -> Iterator[Problem]:
    if line.state == "amount" and line.amount is None:
        yield table.problem(at, "amount", "no amount", "an amount, or another state")
    if line.state != "amount" and line.amount:
        yield table.problem(at, "amount", f"an amount with state {line.state}", "state amount")
    if line.state == "amount" and line.amount == 0:
        yield table.problem(at, "state", "an amount of 0", "state zero: the plan says that it costs nothing")
    if worth(line) > MOST:
        found, mend = f"{worth(line):.6g} units", "A larger sum cannot be added to the unit; is unit_factor right?"
        yield table.problem(at, "amount", found, f"at most {MOST:,} units of the currency", mend)
    if line.currency not in CURRENCIES and (line.currency or line.state == "amount"):
        mend = did_you_mean(line.currency, sorted(CURRENCIES)) if line.currency else ""
        yield table.problem(at, "currency", repr(line.currency), CURRENCY_WORDS, mend)


def _year_faults(table: ReadTable[object], at: int, line: MoneyLine, plan: PlanFile | None) -> Iterator[Problem]:
    first, last = line.year_from[:4], line.year_to[:4]
    if first and last and last < first:
        yield table.problem(at, "year_to", f"{line.year_to} is before {line.year_from}", "a year after it")
        return
    if plan is None or (plan.end != "open" and plan.end[:4] < plan.start[:4]):
        return
    for name, year in (("year_from", first), ("year_to", last)):
        if year and (year < plan.start[:4] or (plan.end != "open" and year > plan.end[:4])):
            found = f"{year} is outside {plan.start} to {plan.end}"
            yield table.problem(at, name, found, "a year of the plan's period", severity="warning")


def _nesting_faults(table: ReadTable[object], lines: Sequence[MoneyLine]) -> Iterator[Problem]:
    """Yield a fault for each cycle of `counted_in` and each line smaller than the lines counted in it."""
    by_id = {line.line_id: line for line in lines}
    for at, line in enumerate(lines):
        path, up = [line.line_id], line.counted_in
        while up in by_id and up not in path:
            path.append(up)
            up = by_id[up].counted_in
        if up and up in path:
            yield table.problem(at, "counted_in", f"a cycle through {up!r}", "a line that holds this sum")
        inside = [part for part in lines if part.counted_in == line.line_id and part.currency == line.currency]
        held = math.fsum(worth(part) for part in inside)
        if inside and line.amount is not None and held > worth(line) * (1 + ROUNDING):
            found = f"{worth(line):g}, and the lines counted in it add up to {held:g}"
            yield table.problem(at, "amount", found, "at least their sum")


def parts_of(total: MoneyLine, lines: Sequence[MoneyLine], rows: Sequence[Measure]) -> list[MoneyLine]:
    """Return the lines whose total a printed sum should be.

    These are the lines that name the sum in `counted_in`, if any. Otherwise they are the lines of its currency,
    years, funder (if the sum has one) and rows: the measure, the rows below a chapter, or the whole plan.
    """
    named = [line for line in lines if line.counted_in == total.line_id]
    if named:
        return named
    below = _rows_below(total.measure_id, rows) if total.total_of == "chapter" else {total.measure_id}
    return [
        line
        for line in lines
        if line.state in ("amount", "zero")
        and not (line.total_of or line.counted_in)
        and line.currency in (total.currency, "")
        and (total.total_of == "plan" or line.measure_id in below)
        and (not total.funder_kind or line.funder_kind == total.funder_kind)
        and (not total.funder_id or line.funder_id == total.funder_id)
        and _is_within_years(line, total)
    ]


def _rows_below(measure_id: str, rows: Sequence[Measure]) -> set[str]:
    """Return the ids of a heading or objective and of all rows below it; empty if `measure_id` is empty."""
    below = {measure_id} if measure_id else set()
    while grown := {row.measure_id for row in rows if row.parent_id in below} - below:
        below |= grown
    return below


def _is_within_years(line: MoneyLine, total: MoneyLine) -> bool:
    if not total.year_from:
        return True
    first, last = total.year_from[:4], (total.year_to or total.year_from)[:4]
    start = line.year_from[:4]
    return bool(start) and first <= start and (line.year_to or line.year_from)[:4] <= last


def _wrong_sums(table: ReadTable[object], at: int, parts: Sequence[MoneyLine], *, may_lack: bool) -> Iterator[Problem]:
    total = table.rows[at]
    if not parts or not isinstance(total, MoneyLine):
        return
    printed, added = worth(total), math.fsum(worth(part) for part in parts)
    gap = added - printed
    if abs(gap) <= ROUNDING * max(1.0, abs(printed)) or (may_lack and gap < 0):
        return
    found = f"a printed sum of {printed:.12g} where {len(parts)} lines add up to {added:.12g}"
    expected = f"sums that agree, or `{AS_PRINTED}` in amount_text where the plan prints it so"
    is_explained = AS_PRINTED in total.amount_text.casefold().split()
    yield table.problem(at, "amount", found, expected, severity="note" if is_explained else "fault")


CHECK = UnitCheck("plan", check_plan)

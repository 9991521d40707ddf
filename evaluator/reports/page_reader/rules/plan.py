"""A report on one plan and its annex: groups, safeguards, treaties, recommendations, weights, and rows of others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from evaluator.reports.page_reader.claim import Finding, near, rule
from evaluator.reports.page_reader.drawing import value_of
from evaluator.reports.page_reader.grammar import NUM, Grammar, count, number, whole
from evaluator.reports.page_reader.page import Page, Section, Table
from evaluator.reports.page_reader.rules.frames import frames_of

MOST = 95.0  # per cent of the draws, for a firm lead
FEW = 10  # plans under which no correlation is printed


def table_with(page: Page, words: Grammar, *heads: str) -> tuple[Table, dict[str, int]] | None:
    """Return the first table that has all these heads, with the column of each."""
    for table in page.tables:
        at = {name: k for name in heads for k, head in reversed(list(enumerate(table.head))) if words.found(name, head)}
        if len(at) == len(heads):
            return table, at
    return None


def told(page: Page, words: Grammar, claim: str) -> Iterator[tuple[Section, str, re.Match[str]]]:
    """Yield each sentence in which a claim stands, with its section and its parts."""
    for section in page.sections:
        for line in section.lines:
            for found in words.every(claim, line.text):
                yield section, line.text, found


def plain_score(cell: str) -> float | None:
    """Return a score that stands without brackets."""
    return None if cell.startswith("(") else value_of(cell)


def _groups(page: Page, words: Grammar) -> tuple[Table, dict[str, int]] | None:
    return table_with(page, words, "table.group", "table.score", "table.range", "table.coverage")


def _found_rows(page: Page, words: Grammar) -> list[tuple[str, ...]]:
    return [row for table in page.tables if words.found("table.found", table.caption) for row in table.rows]


@rule
def no_passage_has_an_id_that_no_list_resolves(page: Page, words: Grammar) -> Iterator[Finding]:
    """Passages are named by their numbers in the list of evidence."""
    labels = tuple(row[0] for table in page.tables for row in table.rows if row and re.fullmatch(r"E\d+", row[0]))
    for section in page.sections:
        for line in section.lines:
            for name in re.findall(r"(?<![\w-])E\d+\b(?![-\w])", line.text):
                yield Finding(section.place, line.text, f"no list with {name}", name in labels)


@rule
def silence_is_no_pass(page: Page, words: Grammar) -> Iterator[Finding]:
    """No safeguard is called not breached, and the counts are those of the list."""
    for section, line, _ in told(page, words, "breached.no"):
        yield Finding(section.place, line, "no proof of that", holds=False)
    rows = [row for table in page.tables if _is_of_states(table, words) for row in table.rows
            if not words.found("state.apart", row[1])]  # fmt: skip
    for claim, state in (("silent.of", "state.silent"), ("kept.of", "state.kept")):
        many = sum(words.found(state, row[1]) is not None for row in rows)
        for section, line, found in told(page, words, claim) if rows else ():
            holds = (count(found), whole(found)) == (many, len(rows))
            yield Finding(section.place, line, f"{many} of {len(rows)}", holds)


def _is_of_states(table: Table, words: Grammar) -> bool:
    pairs = [row for row in table.rows if len(row) == 2]  # noqa: PLR2004  (a safeguard and its state)
    return len(pairs) == len(table.rows) and any(words.found("state", row[1]) for row in pairs)


@rule
def one_plan_has_one_range_over_its_frames(page: Page, words: Grammar) -> Iterator[Finding]:
    """Sentences on the lowest and the highest score name the ends of the rows of frames."""
    scores = [row.score for row in frames_of(page, words).values() if row.score is not None and not row.is_bracketed]
    for section, line, found in told(page, words, "frames.two") if scores else ():
        ends = sorted(number(value) for value in found.groupdict().values() if value)
        holds = near(ends[0], min(scores)) and near(ends[1], max(scores))
        yield Finding(section.place, line, f"{min(scores):.2f} to {max(scores):.2f}", holds)


@rule
def grades_of_a_lead_are_those_of_the_rows(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Grade E under A and under 20 of the 24 others; D under 4” counts the rows of frames by their bands."""
    rows = [row for row in frames_of(page, words).values() if row.bands]
    for section, line, found in told(page, words, "frames.lead") if rows else ():
        said = Counter({found["grade"]: int(found["n"]) + 1})
        said.update({one["grade"]: int(one["n"]) for one in words.every("frames.rest", found["rest"])})
        least = Counter(next(iter(row.bands)) for row in rows if len(row.bands) == 1 and not row.is_bracketed)
        most = Counter(letter for row in rows for letter in row.bands)
        holds = all(least[grade] <= many <= most[grade] for grade, many in said.items())
        yield Finding(section.place, line, f"by their bands {dict(most)}", holds)


@rule
def the_first_page_gives_the_numbers_of_the_whole(page: Page, words: Grammar) -> Iterator[Finding]:
    """Score, range and coverage of the first page are those of the table's first row."""
    groups = _groups(page, words)
    if groups is None or not groups[0].rows:
        return
    whole, at = groups[0].rows[0], groups[1]
    span, coverage, score = (whole[at[f"table.{name}"]] for name in ("range", "coverage", "score"))
    ends = [number(one) for one in re.findall(NUM, span)]
    for section, line, found in told(page, words, "span.rest"):
        holds = [number(found["low"]), number(found["high"])] == ends
        yield Finding(section.place, line, span, holds)
    for section, line, found in told(page, words, "unread.share"):
        left = 100 - float(coverage.rstrip("%").replace(",", "."))
        yield Finding(section.place, line, f"{coverage} assessed", abs(left - int(found["n"])) <= 1)
    for section, line, found in told(page, words, "score.lead"):
        own = value_of(score)
        yield Finding(section.place, line, score, own is not None and near(own, number(found["score"])))


@rule
def silent_criteria_are_counted_as_in_their_tables(page: Page, words: Grammar) -> Iterator[Finding]:
    """“38 rated, 23 silent”: so many rows of what was found say that they are silent."""
    rows = _found_rows(page, words)
    silent = sum(words.found("silent", row[1]) is not None for row in rows)
    for section, line, found in told(page, words, "rated.silent") if rows else ():
        yield Finding(section.place, line, f"{silent} silent of {len(rows)} found", int(found["silent"] or 0) == silent)


@rule
def criteria_that_meet_the_standard_are_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“Migration: 7 of 13 assessed criteria meet the standard” counts the rows of its table of what was found."""
    aim = next((int(one["level"]) for line in page.lines for one in words.every("aim", line)), None)
    for section in page.sections:
        told = words.found("group.meets", section.heading)
        tables = [table for table in section.tables if words.found("table.found", table.caption)]
        if not told or not tables or aim is None:
            continue
        rows = [row for table in tables for row in table.rows if not words.found("uncounted", row[0])]
        levels = [int(m["level"]) for row in rows if (m := words.found("level.cell", row[1]))]
        met = sum(level >= aim for level in levels)
        said = 0 if told["n"] in (None, "none") else int(told["n"])
        holds = said == met and whole(told) in (len(levels), len(rows))
        yield Finding(section.place, section.heading, f"{met} of {len(levels)} at level {aim} or more", holds)


@rule
def what_is_asked_is_counted(page: Page, words: Grammar) -> Iterator[Finding]:
    """“What is asked: 3 things”: three are numbered below."""
    for section in page.sections:
        if found := words.found("asked.count", section.heading):
            many = sum(line.tag == "h3" and words.found("asked.one", line.text) is not None for line in section.lines)
            many = many or sum(line.tag == "li" for line in section.lines)  # in a list the numbers are the list's own
            yield Finding(section.place, section.heading, f"{many} numbered", count(found) == many)


@rule
def strongest_and_weakest_are_those_of_the_table(page: Page, words: Grammar) -> Iterator[Finding]:
    """The strongest and the weakest group have the scores of the table, without brackets."""
    groups = _groups(page, words)
    if groups is None:
        return
    table, at = groups
    firm = {row[0]: score for row in table.rows if (score := plain_score(row[at["table.score"]])) is not None}
    for section, line, found in told(page, words, "ends.groups"):
        high, low = number(found["high"]), number(found["low"])
        holds = near(firm.get(found["best"], -1), high) and near(firm.get(found["worst"], -1), low) and high > low
        yield Finding(section.place, line, str(firm), holds)


@rule
def no_criterion_reaches_a_level_that_one_reaches(page: Page, words: Grammar) -> Iterator[Finding]:
    """What is said of all criteria holds for every one with weight in the tables of what was found."""
    counted = [row for row in _found_rows(page, words) if not words.found("uncounted", row[0])]
    levels = [int(m["level"]) for row in counted if (m := words.found("level.cell", row[1]))]
    for section, line, found in told(page, words, "none.reaches") if counted else ():
        yield Finding(section.place, line, f"levels up to {max(levels, default=0)}",
                      max(levels, default=0) < int(found["level"]))  # fmt: skip
    for section, line, found in told(page, words, "none.low") if counted else ():
        yield Finding(section.place, line, f"levels from {min(levels, default=9)}",
                      min(levels, default=9) > int(found["level"]))  # fmt: skip


# Treaties.


@rule
def provisions_are_counted_as_in_their_table(page: Page, words: Grammar) -> Iterator[Finding]:
    """The sentence counts what the rows of the instruments hold that bound the state when the plan began."""
    table = table_with(page, words, "table.bound", "table.met")
    if table is None:
        return
    heads = (re.search(r"\b(\d{4})(?:–\w+)?(?:; .*)?$", line.partition(" · ")[2]) for line in page.lines)
    start = next((int(head[1]) for head in heads if head), 0)
    rows = [row for row in table[0].rows if len(row) > table[1]["table.met"] + 3]
    met = table[1]["table.met"]
    most = _verdicts([row for row in rows if _bound_by(row[1], start, words)], met)
    # Of an instrument that was amended some provisions bind later than the row says; of a year the day is not known.
    sure = [row for row in rows if _bound_by(row[1], start - 1, words) and not words.found("bound.with", row[0])]
    least = _verdicts(sure, met)
    for section, line, found in told(page, words, "bound"):
        said = (int(found["n"]), int(found["met"]), int(found["asked"] or 0))
        holds = all(low <= one <= high for low, one, high in zip(least, said, most, strict=True))
        yield Finding(section.place, line, f"from {least} to {most}", holds)


def _verdicts(rows: list[tuple[str, ...]], at: int) -> tuple[int, int, int]:
    """Return how many provisions were checked, are met, and are met as far as asked."""
    met, asked, partly, unmet = (sum(int(row[at + k]) for row in rows) for k in range(4))
    return met + asked + partly + unmet, met, asked


def _bound_by(cell: str, year: int, words: Grammar) -> bool:
    years = [int(found) for found in re.findall(r"\b(?:19|20)\d\d\b", cell)]
    return not words.found("bound.unknown", cell) and bool(years) and min(years) <= year


@rule
def a_treaty_binds_from_the_day_of_its_table(page: Page, words: Grammar) -> Iterator[Finding]:
    """No treaty is said to bind a state that it does not bind; where none is known to, none is said to."""
    table = table_with(page, words, "table.bound", "table.met")
    days: dict[str, str] = {row[0]: row[1] for row in table[0].rows} if table else {}
    for section, line, _ in told(page, words, "binds.treaties"):
        yield Finding(section.place, line, "treaties that need not bind the state", holds=False)
    for _, _, found in told(page, words, "binds.never"):
        days |= dict.fromkeys(found["names"].rstrip(".").split("; "), "never")
    for section, line, found in told(page, words, "binds"):
        name = found["name"].strip()
        for title, day in days.items():
            if name.startswith(title):
                later = words.found("bound.later", day)
                is_after = words.found("bound.after", found["day"]) or re.search(r"после ових|posle ovih", found[0])
                said = words.patterns["bound.after"].sub("", found["day"])
                holds = said == (later["day"] if later else day) and bool(later) == bool(is_after)
                yield Finding(section.place, line, f"bound from {day}", holds)


@rule
def what_is_recorded_is_printed_before_any_draft(page: Page, words: Grammar) -> Iterator[Finding]:
    """Where recommendations are on record and not carried out, none is called a draft, and each is told as recorded."""
    table = table_with(page, words, "table.recommended", "table.became")
    at = table[1]["table.became"] if table else 0
    left = [row for row in table[0].rows if not words.found("done", row[at])] if table else []
    for section, line, _ in told(page, words, "drafts"):
        yield Finding(section.place, line, f"{len(left)} on record that are not carried out", not left)
    for section, line, found in told(page, words, "asked") if table else ():
        became = found["became"].strip()
        yield Finding(section.place, line, "no such row on record", any(row[at].startswith(became) for row in left))


@rule
def weights_of_the_method_are_those_that_were_used(page: Page, words: Grammar) -> Iterator[Finding]:
    """Beside a weight of a group that had none in the end stands that it had none."""
    bare = {section.lines[k].text for section in page.sections for k, line in enumerate(section.lines[1:])
            if words.found("weightless", line.text)}  # fmt: skip
    used = next((line for line in page.lines if words.found("in.use", line)), "")
    for section in page.sections:
        for row in (
            row for table in section.tables for row in table.rows if words.found("weights.each", " ".join(row[1:2]))
        ):
            without = [name for name in row[0].split(", ") if any(title.startswith(name) for title in bare)]
            holds = all(f"{name} 0%" in used for name in without)
            yield Finding(section.place, ": ".join(row[:2]), f"no weight under this frame: {without}", holds)


@rule
def a_coder_who_cites_passages_read_something(page: Page, words: Grammar) -> Iterator[Finding]:
    """“No text” was read by nobody whose ratings cite passages."""
    table = table_with(page, words, "table.passages")
    cited = len(table[0].rows) if table else 0
    for section, line, _ in told(page, words, "no.text"):
        yield Finding(section.place, line, f"{cited} passages cited", not cited)


# Others.


def _overview(page: Page, words: Grammar) -> tuple[Table, dict[str, int]] | None:
    found = table_with(page, words, "table.country", "table.score", "table.range", "table.coverage")
    return found if found and found[1]["table.country"] == 0 else None


@rule
def ranked_plans_are_those_with_a_score(page: Page, words: Grammar) -> Iterator[Finding]:
    """Who can be ranked under the frame used is who has a score without brackets in its table."""
    overview = _overview(page, words)
    if overview is None:
        return
    rows = overview[0].rows
    firm = sum(plain_score(row[overview[1]["table.score"]]) is not None for row in rows)
    for claim in ("ranked", "ranked.all", "ranked.none"):
        for section, line, found in told(page, words, claim):
            of = whole(found)
            many = {"ranked.all": of, "ranked.none": 0}.get(claim)
            said = (int(found["n"]) if many is None else many, of)
            yield Finding(section.place, line, f"{firm} of {len(rows)}", said == (firm, len(rows)))
    for section, line, found in told(page, words, "firm.pairs"):
        yield Finding(section.place, line, f"{firm} ranked", int(found["of"]) == firm * (firm - 1) // 2)


@rule
def who_is_firmly_ahead_scores_higher_whatever_is_missing(page: Page, words: Grammar) -> Iterator[Finding]:
    """Ranges of two of which one is firmly ahead do not overlap, and no draws turn them."""
    groups, overview = table_with(page, words, "table.ahead"), table_with(page, words, "table.score", "table.range")
    if groups is None or overview is None:
        return
    ranges = {
        row[0]: [number(end) for end in re.findall(NUM, row[overview[1]["table.range"]])] for row in overview[0].rows
    }
    drawn = [one for one in page.tables if words.found("table.draws", one.caption)]
    for section in page.sections:
        for row in groups[0].rows if groups[0] in section.tables else ():
            plan, at = row[1], groups[1]["table.ahead"]
            for other in filter(None, row[at].strip("–").split(", ")):
                if other in ranges and plan in ranges:
                    yield from _ahead(section, other, plan, ranges, drawn)


def _ahead(
    section: Section, other: str, plan: str, ranges: Mapping[str, list[float]], drawn: list[Table]
) -> Iterator[Finding]:
    line = f"{other} is firmly ahead of {plan}"
    shown = f"ranges {ranges[other]} and {ranges[plan]}"
    yield Finding(section.place, line, shown, ranges[other][0] >= ranges[plan][-1])
    for one in drawn:
        shares = [row[one.head.index(plan)] for row in one.rows if row[0] == other and plan in one.head]
        holds = all(float(own.rstrip("%").replace(",", ".")) >= MOST for own in shares)
        yield Finding(section.place, line, f"{shares} of the draws", holds)


@rule
def nobody_is_highest_where_another_is_as_high(page: Page, words: Grammar) -> Iterator[Finding]:
    """Highest and lowest are told only of a score that no other country has, or with how many share it."""
    others = next((one for one in page.tables if words.found("table.others", one.caption)), None)
    own = next((one for one in page.tables if words.found("table.peers", one.caption)), None)
    if own is None or others is None:
        return
    mine = {row[0]: score for row in own.rows if (score := value_of(row[1])) is not None}
    for found in words.every("highest.on", own.caption):
        for one in words.every("group.with", found["list"]):
            name = one["name"]
            if name not in others.head or name not in mine:
                continue
            theirs = [s for row in others.rows if (s := value_of(row[others.head.index(name)])) is not None]
            is_top = words.found("highest", found["end"]) is not None
            end = max(theirs, default=0.0) if is_top else min(theirs, default=1.0)
            ahead = mine[name] > end if is_top else mine[name] < end
            holds = theirs.count(mine[name]) == int(one["n"]) and mine[name] == end if one["n"] else ahead
            yield Finding(own.caption, own.caption, f"{name}: {mine[name]}, others {theirs}", holds)


@rule
def few_plans_have_no_correlation(page: Page, words: Grammar) -> Iterator[Finding]:
    """No correlation is printed over fewer than ten plans."""
    heads = [max(int(n) for n in found.groupdict().values() if n) for found in words.every("plans", page.text)]
    for section, line, _ in told(page, words, "pearson"):
        yield Finding(section.place, line[:120], f"{heads[0] if heads else 0} plans", bool(heads) and heads[0] >= FEW)

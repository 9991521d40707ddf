"""What a report says, held against what the tables of the same report show.

A check reads a page and yields each sentence that it compares, with what the page shows and whether they agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from tests.reports.papers import Paper, Table, words_of

LITTLE = 33  # per cent of the weight under which nothing is scored
SHORTENED = ("", "four-paradigms", "law-and-practice")  # rubrics that say under which share nothing is scored
NEAR = 0.0051  # a printed score is off by half a hundredth at most


@dataclass(frozen=True)
class Said:
    """A sentence that compares or counts, what the page shows, and whether the two agree."""

    line: str
    shown: str
    holds: bool

    def __str__(self) -> str:
        return f"says {self.line!r}, shows {self.shown}"


STATES = re.compile(r"(kept|in part|level \d or more|the plan is silent|breached|not assessed)\b")
MOST_AGREE = r"^Grade (\w[\w ]*) \((\d\.\d+)\) under “[^”]+” and under (\d+|all \d+) (?:of the (\d+) )?others?"
NONE_REACHES = r"[Nn]o (?:assessed )?criterion (?:that [\w ]+? )?reaches level (\d)"
BOUND = r"Provisions that bound the state: (\d+) checked, (\d+) met(?:, (\d+) as far as asked)?"

MOST = 95  # per cent of the draws, for a firm lead

Check = Callable[[Paper], Iterator[Said]]
CHECKS: dict[str, Check] = {}


def check(one: Check) -> Check:
    CHECKS[one.__name__] = one
    return one


def contradictions(paper: Paper) -> list[str]:
    """Return what contradicts itself on a page."""
    return [f"{name}: {said}" for name, one in CHECKS.items() for said in one(paper) if not said.holds]


@dataclass(frozen=True)
class Mark:
    """A printed score: its number, its grade, and whether enough was assessed for it to stand without brackets."""

    score: float
    grade: str
    is_firm: bool


def mark_of(score: str, grade: str = "") -> Mark | None:
    found = re.search(r"\(?(\d\.\d+)\)?", score)
    return Mark(float(found[1]), grade, not score.startswith("(")) if found else None


def near(one: float, other: float) -> bool:
    return abs(one - other) < NEAR


def table_with(paper: Paper, *heads: str) -> Table | None:
    tables = (
        replace(one, head=tuple("Grade" if head == "Band" else head for head in one.head)) for one in paper.tables
    )
    return next((table for table in tables if set(heads) <= set(table.head)), None)


def found(paper: Paper, pattern: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield each sentence in which a pattern stands, with its match."""
    for line in paper.lines:
        for match in re.finditer(pattern, line):
            start, end = line.rfind(". ", 0, match.start()) + 1, line.find(". ", match.end())
            yield line[start : end if end > 0 else None].strip(), match


def frames(paper: Paper) -> dict[str, Mark]:
    """Every frame that gives one plan a score, from the table of frames."""
    table = table_with(paper, "Frame", "Grade", "Control", "Protection")
    rows = table.rows if table else ()
    made = {row[0].removesuffix(" (used here)"): mark_of(row[1], row[4].rstrip("*")) for row in rows}
    return {name: mark for name, mark in made.items() if mark}


def graded_frames(paper: Paper) -> dict[str, Mark]:
    return {name: mark for name, mark in frames(paper).items() if mark.is_firm and mark.grade not in ("none", "")}


def overview(paper: Paper) -> dict[str, str]:
    """The grade of each plan of several under the frame used, or `none`."""
    table = table_with(paper, "Score", "Range", "Coverage", "Grade")
    at = table.head.index("Grade") if table else 0
    is_of_plans = table is not None and table.head[0] in ("Country", "Plan")
    return {row[0]: row[at] for row in table.rows} if table and is_of_plans else {}


# What is on every page.


@check
def no_id_of_a_passage(paper: Paper) -> Iterator[Said]:
    """Every passage is named by the number of the list of evidence; only sources have a letter there."""
    labels = {words_of(e) for e in paper.root.iter("a") if e.get("href", "").startswith("#source-")}
    own = tuple(f"{label}, " for label in labels)
    for line in paper.lines:
        if re.search(r"\bE\d+\b", line) and line not in labels and not line.startswith(own):
            yield Said(line, "an id that no list resolves", holds=False)


@check
def every_page_is_marked_as_an_example(paper: Paper) -> Iterator[Said]:
    """What runs on each page, and the first page, say that a shipped plan is an example, or its country invented."""
    marks = ("orked example", "Invented", "invented")
    running = " ".join(e.get("data-note", "") for e in paper.root.iter())
    yield Said("on every page", repr(running.strip()), any(mark in running for mark in marks))
    yield Said("on the first page", "no notice", any(mark in line for mark in marks for line in paper.lines[:12]))


@check
def silence_is_no_pass(paper: Paper) -> Iterator[Said]:
    """No safeguard is called not breached, and the counts are those of the list."""
    for line in paper.lines:
        if "not breached" in line.lower() or "No safeguard is breached" in line:
            yield Said(line, "a plan that may be silent", holds=False)
    rows = (row for table in paper.tables for row in table.rows if paper.kind == "country" and len(row) == 2)
    states = Counter(m[1] for _, told in rows if (m := STATES.match(told)))
    for line, told in found(paper, r"the plan says nothing on (\d+) of (\d+)") if states else ():
        shown = (states["the plan is silent"], sum(states.values()))
        yield Said(line, f"{shown[0]} silent of {shown[1]}", (int(told[1]), int(told[2])) == shown)
    for line, told in found(paper, r"(\d+) of (\d+) kept") if states else ():
        kept = (states["kept"], sum(states.values()))
        yield Said(line, f"{kept[0]} kept of {kept[1]}", (int(told[1]), int(told[2])) == kept)


# One plan, and the frames that can grade it.


@check
def frames_are_counted_by_their_grades(paper: Paper) -> Iterator[Said]:
    """How many frames give which grade, and under how many too little is assessed."""
    shown = graded_frames(paper)
    if not frames(paper):
        return
    grades = Counter(mark.grade for mark in shown.values())
    for line, told in found(paper, MOST_AGREE):
        same = int(told[3].removeprefix("all "))
        rest = int(told[4] or same)
        ok = grades[told[1]] == same + 1 and len(shown) == rest + 1
        others = Counter({m[1]: int(m[2]) for _, m in found(paper, r"[;,] (\w) under (\d+)\b") if m[0] in line})
        yield Said(line, f"{dict(grades)} in the table", ok and grades - Counter({told[1]: same + 1}) == others)
    for line, told in found(paper, r"Under (\d+) frames? too little is assessed for a grade"):
        table = table_with(paper, "Frame", "Grade", "Control", "Protection")
        none = len(table.rows) - len(shown) if table else 0
        yield Said(line, f"{none} frames without a grade", int(told[1]) == none)


@check
def the_score_of_a_frame_is_the_one_in_the_table(paper: Paper) -> Iterator[Said]:
    shown = frames(paper)
    signs = re.search(r"In charts: ([^.]+)\.", paper.text)
    words = dict(sign.split(" ", 1) for sign in signs[1].split("; ")) if signs else {}
    for line, told in found(paper, r"(\w[\w ]*?) \((\d\.\d+)\) under “([^”]+)”"):
        mark = shown.get(told[3])
        if mark:
            grade = words.get(mark.grade, mark.grade)
            said = re.sub(r".*\b(?:from|to|grade|Grade) ", "", told[1])
            yield Said(line, f"{grade} ({mark.score})", near(mark.score, float(told[2])) and said == grade)


RANGES = (
    r"choice of frame hardly moves (?:the|its) score \((\d\.\d+) to (\d\.\d+)\)",
    r"It runs from \w[\w ]* \((\d\.\d+)\) under “[^”]+” to \w[\w ]* \((\d\.\d+)\)",
    r"By the frame “[^”]+” the score is (\d\.\d+); by “[^”]+”, (\d\.\d+)",
    r": why (\d\.\d+) under “[^”]+” and (\d\.\d+) under",
)


@check
def one_plan_has_one_range_over_the_frames(paper: Paper) -> Iterator[Said]:
    """Each sentence on the lowest and highest score counts the frames that can grade, as the table does."""
    shown = [mark.score for mark in graded_frames(paper).values()]
    for pattern in RANGES if shown else ():
        for line, told in found(paper, pattern):
            pair = sorted((float(told[1]), float(told[2])))
            ok = near(pair[0], min(shown)) and near(pair[1], max(shown))
            yield Said(line, f"{min(shown)} to {max(shown)} in the table", ok)


@check
def the_first_page_gives_the_numbers_of_the_tables(paper: Paper) -> Iterator[Said]:
    """Score, range and coverage of the whole, and how many criteria are rated and not."""
    table = table_with(paper, "Paradigm and stance", "Score", "Range", "Coverage")
    if paper.kind != "country" or table is None:
        return
    _, score, span, _, coverage, *_ = table.rows[0]
    for line, told in found(paper, r"(\d\.\d+) (?:and|to) (\d\.\d+) (?:and the grade|once the rest is read)"):
        yield Said(line, span, span == f"{told[1]}–{told[2]}")
    for line, told in found(paper, r"What was not assessed \((\d+)%\) could still"):
        yield Said(line, f"{coverage} assessed", abs(100 - int(told[1]) - float(coverage.rstrip("%"))) <= 1)
    for line, told in found(paper, r"^Grade \w[\w ]* \((\d\.\d+)\) under"):
        yield Said(line, score, near(float(told[1]), float(score.strip("()"))))
    for line, told in found(paper, r"(\d+) rated(?:, (\d+) silent)?"):
        rated = [row for one in paper.tables if one.caption.endswith(": what was found") for row in one.rows]
        silent = sum("silent" in row[1] for row in rated)
        if "assessed" in line or line.startswith(told[0]):
            ok = int(told[2] or 0) == silent
            yield Said(line, f"{silent} silent of {len(rated)} found", ok)


@check
def strongest_and_weakest_are_those_of_the_table(paper: Paper) -> Iterator[Said]:
    table = table_with(paper, "Paradigm and stance", "Score", "Range", "Coverage")
    rows = {row[0]: mark_of(row[1]) for row in table.rows} if table else {}
    firm = {name: mark.score for name, mark in rows.items() if mark and mark.is_firm}
    for line, told in found(paper, r"Strongest: ([^(]+) \((\d\.\d+)\); weakest: ([^(]+) \((\d\.\d+)\)"):
        ok = near(firm.get(told[1], -1), float(told[2])) and near(firm.get(told[3], -1), float(told[4]))
        yield Said(line, str(firm), ok and float(told[2]) > float(told[4]))


@check
def no_criterion_reaches_a_level_that_one_reaches(paper: Paper) -> Iterator[Said]:
    """What is said of the standard holds for every criterion with weight in the tables of what was found."""
    rows = [row for one in paper.tables if one.caption.endswith(": what was found") for row in one.rows]
    counted = [row for row in rows if not re.search(r"no weight here|yardstick", row[0])]
    levels = [int(m[1]) for row in counted if (m := re.match(r"(\d+) of \d+(?! estimated)", row[1]))]
    for line, told in found(paper, NONE_REACHES):
        if paper.kind == "country":
            yield Said(line, f"levels up to {max(levels, default=0)}", max(levels, default=0) < int(told[1]))
    for line, told in found(paper, r"[Nn]o criterion that counts here is at level (\d) or below"):
        yield Said(line, f"levels from {min(levels, default=9)}", min(levels, default=9) > int(told[1]))


@check
def provisions_are_counted_as_in_their_table(paper: Paper) -> Iterator[Said]:
    """The title counts what the rows of the instruments hold that bound the state when the plan began."""
    table = table_with(paper, "Instrument", "Bound the state from", "Met")
    start = next((int(m[1]) for line in paper.lines if (m := re.match(r"(\d{4})[^·]* · Frame:", line))), 0)
    rows = table.rows if table else ()
    most = _verdicts([row for row in rows if _bound_by(row[1], start)])
    # Of an instrument that was amended some provisions bind later than the row says; of a year the day is not known.
    least = _verdicts([row for row in rows if _bound_by(row[1], start - 1) and " with " not in row[0]])
    for line, told in found(paper, BOUND):
        said = [int(number or 0) for number in told.groups()]
        ok = all(low <= number <= high for low, number, high in zip(least, said, most, strict=True))
        yield Said(line, f"from {least} to {most}", ok)


def _verdicts(rows: list[tuple[str, ...]]) -> tuple[int, int, int]:
    """Return how many provisions were checked, are met, and are met as far as asked."""
    met, asked, partly, unmet = (sum(int(row[at]) for row in rows) for at in range(2, 6))
    return met + asked + partly + unmet, met, asked


def _bound_by(cell: str, year: int) -> bool:
    years = [int(found) for found in re.findall(r"\b(?:19|20)\d\d\b", cell)]
    return not cell.startswith(("not known", "later", "never")) and bool(years) and min(years) <= year


@check
def a_treaty_binds_in_a_recommendation_from_the_day_of_its_table(paper: Paper) -> Iterator[Said]:
    """No treaty is said to bind a state that it does not bind; where none is known to, none is said to."""
    table = table_with(paper, "Instrument", "Bound the state from", "Met")
    days = {row[0]: row[1] for row in table.rows} if table else {}
    for line in paper.lines:
        if "binding treaties" in line:
            yield Said(line, "treaties that need not bind the state", holds=False)
        if line.startswith("Left out, because they never bound the state: "):
            days |= dict.fromkeys(line.partition(": ")[2].rstrip(".").split("; "), "never")
    for line, told in found(paper, r"([^.:;]+): binds the state since ([^.]+)\."):
        name = told[1].strip()
        for day in [day for title, day in days.items() if name.startswith(title)]:
            since = f"{day.removeprefix('later, ')}, after these years" if day.startswith("later, ") else day
            yield Said(line, f"bound from {day}", since == told[2])


@check
def what_is_recorded_is_printed_before_any_draft(paper: Paper) -> Iterator[Said]:
    table = table_with(paper, "What is recommended", "What became of it")
    left = [row for row in table.rows if not row[3].startswith("implemented")] if table else []
    for line, _ in found(paper, r"Drafts from the rubric\. No body has been asked"):
        yield Said(line, f"{len(left)} on record that are not carried out", not left)
    asked = [line for line in paper.lines if re.search(r"Asked(?: in [^:;]+)?[:;]", line)]
    for line in asked:
        became = re.split(r"Asked[^;]*; ", line)[-1].split(".")[0]
        ok = any(row[3].startswith(became) for row in left)
        yield Said(line, "no such row on record", ok)


ONE_PAGE = "this page says what was read, what is missing, and whom to ask"


@check
def a_plan_of_which_little_was_read_has_no_score(paper: Paper) -> Iterator[Said]:
    """Under a third of the weight a report is one page without a number from 0 to 1; beside others no score stands."""
    if any(ONE_PAGE in line for line in paper.lines):
        scores = re.findall(r"\b[01]\.\d\d\d?\b", paper.text)
        yield Said(ONE_PAGE, f"scores {scores}", not scores)
    table = table_with(paper, "Score", "Range", "Coverage", "Grade")
    if table is None or table.head[0] not in ("Country", "Plan") or paper.rubric not in SHORTENED:
        return
    score, coverage = table.head.index("Score"), table.head.index("Coverage")
    for row in table.rows:
        if row[coverage].endswith("%") and row[score] != "–":
            ok = (row[score] == "too little read") == (float(row[coverage].rstrip("%")) < LITTLE)
            yield Said(f"{row[0]}: {row[score]}", f"{row[coverage]} assessed", ok)


@check
def weights_of_the_method_are_those_that_were_used(paper: Paper) -> Iterator[Said]:
    """Beside a weight of a paradigm that had none in the end stands that it had none."""
    pairs = zip(paper.lines, paper.lines[1:], strict=False)
    bare = {title for title, line in pairs if "It has no weight under this frame" in line}
    used = next((line for line in paper.lines if line.startswith("In use here")), "")
    for row in (row for table in paper.tables for row in table.rows if len(row) > 1 and re.search(r"\d each", row[1])):
        without = [name for name in row[0].split(", ") if any(title.startswith(name) for title in bare)]
        ok = all(f"{name} 0%" in used for name in without)
        yield Said(": ".join(row[:2]), f"no weight under this frame: {without}", ok)


@check
def a_coder_who_cites_passages_read_something(paper: Paper) -> Iterator[Said]:
    cited = len(
        next((one.rows for one in paper.tables if one.head[:1] == ("No.",) and "Source, place" in one.head[1]), ())
    )
    for line, _ in found(paper, r"Text read: no text"):
        yield Said(line, f"{cited} passages cited", not cited)


# Several plans.


@check
def ranked_plans_are_those_with_a_grade(paper: Paper) -> Iterator[Said]:
    """Who can be ranked under the frame used is who has a score without brackets in its table."""
    table = table_with(paper, "Score", "Range", "Coverage", "Grade")
    if not overview(paper) or table is None:
        return
    at = table.head.index("Score")
    firm = sum(not row[at].startswith("(") and row[at][:1].isdigit() for row in table.rows)
    ranked, all_ = (firm, len(table.rows)), (len(table.rows), len(table.rows))
    for line, told in found(paper, r"(None|Each|\d+) of (?:the )?(\d+)(?: \w+)? (?:have|has) a rank under"):
        said = all_ if told[1] == "Each" else (0 if told[1] == "None" else int(told[1]), int(told[2]))
        yield Said(line, f"{firm} of {len(table.rows)}", said == ranked)
    for line, told in found(paper, r"[Ii]n \d+ of (\d+) pairs of ranked"):
        yield Said(line, f"{firm} ranked", int(told[1]) == firm * (firm - 1) // 2)


@check
def who_is_firmly_ahead_scores_higher_whatever_is_missing(paper: Paper) -> Iterator[Said]:
    """Ranges of two plans of which one is firmly ahead do not overlap, and no draws turn them."""
    groups, table = table_with(paper, "Firmly ahead of it"), table_with(paper, "Score", "Range", "Coverage")
    if groups is None or table is None:
        return
    at = table.head.index("Range")
    ranges = {row[0]: [float(end) for end in row[at].split("–") if end] for row in table.rows}
    drawn = [one for one in paper.tables if one.caption.startswith("How often the ")]
    for _, plan, ahead in groups.rows:
        for other in filter(None, ahead.strip("–").split(", ")):
            line = f"{other} is firmly ahead of {plan}"
            yield Said(line, f"ranges {ranges}", ranges[other][0] >= ranges[plan][-1])
            for one in drawn:
                shares = [row[one.head.index(plan)] for row in one.rows if row[0] == other and plan in one.head]
                yield Said(line, f"{shares} of the draws", all(float(own.rstrip("%")) >= MOST for own in shares))


@check
def nobody_is_highest_where_another_is_as_high(paper: Paper) -> Iterator[Said]:
    """Highest and lowest are told only of a score that no other country has, or with how many share it."""
    others = next((one for one in paper.tables if one.caption == "Scores of the other countries"), None)
    own = next((one for one in paper.tables if "of the countries compared" in one.caption.lower()), None)
    if own is None or others is None:
        return
    mine = {row[0]: mark.score for row in own.rows if (mark := mark_of(row[1]))}
    yield Said(own.caption, f"scores {mine}", bool(mine))
    for told in re.finditer(r"(highest|lowest) on (.+?)(?= and lowest|$)", own.caption):
        for name, many in re.findall(r"([A-Z][\w ]+?)(?: \(with (\d+) others?\))?(?:, |$)", told[2]):
            at = others.head.index(name)
            theirs = [mark.score for row in others.rows if (mark := mark_of(row[at]))]
            end = max(theirs, default=0.0) if told[1] == "highest" else min(theirs, default=1.0)
            ahead = mine[name] > end if told[1] == "highest" else mine[name] < end
            ok = theirs.count(mine[name]) == int(many) and mine[name] == end if many else ahead
            yield Said(own.caption, f"{name}: {mine[name]}, others {theirs}", ok)


@check
def few_plans_have_no_correlation(paper: Paper) -> Iterator[Said]:
    """No correlation is printed over fewer than ten plans."""
    heads = re.findall(
        r" of (\d+) (?:countries|states|plans)|(\d+) (?:national action plans|public records|states)", paper.text
    )
    plans = int(max(heads[0])) if heads else 0
    for line, _ in found(paper, r"Pearson.s r\)[^.]*[+−-]\d\.\d\d"):
        yield Said(line[:120], f"{plans} plans", plans >= 10)

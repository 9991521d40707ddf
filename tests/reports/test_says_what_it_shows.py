"""No sentence of a report says other than the tables of the same report show.

Every kind of report is read as its reader does, for the shipped plans and rubrics and for the invented example. Each
check has two short pages here: one that it must take, and one that it must refuse.
"""

from __future__ import annotations

import pytest

from evaluator.library import Library
from tests.reports.contradictions import CHECKS, contradictions
from tests.reports.papers import Paper, card_of, country_paper, request_paper, several_papers

RUBRICS = ("four-paradigms", "law-and-practice", "public-record", "plan-quality", "first-look")
# Of the public record, with a unit for each country and year, the region that the founding paper is about in two years.
REGION = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")
# Checks of words that stand nowhere; the others must find something to compare.
FORBID = {
    "no_id_of_a_passage",
    "a_coder_who_cites_passages_read_something",
}


def page_of(kind: str, *parts: str) -> Paper:
    return Paper(kind, "", "", f"<html><body>{''.join(parts)}</body></html>")


def table(head: str, *rows: str, caption: str = "") -> str:
    """A table from cells that are parted by bars."""
    cells = [[f"<td>{cell.strip()}</td>" for cell in row.split("|")] for row in (head, *rows)]
    first, *rest = (f"<tr>{''.join(row)}</tr>" for row in cells)
    return f"<table><caption>{caption}</caption><thead>{first}</thead><tbody>{''.join(rest)}</tbody></table>"


def line(words: str) -> str:
    return f"<p>{words}</p>"


FRAMES = table(
    "Frame|Score|Range|Coverage|Grade|Control|Protection",
    "Equal weights (used here)|0.39|0.27–0.58|70%|D|15%|50%",
    "GAATW|0.37|0.27–0.58|70%|D|3%|60%",
    "SECI|0.52|0.27–0.58|70%|C|80%|3%",
    "CARDS|(0.62)|0.17–0.88|48%|none|50%|3%",
)
WHOLE = table(
    "Paradigm and stance|Score|Range|Judgement|Coverage",
    "The whole|0.39|0.27–0.58|0.17–0.68|70%",
    "Migration|0.30|0.20–0.50|0.10–0.60|70%",
    "Economic|0.45|0.30–0.60|0.20–0.70|70%",
    "Human rights|(0.60)|0.30–0.80|0.20–0.90|50%",
)
FOUND = table(
    "Criterion|Level|Reason and evidence",
    "Offence|2 of 4 low confidence|As the law says",
    "Raids|0 of 4 silent|No goal",
    caption="Migration: what was found",
)
TREATIES = table(
    "Instrument|Bound the state from|Met|As far as asked|In part|Not in the text read|Open",
    "Palermo Protocol|25 December 2003|2|1|0|1|4",
    "Oslo Convention|later, 1 May 2030|5|0|0|0|4",
)
PLANS = table(
    "Country|Years|Score|Range|Coverage|Grade",
    "Albania|2021|0.41|0.30–0.50|70%|D",
    "Romania|2021|(0.45)|0.20–0.70|50%|none",
    "Serbia|2021|(0.30)|0.20–0.70|50%|none",
)
APART = table(
    "Country|Score|Range|Coverage|Grade",
    "Albania|0.65|0.60–0.70|80%|B",
    "Romania|0.50|0.40–0.65|80%|C",
    "Serbia|0.41|0.30–0.50|80%|D",
)
DRAWN = table(
    "Plan|Albania|Romania|Serbia",
    "Albania|–|94%|99%",
    caption="How often the plan of the row scores higher than the plan of the column",
)
PEERS = table("Paradigm|Score", "Law|1.00", caption="Of the countries compared, Romania is highest on Law")
RECORDED = table(
    "No.|What is recommended|To whom, by when|What became of it",
    "R001|Goods (from level 0 to level 3)Ban them.|Ministry of Finance|not implemented",
)
YEARS = line("2021–2023 · Frame: Equal weights")


def others(score: str) -> str:
    return table("Country|Law", f"Moldova|{score}", caption="Scores of the other countries")


def ten(rows: int) -> str:
    return line(f"{rows} national action plans under 25 frames")


# The name of the check; what stands on the page in any case; a sentence that agrees with it; one that does not.
CASES: list[tuple[str, str, str, str]] = [
    (
        "weights_of_the_method_are_those_that_were_used",
        "<h2>Economic: nothing asked</h2>"
        + line("It has no weight under this frame.")
        + table("Weights|Value", "Migration, Economic|0.25 each"),
        line("In use here: Migration 100%, Economic 0%."),
        line("In use here: Migration 50%, Economic 50%."),
    ),
    (
        "a_coder_who_cites_passages_read_something",
        table("No.|Source, place, and what it says", "1|S1, p. 4"),
        line("Text read: part of the text."),
        line("Text read: no text."),
    ),
    (
        "few_plans_have_no_correlation",
        line("Correlation of score with coverage (Pearson's r), by frame: Equal weights +0.12; CATW −0.14."),
        ten(10),
        ten(9),
    ),
    ("nobody_is_highest_where_another_is_as_high", PEERS, others("0.90"), others("1.00")),
    (
        "nobody_is_highest_where_another_is_as_high",
        PEERS.replace("highest on Law", "highest on Law (with 1 other)"),
        others("1.00"),
        others("0.90"),
    ),
    (
        "the_score_of_a_frame_is_the_one_in_the_table",
        FRAMES.replace("|D|", "|o|").replace(">D<", ">o<") + line("In charts: o middle on record; − low on record."),
        line("It runs from middle on record (0.37) under “GAATW”."),
        line("It runs from low on record (0.37) under “GAATW”."),
    ),
    (
        "a_plan_of_which_little_was_read_has_no_score",
        line("this page says what was read, what is missing, and whom to ask"),
        line("6% of what counts was assessed."),
        line("The score will lie between 0.03 and 0.97."),
    ),
    (
        "a_plan_of_which_little_was_read_has_no_score",
        "",
        table("Country|Score|Range|Coverage|Grade", "Moldova|too little read|too little read|6%|none"),
        table("Country|Score|Range|Coverage|Grade", "Moldova|(0.50)|0.03–0.97|6%|none"),
    ),
    ("no_id_of_a_passage", "", line("As [8] says."), line("As E8 says.")),
    (
        "every_page_is_marked_as_an_example",
        "",
        '<div data-note="Worked example of the project"></div><p>Worked example of the project.</p>',
        "<div data-note='Law and practice 1.0.0'></div><p>Worked example of the project.</p>",
    ),
    ("silence_is_no_pass", "", line("Removal: the plan is silent"), line("Removal: not breached")),
    (
        "silence_is_no_pass",
        table("Safeguard|State", "Removal|the plan is silent", "Detention|kept"),
        line("No breach found; the plan says nothing on 1 of 2."),
        line("No breach found; the plan says nothing on 2 of 2."),
    ),
    (
        "frames_are_counted_by_their_grades",
        FRAMES,
        line("Grade D (0.39) under “Equal weights” and under 1 of the 2 others; C under 1."),
        line("Grade D (0.39) under “Equal weights” and under all 2 others."),
    ),
    (
        "frames_are_counted_by_their_grades",
        FRAMES,
        line("Under 1 frame too little is assessed for a grade."),
        line("Under 2 frames too little is assessed for a grade."),
    ),
    (
        "the_score_of_a_frame_is_the_one_in_the_table",
        FRAMES,
        line("It runs from D (0.37) under “GAATW”."),
        line("It runs from D (0.35) under “GAATW”."),
    ),
    (
        "one_plan_has_one_range_over_the_frames",
        FRAMES,
        line("By the frame “SECI” the score is 0.52; by “GAATW”, 0.37."),
        line("By the frame “CARDS” the score is 0.62; by “GAATW”, 0.37."),
    ),
    (
        "the_first_page_gives_the_numbers_of_the_tables",
        WHOLE,
        line("0.27 to 0.58 once the rest is read."),
        line("0.27 to 0.60 once the rest is read."),
    ),
    (
        "the_first_page_gives_the_numbers_of_the_tables",
        WHOLE,
        line("What was not assessed (30%) could still change the grade."),
        line("What was not assessed (20%) could still change the grade."),
    ),
    (
        "the_first_page_gives_the_numbers_of_the_tables",
        WHOLE + FOUND,
        line("1 rated, 1 silent, 5 not assessed."),
        line("2 rated, 5 not assessed."),
    ),
    (
        "strongest_and_weakest_are_those_of_the_table",
        WHOLE,
        line("Strongest: Economic (0.45); weakest: Migration (0.30)"),
        line("Strongest: Human rights (0.60); weakest: Migration (0.30)"),
    ),
    (
        "no_criterion_reaches_a_level_that_one_reaches",
        FOUND,
        line("No criterion that was read to the end reaches level 3."),
        line("No criterion that was read to the end reaches level 2."),
    ),
    (
        "no_criterion_reaches_a_level_that_one_reaches",
        FOUND.replace("0 of 4", "2 of 4"),
        line("No criterion that counts here is at level 1 or below."),
        line("No criterion that counts here is at level 2 or below."),
    ),
    (
        "provisions_are_counted_as_in_their_table",
        YEARS + TREATIES,
        line("Provisions that bound the state: 4 checked, 2 met, 1 as far as asked; 4 open"),
        line("Provisions that bound the state: 9 checked, 7 met, 1 as far as asked; 4 open"),
    ),
    (
        "a_treaty_binds_in_a_recommendation_from_the_day_of_its_table",
        TREATIES,
        line("Aim: level 3. Palermo Protocol 10(2): binds the state since 25 December 2003."),
        line("Aim: level 3. Oslo Convention 3: binds the state since 25 December 2003."),
    ),
    (
        "a_treaty_binds_in_a_recommendation_from_the_day_of_its_table",
        TREATIES,
        line("Oslo Convention 3: binds the state since 1 May 2030, after these years."),
        line("Oslo Convention 3: binds the state since 1 May 2030."),
    ),
    (
        "a_treaty_binds_in_a_recommendation_from_the_day_of_its_table",
        "",
        line("No criterion reaches level 3, the standard of this rubric."),
        line("No criterion reaches level 3, what binding treaties ask for."),
    ),
    (
        "what_is_recorded_is_printed_before_any_draft",
        RECORDED,
        line("Goods. Ban them. Asked in March 2024: Ministry of Finance; not implemented. Aim: level 3."),
        line("Drafts from the rubric. No body has been asked yet."),
    ),
    (
        "what_is_recorded_is_printed_before_any_draft",
        RECORDED,
        line("Goods. Ban them. Asked in March 2024: Ministry of Finance; not implemented."),
        line("Goods. Ban them. Asked in March 2024: Ministry of Finance; implemented."),
    ),
    (
        "ranked_plans_are_those_with_a_grade",
        PLANS,
        line("1 of 3 plans has a rank under “Equal weights”: Albania."),
        line("2 of 3 plans have a rank under “Equal weights”: Albania, Romania."),
    ),
    (
        "ranked_plans_are_those_with_a_grade",
        PLANS,
        line("In 0 of 0 pairs of ranked plans one is ahead."),
        line("None of the 3 plans has a rank under “Equal weights”."),
    ),
    (
        "who_is_firmly_ahead_scores_higher_whatever_is_missing",
        APART + DRAWN,
        table("Group|Country|Firmly ahead of it", "1|Albania|–", "2|Serbia|Albania"),
        table("Group|Country|Firmly ahead of it", "1|Albania|–", "2|Romania|Albania"),
    ),
    (
        "who_is_firmly_ahead_scores_higher_whatever_is_missing",
        APART.replace("0.40–0.65", "0.40–0.55") + DRAWN,
        table("Group|Country|Firmly ahead of it", "1|Albania|–", "2|Serbia|Albania"),
        table("Group|Country|Firmly ahead of it", "1|Albania|–", "2|Romania|Albania"),
    ),
]


@pytest.mark.parametrize(("name", "page", "agrees", "contradicts"), CASES)
def test_a_check_takes_what_agrees_and_refuses_what_contradicts(name, page, agrees, contradicts):
    assert [str(one) for one in CHECKS[name](page_of("country", page, agrees)) if not one.holds] == []
    assert [str(one) for one in CHECKS[name](page_of("country", page, contradicts)) if not one.holds] != []


def test_every_check_has_a_page_that_it_refuses():
    assert {name for name, *_ in CASES} == set(CHECKS)


def rated(library: Library, rubric: str) -> list[str]:
    """Return every shipped plan that is rated by a rubric; of the public record the region's units of two years."""
    if library.units_of(rubric):
        return [f"{iso3}-{year}" for year in (2011, 2005) for iso3 in REGION if f"{iso3}-{year}" in units_of(library)]
    chosen, codes = library.rubric(rubric), library.country_codes
    return [plan for iso3 in codes for plan in library.plan_ids(iso3) if library.is_assessed(plan, chosen)]


def units_of(library: Library) -> set[str]:
    return {unit.unit_id for unit in library.units_of("public-record")}


def papers(rubric: str) -> tuple[Paper, ...]:
    """Every kind of report on the shipped plans that are rated by a rubric; of those on one plan each third."""
    library = Library.open()
    cards = [card_of(library, plan, rubric) for plan in rated(library, rubric)]
    if not cards:
        return ()
    return (
        *(country_paper(library, card) for card in cards[::3]),
        *(request_paper(library, card) for card in cards[::3]),
        *several_papers(library, cards, "comparative", "brief", "contrast"),
        *several_papers(library, cards[:3], "comparative", "brief", "contrast"),
        *several_papers(library, cards[:1], "brief"),
    )


def test_the_page_of_a_state_and_the_invented_example_contradict_themselves_nowhere(library, root):
    examples = Library.open(root / "examples")
    pages = (
        country_paper(library, card_of(library, "SRB-2021-2023", "law-and-practice")),
        country_paper(examples, card_of(examples, "XAR-2022-2025")),
    )
    assert [f"{page}: {line}" for page in pages for line in contradictions(page)] == []


@pytest.mark.slow
def test_no_report_of_a_shipped_plan_contradicts_itself_and_no_check_is_idle():
    pages = [page for rubric in RUBRICS for page in papers(rubric)]
    assert [f"{page}: {line}" for page in pages for line in contradictions(page)] == []
    assert {name for name, one in CHECKS.items() if not any(list(one(page)) for page in pages)} <= FORBID


@pytest.mark.slow
def test_no_report_by_one_coder_names_an_id_of_a_passage(library):
    for plan in library.assessed_plans("law-and-practice")[::3]:
        coders = library.assessment(plan, library.rubric("law-and-practice")).codings
        for coder in {coding.header.coder for coding in coders if len(coders) > 1}:
            paper = country_paper(library, card_of(library, plan, "law-and-practice", coder))
            assert list(CHECKS["no_id_of_a_passage"](paper)) == []

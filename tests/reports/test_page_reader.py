"""The reader of pages: each rule has a page that it takes and one that it refuses, and both languages claim alike."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from evaluator.reports.page_reader import RULES, faults_of_page, faults_on, read_page
from evaluator.reports.page_reader.grammar import ENGLISH, SERBIAN, grammar_of

CATALOGUE = Path(__file__).parents[2] / "templates" / "lang" / "sr-Cyrl.po"
INK, ACCENT, WHITE = "#17212b", "#b3401f", "#ffffff"


def table(head: str, *rows: str, caption: str = "") -> str:
    """A table from cells that are parted by bars."""
    cells = [[f"<td>{cell.strip()}</td>" for cell in row.split("|")] for row in (head, *rows)]
    first, *rest = (f"<tr>{''.join(row)}</tr>" for row in cells)
    return f"<table><caption>{caption}</caption><thead>{first}</thead><tbody>{''.join(rest)}</tbody></table>"


def line(words: str) -> str:
    return f"<p>{words}</p>"


def title(words: str) -> str:
    return f"<h2>{words}</h2>"


def text(words: str, x: float, y: float, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>'


def bold(words: str, x: float, y: float) -> str:
    return f'<text x="{x}" y="{y}" font-weight="700">{words}</text>'


def head(words: str, x: float) -> str:
    return f'<text transform="translate({x},20) rotate(-60)">{words}</text>'


def dot(x: float, y: float, fill: str = INK) -> str:
    return f'<circle cx="{x}" cy="{y}" r="3" fill="{fill}"/>'


def box(left: float, y: float, width: float, height: float = 6, fill: str = "#bcc7d0", more: str = "") -> str:
    return f'<rect x="{left}" y="{y - height / 2}" width="{width}" height="{height}" fill="{fill}" {more}/>'


def row(words: str, y: float, *cells: tuple[str, float]) -> str:
    """A row of a drawing: a name at the left, and words at places across."""
    return text(words, 0, y) + "".join(text(word, x, y, "end") for word, x in cells)


def axis(y: float) -> str:
    """An axis from 0 at 100 to 1 at 300."""
    return "".join(text(word, x, y, "middle") for word, x in (("0.0", 100), ("0.5", 200), ("1.0", 300)))


def figure(told: str, unit: str, *parts: str, record: dict | None = None) -> str:
    carried = f'<script type="application/json" class="block">{json.dumps(record)}</script>' if record else ""
    return (
        f'<p class="figtitle">{told}</p><p class="figunit">{unit}</p>'
        f'<svg viewBox="0 0 500 100"><title>{told}.</title>{"".join(parts)}</svg>{carried}'
    )


def at(score: float) -> float:
    return 100 + 200 * score


def frames(*rows: tuple[str, str, str], told: str = "Frames") -> str:
    """A figure with a row for each frame: its name, its share on control and its score, between bands D and C."""
    bands = box(100, 50, 100, 80, "#eef1f4") + box(200, 50, 100, 80, "#e0e6eb")
    letters = text("D", 150, 16, "middle") + text("C", 250, 16, "middle") + text("control", 400, 16, "end")
    drawn = [
        row(name, 33 + 15 * k, (share, 400), (score, 450)) + dot(at(float(score.strip("()"))), 30 + 15 * k)
        for k, (name, share, score) in enumerate(rows)
    ]
    return figure(told, "Dot: score", bands, letters, *drawn, axis(95))


THREE = (("ASTRA", "2%", "0.37"), ("Equal weights", "15%", "0.43"), ("SECI", "87%", "0.53"))
STRIP = box(100, 50, 100, 80, "#eef1f4") + box(200, 50, 100, 80, "#e0e6eb") + text("D", 102, 16) + text("C", 202, 16)


def strip(told: str, *scores: float) -> str:
    """A strip of dots between the bands D and C."""
    return figure(told, "Score, 0 to 1", STRIP, *(dot(at(score), 60) for score in scores), axis(95))


def matrix(told: str, *rows: tuple[str, str, str]) -> str:
    """A matrix of levels: the name of a criterion, the cells of Albania, Serbia and Moldova, and the mean."""
    heads = [head(name, x) for name, x in (("Albania", 200), ("Serbia", 230), ("Moldova", 260))]
    drawn = [
        text(name, 180, 40 + 15 * k, "end")
        + "".join(
            text(cell, 200 + 30 * n, 40 + 15 * k, "middle") for n, cell in enumerate(cells.split()) if cell != "."
        )
        + text(mean, 290, 40 + 15 * k, "end")
        for k, (name, cells, mean) in enumerate(rows)
    ]
    return figure(told, "Level reached. Right: mean level", *heads, *drawn)


OFFENCE = ("Offence", "4 4 3", "3.7")
PUNISHED = ("Punished", "0 0 4", "1.3")
LEVELS = matrix("Levels", OFFENCE, PUNISHED)
RULE = line("Criteria on which at least 2 countries are rated and stay at 25% of the scale or less.") + line(
    "level 1 of 4"
)


def boxes(told: str, *levels: str) -> str:
    """The boxes of the criteria of one plan, with a legend of levels 1 and 2 and of what is not assessed."""
    drawn = [
        text(level, 5, 20 + 12 * k) + text(f"Criterion {k}", 16, 20 + 12 * k)
        for k, level in enumerate(levels)
        if level != "."
    ]
    many = [(f"level {level}", levels.count(str(level))) for level in (2, 1)]
    legend = [text(str(2 - k), 5, 80 + 8 * k) + row_of_legend(name, 80 + 8 * k, n) for k, (name, n) in enumerate(many)]
    rest = row_of_legend("not assessed", 96, levels.count("."))
    return figure(told, "Level reached; dashed: not assessed", *drawn, *legend, rest)


def row_of_legend(name: str, y: float, many: int) -> str:
    return text(name, 16, y) + text(str(many), 236, y, "end")


def tiles(told: str, *countries: tuple[str, str, str]) -> str:
    """Two maps of three tiles: the code of a country, and what each map says of it."""
    unit = "A tile is a country near its neighbours"
    drawn = [
        box(10 + 40 * k + 200 * side, 50, 30, 30, INK if said == "D" else "#647484")
        + text(code, 25 + 40 * k + 200 * side, 45, "middle")
        + text(said, 25 + 40 * k + 200 * side, 58, "middle")
        for k, (code, *both) in enumerate(countries)
        for side, said in enumerate(both)
    ]
    return figure(told, unit, *drawn)


def ranges(told: str, *rows: tuple[str, float, float], more: str = "") -> str:
    drawn = [
        row(name, 33 + 15 * k, ("D 0.40", 450))
        + box(at(low), 30 + 15 * k, at(high) - at(low))
        + dot(at(low) + 1, 30 + 15 * k)
        for k, (name, low, high) in enumerate(rows)
    ]
    return figure(told, "Score. Bar: where it can end up once the rest is answered", *drawn, axis(85), more)


APART_RANGES = (("Albania", 0.1, 0.2), ("Serbia", 0.3, 0.5), ("Moldova", 0.4, 0.6))


def panels(told: str, many: int) -> str:
    drawn = [
        bold(f"Country {'abc'[k]}", 150 * k, 20) + text("D 0.40", 150 * k + 120, 20, "end")
        + f'<text x="{150 * k}" y="40" font-weight="700" fill="{ACCENT}">Migration</text>'
        + dot(150 * k + 80, 37, ACCENT)
        for k in range(many)
    ]  # fmt: skip
    return figure(told, "Score in each paradigm", *drawn)


def panel_rows(told: str, *places: int) -> str:
    heads = [text(name, 150 + 100 * k, 20) for k, name in enumerate(("Migration", "Economic"))]
    drawn = [
        bold(f"Country {'abc'[k]}", 100, 40 + 20 * k) + dot(200 + 100 * place, 37 + 20 * k, ACCENT)
        for k, place in enumerate(places)
    ]
    return figure(told, "Score in each part of the rubric; colour: the lowest", *heads, *drawn)


def scores(*rows: tuple[str, str]) -> str:
    heads = [head(name, 100 + 50 * k) for k, name in enumerate(("Albania", "Croatia", "Serbia"))]
    drawn = [
        text(name, 80, 30 + 15 * k, "end")
        + "".join(text(cell, 100 + 50 * n, 30 + 15 * k, "middle") for n, cell in enumerate(cells.split()))
        for k, (name, cells) in enumerate(rows)
    ]
    return figure("Scores", "Score, 0 to 1; the stronger the shade, the higher", *heads, *drawn)


PREVAILED = (("IOM", "0.20 0.40 0.60"), ("SECI", "0.40 0.60 0.80"), ("Mean of the 2: 0.50", "0.30 0.50 0.70"))
OTHERS = (("ASTRA", "0.10 0.30 0.20"), ("Mean of the 1: 0.20", "0.10 0.30 0.20"))


def places(told: str, *rows: str) -> str:
    unit = "Place under 3 of 26 frames, 1 is best; from left to right more weight on police"
    return figure(told, unit, f"<desc>{'; '.join(rows)}</desc>")


PLACES = ("Croatia: 1, 2, 3", "Serbia: 2, 1, 1", "Albania: 3, 3, 2")


def ahead(told: str, *rows: str) -> str:
    return figure(told, "Left: firmly ahead of those on the right", f"<desc>{'; '.join(rows)}</desc>")


def differences(told: str, *signs: str) -> str:
    drawn = [row(f"Country {k}", 33 + 15 * k, (sign, 450)) for k, sign in enumerate(signs)]
    return figure(told, "Score. Right: difference", *drawn)


def dots(told: str, rows: int, many: int) -> str:
    return figure(told, "Dot: can be first", *(row(f"Country {'abc'[k]}", 33 + 15 * k) for k in range(rows)),
                  *(dot(150, 30 + 15 * k) for k in range(many)))  # fmt: skip


def weights(told: str) -> str:
    """Two bars: 40 % and 20 % of the weight at level 3, with heads over their parts."""
    drawn = []
    for name, y, share in (("Equal", 40, 40), ("ASTRA", 80, 20)):
        drawn += [text("level 3", 100, y - 18), text("level 2", 100 + share, y - 18), row(name, y, ("0.43", 400))]
        drawn += [box(100, y - 3, share, 12, INK), box(100 + share, y - 3, 100 - share, 12, "#647484")]
    return figure(told, "Share of each frame’s weight", *drawn)


CLAIM = {"kind": "count", "number": 2, "of": 2, "over": ["graded"], "left": {"thin": 1}, "ids": ["a", "b"],
         "where": ["grade", "=", "D"], "by": ""}  # fmt: skip
ROWS = [
    {"id": "a", "name": "ASTRA", "state": "graded", "grade": "D", "value": 0.37},
    {"id": "b", "name": "Equal", "state": "graded", "grade": "D", "value": 0.43},
    {"id": "c", "name": "SECI", "state": "thin", "grade": "", "value": 0.53},
]
MOST = {
    "kind": "most",
    "number": 1,
    "of": 3,
    "over": ["graded", "thin"],
    "left": {},
    "ids": ["c"],
    "where": None,
    "by": "value",
}


def block(told: str, *, claims: tuple[dict, ...] = (CLAIM,), drawn: str = "abc", note: str = "hollow: 1 frame") -> str:
    states = {each["id"]: each["state"] for each in ROWS}
    marks = [f'<g data-row="{name}" data-state="{states[name]}">{dot(150, 20)}</g>' for name in drawn]
    record = {"block": "frames", "title": told, "note": note, "claims": list(claims), "rows": ROWS}
    return figure(told, "Score", *marks, record=record)


WHOLE = table(
    "Paradigm and stance|Score|Range|Judgement|Coverage",
    "The whole|0.39|0.27–0.58|0.17–0.68|70%",
    "Migration|0.30|0.20–0.50|0.10–0.60|70%",
    "Economic|0.45|0.30–0.60|0.20–0.70|70%",
    "Human rights|(0.60)|0.30–0.80|0.20–0.90|50%",
)
LISTED = table(
    "Frame|Score|Range|Coverage|Grade|Control|Protection",
    "Equal weights (used here)|0.39|0.27–0.58|70%|D|15%|50%",
    "GAATW|0.37|0.27–0.58|70%|D|3%|60%",
    "SECI|0.52|0.27–0.58|70%|C|80%|3%",
    "CARDS|(0.62)|0.17–0.88|48%|none|50%|3%",
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
YEARS = line("Serbia · A plan, 2021–2023")
COUNTRY = "<h1>Serbia</h1>"
THREE_PLANS = "<h1>3 plans side by side</h1>"


def others(score: str) -> str:
    return table("Country|Law", f"Moldova|{score}", caption="Scores of the other countries")


# The rule; what stands on the page in any case; a sentence or a figure that agrees with it; one that does not.
CASES: list[tuple[str, str, str, str]] = [
    (
        "all_frames_are_all_that_are_shown",
        frames(*THREE),
        line("Grade D (0.43) under “Equal weights” and under 1 of the 2 others; C under 1."),
        line("Grade D (0.43) under “Equal weights” and under all 1 others."),
    ),
    (
        "all_frames_are_all_that_are_shown",
        frames(*THREE),
        line("2 of 3 frames give D."),
        line("All 2 frames give D."),
    ),
    (
        "a_figure_of_frames_draws_them_all",
        frames(*THREE),
        strip("2 of 3 frames give D, 1 gives C", 0.37, 0.43, 0.53),
        strip("All 2 frames give D", 0.37, 0.43),
    ),
    (
        "grades_of_frames_are_counted_by_the_dots_in_each_band",
        "",
        strip("2 of 3 frames give D, 1 gives C", 0.37, 0.43, 0.53),
        strip("All 3 frames give D", 0.37, 0.43, 0.53),
    ),
    (
        "grades_of_frames_are_counted_by_the_dots_in_each_band",
        "",
        frames(*THREE, told="Frames with 87 % or more on control give C; all others give D"),
        frames(*THREE, told="Frames with 15 % or more on control give C; all others give D"),
    ),
    (
        "scores_run_from_the_lowest_to_the_highest_that_is_shown",
        frames(*THREE),
        line("The score runs from 0.37 under “ASTRA” to 0.53 under “SECI”."),
        line("The score runs from 0.37 under “ASTRA” to 0.43 under “Equal weights”."),
    ),
    (
        "scores_run_from_the_lowest_to_the_highest_that_is_shown",
        frames(*THREE[:2], ("SECI", "87%", "(0.53)")),
        line("From 0.37 under “ASTRA” to 0.43 under “Equal weights”, where 2 frames can judge it."),
        line("From 0.37 under “ASTRA” to 0.53 under “SECI”."),
    ),
    (
        "a_frame_has_one_score_on_all_pages",
        frames(*THREE),
        line("It is C (0.53) under “SECI”."),
        line("It is C (0.58) under “SECI”."),
    ),
    (
        "frames_without_a_grade_are_counted",
        frames(*THREE),
        strip("2 of 3 frames give D", 0.37, 0.43) + line("Under 1 frame too little is assessed for a grade."),
        strip("2 of 3 frames give D", 0.37, 0.43) + line("Under 2 frames too little is assessed for a grade."),
    ),
    (
        "grades_of_a_lead_are_those_of_the_rows",
        frames(*THREE),
        line("Grade D (0.43) under “Equal weights” and under 1 of the 2 others; C under 1."),
        line("Grade D (0.43) under “Equal weights” and under 2 others."),
    ),
    (
        "one_plan_has_one_range_over_its_frames",
        LISTED,
        line("By the frame “SECI” the score is 0.52; by “GAATW”, 0.37."),
        line("By the frame “CARDS” the score is 0.62; by “GAATW”, 0.37."),
    ),
    (
        "a_score_lies_in_its_range",
        "",
        table("Country|Score|Range", "Serbia|0.43|0.35–0.54"),
        table("Country|Score|Range", "Serbia|0.19|0.27–0.39"),
    ),
    (
        "a_score_lies_in_its_range",
        line("A score outside its range counts what is rated alone."),
        table("Country|Score|Range", "Serbia|0.19|0.27–0.39"),
        title("Another page") + table("Country|Score|Range", "Serbia|0.19|0.27–0.39"),
    ),
    (
        "a_score_lies_in_its_range",
        "",
        ranges("Ranges", ("Serbia", 0.3, 0.5)),
        ranges("Ranges", ("Serbia", 0.3, 0.5), more=row("Moldova", 70) + box(at(0.3), 67, 40) + dot(at(0.2), 67)),
    ),
    (
        "no_number_where_too_little_is_read",
        line("Under 33% nothing is scored, and nothing is compared."),
        line("6% of what counts was assessed."),
        line("The score will lie between 0.03 and 0.97."),
    ),
    (
        "no_number_where_too_little_is_read",
        "",
        table("Country|Score|Range|Coverage|Grade", "Serbia|0.43|0.3–0.5|70%|D", "Moldova|too little read||6%|none"),
        table("Country|Score|Range|Coverage|Grade", "Serbia|(0.43)|0.3–0.5|5%|D", "Moldova|too little read||6%|none"),
    ),
    (
        "a_score_in_a_title_stands_below_it",
        "",
        ranges("Serbia has 0.40", ("Serbia", 0.3, 0.5)),
        ranges("Serbia has 0.77", ("Serbia", 0.3, 0.5)),
    ),
    (
        "one_thing_has_one_number",
        COUNTRY
        + line("92 passages are cited for the ratings. Read: 44 texts on practice (33 in part, 11 as a summary)."),
        line("Nothing was found of: Removal of victims. Read: 44 texts on practice (33 in part, 11 as a summary)."),
        line("Nothing was found of: Removal of victims. Read: 62 texts on practice (33 in part, 11 as a summary)."),
    ),
    (
        "one_thing_has_one_number",
        COUNTRY + line("78% of what counts was assessed; a grade needs 67%."),
        line("78% of what counts was assessed."),
        line("75% of what counts was assessed."),
    ),
    ("a_mean_is_that_of_its_cells", "", LEVELS, matrix("Levels", ("Goods", "0 2+ .", "0.0"))),
    (
        "a_mean_is_that_of_its_cells",
        "",
        matrix("Levels", ("Goods", "0 2+ .", "1.0+")),
        matrix("Levels", ("Goods", "0 2+ .", "1.0")),
    ),
    (
        "a_mean_is_that_of_its_cells",
        "",
        matrix("Levels", ("Goods", "2 . .", "")),
        matrix("Levels", ("Goods", "2 . .", "2.0")),
    ),
    (
        "highest_and_lowest_are_those_of_all_rows",
        "",
        matrix("Highest on average: Offence (3.7); lowest: Punished (1.3)", OFFENCE, PUNISHED),
        matrix(
            "Highest on average: Offence (3.7); lowest: Punished (1.3)", OFFENCE, PUNISHED, ("Goods", "0 0 0", "0.0")
        ),
    ),
    (
        "highest_and_lowest_are_those_of_all_rows",
        "",
        matrix(
            "Highest on average: 2 criteria (3.7); lowest: Punished (1.3)", OFFENCE, PUNISHED, ("Form", "4 4 3", "3.7")
        ),
        matrix(
            "Highest on average: Offence (3.7); lowest: Punished (1.3)", OFFENCE, PUNISHED, ("Form", "4 4 3", "3.7")
        ),
    ),
    (
        "gaps_are_those_of_the_matrix",
        matrix("Levels", OFFENCE) + line("level 1 of 4"),
        title("No gap that countries share"),
        title("1 gap that countries share"),
    ),
    (
        "gaps_are_those_of_the_matrix",
        LEVELS,
        title("1 gap that countries share") + RULE,
        title("No gap that countries share") + RULE,
    ),
    (
        "gaps_are_those_of_the_matrix",
        LEVELS,
        title("1 gap that countries share") + RULE + "<h3>Punished <b>3 countries rated, best level 4 of 4</b></h3>",
        title("1 gap that countries share") + RULE + "<h3>Punished <b>2 countries rated, best level 1 of 4</b></h3>",
    ),
    (
        "gaps_are_those_of_the_matrix",
        LEVELS,
        title("Shared gaps: 1 of 2 criteria") + line("Punished (2 of 3 at level 1 or less)"),
        title("Shared gaps: 1 of 2 criteria") + line("Punished (3 of 3 at level 1 or less)"),
    ),
    (
        "good_practice_is_that_of_the_matrix",
        LEVELS,
        title("Good practice: on 2 criteria a country reaches the norm")
        + line("Who gets furthest, where they reach level 3.")
        + "<h3>Offence level 4 of 4</h3><h3>Punished level 4 of 4</h3>",
        title("Good practice: on 2 criteria a country reaches the norm")
        + line("Who gets furthest, where they reach level 3.")
        + "<h3>Offence level 4 of 4</h3>",
    ),
    (
        "criteria_are_counted_as_in_their_boxes",
        "",
        boxes("Of 3 criteria, 1 reaches the top level", "2", "1", "."),
        boxes("Of 2 criteria, 1 reaches the top level", "2", "1", "."),
    ),
    (
        "criteria_are_counted_as_in_their_boxes",
        "",
        boxes("Of 3 criteria, none stands above level 2", "2", "1", "."),
        boxes("Of 3 criteria, none stands above level 1", "2", "1", "."),
    ),
    (
        "criteria_are_counted_as_in_their_boxes",
        "",
        figure(
            "1 of 2 criteria are rated; of 1 more the least level is known",
            "One box a criterion",
            text("2", 5, 20),
            text("1+", 25, 20),
            box(0, 20, 12),
            box(20, 20, 12),
        ),
        figure(
            "2 of 2 criteria are rated",
            "One box a criterion",
            text("2", 5, 20),
            text("1+", 25, 20),
            box(0, 20, 12),
            box(20, 20, 12),
        ),
    ),
    (
        "what_stands_highest_is_drawn",
        boxes("Levels", "2", "1", "."),
        line("Where it comes furthest: level 2 of 4"),
        line("Where it comes furthest: level 3 of 4"),
    ),
    (
        "no_score_on_the_map_for_what_is_not_read",
        THREE_PLANS + ranges("All ranges overlap", more=row("Too little was read for a score: Luxembourg", 95)),
        tiles("Tiles", ("SRB", "D", "D"), ("LUX", "–", "–")),
        tiles("Tiles", ("SRB", "D", "D"), ("MKD", "D", "C"), ("LUX", "(0.85)", "(0.70)")),
    ),
    (
        "each_country_means_each",
        "",
        tiles("Both frames see each country alike", ("SRB", "D", "D"), ("MKD", "C", "C")),
        tiles("Both frames see each country alike", ("SRB", "D", "D"), ("MKD", "(0.40)", "C")),
    ),
    (
        "each_country_means_each",
        "",
        tiles("1 of 2 countries look different from one frame to the other", ("SRB", "D", "D"), ("MKD", "D", "C")),
        tiles("2 of 2 countries look different from one frame to the other", ("SRB", "D", "D"), ("MKD", "D", "C")),
    ),
    (
        "ranges_that_do_not_overlap_are_counted",
        "",
        ranges("The ranges of 2 of 3 pairs do not overlap", *APART_RANGES),
        ranges("The ranges of 1 of 3 pairs do not overlap", *APART_RANGES),
    ),
    (
        "ranges_that_do_not_overlap_are_counted",
        "",
        ranges("All ranges overlap", *APART_RANGES[1:]),
        ranges("All ranges overlap", *APART_RANGES),
    ),
    (
        "weakest_is_said_of_all_that_are_drawn",
        "",
        panels("Lowest score most often: Migration (3 of 3)", 3),
        panels("Lowest score most often: Migration (1 of 1)", 1),
    ),
    (
        "weakest_is_said_of_all_that_are_drawn",
        "",
        panel_rows("Lowest score most often: Migration (2 of 3)", 0, 1, 0),
        panel_rows("Lowest score most often: Migration (2 of 3)", 0, 1, 1),
    ),
    (
        "all_that_are_compared_are_shown",
        THREE_PLANS,
        ranges("The ranges of 2 of 3 pairs do not overlap", *APART_RANGES),
        ranges("The ranges of 1 of 1 pairs do not overlap", *APART_RANGES[:2]),
    ),
    (
        "all_that_are_compared_are_shown",
        "",
        line("3 have enough on record for a verdict: 2 are high on record, 1 is low on record."),
        line("4 have enough on record for a verdict: 2 are high on record, 1 is low on record."),
    ),
    (
        "frames_that_cannot_grade_are_counted",
        frames(*THREE[:2], ("SECI", "87%", "(0.53)")),
        line("2 of 3 frames give D; under 1 too little was assessed, with scores so far 1 in C."),
        line("2 of 3 frames give D; under 1 too little was assessed, with scores so far 1 in D."),
    ),
    (
        "frames_that_cannot_grade_are_counted",
        frames(*THREE[:2], ("SECI", "87%", "(0.53)")),
        line("From 0.37 to 0.43 where 2 frames can judge it; 0.53 to 0.53 so far where 1 cannot."),
        line("From 0.37 to 0.43 where 3 frames can judge it."),
    ),
    (
        "the_alternative_text_gives_what_the_title_counts",
        "",
        figure("2 of 3 frames give D", "Score", "<desc>ASTRA: 0.37, D; Equal: 0.43, D; SECI: 0.53</desc>"),
        figure("2 of 3 frames give D", "Score", "<desc>ASTRA: 0.37, D; Equal: 0.43, C; SECI: 0.53</desc>"),
    ),
    (
        "weight_by_level_is_the_width_of_the_bar",
        "",
        weights("“Equal” puts 40% of its weight where Serbia is at level 3 or above; “ASTRA” 20%"),
        weights("“Equal” puts 60% of its weight where Serbia is at level 3 or above; “ASTRA” 20%"),
    ),
    (
        "shared_gaps_are_shares_of_the_matrix",
        matrix("Levels", OFFENCE, PUNISHED, ("Goods", "0 1 2+", "1.0+"), ("Raids", "1 1 .", "")),
        title("Raids: 2 of 2 at level 1 or less; shared on 2 more"),
        title("Goods: 2 of 3 at level 1 or less; the same share on 1 other"),
    ),
    (
        "shared_gaps_are_shares_of_the_matrix",
        LEVELS,
        title("Punished: 2 of 3 at level 1 or less")
        + "<h3>Punished <b>2 of 3 at level 1 or less of 4: Albania, Serbia</b></h3>",
        title("Punished: 2 of 3 at level 1 or less")
        + "<h3>Punished <b>2 of 3 at level 1 or less of 4: Albania, Moldova</b></h3>",
    ),
    (
        "practices_that_meet_the_norm_are_those_listed_and_at_their_level",
        LEVELS,
        title("Good practice: 2 questions on which the norm is met")
        + line("The norm is level 3.")
        + "<h3>Offence level 4 of 4</h3><h3>Met too</h3>"
        + line("Punished (Moldova)"),
        title("Good practice: 2 questions on which the norm is met")
        + line("The norm is level 3.")
        + "<h3>Offence level 4 of 4</h3>",
    ),
    (
        "practices_that_meet_the_norm_are_those_listed_and_at_their_level",
        LEVELS,
        title("Good practice: 5 questions on which the norm is met")
        + line("The norm is level 3.")
        + "<h3>Offence level 4 of 4</h3><h3>Met too</h3>"
        + line("Punished (Moldova). 3 more are in the workbook."),
        title("Good practice: 4 questions on which the norm is met")
        + line("The norm is level 3.")
        + "<h3>Offence level 4 of 4</h3><h3>Met too</h3>"
        + line("Punished (Moldova). 3 more are in the workbook."),
    ),
    (
        "criteria_with_a_mean_are_counted",
        matrix("2 of 2 criteria have an average", ("Offence in the la…", "4 4 3", "3.7"), PUNISHED),
        matrix("2 of 2 criteria have an average", ("Offence in the law", "4 4 3", "3.7"), PUNISHED),
        matrix("2 of 2 criteria have an average", ("Offence of another kind", "4 4 3", "3.7"), PUNISHED),
    ),
    (
        "criteria_with_a_mean_are_counted",
        "",
        matrix("2 of 3 criteria have an average", OFFENCE, PUNISHED, ("Goods", "2 . .", "")),
        matrix("3 of 3 criteria have an average", OFFENCE, PUNISHED, ("Goods", "2 . .", "")),
    ),
    (
        "criteria_that_meet_the_standard_are_counted",
        line("Ban them. Aim: level 2."),
        title("Migration: 1 of 2 assessed criteria meets the standard") + FOUND,
        title("Migration: none of 2 assessed criteria meets the standard") + FOUND,
    ),
    (
        "countries_of_the_map_are_counted_by_what_their_tiles_say",
        "",
        tiles("Both frames see 1 country alike; 1 cannot be compared", ("SRB", "D", "D"), ("MKD", "(0.40)", "C")),
        tiles("Both frames see 1 country alike; 2 cannot be compared", ("SRB", "D", "D"), ("MKD", "(0.40)", "C")),
    ),
    (
        "ends_of_ranges_are_those_of_the_rows",
        "",
        ranges("From 0.40 for Albania to 0.40 for Serbia", *APART_RANGES),
        ranges("From 0.30 for Albania to 0.40 for Serbia", *APART_RANGES),
    ),
    (
        "what_is_asked_is_counted",
        "",
        title("What is asked: 2 things cost most") + "<h3><b>1</b> Screening</h3><h3><b>2</b> Status</h3>",
        title("What is asked: 3 things cost most") + "<h3><b>1</b> Screening</h3><h3><b>2</b> Status</h3>",
    ),
    (
        "what_is_asked_is_counted",
        "",
        title("2 things to do first") + "<ol><li>Screening</li><li>Status</li></ol>",
        title("3 things to do first") + "<ol><li>Screening</li><li>Status</li></ol>",
    ),
    (
        "places_are_those_that_are_drawn",
        "",
        places("First of three for one, third for another: where Croatia stands depends on who is counting", *PLACES),
        places("First of three for one, second for another: where Croatia stands depends on who is counting", *PLACES),
    ),
    (
        "places_are_those_that_are_drawn",
        places("Places", *PLACES),
        line("Croatia goes from first to third; Serbia goes from second to first."),
        line("Croatia goes from first to second."),
    ),
    (
        "places_are_those_that_are_drawn",
        places("Places", *PLACES),
        line("Albania is always second or third."),
        line("Albania is always third."),
    ),
    (
        "frames_of_a_figure_of_places_are_counted",
        "",
        places("Places", *PLACES),
        places("Places", "Croatia: 1, 2", "Serbia: 2, 1"),
    ),
    (
        "who_is_always_ahead_is_counted",
        "",
        ahead("The order is firm for 3 of 3 pairs", "Croatia: Serbia, Albania", "Serbia: Albania"),
        ahead("The order is firm for 2 of 3 pairs", "Croatia: Serbia, Albania", "Serbia: Albania"),
    ),
    (
        "who_looks_better_is_counted",
        differences("1 of 3 look better to the police than to victims' helpers, 1 worse", "+0.10", "−0.20", "0.00"),
        line("Country 0 +0.10."),
        line("Country 0 +0.30."),
    ),
    (
        "who_is_documented_is_named",
        THREE_PLANS,
        line("“Punishment of victims” is documented in 2 of 3: Albania, Serbia."),
        line("“Punishment of victims” is documented in 3 of 3: Albania, Serbia."),
    ),
    ("who_can_be_first_is_counted", "", dots("2 of 3 can be first", 3, 2), dots("3 of 3 can be first", 3, 2)),
    (
        "who_looks_better_is_counted",
        "",
        differences("Of 3, 1 looks better to “SECI” than to “ASTRA”, 1 worse", "+0.10", "−0.20", "0.00"),
        differences("Of 3, 2 look better to “SECI” than to “ASTRA”, 1 worse", "+0.10", "−0.20", "0.00"),
    ),
    (
        "means_of_groups_are_those_of_their_rows",
        scores(*PREVAILED, *OTHERS),
        line("Mean score 0.50 under the frames that prevailed, 0.20 under the others; 3 of 3 look better."),
        line("Mean score 0.55 under the frames that prevailed, 0.20 under the others; 3 of 3 look better."),
    ),
    (
        "means_of_groups_are_those_of_their_rows",
        "",
        scores(*PREVAILED),
        scores(*PREVAILED[:2], ("Mean of the 3: 0.50", "0.30 0.50 0.70")),
    ),
    (
        "pairs_are_those_of_so_many",
        title("The order is firm for 20 of 55 pairs"),
        line("In 20 of 55 pairs of ranked plans one is firmly ahead."),
        line("In 21 of 55 pairs of ranked plans one is firmly ahead."),
    ),
    ("every_row_is_drawn_once", "", block("2 of 3 frames give D"), block("2 of 3 frames give D", drawn="ab")),
    (
        "every_claim_is_counted_again",
        "",
        block("2 of 3 frames give D", claims=(CLAIM, MOST)),
        block("3 of 3 frames give D", claims=({**CLAIM, "number": 3},)),
    ),
    (
        "every_claim_is_counted_again",
        "",
        block("Highest: SECI", claims=(MOST,)),
        block("Highest: Equal", claims=({**MOST, "ids": ["b"]},)),
    ),
    (
        "every_claim_is_counted_again",
        "",
        block("2 of 3 frames give D"),
        block("2 frames give D", claims=({**CLAIM, "left": {}},)),
    ),
    (
        "every_number_in_a_title_comes_from_a_claim",
        "",
        block("2 of 3 frames give D; SECI: 0.53", claims=(CLAIM, MOST)),
        block("2 of 3 frames give D; one: 0.61", claims=(CLAIM, MOST)),
    ),
    ("what_is_left_out_is_said", "", block("2 frames give D"), block("2 frames give D", note="")),
    ("no_passage_has_an_id_that_no_list_resolves", "", line("As [8] says."), line("As E8 says.")),
    (
        "no_passage_has_an_id_that_no_list_resolves",
        table("Source|Document", "E8|The eighth essay"),
        line("E8, page 4."),
        line("E9, page 4."),
    ),
    ("silence_is_no_pass", "", line("Removal: the plan is silent"), line("Removal: not breached")),
    (
        "silence_is_no_pass",
        table("Safeguard|State", "Removal|the plan is silent", "Detention|kept", "Punishment|does not apply"),
        line("No breach found; the plan says nothing on 1 of 2."),
        line("No breach found; the plan says nothing on 2 of 2."),
    ),
    (
        "the_first_page_gives_the_numbers_of_the_whole",
        WHOLE,
        line("0.27 to 0.58 once the rest is answered."),
        line("0.27 to 0.60 once the rest is answered."),
    ),
    (
        "the_first_page_gives_the_numbers_of_the_whole",
        WHOLE,
        line("What was not assessed (30%) could still change the grade."),
        line("What was not assessed (20%) could still change the grade."),
    ),
    (
        "silent_criteria_are_counted_as_in_their_tables",
        FOUND,
        line("1 rated, 1 silent, 5 not assessed."),
        line("2 rated, 5 not assessed."),
    ),
    (
        "strongest_and_weakest_are_those_of_the_table",
        WHOLE,
        line("Economic (0.45) lies clearly above Migration (0.30)"),
        line("Human rights (0.60) lies clearly above Migration (0.30)"),
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
        "a_treaty_binds_from_the_day_of_its_table",
        TREATIES,
        line("Aim: level 3. Palermo Protocol 10(2): binds the state since 25 December 2003."),
        line("Aim: level 3. Oslo Convention 3: binds the state since 25 December 2003."),
    ),
    (
        "a_treaty_binds_from_the_day_of_its_table",
        TREATIES,
        line("Oslo Convention 3: binds the state since 1 May 2030, after these years."),
        line("Oslo Convention 3: binds the state since 1 May 2030."),
    ),
    (
        "a_treaty_binds_from_the_day_of_its_table",
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
        "ranked_plans_are_those_with_a_score",
        PLANS,
        line("1 of 3 plans has a rank under “Equal weights”: Albania."),
        line("2 of 3 plans have a rank under “Equal weights”: Albania, Romania."),
    ),
    (
        "ranked_plans_are_those_with_a_score",
        PLANS,
        line("In 0 of 0 pairs of ranked plans one is firmly ahead of the other."),
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
    ("nobody_is_highest_where_another_is_as_high", PEERS, others("0.90"), others("1.00")),
    (
        "nobody_is_highest_where_another_is_as_high",
        PEERS.replace("highest on Law", "highest on Law (with 1 other)"),
        others("1.00"),
        others("0.90"),
    ),
    (
        "few_plans_have_no_correlation",
        line("Correlation of score with coverage (Pearson's r), by frame: Equal weights +0.12; CATW −0.14."),
        line("10 national action plans under 25 frames"),
        line("9 national action plans under 25 frames"),
    ),
]


def read(*parts: str) -> str:
    return f'<html lang="en"><body>{"".join(parts)}</body></html>'


@pytest.mark.parametrize(("name", "page", "agrees", "contradicts"), CASES)
def test_a_rule_takes_what_agrees_and_refuses_what_contradicts(name, page, agrees, contradicts):
    words = grammar_of("en")
    found = list(RULES[name](read_page(read(page, agrees)), words))
    assert [str(one) for one in found if not one.holds] == []
    assert [str(one) for one in RULES[name](read_page(read(page, contradicts)), words) if not one.holds] != []


def test_every_rule_has_a_page_that_it_refuses():
    assert {name for name, *_ in CASES} == set(RULES)


def test_a_fault_names_the_sheet_the_section_the_sentence_and_what_the_page_shows():
    page = read(
        '<section class="sheet">', title("The frames"), frames(*THREE), line("All 2 frames give D."), "</section>"
    )
    (fault,) = faults_of_page(page)
    assert (fault.rule, fault.place) == ("all_frames_are_all_that_are_shown", "sheet 1, “The frames”")
    assert (fault.said, fault.shown) == ("All 2 frames give D.", "3 frames")


def test_a_page_in_a_language_that_is_not_known_is_not_judged():
    page = read(frames(*THREE), line("All 2 frames give D."))
    assert faults_of_page(page.replace('lang="en"', 'lang="fr"')) == ()


SERBIAN_FRAMES = [
    ("sr-Cyrl", "контрола", "Сви оквири (3) дају D", "Сви оквири (2) дају D"),
    ("sr-Latn", "kontrola", "Svi okviri (3) daju D", "Svi okviri (2) daju D"),
]


@pytest.mark.parametrize(("lang", "control", "agrees", "contradicts"), SERBIAN_FRAMES)
def test_serbian_is_read_in_both_scripts_with_its_decimal_comma(lang, control, agrees, contradicts):
    rows = frames(*THREE).replace(">control<", f">{control}<")
    rows = re.sub(r">(\(?)(\d)\.(\d\d)(\)?)<", r">\1\2,\3\4<", rows)
    page = read(rows, "{}").replace('lang="en"', f'lang="{lang}"')
    assert faults_on(read_page(page.format(line(agrees)))) == ()
    assert [fault.shown for fault in faults_on(read_page(page.format(line(contradicts))))] == ["3 frames"]


def test_both_languages_know_the_same_claims_with_the_same_parts():
    assert set(ENGLISH) == set(SERBIAN)
    parts = {
        name: (set(re.compile(ENGLISH[name]).groupindex), set(re.compile(SERBIAN[name]).groupindex)) for name in ENGLISH
    }
    same = {name: [{part.rstrip("234") for part in each} for each in both] for name, both in parts.items()}
    assert [name for name, (one, other) in same.items() if one != other] == []


# Patterns of a word or two, which are read within a cell, a list or another claim alone.
WITHIN = {
    "place.goes",
    "place.always",
    "apart.moves",
    "asked.one",
    "bound.after",
    "bound.with",
    "frames.give",
    "frames.in",
    "frames.rest",
    "frames.score",
    "group.with",
    "level.cell",
    "plans",
    "rated.silent",
    "signs.one",
    "silent",
    "state",
    "table.country",
    "uncounted",
    "verdicts.one",
}
# What stands in for a part of a message; any other part is a name.
SAMPLES = {
    "score": "0.35",
    "low": "0.30",
    "high": "0.40",
    "one": "0.50",
    "grade": "D",
    "least": "67%",
    "coverage": "70%",
}


def filled(message: str, samples: dict[str, str]) -> str:
    """A message with something in each of its places: a name that is a number where `samples` says so."""
    return re.sub(r"%\((\w+)\)s", lambda part: samples.get(part[1], "3"), message).replace("%%", "%")


@pytest.mark.parametrize("samples", [{}, SAMPLES], ids=["numbers", "scores"])
def test_a_message_that_is_read_in_english_is_read_in_its_translation(samples):
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    english, serbian = grammar_of("en"), grammar_of("sr-Cyrl")
    unread, seen = [], set()
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        if not ids[0] or not all(told):
            continue
        for name in set(ENGLISH) - WITHIN:
            if any(english.found(name, filled(each, samples)) for each in ids):
                seen.add(name)
                if not any(serbian.found(name, filled(each, samples)) for each in told):
                    unread.append((name, ids[-1]))
    assert unread == []
    assert len(seen) > len(ENGLISH) / 3

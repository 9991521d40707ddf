"""What an import says of itself, by what can be known of its columns, rows and cells."""

from __future__ import annotations

import pytest
import weasyprint

from evaluator.intake.formats.reader import read_directly
from evaluator.intake.heads import head_of, is_body, lists_contents, propose
from evaluator.intake.looks import not_its_kind
from evaluator.intake.rows import import_rows
from evaluator.intake.verdict import stops, verdict_of
from evaluator.intake.vocabulary import Vocabulary
from tests.intake.conftest import grid_of, source_of

HEAD = ["Milestone", "Measurement", "Reporting Mechanism", "Target Date", "Responsible Party"]
ROWS = [
    ["1.1 Assess data assets for their purpose", "Progress", "Reporting Tool", "Dec. 31, 2025", "CIO Council"],
    ["1.2 Acquire data needed to answer priority questions", "Progress", "Tool", "Measure annually", "All agencies"],
    ["1.3 Name the assets that support the questions", "Progress", "Tool", "December 31, 2026", "All agencies"],
    ["2.1 Publish the priority goals of each year", "Completion", "Web page", "2027", "CDO Council"],
]


def kinds(found):
    return [note.kind for note in verdict_of(found.notes).doubts]


def test_a_row_of_the_body_with_more_known_words_is_not_taken_for_the_head(taken):
    found = taken(grid_of([HEAD, *ROWS]))
    assert [column.role for column in found.mapping.tables[0].columns] == [
        "activity", "indicator", "verification", "time", "responsible",
    ]  # fmt: skip
    assert [(row.plan_number, row.text, row.end) for row in found.measures][:2] == [
        ("1.1", "Assess data assets for their purpose", "2025-12-31"),
        ("1.2", "Acquire data needed to answer priority questions", ""),
    ]
    assert verdict_of(found.notes).word == "read"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["1.2 Train judges", "Measure", "Agency"], True),
        (["• Train judges", "Measure", "Agency"], True),
        (["Action plan", "Measure", "http://wiki.example.org/no"], True),
        (["Measure", "Dec. 31, 2021", "Agency"], True),
        (["Measure", "31.12.2021", "Agency"], True),
        (["Measure", "with resources to licensed facilities", "Agency"], True),
        (["1", "Train judges", "Police"], True),
        (["Activity", "responsible body", "Budget 2025"], False),
        (["Activity", "2025", "2026"], False),
        (["1", "2", "3"], False),
    ],
)
def test_a_row_with_a_number_bullet_date_or_half_a_sentence_is_of_the_body(row, expected):
    assert is_body(grid_of([row]).rows[0]) is expected


def test_a_table_of_contents_is_no_plan(words, taken):
    rows = [
        ["No.", "Chapter", "Specification", "Page No"],
        *([str(at), "", f"Part {at}", str(3 * at)] for at in (1, 2, 3)),
    ]
    assert lists_contents(grid_of(rows), words)
    dotted = [
        ["Measures of prevention .......", "4"],
        ["Measures of protection .......", "9"],
        ["Annex ........", "12"],
    ]
    assert lists_contents(grid_of(dotted), words)
    assert not lists_contents(grid_of([HEAD, *ROWS]), words)
    plan = grid_of([["Activity", "Deadline"], ["Train judges", "2025"]], number=2)
    assert [row.text for row in taken(grid_of(rows), plan).measures] == ["Train judges"]


def test_a_column_of_texts_that_repeat_or_are_short_holds_no_activities(words):
    repeated = [["Measure", "Deadline"], *(["Progress of the whole agency", "2025"] for _ in range(5))]
    short = [["Measure", "Deadline"], *([f"Item {at}", "2025"] for at in range(5))]
    for rows in (repeated, short):
        assert head_of(grid_of(rows), Vocabulary(words)) is not None
    assert not_its_kind("activity", ["Progress of the whole agency"] * 5, words) == "1 of its 5 texts differ"
    assert not_its_kind("activity", [f"Item {at}" for at in range(5)], words) == "its texts have 2 words"
    assert not_its_kind("activity", ["Item"] * 3, words) == ""  # too few to be known


@pytest.mark.parametrize("text", ["Progress of the whole agency", "Item"])
def test_a_table_without_activities_is_left_out_with_the_reason(taken, text):
    found = taken(grid_of([["Measure", "Deadline"], *([text, "2025"] for _ in range(5))]))
    assert not found.measures


def test_columns_that_are_not_like_their_kind_are_doubts_with_page_and_cell(taken):
    rows = [[*row[:3], "for all agencies", "31.12.2025"] for row in ROWS]
    found = taken(grid_of([HEAD, *rows], page=7))
    doubts = [one for one in verdict_of(found.notes).doubts if one.kind != "row-open"]
    assert [(one.kind, one.place, one.found) for one in doubts] == [
        ("not-its-kind", "p. 7, table 1, row 2, column 4",
         "column 'Target Date' is read as time, but 0 of its 4 texts are a time"),
        ("not-its-kind", "p. 7, table 1, row 2, column 5",
         "column 'Responsible Party' is read as responsible, but 4 of its 4 texts are numbers"),
    ]  # fmt: skip


def test_codes_sentences_and_numbered_texts_are_no_goals_sums_or_remarks(taken):
    head = ["Task", "Priority", "Means", "Remark"]
    means = "Prepare recommendations for all companies on measures that protect their workers from the heat of summer"
    rows = [[f"Reduce the effects of heat on group {at}", "ST", f"1.{at}. {means}", "x"] for at in range(1, 6)]
    found = taken(grid_of([head, *rows]))
    assert [one.found for one in verdict_of(found.notes).doubts] == [
        "column 'Priority' is read as aim, but its texts are codes"
    ]
    assert [row.plan_number for row in found.measures if row.level == "activity"] == ["1.1", "1.2", "1.3", "1.4", "1.5"]


def test_a_row_that_stands_alone_or_goes_on_or_holds_two_measures_is_a_doubt(taken):
    rows = [
        *ROWS,
        ["Chapter of other things that follow", "", "", "", ""],
        ["and the goals of the next years", "Progress", "Tool", "2027", "CDO Council"],
        ["3.1 Train the judges\n3.2 Train the police", "Progress", "Tool", "2027", "CDO Council"],
    ]
    found = taken(grid_of([HEAD, *rows]))
    assert [(one.place, one.found) for one in verdict_of(found.notes).doubts if one.kind == "not-its-kind"] == [
        ("table 1, row 7, column 1", "an activity begins inside a sentence: 'and the goals of the next years'"),
    ]
    assert [(one.place, one.found) for one in verdict_of(found.notes).doubts if one.kind == "row-open"] == [
        ("table 1, row 8", "2 numbered texts in one cell, which may be as many measures: 3.1, 3.2"),
    ]


def test_numbered_measures_over_a_page_break_stay_two_rows(taken):
    head = ["Activity", "Responsible", "Deadline"]
    first = grid_of([head, ["1.1 Train judges of all courts", "Ministry of Justice", "2025"]], 1, 1)
    second = grid_of([["1.2 open a shelter in the north", "Ministry of Interior", "2026"]], 2, 2)
    found = taken(first, second)
    assert [(row.plan_number, row.time_text) for row in found.measures] == [("1.1", "2025"), ("1.2", "2026")]
    first = grid_of([["No.", *head], ["1", "Train judges of all courts", "Ministry of Justice", "2025"]], 1, 1)
    new = grid_of([["", "Open a shelter in the north", "Ministry of Interior", "2026"]], 2, 2)
    assert [row.text for row in taken(first, new).measures] == [
        "Train judges of all courts",
        "Open a shelter in the north",
    ]


def test_a_logframe_becomes_goals_with_their_indicators(taken):
    activities = grid_of([["Activity", "Deadline"], ["Train judges", "2025"]])
    logframe = grid_of(
        [
            ["Hierarchy of objectives", "Performance indicators", "Baseline"],
            ["Goal of safe migration", "number of reports", "12"],
            ["^", "share of cases", "5 %"],
            ["Goal of fair work", "number of visits", "0"],
        ],
        number=2,
    )
    found = taken(activities, logframe)
    assert [(row.level, row.text) for row in found.measures] == [
        ("activity", "Train judges"), ("objective", "Goal of safe migration"), ("objective", "Goal of fair work"),
    ]  # fmt: skip
    assert [(one.measure_id, one.text) for one in found.indicators] == [
        ("O002", "number of reports"), ("O002", "share of cases"), ("O003", "number of visits"),
    ]  # fmt: skip


HEADS = {
    "en": ["Commitment", "Responsible party", "Target date", "Expected output"],
    "es": ["Acción", "Institución responsable", "Plazo", "Indicador"],
    "pt": ["Ação", "Entidade responsável", "Prazo", "Indicador"],
    "fr": ["Mesure", "Institution responsable", "Échéance", "Indicateur"],
    "ru": ["Наименование мероприятия", "Ответственный исполнитель", "Срок исполнения", "Ожидаемый результат"],
    "sq": ["Veprimi", "Institucioni përgjegjës", "Afati", "Treguesi"],
    "sr-Latn": ["Aktivnost", "Nadležni organ", "Rok za sprovođenje", "Pokazatelj učinka"],
    "hr": ["Mjera", "Nositelj", "Rok provedbe", "Pokazatelj rezultata"],
    "bs": ["Mjere", "Odgovorne institucije", "Vremenski okvir", "Indikatori"],
    "mk": ["Активност", "Надлежна институција", "Рок", "Индикатор"],
    "ro": ["Acțiuni", "Instituții responsabile", "Termen de realizare", "Indicatori"],
    "bg": ["Дейност", "Отговорна институция", "Срок", "Индикатор"],
    "et": ["Tegevus", "Vastutaja", "Tähtaeg", "Oodatavad tulemused"],
    "lv": ["Pasākums", "Atbildīgā institūcija", "Izpildes termiņš", "Rezultatīvais rādītājs"],
    "lt": ["Priemonės pavadinimas", "Atsakingi vykdytojai", "Įvykdymo terminas", "Vertinimo kriterijai"],
    "de": ["Maßnahme", "Zuständigkeit", "Umsetzungszeitraum", "Indikatoren"],
}


@pytest.mark.parametrize("lang", HEADS)
def test_heads_of_plans_are_known_in_each_language(words, lang):
    head = head_of(grid_of([HEADS[lang], ["x", "y", "z", "w"]]), Vocabulary(words))
    assert head is not None
    assert [role if role != "lead" else "responsible" for role in head.roles] == [
        "activity", "responsible", "time", "indicator",
    ]  # fmt: skip


def test_two_languages_side_by_side_are_one_and_a_doubt(words):
    head = ["Aktivnost", "Measures to be taken", "Rok", "Deadline", "Nosilac", "Budget"]
    table = grid_of([head, ["Obuka sudija u svim sudovima", "Train judges", "2025", "2025", "MUP", "10"]])
    proposal = propose(source_of(table), words, "plan")
    assert [column.role for column in proposal.mapping.tables[0].columns] == [
        "activity", "note", "time", "note", "lead", "resources",
    ]  # fmt: skip
    (note,) = [note for note in proposal.notes if note.kind == "column-twice"]
    assert note.found.startswith("columns in two languages side by side: 'Measures to be taken', 'Deadline'")


def test_a_whole_table_in_two_languages_gives_the_first_of_them(words, taken):
    table = grid_of(
        [
            ["Aktivnost", "Nosilac", "Rok", "Activity", "Lead agency", "Deadline"],
            ["Obuka sudija u svim sudovima", "MoJ", "2025", "Training of judges in all courts", "MoJ", "2025"],
            ["Otvaranje sigurne kuće u Nišu", "MoI", "2026", "Opening of a shelter in Niš", "MoI", "2026"],
        ]
    )
    found = taken(table)
    assert [(row.level, row.text, row.time_text) for row in found.measures] == [
        ("activity", "Obuka sudija u svim sudovima", "2025"), ("activity", "Otvaranje sigurne kuće u Nišu", "2026"),
    ]  # fmt: skip
    assert "columns in two languages side by side" in propose(source_of(table), words, "plan").notes[0].found


def roles_of(words, rows):
    return [column.role for column in propose(source_of(grid_of(rows)), words, "plan").mapping.tables[0].columns]


def test_bare_numbers_under_the_word_for_an_activity_are_the_numbers_of_the_next_column(words):
    rows = [
        ["Ação", "Nome da Ação", "Meta/Prazo"],
        ["1", "Semana de dados abertos", "2018"],
        ["2", "Oficina de dados", "2019"],
    ]
    assert roles_of(words, rows) == ["number", "activity", "time"]


def test_columns_without_a_name_left_of_the_activities_are_their_numbers_or_their_goals(words):
    head = ["", "Activity", "Deadline"]
    numbers = [["1.1", "Train the judges of courts", "2025"], ["1.2", "Open a shelter in town", "2026"]]
    goals = [["Prevention of harm", "Train the judges of courts", "2025"], ["", "Open a shelter in town", "2026"]]
    assert roles_of(words, [head, *numbers])[0] == "number"
    assert roles_of(words, [head, *goals])[0] == "objective"
    assert roles_of(words, [["", *head], *[[own[0], own[1], "", own[2]] for own in numbers]]) == [
        "number", "activity", "ignore", "time",
    ]  # fmt: skip


def test_sums_are_no_measures_and_a_heading_with_a_sum_is_a_heading(taken):
    found = taken(
        grid_of(
            [
                ["Measures", "Costs"],
                ["Sector of energy", "60"],
                ["Save the power of public buildings", "20"],
                ["Build small networks in villages", "40"],
                ["TOTAL", "60"],
            ]
        )
    )
    assert [(row.level, row.text) for row in found.measures] == [
        ("objective", "Sector of energy"), ("activity", "Save the power of public buildings"),
        ("activity", "Build small networks in villages"),
    ]  # fmt: skip
    assert [note.kind for note in found.notes] == ["foot", "foot", "foot"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["or in the other of the towns", "", ""], "a heading begins inside a sentence"),
        (["T r a i n the j u d g e s", "2025", "MoJ"], "of single letters"),
    ],
)
def test_rows_that_cannot_be_right_are_doubts(taken, row, told):
    head, first = ["Activity", "Deadline", "Lead agency"], ["Train the judges of all courts", "2025", "MoJ"]
    rows = [first, ["Open a shelter in one of the towns", "2026", "MoI"], row, ["Teach in all schools", "2026", "MoI"]]
    doubts = verdict_of(taken(grid_of([head, *rows])).notes).doubts
    assert any(told in note.found for note in doubts)


def test_a_table_without_a_head_that_is_as_wide_as_the_plans_is_a_doubt(words):
    plan = grid_of([["Activity", "Deadline", "Lead agency"], ["Train the judges", "2025", "MoJ"]])
    between = grid_of([["Year", "Cases"], ["2020", "4"]], number=2)
    rest = grid_of([["Kinds of help", "For whom", "Remarks made"], ["a", "b", "c"]], number=3)
    kinds = {note.kind for note in propose(source_of(plan, between, rest), words, "plan").notes}
    assert "table-left-out" in kinds


# The form of a real plan: running text, then a ruled table with heads of two lines, numbers in the text and a word that
# the line breaks at its hyphen.
MILESTONES = """<style>@page { size: letter; margin: 2cm } td, th { border: 1px solid; width: 20%; font-size: 9pt }
table { border-collapse: collapse; width: 100% } th { text-align: center }</style>
<h2>Action 1. Find what help costs</h2><p>In 2020 the agencies began to ask what shelters need. They will go on.</p>
<table><tr><th>Milestone</th><th>Measurement</th><th>Reporting<br>Mechanism</th><th>Target Date</th></tr>
<tr><td>1.1 Count the places in all shelters, in support of the budget</td><td>Progress</td>
<td>Progress Reporting<br>Tool</td><td>Measure<br>Annually</td></tr>
<tr><td>2.1 Boards document the aims of their non-<br>governmental partners</td><td>Completion</td>
<td>Tool &amp; Post to web page</td><td>Dec. 31, 2021</td></tr></table>"""


def test_a_ruled_page_with_heads_of_two_lines_comes_out_cell_by_cell(settings, tmp_path):
    (tmp_path / "plan.pdf").write_bytes(weasyprint.HTML(string=MILESTONES).write_pdf())
    source = read_directly(tmp_path / "plan.pdf", settings.words)
    found = import_rows(source, propose(source, settings.words, "plan").mapping, settings)
    measured = {one.measure_id: (one.text, one.verification) for one in found.indicators}
    rows = [(row.plan_number, row.text, row.time_text, *measured[row.measure_id]) for row in found.measures]
    assert rows == [
        ("1.1", "Count the places in all shelters, in support of the budget", "Measure Annually", "Progress",
         "Progress Reporting Tool"),
        ("2.1", "Boards document the aims of their non-governmental partners", "Dec. 31, 2021", "Completion",
         "Tool & Post to web page"),
    ]  # fmt: skip
    assert verdict_of(found.notes).word == "read with doubts"  # "non-governmental" was put together from two lines


def test_words_of_a_cell_that_land_in_no_field_stop_the_import(taken):
    head = ["No.", "Activity", "Baseline", "Deadline"]
    table = grid_of([head, ["1.1", "Train judges", "only 40 in all courts", "2025"]])
    (note,) = [one for one in taken(table).notes if one.kind == "text-lost"]
    assert note.place == "table 1, row 2, column 3"
    assert note.found.endswith("5 words of 'only 40 in all courts' are in no field of the row: only 40 in all courts")
    assert stops([note])
    kept = grid_of([["No.", "Activity", "Deadline"], ["1.1", "Train:\na) judges\nb) the police", "31 May 2025"]])
    assert not stops(taken(kept).notes)

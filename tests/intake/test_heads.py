"""Heads of tables and what they say the columns are."""

from __future__ import annotations

import pytest

from evaluator.intake.heads import head_of, is_band, propose
from evaluator.intake.table_runs import is_heading
from evaluator.intake.vocabulary import Vocabulary, any_phrase, only_phrase
from tests.intake.conftest import grid_of, source_of

HEADS = {
    "en": [
        "No.",
        "Specific objective",
        "Activity",
        "Responsible institution",
        "Partners",
        "Deadline",
        "Indicators",
        "Budget (EUR)",
    ],
    "fr": [
        "N°",
        "Objectif spécifique",
        "Activités",
        "Institution responsable",
        "Partenaires",
        "Échéance",
        "Indicateurs",
        "Coût",
    ],
    "sq": [
        "Nr.",
        "Objektivi specifik",
        "Aktivitetet",
        "Institucioni përgjegjës",
        "Partnerët",
        "Afati",
        "Treguesit",
        "Kosto",
    ],
    "sr-Cyrl": [
        "Р. бр.",
        "Посебан циљ",
        "Активност",
        "Надлежна институција",
        "Партнери",
        "Рок",
        "Показатељи",
        "Средства",
    ],
    "sr-Latn": [
        "R. br.",
        "Poseban cilj",
        "Mjera",
        "Odgovorna institucija",
        "Saradnici",
        "Rok za izvršenje",
        "Indikatori",
        "Budžet",
    ],
    "mk": [
        "Ред. бр.",
        "Посебна цел",
        "Активности",
        "Надлежна институција",
        "Партнери",
        "Временска рамка",
        "Индикатори",
        "Буџет",
    ],
    "ro": [
        "Nr. crt.",
        "Obiectivul specific",
        "Acțiuni",
        "Instituția responsabilă",
        "Parteneri",
        "Termen",
        "Indicatori",
        "Surse de finanțare",
    ],
    "bg": ["№", "Специфична цел", "Дейности", "Отговорна институция", "Партньори", "Срок", "Индикатори", "Финансиране"],
    "pt": [
        "N.º",
        "Objetivo específico",
        "Atividades",
        "Entidade responsável",
        "Parceiros",
        "Prazo",
        "Indicadores",
        "Orçamento",
    ],
    "uk": ["№ з/п", "Операційна ціль", "Найменування заходу", "Відповідальні за виконання", "Партнери",
           "Строк виконання", "Індикатор", "Джерела фінансування"],
    "pl": ["Lp.", "Cel szczegółowy", "Działanie", "Podmiot odpowiedzialny", "Partnerzy", "Termin realizacji",
           "Wskaźniki", "Źródła finansowania"],
}  # fmt: skip
ROLES = ["number", "objective", "activity", "responsible", "partners", "time", "indicator", "resources"]


@pytest.fixture(scope="module")
def vocabulary(words):
    return Vocabulary(words)


@pytest.mark.parametrize("lang", HEADS)
def test_heads_are_known_in_every_language_and_both_scripts(lang, words):
    table = grid_of([HEADS[lang], ["1", "a", "b", "c", "d", "2025", "e", "f"]])
    (mapped,) = propose(source_of(table), words, "plan").mapping.tables
    assert [column.role for column in mapped.columns] == ROLES
    assert propose(source_of(table), words, "plan").mapping.lang in (lang, "sr-Latn" if lang == "hr" else lang)


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Носилац активности", "lead"),
        ("Показатељи активности", "indicator"),
        ("Активност / Aktivnost", "activity"),
        ("Means of verification", "verification"),
        ("Baseline value (year)", "baseline"),
        ("Target value", "target"),
        ("Target group", "beneficiary"),
        ("Colour", None),
        ("", None),
    ],
)
def test_the_phrase_that_begins_first_and_then_the_longest_decides(vocabulary, head, role):
    assert vocabulary.role_of(head)[0] == role


def test_a_head_of_two_rows_is_one_and_its_texts_are_joined(vocabulary):
    table = grid_of(
        [
            ["Activity", "Cost", "<", "Deadline"],
            ["^", "State budget", "Donors", "^"],
            ["1", "2", "3", "4"],
            ["Train judges", "100", "200", "2025"],
        ]
    )
    head = head_of(table, vocabulary)
    assert head.rows == 3
    assert head.texts == ("Activity", "Cost / State budget", "Cost / Donors", "Deadline")
    assert head.roles == ("activity", "resources", "resources", "time")


def test_a_title_above_the_head_is_no_head_and_no_row(vocabulary):
    table = grid_of([["National plan", "<", "<"], ["Activity", "Deadline", "Budget"], ["a", "2025", "1"]])
    assert head_of(table, vocabulary).rows == 2


def test_a_table_without_a_known_head_is_left_out_and_told(words):
    plan = grid_of([["Activity", "Deadline"], ["a", "2025"]])
    other = grid_of([["Name", "Signature", "Stamp"], ["x", "y", "z"]], number=2)
    proposal = propose(source_of(plan, other), words, "plan")
    assert [table.tables for table in proposal.mapping.tables] == [(1,)]
    (note,) = proposal.notes
    assert (note.kind, note.place) == ("other-table", "table 2")
    assert note.found == "2 rows and 21 characters under no head that is known, beginning 'Name'"


def test_tables_with_the_same_head_or_none_are_one_over_several_pages(words):
    first = grid_of([["Activity", "Deadline"], ["a", "2025"]])
    again = grid_of([["ACTIVITY", "deadline"], ["b", "2026"]], number=2)
    bare = grid_of([["c", "2026"]], number=3)
    other = grid_of([["Activity", "Partners"], ["d", "NGOs"]], number=4)
    proposal = propose(source_of(first, again, bare, other), words, "plan")
    assert [table.tables for table in proposal.mapping.tables] == [(1, 2, 3), (4,)]


def test_unknown_and_second_columns_are_remarks_and_told(words):
    table = grid_of([["Activity", "Colour", "Deadline", "No.", "Number"], ["a", "b", "2025", "1", "2"]])
    proposal = propose(source_of(table), words, "plan")
    assert [column.role for column in proposal.mapping.tables[0].columns] == [
        "activity",
        "note",
        "time",
        "number",
        "note",
    ]
    assert [(note.kind, note.found) for note in proposal.notes] == [
        ("column-unknown", "column 'Colour'"),
        ("column-twice", "a second column 'Number' for number"),
    ]


def test_of_two_columns_of_activities_the_one_that_groups_is_the_step_above(words):
    table = grid_of([["Measure", "Activity", "Deadline"], ["m", "a", "2025"], ["^", "b", "2026"]])
    proposal = propose(source_of(table), words, "plan")
    assert [column.role for column in proposal.mapping.tables[0].columns] == ["objective", "activity", "time"]


def test_goals_are_the_rows_of_a_plan_that_has_nothing_below_them(words):
    goals = grid_of([["Eixo", "Nº", "Meta"], ["Gestão da política", "1", "Formar juízes"]])
    proposal = propose(source_of(goals), words, "plan")
    (table,) = proposal.mapping.tables
    assert [column.role for column in table.columns] == ["aim", "number", "activity"]
    assert [(note.kind, note.found) for note in proposal.notes] == [
        ("without-activity", "no column of activities, and column 'Meta'"),
    ]
    others = grid_of([["Nº", "Ação"], ["1", "Formar juízes"]], number=2)
    roles = [
        [column.role for column in one.columns] for one in propose(source_of(goals, others), words, "p").mapping.tables
    ]
    assert roles[0] == ["aim", "number", "objective"], "another table has activities"


def test_a_heading_inside_a_table_takes_the_row_or_stands_alone_first():
    assert is_band(grid_of([["Prevention", "<", "<"]]).rows[0])
    assert is_band(grid_of([["Prevention", "", ""]]).rows[0])
    assert not is_band(grid_of([["", "Prevention", ""]]).rows[0])
    assert not is_band(grid_of([["a", "b", ""]]).rows[0])


def test_phrases_in_texts(words):
    assert any_phrase("Општи циљ 1: Превенција", words.aims)
    assert only_phrase("Као горе.", words.as_above)
    assert not only_phrase("as above, and more", words.as_above)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Prevention", True),
        ("II. Protection of victims", True),
        ("2.1 Рана идентификација", True),
        ("Општи циљ: Превенција", True),
        ("Prevention", False),
        ("2025 was a good year", False),
        ("2025-2027", False),
        ("I think so", False),
        ("1. " + "word " * 30, False),
        ("5 Goals and measures", False),
        ("IV. National action plan against trafficking in human beings 2025-2027", False),
        ("5. Ciljevi i mere", False),
        ("3. Obiective și măsuri", False),
        ("2. Measures against trafficking in children", True),
        ("3. Against trafficking in human beings", True),
        ("4. Objective", True),
    ],
)
def test_a_heading_is_short_and_begins_with_a_number_or_as_an_objective(text, expected, words):
    assert is_heading(text, words) == expected

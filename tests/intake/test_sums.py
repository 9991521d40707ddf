"""A table of sums beside the table of measures that its rows name by number."""

from __future__ import annotations

from evaluator.intake.heads import propose
from evaluator.intake.mapping import mapping_text, read_mapping
from evaluator.intake.report import account_of
from evaluator.intake.rows import import_rows
from evaluator.intake.sure import asked
from evaluator.intake.verdict import stops
from tests.intake.conftest import grid_of, source_of

PLAN = grid_of(
    [
        ["Pasākums", "Atbildīgā institūcija", "Izpildes termiņš"],
        ["6. Sniegt palīdzību cietušajiem", "LM", "31.12.2026."],
        ["7. Pārbaudīt darba vietas visur", "VDI", "31.12.2026."],
        ["8. Apmācīt tiesnešus un prokurorus", "TM", "31.12.2027."],
    ]
)
SUMS = grid_of(
    [
        ["Iestāde", "Pasākums", "2025.", "2026.", "Gads"],
        ["Kopā", "", "101 898,68", "0", "x"],
        ["Labklājības ministrija", "6. pasākums", "77 000,00", "0", "2025"],
        ["Darba inspekcija", "7. pasākums", "24 898,68", "5 000,00", "2025"],
    ],
    number=2,
)


def read(settings, *tables):
    source = source_of(*tables)
    found = asked(propose(source, settings.words, "plan", "lv"), source, settings.words)
    return source, found.mapping, import_rows(source, found.mapping, settings)


def test_sums_are_joined_to_their_measures_by_number_once_a_person_confirms_the_columns(settings, tmp_path):
    source, mapping, found = read(settings, PLAN, SUMS)
    assert [(one.head, one.role, one.is_open) for one in mapping.tables[1].columns] == [
        ("Iestāde", "ignore", True), ("Pasākums", "number", True), ("2025.", "resources", True),
        ("2026.", "resources", True), ("Gads", "ignore", True),
    ]  # fmt: skip
    names = {row.measure_id: row.plan_number for row in found.measures}
    assert [(names[one.measure_id], one.year_from, one.state, one.amount, one.currency) for one in found.money] == [
        ("6", "2025", "amount", 77000.0, "EUR"),
        ("6", "2026", "zero", None, ""),
        ("7", "2025", "amount", 24898.68, "EUR"),
        ("7", "2026", "amount", 5000.0, "EUR"),
    ]
    assert found.measures[0].resources_text == "2025.: 77 000,00; 2026.: 0"
    assert [names[one] for one in found.unconfirmed] == ["6", "7"]
    assert account_of(source, found).lost == ()
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping_text(mapping), encoding="utf-8")
    assert read_mapping(path, source) == mapping


def test_sums_of_a_number_that_no_measure_has_stop_the_import(settings):
    row = ["Tieslietu ministrija un visas tās iestādes", "9. pasākums", "77 000,00"]
    strange = grid_of([["Iestāde", "Pasākums", "2025."], row], number=2)  # as wide as the plan's own table
    _, _, found = read(settings, PLAN, strange)
    assert [note.found for note in found.notes if note.kind == "number-lost"] == [
        "the number 9 of the file is in no row, and has sums"
    ]
    assert found.money == ()
    assert stops(found.notes)


def test_a_sum_of_several_measures_is_that_of_none(settings):
    rows = [["Pasākums", "2025.", "2026."], ["6.-7. pasākums", "900,00", "800,00"], ["8. pasākums", "50,00", "70,00"]]
    _, _, found = read(settings, PLAN, grid_of(rows, number=2))
    names = {row.measure_id: row.plan_number for row in found.measures}
    assert [(names[one.measure_id], one.amount) for one in found.money] == [("8", 50.0), ("8", 70.0)]
    assert [one.found for one in found.notes if one.kind == "amount-doubtful"] == [
        "'6.-7. pasākums' names several measures together, and has sums"
    ]

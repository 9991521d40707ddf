"""A table is declared once, and every outlet has its columns."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from pandera.errors import SchemaErrors

from evaluator.model.schema import column
from evaluator.tables.base import Table, col, declared


@dataclass(frozen=True)
class Town:
    name: str
    people: int | None
    rivers: tuple[str, ...] = ()


TOWNS: Table[list[Town], Town] = Table(
    "towns",
    "One town.",
    lambda towns, _: towns,
    (
        col("name", "id", "its name", lambda town: town.name, required=True, unique=True),
        col("people", "integer", "who lives there", lambda town: town.people, least=0),
        col("rivers", "ids", "rivers", lambda town: town.rivers, header="on"),
    ),
    lambda table, _: "more than a million" if table["people"].max() > 1_000_000 else "",
)
TWO = [Town("Tirana", 400, ("Lana", "Tirana")), Town("Vlora", None)]


def test_csv_has_the_header_and_a_line_for_each_row_of_every_source():
    assert TOWNS.csv(TWO, [Town("Fier", 3)]).splitlines() == [
        "name,people,on", "Tirana,400,Lana;Tirana", "Vlora,,", "Fier,3,",
    ]  # fmt: skip


def test_records_keep_values_as_they_are():
    assert TOWNS.records(TWO)[0] == {"name": "Tirana", "people": 400, "on": ("Lana", "Tirana")}


def test_a_frame_is_typed_and_keeps_the_contract():
    frame = TOWNS.frame(TWO)
    assert list(frame.columns) == ["name", "people", "on"]
    assert str(frame["people"].dtype) == "Int64"
    assert frame["people"].isna().tolist() == [False, True]
    assert frame["on"].tolist()[0] == "Lana;Tirana"
    with pytest.raises(SchemaErrors):
        TOWNS.frame([Town("Tirana", -1)])


def test_a_broken_promise_between_columns_is_named():
    with pytest.raises(ValueError, match="more than a million"):
        TOWNS.frame([Town("Tirana", 2_000_000)])


def test_columns_are_chosen_by_name_in_the_order_given_and_an_unknown_one_is_refused():
    assert TOWNS.only("rivers name").labels == ("on", "name")
    assert TOWNS.only("rivers name").values(TWO)[0] == (("Lana", "Tirana"), "Tirana")
    with pytest.raises(KeyError):
        TOWNS.only("sea")


def test_a_room_above_adds_a_column_that_it_alone_can_read():
    more = TOWNS.also(col("letters", "integer", "of its name", lambda town: len(town.name)))
    assert more.csv(TWO[:1]).splitlines()[1] == "Tirana,400,Lana;Tirana,6"
    assert "letters" not in TOWNS.labels


def test_json_has_null_for_nothing_lists_for_several_and_names_of_its_own():
    towns = [Town("", 0, ("Lana",))]
    assert TOWNS.json(towns, name="town") == [{"town": None, "people": 0, "on": ["Lana"]}]


def test_a_class_of_rows_declares_a_table_of_its_own():
    @dataclass(frozen=True)
    class River:
        """One river."""

        name: str = column("id", "its name", required=True)
        length: float | None = column("number", "in km", least=0)

    table = declared(River)
    assert (table.name, table.doc, table.labels) == ("River", "One river.", ("name", "length"))
    assert table.csv([River("Lana", 29.0), River("Vjosa")]).splitlines() == ["name,length", "Lana,29", "Vjosa,"]
    assert str(table.frame([River("Lana", 29.0)])["length"].dtype) == "float64"

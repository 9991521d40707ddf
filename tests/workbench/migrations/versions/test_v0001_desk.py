"""The first tables are those that the first version of the desk made itself."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

from evaluator.extensions.workbench.database import MIGRATIONS
from tests.workbench.test_database import FIRST_TABLES


def shape(engine):
    seen = inspect(engine)
    return {
        name: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted(tuple(one["column_names"]) for one in seen.get_unique_constraints(name)),
            sorted(tuple(one["column_names"]) for one in seen.get_indexes(name)),
        )
        for name in ("events", "keys", "sessions")
    }


def test_it_makes_the_tables_that_desks_had_before_versions():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    new, old = create_engine("sqlite://"), create_engine("sqlite://")
    with new.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with old.begin() as connection:
        for statement in filter(str.strip, FIRST_TABLES.split(";")):
            connection.execute(text(statement))
    assert shape(new) == shape(old)
    assert shape(new)["events"][2] == [("previous",), ("uuid",)]
    new.dispose()
    old.dispose()

"""The second version adds accounts, and a time to keys; what was there stays."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

from evaluator.extensions.workbench.database import MIGRATIONS


def test_keys_that_were_there_open_without_an_end():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine("sqlite://")
    for version in ("0001", "0002"):
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, version)
            if version == "0001":
                connection.execute(text("INSERT INTO keys VALUES ('a', 'x')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT code, sha256, until FROM keys")).all() == [("a", "x", None)]
    assert [column["name"] for column in inspect(engine).get_columns("accounts")] == ["code", "password", "email"]
    engine.dispose()

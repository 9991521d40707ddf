"""The script that Alembic runs: it applies the migrations on the connection passed to it."""

from __future__ import annotations

from alembic import context

from evaluator.workbench.database import VERSION

if __name__ == "env_py":  # the name under which Alembic runs this; who only imports it changes nothing
    context.configure(connection=context.config.attributes["connection"], version_table=VERSION.name)
    context.run_migrations()

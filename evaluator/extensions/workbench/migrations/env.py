"""The script that Alembic runs: it applies the migrations on the connection passed to it."""

from __future__ import annotations

from alembic import context

from evaluator.extensions.workbench.database import VERSION

if __name__ == "env_py":  # Alembic runs the module under this name; a plain import must change nothing
    context.configure(connection=context.config.attributes["connection"], version_table=VERSION.name)
    context.run_migrations()

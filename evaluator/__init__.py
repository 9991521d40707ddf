"""Score national action plans against human trafficking by rubric files, and print country reports.

Importing the package loads nothing else: each name is fetched when it is first asked for.
"""

from __future__ import annotations


def __getattr__(name: str) -> str:
    """Look up `__version__` in the installed package's metadata, once it is asked for."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("nap-evaluator")

"""Methods for analysts that a later room does: registered from above, their module fetched when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

_HOMES: dict[str, str] = {}


def register(method: str, function: str) -> None:
    """State that `function`, a dotted name, does the work of `method`, as `Class.method`.

    Examples
    --------
    >>> register("Example.total", "math.fsum")
    >>> convenience("Example.total")([0.5, 0.25])
    0.75
    """
    _HOMES[method] = function


def convenience(method: str) -> Callable[..., Any]:
    """Return the function registered for a method; its module is imported now."""
    module, _, name = _HOMES[method].rpartition(".")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return function


def html_table(caption: str, rows: Mapping[str, object]) -> str:
    """Return a small table of names and what is said of each, for a notebook.

    Examples
    --------
    >>> html_table("A plan", {"years": "2018 to 2022"})
    '<table><caption>A plan</caption><tr><th>years</th><td>2018 to 2022</td></tr></table>'
    """
    cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(str(said))}</td></tr>" for name, said in rows.items())
    return f"<table><caption>{escape(caption)}</caption>{cells}</table>"

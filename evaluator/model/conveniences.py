"""Methods for analysts that a later room does: registered from above, their module fetched when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Callable
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

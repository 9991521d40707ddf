"""Render templates: shipped ones in this process, a user's own in a child process with limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ParamSpec, TypeVar

from evaluator.model.wording import PLAIN
from evaluator.read.child import TEMPLATE, Limits, in_child
from evaluator.read.layers import Layers
from evaluator.reports.html.environment import environment, render
from evaluator.reports.kinds import layouts

P = ParamSpec("P")
T = TypeVar("T")


def own_folder(layers: Layers) -> Path | None:
    """Return the user's own template folder; None if there is none or it is empty."""
    return next((folder for folder in layers.folders[:-1] if folder.is_dir() and any(folder.iterdir())), None)


def limited(layers: Layers, limits: Limits, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function and return its result; in a child process with limits if the user has own templates.

    Shipped templates are known to end, so they need no child process.

    Raises
    ------
    StoppedError
        The call reached the limits; the error names the user's folder.
    """
    own = own_folder(layers)
    return call(*args, **kwargs) if own is None else in_child(limits, own, call, *args, **kwargs)


def filled(layers: Layers, lang: str, name: str, **context: object) -> str:
    """Return the named template rendered in a language, under limits if the user has own templates.

    Raises
    ------
    InvalidInputError
        A template of the user is faulty, or takes too much time or memory.
    """
    return limited(layers, TEMPLATE, filled_directly, layers, lang, name, context, layouts())


def filled_directly(layers: Layers, lang: str, name: str, context: dict[str, object], made: Mapping[str, str]) -> str:
    """Return the named template rendered in a language, in this process."""
    wording = getattr(context.get("view"), "wording", PLAIN)
    return render(environment(layers, lang, made, wording), name, **context)

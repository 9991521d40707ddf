"""The door of templates: folders of templates, in which a section of an extension has its own."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from evaluator.doors import Door
from evaluator.read.layers import Layers
from evaluator.read.shipped import shipped_root


class TemplateFolder(Protocol):
    """What an entry of `nap_evaluator.templates` is: a function that returns its folder of templates."""

    def __call__(self) -> Path:
        """Return the folder."""


def shipped_templates() -> Path:
    """Return the folder of our own templates."""
    return shipped_root() / "templates"


def inside(layers: Layers, name: str) -> Path | None:
    """Return the topmost file of that name that lies inside one of the folders, links resolved; else None."""
    try:
        path = layers.file(name) if ".." not in Path(name).parts and not Path(name).is_absolute() else None
        if path is None or not any(path.resolve().is_relative_to(folder.resolve()) for folder in layers.folders):
            return None
    except (OSError, ValueError):  # the name is too long, or has a character that no file name can have
        return None
    return path


def _fits(entry: object) -> str:
    """Return what is wrong with a folder of templates: it is none, or has one under a name of ours."""
    folder = entry() if callable(entry) else None
    if not isinstance(folder, Path) or not folder.is_dir():
        return "it gives no folder"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    taken = next((name for name in names if (shipped_templates() / name).is_file()), None)
    return f"a template of ours is called {taken}" if taken else ""


TEMPLATES: Door[TemplateFolder] = Door(
    "nap_evaluator.templates", {"shipped": "evaluator.reports.html.template_door:shipped_templates"}, _fits
)


def added_template(name: str) -> Path | None:
    """Return a template that is in no folder of the library, from the folders of extensions; None if none has it."""
    found = (inside(Layers((folder(),)), name) for _, folder in TEMPLATES.all())
    return next(filter(None, found), None)

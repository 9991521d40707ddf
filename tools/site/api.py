"""The guide's page of the library in Python, made from its public names."""

from __future__ import annotations

import inspect

import evaluator
from evaluator.api import Plan
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.study import Study

HEAD = """\
# The library in Python

`pip install ".[tables]"` in the folder of the clone, then `import evaluator as ev`. [analyst.md](analyst.md) is a
notebook that uses it; `dir(ev)` lists the names, `help(ev.load)` prints what stands here.

| name | gives |
| --- | --- |
"""
# What a call gives, with the methods that an analyst calls; None: all that are public.
RESULTS: dict[type, str | None] = {
    Plan: None,
    Study: "frame, draws, scores_by_plan, ranks_by_plan, verdict",
    Findings: "frame, headline",
}


def api_page() -> str:
    """Return the page as Markdown: a line for each public name, then what the code says of each."""
    names = {name: getattr(evaluator, name) for name in evaluator.__all__}
    rows = "".join(f"| `ev.{name}` | {_first(thing)} |\n" for name, thing in names.items())
    directives = [".. module:: evaluator", ""]
    directives += [_directive(f"evaluator.{name}", thing) for name, thing in names.items()]
    directives += [_directive(f"{one.__module__}.{one.__name__}", one, members) for one, members in RESULTS.items()]
    return f"{HEAD}{rows}\n```{{eval-rst}}\n" + "\n".join(directives) + "\n```\n"


def _first(thing: object) -> str:
    """Return the first sentence of what the code says of a name."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


def _directive(path: str, thing: object, members: str | None = None) -> str:
    if not inspect.isclass(thing):
        return f".. autofunction:: {path}"
    chosen = f" {members}" if members else ""
    return f".. autoclass:: {path}\n   :members:{chosen}"

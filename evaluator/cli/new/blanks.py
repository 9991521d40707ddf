"""Templates of the files that `evaluator new` writes; a comment at every key explains its value."""

from __future__ import annotations

import json
from string import Template
from typing import get_args

from evaluator.library import shipped_root
from evaluator.model.rubric import Missing, MissingPolicy
from evaluator.read.text.file import read_text

# The policies for missing ratings that a rubric may name instead of the usual one.
POLICIES = ", ".join(name for name in get_args(MissingPolicy) if name != Missing().policy)


def blank(name: str, **filled: str) -> str:
    """Return the text of a template in templates/blanks, with the given values filled in.

    Examples
    --------
    >>> blank("weighting", id="my-rubric").splitlines()[2]
    'rubric: my-rubric'
    """
    return Template(read_text(shipped_root() / "templates" / "blanks" / f"{name}.yaml")).substitute(filled)


def quoted(text: str) -> str:
    """Return a text in double quotes, as YAML writes it.

    Examples
    --------
    >>> print(quoted("a: b"))
    "a: b"
    """
    return json.dumps(text, ensure_ascii=False)

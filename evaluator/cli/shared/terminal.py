"""Safe terminal output: every output passes here, so that data cannot contain terminal commands."""

from __future__ import annotations

import re
import sys

import click

from evaluator.errors import OBJECT

# Characters that control a terminal, except tab and line ends; then marks that change the direction of writing.
CONTROLS = r"\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f"
TURNING = r"\u202a-\u202e\u2066-\u2069"
# The colour codes that click adds to the program's own texts.
COLOUR = r"\x1b\[[0-9;]{1,8}m"
UNPRINTABLE = re.compile(rf"[{CONTROLS}{TURNING}]|\r(?!\n)")
IN_A_FILE = re.compile(rf"({COLOUR})|[{CONTROLS}]|\r(?!\n)")
ON_A_TERMINAL = re.compile(rf"({COLOUR})|[{CONTROLS}{TURNING}]|\r(?!\n)")
INSTEAD = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """Return text with characters that control the terminal replaced.

    Examples
    --------
    >>> clean("a" + chr(27) + "[2J")
    'a�[2J'
    """
    return UNPRINTABLE.sub(INSTEAD, text)


def put(text: str, *, nl: bool = True, err: bool = False) -> None:
    """Write text to standard output or, with `err`, to standard error, without foreign control characters and objects.

    Colours of the program stay. Direction marks, which some scripts need, stay in output to a file or a pipe.
    """
    if (sys.stderr if err else sys.stdout) is None:  # the caller has closed it
        return
    is_shown = err or sys.stdout.isatty()
    form = ON_A_TERMINAL if is_shown else IN_A_FILE
    click.echo(form.sub(lambda found: found[1] or INSTEAD, OBJECT.sub("", text)), nl=nl, err=err)

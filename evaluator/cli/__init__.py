"""The command line: it parses arguments, calls the library and prints; no rule of the field is here."""

from __future__ import annotations

import errno
import gc

import click

from evaluator.cli.shared.lazy import HELP, CommandEntry, LazyGroup, print_version, say_warnings
from evaluator.cli.shared.session import common_options
from evaluator.cli.shared.terminal import put

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CLOSED = (errno.EACCES, errno.EPERM)
# A command lives for seconds and makes hardly any cycles: with the usual 700 objects the search for them would take
# a tenth of the time of reading a large table.
COLLECT_AFTER = 50_000

# To add a command: write a module of this room that defines `command` (click's command or group), and add its line
# here, under its heading. The text is what `evaluator --help` shows; a test holds it against the first sentence of the
# command's own help. Nothing of the module is imported before the command is called. A command that is no part of the
# core is an entry point of `evaluator/doors.py`, in pyproject.toml for ours and in anybody's package for theirs.
HEADINGS = {
    "Begin": {
        "new.command": "Start an evaluation, or a rubric or weighting of your own.",
        "plan.command": "Read a ministry's file; follow measures; show whose plan it is.",
        "demo": "Write three invented countries into a folder, to try it on.",
    },
    "Rate": {
        "sheet": "Make score sheets for coders, and read them back.",
        "panel": "Compare coders, settle where they differ, show a history.",
        "todo": "List open questions, ask for evidence, read the answers back.",
        "passage": "Tie evidence to passages of the plan, and check them.",
        "check": "Find every fault of every file at once, each with its place.",
    },
    "Results": {
        "report.command": "Print reports as PDF, HTML page or workbook.",
        "explain": "Explain a number: evidence, level, points, weight, safeguard.",
        "score": "Score plans: score, coverage, range, safeguards, grade.",
        "figure": "Draw one chart of a report by itself, with its sources.",
    },
    "Contrast": {
        "contrast.command": "Contrast weightings: how the same plans score and rank.",
    },
    "Afterwards": {
        "recommend": "Draft recommendations, and check later what became of them.",
    },
    "Rubrics": {
        "rubric.command": "Read a rubric, check its wording, compare versions, audit it.",
        "list": "List countries, plans, rubrics, criteria, weightings and more.",
        "show.command": "Show a country, plan, rubric, criterion, weighting, standard.",
    },
    "Analysts": {"silence": "Count on what the TIP Reports of 2001 to 2011 are silent."},
}
COMMANDS = {
    module.partition(".")[0]: CommandEntry(f"{__name__}.{module}", told, heading)
    for heading, commands in HEADINGS.items()
    for module, told in commands.items()
}


@click.group(
    "evaluator",
    cls=LazyGroup,
    entries=COMMANDS,
    door="nap_evaluator.commands",
    context_settings={"help_option_names": list(HELP)},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=print_version,
    help="Show the version and exit; --version --full lists the extensions.",
)
@common_options
def cli() -> None:
    """Score national action plans against human trafficking, and print what the weighting decided.

    Results go to standard output, messages to standard error. Status 0: success;
    1: the output is complete but work is open (a draft, a dispute, a failed check of a
    report); 2: the input or the call is at fault.
    """


def main() -> None:
    """Run the command line; a user's mistake prints one message, and a fault of the program keeps its traceback."""
    gc.set_threshold(COLLECT_AFTER, 20, 20)
    say_warnings()
    try:
        cli()
    except OSError as error:
        if error.errno in CLOSED and error.filename:
            said = f"{error.filename} cannot be opened ({error.strerror}). Change its rights."
        elif error.errno in FULL:
            said = f"the output cannot be written ({error.strerror}). Make room for it."
        else:
            raise
        put(f"Error: {said}", err=True)
        raise SystemExit(2) from None

"""The command line: it parses arguments, calls the library and prints; no rule of the field is here."""

from __future__ import annotations

import errno
import gc

import click

from evaluator.cli.shared.lazy import HELP, CommandEntry, LazyGroup
from evaluator.cli.shared.session import common_options
from evaluator.cli.shared.terminal import put

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CLOSED = (errno.EACCES, errno.EPERM)
# A command lives for seconds and makes hardly any cycles: with the usual 700 objects the search for them would take
# a tenth of the time of reading a large table.
COLLECT_AFTER = 50_000

# To add a command: write a module of this room that defines `command` (click's command or group), and add its line
# here. The text is what `evaluator --help` shows; a test holds it against the first sentence of the command's own help.
# Nothing of the module is imported before the command is called.
BEGIN, RATE, RESULTS, CONTRAST = "Begin", "Rate", "Results", "Contrast"
AFTERWARDS, RUBRICS, ANALYSTS = "Afterwards", "Rubrics", "Analysts"
COMMANDS = {
    "new": CommandEntry(
        "evaluator.cli.new.command", "Start an evaluation, or a rubric or weighting of your own.", BEGIN
    ),
    "plan": CommandEntry(
        "evaluator.cli.plan.command",
        "Read a ministry's file; follow measures; show whose plan it is.",
        BEGIN,
    ),
    "demo": CommandEntry("evaluator.cli.demo", "Write three invented countries into a folder, to try it on.", BEGIN),
    "sheet": CommandEntry("evaluator.cli.sheet", "Make score sheets for coders, and read them back.", RATE),
    "panel": CommandEntry(
        "evaluator.cli.panel",
        "Compare coders, settle where they differ, show a history.",
        RATE,
    ),
    "todo": CommandEntry("evaluator.cli.todo", "List open questions, ask for evidence, read the answers back.", RATE),
    "workbench": CommandEntry(
        "evaluator.cli.workbench", "Rate, cite and settle in the browser, on this machine alone.", RATE
    ),
    "passage": CommandEntry(
        "evaluator.cli.passage",
        "Tie evidence to passages of the plan, and check them.",
        RATE,
    ),
    "check": CommandEntry("evaluator.cli.check", "Find every fault of every file at once, each with its place.", RATE),
    "report": CommandEntry(
        "evaluator.cli.report.command",
        "Print reports as PDF, HTML page or workbook.",
        RESULTS,
    ),
    "explain": CommandEntry(
        "evaluator.cli.explain", "Explain a number: evidence, level, points, weight, safeguard.", RESULTS
    ),
    "score": CommandEntry("evaluator.cli.score", "Score plans: score, coverage, range, safeguards, grade.", RESULTS),
    "figure": CommandEntry(
        "evaluator.cli.figure",
        "Draw one chart of a report by itself, with its sources.",
        RESULTS,
    ),
    "verify": CommandEntry("evaluator.cli.verify", "Rebuild a report from the data it carries, and compare.", RESULTS),
    "contrast": CommandEntry(
        "evaluator.cli.contrast.command",
        "Contrast weightings: how the same plans score and rank.",
        CONTRAST,
    ),
    "explore": CommandEntry(
        "evaluator.cli.explore", "Make one HTML page on which a reader changes the weighting.", CONTRAST
    ),
    "publish": CommandEntry(
        "evaluator.cli.publish", "Write the library as a site that needs no server, with its data.", CONTRAST
    ),
    "lens": CommandEntry(
        "evaluator.cli.lens",
        "Look through the rules of other systems: TIP tier, 3P, letters.",
        CONTRAST,
    ),
    "against": CommandEntry("evaluator.cli.against", "Read plans against instruments, article by article.", CONTRAST),
    "survey": CommandEntry(
        "evaluator.cli.survey", "Ask people for weights, read answers, make frames of groups.", CONTRAST
    ),
    "reply": CommandEntry("evaluator.cli.reply", "Ask the government for its comments, and answer them.", AFTERWARDS),
    "recommend": CommandEntry(
        "evaluator.cli.recommend",
        "Draft recommendations, and check later what became of them.",
        AFTERWARDS,
    ),
    "rubric": CommandEntry(
        "evaluator.cli.rubric.command",
        "Read a rubric, check its wording, compare versions, audit it.",
        RUBRICS,
    ),
    "list": CommandEntry(
        "evaluator.cli.list",
        "List countries, plans, rubrics, criteria, weightings and more.",
        RUBRICS,
    ),
    "show": CommandEntry(
        "evaluator.cli.show.command",
        "Show a country, plan, rubric, criterion, weighting, standard.",
        RUBRICS,
    ),
    "silence": CommandEntry(
        "evaluator.cli.silence",
        "Count on what the TIP Reports of 2001 to 2011 are silent.",
        ANALYSTS,
    ),
}


@click.group("evaluator", cls=LazyGroup, entries=COMMANDS, context_settings={"help_option_names": list(HELP)})
@click.version_option(package_name="nap-evaluator", message="evaluator %(version)s")
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

"""The command line: it parses arguments, calls the library and prints; no rule of the field is here."""

from __future__ import annotations

import errno
import gc

import click

from evaluator.cli.shared.lazy import CommandEntry, LazyGroup
from evaluator.cli.shared.session import common_options

FULL = (errno.ENOSPC, errno.EDQUOT)
# A command lives for seconds and makes hardly any cycles: with the usual 700 objects the search for them would take
# a tenth of the time of reading a large table.
COLLECT_AFTER = 50_000

# To add a command: write a module of this room that defines `command` (click's command or group), and add its line
# here. The text is what `evaluator --help` shows; a test holds it against the first sentence of the command's own help.
# Nothing of the module is imported before the command is called.
COMMANDS = {
    "check": CommandEntry("evaluator.cli.check", "Find every fault of every file at once, each with its place."),
    "score": CommandEntry("evaluator.cli.score", "Score plans: score, coverage, range, safeguards, grade."),
    "contrast": CommandEntry(
        "evaluator.cli.contrast.command", "Contrast weightings: score, bounds, grade and rank of the same plans."
    ),
    "explore": CommandEntry("evaluator.cli.explore", "Make one HTML page on which a reader changes the weighting."),
    "figure": CommandEntry(
        "evaluator.cli.figure", "Draw one chart of a report by itself, with its finding, frame, data and sources."
    ),
    "lens": CommandEntry(
        "evaluator.cli.lens",
        "Look at plans through the rules of other systems: TIP tier, 3P, letters, verbs, grades.",
    ),
    "against": CommandEntry("evaluator.cli.against", "Read plans against instruments, article by article."),
    "silence": CommandEntry(
        "evaluator.cli.silence",
        "Count what the TIP Reports of 2001 to 2011 say of a matter, and where they are silent.",
    ),
    "explain": CommandEntry("evaluator.cli.explain", "Explain a number: evidence, level, points, weight, safeguard."),
    "report": CommandEntry(
        "evaluator.cli.report.command", "Print country reports as PDF, as an HTML page, or their results as a workbook."
    ),
    "verify": CommandEntry("evaluator.cli.verify", "Rebuild a report from the data it carries, and compare."),
    "todo": CommandEntry(
        "evaluator.cli.todo", "List the criteria not assessed, ask for their evidence, and read the answers back."
    ),
    "list": CommandEntry(
        "evaluator.cli.list", "List rubrics, criteria, weightings, lenses, standards, countries, plans, grades, law."
    ),
    "show": CommandEntry(
        "evaluator.cli.show.command", "Show a country, plan, rubric, criterion, weighting, lens or standard."
    ),
    "workbench": CommandEntry(
        "evaluator.cli.workbench", "Rate, cite and settle in the browser, on this machine alone."
    ),
    "sheet": CommandEntry("evaluator.cli.sheet", "Make score sheets for coders, and read them back."),
    "panel": CommandEntry(
        "evaluator.cli.panel",
        "Compare coders, settle the ratings that differ, and show the history of a rating.",
    ),
    "rubric": CommandEntry(
        "evaluator.cli.rubric.command", "Read a rubric, check its wording, compare two versions, audit its numbers."
    ),
    "plan": CommandEntry(
        "evaluator.cli.plan.command",
        "Read a plan's own file; follow its measures; show who drafted it and how it is framed.",
    ),
    "passage": CommandEntry(
        "evaluator.cli.passage",
        "Tie evidence to the passage it rests on, check passages, map them, highlight them in the plan's PDF.",
    ),
    "recommend": CommandEntry(
        "evaluator.cli.recommend", "Draft recommendations, edit them, and check later whether they were implemented."
    ),
    "reply": CommandEntry("evaluator.cli.reply", "Ask the government for its comments, import them, and answer them."),
    "demo": CommandEntry(
        "evaluator.cli.demo", "Write three invented countries into a folder, and name the next five commands."
    ),
    "new": CommandEntry(
        "evaluator.cli.new.command",
        "Start an evaluation, or a country, plan, assessment, rubric or weighting of your own.",
    ),
}


@click.group("evaluator", cls=LazyGroup, entries=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
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
        if error.errno not in FULL:
            raise
        click.echo(f"Error: the output cannot be written ({error.strerror}).", err=True)
        raise SystemExit(2) from None

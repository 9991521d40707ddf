"""The guide's page that describes every command, made from their help texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

HEAD = """\
# Commands

Made from the help texts of the commands: `evaluator COMMAND --help` shows the same.

**Names.** Name a country by its code of three letters (`ALB`); the code means its newest plan with a final assessment.
Name a plan by its id (`ALB-2005-2007`). If a name is wrong, the command suggests the right one: `evaluator score
Albania` asks whether you mean `ALB`.

**Your own folder.** Your folder is the one that `--library FOLDER` names, else the one in the variable
`EVALUATOR_LIBRARY`, else the current folder if it contains `countries/` or `rubrics/`. Commands read a file of your
folder instead of a file of the same name in the shipped library.
The rows of your `standards.csv`, `variables.csv`, `sources.csv`, `institutions.csv` and `facts.csv` add to the shipped
ones; a row of the same key replaces that row alone, and `evaluator check` lists it as a note.
No command writes into the shipped library.

**Results and messages.** Results go to standard output, or to the file named by `--out`, whole or not at all; messages
go to standard error. With `--quiet` a command prints only results and errors. Colours appear only on a terminal;
`--no-color` or the variable `NO_COLOR` turns them off. You can write `--library`, `--quiet` and `--no-color` before or
after the command's name.

**Status.** 0: success. 1: the output is complete, but work is open. 2: the input or the call is at fault; the command
names every fault with its place and writes nothing. 130: interrupted. For a plan without a grade the status is 0, and a
message on standard error says so. Only these commands end with status 1:

| command | status 1 |
| --- | --- |
{STATUSES}
A result is a draft if it uses a draft of a coder, a disputed rating, or an agreement that no longer holds.

**Numbers.** Scores and bounds have two digits, coverages are whole per cent, weights per cent with two digits, as in
the reports; a number has more digits if rounding would move it across the limit of a grade. CSV and JSON have all
digits. Every score comes with its weighting, coverage and bounds.

**Completion.** Your shell completes commands and options if you add one line to its start-up file:

```sh
eval "$(_EVALUATOR_COMPLETE=bash_source evaluator)"    # bash, in ~/.bashrc
eval "$(_EVALUATOR_COMPLETE=zsh_source evaluator)"     # zsh, in ~/.zshrc
_EVALUATOR_COMPLETE=fish_source evaluator | source     # fish, in ~/.config/fish/config.fish
```
"""
# The condition for exit status 1, by the words of the command; other commands never return it.
STATUS_1 = {
    "publish": "a draft was left out",
    "score": "a plan is a draft",
    "explain": "the plan is a draft",
    "contrast": "a plan is a draft",
    "explore": "a plan is a draft",
    "lens": "a plan is a draft",
    "against": "a plan is a draft",
    "figure": "a plan is a draft",
    "report": "a plan is a draft; with --check: a report lacks something that accessibility needs; "
    "with --all: a report could not be printed",
    "survey read": "a file was refused",
    "check": "an agreed rating no longer holds; with --complete: an assessment is a draft",
    "todo list": "an agreed rating no longer holds",
    "recommend draft": "an agreed rating no longer holds",
    "verify": "the report differs, or could not be verified",
    "sheet import": "an agreed rating no longer holds after the import",
    "sheet upgrade": "a coder must rate a criterion again, or for the first time",
    "panel settle": "a criterion is in dispute, or a decision was not applied because the ratings have changed",
    "rubric lint": "with --strict: a warning",
    "rubric diff": "the version number rises too little for the changes",
}
EXAMPLES = re.compile(r"^\x08\nExamples?:\n((?:  .*\n?)+)", flags=re.MULTILINE)
COMMON = ("library", "quiet", "no_color", "help")


def every_command(command: click.Command, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield a command and all its subcommands with the words that call them, in the order of their group."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from every_command(below, (*words, name))


def examples_of(command: click.Command) -> list[str]:
    """Return the example calls in a command's help text."""
    return [line.strip() for block in EXAMPLES.findall(f"{command.help or ''}\n") for line in block.splitlines()]


def commands_page(root: click.Command) -> str:
    """Return the page as Markdown."""
    statuses = "".join(f"| `{words}` | {when} |\n" for words, when in STATUS_1.items())
    parts = [HEAD.replace("{STATUSES}\n", f"{statuses}\n")]
    for words, command in list(every_command(root, ("evaluator",)))[1:]:
        parts.append("\n".join(_section(words, command)))
    return "\n".join(parts)


def _section(words: tuple[str, ...], command: click.Command) -> Iterator[str]:
    yield f"{'#' * len(words)} `{_usage(words, command)}`\n"
    yield f"{_prose(command)}\n"
    examples = examples_of(command)
    if examples:
        yield "\n".join(["```sh", *examples, "```\n"])
    rows = [_row(option) for option in command.params if isinstance(option, click.Option) and option.name not in COMMON]
    if rows:
        yield "\n".join(["| option | meaning |", "| --- | --- |", *rows, ""])


def _usage(words: tuple[str, ...], command: click.Command) -> str:
    if isinstance(command, click.Group):
        return " ".join([*words, "..."])
    context = click.Context(command, info_name=words[-1])
    return " ".join([*words, *(p.make_metavar(context) for p in command.params if isinstance(p, click.Argument))])


def _prose(command: click.Command) -> str:
    text = EXAMPLES.sub("", f"{command.help or ''}\n")
    return "\n\n".join(paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip())


def _row(option: click.Option) -> str:
    context = click.Context(click.Command("any"))
    takes = "" if option.is_flag else " " + option.make_metavar(context)
    names = ", ".join(f"`{name}`" for name in option.opts)
    meaning = (option.help or "Form of the output.").replace("|", "\\|")
    default = f" Else `{option.default}`." if option.show_default and option.default else ""
    return f"| {names}{takes.replace('|', chr(92) + '|')} | {meaning}{default} |"

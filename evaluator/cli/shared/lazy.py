"""The groups, commands and options of the command line: imported when called, listed under headings, some kept aside.

What only maintainers, servers or analysts need is hidden (`hidden=True`) or stands under a heading of its own
(`for_analysts=True`). `--help --all`, given to any command, lists what is hidden too.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import re
import shlex
import warnings
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from evaluator.cli.shared.advice import runnable
from evaluator.cli.shared.faults import ShownError
from evaluator.cli.shared.terminal import put
from evaluator.errors import EvaluatorError, UnknownNameError, did_you_mean
from evaluator.interrupt import SAID, STATUS, command_begins

if TYPE_CHECKING:
    from evaluator.doors import Door, Extension

HELP = ("-h", "--help")
# What people type that is no command, and the command that they mean.
MEANT = {
    "help": "evaluator --help lists the commands, evaluator COMMAND --help explains one.",
    "import": "A score sheet is read by `evaluator sheet import FILE`, comments by `evaluator reply import FILE`, "
    "a ministry's file by evaluator plan import FILE --plan PLAN.",
    "version": "evaluator --version prints it.",
    **dict.fromkeys(
        ("evaluate", "start", "begin", "create", "add", "init"),
        "An evaluation is begun by `evaluator new evaluation COUNTRY`, or in the browser: `evaluator workbench`.",
    ),
    **dict.fromkeys(
        ("rate", "code", "answer", "edit", "open", "web", "browser", "serve"),
        "Plans are rated in the browser, `evaluator workbench`, or in a workbook: `evaluator sheet export COUNTRY "
        "--coder a`.",
    ),
    **dict.fromkeys(
        ("delete", "remove", "undo", "reset"),
        "No command deletes: the files of a library are yours to change or remove, and `evaluator check` says whether "
        "it is whole. In the browser, u takes the last step back.",
    ),
    **dict.fromkeys(
        ("export", "download", "save"),
        "A score sheet is written by `evaluator sheet export COUNTRY --coder a`, results as a workbook by "
        "`evaluator report COUNTRY --xlsx`, as data by `evaluator publish data --release 2026.1 --data-only`.",
    ),
    **dict.fromkeys(("update", "upgrade", "install"), "It is installed and renewed by pip or from its repository."),
    **dict.fromkeys(
        ("rank", "ranking", "compare"),
        "Plans are printed side by side by `evaluator report LVA COL --kind comparative`; how each weighting ranks "
        "them shows `evaluator contrast LVA COL`.",
    ),
    **dict.fromkeys(("print", "pdf"), "A report is printed by `evaluator report COUNTRY`."),
}
EXAMPLES = "LVA COL"  # the plans that these sentences name
NAMES_A_PLAN = re.compile(r"[A-Za-z]{3}(-\d{4}\S*)?")
MAKES = ("new", "create", "make", "add", "begin", "start")  # words for what `evaluator new` does
EVERYTHING = f"{__name__}.everything"  # the key under which a call keeps that it asked for `--help --all`
IN_FULL = f"{__name__}.in_full"  # the same for `--version --full`
TYPED = f"{__name__}.typed"  # the key of the words of a call


class CommandEntry(NamedTuple):
    """The module of a command, its line in the help of the group, and the heading under which it stands there."""

    module: str
    help: str
    heading: str = "Commands"


class Option(click.Option):
    """An option that may stand under the heading "For analysts", and that may answer to former names.

    Examples
    --------
    >>> one = Option(["--coder"], former=("--assessor",))
    >>> one.name, one.opts, one.get_help_record(click.Context(click.Command("sheet")))
    ('coder', ['--coder', '--assessor'], ('--coder TEXT', ''))
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        former: Sequence[str] = (),
        for_analysts: bool = False,
        **how: Any,  # noqa: ANN401  (click's own)
    ) -> None:
        super().__init__(list(names), **how)
        self.former = tuple(former)
        self.for_analysts = for_analysts
        self.opts += self.former

    def get_error_hint(self, ctx: click.Context | None) -> str:  # noqa: ARG002  (click's own signature)
        """Return the option as a message names it: without former names, with what it is for."""
        return f"'{self.opts[0]}' ({(self.help or '').rstrip('.')})" if self.required else f"'{self.opts[0]}'"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the line of the help, without former names."""
        shown = copy.copy(self)
        shown.opts = [name for name in self.opts if name not in self.former]
        return click.Option.get_help_record(shown, ctx)


class AnalystsCommand(click.Command):
    """A command whose options for analysts stand under a heading of their own."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, first those that everybody uses."""
        for heading, for_analysts in (("Options", False), ("For analysts", True)):
            named = [
                one
                for one in self.get_params(ctx)
                if isinstance(one, click.Option) and getattr(one, "for_analysts", False) is for_analysts
            ]
            if records := [record for one in named if (record := one.get_help_record(ctx))]:
                with formatter.section(heading):
                    formatter.write_dl(records)


class CommandGroup(click.Group):
    """A group whose hidden commands are listed by `--help --all`, and whose shown ones by a word that is none."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a name; for another word, fail with those that there are."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            ctx.fail(self.no_command(ctx, args[0]))
        return super().resolve_command(ctx, args)

    def no_command(self, ctx: click.Context, word: str) -> str:
        """Return what is said of a word that is no command of the group."""
        shown = {name: one for name, one in self.commands.items() if not one.hidden}
        near = did_you_mean(word, list(shown))
        if word in MAKES and ctx.info_name in ("plan", "rubric"):
            call = shlex.join(["evaluator", "new", ctx.info_name, *ctx.find_root().meta.get(TYPED, ())[2:]])
            near = f"One of your own is begun by `{call}`."
        if not near and self.invoke_without_command:
            near = f"Nothing is named after it: `{ctx.command_path}`. Its commands: {', '.join(shown)}."
        takes = next((name for name, one in shown.items() if any("PLAN" in (p.metavar or "") for p in one.params)), "")
        call = f"`{ctx.command_path} {takes or next(iter(shown))} {word}`"
        near = near or f"It has {', '.join(shown)}, as in {call}."
        return f"{ctx.command_path} has no command {word!r}. {near}"

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands; the last line says how to see those that are hidden."""
        with_hidden = ctx.meta.get(EVERYTHING)
        found = [(name, command) for name, command in self.commands.items() if with_hidden or not command.hidden]
        limit = formatter.width - 6 - max(len(name) for name, _ in found)
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(limit)) for name, command in found])
        if len(found) < len(self.commands):
            formatter.write_paragraph()
            formatter.write_text(f"{ctx.command_path} --help --all lists {len(self.commands) - len(found)} more.")


class LazyGroup(click.Group):
    """A click group that lists its commands without importing them, and shows errors of the user as one message.

    Each module named in an entry defines `command`. Beside the entries stand the extensions of a group of entry points,
    which are looked up only where a name is no entry or all are listed: they cost the other commands no time.
    """

    def __init__(self, *args: Any, entries: Mapping[str, CommandEntry], door: str = "", **kwargs: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(*args, **kwargs)
        self.own = dict(entries)
        self.group_of_doors = door

    @cached_property
    def door(self) -> Door[click.Command]:
        """The door of the commands: the entries, and the extensions."""
        from evaluator.doors import Door

        own = {name: f"{entry.module}:command" for name, entry in self.own.items()}
        return Door(self.group_of_doors, own, lambda one: "" if isinstance(one, click.Command) else "no click command")

    @cached_property
    def added(self) -> Mapping[str, Extension]:
        """The extensions by name."""
        return self.door.added if self.group_of_doors else {}

    @cached_property
    def entries(self) -> dict[str, CommandEntry]:
        """All commands, under their headings in the order of the entries; nothing is imported."""
        added = {name: CommandEntry(one.module, one.summary(), one.heading()) for name, one in self.added.items()}
        entries = {**self.own, **added}
        headings = list(dict.fromkeys(entry.heading for entry in entries.values()))
        return dict(sorted(entries.items(), key=lambda named: headings.index(named[1].heading)))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; take `--all` beside `--help`, and `--full` beside `--version`, as the wish to see all."""
        for word, beside, key in (("--all", HELP, EVERYTHING), ("--full", ("--version",), IN_FULL)):
            if word in args and any(one in args for one in beside):
                ctx.meta[key] = True
                args = [one for one in args if one != word]
        ctx.meta[TYPED] = tuple(args)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's own signature)
        """Return the names of the commands in the order of the entries, the daily ones first."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, or None if no entry has the name or its extension is broken."""
        if entry := self.own.get(cmd_name):
            command = importlib.import_module(entry.module).command
            if not isinstance(command, click.Command):
                raise TypeError(f"{entry.module}.command is no click command")
            return with_breaks(command)
        added = self.door.get(cmd_name) if cmd_name in self.added else None
        return with_breaks(added) if added else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a name; for a wrong name, fail with a suggestion."""
        if args and not args[0].startswith("-") and args[0] not in self.own and args[0] not in self.added:
            near = (
                _meant(args)
                or did_you_mean(args[0], list(self.entries))
                or _with_command(args)
                or f"Commands: {', '.join(self.entries)}."
            )
            ctx.fail(f"No command is called {args[0]!r}. {near}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands of the help page from the entries, under their headings."""
        width = max(map(len, self.entries)) + 2
        for heading in dict.fromkeys(entry.heading for entry in self.entries.values()):
            listed = [(name, entry.help) for name, entry in self.entries.items() if entry.heading == heading]
            with formatter.section(heading):
                formatter.write_dl(listed, col_spacing=width - max(len(name) for name, _ in listed))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name without importing any command."""
        found = [CompletionItem(n, help=e.help) for n, e in self.entries.items() if n.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def _named_anew(self, ctx: click.Context, error: EvaluatorError) -> EvaluatorError:
        """Return the error of a name that is unknown with what was meant, as far as a library can be read."""
        if not isinstance(error, UnknownNameError):
            return error
        from evaluator.cli.shared.meant import named_anew
        from evaluator.cli.shared.session import Session

        return named_anew(error, ctx, ctx.ensure_object(Session).library_to_begin)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (what the command returns)
        """Run the command; show an error that the user can mend as a message without a traceback."""
        try:
            command_begins()
            return super().invoke(ctx)
        except EvaluatorError as error:
            raise ShownError(self._named_anew(ctx, error)) from error
        except click.UsageError as error:
            from evaluator.cli.shared.meant import usage_words

            if (whole := runnable(usage_words(error))) == error.format_message():
                raise
            raise click.UsageError(whole, error.ctx) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from evaluator.doors import OURS, error_words

            one = self.added.get(ctx.invoked_subcommand or "") if self.group_of_doors else None
            if one is None or one.distribution == OURS:
                raise
            broken = EvaluatorError(f"The extension {one.named} broke: {error_words(error)}.")
            raise ShownError(broken) from error
        except KeyboardInterrupt:
            click.echo(SAID, err=True)
            raise click.exceptions.Exit(STATUS) from None


def _meant(words: Sequence[str]) -> str:
    """Return what is said of another word for a command, with the plans that were typed in place of the examples."""
    plans = [word for word in words[1:] if NAMES_A_PLAN.fullmatch(word)]
    said = MEANT.get(words[0], "")
    return said.replace(EXAMPLES, " ".join(plans)) if len(plans) > 1 else said


def _with_command(words: Sequence[str]) -> str:
    """Return the commands that read what stands in the place of a command: a file, or the code of a country or plan."""
    word = shlex.quote(words[0])
    if word.endswith(".xlsx"):
        return f"A command comes first. A score sheet is read by `evaluator sheet import {word}`."
    if word.endswith((".pdf", ".docx", ".html", ".csv")):
        return f"A command comes first. A ministry's file is read by evaluator plan import {word} --plan PLAN."
    if NAMES_A_PLAN.fullmatch(word):
        return f"A command comes first, such as `evaluator score {word}` or `evaluator report {word}`."
    return ""


def with_breaks(command: click.Command) -> click.Command:
    """Replace the mark for "keep these lines" in the help of a command and its subcommands by click's own mark.

    In a raw docstring the mark is a backslash and a letter; click expects the control character.
    """
    command.help = inspect.cleandoc(command.help or "").replace("\\b\n", "\b\n")
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        with_breaks(below)
    return command


def say_warnings() -> None:
    """Print what is left out of the extensions as one line each, from now on, and other warnings as before."""
    usual = warnings.showwarning

    def told(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:  # noqa: ANN401
        if category.__name__ == "ExtensionWarning":
            put(str(message), err=True)
        else:
            usual(message, category, *place, **more)

    warnings.showwarning = told


def print_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001  (click's own signature)
    """Print the version; with `--full` every extension with its group, its distribution and version too."""
    if not asked or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    from evaluator.doors import GROUPS, extensions

    put(f"evaluator {version('nap-evaluator')}")
    for one in (one for group in GROUPS if ctx.meta.get(IN_FULL) for one in extensions(group)):
        put(f"{one.group} {one.name}: {one.distribution} {one.version}")
    ctx.exit()

"""A click group that imports a command only when it is called."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from evaluator.cli.shared.faults import ShownError
from evaluator.errors import EvaluatorError, did_you_mean

INTERRUPTED = 130  # as shells have it: 128 and the number of the signal


class CommandEntry(NamedTuple):
    """The module of a command, and its line in the help of the group."""

    module: str
    help: str


class LazyGroup(click.Group):
    """A click group that lists its commands without importing them, and shows errors of the user as one message.

    Each module named in an entry defines `command`.
    """

    def __init__(self, *args: Any, entries: Mapping[str, CommandEntry], **kwargs: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(*args, **kwargs)
        self.entries = dict(entries)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's own signature)
        """Return the names of the commands in the order of the entries, the daily ones first."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command, or None if no entry has the name."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        command = importlib.import_module(entry.module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{entry.module}.command is no click command")
        return with_breaks(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a name; for a wrong name, fail with a suggestion."""
        if args and args[0] not in self.entries and not args[0].startswith("-"):
            near = did_you_mean(args[0], list(self.entries)) or f"Commands: {', '.join(self.entries)}."
            ctx.fail(f"No command is called {args[0]!r}. {near}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands of the help page from the entries."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name without importing any command."""
        found = [CompletionItem(n, help=e.help) for n, e in self.entries.items() if n.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (what the command returns)
        """Run the command; show an error that the user can mend as a message without a traceback."""
        try:
            return super().invoke(ctx)
        except EvaluatorError as error:
            raise ShownError(error) from error
        except KeyboardInterrupt:
            click.echo("Interrupted; no half file is left.", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None


def with_breaks(command: click.Command) -> click.Command:
    """Replace the mark for "keep these lines" in the help of a command and its subcommands by click's own mark.

    In a raw docstring the mark is a backslash and a letter; click expects the control character.
    """
    command.help = inspect.cleandoc(command.help or "").replace("\\b\n", "\b\n")
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        with_breaks(below)
    return command

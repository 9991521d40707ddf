"""Commands some of whose options were renamed: the old names work for one more release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from evaluator.cli.shared.session import Session


class RenamedOptions(click.Command):
    """A command that accepts old, hidden names of its options, and prints a notice to standard error if one is used."""

    def __init__(self, *args: Any, renamed: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401  (click's own)
        super().__init__(*args, **kwargs)
        self.renamed = dict(renamed)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments with each old name of an option replaced by the new one."""
        end = args.index("--") if "--" in args else len(args)
        named = [word.partition("=") for word in args[:end]]
        used = dict.fromkeys(name for name, _, _ in named if name in self.renamed)
        replaced = ["".join((self.renamed.get(name, name), *rest)) for name, *rest in named]
        rest = super().parse_args(ctx, [*replaced, *args[end:]])
        for name in used:
            ctx.ensure_object(Session).tell(
                f"The option {name} is now called {self.renamed[name]}; the old name works for one more release."
            )
        return rest

"""`evaluator check`: report every fault of every file in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from evaluator.anchors.verify import check_passages
from evaluator.cli.shared.faults import problem_lines, shown_path
from evaluator.cli.shared.options import FULL, PATH, formats
from evaluator.cli.shared.out import as_json, show
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.errors import Problem, Severity, has_faults
from evaluator.library import Library
from evaluator.read.layers import Layers
from evaluator.read.whole import check_library, in_order, root_of
from evaluator.store.change import recover

SEVERITIES: tuple[Severity, ...] = ("fault", "warning", "note")
MOST = 30  # problems that a screen has room for


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH|COUNTRY|PLAN...]", type=PATH)
@formats("text", "json")
@click.option("--complete", is_flag=True, help="Status 1 also if an assessment is a draft.")
@click.option("--all", "everything", is_flag=True, help="Check the shipped library too, not only your own folder.")
@FULL("Print every note and warning, however many.")
@with_session
def command(
    session: Session, paths: tuple[Path, ...], *, form: str, complete: bool, everything: bool, full: bool
) -> None:
    r"""Find every fault of every file at once, each with its place.

    Without PATH the command checks your own folder: rubrics, countries, facts.
    PATH is a folder or a file. If no file or folder has that name, PATH is read as
    a country's code or a plan's id, and the command checks the folders of that
    country or plan. The command lists warnings and notes too, but only faults give
    status 2. An agreed rating whose inputs have changed gives status 1: no result
    that uses this rating is final.

    \b
    Examples:
      evaluator check
      evaluator check --all
      evaluator check my-folder
      evaluator check ALB-2005-2007
      evaluator check my-folder/countries/ABC/plans --format json
    """
    if not paths and not everything and len(session.library.layers.folders) > 1:
        paths = session.library.layers.folders[:1]  # the user's own
    named = "" if len(paths) != 1 or paths[0].expanduser().exists() else str(paths[0])
    paths = tuple(place for path in paths for place in _folders_named(session.library, path))
    for root in dict.fromkeys(filter(None, (root_of(path.expanduser().resolve()) for path in paths))):
        recover(root)
        session.watch(root)
    problems = sorted({*check_library(session.library, paths), *_passage_faults(session.library, paths)}, key=in_order)
    told = problems if paths else [one for one in problems if one.severity != "note"]  # notes on plans of others
    shown = problems if full or form == "json" else _shown_first(told)
    show(_problems_json(problems) if form == "json" else "".join(f"{line}\n" for line in problem_lines(shown)))
    if len(shown) < len(problems):
        session.tell(f"{len(problems) - len(shown)} more that are no faults: --full prints them.")
    session.tell(_count_text(problems))
    if form == "text" and named and not has_faults(problems):
        session.tell(f"Next: `evaluator score {named}`.")
    if has_faults(problems):
        click.get_current_context().exit(2)
    leave_open(any(is_overtaken(problem) or (complete and is_draft(problem)) for problem in problems))


def _shown_first(problems: Sequence[Problem]) -> list[Problem]:
    """Return all faults, and as many warnings, then notes, as a screen has room for, in the order given."""
    room = max(0, MOST - sum(problem.severity == "fault" for problem in problems))
    lesser = sorted((p for p in problems if p.severity != "fault"), key=lambda p: SEVERITIES.index(p.severity))
    left_out = set(lesser[room:])
    return [problem for problem in problems if problem not in left_out]


def _passage_faults(library: Library, paths: Sequence[Path]) -> list[Problem]:
    """Return the problems of passages that differ from the copies of their sources.

    `paths` limits the check to passages in these files; without paths it covers the whole library.
    """
    whole = [path.expanduser().resolve() for path in paths]
    if not whole:
        return check_passages(library.layers)
    found: list[Problem] = []
    for path in whole:
        root = root_of(path)
        if root is not None:
            folders = library.layers.folders
            found += check_passages(library.layers if root in folders else Layers((root, *folders)), [path])
    return found


def _folders_named(library: Library, path: Path) -> tuple[Path, ...]:
    """Return the path if it exists, else the folders of the country or plan that it names."""
    name = str(path)
    if path.expanduser().exists():
        return (path,)
    if library.has_country(name.upper()):
        layers = library.country_folder(name.upper())
    elif library.has_country(name[:3]) and name in library.plan_ids(name[:3]):
        layers = library.plan_folder(name).plan
    else:
        return (path,)
    return tuple(folder for folder in layers.folders if folder.is_dir())


def is_draft(problem: Problem) -> bool:
    """Return whether a problem is the note that marks an assessment as a draft."""
    return problem.severity == "note" and problem.key == "state"


def is_overtaken(problem: Problem) -> bool:
    """Return whether a problem is the warning that an agreed rating no longer holds."""
    return problem.severity == "warning" and problem.key == "inputs" and Path(problem.path).name == "agreed.csv"


def _problems_json(problems: Sequence[Problem]) -> str:
    counts = {f"{severity}s": sum(p.severity == severity for p in problems) for severity in SEVERITIES}
    return as_json({**counts, "problems": [{**p.as_dict(), "path": shown_path(p.path)} for p in problems]})


def _count_text(problems: Sequence[Problem]) -> str:
    counts = [(sum(p.severity == severity for p in problems), severity) for severity in SEVERITIES]
    said = [f"{count} {severity}{'' if count == 1 else 's'}" for count, severity in counts if count]
    return f"{', '.join(said)}." if counts[0][0] else f"No fault{''.join(f'; {part}' for part in said)}."

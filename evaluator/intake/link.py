"""Confirmed bodies become institutions of the country, and the rows of the plan are linked to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evaluator.intake.bodies import YES
from evaluator.intake.formats.reader import read_source
from evaluator.intake.mapping import read_mapping
from evaluator.intake.plan_file import BODIES, kept_file, linked, plan_languages, settings_of, write_rows
from evaluator.intake.rows import import_rows
from evaluator.intake.searched import intake_table
from evaluator.library import Library
from evaluator.model.country import Institution
from evaluator.model.intake import BodyProposal
from evaluator.model.plan import Measure
from evaluator.read.plan import INTAKE
from evaluator.read.text_files.table import read_table, write_table


@dataclass(frozen=True, slots=True)
class LinkedBodies:
    """The files written for confirmed bodies, how many there are, and how many rows got a lead.

    `rows` is None where the plan's own file is not kept, so that nothing could be linked.
    """

    paths: tuple[Path, ...] = ()
    bodies: int = 0
    rows: int | None = 0


def link_confirmed(
    library: Library, own: Path, plan_id: str, before_change: Callable[[], None] = lambda: None
) -> LinkedBodies:
    """Write the confirmed bodies that the country does not have yet, and link the rows that name them.

    Parameters
    ----------
    library : Library
        The library over the user's folder.
    own : Path
        The user's folder.
    plan_id : str
    before_change : callable
        Called once all is checked and before anything is written.

    Raises
    ------
    InvalidInputError
        A body is confirmed without a kind, or the plan's own file or its mapping cannot be read; nothing is written.
    """
    folder = library.plan_folder(plan_id)
    proposals = intake_table(folder, BODIES, BodyProposal)
    path = folder.country.file("institutions.csv")
    known = {row.institution_id for row in read_table(path, Institution, problems=[]).rows} if path else set()
    new = [one for one in proposals if one.confirmed == YES and one.institution_id not in known]
    if not new:
        return LinkedBodies()
    settings = settings_of(library, folder)
    rows = read_table(folder.plan.expected("measures.csv"), Measure, problems=[]).rows
    file, saved = kept_file(library.layers.folders, plan_id), folder.plan.file(f"{INTAKE}/mapping.yaml")
    if file is None or saved is None:
        tables = {"institutions.csv": write_table(settings.institutions, Institution)}
        return LinkedBodies(write_rows(library, own, settings.plan, rows, tables, before_change), len(new), None)
    source = read_source(file, library.plan_words, plan_languages(settings.plan, ""))
    mapping = read_mapping(saved, source)
    after, tables = linked(rows, proposals, lambda anew: import_rows(source, mapping, anew), settings)
    led = sum(bool(now.lead_ids) and not then.lead_ids for then, now in zip(rows, after, strict=True))
    return LinkedBodies(write_rows(library, own, settings.plan, after, tables, before_change), len(new), led)

"""The files of the agreed ratings and of the log after a settlement."""

from __future__ import annotations

from pathlib import Path

from evaluator.library import Library
from evaluator.model.assessment import AgreedRating, Assessment
from evaluator.model.rubric import Rubric
from evaluator.panel.record import PANEL, Settlement, changes
from evaluator.read.text_files.table import write_table
from evaluator.workbook.back.log import Stamp, append_records
from evaluator.workbook.back.stage import beside


def settled_files(
    library: Library, own: Path, assessment: Assessment, rubric: Rubric, found: Settlement, stamp: Stamp
) -> dict[str, str]:
    """Return the texts of agreed.csv, log.csv and the ratings files to copy with them, by path below `own`.

    Parameters
    ----------
    library, own
        The library, and the user's folder that lies over it.
    assessment, rubric
        The assessment with its earlier agreed ratings and its log, and its rubric.
    found : Settlement
        The settlement with the new agreed ratings.
    stamp : Stamp
        Time, toolkit version and rubric version of the records; their coder is the panel.
    """
    inside = f"countries/{assessment.plan.id[:3]}/plans/{assessment.plan.id}/assessments/{rubric.id}"
    records = [stamp.record(*change) for change in changes(assessment.agreed, found.rows)]
    files = beside(library.plan_folder(assessment.plan.id), rubric.id, own / inside)
    log = append_records(files.get("log.csv", ""), assessment.log, records)
    files |= {"agreed.csv": write_table(found.rows, AgreedRating), **({"log.csv": log} if log else {})}
    return {f"{inside}/{name}": text for name, text in files.items()}


def panel_stamp(when: str, tool_version: str, rubric: Rubric) -> Stamp:
    """Return the stamp of log records whose coder is the panel."""
    return Stamp(when, PANEL, tool_version=tool_version, rubric_version=rubric.version)

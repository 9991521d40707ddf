"""All tables of a contrast, from one declaration each for CSV, JSON, XLSX and frames; every chart has its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from evaluator.contrasts.common_order import common_words
from evaluator.contrasts.draws.engine import engine_of
from evaluator.contrasts.draws.layout import layout_of
from evaluator.contrasts.draws.weights import draw, space_of
from evaluator.contrasts.findings import ContrastContext, Findings, findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.study import Study
from evaluator.contrasts.tables.blind import BLIND_KINDS, blind_tables
from evaluator.contrasts.tables.empty import why_before, why_none
from evaluator.contrasts.tables.flips import FLIP_KINDS, flip_tables
from evaluator.contrasts.tables.groups import ASKED_KINDS, PREVAILED, asked_tables, prevailed_tables
from evaluator.contrasts.tables.moves import MOVE_KINDS, move_tables
from evaluator.contrasts.tables.robust import ROBUST_KINDS, method_table, robust_tables
from evaluator.contrasts.tables.section_table import ContrastTable
from evaluator.contrasts.tables.study import STUDY_KINDS, study_tables
from evaluator.contrasts.void import places_words
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.sentence import say
from evaluator.tables.contract import frames_library, with_source

if TYPE_CHECKING:
    import pandas as pd

KINDS = {
    kind.name: kind
    for kind in (*STUDY_KINDS, *MOVE_KINDS, PREVAILED, *BLIND_KINDS, *FLIP_KINDS, *ROBUST_KINDS, *ASKED_KINDS)
}
# Each table by name, with the section of the contrast that fills it.
SECTION_OF = {name: kind.section for name, kind in KINDS.items()}


def tables_of(found: Findings, sections: Sequence[str], *, ranks: bool = True) -> tuple[ContrastTable, ...]:
    """Return the tables of the requested sections in order; the table on the method comes last.

    With `ranks` False every rank is left out, and plans keep the order given.
    """
    everything = (
        *study_tables(found, ranks=ranks),
        *move_tables(found, ranks=ranks),
        *prevailed_tables(found, ranks=ranks),
        *blind_tables(found),
        *flip_tables(found),
        *robust_tables(found, ranks=ranks),
        *asked_tables(found),
    )
    told = [table for table in everything if ranks or not KINDS[table.name].is_order]
    kept = tuple(table for table in told if table.section in sections)
    method = method_table(found, ranks=ranks)
    return (*kept, method) if method.rows else kept


def document(found: Findings, tables: Sequence[ContrastTable], *, ranks: bool = True) -> dict[str, object]:
    """Return the tables as a JSON object, with the rubric, the weightings and the sentences on ranking first."""
    study = found.study
    rubric = study.rubric
    return {
        "headline": list(found.headline) if ranks else [],
        "rank_all": study.rank_all,
        "rubric": {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256},
        "base_weighting": found.base.id,
        "weightings": [
            {"id": w.id, "title": w.titles.get("en", w.actor), "gates": w.gates, "coverage_correlation": r}
            for w, r in zip(study.weightings, study.correlations, strict=True)
        ],
        "least_coverage": rubric.grading.least_coverage,
        "common_criteria": list(study.common),
        "warnings": list(study.warnings),
        "common": list(common_words(study)) if ranks else [],
        "void_words": list(places_words(rubric, study.weightings)),
        **{table.name.replace("-", "_"): table.records() for table in tables},
    }


def frame_of(study: Study, name: str, beside: ContrastContext | None = None) -> pd.DataFrame:
    """Return a table of a study by its name as a data frame; only the section of that table is computed.

    Of a table that is known to have no rows nothing is computed: `attrs["empty"]` says why.

    Raises
    ------
    UnknownNameError
        There is no such table.
    EvaluatorError
        Its section cannot be computed; the message gives the reason.
    """
    section = section_of(name)
    if why := why_before(study, name, section):
        return with_source(KINDS[name].of(()).frame(), study.rubric, why)
    return frame_of_findings(findings_of(study, ContrastOptions(sections=(section,)), beside), name)


def frame_of_findings(found: Findings, name: str) -> pd.DataFrame:
    """Return a table of a contrast by its name as a data frame; of an empty one `attrs["empty"]` says why."""
    section = section_of(name)
    if section not in found.options.sections:
        raise EvaluatorError(
            f"{name}: the section {section!r} was not asked for; name it in ContrastOptions(sections=...)"
        )
    rows = next((table.rows for table in tables_of(found, [section]) if table.name == name), ())
    return with_source(KINDS[name].of(rows).frame(), found.study.rubric, "" if rows else why_none(found, name, section))


def section_of(name: str) -> str:
    """Return the section that fills a table; UnknownNameError if there is no such table."""
    if name not in SECTION_OF:
        raise UnknownNameError("table", name, SECTION_OF)
    return SECTION_OF[name]


def drawn_scores(study: Study, count: int, seed: int, weighting: str) -> pd.DataFrame:
    """Return the scores of all plans under `count` drawn weightings: a row for each draw, a column for each plan.

    See `Study.draws`.

    Raises
    ------
    EvaluatorError
        The rubric states no choices for draws, or `count` is below 1.
    KeyError
        The weighting is not in the study.
    """
    frames_library()
    import pandas as pd

    choices = study.rubric.contrast
    if choices is None:
        raise EvaluatorError(say("the rubric %(rubric)s states no choices for draws", rubric=study.rubric.id))
    if count < 1:
        raise EvaluatorError(say("%(count)s draws: give at least 1", count=count))
    layout = layout_of(study, study.weighting(weighting), everyone=True)
    weights, _ = draw(
        space_of(layout, choices.hit_and_run, seed=seed), layout.base, count, np.random.SeedSequence(seed)
    )
    drawn = pd.DataFrame(engine_of(layout).scores(weights), columns=pd.Index(study.plan_ids, name="plan_id"))
    return with_source(drawn, study.rubric)

"""The page on a plan: its header, its numbers of rows, and its coders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from evaluator.cli.shared.advice import command_for
from evaluator.cli.shared.layout import share_text
from evaluator.cli.shared.standing import standing_text
from evaluator.cli.show.page import EntryPage, english, period, plain
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.plan import Measure, PlanFile, TextRead
from evaluator.model.rubric import Rubric
from evaluator.pipeline import evaluate


def plan_page(library: Library, plan_id: str, rubric: Rubric) -> EntryPage:
    """Return the page on a plan.

    Raises
    ------
    UnknownNameError
        The library has no such plan.
    InvalidInputError
        The plan's files have faults.
    """
    assessment = library.assessment(plan_id, rubric)
    plan = assessment.plan
    tables = ("measures", "indicators", "money", "evidence", "implementation", "recommendations", "replies")
    counts = {name: len(getattr(assessment, name)) for name in tables}
    page = EntryPage({"plan": plain(plan), "rows": counts, "coders": [plain(c.header) for c in assessment.codings]})
    page.standing = standing_text(assessment, rubric)
    page.title(f"{plan.id}  {english(plan.titles, plan.id)}")
    page.title(page.standing)
    page.items("Other titles", [f"{text} ({lang})" for lang, text in plan.titles.items() if lang != "en"])
    page.pairs(_head(plan))
    page.pairs([*((name, str(count)) for name, count in counts.items()), ("tags", _tags(assessment.measures))])
    page.table(["coder", "capacity", "state", "rated", "text read"], _coders(assessment))
    if assessment.codings:
        card = evaluate(assessment, rubric)
        least = rubric.grading.least_coverage
        said = f"{share_text(card.coverage, [least])} of the weight of {card.weighting.id} is assessed"
        page.pairs([("coverage", f"{said}; {command_for('score', plan.id, rubric.id)} shows the scores.")])
    page.prose("Notes", plan.notes)
    return page


def _head(plan: PlanFile) -> list[tuple[str, str]]:
    adopted, rated = plan.adopted, plan.rated_years
    spoken = ", ".join(f"{entry.lang} ({entry.status})" for entry in plan.languages)
    rows = f"{plan.rows.here} here ({plan.rows.basis}); in the plan: {plan.rows.in_plan}"
    return [
        ("kind", plan.kind),
        ("period", period(plan.start, plan.end)),
        ("rated years", f"{period(rated.start, rated.end)} for law and practice" if rated else ""),
        ("adopted", f"{adopted.status}{', ' + adopted.date if adopted.date else ''}" if adopted else ""),
        ("authority", plan.authority),
        ("drafted by", ", ".join(body.value for body in plan.drafted_by)),
        ("paid by", ", ".join(body.value for body in plan.paid_by)),
        ("adopted under", ", ".join(occasion.value for occasion in plan.adopted_under)),
        ("parent", plan.parent or ""),
        ("amends", plan.amends or ""),
        ("languages", spoken),
        ("rows", rows),
        ("columns", ", ".join(plan.columns_present)),
        ("text read", read_text_of(plan.text_read)),
        ("sources", ", ".join(plan.sources)),
        ("worked example", "yes: of the project, not an official evaluation" if plan.worked_example else ""),
    ]


def read_text_of(read: TextRead) -> str:
    """Return the extent of the text that was read, with pages and chapters, in words."""
    pages = f", pages {read.pages.replace(';', ', ')}" if read.pages else ""
    chapters = f", chapters {', '.join(read.chapters)}" if read.chapters else ""
    return f"{read.extent}{pages}{chapters}"


def _tags(measures: Sequence[Measure]) -> str:
    counts = Counter(paradigm for measure in measures for paradigm in measure.paradigms)
    counts += Counter(measure.function for measure in measures if measure.function == "co-ordination")
    proposed = sum(measure.tag_status == "proposed" for measure in measures)
    said = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
    return f"{said}; {proposed} rows with proposed tags" if proposed and said else said


def _coders(assessment: Assessment) -> list[list[str]]:
    rows = []
    for coding in assessment.codings:
        head = coding.header
        rated = sum(rating.status != "not-assessed" for rating in coding.ratings)
        rows.append([head.coder, head.capacity, head.state, f"{rated} of {len(coding.ratings)}", head.text_read.extent])
    return rows

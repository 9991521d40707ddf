"""The guide's page of the criteria of law and practice, made from their rubric."""

from __future__ import annotations

from collections.abc import Iterable

from evaluator.cli.rubric.markdown import rating_rules
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric

HEAD = """\
# The criteria of law and practice

What the rubric [law-and-practice](law-and-practice.md) asks.
`evaluator show CRITERION --rubric law-and-practice` prints the levels of one.

An asterisk marks an actor's yardstick, which is no norm.
"""


def criteria_page(rubric: Rubric) -> str:
    """Return the page as Markdown: a table for each paradigm and one of the alarms, and the rules of rating."""
    scored = [one for one in rubric.criteria if one.id not in rubric.alarms]
    paradigms = dict.fromkeys(rubric.paradigm_of(one.id) for one in scored)
    parts = [
        _table(rubric.title(name), (one for one in scored if rubric.paradigm_of(one.id) == name)) for name in paradigms
    ]
    alarms = _table("Alarms", (rubric.by_id[name] for name in rubric.alarms)).rstrip()
    return "\n".join([HEAD, *parts, alarms, *rating_rules(rubric), ""])


def _table(title: str, criteria: Iterable[Criterion]) -> str:
    rows = (
        f"| `{one.id}`{'*' if one.yardstick else ''} | {one.object} | {' '.join(one.question.split())} | "
        f"{f'`{one.mirrors}`' if one.mirrors else 'none'} |\n"
        for one in criteria
    )
    return f"## {title}\n\n| criterion | about | asks | mirrors |\n| --- | --- | --- | --- |\n{''.join(rows)}"

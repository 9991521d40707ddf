"""Gravity before weight, of one plan: a documented harm and a breached safeguard, with who says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.contrasts.naming import listed
from evaluator.contrasts.study import Study
from evaluator.model.block import Block, Row
from evaluator.model.safeguard import is_breached
from evaluator.model.scorecard import Outcome
from evaluator.model.sentence import Sentence, Spoken, say, say_again, say_as_many, say_n, series
from evaluator.plans.rows import TIP, kinds_behind, voices

HARMS: Mapping[str, Sentence | None] = {"documented": None, "breached": None, "by-law": None}
NAMED = 3
SILENT = ("plan", "law", "statistics")  # kinds of source that cannot tell of a harm
# Who says so, where all passages on a harm are of one kind of source; of several kinds the sources are counted.
AUTHORS: dict[str, Sentence] = {
    TIP: say_n("A US report says that %(what)s.", "US reports say that %(what)s.", 2, what=""),
    "greta": say("The Council of Europe’s monitors (GRETA) say that %(what)s.", what=""),
    "un": say("United Nations bodies say that %(what)s.", what=""),
    "osce": say("The OSCE says that %(what)s.", what=""),
    "ngo": say("Non-governmental organisations say that %(what)s.", what=""),
    "court": say("Court records say that %(what)s.", what=""),
    "press": say("Press reports say that %(what)s.", what=""),
}


@dataclass(frozen=True, slots=True)
class HarmRow(Row):
    """A documented harm or a breached safeguard: what was done (`harm`), the kind of its sources, and how many.

    `article` is the law that breaches a safeguard on which the plan itself does not do the opposite.
    """

    harm: str = ""
    author: str = ""
    sources: int = 0
    article: str = ""


def harm_block(study: Study, place: int) -> Block[HarmRow]:
    """Return a row for every alarm that is documented and every safeguard that is breached on a plan."""
    rubric, entrant = study.rubric, study.entrants[place]
    guarded = (*rubric.alarms, *(gate for gate in rubric.grading.gates if gate not in rubric.alarms))
    found = {one.criterion_id: one for one in entrant.outcomes if is_breached(one.status, one.law)}
    rows = [_harm_row(study, place, found[name]) for name in guarded if name in found]
    return Block.of("harms", HARMS, rows, asked=[name for name in guarded if name in found])


def _harm_row(study: Study, place: int, outcome: Outcome) -> HarmRow:
    rubric, own, name = study.rubric, study.entrants[place].assessment, outcome.criterion_id
    heard = {key: kind for key, kind in voices(own.evidence, own.sources).items() if kind not in SILENT}
    kinds = kinds_behind(outcome.evidence_ids, heard)
    cited = {
        row.source_id for row in own.evidence if row.evidence_id in outcome.evidence_ids and row.evidence_id in heard
    }
    by_law = outcome.status != "contrary"
    return HarmRow(
        name, rubric.title(name), "documented" if name in rubric.alarms else "by-law" if by_law else "breached",
        article=outcome.law.numbers if by_law and outcome.law else "",
        harm=rubric.by_id[name].harm,
        author=min(kinds) if len(kinds) == 1 else "",
        sources=len(cited),
    )  # fmt: skip


def harms_said(block: Block[HarmRow], *, is_plan: bool) -> tuple[Spoken, ...]:
    """Return the sentences on harms and breaches, the harms first; none without one."""
    documented, breached = block.in_state("documented"), block.in_state("breached")
    worded = [row for row in documented if row.harm]
    said: list[Spoken] = []
    for author in dict.fromkeys(row.author for row in worded):
        own = [row for row in worded if row.author == author]
        said.append(_told(author, own))
    bare = [row.name for row in documented if not row.harm]
    if bare:
        said.append(say("Documented: %(titles)s.", titles=listed(_quoted(bare), NAMED)))
    if breached:
        titles = listed(_quoted([row.name for row in breached]), NAMED)
        said.append(_breached(len(breached), titles, is_plan=is_plan))
    if by_law := block.in_state("by-law"):
        named = [say("“%(title)s” (%(article)s)", title=row.name, article=row.article) for row in by_law]
        said.append(
            say_n(
                "The law of the plan’s years breaches a safeguard: %(titles)s.",
                "The law of the plan’s years breaches %(number)s safeguards: %(titles)s.",
                len(by_law),
                titles=listed(named, NAMED),
            )
        )
    return tuple(said)


def _breached(number: int, titles: Spoken, *, is_plan: bool) -> Sentence:
    if is_plan:
        return say_n(
            "The plan breaches a safeguard: %(titles)s.",
            "The plan breaches %(number)s safeguards: %(titles)s.",
            number,
            titles=titles,
        )
    return say_n(
        "A safeguard is breached: %(titles)s.", "%(number)s safeguards are breached: %(titles)s.", number, titles=titles
    )


def _told(author: str, rows: Sequence[HarmRow]) -> Sentence:
    what = series(", ", [row.harm for row in rows])
    if author in AUTHORS:
        told = say_again(AUTHORS[author], {"what": what})
        return say_as_many(told, max(row.sources for row in rows)) if told.many else told
    return say_n(
        "A source says that %(what)s.", "%(number)s sources say that %(what)s.", max(r.sources for r in rows) or 1,
        what=what,
    )  # fmt: skip


def _quoted(titles: Sequence[str]) -> list[Sentence]:
    return [say("“%(title)s”", title=title) for title in titles]

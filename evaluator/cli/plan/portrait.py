"""`evaluator plan portrait`: show a plan's origin and framing, its likeness to other plans, and its changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import click

from evaluator.cli.shared.layout import NONE, blocks_text, columns, labelled, score_text, share_text, table, wrapped
from evaluator.cli.shared.names import plans_named
from evaluator.cli.shared.options import NAMES, formats
from evaluator.cli.shared.out import as_json, rows_text, show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import EvaluatorError
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.assessment import Assessment
from evaluator.model.schema import column
from evaluator.plans.portrait import BESIDE, Likeness, PortraitEdition, diffusion, frame, likeness, paradigm_mix, shift


@dataclass(frozen=True, slots=True)
class PortraitRow:
    """One line of a portrait: a code, share, likeness or event, with its count, source and place."""

    plan_id: str = column("id", "plan")
    part: str = column(
        "text",
        "problem, blamed, actors, remedies, words, mix, drafted, paid, named, funds, likeness, row, edition, event",
    )
    item: str = column("text", "code, term, paradigm, reach, measure, or what is told")
    other: str = column("text", "the plan or row it is compared with; the date of an event")
    share: float | None = column("number", "share or likeness, 0 to 1")
    count: int | None = column("integer", "number counted")
    of: int | None = column("integer", "out of")
    source_id: str = column("text", "source")
    locator: str = column("text", "place in it")
    note: str = column("text", "meaning, or remarks")


@click.command("portrait")
@NAMES
@formats("table", "csv", "json")
@with_session
def command(session: Session, names: tuple[str, ...], form: str) -> None:
    r"""Show a plan's frame, its drafters and payers, its likeness to other plans, and its shifts.

    The portrait contains no score. With several plans the command compares each pair, by
    the tags of their rows and by their words as the folders restate them.

    \b
    Examples:
      evaluator plan portrait ALB
      evaluator plan portrait BGR-2018-2018 BGR-2013-2013
      evaluator plan portrait AUS NZL --format csv
    """
    library = session.library
    rubric = library.rubric(DEFAULT_RUBRIC)
    choices = rubric.report.portrait if rubric.report else None
    if choices is None:
        raise EvaluatorError(f"The rubric {rubric.id} says nothing of likeness. Give it `report: portrait:`.")
    ids = dict.fromkeys(plan for name in names for plan in plans_named(library, [name], None, DEFAULT_RUBRIC))
    plans = [library.assessment(plan_id) for plan_id in ids]
    editions = [_editions(library, plan) for plan in plans]
    pairs = [likeness(a, b, choices) for a, b in combinations(plans, 2)]
    if form == "table":
        blocks = [block for plan, found in zip(plans, editions, strict=True) for block in _portrait_blocks(plan, found)]
        show(blocks_text([*blocks, *_likeness_blocks(pairs, plans)]))
        return
    rows = [row for plan, found in zip(plans, editions, strict=True) for row in _plan_rows(plan, found)]
    rows += [row for pair in pairs for row in _pair_rows(pair)]
    whole = {"choices": choices.model_dump(), "rows": [asdict(row) for row in rows]}
    show(rows_text(rows, PortraitRow) if form == "csv" else as_json(whole))


def _editions(library: Library, plan: Assessment) -> tuple[PortraitEdition, ...]:
    """Return the editions of the country's plan, including this one, if it has several; else none."""
    heads = [library.plan(plan_id) for plan_id in library.plan_ids(plan.country.iso3)]
    ids = [head.id for head in heads if head.kind not in BESIDE]
    if plan.plan.id not in ids or len(ids) == 1:
        return ()
    return shift([library.assessment(plan_id) for plan_id in ids], library.shared_facts.tip_tiers)


def _plan_rows(plan: Assessment, editions: Sequence[PortraitEdition]) -> Iterator[PortraitRow]:
    name, mix = plan.plan.id, paradigm_mix(plan)
    yield from _frame_rows(plan)
    for paradigm, share in mix.shares if mix.tagged else ():
        yield PortraitRow(name, "mix", paradigm, "", share, None, mix.tagged)
    for face in diffusion(plan):
        for reach, count in face.counts:
            yield PortraitRow(name, face.what, reach, "", face.share(reach), count, face.placed)
        yield PortraitRow(name, face.what, "unplaced", "", None, face.unplaced)
    for part, value, source, locator, note in _origins(plan):
        yield PortraitRow(name, part, value, "", None, None, None, source, locator, note)
    for edition in editions:
        yield PortraitRow(edition.plan_id, "edition", "moved", edition.start, edition.moved, None, edition.mix.tagged)
        for event in edition.events:
            yield PortraitRow(edition.plan_id, "event", event.kind, event.date, note=event.what)


def _frame_rows(plan: Assessment) -> Iterator[PortraitRow]:
    for code in frame(plan):
        for source, locator, note in code.passages:
            said = note or code.meaning
            yield PortraitRow(plan.plan.id, code.part, code.code, "", None, None, None, source, locator, said)
    for term, word in plan.framing.words.items() if plan.framing else ():
        yield PortraitRow(plan.plan.id, "words", term, "", None, word.count, None, word.source_id, word.locator)


def _origins(plan: Assessment) -> Iterator[tuple[str, str, str, str, str]]:
    for part, given in (("drafted_by", plan.plan.drafted_by), ("paid_by", plan.plan.paid_by)):
        for body in given:
            yield part, body.value, body.source_id, body.locator, body.note
    for occasion in plan.plan.adopted_under:
        yield "adopted_under", occasion.value, occasion.source_id, occasion.locator, occasion.note


def _pair_rows(pair: Likeness) -> Iterator[PortraitRow]:
    figures = (("structure", pair.structure), ("dealt", pair.dealt), ("chance", pair.chance), ("text", pair.text))
    for what, figure in figures:
        yield PortraitRow(pair.first, "likeness", what, pair.second, figure)
    for twin in pair.twins:
        yield PortraitRow(pair.first, "row", twin.first_id, twin.second_id, twin.likeness, note=pair.second)


Blocks = list[list[str]]  # lines, with an empty one between two blocks


def _portrait_blocks(plan: Assessment, editions: Sequence[PortraitEdition]) -> Blocks:
    mix = paradigm_mix(plan)
    shares = ", ".join(f"{paradigm} {share_text(share)}" for paradigm, share in mix.shares)
    told = f"{shares}, of {mix.tagged} tagged rows ({mix.proposed} of them proposed, not confirmed)"
    origins = [
        [part.replace("_", " "), value, f"{source} {locator}".strip() or NONE, note]
        for part, value, source, locator, note in _origins(plan)
    ]
    blocks = [
        *_frame_blocks(plan),
        labelled([("paradigms of its rows", told if mix.tagged else "")]),
        columns(
            "whose={what}|transnational={transnational}|state={state}|local={local}|unplaced={unplaced}",
            diffusion(plan),
            lambda face: {reach: f"{count} ({share_text(face.share(reach))})" for reach, count in face.counts},
        ),
        table("origin|who or what|where|note", origins) if origins else [],
    ]
    if not plan.plan.adopted_under and any(blocks):
        blocks.append(["No source here says under what it was adopted."])
    blocks += _edition_blocks(editions)
    unknown = [] if any(blocks) else ["Nothing is recorded of its frame, its origin or its rows."]
    return [[f"{plan.plan.id}: whose plan is it?", *unknown], *blocks]


def _frame_blocks(plan: Assessment) -> Blocks:
    if plan.framing is None:
        return []
    coded = f"Frame as coder {plan.framing.coder} reads it ({plan.framing.state}); each code rests on its passages."
    codes = columns(
        "part={part}|code={code}|paradigm={paradigm}|where={where:text}",
        frame(plan),
        lambda code: {"where": "; ".join(f"{source} {at}" for source, at, _ in code.passages)},
    )
    words = ", ".join(f"{term} {word.count}" for term, word in plan.framing.words.items())
    return [wrapped(coded), codes, labelled([("words counted", words)])]


def _edition_blocks(editions: Sequence[PortraitEdition]) -> Blocks:
    if not editions:
        return []
    rows = [
        [
            edition.plan_id,
            *(share_text(share) if edition.mix.tagged else NONE for _, share in edition.mix.shares),
            score_text(edition.moved),
            "; ".join(f"{event.date} {event.kind} {event.what}" for event in edition.events) or NONE,
        ]
        for edition in editions
    ]
    paradigms = (paradigm for paradigm, _ in editions[0].mix.shares)
    heads = "|".join(["edition", *paradigms, "moved|recorded since the one before"])
    note = "What was recorded before an edition need not be its cause; a dash is an edition without a tagged row."
    return [table(heads, rows), wrapped(note)]


def _likeness_blocks(pairs: Sequence[Likeness], plans: Sequence[Assessment]) -> Blocks:
    if not pairs:
        return []
    texts = {(plan.plan.id, row.measure_id): row.text for plan in plans for row in plan.measures}
    text = (
        "plan={first}|other={second}|structure={structure:score}|dealt={dealt:score}|chance={chance:score}"
        "|text={text:score}"
    )
    twins = [
        f"{twin.first_id} and {twin.second_id}, {score_text(twin.likeness)}: {texts[pair.first, twin.first_id]}"
        for pair in pairs
        for twin in pair.twins
    ]
    told = (
        "Structure is the overlap of paradigm and function; dealt is its mean when the rows of both are dealt at "
        "random, chance the share of deals at most as alike. Text compares rows as the folders word them, so who "
        "restated them shows in it too."
    )
    return [columns(text, pairs), wrapped(*twins, first="- ", later="  "), wrapped(told)]

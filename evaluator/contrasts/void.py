"""What frames state for groups of which the rubric asks nothing: told wherever places are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluator.contrasts.naming import listed
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Sentence, Spoken, say, say_alike
from evaluator.model.weighting import Weighting
from evaluator.scoring.grade import rounded
from evaluator.scoring.void import is_void, void_by_paradigm, void_of

SHOWN = 3  # frames without a place that a sentence names


@dataclass(frozen=True, slots=True)
class VoidRow:
    """The share of one frame's stated weight that lies where the rubric asks nothing, whole or in one paradigm."""

    weighting: str = column("id", "weighting")
    paradigm: str = column("id", "paradigm in which nothing is asked; total for all of them")
    title: str = column("text", "its title")
    share: float = column("number", "share of the whole as the frame states it; it passes to what is asked")
    has_place: bool = column("flag", "whether the frame gives places: no more is void than the rubric allows")


def void_rows(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[VoidRow, ...]:
    """Return void weight by frame, the whole first and then by paradigm; nothing of frames without any."""
    found = []
    for weighting, nodes in zip(weightings, void_of(rubric, weightings), strict=True):
        if not nodes:
            continue
        whole, has_place = whole_of(nodes.values()), not is_void(rubric, whole_of(nodes.values()))
        found.append(VoidRow(weighting.id, "total", say("all of them"), whole, has_place))
        found += [
            VoidRow(weighting.id, name, rubric.title(name), share, has_place)
            for name, share in void_by_paradigm(rubric, nodes).items()
            if name in rubric.nodes
        ]
    return tuple(found)


def whole_of(shares: Iterable[float]) -> float:
    """Return the sum of void shares, rounded."""
    return rounded(sum(shares))


def void_words(rubric: Rubric, weighting: Weighting) -> Sentence:
    """Return why a frame gives no finding: how much of its weight lies where the rubric asks nothing."""
    (nodes,) = void_of(rubric, [weighting])
    return say(
        "There is no finding under “%(frame)s”: of its weight %(share)s lies where this rubric asks nothing "
        "(%(parts)s).",
        frame=weighting.id, share=_percent(whole_of(nodes.values())), parts=_parts(rubric, nodes),
    )  # fmt: skip


def places_words(rubric: Rubric, weightings: Sequence[Weighting]) -> tuple[Sentence, ...]:
    """Return which frames give no place, and the most that is void of a frame that gives one; nothing without void."""
    rows = [row for row in void_rows(rubric, weightings) if row.paradigm == "total"]
    if not rows:
        return ()
    every = dict(zip((weighting.id for weighting in weightings), void_of(rubric, weightings), strict=True))
    out = sorted((row for row in rows if not row.has_place), key=lambda row: (-row.share, row.weighting))
    kept = [row for row in rows if row.has_place]
    said = []
    if out and rubric.void is not None:
        told = [
            say(
                "“%(frame)s” %(share)s (%(parts)s)",
                frame=row.weighting, share=_percent(row.share), parts=_parts(rubric, every[row.weighting]),
            )
            for row in out
        ]  # fmt: skip
        said.append(
            say_alike(
                "%(number)s of %(all)s frames give no place, as more than %(limit)s of their weight lies where this "
                "rubric asks nothing: %(frames)s.",
                len(out), all=len(weightings), limit=_percent(rubric.void.at_most), frames=listed(told, SHOWN),
            )
        )  # fmt: skip
    if kept:
        most = max(kept, key=lambda row: row.share)
        said.append(
            say(
                "Of the weight of the frames with places up to %(share)s (“%(frame)s”) lies there; what is asked "
                "counts in its place.",
                share=_percent(most.share), frame=most.weighting,
            )
        )  # fmt: skip
    return tuple(said)


def _parts(rubric: Rubric, nodes: Mapping[str, float]) -> Spoken:
    shares = void_by_paradigm(rubric, nodes)
    return listed(
        [
            say(
                "%(paradigm)s %(share)s",
                paradigm=rubric.title(name) if name in rubric.nodes else name,
                share=_percent(share),
            )
            for name, share in shares.items()
        ]
    )


def _percent(share: float) -> Figure:
    return Figure(share, ".0%")

"""`evaluator new weighting`: write a weighting of one's own, based on an existing one."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import click

from evaluator.cli.new.files import tell_next, write_own
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.names import refuse_name
from evaluator.cli.shared.options import RUBRIC
from evaluator.cli.shared.session import Session, with_session
from evaluator.contrasts.options import nodes_named, parse_shares, sibling_shares, typed_weighting
from evaluator.errors import EvaluatorError
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import WeightEntry, Weighting
from evaluator.scoring.rounding import printed, shared_out

DIGITS = 4  # of a share, rounded so that the shares of siblings sum to 1
CHOSEN = "chosen by the user; to be grounded"


@click.command("weighting")
@click.argument("name")
@click.option(
    "--from", "source", default="equal", show_default=True, metavar="WEIGHTING", help="Weighting to begin with."
)
@click.option("--weight", "shares", multiple=True, metavar="NODE=SHARE", help="Share of a paradigm or stance.")
@click.option("--title", default="", help="Title in English. Else the name.")
@click.option(
    "--portrait", default="", help="Text on whose view the weighting is, and what that actor counts as success."
)
@RUBRIC("Rubric of the weighting.")
@with_session
def weighting(  # noqa: PLR0913  (one option each)
    session: Session, name: str, source: str, shares: tuple[str, ...], title: str, portrait: str, rubric: str
) -> None:
    r"""Start a weighting from another weighting and the shares that you set.

    A share is a part of 1 among sibling nodes, as on the sliders of the explorer: the
    other siblings keep their proportion, and all siblings together make 1. You write the
    portrait; `evaluator rubric lint` reports a missing one.

    \b
    Examples:
      evaluator new weighting my-view --library my-folder
      evaluator new weighting my-view --from gaatw --weight "Human rights=50%" --weight plan-quality=0.1
    """
    refuse_name(name, "a weighting")
    weighed = session.library_to_begin.rubric(rubric)
    if name in weighed.every_weighting:
        raise EvaluatorError(f"{rubric} has a weighting {name} already. Choose another name.")
    begun = weighed.weighting(source)
    made = own_frame(weighed, begun, name, parse_shares(shares))
    made = made.model_copy(update={"titles": {"en": title.strip() or name}, "portrait": portrait.strip()})
    path = f"rubrics/{weighed.id}/weightings/{name}.yaml"
    own = write_own(session, {path: frame_file(made, begun)})
    extra = with_rubric(rubric)
    if not portrait.strip():
        session.tell(
            f"Write its portrait into {shown_path(own / path)}: the one it begins from stands there to change."
        )
    library = session.library_to_begin
    rated = next((plan for code in library.country_codes for plan in library.rated_plans(code, rubric)), "")
    compare = [f"contrast {rated} -w {source} -w {name}{extra} --show scores"] if rated else []
    tell_next(session, [f"show {name}{extra}", f"rubric lint {rubric}", *compare])


def own_frame(rubric: Rubric, base: Weighting, name: str, shares: Mapping[str, float]) -> Weighting:
    """Return a copy of a weighting with some shares set and the shares of their siblings scaled to sum to 1.

    Actor, portrait, sources, period, whether it prevailed and what it follows are left out: they are another actor's.

    Raises
    ------
    EvaluatorError
        A name is not a paradigm or stance, or the shares of siblings cannot sum to 1.
    """
    typed = typed_weighting(rubric, base, shares)
    weights = dict(base.weights)
    chosen = nodes_named(rubric, shares)
    for parent in dict.fromkeys(rubric.nodes[node].parent for node in chosen):
        weights[parent] = {
            node: WeightEntry(
                share=share,
                origin="modelled",
                ground=CHOSEN if node in chosen else f"as in {base.id}, in proportion to the rest",
            )
            for node, share in _printed(sibling_shares(rubric, typed, parent)).items()
        }
    limits = f"Begun from {base.id}; every number that differs from it is a choice of the user's."
    kept = ("rubric", "survey", "asked", "answers", "factors", "overrides", "gates", "reference_tip")
    more = {field: getattr(base, field) for field in kept}
    return Weighting(id=name, titles={"en": name}, actor="to be written", limits=limits, weights=weights, **more)


def _printed(shares: Mapping[str, float]) -> dict[str, float]:
    """Return shares rounded to four digits that still sum to 1."""
    whole = printed(1.0, DIGITS)
    return dict(zip(shares, map(float, shared_out(tuple(shares.values()), whole)), strict=True))


def frame_file(made: Weighting, base: Weighting) -> str:
    """Return the file text of a weighting, headed by a comment that quotes the portrait of its base."""
    import yaml

    whole = made.model_dump(mode="json", exclude_none=True)
    head = [
        "# A weighting: whose eyes these are, and where each number comes from.",
        f"# Begun from {base.id}. Say in `portrait` what this actor counts as success. {base.id} says:",
        *(f"#   {line}" for line in textwrap.wrap(" ".join(base.portrait.split()) or "nothing", 110)),
        "",
    ]
    body = yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)
    return "\n".join(head) + body

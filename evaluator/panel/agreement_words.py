"""The meaning of agreement figures in plain words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from evaluator.model.rubric import AgreementChoices
from evaluator.model.sentence import Figure as Number
from evaluator.model.sentence import Sentence, Spoken, say, say_n, series
from evaluator.panel.agreement import Agreement, AgreementFigure, Lean, Pair

# What is said of a safeguard that one coder calls not applicable and the others leave out: no difference.
NOT_ASKED = {"not-applicable", "not-assessed"}


def in_words(found: Agreement, named: Callable[[str], str] = str) -> tuple[Spoken, ...]:
    """Return sentences that explain the agreement figures; `named` returns the name of a criterion by its id."""
    return tuple(_agreement_sentences(found, named))


def _agreement_sentences(found: Agreement, named: Callable[[str], str]) -> Iterator[Spoken]:
    yield from first_words(found)
    if found.silences:
        yield say_n(
            "%(number)s more, on which nobody found anything to rate, is not counted in.",
            "%(number)s more, on which nobody found anything to rate, are not counted in.",
            found.silences,
        )
    if found.levels.pairable:
        if _is_paradox(found.levels, found.choices.common):
            yield _level_paradox(found.levels)
        if _is_paradox(found.statuses, found.choices.common):
            yield _status_paradox(found.statuses)
    for pair in found.pairs if len(found.pairs) == 1 else ():
        yield _pair_words(pair)
    for lean in found.leans:
        yield _lean_words(lean)
    yield from _gate_words(found, named)
    if found.drafts:
        yield say("Still drafts: %(coders)s. These figures may change.", coders=", ".join(found.drafts))


def first_words(found: Agreement) -> Iterator[Spoken]:
    """Yield what a page says of agreement first: on levels, on what can be rated at all, and who read what."""
    if found.both.pairable:
        yield _both_words(found)
    yield _level_words(found)
    yield _status_words(found.statuses)
    yield reading_words(found)
    if found.alone is not None:
        yield _alone_words(found.own_readers, found.alone)
    if found.alone_statuses is not None and found.alone_statuses.same is not None:
        yield say(
            "On the status of criteria %(share)s of their pairs agree.", share=_percent(found.alone_statuses.same)
        )


def _alone_words(coders: Sequence[str], figure: AgreementFigure) -> Sentence:
    named = ", ".join(coders)
    if figure.same is None:
        return say("Those who read the sources and knew no other rating (%(coders)s) share no level.", coders=named)
    alike = say("not defined, because all are the same")
    return say_n(
        "Those who read the sources and knew no other rating (%(coders)s) share levels on %(number)s criterion: "
        "%(share)s of the pairs are equal, alpha %(alpha)s.",
        "Those who read the sources and knew no other rating (%(coders)s) share levels on %(number)s criteria: "
        "%(share)s of the pairs are equal, alpha %(alpha)s.",
        figure.pairable,
        coders=named,
        share=_percent(figure.same),
        alpha=alike if figure.alpha is None else Number(figure.alpha, ".2f"),
    )


def reading_words(found: Agreement) -> Spoken:
    """Return what the coders read; only those who read the sources and knew no other rating are called independent."""
    if found.is_independent:
        return say("Each coder read the sources: these are independent readings.")
    said = dict(zip(found.coders, found.read, strict=False))
    notes = [coder for coder in found.coders if said.get(coder) == "evidence-list"]
    unsaid = [coder for coder in found.coders if said.get(coder) is None]
    parts: list[Spoken] = []
    if notes:
        parts.append(
            say_n(
                "Coder %(coders)s read the evidence list, the notes of another, and not the sources.",
                "Coders %(coders)s read the evidence list, the notes of another, and not the sources.",
                len(notes), coders=", ".join(notes),
            )
        )  # fmt: skip
    if unsaid:
        parts.append(
            say_n(
                "What coder %(coders)s read is not said.",
                "What coders %(coders)s read is not said.",
                len(unsaid), coders=", ".join(unsaid),
            )
        )  # fmt: skip
    knew = [coder for coder, one in zip(found.coders, found.knew, strict=False) if one]
    if knew:
        parts.append(
            say_n(
                "Coder %(coders)s knew ratings of others.",
                "Coders %(coders)s knew ratings of others.",
                len(knew), coders=", ".join(knew),
            )
        )  # fmt: skip
    unlike = say("These are not independent readings.")
    is_known = bool(notes or knew)
    return series(" ", [*parts, unlike if is_known else say("These are not known to be independent readings.")])


def _gate_words(found: Agreement, named: Callable[[str], str]) -> Iterator[Sentence]:
    """Yield sentences on the gates on which the coders still differ, and on which they differed before agreeing."""
    differing = [spot for spot in found.spots if spot.is_gate and spot.kind not in ("same", "none")]
    apart = [spot.criterion_id for spot in differing if {said for _, said in spot.votes} != NOT_ASKED]
    still = [named(gate) for gate in apart if gate not in found.decided_gates]
    since = [named(gate) for gate in apart if gate in found.decided_gates]
    if still:
        yield say(
            "The coders do not agree on these safeguards: %(gates)s. A safeguard is settled only when all agree.",
            gates=", ".join(still),
        )
    if since:
        yield say(
            "The coders rated these safeguards differently and have agreed since: %(gates)s.", gates=", ".join(since)
        )


def _both_words(found: Agreement) -> Sentence:
    """Return how many ratings are the same in status and level."""
    return say_n(
        "Before differences were settled, and without what is counted from the rows: over %(number)s criterion that a "
        "coder answered from evidence, %(share)s of the pairs give the same status and level, a least level being one.",
        "Before differences were settled, and without what is counted from the rows: over %(number)s criteria that a "
        "coder answered from evidence, %(share)s of the pairs give the same status and level, a least level being one.",
        found.both.pairable,
        share=_percent(found.both.same or 0.0),
    )


def _level_words(found: Agreement) -> Spoken:
    figure = found.levels
    if not figure.pairable or figure.same is None:
        return say("No criterion has a level from two coders: there is nothing to compare.")
    start = say_n(
        "At least two coders gave a full level on %(number)s criterion; %(share)s of these pairs of levels are equal.",
        "At least two coders gave a full level on %(number)s criteria; %(share)s of these pairs of levels are equal.",
        figure.pairable,
        share=_percent(figure.same),
    )
    if figure.alpha is None:
        alike = say("All levels are the same, so agreement cannot be told from chance: alpha is not defined.")
        return series(" ", [start, alike])
    return series(" ", [start, *_alpha_verdict_words(found)])


def _alpha_verdict_words(found: Agreement) -> Iterator[Sentence]:
    figure, choices = found.levels, found.choices
    alpha = figure.alpha or 0.0
    tentative = Number(choices.tentative, "g")
    yield _reliability_words(_alpha_with_interval(figure, choices), alpha, found)
    if figure.low is not None and figure.low < choices.tentative <= alpha:
        yield say(
            "The interval reaches below %(tentative)s; with so few criteria the figure is uncertain.",
            tentative=tentative,
        )


def _alpha_with_interval(figure: AgreementFigure, choices: AgreementChoices) -> Sentence:
    """Return alpha with its interval, or with the word that there is none."""
    alpha = alpha_number(figure.alpha or 0.0, choices)
    if figure.low is None or figure.high is None:
        return say("%(alpha)s (not enough criteria for an interval)", alpha=alpha)
    low, high = alpha_number(figure.low, choices), alpha_number(figure.high, choices)
    return say("%(alpha)s (%(low)s to %(high)s)", alpha=alpha, low=low, high=high)


def alpha_number(alpha: float, choices: AgreementChoices) -> Number:
    """Return alpha for printing: two digits, or more if rounding would move it across a threshold.

    Examples
    --------
    >>> str(alpha_number(0.7968, AgreementChoices())), str(alpha_number(0.71, AgreementChoices()))
    ('0.797', '0.71')
    """
    edges = (choices.tentative, choices.reliable)
    forms = [digits for digits in range(2, 6) if all((round(alpha, digits) >= e) == (alpha >= e) for e in edges)]
    return Number(alpha, f".{forms[0] if forms else 6}f")


def _why_unreliable(found: Agreement) -> Sentence | None:
    """Return why levels that agree are no reliable reading all the same; None where nothing speaks against it."""
    if found.leaning:
        return say("not every reading is independent")
    if found.statuses.alpha is not None and found.statuses.alpha < found.choices.tentative:
        return say("on what can be rated at all they agree less")
    return None


def _reliability_words(reach: Sentence, alpha: float, found: Agreement) -> Sentence:
    choices, why = found.choices, _why_unreliable(found)
    tentative, reliable = Number(choices.tentative, "g"), Number(choices.reliable, "g")
    if alpha >= choices.reliable and why is not None:
        return say(
            "Krippendorff’s alpha, 1 for full agreement and 0 for what chance gives, is %(alpha)s: at or above "
            "%(reliable)s, and no proof of reliability, for %(why)s.",
            alpha=reach, reliable=reliable, why=why,
        )  # fmt: skip
    if alpha >= choices.reliable:
        return say(
            "Krippendorff’s alpha, 1 for full agreement and 0 for what chance gives, is %(alpha)s: at or above "
            "%(reliable)s, which is usually called reliable.",
            alpha=reach, reliable=reliable,
        )  # fmt: skip
    if alpha >= choices.tentative:
        return say(
            "Krippendorff’s alpha, 1 for full agreement and 0 for what chance gives, is %(alpha)s: between "
            "%(tentative)s and %(reliable)s, good for tentative conclusions only.",
            alpha=reach, tentative=tentative, reliable=reliable,
        )  # fmt: skip
    return say(
        "Krippendorff’s alpha, 1 for full agreement and 0 for what chance gives, is %(alpha)s: under "
        "%(tentative)s, so settle the differences before anything is concluded.",
        alpha=reach, tentative=tentative,
    )  # fmt: skip


def _is_paradox(figure: AgreementFigure, common: float) -> bool:
    """Return whether coders mostly agree and alpha is low, because nearly all their ratings are the same."""
    if figure.alpha is None or figure.same is None or figure.commonest is None:
        return False
    return figure.same >= common > figure.alpha and figure.commonest >= common


def _level_paradox(figure: AgreementFigure) -> Sentence:
    return say(
        "Alpha is low here because nearly all levels (%(share)s) are the same, so chance alone would "
        "produce almost as much agreement.",
        share=_percent(figure.commonest or 0.0),
    )


def _status_paradox(figure: AgreementFigure) -> Sentence:
    return say(
        "Alpha is low here because nearly all statuses (%(share)s) are the same, so chance alone would "
        "produce almost as much agreement.",
        share=_percent(figure.commonest or 0.0),
    )


def _status_words(figure: AgreementFigure) -> Sentence:
    if figure.same is None:
        return say("No status can be compared.")
    alike = say("not defined, because all are the same")
    return say_n(
        "On whether a criterion is rated, silent, contrary or not assessed, %(share)s of the pairs "
        "agree, over %(number)s criterion that somebody assessed; nominal alpha %(alpha)s.",
        "On whether a criterion is rated, silent, contrary or not assessed, %(share)s of the pairs "
        "agree, over %(number)s criteria that somebody assessed; nominal alpha %(alpha)s.",
        figure.pairable,
        share=_percent(figure.same),
        alpha=alike if figure.alpha is None else Number(figure.alpha, ".2f"),
    )


def _pair_words(pair: Pair) -> Spoken:
    if pair.apart is None:
        return say("%(one)s and %(other)s share no criterion with a level.", one=pair.first, other=pair.second)
    if abs(pair.apart) < 0.005:  # noqa: PLR2004  (prints as 0.00)
        return say("On average %(one)s and %(other)s give the same levels.", one=pair.first, other=pair.second)
    higher, lower = (pair.second, pair.first) if pair.apart > 0 else (pair.first, pair.second)
    found = say_n(
        "Coder %(higher)s gives %(levels)s levels more than coder %(lower)s on average, over %(number)s criterion.",
        "Coder %(higher)s gives %(levels)s levels more than coder %(lower)s on average, over %(number)s criteria.",
        pair.pairable,
        higher=higher,
        lower=lower,
        levels=Number(abs(pair.apart), ".2f"),
    )
    limit = say("It is only a difference: with two coders nobody can say which is lenient and which is strict.")
    return series(" ", [found, limit])


def _lean_words(lean: Lean) -> Sentence:
    if lean.mean is None:
        return say("%(coder)s shares no criterion with a level with the others.", coder=lean.coder)
    size = Number(abs(lean.mean), ".2f")
    if lean.mean >= 0:
        return say_n(
            "Coder %(coder)s gives %(levels)s levels more than the others on average, over %(number)s criterion.",
            "Coder %(coder)s gives %(levels)s levels more than the others on average, over %(number)s criteria.",
            lean.pairable,
            coder=lean.coder,
            levels=size,
        )
    return say_n(
        "Coder %(coder)s gives %(levels)s levels less than the others on average, over %(number)s criterion.",
        "Coder %(coder)s gives %(levels)s levels less than the others on average, over %(number)s criteria.",
        lean.pairable,
        coder=lean.coder,
        levels=size,
    )


def _percent(share: float) -> Number:
    return Number(share, ".0%")


def percent(share: float) -> str:
    """Return a share in [0, 1] as text in whole per cent.

    Examples
    --------
    >>> percent(0.625)
    '62 %'
    """
    return f"{share * 100:.0f} %"

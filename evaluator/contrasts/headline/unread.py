"""How far unrated criteria can move a score, compared with how far the choice of frame moves it."""

from __future__ import annotations

from evaluator.model.report import FindingChoices
from evaluator.model.words import Figure, Sentence, say
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import printed, score_figure


def unread_words(chosen: FindingChoices, unread: float, spread: float) -> Sentence:
    """Return a sentence that compares how far unrated criteria, and how far the choice of frame, can move the score."""
    given: dict[str, object] = {"unread": score_figure(unread), "spread": score_figure(spread)}
    times = rounded(unread / spread) if spread > 0 else float("inf")
    if times >= chosen.unread_times and rounded(spread) > 0:
        return say(
            "What was not assessed matters at least %(times)s times as much as whose weights are used: "
            "%(unread)s against %(spread)s.",
            times=Figure(int(min(times, _times_in_print(unread, spread))), ".0f"),
            **given,
        )
    if is_still(spread):
        return say("What was not assessed could move the score by %(unread)s.", **given)
    return say(
        "What was not assessed could move the score by %(unread)s; the choice of frame moves it by %(spread)s.", **given
    )


def is_still(spread: float) -> bool:
    """Return whether a difference of scores is printed as zero."""
    return str(score_figure(spread)) == str(score_figure(0.0))


def _times_in_print(unread: float, spread: float) -> float:
    """Return the ratio of the two figures as printed, which a reader can check; infinite if `spread` prints as 0."""
    least, most = printed(spread, 2), printed(unread, 2)
    return float(most / least) if least else float("inf")

"""Conditions under which the screens of a unit open now, beside the right that an address requires."""

from __future__ import annotations

from starlette.responses import Response

from evaluator.extensions.workbench.rights import may_rate
from evaluator.extensions.workbench.web import PersonRequest, RefusedError, Screen
from evaluator.model.sentence import say


def while_rating(shown: Screen) -> Screen:
    """Return a screen that refuses who may not rate the unit now."""

    def checked(asked: PersonRequest) -> Response:
        must_rate(asked)
        return shown(asked)

    return checked


def must_rate(asked: PersonRequest) -> None:
    """Refuse the request of a person who may not rate the unit now."""
    if not may_rate(asked.person, asked.round):
        raise RefusedError(
            403, say("You do not rate this unit now: its round has other coders, or you have handed in already.")
        )


def when_unsealed(shown: Screen) -> Screen:
    """Return a screen that is refused while a round seals the unit, for nothing of it is printed then."""

    def checked(asked: PersonRequest) -> Response:
        must_be_unsealed(asked)
        return shown(asked)

    return checked


def must_be_unsealed(asked: PersonRequest) -> None:
    """Refuse a request for what shows all ratings of the unit while a round seals it."""
    if not asked.sees_panel:
        raise RefusedError(403, say("A blind round of this plan is open: nothing of it is printed before the release."))


def when_published(shown: Screen) -> Screen:
    """Return a screen of replies, which lead and officials see once the ratings of the unit are final and unsealed."""

    def checked(asked: PersonRequest) -> Response:
        if not (asked.person.may("lead") or asked.person.may("comment")):
            raise RefusedError(403, say("Your role does not open this page."))
        if asked.unit.assessment.is_draft or asked.seals:
            raise RefusedError(409, say("The ratings of this plan are not published yet."))
        return shown(asked)

    return checked

"""Tables of a survey that may be printed, as frames under contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from evaluator.errors import UnknownNameError
from evaluator.model.survey import Conflict, GroupWeight
from evaluator.tables.base import declared

if TYPE_CHECKING:
    import pandas as pd


class HasGroups(Protocol):
    """A survey as it was answered."""

    def weights(self) -> Sequence[GroupWeight]:
        """Return the rows of groups.csv."""

    def conflicts(self) -> Sequence[Conflict]:
        """Return the rows of conflict.csv."""


def frame_of(asked: HasGroups, name: str) -> pd.DataFrame:
    """Return `groups` (a row for each group and criterion) or `conflict` (a row for each two groups) as a frame.

    Raises
    ------
    UnknownNameError
        There is no such table; single answers are never one.
    """
    if name == "groups":
        return declared(GroupWeight, name).frame(asked.weights())
    if name == "conflict":
        return declared(Conflict, name).frame(asked.conflicts())
    raise UnknownNameError("table of a survey", name, ("groups", "conflict"))

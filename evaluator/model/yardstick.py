"""How a rubric and its weightings stand to the shipped text of the same id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.model.sentence import Spoken, say, say_n, series


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What of a rubric under a shipped id is not the shipped text.

    `is_changed` says that the version is the shipped one and the text another; `shipped` is the shipped version where
    the rubric's is another one, else empty. `weightings` are those under a shipped id with another text. A rubric under
    an id of its own has nothing to be compared with.
    """

    is_changed: bool = False
    shipped: str = ""
    weightings: tuple[str, ...] = ()

    def told(self, rubric: str, titles: Mapping[str, str] | None = None) -> Spoken:
        """Return what is not the shipped text, as words for a cover; empty where nothing is to be said.

        `rubric` is its name with its version, `titles` are those of weightings, by id.

        Examples
        --------
        >>> Yardstick(is_changed=True).told("four-paradigms 1.1.1")
        'four-paradigms 1.1.1, changed by its user'
        >>> Yardstick(shipped="1.1.1", weightings=("iom",)).told("four-paradigms 9.9.0", {"iom": "IOM"})
        'four-paradigms 9.9.0, not the shipped version, 1.1.1; frame changed by its user: IOM'
        """
        parts = []
        if self.is_changed:
            parts.append(say("%(rubric)s, changed by its user", rubric=rubric))
        if self.shipped:
            parts.append(say("%(rubric)s, not the shipped version, %(shipped)s", rubric=rubric, shipped=self.shipped))
        if self.weightings:
            names = ", ".join((titles or {}).get(name, name) for name in self.weightings)
            parts.append(
                say_n(
                    "frame changed by its user: %(names)s",
                    "frames changed by their user: %(names)s",
                    len(self.weightings),
                    names=names,
                )
            )
        return series("; ", parts)


NOTHING_ALTERED = Yardstick()

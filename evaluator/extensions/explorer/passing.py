"""What a reader did to the weights, and who passed whom: one sentence, in the words that the explorer's page uses too.

`templates/explorer/passing.js` follows the same rules with the same `MESSAGES`, which the page carries in its language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluator.contrasts.headline.frames import ladder
from evaluator.contrasts.study import Study
from evaluator.model.report import LEAST_PRINTED
from evaluator.model.rubric import Rubric
from evaluator.model.wording import Worded, worded
from evaluator.reports.language import Language
from evaluator.scoring.grade import rounded

NAMED, GRADES = 3, 2  # names in a list, and changes of grade that are named
MANY = 20  # of more, who gains first place is told
MESSAGES: Mapping[str, Worded] = {
    "looked": worded("You look with the weights of “%(frame)s” in place of “%(reference)s”"),
    "looked_and": worded("%(looked)s, and %(moved)s"),
    "raised": worded("You raised %(group)s from %(before)s to %(after)s"),
    "lowered": worded("You lowered %(group)s from %(before)s to %(after)s"),
    "then_raised": worded("raised %(group)s from %(before)s to %(after)s"),
    "then_lowered": worded("lowered %(group)s from %(before)s to %(after)s"),
    "others": worded("%(deed)s, and other weights"),
    "changed": worded("You changed what counts"),
    "then_changed": worded("changed what counts"),
    "passes": worded("%(name)s passes %(over)s and takes place %(place)s of %(all)s (it was %(before)s)"),
    "passes_first": worded("%(name)s passes %(over)s and comes first of %(all)s (it was %(before)s)"),
    "passes_shared": worded(
        "%(name)s passes %(over)s and shares place %(place)s of %(all)s with %(sharing)s (it was %(before)s)"
    ),
    "none_firm": worded("%(told)s; the ranges overlap"),
    "some_firm": worded("%(told)s; its range lies above that of %(firm)s of these %(count)s"),
    "nobody": worded("Nobody passes anybody"),
    "too_few": worded("Fewer than two can be ranked under both frames, so nobody can pass anybody"),
    "pin_passes": worded("%(name)s passes %(over)s"),
    "pin_passed": worded("%(name)s is passed by %(by)s"),
    "pin_stays": worded("%(name)s passes nobody"),
    "pin_place": worded("%(told)s: place %(before)s before, %(after)s now, of %(all)s; %(grade)s"),
    "grade_stays": worded("still %(grade)s"),
    "grade_moves": worded("%(before)s before, %(after)s now"),
    "lost": worded("%(name)s is passed by %(count)s and falls from place %(before)s to %(after)s."),
    "first": worded("%(name)s takes first place."),
    "first_shared": worded("%(names)s share first place."),
    "verdicts": worded("%(count)s of %(all)s verdicts change: %(named)s."),
    "no_verdict": worded("No verdict changes."),
    "one_verdict": worded("%(name)s from %(before)s to %(after)s"),
    "and": worded("%(names)s and %(last)s"),
    "more": worded("%(count)s more"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit stands under a frame: score, lowest, highest, and band."""

    score: float
    low: float
    high: float
    grade: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit that is ranked under both frames: its id, its name, and where it stands before and after."""

    id: str
    name: str
    before: Spot
    after: Spot


@dataclass(frozen=True, slots=True)
class Shift:
    """The share of a group in what counts, before and after."""

    group: str
    before: float
    after: float


@dataclass(frozen=True)
class Teller:
    """Tells in a language what happened; `bands` are the rubric's, the best first."""

    spoken: Language
    bands: Sequence[str]

    def fill(self, key: str, **values: object) -> str:
        """Return a message in the language, filled in."""
        return self.spoken.gettext(MESSAGES[key].one) % values

    def names(self, names: Sequence[str]) -> str:
        """Return at most three names, or two and how many more."""
        some = (
            [*names[: NAMED - 1], self.fill("more", count=len(names) - NAMED + 1)] if len(names) > NAMED else [*names]
        )
        return some[0] if len(some) == 1 else self.fill("and", names=", ".join(some[:-1]), last=some[-1])

    def deed(self, shifts: Sequence[Shift], frame: str = "", reference: str = "", *, moved: bool = True) -> str:
        """Return what the reader did: another frame (none without a name), weights moved from it, or both."""
        looked = self.fill("looked", frame=frame, reference=reference) if frame else ""
        if not moved:
            return looked
        then, most = "then_" if looked else "", _largest_shift(shifts)
        if most is None:
            told = self.fill(f"{then}changed")
        else:
            way = "raised" if most.after > most.before else "lowered"
            told = self.fill(f"{then}{way}", group=most.group, before=_percent(most.before), after=_percent(most.after))
            told = self.fill("others", deed=told) if _moved_others_too(shifts, most) else told
        return self.fill("looked_and", looked=looked, moved=told) if looked else told

    def told(self, deed: str, marks: Sequence[Mark], pins: Sequence[str] = ()) -> tuple[str, str]:
        """Return the headline, and what is told below it."""
        if len(marks) < 2:  # noqa: PLR2004  (one passes another)
            return f"{deed}. {self.fill('too_few')}.", ""
        scene = _Scene(tuple(marks))
        pinned = next((k for pin in pins for k, mark in enumerate(marks) if mark.id == pin), None)
        if pinned is not None:
            line, subject = self._pin_words(scene, pinned), pinned
        else:
            subject = scene.subject
            line = self._passes(scene, subject) if scene.over[subject] else self.fill("nobody")
        return f"{deed}. {line}.", " ".join(self._words_below(scene, subject))

    def _passes(self, scene: _Scene, subject: int) -> str:
        over = scene.over[subject]
        sharing = [k for k in scene.all if k != subject and scene.now[k] == scene.now[subject]]
        values: dict[str, object] = {
            "name": scene.marks[subject].name,
            "over": self._listed_names(scene, over),
            "place": scene.now[subject],
            "all": len(scene.marks),
            "before": scene.was[subject],
            "sharing": self._listed_names(scene, sharing) if sharing else "",
        }
        key = "passes_shared" if sharing else "passes_first" if scene.now[subject] == 1 else "passes"
        told, firm = self.fill(key, **values), scene.firm(subject)
        if not firm:
            return self.fill("none_firm", told=told)
        return told if firm == len(over) else self.fill("some_firm", told=told, firm=firm, count=len(over))

    def _pin_words(self, scene: _Scene, pinned: int) -> str:
        mark, by = scene.marks[pinned], scene.passed_by(pinned)
        if scene.over[pinned]:
            told = self.fill("pin_passes", name=mark.name, over=self._listed_names(scene, scene.over[pinned]))
        elif by:
            told = self.fill("pin_passed", name=mark.name, by=self._listed_names(scene, by))
        else:
            told = self.fill("pin_stays", name=mark.name)
        before, after = (self.spoken.band(spot.grade) for spot in (mark.before, mark.after))
        stays = before == after
        grade = self.fill("grade_stays", grade=after) if stays else self.fill("grade_moves", before=before, after=after)
        was, now = scene.was[pinned], scene.now[pinned]
        return self.fill("pin_place", told=told, before=was, after=now, all=len(scene.marks), grade=grade)

    def _words_below(self, scene: _Scene, subject: int) -> list[str]:
        said = []
        others = [k for k in scene.all if k != subject]
        lost = max(others, key=lambda k: (len(scene.passed_by(k)), scene.now[k], -k))
        if len(scene.passed_by(lost)) > 1:
            said.append(self.fill("lost", name=scene.marks[lost].name, count=len(scene.passed_by(lost)),
                                 before=scene.was[lost], after=scene.now[lost]))  # fmt: skip
        firsts = [k for k in scene.all if scene.now[k] == 1]
        if firsts != [k for k in scene.all if scene.was[k] == 1] and firsts != [subject]:
            key, names = ("first", "name") if len(firsts) == 1 else ("first_shared", "names")
            said.append(self.fill(key, **{names: self._listed_names(scene, firsts)}))
        return [*said, self._verdict_words(scene)]

    def _verdict_words(self, scene: _Scene) -> str:
        moved = [k for k in scene.all if scene.marks[k].before.grade != scene.marks[k].after.grade]
        if not moved:
            return self.fill("no_verdict")

        def far(k: int) -> int:
            before, after = (self.bands.index(one.grade) for one in (scene.marks[k].before, scene.marks[k].after))
            return abs(after - before)

        moved.sort(key=lambda k: (-far(k), k))
        named = [
            self.fill("one_verdict", name=scene.marks[k].name, before=self.spoken.band(scene.marks[k].before.grade),
                     after=self.spoken.band(scene.marks[k].after.grade))
            for k in moved[:GRADES]
        ]  # fmt: skip
        named += [self.fill("more", count=len(moved) - GRADES)] if len(moved) > GRADES else []
        told = named[0] if len(named) == 1 else self.fill("and", names=", ".join(named[:-1]), last=named[-1])
        return self.fill("verdicts", count=len(moved), all=len(scene.marks), named=told)

    def _listed_names(self, scene: _Scene, at: Sequence[int]) -> str:
        return self.names([scene.marks[k].name for k in at])


def _percent(share: float) -> str:
    return f"{int(share * 100 + 0.5)} %"


def _largest_shift(shifts: Sequence[Shift]) -> Shift | None:
    """Return the group whose share moved most, of equal ones one that was raised; None where none moves in print."""
    most = max(shifts, key=lambda one: (rounded(abs(one.after - one.before)), one.after > one.before), default=None)
    return most if most is not None and rounded(abs(most.after - most.before)) >= LEAST_PRINTED else None


def _moved_others_too(shifts: Sequence[Shift], most: Shift) -> bool:
    """Return whether another share moved otherwise than in proportion to what the first one left."""
    rest = 1 - most.before
    scale = (1 - most.after) / rest if rest > 0 else 1.0
    return any(rounded(abs(one.after - one.before * scale)) > LEAST_PRINTED for one in shifts if one is not most)


class _Scene:
    """Marks with their places before and after, and whom each passed."""

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self.marks, self.all = marks, range(len(marks))
        self.was = _ranks([mark.before.score for mark in marks])
        self.now = _ranks([mark.after.score for mark in marks])
        self.over = [self._by_place(v for v in self.all if self._passes(u, v)) for u in self.all]

    def _by_place(self, found: Iterable[int]) -> list[int]:
        return sorted(found, key=lambda k: (self.now[k], k))

    def _passes(self, u: int, v: int) -> bool:
        one, other = self.marks[u], self.marks[v]
        led = rounded(other.before.score - one.before.score)
        leads = rounded(one.after.score - other.after.score)
        return led > LEAST_PRINTED and leads > LEAST_PRINTED

    @property
    def subject(self) -> int:
        """Return of whom is told: over twenty who gains first place, else who passes most, then the better place."""
        gains = [k for k in self.all if self.now[k] == 1 and self.was[k] > 1 and self.over[k]]
        some = gains if len(self.marks) > MANY and gains else self.all
        return max(some, key=lambda k: (len(self.over[k]), -self.now[k], -k))

    def passed_by(self, k: int) -> list[int]:
        """Return who passed a unit, in order of place."""
        return self._by_place(u for u in self.all if k in self.over[u])

    def firm(self, k: int) -> int:
        """Return how many of those passed end under the unit's lowest score."""
        return sum(self.marks[k].after.low > self.marks[v].after.high for v in self.over[k])


def _ranks(scores: Sequence[float]) -> list[int]:
    return [1 + sum(rounded(other) > rounded(score) for other in scores) for score in scores]


def teller(spoken: Language, rubric: Rubric) -> Teller:
    """Return who tells what happened in a language, for units of a rubric."""
    return Teller(spoken, ladder(rubric))


def marks_of(study: Study, before: str, after: str, names: Mapping[str, str]) -> list[Mark]:
    """Return the units of a study that are ranked under two of its frames."""
    found = []
    for one, other in zip(study.row(before), study.row(after), strict=True):
        if one.rank is not None and other.rank is not None:
            spots = [Spot(r.score or 0.0, *r.bounds, r.grade.grade or "") for r in (one, other)]
            found.append(Mark(one.plan_id, names[one.plan_id], *spots))
    return found

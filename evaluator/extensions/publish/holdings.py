"""What of a library goes out: final assessments, in groups that may be compared, and the units that get a page."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.headline.frames import Frames
from evaluator.contrasts.study import Study, study_of
from evaluator.errors import EvaluatorError, InvalidInputError, Problem, UnknownNameError, gather
from evaluator.extensions.explorer.opening import FRAMES, own_region
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import cards_of_study, enter
from evaluator.read.layers import Layers

FEW_PLANS = 5  # that one chart can tell apart by their dots


@dataclass(frozen=True)
class Group:
    """Units of one rubric that are compared with each other: all of a record's year, or all plans and periods."""

    study: Study
    year: str = ""

    @property
    def rubric(self) -> Rubric:
        """Return the rubric of the group."""
        return self.study.rubric

    @cached_property
    def cards(self) -> list[Scorecard]:
        """Return the units scored under the first frame."""
        return cards_of_study(self.study)

    def among(self, codes: Iterable[str]) -> Group:
        """Return the part of the group whose countries have these codes; the group itself where none has."""
        wanted = frozenset(codes)
        some = [entrant for entrant in self.study.entrants if entrant.iso3 in wanted]
        if not some or len(some) == len(self.study.entrants):
            return self
        return Group(study_of(self.rubric, self.study.weightings, some), self.year)


@dataclass(frozen=True)
class Unit:
    """A plan, a period or a year of a record, with its place in its group; `name` is its address without an ending."""

    group: Group
    place: int

    @property
    def entrant(self) -> Entrant:
        """Return the unit with its outcomes."""
        return self.group.study.entrants[self.place]

    @property
    def name(self) -> str:
        """Return the address: the id, and the rubric of a plan that is rated under another than the first."""
        plan, rubric = self.entrant.assessment.plan, self.group.rubric.id
        return f"{plan.id}.{rubric}" if plan.is_plan and rubric != DEFAULT_RUBRIC else plan.id

    @property
    def weights(self) -> list[float]:
        """Return the weight of each criterion that applies, under the first frame."""
        return [float(share) for share in self.group.study.scores.applicable.criteria[0, self.place]]

    @cached_property
    def frames(self) -> Frames:
        """Return the unit's result under every frame."""
        return Frames(self.group.study, self.place)


@dataclass(frozen=True)
class Holdings:
    """What goes out: groups, units with a page of their own, and the names of drafts, which stay.

    `region` are the codes of the library's own countries, `known` those of every country that it knows.
    """

    groups: tuple[Group, ...]
    units: tuple[Unit, ...]
    drafts: tuple[str, ...]
    region: tuple[str, ...]
    known: tuple[str, ...] = ()

    @cached_property
    def main(self) -> Group:
        """Return the group that the front page is about: the newest year of a record, else that with most verdicts."""
        records = [group for group in self.groups if group.year]
        if records:
            return max(records, key=lambda group: group.year)
        return max(self.groups, key=lambda group: sum(bool(v.grade.grade) for v in group.study.verdicts[0]))

    @cached_property
    def home(self) -> Group:
        """Return the part of the main group that is of the library's own region."""
        return self.main.among(self.region)

    @cached_property
    def plans(self) -> Group | None:
        """Return the plans that are graded under the default rubric, for the charts of a few; None of another number.

        Those that were read too little for a grade stay out, so that what was read in all of them is much.
        """
        for group in self.groups:
            if group.rubric.id == DEFAULT_RUBRIC and not group.year:
                results = zip(group.study.entrants, group.study.verdicts[0], strict=True)
                graded = [entrant for entrant, result in results if result.state == "graded"]
                if 1 < len(graded) <= FEW_PLANS:
                    newest = sorted(graded, key=lambda entrant: entrant.assessment.plan.start, reverse=True)
                    return Group(study_of(group.rubric, group.study.weightings, newest))
        return None

    @property
    def rubrics(self) -> tuple[Rubric, ...]:
        """Return the rubrics of what goes out, each once."""
        return tuple({group.rubric.id: group.rubric for group in self.groups}.values())


def asked_frames(library: Library) -> dict[str, Path]:
    """Return the frames of groups that were asked, by id, with their files in the library's own folder."""
    own, found = library.layers.folders[0], dict[str, Path]()
    for path in sorted(own.glob("rubrics/*/weightings/*.yaml")):
        frame = library.rubric(path.parts[-3]).every_weighting.get(path.stem)
        if frame is not None and frame.survey:
            found[frame.id] = path
    return found


@contextmanager
def without(library: Library, left_out: Iterable[Path]) -> Iterator[Library]:
    """Give the library without some files of its own folder: a copy of it, of links where the disk allows."""
    (own, *others), names = library.layers.folders, frozenset(left_out)
    if not names:
        yield library
        return

    def passed_over(folder: str, inside: list[str]) -> list[str]:
        return [name for name in inside if name.startswith(".") or Path(folder, name) in names]

    with tempfile.TemporaryDirectory() as made:
        copy = Path(made, own.name)
        shutil.copytree(own, copy, ignore=passed_over, copy_function=_linked)
        yield Library(Layers((copy, *others)))


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def holdings(library: Library, only: tuple[str, ...] = (), *, every: bool = False) -> Holdings:
    """Return what goes out of a library; `only` are codes of countries, `every` gives every year a page.

    Raises
    ------
    EvaluatorError
        Nothing is final.
    InvalidInputError
        With every fault of every file, and every final assessment without an answer.
    UnknownNameError
        No country of `only` is there.
    """
    known = {unit.iso3 for name in library.rubric_names for unit in library.units_of(name)} | {*library.country_codes}
    for code in only:
        if code not in known:
            raise UnknownNameError("country", code, known)
    region, groups, drafts = own_region(library, only), list[Group](), list[str]()
    problems: list[Problem] = []
    for name in library.rubric_names:
        rubric = library.rubric(name)
        frames = rubric.ordered_weightings(rubric.weighting(rubric.reference_weighting))
        drafts += [f"{one.id} (frame of {rubric.id})" for one in frames if one.is_unwritten]
        frames = tuple(one for one in frames if not one.is_unwritten)
        for year, ids in _ids_by_year(library, rubric, only) if len(frames) >= FRAMES else ():
            read = [gather(partial(library.assessment, each, rubric), problems) for each in ids]
            entrants = [enter(assessment, rubric) for assessment in read if assessment is not None]
            drafts += [f"{one.plan_id} ({rubric.id})" for one in entrants if one.is_draft]
            final = [one for one in entrants if not one.is_draft]
            problems += _unanswered(final)
            if final:
                groups.append(Group(study_of(rubric, frames, final), year))
    if problems:
        raise InvalidInputError(list(dict.fromkeys(problems)))
    if not groups:
        raise EvaluatorError(" ".join(_rated_by_one_frame(library, only)) or _none_final(drafts))
    return Holdings(
        tuple(groups),
        tuple(_units_with_pages(groups, region, every=every)),
        tuple(drafts),
        region,
        () if only else tuple(sorted(known)),
    )


def _none_final(drafts: list[str]) -> str:
    told = f"; {len(drafts)} drafts stay here" if drafts else ""
    return f"No assessment here is final{told}. Finish one, and `evaluator publish FOLDER` has what to show."


def _rated_by_one_frame(library: Library, only: tuple[str, ...]) -> Iterator[str]:
    """Yield why each rubric with a final assessment and too few frames has no page, and the call that mends it."""
    for rubric in map(library.rubric, library.rubric_names):
        if not any(criterion.is_rated_by_hand for criterion in rubric.criteria):
            continue
        frames = [one for one in rubric.weightings.values() if not one.is_unwritten]
        ids = [name for _, ids in _ids_by_year(library, rubric, only) for name in ids]
        if len(frames) < FRAMES and not all(enter(library.assessment(name, rubric), rubric).is_draft for name in ids):
            yield (
                f"What was rated by {rubric.id} has no page, as pages contrast {FRAMES} frames and it has "
                f"{len(frames)}: `evaluator new weighting NAME --rubric {rubric.id} --from "
                f"{rubric.reference_weighting}` makes another."
            )


def _ids_by_year(library: Library, rubric: Rubric, only: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """Return each group's year and the ids of its units."""
    if units := library.units_of(rubric.id):
        for year in sorted({unit.end[:4] for unit in units}):
            ids = [u.unit_id for u in units if u.end[:4] == year and (not only or u.iso3 in only)]
            yield year, ids
        return
    codes = [code for code in library.country_codes if not only or code in only]
    yield "", [name for code in codes for name in library.plan_ids(code) if library.is_assessed(name, rubric)]


def _unanswered(entrants: Iterable[Entrant]) -> Iterator[Problem]:
    """Yield a fault for each plan with which coders began and answered no question: nothing of it goes out."""
    for one in (entrant.assessment for entrant in entrants if entrant.assessment.is_unanswered):
        command = f"evaluator sheet export {one.plan.id}{with_rubric(one.rubric_id)}"
        yield Problem(
            f"{one.plan.id} ({one.rubric_id})", "no question has an answer",
            "at least one answer, before a site shows it",
            f"Answer it at the desk, or on a sheet: `{command}`.",
        )  # fmt: skip


def _units_with_pages(groups: Iterable[Group], region: tuple[str, ...], *, every: bool) -> Iterator[Unit]:
    for group in groups:
        for place, entrant in enumerate(group.study.entrants):
            if every or not group.year or entrant.iso3 in region:
                yield Unit(group, place)

"""Comparison of a rubric and its weightings with the shipped ones of the same id, told by a check."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Problem
from evaluator.model.rubric import Rubric, RubricFile
from evaluator.model.sentence import Spoken, text_for
from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick
from evaluator.read.checks.door import UnitCheck
from evaluator.read.layers import Layers
from evaluator.read.rubric import take_rubric
from evaluator.read.shipped import shipped_root


def against_shipped(found: Rubric, shipped: Rubric | None) -> Yardstick:
    """Return what of a rubric is not the text of the shipped one; `shipped` is None if none has its id.

    What the files say is compared, so that comments, line endings and the order of keys are no change. Texts in another
    language count where both have them.
    """
    if shipped is None:
        return NOTHING_ALTERED
    weightings = tuple(
        name
        for name, weighting in found.every_weighting.items()
        if shipped.every_weighting.get(name, weighting) != weighting
    )
    if found.version != shipped.version:
        return Yardstick(shipped=shipped.version, weightings=weightings)
    same = found.sha256 == shipped.sha256 or _content_of(found) == _content_of(shipped)
    spoken = all(shipped.translations.get(lang, texts) == texts for lang, texts in found.translations.items())
    return Yardstick(is_changed=not (same and spoken), weightings=weightings)


def altered_words(rubric: Rubric, lang: str = "en") -> Spoken:
    """Return the words for a cover on what of a rubric under a shipped id is not the shipped text, if anything."""
    titles = {name: text_for(weighting.titles, lang, name) for name, weighting in rubric.every_weighting.items()}
    return rubric.yardstick.told(f"{rubric.id} {rubric.version}", titles)


def _content_of(rubric: Rubric) -> tuple[object, ...]:
    return (*(getattr(rubric, name) for name in RubricFile.model_fields), rubric.criteria)


MEND = "Give it an id of its own; else every report on it says that it is changed, and `verify` ends with status 1."


def check_yardstick(folder: Layers, rubric: Rubric) -> Iterator[Problem]:
    """Yield a warning for each text under a shipped id that is not the shipped one, at the user's own file."""
    shipped = shipped_root() / "rubrics" / rubric.id
    mine = next((place for place in folder.folders if place.is_dir() and place != shipped), None)
    if mine is None:
        return
    stands = against_shipped(rubric, take_rubric(Layers((shipped,)), None, []))
    head = mine / "rubric.yaml"
    name, where = f"{rubric.id} {rubric.version}", str(head if head.is_file() else mine)
    if stands.is_changed:
        yield Problem(
            where, f"another text of {name} than the shipped one", "the shipped text", MEND, severity="warning"
        )
    if stands.shipped:
        expected = f"the shipped version, {stands.shipped}"
        yield Problem(where, f"{name} under a shipped id", expected, MEND, severity="warning")
    for weighting in stands.weightings:
        file = folder.below("weightings").expected(f"{weighting}.yaml")
        found = f"another text of the frame {weighting} than the shipped one"
        yield Problem(str(file), found, "the shipped text", MEND, severity="warning")


CHECK = UnitCheck("rubric", lambda one: check_yardstick(one.folder, one.rubric))

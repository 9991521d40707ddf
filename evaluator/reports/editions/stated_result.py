"""The keys of a result.json that a comparison of editions reads; unknown keys of later versions are ignored."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.assessment import Status
from evaluator.model.schema import PartialDate
from evaluator.reports.carried.result import SCHEMA, SCHEMA_VERSION

WANTED = "a country report as PDF, or its result.json"
MOST_FAULTS = 20

Unit = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Level = Annotated[int, Field(ge=0, le=99)]
Name = Annotated[str, Field(max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class StatedRubric(_Part):
    """The rubric by which an edition was scored."""

    id: Name
    version: Name
    sha256: Name


class StatedGrade(_Part):
    """The stated grade (None without one) and its possible range."""

    grade: Name | None
    lowest: Name
    highest: Name


class StatedGate(_Part):
    """The state of one gate, as an earlier result.json states it.

    Earlier results have `held` for what was rated or silent; the rating of the criterion says which.
    """

    criterion: Name
    state: Literal[
        "tripped", "disputed", "not-assessed", "silent", "in-part", "at-least", "law-met", "kept", "not-applicable",
        "held",
    ]  # fmt: skip


class StatedCriterion(_Part):
    """The status and level of one criterion, as an earlier result.json states them."""

    criterion: Name
    status: Status
    level: Level | None
    low_level: Level | None = None
    covered: bool

    @property
    def stated(self) -> int | None:
        """Return the level that the edition states: the settled one, or the least that was known."""
        return self.low_level if self.status == "at-least" else self.level


class StatedResult(_Part):
    """The result that an earlier edition states; `assessor` is None for the panel's ratings."""

    document: Name
    lang: Name = "en"
    date: PartialDate
    plan: Name
    rubric: StatedRubric
    weighting: Name
    assessor: Name | None = None
    draft: bool
    score: Unit | None
    coverage: Unit | None
    bounds: tuple[Unit, Unit] | None
    grade: StatedGrade
    gates: tuple[StatedGate, ...]
    criteria: tuple[StatedCriterion, ...]


def read_stated(content: bytes, name: str) -> StatedResult:
    """Return the content of a result.json; `name` is the file's name for error messages.

    Raises
    ------
    InvalidInputError
        The content is not JSON, not the result of a country report, of an unknown version,
        or has missing or faulty keys.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise InvalidInputError([Problem(name, "neither a PDF nor JSON", WANTED)]) from None
    if not isinstance(found, dict):
        raise InvalidInputError([Problem(name, "JSON that is no object", WANTED)])
    _refuse_kind(found, name)
    twice = twice_in(content)
    if twice:
        raise InvalidInputError([Problem(name, f"the key {twice[0]!r} more than once", "each key once")])
    try:
        return StatedResult.model_validate_json(content)
    except ValidationError as error:
        faults = error.errors(include_url=False)[:MOST_FAULTS]
        raise InvalidInputError([_schema_problem(fault["loc"], fault["msg"], name) for fault in faults]) from None


def twice_in(content: bytes) -> tuple[str, ...]:
    """Return the keys that an object in a JSON text has more than once; JSON readers differ on which value counts.

    Examples
    --------
    >>> twice_in(b'{"score": 0.99, "nodes": [{"a": 1, "a": 2}], "score": 0.4}')
    ('a', 'score')
    """
    found: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> None:
        keys = Counter(key for key, _ in pairs)
        found.extend(key for key, number in keys.items() if number > 1)

    with suppress(ValueError, RecursionError):  # reported by the function that parses the content
        json.loads(content, object_pairs_hook=once)
    return tuple(found)


def _refuse_kind(found: dict[str, object], name: str) -> None:
    schema, version = found.get("schema"), found.get("schema_version")
    if schema != SCHEMA:
        mend = "Give the earlier report on this plan alone; reports on several plans are not compared."
        raise InvalidInputError([Problem(name, f"schema {json.dumps(schema)[:60]}", repr(SCHEMA), mend)])
    if version != SCHEMA_VERSION:
        mend = "Another version of nap-evaluator made it; compare with that version, or a later one, of the toolkit."
        found_ = f"schema version {json.dumps(version)[:60]}"
        raise InvalidInputError([Problem(name, found_, str(SCHEMA_VERSION), mend)])


def _schema_problem(place: tuple[int | str, ...], message: str, name: str) -> Problem:
    at = ".".join(str(part) for part in place) or "the whole"
    return Problem(name, f"{at}: {message[:1].lower()}{message[1:]}", "a result as the evaluator writes it")

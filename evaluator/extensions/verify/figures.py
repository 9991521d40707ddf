"""Compare two results: every number and text in which they differ, with its place."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evaluator.errors import InvalidInputError
from evaluator.reports.carried import result
from evaluator.reports.carried.attach import RESULT
from evaluator.reports.editions.open import KINDS, Held, refused

Json = dict[str, object]
# The keys that identify an entry in a list of result.json.
NAMING = ("criterion", "node", "plan", "weighting")
LONGEST = 120
# Schema versions of country reports, and of reports on several plans.
VERSIONS = {result.SCHEMA: result.SCHEMA_VERSION, result.SEVERAL_SCHEMA: result.SEVERAL_SCHEMA_VERSION}
FAMILY = result.SCHEMA.partition("/")[0]


def read_result(held: Held) -> Json:
    """Return the result.json of a report, if this version of the toolkit can rebuild it.

    Raises
    ------
    InvalidInputError
        The result is not JSON, or is of another kind of report or another version.
    """
    file, name = held.file(RESULT), f"{held.name}: {RESULT}"
    try:
        found = json.loads(file.content if file else b"")
    except (ValueError, RecursionError) as error:
        raise refused(name, f"no JSON ({error})", "the report's result") from None
    if not isinstance(found, dict):
        raise refused(name, "no JSON object", "the report's result")
    problem = _kind_problem(found, name)
    if problem:
        raise problem
    return found


def _kind_problem(found: Json, name: str) -> InvalidInputError | None:
    schema, version = str(found.get("schema")), found.get("schema_version")
    expected = " or ".join(map(repr, VERSIONS))
    if not schema.startswith(f"{FAMILY}/"):
        return refused(name, f"schema {_json_text(schema)}", expected, "The PDF is another tool's.")
    if schema not in VERSIONS:
        return refused(name, f"schema {_json_text(schema)}", expected, KINDS)
    if version != VERSIONS[schema]:
        mend = "Verify it with the version of nap-evaluator that it names as its creator."
        return refused(name, f"schema version {_json_text(version)}", str(VERSIONS[schema]), mend)
    return None


def text_of(found: Json, *keys: str) -> str:
    """Return the text at a path of keys in a result; empty if the path is missing or its value is no text."""
    value: object = found
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def unlike(found: object, expected: object, where: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield place, found value and expected value of every leaf in which two JSON values differ.

    Examples
    --------
    >>> list(unlike({"score": 0.5, "nodes": [{"node": "economic", "low": 1}]},
    ...             {"score": 0.4, "nodes": [{"node": "economic", "low": 2}]}))
    [('score', '0.5', '0.4'), ('nodes[economic].low', '1', '2')]
    """
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in dict.fromkeys([*expected, *found]):
            yield from _unlike_entry(found, expected, key, f"{where}.{key}" if where else str(key))
    elif isinstance(found, list) and isinstance(expected, list):
        left, right = _entries_by_name(found), _entries_by_name(expected)
        for key in dict.fromkeys([*right, *left]):
            yield from _unlike_entry(left, right, key, f"{where}[{key}]")
    elif type(found) is not type(expected) or found != expected:
        yield where, _json_text(found), _json_text(expected)


def _unlike_entry(found: Json, expected: Json, key: str, where: str) -> Iterator[tuple[str, str, str]]:
    if key not in found:
        yield where, "nothing", _json_text(expected[key])
    elif key not in expected:
        yield where, _json_text(found[key]), "nothing"
    else:
        yield from unlike(found[key], expected[key], where)


def _entries_by_name(entries: list[object]) -> Json:
    """Return a list's entries by the key that identifies each, or by their number if no key does."""
    for key in NAMING:
        names = [text_of(entry, key) if isinstance(entry, dict) else "" for entry in entries]
        if all(names) and len(set(names)) == len(names):
            return dict(zip(names, entries, strict=True))
    return {str(number): entry for number, entry in enumerate(entries, 1)}


def _json_text(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."

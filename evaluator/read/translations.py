"""Texts of a rubric in other languages, by key, and keys that name no text of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluator.errors import Problem, did_you_mean, gather
from evaluator.model.rubric import Criterion, RubricFile
from evaluator.read.layers import Layers
from evaluator.read.yaml_file import Document, parse_yaml

OF_RUBRIC = ("title", "summary")
OF_CRITERION = ("title", "short", "question", "evidence_needed", "recommend")
# Words of the score sheets and not of the rubric.
OF_SHEETS = ("sheet", "flag", "choice")


def read_translations(
    folder: Layers, head: RubricFile, criteria: Mapping[str, Criterion], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """Read `lang/<lang>.yaml`: text by key such as `witness-protection.title`; its faults are noted.

    A key that names no text of the rubric is a warning: it translates nothing.
    """
    found: dict[str, dict[str, str]] = {}
    for path in folder.below("lang").files("*.yaml").values():
        document = gather(lambda path=path: parse_yaml(path), problems)  # type: ignore[misc]
        if document is None:
            continue
        problems.extend(document.faults)
        content = document.content
        if not isinstance(content, dict):
            problems.append(document.problem((), "no mapping", "texts by key, such as `<criterion>.title`"))
            continue
        found[path.stem] = {str(key): str(value) for key, value in content.items()}
        odd = [key for key, value in content.items() if not isinstance(value, str)]
        problems.extend(document.problem((key,), "what is no text", "text, in quotes if need be") for key in odd)
        problems.extend(_strangers(document, _known(head, criteria)))
    return found


def _known(head: RubricFile, criteria: Mapping[str, Criterion]) -> tuple[str, ...]:
    keys = [*OF_RUBRIC, *(f"{node.id}.{text}" for node in head.tree for text in ("title", "short"))]
    for name, criterion in criteria.items():
        keys += [f"{name}.{field}" for field in OF_CRITERION]
        keys += [f"{name}.levels.{level}" for level in criterion.levels]
        keys += [f"{name}.checklist.{at}" for at, _ in enumerate(criterion.checklist, start=1)]
    return tuple(keys)


def _strangers(document: Document, known: tuple[str, ...]) -> Iterator[Problem]:
    for key in document.content if isinstance(document.content, dict) else ():
        if str(key) in known or str(key).partition(".")[0] in OF_SHEETS:
            continue
        mend = did_you_mean(str(key), known)
        line, column = document.place((key,), of_key=True)
        found = f"key {str(key)!r}, which translates nothing"
        yield Problem(
            str(document.path), found, "a text of the rubric", mend, line=line, column=column, severity="warning"
        )

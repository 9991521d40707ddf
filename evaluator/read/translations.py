"""Reader of a rubric's translations by key; checks their coverage and reports keys that match no text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from evaluator.errors import Problem, did_you_mean, gather
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric, RubricFile
from evaluator.read.checks.door import UnitCheck
from evaluator.read.companion import rubric_beside
from evaluator.read.layers import Layers
from evaluator.read.text_files.yaml_file import Document, parse_yaml

OF_RUBRIC = ("title", "summary")
OF_CRITERION = ("title", "short", "plain", "question", "evidence_needed", "missing_hint", "recommend", "ask", "harm")
# First parts of keys for texts of the score sheets rather than the rubric.
OF_SHEETS = ("sheet", "flag", "choice")


def read_translations(
    folder: Layers, head: RubricFile, criteria: Mapping[str, Criterion], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """Read the texts of `lang/<lang>.yaml` by key, such as `witness-protection.title`, and note faults.

    A key that names no text of the rubric is a fault, because it translates nothing. Borrowed criteria bring the
    translations of their own rubric; a translation in this rubric takes precedence.
    """
    found = _borrowed_texts(folder, head)
    for path in folder.below("lang").files("*.yaml").values():
        document = gather(lambda path=path: parse_yaml(path), problems)  # type: ignore[misc]
        if document is None:
            continue
        problems.extend(document.faults)
        content = document.content
        if not isinstance(content, dict):
            problems.append(document.problem((), "no mapping", "texts by key, such as `<criterion>.title`"))
            continue
        found[path.stem] = {**found.get(path.stem, {}), **{str(key): str(value) for key, value in content.items()}}
        odd = [key for key, value in content.items() if not isinstance(value, str)]
        problems.extend(document.problem((key,), "what is no text", "text, in quotes if need be") for key in odd)
        problems.extend(_faults_of_unknown_keys(document, known_keys(head, criteria)))
    return found


def _borrowed_texts(folder: Layers, head: RubricFile) -> dict[str, dict[str, str]]:
    """Return the texts of borrowed criteria by language; faults of their files are reported with their own rubric."""
    found: dict[str, dict[str, str]] = {}
    for rubric_id, borrowed in head.borrowed.items():
        for path in rubric_beside(folder, rubric_id).below("lang").files("*.yaml").values():
            document = gather(lambda path=path: parse_yaml(path), [])  # type: ignore[misc]
            content = document.content if document is not None else None
            if isinstance(content, dict):
                own = {str(key): str(text) for key, text in content.items() if str(key).partition(".")[0] in borrowed}
                found[path.stem] = {**found.get(path.stem, {}), **own}
    return found


def known_keys(head: RubricFile, criteria: Mapping[str, Criterion]) -> tuple[str, ...]:
    """Return every key under which a text of the rubric can be translated.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric("first-look")
    >>> "non-punishment.levels.3" in known_keys(rubric, rubric.by_id)
    True
    """
    keys = [*OF_RUBRIC, *(f"{node.id}.{text}" for node in head.tree for text in ("title", "short"))]
    for name, criterion in criteria.items():
        keys += [f"{name}.{field}" for field in OF_CRITERION]
        keys += [f"{name}.levels.{level}" for level in criterion.levels]
        keys += [f"{name}.checklist.{at}" for at, _ in enumerate(criterion.checklist, start=1)]
    return tuple(keys)


def coverage(folder: Layers, rubric: Rubric) -> Iterator[Problem]:
    """Yield a note for each language of a rubric that counts its translated texts of each kind."""
    wanted = {
        "titles": [f"{name}.title" for name in rubric.by_id],
        "questions": [f"{name}.question" for name in rubric.by_id],
        "levels": [f"{name}.levels.{level}" for name, criterion in rubric.by_id.items() for level in criterion.levels],
        "recommendations": [f"{name}.recommend" for name, criterion in rubric.by_id.items() if criterion.recommend],
        "needs of evidence": [
            f"{name}.evidence_needed" for name, criterion in rubric.by_id.items() if criterion.evidence_needed
        ],
        "hints where to look": [
            f"{name}.missing_hint" for name, criterion in rubric.by_id.items() if criterion.missing_hint
        ],
    }
    for name, path in folder.below("lang").files("*.yaml").items():
        texts = rubric.translations.get(Path(name).stem, {})
        counts = [
            f"{sum(bool(texts.get(key)) for key in keys)} of {len(keys)} {kind}"
            for kind, keys in wanted.items()
            if keys
        ]
        yield Problem(str(path), f"translated: {', '.join(counts)}; the rest shows in English", "", severity="note")


def _faults_of_unknown_keys(document: Document, keys: tuple[str, ...]) -> Iterator[Problem]:
    known = frozenset(keys)
    for key in document.content if isinstance(document.content, dict) else ():
        if str(key) in known or str(key).partition(".")[0] in OF_SHEETS:
            continue
        mend = did_you_mean(str(key), keys)
        line, column = document.place((key,), of_key=True)
        found = f"key {str(key)!r}, which translates nothing"
        yield Problem(str(document.path), found, "a text of the rubric", mend, line=line, column=column)


CHECK = UnitCheck("rubric", lambda one: coverage(one.folder, one.rubric))

"""Checks that a plan's framing, authors and funders refer to sources and bodies that exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from evaluator.errors import Problem
from evaluator.model.country import INSTITUTION_KINDS
from evaluator.model.framing import PARTS, FramingFile
from evaluator.model.plan import PlanFile
from evaluator.read.text.table import ReadTable
from evaluator.read.text.yaml_file import Document, Key

Tables = Mapping[str, ReadTable[object]]


def check_framing(framing: FramingFile, document: Document, tables: Tables) -> Iterator[Problem]:
    """Yield a fault for each code that occurs twice and each source that is not in sources.csv."""
    cited: list[tuple[Key, str]] = []
    for part in PARTS:
        codes = [item.code for item in framing.part(part)]
        for at, item in enumerate(framing.part(part)):
            if item.code in codes[:at]:
                mend = "Put its passages under one entry."
                yield document.problem((part, at, "code"), f"{item.code!r} given twice", "each code once", mend)
            keys = [(part, at, "passages", n, "source_id") for n in range(len(item.passages))]
            cited += zip(keys, (passage.source_id for passage in item.passages), strict=True)
    cited += [(("words", term, "source_id"), word.source_id) for term, word in framing.words.items()]
    yield from _sources(cited, document, tables)


def check_origins(plan: PlanFile, document: Document, tables: Tables) -> Iterator[Problem]:
    """Yield a problem for each body or source in `drafted_by`, `paid_by` and `adopted_under` that does not exist."""
    cited: list[tuple[Key, str]] = [
        (("adopted_under", at, "source_id"), occasion.source_id)
        for at, occasion in enumerate(plan.adopted_under)
        if occasion.source_id
    ]
    for name, bodies in (("drafted_by", plan.drafted_by), ("paid_by", plan.paid_by)):
        for at, body in enumerate(bodies):
            cited.append(((name, at, "source_id"), body.source_id))
            known = {*INSTITUTION_KINDS, *_ids(tables, "institutions")}
            expected = "an id in institutions.csv or a kind of body: " + ", ".join(INSTITUTION_KINDS)
            if _is_readable(tables, "institutions"):
                yield from document.unknown((name, at, "value"), "", body.value, known, expected)
    yield from _sources(cited, document, tables)


def _sources(cited: list[tuple[Key, str]], document: Document, tables: Tables) -> Iterator[Problem]:
    if _is_readable(tables, "sources"):
        yield from document.each_unknown(cited, "source", _ids(tables, "sources"), "an id in sources.csv")


def _ids(tables: Tables, name: str) -> AbstractSet[str]:
    return tables[name].ids if name in tables else frozenset()


def _is_readable(tables: Tables, name: str) -> bool:
    return name not in tables or tables[name].is_readable

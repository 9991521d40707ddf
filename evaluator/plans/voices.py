"""The kinds of source on which a rating rests, by its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evaluator.model.country import Source
from evaluator.model.plan import Evidence

TIP = "tip"
LAW = "law"


def voices(evidence: Iterable[Evidence], sources: Iterable[Source]) -> dict[str, str]:
    """Return the kind of source of each evidence id; evidence in an unlisted source is left out.

    Text of the Trafficking in Persons Report has the kind `tip`, whatever kind its row states.

    Examples
    --------
    >>> chapter = Source(source_id="s1", title="2022 Trafficking in Persons Report: Albania", kind="press")
    >>> passage = Evidence(evidence_id="e1", source_id="s1", locator="p. 3", object="practice", note="rare")
    >>> voices([passage], [chapter])
    {'e1': 'tip'}
    """
    kinds = {source.source_id: TIP if source.is_tip_text else source.kind for source in sources}
    return {row.evidence_id: kinds[row.source_id] for row in evidence if row.source_id in kinds}


def kinds_behind(evidence_ids: Iterable[str], heard: Mapping[str, str]) -> frozenset[str]:
    """Return the distinct kinds of source of some evidence.

    Examples
    --------
    >>> sorted(kinds_behind(["e1", "e2"], {"e1": "tip", "e2": "ngo", "e3": "law"}))
    ['ngo', 'tip']
    """
    return frozenset(heard[name] for name in evidence_ids if name in heard)

"""Bodies that a plan's file names and institutions.csv does not: proposals for a person to confirm, with their kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evaluator.errors import InvalidInputError, Problem
from evaluator.intake.vocabulary import any_phrase
from evaluator.model.country import INSTITUTION_KINDS, Institution
from evaluator.model.intake import BodyProposal, PlanWords
from evaluator.plans.fold import words_of

LONGEST_ID, SHORT_WORD = 8, 2
YES = "yes"


def body_proposals(
    names: Mapping[str, int], known: Sequence[Institution], saved: Sequence[BodyProposal], words: PlanWords
) -> list[BodyProposal]:
    """Return a proposal for each name, most frequent first, after the saved ones that a person has decided.

    Parameters
    ----------
    names : mapping of str to int
        The names that no institution has, and how often the plan's file has them.
    known : sequence of Institution
        The country's institutions; no proposal takes the id of one.
    saved : sequence of BodyProposal
        The proposals of an earlier import.
    words : PlanWords
        The words by which the kind of a body is proposed; without one it stays empty.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> names = {"Ministry of Justice": 1, "MINISTRY OF JUSTICE": 1, "Zora": 3, "a very " * 20 + "long text": 1}
    >>> found = body_proposals(names, (), (), Library.open().plan_words)
    >>> [(one.institution_id, one.name, one.kind, one.times) for one in found]
    [('ZORA', 'Zora', '', 3), ('MJ', 'MINISTRY OF JUSTICE', 'ministry', 2)]
    """
    decided = [one for one in saved if one.confirmed]
    taken = {*(body.institution_id for body in known), *(one.institution_id for one in decided)}
    made = list(decided)
    spelt: dict[str, dict[str, int]] = {}  # spellings of one body, such as those that differ in capitals alone
    for name, times in sorted(names.items(), key=lambda item: (-item[1], item[0])):
        spelt.setdefault(" ".join(words_of(name)), {})[name] = times
    alike = [(next(iter(spellings)), sum(spellings.values())) for spellings in spelt.values()]
    for name, times in sorted(alike, key=lambda item: (-item[1], item[0])):
        own = words_of(name)
        if not own or len(own) > words.looks.most_words or own in [words_of(one.name) for one in decided]:
            continue
        kind = next((kind for kind, phrases in words.bodies.items() if any_phrase(name, phrases)), "")
        chosen = next(one for one in _possible_ids(own) if one not in taken)
        taken.add(chosen)
        made.append(BodyProposal(chosen, name, kind, times))
    return made


def confirmed_bodies(saved: Sequence[BodyProposal], known: Sequence[Institution]) -> list[Institution]:
    """Return the institutions that a person confirmed, without those that are there by id.

    Raises
    ------
    InvalidInputError
        One is confirmed without a kind.
    """
    if lacking := [one.name for one in saved if one.confirmed == YES and not one.kind]:
        found = f"confirmed, without a kind: {'; '.join(lacking)}"
        raise InvalidInputError([Problem("intake/bodies.csv", found, f"a kind: {', '.join(INSTITUTION_KINDS)}")])
    ids = {body.institution_id for body in known}
    return [
        Institution(one.institution_id, one.name, kind=one.kind)
        for one in saved
        if one.confirmed == YES and one.institution_id not in ids
    ]


def _possible_ids(own: Sequence[str]) -> Iterator[str]:
    """Yield ids for a name: its initials, or the beginning of its only word, then with a number."""
    long = [word for word in own if len(word) > SHORT_WORD] or list(own)
    first = ("".join(word[0] for word in long) if len(long) > 1 else long[0])[:LONGEST_ID].upper()
    stem = first if first[0].isalpha() else f"B{first}"
    yield stem
    number = 2
    while True:
        yield f"{stem}{number}"
        number += 1

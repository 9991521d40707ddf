"""Tags that rules propose for the rows of a plan, each with the words that match the rule.

A proposal is not a tag until a person confirms it. Proposals are compared with rows that people tagged, to show
how reliable the rules are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evaluator.intake.vocabulary import FAMILY
from evaluator.model.intake import TAG_KINDS, ByLanguage, TagProposal, TagRule, TagWords
from evaluator.model.plan import PARADIGMS, Measure
from evaluator.panel.chance import weighted_kappa
from evaluator.plans.fold import WORD, find_phrase, folded, phrase_words

TAGGED_LEVELS = ("activity", "task", "list-item", "heading")
JOINT = "co-ordination"
FOR_NOBODY = (JOINT, "research")
RULES = "rules"  # who tagged a row that nobody has looked at


@dataclass(frozen=True, slots=True)
class Reason:
    """A tag whose rule matches a text, and the words of the text that match."""

    tag: str
    words: tuple[str, ...]
    rule: TagRule


def languages_of(codes: Iterable[str]) -> frozenset[str]:
    """Return the languages whose words the rules use, always including English.

    Examples
    --------
    >>> sorted(languages_of(["sr-Cyrl", "hr", ""]))
    ['en', 'sr']
    """
    short = {code.split("-")[0].casefold() for code in codes if code}
    return frozenset({"en", *(FAMILY.get(code, code) for code in short)})


def reasons(text: str, rules: Sequence[TagRule], langs: frozenset[str]) -> list[Reason]:
    """Return a reason for each rule that matches a text, in the rules' order, each tag once.

    Examples
    --------
    >>> rule = TagRule(tag="research", words={"en": ("survey",)}, unless={"en": ("campaign",)})
    >>> [one.words for one in reasons("Surveys of prisons", [rule], frozenset({"en"}))]
    [('Surveys',)]
    >>> reasons("A campaign after the survey", [rule], frozenset({"en"}))
    []
    """
    tokens = WORD.findall(text)
    words = [folded(token) for token in tokens]
    found: dict[str, Reason] = {}
    for rule in rules:
        if rule.tag in found or any(_spans_of_phrases(words, rule.unless, langs)):
            continue
        spans = sorted(set(_spans_of_phrases(words, rule.words, langs)))
        if spans:
            said = dict.fromkeys(" ".join(tokens[start:end]) for start, end in spans)
            found[rule.tag] = Reason(rule.tag, tuple(said), rule)
    return list(found.values())


def _spans_of_phrases(words: list[str], phrases: ByLanguage, langs: frozenset[str]) -> Iterable[tuple[int, int]]:
    for lang in sorted(langs & phrases.keys()):
        for phrase in map(phrase_words, phrases[lang]):
            at = find_phrase(words, phrase)
            if at is not None:
                yield at, at + len(phrase)


def proposed(text: str, words: TagWords, langs: frozenset[str]) -> dict[str, list[Reason]]:
    """Return the reasons for each kind of tag, with at most one for `function`.

    A text whose function is co-ordination by the first rule gets no paradigm, because it only connects the actors.
    Co-ordination and research get no beneficiary.
    """
    held = reasons(text, words.function, langs)
    is_torn = bool(held) and held[0].rule.alone and any(one.rule.alone for one in held[1:])
    functions = [] if is_torn else held[:1]
    is_joint = [one.rule for one in functions] == list(words.function[:1]) and functions[0].tag == JOINT
    is_for_some = not functions or functions[0].tag not in FOR_NOBODY
    return {
        "function": functions,
        "paradigms": [] if is_joint else reasons(text, words.paradigms, langs),
        "beneficiary": reasons(text, words.beneficiary, langs) if is_for_some else [],
    }


def proposals(measures: Sequence[Measure], words: TagWords, langs: Iterable[str] = ()) -> list[TagProposal]:
    """Return the tags that rules propose for the rows of a plan, except objectives, in the plan's order.

    Parameters
    ----------
    measures : sequence of Measure
    words : TagWords
    langs : iterable of str, optional
        Languages of the plan; the rules also use English and each row's own language.
    """
    known = tuple(langs)
    return [
        TagProposal(
            measure_id=row.measure_id,
            kind=kind,
            tag=one.tag,
            matched="; ".join(one.words),
            present="; ".join(present(row, kind)),
            text=row.text,
        )
        for row in measures
        if row.level in TAGGED_LEVELS
        for kind, found in proposed(row.text, words, languages_of((*known, row.lang))).items()
        for one in found
    ]


def present(row: Measure, kind: str) -> tuple[str, ...]:
    """Return the tags of one kind that a row has."""
    if kind == "paradigms":
        return row.paradigms
    return tuple(filter(None, (row.function if kind == "function" else row.beneficiary,)))


@dataclass(frozen=True, slots=True)
class TagAgreement:
    """The agreement of tags that rules propose with tags that people gave, for one kind of tag.

    `rows` are the rows that people tagged; rules propose something for `with_proposal` of them. `proposed` and
    `given` count the tags of the rules and of the people, and `right` those that both give. `kappa` is Cohen's
    kappa: for the function, over the rows with a proposal; for other kinds, over each pair of row and possible
    tag. It is None if chance alone would give full agreement.
    """

    kind: str
    rows: int
    with_proposal: int
    proposed: int
    right: int
    given: int
    kappa: float | None

    @property
    def precision(self) -> float | None:
        """Return the share of proposed tags that people also gave, in [0, 1]; None if no tag is proposed."""
        return self.right / self.proposed if self.proposed else None

    @property
    def share(self) -> float | None:
        """Return the share of rows with a proposal, in [0, 1]; None if there are no rows."""
        return self.with_proposal / self.rows if self.rows else None


Pair = tuple[frozenset[str], frozenset[str]]


def compared(rows: Sequence[tuple[Measure, str]], words: TagWords, langs: Iterable[str] = ()) -> dict[str, list[Pair]]:
    """Return, by kind, the pairs of proposed tags and people's tags for each row that people tagged.

    A row counts as tagged if it has a function or a paradigm. Its beneficiary is free text, which the same rules
    convert to tags.

    Parameters
    ----------
    rows : sequence of (Measure, str)
        Rows, each with the text to match: its own, or the original.
    words : TagWords
    langs : iterable of str, optional
        Languages of the texts besides English.
    """
    known = languages_of(langs)
    pairs: dict[str, list[Pair]] = {kind: [] for kind in TAG_KINDS}
    for row, text in rows:
        if not has_own_tags(row, "function"):
            continue
        found = proposed(text, words, known)
        hand = {
            "function": frozenset(filter(None, (row.function,))),
            "paradigms": frozenset(row.paradigms),
            "beneficiary": frozenset(one.tag for one in reasons(row.beneficiary, words.beneficiary, known)),
        }
        for kind in TAG_KINDS:
            pairs[kind].append((frozenset(one.tag for one in found[kind]), hand[kind]))
    return pairs


def agreement(kind: str, pairs: Sequence[Pair], words: TagWords) -> TagAgreement:
    """Return the agreement between proposed tags and people's tags, for one kind of tag."""
    return TagAgreement(
        kind=kind,
        rows=len(pairs),
        with_proposal=sum(bool(found) for found, _ in pairs),
        proposed=sum(len(found) for found, _ in pairs),
        right=sum(len(found & hand) for found, hand in pairs),
        given=sum(len(hand) for _, hand in pairs),
        kappa=_kappa_of(kind, pairs, words),
    )


def _kappa_of(kind: str, pairs: Sequence[Pair], words: TagWords) -> float | None:
    if kind == "function":
        both = [(next(iter(found)), next(iter(hand))) for found, hand in pairs if found and hand]
        codes = {tag: at for at, tag in enumerate(sorted({tag for pair in both for tag in pair}))}
        rated = [(codes[a], codes[b]) for a, b in both]
    else:
        tags = PARADIGMS if kind == "paradigms" else tuple(dict.fromkeys(rule.tag for rule in words.beneficiary))
        rated = [(int(tag in found), int(tag in hand)) for found, hand in pairs for tag in tags]
    return weighted_kappa(*zip(*rated, strict=True), power=0) if rated else None


def has_own_tags(row: Measure, kind: str) -> bool:
    """Return whether a person tagged a row already; paradigms and function count as one tagging."""
    if kind == "beneficiary":
        return bool(row.beneficiary)
    return bool(row.paradigms or row.function) and not is_proposal(row)


def is_proposal(row: Measure) -> bool:
    """Return whether the function and paradigms of a row are proposed by rules, and nobody has confirmed them."""
    return row.tagged_by == RULES and row.tag_status == "proposed"


def with_proposals(measures: Sequence[Measure], words: TagWords, langs: Iterable[str] = ()) -> list[Measure]:
    """Return the rows with the function and paradigms that rules propose, for a person to confirm in the sheet.

    Until then the rules of the rubrics count them as unknown. Rows with tags keep them.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> row = Measure("R1", level="activity", text="Train judges")
    >>> found = with_proposals([row], Library.open().tag_words)[0]
    >>> bool(found.function or found.paradigms), found.tagged_by, found.tag_status
    (True, 'rules', 'proposed')
    """
    said: dict[str, list[TagProposal]] = {}
    for one in proposals(measures, words, langs):
        if one.kind != "beneficiary":
            said.setdefault(one.measure_id, []).append(one)
    return [
        row
        if has_own_tags(row, "function") or row.measure_id not in said
        else replace(with_tags(row, said[row.measure_id], ""), tagged_by=RULES, tag_status="proposed")
        for row in measures
    ]


def with_tags(row: Measure, said: Sequence[TagProposal], person: str) -> Measure:
    """Return a row with the tags that a person confirmed."""
    by_kind = {kind: tuple(one.tag for one in said if one.kind == kind) for kind in TAG_KINDS}
    if by_kind["beneficiary"]:
        row = replace(row, beneficiary="; ".join(by_kind["beneficiary"]))
    if by_kind["function"] or by_kind["paradigms"]:
        row = replace(
            row,
            paradigms=by_kind["paradigms"],
            function="".join(by_kind["function"]),
            tagged_by=f"rules, confirmed by {person}",
            tag_status="confirmed",
        )
    return row

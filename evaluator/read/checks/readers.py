"""Checks of what readers of pages meet: the plain question of each criterion, and reasons that speak to coders."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.errors import Problem
from evaluator.model.mention import words_of_coders
from evaluator.model.sentence import say
from evaluator.read.checks.door import RatedPlan, RubricFolder, UnitCheck
from evaluator.read.text_files.yaml_file import parse_yaml

MOST_WORDS = 14  # of a plain question


def plain_question_faults(one: RubricFolder) -> Iterator[Problem]:
    """Yield a warning for each plain question that is too long, and a note that names the criteria without one."""
    paths = {name: one.folder.file(f"criteria/{name}.yaml") for name in one.rubric.by_id}
    own = [(one.rubric.by_id[name], path) for name, path in paths.items() if path]  # others are of their own rubric
    for criterion, path in own:
        if (number := len(criterion.plain.split())) > MOST_WORDS:
            found, expected = f"a plain question of {number} words", f"at most {MOST_WORDS} words"
            mend = "Ask it as one would ask a reader of 17; `question` says it in full."
            yield parse_yaml(path).problem(("plain",), found, expected, mend, severity="warning")
    if bare := [criterion.id for criterion, _ in own if not criterion.plain.strip()]:
        named = ", ".join(bare[:3]) + (", …" if len(bare) > 3 else "")  # noqa: PLR2004  (a line)
        yield Problem(
            str(one.folder.expected("rubric.yaml")),
            f"{len(bare)} of {len(own)} criteria have no plain question ({named})",
            "`plain` in each criterion's file: its question in 8 to 12 words that a reader of 17 knows",
            "Until then pages ask what coders are asked.",
            severity="note",
        )


def reason_faults(rated: RatedPlan) -> Iterator[Problem]:
    """Yield a note for each reason of a final rating whose words are for coders: a page prints it as it stands."""
    for coder in rated.codings.coders:
        for at, rating in enumerate(coder.table.rows if coder.state == "final" else ()):
            if words := words_of_coders(rating.reason):
                found = say("“%(words)s” in a reason, which readers are shown", words=words)
                mend = say("Say what was found; what is for other coders goes into `notes` of the coder's file.")
                expected = say("words that a reader knows")
                yield coder.table.problem(at, "reason", found, expected, mend, severity="note")


QUESTIONS = UnitCheck("rubric", plain_question_faults)
REASONS = UnitCheck("ratings", reason_faults)

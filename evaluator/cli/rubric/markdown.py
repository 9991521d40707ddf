"""A whole rubric as a Markdown page that marks untranslated texts."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.model.criterion import TIP_BASES, Criterion
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.schema import text_in
from evaluator.model.sentence import Foreign
from evaluator.scoring.tree import plant

Lines = Iterator[str]


def rubric_markdown(rubric: Rubric, lang: str = "en", only: tuple[str, ...] = ()) -> str:
    """Return a rubric as Markdown: the whole tree with its criteria, or only the criteria `only`.

    In a language other than English, texts come from `lang/<lang>.yaml` under `<criterion>.title`, `.question` or
    `.levels.<k>`; a missing text appears in English, marked as not translated.
    """
    lines = [*_head_lines(rubric, lang)] if not only else []
    if only:
        lines += [line for name in only for line in _criterion_lines(rubric, rubric.by_id[name], lang, 2)]
    else:
        lines += list(_tree_lines(rubric, ROOT, lang, 2))
    return "\n".join(lines).strip() + "\n"


def text_of(rubric: Rubric, key: str, english: str, lang: str) -> str:
    """Return a text in a language, or the English text with a mark if it has no translation."""
    found = rubric.worded(key, english.strip(), lang)
    return f"{found} *({lang}: not translated)*" if isinstance(found, Foreign) else found.strip()


def _title_text(rubric: Rubric, node: str, lang: str) -> str:
    own = rubric.title(node, lang)
    return f"{own} *({lang}: not translated)*" if isinstance(own, Foreign) else own


def _head_lines(rubric: Rubric, lang: str) -> Lines:
    title = text_in(rubric.titles, lang) or text_of(rubric, "title", rubric.titles.get("en", rubric.id), lang)
    yield f"# {title}"
    yield ""
    yield f"Rubric `{rubric.id}`, version {rubric.version}, {rubric.licence}."
    summary = text_in(rubric.summary, lang) or text_of(rubric, "summary", rubric.summary.get("en", ""), lang)
    if summary:
        yield from ("", summary.strip())
    points = ", ".join(f"level {k} is worth {p:g}" for k, p in enumerate(rubric.scale.points))
    grading = rubric.grading
    heading, bands = grading.told
    yield from ("", f"- Points ({rubric.scale.origin}): {points}.")
    yield f"- {heading.capitalize()} ({grading.origin}): {bands}."
    shrinking = [
        f"`{branch.id}`" + (f" (at most {branch.most:g} times)" if branch.most > 1 else "")
        for branch in plant(rubric).branches
        if branch.shrinks
    ]
    if shrinking:
        yield f"- Weight shrinks with what does not apply: {', '.join(shrinking)}."
    if rubric.grading.gates:
        caps = ", ".join(f"{c.tripped} breached, at most {c.at_most}" for c in rubric.grading.gate_caps)
        gates = ", ".join(f"`{gate}`" for gate in rubric.grading.gates)
        yield f"- Safeguards: {'; '.join(filter(None, (gates, caps)))}."
    if rubric.alarms:
        yield f"- Alarms, without weight: {', '.join(f'`{alarm}`' for alarm in rubric.alarms)}."
    yield from rating_rules(rubric)
    yield ""


def rating_rules(rubric: Rubric) -> Lines:
    """Yield the lines of the rubric's table of phrases with levels and its rules for coders, if any."""
    if rubric.phrases:
        yield from ("", "## Words of a source and their level", "", "| words | level | note |", "| --- | --- | --- |")
    for phrase in rubric.phrases:
        yield f"| {', '.join(phrase.words)} | {phrase.bound} | {phrase.note} |"
    if rubric.rating_rules:
        yield from ("", "## Rules of rating", "", *(f"- {' '.join(rule.split())}" for rule in rubric.rating_rules))


def _tree_lines(rubric: Rubric, node: str, lang: str, depth: int) -> Lines:
    for child in rubric.children[node]:
        if child in rubric.nodes:
            yield f"{'#' * min(depth, 5)} {_title_text(rubric, child, lang)}"
            yield ""
            yield from _tree_lines(rubric, child, lang, depth + 1)
        else:
            yield from _criterion_lines(rubric, rubric.by_id[child], lang, depth)


def _criterion_lines(rubric: Rubric, criterion: Criterion, lang: str, depth: int) -> Lines:
    name = criterion.id
    marks = [
        "safeguard" if name in rubric.grading.gates else "",
        "victim-centred" if criterion.victim_centred else "",
        "yardstick" if criterion.yardstick else "",
        f"{criterion.kind}, about the {criterion.object}",
        f"answered by: {criterion.answered_by}" if criterion.is_asked_of_text else "",
        f"applies to {', '.join(criterion.applies_to)}" if criterion.applies_to else "",
    ]
    yield f"{'#' * min(depth, 6)} {text_of(rubric, f'{name}.title', criterion.title, lang)}"
    yield ""
    yield f"`{name}` ({'; '.join(mark for mark in marks if mark)})"
    if criterion.question:
        yield from ("", f"**{text_of(rubric, f'{name}.question', criterion.question, lang)}**")
    yield ""
    for level, text in sorted(criterion.levels.items()):
        yield f"- {level}: {text_of(rubric, f'{name}.levels.{level}', text, lang)}"
    yield from _checklist_lines(rubric, criterion, lang)
    yield from _example_lines(criterion)
    yield ""
    yield from _ground_lines(criterion)
    yield ""


def _checklist_lines(rubric: Rubric, criterion: Criterion, lang: str) -> Lines:
    if criterion.checklist:
        yield from ("", f"Level 3 joins {len(criterion.checklist)} conditions:", "")
    for at, text in enumerate(criterion.checklist, start=1):
        yield f"{at}. {text_of(rubric, f'{criterion.id}.checklist.{at}', text, lang)}"


def _example_lines(criterion: Criterion) -> Lines:
    if criterion.examples:
        yield from ("", "Invented passages that would earn a level:", "")
    for level, text in sorted(criterion.examples.items()):
        yield f"- {level}: {text.strip()}"


def _ground_lines(criterion: Criterion) -> Lines:
    pairs = [
        ("Floor (level 3)", ", ".join(criterion.floor) or "none"),
        ("On the floor", criterion.floor_note),
        ("Related", ", ".join(criterion.related)),
        ("Guards against", criterion.guards_against),
        ("What to recommend", criterion.recommend),
        ("Evidence needed", criterion.evidence_needed),
        *(
            (f"TIP, {basis.removeprefix('tip_').replace('_', ' ')}", _coding_text(criterion, basis))
            for basis in TIP_BASES
        ),
        (f"Sources ({criterion.origin})", "; ".join(criterion.sources)),
    ]
    for label, text in pairs:
        if text.strip():
            yield f"- {label}: {text.strip()}"


def _coding_text(criterion: Criterion, basis: str) -> str:
    coding = criterion.coding(basis)
    return f"{coding}. {getattr(criterion, basis).ground.strip()}" if coding else ""

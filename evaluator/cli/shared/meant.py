"""What a refused call meant: the whole command, made of the words that were typed and of the command's own examples."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from evaluator.cli.shared.lazy import TYPED
from evaluator.errors import EvaluatorError, UnknownNameError, did_you_mean
from evaluator.model.defaults import DEFAULT_RUBRIC, with_rubric

if TYPE_CHECKING:
    from evaluator.library import Library
    from evaluator.model.rubric import Rubric

EXAMPLE = "evaluator "
YEAR = re.compile(r"\d{4}|open")
YEARS = re.compile(r"\d{4}(-\d{4})?")
CODE = 3  # letters of a country's code
PLAN_ID = re.compile(r"[A-Za-z]{3}-\d{4}.*")
EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")
RANGE = re.compile(r"'([^']*)' is not a valid integer(?: range)?\.")
MOST, LEAST_LETTERS, STEM = 4, 3, 5
# Words that people try for an option, and the option.
CALLED = {
    "--frame": "--weighting", "--frames": "--weighting", "--weights": "--weighting", "--language": "--lang",
    "--rater": "--coder", "--evaluator": "--coder", "--output": "--out", "--file": "--out", "--folder": "--library",
    "--years": "--year", "--period": "--years", "--from": "--years", "--to": "--years", "--start": "--years",
    "--end": "--years", "--first": "--years", "--last": "--years",
}  # fmt: skip
# Values that people try for an option, and the value.
CALLED_SO = {"summary": "brief", "short": "brief", "excel": "xlsx", "text": "table", "txt": "table", "full": "country"}
SHOWN = ("country", "plan", "rubric", "criterion", "weighting", "standard")  # kinds that `show` is told by name
PRINTED = {"pdf": "", "html": "--html"}  # what the command `report` makes, and its option


def typed_in(ctx: click.Context) -> list[str]:
    """Return the words of the call, without the program's name."""
    return list(ctx.find_root().meta.get(TYPED, ()))


def whole(words: Sequence[str]) -> str:
    """Return a call of these words in backticks.

    Examples
    --------
    >>> whole(["show", "no borders"])
    "`evaluator show 'no borders'`"
    """
    return f"`{shlex.join(['evaluator', *words])}`"


def instead(words: Sequence[str], old: Sequence[str], new: Sequence[str]) -> str:
    """Return the call with words in place of others that stand beside each other in it.

    Examples
    --------
    >>> instead(["score", "BRA", "us-tip"], ["us-tip"], ["-w", "us-tip"])
    '`evaluator score BRA -w us-tip`'
    """
    starts = (at for at in range(len(words)) if list(words[at : at + len(old)]) == list(old))
    at = next(starts, len(words))
    return whole([*words[:at], *new, *words[at + len(old) :]])


def example_of(command: click.Command, having: str = "") -> str:
    """Return the first example of a command's help, in backticks, or the first with a word in it; else ""."""
    lines = (line.strip() for line in (command.help or "").partition("Example")[2].splitlines())
    return next((f"`{line}`" for line in lines if line.startswith(EXAMPLE) and having in line), "")


def usage_words(error: click.UsageError) -> str:
    """Return what click says of a wrong call, with the whole command that was meant."""
    said, ctx = error.format_message(), error.ctx
    if ctx is None or "`" in said:
        return said
    words = typed_in(ctx)
    if isinstance(error, click.MissingParameter):
        said = " ".join(line.strip() for line in said.splitlines()).rstrip(",")
        return f"{said.rstrip('.')}. {_with_missing(ctx, error.param, words)}".rstrip()
    if isinstance(error, click.NoSuchOption):
        if error.option_name in CALLED:  # what is like it in letters is not what is meant
            said = f"No such option {error.option_name!r}."
        return f"{said} {_option_meant(ctx, error, words)}"
    if isinstance(error, click.BadParameter):
        return f"{said} {_choice_meant(ctx, error.param, said, words)}".rstrip()
    if extra := EXTRA.fullmatch(said):
        return f"{said}. {_one_word(ctx, extra[1].split(), words)}".replace(")..", ").")
    return said


def _with_missing(ctx: click.Context, param: click.Parameter | None, words: Sequence[str]) -> str:
    if isinstance(param, click.Option):
        called = example_of(ctx.command, param.opts[0]).strip("`").split()
        value = called[called.index(param.opts[0]) + 1 :][:1] if param.opts[0] in called else []
        return f"Add it: {whole([*words, param.opts[0], *value])}." if value else ""
    example = example_of(ctx.command)
    return f"It is called so: {example}." if example else ""


def _option_meant(ctx: click.Context, error: click.NoSuchOption, words: Sequence[str]) -> str:
    wanted, called = error.option_name.lstrip("-"), CALLED.get(error.option_name, "")
    if any(called in param.opts for param in ctx.command.params) and called != "--years":
        return f"That is {instead(words, [error.option_name], [called])}."
    if called == "--years":
        return _years_meant(ctx, error.option_name, words)
    if error.possibilities:
        return f"That is {instead(words, [error.option_name], [error.possibilities[0]])}."
    for param in ctx.command.params:
        if isinstance(param, click.Option) and isinstance(param.type, click.Choice) and wanted in param.type.choices:
            return f"That is {instead(words, [error.option_name], [param.opts[0], wanted])}."
    return f"`{ctx.command_path} --help` lists the options."


def _years_meant(ctx: click.Context, name: str, words: Sequence[str]) -> str:
    """Return the call with first and last year as one option, or without them where it takes none."""
    typed = [one for one in words if CALLED.get(one) == "--years"]
    values = [words[words.index(one) + 1] for one in typed if words.index(one) + 1 < len(words)]
    rest = [word for word in words if word not in (*typed, *values)]
    if not any("--years" in param.opts for param in ctx.command.params):
        return f"It takes no years: {whole(rest)}. A plan is named by its country and years, as in ALB-2005-2007."
    if name in words and values and all(map(YEAR.fullmatch, values)):
        return f"First and last year are one: {whole([*rest, '--years', '-'.join(values)])}."
    return f"Years are given so: {example_of(ctx.command, '--years')}."


def _choice_meant(ctx: click.Context, param: click.Parameter | None, said: str, words: Sequence[str]) -> str:
    if param is not None and (odd := RANGE.search(said)) and isinstance(param.type, click.IntRange):
        to = f" to {param.type.max}" if param.type.max is not None else " up"
        without = instead(words, [param.opts[0], odd[1]], [])
        return f"Give a whole number from {param.type.min or 0}{to}, or leave it out: {without}."
    if param is None or not isinstance(param.type, click.Choice):
        return ""
    value = next((one for one in words if f"{one!r} is not one of" in said), "")
    if value in PRINTED and words[0] != "report":
        plans = [word for word in words[1:] if PLAN_ID.fullmatch(word) or (len(word) == CODE and word.isupper())]
        return f"Pages are printed by {whole(['report', *(plans or ['ALB']), *filter(None, [PRINTED[value]])])}."
    called = [one for one in param.type.choices if one == CALLED_SO.get(value)]
    near = called or re.findall(r"'([^']+)'", did_you_mean(value, list(param.type.choices)))
    if near:
        return f"Did you mean {instead(words, [value], near[:1])}?"
    first = example_of(ctx.command).strip("`").removeprefix(ctx.command_path).split()
    if not isinstance(param, click.Argument) or not first:
        return ""
    return f"{param.metavar} comes first: {instead(words, [value], [first[0], value])}."


def _one_word(ctx: click.Context, extra: Sequence[str], words: Sequence[str]) -> str:
    at = next((at for at in range(1, len(words)) if list(words[at : at + len(extra)]) == list(extra)), 0)
    below = len(ctx.command_path.split())  # words of the command itself, the program's name among them
    if at < below:
        return ""
    if any("--plan" in param.opts for param in ctx.command.params) and (
        PLAN_ID.fullmatch(extra[0]) or len(extra[0]) == CODE
    ):
        return f"The plan is an option: {instead(words, extra, ['--plan', *extra])}."
    if words[0] == "show" and words[at - 1] in SHOWN:
        return f"The name alone is enough: {instead(words, [words[at - 1]], [])}."
    joined = " ".join(words[at - 1 : at + len(extra)])
    call = whole([*words[: at - 1], joined, *words[at + len(extra) :]])
    return f"A name of several words stands in quotation marks: {call}."


def named_anew(error: EvaluatorError, ctx: click.Context, library: Library) -> EvaluatorError:
    """Return the error of an unknown name, with what the name is or is near to, and the whole command."""
    if not isinstance(error, UnknownNameError) or error.name.startswith("-"):
        return error
    words = typed_in(ctx)
    with suppress(EvaluatorError):  # a faulty rubric is told by `check`
        rubric = library.rubric(_rubric_typed(words, library))
        if error.kind == "country" and (told := _no_country_words(error, words, library, rubric)):
            return EvaluatorError(told)
        if error.kind == "weighting":
            used = next((one for one in library.rubric_names if _has_these(library.rubric(one), error)), rubric.id)
            told = _of_another_rubric(error, words, used, library) or _no_weighting(error, words, library.rubric(used))
            return EvaluatorError(told) if told else error
        if error.kind in ("criterion", "criterion or node") and (told := _no_criterion(error, words, rubric)):
            return EvaluatorError(told)
    return error


def _rubric_typed(words: Sequence[str], library: Library) -> str:
    joined = " ".join(words)
    found = re.search(r"--rubric[ =](\S+)", joined)
    return found[1] if found and found[1] in library.rubric_names else DEFAULT_RUBRIC


def _no_country_words(error: UnknownNameError, words: Sequence[str], library: Library, rubric: Rubric) -> str:
    several = [one for one in error.name.split(",") if one]
    if len(several) > 1 and all(_plans_of(one, library) for one in several):
        return f"Countries are parted by blanks: {instead(words, [error.name], several)}."
    told = _no_country(error.name, words, library, rubric)
    if told or did_you_mean(error.name, error.known):
        return told
    begun = whole(["new", "evaluation", error.name])
    return f"{error} If it is a country that is not here yet, begin it: {begun}."


def _no_country(name: str, words: Sequence[str], library: Library, rubric: Rubric) -> str:
    if name.casefold() == "all" and words[:1] != ["explain"]:
        return f"'all' is no country. Every plan that is assessed: {instead(words, [name], ['--all'])}."
    at = words.index(name) if name in words else 0
    before, after = words[at - 1 : at], words[at + 1 : at + 2]
    if YEARS.fullmatch(name) and at:
        return _years_of_a_plan(name, before[0], words, library)
    if name in rubric.weightings:
        as_option = [*words[:at], *words[at + 1 :], "-w", name]
        lacks = "" if any(_plans_of(one, library) for one in words) else " Name the countries before it."
        others = [one for one in words if one in rubric.weightings]
        if others and lacks:
            plain = [one for one in words if one not in others]
            as_option = [plain[0], "ALB", "SRB", *(part for one in others for part in ("-w", one)), *plain[1:]]
        return f"{name!r} is a weighting and no country.{lacks} It is called so: {whole(as_option)}."
    if (name in rubric.by_id or name in rubric.nodes) and after and _plans_of(after[0], library):
        told = f"{name!r} is a part of the rubric. The country comes first"
        return f"{told}: {instead(words, [name, *after], [*after, name])}."
    if name in rubric.by_id or name in rubric.nodes:
        return f"{name!r} is a part of the rubric and no country: `evaluator show {name}` shows it."
    return ""


def _years_of_a_plan(years: str, before: str, words: Sequence[str], library: Library) -> str:
    """Return what is said of years that stand behind a country, as if they were another one."""
    plans = _plans_of(library.country_called(before) or before, library)
    meant = next((plan for plan in plans if years in plan), "")
    told = f"{years} is no country. A plan is named by country and years"
    if meant:
        return f"{told}: {instead(words, [before, years], [meant])}."
    return f"{told}. There are {', '.join(plans)}." if plans else f"{told}, such as ALB-2005-2007."


def _plans_of(word: str, library: Library) -> list[str]:
    """Return the plans of a country that a word names by its code, or the plan that it names."""
    code = word[:3].upper()
    if not library.has_country(code) or not (len(word) == len(code) or PLAN_ID.fullmatch(word)):
        return []
    plans = list(library.plan_ids(code))
    return [word] if word in plans else plans


def _no_weighting(error: UnknownNameError, words: Sequence[str], rubric: Rubric) -> str:
    several = [one.strip() for one in error.name.split(",")]
    if len(several) > 1 and set(several) <= {*rubric.weightings}:
        each = [part for one in several[1:] for part in ("-w", one)]
        return f"Each weighting has its own option: {instead(words, [error.name], [several[0], *each])}."
    heads = {one.id: f"{one.id} {one.titles.get('en', '')} {one.actor}" for one in rubric.weightings.values()}
    texts = {one.id: str(one.model_dump()) for one in rubric.weightings.values()}
    found = [] if did_you_mean(error.name, error.known) else near_in_words(error.name, heads, texts)
    if not found:
        return ""
    listed = ", ".join(f"{one} ({rubric.weightings[one].names.get('en', one)})" for one in found)
    part = f" `evaluator show {error.name}` shows the part of the rubric." if error.name in rubric.nodes else ""
    call = instead(words, [error.name], found[:1])
    return (
        f"no weighting is called {error.name!r}. Whose texts speak of it: {listed}. It is called so: {call}. "
        f"`evaluator list weightings` lists all.{part}"
    )


def _has_these(rubric: Rubric, error: UnknownNameError) -> bool:
    return {*rubric.weightings} == {*error.known}


def _of_another_rubric(error: UnknownNameError, words: Sequence[str], used: str, library: Library) -> str:
    """Return what is said of a weighting of another rubric than the one that is used; "" if no other has it."""
    name = error.name.casefold()
    home = next((one for one in library.rubric_names if one != used and name in library.rubric(one).weightings), "")
    if not home or did_you_mean(error.name, error.known):
        return ""
    plan = next((word for word in words if PLAN_ID.fullmatch(word)), "")
    rate = whole(["sheet", "export", plan, "--coder", "a", *with_rubric(home).split()]) if plan else "rate a plan by it"
    return (
        f"{name!r} is a weighting of the rubric {home}; used here is {used}, which has: {', '.join(error.known)}. For "
        f"the view of {name!r}, rate the plan by {home} too: {rate}. For a weighting of {used}: "
        f"{whole(['new', 'weighting', 'my-view', '--rubric', used])}."
    )


def _no_criterion(error: UnknownNameError, words: Sequence[str], rubric: Rubric) -> str:
    lists = "`evaluator list criteria` lists all."
    said = f"no {error.kind} is called {error.name!r}."
    if error.name.isdecimal():
        ids, at = [one.id for one in rubric.criteria], int(error.name)
        counted = f"The one at place {at} of the rubric: {instead(words, [error.name], [ids[at - 1]])}."
        return f"{said} It has a name, and no number. {f'{counted} ' if 0 < at <= len(ids) else ''}{lists}"
    if did_you_mean(error.name, error.known):
        return ""
    heads = {one.id: f"{one.id} {rubric.title(one.id)}" for one in rubric.criteria}
    texts = {one.id: f"{heads[one.id]} {one.question}" for one in rubric.criteria}
    found = near_in_words(error.name, heads, texts)
    near = f"Those that speak of it: {', '.join(found)}. " if found else ""
    call = f"It is called so: {instead(words, [error.name], found[:1])}. " if found else ""
    return f"{said} {near}{call}{lists}"


def near_in_words(name: str, heads: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    """Return at most four ids whose heads hold every word of a name; else those whose texts hold its rarest words.

    Examples
    --------
    >>> heads = {"a": "Office for Human Rights", "b": "Border police"}
    >>> near_in_words("human-rights", heads, heads), near_in_words("gender", heads, {"a": "", "b": "of genders"})
    (['a'], ['b'])
    """
    stems = [word[:STEM] for word in re.findall(r"\w+", name.casefold()) if len(word) > LEAST_LETTERS]

    def begun(text: str) -> set[str]:
        return {word[:STEM] for word in re.findall(r"\w+", text.casefold())}

    if not stems:
        return []
    if named := [one for one, head in heads.items() if begun(head) >= set(stems)]:
        return named[:MOST]
    rare = {stem: 1 / max(1, sum(stem in begun(text) for text in texts.values())) for stem in stems}
    worth = {
        one: sum(rare[stem] * (2 * (stem in begun(heads[one])) + (stem in begun(text))) for stem in stems)
        for one, text in texts.items()
    }
    return sorted((one for one in worth if worth[one]), key=lambda one: -worth[one])[:MOST]

"""The Jinja environment of templates: sandboxed, with escaped data, and strict about missing values.

Shipped templates are rendered in this process, a user's own in a child process with limits.
"""

from __future__ import annotations

import math
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType
from typing import ParamSpec, TypeVar, cast

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from evaluator.errors import InvalidInputError, Problem
from evaluator.model.defaults import with_rubric
from evaluator.model.sentence import Foreign, Spoken, foreign
from evaluator.model.wording import PLAIN, Wording
from evaluator.read.child import TEMPLATE, Limits, OutOfTimeError, in_child
from evaluator.read.layers import Layers
from evaluator.read.text_files.file import read_text
from evaluator.reports.html.sandbox import BOUNDED, BoundedEnvironment, bounded_filter, repeatable
from evaluator.reports.html.scales import AxisScale, segments, ticks
from evaluator.reports.html.template_door import added_template, inside
from evaluator.reports.language import ENGLISH, Language, language
from evaluator.reports.outline import fields_of
from evaluator.reports.subject import period
from evaluator.scoring.grade import grades_between
from evaluator.scoring.rounding import faithful

SHIPPED = "shipped/"
NO_LAYOUTS: Mapping[str, str] = {}
RAISED_BY_FILTERS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError, AssertionError, MemoryError)
MOST_TOLD = 200
MARKUP = re.compile(r"<[^<>]*>")
FOREIGN = re.compile("\ue000([\\w-]+)\ue001([^\ue001\ue002]*)\ue002")
# Name, value and end of a custom property; without an end, the match is a selector or the file is cut off.
TOKEN = re.compile(r"(?<![\w-])--([a-z0-9-]++):\s*+([^;{}]++)([;}]?)")
# A sentence ends at a full stop before a blank, save before a small letter or a number: `art. 5` goes on.
SENTENCE = re.compile(r"\S.*?(?:[.!?](?=\s|$)|$)")
# Control characters, marks that change the direction of text, lone surrogates: data must not steer the page.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


class LayeredLoader(BaseLoader):
    """A loader that searches the user's folder first; `shipped/NAME` always means the shipped template.

    A template outside the folders (through `..` or a link) counts as missing. `made` are templates
    without a file: the generated layouts that list a report's sections.
    """

    def __init__(self, layers: Layers, made: Mapping[str, str]) -> None:
        self.layers, self.made = layers, made

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text and file name, and a function that returns whether the text is still current."""
        del environment
        if template in self.made:
            return self.made[template], template, lambda: True
        layers = Layers(self.layers.folders[-1:]) if template.startswith(SHIPPED) else self.layers
        path = inside(layers, template.removeprefix(SHIPPED)) or added_template(template)
        if path is None:
            raise TemplateNotFound(template)
        return read_text(path), str(path), lambda: True


class CompiledTemplates(BytecodeCache):
    """A cache of compiled templates, by name, file and text.

    Compiling takes longer than rendering, and each page has its own environment. The compiled code is
    the same for all languages: `_printed` requires the context, so Jinja cannot render texts while
    compiling.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled code of a template into the bucket; without any, Jinja compiles the template."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the compiled code of a template; code of an older text of the same file is replaced."""
        if bucket.code is not None:
            self._kept[bucket.key] = (bucket.checksum, bucket.code)


COMPILED = CompiledTemplates()


def environment(
    layers: Layers, lang: str = ENGLISH, layouts: Mapping[str, str] = NO_LAYOUTS, wording: Wording = PLAIN
) -> Environment:
    """Return the Jinja environment of the report's templates, in a language.

    `layouts` are templates without a file, which list the sections of the report that is printed.
    All names are autoescaped, undefined names raise an error, and templates can neither change objects
    nor read private attributes. Interface texts are translated by gettext, and the program's own
    sentences are rendered in the language.

    Raises
    ------
    UnknownNameError
        There is no catalogue for the language.
    InvalidInputError
        A catalogue is faulty.
    """
    spoken = replace(language(layers, lang), wording=wording)
    env = BoundedEnvironment(
        loader=LayeredLoader(layers, layouts),
        undefined=StrictUndefined,
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        finalize=pass_context(lambda _, value: _printed(value, spoken)),
        # Constants are evaluated while rendering, when an error's line is known.
        optimized=False,
        bytecode_cache=COMPILED,
    )
    repeatable(env)
    # Translations are escaped like data; by default the extension treats them as markup.
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        lambda message: escape(spoken.gettext(message)),
        lambda one, many, number: escape(spoken.ngettext(one, many, number)),
        newstyle=True,
    )
    _say_arguments(env, spoken)
    style = stylesheet(layers)
    env.globals.update(
        style=Markup(style.text),  # noqa: S704  (CSS of the template folders, no data)
        colour=style.tokens,
        translation=spoken.review,
        scale=AxisScale,
        ticks=ticks,
        segments=segments,
        grades_between=grades_between,
        with_rubric=with_rubric,
    )
    env.filters.update(
        {"safe": _refuse_safe, **{name: bounded_filter(name) for name in BOUNDED}, **_spoken_filters(spoken)}
    )
    return env


def _say_arguments(env: Environment, spoken: Language) -> None:
    """Let gettext in templates translate sentences that are arguments of other sentences.

    Jinja's extension would insert them in English.
    """
    one = cast("Callable[..., object]", env.globals["gettext"])
    many = cast("Callable[..., object]", env.globals["ngettext"])

    @pass_context
    def gettext(context: Context, message: str, **given: object) -> object:
        return one(context, message, **_said_arguments(given, spoken))

    @pass_context
    def ngettext(context: Context, singular: str, plural: str, number: int, **given: object) -> object:
        return many(context, singular, plural, number, **_said_arguments(given, spoken))

    env.globals.update(gettext=gettext, ngettext=ngettext)


def _said_arguments(given: dict[str, object], spoken: Language) -> dict[str, object]:
    return {name: _said_value(value, spoken) for name, value in given.items()}


def _said_value(value: object, spoken: Language) -> object:
    if isinstance(value, Spoken):
        return _marked(value, spoken)
    return spoken.band(value) if type(value) is str else value


@dataclass(frozen=True, slots=True)
class _Marking(Language):
    """The language of a page that puts marks around foreign words, which `_marked` then turns into markup."""

    def foreign(self, text: Foreign) -> str:
        """Return a text with marks around it; one in the page's own language unchanged."""
        return str(text) if text.lang == self.code else f"\ue000{text.lang}\ue001{text}\ue002"


def _marked(text: Spoken, spoken: Language) -> str:
    """Return a sentence in the language; foreign words inside it become `<span lang=...>` elements."""
    return _as_markup(text.said(_Marking(**fields_of(spoken))))


def _as_markup(said: str) -> str:
    """Return a text with marks around foreign words as HTML; one that was cut is closed at its end."""
    if "\ue000" not in said:
        return said
    said += "\ue002" * (said.count("\ue000") - said.count("\ue002"))
    return Markup(FOREIGN.sub(r'<span class="foreign" lang="\1">\2</span>', str(escape(said))))  # noqa: S704  (escaped)


def _spoken_filters(spoken: Language) -> dict[str, Callable[..., object]]:
    """Return the template filters whose result depends on the language."""

    def score(number: float, edges: tuple[float, ...] = ()) -> str:
        """Return a score in [0, 1] with two decimals, or more if rounding would cross an edge."""
        return spoken.decimal(faithful(_finite_number(number), 2, edges))

    def share(number: float, edges: tuple[float, ...] = ()) -> str:
        """Return a share in whole per cent, with decimals if rounding would move it across an edge of `edges`."""
        return spoken.percent(faithful(_finite_number(number) * 100, 0, tuple(edge * 100 for edge in edges)))

    def mark(band: str) -> str:
        """Return the sign of a band in charts, else the band itself."""
        return spoken.wording.mark(band)

    def stop(text: str) -> str:
        """Return a text with a full stop at its end, unless it already ends with a closing mark."""
        said = spoken.said(text)
        ended = not said or MARKUP.sub("", said).endswith((".", "!", "?", "…", ".”", '."', ".“"))
        shown = _marked(text, spoken) if isinstance(text, Spoken) else said
        return shown if ended else escape(shown) + "."

    def brief(text: str, words: int) -> str:
        """Return the sentences of a text that fit into `words` words; a first sentence that does not stays whole."""
        if isinstance(text, Foreign):
            return shortened(text, words)
        said = text.said(_Marking(**fields_of(spoken))) if isinstance(text, Spoken) else str(text)
        return _as_markup(shortened(MARKUP.sub("", said), words))

    def plain(text: str) -> Markup:
        """Return a text without its markup, for places that allow none: titles, attributes, charts."""
        return Markup(MARKUP.sub("", escape(spoken.said(text))))  # noqa: S704  (escaped just now)

    return {
        "score": score,
        "share": share,
        "part": spoken.decimal,
        "listed": spoken.listed,
        "mark": mark,
        "band": spoken.band,
        "percent": spoken.percent,
        "amount": spoken.amount,
        "day": spoken.day,
        "period": period,
        "said": spoken.said,
        "stop": stop,
        "plain": plain,
        "brief": brief,
    }


def shortened(text: str, words: int) -> str:
    """Return the first sentences of a text that have at most `words` words together, in the language of the text.

    A first sentence that is longer ends after the last part of a list that fits; else it stays whole, as a reader
    could not act on half of it.

    Examples
    --------
    >>> shortened("One is here. Two is there.", 4), shortened("A sentence that is long. Two.", 3)
    ('One is here.', 'A sentence that is long.')
    >>> shortened("The first part; the second part of it.", 4)
    'The first part.'
    >>> shortened("By art. 5 it is. Art. 6 too.", 5)
    'By art. 5 it is.'
    """
    found: list[str] = []
    for sentence in _split_sentences(" ".join(text.split())):
        if len(" ".join([*found, sentence]).split()) > words:
            break
        found.append(sentence)
    short = " ".join(found) or _first_part(text, words)
    return foreign(short, text.lang, "") if isinstance(text, Foreign) else short


def _split_sentences(text: str) -> list[str]:
    found: list[str] = []
    for part in SENTENCE.findall(text):
        if found and (part[0].islower() or part[0].isdigit()):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def _first_part(text: str, words: int) -> str:
    first = next(iter(_split_sentences(" ".join(text.split()))), "")
    begun = " ".join(first.split()[:words])
    return begun[: begun.rindex(";")] + "." if ";" in begun[1:] else first


def _finite_number(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number to print")
    return number


def _printed(value: object, spoken: Language) -> object:
    """Return a value as the page prints it: sentences in the language, and control characters replaced."""
    if not isinstance(value, str):
        if isinstance(value, Undefined):
            return value
        if callable(value) or type(value).__repr__ is object.__repr__:
            raise TemplateError("a thing that has no words")  # its memory address would be printed
        return value
    text = _marked(value, spoken) if isinstance(value, Spoken) else spoken.band(value) if type(value) is str else value
    if not UNPRINTABLE.search(text):
        return text
    clean = UNPRINTABLE.sub("\N{WHITE SQUARE}", text)
    if isinstance(text, Foreign):
        return foreign(clean, text.lang, "")
    return type(text)(clean)


def _refuse_safe(_: object) -> str:
    raise TemplateError("the filter `safe` is closed: data are text")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """The CSS text, and its custom properties as `tokens` for charts, which CSS does not style."""

    text: str
    tokens: dict[str, str]


def stylesheet(layers: Layers) -> Stylesheet:
    """Return report.css, followed by the user's `own.css` if there is one."""
    paths = [inside(layers, "report.css"), inside(layers, "own.css")]
    text = "\n".join(read_text(path) for path in paths if path)
    return Stylesheet(text, {name: value.strip() for name, value, end in TOKEN.findall(text) if end})


def render(env: Environment, name: str, **context: object) -> str:
    """Return a template rendered with the given context.

    Raises
    ------
    InvalidInputError
        The template uses a missing value, has a syntax error, or does something that the
        sandbox forbids. The error states its name and line.
    """
    try:
        return env.get_template(name).render(**context)
    except TemplateSyntaxError as error:
        found = error.message or "not well formed"
        place = Problem(error.filename or name, found, "a template of Jinja", line=error.lineno)
        raise InvalidInputError([place]) from error
    except RecursionError as error:
        path, line = _template_place(error, env) or (_template_file(env, name), None)
        place = Problem(path, "a template that includes or calls itself without end", "one that ends", line=line)
        raise InvalidInputError([place]) from error
    except OutOfTimeError as error:
        path, line = _template_place(error, env) or (_template_file(env, name), None)
        found = "a template that takes longer to fill in than any report may"
        raise InvalidInputError([Problem(path, found, TEMPLATE.expected, TEMPLATE.mend, line=line)]) from None
    # Jinja's filters raise these errors for wrong arguments, which is a fault of the template.
    except (TemplateError, *RAISED_BY_FILTERS) as error:
        where = _template_place(error, env)
        if where is None:
            raise
        raise InvalidInputError([_template_problem(error, *where)]) from error


def _template_file(env: Environment, name: str) -> str:
    return str(inside(env.loader.layers, name) or name) if isinstance(env.loader, LayeredLoader) else name


def _template_place(error: Exception, env: Environment) -> tuple[str, int] | None:
    """Return file and line of the innermost template frame in an error's traceback."""
    folders = env.loader.layers.folders if isinstance(env.loader, LayeredLoader) else ()
    frames = traceback.extract_tb(error.__traceback__)
    lines = [(f.filename, f.lineno or 0) for f in frames if any(Path(f.filename).is_relative_to(d) for d in folders)]
    if isinstance(error, TemplateNotFound) and not lines:
        return _short_text(str(error.name)), 1
    if isinstance(error, RecursionError):  # shipped templates never recurse endlessly, so a user's template is at fault
        lines.sort(key=lambda place: not Path(place[0]).is_relative_to(folders[-1]))
    return lines[-1] if lines else None


def _template_problem(error: Exception, path: str, line: int) -> Problem:
    missing = isinstance(error, UndefinedError)
    expected = "a value that the report has" if missing else "what the sandbox allows"
    wordless = "more text than memory holds" if isinstance(error, MemoryError) else type(error).__name__
    found = _short_text(str(error.args[0])) if error.args else wordless
    return Problem(path, found, expected, line=line)


def _short_text(text: str) -> str:
    return text if len(text) <= MOST_TOLD else f"{text[:MOST_TOLD]}…"


P = ParamSpec("P")
T = TypeVar("T")


def own_folder(layers: Layers) -> Path | None:
    """Return the user's own template folder; None if there is none or it is empty."""
    return next((folder for folder in layers.folders[:-1] if folder.is_dir() and any(folder.iterdir())), None)


def under_limits(layers: Layers, limits: Limits, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function and return its result; in a child process with limits if the user has own templates.

    Shipped templates are known to end, so they need no child process.

    Raises
    ------
    StoppedError
        The call reached the limits; the error names the user's folder.
    """
    own = own_folder(layers)
    return call(*args, **kwargs) if own is None else in_child(limits, own, call, *args, **kwargs)


def render_template(
    layers: Layers, lang: str, name: str, layouts: Mapping[str, str] = NO_LAYOUTS, **context: object
) -> str:
    """Return the named template rendered in a language, under limits if the user has own templates.

    `layouts` are the generated templates that it may extend.

    Raises
    ------
    InvalidInputError
        A template of the user is faulty, or takes too much time or memory.
    """
    return under_limits(layers, TEMPLATE, render_directly, layers, lang, name, context, layouts)


def render_directly(
    layers: Layers, lang: str, name: str, context: dict[str, object], layouts: Mapping[str, str] = NO_LAYOUTS
) -> str:
    """Return the named template rendered in a language, in this process."""
    given = context.get("wording") or getattr(context.get("view"), "wording", PLAIN)
    wording = given if isinstance(given, Wording) else PLAIN
    return render(environment(layers, lang, layouts, wording), name, **context)

"""The sandbox of templates: bounds texts and numbers, hides attributes of other libraries, excludes random results."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sized
from functools import wraps
from types import CodeType

from jinja2 import Environment, TemplateError, TemplateSyntaxError, nodes
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from evaluator.reports.outline import declared_rows

# Filters whose arguments set the length of their result.
BOUNDED = ("batch", "center", "format", "indent", "round", "slice", "tojson")
# Characters of a text, and of a padded line: more than any report has.
LONGEST, WIDEST = 1_000_000, 10_000
# Format strings with a width of five digits or more, or with a name in which brackets could hide one.
WIDE = re.compile(r"%%|(?P<wide>%\([^()]*\(|%(?:\([^()]*\))?[-#0 +]*\d*\.?(?:\*|\d{5})|\{[^{}:]*:[^{}]*(?:\d{5}|\{))")
# Their result differs at each run.
CHANCE_FILTERS, CHANCE_GLOBALS = ("random",), ("lipsum",)
# Packages whose attributes a template may read; objects of other libraries can read and write files.
OPEN = ("builtins", "decimal", "evaluator", "jinja2", "markupsafe")
# Python's limits on nested blocks and expressions, and on the digits of a number.
DEEPEST, DEEPEST_WORDS = 16, 60
LONG_NUMBER = re.compile(r"\d{4301}")


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """A Jinja sandbox that bounds the size of texts and numbers, and hides attributes of other libraries."""

    # Jinja would otherwise evaluate these while compiling, when an error's line is unknown.
    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Evaluate an operator, or raise an error if the result would be too large."""
        _refuse_large(left if operator == "%" else "", _result_size(operator, left, right), most=LONGEST)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return whether a template may read an attribute: a field, or one that a package in `OPEN` declares.

        Of a class of another package it is a field of a row that an extension declares beside its section.
        """
        if not super().is_safe_attribute(obj, attr, value):
            return False
        return _declared_in(obj, attr) in OPEN or (attr in _fields(type(obj)) and type(obj) in declared_rows())

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template, or raise an error with the line that Python could not compile."""
        try:
            tree: nodes.Template = super()._parse(source, name, filename)
        except (ValueError, MemoryError) as error:
            found = LONG_NUMBER.search(source)
            line = source.count("\n", 0, found.start()) + 1 if found else 1
            told = "a number longer than any report's" if found else f"not to be parsed ({type(error).__name__})"
            raise TemplateSyntaxError(told, line, name, filename) from None
        for told, line in _nested_too_deep(tree):
            raise TemplateSyntaxError(told, line, name, filename)
        return tree

    def _compile(self, source: str, filename: str) -> CodeType:
        """Compile a template; a fault that only Python's compiler finds is reported at line 1."""
        try:
            return super()._compile(source, filename)
        except (SyntaxError, ValueError, MemoryError) as error:
            told = f"not to be compiled ({type(error).__name__})"
            raise TemplateSyntaxError(told, 1, None, filename) from None

    def call(self, context: Context, called: object, /, *args: object, **kwargs: object) -> object:
        """Call a function, or raise an error if it pads or repeats a text or number beyond the limit."""
        text = getattr(getattr(called, "__wrapped__", called), "__self__", None)
        formats = hasattr(called, "__wrapped__")  # the sandbox's own `format`, whose arguments are no widths
        if isinstance(text, str | bytes | int):
            _refuse_large(*((text,) if formats else ("", *args, *kwargs.values())))
        return super().call(context, called, *args, **kwargs)


def _fields(kind: type) -> tuple[str, ...]:
    return tuple(getattr(kind, "__dataclass_fields__", ())) or tuple(getattr(kind, "_fields", ()))


def _declared_in(obj: object, attr: str) -> str:
    """Return the package of the class that declares an attribute; for an instance's field, the object's own package."""
    declaring = next((kind for kind in type(obj).__mro__ if attr in vars(kind)), type(obj))
    return declaring.__module__.partition(".")[0]


def _result_size(operator: str, left: object, right: object) -> int:
    if operator == "**":
        return left.bit_length() * right if isinstance(left, int) and isinstance(right, int) else 0
    pairs = ((left, right), (right, left)) if operator == "*" else ()
    return max((len(a) * b for a, b in pairs if isinstance(a, Sized) and isinstance(b, int)), default=0)


def _refuse_large(text: object, *widths: object, most: int = WIDEST) -> None:
    wide = isinstance(text, str) and any(found["wide"] for found in WIDE.finditer(text))
    if wide or any(isinstance(width, int) and width > most for width in widths):
        raise TemplateError("a text or number longer than any report")


def bounded_filter(name: str) -> Callable[..., object]:
    """Return a filter of Jinja that refuses to build a text or number longer than any report's."""
    plain: Callable[..., object] = FILTERS[name]
    at = 1 if hasattr(plain, "jinja_pass_arg") else 0

    @wraps(plain)
    def within(*args: object, **kwargs: object) -> object:
        _refuse_large(*((args[at],) if name == "format" else ("", *args[at + 1 :], *kwargs.values())))
        return plain(*args, **kwargs)

    return within


def _nested_too_deep(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    for number in tree.find_all(nodes.Const):
        if isinstance(number.value, float) and not math.isfinite(number.value):
            yield "a number larger than any", number.lineno
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, loops, words = waiting.pop()
        if loops > DEEPEST:
            yield f"more than {DEEPEST} loops inside each other", node.lineno
        if words > DEEPEST_WORDS:
            yield f"more than {DEEPEST_WORDS} signs or calls inside each other", node.lineno
        inner = (loops + isinstance(node, nodes.For), words + 1 if isinstance(node, nodes.Expr) else 0)
        waiting.extend((child, *inner) for child in node.iter_child_nodes())


def repeatable(env: Environment) -> None:
    """Remove the filters and globals of Jinja that give another result at each run."""
    for name in CHANCE_FILTERS:
        env.filters.pop(name)
    for name in CHANCE_GLOBALS:
        env.globals.pop(name)

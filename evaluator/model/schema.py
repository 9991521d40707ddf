"""How files are declared: strict shapes for YAML, columns for tables, and the forms of their values."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypedDict, Unpack

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema

from evaluator.model.dates import first_day, last_day
from evaluator.model.script import serbian_latin

ColumnKind = Literal[
    "text",
    "id",
    "ids",
    "integer",
    "number",
    "date",
    "dates",
    "period",
    "choice",
    "choices",
    "flag",
    "url",
    "lang",
    "langs",
]

LIST_KINDS = ("ids", "dates", "choices", "langs")
EMPTY_IS_NONE = ("integer", "number", "flag")
# The years allowed in dates of plans, laws and figures; any other year is taken for an error.
YEARS = range(1800, 2200)
PARTIAL_DATE = re.compile(r"(1[89]|2[01])[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
ANY_YEAR = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
HOST = r"(?:[\w.~%-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?"
# Invisible characters: controls, marks of direction and joining, fillers, signs without width.
UNSEEN = (
    r"\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
)
LONGEST_ID = 100
# The pattern of a cell of each kind, and its description.
FORMS = {
    "id": (
        re.compile(rf"[^\s;,\"'{UNSEEN}]{{1,{LONGEST_ID}}}"),
        f"an identifier without spaces, commas, semicolons or unseen characters, of at most {LONGEST_ID} characters",
    ),
    "lang": (re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*"), "a language code such as en or sr-Cyrl"),
    "url": (
        re.compile(rf"https?://{HOST}(?:[/?#][^\s<>\"']*)?"),
        "an address that begins with http:// or https://",
    ),
    "period": (re.compile(rf"{PARTIAL_DATE.pattern}(/{PARTIAL_DATE.pattern})?"), "a date, or a period as 2016/2019"),
}
SINGULAR = {"ids": "id", "dates": "date", "choices": "choice", "langs": "lang"}
KEBAB = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
ISO3 = re.compile(r"[A-Z]{3}")
VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
SHA256 = re.compile(r"[0-9a-f]{64}")
PLAN_ID = re.compile(r"[A-Z]{3}-[0-9]{4}(-[0-9]{4}|-open)?(-[a-z0-9-]{1,60})?")
# The year in the id of a plan or of a unit: of a plan its first, of a unit the one recorded.
YEAR_OF_ID = re.compile(r"[A-Z]{3}-([0-9]{4})(?![0-9])")
# A coder's code is the name of two files, in a folder with other files whose names are reserved.
LONGEST_CODER = 40
NO_CODERS = ("agreed", "log", "panel")
DEVICES = "con|prn|aux|nul|com[0-9]|lpt[0-9]"  # names that Windows reserves for devices
CODER = re.compile(rf"(?!(?:{'|'.join(NO_CODERS)}|{DEVICES})$)(?=.{{1,{LONGEST_CODER}}}$)[a-z0-9]+(-[a-z0-9]+)*")
CODER_WORDS = (
    f"a coder's code: at most {LONGEST_CODER} small letters and digits, joined by hyphens; "
    f"not {', '.join(NO_CODERS)}, nor a name that Windows keeps for a device (con, nul, com1)"
)
CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
UYU UZS VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW
ATS BEF BGL BYR CSD CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE ROL SIT SKK TRL XEU YUM
"""
CURRENCY_WORDS = "a currency code of ISO 4217, such as EUR"
CURRENCIES = frozenset(CODES.split())


class Shape(BaseModel):
    """A mapping in a YAML file: frozen, without undeclared keys, and without guessed types."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    def __dir__(self) -> list[str]:
        """Return the names of the shape, without those that every pydantic model has."""
        return [name for name in super().__dir__() if name.startswith("_") or not hasattr(BaseModel, name)]


def _text_of_year(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def year_of_id(plan_id: str) -> int | None:
    """Return the year in the id of a plan or a unit.

    Examples
    --------
    >>> year_of_id("BRA-2018-2022"), year_of_id("SRB-2009"), year_of_id("Northland")
    (2018, 2009, None)
    """
    found = YEAR_OF_ID.match(plan_id)
    return int(found[1]) if found else None


def years_overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return whether two periods, each of a first and a last year or `open`, share a year.

    Examples
    --------
    >>> years_overlap(("2005", "2007"), ("2007", "open")), years_overlap(("2005", "2005"), ("2011", "2011"))
    (True, False)
    """
    return all(end == "open" or start <= end for start, end in ((one[0], other[1]), (other[0], one[1])))


def is_partial_date(text: str) -> bool:
    """Return whether a text is an existing day, month or year as YYYY-MM-DD, YYYY-MM or YYYY.

    Examples
    --------
    >>> [is_partial_date(text) for text in ("2005", "2005-07", "2005-02-30", "07/2005")]
    [True, True, False, False]
    """
    if not PARTIAL_DATE.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(first_day(text))
    except ValueError:
        return False
    return True


def is_period(text: str) -> bool:
    """Return whether a text is a date, or a period of two dates joined by `/` that does not end before it begins.

    Examples
    --------
    >>> [is_period(text) for text in ("2005", "2016/2019", "2016-07/2016", "2019/2016", "2016-2019")]
    [True, True, True, False, False]
    """
    start, slash, end = text.partition("/")
    if not (is_partial_date(start) and (is_partial_date(end) or not slash)):
        return False
    return not slash or first_day(start) <= last_day(end)


def date_words(text: str) -> str:
    """Return the description of a valid date that fits an invalid text: another range of years, or another form.

    Examples
    --------
    >>> date_words("soon"), date_words("9999")
    ('a date as YYYY, YYYY-MM or YYYY-MM-DD', 'a date of the years 1800 to 2199')
    """
    if ANY_YEAR.fullmatch(text) and int(text[:4]) not in YEARS:
        return f"a date of the years {YEARS.start} to {YEARS.stop - 1}"
    return "a date as YYYY, YYYY-MM or YYYY-MM-DD"


def period_words(text: str) -> str:
    """Return the description of a valid period that fits an invalid text: the order of its ends, or a date's form.

    Examples
    --------
    >>> period_words("2019/2016"), period_words("soon")
    ('an end that is not before its start', 'a date as YYYY, YYYY-MM or YYYY-MM-DD, or a period as 2016/2019')
    """
    ends = text.split("/")
    if all(is_partial_date(end) for end in ends) and len(ends) == 2:  # noqa: PLR2004  (start and end)
        return "an end that is not before its start"
    return next((date_words(end) for end in ends if not is_partial_date(end)), "") + ", or a period as 2016/2019"


def _is_date(value: str) -> str:
    if not is_partial_date(value):
        raise ValueError(date_words(value))
    return value


def _is_kebab(value: str) -> str:
    if not KEBAB.fullmatch(value):
        raise ValueError("lower-case words joined by hyphens")
    if len(value) > LONGEST_ID:
        raise ValueError(f"at most {LONGEST_ID} characters")
    return value


def _is_filled(value: str) -> str:
    if not value.strip():
        raise ValueError("a text that is not empty")
    return value


def _of_form(form: re.Pattern[str], words: str) -> AfterValidator:
    """Return the check that a text has a form; `words` describe it to whom it is refused."""

    def check(value: str) -> str:
        if not form.fullmatch(value):
            raise ValueError(words)
        return value

    return AfterValidator(check)


def _schema_of(form: re.Pattern[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{form.pattern}$"})


_YEAR = {"type": "integer", "minimum": YEARS.start, "maximum": YEARS.stop - 1}
PartialDate = Annotated[
    str,
    BeforeValidator(_text_of_year),
    AfterValidator(_is_date),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": f"^{PARTIAL_DATE.pattern}$"}, _YEAR]}),
]
Slug = Annotated[str, AfterValidator(_is_kebab), _schema_of(KEBAB)]
CoderCode = Annotated[str, _of_form(CODER, CODER_WORDS), _schema_of(CODER)]
WebAddress = Annotated[str, _of_form(*FORMS["url"]), _schema_of(FORMS["url"][0])]
LanguageCode = Annotated[str, _of_form(*FORMS["lang"]), _schema_of(FORMS["lang"][0])]
Filled = Annotated[str, AfterValidator(_is_filled), WithJsonSchema({"type": "string", "minLength": 1})]
Whole = Annotated[int, Strict()]
Truth = Annotated[bool, Strict()]
Finite = Annotated[float, Strict(), Field(allow_inf_nan=False)]
NotNegative = Annotated[float, Strict(), Field(ge=0, allow_inf_nan=False)]
Share = Annotated[float, Strict(), Field(ge=0, le=1, allow_inf_nan=False)]
Origin = Literal["sourced", "counted", "modelled"]
Texts = dict[Annotated[str, "language"], str]  # a text for each language, by its code


@dataclass(frozen=True, slots=True)
class Column:
    """The declaration of one column of a table file, from which its contract and documentation derive.

    `refers` names the table whose ids the cells must contain. `required` means that no cell may be empty, `unique` that
    no two cells are equal. `header` is the column's name in the file if it differs from the field's (`from` is a
    keyword of Python).
    """

    name: str
    kind: ColumnKind
    doc: str
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""
    least: float | None = None
    most: float | None = None
    header: str = ""

    @property
    def label(self) -> str:
        """Return the name of the column in the file's header line."""
        return self.header or self.name

    @property
    def is_list(self) -> bool:
        """Return whether a cell contains several values, separated by `;`."""
        return self.kind in LIST_KINDS


class ColumnOptions(TypedDict, total=False):
    """The options of a column besides its kind and text; see `Column`."""

    required: bool
    unique: bool
    choices: tuple[str, ...]
    refers: str
    least: float | None
    most: float | None
    header: str


def column(kind: ColumnKind, doc: str, **options: Unpack[ColumnOptions]) -> Any:  # noqa: ANN401  (stands for a value)
    """Declare a dataclass field as a column of a table file."""
    empty: object = () if kind in LIST_KINDS else None if kind in EMPTY_IS_NONE else ""
    return dataclasses.field(default=empty, metadata={"column": Column("", kind, doc, **options)})


_COLUMNS: dict[type, tuple[Column, ...]] = {}


def columns_of(row: type) -> tuple[Column, ...]:
    """Return the declared columns of a row class, in file order."""
    if row not in _COLUMNS:
        declared = (field for field in dataclasses.fields(row) if "column" in field.metadata)
        _COLUMNS[row] = tuple(dataclasses.replace(field.metadata["column"], name=field.name) for field in declared)
    return _COLUMNS[row]


def text_in(texts: Texts, lang: str) -> str | None:
    """Return the text in `lang`, else in its base language, else None.

    Serbian in Latin script is transliterated from Cyrillic, if there is no Latin text; `sr` without a script is
    Cyrillic.

    Examples
    --------
    >>> text_in({"sr": "Србија"}, "sr-Latn"), text_in({"en": "Serbia"}, "sr-Latn")
    ('Srbija', None)
    """
    base = lang.split("-", maxsplit=1)[0]
    if base == "sr" and not texts.get(lang):
        cyrillic = texts.get("sr-Cyrl") or texts.get("sr") or ""
        return (serbian_latin(cyrillic) if lang == "sr-Latn" else cyrillic) or None
    return texts.get(lang) or texts.get(base)

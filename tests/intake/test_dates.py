"""Times in the languages of the plans."""

from __future__ import annotations

import pytest

from evaluator.intake.cell_values import read_time
from evaluator.intake.vocabulary import in_language
from evaluator.library import Library
from evaluator.model.dates import last_day

CASES = {
    "31.03.2026.": ("2026-03-31",),
    "01/07/2025": ("2025-07-01",),
    "2025-06-30": ("2025-06-30",),
    "06.2025": ("2025-06",),
    "31.02.2026": ("2026-02",),
    "Q2 2025": ("2025-06",),
    "IV квартал 2026. године": ("2026-12",),
    "трећи квартал": (),
    "Trim. III 2025": ("2025-09",),
    "T1 2026": ("2026-03",),
    "tremujori 2 2026": ("2026-06",),
    "децембар 2025 – јун 2026.": ("2025-12", "2026-06"),
    "January and March 2026": ("2026-01", "2026-03"),
    "ianuarie 2025": ("2025-01",),
    "shtator 2026": ("2026-09",),
    "јуни 2026": ("2026-06",),
    "do kraja 2026": ("2026",),
    "2025-2027": ("2025", "2027"),
    "1,250,000": (),
    "permanently": (),
    "December 31, 2021": ("2021-12-31",),
    "Dec. 31, 2021": ("2021-12-31",),
    "12/31/2021": ("2021-12-31",),
    "31st of December 2021": ("2021-12-31",),
    "31 de diciembre de 2021": ("2021-12-31",),
    "31 de dezembro de 2021": ("2021-12-31",),
    "1er janvier – 30 juin 2022": ("2022-01-01", "2022-06-30"),
    "June 15 – July 30, 2022": ("2022-06-15", "2022-07-30"),
    "15 June – 30 July 2022": ("2022-06-15", "2022-07-30"),
    "31. decembar 2021.": ("2021-12-31",),
    "31 декабря 2021 г.": ("2021-12-31",),
    "31 dhjetor 2021": ("2021-12-31",),
    "Q4 December 2021": ("2021-12",),
    "Set up 2021": ("2021",),
}


@pytest.mark.parametrize("text", CASES)
def test_dates(text, words):
    assert read_time(text, words).dates == CASES[text]


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("континуирано", "continuous"),
        ("Permanent", "continuous"),
        ("Annually, by March", "annual"),
        ("çdo vit", "annual"),
        ("2025", ""),
    ],
)
def test_what_recurs(text, recurrence, words):
    assert read_time(text, words).recurrence == recurrence


def test_a_time_that_says_nothing_is_not_read(words):
    assert not read_time("soon", words).is_read
    assert last_day("2026-06-02") == "2026-06-02"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2025 Q1 to 2029 Q4", ("2025-03", "2029-12")),
        ("from 2025 Q1\nto 2029 Q4", ("2025-03", "2029-12")),
        ("Q1 2025 - Q4 2029", ("2025-03", "2029-12")),
        ("2026: Q2, Q4", ("2026-06", "2026-12")),
        ("2025, Q1 2026", ("2025", "2026-03")),
        ("2028, second half", ("2028-12",)),
        ("1st half of 2026", ("2026-06",)),
        ("II полугодие 2026", ("2026-12",)),
        ("2026. gada 2. pusgads", ("2026-12",)),
        ("second quarter of 2027", ("2027-06",)),
        ("half of the staff in 2026", ("2026",)),
        ("2025/26", ("2025", "2026")),
        ("2025-28", ("2025", "2028")),
        ("2025-12", ("2025-12",)),
    ],
)
def test_a_quarter_or_half_year_stands_before_or_after_its_year(text, dates):
    assert read_time(text, Library.open().plan_words).dates == dates


@pytest.mark.parametrize(
    ("lang", "text", "dates"),
    [
        ("lv", "līdz 2025. gada 31. maijam", ("2025-05-31",)),
        ("lv", "2025. gada 1. martam; 2026. gada 30. septembrim", ("2025-03-01", "2026-09-30")),
        ("lt", "iki 2025 m. gegužės 31 d.", ("2025-05-31",)),
        ("lt", "2026 m. kovo mėn.", ("2026-03",)),
        ("de", "bis 31. Mai 2025", ("2025-05-31",)),
        ("de", "2025 Mai", ("2025-05",)),
        ("en", "2025-2027, each May", ("2025", "2027")),
        ("hr", "listopad 2025.", ("2025-10",)),
        ("pl", "listopad 2025", ("2025-11",)),
        ("pl", "do 15 lutego 2026 r.", ("2026-02-15",)),
        ("uk", "листопад 2025 року", ("2025-11",)),
        ("uk", "лютий 2026 р.", ("2026-02",)),
        ("uk", "до 30 квітня 2026 року", ("2026-04-30",)),
        ("hr", "travanj 2026.", ("2026-04",)),
        ("uk", "травень 2026", ("2026-05",)),
        ("uk", "IV квартал 2026 року", ("2026-12",)),
    ],
)
def test_a_month_is_that_of_the_language_before_or_after_its_year(lang, text, dates):
    assert read_time(text, in_language(Library.open().plan_words, lang)).dates == dates

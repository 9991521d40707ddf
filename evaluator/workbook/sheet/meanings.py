"""What each entry of the sheets of entries means, for people who never open the files behind them."""

from __future__ import annotations

import re
from collections.abc import Callable

from evaluator.model.base import Column

NUMBER = re.compile(r"\.[0-9]+(?=\.|$)")
ATTRIBUTION = {
    "value": "an id of the sheet Institutions, or a kind of body",
    "source_id": "the source that says so: an id of the sheet Sources",
    "locator": "where in it: page, article or row",
    "note": "what a reader should know of it",
}
TEXT_READ = {
    "pages": "with part: the pages that were read, such as 1-20;31",
    "chapters": "with part: the chapters that were read",
    "note": "what a reader should know of it",
}
PLAN = {
    "titles": "the plan's title as printed, one row for each language",
    "kind": "what the document is",
    "parent": "id of the plan that this one belongs to, if any",
    "amends": "id of the plan that this one changes, if any",
    "entity": "part of the country, for an entity-plan",
    "start": "when the plan begins",
    "end": "when it ends; open where no end is fixed",
    "rated_years.start": "first day or year whose law and practice are rated, where a part of the plan's is",
    "rated_years.end": "last day or year whose law and practice are rated",
    "adopted.status": "how far the plan was adopted",
    "adopted.date": "when it was issued or adopted",
    "authority": "the body that answers for the plan",
    **{f"drafted_by.{key}": f"who drafted the plan: {words}" for key, words in ATTRIBUTION.items()},
    **{f"paid_by.{key}": f"who paid for the plan: {words}" for key, words in ATTRIBUTION.items()},
    "adopted_under.value": "under what the plan was adopted",
    **{
        f"adopted_under.{key}": f"under what the plan was adopted: {words}"
        for key, words in ATTRIBUTION.items()
        if key != "value"
    },
    "languages.lang": "a language in which the plan exists, such as en",
    "languages.script": "its script, such as Latn or Cyrl",
    "languages.status": "what this edition is",
    "columns_present": "which columns of the sheet Measures the plan's own table has, such as text; lead_ids; end",
    "lead_rule": "how the plan shows who leads: the first body named, one that is marked, or not at all",
    "rows.basis": "what the sheet Measures holds of the plan: all rows, a sample, headings alone, or a list",
    "rows.in_plan": "how many the plan has; unknown where nobody counted",
    "text_read.extent": "how much of the plan's text could be got and read",
    **{f"text_read.{key}": words for key, words in TEXT_READ.items()},
    "currency": "the currency of the plan's money, a code such as EUR",
    "sources": "the sources of the plan's text: ids of the sheet Sources",
    "worked_example": "yes prints on every page that this is an example and no evaluation",
    "notes": "gaps, and what else a reader should know",
}
CODER = {
    "capacity": "in which capacity you rate",
    "state": "draft while you work; final when every rating stands and has its evidence",
    "blind": "whether you saw no other coder's ratings",
    "interests": "what a reader should know of your interests; none if there are none",
    "started": "when you began to rate",
    "finished": "when you finished",
    "text_read.extent": "how much of the plan's text you read; no more than the sheet Plan says could be read",
    **{f"text_read.{key}": words for key, words in TEXT_READ.items()},
    "lang": "the language in which you write reasons and notes",
    "notes": "what a reader should know of this assessment",
}
COUNTRY = {
    "names": "the country's name, one row for each language",
    "invented": "yes prints on every page that there is no such country",
    "footnote": "a note that is printed with the name, where it needs one",
    "roles.role": "what the country is in trafficking: origin, transit, destination or internal; a row for each",
    "roles.from": "since when, as far as the source says",
    "roles.to": "until when; empty if it is still so",
    "roles.source": "the source that says so: an id of the sheet Sources",
    "roles.locator": "where in it: page, article or row",
    "memberships.body": "a body such as EU, Council of Europe, OSCE, UN; leave all empty to take the tool's own list",
    "memberships.from": "member since",
    "memberships.to": "member until; empty if it is still one",
    "memberships.source": "the source that says so: an id of the sheet Sources",
    "memberships.verified": "no where nobody has opened the source",
    "memberships.note": "what a reader should know of it",
    "no_member_of": "bodies the country is known not to belong to",
    "predecessor": "the state whose facts stand for this one before a day",
    "predecessors": "the same, where there were several",
    "plan_history.id": "an id such as ABC-2016-2019, of every plan known, also those whose text is not here",
    "plan_history": "of an earlier or later plan of the country",
    "notes": "gaps, and what else a reader should know",
}
# What is said of the form of a cell.
FORMS = {
    "choice": "one of: %(choices)s",
    "date": "a date: 2005, 2005-03 or 2005-03-31",
    "integer": "a whole number",
    "flag": "yes or no",
    "series": "several, with ; between them",
}
ENTRIES = {"plan": PLAN, "coder": CODER, "country": COUNTRY}


def meaning_of(sheet: str, path: str) -> str:
    """Return what an entry means, empty where nothing is said of it.

    Examples
    --------
    >>> meaning_of("plan", "languages.2.script"), meaning_of("plan", "titles.sq"), meaning_of("plan", "nothing")
    ('its script, such as Latn or Cyrl', "the plan's title as printed, one row for each language", '')
    """
    plain = NUMBER.sub("", path)
    return ENTRIES[sheet].get(plain) or ENTRIES[sheet].get(plain.partition(".")[0], "")


def form_of(declared: Column, said: Callable[[str], str] = str) -> str:
    """Return the form that the cell of an entry has; empty for a text. `said` puts it into another language.

    Examples
    --------
    >>> form_of(Column("kind", "choice", "", choices=("plan", "law"))), form_of(Column("note", "text", ""))
    ('one of: plan, law', '')
    """
    kind = "choice" if declared.choices else "series" if declared.doc == "series" else declared.kind
    return said(FORMS[kind]) % {"choices": ", ".join(declared.choices)} if kind in FORMS else ""

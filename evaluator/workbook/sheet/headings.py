"""Headings and explanations of the sheets' columns and entries, for people who never open the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evaluator.model.schema import Column

# By table and column, else by column alone: the heading, and a sentence to replace the column's own doc. An empty
# text stands for that of the column alone; a column that is not here is headed by its name.
COLUMNS: dict[str, tuple[str, str]] = {
    "sources.source_id": ("Id of the source", "A short id of your choice, such as S1."),
    "sources.title": ("", "As printed."),
    "source_id": ("Source", "Choose from the list, or write its id alone."),
    "author_body": ("Published by", ""),
    "sources.kind": ("Kind of source", "Choose from the list; some levels need two kinds of source."),
    "sources.date": ("", "Of publication: 2005, 2005-03 or 2005-03-31."),
    "sources.lang": ("Languages", "Codes such as en; sq."),
    "lang": ("Language", ""),
    "url": ("Address", ""),
    "archive_url": ("Archived copy", ""),
    "accessed": ("Opened on", ""),
    "sha256": ("Fingerprint", ""),
    "licence": ("Terms of use", ""),
    "institutions.institution_id": ("Id of the body", "A short id of your choice, such as moj."),
    "acronym": ("Short name", ""),
    "institutions.kind": ("Kind of body", ""),
    "valid_from": ("Exists from", ""),
    "valid_to": ("Exists until", ""),
    "successor_id": ("Followed by", ""),
    "measures.measure_id": ("Id of the row", "A short id of your choice, such as M1."),
    "measures.parent_id": ("", "Id of the objective or activity above it."),
    "measure_id": ("Row of the plan", "Choose from the list, or write its id alone."),
    "parent_id": ("Stands under", ""),
    "plan_number": ("Number in the plan", ""),
    "measures.level": ("Kind of row", "An objective, an activity, a task, a heading or a list item."),
    "measures.text": ("What it says", "In your words, short."),
    "text_original": ("Original wording", ""),
    "problem": ("Problem named", ""),
    "lead_ids": ("Who leads", "Choose one from the list, or write names or ids with ; between several."),
    "partner_ids": ("Partners", "Choose one from the list, or write names or ids with ; between several."),
    "measures.end": ("", "The date by which it can be checked."),
    "measures.paradigms": ("", "With ; between several; leave it empty if you do not tag."),
    "through_id": ("Acts through", ""),
    "responsible_text": ("Responsibility as worded", ""),
    "time_text": ("Time as worded", ""),
    "end": ("By when", ""),
    "recurrence": ("How often", ""),
    "resources_text": ("Resources as worded", ""),
    "risk": ("Risk named", ""),
    "beneficiary": ("For whom", ""),
    "function": ("What it does", ""),
    "tagged_by": ("Tagged by", "Filled in at import."),
    "tag_status": ("Tags confirmed?", "Filled in at import as proposed; only confirmed tags are counted."),
    "not_seen": ("Columns not readable", "Columns of this row that you could not read."),
    "not_stated": (
        "Columns left empty by the plan",
        "The plan states nothing here for this row: lead_ids; end; money; indicators. Else empty is unknown.",
    ),
    "locator": ("Page or place", "Page, article, section or row."),
    "indicators.indicator_id": ("Id of the indicator", ""),
    "indicators.text": ("What is counted", ""),
    "indicators.kind": ("Kind of indicator", ""),
    "disaggregation": ("Broken down by", ""),
    "baseline": ("Baseline", "Write none where the plan gives none."),
    "baseline_date": ("Date of the baseline", ""),
    "target": ("Target", "Write none where the plan gives none."),
    "target_date": ("Date of the target", ""),
    "verification": ("Verified by", ""),
    "money.line_id": ("Id of the sum", ""),
    "money.measure_id": ("Row it pays for", "Empty for the plan as a whole."),
    "year_from": ("From year", ""),
    "year_to": ("To year", ""),
    "state": ("What the plan states", ""),
    "unit_factor": ("In units of", "1 for single units, 1000 for thousands."),
    "currency": ("Currency", "A code such as EUR."),
    "amount_text": ("Amount as worded", ""),
    "funder_kind": ("Who pays", "Choose not-stated where the plan names nobody; an empty cell is unknown."),
    "funder_id": ("Which body pays", ""),
    "covered": ("Secured?", ""),
    "counted_in": ("Counted in", "Id of the line that already holds this sum."),
    "total_of": ("Printed sum of", "Where the line is a printed sum."),
    "facts.fact_id": ("Id of the figure", "A short id of your choice, such as F1."),
    "variable": ("What is counted", "Choose from the list: these are what the rubric's indicators count."),
    "facts.start": ("From year or day", "First year or day the figure speaks of."),
    "facts.end": ("To year or day", "Last year or day; empty if the same."),
    "value": ("Figure", ""),
    "breakdown": ("Part counted", ""),
    "definition": ("As the source defines it", ""),
    "interest": ("Interest of the counter", ""),
    "quality": ("How well known", ""),
    "conflict_group": ("Disagrees with", "A word shared by figures that disagree."),
    "evidence.evidence_id": ("Id of the passage", "Already filled in: take the next free row."),
    "evidence_ids": ("Evidence", "Choose one from the list, or write ids with ; between several."),
    "source_id.title": ("Title of that source", "Looked up for you."),
    "source_id.kind": ("Kind of that source", "Looked up for you."),
    "evidence.object": ("What it shows", "The plan's text, the law, or practice."),
    "evidence.note": ("", "What it says, in your words."),
    "quote": ("Quotation", "At most 25 words, where the wording matters."),
    "quote_lang": ("Language of the quotation", ""),
    "added_by": ("Entered by", "Filled in at import."),
    "measure_id.text": ("What the plan says", "Looked up for you."),
    "check.weight": ("", "Among those of the same part, in the reference weighting."),
    "check.applies": ("", "1 if it counts for this country."),
    "check.answered": ("", "1, or the share of a part."),
    "check.low": ("", "Points if all that is open turns out worst."),
    "check.high": ("", "Points if all that is open turns out best."),
    "implementation.as_of": ("", "The day the status was true."),
    "reported_by": ("Said by", ""),
    "recommendations.rec_id": ("Id", ""),
    "criterion_id": ("Criterion", ""),
    "recommendations.text": ("Recommendation", ""),
    "addressee_id": ("To whom", ""),
    "deadline": ("By when", ""),
    "from_level": ("Level now", ""),
    "to_level": ("Level aimed at", ""),
    "recommendations.origin": ("Drafted by", ""),
    "outcome": ("Outcome", ""),
    "outcome_on": ("Seen on", ""),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Label and meaning of one entry; a `must` entry is coloured, a `rare` one folded away."""

    label: str = ""
    meaning: str = ""
    must: bool = False
    rare: bool = False


WHICH = {"value": "an id of the sheet Institutions, or a kind of body"}
SAYS = {
    "source_id": "the source that says so: an id of the sheet Sources",
    "locator": "where in it: page, article or row",
    "note": "what a reader should know of it",
}
READ = {
    "pages": Entry("", "with part: the pages that were read, such as 1-20;31"),
    "chapters": Entry("", "with part: the chapters that were read", rare=True),
    "note": Entry("", "what a reader should know of it", rare=True),
}
# By sheet and path, without the numbers in lists. An entry's meaning, `must` and `rare` hold for entries below it too.
ENTRIES: dict[str, Entry] = {
    "plan.titles": Entry("Title", "the plan's title as printed, one row for each language", must=True),
    "plan.kind": Entry("Kind of document", "what the document is", must=True),
    "plan.parent": Entry("Belongs to plan", "id of the plan that this one belongs to, if any", rare=True),
    "plan.amends": Entry("Changes plan", "id of the plan that this one changes, if any", rare=True),
    "plan.entity": Entry("Part of the country", "part of the country, for an entity-plan", rare=True),
    "plan.start": Entry("Begins", "when the plan begins", must=True),
    "plan.end": Entry("Ends", "when it ends; open where no end is fixed", must=True),
    "plan.rated_years": Entry(rare=True),
    "plan.rated_years.start": Entry(
        "Rated from", "first day or year whose law and practice are rated, where a part of the plan's is",
    ),
    "plan.rated_years.end": Entry("Rated until", "last day or year whose law and practice are rated"),
    "plan.adopted.status": Entry("Adopted?", "how far the plan was adopted"),
    "plan.adopted.date": Entry("Adopted on", "when it was issued or adopted"),
    "plan.authority": Entry("Responsible body", "the body that answers for the plan"),
    "plan.drafted_by": Entry("Drafted by", rare=True),
    "plan.paid_by": Entry("Paid by", rare=True),
    "plan.adopted_under": Entry("Adopted under", rare=True),
    **{f"plan.drafted_by.{key}": Entry("", f"who drafted the plan: {words}") for key, words in (WHICH | SAYS).items()},
    **{f"plan.paid_by.{key}": Entry("", f"who paid for the plan: {words}") for key, words in (WHICH | SAYS).items()},
    "plan.adopted_under.value": Entry("", "under what the plan was adopted"),
    **{f"plan.adopted_under.{key}": Entry("", f"under what the plan was adopted: {by}") for key, by in SAYS.items()},
    "plan.languages": Entry(rare=True),
    "plan.languages.lang": Entry("Language", "a language in which the plan exists, such as en"),
    "plan.languages.script": Entry("Script", "its script, such as Latn or Cyrl"),
    "plan.languages.status": Entry("Edition", "what this edition is"),
    "plan.columns_present": Entry(
        "Columns of its table",
        "which columns of the sheet Measures the plan's own table has, such as text; lead_ids; end. If all its rows "
        "are entered, it states nothing under the others", rare=True,
    ),
    "plan.lead_rule": Entry(
        "How it names the lead",
        "how the plan shows who leads: the first body named, one that is marked, or not at all", must=True,
    ),
    "plan.rows.basis": Entry(
        "Rows entered", "what the sheet Measures holds of the plan: all rows, a sample, headings alone, or a list",
        must=True,
    ),
    "plan.rows.in_plan": Entry("Rows in the plan", "how many the plan has; unknown where nobody counted", must=True),
    "plan.text_read": Entry("Text of the plan"),
    "plan.text_read.extent": Entry(
        "Text that could be read", "how much of the plan's text could be got and read", must=True,
    ),
    **{f"plan.text_read.{key}": entry for key, entry in READ.items()},
    "plan.currency": Entry("Currency", "the currency of the plan's money, a code such as EUR"),
    "plan.sources": Entry("Sources of its text", "the sources of the plan's text: ids of the sheet Sources", must=True),
    "plan.worked_example": Entry(
        "Only an example?", "yes prints on every page that this is an example and no evaluation", rare=True,
    ),
    "plan.notes": Entry("Notes", "gaps, and what else a reader should know"),
    "coder.capacity": Entry("You rate as", "in which capacity you rate"),
    "coder.state": Entry(
        "Draft or final?", "draft while you work; final when every rating stands and has its evidence", must=True,
    ),
    "coder.blind": Entry("Blind to other coders?", "whether you saw no other coder's ratings"),
    "coder.interests": Entry("Your interests", "what a reader should know of your interests; none if there are none"),
    "coder.started": Entry("Begun on", "when you began to rate"),
    "coder.finished": Entry("Finished on", "when you finished"),
    "coder.text_read": Entry("Text you read"),
    "coder.text_read.extent": Entry(
        "How much you read", "how much of the plan's text you read; no more than the sheet Plan says could be read",
        must=True,
    ),
    **{f"coder.text_read.{key}": entry for key, entry in READ.items()},
    "coder.read": Entry(
        "What you rated from", "sources: you read them yourself; evidence-list: another's notes alone",
    ),
    "coder.lang": Entry("Language of your words", "the language in which you write reasons and notes"),
    "coder.notes": Entry("Notes", "what a reader should know of this assessment"),
    "country.names": Entry("Name", "the country's name, one row for each language", must=True),
    "country.invented": Entry("Invented?", "yes prints on every page that there is no such country", rare=True),
    "country.footnote": Entry(
        "Note to the name", "a note that is printed with the name, where it needs one", rare=True,
    ),
    "country.roles": Entry("Role"),
    "country.roles.role": Entry(
        "Role in trafficking",
        "what the country is in trafficking: origin, transit, destination or internal; a row for each", must=True,
    ),
    "country.memberships": Entry("Membership", rare=True),
    "country.roles.from": Entry("", "since when, as far as the source says", must=True),
    "country.roles.to": Entry("", "until when; empty if it is still so"),
    "country.roles.source": Entry("", "the source that says so: an id of the sheet Sources"),
    "country.roles.locator": Entry("", "where in it: page, article or row", rare=True),
    "country.memberships.body": Entry(
        "Member of", "a body such as EU, Council of Europe, OSCE, UN; leave all empty to take the tool's own list",
    ),
    "country.memberships.from": Entry("", "member since"),
    "country.memberships.to": Entry("", "member until; empty if it is still one"),
    "country.memberships.source": Entry("", "the source that says so: an id of the sheet Sources"),
    "country.memberships.verified": Entry("", "no where nobody has opened the source"),
    "country.memberships.note": Entry("", "what a reader should know of it"),
    "country.no_member_of": Entry("No member of", "bodies the country is known not to belong to", rare=True),
    "country.predecessor": Entry("State before it", "the state whose facts stand for this one before a day", rare=True),
    "country.predecessors": Entry("State before it", "the same, where there were several", rare=True),
    "country.plan_history.id": Entry(
        "", "an id such as ABC-2016-2019, of every plan known, also those whose text is not here",
    ),
    "country.plan_history": Entry("Earlier plan", "of an earlier or later plan of the country", rare=True),
    "country.notes": Entry("Notes", "gaps, and what else a reader should know"),
}  # fmt: skip
NO_ENTRY = Entry()
# The word for the last step of an entry's path, which follows the label of the entry above it.
PARTS: dict[str, str] = {
    "value": "which",
    "source_id": "source",
    "locator": "page or place",
    "note": "note",
    "pages": "pages",
    "chapters": "chapters",
    "from": "from",
    "to": "until",
    "source": "source",
    "start": "begins",
    "end": "ends",
    "status": "status",
    "title": "title",
    "id": "id",
    "iso3": "code",
    "until": "until",
    "verified": "checked?",
    "body": "body",
}
FURTHER = "%(entry)s in another language"
# What each sheet is for, in one sentence; shown on the sheet Start.
STEPS: dict[str, str] = {
    "pairs.country": "The country's name, its role in trafficking, memberships and earlier plans.",
    "table.sources": "Every document you use: the plan, laws, reports, letters.",
    "table.institutions": "The bodies that lead, take part or pay.",
    "pairs.plan": "The plan as a document: title, years, how much of it could be read.",
    "table.measures": "One row for each objective and activity of the plan. One person enters them for all coders.",
    "table.indicators": "The indicators that the plan itself gives for its rows.",
    "table.money": "What the plan says of money.",
    "table.facts": "Figures about the country that the rubric's indicators count.",
    "table.evidence": "Each passage you rely on, with its page. All coders see these rows, and no ratings.",
    "pairs.coder": "How you rate: your state of work, what you read, your interests.",
    "rules": "To be read: words of the sources with their level, and the rules that every rating keeps.",
    "ratings": "One row for each question. Give the level, your confidence, the evidence and the reason.",
    "table.implementation": "What became of each row of the plan, and who says so.",
    "narrative": "Your own text about the plan, by paragraph; it is printed at the head of the report.",
    "check": "How far you are, and the range in which the score will lie. To be read.",
}


# The description of a cell's format.
FORMS = {
    "choice": "one of: %(choices)s",
    "date": "a date: 2005, 2005-03 or 2005-03-31",
    "period": "a date or a period: 2005-03, 2016/2019",
    "integer": "a whole number",
    "flag": "yes or no",
    "series": "several, with ; between them",
}


def heading_of(table: str, column: str) -> str:
    """Return the heading of a table's column.

    Examples
    --------
    >>> heading_of("measures", "lead_ids"), heading_of("other", "odd_name")
    ('Who leads', 'Odd name')
    """
    return _words_of(table, column, 0) or column.replace("_", " ").capitalize()


def _words_of(table: str, column: str, at: int) -> str:
    return COLUMNS.get(f"{table}.{column}", ("", ""))[at] or COLUMNS.get(column, ("", ""))[at]


def sentence_of(table: str, column: str, doc: str) -> str:
    """Return the sentence that explains a column, by default the column's own doc as a sentence."""
    return _words_of(table, column, 1) or (f"{doc[:1].upper()}{doc[1:]}." if doc else "")


def entry_heading(sheet: str, path: str, said: Callable[[str], str] = str) -> str:
    """Return the label of an entry: `Role in trafficking 1`, `Drafted by 2, source`, `Title (sq)`.

    `said` translates each part of it.

    Examples
    --------
    >>> [entry_heading("plan", path) for path in ("titles.sq", "drafted_by.2.source_id", "titles.+")]
    ['Title (sq)', 'Drafted by 2, source', 'Title in another language']
    """
    steps = path.split(".")
    number = next((step for step in steps if step.isdigit()), "")
    plain = [step for step in steps if not step.isdigit()]
    *_, before, own = (NO_ENTRY, *entries_above(sheet, path))
    if own.label:
        return f"{said(own.label)} {number}".strip()
    above = said(before.label or heading_of("", plain[0]))
    last = plain[-1]
    if last == "+":
        return said(FURTHER) % {"entry": above}
    part = PARTS.get(last)
    return f"{above} {number}, {said(part)}".replace(" ,", ",") if part else f"{above} ({last})"


def meaning_of(sheet: str, path: str) -> str:
    """Return the meaning of an entry, else that of the top-level entry above it; empty if neither has one.

    Examples
    --------
    >>> meaning_of("plan", "languages.2.script"), meaning_of("plan", "titles.sq"), meaning_of("plan", "nothing")
    ('its script, such as Latn or Cyrl', "the plan's title as printed, one row for each language", '')
    """
    said = entries_above(sheet, path)
    return said[-1].meaning or said[0].meaning


def entries_above(sheet: str, path: str) -> list[Entry]:
    """Return the declared entries on the way down a path, the top-level entry first."""
    steps = [step for step in path.split(".") if not step.isdigit()]
    return [ENTRIES.get(f"{sheet}.{'.'.join(steps[:at])}", NO_ENTRY) for at in range(1, len(steps) + 1)]


def form_of(declared: Column, said: Callable[[str], str] = str) -> str:
    """Return a description of the form that an entry must have, such as `one of: plan, law`; empty for plain text.

    `said` translates the description.

    Examples
    --------
    >>> form_of(Column("kind", "choice", "", choices=("plan", "law"))), form_of(Column("note", "text", ""))
    ('one of: plan, law', '')
    """
    kind = "choice" if declared.choices else "series" if declared.doc == "series" else declared.kind
    return said(FORMS[kind]) % {"choices": ", ".join(declared.choices)} if kind in FORMS else ""

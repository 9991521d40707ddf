"""Headings of the sheets' columns and entries: words for people who never open the files behind them."""

from __future__ import annotations

from collections.abc import Callable

# By table and column, else by column alone. The sentence beside it, where the column's own doc says too little.
COLUMNS: dict[str, str] = {
    "sources.source_id": "Id of the source",
    "source_id": "Source",
    "title": "Title",
    "author_body": "Published by",
    "sources.kind": "Kind of source",
    "date": "Date",
    "sources.lang": "Languages",
    "lang": "Language",
    "script": "Script",
    "url": "Address",
    "archive_url": "Archived copy",
    "accessed": "Opened on",
    "sha256": "Fingerprint",
    "licence": "Terms of use",
    "note": "Note",
    "institutions.institution_id": "Id of the body",
    "name": "Name",
    "acronym": "Short name",
    "institutions.kind": "Kind of body",
    "valid_from": "Exists from",
    "valid_to": "Exists until",
    "successor_id": "Followed by",
    "measures.measure_id": "Id of the row",
    "measure_id": "Row of the plan",
    "parent_id": "Stands under",
    "order": "Order",
    "plan_number": "Number in the plan",
    "measures.level": "Kind of row",
    "measures.text": "What it says",
    "text_original": "Original wording",
    "problem": "Problem named",
    "lead_ids": "Who leads",
    "partner_ids": "Partners",
    "through_id": "Acts through",
    "responsible_text": "Responsibility as worded",
    "time_text": "Time as worded",
    "start": "Start",
    "end": "By when",
    "milestones": "Milestones",
    "recurrence": "How often",
    "resources_text": "Resources as worded",
    "risk": "Risk named",
    "beneficiary": "For whom",
    "paradigms": "Paradigms",
    "function": "What it does",
    "tagged_by": "Tagged by",
    "tag_status": "Tags confirmed?",
    "not_seen": "Columns not readable",
    "locator": "Page or place",
    "indicators.indicator_id": "Id of the indicator",
    "indicators.text": "What is counted",
    "indicators.kind": "Kind of indicator",
    "unit": "Unit",
    "disaggregation": "Broken down by",
    "baseline": "Baseline",
    "baseline_date": "Date of the baseline",
    "target": "Target",
    "target_date": "Date of the target",
    "verification": "Verified by",
    "money.line_id": "Id of the sum",
    "money.measure_id": "Row it pays for",
    "year_from": "From year",
    "year_to": "To year",
    "state": "What the plan states",
    "amount": "Amount",
    "unit_factor": "In units of",
    "currency": "Currency",
    "amount_text": "Amount as worded",
    "funder_kind": "Who pays",
    "funder_id": "Which body pays",
    "programme": "Programme",
    "covered": "Secured?",
    "counted_in": "Counted in",
    "total_of": "Printed sum of",
    "facts.fact_id": "Id of the figure",
    "variable": "What is counted",
    "facts.start": "From year or day",
    "facts.end": "To year or day",
    "value": "Figure",
    "breakdown": "Part counted",
    "definition": "As the source defines it",
    "counted_by": "Counted by",
    "interest": "Interest of the counter",
    "quality": "How well known",
    "conflict_group": "Disagrees with",
    "evidence.evidence_id": "Id of the passage",
    "evidence_ids": "Evidence",
    "source_id.title": "Title of that source",
    "source_id.kind": "Kind of that source",
    "evidence.object": "What it shows",
    "as_of": "As of",
    "quote": "Quotation",
    "quote_lang": "Language of the quotation",
    "translation": "Translation",
    "added_by": "Entered by",
    "added_on": "Added on",
    "implementation.measure_id": "Row of the plan",
    "measure_id.text": "What the plan says",
    "implementation.status": "Status",
    "reason_for_delay": "Reason for delay",
    "reported_by": "Said by",
    "recommendations.rec_id": "Id",
    "criterion_id": "Criterion",
    "recommendations.text": "Recommendation",
    "addressee_id": "To whom",
    "deadline": "By when",
    "from_level": "Level now",
    "to_level": "Level aimed at",
    "recommendations.origin": "Drafted by",
    "edition": "Edition",
    "outcome": "Outcome",
    "outcome_on": "Seen on",
}
SENTENCES: dict[str, str] = {
    "sources.source_id": "A short id of your choice, such as S1.",
    "sources.title": "As printed.",
    "sources.kind": "Choose from the list; some levels need two kinds of source.",
    "sources.date": "Of publication: 2005, 2005-03 or 2005-03-31.",
    "sources.lang": "Codes such as en; sq.",
    "institutions.institution_id": "A short id of your choice, such as moj.",
    "measures.measure_id": "A short id of your choice, such as M1.",
    "measures.parent_id": "Id of the objective or activity above it.",
    "measures.level": "An objective, an activity, a task, a heading or a list item.",
    "measures.text": "In your words, short.",
    "lead_ids": "Choose one from the list, or write names or ids with ; between several.",
    "partner_ids": "Choose one from the list, or write names or ids with ; between several.",
    "measures.end": "The date by which it can be checked.",
    "measures.paradigms": "With ; between several; leave it empty if you do not tag.",
    "tagged_by": "Filled in at import.",
    "tag_status": "Filled in at import as proposed.",
    "not_seen": "Columns of this row that you could not read.",
    "locator": "Page, article, section or row.",
    "source_id": "Choose from the list, or write its id alone.",
    "measure_id": "Choose from the list, or write its id alone.",
    "money.measure_id": "Empty for the plan as a whole.",
    "unit_factor": "1 for single units, 1000 for thousands.",
    "currency": "A code such as EUR.",
    "counted_in": "Id of the line that already holds this sum.",
    "total_of": "Where the line is a printed sum.",
    "facts.fact_id": "A short id of your choice, such as F1.",
    "variable": "Choose from the list: these are what the rubric's indicators count.",
    "facts.start": "First year or day the figure speaks of.",
    "facts.end": "Last year or day; empty if the same.",
    "conflict_group": "A word shared by figures that disagree.",
    "evidence.evidence_id": "Already filled in: take the next free row.",
    "source_id.title": "Looked up for you.",
    "source_id.kind": "Looked up for you.",
    "evidence.object": "The plan's text, the law, or practice.",
    "evidence.note": "What it says, in your words.",
    "quote": "At most 25 words, where the wording matters.",
    "added_by": "Filled in at import.",
    "evidence_ids": "Choose one from the list, or write ids with ; between several.",
    "measure_id.text": "Looked up for you.",
    "check.weight": "Among those of the same part, in the reference weighting.",
    "check.applies": "1 if it counts for this country.",
    "check.answered": "1, or the share of a part.",
    "check.low": "Points if all that is open turns out worst.",
    "check.high": "Points if all that is open turns out best.",
    "implementation.as_of": "The day the status was true.",
}
ENTRIES: dict[str, str] = {
    "plan.titles": "Title",
    "plan.kind": "Kind of document",
    "plan.parent": "Belongs to plan",
    "plan.amends": "Changes plan",
    "plan.entity": "Part of the country",
    "plan.start": "Begins",
    "plan.end": "Ends",
    "plan.rated_years.start": "Rated from",
    "plan.rated_years.end": "Rated until",
    "plan.adopted.status": "Adopted?",
    "plan.adopted.date": "Adopted on",
    "plan.authority": "Responsible body",
    "plan.drafted_by": "Drafted by",
    "plan.paid_by": "Paid by",
    "plan.adopted_under": "Adopted under",
    "plan.languages.lang": "Language",
    "plan.languages.script": "Script",
    "plan.languages.status": "Edition",
    "plan.columns_present": "Columns of its table",
    "plan.lead_rule": "How it names the lead",
    "plan.rows.basis": "Rows entered",
    "plan.rows.in_plan": "Rows in the plan",
    "plan.text_read": "Text of the plan",
    "plan.text_read.extent": "Text that could be read",
    "plan.currency": "Currency",
    "plan.sources": "Sources of its text",
    "plan.worked_example": "Only an example?",
    "plan.notes": "Notes",
    "coder.capacity": "You rate as",
    "coder.state": "Draft or final?",
    "coder.blind": "Blind to other coders?",
    "coder.interests": "Your interests",
    "coder.started": "Begun on",
    "coder.finished": "Finished on",
    "coder.text_read": "Text you read",
    "coder.text_read.extent": "How much you read",
    "coder.lang": "Language of your words",
    "coder.notes": "Notes",
    "country.names": "Name",
    "country.invented": "Invented?",
    "country.footnote": "Note to the name",
    "country.roles": "Role",
    "country.roles.role": "Role in trafficking",
    "country.memberships": "Membership",
    "country.memberships.body": "Member of",
    "country.no_member_of": "No member of",
    "country.predecessor": "State before it",
    "country.predecessors": "State before it",
    "country.plan_history": "Earlier plan",
    "country.notes": "Notes",
}
# What the last part of an entry is called after the words for what is above it.
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
# What a person must fill in, and what is rarely filled in: grouped away while it is empty.
MUST: frozenset[str] = frozenset({
    "plan.titles", "plan.kind", "plan.start", "plan.end", "plan.rows.basis", "plan.rows.in_plan",
    "plan.text_read.extent", "plan.lead_rule", "plan.sources", "coder.state", "coder.text_read.extent",
    "country.names", "country.roles.role", "country.roles.from",
})  # fmt: skip
RARE: frozenset[str] = frozenset({
    "plan.parent", "plan.amends", "plan.entity", "plan.rated_years", "plan.drafted_by", "plan.paid_by",
    "plan.adopted_under", "plan.columns_present", "plan.worked_example", "plan.languages", "plan.text_read.chapters",
    "plan.text_read.note", "coder.text_read.chapters", "coder.text_read.note", "country.invented", "country.footnote",
    "country.predecessor", "country.predecessors", "country.memberships", "country.no_member_of",
    "country.plan_history", "country.roles.locator",
})  # fmt: skip
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


def heading_of(table: str, column: str) -> str:
    """Return what a column of a table is called.

    Examples
    --------
    >>> heading_of("measures", "lead_ids"), heading_of("other", "odd_name")
    ('Who leads', 'Odd name')
    """
    return COLUMNS.get(f"{table}.{column}") or COLUMNS.get(column) or column.replace("_", " ").capitalize()


def sentence_of(table: str, column: str, doc: str) -> str:
    """Return the sentence about a column, else its own doc as a sentence."""
    said = SENTENCES.get(f"{table}.{column}") or SENTENCES.get(column)
    return said or (f"{doc[:1].upper()}{doc[1:]}." if doc else "")


def entry_heading(sheet: str, path: str, said: Callable[[str], str] = str) -> str:
    """Return what an entry is called: `Role in trafficking 1`, `Drafted by 2, source`, `Title (sq)`.

    `said` puts each of its words into another language.

    Examples
    --------
    >>> [entry_heading("plan", path) for path in ("titles.sq", "drafted_by.2.source_id", "titles.+")]
    ['Title (sq)', 'Drafted by 2, source', 'Title in another language']
    """
    steps = path.split(".")
    number = next((step for step in steps if step.isdigit()), "")
    plain = [step for step in steps if not step.isdigit()]
    whole = ENTRIES.get(f"{sheet}.{'.'.join(plain)}")
    if whole:
        return f"{said(whole)} {number}".strip()
    above = said(ENTRIES.get(f"{sheet}.{'.'.join(plain[:-1])}") or heading_of("", plain[0]))
    last = plain[-1]
    if last == "+":
        return said(FURTHER) % {"entry": above}
    part = PARTS.get(last)
    return f"{above} {number}, {said(part)}".replace(" ,", ",") if part else f"{above} ({last})"


def is_in(paths: frozenset[str], sheet: str, path: str) -> bool:
    """Return whether an entry, or what is above it, is among these."""
    steps = [step for step in path.split(".") if not step.isdigit()]
    return any(f"{sheet}.{'.'.join(steps[:at])}" in paths for at in range(1, len(steps) + 1))

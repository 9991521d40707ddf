"""The files that `evaluator new` writes: every key with a comment that says what to fill in."""

from __future__ import annotations

import json
from typing import get_args

from evaluator.model.rubric import Missing, MissingPolicy

POLICIES = ", ".join(name for name in get_args(MissingPolicy) if name != Missing().policy)

COUNTRY = """\
# A country: its names, roles in trafficking, memberships, plans. docs/facts.md explains more.
iso3: {iso3}                 # code of three letters; the folder has the same name
names:                    # by language code, each in its own script; English is looked for first
{names}
invented: {invented}           # true prints on every page that there is no such country
footnote: {{}}              # {{en: "..."}} where the name needs a note; printed with the name
roles: []                 # origin, transit, destination, internal; while empty, every criterion applies
#  - {{role: origin, from: 2001, to: 2006, source: {iso3}-S1, locator: "p. 2"}}     # no `to`: still so
memberships: []           # while empty, those of countries/facts/memberships.csv; a list here replaces them
#  - {{body: UN, from: 1955, source: {iso3}-S1}}
no_member_of: []          # UN, OSCE, Council of Europe, EU, where the country is known to belong to none of them
predecessor: null         # {{iso3: XYZ, until: 2006}}: the state whose facts stand for this one before
predecessors: []          # the same, where there were several
plan_history: []          # every plan known, also those whose text is not here
#  - {{id: {iso3}-2020-2023, title: "...", start: 2020, end: 2023, status: adopted, source: {iso3}-S1}}
notes: ""                 # gaps, in words
"""

PLAN = """\
# A plan: its header. Its rows stand in measures.csv; docs/plans.md explains more.
id: {id}   # country-start-end; the folder has the same name
titles:                   # by language code, as printed
  en: {title}
kind: action-plan         # strategy, action-plan, child-plan, entity-plan, amendment
parent: null              # id of the plan that this one belongs to
amends: null              # id of the plan that this one changes
entity: ""                # part of the country, for an entity-plan
start: {start}
end: {end}                # a date, or open
rated_years: null         # {{start: 2021, end: 2023}}: the part of these years that law and practice are rated for
adopted: {{status: unknown}}  # draft, issued, adopted, not-adopted, unknown; with date: 2020-05-31 where known
authority: ""             # the body that answers for it
drafted_by: []            # [{{value: io, source_id: S1, locator: p. 2}}]; an id of institutions.csv, or a kind of body
paid_by: []               # the same
adopted_under: []        # [{{value: treaty, source_id: S1, locator: p. 2}}]; or accession, sanctions, own, unknown
languages: []             # [{{lang: en, script: Latn, status: official}}]; original, official, unofficial
columns_present: []       # columns of the plan's own table: [text, lead_ids, time_text, end, indicators]
lead_rule: none           # first-named, marked, none: how the plan shows who leads among several bodies
rows:
  basis: sample           # whole, sample, headings, list
  here: 1                 # activities and list items in measures.csv (a task counts where no activity stands above it)
  in_plan: unknown        # how many the plan has
text_read:
  extent: none            # whole, part, none: how much of the text could be got
#  pages: "1-20;31"       # with part: pages, or chapters: [id]
currency: ""              # code of three letters, if the plan has money
sources: []               # ids in the country's sources.csv
worked_example: false     # true prints on every page that it is an example and no evaluation
notes: ""
"""

CODING = """\
# One coder's assessment: who rated, on what text. The ratings stand in {coder}.csv.
assessment_id: {plan}.{rubric}.{coder}
rubric: {rubric}
rubric_version: {version}     # written by the tool
rubric_sha256: ""         # fingerprint of the rubric's text; empty in a draft
coder: {coder}                # a letter or code, no name of a person; the file has the same name
capacity: assessor        # assessor, third-reader, lead
state: draft              # final when every rating stands and has its evidence
blind: null               # true if no other coder's ratings were seen
interests: ""             # what a reader should know of the coder's interests; none if there are none
started: null             # 2026-01-31
finished: null
text_read:
  extent: none            # whole, part, none; no more than plan.yaml says could be read
#  pages: "1-20;31"       # with part: pages, or chapters: [id]; a silent rating needs a text or chapter read whole
lang: en                  # the language you write reasons and notes in
notes: ""
"""

RUBRIC = """\
# A rubric: the tree of what is asked, the scale, the grades. Criteria stand in criteria/, weights in weightings/.
id: {id}
version: 0.1.0            # wording: patch; anchor or weight: minor; structure or meaning: major
titles: {{en: {title}}}
licence: CC-BY-4.0
summary: {{}}               # {{en: "what it asks, and why"}}
sources: []
scale: {{levels: 5, value: {{0: 0.0, 1: 0.25, 2: 0.5, 3: 0.75, 4: 1.0}}, origin: modelled, ground: equal steps}}
norm_level: {{level: 3, gap_up_to: 1, origin: modelled, ground: to be written}}   # a strength from 3 on, a gap up to 1
missing: {{policy: renormalise, origin: modelled, ground: to be written}}        # {policies}
not_applicable: {{weight: keeps, origin: modelled, ground: to be written}}       # or shrinks, by what does not apply
aggregation: {{kind: arithmetic, origin: modelled, ground: to be written}}       # geometric, minimum and others
least_coverage: null      # or {{share: 0.5, by: weight}}: with less below the root, by weight or count, no score
grading:
  least_coverage: 0.67    # under it there is no grade
  bands:
    - {{grade: A, from: 0.80}}
    - {{grade: B, from: 0.65}}
    - {{grade: C, from: 0.50}}
    - {{grade: D, from: 0.30}}
    - {{grade: E, from: 0.0}}
  gates: []               # criteria whose `contrary` caps the grade
  gate_caps: []           # [{{tripped: 1, at_most: D}}, {{tripped: 2, at_most: E}}]
  origin: modelled
  ground: to be written
reconcile: {{equal: agree, one_apart: lower, further: disputed, gate: unanimous, origin: modelled}}
reference_weighting: equal
tree:
  - {{id: first-part, parent: total, titles: {{en: First part}}}}
#  - {{id: first-part.protection, parent: first-part, stance: protection}}       # control, protection, structural
borrowed: {{}}              # criteria of other rubrics, word for word: {{four-paradigms: {{deadlines: first-part}}}}
weightings_from: null     # the rubric this one is companion to: its weightings apply here
alarms: []                # criteria without weight: a conduct that some source documents, or none
unrecorded: []            # [{{id: x, parent: first-part, title: "What nobody records", why: ""}}]
grade_paradigms: false    # true: a grade for each paradigm as well
phrases: []               # what words of a source stand for which level; see the shipped rubrics
rating_rules: []          # rules that coders read in the score sheet
two_kinds_of_source: []   # levels that need two kinds of source, such as [0, 3, 4]
confidence_step: 1        # levels that low confidence may be off by
wilson_z: 1.959963984540054   # width of the interval of a rate with a small denominator (95 %)
lift_sets: 5              # how many sets of ratings that would lift a grade are listed
contrast: null            # numbers of the contrast; see the shipped rubrics
report: null              # what a report on several plans calls practice and a common gap; see the shipped rubrics
"""

CRITERION = """\
# A criterion: one question. A criterion is shared by all; write it for a reader who has only the plan and this file.
id: first-question        # the file has the same name
meaning_version: 1        # rises when question, anchors, kind or object change; then it must be rated anew
parent: first-part        # a node of rubric.yaml
kind: judged              # judged, computed, indicator
object: plan              # plan, law, practice: what it asks about
title: First question
short: ""                 # for charts, where the title is long
question: ""              # one question, not two
victim_centred: false
yardstick: false          # true: measures what an actor counts, not our norm
negative: false           # true: subtracted under a net-sum node
applies_to: []            # origin, transit, destination, internal; empty: every country
applies_if: null          # further conditions, all of which must hold
levels:                   # cumulative: level k needs all of level k - 1; level 3 restates the floor
  0: To be written
  1: To be written
  2: To be written
  3: To be written
  4: To be written
checklist: []             # where level 3 joins four conditions or more: each of them in a few words
scale: null               # a scale of its own, else the rubric's
floor: []                 # ids of standards.csv that level 3 restates
floor_note: ""
related: []               # standards for context
mirrors: null             # in a companion: the criterion there that asks of the plan what this one asks of conduct
guards_against: ""        # what goes wrong without it
recommend: ""             # what to do so that the floor is met: imperative, and cites it. "Give every victim ..."
evidence_needed: ""
missing_hint: ""          # whom to ask
tip_statute_2000: null    # {{coding: assessed, ground: "..."}}; assessed, partly, ignored
tip_statute_2022: null
tip_practice: null
search_terms: {{}}          # {{en: [word, word]}}
examples: {{}}              # {{2: "Measure 22: ..."}}
sources: []
origin: modelled          # sourced, modelled
notes: ""
rule: null                # computed: how it is computed from the plan's rows
bands: []                 # computed: [{{level: 1, from: 0.25}}]
inputs: []                # indicator: variables of countries/variables.csv
ratios: {{}}                # indicator: {{name: {{of: variable, over: variable}}}}
min_denominator: 30       # indicator: least number of cases for a rate without an interval
conditions: {{}}            # indicator: {{1: {{all: [{{ratio: name, op: ">=", value: 0.5}}]}}}}
normalise: null           # indicator, not conditions: {{method: goalposts, low: 0.0, high: 1.0, origin: modelled}}
cap: null                 # judged: a coder's level caps the indicator's
thresholds_origin: {{}}     # {{1: "where the number comes from"}}
"""

WEIGHTING = """\
# A weighting: whose eyes these are, and where each number comes from.
id: equal
rubric: {id}
titles: {{en: Equal weights}}
short: {{en: Equal}}        # the name in charts and headings
actor: none; reference for comparison
period: ""
portrait: ""              # what this actor counts as success
sources: []
limits: ""                # what it does not say
weights:                  # a parent not named here: each child weighs the sum of its criteria
  total: by-criteria
#  total:
#    first-part: {{share: 1, origin: modelled, ground: "..."}}
factors: []               # [{{where: {{yardstick: true}}, times: 0, origin: modelled, ground: "..."}}]
overrides: []             # [{{criterion: first-question, times: 2, origin: sourced, ground: "..."}}]
gates: cap                # cap, ignore
reference_tip: tip_practice
"""


def quoted(text: str) -> str:
    """Return a text as YAML writes it in double quotes.

    Examples
    --------
    >>> print(quoted("a: b"))
    "a: b"
    """
    return json.dumps(text, ensure_ascii=False)

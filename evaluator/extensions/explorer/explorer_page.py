"""The explorer's page: templates, styles, scripts and data in one file, under a strict content security policy."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.headline.frames import ladder
from evaluator.errors import EvaluatorError
from evaluator.extensions.explorer.content import Data, page_data, short_names
from evaluator.extensions.explorer.opening import own_region
from evaluator.extensions.explorer.passing import GRADES, MANY, MESSAGES, NAMED
from evaluator.extensions.explorer.questions import three_questions
from evaluator.library import Library
from evaluator.model.report import LEAST_PRINTED
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import text_for
from evaluator.model.weighting import Weighting
from evaluator.read.text_files.file import read_text
from evaluator.reports.html.environment import render_template
from evaluator.reports.language import Language, language
from evaluator.reports.subject import span
from evaluator.reports.wording import wording_of
from evaluator.surveys.groups import Asked

TEMPLATE = "explorer.html"
FOLDER = "explorer"
# In this order, because a module must follow those it imports.
MODULES = ("score.js", "frame.js", "words.js", "passing.js", "draw.js", "model.js", "views.js", "page.js")
STYLES = "explorer.css"
IMPORT = re.compile(r"^import [^;]*;\n", flags=re.MULTILINE)
EXPORT = re.compile(r"^export (?=async |function |const |let |class )", flags=re.MULTILINE)
DECLARED = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", flags=re.MULTILINE)
SAID = re.compile(r'\bsay\(\s*"((?:[^"\\\n]|\\.)*)"')
POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)


def explorer_page(
    library: Library,
    rubric: Rubric,
    weightings: Sequence[Weighting],
    entrants: Sequence[Entrant],
    lang: str = "en",
    asked: Asked | None = None,
) -> str:
    """Return the page on which a reader changes the weights: one HTML file that loads nothing.

    Parameters
    ----------
    library : Library
        Its templates hold the page, the styles and the scripts.
    rubric, weightings, entrants, asked
        See `page_data`.
    lang : str
        Language of the page.

    Raises
    ------
    EvaluatorError
        There is no unit or no weighting.
    InvalidInputError
        A template in the user's folder has a fault.

    Notes
    -----
    The policy allows only this script and these styles, by their hashes, and no request. The data
    of the page is compressed JSON, so that a browser never reads a word of it as markup.
    """
    if not entrants or not weightings:
        raise EvaluatorError("the explorer needs at least one unit and one weighting")
    script, styles = joined_script(library), template_text(library, FOLDER, STYLES)
    wording = wording_of(rubric, lang)
    spoken = replace(language(library.templates, lang), wording=wording)
    words = {text: said for text in texts_of(script) if (said := spoken.gettext(text)) != text}
    region = own_region(library) if len(entrants) > MANY else ()
    data = page_data(rubric, weightings, entrants, lang, asked)
    notes = (text_for(entrant.assessment.country.footnote, lang) for entrant in entrants)
    carried = {**told_data(data, rubric, weightings, entrants, spoken, region), "words": words}
    return render_template(
        library.templates,
        lang,
        TEMPLATE,
        page_lang=lang,
        wording=wording,
        policy=Markup(POLICY.format(script=csp_hash(script), style=csp_hash(styles))),  # noqa: S704  (hashes)
        questions=carried.pop("asked"),
        when=same_years(entrants),
        rubric=carried["rubric"]["title"],
        version=rubric.version,
        units=len(entrants),
        examples=sum(entrant.assessment.plan.worked_example for entrant in entrants),
        invented=sum(entrant.assessment.country.invented for entrant in entrants),
        footnotes=tuple(dict.fromkeys(filter(None, notes))),
        drafts=sum(entrant.is_draft for entrant in entrants),
        sha256=rubric.sha256[:12],
        styles=Markup(styles),  # noqa: S704  (CSS of the template folders)
        script=Markup(script),  # noqa: S704  (scripts of the template folders)
        carried=packed_json(carried),
    )


def told_data(
    data: Data,
    rubric: Rubric,
    weightings: Sequence[Weighting],
    entrants: Sequence[Entrant],
    spoken: Language,
    region: Sequence[str],
) -> Data:
    """Return data of the page with the words for what happens, names for sentences, and questions to begin with.

    Of many units those of the region are shown first.
    """
    names = short_names(data["units"])
    near = [entrant for entrant in entrants if entrant.iso3 in region]
    grading = data["grading"]
    for band in grading["bands"]:
        band["grade"] = spoken.band(band["grade"])
    for cap in grading["caps"]:
        cap["best"] = spoken.band(cap["best"])
    for one in data["beside"]:
        one["name"] = spoken.said(one["name"])
    whole = {weighting.id for weighting in weightings} >= set(rubric.weightings)
    return {
        **data,
        "units": [
            {**unit, "short": names[unit["id"]], "listed": names[unit["id"]] if same_years(entrants) else unit["name"]}
            for unit in data["units"]
        ],
        "near": [entrant.plan_id for entrant in near],
        "asked": three_questions(rubric, near or entrants, names, spoken) if whole else (),
        "telling": {
            "messages": {key: spoken.gettext(message.one) for key, message in MESSAGES.items()},
            "bands": [spoken.band(band) for band in ladder(rubric)],
            "even": LEAST_PRINTED,
            "named": NAMED,
            "grades": GRADES,
            "many": MANY,
        },
    }


def same_years(entrants: Sequence[Entrant]) -> str:
    """Return the years of all units, as `2010–2011`; empty where they differ."""
    years = {entrant.years for entrant in entrants}
    return span(*years.pop()) if len(years) == 1 else ""


def packed_json(carried: object) -> str:
    """Return values as gzip-compressed JSON in base64; the same values give the same text."""
    text = json.dumps(carried, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()


def joined_script(library: Library) -> str:
    """Return the script modules joined into one text, without their import and export keywords.

    Raises
    ------
    EvaluatorError
        Two modules declare one name, or a script would end the element that holds it.
    """
    parts = [EXPORT.sub("", IMPORT.sub("", template_text(library, FOLDER, name))) for name in MODULES]
    script = "\n".join(parts)
    twice = [name for name, times in Counter(DECLARED.findall(script)).items() if times > 1]
    if twice:
        raise EvaluatorError(f"scripts of the explorer declare one name twice: {', '.join(twice)}. Rename one of each.")
    if re.search(r"</script|<!--", script, flags=re.IGNORECASE):
        raise EvaluatorError("a script of the explorer holds </script or <!--, which would end it. Write it in parts.")
    return script


def texts_of(script: str) -> list[str]:
    """Return the English texts in the `say` calls of a script, each once, in order."""
    return list(dict.fromkeys(json.loads(f'"{text}"') for text in SAID.findall(script)))


def template_text(library: Library, folder: str, name: str) -> str:
    """Return the text of a script or of styles beside the templates."""
    return read_text(library.templates.below(folder).expected(name))


def csp_hash(text: str) -> str:
    """Return the hash of a script or of styles, as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

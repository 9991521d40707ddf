"""The page of a survey: one file that loads nothing, and keeps answers until it is closed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from markupsafe import Markup

from evaluator.extensions.explorer.explorer_page import POLICY, csp_hash, template_text, texts_of
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.model.survey import CHECK, SurveyFile
from evaluator.reports.html.environment import render_template
from evaluator.reports.language import language
from evaluator.surveys.pages import code_book, pages_of, text_of

TEMPLATE, FOLDER = "survey.html", "survey"


def survey_page(library: Library, survey: SurveyFile, rubric: Rubric, lang: str = "en") -> str:
    """Return the form of a survey in one language: one HTML file that asks, shows and saves an answer.

    Raises
    ------
    EvaluatorError
        The survey has no words for an area of its rubric.
    InvalidInputError
        A template in the user's folder has a fault.
    """
    script, styles = (template_text(library, FOLDER, name) for name in ("form.js", "form.css"))
    spoken = language(library.templates, lang)
    words = {text: said for text in texts_of(script) if (said := spoken.gettext(text)) != text}
    carried = json.dumps({**form_data(library, survey, rubric, lang), "words": words}, ensure_ascii=False)
    return render_template(
        library.templates,
        lang,
        TEMPLATE,
        page_lang=lang,
        policy=Markup(POLICY.format(script=csp_hash(script), style=csp_hash(styles))),  # noqa: S704  (hashes)
        title=text_of(survey.titles, lang),
        styles=Markup(styles),  # noqa: S704  (CSS of the template folders)
        script=Markup(script),  # noqa: S704  (the script of the template folders)
        carried=Markup(carried.replace("<", "\\u003c")),  # noqa: S704  (JSON without a sign that begins markup)
    )


def form_data(library: Library, survey: SurveyFile, rubric: Rubric, lang: str) -> dict[str, Any]:
    """Return what the script of the page reads: pages in one language, groups, and how many lists are dealt."""
    book = code_book(survey, rubric)
    pages = [
        {**asdict(page), "rest": coded.rest}
        for page, coded in zip(pages_of(survey, rubric, lang), book.pages, strict=True)
    ]
    groups = {
        name: {"label": text_of(group.label, lang), "audience": group.audience, "method": group.method}
        for name, group in survey.groups.items()
    }
    return {
        "id": survey.id,
        "version": survey.version,
        "title": text_of(survey.titles, lang),
        "groups": groups,
        "audience": next(iter(survey.words.audiences)),
        "pages": pages,
        "lists": survey.lists.form,
        "dealt": book.dealt,
        "most": survey.lists.most,
        "beads": library.survey_words.rules.beads,
        "check": CHECK,
        "checkQuestion": text_of(survey.words.check_question, lang),
    }

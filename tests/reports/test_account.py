from __future__ import annotations

from dataclasses import replace

from evaluator.reports.country import country_view


def test_a_narrative_in_another_language_is_marked_as_such(albania):
    assert country_view(albania, "fr").account.lang == "en"
    french = replace(albania.assessment, narrative={"fr": "# Résumé\n\nCourt.", "en": "# Summary\n\nShort."})
    assert country_view(replace(albania, assessment=french), "fr").account.lang == "fr"

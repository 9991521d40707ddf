"""The shape of the rules for tags."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from evaluator.model.intake import TagRule, TagWords


def test_a_rule_may_propose_only_what_a_row_may_have_and_beneficiaries_are_free():
    rule = TagRule(tag="teachers", words={"en": ("teacher",)})
    assert TagWords(function=(), paradigms=(), beneficiary=(rule,)).beneficiary == (rule,)
    with pytest.raises(ValidationError, match=r"tags of `paradigms` from migration, .*found teachers"):
        TagWords(function=(), paradigms=(rule,), beneficiary=())
    with pytest.raises(ValidationError, match="tags of `function` from control"):
        TagWords(function=(rule,), paradigms=(), beneficiary=())

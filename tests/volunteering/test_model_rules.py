"""The model rule book: every line can be counted."""

from __future__ import annotations

import pytest

from points import volunteering
from points.volunteering.rulebook import by_hand, model_rules, refusals

# What is read does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")


def test_every_line_can_be_counted_and_says_where_it_is_from() -> None:
    lines = model_rules.list_all()
    rules = [by_hand.read(one.typed) for one in lines]
    assert 15 <= len({one.code for one in lines}) == len(lines) <= 25
    assert len({one.category for one in rules}) >= 8
    assert [
        one.code for one in lines if not (one.elsewhere and one.elsewhere_en and one.source and one.source_en)
    ] == []
    # a meeting, a tidy yard, a title are no volunteering
    assert {one.code for one in rules if one.counts_hours and one.credits_to == "household"} == set()
    assert {one.kind for one in rules} == {"award"}


def test_nothing_and_a_line_that_is_none_are_refused() -> None:
    with pytest.raises(refusals.RuleNothingTicked):
        volunteering.model_rules.taken({})
    with pytest.raises(refusals.RuleUnknownInModel):
        volunteering.model_rules.taken({"M99": {"value": "1"}})

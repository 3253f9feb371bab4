"""A check of the books, kept and recorded."""

from __future__ import annotations

from points import audit, oversight
from points.foundation import Actor, reading
from points.oversight.checks.form import Invariant
from points.oversight.proving import titles
from tests.support.books import Books


def test_every_check_is_kept_and_recorded(books: Books) -> None:
    actor: Actor = books.street.staff["supervisor"]
    oversight.checking.check(books.community_id, actor=actor)
    kept = reading(lambda: oversight.checking.find_last(books.community_id))
    assert kept is not None
    assert kept.balanced
    assert {one.name for one in kept.findings} == set(titles())
    lines = reading(
        lambda: audit.trail.read(books.community_id, audit.trail.TrailFilter(action="books.checked"))
    )
    assert [(one.actor_id, one.facts["broken"]) for one in lines] == [(actor.account_id, [])]
    assert kept.proved is not None
    assert lines[0].facts["proved"] == kept.proved.digest, "the next check stands on what this one wrote down"


def test_what_both_engines_understand_is_said_to_both_and_else_each_hears_its_own() -> None:
    words = ("name", "rule", "zh", "en", "unit", "SELECT 0")
    same, own = Invariant(*words, "SELECT 1"), Invariant(*words, "SELECT 1", "SELECT 2")
    assert [same.said_to(one) for one in ("sqlite", "postgresql")] == ["SELECT 1", "SELECT 1"]
    assert [own.said_to(one) for one in ("sqlite", "postgresql")] == ["SELECT 1", "SELECT 2"]

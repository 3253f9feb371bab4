"""Reading the book of actions: what a filter lets through, and pages without a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from points import audit
from points.audit.records import Action
from points.audit.trail import TrailFilter
from points.foundation import Actor, paging, reading, system_actor, transact
from tests.support.twins import twin
from tests.support.world import new_community

NOON = datetime(2025, 11, 26, 4, 0, tzinfo=UTC)
ANNA, BO = uuid4(), uuid4()
SHELF, SLIP, CLERK = uuid4(), uuid4(), uuid4()


def read(community_id: UUID, *, limit: int = 50, **wanted: Any) -> list[str]:
    """The names of the actions that fit."""
    lines = reading(lambda: audit.trail.read(community_id, TrailFilter(**wanted), limit=limit))
    return [line.action for line in lines]


@pytest.fixture
def book(community_id: UUID) -> UUID:
    """A community with five records, an hour apart, by two people and the house."""

    def work() -> None:
        def write(action: Action, account_id: UUID | None) -> None:
            actor = Actor(community_id, account_id) if account_id else system_actor(community_id)
            audit.records.record_many([action], actor=actor)

        hour = timedelta(hours=1)
        write(Action("shelf.filled", "shelf", SHELF, {"pieces": 3}, origin="imported", at=NOON), None)
        write(Action("shelf.opened", "shelf", SHELF, private={"reason": "盘点"}, at=NOON + hour), ANNA)
        write(Action("slip.issued", "slip", SLIP, {"for_id": CLERK}, at=NOON + 2 * hour), ANNA)
        write(Action("slip.used", "slip", SLIP, outcome="refused", at=NOON + 3 * hour), BO)
        write(Action("slip_used.twice", "slip", None, at=NOON + 4 * hour), None)

    transact(work)
    return community_id


def test_the_newest_is_read_first_and_no_more_than_asked_for(book: UUID) -> None:
    everything = ["slip_used.twice", "slip.used", "slip.issued", "shelf.opened", "shelf.filled"]
    assert read(book) == everything
    assert read(book, limit=2) == everything[:2]


@pytest.mark.parametrize(
    "wanted, found",
    [
        ({"action": "slip.used"}, ["slip.used"]),
        ({"action": "slip."}, ["slip.used", "slip.issued"]),
        ({"action": "slip_used"}, ["slip_used.twice"]),
        ({"action": "%"}, []),
        ({"action": "", "subject_id": SLIP}, ["slip.used", "slip.issued"]),
        ({"actor_id": ANNA}, ["slip.issued", "shelf.opened"]),
        ({"actors": [ANNA, BO]}, ["slip.used", "slip.issued", "shelf.opened"]),
        ({"actors": []}, []),
        ({"subject_id": SHELF}, ["shelf.opened", "shelf.filled"]),
        ({"about": {SLIP}}, ["slip.used", "slip.issued"]),
        ({"about": {CLERK}}, ["slip.issued"]),
        ({"about": {SHELF, CLERK}}, ["slip.issued", "shelf.opened", "shelf.filled"]),
        ({"about": set()}, []),
        ({"actions": ["slip.used", "shelf.opened"]}, ["slip.used", "shelf.opened"]),
        ({"besides": ["slip.used", "shelf.opened"]}, ["slip_used.twice", "slip.issued", "shelf.filled"]),
        ({"origin": "imported"}, ["shelf.filled"]),
        ({"outcome": "refused"}, ["slip.used"]),
        ({"since": NOON + timedelta(hours=3)}, ["slip_used.twice", "slip.used"]),
        ({"until": NOON + timedelta(hours=1)}, ["shelf.filled"]),
        ({"actor_id": ANNA, "subject_id": SLIP}, ["slip.issued"]),
        ({"actor_id": BO, "outcome": "done"}, []),
    ],
)
def test_a_filter_lets_through_what_fits_all_of_it(
    book: UUID, wanted: dict[str, Any], found: list[str]
) -> None:
    assert read(book, **wanted) == found


def test_a_line_has_its_facts_and_the_words_said_beside_it(book: UUID) -> None:
    lines = {line.action: line for line in reading(lambda: audit.trail.read(book))}
    assert lines["shelf.opened"].words == {"reason": "盘点"}
    assert lines["slip.issued"].words == {}
    assert lines["shelf.filled"].facts == {"pieces": 3}
    assert lines["shelf.filled"].at == NOON


def test_pages_follow_each_other_though_many_records_have_one_instant(community_id: UUID) -> None:
    actions = [Action(f"test.{number:02}", "test", at=NOON) for number in range(23)]
    transact(lambda: audit.records.record_many(actions, actor=system_actor(community_id)))
    seen: list[str] = []
    before: tuple[datetime, UUID] | None = None
    while True:
        wanted = TrailFilter(before=before)
        page = reading(lambda wanted=wanted: audit.trail.read(community_id, wanted, limit=5))
        if not page:
            break
        seen += [line.action for line in page]
        before = (page[-1].at, page[-1].id)
    assert sorted(seen) == [one.name for one in actions]


@pytest.mark.parametrize("wanted", [{}, {"action": "slip"}, {"actors": [ANNA, BO]}])
def test_a_page_says_what_a_reading_does_with_how_many_there_are(book: UUID, wanted: dict[str, Any]) -> None:
    every = read(book, **wanted)
    seen: list[str] = []
    after: str | None = ""
    while after is not None and len(seen) < len(every):
        asked = paging.PageAsked(after=after, limit=2)
        page = reading(lambda asked=asked: audit.trail.page(book, TrailFilter(**wanted), asked))
        assert (page.first, page.total) == (len(seen) + 1, len(every))
        seen += [line.action for line in page.rows]
        assert {len(line.words) for line in page.rows} == {0}
        after = page.after
    assert (seen, after) == (every, None)


def test_fifty_lines_are_read_where_nobody_says_how_many(community_id: UUID) -> None:
    actions = [Action(f"test.{number:02}", "test", at=NOON) for number in range(51)]
    transact(lambda: audit.records.record_many(actions, actor=system_actor(community_id)))
    lines = reading(lambda: audit.trail.read(community_id))
    assert [line.action for line in lines] == [one.name for one in actions[:0:-1]]


@pytest.mark.only_on("sqlite")
def test_a_line_is_of_its_own_community_beside_one_with_the_same_ids(book: UUID) -> None:
    def every() -> list[object]:
        found = [TrailFilter(), TrailFilter(about={SHELF}), TrailFilter(actor_id=ANNA)]
        return [reading(lambda one=one: audit.trail.read(book, one)) for one in found]  # type: ignore[misc]

    alone = every()
    twin(book, words="words || '-2'")
    assert every() == alone


def test_another_communitys_records_are_not_there(book: UUID) -> None:
    other = new_community("莲花社区")
    assert read(other) == []

"""Who may be named to collect: for how long and how much, by whom, and which of it is written down and shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from points import people
from points.foundation import Actor, NotAllowed, NotFound, clock, reading, transact
from points.people.identification.collectors import CollectorInfo
from tests.support.neighbour import Neighbour, neighbour
from tests.support.records import facts_of
from tests.support.street import Street
from tests.support.world import new_community

__all__ = ["neighbour"]


def owner(street: Street) -> UUID:
    """Whose points they are."""
    assert street.resident.person_id is not None
    return street.resident.person_id


def name(
    street: Street, door: str = "3-1-102", days: int = 30, tenths: int = 100, by: Actor | None = None
) -> UUID:
    """The resident names the neighbour on the own phone."""
    terms = {"until": clock.today() + timedelta(days=days), "month_tenths": tenths}
    actor = by or street.resident
    return transact(lambda: people.collectors.name_own("冯小燕", door, **terms, actor=actor))  # type: ignore[arg-type]


def write(street: Street, who: UUID, seen: str = "本人到窗口说的", whose: UUID | None = None) -> UUID:
    """The office writes it down."""
    terms: dict[str, Any] = {"until": clock.today() + timedelta(days=30), "month_tenths": 100}
    by = street.staff["officer"]
    return transact(
        lambda: people.collectors.name_for(whose or owner(street), who, **terms, seen=seen, actor=by)
    )


def use(street: Street, collector: UUID, tenths: int, by: Actor | None = None) -> None:
    """So much is collected."""
    transact(lambda: people.collectors.use(collector, tenths, actor=by or street.clerk))


def standing(street: Street) -> list[CollectorInfo]:
    """Who stands or waits for the resident's purse."""
    community_id = street.community_id

    def look() -> list[CollectorInfo]:
        purse = people.purses.of_person(community_id, owner(street))
        return people.collectors.of_purse(community_id, purse.purse_id)

    return reading(look)


@pytest.mark.parametrize(
    ("days", "tenths", "good"),
    [(0, 100, False), (1, 100, True), (366, 100, True), (367, 100, False), (30, 9, False), (30, 10, True)],
)
def test_somebody_is_named_for_a_day_to_a_year_and_a_point_at_least(
    street: Street, neighbour: Neighbour, days: int, tenths: int, *, good: bool
) -> None:
    if not good:
        with pytest.raises(people.refusals.CollectorTerms):
            name(street, days=days, tenths=tenths)
        return
    name(street, days=days, tenths=tenths)
    [one] = standing(street)
    assert (one.until, one.month_tenths) == (clock.today() + timedelta(days=days), tenths)


def test_the_last_day_counts_and_the_day_after_does_not(street: Street, neighbour: Neighbour) -> None:
    collector = name(street, days=2)
    for days, good in ((2, True), (3, False)):
        with clock.standing_at(clock.now() + timedelta(days=days)):
            [one] = standing(street)
            assert one.standing is good
            if good:
                use(street, collector, 10)
                assert standing(street)[0].last_used_on == clock.today()
            else:
                with pytest.raises(people.refusals.CollectorEnded):
                    use(street, collector, 10)


def test_what_is_used_up_is_there_again_next_month(street: Street, neighbour: Neighbour) -> None:
    collector = name(street, tenths=40, days=60)
    use(street, collector, 40)
    with pytest.raises(people.refusals.CollectorLimit) as no:
        use(street, collector, 1)
    assert (no.value.facts["left"], no.value.facts["wanted"]) == (0, 1)
    with clock.standing_at(clock.now() + timedelta(days=31)):
        use(street, collector, 40)


def test_what_waits_or_is_of_elsewhere_is_no_use(street: Street, neighbour: Neighbour) -> None:
    waits = write(street, neighbour.person_id)
    with pytest.raises(people.refusals.CollectorEnded):
        use(street, waits, 10)
    transact(lambda: people.collectors.confirm(waits, actor=street.clerk))
    with pytest.raises(people.refusals.CollectorEnded):
        use(street, waits, 10, by=replace(street.clerk, community_id=new_community("莲花社区")))
    use(street, waits, 10)


def test_of_two_with_one_name_behind_one_door_neither_is_named(street: Street, neighbour: Neighbour) -> None:
    def twin() -> None:
        home = people.persons.get(street.community_id, neighbour.person_id).household_id
        people.residents.register("冯小燕", actor=street.system, household_id=home, door="3栋1单元102")

    transact(twin)
    with pytest.raises(people.refusals.CollectorUnknown):
        name(street)


def test_nobody_of_the_same_house_is_named(street: Street, neighbour: Neighbour) -> None:
    def moved_in() -> None:
        home = people.persons.get(street.community_id, owner(street)).household_id
        people.residents.register("冯小燕", actor=street.system, household_id=home, door="3栋2单元301")

    transact(moved_in)
    with pytest.raises(people.refusals.CollectorAtHome):
        name(street, door="3-2-301")


@pytest.mark.parametrize("missing", ["person_id", "account_id"])
def test_who_is_no_resident_with_a_phone_names_nobody(
    street: Street, neighbour: Neighbour, missing: str
) -> None:
    with pytest.raises(NotAllowed):
        name(street, by=replace(street.resident, **{missing: None}))  # type: ignore[arg-type]


def test_the_office_says_in_two_letters_what_it_saw_of_people_who_are_here(
    street: Street, neighbour: Neighbour
) -> None:
    with pytest.raises(people.refusals.SeenMissing):
        write(street, neighbour.person_id, " 说 ")
    for whose, who in ((UUID(int=7), neighbour.person_id), (owner(street), UUID(int=7))):
        with pytest.raises(NotFound):
            write(street, who, whose=whose)
    write(street, neighbour.person_id, " 口述 ")
    [one] = standing(street)
    assert (one.by_office, one.made_by_name, one.confirmed_at) == (True, "工作0", None)
    assert (one.name, one.door, one.owner_name, one.owner_door) == (
        "冯小燕", "3栋1单元102", "田桂兰", "3栋2单元301",
    )  # fmt: skip
    own = name(street)
    [one] = standing(street)
    assert (one.collector_id, one.by_office, one.made_by_name) == (own, False, "田桂兰")
    [ended] = reading(lambda: facts_of("collector.ended"))
    assert ended["other_id"] == str(neighbour.person_id)


@pytest.mark.parametrize("kin", ["owner", "collector"])
def test_nobody_confirms_for_their_family(street: Street, neighbour: Neighbour, kin: str) -> None:
    waits = write(street, neighbour.person_id)
    mine, theirs = street.clerk.person_id, {"owner": owner(street), "collector": neighbour.person_id}[kin]
    assert mine is not None
    transact(lambda: people.relations.relate(mine, theirs, kind="sibling", actor=street.system))
    with pytest.raises(people.refusals.OwnFamily):
        transact(lambda: people.collectors.confirm(waits, actor=street.clerk))
    with pytest.raises(NotAllowed):
        transact(lambda: people.collectors.confirm(waits, actor=street.staff["leader"]))
    assert street.second_clerk is not None
    transact(lambda: people.collectors.confirm(waits, actor=street.second_clerk))  # type: ignore[arg-type]


def test_what_waits_is_listed_before_what_stands(street: Street, neighbour: Neighbour) -> None:
    leader = street.staff["leader"].person_id
    assert leader is not None
    waits, own = write(street, leader), name(street)
    for actor in (street.clerk, street.staff["officer"]):
        listed = reading(lambda actor=actor: people.collectors.list_seen(actor))
        assert [one.collector_id for one in listed] == [waits, own]
        assert reading(lambda actor=actor: people.collectors.waiting_count(actor)) == 1

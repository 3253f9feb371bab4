"""What the records about people say: whose card, which place, which decision."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from points import people
from points.foundation import clock, decide, system_actor, transact
from points.people.registry import purse_rows
from tests.support.records import facts_of, records_of
from tests.support.town import Town


def test_of_two_cards_the_records_say_whose_and_which_kind_and_what_took_its_place(town: Town) -> None:
    one = transact(lambda: people.cards.issue(town.tian, kind="person", actor=town.house))
    other = transact(lambda: people.cards.issue(town.yang, kind="household", actor=town.house))
    fresh = transact(
        lambda: people.cards.replace(one.card_id, reason="丢了", person_id=town.tian, actor=town.house)
    )
    issued = {row.subject_id: row.facts for row in records_of("card.issued")}
    assert issued[one.card_id] == {"person_id": str(town.tian), "kind": "person"}
    assert issued[other.card_id] == {"person_id": str(town.yang), "kind": "household"}
    [replaced] = records_of("card.replaced")
    assert (replaced.subject_id, replaced.facts) == (one.card_id, {"replaced_by_id": str(fresh.card_id)})


def test_a_place_is_recorded_with_its_name_and_what_it_stands_under(town: Town) -> None:
    under = town.community_id
    transact(lambda: people.places.make("grid", "第2网格", parent_id=under, actor=town.house))
    assert facts_of("place.added")[-1] == {"name": "第2网格", "parent_id": str(under)}


def test_a_device_and_an_account_are_recorded_with_what_they_are_for(town: Town) -> None:
    device = transact(lambda: people.devices.enrol("柜台一", actor=town.admin))
    transact(lambda: people.devices.rename(device.device_id, "窗口", actor=town.admin))
    assert facts_of("device.enrolled", "device.renamed") == [{"shop_id": None}, {"name": "窗口"}]
    account = transact(lambda: people.accounts.create(town.tian, actor=town.house))
    [opened] = [row for row in records_of("account.opened") if row.subject_id == account]
    assert opened.facts == {"person_id": str(town.tian)}


def test_a_decision_is_recorded_with_its_value_its_day_and_its_number(town: Town) -> None:
    today = clock.today()
    for value, day in ((4, today), (6, today + timedelta(days=9))):
        transact(
            lambda value=value, day=day: people.proposals.propose(
                "publicity_days", value, effective_on=day, reason="例会", actor=town.house
            )
        )
    asked = facts_of("setting.proposed")
    made = facts_of("setting.decided")
    assert asked == [
        {"decided": {"publicity_days": 4}, "effective_on": today.isoformat()},
        {"decided": {"publicity_days": 6}, "effective_on": (today + timedelta(days=9)).isoformat()},
    ]
    assert [{**one, "version": 0} for one in made] == [{**one, "version": 0} for one in asked]
    assert [one["version"] for one in made] == sorted({one["version"] for one in made})


def test_a_purse_that_is_opened_when_it_is_first_needed_is_recorded_once(town: Town) -> None:
    """Of a household that is older than the decision that households have purses."""

    def start() -> tuple[UUID, UUID, UUID]:
        other = people.places.found_community("莲花社区")
        house = system_actor(other)
        decide(other, "purse_of", "person", effective_on=date(2025, 1, 1), actor=house)
        home = people.households.add("1", actor=house)
        decide(other, "purse_of", "household", effective_on=date(2025, 1, 2), actor=house)
        return other, home, people.residents.register("甲", actor=house, household_id=home)

    other, home, person = transact(start)
    for _ in range(2):
        opened = transact(lambda: purse_rows.ensure(person, actor=system_actor(other)))
        assert (opened.household_id, opened.label) == (home, "甲")
    assert [row.subject_id for row in records_of("purse.opened")] == [opened.purse_id]

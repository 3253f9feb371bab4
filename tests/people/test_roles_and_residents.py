"""Roles on places, who sees whom, purses, relatives, and the list of people that searches walk through."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit, ledger, people
from points.foundation import (
    NEVER,
    Actor,
    Grant,
    NotAllowed,
    NotFound,
    clock,
    db,
    decide,
    reading,
    system_actor,
    transact,
)
from points.foundation.refusal import LettersDisguised, SignsUnseen
from points.foundation.spelling.guessing import Owner
from points.people.access.policy import fit_password, fit_username
from points.people.models import Place
from points.people.registry.policy import plain_phone
from tests.support.town import PASSWORD, Town


def with_role(town: Town, role: str, place_id: UUID) -> Actor:
    grant = Grant(role, place_id, date(2025, 1, 1), NEVER)
    return Actor(town.community_id, None, None, grants=(grant,))


def test_a_role_counts_from_its_first_day_to_its_last_and_not_after(town: Town) -> None:
    first, last = date(2025, 12, 1), date(2025, 12, 31)
    transact(
        lambda: people.roles.grant(
            town.officer_account,
            "leader",
            place_id=town.community_id,
            actor=town.house,
            valid_from=first,
            valid_until=last,
        )
    )
    held = {}
    for day in (date(2025, 11, 30), first, last, date(2026, 1, 1)):
        clock.set_now(clock.instant(day) + timedelta(hours=12))
        held[day] = "leader" in town.office.roles
    assert list(held.values()) == [False, True, True, False]


def test_a_revoked_role_is_gone_at_once_and_its_line_stays(town: Town) -> None:
    grant = reading(lambda: people.roles.held_by(town.community_id, town.officer_account))[0]
    admin = town.admin
    transact(lambda: people.roles.revoke(grant.grant_id, reason="换岗", actor=admin))
    assert town.office.roles == frozenset()
    wanted = audit.trail.TrailFilter(action="role.revoked")
    assert reading(lambda: audit.trail.read(town.community_id, wanted))[0].subject_id == town.officer_account


def test_a_person_needs_an_account_for_a_role_and_keeps_it_from_others(town: Town) -> None:
    admin = town.admin

    def give(person_id: UUID) -> UUID:
        return people.nominations.propose(person_id, "panel", place_id=town.community_id, actor=admin)

    with pytest.raises(people.refusals.AccountNeeded) as refused:
        transact(lambda: give(town.tian))
    assert refused.value.facts == {"name": "田桂兰"}
    given = transact(lambda: give(town.officer))
    with pytest.raises(NotFound):
        transact(lambda: people.roles.revoke(given, person_id=town.tian, reason="换岗", actor=admin))
    transact(lambda: people.roles.revoke(given, person_id=town.officer, reason="换岗", actor=admin))
    assert [
        one.role for one in reading(lambda: people.roles.held_by(town.community_id, town.officer_account))
    ] == ["officer"]


def test_nobody_gives_a_role_to_themselves_and_an_officer_gives_none(town: Town) -> None:
    admin, office, community_id = town.admin, town.office, town.community_id
    own = admin.person_id
    assert own is not None
    with pytest.raises(people.refusals.OwnRole):
        transact(lambda: people.nominations.propose(own, "officer", place_id=community_id, actor=admin))
    with pytest.raises(NotAllowed):
        transact(lambda: people.nominations.propose(own, "officer", place_id=community_id, actor=office))


def test_a_role_that_counts_at_once_is_laid_by_the_installation_alone(town: Town) -> None:
    admin = town.admin
    with pytest.raises(NotAllowed):
        transact(
            lambda: people.roles.grant(town.officer_account, "clerk", place_id=town.community_id, actor=admin)
        )


def test_an_administrator_of_one_community_gives_no_role_in_another(town: Town) -> None:
    other = transact(lambda: people.places.found_community("望江社区", district="锦江区", street="望江街道"))
    admin = town.admin
    with pytest.raises(NotAllowed):
        transact(lambda: people.nominations.propose(town.officer, "officer", place_id=other, actor=admin))


def test_a_role_on_the_street_reaches_its_communities_and_no_others(town: Town) -> None:
    def more() -> tuple[UUID, UUID, UUID]:
        beside = people.places.found_community("望江社区", district="锦江区", street="望江街道")
        away = people.places.found_community("莲花社区", district="锦江区", street="莲花街道")
        street = db.session.scalar(sa.select(Place.parent_id).where(Place.id == town.community_id))
        assert street is not None
        person = people.residents.register("吴正林", actor=town.house)
        account = people.accounts.create(person, actor=town.house, password=PASSWORD)
        people.roles.grant(account, "street", place_id=street, actor=town.house)
        return beside, away, account

    beside, away, account = transact(more)
    actor = reading(lambda: people.actors.of_account(account, community_id=town.community_id))
    assert actor.roles == {"street"}
    assert set(reading(lambda: people.actors.communities_of(actor))) == {town.community_id, beside}
    there = reading(lambda: people.actors.in_community(actor, beside))
    assert (there.community_id, there.roles) == (beside, {"street"})
    with pytest.raises(NotFound):
        reading(lambda: people.actors.in_community(actor, away))


def test_a_role_elsewhere_gives_no_power_at_home(town: Town) -> None:
    def elsewhere() -> None:
        other = people.places.found_community("莲花社区", district="锦江区", street="莲花街道")
        people.roles.grant(town.officer_account, "clerk", place_id=other, actor=town.house)

    transact(elsewhere)
    assert town.office.roles == {"officer"}


def test_who_lives_here_is_a_resident_and_staff_from_elsewhere_are_not(town: Town) -> None:
    account = transact(lambda: people.accounts.create(town.yang, actor=town.house, password=PASSWORD))
    assert reading(lambda: people.actors.of_account(account)).roles == {"resident"}
    assert "resident" not in town.office.roles


def test_an_officer_sees_the_community_a_grid_worker_the_grid_and_a_resident_nobody(town: Town) -> None:
    def seen(actor: Actor) -> set[str]:
        return {one.name for one in reading(lambda: people.search.by_words(actor)).people}

    assert {"杨志强", "杨小禾", "田桂兰"} <= seen(town.office)
    assert seen(with_role(town, "grid_worker", town.grid)) == {"杨志强", "杨小禾"}
    assert seen(with_role(town, "resident", town.community_id)) == set()
    assert seen(with_role(town, "clerk", town.community_id)) == set()


def test_a_person_one_may_not_see_is_not_there(town: Town) -> None:
    tian = reading(lambda: people.persons.get(town.community_id, town.tian))
    assert reading(lambda: people.persons.get_visible(tian.public_id, actor=town.office)).name == "田桂兰"
    with pytest.raises(NotFound):
        reading(
            lambda: people.persons.get_visible(
                tian.public_id, actor=with_role(town, "grid_worker", town.grid)
            )
        )


@pytest.mark.parametrize("text", ["杨志", "6栋", "001", "1", "0963", "杨 6栋", "780963"])
def test_people_are_found_by_name_door_household_and_end_of_the_phone(town: Town, text: str) -> None:
    office = town.office
    assert "杨志强" in {one.name for one in reading(lambda: people.search.by_words(office, text)).people}


def test_a_search_never_shows_a_whole_phone_number(town: Town) -> None:
    yang = reading(lambda: people.persons.get(town.community_id, town.yang))
    assert yang.phone_tail == "0963"
    assert "15200780963" not in repr(yang)


def test_a_long_list_is_read_page_by_page_and_nobody_twice(town: Town) -> None:
    newcomers = [people.residents.NewPerson(name=f"张{number % 7}") for number in range(40)]
    transact(
        lambda: people.residents.register_many(
            [people.residents.NewHousehold(number="900", people=newcomers)], actor=town.house
        )
    )
    office, names, key = town.office, [], None
    while True:
        page = reading(lambda key=key: people.search.by_words(office, "张", after=key, limit=11))
        names += [one.person_id for one in page.people]
        key = page.next_key
        if key is None:
            break
    assert (len(names), set(names)) == (40, {one.person_id for one in newcomers})


def test_who_may_not_register_people_registers_neither_one_nor_many(town: Town) -> None:
    leader = with_role(town, "leader", town.community_id)
    home = reading(lambda: people.persons.get(town.community_id, town.tian).household_id)
    assert home is not None
    new = people.residents.NewPerson(name="张三")
    for work in (
        lambda: people.residents.register("张三", actor=leader),
        lambda: people.residents.register_many(
            [people.residents.NewHousehold(number="900", people=[new])], actor=leader
        ),
        lambda: people.residents.register_many([], actor=leader),
        lambda: people.residents.add_to_household(home, [new], actor=leader),
    ):
        with pytest.raises(NotAllowed):
            transact(work)
    assert reading(lambda: people.search.by_name(town.community_id, "张三")) == []


def test_who_comes_into_an_empty_household_first_is_its_head_and_stays_it(town: Town) -> None:
    empty = transact(lambda: people.households.add("900", actor=town.house))
    first, second = (people.residents.NewPerson(name=name) for name in ("张三", "李四"))
    heads = []
    for some in ([], [first], [second]):
        transact(lambda some=some: people.residents.add_to_household(empty, some, actor=town.house))  # type: ignore[misc]
        homes = reading(lambda: people.history.known_households(town.community_id))
        heads.append(homes["900"].head_id)
    assert heads == [None, first.person_id, first.person_id]


def test_a_household_shares_one_purse_and_who_lives_alone_has_their_own(town: Town) -> None:
    community_id = town.community_id
    father, son = (
        reading(lambda one=one: people.purses.of_person(community_id, one))
        for one in (town.yang, town.yang_son)
    )
    assert (father.purse_id, father.label, father.members) == (son.purse_id, "杨志强", 2)
    officer = reading(lambda: people.purses.of_person(community_id, town.officer))
    assert (officer.person_id, officer.household_id) == (town.officer, None)
    assert reading(lambda: ledger.balances.get(community_id, father.account_id)).available == 0


def test_where_the_community_decides_so_everybody_has_a_purse(town: Town) -> None:
    def start() -> tuple[UUID, UUID, UUID]:
        other = people.places.found_community("莲花社区")
        house = system_actor(other)
        decide(other, "purse_of", "person", effective_on=date(2025, 1, 1), actor=house)
        home = people.households.add("1", actor=house)
        return other, *(
            people.residents.register(name, actor=house, household_id=home) for name in ("甲", "乙")
        )

    other, a, b = transact(start)
    purses = {reading(lambda one=one: people.purses.of_person(other, one)).purse_id for one in (a, b)}
    assert len(purses) == 2


def test_one_household_or_a_relation_makes_relatives(town: Town) -> None:
    community_id = town.community_id

    def related(a: UUID, b: UUID) -> bool:
        return reading(lambda: b in people.relations.relatives_among(community_id, a, [b]))

    assert related(town.yang, town.yang_son)
    assert related(town.yang, town.yang)
    assert not related(town.yang, town.tian)
    office = town.office
    transact(lambda: people.relations.relate(town.tian, town.yang, kind="姻亲", actor=office))
    assert related(town.yang, town.tian)
    assert related(town.tian, town.yang)
    assert not related(town.tian, town.officer)
    assert not related(town.officer, town.admin.person_id or town.tian)


def test_a_household_number_is_given_once(town: Town) -> None:
    with pytest.raises(people.refusals.HouseholdNumberTaken):
        transact(lambda: people.households.add("001", actor=town.house))


def test_a_newcomer_joins_a_household_unless_it_has_one_of_that_name(town: Town) -> None:
    office, community_id = town.office, town.community_id
    home = reading(lambda: people.households.find(community_id, "001"))
    assert home is not None

    def join(name: str) -> UUID:
        return people.residents.register_in(home, name, door="6栋1单元202", actor=office)

    daughter = transact(lambda: join("杨小苗"))
    assert reading(lambda: people.persons.get(community_id, daughter).household_number) == "001"
    with pytest.raises(people.refusals.DoorTaken) as refused:
        transact(lambda: join("杨志强"))
    assert refused.value.facts == {"name": "杨志强", "number": "001"}


def test_the_counter_finds_only_exact_names_at_a_door(town: Town) -> None:
    def at(name: str, door: str) -> list[str]:
        return [
            one.name
            for one in reading(lambda: people.search.at_counter(town.community_id, name=name, door=door))
        ]

    assert at("田桂兰", "3栋") == ["田桂兰"]
    assert at("杨志强", "1单元202") == ["杨志强"]
    assert at("杨", "6栋") == []
    assert at("田桂兰", "") == []


def test_the_trail_holds_references_and_no_names(town: Town) -> None:
    lines = reading(lambda: audit.trail.read(town.community_id, limit=100))
    text = repr([(one.action, one.facts) for one in lines])
    for word in ("杨志强", "田桂兰", "15200780963", "ranting", PASSWORD):
        assert word not in text
    assert {
        "community.founded",
        "household.opened",
        "person.registered",
        "account.opened",
        "role.granted",
    } <= {one.action for one in lines}


@pytest.mark.parametrize("name", ["1abc", "13800000001", "a", "有 空格", "a" * 33, "../x", "", "_a"])
def test_an_unfit_user_name_is_refused(name: str) -> None:
    with pytest.raises(people.refusals.UsernameUnfit):
        fit_username(name)


def test_a_user_name_is_one_person_s_whatever_its_case(town: Town) -> None:
    assert fit_username("ＲanTing.2") == "ranting.2"
    with pytest.raises(people.refusals.UsernameTaken):
        transact(lambda: people.accounts.create(town.tian, actor=town.house, username="RANTING"))


def test_passwords_are_long_and_not_the_first_one_tries() -> None:
    for common in ("12345678", "88888888", "abcdefgh", "password", "ranting2ranting2"):
        with pytest.raises(people.refusals.PasswordTooCommon):
            fit_password(common, owner=Owner(("ranting2",)))
    with pytest.raises(people.refusals.PasswordTooShort):
        fit_password("短")
    assert fit_password("门前大桥下游过一群鸭") == "门前大桥下游过一群鸭"


def test_phone_numbers_are_kept_in_one_spelling() -> None:
    spellings = ("152 0078 0963", "+86 15200780963", "0086-152-0078-0963", "１５２００７８０９６３")
    assert {plain_phone(one) for one in spellings} == {"15200780963"}
    assert plain_phone("ranting") == ""


def test_the_office_sits_for_half_an_hour_and_residents_for_a_month() -> None:
    for roles, idle in (
        ({"resident"}, timedelta(days=30)),
        ({"resident", "officer"}, timedelta(minutes=30)),
        ({"leader"}, timedelta(hours=12)),
    ):
        seen = clock.now()
        for late, over in ((timedelta(0), False), (timedelta(seconds=1), True)):
            assert people.sessions.over(roles, begun=seen, seen=seen, now=seen + idle + late) is over


def test_a_device_is_known_by_its_token_until_it_is_revoked(town: Town) -> None:
    admin = town.admin
    device = transact(lambda: people.devices.enrol("柜台一", actor=admin))
    found = reading(lambda: people.devices.find(device.token))
    assert found is not None
    assert (found.device_id, found.name) == (device.device_id, "柜台一")
    placed = transact(lambda: people.devices.place(device.device_id, None, actor=admin))
    assert (placed.device_id, placed.name, placed.shop_id) == (device.device_id, "柜台一", None)
    transact(lambda: people.devices.revoke(device.device_id, reason="丢了", actor=admin))
    assert reading(lambda: people.devices.find(device.token)) is None


def test_a_name_is_what_others_read(town: Town) -> None:
    for name in ("杨\u200b志强", "\u202e杨志强", "рор"):
        with pytest.raises((SignsUnseen, LettersDisguised)):
            transact(lambda name=name: people.residents.register(name, actor=town.office))
    for username in ("rаnting", "ran\u3164ting", "рор"):
        with pytest.raises((SignsUnseen, LettersDisguised)):
            fit_username(username)


def test_a_second_person_told_apart_by_a_gap_alone_is_the_first(town: Town) -> None:
    home = transact(lambda: people.households.add("003", actor=town.house))
    people_in = [
        lambda name=name: people.residents.register_in(home, name, actor=town.office, door="1栋")
        for name in ("周平", "周 平")
    ]
    transact(people_in[0])
    with pytest.raises(people.refusals.DoorTaken) as caught:
        transact(people_in[1])
    assert caught.value.facts["name"] == "周平"


def test_a_door_finds_people_however_it_is_written(town: Town) -> None:
    def work() -> None:
        home = people.households.add("611", actor=town.house)
        people.residents.register_in(home, "石小兰", door="6栋2单元301", actor=town.house)
        people.residents.register_in(home, "石小妹", door="6号楼2单元301室", actor=town.house)

    transact(work)
    home = reading(lambda: people.households.get_visible("611", actor=town.office))
    assert {one.door for one in home.members} == {"6栋2单元301"}, "a household's door is written in one way"
    for text in ("6-2-301", "６栋２单元３０１", "6号楼2单元301室", "石小 6幢2-301", "6号楼"):
        found = reading(lambda text=text: people.search.by_words(town.office, text)).people
        assert {"石小兰", "石小妹"} <= {one.name for one in found}, text
    assert reading(lambda: people.search.by_words(town.office, "16-2-301")).people == []

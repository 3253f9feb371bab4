"""A role is given by one person and confirmed by another; until then it is worth nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from points import audit, people
from points.foundation import Actor, NotAllowed, NotFound, clock, new_id, reading, transact
from points.people.access.confirming import body_of
from points.people.models import RoleGrant
from tests.support.town import PASSWORD, Town


def staff(town: Town, username: str, *roles: str, by: Actor | None = None) -> Actor:
    """Somebody new who can sign in, with roles laid by the installation; the account opened by whoever is named."""

    def work() -> UUID:
        person = people.residents.register(f"员{username}", actor=town.house)
        account = people.accounts.create(person, actor=by or town.house, username=username, password=PASSWORD)
        for role in roles:
            people.roles.grant(account, role, place_id=town.community_id, actor=town.house)
        return account

    account = transact(work)
    return again(town, account)


def again(town: Town, account: UUID | None) -> Actor:
    """The same with today's roles."""
    assert account is not None
    return reading(lambda: people.actors.of_account(account, community_id=town.community_id))


def proposed(town: Town, whom: Actor, role: str = "leader", by: Actor | None = None) -> UUID:
    """A role that the administrator proposes."""
    admin, person = by or town.admin, whom.person_id
    assert person is not None
    return transact(lambda: people.nominations.propose(person, role, place_id=town.community_id, actor=admin))


def confirmers(town: Town, grant: UUID) -> tuple[str, set[UUID | None]]:
    """Whose yes it waits for."""

    def look() -> tuple[str, set[UUID | None]]:
        from points.foundation import db

        row = db.session.get(RoleGrant, (town.community_id, grant))
        assert row is not None
        body = body_of(row)
        return body.role, set(body.accounts)

    return reading(look)


def yes(town: Town, grant: UUID, by: Actor, answer: str = "") -> None:
    transact(lambda: people.nominations.confirm(grant, answer=answer, actor=by))


def tomorrow() -> None:
    clock.set_now(clock.now() + timedelta(days=1))


def test_a_role_is_worth_nothing_until_a_second_person_says_yes(town: Town) -> None:
    second, new = staff(town, "second", "admin"), staff(town, "newone")
    grant = proposed(town, new)
    assert again(town, new.account_id).roles == frozenset()
    assert reading(lambda: people.roles.holders(town.community_id, "leader")) == []
    for nobody in (town.admin, new):
        with pytest.raises((people.refusals.NotTheConfirmer, NotAllowed)):
            yes(town, grant, nobody)
    yes(town, grant, second)
    assert again(town, new.account_id).roles == {"leader"}
    with pytest.raises(people.refusals.RoleConfirmed):
        yes(town, grant, second)


def test_the_street_confirms_else_the_committee_else_the_second_administrator(town: Town) -> None:
    new = staff(town, "newone")
    grant = proposed(town, new)
    assert confirmers(town, grant) == ("", set())
    second = staff(town, "second", "admin")
    assert confirmers(town, grant) == ("admin", {second.account_id})
    committee = staff(town, "committee", "committee")
    assert confirmers(town, grant) == ("committee", {committee.account_id})
    street = staff(town, "street", "street")
    assert confirmers(town, grant) == ("street", {street.account_id})
    with pytest.raises(people.refusals.NotTheConfirmer):
        yes(town, grant, committee)
    yes(town, grant, street)


def test_the_street_confirms_nothing_about_itself(town: Town) -> None:
    street, committee = staff(town, "street", "street"), staff(town, "committee", "committee")
    assert confirmers(town, proposed(town, street)) == ("committee", {committee.account_id})


def test_whose_account_the_proposer_opened_confirms_only_where_nobody_else_is_left(town: Town) -> None:
    puppet, new = staff(town, "puppet", "committee", by=town.admin), staff(town, "newone")
    grant = proposed(town, new)
    assert confirmers(town, grant) == ("committee", {puppet.account_id})
    second = staff(town, "second", "admin")
    assert confirmers(town, grant) == ("admin", {second.account_id})
    with pytest.raises(people.refusals.NotTheConfirmer):
        yes(town, grant, puppet)


def test_who_decides_waits_a_night_and_others_do_not(town: Town) -> None:
    second, new = staff(town, "second", "admin"), staff(town, "newone")
    for role in ("officer", "clerk"):
        yes(town, proposed(town, new, role), second)
    assert again(town, new.account_id).roles == {"clerk"}
    tomorrow()
    assert again(town, new.account_id).roles == {"clerk", "officer"}


def test_an_objection_waits_for_words_and_one_after_the_yes_stands_beside_it(town: Town) -> None:
    second, watcher = staff(town, "second", "admin"), staff(town, "watcher", "supervisor")
    new = staff(town, "newone")
    first = proposed(town, new)
    transact(lambda: people.nominations.object_to(first, reason="他是店里的亲戚", actor=watcher))
    with pytest.raises(people.refusals.ObjectionUnanswered):
        yes(town, first, second)
    with pytest.raises(NotAllowed):
        transact(lambda: people.nominations.object_to(first, reason="不行", actor=second))
    yes(town, first, second, "店里的事他不管")
    transact(lambda: people.nominations.object_to(first, reason="还是不妥", actor=watcher))
    assert again(town, new.account_id).roles == {"leader"}
    row = reading(lambda: people.grants.find(first, actor=watcher))
    assert row is not None
    assert (row.objection, row.objected_by) == ("还是不妥", "员watcher")
    wanted = audit.trail.TrailFilter(action="role.objected")
    assert len(reading(lambda: audit.trail.read(town.community_id, wanted))) == 2


def test_a_declined_role_is_over_and_one_role_is_proposed_once(town: Town) -> None:
    second, new = staff(town, "second", "admin"), staff(town, "newone")
    first = proposed(town, new)
    with pytest.raises(people.refusals.RoleGivenAlready):
        proposed(town, new)
    transact(lambda: people.nominations.decline(first, reason="人手够了", actor=second))
    with pytest.raises(people.refusals.RoleEnded):
        yes(town, first, second)
    assert again(town, new.account_id).roles == frozenset()
    proposed(town, new)


def test_a_role_is_for_somebody_who_has_a_password(town: Town) -> None:
    """Else the slip that lies at the desk would be worth the role."""
    person = transact(lambda: people.residents.register("新来的", actor=town.house))
    slip = transact(lambda: people.activation.issue(person, actor=town.admin))
    new = again(town, slip.account_id)
    with pytest.raises(people.refusals.AccountNeeded):
        proposed(town, new)
    people.activation.use(slip.code, PASSWORD)
    proposed(town, new)


@pytest.mark.parametrize("deed", ["propose", "confirm", "grant", "close"])
def test_a_slip_is_over_once_its_account_can_do_more_or_nothing(town: Town, deed: str) -> None:
    second, new = staff(town, "second", "admin"), staff(town, "newone")
    admin, account, person = town.admin, new.account_id, new.person_id
    assert account is not None
    assert person is not None
    grant = proposed(town, new) if deed == "confirm" else None
    slip = transact(lambda: people.activation.issue(person, actor=admin))
    clock.set_now(clock.now() + timedelta(minutes=1))
    deeds: dict[str, Callable[[], object]] = {
        "propose": lambda: people.nominations.propose(
            person, "officer", place_id=town.community_id, actor=admin
        ),
        "confirm": lambda: people.nominations.confirm(grant, actor=second) if grant else None,
        "grant": lambda: people.roles.grant(account, "officer", place_id=town.community_id, actor=town.house),
        "close": lambda: people.accounts.close(account, reason="离职", actor=admin),
    }
    transact(deeds[deed])
    with pytest.raises(people.refusals.SlipUnknown):
        people.activation.use(slip.code, "换一个新的密码吧")


def test_an_account_whose_password_a_slip_reset_waits_for_a_second_yes(town: Town) -> None:
    second = staff(town, "second", "admin")
    admin = town.admin
    slip = transact(lambda: people.activation.issue(town.officer, actor=admin))
    people.activation.use(slip.code, "换一个新的密码吧")
    assert town.office.roles == frozenset()
    [row] = reading(lambda: people.grants.waiting_for(second))
    assert (row.role, row.proposed_by, row.set_back_at is not None) == ("officer", "石磊", True)
    with pytest.raises(people.refusals.NotTheConfirmer):
        yes(town, row.grant_id, admin)
    yes(town, row.grant_id, second)
    assert town.office.roles == {"officer"}, "what was hers before waits for no night"


STAFF_OF = {
    2: (("admin",), ("admin",)),
    3: (("admin",), ("admin", "committee"), ("officer", "clerk")),
    5: (("admin",), ("committee",), ("officer",), ("shop_manager", "clerk"), ("supervisor",)),
}


@pytest.mark.parametrize("size", STAFF_OF)
def test_somebody_can_confirm_each_role_in_a_small_community(town: Town, size: int) -> None:
    """An administrator may propose each of these for a newcomer, and it waits for somebody who is there."""
    transact(lambda: people.accounts.close(town.admin_account, reason="换人", actor=town.house))
    given = [staff(town, f"staff{number}", *roles) for number, roles in enumerate(STAFF_OF[size])]
    proposer = given[0]
    new = staff(town, "newone")
    for role in people.permissions.GRANTABLE:
        grant = proposed(town, new, role, by=proposer)
        _body, accounts = confirmers(town, grant)
        assert accounts, role
        assert not accounts & {proposer.account_id, new.account_id}
        yes(town, grant, next(one for one in given if one.account_id in accounts))
    tomorrow()
    assert again(town, new.account_id).roles == set(people.permissions.GRANTABLE)


def test_where_nobody_is_left_whoever_looks_after_the_machine_confirms(town: Town) -> None:
    new = staff(town, "newone")
    grant = proposed(town, new)
    yes(town, grant, town.house)
    assert again(town, new.account_id).roles == {"leader"}


def test_a_slip_that_is_used_ends_what_waits_for_a_first_yes(town: Town) -> None:
    """It was proposed for whoever held the account before."""
    second, new = staff(town, "second", "admin"), staff(town, "newone")
    grant, person, admin = proposed(town, new), new.person_id, town.admin
    assert person is not None
    slip = transact(lambda: people.activation.issue(person, actor=admin))
    people.activation.use(slip.code, "换一个新的密码吧")
    with pytest.raises(people.refusals.RoleEnded):
        yes(town, grant, second)
    proposed(town, new)


def test_a_second_slip_changes_who_may_confirm_what_was_set_back(town: Town) -> None:
    second, admin = staff(town, "second", "admin"), town.admin
    for by in (admin, second):
        slip = transact(lambda by=by: people.activation.issue(town.officer, actor=by))
        people.activation.use(slip.code, "换一个新的密码吧")
    [held] = reading(lambda: people.roles.held_by(town.community_id, town.officer_account))
    assert confirmers(town, held.grant_id) == ("admin", {admin.account_id})


@pytest.mark.parametrize("deed", ["reopen", "confirm", "decline", "object_to", "propose"])
def test_what_is_not_here_is_not_found(town: Town, deed: str) -> None:
    watcher, new = staff(town, "watcher", "supervisor"), staff(town, "newone")
    assert new.person_id is not None
    ask = people.nominations
    deeds: dict[str, Callable[[], object]] = {
        "reopen": lambda: ask.reopen(new_id(), reason="回来了", actor=town.admin),
        "confirm": lambda: ask.confirm(new_id(), actor=town.admin),
        "decline": lambda: ask.decline(new_id(), reason="不行", actor=town.admin),
        "object_to": lambda: ask.object_to(new_id(), reason="不行", actor=watcher),
        "propose": lambda: ask.propose(new.person_id, "clerk", place_id=new_id(), actor=town.admin),  # type: ignore[arg-type]
    }
    with pytest.raises(NotFound):
        transact(deeds[deed])


def test_an_objection_is_to_one_of_two_roles(town: Town) -> None:
    watcher = staff(town, "objects", "supervisor")
    whom = staff(town, "both")
    one, other = proposed(town, whom), proposed(town, whom, "clerk")
    transact(lambda: people.nominations.object_to(one, reason="不熟", actor=watcher))
    listed = {
        grant.grant_id: grant
        for grant in reading(lambda: people.grants.of_account(whom.account_id, actor=town.admin))
    }
    assert (listed[one].objection, listed[other].objection) == ("不熟", None)
    mine = reading(lambda: people.grants.waiting_of(whom))
    assert [grant.grant_id for grant in mine] == [one, other]

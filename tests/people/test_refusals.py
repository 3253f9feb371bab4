"""The "no"s of this room that stand beside no other story: each is said, and nothing has changed."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from points import operation, people
from points.foundation import Actor, NotFound, db, new_id, reading, transact
from points.people.access.policy import PASSWORD_MOST, fit_password
from points.people.models import Relation
from points.people.registry import purse_rows
from tests.people.test_resets import administrators, asked
from tests.support.town import Town, resident_account


def test_a_password_may_be_long_and_not_endless() -> None:
    longest = "".join(chr(ord("一") + 37 * number) for number in range(PASSWORD_MOST))
    assert fit_password(longest) == longest
    with pytest.raises(people.refusals.PasswordTooLong):
        fit_password(longest + "x")


def test_nobody_closes_their_own_account_nor_one_that_is_closed(town: Town) -> None:
    admin = town.admin
    with pytest.raises(people.refusals.OwnAccount):
        transact(lambda: people.accounts.close(town.admin_account, reason="走了", actor=admin))
    tian = resident_account(town)
    transact(lambda: people.accounts.close(tian, reason="搬走了", actor=admin))
    with pytest.raises(people.refusals.AccountClosed):
        transact(lambda: people.accounts.close(tian, reason="搬走了", actor=admin))
    # the others are still there
    assert town.admin.has("admin")
    assert town.office.has("officer")


def test_an_open_account_is_not_opened_again(town: Town) -> None:
    with pytest.raises(people.refusals.AccountOpen):
        transact(lambda: people.nominations.reopen(town.officer_account, reason="回来了", actor=town.admin))


def test_the_last_who_gives_roles_cannot_leave_and_one_of_two_can(town: Town) -> None:
    def leave() -> int:
        return operation.leaving.close(town.admin_account, hand_on_to=None, reason="退休", actor=town.house)

    with pytest.raises(people.refusals.LastAdministrator):
        transact(leave)
    administrators(town, 1)
    assert transact(leave) == 0


def test_of_two_devices_one_is_renamed_and_revoked(town: Town) -> None:
    one, other = (
        transact(lambda name=name: people.devices.enrol(name, actor=town.admin))
        for name in ("柜台一", "柜台二")
    )
    transact(lambda: people.devices.rename(one.device_id, "窗口", actor=town.admin))
    transact(lambda: people.devices.revoke(one.device_id, reason="坏了", actor=town.admin))
    known = reading(lambda: people.devices.of_community(town.community_id))
    assert {(each.device_id, each.name, each.status) for each in known} == {
        (one.device_id, "窗口", "revoked"),
        (other.device_id, "柜台二", "active"),
    }
    assert reading(lambda: people.devices.find(one.token)) is None
    with pytest.raises(people.refusals.DeviceUnknown):
        transact(lambda: people.devices.rename(new_id(), "窗口", actor=town.admin))


def test_a_second_proof_is_taken_once_from_somebody_else_who_has_one(town: Town) -> None:
    def ask(account: UUID) -> None:
        transact(lambda: people.resets.ask(account, reason="手机丢了", actor=town.admin))

    with pytest.raises(people.refusals.NothingToReset):
        ask(town.officer_account)
    with pytest.raises(people.refusals.NotTheResetter):
        ask(town.admin_account)
    asked(town)
    with pytest.raises(people.refusals.ResetAsked):
        ask(town.officer_account)


def test_who_belongs_nowhere_has_no_purse(town: Town) -> None:
    with pytest.raises(people.refusals.PurseMissing):
        reading(lambda: people.purses.of_person(town.community_id, new_id()))
    with pytest.raises(people.refusals.PurseMissing):
        transact(lambda: purse_rows.ensure(new_id(), actor=town.house))
    for nobody in (Actor(town.community_id), Actor(town.community_id, person_id=new_id())):
        with pytest.raises(people.refusals.PurseMissing):
            reading(lambda nobody=nobody: people.purses.account_of(nobody))


def relations(town: Town) -> dict[UUID, bool]:
    """The relations of the town, and which have ended."""
    rows = reading(lambda: db.session.execute(sa.select(Relation.id, Relation.ended_at)).all())
    return {row.id: row.ended_at is not None for row in rows}


def test_of_two_relations_one_is_ended_once_and_never_by_who_is_in_it(town: Town) -> None:
    def relate(one: UUID, other: UUID) -> None:
        transact(lambda: people.relations.relate(one, other, kind="sibling", actor=town.house))

    with pytest.raises(people.refusals.RelativeOfSelf):
        relate(town.tian, town.tian)
    relate(town.tian, town.officer)
    [own] = relations(town)
    relate(town.tian, town.yang)
    [other] = set(relations(town)) - {own}

    def end(relation: UUID) -> None:
        transact(lambda: people.relations.end(relation, reason="记错了", actor=town.office))

    with pytest.raises(people.refusals.OwnRelation):
        end(own)
    end(other)
    assert relations(town) == {own: False, other: True}
    with pytest.raises(people.refusals.RelationEnded):
        end(other)
    with pytest.raises(NotFound):
        end(new_id())


def test_a_place_has_its_name_alone_and_stands_under_the_right_one(town: Town) -> None:
    def make(kind: str, name: str, under: UUID) -> UUID:
        return transact(lambda: people.places.make(kind, name, parent_id=under, actor=town.house))

    second = make("grid", "第2网格", town.community_id)
    with pytest.raises(people.refusals.PlaceKnown):
        make("grid", "第1网格", town.community_id)
    with pytest.raises(people.refusals.PlaceKnown):
        transact(lambda: people.places.rename(second, "第1网格", actor=town.house))
    with pytest.raises(people.refusals.PlaceMisplaced):
        make("grid", "第3网格", second)
    assert [name for _, name in reading(lambda: people.places.grids(town.community_id))] == [
        "第1网格",
        "第2网格",
    ]

"""Somebody leaves: one page names what is open, one yes ends it and hands on; opened again, everything waits for two."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import people, volunteering
from points.foundation import clock, reading, transact
from tests.support.town import PASSWORD, Town, enter, inside
from tests.support.visitors import Visitor
from tests.web.desk.test_accounts import browser, staff, token_of


def person_of(town: Town, account: UUID) -> UUID:
    return reading(lambda: people.accounts.persons_of(town.community_id, {account})[account])


@pytest.fixture
def second(town: Town) -> UUID:
    """Another administrator, who closes."""
    return staff(town, "second", "admin")


@pytest.fixture
def leader(town: Town) -> UUID:
    return staff(town, "leader", "leader")


@pytest.fixture
def led(town: Town, leader: UUID) -> str:
    """An activity that the leader leads, ahead."""
    new = volunteering.rules.NewRule(
        code="R01", name="社区环境清洁", unit="小时", tenths=20, category="志愿服务", counts_hours=True
    )
    [rule] = transact(lambda: volunteering.rules.add([new], effective_on=clock.today(), actor=town.house))
    starts = clock.now() + timedelta(days=2)
    return transact(
        lambda: volunteering.activities.plan(
            rule,
            title="楼道清洁",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            leader_id=person_of(town, leader),
            actor=town.office,
        )
    ).public_id


def close(client: Visitor, account: UUID, **form: str) -> str:
    answer = client.post(f"/desk/accounts/{account}/close", data={"reason": "调走了", **form})
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def test_one_page_names_everything_that_is_open(
    app: Flask, town: Town, second: UUID, leader: UUID, led: str
) -> None:
    browser(app, "leader")
    token_of(town, leader)
    page = browser(app, "shilei").get(f"/desk/accounts/{leader}/close").text
    for said in ("楼道清洁", "领队", "1 处登录着", "1 个登录凭证", "没有别人了", "冉婷", "请选一个"):
        assert said in page, said


def test_closing_hands_the_activities_on_and_ends_everything_else(
    app: Flask, town: Town, second: UUID, leader: UUID, led: str
) -> None:
    theirs, admin = browser(app, "leader"), browser(app, "shilei")
    token = token_of(town, leader)
    slip = transact(lambda: people.activation.issue(person_of(town, leader), actor=town.admin))
    page = close(admin, leader, heir=str(town.officer))
    assert "账号停用了" in page
    assert "1 场活动交给别人带了" in page
    assert "调走了" in page
    assert not inside(theirs)
    assert enter(Visitor(app), "leader").status_code != 303
    assert reading(lambda: people.tokens.find_known(token)) is None
    with pytest.raises(people.refusals.SlipUnknown):
        people.activation.holder(slip.code)
    assert reading(lambda: people.roles.held_by(town.community_id, leader)) == []
    found = reading(lambda: volunteering.activities.get(led, actor=town.office))
    assert found.leader_id == town.officer
    # and it stays closed: the second time there is nothing to close
    assert admin.get(f"/desk/accounts/{leader}/close").status_code == 404
    assert admin.post(f"/desk/accounts/{leader}/close", data={"reason": "再来"}).status_code == 409


def test_activities_need_somebody_who_may_lead_or_nothing_is_closed(
    app: Flask, town: Town, second: UUID, leader: UUID, led: str
) -> None:
    admin = browser(app, "shilei")
    for heir in ("", str(town.tian), str(person_of(town, leader)), "x"):
        answer = admin.post(f"/desk/accounts/{leader}/close", data={"reason": "调走了", "heir": heir})
        assert answer.status_code in (409, 422)
        assert "请选一位能带队的" in answer.text
    assert enter(Visitor(app), "leader").status_code == 303
    assert reading(lambda: people.roles.held_by(town.community_id, leader)) != []


def test_nobody_closes_their_own_account_nor_the_last_administrator(app: Flask, town: Town) -> None:
    admin = browser(app, "shilei")
    own = f"/desk/accounts/{town.admin_account}"
    assert admin.get(f"{own}/close").status_code == 404
    assert "最后一位系统管理员" in admin.post(f"{own}/close", data={"reason": "走了"}).text
    other = staff(town, "second", "admin")
    assert admin.post(f"{own}/close", data={"reason": "走了"}).status_code == 403
    close(browser(app, "second"), town.admin_account)
    assert reading(lambda: people.account_list.get(other, actor=town.house)).status == "active"


def test_an_officer_closes_a_residents_account_and_no_account_of_staff(
    app: Flask, town: Town, leader: UUID
) -> None:
    tian = transact(
        lambda: people.accounts.create(town.tian, actor=town.house, username="tian", password=PASSWORD)
    )
    officer = browser(app, "ranting")
    close(officer, tian)
    assert officer.get(f"/desk/accounts/{leader}/close").status_code == 404
    assert officer.post(f"/desk/accounts/{leader}/close", data={"reason": "x"}).status_code == 403


def test_opened_again_its_roles_and_its_purse_wait_for_a_second_person(
    app: Flask, town: Town, second: UUID, leader: UUID
) -> None:
    before = transact(
        lambda: people.nominations.propose(
            person_of(town, leader), "clerk", place_id=town.community_id, actor=town.admin
        )
    )
    transact(lambda: people.roles.revoke(before, reason="提错了", actor=town.admin))
    clock.set_now(clock.now() + timedelta(minutes=1))
    admin = browser(app, "shilei")
    close(admin, leader)
    address = f"/desk/accounts/{leader}"
    assert "重新打开员leader的账号？" in admin.get(f"{address}?confirm=reopen").text
    assert admin.post(f"{address}/reopen", data={"reason": ""}).status_code == 422
    answer = admin.post(f"{address}/reopen", data={"reason": "又回来了"})
    page = admin.get(answer.location).text
    assert "1 个岗位提出来了，等另一个人确认" in page
    assert enter(Visitor(app), "leader").status_code == 303
    [role] = reading(lambda: people.roles.held_by(town.community_id, leader))
    assert (role.role, role.waiting) == ("leader", True)
    assert set(reading(lambda: people.actors.of_account(leader)).roles) == set()
    assert admin.post("/desk/roles/confirm", data={"grant": str(role.grant_id)}).status_code == 403
    confirmer = browser(app, "second")
    assert confirmer.post("/desk/roles/confirm", data={"grant": str(role.grant_id)}).status_code == 303
    assert set(reading(lambda: people.actors.of_account(leader)).roles) == {"leader"}
    # what is open is not opened
    assert admin.post(f"{address}/reopen", data={"reason": "再来"}).status_code == 409


def test_an_officer_does_not_bring_roles_back(app: Flask, town: Town, second: UUID, leader: UUID) -> None:
    close(browser(app, "shilei"), leader)
    answer = browser(app, "ranting").post(f"/desk/accounts/{leader}/reopen", data={"reason": "回来了"})
    assert answer.status_code == 403
    assert enter(Visitor(app), "leader").status_code != 303

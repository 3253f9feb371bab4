"""Resetting a lost second proof by two: asked for on the page of the account, confirmed by another person, told to its owner."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask

from points import people
from points.foundation import reading, transact
from tests.people.test_second_factor import enrolled, proves
from tests.support.town import PASSWORD, Town, enter, inside
from tests.support.visitors import Visitor
from tests.web.desk.test_accounts import browser, staff

WHY = {"reason": "手机掉水里了"}


@pytest.fixture
def codes(town: Town) -> list[str]:
    """The officer's codes for paper, beside an app."""
    return enrolled(town)


def confirmed(town: Town) -> bool:
    return reading(lambda: people.second_factor.standing(town.community_id, town.officer_account)).confirmed


def asked_on(town: Town) -> str:
    return f"/desk/accounts/{town.officer_account}/second-factor/reset"


def waiting(client: Visitor) -> list[str]:
    """The resets that a page lets its reader confirm."""
    return re.findall("/desk/resets/([0-9a-f-]{36})/confirm", client.get("/desk/resets").text)


def test_one_asks_and_another_administrator_confirms(app: Flask, town: Town, codes: list[str]) -> None:
    staff(town, "second", "admin")
    one, other, owner = browser(app, "shilei"), browser(app, "second"), Visitor(app)
    enter(owner)
    owner.post("/second-factor", data={"number": codes[0]})
    page = one.get(f"/desk/accounts/{town.officer_account}?confirm=reset").text
    assert "由系统管理员问过本人再确认" in page
    assert one.post(asked_on(town), data={"reason": ""}).status_code == 422
    assert "等另一个人确认" in one.post(asked_on(town), data=WHY, follow_redirects=True).text
    assert waiting(one) == [], "who asked does not confirm"
    assert "撤回" in one.get("/desk/resets").text
    assert proves(town, codes[1]), "until then codes on paper work"
    assert inside(owner)
    assert "1" in re.findall(r"有 (\d) 个人等着重设", other.get("/desk/roles").text)
    assert "手机掉水里了" in other.get("/desk/resets").text
    [reset] = waiting(other)
    assert one.post(f"/desk/resets/{reset}/confirm").status_code == 403
    assert "重设了" in other.post(f"/desk/resets/{reset}/confirm", follow_redirects=True).text
    assert not confirmed(town)
    assert not inside(owner)
    enter(owner)
    assert re.search(
        "第二道验证被重设了.*员second确认的", owner.get("/", follow_redirects=True).text, re.DOTALL
    )
    assert other.post(f"/desk/resets/{reset}/confirm").status_code == 409


def test_with_one_administrator_the_street_or_the_committee_confirms(
    app: Flask, town: Town, codes: list[str]
) -> None:
    admin = browser(app, "shilei")
    page = admin.get(f"/desk/accounts/{town.officer_account}").text
    assert "flask reset-second-factor ranting" in page
    assert "confirm=reset" not in page
    staff(town, "liangwei", "committee")
    assert "confirm=reset" in admin.get(f"/desk/accounts/{town.officer_account}").text
    admin.post(asked_on(town), data=WHY)
    committee = browser(app, "liangwei")
    assert "等您确认重设第二道验证" in committee.get("/desk/home").text
    [reset] = waiting(committee)
    assert committee.post(f"/desk/resets/{reset}/confirm").status_code == 303
    assert not confirmed(town)


def test_the_administrator_comes_before_the_committee(app: Flask, town: Town, codes: list[str]) -> None:
    staff(town, "liangwei", "committee")
    staff(town, "second", "admin")
    browser(app, "shilei").post(asked_on(town), data=WHY)
    committee = browser(app, "liangwei")
    assert waiting(committee) == []
    assert "等系统管理员确认" in committee.get("/desk/resets").text


def test_whom_the_asker_made_confirms_nothing(app: Flask, town: Town, codes: list[str]) -> None:
    def puppet() -> None:
        person = people.residents.register("假人", actor=town.admin)
        account = people.accounts.create(person, actor=town.admin, username="puppet", password=PASSWORD)
        people.roles.grant(account, "admin", place_id=town.community_id, actor=town.house)

    transact(puppet)
    staff(town, "liangwei", "committee")
    browser(app, "shilei").post(asked_on(town), data=WHY)
    assert waiting(browser(app, "puppet")) == []
    assert len(waiting(browser(app, "liangwei"))) == 1, "the control"


def test_declined_with_a_reason_it_is_over_and_may_be_asked_again(
    app: Flask, town: Town, codes: list[str]
) -> None:
    staff(town, "second", "admin")
    one, other = browser(app, "shilei"), browser(app, "second")
    one.post(asked_on(town), data=WHY)
    assert one.post(asked_on(town), data=WHY).status_code == 409
    [reset] = waiting(other)
    assert other.post(f"/desk/resets/{reset}/decline", data={"reason": " "}).status_code == 422
    other.post(f"/desk/resets/{reset}/decline", data={"reason": "没联系上本人"})
    assert waiting(other) == []
    assert proves(town, codes[0])
    assert one.post(asked_on(town), data=WHY).status_code == 303


def test_nobody_asks_for_their_own_for_one_who_has_none_or_without_giving_accounts(
    app: Flask, town: Town, codes: list[str]
) -> None:
    staff(town, "second", "admin")
    admin = browser(app, "shilei")

    def asked(account: UUID) -> int:
        return admin.post(f"/desk/accounts/{account}/second-factor/reset", data=WHY).status_code

    assert asked(town.admin_account) == 403
    assert asked(staff(town, "yuan", "officer")) == 409
    assert asked(UUID(int=7)) == 404
    assert browser(app, "yuan").post(asked_on(town), data=WHY).status_code == 404


def test_with_the_account_it_is_closed(app: Flask, town: Town, codes: list[str]) -> None:
    staff(town, "second", "admin")
    one, other = browser(app, "shilei"), browser(app, "second")
    one.post(asked_on(town), data=WHY)
    transact(lambda: people.accounts.close(town.officer_account, reason="调走了", actor=town.house))
    assert waiting(other) == []
    assert "第二道验证" not in other.get(f"/desk/accounts/{town.officer_account}").text.split("经过")[0]
    assert one.post(asked_on(town), data=WHY).status_code == 409

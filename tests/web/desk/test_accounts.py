"""Who can sign in: the list of accounts, one of them whole, and what may be ended from there."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import people
from points.foundation import clock, db, reading, transact
from points.people.access.signing_in import SignedIn
from tests.support.statements import counting
from tests.support.town import PASSWORD, Town, enter, inside, resident_account
from tests.support.visitors import Visitor

#: statements the list may take, however many accounts it shows
MOST = 11


@pytest.fixture
def tian(town: Town) -> UUID:
    return resident_account(town)


@pytest.fixture
def admin(app: Flask, town: Town) -> Visitor:
    return browser(app, "shilei")


def browser(app: Flask, username: str) -> Visitor:
    client = Visitor(app)
    assert enter(client, username).status_code == 303
    return client


def staff(town: Town, username: str, role: str) -> UUID:
    def work() -> UUID:
        person = people.residents.register(f"员{username}", actor=town.house)
        account = people.accounts.create(person, actor=town.house, username=username, password=PASSWORD)
        people.roles.grant(account, role, place_id=town.community_id, actor=town.house)
        return account

    return transact(work)


def token_of(town: Town, account: UUID) -> str:
    who = SignedIn(town.community_id, account, town.tian, 1)
    return transact(lambda: people.tokens.issue(who, scope="read", days=7)).token


def button(page: str, name: str) -> str:
    """The id that a page's button of this name would end."""
    found = re.search(rf'name="{name}" value="([0-9a-f-]{{36}})"', page)
    assert found
    return found[1]


def rows(page: str) -> str:
    return page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0] if "<tbody>" in page else ""


def test_the_list_says_state_roles_sign_ins_and_what_is_open(
    app: Flask, town: Town, tian: UUID, admin: Visitor
) -> None:
    browser(app, "tian")
    token_of(town, tian)
    transact(lambda: people.activation.issue(town.yang, actor=town.office))
    page = admin.get("/desk/accounts").text
    assert {"田桂兰", "冉婷", "石磊", "杨志强"} <= set(re.findall(r"<strong>([^<]+)</strong>", rows(page)))
    for said in ("社区专干", "还没开通", "1 处登录着", "1 个登录凭证", "开通单，到", "没有登录过"):
        assert said in page, said


def test_filters_stand_in_the_address_and_narrow(app: Flask, town: Town, tian: UUID, admin: Visitor) -> None:
    transact(lambda: people.activation.issue(town.yang, actor=town.office))
    transact(lambda: people.accounts.close(tian, reason="搬走了", actor=town.house))
    shown = {
        asked: set(re.findall(r"<strong>([^<]+)</strong>", rows(admin.get(f"/desk/accounts?{asked}").text)))
        for asked in (
            "",
            "state=closed",
            "state=invited",
            "role=some",
            "slip=open",
            "token=some",
            "idle=long",
        )
    }
    assert shown == {
        "": {"冉婷", "石磊", "杨志强"},
        "state=closed": {"田桂兰"},
        "state=invited": {"杨志强"},
        "role=some": {"冉婷", "石磊"},
        "slip=open": {"杨志强"},
        "token=some": set(),
        "idle=long": {"冉婷", "杨志强"},
    }


def test_a_name_is_searched_by_post_and_stands_in_no_address(town: Town, tian: UUID, admin: Visitor) -> None:
    for words in ("田桂", "tia"):
        answer = admin.post("/desk/accounts", data={"q": words})
        assert answer.status_code == 303
        assert words not in answer.location
        page = rows(admin.get(answer.location).text)
        assert "田桂兰" in page
        assert "冉婷" not in page
    answer = admin.post("/desk/accounts", data={"q": "%"})
    assert rows(admin.get(answer.location).text) == ""
    # four words are looked for, each must be there, and what is typed after them is left out
    for words, found in (("田 桂 兰 tia", True), ("田 桂 兰 没有", False), ("田 桂 兰 tia 没有", True)):
        answer = admin.post("/desk/accounts", data={"q": words})
        assert ("田桂兰" in rows(admin.get(answer.location).text)) == found


def test_the_list_takes_as_many_statements_for_many_as_for_few(town: Town, admin: Visitor) -> None:
    for number in range(8):
        staff(town, f"clerk{number}", "clerk")
    with counting(db.engine) as counted:
        assert admin.get("/desk/accounts").status_code == 200
    assert counted.number <= MOST


def test_somebody_is_signed_out_there_and_nowhere_else(
    app: Flask, town: Town, tian: UUID, admin: Visitor
) -> None:
    phone = browser(app, "tian")
    address = f"/desk/accounts/{tian}"
    chosen = button(admin.get(address).text, "session")
    other = browser(app, "tian")
    assert admin.post(f"{address}/sessions/end", data={"session": chosen}).status_code == 303
    assert not inside(phone)
    assert inside(other)
    assert "让一台机器退出" in admin.get(address).text


def test_a_token_and_a_slip_are_ended_there(app: Flask, town: Town, tian: UUID, admin: Visitor) -> None:
    token = token_of(town, tian)
    slip = transact(lambda: people.activation.issue(town.tian, actor=town.office))
    address = f"/desk/accounts/{tian}"
    page = admin.get(address).text
    assert "只能看自己的分" in page
    assert admin.post(f"{address}/tokens/end", data={"token": button(page, "token")}).status_code == 303
    assert reading(lambda: people.tokens.find_known(token)) is None
    assert admin.post(f"{address}/slips/end").status_code == 303
    with pytest.raises(people.refusals.SlipUnknown):
        people.activation.holder(slip.code)
    page = admin.get(address).text
    assert "收回登录凭证" in page
    assert "作废开通单" in page


def test_an_officer_ends_what_is_a_residents_and_nothing_of_staff(app: Flask, town: Town, tian: UUID) -> None:
    officer = browser(app, "ranting")
    theirs, staffs = browser(app, "tian"), browser(app, "shilei")
    assert "让那边退出" in officer.get(f"/desk/accounts/{tian}").text
    page = officer.get(f"/desk/accounts/{town.admin_account}").text
    assert "让那边退出" not in page
    number = button(staffs.get(f"/desk/accounts/{town.admin_account}").text, "session")
    refused = officer.post(f"/desk/accounts/{town.admin_account}/sessions/end", data={"session": number})
    assert refused.status_code == 403
    assert inside(staffs)
    # and a session is ended as whose it is, or not at all
    assert officer.post(f"/desk/accounts/{tian}/sessions/end", data={"session": number}).status_code == 404
    assert inside(theirs)


def test_the_supervisor_looks_and_ends_nothing(app: Flask, town: Town, tian: UUID) -> None:
    staff(town, "watcher", "supervisor")
    supervisor = browser(app, "watcher")
    browser(app, "tian")
    page = supervisor.get(f"/desk/accounts/{tian}").text
    assert "在哪里登录着" in page
    assert "让那边退出" not in page
    assert supervisor.post(f"/desk/accounts/{tian}/slips/end").status_code == 404


def test_roles_in_time_stand_on_the_page(town: Town, tian: UUID, admin: Visitor) -> None:
    grant = transact(
        lambda: people.nominations.propose(town.tian, "leader", place_id=town.community_id, actor=town.admin)
    )
    address = f"/desk/accounts/{tian}"
    assert "没有人能确认" in admin.get(address).text
    transact(lambda: people.roles.revoke(grant, reason="不做了", actor=town.admin))
    page = admin.get(address).text
    assert "收回了" in page
    assert "提出岗位" in page


def test_where_nobody_has_an_account_the_list_says_how_one_comes(app: Flask, town: Town) -> None:
    above = reading(lambda: people.places.get(town.community_id)).parent_id
    other = transact(
        lambda: people.places.found_community("望江二社区", district="锦江区", street="望江街道")
    )
    account = staff(town, "overboth", "leader")
    transact(lambda: people.roles.grant(account, "street", place_id=above, actor=town.house))  # type: ignore[arg-type]
    client = browser(app, "overboth")
    client.post("/desk/community", data={"community": str(other)})
    page = client.get("/desk/accounts").text
    assert "还没有账号" in page
    assert "去掉一个筛选" not in page
    assert "去掉一个筛选" in client.get("/desk/accounts?state=closed").text


def test_a_session_that_is_too_old_is_not_shown_as_open(app: Flask, town: Town) -> None:
    browser(app, "ranting")
    clock.set_now(clock.now() + timedelta(hours=13))
    admin = browser(app, "shilei")
    assert "现在哪里都没有登录" in admin.get(f"/desk/accounts/{town.officer_account}").text
    assert "让那边退出" in admin.get(f"/desk/accounts/{town.admin_account}").text


def test_the_home_of_who_sees_no_activities_leads_to_the_accounts(admin: Visitor) -> None:
    assert 'href="/desk/accounts"' in admin.get("/desk/home").text.split("<main")[1]

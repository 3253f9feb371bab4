"""The page of roles: one proposes, another says yes or no, the supervisor objects; nobody alone."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from points import people
from points.foundation import clock, reading, transact
from tests.support.town import PASSWORD, Town, enter
from tests.support.visitors import Visitor


@pytest.fixture
def staffed(town: Town) -> Town:
    """The town with a second administrator, a committee member, a supervisor and a newcomer who can sign in."""

    def work() -> None:
        for username, role in (("second", "admin"), ("liangwei", "committee"), ("watcher", "supervisor")):
            _account(town, username, role)
        _account(town, "newone")

    transact(work)
    return town


def _account(town: Town, username: str, role: str = "") -> None:
    person = people.residents.register(f"员{username}", actor=town.house)
    account = people.accounts.create(person, actor=town.house, username=username, password=PASSWORD)
    if role:
        people.roles.grant(account, role, place_id=town.community_id, actor=town.house)


def visitor(app: Flask, username: str) -> Visitor:
    client: Visitor = app.test_client()  # type: ignore[assignment]
    assert enter(client, username).status_code == 303
    return client


def public_id(town: Town, name: str) -> str:
    return reading(lambda: people.search.by_name(town.community_id, name)[0].public_id)


def propose(app: Flask, town: Town, role: str = "leader", name: str = "员newone") -> None:
    answer = visitor(app, "shilei").post(
        f"/desk/people/{public_id(town, name)}/roles",
        data={"role": role, "place": str(town.community_id)},
    )
    assert answer.status_code == 303


def grant_of(page: str) -> str:
    """The role that a page asks its reader about."""
    found = re.search(r"confirm=confirm&amp;grant=([0-9a-f-]{36})", page)
    assert found
    return found[1]


def roles_of(username: str) -> set[str]:
    known = reading(lambda: people.accounts.find(username))
    assert known is not None
    return set(reading(lambda: people.actors.of_account(known[1])).roles)


def test_a_proposed_role_waits_with_the_committee_and_counts_after_its_yes(app: Flask, staffed: Town) -> None:
    propose(app, staffed)
    assert roles_of("newone") == set()
    for other in ("shilei", "second"):
        page = visitor(app, other).get("/desk/roles").text
        assert "等社区两委确认" in page
        assert "confirm=confirm" not in page
    committee = visitor(app, "liangwei")
    assert "个岗位等您确认" in committee.get("/desk/home").text
    grant = grant_of(committee.get("/desk/roles").text)
    asked = committee.get(f"/desk/roles?confirm=confirm&grant={grant}").text
    assert "让员newone当领队？" in asked
    assert committee.post("/desk/roles/confirm", data={"grant": grant}).status_code == 303
    assert roles_of("newone") == {"leader"}
    assert "confirm=confirm" not in committee.get("/desk/roles").text


def test_the_administrator_cannot_confirm_what_was_proposed(app: Flask, staffed: Town) -> None:
    propose(app, staffed)
    grant = grant_of(visitor(app, "liangwei").get("/desk/roles").text)
    for other in ("shilei", "second"):
        assert visitor(app, other).post("/desk/roles/confirm", data={"grant": grant}).status_code == 403
    for other in ("watcher", "ranting"):
        assert visitor(app, other).post("/desk/roles/confirm", data={"grant": grant}).status_code in (
            403,
            404,
        )
    assert roles_of("newone") == set()


def test_the_supervisor_sees_every_role_and_an_objection_wants_an_answer(app: Flask, staffed: Town) -> None:
    propose(app, staffed, "officer")
    watcher, committee = visitor(app, "watcher"), visitor(app, "liangwei")
    page = watcher.get("/desk/roles").text
    assert "员newone" in page
    assert "石磊" in page
    grant = grant_of(committee.get("/desk/roles").text)
    assert "有什么异议" in watcher.get(f"/desk/roles?confirm=object&grant={grant}").text
    assert watcher.post("/desk/roles/object", data={"grant": grant, "reason": ""}).status_code == 422
    assert (
        watcher.post("/desk/roles/object", data={"grant": grant, "reason": "是店长的弟弟"}).status_code == 303
    )
    refused = committee.post("/desk/roles/confirm", data={"grant": grant})
    assert refused.status_code == 422
    assert "是店长的弟弟" in refused.text
    assert (
        committee.post("/desk/roles/confirm", data={"grant": grant, "answer": "不碰店里的账"}).status_code
        == 303
    )
    clock.set_now(clock.now() + timedelta(days=1))
    assert roles_of("newone") == {"officer"}
    shown = visitor(app, "watcher").get("/desk/roles?state=objected").text
    assert "是店长的弟弟" in shown
    assert "不碰店里的账" in shown


def test_a_declined_role_leaves_its_reason_in_the_trail(app: Flask, staffed: Town) -> None:
    propose(app, staffed)
    committee = visitor(app, "liangwei")
    grant = grant_of(committee.get("/desk/roles").text)
    assert committee.post("/desk/roles/decline", data={"grant": grant, "reason": ""}).status_code == 422
    assert committee.post("/desk/roles/decline", data={"grant": grant, "reason": "人够了"}).status_code == 303
    assert "已经收回" in committee.get("/desk/roles").text
    assert "人够了" in visitor(app, "watcher").get("/oversight/trail").text
    assert roles_of("newone") == set()


def test_a_reset_password_sets_the_roles_back_and_says_so(app: Flask, staffed: Town) -> None:
    admin = visitor(app, "shilei")
    officer = public_id(staffed, "冉婷")
    printed = admin.post(f"/desk/people/{officer}/slip", data={"key": _key(admin, officer)})
    code = re.search(r"[0-9A-Z]{4}[ -][0-9A-Z]{4}[ -][0-9A-Z]{4}", re.sub(r"<[^>]+>", "", printed.text))
    assert code, printed.text
    anybody: Visitor = app.test_client()  # type: ignore[assignment]
    new = "换一个新的密码吧"
    used = anybody.post("/activate", data={"code": code[0], "password": new, "again": new})
    assert used.location == "/waiting"
    page = anybody.get("/waiting").text
    assert "社区专干" in page
    assert "请找社区两委确认" in page
    assert anybody.get("/desk/home").status_code == 404
    committee = visitor(app, "liangwei")
    grant = grant_of(committee.get("/desk/roles").text)
    assert "密码是不是本人设的" in committee.get(f"/desk/roles?confirm=confirm&grant={grant}").text
    assert committee.post("/desk/roles/confirm", data={"grant": grant}).status_code == 303
    assert anybody.get("/desk/home").status_code == 200
    assert anybody.get("/waiting").status_code == 303


def _key(client: Visitor, person: str) -> str:
    """The key of the form that prints a slip."""
    page = client.get(f"/desk/people/{person}?confirm=slip").text
    found = re.search(r'name="key" value="([^"]+)"', page) or re.search(
        r'name="form_key" value="([^"]+)"', page
    )
    return found[1] if found else ""


def test_a_role_of_elsewhere_is_not_there(app: Flask, staffed: Town) -> None:
    committee = visitor(app, "liangwei")
    for grant in (str(UUID(int=7)), "xx"):
        assert committee.post("/desk/roles/confirm", data={"grant": grant}).status_code in (404, 422)
        assert committee.get(f"/desk/roles?confirm=confirm&grant={grant}").status_code == 200

"""Where somebody is signed in: signing out really ends it, for copies of the cookie too; and a new machine is told of."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import clock, db, reading, transact
from points.people.models import Session, SignInNotice
from tests.people.test_second_factor import enrolled
from tests.support.statements import counting
from tests.support.town import NOON, PASSWORD, Town, enter, inside, resident_account
from tests.support.visitors import Visitor

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.1 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 10; HMA-AL00) AppleWebKit/537.36 Chrome/86.0 Mobile MicroMessenger/8.0"


def copied(client: Visitor, app: Flask) -> Visitor:
    """Another browser with a copy of this one's cookies."""
    thief = Visitor(app)
    for name in (str(app.config["SESSION_COOKIE_NAME"]), "machine"):
        kept = client.get_cookie(name)
        if kept is not None:
            thief.set_cookie(name, kept.value)
    return thief


def browser(app: Flask, agent: str = CHROME) -> Visitor:
    made = Visitor(app)
    made.environ_base["HTTP_USER_AGENT"] = agent
    return made


def numbers(client: Visitor) -> list[str]:
    return re.findall(r'name="session" value="([0-9a-f-]{36})"', client.get("/sessions").text)


def understood(client: Visitor, shown: str) -> None:
    """Press that one knows of what a page told."""
    told = re.findall(r'name="notice" value="([0-9a-f-]{36})"', shown)
    client.post("/sessions/understood", data={"next": "/", "notice": told})


def rows() -> list[tuple[str, bool]]:
    query = sa.select(Session.words, Session.ended_at.is_not(None)).order_by(Session.begun_at, Session.id)
    return [(row[0], bool(row[1])) for row in reading(lambda: db.session.execute(query).all())]


def test_a_copied_cookie_is_worth_nothing_after_signing_out(client: Visitor, town: Town, app: Flask) -> None:
    enter(client)
    thief = copied(client, app)
    assert inside(thief), "the control: a copy is as good as the cookie while somebody is signed in"
    client.post("/sign-out")
    assert not inside(thief)
    assert not inside(client)


def test_signing_in_anew_ends_the_session_this_browser_had(client: Visitor, town: Town, app: Flask) -> None:
    enter(client)
    thief = copied(client, app)
    enter(client, "shilei")
    assert not inside(thief)


@pytest.mark.parametrize("how", ["everywhere", "password", "closed", "slip"])
def test_what_ends_an_account_s_sessions_ends_all(client: Visitor, town: Town, app: Flask, how: str) -> None:
    other, account = Visitor(app), resident_account(town)
    enter(client, "tian")
    enter(other, "tian")
    new = "一句新的话 99"
    if how == "everywhere":
        other.post("/sign-out-everywhere")
    elif how == "password":
        other.post("/password", data={"old": PASSWORD, "password": new, "again": new})
    elif how == "closed":
        transact(lambda: people.accounts.close(account, reason="搬走了", actor=town.house))
    else:
        slip = transact(lambda: people.activation.issue(town.tian, actor=town.house))
        people.activation.use(slip.code, new)
    assert not inside(client)


def test_a_closed_card_is_closed_for_a_copy_too(client: Visitor, town: Town, app: Flask) -> None:
    issue = people.cards.issue
    card = transact(lambda: issue(town.tian, kind="household", actor=town.house, pin="275318"))
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    thief = copied(client, app)
    assert thief.get("/statement").status_code == 200
    client.post("/close-card")
    assert thief.get("/statement").status_code == 303
    assert client.get("/statement").status_code == 303


def test_a_card_on_staffs_machine_ends_their_session_for_copies_too(
    client: Visitor, town: Town, app: Flask
) -> None:
    issue = people.cards.issue
    card = transact(lambda: issue(town.tian, kind="household", actor=town.house, pin="275318"))
    enter(client)
    thief = copied(client, app)
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    assert not inside(thief)


def test_signing_in_while_a_card_is_looked_at_ends_its_owners_session_for_copies_too(
    client: Visitor, town: Town, app: Flask
) -> None:
    issue = people.cards.issue
    card = transact(lambda: issue(town.tian, kind="household", actor=town.house, pin="275318"))
    resident_account(town)
    enter(client, "tian")
    thief = copied(client, app)
    client.post(f"/C/{card.token}", data={"pin": "275318"})
    assert inside(thief), "the control: the owner only set the session aside"
    enter(client)
    assert not inside(thief)


def test_a_cookie_from_before_sessions_had_numbers_is_signed_out(client: Visitor, town: Town) -> None:
    enter(client)
    with client.session_transaction() as session:
        session["_user_id"] = f"a.{town.community_id}.{town.officer_account}.1"
    assert not inside(client)


def test_the_page_lists_machines_in_words_and_signs_out_there(
    client: Visitor, town: Town, app: Flask
) -> None:
    desk, phone = browser(app), browser(app, PHONE)
    enter(desk)
    clock.set_now(NOON + timedelta(minutes=5))
    enter(phone)
    page = desk.get("/sessions").text
    assert "Chrome · Windows" in page
    assert "微信 · Android" in page
    assert page.count("就是这台") == 1
    [elsewhere] = numbers(desk)
    assert "那边退出了" in desk.post("/sessions/end", data={"session": elsewhere}, follow_redirects=True).text
    assert not inside(phone)
    assert inside(desk)
    assert numbers(desk) == []


def test_nobody_ends_the_session_of_another(client: Visitor, town: Town, app: Flask) -> None:
    enter(client)
    second, stranger = Visitor(app), Visitor(app)
    enter(second)
    [number] = numbers(client)
    enter(stranger, "shilei")
    assert stranger.post("/sessions/end", data={"session": number}).status_code == 404
    assert stranger.post("/sessions/end", data={"session": "x"}).status_code == 404
    assert inside(second)


def test_a_new_machine_is_told_of_once_and_only_to_others(town: Town, app: Flask) -> None:
    resident_account(town)
    own, thief = browser(app, PHONE), browser(app)
    enter(own, "tian")
    assert "新机器" not in own.get("/").text, "the first machine of all is no news"
    enter(thief, "tian")
    assert "新机器" not in thief.get("/").text
    assert "Chrome · Windows" in own.get("/").text
    assert "新机器" not in own.get("/statement").text
    understood(thief, own.get("/").text)
    assert "新机器" in own.get("/").text, "who is not told cannot answer"
    understood(own, own.get("/").text)
    assert "新机器" not in own.get("/").text
    own.post("/sign-out")
    enter(own, "tian")
    assert "新机器" not in own.get("/").text


def test_who_was_not_signed_in_is_told_at_the_next_sign_in_on_a_known_machine(town: Town, app: Flask) -> None:
    resident_account(town)
    own, thief = browser(app, PHONE), browser(app)
    enter(own, "tian")
    own.post("/sign-out")
    enter(thief, "tian")
    thief.post("/sign-out")
    enter(thief, "tian")
    assert "新机器" not in thief.get("/").text, "the machine itself is told nothing"
    enter(own, "tian")
    assert "新机器" in own.get("/").text
    [number] = set(re.findall(r'name="session" value="([0-9a-f-]{36})"', own.get("/").text))
    own.post("/sessions/end", data={"session": number})
    assert "新机器" not in own.get("/").text


def test_reading_writes_nothing_and_writing_notes_now_and_then_that_somebody_is_there(
    client: Visitor, town: Town, app: Flask
) -> None:
    resident_account(town)
    enter(client, "tian")
    clock.set_now(NOON + timedelta(minutes=14))
    with counting(db.engine) as seen:
        client.get("/")
        client.post("/care", data={"care": "1"})
    assert not [one for one in seen.statements if "people_session SET" in one]
    clock.set_now(NOON + timedelta(minutes=16))
    with counting(db.engine) as seen:
        client.get("/")
    assert not [one for one in seen.statements if re.match(r"\s*(INSERT|UPDATE|DELETE)", one)]
    with counting(db.engine) as seen:
        client.post("/care", data={"care": "0"})
    assert len([one for one in seen.statements if "people_session SET" in one]) == 1
    assert "还办过事" in client.get("/sessions").text


def test_the_list_forgets_machines_and_what_was_told_after_a_long_time(
    client: Visitor, town: Town, app: Flask
) -> None:
    enter(client)
    enter(Visitor(app))  # from a machine that the account does not know: that is told
    told = sa.select(sa.func.count()).select_from(SignInNotice)
    kept = []
    for later in (timedelta(0), people.sessions.KEPT_FOR - timedelta(hours=1), people.sessions.KEPT_FOR):
        clock.set_now(NOON + later)
        forgotten = transact(people.sessions.forget_old)
        kept.append((forgotten, reading(lambda: db.session.scalar(told))))
    assert kept == [(0, 1), (0, 1), (2, 0)]
    assert rows() == []


def test_tokens_are_listed_and_ended_by_their_owner_alone(client: Visitor, town: Town, app: Flask) -> None:
    made = Visitor(app, use_cookies=False).post(
        "/api/v1/tokens", json={"username": "ranting", "password": PASSWORD}
    )
    assert made.status_code == 201
    enter(client)
    page = client.get("/sessions").text
    assert "看自己的分、开兑换码" in page
    number = re.search(r'name="token" value="([0-9a-f-]{36})"', page)
    assert number is not None
    other = Visitor(app)
    enter(other, "shilei")
    assert other.post("/tokens/end", data={"token": number[1]}).status_code == 404
    assert client.post("/tokens/end", data={"token": number[1]}).status_code == 303
    assert reading(lambda: people.tokens.find_known(made.json["token"])) is None
    assert 'name="token"' not in client.get("/sessions").text


def test_no_network_address_is_kept(client: Visitor, town: Town) -> None:
    enter(client)
    [row] = reading(lambda: db.session.execute(sa.select(*Session.__table__.columns)).all())
    assert "127.0.0.1" not in str(row)


def told_of(client: Visitor) -> str:
    """What the first page tells of signing in."""
    found = re.search(r'<aside class="told".*?</aside>', client.get("/").text, re.DOTALL)
    return found[0] if found else ""


def known_on_two(town: Town, app: Flask) -> tuple[Visitor, Visitor]:
    """Somebody with a phone and another machine, both of which they know."""
    resident_account(town)
    own, second = browser(app, PHONE), browser(app)
    enter(own, "tian")
    enter(second, "tian")
    understood(own, own.get("/").text)
    return own, second


def change_password(client: Visitor, old: str = PASSWORD, new: str = "一句新的话 99") -> None:
    client.post("/password", data={"old": old, "password": new, "again": new})


def test_a_changed_password_is_told_elsewhere_with_where_it_was_done(town: Town, app: Flask) -> None:
    own, second = known_on_two(town, app)
    change_password(second)
    assert told_of(second) == "", "who did it here is told nothing"
    enter(own, "tian", "一句新的话 99")
    said = told_of(own)
    assert "您的登录密码换过了" in said
    assert "Chrome · Windows" in said
    assert "不是您做的" in said
    assert "您的登录密码换过了" in own.get("/sessions").text
    assert "您的登录密码换过了" not in own.get("/statement").text
    understood(own, said)
    assert told_of(own) == ""
    enter(second, "tian", "一句新的话 99")
    assert told_of(second) == ""


def test_a_slip_is_told_when_it_is_printed_and_when_it_is_used_with_who_printed_it(
    town: Town, app: Flask
) -> None:
    own, second = known_on_two(town, app)
    slip = transact(lambda: people.activation.issue(town.tian, actor=town.office))
    assert re.search("打印了一张开通单.*冉婷办的", told_of(own), re.DOTALL)
    new = "一句新的话 99"
    second.post("/activate", data={"code": slip.code, "password": new, "again": new})
    enter(own, "tian", new)
    assert re.search("用开通单新设的.*单子是冉婷打印的", told_of(own), re.DOTALL)


def test_a_token_is_told_of(town: Town, app: Flask) -> None:
    own, _ = known_on_two(town, app)
    Visitor(app, use_cookies=False).post("/api/v1/tokens", json={"username": "tian", "password": PASSWORD})
    assert "发出了一个登录凭证" in told_of(own)


def test_a_notice_that_came_after_the_page_was_shown_is_not_dismissed_with_it(town: Town, app: Flask) -> None:
    own, _ = known_on_two(town, app)
    transact(lambda: people.activation.issue(town.tian, actor=town.office))
    shown = own.get("/").text
    Visitor(app, use_cookies=False).post("/api/v1/tokens", json={"username": "tian", "password": PASSWORD})
    understood(own, shown)
    assert "开通单" not in told_of(own)
    assert "登录凭证" in told_of(own)


def test_who_caused_it_dismisses_it_neither_from_their_account_nor_from_a_strange_machine(
    client: Visitor, town: Town, app: Flask
) -> None:
    own, _ = known_on_two(town, app)
    enter(client)
    slip = transact(lambda: people.activation.issue(town.tian, actor=town.office))
    understood(client, own.get("/").text)
    assert "开通单" in told_of(own)
    # the officer uses the slip at the desk, where the account was never signed in, and comes in a second time
    new, thief = "一句新的话 99", copied(client, app)
    thief.post("/activate", data={"code": slip.code, "password": new, "again": new})
    clock.set_now(NOON + timedelta(hours=1))
    enter(thief, "tian", new)
    assert told_of(thief) == ""
    enter(own, "tian", new)
    understood(thief, own.get("/").text)
    assert "用开通单新设的" in told_of(own)


def test_on_a_machine_that_others_use_too_it_is_told_at_the_next_sitting(town: Town, app: Flask) -> None:
    resident_account(town)
    shared, new = browser(app), "一句新的话 99"
    enter(shared)
    shared.post("/sign-out")
    enter(shared, "tian")
    change_password(shared)
    assert told_of(shared) == ""
    shared.post("/sign-out")
    # and something that was done elsewhere
    transact(lambda: people.activation.issue(town.tian, actor=town.office))
    clock.set_now(NOON + timedelta(hours=1))
    enter(shared, "tian", new)
    assert "您的登录密码换过了" in told_of(shared)


def test_who_has_only_a_new_machine_is_told_there_after_a_fortnight(town: Town, app: Flask) -> None:
    known_on_two(town, app)
    third = browser(app, PHONE)
    enter(third, "tian")
    transact(lambda: people.activation.issue(town.tian, actor=town.office))
    assert told_of(third) == ""
    clock.set_now(NOON + timedelta(days=15))
    enter(third, "tian")
    assert "开通单" in told_of(third)


def test_who_waits_for_a_role_is_told_where_they_begin(client: Visitor, town: Town, app: Flask) -> None:
    def stranger() -> None:
        person = people.residents.register("林无岗", actor=town.house)
        people.accounts.create(person, actor=town.house, username="lin", password=PASSWORD)

    transact(stranger)
    enter(client, "lin")
    Visitor(app, use_cookies=False).post("/api/v1/tokens", json={"username": "lin", "password": PASSWORD})
    assert "登录凭证" in client.get("/waiting").text


def test_second_proofs_are_told_of_whatever_becomes_of_them(client: Visitor, town: Town, app: Flask) -> None:
    other = browser(app, PHONE)
    enter(client)
    enter(other)
    understood(client, client.get("/", follow_redirects=True).text)

    def said() -> str:
        shown = other.get("/", follow_redirects=True).text
        understood(other, shown)
        return shown

    office = town.office
    codes = enrolled(town)
    assert "新设了一个手机动态口令" in said()
    more = people.second_factor.print_anew(PASSWORD, codes[0], actor=office)
    assert "备用码重新做了一份" in said()
    people.second_factor.end(PASSWORD, more[0], actor=office)
    assert "第二道验证关掉了" in said()
    sheet = people.code_sheets.begin(actor=office)
    people.code_sheets.confirm(sheet[0], actor=office)
    assert "启用了一张新的密码纸" in said()
    transact(lambda: people.second_factor.reset(town.officer_account, actor=town.admin))
    enter(other)
    assert "被重设了" in said()

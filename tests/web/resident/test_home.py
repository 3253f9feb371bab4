"""The resident's first page, and every page of theirs in both languages and sizes."""

from __future__ import annotations

import re
from datetime import time, timedelta
from uuid import UUID

import pytest

from points import people, shop, volunteering
from points.foundation import clock, db, decide, new_id, reading, transact
from tests.support.books import award, insert, sell, voucher
from tests.support.statements import counting
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor
from tests.web.resident.test_vouchers import words

PAGES = (
    "/", "/statement", "/vouchers", "/vouchers/new?tenths=50&good=G06&key=k", "/goods", "/goods/G01", "/goods/G32",
    "/earn", "/board", "/me", "/code", "/print/balance",
)  # fmt: skip
#: Thursday 26 November 2026, 12:00 in Shanghai
#: of the next Thursday: the shop was open yesterday, and is tomorrow
NOON = clock.instant(clock.today() + timedelta(days=7 - (clock.today().weekday() - 3) % 7), time(12))
HOURS = {"days": [2, 4], "hours": [["8:30", "11:30"], ["15:00", "17:00"]]}


def sign_in(client: Visitor, name: str = "tian") -> None:
    answer = client.post("/sign-in", data={"username": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text


def care(client: Visitor, *, on: bool = True) -> None:
    """Choose the large pages."""
    client.post("/care", data={"care": "1" if on else "0", "next": "/"})


def planned(street: Street, title: str = "社区环境清洁", *, days: int = 1) -> str:
    """An activity ahead, at nine in the morning."""
    day = clock.today() + timedelta(days=days)
    starts = clock.instant(day) + timedelta(hours=9)

    def work() -> str:
        new = volunteering.rules.NewRule(
            code=f"R{title}", name=title, unit="小时", tenths=20, counts_hours=True
        )
        [rule] = volunteering.rules.add([new], effective_on=clock.today(), actor=street.system)
        return volunteering.activities.plan(
            rule,
            title=title,
            spot="3栋门口集合",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            actor=street.system,
        ).public_id

    return transact(work)


def worked(street: Street, status: str = "submitted", **facts: object) -> None:
    """Two hours of cleaning yesterday, whose record stands like this."""
    person, rule = street.resident.person_id, new_id()
    own = {"community_id": street.community_id}
    now, yesterday = clock.now(), clock.today() - timedelta(days=1)

    def work() -> None:
        insert("volunteering_rule", **own, id=rule, code="C01", version=1, kind="award", name="楼道和河边大扫除",
               name_en="Stairs and riverside", category="环境卫生", unit="小时", tenths=20, tier="", cap="", evidence="",
               credits_to="person", counts_hours=True, effective_on=yesterday, created_at=now)  # fmt: skip
        insert("volunteering_service", **own, **{
            "id": new_id(), "public_id": "S-wait", "person_id": person, "rule_id": rule, "status": status,
            "origin": "activity", "method": "leader_tick", "served_on": yesterday, "minutes": 120,
            "quantity_tenths": 10, "what": "楼道和河边大扫除", "evidence": "", "reason": "", "entered_by": None,
            "decided_by": None, "decided_at": None, "decision_reason": "", "publicity_until": None, "version": 1,
            "created_at": now, **facts})  # fmt: skip

    transact(work)


@pytest.mark.parametrize("size", ["0", "1"])
def test_every_page_opens_in_both_languages_and_sizes(
    street: Street, client: Visitor, language: str, size: str
) -> None:
    worked(street)
    planned(street)
    voucher(street, 50)
    sign_in(client)
    client.post("/language", data={"lang": language, "next": "/"})
    client.post("/care", data={"care": size, "next": "/"})
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.text[:2000])


def test_the_first_page_tells_the_balance_to_the_tenth(street: Street, client: Visitor) -> None:
    street.give(5)
    sign_in(client)
    assert "32.5" in client.get("/").text


@pytest.mark.parametrize(
    "status, facts, said",
    [
        ("submitted", {}, "昨天·等审核，约 4 分"),
        ("verified", {}, "昨天·等审核，约 4 分"),
        ("in_publicity", {"publicity_until": "tomorrow"}, "昨天·公示到明天，约 4 分"),
        ("objected", {}, "昨天·有人提了异议，等答复"),
        ("rejected", {"decision_reason": "名单上没有您", "decided_at": "now"}, "昨天·没有通过：名单上没有您"),
    ],
)
def test_work_that_gave_nothing_yet_stands_first_with_where_it_is(
    street: Street, client: Visitor, status: str, facts: dict[str, object], said: str
) -> None:
    known = {"now": clock.now(), "tomorrow": clock.today() + timedelta(days=1)}
    worked(street, status, **{name: known.get(str(value), value) for name, value in facts.items()})
    sign_in(client)
    latest = words(client.get("/").text).partition("最近")[2]
    assert "楼道和河边大扫除" in latest
    assert said in latest
    assert latest.index("楼道和河边大扫除") < latest.index("+32.0")
    care(client)
    assert said.partition("·")[2] in words(client.get("/").text)


@pytest.mark.parametrize(
    "status, origin, tenths",
    [("submitted", "activity", 40), ("submitted", "back_filled", None), ("rejected", "activity", None)],
)
def test_no_points_are_promised_for_what_was_typed_in_afterwards_or_sent_back(
    street: Street, status: str, origin: str, tenths: int | None
) -> None:
    worked(street, status, origin=origin, decided_at=clock.now())
    person = street.resident.person_id
    assert person is not None
    [one] = reading(lambda: volunteering.waiting.of_person(street.community_id, person))
    assert one.tenths == tenths


def test_work_that_is_credited_or_came_back_long_ago_does_not_wait(street: Street, client: Visitor) -> None:
    worked(street, "rejected", decided_at=clock.now() - timedelta(days=15))
    sign_in(client)
    assert "没有通过" not in client.get("/").text


def test_what_was_signed_up_for_stands_on_the_first_page_and_is_taken_back_there(
    street: Street, client: Visitor
) -> None:
    activity = planned(street)
    sign_in(client)
    page = client.get("/").text
    assert "明天 9:00 社区环境清洁" in words(page), "what one can sign up for"
    assert "不去了" not in page
    client.post(f"/activities/{activity}/sign-up")
    page = client.get("/").text
    assert "明天 9:00 社区环境清洁" in words(page)
    assert "3栋门口集合" in page
    onward = re.search(r'action="(/activities/[^"]+/withdraw)">(.*?)</form>', page, re.DOTALL)
    assert onward is not None
    back = client.post(onward[1], data={"back": "home"})
    assert back.location == "/"
    page = client.get("/").text
    assert 'role="status"' in page
    assert "不去了" not in words(page).partition("现在能用")[2]


def test_in_care_mode_it_stands_before_the_other_buttons_and_signing_up_is_always_there(
    street: Street, client: Visitor
) -> None:
    activity, _later = planned(street), planned(street, "文明劝导", days=3)
    sign_in(client)
    care(client)
    page = words(client.get("/").text)
    assert page.index("看看能换什么") < page.index("报名做事") < page.index("明天 9:00 社区环境清洁")
    client.post(f"/activities/{activity}/sign-up")
    page = words(client.get("/").text)
    assert page.index("明天 9:00 社区环境清洁") < page.index("看看能换什么")
    assert page.index("报名做事") < page.index("文明劝导")


def test_a_voucher_is_one_line_with_what_became_of_it(street: Street, client: Visitor) -> None:
    returned = voucher(street, 100)
    transact(lambda: shop.vouchers.give_back(returned.public_id, actor=street.resident))
    sell(street, voucher(street, 250), [("G02", 1)])
    voucher(street, 50)
    sign_in(client)
    latest, how_to_earn, _rest = words(client.get("/").text).partition("最近")[2].partition("怎样挣分")
    assert how_to_earn, "as the page that it leads to is called"
    assert latest.count("留着") == 1, "the open one"
    assert "留着 5.0" in latest
    assert "−25.0" in latest
    assert "退回 10.0" in latest


def test_an_open_voucher_is_a_line_under_the_cover(street: Street, client: Visitor) -> None:
    sign_in(client)
    assert "先把分留好" in client.get("/").text
    made = voucher(street, 250)
    page = client.get("/").text
    assert page.index(f"/vouchers/{made.public_id}") < page.index("最近")
    assert "1 张券，最晚" in words(page)
    voucher(street, 50)
    assert "2 张券，最早" in words(client.get("/").text)
    care(client)
    assert 'href="/vouchers"' in client.get("/").text


def test_whether_the_shop_is_open_and_when_it_opens(street: Street, client: Visitor) -> None:
    sign_in(client)
    assert "开着" not in client.get("/").text, "nothing is said where nothing is decided"
    with clock.standing_at(NOON):
        transact(
            lambda: decide(
                street.community_id, "exchange_days", HOURS, effective_on=clock.today(), actor=street.system
            )
        )
        sign_in(client)
        for path in ("/", "/goods", "/goods/G06", "/code"):
            assert "关着，明天 8:30 开" in words(client.get(path).text), path
        care(client)
        assert "关着，明天 8:30 开" in words(client.get("/").text)
    with clock.standing_at(NOON + timedelta(hours=22)):
        sign_in(client)
        assert "开着，到 11:30" in words(client.get("/").text)


def test_what_this_household_takes_comes_first_and_then_what_the_community_does(
    street: Street, client: Visitor
) -> None:
    street.give(1000)
    sign_in(client)

    def first_three() -> list[str]:
        return re.findall(r'<span class="name">([^<]+)</span>', client.get("/").text)

    assert first_three()[0] == "大米5kg", "nobody took anything: as the shelf stands"
    neighbour = transact(
        lambda: people.residents.register(
            "冉小满",
            actor=street.system,
            household_id=people.households.add("002", actor=street.system),
            phone="13800000002",
        )
    )
    _takes(street, neighbour, "G07")
    assert first_three()[0] == "食盐400g"
    sell(street, voucher(street, 250), [("G02", 1)])
    assert first_three()[:2] == ["小包装米2.5kg", "食盐400g"]
    care(client)
    assert "够换小包装米2.5kg" in words(client.get("/").text)


def test_the_first_page_takes_at_most_twelve_statements(street: Street, client: Visitor) -> None:
    worked(street)
    activity = planned(street)
    transact(lambda: award(street, _resident(street), 900))
    sell(street, voucher(street, 250), [("G02", 1)])
    voucher(street, 50)
    sign_in(client)
    client.post(f"/activities/{activity}/sign-up")
    client.get("/")
    for on in (False, True):
        care(client, on=on)
        with counting(db.engine) as counted:
            assert client.get("/").status_code == 200
        assert counted.number <= 12, counted.statements


def _resident(street: Street) -> UUID:
    assert street.resident.person_id is not None
    return street.resident.person_id


def _takes(street: Street, person: UUID, item: str) -> None:
    from points.shop.payer_checks import Payer
    from points.shop.redemptions import Sale, redeem

    transact(lambda: award(street, person, 100))
    account = transact(lambda: people.purses.of_person(street.community_id, person).account_id)
    card = transact(lambda: people.cards.issue(person, kind="household", actor=street.system)).card_id
    sale = Sale(street.shop_id, f"scan-takes-{item}", "person")
    payer = Payer(account, person, "card_pin", card_id=card)
    transact(lambda: redeem(payer, [(item, 1)], sale=sale, actor=street.clerk))

"""Every line of the own purse, with its receipt."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit, ledger, people, shop
from points.foundation import NEVER, clock, codes, db, new_id, reading, transact
from points.ledger.posting import Note
from points.shop.policy import BasketLine
from points.shop.redemptions import Sale, redeem
from points.statements.lines import StatementLine
from tests.support.books import award, sell, voucher
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_the_statement_names_goods_and_receipt_of_every_line(street: Street, client: Visitor) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(300, request_key="key-one", actor=street.resident))
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    sale = Sale(street.shop_id, "scan-of-one", made.code)
    transact(lambda: redeem(payer, [("G02", 1), ("G06", 3)], sale=sale, actor=street.clerk))
    enter(client, "tian")
    page = client.get("/statement").text
    assert "小包装米2.5kg、袋装醋" in page
    assert "26.5" in page
    [sold] = reading(lambda: shop.receipts.of_today(street.community_id))
    assert f"/R/{codes.receipt_token(sold.receipt, sold.digest).upper()}" in page


def test_a_printed_receipt_can_be_checked_by_anyone_and_a_forged_one_cannot(
    street: Street, client: Visitor
) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(300, request_key="key-two", actor=street.resident))
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    sale = Sale(street.shop_id, "scan-of-two", made.code)
    transact(lambda: redeem(payer, [("G02", 1)], sale=sale, actor=street.clerk))
    enter(client, "clerk2")
    [found] = reading(lambda: shop.receipts.of_today(street.community_id))
    slip = client.get(f"/counter/receipts/{found.receipt}")
    assert slip.status_code == 200
    token = codes.receipt_token(found.receipt, found.digest)
    page = client.get(f"/R/{token.upper()}")
    assert page.status_code == 200
    assert "田" not in re.sub(r"<title>.*?</title>", "", page.text)
    assert client.get(f"/R/{codes.receipt_token(found.receipt, b'x' * 32)}").status_code == 404


def test_a_voucher_is_one_line_that_says_what_became_of_it(street: Street, client: Visitor) -> None:
    said = r"还没扣|兑换券|券里的分退回|兑换小包装米|留着 [\d.]+"

    def told(query: str = "") -> list[list[str]]:
        page = enter(client, "tian").get(f"/statement{query}").text
        lines = re.findall(r'id="l-[^"]+">(.*?)</div>\s*</(?:details|div)>', page, re.S)
        return [re.findall(said, one) for one in lines]

    first, second = voucher(street, 250), voucher(street, 50)
    assert told()[:2] == [["兑换券", "还没扣", "留着 5.0"], ["兑换券", "还没扣", "留着 25.0"]]
    sell(street, first, [("G02", 1)])
    transact(lambda: shop.vouchers.give_back(second.public_id, actor=street.resident))
    after = told()
    assert [one[0] for one in after if one] == ["券里的分退回", "兑换小包装米"]
    assert not any("还没扣" in one for one in after)
    assert told("?show=held") == []


def receipt_links(page: str) -> list[str]:
    """Where the page's buttons lead that open receipts."""
    return re.findall(r'href="(/R/[^"]+)"', page)


def test_the_receipt_of_a_line_opens_and_leads_back(street: Street, client: Visitor) -> None:
    sell(street, voucher(street, 300), [("G02", 1)])
    enter(client, "tian")
    [link] = receipt_links(client.get("/statement").text)
    page = client.get(link)
    assert (page.status_code, "凭条是真的" in page.text) == (200, True)
    assert 'href="/statement"' in page.text


def old_redemption(street: Street) -> None:
    """Salt that was handed out on paper, a year before this installation."""
    day = date(2025, 3, 2)
    purse, redemption = street.purse, new_id()

    def work() -> None:
        note = Note("redemption", "imported", day, redemption, street.resident.person_id)
        begun = ledger.idempotency.begin(
            street.community_id, request_key="paper-1", body={}, answer={}, action="points.redeemed",
            actor=street.system,
        )  # fmt: skip
        moved = ledger.movements.spend(street.community_id, begun.txn_id, purse, 20, note=note)
        line = BasketLine(street.items["G07"], "G07", "食盐400g", "", "袋", "goods", 1, 20)
        old = shop.history.OldRedemption(
            redemption, "paper-1", purse, street.resident.person_id, begun.txn_id, moved.transfer_id,
            300, day, (line,),
        )  # fmt: skip
        shop.history.write([old], shop_id=street.shop_id, actor=street.system)
        came = audit.provenance.ImportedLine("k1", "redemption", "兑换登记表.xlsx", "3月", 446, redemption)
        audit.provenance.write_batch("paper", [came], report={}, actor=street.system)

    transact(work)


def test_a_line_from_paper_says_so_plainly_and_its_receipt_opens(street: Street, client: Visitor) -> None:
    old_redemption(street)
    enter(client, "tian")
    page = client.get("/statement").text
    assert "从社区的纸本抄来" in page
    assert "2025年3月2日" in page
    story = page.split("从社区的纸本抄来")[1]
    folded = story.split("<details")[1].split("</details>")[0]
    assert ("抄自哪本、哪一行" in folded, "446" in folded, "兑换登记表.xlsx" in folded) == (True, True, True)
    [link] = receipt_links(page)
    assert client.get(link).status_code == 200


def test_the_receipt_of_a_line_from_paper_names_the_day_of_the_paper(street: Street, client: Visitor) -> None:
    old_redemption(street)
    [link] = receipt_links(enter(client, "tian").get("/statement").text)
    page = client.get(link).text
    assert "2025年3月2日，扣 2 分" in page
    assert "从社区的纸本抄来" in page
    assert f"{clock.today().year}年{clock.today().month}月" not in page


def test_the_year_says_what_was_taken_back_so_that_its_sum_comes_out(street: Street, client: Visitor) -> None:
    number = sell(street, voucher(street, 250), [("G02", 1)])
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    told = re.sub(r"<[^>]+>", "", enter(client, "tian").get("/statement").text).replace("\xa0", " ")
    assert "一共挣了 32 分，换了 25 分，冲正 25 分" in told


def test_a_sale_that_was_taken_back_is_struck_through(street: Street, client: Visitor) -> None:
    number = sell(street, voucher(street, 250), [("G02", 1)])
    transact(lambda: shop.undo.ask(number, reason="拿错了", actor=street.clerk))
    enter(client, "tian")
    assert "<s>" not in client.get("/statement").text
    transact(lambda: shop.undo.confirm(number, actor=street.staff["shop_manager"]))
    page = client.get("/statement").text
    assert re.search(r"<s>兑换小包装米2.5kg</s>\s*<span class=\"tag\">退了", page)
    assert "余 32.0" in page


@pytest.fixture
def family(street: Street) -> UUID:
    """田明强, who lives with the resident and has earned 6 points; the resident earned 4."""
    house = street.system
    person = street.resident.person_id
    assert person is not None

    def work() -> UUID:
        household = people.households.find(street.community_id, "001")
        brother = people.residents.register("田明强", actor=house, household_id=household)
        award(street, brother, 60)
        award(street, person, 40)
        return brother

    return transact(work)


def shares(page: str) -> dict[str, str]:
    """Whose sums the page names, with what it says of them."""
    rows = re.findall(r'<li class="weui-cell"><div class="weui-cell__bd">(.*?)</div>(.*?)</li>', page)
    return {re.sub("<[^>]+>", "", name): re.sub("<[^>]+>", " ", said) for name, said in rows}


def test_a_year_is_summed_for_the_house_and_for_everyone_in_it(
    street: Street, family: UUID, client: Visitor
) -> None:
    sell(street, voucher(street, 20), [("G07", 1)])
    page = enter(client, "tian").get("/statement").text
    year = clock.today().year
    told = re.sub(r"<[^>]+>", "", page).replace("\xa0", " ")
    assert f"{year}年一共挣了 42 分，换了 2 分" in told
    said = shares(page)
    assert "进 6.0" in said["田明强"]
    assert "进 4.0" in said["田桂兰"]
    assert "出 2.0" in said["田桂兰"]
    assert "进 32.0" in said["全家"]


def test_one_sees_the_lines_of_one_person_and_of_one_month(
    street: Street, family: UUID, client: Visitor
) -> None:
    old_redemption(street)
    enter(client, "tian")
    whole = client.get("/statement").text
    assert "田明强" in whole.split('name="who"')[1].split("</select>")[0]
    assert '<option value="2025-03"' in whole, "a month of what was written down late can be chosen"
    brother = client.get("/statement?who=2").text
    assert "+6.0" in brother
    assert "+4.0" not in brother
    march = client.get("/statement?month=2025-03&who=").text
    assert "2025年3月" in march
    assert "−2.0" in march
    assert "+6.0" not in march
    assert "这里没有" in client.get("/statement?month=2025-03&who=2").text


def test_a_page_of_one_person_goes_on_with_that_person(street: Street, family: UUID, client: Visitor) -> None:
    for _ in range(21):
        transact(lambda: award(street, family, 10))
    page = enter(client, "tian").get("/statement?who=2&show=in").text
    [older] = re.findall(r'href="(/statement\?[^"]*before[^"]*)"', page)
    assert "who=2" in older
    assert "show=in" in older
    assert client.get(older.replace("&amp;", "&")).text.count("+6.0") == 1


@pytest.mark.parametrize(
    "query", ["month=2025-13", "month=x", "month=99999-1", "month=0000-01", "who=99", "who=-1", "who=x"]
)
def test_what_makes_no_sense_in_the_address_is_passed_over(
    street: Street, client: Visitor, query: str
) -> None:
    assert enter(client, "tian").get(f"/statement?{query}").status_code == 200


def test_months_are_named_in_english_and_what_people_wrote_is_marked_as_chinese(
    street: Street, client: Visitor
) -> None:
    enter(client, "tian")
    old_redemption(street)
    client.post("/language", data={"lang": "en"})
    page = client.get("/statement").text
    assert "March 2025" in page
    assert '<span lang="zh-CN">食盐400g</span>' in page
    assert '<span lang="zh-CN">田桂兰</span>' in page


def test_work_that_waits_is_told_of_before_it_is_credited(street: Street, client: Visitor) -> None:
    person = street.resident.person_id
    assert person is not None
    transact(lambda: award(street, person, 40))
    waits = sa.text(
        "UPDATE volunteering_service SET status = :state, decision_reason = :why, decided_at = :at"
    )
    enter(client, "tian")
    assert "还没记进来的" not in client.get("/statement").text
    transact(lambda: db.session.execute(waits, {"state": "submitted", "why": "", "at": None}))
    page = client.get("/statement").text
    told = page.split("还没记进来的")[1].split("</section>")[0]
    assert "探访" in told
    assert "等审核，约 4" in told.replace("\xa0", " ")
    assert "还没记进来的" not in client.get("/statement?show=in").text


def test_a_line_that_was_booked_on_a_later_day_says_both_days(street: Street, client: Visitor) -> None:
    person = street.resident.person_id
    assert person is not None
    done, booked = clock.today() - timedelta(days=6), clock.today()

    def work() -> None:
        begun = ledger.idempotency.begin(
            street.community_id,
            request_key="late-1",
            body={},
            answer={},
            action="award.credited",
            actor=street.system,
        )
        for day in (done, booked):
            note = Note("gift", "activity", day, None, person)
            ledger.movements.issue(
                street.community_id, begun.txn_id, street.purse, 30, note=note, lapses_on=NEVER
            )

    transact(work)
    page = enter(client, "tian").get("/statement").text
    told = [
        " ".join(re.sub("<[^>]+>", "", one).split())
        for one in re.findall(r'<p class="quiet">(.*?)</p>', page)
    ]
    month = f"{booked.month}月{booked.day}日"
    assert f"{done.month}月{done.day}日，{month}记的·田桂兰" in told
    assert f"{month}·田桂兰" in told


def test_how_much_it_was_is_said_once() -> None:
    whole = StatementLine(
        "1", "in", "award", "周卫生达标4周", "4 周", clock.today(), None, 20, 20, False, None
    )
    assert whole.said_in_what
    assert not replace(whole, what="周卫生达标").said_in_what
    assert not replace(whole, quantity=None).said_in_what

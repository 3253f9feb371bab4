"""Everything that moved on a purse, at the desk: by month, narrowed, linked, printed and taken out."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from openpyxl import load_workbook

from points import audit, people, shop
from points.foundation import clock, reading, transact
from tests.support.books import sell, voucher
from tests.support.desk_day import MORNING, DeskDay, enter, words
from tests.support.street import Street
from tests.support.visitors import Visitor

TIAN = "田桂兰"


def page_of(client: Visitor, desk: DeskDay, asked: str = "") -> str:
    answer = client.get(f"/desk/people/{desk.public_id_of(TIAN)}/statement{asked}")
    assert answer.status_code == 200
    return answer.text


def approved(client: Visitor, desk: DeskDay) -> str:
    """An activity of the day before, which Tian took part in as well, approved this morning."""
    person = desk.street.resident.person_id
    assert person is not None
    desk.neighbours[TIAN] = person
    activity = desk.held("扫楼道")
    found = client.get(f"/desk/review/{activity}").text
    ticked = re.findall(r'name="service" value="([^"]+)"', found)
    answer = client.post(f"/desk/review/{activity}/approve", data={"service": ticked})
    assert answer.status_code == 303, answer.text
    return activity


def test_where_points_come_from_is_two_clicks(client: Visitor, desk_day: DeskDay) -> None:
    """From the line to the award, and from there to the activity."""
    enter(client)
    activity = approved(client, desk_day)
    page = page_of(client, desk_day)
    assert "扫楼道" in page
    award = re.search(r'href="(/desk/awards/[^"]+)"', page)
    assert award is not None
    assert f'href="/desk/review/{activity}"' in client.get(award[1]).text


def test_what_was_taken_leads_to_its_receipt(client: Visitor, street: Street) -> None:
    """On the day the street was built, so that its goods have prices."""
    made, _ = transact(lambda: shop.vouchers.issue(10, request_key="statement", actor=street.resident))
    done = shop.sales.sell(
        shop.sales.Sale(street.shop_id, "scan-of-statement", made.code),
        [("G06", 2)],
        find_payer=lambda: shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk),
        actor=street.clerk,
    )
    receipt = reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).receipt
    who = reading(lambda: people.search.by_name(street.community_id, TIAN)[0].public_id)
    enter(client, "officer0")
    page = client.get(f"/desk/people/{who}/statement").text
    link = re.search(r'href="(/desk/receipts/[^"]+)"', page)
    assert link is not None
    assert receipt.lower() in link.group(1).lower()
    assert client.get(link.group(1)).status_code == 200
    assert "袋装醋" in page
    assert "袋装醋" in client.get(f"/desk/people/{who}/statement?only=out").text
    assert "袋装醋" not in client.get(f"/desk/people/{who}/statement?only=in").text


def test_a_sale_that_was_undone_is_named_in_the_readers_language(client: Visitor, street: Street) -> None:
    undone = sell(street, voucher(street, 10), [("G06", 2)])
    transact(lambda: shop.undo.ask(undone, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(undone, actor=street.staff["shop_manager"]))
    who = reading(lambda: people.search.by_name(street.community_id, TIAN)[0].public_id)
    enter(client, "officer0")
    page = words(client.get(f"/desk/people/{who}/statement").text)
    assert "袋装醋 冲正" in page
    assert "reversal" not in page


def test_the_day_is_the_one_lines_are_ordered_by_and_the_other_stands_below(
    client: Visitor, desk_day: DeskDay
) -> None:
    """Credited on the 26th for what was done on the 25th: one meaning of the column, here and on the person's page."""
    enter(client)
    approved(client, desk_day)
    for page in (page_of(client, desk_day), client.get(f"/desk/people/{desk_day.public_id_of(TIAN)}").text):
        assert re.search(r"2025年11月26日 .*扫楼道.*2025年11月25日的", words(page))
        assert "还剩" not in page


def test_what_is_set_aside_is_part_of_the_balance_and_said_so(client: Visitor, desk_day: DeskDay) -> None:
    voucher(desk_day.street, 50)
    enter(client)
    page = words(client.get(f"/desk/people/{desk_day.public_id_of(TIAN)}").text)
    assert re.search(r"可用 ?27 分 ?冻结 ?5 分 ?余额 ?32 分", page)
    assert "余额里有冻结的分" in words(page_of(client, desk_day))


def test_months_have_heads_and_sums_and_narrow(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    approved(client, desk_day)
    clock.set_now(MORNING + timedelta(days=10))
    enter(client)
    desk_day.street.give(70)
    page = words(page_of(client, desk_day))
    assert page.index("2025年12月") < page.index("2025年11月")
    assert re.search(r"2025年12月 ?得 7\.0 用 0\.0", page)
    assert re.search(r"2025年11月 ?得 4\.0 用 0\.0", page)
    november = page_of(client, desk_day, "?month=2025-11")
    assert "扫楼道" in november
    assert "+7.0" not in november
    assert "扫楼道" not in page_of(client, desk_day, "?only=held")
    assert page_of(client, desk_day, "?month=nothing")


def test_it_narrows_to_one_of_the_family(client: Visitor, desk_day: DeskDay) -> None:
    home = reading(lambda: people.households.find(desk_day.community_id, "001"))
    assert home is not None
    transact(
        lambda: people.residents.register(
            "田小雨", actor=desk_day.street.system, household_id=home, door="3栋"
        )
    )
    enter(client)
    approved(client, desk_day)
    other = desk_day.public_id_of("田小雨")
    assert "没有这样的明细" in page_of(client, desk_day, f"?who={other}")
    assert "扫楼道" in page_of(client, desk_day, f"?who={desk_day.public_id_of(TIAN)}")
    assert TIAN not in "".join(re.findall(r'href="([^"]+)"', page_of(client, desk_day)))


def test_it_prints_and_goes_out_with_a_line_in_the_trail(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    approved(client, desk_day)
    paper = words(page_of(client, desk_day, "?print=1&month=2025-11"))
    assert "积分明细" in paper
    assert "2025年11月25日" in paper
    assert "经办人" in paper
    public_id = desk_day.public_id_of(TIAN)
    answer = client.post(f"/desk/people/{public_id}/statement/export", data={"only": "in"})
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[2] for row in rows if row[5] == 4] == ["扫楼道"]
    line = reading(lambda: audit.trail.read(desk_day.community_id, audit.trail.TrailFilter(action="list.")))[
        0
    ]
    assert line.facts["list"] == "statement"
    assert line.facts["filters"]["only"] == "in"
    assert TIAN not in str(line.facts)


def test_the_balance_is_printed_at_the_desk(client: Visitor, desk_day: DeskDay) -> None:
    voucher(desk_day.street, 50)
    enter(client)
    page = words(client.get(f"/desk/people/{desk_day.public_id_of(TIAN)}/balance").text)
    assert "积分告知单" in page
    assert "现在能用27 分" in page.replace(" 27", "27")
    assert "手上的券" in page

"""What differs, for whoever may sign: the books of that minute, another count, a reason, the signature, the paper."""

from __future__ import annotations

import re
from uuid import UUID

from tests.shop.test_signed_counts import sell, sign, stands
from tests.shop.test_signers import limit
from tests.shop.test_stocktakes import OIL, SALT, VINEGAR, begin, count, hand_in, lines, recount
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def counted(street: Street) -> UUID:
    """Two lacking salt, vinegar as it should be, oil not counted."""
    made = begin(street, SALT, VINEGAR, OIL)
    sell(street, SALT)
    count(street, made, SALT, 27)
    count(street, made, VINEGAR, 50)
    hand_in(street, made)
    return made


def test_only_what_differs_stands_on_top_with_the_books_of_that_minute(
    street: Street, client: Visitor
) -> None:
    made = counted(street)
    page = enter(client, "officer0").get(f"/shop/stocktakes/{made}")
    assert page.status_code == 200
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text)).replace("\xa0", " ")
    assert "2 样里 1 样对不上" in text
    for said in ("27 袋", "29 袋", "−2", "刚出 1", "对得上的 1 样", "没数的 1 样：调和油1.8L", "签字"):
        assert said in text, said


def test_who_counted_or_may_count_sees_no_book_figure(street: Street, client: Visitor) -> None:
    made = counted(street)
    page = enter(client, "clerk2").get(f"/shop/stocktakes/{made}")
    assert page.status_code == 200
    # days and times of day may hold any figure
    assert "29" not in re.sub(r"<[^>]+>|\d+:\d\d|\d+月\d+日", "", page.text)
    assert "签字</button>" not in page.text


def test_nobody_sees_a_difference_before_it_is_handed_in(street: Street, client: Visitor) -> None:
    made = begin(street, SALT)
    count(street, made, SALT, 27)
    page = enter(client, "officer0").get(f"/shop/stocktakes/{made}")
    assert "谁也不看账" in page.text
    assert "食盐" not in page.text


def test_it_is_signed_with_a_chosen_reason(street: Street, client: Visitor) -> None:
    made = counted(street)
    line = lines(street, made)[SALT].line_id
    officer = enter(client, "officer0")
    form = {f"reason-{line}": "broken", f"seen-{line}": "-2", "form_key": "e" * 24}
    for _ in range(2):
        assert officer.post(f"/shop/stocktakes/{made}/sign", data=form).status_code == 303
    assert stands(street, SALT) == 27
    page = officer.get(f"/shop/stocktakes/{made}")
    assert "签了 2 样。" in page.text
    assert "破了" in page.text


def test_a_typed_reason_is_none_and_a_refusal_keeps_what_was_chosen(street: Street, client: Visitor) -> None:
    made = counted(street)
    line = lines(street, made)[SALT].line_id
    officer = enter(client, "officer0")
    officer.post(f"/shop/stocktakes/{made}/sign", data={f"reason-{line}": "因为", f"seen-{line}": "-2"})
    assert stands(street, SALT) == 29
    answer = officer.post(
        f"/shop/stocktakes/{made}/sign", data={f"reason-{line}": "lost", f"seen-{line}": "-3"}
    )
    assert answer.status_code == 409
    assert "和刚才看到的不一样了" in answer.text
    assert '<option value="lost" selected>' in answer.text


def test_somebody_else_is_asked_to_count_it_once_more(street: Street, client: Visitor) -> None:
    made = counted(street)
    line = lines(street, made)[SALT].line_id
    officer = enter(client, "officer0")
    assert officer.post(f"/shop/stocktakes/{made}/recount", data={"line": str(line)}).status_code == 303
    assert "等别人重数" in officer.get(f"/shop/stocktakes/{made}").text
    assert "去数" in enter(client, "clerk7").get(f"/shop/stocktakes/{made}").text
    enter(client, "officer0")
    count(street, made, SALT, 29, actor=street.second_clerk)
    page = officer.get(f"/shop/stocktakes/{made}")
    assert "对上了" in page.text
    assert "账不动" in page.text


def test_a_stand_in_is_asked_why(street: Street, client: Visitor) -> None:
    made = counted(street)
    above = enter(client, "street6")
    assert "为什么由您来签" in above.get(f"/shop/stocktakes/{made}").text
    assert above.post(f"/shop/stocktakes/{made}/sign").status_code == 422
    assert above.post(f"/shop/stocktakes/{made}/sign", data={"why": "专干这周请假"}).status_code == 303


def test_the_sheet_has_every_line_and_three_signatures(street: Street, client: Visitor) -> None:
    made = counted(street)
    sign(street, made, G07="expired")
    page = enter(client, "officer0").get(f"/shop/stocktakes/{made}/print")
    text = re.sub(r"<[^>]+>", " ", page.text)
    for said in (
        "物资盘点单",
        "食盐400g",
        "袋装醋",
        "没数",
        "过期",
        "盘点人签字",
        "核对人签字",
        "负责人签字",
    ):
        assert said in text, said
    assert recount(street, made, SALT) == 0


def test_beyond_the_limit_the_page_says_who_signs_and_gives_the_button_to_the_street_alone(
    street: Street, client: Visitor
) -> None:
    limit(street, 30)
    made = counted(street)
    line = lines(street, made)[SALT].line_id
    form = {f"reason-{line}": "broken", f"seen-{line}": "-2"}
    officer = enter(client, "officer0")
    page = officer.get(f"/shop/stocktakes/{made}").text
    assert "差值 4 分，过了 3 分，要街道办的人来签" in page
    assert "签字</button>" not in page
    assert f'name="reason-{line}"' not in page
    refused = officer.post(f"/shop/stocktakes/{made}/sign", data=form)
    assert (refused.status_code, "要街道办的人来签" in refused.text, stands(street, SALT)) == (403, True, 29)
    officer.set_cookie("lang", "en")
    assert (
        "worth 4 points, more than 3: the street office signs" in officer.get(f"/shop/stocktakes/{made}").text
    )
    office = enter(client, "street6")
    page = office.get(f"/shop/stocktakes/{made}").text
    assert "为什么由您来签" not in page
    assert office.post(f"/shop/stocktakes/{made}/sign", data=form).status_code == 303
    assert stands(street, SALT) == 27

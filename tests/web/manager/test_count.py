"""Counting on a phone: blind, kept until it is sent, and the same count once."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from points.foundation import clock
from tests.shop.test_stocktakes import SALT, VINEGAR, begin, count, hand_in, lines, recount
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def on_page(text: str) -> dict[str, dict[str, Any]]:
    """The lines that the page has, by their first code."""
    found = re.search(r'id="counter-data">(.*?)</script>', text, re.S)
    assert found
    return {one["codes"][0]: one for one in json.loads(found[1])["lines"]}


def test_no_book_figure_stands_in_the_page_nor_in_its_source(street: Street, client: Visitor) -> None:
    made = begin(street, SALT, VINEGAR)
    count(street, made, VINEGAR, 47, actor=street.second_clerk)
    page = enter(client, "clerk2").get(f"/shop/stocktakes/{made}/count")
    assert page.status_code == 200
    known = on_page(page.text)
    assert set(known[SALT]) == {"line", "name", "glyph", "unit", "codes", "found", "state", "pieces"}
    assert (known[SALT]["state"], known[SALT]["pieces"]) == ("open", None)
    # neither what the books say nor what somebody else counted
    assert (known[VINEGAR]["state"], known[VINEGAR]["pieces"]) == ("others", None)
    plain = re.sub(r"<(script|svg|link|form)\b.*?(</\1>|>)", "", page.text, flags=re.S)
    assert re.search(r"\b(30|50|47)\b", plain) is None


def test_a_count_that_is_sent_twice_counts_once_and_keeps_the_moment_of_the_phone(
    street: Street, client: Visitor
) -> None:
    made = begin(street, SALT)
    line = lines(street, made)[SALT].line_id
    clerk = enter(client, "clerk2")
    sent = {"line": str(line), "pieces": "29", "sure": "0", "form_key": "a" * 24}
    later = clock.now() + timedelta(minutes=20)
    with clock.standing_at(later):
        for ago in (600_000, 900_000):
            answer = clerk.post(f"/shop/stocktakes/{made}/count?ago={ago}", data=sent)
            assert answer.get_json() == {"noted": True}
    [kept] = lines(street, made)[SALT].counts
    assert (kept.quantity, kept.at) == (29, later - timedelta(minutes=10))
    page = clerk.get(f"/shop/stocktakes/{made}/count")
    assert (on_page(page.text)[SALT]["state"], on_page(page.text)[SALT]["pieces"]) == ("mine", 29)


def test_what_is_odd_is_asked_and_counts_when_it_is_sure(street: Street, client: Visitor) -> None:
    made = begin(street, SALT)
    line = lines(street, made)[SALT].line_id
    clerk = enter(client, "clerk2")
    sent = {"line": str(line), "pieces": "300", "sure": "0", "form_key": "b" * 24}
    answer = clerk.post(f"/shop/stocktakes/{made}/count", data=sent)
    assert answer.status_code == 409
    asked = answer.get_json()
    assert (asked["code"], asked["message"]) == ("count_odd", "食盐400g真的是 300 袋？")
    sent |= {"sure": "1", "form_key": "c" * 24}
    assert clerk.post(f"/shop/stocktakes/{made}/count", data=sent).get_json() == {"noted": True}
    assert clerk.post(f"/shop/stocktakes/{made}/count", data={**sent, "pieces": "-1"}).status_code == 409


def test_it_is_handed_in_after_a_question_and_counted_once_more_without_the_first_number(
    street: Street, client: Visitor
) -> None:
    made = begin(street, SALT, VINEGAR)
    count(street, made, SALT, 29)
    clerk = enter(client, "clerk2")
    assert "还有 1 样没数，现在就交？" in clerk.get(f"/shop/stocktakes/{made}/count?hand-in=1").text
    assert clerk.post(f"/shop/stocktakes/{made}/hand-in").status_code == 303
    known = on_page(clerk.get(f"/shop/stocktakes/{made}/count").text)
    assert (known[SALT]["state"], known[SALT]["pieces"]) == ("kept", 29)
    assert clerk.post(f"/shop/stocktakes/{made}/hand-in", data={"form_key": "d" * 24}).status_code == 409
    recount(street, made, SALT)
    known = on_page(clerk.get(f"/shop/stocktakes/{made}/count").text)
    assert (known[SALT]["state"], known[SALT]["pieces"]) == ("others", None)


def test_who_counts_once_more_sees_no_number(street: Street, client: Visitor) -> None:
    made = begin(street, SALT)
    count(street, made, SALT, 29, actor=street.second_clerk)
    hand_in(street, made)
    recount(street, made, SALT)
    known = on_page(enter(client, "clerk2").get(f"/shop/stocktakes/{made}/count").text)
    assert (known[SALT]["state"], known[SALT]["pieces"]) == ("again", None)

"""The list of the first day: what the books say is done, what leads where for whom, and the sheet of paper."""

from __future__ import annotations

from points import people
from points.foundation import reading, transact
from points.web.desk.first_day import read_steps
from tests.support.desk_day import words
from tests.support.street import Street, enter, with_committee
from tests.support.visitors import Visitor
from tests.web.desk.test_card_batches import NUMBER, an_import


def done(street: Street) -> set[str]:
    """What the books say is done, by code."""
    return {code for code, one in reading(lambda: read_steps(street.staff["officer"])).items() if one.done}


def test_each_step_is_done_when_the_books_say_so(street: Street, client: Visitor) -> None:
    before = done(street)
    assert before & {"books", "checked", "device", "cards", "confirmed", "practice"} == set()
    assert before >= {"deciders", "counter", "watch", "goods", "shop"}
    desk = enter(client, "officer0")
    assert 'href="/desk/first-day"' in desk.get("/desk/home").text, "no counter stands anywhere yet"
    member = with_committee(street)
    which = an_import(street)
    transact(lambda: people.devices.enrol("柜台", actor=street.staff["shop_manager"], shop_id=street.shop_id))
    assert done(street) - before == {"books", "checked", "device"}
    assert 'href="/desk/first-day"' not in desk.get("/desk/home").text
    page = desk.get("/desk/first-day").text
    assert f"还有 {NUMBER}" in words(page)
    assert f'href="/desk/intake/{which}/cards"' in page
    assert 'href="/counter/practice"' not in page, "who does it is said, and no door that stays shut"
    assert 'href="/desk/intakes"' in page
    desk.post(f"/desk/intake/{which}/cards")
    assert {"cards", "confirmed"} & done(street) == {"cards"}
    ways = [one.way_id for one in reading(lambda: people.ways.waiting(member, batch=which).rows)]
    transact(lambda: people.confirmations.confirm(ways, seen="签收单", actor=member, listed=True))
    assert "confirmed" in done(street)


def test_it_stands_on_one_sheet_of_paper(street: Street, client: Visitor) -> None:
    paper = enter(client, "admin5").get("/desk/first-day?print=1").text
    assert paper.count("<tr>") == 1 + 16
    assert "flask create-admin" in paper
    assert "whole-sheet" not in paper
    assert enter(client, "tian").get("/desk/first-day").status_code == 404

"""How many rows a list has where nobody says: as many as its page was made for, asked of the database, and one more where a
page has to know whether there are more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from points import audit, ledger, people, shop, statements, volunteering
from points.audit.records import Action
from points.foundation import db, paging, reading, transact
from points.oversight import trail
from points.web import listing
from tests.support.street import Street

Ask = Callable[[Street], object]

LISTS: dict[str, tuple[int, Ask]] = {
    "audit.trail.read": (50, lambda one: audit.trail.read(one.community_id)),
    "audit.trail.page": (
        51,
        lambda one: audit.trail.page(one.community_id, audit.trail.TrailFilter(), paging.PageAsked()),
    ),
    "oversight.trail.read": (51, lambda one: trail.read(one.community_id, trail.TrailAsked())),
    "oversight.trail.history": (31, lambda one: trail.history(one.community_id, {one.shop_id})),
    "audit.provenance.batches": (20, lambda one: audit.provenance.batches(one.community_id)),
    "ledger.statements.lines": (20, lambda one: ledger.statements.lines(one.community_id, one.purse)),
    "ledger.statements.newest": (20, lambda one: ledger.statements.newest(one.community_id, one.purse)),
    "statements.lines.latest": (20, lambda one: statements.lines.latest(one.resident, "zh")),
    "shop.vouchers.of_purse": (50, lambda one: shop.vouchers.of_purse(one.community_id, one.purse)),
    "shop.receipts.of_today": (20, lambda one: shop.receipts.of_today(one.community_id)),
    "volunteering.waiting.of_person": (
        3,
        lambda one: volunteering.waiting.of_person(one.community_id, one.resident.person_id),  # type: ignore[arg-type]
    ),
    "volunteering.waiting.first_page": (
        3,
        lambda one: volunteering.waiting.first_page(one.resident, one.resident.account_id),  # type: ignore[arg-type]
    ),
    "volunteering.publicity.posted": (50, lambda one: volunteering.publicity.posted(one.community_id)),
    "volunteering.queue.page": (31, lambda one: volunteering.queue.page(one.staff["officer"])),
    "volunteering.lists.open_to": (30, lambda one: volunteering.lists.open_to(one.resident)),
    "volunteering.lists.called_off": (10, lambda one: volunteering.lists.called_off(one.community_id)),
    "volunteering.lists.coming": (8, lambda one: volunteering.lists.coming(one.resident)),
    "volunteering.lists.led_by": (20, lambda one: volunteering.lists.led_by(one.staff["leader"])),
    "people.search.by_words": (31, lambda one: people.search.by_words(one.staff["officer"])),
}


@contextmanager
def asked() -> Iterator[list[int]]:
    """The numbers that go with every statement that ends after so many rows."""
    seen: list[int] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if "LIMIT" in statement:
            every = values.values() if isinstance(values, dict) else values
            seen.extend(one for one in every if isinstance(one, int) and not isinstance(one, bool))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("rows, ask", LISTS.values(), ids=list(LISTS))
def test_a_list_asks_for_what_its_page_shows(street: Street, rows: int, ask: Ask) -> None:
    with asked() as seen:
        reading(lambda: ask(street))
    assert rows in seen


def test_the_counter_is_shown_five_of_one_name_at_one_door(street: Street) -> None:
    namesakes = [
        people.residents.NewHousehold(
            number=f"07{number}", people=[people.residents.NewPerson(name="重名", door="9栋101")]
        )
        for number in range(6)
    ]
    transact(lambda: people.residents.register_many(namesakes, actor=street.system))
    found = reading(lambda: people.search.at_counter(street.community_id, name="重名", door="9栋101"))
    assert len(found) == 5


def test_the_trail_shows_fifty_and_says_that_there_are_more(app: Flask, street: Street) -> None:
    def work() -> None:
        audit.records.record_many([Action("shelf.filled", "shelf")] * 51, actor=street.system)

    transact(work)
    wanted = audit.trail.TrailFilter(action="shelf.")
    assert len(reading(lambda: audit.trail.read(street.community_id, wanted))) == 50
    with app.test_request_context("/"):
        page = listing.asked()
    found = reading(lambda: audit.trail.page(street.community_id, wanted, page))
    assert (len(found.rows), found.total, found.after is None) == (50, 51, False)

"""Many sales at once, what was said of each, and whether the books agree afterwards."""

from __future__ import annotations

import random
import shutil
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from points import goods, operation, oversight, shop
from points.foundation import clock, db, keep_keys_in, reading, transact
from tests.drills.served import BROKEN, Caller, Served, sign_in
from tests.drills.tally import Tally
from tests.support.books import award
from tests.support.databases import Workshop
from tests.support.street import Street, as_shown, build_street

CLERK, SALT, TENTHS, VOUCHERS, CLERKS = "clerk2", "G07", 20, 400, 4
#: what the resident has beside the vouchers
SPARE = 1000
#: answers that leave open whether anything happened; every other "no" says that nothing did
OPEN = {"not_known", "fault_after_commit", "disk_full"}


@dataclass
class Asked:
    """A sale that was asked for, and what was said; nothing where the connection broke."""

    body: dict[str, Any]
    status: int = 0
    code: str = ""

    @property
    def scan_id(self) -> str:
        """Its own number."""
        return str(self.body["scan_id"])

    @property
    def sold(self) -> bool:
        """Whether somebody was told that it was sold."""
        return self.status in (200, 201)

    @property
    def denied(self) -> bool:
        """Whether somebody was told that nothing happened."""
        return self.status != 0 and not self.sold and self.code not in OPEN


@dataclass
class Books:
    """A community whose resident has many open vouchers, as often as it is asked for, on an engine that may be killed."""

    workshop: Workshop
    engine: str
    house: Flask
    street: Street
    codes: deque[str]
    asked: list[Asked] = field(default_factory=list)
    cookie: str = ""
    #: that somebody was turned away before a sale was asked for
    turned_away: bool = False

    def sold(self) -> dict[str, int]:
        """How often each number stands in the books as a sale."""
        query = sa.text("SELECT scan_id, count(*) FROM shop_redemption GROUP BY scan_id")
        with self.house.app_context():
            found = reading(lambda: {str(row[0]): int(row[1]) for row in db.session.execute(query)})
            db.engine.dispose()
        return found

    def broken(self) -> list[str]:
        """What does not hold: the proofs of the books, and the resident's points beside the sales."""
        with self.house.app_context():
            report = reading(lambda: oversight.proving.examine(self.street.community_id))
            held = self.street.standing()
            db.session.remove()
            db.engine.dispose()
        wrong = [one.name for one in report.broken]
        if sum(held) != TENTHS * (VOUCHERS - len(self.sold())) + SPARE:
            wrong.append("points beside sales")
        return wrong


def fill(workshop: Workshop, engine: str) -> Books:
    """The books at their beginning; what stood there before is gone."""
    house = workshop.application(engine, "drill")
    # what a server remembers of its books, and the round of a day, are of the books that are gone
    shutil.rmtree(house.config["INSTANCE"] / "marks", ignore_errors=True)
    with house.app_context():
        keep_keys_in(house.config["INSTANCE"] / "keys")
        street, codes = workshop.settled(house, engine, "drill", _build)
        db.session.remove()
        db.engine.dispose()
    return Books(workshop, engine, house, street, deque(codes))


def _build() -> tuple[Street, list[str]]:
    street = build_street(0)
    person = street.resident.person_id
    assert person is not None
    # a day gives 100 points at most
    transact(lambda: [award(street, person, 1000) for _ in range((TENTHS * VOUCHERS + SPARE) // 1000)])
    source = transact(lambda: goods.sources.ensure(street.community_id, "盐业公司"))
    much = goods.stock.Delivery("RK9", street.items[SALT], VOUCHERS, clock.today(), source_id=source)
    transact(lambda: goods.stock.receive(street.community_id, [much], actor=street.system))

    def issue(number: int) -> str:
        made = shop.vouchers.issue(TENTHS, request_key=f"drill-{number}", actor=street.resident)
        return str(made[0].code)

    codes = transact(lambda: [issue(number) for number in range(VOUCHERS)])
    # tonight's round is over: what a server does is what it is asked for
    instance = current_app.config["INSTANCE"]
    operation.nightly.run(clock.today(), backups=instance / "backups", instance=instance)
    return street, codes


def opened(books: Books, server: Served) -> None:
    """The clerk is signed in."""
    if not books.cookie:
        books.cookie = sign_in(server.port, CLERK)


def sell(
    books: Books, server: Served, stop: threading.Event, *, most: int = VOUCHERS, clerks: int = CLERKS
) -> list[threading.Thread]:
    """Let clerks sell until they are told to stop, or somebody is refused."""
    opened(books, server)
    left = iter(range(most))
    threads = [threading.Thread(target=_serve, args=(books, server.port, stop, left)) for _ in range(clerks)]
    for one in threads:
        one.start()
    return threads


def _serve(books: Books, port: int, stop: threading.Event, left: Iterator[int]) -> None:
    clerk = Caller(port, books.cookie)
    while not stop.is_set() and books.codes and next(left, None) is not None:
        asked = None
        try:
            status, said = clerk.ask("/counter/scan", {"code": books.codes.popleft()})
            if status != 200:
                books.turned_away = True
                return
            asked = Asked(asked_for(said["payer"]["ref"]))
            books.asked.append(asked)
            asked.status, said = clerk.ask("/counter/redeem", asked.body)
            asked.code = str(said.get("code", ""))
        except BROKEN:
            books.turned_away = True
            return
        if not asked.sold:
            return


def asked_for(ref: str) -> dict[str, Any]:
    """A sale to somebody who was scanned, with a number of its own."""
    scan_id = f"drill-{random.getrandbits(80):020x}"
    items = [{"item": SALT, "quantity": 1}]
    return as_shown({"payer_ref": ref, "items": items, "scan_id": scan_id, "who_confirmed": True})


def judge(books: Books, server: Served, tally: Tally) -> None:
    """Compare what was said with the books, ask again for every sale that is open, and prove the books."""
    sold = books.sold()
    asked, books.asked = books.asked, []
    tally.rounds += 1
    tally.met += books.turned_away or any(not one.sold for one in asked)
    books.turned_away = False
    tally.acknowledged += sum(one.sold for one in asked)
    tally.unknown += sum(not one.sold and not one.denied for one in asked)
    tally.lost += sum(one.sold and one.scan_id not in sold for one in asked)
    tally.untrue += sum(one.denied and one.scan_id in sold for one in asked)
    clerk = Caller(server.port, books.cookie)
    for one in asked:
        if not one.sold:
            status, said = clerk.ask("/counter/redeem", one.body)
            if status not in (200, 201):
                tally.wrong.append(f"asked again: {status} {said.get('code')}")
    after = books.sold()
    tally.doubled += sum(count - 1 for count in after.values())
    tally.wrong += [f"not sold: {one.scan_id}" for one in asked if one.scan_id not in after and not one.sold]
    tally.wrong += books.broken()

"""Lays a district's year by the use cases: a hundred communities with lists to approve and vouchers to spend.

Run as `python -m benchmarks.district PART OF COMMUNITIES FILE`: several processes share the communities out.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from benchmarks import books, lists
from config import settings
from points import ledger, people, shop, volunteering
from points.app import create_app
from points.foundation import Actor, clock, db, decide, new_id, system_actor, transact
from points.people.registry.registration_rows import NewHousehold, NewPerson

COMMUNITIES = 100
#: 1,700 lines of 1.8 points in each community: 170,000 lines, 306,000 points
LINES, OF_A_LIST, TENTHS = 1_700, 40, 18
RESIDENTS = 120
#: every second voucher is spent whole; the basket costs 260
VOUCHERS = (260, 300)
EARLIER = date(2020, 1, 1)


@dataclass
class Community:
    """What the load needs to know of one community."""

    clerk_token: str
    officer: str
    lists: list[str]
    vouchers: list[dict[str, str]]


def lay(number: int) -> Community:
    """One community with everything that the year's load will decide and spend."""
    community_id = transact(lambda: people.places.found_community(f"第{number}社区"))
    system = system_actor(community_id)

    def begin() -> Actor:
        for name, value in (("publicity_days", 0), ("takeback_seconds", 0), ("exchange_days", None)):
            decide(community_id, name, value, effective_on=EARLIER, actor=system)
        shop.shops.add("小店", actor=system)
        books.stock(community_id, system)
        return _clerk(community_id, f"c{number}", system)

    clerk = transact(begin)
    desk = lists.open_desk(
        community_id, tenths=TENTHS, since=clock.today() - timedelta(days=500), name=f"c{number}"
    )
    residents = transact(lambda: _residents(desk.rule, system))
    vouchers = [
        _voucher(actor, VOUCHERS[at % len(VOUCHERS)], f"year:{at}") for at, actor in enumerate(residents)
    ]
    token = books.token_of(clerk, f"c{number}-clerk", books.PASSWORD)
    return Community(token, desk.officer, _lists(desk, residents), vouchers)


def _lists(desk: lists.Desk, residents: list[Actor]) -> list[str]:
    """Lists all over the year, forty people each, the last with those that are left."""
    who = [one.person_id for one in residents if one.person_id is not None]
    made, left = [], LINES
    while left:
        day = clock.today() - timedelta(days=1 + len(made) * 8)
        first = len(made) * OF_A_LIST % len(who)
        some = (who + who)[first : first + min(left, OF_A_LIST)]
        made.append(lists.lay(desk, clock.instant(day) + timedelta(hours=9), some))
        left -= len(some)
    return made


def _clerk(community_id: UUID, name: str, system: Actor) -> Actor:
    person = people.residents.register("店员", actor=system)
    account = people.accounts.create(person, actor=system, username=f"{name}-clerk", password=books.PASSWORD)
    people.roles.grant(account, "clerk", place_id=community_id, actor=system)
    return people.actors.of_account(account, community_id=community_id)


def _residents(rule: UUID, system: Actor) -> list[Actor]:
    """Households of one person, each with what its old books say it earned: as much as its voucher takes."""
    names = [f"居民{number}" for number in range(RESIDENTS)]
    households = [
        NewHousehold(number=f"{number:04d}", people=[NewPerson(name=name)])
        for number, name in enumerate(names)
    ]
    people.residents.register_many(households, actor=system)
    persons = [one.people[0].person_id for one in households]
    community_id = system.community_id
    purses = [people.purses.of_person(community_id, one).account_id for one in persons]
    _earned_before(rule, list(zip(persons, purses, strict=True)), system)
    accounts = [people.accounts.create(one, actor=system) for one in persons]
    return [people.actors.of_account(one, community_id=community_id) for one in accounts]


def _earned_before(rule: UUID, whose: list[tuple[UUID, UUID]], system: Actor) -> None:
    day, tenths = clock.today() - timedelta(days=400), max(VOUCHERS)
    awards = [new_id() for _ in whose]
    movements = [
        ledger.history.OldMovement(
            f"before:{award}",
            "award.credited",
            purse,
            tenths,
            ledger.movements.Note("award", "imported", day, award, person),
        )
        for award, (person, purse) in zip(awards, whose, strict=True)
    ]
    posted = ledger.history.post(movements, actor=system)
    services = [
        volunteering.history.OldService(
            person_id=person,
            rule_id=rule,
            rule_version=1,
            account_id=purse,
            served_on=day,
            what="探访",
            tenths=tenths,
            minutes=0,
            quantity_tenths=10,
            transfer_id=done.transfer_id,
            award_id=award,
        )
        for award, (person, purse), done in zip(awards, whose, posted, strict=True)
    ]
    volunteering.history.write_services(services, actor=system)


def _voucher(actor: Actor, tenths: int, key: str) -> dict[str, str]:
    made = transact(lambda: shop.vouchers.issue(tenths, request_key=key, actor=actor))[0]
    return {"code": made.code, "public_id": made.public_id}


def main() -> None:
    """Lay every community of this part, and write down what was made."""
    part, of, count, place = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    app = create_app(settings(os.environ))
    with app.app_context():
        made = []
        for number in range(part + 1, count + 1, of):
            made.append(asdict(lay(number)))
            db.session.remove()
            print(f"community {number} is laid", file=sys.stderr, flush=True)
        place.write_text(json.dumps(made), encoding="utf-8")


if __name__ == "__main__":
    main()

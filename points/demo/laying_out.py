"""Lays the sample community out step by step; a start that was broken off goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID

from points import audit, imports, people, shop
from points.demo.cast import BEGAN, Cast, open_accounts
from points.demo.today import refresh
from points.foundation import Actor, clock, communities, db, decide, reading, system_actor, transact
from points.foundation.jobs import run_daily

SAMPLE = Path(__file__).resolve().parent / "sample" / "jinxi"
NAME = "锦溪社区"
#: what the office of the sample decided: a shop that is open by day, three days in public, points that lapse in a year
DECIDED = {
    "purse_of": "household",
    "validity": {"kind": "months", "months": 12},
    "publicity_days": 3,
    "queue_places": 4,
}
#: when the sample's shop exchanges
OPENS, CLOSES = time(8, 30), time(20)


def lay_out(instance: Path, say: Callable[[str], None]) -> list[dict[str, str]]:
    """Make sure that everything is there and that today is today; the accounts come back."""
    community_id = transact(_founded)
    transact(lambda: _shop(community_id))
    if not reading(lambda: audit.provenance.batches(community_id)):
        say("Reading a year of the sample community's books 正在读入样例社区一年的账")
        ends_by = clock.today() - timedelta(days=3)
        # late on that day: what is done here begins the day after, with what stood there then
        with clock.standing_at(clock.instant(ends_by, time(23))):
            report = imports.importing.apply(SAMPLE, actor=_importer(community_id), ends_by=ends_by)
        say(f"{len(report.balances)} households, {len(report.faults)} lines with a fault, all named")
    cast = open_accounts(community_id, instance, say)
    _today(community_id, cast, instance, say)
    return [asdict(one) for one in cast.accounts]


def _today(community_id: UUID, cast: Cast, instance: Path, say: Callable[[str], None]) -> None:
    outcome = run_daily("demo.today", clock.today(), lambda: refresh(community_id, cast, instance))
    if outcome:
        say("Today is laid out: deliveries, activities, a voucher 今天的货和活动已备好")
    db.session.remove()


def _founded() -> UUID:
    known = [one.id for one in communities() if one.demo]
    if known:
        return known[0]
    founded = people.places.found_community(
        NAME, name_en="Jinxi Community", phone="0856-5550126", district="碧江区", street="锦溪街道", demo=True
    )
    system = system_actor(founded)
    for name, value in {**DECIDED, "exchange_days": _hours()}.items():
        version = decide(founded, name, value, effective_on=BEGAN, actor=system)
        facts = {"decided": {name: value}, "version": version, "effective_on": BEGAN}
        audit.records.record("setting.decided", actor=system, subject_kind="setting", facts=facts)
    return founded


def _hours() -> dict[str, object]:
    """Every day by day; whoever opens the demo at night, from the other side of the world, finds the shop open as well."""
    open_now = OPENS <= clock.shanghai(clock.now()).time() < CLOSES
    return {"days": list(range(7)), "hours": [["8:30", "20:00"] if open_now else ["0:00", "24:00"]]}


def _importer(community_id: UUID) -> Actor:
    return Actor(community_id, kind="import")


def _shop(community_id: UUID) -> None:
    if not shop.shops.list_all(community_id):
        actor = system_actor(community_id)
        shop.shops.add("锦溪店", name_en="Jinxi Shop", spot="社区服务中心一楼", actor=actor)

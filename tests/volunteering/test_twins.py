"""Nothing that is read or done here is of another community, not even where everything there has the same ids."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people, volunteering
from points.foundation import (
    NEVER,
    Actor,
    Grant,
    NotFound,
    Refusal,
    clock,
    db,
    reading,
    run,
    transact,
)
from points.volunteering.models import Activity, Attendance, Award, Objection, ReversalAsk, Service, SignUp
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.presence_rows import presences
from points.volunteering.review.refusals import NotInPublicity, NotObjected
from points.volunteering.services import counting, records, reversals
from points.volunteering.services.policy import Span
from tests.support.databases import Workshop, settles
from tests.support.twins import twin
from tests.volunteering.conftest import MORNING, Neighbourhood

TABLES = (
    "activity",
    "sign_up",
    "attendance",
    "service",
    "award",
    "objection",
    "reversal_ask",
    "rule",
    "notice_read",
)

pytestmark = pytest.mark.only_on("sqlite")


@dataclass
class World:
    """One of everything: what is ahead, called off, handed in, typed in, hangs out, was objected to, credited, asked back."""

    evening: Neighbourhood
    coming: str
    off: str
    running: str
    waits: str
    typed: str
    public: str
    credited: str
    lines: list[UUID]
    awards: list[UUID]
    decision: UUID
    now: datetime

    def actor(self, name: str) -> Actor:
        return self.evening.actors[name]

    def service(self, public_id: str, name: str) -> records.ServiceRecord:
        here = self.evening.community_id
        found = reading(lambda: records.of_activity(here, get(here, public_id).activity_id))
        return next(one for one in found if one.person_id == self.evening.people[name])


@pytest.fixture
@settles("one of everything", "neighbourhood")
def world(app: Flask, engine: str, workshop: Workshop, evening: Neighbourhood) -> World:
    """All of it, half an hour after the last of it."""
    made = deepcopy(workshop.settled(app, engine, "one of everything", lambda: build(evening)))
    clock.set_now(made.now)
    return made


def build(evening: Neighbourhood) -> World:
    """Day by day."""
    officer, second, tian = (evening.actors[one] for one in ("officer", "second", "tian"))
    credited = evening.held("tian", "yang", "shi")
    evening.approve(credited)
    query = sa.select(Award.id).where(Award.community_id == evening.community_id).order_by(Award.person_id)
    awards = reading(lambda: list(db.session.scalars(query)))
    for award in awards[:2]:
        transact(lambda award=award: volunteering.corrections.ask(award, reason="冒领", actor=second))
    evening.decide("publicity_days", 3)
    public = evening.held("tian", "yang", "xiaohe", starts=clock.now())
    decision = evening.approve(public).decision_id
    lines = [one.service_id for one in reading(lambda: volunteering.publicity.posted(evening.community_id))]
    ran = evening.actors["ran"]
    transact(lambda: volunteering.objections.raise_one(lines[0], reason="没看见人", actor=ran))
    waits = evening.held("tian", "shi", "wife", starts=clock.now(), title="河边清扫")
    typed = evening.back_fill("ran", by="second")
    coming = evening.plan("后天", starts=clock.now() + timedelta(days=2), capacity=5)
    off = evening.plan("取消的", starts=clock.now() + timedelta(days=3))
    running = evening.plan("正在办", starts=clock.now() + timedelta(minutes=30))
    for one in (coming, off, running):
        transact(lambda one=one: volunteering.signups.sign_up(one, actor=tian))
    transact(lambda: volunteering.activities.cancel(off, reason="下雨", actor=officer))
    clock.set_now(clock.now() + timedelta(minutes=30))
    here_too = [evening.people["yang"]]
    leader = evening.actors["leader"]
    transact(lambda: volunteering.attendance.tick(running, what="in", who=here_too, actor=leader))
    public_ids = coming, off, running, waits, typed, public, credited
    return World(evening, *public_ids, lines, awards, decision, clock.now())


def readings(world: World, actors: Callable[[str], Actor], here: UUID) -> dict[str, Callable[[], Any]]:
    """All that the room tells of the community of these actors, which is `here`."""
    officer, tian, leader, street = (actors(one) for one in ("officer", "tian", "leader", "street"))
    who, lists, queue, origin = tian.person_id, volunteering.lists, volunteering.queue, volunteering.origin
    assert who is not None
    activity = reading(lambda: get(world.evening.community_id, world.running)).activity_id
    span, account = Span(MORNING, MORNING + timedelta(days=3)), people.purses.account_of
    return {
        "list": lambda: lists.page(officer),
        "found": lambda: lists.page(officer, lists.ActivityFilter(q="河", status="review")),
        **{
            f"list {one}": lambda one=one: lists.page(officer, lists.ActivityFilter(status=one))
            for one in ("publicity", "credited", "held", "open", "cancelled")
        },
        "open": lambda: lists.open_to(tian),
        "coming": lambda: lists.coming(tian),
        "called off": lambda: lists.called_off(here),
        "led": lambda: lists.led_by(leader),
        "usual": lambda: lists.usual_minutes(here),
        "to hand on": lambda: volunteering.activities.led_by(here, world.evening.people["leader"]),
        "one": lambda: get(here, world.coming),
        "announced": lambda: volunteering.activities.announced(world.coming, community_id=here),
        "sheet": lambda: volunteering.attendance_list.read(world.running, actor=leader),
        "there": lambda: presences(here, activity),
        "signed up": lambda: volunteering.signups.signed_up(here, activity),
        "to call": lambda: volunteering.signups.to_call(world.coming, actor=officer),
        "missed": lambda: volunteering.signups.no_shows(here, who),
        "noted": lambda: volunteering.no_shows.noted(here, MORNING, clock.now()),
        "queue": lambda: queue.page(officer),
        **{tab: lambda tab=tab: queue.page(officer, tab) for tab in ("second", "returned", "publicity")},
        "waiting": lambda: queue.waiting_count(here),
        "turn": lambda: [one for one in vars(queue.turn_of(officer)).values() if one],
        "review": lambda: volunteering.one_activity.read(world.waits, actor=officer),
        "decided": lambda: volunteering.one_activity.read(world.credited, actor=officer),
        "hanging": lambda: volunteering.one_activity.read(world.public, actor=officer),
        "may decide": lambda: volunteering.one_activity.may_decide(world.waits, actor=officer),
        "posted": lambda: volunteering.publicity.posted(here),
        "line": lambda: volunteering.publicity.get(here, world.service(world.public, "yang").public_id),
        "expected": lambda: volunteering.publicity.expected(here, volunteering.publicity.posted(here)),
        "first due": lambda: volunteering.posting.first_due(here),
        "objections": lambda: [
            replace(one, why_not=None) for one in volunteering.objection_list.list_all(officer)
        ],
        "to decide": lambda: volunteering.objection_list.waiting_count(street),
        "asked back": lambda: [
            replace(one, why_not=None) for one in volunteering.corrections.waiting(street)
        ],
        "one asked back": lambda: volunteering.corrections.find(world.awards[0], actor=street) is None,
        "effect": lambda: volunteering.corrections.effect(world.awards[0], actor=street),
        "hours": lambda: volunteering.hours.of_person(here, who),
        "told": lambda: volunteering.waiting.first_page(tian, account(world.actor("tian"))),
        "waits for": lambda: volunteering.waiting.of_person(here, who),
        "rules": lambda: volunteering.rules.in_force(here),
        "rule": lambda: volunteering.rules.of_today(here, world.evening.rules["R01"]),
        "story": lambda: origin.of_lines(here, [*world.lines, *world.awards]),
        "names": lambda: origin.names_of_lines(here, [*world.lines, *world.awards]),
        "given": lambda: counting.tenths_given(here, [world.service(world.credited, "yang").service_id]),
        "locked": lambda: records.locked(here, world.lines[:1]),
        "by id": lambda: records.by_ids(here, world.lines),
        "taken": lambda: records.taken_spans(here, [who], span),
        "already": lambda: volunteering.history.already_there(here, [activity]),
    }


def all_of(reads: dict[str, Callable[[], Any]]) -> dict[str, Any]:
    """What these say, or how they refuse."""

    def say(read: Callable[[], Any]) -> Any:
        try:
            return reading(read)
        except Refusal as refusal:
            return refusal.code

    return {name: say(read) for name, read in reads.items()}


#: how everything there stands: as here, as it began, as it ended
OTHERWISE: dict[str, dict[Any, dict[str, Any]]] = {
    "alike": {},
    "begun": {
        Activity: {"status": "open"},
        SignUp: {"status": "signed_up"},
        Attendance: {"out_at": None},
        Service: {"status": "submitted", "decided_at": None, "decision_id": None},
        Objection: {"status": "open"},
    },
    "ended": {
        Activity: {"status": "cancelled", "cancelled_at": MORNING, "cancel_reason": "大雨"},
        SignUp: {"status": "no_show"},
        Service: {"status": "reversed", "decided_at": MORNING},
        Objection: {"status": "upheld", "decided_at": MORNING},
        ReversalAsk: {"status": "declined"},
    },
    "hanging": {
        Service: {"status": "in_publicity", "publicity_until": date(2025, 11, 1)},
        SignUp: {"status": "withdrawn"},
        ReversalAsk: {"status": "done"},
    },
    "due": {Service: {"status": "approved", "due_at": MORNING}},
}


def change(community_id: UUID, how: dict[Any, dict[str, Any]]) -> None:
    def work() -> None:
        for table, values in how.items():
            run(sa.update(table).where(table.community_id == community_id).values(**values))

    transact(work)


@pytest.mark.parametrize("how", OTHERWISE)
def test_what_is_read_is_the_same_beside_a_community_with_the_same_ids(world: World, how: str) -> None:
    here = world.evening.community_id
    reads = readings(world, world.actor, here) | {
        "people": lambda: people.search.page(world.actor("officer")),
        "purse": lambda: people.purses.of_person(here, world.evening.people["tian"]),
    }
    alone = all_of(reads)
    change(twin(here), OTHERWISE[how])
    beside = all_of(reads)
    assert [name for name in reads if beside[name] != alone[name]] == []


def rows_of(community_id: UUID) -> dict[str, list[Any]]:
    """What stands in the books of this room."""

    def work() -> dict[str, list[Any]]:
        tables = {name: db.metadata.tables[f"volunteering_{name}"] for name in TABLES}
        return {
            name: db.session.execute(
                sa.select(table).where(table.c.community_id == community_id).order_by(table.c.id)
            ).all()
            for name, table in tables.items()
        }

    return reading(work)


def empty_twin(here: UUID) -> UUID:
    """The same people and rules, and nothing of what they did."""
    return twin(here, *(f"volunteering_{name}" for name in TABLES if name != "rule"))


def seen_from(other: UUID, actor: Actor) -> Actor:
    """Somebody with the same ids and roles, who is at work in another community."""
    grants = tuple(Grant(one.role, other, date(2025, 1, 1), NEVER) for one in actor.grants)
    return replace(actor, community_id=other, grants=grants)


def deeds(world: World, actors: Callable[[str], Actor]) -> dict[str, tuple[Callable[[], Any], type[Refusal]]]:
    """What may be done to what stands there, each by itself, and what is said where it is not there."""
    officer, second, tian, leader, street, ran = (
        actors(one) for one in ("officer", "second", "tian", "leader", "street", "ran")
    )
    here, person = officer.community_id, world.evening.people
    work, attendance, review = volunteering, volunteering.attendance, volunteering.approval
    waits, hangs = world.service(world.waits, "shi").public_id, world.lines
    yang, shi = [person["yang"]], person["shi"]
    return {
        "sign up": (lambda: work.signups.sign_up(world.coming, actor=ran), NotFound),
        "withdraw": (lambda: work.signups.withdraw(world.coming, actor=tian), NotFound),
        "cancel": (lambda: work.activities.cancel(world.coming, reason="雨", actor=officer), NotFound),
        "resume": (lambda: work.activities.resume(world.off, actor=officer), NotFound),
        "scan": (lambda: attendance.scan_person(world.running, shi, actor=leader), NotFound),
        "check in": (lambda: attendance.scan_activity(world.running, actor=ran), NotFound),
        "check out": (
            lambda: attendance.check_out(world.running, *yang, method="leader_scan", actor=leader),
            NotFound,
        ),
        "tick": (lambda: attendance.tick(world.running, what="in", actor=leader), NotFound),
        "tick out": (lambda: attendance.tick(world.running, what="out", actor=leader), NotFound),
        "back": (lambda: attendance.tick(world.running, what="back", actor=leader), NotFound),
        "undo": (lambda: attendance.tick(world.running, what="undo", who=yang, actor=leader), NotFound),
        "add": (lambda: attendance.add(world.running, shi, actor=leader), NotFound),
        "adding": (lambda: attendance.refuse_adding(world.running, actor=leader), NotFound),
        "hand in": (lambda: work.confirming.confirm(world.running, actor=leader), NotFound),
        "note": (lambda: work.confirming.note_evidence(world.waits, evidence="照片", actor=leader), NotFound),
        "approve": (lambda: review.approve([waits], actor=officer), NotFound),
        "approve all": (lambda: review.approve_activity(world.waits, actor=officer), NotFound),
        "reject": (lambda: review.reject([waits], reason="没有来", actor=officer), NotFound),
        "reject all": (lambda: review.reject_activity(world.typed, reason="没有来", actor=officer), NotFound),
        "line": (lambda: work.publicity.get(here, world.service(world.public, "yang").public_id), NotFound),
        "object": (lambda: work.objections.raise_one(hangs[1], reason="没来", actor=ran), NotInPublicity),
        "take back": (lambda: work.withdrawal.withdraw(world.decision, actor=officer), NotFound),
        "ask back": (lambda: work.corrections.ask(world.awards[2], reason="冒领", actor=second), NotFound),
        "confirm": (lambda: work.corrections.confirm(world.awards[0], actor=street), NotFound),
        "decline": (lambda: work.corrections.decline(world.awards[1], reason="查过", actor=street), NotFound),
        "reverse": (lambda: reversals.reverse(world.awards[1], reason="冒领", actor=street), NotFound),
        "decide": (
            lambda: work.objections.decide(hangs[0], upheld=True, reason="没来", actor=street),
            NotObjected,
        ),
        "effect": (lambda: work.corrections.effect(world.awards[0], actor=street), NotFound),
        "sheet": (lambda: work.attendance_list.read(world.running, actor=leader), NotFound),
        "review": (lambda: work.one_activity.read(world.waits, actor=officer), NotFound),
        "may decide": (lambda: work.one_activity.may_decide(world.waits, actor=officer), NotFound),
        "to call": (lambda: work.signups.to_call(world.coming, actor=officer), NotFound),
        "planned": (lambda: work.activities.get(world.coming, actor=officer), NotFound),
    }


def test_what_is_of_another_community_is_not_here_for_whoever_has_its_ids(world: World) -> None:
    here = world.evening.community_id
    before, other = rows_of(here), empty_twin(here)
    for deed, why in deeds(world, lambda name: seen_from(other, world.actor(name))).values():
        with pytest.raises(why) as refused:
            transact(deed)
        assert type(refused.value) is why
    house = replace(world.evening.house, community_id=other)
    assert transact(lambda: volunteering.publicity.credit_due(other, date(2026, 1, 1))).awards == []
    assert transact(lambda: volunteering.posting.post_due(other)).awards == []
    leader, second = world.evening.people["leader"], world.evening.people["second"]
    assert transact(lambda: volunteering.activities.hand_on(leader, to=second, actor=house)) == []
    assert rows_of(here) == before


def test_who_has_nothing_of_it_reads_nothing_of_it(world: World) -> None:
    here = world.evening.community_id
    other = empty_twin(here)

    def there(name: str) -> Actor:
        return seen_from(other, world.actor(name))

    said = all_of(readings(world, there, other))
    refused = {
        "one",
        "announced",
        "sheet",
        "to call",
        "review",
        "decided",
        "hanging",
        "may decide",
        "line",
        "effect",
    }
    assert {name for name, what in said.items() if what == "not_found"} == refused
    pages = {name: said.pop(name) for name in ("queue", "second", "returned", "publicity")}
    assert [(one.rows, set(one.counts.values())) for one in pages.values()] == [([], {0})] * 4
    assert {len(what.rows) for name, what in said.items() if name.startswith(("list", "found"))} == {0}
    told = said.pop("told")
    assert (told.waiting, told.minutes, told.told) == ([], 0, [])
    assert said["one asked back"] is True
    assert [one.rule_id for one in said["rules"]] == list(world.evening.rules.values())
    kept = {"rules", "rule", "one asked back", "led"}
    rest = {name: what for name, what in said.items() if name not in kept | refused}
    assert {name for name, what in rest.items() if what and not name.startswith(("list", "found"))} == set()


@pytest.mark.parametrize("how", ["alike", "begun"])
def test_what_is_done_here_is_done_here_alone(world: World, how: str) -> None:
    here = world.evening.community_id
    other = twin(here)
    change(other, OTHERWISE[how])
    before = rows_of(other)
    for deed, _ in deeds(world, world.actor).values():
        transact(deed)
    leader, second = world.evening.people["leader"], world.evening.people["second"]
    transact(lambda: volunteering.publicity.credit_due(here, date(2026, 1, 1)))
    transact(lambda: volunteering.activities.hand_on(leader, to=second, actor=world.evening.house))
    assert rows_of(other) == before

"""Offices with few people, over HTTP: in a month of work every line is decided, by somebody who has nothing to do with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people, volunteering
from points.foundation import Actor, Refusal, clock, db, decide, reading, system_actor, transact
from points.oversight.proving import examine
from points.volunteering.services.records import ServiceRecord, records, select_records
from tests.support.street import enter, open_account
from tests.support.visitors import Visitor

#: Monday 3 November 2025, 9:00 in Shanghai
MONDAY = datetime(2025, 11, 3, 1, 0, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
#: who may decide about services, in the order in which they come to their desks
DECIDERS = ("officer", "committee", "supervisor")
RULES = (
    volunteering.rules.NewRule(code="R01", name="环境清洁", unit="小时", tenths=20, counts_hours=True),
    volunteering.rules.NewRule(code="R05", name="防汛排查", unit="小时", tenths=30, counts_hours=True),
    volunteering.rules.NewRule(code="R15", name="居民会议", unit="次", tenths=20),
)


@dataclass
class Office:
    """A community with its staff, each by name; people do everything through pages."""

    app: Flask
    community_id: UUID
    rules: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def at(self, name: str) -> Visitor:
        """Somebody's browser, signed in a moment ago."""
        return enter(Visitor(self.app), name)

    def post(self, name: str, address: str, expect: Collection[int] = (302, 303), **data: object) -> str:
        """Somebody presses a button; where they are led."""
        answer = self.at(name).post(address, data=data)
        assert answer.status_code in expect, (name, address, answer.status_code, answer.text[:3000])
        return answer.location or answer.text

    def join(self, name: str, *roles: str, household: str = "", by: str = "") -> None:
        """Somebody who lives or works here; their account is opened by whoever is named, else by the house."""
        house = system_actor(self.community_id)

        def work() -> None:
            known = people.households.find(self.community_id, household) if household else None
            home = known or (people.households.add(household, actor=house) if household else None)
            person = people.residents.register(name, actor=house, household_id=home, door="3栋101")
            opener = self.actors[by] if by else house
            account = open_account(person, name, opener)
            for role in roles:
                people.roles.grant(
                    account, role, place_id=self.community_id, actor=house, valid_from=LONG_AGO
                )
            self.people[name] = person
            self.actors[name] = people.actors.of_account(account, community_id=self.community_id)

        transact(work)

    def settle(self, **values: object) -> None:
        """What the community decided long ago."""
        house = system_actor(self.community_id)
        for name, value in values.items():
            transact(
                lambda name=name, value=value: decide(
                    self.community_id, name, value, effective_on=LONG_AGO, actor=house
                )
            )

    def lines(self, *states: str) -> list[ServiceRecord]:
        """All service records, or those in these states."""
        query = select_records(self.community_id)
        found = reading(lambda: records(query))
        return [one for one in found if not states or one.status in states]


def build(app: Flask) -> Office:
    """A community, its rules, three households."""
    community_id = transact(
        lambda: people.places.found_community("锦溪社区", district="江城区", street="城南街道")
    )
    house = system_actor(community_id)
    made = Office(app, community_id)
    ids = transact(lambda: volunteering.rules.add(RULES, effective_on=date(2025, 1, 1), actor=house))
    made.rules = dict(zip([one.code for one in RULES], ids, strict=True))
    for number, name in enumerate(("tian", "yang", "ran"), start=1):
        made.join(name, household=f"00{number}")
    return made


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    """One officer who opened the accounts of three leaders; a clerk, a committee member, a supervisor, an administrator."""
    clock.set_now(MONDAY)
    made = build(app)
    made.settle(publicity_days=3, takeback_seconds=0, backfilled_points=True)
    made.join("officer", "officer", household="010")
    made.join("husband", household="010")
    made.join("committee", "committee", household="011")
    made.join("clerk", "clerk")
    made.join("supervisor", "supervisor")
    made.join("admin", "admin")
    for number, more in enumerate(((), (), ("grid_worker",)), start=1):
        made.join(f"leader{number}", "leader", *more, household=f"02{number}", by="officer")
    yield made
    clock.reset()


def planned(
    office: Office, title: str, *, leader: str, by: str = "officer", rule: str = "R01", hours: int = 2
) -> str:
    """An activity an hour from now, on the list by a form; its public id."""
    starts = clock.shanghai(clock.now() + timedelta(hours=1))
    office.post(
        by,
        "/desk/activities/new",
        rule=office.rules[rule],
        title=title,
        place="南门",
        day=starts.date().isoformat(),
        starts=f"{starts:%H:%M}",
        ends=f"{starts + timedelta(hours=hours):%H:%M}",
        leader=office.people[leader],
        capacity="",
        weeks="",
    )
    house = system_actor(office.community_id)
    [found] = [
        one.activity
        for one in reading(lambda: volunteering.lists.page(house)).rows
        if one.activity.title == title
    ]
    return found.public_id


def held(office: Office, title: str, *who: str, leader: str, evidence: str = "", **facts: object) -> str:
    """The same, attended by these, whom its leader ticks, and handed in."""
    public_id = planned(office, title, leader=leader, **facts)  # type: ignore[arg-type]
    for one in who:
        office.post(one, f"/activities/{public_id}/sign-up")
    hours = int(str(facts.get("hours", 2)))
    clock.set_now(clock.now() + timedelta(hours=1))
    office.post(leader, f"/lead/{public_id}/tick", who="all", what="in")
    clock.set_now(clock.now() + timedelta(hours=hours))
    office.post(leader, f"/lead/{public_id}/tick", who="all", what="out")
    office.post(leader, f"/lead/{public_id}/close", evidence=evidence)
    return public_id


def back_filled(office: Office, by: str, *who: str) -> None:
    """What was done two hours ago, typed in later."""
    begun = clock.shanghai(clock.now() - timedelta(hours=2))
    office.post(
        by,
        "/desk/back-fill",
        person=[str(office.people[one]) for one in who],
        rule=office.rules["R01"],
        title=f"{by}补的",
        day=begun.date().isoformat(),
        starts=f"{begun:%H:%M}",
        ends=f"{begun + timedelta(hours=1):%H:%M}",
        reason="签到表没带",
        evidence="照片 2 张",
    )


def next_morning(office: Office) -> None:
    """Everybody who may decide comes to the desk; what they may, they approve; then comes the night."""
    day = clock.shanghai(clock.now()).date() + timedelta(days=1)
    clock.set_now(clock.instant(day) + timedelta(hours=9))
    for _ in range(2):
        for name in DECIDERS:
            approve_what_one_may(office, name)
    transact(lambda: volunteering.publicity.credit_due(office.community_id))


def approve_what_one_may(office: Office, name: str) -> None:
    """Every line of the queue that this reader may decide about, one press each."""
    actor = office.actors[name]
    activities = reading(
        lambda: {
            row.public_id for tab in ("mine", "second") for row in volunteering.queue.page(actor, tab).rows
        }
    )
    for public_id in sorted(activities):
        found = reading(lambda public_id=public_id: volunteering.one_activity.read(public_id, actor=actor))
        for row in (*found.flagged, *found.clear):
            if row.may_decide:
                office.post(name, f"/desk/review/{public_id}/approve", service=row.public_id)


def test_in_a_month_every_line_is_decided_and_nobody_decides_their_own(office: Office) -> None:
    held(office, "清扫一", "tian", "yang", leader="leader1")
    next_morning(office)
    held(office, "清扫二", "leader1", "husband", leader="leader2")
    next_morning(office)
    held(office, "清扫三", "officer", "committee", leader="leader3", by="committee")
    next_morning(office)
    held(office, "专干带的", "tian", "committee", "husband", leader="officer")
    next_morning(office)
    held(office, "居民会议", "yang", "ran", leader="leader1", rule="R15", evidence="签到表 3 号")
    next_morning(office)
    held(office, "防汛长日", "ran", leader="leader2", rule="R05", hours=9)
    next_morning(office)
    held(office, "防汛通宵", "tian", leader="leader2", rule="R05", hours=13)
    next_morning(office)
    for by, whom in (("officer", "tian"), ("committee", "yang"), ("leader3", "ran"), ("leader3", "leader3")):
        back_filled(office, by, whom)
        next_morning(office)
    back_filled(office, "officer", "officer")
    back_filled(office, "committee", "husband")
    next_morning(office)
    _called_off(office)
    _objected_and_taken_back(office)
    for _ in range(6):
        next_morning(office)
    left = office.lines("submitted", "verified", "approved", "in_publicity", "objected")
    assert [(one.what, one.status) for one in left] == [], "a dead end"
    assert len(office.lines("credited")) >= 18
    _the_supervisor_decided_what_was_left(office)
    _nobody_decided_their_own(office)


def _the_supervisor_decided_what_was_left(office: Office) -> None:
    """The committee's own lines where the officer led, or an account of her making ticked; and what it typed in for her
    husband."""
    watcher = office.actors["supervisor"].account_id
    whose = {person: name for name, person in office.people.items()}
    decided = {
        (one.what, whose[one.person_id])
        for one in office.lines("credited")
        if watcher in (one.first_by, one.decided_by)
    }
    assert decided == {("清扫三", "committee"), ("专干带的", "committee"), ("committee补的", "husband")}


def _called_off(office: Office) -> None:
    """A leader calls off what two have signed up for."""
    public_id = planned(office, "下雨的", leader="leader1")
    office.post("tian", f"/activities/{public_id}/sign-up")
    office.post("leader1", f"/lead/{public_id}/cancel", reason="下雨")
    assert "下雨的" in office.at("tian").get("/").text
    assert office.at("tian").get("/").text.count("取消了：") == 1


def _objected_and_taken_back(office: Office) -> None:
    """The committee doubts what the officer approved; where both have a hand in it the supervisor answers."""
    held(office, "有人不信", "yang", leader="leader1")
    next_morning(office)
    [line] = [one for one in office.lines("in_publicity") if one.what == "有人不信"]
    address = f"/desk/objections/{line.public_id}"
    office.post("committee", address, reason="说是没来")
    answer = {"verdict": "dismissed", "reason": "有照片"}
    for name in ("officer", "committee"):
        office.post(name, f"{address}/decide", expect=(403,), **answer)
    office.post("supervisor", f"{address}/decide", **answer)
    [first] = [one for one in office.lines("credited") if one.what == "清扫一"][:1]
    award = reading(
        lambda: db.session.execute(
            sa.text("SELECT id FROM volunteering_award WHERE service_id = :s")
            .bindparams(sa.bindparam("s", first.service_id, type_=sa.Uuid))
            .columns(id=sa.Uuid)
        ).scalar_one()
    )
    office.post("committee", f"/desk/awards/{award}/ask", reason="名单错了")
    for name in ("officer", "committee"):
        office.post(name, f"/desk/awards/{award}/reverse", expect=(403, 409))
    office.post("supervisor", f"/desk/awards/{award}/reverse")


def _nobody_decided_their_own(office: Office) -> None:
    """Not their own, their family's, what they entered or led; nor what an account of their making typed or ticked alone."""
    assert "nobody_approves_own" not in {
        one.name for one in reading(lambda: examine(office.community_id)).broken
    }
    names = {actor.account_id: name for name, actor in office.actors.items()}
    near = {"officer": {"officer", "husband"}, "committee": {"committee"}, "supervisor": {"supervisor"}}
    whose = {person: name for name, person in office.people.items()}
    for one in office.lines():
        deciders = {names[by] for by in (one.first_by, one.decided_by) if by}
        assert deciders, one.what
        for decider in deciders:
            assert whose[one.person_id] not in near[decider], (one.what, decider)
            assert names.get(one.entered_by) != decider, (one.what, decider)
        if one.origin == "back_filled" and str(names.get(one.entered_by)).startswith("leader"):
            assert "officer" not in deciders, "she made the account of who typed it"
        if one.method == "leader_tick" and str(names.get(one.entered_by)).startswith("leader"):
            # her own leaders' ticks she never settles alone
            assert deciders != {"officer"} or one.status == "rejected", one.what


STAFFS: dict[str, dict[str, tuple[str, ...]]] = {
    "two, one of them of the street office": {"anna": ("officer", "clerk"), "bella": ("street", "admin")},
    "two, one of them of the committee": {
        "anna": ("officer", "clerk"),
        "bella": ("committee", "shop_manager"),
    },
    "three, one of them watching": {
        "anna": ("officer",),
        "bella": ("committee", "clerk"),
        "cleo": ("supervisor", "admin"),
    },
    "three, one of them of the street office": {
        "anna": ("officer",),
        "bella": ("shop_manager", "clerk"),
        "cleo": ("street", "admin"),
    },
}


class Taken(Exception):
    """What was tried is taken back."""


def can(work: Callable[[], object]) -> bool:
    """Whether something would be done now; nothing is."""

    def tried() -> None:
        work()
        raise Taken

    try:
        transact(tried)
    except Taken:
        return True
    except Refusal:
        return False
    return False


@pytest.fixture(params=STAFFS)
def small(app: Flask, request: pytest.FixtureRequest) -> Iterator[tuple[Office, list[str]]]:
    """A community of so few, with a leader whose account nobody of them made; and their names."""
    clock.set_now(MONDAY)
    made, staff = build(app), STAFFS[request.param]
    made.settle(publicity_days=0, takeback_seconds=0)
    for number, (name, roles) in enumerate(staff.items()):
        made.join(name, *roles, household=f"01{number}")
    made.join("leader", "leader", household="020")
    yield made, list(staff)
    clock.reset()


def list_of(office: Office, *who: str) -> list[str]:
    """Who was there under the leader; the public ids of their lines."""
    leader, house = office.actors["leader"], system_actor(office.community_id)
    persons = [office.people[one] for one in who]

    def work() -> str:
        found = volunteering.activities.plan(
            office.rules["R01"],
            title=f"清扫{clock.now()}",
            starts_at=clock.now() + timedelta(hours=1),
            ends_at=clock.now() + timedelta(hours=3),
            leader_id=leader.person_id,
            actor=house,
        )
        return found.public_id

    public_id = transact(work)
    clock.set_now(clock.now() + timedelta(hours=3))
    for what in ("in", "out"):
        transact(
            lambda what=what: volunteering.attendance.tick(public_id, what=what, who=persons, actor=leader)
        )
    transact(lambda: volunteering.confirming.confirm(public_id, actor=leader))
    return [one.public_id for one in office.lines("submitted")]


def test_somebody_else_approves_what_each_of_the_staff_did(small: tuple[Office, list[str]]) -> None:
    office, staff = small
    for first in staff:
        [line] = list_of(office, first)
        able = {
            name
            for name in staff
            if can(
                lambda line=line, name=name: volunteering.approval.approve([line], actor=office.actors[name])
            )
        }
        assert first not in able
        assert able, first
        approver = sorted(able)[0]
        transact(
            lambda line=line, approver=approver: volunteering.approval.approve(
                [line], actor=office.actors[approver]
            )
        )


def test_whoever_approved_it_an_award_is_taken_back_by_two_others_or_another_and_one(
    small: tuple[Office, list[str]],
) -> None:
    office, staff = small
    actors = office.actors
    approvers = [name for name in staff if people.permissions.may(actors[name], "approve_services")]
    assert approvers
    for approver in approvers:
        [line] = list_of(office, "tian")
        given = transact(
            lambda line=line, approver=approver: volunteering.approval.approve([line], actor=actors[approver])
        )
        assert given.people == 1
        query = sa.text("SELECT id FROM volunteering_award ORDER BY at DESC LIMIT 1").columns(id=sa.Uuid)
        award: UUID = reading(lambda query=query: db.session.execute(query).scalar_one())
        pairs = set()
        for asker in staff:

            def ask(award: UUID = award, asker: str = asker) -> None:
                volunteering.corrections.ask(award, reason="冒领", actor=actors[asker])

            if not can(ask):
                continue
            for second in staff:

                def both(award: UUID = award, second: str = second, ask: Callable[[], None] = ask) -> None:
                    ask()
                    volunteering.corrections.confirm(award, actor=actors[second])

                if can(both):
                    pairs.add((asker, second))
        assert pairs, approver
        assert all(second not in (asker, approver) for asker, second in pairs)


def test_somebody_else_ends_a_relation_of_ones_own_decides_a_setting_confirms_a_card_and_an_undo(
    small: tuple[Office, list[str]],
) -> None:
    office, staff = small
    actors, house = office.actors, system_actor(office.community_id)
    for first in (name for name in staff if people.permissions.may(actors[name], "relate_people")):
        one, other = office.people[first], office.people["tian"]
        transact(
            lambda one=one, other=other: people.relations.relate(one, other, kind="sibling", actor=house)
        )
        [known] = reading(lambda one=one: people.relations.of_persons(office.community_id, [one]))
        able = {
            name
            for name in staff
            if can(
                lambda name=name, known=known: people.relations.end(
                    known.relation_id, reason="记错了", actor=actors[name]
                )
            )
        }
        assert able - {first} == able != set(), first
    pairs = set()
    for first in (name for name in staff if people.permissions.may(actors[name], "propose_settings")):

        def decided(first: str = first, second: str = "", *, withdrawn: bool = False) -> None:
            asked = people.proposals.propose(
                "backfilled_points", True, effective_on=clock.today(), reason="试试", actor=actors[first]
            )
            answer = people.proposals.withdraw if withdrawn else people.proposals.confirm
            answer(asked.proposal_id, actor=actors[second])

        pairs |= {
            (first, name) for name in staff if can(lambda name=name, decided=decided: decided(second=name))
        }
        # what the only one who decides has proposed is withdrawn, and proposed by the other
        assert can(lambda first=first, decided=decided: decided(second=first, withdrawn=True))
    assert pairs
    assert all(first != second for first, second in pairs)
    for what, confirm in (("issue_cards", "confirm_ways"), ("serve_counter", "confirm_undo")):
        for first in (name for name in staff if people.permissions.may(actors[name], what)):
            others = {one for one in staff if one != first and people.permissions.may(actors[one], confirm)}
            assert others, (what, first)

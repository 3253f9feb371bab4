"""Asked for what is not there, or is not so any more: refused by name, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import ledger, people, volunteering
from points.foundation import NotAllowed, NotFound, Refusal, clock, new_id, reading, run, transact
from points.volunteering.models import Objection, ReversalAsk, Service
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.refusals import NotSignedUp, OutOfRange, SignUpLate, SignUpPaused
from points.volunteering.review import objection_rows
from points.volunteering.review.refusals import AlreadyPosted, NotInPublicity, NotObjected, ReversalNotAsked
from points.volunteering.rulebook import versions
from points.volunteering.rulebook.refusals import RuleUnknown
from points.volunteering.services import counting, crediting, records, reversals
from points.volunteering.services.policy import count
from points.volunteering.services.refusals import AlreadyDecided, NotCredited, ReasonMissing
from tests.volunteering.conftest import MORNING, Neighbourhood
from tests.volunteering.test_activities import sign_up
from tests.volunteering.test_approval import award_of
from tests.volunteering.test_corrections import ask, confirm
from tests.volunteering.test_objections import object_to
from tests.volunteering.test_twins import rows_of

# these are decisions, the same whichever engine keeps what they are about
pytestmark = pytest.mark.only_on("sqlite")


def refused(evening: Neighbourhood, deed: Callable[[], Any], why: type[Refusal]) -> None:
    """By this very name, and nothing has changed."""
    before = rows_of(evening.community_id)
    with pytest.raises(why) as said:
        transact(deed)
    assert type(said.value) is why
    assert rows_of(evening.community_id) == before


def line(evening: Neighbourhood) -> records.ServiceRecord:
    """Two hours of 田桂兰 in publicity."""
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("tian"))
    return reading(lambda: volunteering.publicity.posted(evening.community_id))[0]


def award(evening: Neighbourhood) -> UUID:
    evening.approve(evening.held("tian"))
    found = reading(lambda: award_of(evening, "tian")).subject_id
    assert found is not None
    return found


def test_a_reason_is_given(evening: Neighbourhood) -> None:
    one = award(evening)
    ask(evening, one)
    hanging = line(evening)
    object_to(evening, hanging.service_id)
    street, tian = evening.actors["street"], evening.actors["tian"]
    work = volunteering
    deeds: list[Callable[[], Any]] = [
        lambda: work.corrections.ask(one, reason=" ", actor=evening.actors["second"]),
        lambda: work.corrections.decline(one, reason=" ", actor=street),
        lambda: reversals.reverse(one, reason=" ", actor=street),
        lambda: work.objections.decide(hanging.service_id, upheld=True, reason=" ", actor=street),
        lambda: work.objections.raise_one(hanging.service_id, reason=" ", actor=tian),
        lambda: work.approval.reject([hanging.public_id], reason=" ", actor=street),
    ]
    for deed in deeds:
        refused(evening, deed, ReasonMissing)


def test_an_award_that_nobody_knows_is_not_found(evening: Neighbourhood) -> None:
    award(evening)
    street, nobody = evening.actors["street"], new_id()
    for deed in (
        lambda: volunteering.corrections.ask(nobody, reason="冒领", actor=street),
        lambda: volunteering.corrections.confirm(nobody, actor=street),
        lambda: volunteering.corrections.decline(nobody, reason="不", actor=street),
        lambda: volunteering.corrections.effect(nobody, actor=street),
        lambda: reversals.reverse(nobody, reason="冒领", actor=street),
    ):
        refused(evening, deed, NotFound)


def test_what_nobody_asked_back_is_neither_confirmed_nor_declined(evening: Neighbourhood) -> None:
    one, street = award(evening), evening.actors["street"]
    refused(evening, lambda: volunteering.corrections.confirm(one, actor=street), ReversalNotAsked)
    decline = volunteering.corrections.decline
    refused(evening, lambda: decline(one, reason="不", actor=street), ReversalNotAsked)
    ask(evening, one)
    for who in ("tian", "leader"):
        actor = evening.actors[who]
        refused(evening, lambda actor=actor: decline(one, reason="不", actor=actor), NotAllowed)
        refused(
            evening,
            lambda actor=actor: volunteering.corrections.ask(one, reason="不", actor=actor),
            NotAllowed,
        )
        assert reading(lambda actor=actor: volunteering.corrections.waiting(actor)) == []
        assert reading(lambda actor=actor: volunteering.corrections.find(one, actor=actor)) is None
    [seen] = reading(lambda: volunteering.corrections.waiting(street))
    assert (seen.award_id, seen.person_id, seen.tenths, seen.reason) == (
        one,
        evening.people["tian"],
        40,
        "冒领",
    )
    assert (seen.asked_by, seen.asked_at, seen.why_not) == (
        evening.actors["second"].account_id,
        clock.now(),
        None,
    )
    assert reading(lambda: volunteering.corrections.find(one, actor=street)) == seen
    assert reading(lambda: volunteering.corrections.find(new_id(), actor=street)) is None
    transact(lambda: decline(one, reason=" 查过了 ", actor=street))
    [kept] = rows(evening, ReversalAsk)
    assert (kept.status, kept.answer, kept.decided_by, kept.decided_at) == (
        "declined",
        "查过了",
        street.account_id,
        clock.now(),
    )
    ask(evening, one)
    confirm(evening, one)
    assert {row.status for row in rows(evening, ReversalAsk)} == {"declined", "done"}


def rows(evening: Neighbourhood, table: Any) -> list[Any]:
    """What stands in one table."""
    name = table.__tablename__.removeprefix("volunteering_")
    return rows_of(evening.community_id)[name]


@pytest.mark.parametrize("status", ["in_publicity", "approved", "rejected", "submitted"])
def test_what_is_not_credited_is_not_taken_back(evening: Neighbourhood, status: str) -> None:
    one, street = award(evening), evening.actors["street"]
    ask(evening, one)
    transact(lambda: run(sa.update(Service).values(status=status)))
    for deed in (
        lambda: volunteering.corrections.ask(one, reason="冒领", actor=street),
        lambda: volunteering.corrections.confirm(one, actor=street),
        lambda: volunteering.corrections.decline(one, reason="不", actor=street),
        lambda: reversals.reverse(one, reason="冒领", actor=street),
    ):
        refused(evening, deed, NotCredited)


def test_what_was_taken_back_is_taken_back_once(evening: Neighbourhood) -> None:
    one, street = award(evening), evening.actors["street"]
    ask(evening, one)
    confirm(evening, one)
    for deed in (
        lambda: volunteering.corrections.ask(one, reason="冒领", actor=street),
        lambda: volunteering.corrections.confirm(one, actor=street),
        lambda: volunteering.corrections.decline(one, reason="不", actor=street),
        lambda: reversals.reverse(one, reason="冒领", actor=street),
    ):
        refused(evening, deed, AlreadyDecided)
    # as if the state had been set back behind our back: the points move once
    transact(lambda: run(sa.update(Service).values(status="credited")))
    refused(evening, lambda: reversals.reverse(one, reason="冒领", actor=street), AlreadyDecided)
    assert evening.points("tian") == 0


def test_a_service_is_given_once_even_if_its_state_is_set_back(evening: Neighbourhood) -> None:
    award(evening)
    transact(lambda: run(sa.update(Service).values(status="in_publicity", publicity_until=date(2025, 1, 1))))
    refused(evening, lambda: volunteering.publicity.credit_due(evening.community_id), AlreadyDecided)
    assert evening.points("tian") == 40


def test_an_objection_is_decided_once_and_only_where_there_is_one(evening: Neighbourhood) -> None:
    hanging, street = line(evening), evening.actors["street"]

    def decide(line: UUID = hanging.service_id) -> None:
        volunteering.objections.decide(line, upheld=False, reason="查过", actor=street)

    for one in (hanging.service_id, new_id()):
        refused(evening, lambda one=one: decide(one), NotObjected)
    raise_one = volunteering.objections.raise_one
    refused(evening, lambda: raise_one(new_id(), reason="没来", actor=evening.actors["ran"]), NotInPublicity)
    object_to(evening, hanging.service_id)
    here = evening.community_id
    found = reading(lambda: objection_rows.open_of(here, hanging.service_id))
    assert found is not None
    # as if the objection had gone while its line still stands
    transact(lambda: run(sa.update(Objection).values(status="dismissed")))
    refused(evening, decide, NotObjected)
    refused(evening, lambda: objection_rows.close(found, "upheld", "晚了", street), AlreadyDecided)
    assert [row.answer for row in rows(evening, Objection)] == [None]


def test_a_line_that_does_not_hang_out_is_not_shown(evening: Neighbourhood) -> None:
    here, show = evening.community_id, volunteering.publicity.get
    hanging = line(evening)
    assert reading(lambda: show(here, f" {hanging.public_id.upper()} ")) == hanging
    object_to(evening, hanging.service_id)
    assert reading(lambda: show(here, hanging.public_id)).status == "objected"
    with pytest.raises(NotFound):
        reading(lambda: show(here, "fw" + "3" * 12))
    waits = evening.held("yang", starts=clock.now())
    [service] = reading(lambda: records.of_activity(here, get(here, waits).activity_id))
    with pytest.raises(NotInPublicity):
        reading(lambda: show(here, service.public_id))


@pytest.mark.parametrize("status", ["credited", "rejected", "reversed"])
def test_what_is_decided_is_not_sent_back(evening: Neighbourhood, status: str) -> None:
    public_id, officer = evening.held("tian", "yang"), evening.actors["officer"]
    services = evening.services(public_id)
    which = sa.update(Service).where(Service.public_id == services[0])
    transact(lambda: run(which.values(status=status)))
    reject = volunteering.approval.reject
    refused(evening, lambda: reject(services, reason="没来", actor=officer), AlreadyDecided)


@pytest.mark.parametrize("status", ["approved", "in_publicity", "verified", "submitted"])
def test_what_is_not_given_yet_is_sent_back(evening: Neighbourhood, status: str) -> None:
    public_id, officer = evening.held("tian", "yang"), evening.actors["officer"]
    services = evening.services(public_id)
    transact(lambda: run(sa.update(Service).values(status=status)))
    assert transact(lambda: volunteering.approval.reject(services, reason="没来", actor=officer)) == 2
    assert {(row.status, row.version, row.decided_by) for row in rows(evening, Service)} == {
        ("rejected", 2, officer.account_id)
    }


def test_hours_are_cut_of_one_alone(evening: Neighbourhood) -> None:
    public_id, officer = evening.held("tian", "yang"), evening.actors["officer"]
    services = evening.services(public_id)
    approve = volunteering.approval.approve
    for short in ({"minutes": 60}, {"left": time(12)}):
        refused(evening, lambda short=short: approve(services, actor=officer, **short), OutOfRange)
    refused(evening, lambda: approve(services[:1], actor=officer, minutes=0), OutOfRange)
    done = transact(lambda: approve(services[:1], actor=officer, minutes=1))
    assert (done.people, done.minutes, done.tenths) == (1, 1, 0)


def test_a_rule_nobody_knows_is_unknown(evening: Neighbourhood) -> None:
    here = evening.community_id
    for ask_for in (
        lambda: versions.get(here, new_id()),
        lambda: volunteering.rules.of_today(here, new_id()),
        lambda: volunteering.rules.get_in_force(here, "R99"),
    ):
        with pytest.raises(RuleUnknown):
            reading(ask_for)
    evening.rules["R99"] = new_id()
    with pytest.raises(RuleUnknown):
        evening.plan(rule="R99")


def test_who_withdraws_must_be_on_the_list_and_in_time(evening: Neighbourhood) -> None:
    public_id, tian = evening.plan(), evening.actors["tian"]
    withdraw = volunteering.signups.withdraw
    refused(evening, lambda: withdraw(public_id, actor=tian), NotSignedUp)
    sign_up(evening, public_id, "tian")
    clock.set_now(MORNING + timedelta(hours=2))
    refused(evening, lambda: withdraw(public_id, actor=tian), SignUpLate)
    clock.set_now(MORNING + timedelta(hours=2) - timedelta(seconds=1))
    assert transact(lambda: withdraw(public_id, actor=tian)).public_id == public_id
    stranger = new_id()
    officer = evening.actors["officer"]
    for deed in (volunteering.signups.sign_up, withdraw):
        refused(evening, lambda deed=deed: deed(public_id, actor=officer, person_id=stranger), NotFound)


def test_what_was_taken_back_or_posted_is_not_taken_back_again(evening: Neighbourhood) -> None:
    withdraw, officer = volunteering.withdrawal.withdraw, evening.actors["officer"]
    done = evening.approve(evening.held("tian", "yang"))
    refused(evening, lambda: withdraw(done.decision_id, actor=officer), AlreadyPosted)
    refused(evening, lambda: withdraw(new_id(), actor=officer), NotFound)
    refused(evening, lambda: withdraw(done.decision_id, actor=evening.actors["tian"]), NotAllowed)


def test_of_two_who_decide_at_once_the_second_is_told(evening: Neighbourhood) -> None:
    here, public_id = evening.community_id, evening.held("tian", "yang")
    found = reading(lambda: records.of_activity(here, get(here, public_id).activity_id))

    def move(seen: list[records.ServiceRecord], *expect_from: str) -> None:
        records.move_on(here, seen, expect_from=expect_from, status="verified")

    refused(evening, lambda: move(found, "verified"), AlreadyDecided)
    refused(evening, lambda: move([replace(found[0], version=2), found[1]], "submitted"), AlreadyDecided)
    transact(lambda: move(found, "submitted"))
    assert {row.version for row in rows(evening, Service)} == {2}
    refused(evening, lambda: move(found, "submitted", "verified"), AlreadyDecided)
    transact(lambda: move([], "submitted"))


def test_a_cap_that_is_gone_when_it_is_looked_at_again_is_refused(evening: Neighbourhood) -> None:
    """Counted with no room and then given with none: what does not fit is not given beside it."""
    here, tian = evening.community_id, evening.people["tian"]
    evening.held("tian")

    def work() -> list[tuple[int, str]]:
        found = records.records(records.select_records(here))
        known = counting.read(here, found)
        counted = count(known, found)
        charge = ledger.caps.CapCharge("R01", tian, "2025-11-26", amount=80, allowed=80)
        ledger.caps.use(here, [charge])
        records.move_on(here, found, expect_from=["submitted"], status="credited")
        given = crediting.credit(known, counted, approved_by={}, actor=evening.house)
        return [(one.tenths, one.reason) for one in given]

    assert transact(work) == [(0, "cap")]
    assert crediting.credit(counting.read(here, []), [], approved_by={}, actor=evening.house) == []
    assert reading(lambda: counting.tenths_given(here, [])) == {}


def test_who_missed_five_days_of_this_year_is_told_until_when(evening: Neighbourhood) -> None:
    ran = evening.people["ran"]
    for number in range(5):
        public_id = evening.plan(starts=MORNING + timedelta(days=number, hours=2))
        sign_up(evening, public_id, "ran")
        evening.attend(public_id, "tian")
        evening.close(public_id)
        if number == 3:
            sign_up(evening, evening.plan(starts=MORNING + timedelta(days=8)), "ran")
    here = evening.community_id
    days = [date(2025, 11, 26) + timedelta(days=number) for number in range(5)]
    assert reading(lambda: volunteering.signups.no_shows(here, ran)) == days
    later = evening.plan(starts=MORNING + timedelta(days=9))
    refused(evening, lambda: volunteering.signups.sign_up(later, actor=evening.actors["ran"]), SignUpPaused)
    with pytest.raises(SignUpPaused) as said:
        sign_up(evening, later, "ran")
    assert said.value.facts == {"times": 5, "until": date(2026, 2, 28)}
    evening.decide("no_show_pause", None)
    sign_up(evening, later, "ran")
    assert people.persons.get(here, ran) is not None
    clock.set_now(MORNING + timedelta(days=60))
    assert reading(lambda: volunteering.signups.no_shows(here, ran)) == []

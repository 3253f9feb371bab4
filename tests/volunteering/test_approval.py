"""A second person approves: who may, how long days wait, what is given, what is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from points import audit, ledger, oversight, people, volunteering
from points.foundation import Actor, NotAllowed, NotFound, Refusal, clock, db, new_id, reading, transact
from points.volunteering.programme.activity_rows import get
from points.volunteering.programme.refusals import EvidenceMissing, OutOfRange, StartInFuture
from points.volunteering.review.eligibility import judge
from points.volunteering.review.refusals import FirstNeeded, NotClosed, SecondNeeded, StreetNeeded
from points.volunteering.services import reversals
from points.volunteering.services.records import records, select_records
from points.volunteering.services.refusals import (
    AlreadyDecided,
    Overlapping,
    OwnActivity,
    OwnApproval,
    OwnEntry,
    OwnService,
    ReasonMissing,
    RelativesService,
)
from tests.support.statements import counting
from tests.volunteering.conftest import MORNING, Neighbourhood


def approve(evening: Neighbourhood, services: list[str], by: str, minutes: int | None = None) -> object:
    actor = evening.actors[by]
    return transact(lambda: volunteering.approval.approve(services, actor=actor, minutes=minutes))


def refused(evening: Neighbourhood, public_id: str, by: str, why: type[Refusal]) -> None:
    with pytest.raises(why):
        evening.approve(public_id, by=by)


def test_what_waits_in_an_activity_is_told_to_nobody_who_may_not_see_it(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    for ask in (volunteering.one_activity.read, volunteering.one_activity.may_decide):
        assert reading(lambda ask=ask: ask(public_id, actor=evening.actors["officer"]))
        with pytest.raises(NotFound):
            reading(lambda ask=ask: ask(public_id, actor=evening.actors["tian"]))


def test_an_evening_becomes_points_and_hours_once(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "yang")
    done = evening.approve(public_id)
    assert (done.people, done.minutes, done.tenths, done.second) == (2, 240, 80, 0)
    assert (evening.points("tian"), evening.minutes("tian")) == (40, 120)
    refused(evening, public_id, "second", AlreadyDecided)
    assert evening.points("tian") == 40


def test_nobody_approves_an_open_list(evening: Neighbourhood) -> None:
    refused(evening, evening.plan(), "officer", NotClosed)


def test_leaders_and_residents_approve_nothing(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    for who in ("leader", "tian"):
        refused(evening, public_id, who, NotAllowed)


def test_nobody_approves_their_own_service(evening: Neighbourhood) -> None:
    public_id = evening.held("officer")
    refused(evening, public_id, "officer", OwnService)
    assert evening.approve(public_id, by="second").people == 1


def test_nobody_approves_a_relatives_service(evening: Neighbourhood) -> None:
    brother_in_law, wife = evening.held("yang"), evening.held("wife")
    refused(evening, brother_in_law, "second", RelativesService)
    refused(evening, wife, "second", RelativesService)


def test_nobody_approves_what_they_entered(evening: Neighbourhood) -> None:
    public_id = evening.back_fill("tian", by="officer")
    refused(evening, public_id, "officer", OwnEntry)
    assert evening.approve(public_id, by="second").people == 1


def test_nobody_approves_an_activity_they_led_or_ticked(evening: Neighbourhood) -> None:
    evening.people["leader"], evening.actors["leader"] = evening.people["second"], evening.actors["second"]
    public_id = evening.held("tian")
    refused(evening, public_id, "second", OwnActivity)
    ticked = evening.plan(leader=None)
    clock.set_now(clock.now() + timedelta(hours=2))
    who = [evening.people["tian"]]
    transact(
        lambda: volunteering.attendance.tick(ticked, what="in", who=who, actor=evening.actors["officer"])
    )
    clock.set_now(clock.now() + timedelta(hours=2))
    transact(lambda: volunteering.confirming.confirm(ticked, actor=evening.actors["second"]))
    for by in ("officer", "second"):
        refused(evening, ticked, by, OwnEntry)


def test_a_whole_activity_leaves_those_one_may_not_decide_to_somebody_else(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "officer", "shi")
    done = evening.approve(public_id)
    assert (done.people, dict(done.left)) == (2, {"own_service": 1})
    done = evening.approve(public_id, by="second")
    assert (done.people, dict(done.left)) == (1, {})


def test_chosen_ones_are_approved_all_or_none(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "officer")
    with pytest.raises(OwnService):
        approve(evening, evening.services(public_id), "officer")
    assert evening.points("tian") == 0


def test_nine_hours_wait_for_a_second_person(evening: Neighbourhood) -> None:
    public_id = evening.held("shi", rule="R05", hours=9)
    done = evening.approve(public_id)
    assert (done.people, done.second, evening.points("shi")) == (0, 1, 0)
    refused(evening, public_id, "officer", SecondNeeded)
    assert evening.approve(public_id, by="second").people == 1
    assert (evening.points("shi"), evening.minutes("shi")) == (270, 540)


def test_thirteen_hours_wait_for_the_street_office(evening: Neighbourhood) -> None:
    public_id = evening.held("shi", rule="R05", hours=13)
    refused(evening, public_id, "street", FirstNeeded)
    evening.approve(public_id)
    refused(evening, public_id, "second", StreetNeeded)
    assert evening.approve(public_id, by="street").people == 1


def test_where_nobody_sits_in_the_street_office_only_who_may_stands_in_for_it(evening: Neighbourhood) -> None:
    public_id = evening.held("shi", rule="R05", hours=13)
    evening.approve(public_id)
    street = evening.actors["street"].account_id
    assert street is not None
    transact(lambda: people.accounts.close(street, reason="调走了", actor=evening.house))
    limits = {"day_limit_minutes": 480, "street_limit_minutes": 720}

    def refusal(*may: str) -> Refusal | None:
        found = records(select_records(evening.community_id))
        [judged] = judge(found, found, actor=evening.actors["second"], limits=limits, may=set(may))
        return judged.refusal

    assert isinstance(reading(lambda: refusal("plan_activities")), StreetNeeded)
    assert reading(lambda: refusal("plan_activities", "approve_long_days")) is None
    assert evening.approve(public_id, by="second").people == 1


@pytest.mark.parametrize("deed", ["approve", "reject"])
@pytest.mark.parametrize("whose", [[], ["fw" + "3" * 12], ["tian", "fw" + "3" * 12]])
def test_what_is_not_here_is_not_decided_and_nothing_beside_it(
    evening: Neighbourhood, whose: list[str], deed: str
) -> None:
    public_id = evening.held("tian")
    chosen = [service_of(evening, public_id, one) if one == "tian" else one for one in whose]
    officer = evening.actors["officer"]
    deeds: dict[str, Callable[[], object]] = {
        "approve": lambda: volunteering.approval.approve(chosen, actor=officer),
        "reject": lambda: volunteering.approval.reject(chosen, reason="不对", actor=officer),
    }
    with pytest.raises(NotFound):
        transact(deeds[deed])
    assert evening.points("tian") == 0
    assert evening.services(public_id)


def test_two_activities_of_one_day_make_one_long_day(evening: Neighbourhood) -> None:
    morning = evening.held("shi", rule="R05", hours=5)
    evening.approve(morning)
    later = evening.held("shi", rule="R05", hours=4, starts=clock.now())
    assert evening.approve(later).second == 1


def test_of_two_overlapping_services_only_one_is_approved_whole(evening: Neighbourhood) -> None:
    public_id = evening.held("tian")
    clock.set_now(MORNING + timedelta(hours=6))
    other = evening.plan(starts=clock.now() + timedelta(hours=1))
    with pytest.raises(Overlapping):
        evening.back_fill("tian", starts=MORNING + timedelta(hours=3), hours=2)
    evening.attend(other, "tian")
    evening.close(other)
    move(evening, other, MORNING + timedelta(hours=3))
    evening.approve(public_id)
    refused(evening, other, "officer", Overlapping)
    row = reading(lambda: volunteering.one_activity.read(other, actor=evening.actors["second"])).flagged[0]
    assert [(flag.code, flag.minutes) for flag in row.flags] == [("overlap", 60)]
    assert row.suggestion is not None
    assert (row.suggestion.kind, row.suggestion.minutes) == ("trim", 60)
    with pytest.raises(OutOfRange):
        approve(evening, [row.public_id], "second", minutes=61)
    approve(evening, [row.public_id], "second", minutes=60)
    assert evening.minutes("tian") == 180


def service_of(evening: Neighbourhood, public_id: str, name: str) -> str:
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["second"]))
    rows = (*found.flagged, *found.clear)
    return next(row.public_id for row in rows if row.person_id == evening.people[name])


def move(evening: Neighbourhood, public_id: str, starts: object) -> None:
    """Another list says that its people were there at a time that is taken."""

    def work() -> None:
        found = get(evening.community_id, public_id)
        table = sa.table("volunteering_service", *map(sa.column, ("activity_id", "starts_at", "ends_at")))
        ends = starts + timedelta(hours=2)  # type: ignore[operator]
        same = sa.literal(found.activity_id, sa.Uuid())
        at = sa.DateTime(timezone=True)
        db.session.execute(
            sa.update(table)
            .where(table.c.activity_id == same)
            .values(starts_at=sa.literal(starts, at), ends_at=sa.literal(ends, at))
        )

    transact(work)


def test_a_rejection_gives_its_reason_and_nothing_else(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "yang")
    services = sorted(
        evening.services(public_id), key=lambda one: one != service_of(evening, public_id, "tian")
    )
    with pytest.raises(ReasonMissing):
        transact(
            lambda: volunteering.approval.reject(services[:1], reason=" ", actor=evening.actors["officer"])
        )
    transact(
        lambda: volunteering.approval.reject(services[:1], reason="没有来", actor=evening.actors["officer"])
    )
    evening.approve(public_id)
    assert (evening.points("tian"), evening.points("yang")) == (0, 40)
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    assert [(row.name, row.status, row.reason, row.by_name) for row in found.decided] == [
        ("杨志强", "credited", None, "冉婷"),
        ("田桂兰", "rejected", "没有来", "冉婷"),
    ]
    with pytest.raises(AlreadyDecided):
        transact(
            lambda: volunteering.approval.reject(services[1:], reason="晚了", actor=evening.actors["officer"])
        )


def test_a_whole_activity_is_rejected_at_once(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", "yang")
    officer = evening.actors["officer"]
    assert (
        transact(lambda: volunteering.approval.reject_activity(public_id, reason="没有办成", actor=officer))
        == 2
    )
    refused(evening, public_id, "officer", AlreadyDecided)


def test_back_filled_hours_count_and_give_no_points(evening: Neighbourhood) -> None:
    evening.approve(evening.back_fill("tian"), by="second")
    assert (evening.points("tian"), evening.minutes("tian")) == (0, 240)
    evening.decide("backfilled_points", True)
    public_id = evening.back_fill("shi")
    evening.approve(public_id, by="second")
    assert (evening.points("shi"), evening.minutes("shi")) == (80, 240)


@pytest.mark.parametrize(("many", "refusal"), [(0, OutOfRange), (200, NotFound), (201, OutOfRange)])
def test_a_back_fill_is_of_one_to_two_hundred(
    evening: Neighbourhood, many: int, refusal: type[Refusal]
) -> None:
    """Those who are not here are not found where they are not too many."""
    strangers = {f"stranger {one}": new_id() for one in range(many)}
    evening.people |= strangers
    with pytest.raises(refusal):
        evening.back_fill(*strangers)


@pytest.mark.parametrize(("minutes", "good"), [(0, False), (1, True), (240, True), (241, False)])
def test_of_a_back_fill_no_more_counts_than_it_took(
    evening: Neighbourhood, minutes: int, *, good: bool
) -> None:
    if good:
        evening.back_fill("tian", minutes=minutes)
    else:
        with pytest.raises(OutOfRange):
            evening.back_fill("tian", minutes=minutes)


def test_a_back_fill_says_why_and_shows_something(evening: Neighbourhood) -> None:
    starts = MORNING - timedelta(hours=5)

    def enter(reason: str, evidence: str, hours: int = 1) -> None:
        transact(
            lambda: volunteering.back_filling.record(
                [evening.people["tian"]],
                evening.rules["R01"],
                title="",
                starts_at=starts,
                ends_at=starts + timedelta(hours=hours),
                reason=reason,
                evidence=evidence,
                actor=evening.actors["officer"],
            )
        )

    for reason, evidence, hours, why in (
        ("", "照片", 1, ReasonMissing),
        ("忘了", "", 1, EvidenceMissing),
        ("忘了", "照片", 6, StartInFuture),
    ):
        with pytest.raises(why):
            enter(reason, evidence, hours)


def test_a_meeting_gives_points_and_no_hours(evening: Neighbourhood) -> None:
    evening.approve(evening.held("yang", rule="R15"))
    assert (evening.points("yang"), evening.minutes("yang")) == (20, 0)


def test_a_cap_cuts_the_points_and_never_the_hours(evening: Neighbourhood) -> None:
    evening.approve(evening.held("tian", hours=3))
    second = evening.held("tian", hours=3, starts=clock.now())
    assert evening.approve(second).tenths == 20
    third = evening.held("tian", hours=1, starts=clock.now())
    seen = reading(lambda: volunteering.one_activity.read(third, actor=evening.actors["officer"]))
    assert (seen.clear[0].tenths, [flag.code for flag in seen.clear[0].flags]) == (0, ["over_cap"])
    assert evening.approve(third).tenths == 0
    assert (evening.points("tian"), evening.minutes("tian")) == (80, 420)


def test_a_households_cap_counts_its_members_together(evening: Neighbourhood) -> None:
    for number, who in enumerate(("yang", "xiaohe", "yang")):
        evening.approve(evening.held(who, rule="R15", starts=MORNING + timedelta(hours=2, days=number)))
    assert evening.points("yang") == 40


def test_the_cap_of_a_year_lets_the_next_year_begin_anew(evening: Neighbourhood) -> None:
    for number in range(6):
        evening.approve(evening.held("tian", rule="R16", starts=MORNING + timedelta(days=number + 1)))
    assert evening.points("tian") == 100
    evening.approve(evening.held("tian", rule="R16", starts=MORNING + timedelta(days=60)))
    assert evening.points("tian") == 120


def test_hours_may_count_less_and_less(evening: Neighbourhood) -> None:
    evening.decide("decay", [[2, 1], [None, 2]])
    for _ in range(2):
        evening.approve(evening.held("tian", hours=1.5, starts=clock.now() + timedelta(days=1)))
    assert (evening.points("tian"), evening.minutes("tian")) == (50, 180)


def test_publicity_comes_before_the_points(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    public_id = evening.held("tian")
    done = evening.approve(public_id)
    assert (done.tenths, done.publicity_until) == (40, date(2025, 12, 1))
    assert evening.points("tian") == 0
    for day, given in ((date(2025, 12, 1), 0), (date(2025, 12, 2), 1), (date(2025, 12, 3), 0)):
        due = transact(lambda day=day: volunteering.publicity.credit_due(evening.community_id, day))
        assert (len(due.awards), due.more) == (given, False)
    assert (evening.points("tian"), evening.minutes("tian")) == (40, 120)


def test_what_is_objected_to_is_not_credited_until_it_is_settled(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("tian", "yang"))
    lines = reading(lambda: volunteering.publicity.posted(evening.community_id))
    # who approved does not decide about it
    street, resident = evening.actors["street"], evening.actors["ran"]
    for one in lines:
        transact(
            lambda one=one: volunteering.objections.raise_one(
                one.service_id, reason="没看见人", actor=resident
            )
        )
    later = date(2025, 12, 31)
    assert transact(lambda: volunteering.publicity.credit_due(evening.community_id, later)).awards == []
    for one in lines:
        upheld = one.person_id == evening.people["tian"]
        transact(
            lambda one=one, upheld=upheld: volunteering.objections.decide(
                one.service_id, upheld=upheld, reason="查过签到表", actor=street
            )
        )
    assert len(transact(lambda: volunteering.publicity.credit_due(evening.community_id, later)).awards) == 1
    assert (evening.points("tian"), evening.points("yang")) == (0, 40)


def award_of(evening: Neighbourhood, name: str) -> ledger.statements.Line:
    account = people.purses.of_person(evening.community_id, evening.people[name]).account_id
    return next(one for one in ledger.statements.lines(evening.community_id, account) if one.what == "award")


def take_back(evening: Neighbourhood, award: object, actor: Actor) -> None:
    transact(lambda: reversals.reverse(award, reason="冒领", actor=actor))  # type: ignore[arg-type]


def test_an_award_is_reversed_whole_by_another_person_and_its_cap_is_free_again(
    evening: Neighbourhood,
) -> None:
    evening.approve(evening.held("tian", hours=4))
    award = reading(lambda: award_of(evening, "tian")).subject_id
    with pytest.raises(OwnApproval):
        take_back(evening, award, evening.actors["officer"])
    take_back(evening, award, evening.actors["second"])
    assert (evening.points("tian"), evening.minutes("tian")) == (0, 0)
    with pytest.raises(AlreadyDecided):
        take_back(evening, award, evening.actors["second"])
    evening.approve(evening.held("tian", starts=clock.now()))
    assert evening.points("tian") == 40


def test_points_lapse_with_the_year_when_the_community_says_so(evening: Neighbourhood) -> None:
    evening.decide("validity", {"kind": "year_end"})
    evening.approve(evening.held("tian"))
    account = reading(
        lambda: people.purses.of_person(evening.community_id, evening.people["tian"])
    ).account_id
    assert reading(lambda: ledger.statements.lapsing(evening.community_id, account)) == [
        (date(2025, 12, 31), 40)
    ]


def test_every_deed_is_in_the_book_of_deeds_without_names(evening: Neighbourhood) -> None:
    evening.approve(evening.held("tian"))
    rejected = evening.held("yang", starts=clock.now())
    officer = evening.actors["officer"]
    transact(lambda: volunteering.approval.reject_activity(rejected, reason="没有办成", actor=officer))
    lines = reading(lambda: audit.trail.read(evening.community_id))
    assert {
        "activity.planned",
        "attendance.ticked",
        "attendance.checked_out",
        "activity.closed",
        "service.recorded",
        "service.approved",
        "service.rejected",
        "award.credited",
    } <= {line.action for line in lines}
    assert not any(name in str(line.facts) for line in lines for name in ("田桂兰", "杨志强", "没有办成"))
    said = [line.words for line in lines if line.action == "service.rejected"]
    assert said == [{"reason": "没有办成"}]


def crowd(evening: Neighbourhood, count: int) -> list[str]:
    """So many more residents, two of a household each, who share its purse."""

    def register() -> list[str]:
        names = [f"居民{number}" for number in range(count)]
        for number, name in enumerate(names):
            if number % 2 == 0:
                home = people.households.add(f"9{number:02}", actor=evening.house)
            evening.people[name] = people.residents.register(name, actor=evening.house, household_id=home)
        return names

    return transact(register)


@pytest.mark.parametrize("days", [0, 3], ids=["credited", "in publicity"])
def test_forty_people_are_approved_with_as_many_statements_as_two(evening: Neighbourhood, days: int) -> None:
    evening.decide("publicity_days", days)
    names = crowd(evening, 40)
    few = evening.held(*names[:2], starts=MORNING + timedelta(days=1))
    many = evening.held(*names, starts=MORNING + timedelta(days=3))
    said = []
    for public_id in (few, many):
        with counting(db.engine) as sent:
            done = evening.approve(public_id)
        said.append((done.people, sent.number))
    assert said == [(2, said[0][1]), (40, said[0][1])]
    assert said[0][1] <= (24 if not days else 14)


def test_the_night_credits_forty_people_with_as_many_statements_as_two(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    names = crowd(evening, 40)
    said = []
    for number, who in enumerate((names[:2], names)):
        evening.approve(evening.held(*who, starts=MORNING + timedelta(days=1 + 20 * number)))
        clock.set_now(clock.now() + timedelta(days=14))
        with counting(db.engine) as sent:
            done = transact(lambda: volunteering.publicity.credit_due(evening.community_id))
        said.append((len(done.awards), sent.number))
    assert said == [(2, said[0][1]), (40, said[0][1])]
    assert (evening.points(names[0]), evening.points(names[2])) == (160, 80)
    assert oversight.checking.check(evening.community_id).balanced


@pytest.mark.parametrize(("minutes", "points", "flags"), [(29, 0, {"under_least"}), (30, 50, set())])
def test_an_occasion_too_short_gives_no_points_and_says_so(
    evening: Neighbourhood, minutes: int, points: int, flags: set[str]
) -> None:
    public_id = evening.held("tian", rule="R06", hours=minutes / 60)
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    rows = [*found.flagged, *found.clear]
    assert {flag.code for row in rows for flag in row.flags} == flags
    assert [row.tenths for row in rows] == [points]
    assert evening.approve(public_id).tenths == points
    assert (evening.points("tian"), evening.minutes("tian")) == (points, minutes)


def test_what_is_no_service_is_given_on_its_evidence_and_not_by_the_clock(evening: Neighbourhood) -> None:
    public_id = evening.held("tian", rule="R15", hours=0.1)
    assert evening.approve(public_id).tenths == 20

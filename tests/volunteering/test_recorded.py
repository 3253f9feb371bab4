"""What the records of volunteering say: of which activity, whom and how much, with a second one of each beside."""

from __future__ import annotations

from datetime import timedelta

from points import volunteering
from points.foundation import clock, decide, reading, transact
from points.volunteering.programme.activity_rows import get
from points.volunteering.services.records import of_activity
from tests.support.records import facts_of, records_of
from tests.volunteering.conftest import MORNING, Neighbourhood


def id_of(evening: Neighbourhood, public_id: str) -> str:
    """The id of an activity, as facts have it."""
    return str(reading(lambda: get(evening.community_id, public_id)).activity_id)


def said(at: object) -> str:
    """An instant as facts have it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")  # type: ignore[attr-defined,no-any-return]


def test_of_two_activities_the_records_say_what_was_planned_and_who_signed_up_for_which(
    evening: Neighbourhood,
) -> None:
    one = evening.plan(capacity=5)
    other = evening.plan(rule="R04", leader=None, starts=MORNING + timedelta(days=1))
    leader = str(evening.people["leader"])
    assert facts_of("activity.planned") == [
        {
            "rule_id": str(evening.rules["R01"]),
            "starts_at": said(MORNING + timedelta(hours=2)),
            "leader_id": leader,
            "capacity": 5,
        },
        {
            "rule_id": str(evening.rules["R04"]),
            "starts_at": said(MORNING + timedelta(days=1)),
            "leader_id": None,
            "capacity": None,
        },
    ]
    tian, yang = evening.people["tian"], evening.people["yang"]
    transact(lambda: volunteering.signups.sign_up(one, actor=evening.actors["tian"]))
    transact(lambda: volunteering.signups.sign_up(other, actor=evening.actors["officer"], person_id=yang))
    transact(lambda: volunteering.signups.withdraw(one, actor=evening.actors["tian"]))
    rows = records_of("sign_up.made", "sign_up.withdrawn")
    assert [(row.subject_id, row.facts) for row in rows] == [
        (tian, {"activity_id": id_of(evening, one), "for_other": False}),
        (yang, {"activity_id": id_of(evening, other), "for_other": True}),
        (tian, {"activity_id": id_of(evening, one), "for_other": False}),
    ]


def test_who_came_and_how_and_who_did_not_is_recorded_with_the_list(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    evening.plan(title="另一场")
    for name in ("tian", "ran"):
        transact(lambda name=name: volunteering.signups.sign_up(public_id, actor=evening.actors[name]))
    evening.attend(public_id, "tian", "yang")
    evening.close(public_id)
    activity = id_of(evening, public_id)
    tian, yang = evening.people["tian"], evening.people["yang"]
    came = records_of("attendance.ticked", "attendance.checked_out")
    assert {row.subject_id for row in came} == {tian, yang}
    assert [row.facts for row in came] == [{"activity_id": activity, "method": "leader_tick"}] * 4
    assert facts_of("activity.closed") == [{"people": 2, "no_shows": 1, "minutes": 240}]


def test_an_approval_says_of_each_how_long_and_a_back_filled_one_where_it_came_from(
    evening: Neighbourhood,
) -> None:
    public_id, typed = evening.held("tian"), evening.back_fill("yang", by="second")
    activity = id_of(evening, public_id)
    [service] = reading(
        lambda: of_activity(evening.community_id, get(evening.community_id, public_id).activity_id)
    )
    transact(
        lambda: volunteering.approval.approve(
            [service.public_id], minutes=60, reason="早走了一小时", actor=evening.actors["officer"]
        )
    )
    evening.approve(typed)
    tian, yang = evening.people["tian"], evening.people["yang"]
    first, second = records_of("service.approved")
    assert (first.subject_id, first.origin, first.facts) == (
        service.service_id,
        "entered",
        {
            "activity_id": activity,
            "person_id": str(tian),
            "minutes": 60,
            "minutes_before": 120,
        },
    )
    assert (second.origin, second.facts) == (
        "back_filled",
        {
            "activity_id": id_of(evening, typed),
            "person_id": str(yang),
            "minutes": 240,
        },
    )
    credited = records_of("award.credited")
    assert [
        (row.origin, row.facts["person_id"], row.facts["minutes"], row.facts["tenths"]) for row in credited
    ] == [
        ("entered", str(tian), 60, 20),
        # what is typed in afterwards counts hours and gives nothing here
        ("back_filled", str(yang), 240, 0),
    ]
    assert [row.facts["service_id"] for row in credited] == [str(first.subject_id), str(second.subject_id)]


def test_an_approval_that_hangs_out_says_until_when(evening: Neighbourhood) -> None:
    community_id, today = evening.community_id, clock.today()
    transact(lambda: decide(community_id, "publicity_days", 3, effective_on=today, actor=evening.house))
    evening.approve(evening.held("tian"))
    # Thursday, Friday, Monday
    assert [one["publicity_until"] for one in facts_of("service.approved")] == ["2025-12-01"]


def test_a_rejection_names_whom_it_rejects(evening: Neighbourhood) -> None:
    one, other = evening.held("tian"), evening.held("yang")
    officer = evening.actors["officer"]
    transact(lambda: volunteering.approval.reject_activity(other, reason="没有来", actor=officer))
    assert facts_of("service.rejected") == [
        {"activity_id": id_of(evening, other), "person_id": str(evening.people["yang"]), "minutes": 120}
    ]
    assert reading(lambda: get(evening.community_id, one)).status == "held"


def test_an_award_that_is_taken_back_is_named_with_its_service(evening: Neighbourhood) -> None:
    for name in ("yang", "tian"):
        evening.approve(evening.held(name))
    award = records_of("award.credited")[-1]
    transact(
        lambda: volunteering.corrections.ask(award.subject_id, reason="冒领", actor=evening.actors["second"])
    )
    transact(lambda: volunteering.corrections.confirm(award.subject_id, actor=evening.actors["street"]))
    whose = {"service_id": award.facts["service_id"], "tenths": 40}
    assert facts_of("award.reversal_asked") == [whose]
    assert facts_of("award.reversed") == [{**whose, "minutes": 120}]
    assert evening.points("yang") == 40


def test_what_is_handed_on_names_the_new_leader(evening: Neighbourhood) -> None:
    evening.plan()
    leader, second = evening.people["leader"], evening.people["second"]
    transact(lambda: volunteering.activities.hand_on(leader, to=second, actor=evening.house))
    assert facts_of("activity.handed_on") == [{"leader_id": str(second)}]
    assert clock.now() == MORNING

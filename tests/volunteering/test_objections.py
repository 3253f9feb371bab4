"""Objections: raised by residents or written down for them, decided by somebody who has nothing to do with it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, volunteering
from points.foundation import Actor, NotAllowed, Refusal, clock, db, new_id, reading, run, transact
from points.people.models import Account
from points.volunteering.models import Objection
from points.volunteering.review.refusals import (
    NotInPublicity,
    NotObjected,
    ObjectedBefore,
    ObjectedFirst,
    ObjectionOfOne,
    ObjectionsMany,
    OwnApprovalObjected,
    OwnObjection,
)
from points.volunteering.services.refusals import OwnService, ReasonMissing, RelativesService
from tests.volunteering.conftest import Neighbourhood
from tests.volunteering.test_calling_off import told, understand


@pytest.fixture
def line(evening: Neighbourhood) -> UUID:
    """Two hours of 田桂兰, approved by the officer, in publicity for three working days."""
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("tian"))
    [one] = reading(lambda: volunteering.publicity.posted(evening.community_id))
    return one.service_id


def object_to(evening: Neighbourhood, line: UUID, by: str = "ran", reason: str = "没看见人") -> None:
    transact(lambda: volunteering.objections.raise_one(line, reason=reason, actor=evening.actors[by]))


def write_down(evening: Neighbourhood, line: UUID, by: str = "second", whose: str | None = None) -> None:
    person = evening.people[whose] if whose else None
    transact(
        lambda: volunteering.objections.raise_one(
            line, reason="没看见人", person_id=person, orally=True, actor=evening.actors[by]
        )
    )


def decide(
    evening: Neighbourhood, line: UUID, by: str = "street", *, upheld: bool = False, reason: str = "查过了"
) -> None:
    transact(
        lambda: volunteering.objections.decide(line, upheld=upheld, reason=reason, actor=evening.actors[by])
    )


def listed(evening: Neighbourhood, by: str = "street") -> list[volunteering.objection_list.Objected]:
    return reading(lambda: volunteering.objection_list.list_all(evening.actors[by]))


def standing(evening: Neighbourhood, line: UUID) -> tuple[str, date | None]:
    known = reading(lambda: volunteering.publicity.posted(evening.community_id))
    return next(
        ((one.status, one.publicity_until) for one in known if one.service_id == line), ("gone", None)
    )


def supervisor(evening: Neighbourhood) -> Actor:
    """Somebody who watches and decides nothing else."""

    def work() -> Actor:
        person = people.residents.register("监督员", actor=evening.house)
        account = people.accounts.create(person, actor=evening.house)
        people.roles.grant(account, "supervisor", place_id=evening.community_id, actor=evening.house)
        return people.actors.of_account(account, community_id=evening.community_id)

    evening.actors["supervisor"] = transact(work)
    return evening.actors["supervisor"]


def test_upheld_the_line_gives_nothing_and_both_sides_are_told(evening: Neighbourhood, line: UUID) -> None:
    object_to(evening, line)
    assert standing(evening, line)[0] == "objected"
    [one] = listed(evening)
    assert (one.whose, one.objector, one.written_by, one.reason) == ("田桂兰", "冉明", "冉明", "没看见人")
    assert (one.due, one.days_left, one.why_not) == (date(2025, 12, 5), 7, None)
    decide(evening, line, upheld=True, reason="签到表上没有她")
    assert standing(evening, line)[0] == "gone"
    assert told(evening, "tian") == [("upheld", "楼道清扫", "签到表上没有她")]
    assert told(evening, "ran") == [("objection_upheld", "楼道清扫", "签到表上没有她")]
    transact(lambda: volunteering.publicity.credit_due(evening.community_id, date(2025, 12, 31)))
    assert evening.points("tian") == 0
    understand(evening, "tian")
    assert told(evening, "tian") == []
    assert told(evening, "ran") != []


def test_dismissed_it_goes_back_with_one_working_day_at_least(evening: Neighbourhood, line: UUID) -> None:
    until = standing(evening, line)[1]
    assert until == date(2025, 12, 1)
    object_to(evening, line)
    decide(evening, line)
    assert standing(evening, line) == ("in_publicity", until), "the days ran on, and were enough"
    assert told(evening, "tian") == [("dismissed", "楼道清扫", "查过了")]
    assert told(evening, "ran") == [("objection_dismissed", "楼道清扫", "查过了")]
    object_to(evening, line, "yang")
    clock.set_now(clock.now() + timedelta(days=8))
    assert clock.today() == date(2025, 12, 4)
    decide(evening, line)
    assert standing(evening, line) == ("in_publicity", date(2025, 12, 5))
    transact(lambda: volunteering.publicity.credit_due(evening.community_id, date(2025, 12, 6)))
    assert evening.points("tian") == 40


@pytest.mark.parametrize(
    ("raised", "by", "why"),
    [
        ("ran", "officer", OwnApprovalObjected),
        ("second", "second", OwnObjection),
        ("ran", "yang", NotAllowed),
        ("ran", "leader", NotAllowed),
    ],
)
def test_who_approved_who_objected_and_who_may_not_decide_nothing(
    evening: Neighbourhood, line: UUID, raised: str, by: str, why: type[Refusal]
) -> None:
    object_to(evening, line, raised)
    with pytest.raises(why):
        decide(evening, line, by)
    assert standing(evening, line)[0] == "objected"


def test_who_wrote_it_down_and_the_family_of_either_decide_nothing(
    evening: Neighbourhood, line: UUID
) -> None:
    write_down(evening, line, "second", "ran")
    [one] = listed(evening)
    assert (one.objector, one.written_by) == ("冉明", "吴正林")
    with pytest.raises(OwnObjection):
        decide(evening, line, "second")
    street = evening.actors["street"]
    assert street.person_id is not None

    def related(whose: str) -> None:
        transact(
            lambda: people.relations.relate(
                street.person_id, evening.people[whose], kind="sibling", actor=evening.house
            )
        )

    related("ran")
    with pytest.raises(OwnObjection):
        decide(evening, line)
    related("tian")
    with pytest.raises(RelativesService):
        decide(evening, line)
    assert reading(lambda: volunteering.objection_list.waiting_count(street)) == 0
    watcher = supervisor(evening)
    assert reading(lambda: volunteering.objection_list.waiting_count(watcher)) == 1
    decide(evening, line, "supervisor")
    assert standing(evening, line)[0] == "in_publicity"


def test_who_made_the_account_of_who_approved_decides_nothing(evening: Neighbourhood, line: UUID) -> None:
    officer, second = evening.actors["officer"], evening.actors["second"]
    transact(
        lambda: run(
            sa.update(Account).where(Account.id == officer.account_id).values(opened_by=second.account_id)
        )
    )
    object_to(evening, line)
    with pytest.raises(ObjectionOfOne):
        decide(evening, line, "second")


def test_one_decides_about_nothing_of_their_own(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    evening.approve(evening.held("second"))
    [one] = reading(lambda: volunteering.publicity.posted(evening.community_id))
    object_to(evening, one.service_id)
    with pytest.raises(OwnService):
        decide(evening, one.service_id, "second")


def test_one_line_is_objected_to_once_by_the_same_and_no_one_stops_them_all(
    evening: Neighbourhood, line: UUID
) -> None:
    with pytest.raises(ReasonMissing):
        object_to(evening, line, reason=" ")
    object_to(evening, line)
    with pytest.raises(NotInPublicity):
        object_to(evening, line, "yang")
    decide(evening, line)
    with pytest.raises(NotObjected):
        decide(evening, line)
    with pytest.raises(ObjectedBefore):
        object_to(evening, line)
    evening.approve(evening.held("shi", "yang", "leader", "wife", "xiaohe"))
    others = [
        one.service_id
        for one in reading(lambda: volunteering.publicity.posted(evening.community_id))
        if one.service_id != line
    ]
    assert len(others) == 5
    for one in others:
        object_to(evening, one)
    evening.decide("publicity_days", 2)
    evening.approve(evening.held("shi", title="河边清扫"))
    more = reading(lambda: volunteering.publicity.posted(evening.community_id))[-1]
    with pytest.raises(ObjectionsMany):
        object_to(evening, more.service_id)


def test_without_a_name_it_is_written_down_by_staff_alone(evening: Neighbourhood, line: UUID) -> None:
    with pytest.raises(NotAllowed):
        write_down(evening, line, "yang")
    write_down(evening, line)
    [one] = listed(evening)
    assert (one.objector, one.written_by) == ("", "吴正林")
    decide(evening, line, upheld=True)
    [one] = listed(evening)
    assert (one.status, one.answer, one.decided_by) == ("upheld", "查过了", "街道办")


def test_of_those_that_were_decided_the_latest_thirty_are_listed(evening: Neighbourhood, line: UUID) -> None:
    object_to(evening, line, reason="原来的")
    decide(evening, line)

    def as_often() -> None:
        [row] = db.session.execute(sa.select(Objection.__table__)).mappings().all()
        later = row["decided_at"] + timedelta(hours=1)
        more = [{**row, "id": new_id(), "reason": str(one), "decided_at": later} for one in range(30)]
        db.session.execute(sa.insert(Objection.__table__), more)

    transact(as_often)
    found = listed(evening)
    assert len(found) == 30
    assert "原来的" not in {one.reason for one in found}


def test_what_is_objected_to_is_sent_back_by_the_answer_alone(evening: Neighbourhood, line: UUID) -> None:
    object_to(evening, line)
    record = reading(lambda: volunteering.publicity.posted(evening.community_id))[0]
    with pytest.raises(ObjectedFirst):
        transact(
            lambda: volunteering.approval.reject(
                [record.public_id], reason="不对", actor=evening.actors["officer"]
            )
        )

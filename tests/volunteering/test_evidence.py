"""What is no service is given on its evidence: at no door does it come through without."""

from __future__ import annotations

from uuid import UUID

import pytest
import sqlalchemy as sa

from points import volunteering
from points.foundation import NotAllowed, clock, reading, run, transact
from points.volunteering.models import Rule
from points.volunteering.programme.refusals import EvidenceMissing, ListEvidenceMissing, NotYourActivity
from points.volunteering.review.refusals import EvidenceFirst
from tests.volunteering.conftest import Neighbourhood


def bare(evening: Neighbourhood) -> str:
    """A list of a meeting as lists were handed in before: with nothing to show."""
    public_id = evening.plan("居民会议", rule="R15")
    evening.attend(public_id, "tian", "ran")
    rule = evening.rules["R15"]
    transact(lambda: _counts_hours(rule, counts=True))
    evening.close(public_id)
    transact(lambda: _counts_hours(rule, counts=False))
    return public_id


def _counts_hours(rule: UUID, *, counts: bool) -> None:
    run(sa.update(Rule).where(Rule.id == rule).values(counts_hours=counts))


def note(evening: Neighbourhood, public_id: str, by: str = "officer", evidence: str = "签到表 12 号") -> int:
    return transact(
        lambda: volunteering.confirming.note_evidence(public_id, evidence=evidence, actor=evening.actors[by])
    )


def test_a_list_of_no_service_is_handed_in_with_what_there_is_to_show(evening: Neighbourhood) -> None:
    public_id = evening.plan("居民会议", rule="R15")
    evening.attend(public_id, "tian")
    with pytest.raises(ListEvidenceMissing):
        evening.close(public_id, "  ")
    evening.close(public_id, "会议签到表第 3 页")
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=evening.actors["officer"]))
    assert found.evidence == "会议签到表第 3 页"
    assert evening.approve(public_id).tenths == 20


def test_service_speaks_for_itself_and_nobody_came_needs_no_word(evening: Neighbourhood) -> None:
    evening.approve(evening.held("tian"))
    empty = evening.plan("居民会议", rule="R15")
    clock.set_now(
        reading(lambda: volunteering.activities.get(empty, actor=evening.actors["officer"])).ends_at
    )
    assert evening.close(empty).people == 0


def test_what_waits_without_evidence_is_not_approved_by_any_door(evening: Neighbourhood) -> None:
    public_id = bare(evening)
    officer = evening.actors["officer"]
    found = reading(lambda: volunteering.one_activity.read(public_id, actor=officer))
    assert [row.blocked for row in (*found.flagged, *found.clear)] == ["evidence_first"] * 2
    assert not found.may_decide
    [row] = [one for one in reading(lambda: volunteering.queue.page(officer)).rows if one.title == "居民会议"]
    assert row.ready.people == 0
    with pytest.raises(EvidenceFirst):
        evening.approve(public_id)
    services = [row.public_id for row in (*found.flagged, *found.clear)]
    with pytest.raises(EvidenceFirst):
        transact(lambda: volunteering.approval.approve(services, actor=officer))
    # what has nothing to show is sent back
    transact(lambda: volunteering.approval.reject(services[:1], reason="没有签到表", actor=officer))
    assert evening.points("tian") == evening.points("ran") == 0


def test_evidence_is_written_down_later_by_who_keeps_the_list_and_then_it_is_approved(
    evening: Neighbourhood,
) -> None:
    public_id = bare(evening)
    with pytest.raises(NotYourActivity):
        note(evening, public_id, "tian")
    with pytest.raises(EvidenceMissing):
        note(evening, public_id, evidence=" ")
    assert note(evening, public_id, "leader") == 2
    assert note(evening, public_id) == 0, "what was said first stays"
    assert evening.approve(public_id).people == 2
    assert evening.points("tian") == 20


def test_a_back_fill_and_an_old_book_bring_their_own(evening: Neighbourhood) -> None:
    evening.decide("backfilled_points", True)
    public_id = evening.back_fill("tian", by="second", rule="R15")
    assert evening.approve(public_id).tenths == 20
    with pytest.raises(NotAllowed):
        evening.back_fill("tian", by="leader", rule="R15")

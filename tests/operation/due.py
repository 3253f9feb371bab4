"""A service that hangs out until a day, for tests of the nightly round."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from points import audit
from points.foundation import clock, new_id
from tests.support.books import insert
from tests.support.street import Street


def due_service(street: Street, person: UUID, *, until: date) -> UUID:
    """Approved by the officer, in publicity; to be called inside transact."""
    own, now = {"community_id": street.community_id}, clock.now()
    rule, service = new_id(), new_id()
    insert("volunteering_rule", **own, id=rule, code="R99", version=1, kind="award", name="值守", name_en="",
           category="平安", unit="小时", tenths=20, tier="", cap="", evidence="", credits_to="person",
           counts_hours=True, effective_on=clock.today(), created_at=now)  # fmt: skip
    insert("volunteering_service", **own, id=service, public_id="S-DUE", person_id=person, rule_id=rule,
           status="in_publicity", origin="activity", method="leader_tick", served_on=clock.today(), minutes=120,
           quantity_tenths=10, what="值守", evidence="", reason="", entered_by=street.staff["leader"].account_id,
           decided_by=street.staff["officer"].account_id, decided_at=now, decision_reason="",
           publicity_until=until, version=1, created_at=now)  # fmt: skip
    audit.records.record("rule.added", actor=street.system, subject_kind="rule", subject_id=rule)
    audit.records.record(
        "service.approved", actor=street.staff["officer"], subject_kind="service", subject_id=service
    )
    return service

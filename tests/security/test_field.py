"""In the field: a leader reads codes for the own list only, and what was wrong is written down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Flask

from points import people, volunteering
from points.foundation import clock, reading, transact
from tests.security.conftest import Enter
from tests.security.test_counter import refusals
from tests.support.street import PASSWORD, Street


def another_leader(street: Street) -> None:
    def work() -> None:
        who = people.residents.register("别的领队", actor=street.system)
        account = people.accounts.create(who, actor=street.system, username="other-leader", password=PASSWORD)
        people.roles.grant(account, "leader", place_id=street.community_id, actor=street.system)

    transact(work)


def an_evening(street: Street) -> str:
    """An activity of the street's own leader that begins in a quarter of an hour."""

    def work() -> str:
        rule = volunteering.rules.NewRule(
            code="R01", name="社区环境清洁", unit="小时", tenths=20, cap="4小时/日", counts_hours=True
        )
        [rule_id] = volunteering.rules.add([rule], effective_on=date(2025, 1, 1), actor=street.system)
        begins = clock.now() + timedelta(minutes=15)
        return volunteering.activities.plan(
            rule_id,
            title="楼道清扫",
            starts_at=begins,
            ends_at=begins + timedelta(hours=2),
            leader_id=street.staff["leader"].person_id,
            actor=street.staff["officer"],
        ).public_id

    return transact(work)


def test_a_leader_uses_up_no_code_at_the_list_of_another(app: Flask, street: Street, enter: Enter) -> None:
    another_leader(street)
    activity = an_evening(street)
    own, other = enter("leader1"), enter("other-leader")
    shown = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits
    assert other.get(f"/lead/{activity}").status_code == 404
    for action, form in (("scan", {"code": shown}), ("tick", {"who": "all", "what": "in"}), ("close", {})):
        form_: Any = form
        assert other.post(f"/lead/{activity}/{action}", data=form_).status_code == 404, action
    assert own.post(f"/lead/{activity}/scan", data={"code": shown}).status_code == 302
    [here] = reading(lambda: volunteering.attendance_list.read(activity, actor=street.staff["leader"]).here)
    assert here.person_id == street.resident.person_id
    again = own.post(f"/lead/{activity}/scan", data={"code": shown})
    assert again.status_code == 409
    assert len(refusals(street, "attendance.checked_in")) == 1

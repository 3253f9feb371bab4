"""What each audience reads of every state there is: the state that is, in words, and never the one that is expected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from points import ledger, people, volunteering
from points.foundation import clock, db, reading, transact
from points.volunteering.models import SERVICE_STATES, Activity, SignUp
from points.volunteering.services import reversals
from tests.support.desk_day import MORNING, DeskDay, enter, words
from tests.support.street import PASSWORD
from tests.support.visitors import Visitor

WHO, WHAT = "滕天菊", "社区环境清洁"
#: by audience, who signs in
READERS = {"resident": "tengtianju", "leader": "luohaiyan", "officer": "yaomin", "supervisor": "longanping"}

Reads = dict[str, tuple[str, list[str], list[str]]]
"""By audience: the page, what stands there, and what does not."""


@pytest.fixture
def states(desk_day: DeskDay) -> DeskDay:
    """The desk, with a resident who signs in and the minute in which an approval can be taken back."""

    def work() -> None:
        account = people.accounts.create(
            desk_day.neighbours[WHO],
            actor=desk_day.street.system,
            username=READERS["resident"],
            password=PASSWORD,
        )
        people.roles.grant(account, "resident", place_id=desk_day.community_id, actor=desk_day.street.system)

    transact(work)
    desk_day.decide("takeback_seconds", 60)
    return desk_day


def read_as_everybody(client: Visitor, activity: str, reads: Reads) -> None:
    """Each audience opens its page and finds the words."""
    for audience, (address, there, not_there) in reads.items():
        enter(client, READERS[audience])
        answer = client.get(address.format(activity=activity))
        assert answer.status_code == 200, (audience, address)
        page = words(answer.text)
        assert [one for one in there if one not in page] == [], (audience, address, page)
        assert [one for one in not_there if one in page] == [], (audience, address, page)


# -- services -------------------------------------------------------------------------------------------------------


def _held(day: DeskDay) -> str:
    return day.held(absent=("麻春辉", "冉学强", "石志强"))


def _approved(day: DeskDay) -> str:
    activity = _held(day)
    transact(lambda: volunteering.approval.approve_activity(activity, actor=day.officers[1]))
    return activity


def _verified(day: DeskDay) -> str:
    day.decide("day_limit_minutes", 60)
    return _approved(day)


def _in_publicity(day: DeskDay) -> str:
    day.decide("publicity_days", 3)
    return _approved(day)


def _objected(day: DeskDay) -> str:
    activity = _in_publicity(day)
    [line] = reading(lambda: volunteering.publicity.posted(day.community_id))
    transact(
        lambda: volunteering.objections.raise_one(line.service_id, reason="没看见人", actor=day.officers[1])
    )
    return activity


def _credited(day: DeskDay) -> str:
    activity = _approved(day)
    clock.set_now(MORNING + timedelta(minutes=1))
    transact(lambda: volunteering.posting.post_due(day.community_id))
    return activity


def _rejected(day: DeskDay) -> str:
    activity = _held(day)
    transact(
        lambda: volunteering.approval.reject_activity(activity, reason="没有到场。", actor=day.officers[1])
    )
    return activity


def _reversed(day: DeskDay) -> str:
    activity = _credited(day)
    purse = reading(lambda: people.purses.of_person(day.community_id, day.neighbours[WHO]))
    lines = reading(lambda: ledger.statements.lines(day.community_id, purse.account_id))
    award = next(one.subject_id for one in lines if one.what == "award")
    assert award is not None
    transact(lambda: reversals.reverse(award, reason="名单错了。", actor=day.officers[0]))
    return activity


def _set_by_hand(status: str) -> Callable[[DeskDay], str]:
    """A state that the house does not write today; old books may have it."""

    def make(day: DeskDay) -> str:
        activity = _held(day)
        table = sa.table("volunteering_service", sa.column("status"))
        transact(lambda: db.session.execute(sa.update(table).values(status=status)))
        return activity

    return make


DESK, PHONE, BOARD, LEAD = "/desk/review/{activity}", "/", "/board", "/lead"
PADLOCK = "您没有审核权限"
#: what a supervisor reads instead, who decides only where nobody else may
OTHERS = "别人能审"

SERVICES: dict[str, tuple[Callable[[DeskDay], str], Reads]] = {
    "draft": (_set_by_hand("draft"), {"officer": (DESK, ["草稿"], ["已入账"])}),
    "submitted": (
        _held,
        {
            "resident": (BOARD, ["现在没有公示"], [WHAT]),
            "leader": (LEAD, [WHAT, "等审核"], ["审核完了"]),
            "officer": (DESK, ["没有疑点的 1 人", "通过没有疑点的 1 人"], ["已通过", "已入账", PADLOCK]),
            "supervisor": (DESK, [OTHERS, "等审核的 1 人"], ["已入账", PADLOCK]),
        },
    ),
    "verified": (
        _verified,
        {
            "resident": (BOARD, ["现在没有公示"], [WHAT]),
            "leader": (LEAD, [WHAT, "等审核"], ["审核完了"]),
            "officer": (DESK, ["要您看一眼", WHO], ["已入账", PADLOCK]),
            "supervisor": (DESK, [OTHERS], ["已入账", PADLOCK]),
        },
    ),
    "deliberated": (_set_by_hand("deliberated"), {"officer": (DESK, ["已评议"], ["已入账"])}),
    "approved": (
        _approved,
        {
            "resident": (PHONE, [WHAT, "通过了，马上入账"], ["没有通过", "等审核"]),
            "leader": (LEAD, [WHAT, "审核完了"], []),
            "officer": (DESK, ["已通过", "吴芳", "合计 1 人"], ["已入账", "撤回", PADLOCK, OTHERS]),
            "supervisor": (DESK, ["已通过", "吴芳"], ["已入账", "撤回", PADLOCK, OTHERS]),
        },
    ),
    "in_publicity": (
        _in_publicity,
        {
            "resident": (BOARD, [WHAT], ["现在没有公示", WHO]),
            "leader": (LEAD, [WHAT, "审核完了"], []),
            "officer": (DESK, ["公示中"], ["已入账", PADLOCK, OTHERS]),
            "supervisor": (DESK, ["公示中"], ["已入账", PADLOCK, OTHERS]),
        },
    ),
    "objected": (
        _objected,
        {
            "resident": (BOARD, [WHAT], [WHO, "没看见人"]),
            "leader": (LEAD, [WHAT, "审核完了"], []),
            "officer": (DESK, ["异议中"], ["已入账", PADLOCK]),
            "supervisor": (DESK, ["异议中"], ["已入账", PADLOCK]),
        },
    ),
    "credited": (
        _credited,
        {
            "resident": (PHONE, [WHAT + " 2 小时", "+4.0", "合计4 分"], ["已冲正", "马上入账"]),
            "leader": (LEAD, [WHAT, "审核完了"], []),
            "officer": (DESK, ["已入账", "合计 1 人"], ["已通过", "公示中", PADLOCK]),
            "supervisor": (DESK, ["已入账"], ["已通过", PADLOCK, OTHERS]),
        },
    ),
    "rejected": (
        _rejected,
        {
            "resident": (PHONE, [WHAT, "没有通过：没有到场。"], ["等审核"]),
            "leader": (LEAD, [WHAT, "审核完了"], []),
            "officer": (DESK, ["退回", "没有到场。", "合计 0 人"], ["已入账", PADLOCK]),
            "supervisor": (DESK, ["退回", "没有到场。"], ["已入账", PADLOCK]),
        },
    ),
    "reversed": (
        _reversed,
        {
            "resident": (PHONE, ["冲正：" + WHAT, "−4.0", "已冲正", "合计0 分"], []),
            "leader": (LEAD, [WHAT, "审核完了"], []),
            "officer": (DESK, ["已冲正", "名单错了。", "合计 0 人"], ["已入账", PADLOCK]),
            "supervisor": (DESK, ["已冲正", "名单错了。"], ["已入账", PADLOCK]),
        },
    ),
}


@pytest.mark.parametrize("status", SERVICES)
def test_a_service_is_called_what_it_is(client: Visitor, states: DeskDay, status: str) -> None:
    make, reads = SERVICES[status]
    activity = make(states)
    found = sa.text("SELECT DISTINCT status FROM volunteering_service")
    assert reading(lambda: list(db.session.scalars(found))) == [status]
    read_as_everybody(client, activity, reads)


# -- activities -----------------------------------------------------------------------------------------------------

AHEAD = MORNING + timedelta(hours=5)


def _open(day: DeskDay) -> str:
    return day._plan(WHAT, AHEAD)


def _running(day: DeskDay) -> str:
    activity = _open(day)
    clock.set_now(AHEAD + timedelta(minutes=10))
    return activity


def _unconfirmed(day: DeskDay) -> str:
    activity = _open(day)
    clock.set_now(AHEAD + timedelta(hours=3))
    return activity


def _cancelled(day: DeskDay) -> str:
    activity = _open(day)
    transact(lambda: volunteering.activities.cancel(activity, reason="下雨", actor=day.officers[0]))
    return activity


LIST = "/desk/activities"
NOT_HANDED_IN = "领队还没有交名单"
NONE_AHEAD = "这几天没有活动"

ACTIVITIES: dict[str, tuple[Callable[[DeskDay], str], Reads]] = {
    "open": (
        _open,
        {
            "resident": ("/earn", ["正在报名 " + WHAT, "今天 14:00–16:00"], ["正在进行", NONE_AHEAD]),
            "leader": (LEAD, [WHAT, "0 人报名"], ["等审核"]),
            "officer": (DESK, ["还没有人报名", "打印签到表"], [NOT_HANDED_IN, PADLOCK, "还没确认"]),
            "supervisor": (DESK, ["还没有人报名"], [NOT_HANDED_IN, PADLOCK]),
        },
    ),
    "running": (
        _running,
        {
            "resident": ("/earn", ["正在进行 " + WHAT], ["正在报名 " + WHAT]),
            "leader": (LEAD, [WHAT], ["等审核"]),
            "officer": (LIST, [WHAT, "进行中"], []),
            "supervisor": (DESK, ["还没有人报名"], [NOT_HANDED_IN, PADLOCK]),
        },
    ),
    "unconfirmed": (
        _unconfirmed,
        {
            "resident": ("/earn", [NONE_AHEAD], ["14:00–16:00"]),
            "leader": (LEAD, [WHAT], ["等审核"]),
            "officer": (DESK, [NOT_HANDED_IN, "名单还没确认"], [PADLOCK]),
            "supervisor": (DESK, [NOT_HANDED_IN], [PADLOCK]),
        },
    ),
    "held": SERVICES["submitted"],
    "reviewed": SERVICES["credited"],
    "cancelled": (
        _cancelled,
        {
            "resident": ("/earn", [NONE_AHEAD, "取消了的 " + WHAT, "原因：下雨"], ["正在报名 " + WHAT]),
            "officer": (DESK, ["活动取消了", "下雨"], [NOT_HANDED_IN, PADLOCK, "打印签到表"]),
            "supervisor": (DESK, ["活动取消了"], [NOT_HANDED_IN, PADLOCK]),
        },
    ),
}


@pytest.mark.parametrize("status", ACTIVITIES)
def test_an_activity_is_called_what_it_is(client: Visitor, states: DeskDay, status: str) -> None:
    make, reads = ACTIVITIES[status]
    read_as_everybody(client, make(states), reads)


# -- sign-ups and attendance ----------------------------------------------------------------------------------------


def _sign_up(day: DeskDay, activity: str) -> None:
    who = day.neighbours[WHO]
    transact(lambda: volunteering.signups.sign_up(activity, actor=day.street.system, person_id=who))


def _signed_up(day: DeskDay) -> str:
    activity = _open(day)
    _sign_up(day, activity)
    return activity


def _withdrawn(day: DeskDay) -> str:
    activity = _signed_up(day)
    who = day.neighbours[WHO]
    transact(lambda: volunteering.signups.withdraw(activity, actor=day.street.system, person_id=who))
    return activity


def _checked_in(day: DeskDay, *, out: bool = False) -> str:
    activity = _signed_up(day)
    _tick(day, activity, "in", WHO)
    if out:
        clock.set_now(AHEAD + timedelta(hours=1))
        _tick(day, activity, "out", WHO)
    return activity


def _tick(day: DeskDay, activity: str, what: str, name: str) -> None:
    assert day.leader is not None
    leader, who = day.leader, [day.neighbours[name]]
    if what == "in":
        clock.set_now(AHEAD)
    transact(lambda: volunteering.attendance.tick(activity, what=what, who=who, actor=leader))


def _no_show(day: DeskDay) -> str:
    activity = _signed_up(day)
    assert day.leader is not None
    leader = day.leader
    _tick(day, activity, "in", "麻春辉")
    clock.set_now(AHEAD + timedelta(hours=2))
    _tick(day, activity, "out", "麻春辉")
    transact(lambda: volunteering.confirming.confirm(activity, actor=leader))
    transact(lambda: volunteering.approval.approve_activity(activity, actor=day.officers[1]))
    return activity


SHEET = "/lead/{activity}"

SIGN_UPS: dict[str, tuple[Callable[[DeskDay], str], Reads]] = {
    "signed_up": (
        _signed_up,
        {
            "resident": ("/earn", ["我报了名的", "不去了"], []),
            "leader": (SHEET, [WHO, "还没到"], ["签退了"]),
            "officer": (DESK, ["报名的 1 人", WHO], ["没有签到"]),
            "supervisor": (DESK, ["报名的 1 人", WHO], ["电话尾号"]),
        },
    ),
    "withdrawn": (
        _withdrawn,
        {
            "resident": ("/earn", [WHAT], ["我报了名的"]),
            "leader": (SHEET, ["还没有人报名"], [WHO]),
            "officer": (DESK, ["还没有人报名"], [WHO]),
            "supervisor": (DESK, ["还没有人报名"], [WHO]),
        },
    ),
    "no_show": (
        _no_show,
        {
            "officer": (DESK, ["报了名没有来：滕天菊"], []),
            "supervisor": (DESK, ["报了名没有来：滕天菊"], []),
        },
    ),
}

#: how far somebody is on the sheet
PRESENCES: dict[str, tuple[Callable[[DeskDay], str], Reads]] = {
    "here": (
        _checked_in,
        {
            "leader": (SHEET, ["已经到了", WHO], ["签退了"]),
            "officer": (DESK, ["报名的 1 人，已经到 1 人", "14:00"], [NOT_HANDED_IN]),
            "supervisor": (DESK, ["已经到 1 人"], [NOT_HANDED_IN]),
        },
    ),
    "gone": (
        lambda day: _checked_in(day, out=True),
        {
            "leader": (SHEET, ["签退了", "15:00 签退"], []),
            "officer": (DESK, ["已经到 1 人"], [NOT_HANDED_IN]),
            "supervisor": (DESK, ["已经到 1 人"], [NOT_HANDED_IN]),
        },
    ),
}


@pytest.mark.parametrize("status", SIGN_UPS)
def test_a_sign_up_is_called_what_it_is(client: Visitor, states: DeskDay, status: str) -> None:
    make, reads = SIGN_UPS[status]
    read_as_everybody(client, make(states), reads)


@pytest.mark.parametrize("status", PRESENCES)
def test_somebody_who_came_is_where_they_are(client: Visitor, states: DeskDay, status: str) -> None:
    make, reads = PRESENCES[status]
    read_as_everybody(client, make(states), reads)


def _allowed(model: type[Activity | SignUp]) -> set[str]:
    """The words that the status of a table takes, as its CHECK says."""
    checks = [one for one in model.__table__.constraints if isinstance(one, sa.CheckConstraint)]
    [check] = [one for one in checks if str(one.sqltext).startswith("status IN")]
    return {word.strip(" '()") for word in str(check.sqltext).removeprefix("status IN").split(",")}


def test_no_state_of_the_house_is_without_a_case() -> None:
    assert set(SERVICES) == set(SERVICE_STATES)
    assert _allowed(Activity) - set(ACTIVITIES) == set()
    assert _allowed(SignUp) == set(SIGN_UPS)

"""What became of something that is somebody's, told on their first page until they have read it: an activity called off,
an award taken back, an objection that was decided. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import Actor, clock
from points.foundation.prepared import given, prepared
from points.volunteering.models import Activity, Award, NoticeRead, Objection, Service, SignUp

#: told so long, and of an activity until so long after its day
TOLD_DAYS = 30


@dataclass(frozen=True)
class Told:
    """One thing to tell. `kind` is cancelled or resumed (an activity one signed up for), reversed (an award of the own
    purse), upheld or dismissed (an objection to one's own work), objection_upheld or objection_dismissed (one's own).

    `starts_at` is when an activity begins, else `day` the one of the service; `mine` whether the reader did it.
    """

    kind: str
    about_id: UUID
    at: datetime
    title: str
    starts_at: datetime | None
    day: date | None
    reason: str
    tenths: int | None
    until: date | None
    mine: bool


def read(actor: Actor, account_id: UUID) -> list[Told]:
    """What is told to this person, the newest first; `account_id` is their purse."""
    rows = _told().all(**asked(actor, account_id))
    return [Told(*(*row[:9], bool(row[9]))) for row in rows]


@prepared
def _told() -> sa.Executable:
    told = _everything().subquery("told")
    return sa.select(*told.c).order_by(told.c.at.desc(), told.c.about_id)


def any_told() -> sa.ColumnElement[bool]:
    """Whether anything is told, for a statement that is asked anyway and gives what this one does; mostly nothing is."""
    return sa.exists().select_from(_everything().subquery("anything"))


def asked(actor: Actor, account_id: UUID) -> dict[str, Any]:
    """The values these statements are given."""
    now = clock.now()
    return {
        "community": actor.community_id,
        "person": actor.person_id,
        "account": account_id,
        "now": now,
        "told_since": now - timedelta(days=TOLD_DAYS),
    }


def _everything() -> sa.CompoundSelect[*tuple[Any, ...]]:
    return sa.union_all(
        _signed_up_for("cancelled", Activity.cancelled_at).where(
            Activity.status == "cancelled", Activity.starts_at >= given("told_since", Activity.starts_at)
        ),
        _signed_up_for("resumed", Activity.resumed_at).where(
            Activity.status == "open",
            Activity.starts_at > given("now", Activity.starts_at),
            # who signed up afterwards never heard that it was off
            SignUp.at <= Activity.cancelled_at,
        ),
        _taken_back(),
        _decided("upheld", "upheld", Service.person_id),
        _decided("dismissed", "dismissed", Service.person_id),
        _decided("objection_upheld", "upheld", Objection.person_id),
        _decided("objection_dismissed", "dismissed", Objection.person_id),
    )


def _columns(kind: str, about: Any, at: Any, title: Any, **more: Any) -> list[Any]:
    """The columns of one part, in the order of `Told`; what it does not have is nothing of the same type."""
    types = {
        "starts_at": Activity.starts_at,
        "day": Service.served_on,
        "reason": Service.decision_reason,
        "tenths": Award.tenths,
        "until": Service.publicity_until,
        "mine": Award.tenths,
    }
    values = {name: more.get(name, sa.cast(sa.null(), column.type)) for name, column in types.items()}
    named = {"kind": sa.literal_column(f"'{kind}'", sa.Text()), "about_id": about, "at": at, "title": title}
    return [value.label(name) for name, value in {**named, **values}.items()]


def _unread(about: Any, at: Any) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(
        NoticeRead.community_id == given("community"),
        NoticeRead.person_id == given("person"),
        NoticeRead.about_id == about,
        NoticeRead.at >= at,
    )


def _signed_up_for(kind: str, at: Any) -> sa.Select[*tuple[Any, ...]]:
    reason = sa.func.coalesce(Activity.cancel_reason, "")
    named = _columns(kind, Activity.id, at, Activity.title, starts_at=Activity.starts_at, reason=reason)
    joined = sa.and_(SignUp.community_id == Activity.community_id, SignUp.activity_id == Activity.id)
    return (
        sa.select(*named)
        .join(SignUp, joined)
        .where(Activity.community_id == given("community"), _unread(Activity.id, at))
        .where(SignUp.person_id == given("person"), SignUp.status == "signed_up")
    )


def _taken_back() -> sa.Select[*tuple[Any, ...]]:
    """Awards that are gone from a purse, whoever of its people did the work: all of them miss the points."""
    named = _columns(
        "reversed",
        Award.id,
        Service.decided_at,
        Service.what,
        day=Service.served_on,
        reason=Service.decision_reason,
        tenths=Award.tenths,
        mine=_is_mine(),
    )
    joined = sa.and_(Award.community_id == Service.community_id, Award.service_id == Service.id)
    return (
        sa.select(*named)
        .join(Award, joined)
        .where(Service.community_id == given("community"), _unread(Award.id, Service.decided_at))
        .where(Service.status == sa.literal_column("'reversed'"))
        .where(Service.decided_at >= given("told_since", Service.decided_at))
        .where(Award.account_id == given("account"))
    )


def _decided(kind: str, status: str, whose: Any) -> sa.Select[*tuple[Any, ...]]:
    named = _columns(
        kind,
        Objection.id,
        Objection.decided_at,
        Service.what,
        day=Service.served_on,
        reason=sa.func.coalesce(Objection.answer, ""),
        until=Service.publicity_until,
        mine=_is_mine(),
    )
    joined = sa.and_(Service.community_id == Objection.community_id, Service.id == Objection.service_id)
    return (
        sa.select(*named)
        .join(Service, joined)
        .where(Objection.community_id == given("community"), _unread(Objection.id, Objection.decided_at))
        .where(Objection.status == status, whose == given("person"))
        .where(Objection.decided_at >= given("told_since", Objection.decided_at))
    )


def _is_mine() -> sa.ColumnElement[int]:
    return sa.case((Service.person_id == given("person"), 1), else_=0)

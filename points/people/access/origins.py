"""Who made whose account: the people who could have come in as somebody else are no second person beside them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from points.foundation import Actor, db
from points.foundation.prepared import given, prepared
from points.people.models import Account, Slip


def are_of_one(community_id: UUID, one: UUID | None, other: UUID | None) -> bool:
    """Whether two accounts count as one person's: they are the same, or the person behind one of them opened the
    other or printed a slip that set its password.

    The installation itself (None) is of one origin with nobody.
    """
    if one is None or other is None:
        return False
    return one == other or bool(_made().values(community=community_id, one=one, other=other))


def could_be(account_id: UUID | None, *, actor: Actor) -> bool:
    """Whether this actor may be whoever has an account: it is theirs, or their person's, or of one origin with theirs.

    What the installation itself did, or does, is nobody's.
    """
    if account_id is None or actor.account_id is None:
        return False
    query = sa.select(Account.person_id).where(
        Account.community_id == actor.community_id, Account.id == account_id
    )
    same = actor.person_id is not None and db.session.scalar(query) == actor.person_id
    return same or are_of_one(actor.community_id, actor.account_id, account_id)


def of_one(column: sa.SQLColumnExpression[UUID | None]) -> sa.ColumnElement[bool]:
    """Whether the account in a column is of one origin with `account`, for a statement of a room above that gives it
    that account and the `community`: asked row by row, by key."""
    mine, theirs, printed = aliased(Account), aliased(Account), aliased(Slip)
    here = given("community")
    opened = sa.exists().where(
        theirs.community_id == here, theirs.id == column, theirs.opened_by == given("account")
    )
    opened_mine = sa.exists().where(
        mine.community_id == here, mine.id == given("account"), mine.opened_by == column
    )
    by_slip = sa.exists().where(
        printed.community_id == here,
        printed.used_at.is_not(None),
        sa.or_(
            sa.and_(printed.account_id == column, printed.issued_by == given("account")),
            sa.and_(printed.account_id == given("account"), printed.issued_by == column),
        ),
    )
    return sa.or_(opened, opened_mine, by_slip)


@prepared
def _made() -> sa.Executable:
    """Which of two accounts was made by the other."""
    opened = sa.select(Account.id).where(
        Account.community_id == given("community"),
        sa.or_(
            sa.and_(Account.id == given("one"), Account.opened_by == given("other")),
            sa.and_(Account.id == given("other"), Account.opened_by == given("one")),
        ),
    )
    printed = sa.select(Slip.account_id).where(
        Slip.community_id == given("community"),
        Slip.used_at.is_not(None),
        sa.or_(
            sa.and_(Slip.account_id == given("one"), Slip.issued_by == given("other")),
            sa.and_(Slip.account_id == given("other"), Slip.issued_by == given("one")),
        ),
    )
    return sa.union(opened, printed)

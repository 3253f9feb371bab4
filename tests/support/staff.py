"""One account for each role in a small community, and browsers that are signed in with them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask

from points import people
from points.foundation import reading, system_actor, transact
from tests.support.visitors import Visitor

ROLES = ("resident", "leader", "officer", "clerk", "shop_manager", "supervisor", "street", "admin")


def small_community() -> UUID:
    """A community with its places above it."""
    return transact(lambda: people.places.found_community("锦溪社区", district="碧江区", street="锦溪街道"))


def staff_of(community_id: UUID) -> dict[str, UUID]:
    """An account for each role; nobody has a password, as nobody signs in by one here."""
    house = system_actor(community_id)

    def work() -> dict[str, UUID]:
        return {role: _account(community_id, role) for role in ROLES}

    def _account(community_id: UUID, role: str) -> UUID:
        home = people.households.add("001", actor=house) if role == "resident" else None
        who = people.residents.register(f"演{role}", actor=house, household_id=home)
        account = people.accounts.create(who, actor=house, username=role.replace("_", "-"))
        if role != "resident":
            people.roles.grant(account, role, place_id=community_id, actor=house)
        return account

    return transact(work)


def signed_in(app: Flask, community_id: UUID, account_id: UUID) -> Visitor:
    """A browser with a session of this account, begun now."""
    client = app.test_client()
    known = reading(lambda: people.actors.find_known(account_id, None))
    assert known is not None
    now = int(datetime.now(UTC).timestamp())
    number = transact(
        lambda: people.sessions.begin(
            community_id, account_id, known.session_epoch, machine=people.sessions.Machine()
        )
    )
    with client.session_transaction() as session:
        session.update(_user_id=f"a.{community_id}.{account_id}.{number}", _fresh=True, begun=now, seen=now)
    return client  # type: ignore[return-value]

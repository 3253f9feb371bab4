"""Who plays the demo: staff, a resident from the imported roster, one account for each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from points import people
from points.demo.accounts import known as accounts
from points.demo.kept import DemoAccount, keep_accounts
from points.foundation import Actor, reading, system_actor, transact

#: user name, role, name; residents come from the roster
STAFF = (
    ("leader", "leader", "罗海燕"),
    ("officer", "officer", "周敏"),
    ("officer2", "officer", "陈立新"),
    ("clerk", "clerk", "冉婷"),
    ("manager", "shop_manager", "石玉梅"),
    ("supervisor", "supervisor", "龙安平"),
    ("street", "street", "何建华"),
    ("admin", "admin", "姚远"),
)
#: a household of the sample with enough points for a bag of rice and more, of which some lapse soon
RESIDENT_HOUSEHOLD = "170"


#: the first day of the sample's books
BEGAN = date(2025, 1, 1)


@dataclass(frozen=True)
class Cast:
    """The accounts, and the actors behind them by user name."""

    accounts: list[DemoAccount]
    ids: dict[str, UUID]

    def actor(self, username: str) -> Actor:
        """Somebody of the cast, with today's roles; to be read inside a transaction or a reading."""
        return people.actors.of_account(self.ids[username])

    def read_actor(self, username: str) -> Actor:
        """The same, in a reading of its own."""
        return reading(lambda: self.actor(username))


def open_accounts(community_id: UUID, instance: Path, say: Callable[[str], None]) -> Cast:
    """Every account of the demo; one whose password was lost gets a new one."""
    kept = {one.username: one for one in accounts(instance)}
    resident = reading(lambda: _resident(community_id))
    wanted = (("resident", "resident", resident.name), *STAFF)
    made: list[DemoAccount] = []
    ids: dict[str, UUID] = {}
    for username, role, name in wanted:
        known = reading(partial(people.accounts.find, username))
        account = kept.get(username) if known else None
        if account is None:
            account = DemoAccount(role, username, people.passwords.new(), name)
            who = resident.person_id if role == "resident" else None
            ids[username] = transact(partial(_open, account, known, who, community_id))
        elif known:
            ids[username] = known[1]
        made.append(account)
    if made != list(kept.values()):
        keep_accounts(instance, made)
        say("Accounts opened 账号已开好")
    return Cast(made, ids)


def _open(
    account: DemoAccount, known: tuple[UUID, UUID] | None, person_id: UUID | None, community_id: UUID
) -> UUID:
    system = system_actor(community_id)
    if known:
        people.passwords.give(known[1], account.password, actor=system)
        return known[1]
    who = person_id or _staff(account.name, community_id)
    opened = people.accounts.create(who, actor=system, username=account.username, password=account.password)
    if account.role != "resident":
        place = _street(system) if account.role == "street" else community_id
        people.roles.grant(opened, account.role, place_id=place, valid_from=BEGAN, actor=system)
    return opened


def _resident(community_id: UUID) -> people.persons.PersonInfo:
    household = people.households.find(community_id, RESIDENT_HOUSEHOLD)
    assert household is not None, "the sample's roster has this household"
    return people.households.members(community_id, household)[0]


def _staff(name: str, community_id: UUID) -> UUID:
    """A member of staff: no household, so no points; the import may have entered them as a leader already."""
    known = [one for one in people.search.by_name(community_id, name) if one.household_id is None]
    if known:
        return known[0].person_id
    return people.residents.register(name, actor=system_actor(community_id))


def _street(system: Actor) -> UUID:
    district = people.places.add("district", "碧江区", parent_id=None, actor=system)
    return people.places.add("street", "锦溪街道", parent_id=district, actor=system)

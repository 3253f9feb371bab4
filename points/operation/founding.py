"""A community is begun by two people at the machine: its books, their accounts, and that each is an administrator."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from points import ledger, people
from points.foundation import codes, communities, keys, reading, system_actor
from points.operation.refusals import FoundedAlready, FoundingCodeWrong

#: so many people begin: what one gives the other confirms
FIRST = 2


@dataclass(frozen=True)
class Founder:
    """One of those who begin, and what they sign in with."""

    name: str
    username: str
    password: str


@dataclass(frozen=True)
class FoundedPlace:
    """What is begun: district and street stand above it where they are named."""

    name: str
    name_en: str = ""
    phone: str = ""
    district: str = ""
    street: str = ""


def is_empty() -> bool:
    """Whether nobody began anything in these books yet."""
    return not communities()


def code() -> str:
    """What only who sees this machine's start can know: the same at every start, kept nowhere, and good while it is empty."""
    draw = keys.drawn_for("founding")
    return "".join(draw.choice(people.activation.ALPHABET) for _ in range(people.activation.LETTERS))


def keep_code(folder: Path) -> None:
    """Leave the code in a file of the instance that nobody else reads, where a start has no window; and take it away again."""
    file = folder / "founding-code.txt"
    if not reading(is_empty):
        file.unlink(missing_ok=True)
        return
    file.touch(mode=0o600)
    file.write_text(f"{code()}\n", encoding="utf-8")


def begin(place: FoundedPlace, founders: Sequence[Founder], *, typed: str) -> UUID:
    """The first community of an empty installation, by whoever knows its code. Refused where there is one already."""
    if not hmac.compare_digest(codes.ungapped(typed).encode(), code().encode()):
        raise FoundingCodeWrong
    if not is_empty():
        raise FoundedAlready
    community_id = people.places.found_community(
        place.name, name_en=place.name_en, phone=place.phone, district=place.district, street=place.street
    )
    open_accounts(community_id, founders)
    return community_id


def open_accounts(community_id: UUID, founders: Sequence[Founder]) -> bool:
    """Open these accounts; whether their role counts at once, which it does as long as no point was ever given."""
    system = system_actor(community_id)
    opened = []
    for one in founders:
        person_id = people.residents.register(one.name, actor=system)
        account_id = people.accounts.create(
            person_id, actor=system, username=one.username, password=one.password
        )
        opened.append((person_id, account_id))
    there = people.roles.holders(community_id, *people.permissions.roles_for("grant_roles"))
    at_once = not there or (len(there) < FIRST and not ledger.balances.turnover(community_id))
    for person_id, account_id in opened:
        if not at_once:
            people.nominations.propose(person_id, "admin", place_id=community_id, actor=system)
            continue
        other = next((one for _, one in opened if one != account_id), None)
        people.roles.grant(account_id, "admin", place_id=community_id, actor=system, confirmed_by=other)
    return at_once

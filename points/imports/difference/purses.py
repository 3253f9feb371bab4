"""What households have in the ledger, and what they would have if compared books were written; the files alone know neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from points import people
from points.imports.comparing import ComparedBooks
from points.imports.correcting import siblings
from points.imports.difference.homes import balances_of
from points.imports.difference.values import SIGNS


def in_ledger(community_id: UUID | None, numbers: Iterable[str]) -> dict[str, int]:
    """By household what it may spend now, in tenths; 0 for one that is not there yet."""
    homes = people.history.known_households(community_id) if community_id else {}
    accounts = {number: homes[number].account_id for number in numbers if number in homes}
    standing = balances_of(community_id, list(accounts.values()))
    return {number: standing.get(one, 0) if (one := accounts.get(number)) else 0 for number in numbers}


def would_have(compared: ComparedBooks, now: Mapping[str, int]) -> dict[str, int]:
    """The same once these books are written: with what is new in them, without what is taken back."""
    found, decided = Counter(now), compared.decided
    again = {line.key for line in siblings(decided.out, compared.known)}
    for one in compared.balanced.postings:
        key = one.line.key
        if (key not in compared.known or key in again) and key not in decided.held:
            found[one.household] += one.tenths
    for line in {one.line.subject_id: one for one in decided.out}.values():
        found[line.household] -= SIGNS.get(line.line.kind, 0) * line.moved
    return {number: found[number] for number in now}

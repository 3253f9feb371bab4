"""Words somebody searched a list for, under a short number: a name may stand in no address. It finds nobody."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from points.foundation import Actor, add_rows, changed, clock
from points.foundation.prepared import given, prepared
from points.people.models import SearchWords

#: no look-alikes; a number is only its maker's, so it need not be hard to guess
_LETTERS = "3479CDFHJKMNPQRTWXY"
_LENGTH = 5
#: so long a search can be opened again
KEPT_FOR = timedelta(days=1)


def keep(of_list: str, words: Mapping[str, str], *, actor: Actor) -> str:
    """Keep what was searched for in this list, and hand back its number."""
    number = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    row = {
        "community_id": actor.account_home,
        "account_id": actor.account_id,
        "number": number,
        "list": of_list,
        "words": dict(words),
        "created_at": clock.now(),
    }
    add_rows(SearchWords, [row])
    return number


def find(of_list: str, number: str, *, actor: Actor) -> dict[str, str] | None:
    """What the actor searched this list for under a number, within a day; somebody else's is not there."""
    if not number or actor.account_id is None:
        return None
    found = _kept().value(
        community=actor.account_home,
        account=actor.account_id,
        number=number.strip().upper(),
        list=of_list,
        since=clock.now() - KEPT_FOR,
    )
    return dict(found) if found is not None else None


def forget_old() -> int:
    """Delete what is older than a day, of all communities; how many searches that were."""
    return changed(sa.delete(SearchWords).where(SearchWords.created_at < clock.now() - KEPT_FOR))


@prepared
def _kept() -> sa.Executable:
    return (
        sa.select(SearchWords.words)
        .where(SearchWords.community_id == given("community"), SearchWords.account_id == given("account"))
        .where(SearchWords.number == given("number"), SearchWords.list == given("list"))
        .where(SearchWords.created_at >= given("since"))
    )

"""In which community somebody works who has a role over several: chosen in the head of the desk, kept in the session.

It counts for the pages of desk and oversight alone; their own account, their phone and the counter stay at home.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Flask, request, session

from points import people
from points.foundation import CommunityInfo, NotFound, communities, community, reading, setting
from points.web.signed_in import Me

#: under this name the choice lies in the session
_CHOSEN = "community"
_PAGES = ("desk", "oversight")


def init_app(app: Flask) -> None:
    """Let the head of the desk offer the choice."""
    app.jinja_env.globals["communities_to_choose"] = to_choose


def choose(community_id: UUID, me: Me) -> CommunityInfo:
    """Work in another community from now on, if a role reaches it."""
    found = reading(lambda: people.actors.communities_of(me.actor))
    if community_id not in found:
        raise NotFound
    session[_CHOSEN] = str(community_id)
    return reading(lambda: community(community_id))


def to_choose(me: Me | None) -> list[CommunityInfo]:
    """The communities this reader may work in, where there are several."""
    if me is None or me.by_card or not _reaches_beyond(me):
        return []

    def query() -> list[CommunityInfo]:
        reached = set(people.actors.communities_of(me.actor))
        return [one for one in communities() if one.id in reached] if len(reached) > 1 else []

    return reading(query)


def there(known: people.actors.Known) -> people.actors.Known:
    """Who is signed in, at work in the community they chose; at home where they chose none, or may there no more."""
    chosen = session.get(_CHOSEN)
    if not chosen or request.blueprint not in _PAGES:
        return known
    try:
        actor = people.actors.in_community(known.actor, UUID(chosen))
    except (NotFound, ValueError):
        session.pop(_CHOSEN, None)
        return known
    if actor.community_id == known.actor.community_id:
        return known
    one = community(actor.community_id)
    return replace(
        known,
        actor=actor,
        community_name=one.name,
        community_name_en=one.name_en,
        community_phone=one.phone,
        demo=one.demo,
        publicity_days=int(setting(one.id, "publicity_days")),
    )


def _reaches_beyond(me: Me) -> bool:
    """Whether a role stands elsewhere than on the community itself: only then there can be several."""
    return any(grant.place_id != me.actor.account_home for grant in me.actor.grants)

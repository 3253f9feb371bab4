"""Who goods come from: entered once, whatever is typed later."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from points import goods
from points.foundation import db, reading, transact
from tests.support.world import new_community


def ensure(community_id: UUID, name: str, kind: str = "donor") -> UUID:
    """The source of this name."""
    return transact(lambda: goods.sources.ensure(community_id, name, kind))


def test_a_source_is_entered_once_by_its_name(community_id: UUID) -> None:
    first = ensure(community_id, "晨光米业", "partner")
    assert ensure(community_id, "晨光米业") == first
    assert ensure(community_id, "老街坊粮油", "purchase") != first
    sources = db.metadata.tables["goods_source"]
    query = sa.select(sources.c.name, sources.c.kind).order_by(sources.c.kind)
    assert reading(lambda: [tuple(row) for row in db.session.execute(query)]) == [
        ("晨光米业", "partner"),
        ("老街坊粮油", "purchase"),
    ]


def test_each_community_has_sources_of_its_own(community_id: UUID) -> None:
    other = new_community("莲花社区")
    assert ensure(community_id, "晨光米业") != ensure(other, "晨光米业")

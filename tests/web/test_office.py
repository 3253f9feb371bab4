"""Whom to ask: known where there is one community, or where somebody is signed in."""

from __future__ import annotations

import sqlalchemy as sa

from points import people
from points.foundation import db, transact
from points.foundation.models import Community
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_of_several_communities_nobody_is_named_before_one_is_known(street: Street, client: Visitor) -> None:
    query = sa.update(Community).where(Community.id == street.community_id)
    transact(lambda: db.session.execute(query.values(phone="0856-5550126")))
    assert "0856-5550126" in client.get("/sign-in").text
    transact(lambda: people.places.found_community("望江社区", phone="0856-9999999"))
    page = client.get("/sign-in").text
    assert "0856-" not in page
    assert "0856-" not in client.get("/nothing-here").text
    assert "0856-5550126" in enter(client, "tian").get("/nothing-here").text

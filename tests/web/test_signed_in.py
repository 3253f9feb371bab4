"""The signed-in person as pages greet them."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from flask import Flask
from flask_babel import force_locale

from points import people
from points.foundation import NEVER, Actor, Grant, reading, transact
from points.foundation.actor import ROLES
from points.web.signed_in import ROLE_WORDS, Me
from tests.support.town import Town


def me(*roles: str, **more: object) -> Me:
    """Somebody with these roles."""
    place = uuid4()
    grants = tuple(Grant(role, place, date(2025, 1, 1), NEVER) for role in roles)
    return Me(Actor(place, uuid4(), uuid4(), grants=grants), "冉婷", "a", **more)  # type: ignore[arg-type]


def test_every_role_has_a_word(app: Flask) -> None:
    assert set(ROLE_WORDS) == set(ROLES)
    with app.test_request_context("/"):
        assert me("clerk").role_word == "店员"
        assert me().role_word == ""


def test_who_works_is_greeted_by_the_work_and_not_as_a_resident(app: Flask) -> None:
    assert me("resident", "officer").role == "officer"
    assert me("resident").role == "resident"
    assert me("resident", "clerk").roles == ("clerk", "resident")


def test_a_page_offers_what_the_roles_may(app: Flask) -> None:
    assert me("clerk").may("serve_counter")
    assert not me("resident").may("serve_counter")
    assert me("resident").may("serve_counter", "use_own_purse")


def test_the_community_is_named_in_the_readers_language_where_it_has_a_name_there(app: Flask) -> None:
    known = me("clerk", community_zh="锦溪社区", community_en="Jinxi")
    only_chinese = me("clerk", community_zh="锦溪社区")
    with app.test_request_context("/"), force_locale("zh"):
        assert known.community_name == "锦溪社区"
    with app.test_request_context("/"), force_locale("en"):
        assert (known.community_name, only_chinese.community_name) == ("Jinxi", "锦溪社区")


def test_somebody_known_brings_name_and_device(town: Town) -> None:
    known = reading(lambda: people.actors.find_known(town.officer_account, None))
    assert known is not None
    made = transact(lambda: people.devices.enrol("窗口电脑", actor=town.house))
    device = reading(lambda: people.devices.find(made.token))
    greeted = Me.of(known, "a.1", device=device)
    assert (greeted.name, greeted.username, greeted.get_id()) == ("冉婷", "ranting", "a.1")
    assert (greeted.actor.device_id, greeted.by_card) == (made.device_id, False)
    assert greeted.actor.roles == known.actor.roles

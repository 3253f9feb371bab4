"""No door takes a name with signs that nobody sees: every text of every form, what the old books say, and every use case."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from marshmallow import Schema, ValidationError, fields

import points.web
from points import goods, people, shop, volunteering
from points.foundation import Refusal, clock, transact
from points.imports.reading import cells
from points.web.forms import PlainText
from tests.support.town import Town

UNSEEN = ("\u200b", "\u202e", "\u2066", "\u00ad", "\u3164")

#: typed to be compared, looked up or chosen from a list, and never shown as somebody's words
COMPARED = {
    *("username", "password", "old", "again", "code", "number", "clock", "pin", "proof", "second_factor"),
    *("item", "payer_ref", "collect", "scan_id", "person", "aside", "receipt", "idempotency_key", "scope", "service"),
    *("asks", "kind", "seen", "username_1", "password_1", "again_1", "username_2", "password_2", "again_2"),
}  # fmt: skip
#: a search of the counter, which finds nobody by such a name
SEARCHES = {("SearchRequest", "name"), ("SearchRequest", "door")}


def schemas() -> Iterator[type[Schema]]:
    for found in pkgutil.walk_packages(points.web.__path__, "points.web."):
        for one in vars(importlib.import_module(found.name)).values():
            if inspect.isclass(one) and issubclass(one, Schema) and one.__module__ == found.name:
                yield one


def texts() -> list[tuple[type[Schema], str]]:
    """Every text field of a form or a request that keeps what is typed."""
    return [
        (schema, name)
        for schema in schemas()
        if not schema.__name__.endswith(("Answer", "Entry", "RedeemedItem"))
        for name, field in schema._declared_fields.items()
        if isinstance(field, fields.String) and not isinstance(field, fields.UUID)
        if name not in COMPARED and (schema.__name__, name) not in SEARCHES
    ]


def test_there_are_such_fields() -> None:
    assert len(texts()) > 25
    assert ("NewPersonForm", "name") in {(schema.__name__, name) for schema, name in texts()}


@pytest.mark.parametrize("sign", UNSEEN)
def test_no_form_takes_one(sign: str) -> None:
    taken = []
    for schema, name in texts():
        try:
            schema(unknown="exclude").load({name: f"杨{sign}志强"}, partial=True)
        except ValidationError as error:
            said = error.messages if isinstance(error.messages, dict) else {}
            if said.get(name) and "signs_unseen" in str(said[name]):
                continue
        taken.append(f"{schema.__module__}.{schema.__name__}.{name}")
    assert taken == []


def test_a_field_keeps_one_spelling() -> None:
    class One(Schema):
        name = PlainText()

    # e and an accent, a radical that looks like a sign, whole width, a compatibility sign
    for typed, kept in (
        ("Zoe\u0308", "Zoë"),
        ("\u2f2d东", "山东"),
        ("ＡＢ１", "AB1"),
        ("\uf9d1合", "六合"),
        ("（①）℃ ㅋ", "（①）℃ ㅋ"),
    ):
        assert One().load({"name": typed}) == {"name": kept}


@pytest.mark.parametrize("sign", UNSEEN)
def test_old_books_are_read_without_them(sign: str) -> None:
    typed = f"{sign}杨{sign}志强{sign}"
    assert {cells.text(typed), cells.shown(typed), cells.squeezed(typed)} == {"杨志强"}


@pytest.mark.parametrize("sign", UNSEEN)
def test_no_use_case_takes_one(town: Town, sign: str) -> None:
    name, house = f"名{sign}字", town.house
    rule = volunteering.rules.NewRule(code="X9", name=name, unit="hour", tenths=10)
    item = goods.items.NewItem("X9", name, "袋", 10)
    begins = clock.now() + timedelta(days=2)
    doors = {
        "person": lambda: people.residents.register(name, actor=house),
        "door": lambda: people.residents.register("杨新", actor=house, door=name),
        "household": lambda: people.residents.register_many(
            [people.residents.NewHousehold(number="909", people=[people.residents.NewPerson(name=name)])],
            actor=house,
        ),
        "shop": lambda: shop.shops.add(name, actor=house),
        "spot": lambda: shop.shops.add("二店", actor=house, spot=name),
        "grid": lambda: people.places.make("grid", name, parent_id=town.community_id, actor=house),
        "rename": lambda: people.places.rename(town.grid, name, actor=house),
        "community": lambda: people.places.found_community(name),
        "street": lambda: people.places.found_community("新社区", street=name),
        "device": lambda: people.devices.enrol(name, actor=house),
        "goods": lambda: goods.items.add(town.community_id, [item], effective_on=clock.today()),
        "rule": lambda: volunteering.rules.add([rule], effective_on=clock.today(), actor=house),
        "title": lambda: volunteering.activities.plan(
            town.community_id, title=name, starts_at=begins, ends_at=begins + timedelta(hours=1), actor=house
        ),
        "account": lambda: people.accounts.create(town.tian, actor=house, username=f"ming{sign}zi"),
    }
    taken = []
    for what, door in doors.items():
        try:
            transact(door)
        except Refusal as refusal:
            if refusal.code == "signs_unseen":
                continue
        taken.append(what)
    assert taken == []

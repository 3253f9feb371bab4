"""Writing an item: a new one, or something else of one that is there. What it costs is decided elsewhere, by two."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from flask import request
from marshmallow import ValidationError, fields, post_load, validates_schema

from points import goods, shop
from points.foundation import reading
from points.web import drafts
from points.web.asking import act_once, done, page, read_form
from points.web.auth import audience, current_actor
from points.web.fields import Number, Words
from points.web.forms import Form
from points.web.manager.base import blueprint

WINDOWS = ("none", "month", "quarter", "year")
PERSON_WINDOWS = ("", *goods.wares.PERSON_WINDOWS)
#: fields of the form, in their order
NAMES = (
    "name", "name_en", "glyph", "unit", "category", "kind", "package", "package_pieces", "limit_count", "limit_window",
    "person_limit_count", "person_limit_window", "fair_shelf", "safety_stock", "reference", "shelf_days", "supply",
)  # fmt: skip
#: the dearest thing, in yuan
MOST_YUAN = 100_000


class Yuan(fields.Field[int]):
    """Money that may be left out, typed in yuan and kept in fen."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:  # noqa: ARG002 - marshmallow hands every field the whole form
        text = str(value or "").strip()
        try:
            fen = Decimal(text or "0") * 100
        except InvalidOperation as error:
            raise ValidationError("not_a_number") from error
        if not fen.is_finite() or fen != fen.to_integral_value():
            raise ValidationError("not_a_number")
        if not 0 <= fen <= MOST_YUAN * 100:
            raise ValidationError("out_of_range")
        return int(fen)


class WareForm(Form):
    """What is written of an item."""

    name = Words(most=30)
    name_en = Words(most=60, required=False)
    glyph = Words(most=2, required=False)
    unit = Words(most=6)
    category = Words(most=12, required=False)
    kind = Words(most=10, required=False)
    package = Words(most=6, required=False)
    package_pieces = Number(least=2, most=10_000)
    limit_count = Number(least=1, most=999)
    limit_window = Words(most=10, among=WINDOWS)
    person_limit_count = Number(least=1, most=999)
    person_limit_window = Words(most=10, required=False, among=PERSON_WINDOWS)
    fair_shelf = Words(most=1, required=False)
    safety_stock = Number(least=0, most=100_000)
    reference = Yuan(load_default=0)
    shelf_days = Number(least=1, most=36_500)
    supply = Words(most=200, required=False)

    @validates_schema(skip_on_field_errors=False)
    def whole(self, data: dict[str, Any], **_: Any) -> None:
        """A package says how many are in it, a limit how many and for how long."""
        missing = {
            "package_pieces": data.get("package") and "package_pieces" in data and not data["package_pieces"],
            "package": data.get("package_pieces") and not data.get("package"),
            "limit_count": data.get("limit_window", "none") != "none"
            and "limit_count" in data
            and not data["limit_count"],
            "person_limit_count": data.get("person_limit_window")
            and "person_limit_count" in data
            and not data["person_limit_count"],
        }
        if any(missing.values()):
            raise ValidationError({name: ["required"] for name, lacks in missing.items() if lacks})

    @post_load
    def facts(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """As the shop takes them."""
        kind = "service" if data.pop("kind") == "service" else "goods"
        written = goods.wares.WareFacts(
            reference_fen=data.pop("reference"),
            fair_shelf=data.pop("fair_shelf") == "1",
            limit_count=data.pop("limit_count") or 0,
            safety_stock=data.pop("safety_stock") or 0,
            kind=kind,
            person_limit_window=data.pop("person_limit_window") or None,
            **data,
        )
        return {"facts": written}


@blueprint.get("/goods/new")
@audience("keep_goods", card=False)
def new_item() -> str:
    """The empty form."""
    left = drafts.left_here()
    return _form(form=drafts.first(left, *NAMES) if left else {"limit_window": "none", "kind": "goods"})


@blueprint.post("/goods/new")
@audience("keep_goods", card=False)
@drafts.keeps(*NAMES)
def enter_item() -> Any:
    """A new item, without a price yet."""
    form, errors = read_form(WareForm)
    return act_once(
        lambda: shop.assortment.enter(**form, actor=current_actor()),
        of=shop.assortment.enter,
        errors=errors,
        again=partial(_form, form=request.form.to_dict()),
        ids=lambda made: {"item": made.code},
        then=lambda ids: done("item_entered", "manager.one_item", facts={}, code=ids["item"]),
    )


@blueprint.get("/goods/<code>/edit")
@audience("keep_goods", card=False)
def edit_item(code: str) -> str:
    """The form with what is written."""
    actor = current_actor()
    found = reading(lambda: goods.wares.get(actor.community_id, code))
    left = drafts.left_here()
    return _form(code, form=drafts.first(left, *NAMES) if left else _typed(found.facts))


@blueprint.post("/goods/<code>/edit")
@audience("keep_goods", card=False)
@drafts.keeps(*NAMES)
def change_item(code: str) -> Any:
    """Write something else of it."""
    form, errors = read_form(WareForm)
    return act_once(
        lambda: shop.assortment.change(code, **form, actor=current_actor()),
        of=shop.assortment.change,
        errors=errors,
        again=partial(_form, code, form=request.form.to_dict()),
        then=lambda _: done("item_changed", "manager.one_item", facts={}, code=code),
    )


def _form(code: str = "", *, form: dict[str, str], **more: Any) -> str:
    facts = {
        "code": code,
        "windows": WINDOWS,
        "person_windows": PERSON_WINDOWS,
        "categories": goods.wares.CATEGORIES,
    }
    return page("manager/item_edit.html", facts, form={**dict.fromkeys(NAMES, ""), **form}, **more)


def _typed(facts: goods.wares.WareFacts) -> dict[str, str]:
    """What is written, as it stands in the fields."""
    said: dict[str, Any] = {name: getattr(facts, name) for name in NAMES if name != "reference"}
    said["reference"] = f"{Decimal(facts.reference_fen) / 100:f}" if facts.reference_fen else ""
    said["fair_shelf"] = "1" if facts.fair_shelf else ""
    said["limit_count"] = facts.limit_count or ""
    return {name: "" if one is None else str(one) for name, one in said.items()}

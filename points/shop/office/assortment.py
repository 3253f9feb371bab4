"""What the shop keeps: items entered, changed, withdrawn and brought back; their barcodes and pictures. What one costs is
decided by two, elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from points import audit, goods, people
from points.foundation import Actor, NotAllowed
from points.shop import price_setting
from points.shop.office.refusals import ModelNotTicked

KEEP = "keep_goods"


@audit.records.writes("item.entered", of="item")
def enter(facts: goods.wares.WareFacts, *, actor: Actor) -> goods.wares.WareInfo:
    """A new item; until a price is decided the counter does not offer it."""
    _need(actor)
    made = goods.wares.enter(actor.community_id, facts)
    _record("item.entered", made.item_id, actor, facts={"item": made.code, "kind": facts.kind})
    return made


@audit.records.writes("item.entered", of="item")
def enter_model(wished: Mapping[str, int], *, reason: str, actor: Actor) -> list[goods.wares.WareInfo]:
    """Items of the model list, each with the price in tenths that somebody wrote; who has to agree to prices agrees to
    these as well."""
    _need(actor)
    lines = {one.code: one for one in goods.model_goods.list_all()}
    if not wished or not lines.keys() >= wished.keys():
        raise ModelNotTicked
    made = []
    for code, tenths in wished.items():
        made.append(enter(lines[code].facts, actor=actor))
        price_setting.propose(price_setting.Wished(made[-1].code, tenths, reason), actor=actor)
    return made


@audit.records.writes("item.changed", of="item")
def change(code: str, facts: goods.wares.WareFacts, *, actor: Actor) -> goods.wares.WareInfo:
    """Write something else of an item; the record says of every field what stood there before."""
    _need(actor)
    changed = goods.wares.change(actor.community_id, code, facts)
    found = goods.wares.get(actor.community_id, code)
    if changed:
        said = {name: {"before": was, "after": now} for name, (was, now) in changed.items()}
        _record("item.changed", found.item_id, actor, facts={"item": code, "changed": said})
    return found


@audit.records.writes("item.withdrawn", of="item")
def withdraw(code: str, *, reason: str, actor: Actor) -> None:
    """An item is no longer offered; what is left of it stays in the books."""
    _turn("item.withdrawn", "withdrawn", code, reason, actor)


@audit.records.writes("item.brought_back", of="item")
def bring_back(code: str, *, reason: str, actor: Actor) -> None:
    """An item is offered again."""
    _turn("item.brought_back", "offered", code, reason, actor)


@audit.records.writes("item.barcode_added", of="item")
def add_barcode(code: str, barcode: str, *, actor: Actor) -> str:
    """One more barcode of an item; '' is one of the house's own, to be printed."""
    _need(actor)
    community_id, item = actor.community_id, _item(code, actor)
    added = (
        goods.barcodes.add(community_id, item, barcode)
        if barcode
        else goods.barcodes.make(community_id, item)
    )
    _record("item.barcode_added", item, actor, facts={"item": code, "barcode": added})
    return added


@audit.records.writes("item.barcode_removed", of="item")
def remove_barcode(code: str, barcode: str, *, actor: Actor) -> None:
    """A barcode means this item no more."""
    _need(actor)
    item = _item(code, actor)
    if goods.barcodes.remove(actor.community_id, item, barcode):
        _record("item.barcode_removed", item, actor, facts={"item": code, "barcode": barcode})


@audit.records.writes("item.pictured", of="item")
def put_picture(code: str, image: bytes | None, *, actor: Actor) -> UUID:
    """The picture of an item, already drawn anew; None: its glyph again."""
    _need(actor)
    item = _item(code, actor)
    picture = goods.pictures.put(actor.community_id, item, image)
    facts = {"item": code, "picture_bytes": len(image or b"")}
    _record("item.pictured", item, actor, facts=facts)
    return picture


def _need(actor: Actor) -> None:
    if not people.permissions.may(actor, KEEP):
        raise NotAllowed


def _turn(deed: str, status: str, code: str, reason: str, actor: Actor) -> None:
    _need(actor)
    item = goods.wares.set_status(actor.community_id, code, status)
    _record(deed, item, actor, facts={"item": code}, private={"reason": reason})


def _item(code: str, actor: Actor) -> UUID:
    return goods.wares.get(actor.community_id, code).item_id


def _record(deed: str, item_id: UUID, actor: Actor, **more: Any) -> None:
    audit.records.record(deed, actor=actor, subject_kind="item", subject_id=item_id, **more)

"""The first day: what to do in which order, who does it, and what of it the books say is done. On the screen and on one A4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import lazy_gettext as _

from points import audit, goods, people, shop, volunteering
from points.foundation import Actor, clock, paging, reading, setting
from points.web import exporting, navigation
from points.web.asking import page
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint
from points.web.desk.card_batches import households_of

#: so many people each of a pair needs: what one begins another one ends
TWO = 2
#: what is done under which heading, in this order; what each is called stands in templates/words/imports.html
PARTS = {
    "people": ("admins", "deciders", "counter", "watch"),
    "books": ("times", "books", "checked", "rules", "goods"),
    "opening": ("shop", "device", "count", "cards", "confirmed", "practice"),
    "exchange": ("exchange",),
}


@dataclass(frozen=True)
class FirstStep:
    """One thing to do: `done` is None where no book says, `left` how many are still to come, `endpoint` where it is done."""

    code: str
    endpoint: str
    done: bool | None
    left: int = 0
    where: dict[str, Any] = field(default_factory=dict)

    @property
    def href(self) -> str:
        """Its page, for who may open it; '' for others."""
        me = signed_in()
        may = me is not None and navigation.admits(self.endpoint, me.roles)
        return url_for(self.endpoint, **self.where) if may else ""


COLUMNS = (
    exporting.Column(_("做什么"), lambda one: _what(*one), width=60),
    exporting.Column(_("谁来办"), lambda one: _called("first_day_who", one[1].code), width=24),
    exporting.Column(_("在哪里"), lambda one: _called("first_day_where", one[1].code), width=24),
    exporting.Column(_("办好了"), lambda one: str(_("办好了")) if one[1].done else "□", width=10),
)


@blueprint.get("/first-day")
@audience("use_desk", card=False)
def first_day() -> str:
    """The list in its order, each thing done or not; with print=1 on paper, to be ticked by hand."""
    actor = current_actor()
    if request.args.get("print") == "1":
        return exporting.on_paper(
            _("第一天先做什么"),
            COLUMNS,
            lambda _asked: _on_paper(actor),
            back=url_for("desk.first_day"),
            signs=(),
        )
    steps = reading(lambda: read_steps(actor))
    shown = {part: [steps[code] for code in codes] for part, codes in PARTS.items()}
    known = [one for one in steps.values() if one.done is not None]
    return page(
        "desk/first_day.html",
        {"parts": shown, "done": sum(bool(one.done) for one in known), "all": len(known)},
    )


def is_beginning(actor: Actor) -> bool:
    """Whether there is no counter yet."""
    return not any(one.status == "active" for one in people.devices.of_community(actor.community_id))


def read_steps(actor: Actor) -> dict[str, FirstStep]:
    """Every step as the books have it now, by code."""
    found = (*_people(actor), *_books(actor), *_shop(actor.community_id), *_cards(actor))
    return {one.code: one for one in found}


def _on_paper(actor: Actor) -> paging.PageFound[Any]:
    steps = read_steps(actor)
    rows = [
        (part if code == codes[0] else "", steps[code]) for part, codes in PARTS.items() for code in codes
    ]
    return paging.PageFound(rows, first=1, total=len(rows))


def _people(actor: Actor) -> Iterator[FirstStep]:
    def held(*roles: str) -> int:
        return len(people.roles.holders(actor.community_id, *roles))

    yield FirstStep("admins", "desk.accounts", held("admin") >= TWO)
    yield FirstStep("deciders", "desk.people", held("officer") > 0 and held("committee", "street") > 0)
    counter = held("shop_manager") > 0 and held("clerk") > 0 and held("shop_manager", "clerk") >= TWO
    yield FirstStep("counter", "desk.people", counter)
    yield FirstStep("watch", "desk.people", held("supervisor") > 0)


def _books(actor: Actor) -> Iterator[FirstStep]:
    community_id = actor.community_id
    newest = next(iter(audit.provenance.batches(community_id, limit=1)), None)
    checked = newest is not None and bool(newest.checked_at or not newest.report.get("faults"))
    yield FirstStep("times", "desk.settings", setting(community_id, "exchange_days") is not None)
    yield FirstStep("books", "desk.intakes", newest is not None)
    yield FirstStep("checked", "desk.intake", checked)
    yield FirstStep("rules", "desk.rules", bool(volunteering.rules.in_force(community_id, clock.today())))
    yield FirstStep("goods", "manager.goods_list", bool(goods.items.on_offer(community_id)))


def _shop(community_id: UUID) -> Iterator[FirstStep]:
    there = any(one.status == "active" for one in people.devices.of_community(community_id))
    counted = any(one.status == "done" for one in goods.stocktakes.list_newest(community_id))
    yield FirstStep("shop", "manager.shops", bool(shop.shops.list_all(community_id)))
    yield FirstStep("device", "desk.devices", there)
    yield FirstStep("count", "manager.stocktakes", counted)
    yield FirstStep("practice", "counter.practice", None)
    yield FirstStep("exchange", "counter.page", None)


def _cards(actor: Actor) -> Iterator[FirstStep]:
    """Of the households that came with the newest books; what waits to be confirmed is counted whatever it is."""
    newest = audit.provenance.newest(actor.community_id)
    homes = households_of(newest, actor) if newest else []
    without = len(people.cards.heads_without(homes, actor=actor)) if homes else 0
    waiting = people.ways.waiting_count(actor)
    there = bool(homes) and without == 0
    if newest:
        yield FirstStep("cards", "desk.import_cards", there, without, {"import_id": newest})
    else:
        yield FirstStep("cards", "desk.people", False)
    yield FirstStep("confirmed", "desk.ways", there and not waiting, waiting)


def _what(part: str, one: FirstStep) -> str:
    """What is done; the first of a part says which it is."""
    said = _called("first_day_word", one.code)
    return str(_("%(part)s：%(said)s", part=_called("first_day_part", part), said=said)) if part else said


def _called(table: str, code: str) -> str:
    return str(exporting.words_of("imports", table).get(code, code))

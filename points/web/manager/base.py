"""The blueprint of the shop manager's pages, which shop a page is about, who is behind the accounts it names, and what forms share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, request

from points import audit, people, shop, stockroom
from points.foundation import Actor, NotFound, Refusal, reading
from points.web.asking import act_once, done, read_form
from points.web.auth import current_actor, language
from points.web.fields import Words
from points.web.forms import Form

blueprint = Blueprint("manager", __name__, url_prefix="/shop")


class ShopReasonForm(Form):
    """Why something is ended, declined or taken back."""

    reason = Words(most=200)


class AgreeForm(Form):
    """Agreeing, with a reason where one is asked for."""

    reason = Words(most=200, required=False)


def settle_stock(
    deeds: Mapping[str, Callable[..., Any]],
    which: UUID,
    deed: str,
    *,
    again: Callable[..., str],
    to: tuple[str, dict[str, Any]],
) -> Any:
    """Confirm what somebody asked for, decline it with a reason, or take it back: which of the `deeds`, `deed` says. What comes of it is
    shown at the page `to`."""
    if deed not in deeds:
        raise NotFound
    asks = {"decline": ShopReasonForm, "withdraw": None}.get(deed, AgreeForm)
    return settle_once(deeds[deed], which, f"stock_{deed}", again=again, to=to, asks=asks)


def settle_once(
    use_case: Callable[..., Any],
    which: UUID,
    said: str,
    *,
    again: Callable[..., str],
    to: tuple[str, dict[str, Any]],
    asks: type[Form] | None = AgreeForm,
    beside: Mapping[str, str] | None = None,
) -> Any:
    """Do as the second person what somebody else began, with the reason the form brings (None: it asks for none), and say
    so at the page `to`."""
    actor = current_actor()
    form, errors = read_form(asks) if asks else ({}, {})
    return act_once(
        lambda: use_case(which, actor=actor, **form),
        of=use_case,
        errors=errors,
        again=again,
        then=lambda _: done(said, to[0], facts={}, **to[1]),
        beside=dict(beside or {}),
        subject_id=which,
    )


def shops_of(actor: Actor) -> dict[UUID, shop.shops.ShopInfo]:
    """The shops of the community by id, the first opened first."""
    return {one.id: one for one in shop.shops.list_all(actor.community_id)}


def chosen_shop(shops: dict[UUID, shop.shops.ShopInfo]) -> UUID | None:
    """The shop this request names, if it is one of these; else the first; None where there is none."""
    named = request.values.get("shop", "")
    return next((one for one in shops if str(one) == named), next(iter(shops), None))


def photo_taken(errors: dict[str, str]) -> UUID | None:
    """The photo this form brings, kept now, so that a form that is shown again does not lose it; or that it brought before.
    What is wrong with it stands in `errors`."""
    actor = current_actor()
    file = request.files.get("photo")
    try:
        if file is not None and file.filename:
            plain = stockroom.photos.plain(file.read())
            keep = partial(stockroom.photos.keep, plain, actor=actor)
            return audit.records.attempt(keep, of=stockroom.photos.keep, actor=actor)
    except stockroom.refusals.PhotoUnfit as refusal:
        errors["photo"] = refusal.message(language())
    return _known_photo()


def _known_photo() -> UUID | None:
    try:
        known = UUID(request.form.get("photo_id", ""))
        reading(lambda: stockroom.photos.get(current_actor().community_id, known))
    except (ValueError, Refusal):
        return None
    return known


def agreeing(act: str, hands: set[UUID | None], actor: Actor) -> dict[Any, str]:
    """By who asked, what this reader may do with it: take it back, agree, or nothing."""
    agrees = people.acting.confirmed_of(act, hands, actor=actor)
    return {one: "own" if one == actor.account_id else "agree" if one in agrees else "" for one in hands}


def shop_here(actor: Actor) -> shop.shops.ShopInfo:
    """The shop whose number the request says, else the one whose counter this is; inside a reading."""
    if not request.values.get("shop", ""):
        return shop.shops.of_actor(actor)
    return _named(shop.shops.list_all(actor.community_id))


def shops_here(actor: Actor) -> dict[str, Any]:
    """The shop of the page and all there are to choose from; none where none was opened."""
    every = shop.shops.list_all(actor.community_id)
    named = request.values.get("shop", "")
    # a machine says which of several its counter is
    here = _named(every) if named else every[0] if len(every) == 1 else None
    return {"shops": every, "here": here or (shop.shops.of_actor(actor) if every else None)}


def _named(every: Sequence[shop.shops.ShopInfo]) -> shop.shops.ShopInfo:
    found = [one for one in every if str(one.number) == request.values.get("shop", "")]
    if not found:
        raise NotFound
    return found[0]


def names_of(actor: Actor, accounts: Iterable[UUID | str | None]) -> dict[UUID, str]:
    """By account who is behind it; somebody of the street office or elsewhere has no name here."""
    ids = {UUID(str(one)) for one in accounts if one}
    return people.accounts.names_behind(actor.community_id, ids, ())

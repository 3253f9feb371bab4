"""Which paragraph of the guides speaks of a page, and which of a "no"; it knows neither the words of the guides nor who may read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask, current_app, request, url_for

from points.foundation.refusal import Refusal
from points.web import auth, guides

#: who works with a guide: any of these permissions
FOR: dict[str, tuple[str, ...]] = {
    "clerk-wall": ("serve_counter",),
    "clerk": ("serve_counter",),
    "shop-manager": ("keep_goods", "expect_goods"),
    "officer": ("plan_activities", "approve_services", "register_people", "enter_services"),
    "leader": ("lead_activities",),
    "resident": ("use_own_purse", "register_people", "serve_counter"),
    "privacy": ("use_own_purse", "register_people"),
    "watch": ("check_books", "spot_check", "compare_communities"),
    "administrator": ("look_after_installation",),
    "faq": ("use_own_purse", "register_people", "serve_counter"),
}

#: audience and module of a page → its paragraph
PAGES: dict[str, str] = {
    "account.activate": "faq#sign-in", "account.card_link": "faq#card", "account.clock": "faq#two-clocks",
    "account.founding": "administrator#people",
    "account.code_sheet": "administrator#second-proof", "account.own_pin": "officer#pin", "account.password": "faq#sign-in",
    "account.second_factor": "administrator#second-proof", "account.sessions": "faq#sign-in", "account.sign_in": "faq#sign-in",
    "account.waiting": "officer#roles",
    "resident.activities": "resident#earn", "resident.board": "faq#hanging", "resident.code": "resident#shop",
    "resident.collectors": "resident#for-you", "resident.goods": "resident#shop", "resident.home": "resident#points",
    "resident.new_voucher": "faq#voucher", "resident.profile": "resident#lost", "resident.queue": "resident#shop",
    "resident.statement": "faq#where", "resident.vouchers": "faq#voucher", "resident.ways": "resident#lost",
    "leader.activities": "leader#before", "leader.adding": "leader#adding", "leader.attendance": "leader#list",
    "desk.accounts": "officer#accounts", "desk.activities": "officer#plan", "desk.back_fill": "officer#back-fill",
    "desk.card_batches": "officer#import", "desk.cards": "officer#card", "desk.corrections": "officer#mistakes",
    "desk.devices": "administrator#devices", "desk.first_day": "officer#first-day", "desk.home": "officer#today",
    "desk.imports": "officer#import", "desk.intake": "officer#import", "desk.intake_difference": "officer#import",
    "desk.intake_mapping": "officer#import", "desk.intake_questions": "officer#import", "desk.intakes": "officer#import",
    "desk.leaving": "officer#leaving", "desk.objections": "officer#objections", "desk.parallel": "officer#parallel",
    "desk.people": "officer#people", "desk.person": "officer#card", "desk.places": "officer#places",
    "desk.relations": "officer#relations", "desk.resets": "administrator#second-proof", "desk.review": "officer#review",
    "desk.roles": "officer#roles", "desk.rules": "officer#rules", "desk.rules_model": "officer#rules", "desk.settings": "officer#settings",
    "desk.statement": "officer#question", "desk.things": "officer#question", "desk.ways": "officer#ways",
    "manager.count": "shop-manager#stocktake", "manager.day_close": "shop-manager#day-close",
    "manager.deliveries": "shop-manager#deliveries", "manager.differences": "shop-manager#stocktake",
    "manager.expected": "shop-manager#expected", "manager.goods": "shop-manager#goods", "manager.home": "shop-manager#day",
    "manager.item": "shop-manager#goods", "manager.item_edit": "shop-manager#goods", "manager.kits": "shop-manager#kits",
    "manager.lending": "shop-manager#lending", "manager.liability": "shop-manager#liability", "manager.model_goods": "shop-manager#goods",
    "manager.prices": "shop-manager#prices", "manager.sales": "shop-manager#sales", "manager.shifts": "clerk#shift",
    "manager.shops": "shop-manager#shops", "manager.stocktakes": "shop-manager#stocktake",
    "manager.transfers": "shop-manager#transfers", "manager.write_offs": "shop-manager#write-offs",
    "counter.counter": "clerk#sale", "counter.keys": "clerk#scanner", "counter.practice": "clerk#practice",
    "counter.queue": "clerk#queue", "counter.receipts": "clerk#printer",
    "oversight.back_fills": "watch#sample", "oversight.batches": "watch#goods", "oversight.books": "watch#books",
    "oversight.communities": "watch#street", "oversight.installation": "administrator#night",
    "oversight.lapses": "watch#clock", "oversight.receipts": "watch#sample", "oversight.spot_check": "watch#sample",
    "oversight.trail": "watch#trail", "oversight.undoings": "watch#sample",
    "public.receipts": "faq#receipt",
}  # fmt: skip

#: the same for who only watches
FOR_WATCHERS = {"desk.home": "watch#today", "desk.roles": "watch#roles"}

#: where a room or a wing says no
ROOMS: dict[str, str] = {
    "points.app": "faq#system", "points.audit": "watch#trail", "points.commands": "administrator#commands",
    "points.foundation": "faq#system", "points.foundation.codes": "clerk#unreadable", "points.goods": "shop-manager#goods",
    "points.goods.count_refusals": "shop-manager#stocktake", "points.imports": "officer#import",
    "points.imports.refusals.parallel": "officer#parallel", "points.ledger": "faq#refused",
    "points.operation": "watch#clock", "points.oversight": "watch#books", "points.people": "officer#people",
    "points.people.access": "faq#sign-in", "points.people.deciding": "officer#settings",
    "points.people.identification": "officer#ways", "points.people.proving": "administrator#second-proof",
    "points.shop": "clerk#refusals", "points.shop.office": "shop-manager#shops", "points.shop.queueing": "clerk#queue",
    "points.shop.undo_refusals": "clerk#undo", "points.statements": "faq#where",
    "points.stockroom": "shop-manager#deliveries", "points.volunteering": "officer#plan",
    "points.volunteering.programme": "officer#plan", "points.volunteering.review": "officer#review",
    "points.volunteering.rulebook": "officer#rules", "points.volunteering.services": "officer#review",
    "points.web": "faq#system",
}  # fmt: skip

#: a "no" that has a paragraph closer to it than its room's
REFUSALS: dict[str, str] = {
    "page_of_others": "officer#roles", "not_allowed": "officer#roles",
    "price_changed": "clerk#price", "prices_unseen": "clerk#price", "price_same": "shop-manager#prices",
    "price_moment_past": "shop-manager#prices", "price_proposal_open": "shop-manager#prices",
    "price_proposal_closed": "shop-manager#prices", "price_begun": "shop-manager#prices",
    "near_price_not_lower": "shop-manager#prices", "batch_not_there": "shop-manager#prices",
    "stock_short": "clerk#refusals", "item_gone": "clerk#refusals", "item_unknown": "clerk#unreadable",
    "batch_expired": "clerk#refusals", "not_enough": "faq#refused", "points_held": "faq#voucher",
    "own_purse": "clerk#own", "second_of_family": "clerk#own", "own_purse_by_two": "clerk#own",
    "not_for_aside": "clerk#own", "near_voucher": "clerk#own", "second_person_needed": "clerk#undo",
    "sale_not_known": "clerk#power", "not_sold": "clerk#power", "not_known": "clerk#power",
    "not_exchange_day": "clerk#refusals", "no_exchange_ahead": "clerk#refusals", "day_moved": "shop-manager#day-close",
    "card_revoked": "officer#card-lost", "card_ended": "officer#card-lost", "wrong_pin": "officer#pin",
    "pin_locked": "officer#pin", "pin_unfit": "officer#pin", "pins_differ": "officer#pin", "pin_stands": "officer#pin",
    "card_without_pin": "officer#pin", "screen_turned": "officer#pin", "screen_not_turned": "officer#pin",
    "screen_password_wrong": "officer#pin", "code_expired": "clerk#unreadable", "code_used": "clerk#unreadable",
    "second_needed": "officer#long-day", "street_needed": "officer#long-day", "first_needed": "officer#long-day",
    "second_look": "officer#long-day", "reversal_asked": "officer#mistakes", "reversal_not_asked": "officer#mistakes",
    "own_reversal_ask": "officer#mistakes", "reversal_of_one": "officer#mistakes", "not_credited": "officer#mistakes",
    "already_reversed": "officer#mistakes", "own_approval": "officer#mistakes", "not_objected": "officer#objections",
    "objected_first": "officer#objections", "objected_before": "officer#objections",
    "objections_many": "officer#objections", "own_objection": "officer#objections",
    "own_approval_objected": "officer#objections", "objection_of_one": "officer#objections",
    "in_the_future": "officer#back-fill", "evidence_needed": "officer#back-fill", "sign_up_paused": "faq#paused",
    "activity_full": "faq#refused", "not_signed_out": "officer#review", "list_evidence_needed": "leader#closing",
    "activity_closed": "leader#closing", "nobody_here": "leader#closing", "not_your_activity": "leader#before",
    "already_in": "leader#list", "activity_ahead": "leader#list", "already_out": "leader#list", "not_in": "leader#list",
    "role_given_already": "officer#roles", "role_confirmed": "officer#roles", "not_the_confirmer": "officer#roles",
    "objection_unanswered": "officer#roles", "role_ended": "officer#roles", "own_role": "officer#roles",
    "last_administrator": "administrator#people", "account_closed": "officer#leaving", "slip_unknown": "officer#accounts",
    "place_known": "officer#places", "place_misplaced": "officer#places", "place_in_use": "officer#places",
    "books_open": "officer#split", "own_relation": "officer#relations", "relation_ended": "officer#relations",
    "relative_of_self": "officer#relations", "books_went_back": "administrator#restore",
    "books_of_others": "administrator#restore", "sealing_key_lost": "administrator#keys", "disk_full": "administrator#disk",
}  # fmt: skip
#: whoever only has a purse is told in the words of residents
_FOR_RESIDENTS = ("faq", "resident", "privacy")


@dataclass(frozen=True)
class GuidePlace:
    """A paragraph, and the address that opens it."""

    title: str
    lead: str
    href: str


def init_app(app: Flask) -> None:
    """Let every template lead to the guides."""
    app.jinja_env.globals["guide_here"] = here
    app.jinja_env.globals["guide_why"] = why


def here() -> GuidePlace | None:
    """What is said of the page that is asked for; None for what is no page."""
    view = current_app.view_functions.get(request.endpoint or "")
    return _place(_target(page_of(view))) if view else None


def _target(name: str) -> str:
    """The paragraph for this reader: who watches and plans nothing reads of watching."""
    me = auth.signed_in()
    watches = me is not None and me.may("check_books") and not me.may("plan_activities")
    return (FOR_WATCHERS.get(name) if watches else None) or PAGES.get(name, "")


def page_of(view: Any) -> str:
    """Audience and module of a view."""
    return ".".join(str(view.__module__).split(".")[-2:])


def why(code: str) -> str:
    """The address of what explains this "no" to its reader; '' where the guides are not for them."""
    target = of_refusal(code)
    me = auth.signed_in()
    if me is None or not (me.is_staff or me.may("lead_activities")):
        name, _, anchor = target.partition("#")
        target = f"{name}#{anchor}" if name in _FOR_RESIDENTS else "faq#refused"
    return _href(target)


def of_refusal(code: str) -> str:
    """Guide and anchor for a code: its own, else its wing's, its room's."""
    if code in REFUSALS:
        return REFUSALS[code]
    module = _modules().get(code, "points.web")
    while module not in ROOMS:
        module = module.rpartition(".")[0] or "points.web"
    return ROOMS[module]


@cache
def _modules() -> dict[str, str]:
    """Where each code is said."""

    def below(one: type[Refusal]) -> Iterator[type[Refusal]]:
        for child in one.__subclasses__():
            yield child
            yield from below(child)

    return {one.code: one.__module__ for one in below(Refusal)}


def _place(target: str) -> GuidePlace | None:
    name, _, anchor = target.partition("#")
    found = guides.read(name, auth.language()).find(anchor) if name else None
    return GuidePlace(found.title, found.lead, _href(target)) if found else None


def _href(target: str) -> str:
    name, _, anchor = target.partition("#")
    return f"{url_for('public.guide', guide=name)}#{anchor}"

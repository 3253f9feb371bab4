"""Who may do what: the one table of roles. Audiences of pages, menus, first pages and use cases follow from it.

A permission is named after what it lets somebody do. Where a role is held decides how far it reaches: that is asked
of the tree of places, not here.

Three powers are kept apart (三权分立), so that no one of them is enough to make points and use them. The administrator
gives accounts and roles and looks after the installation, decides about nothing, and does not read what people earn
and spend nor the trail of it. Officers, committee and street decide, and propose no role. The supervisor reads
everything and gives nothing. Whoever gives a role cannot use it alone: `confirm_roles`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from points.foundation.actor import ROLES, Actor

ALLOWED: dict[str, tuple[str, ...]] = {
    "use_own_purse": ("resident",),
    "lead_activities": ("leader", "officer"),
    # the desk
    "use_desk": ("officer", "committee", "street", "grid_worker", "panel", "supervisor", "admin"),
    "see_activities": ("officer", "committee", "street", "supervisor"),
    "plan_activities": ("officer", "committee"),
    "enter_services": ("officer", "committee", "grid_worker"),
    "approve_services": ("officer", "committee", "street"),
    # the lines that none of those may decide, each being family, entered or looked at by them: nothing stays undecided
    "approve_left": ("supervisor",),
    # the street office; committee and officer stand in for it where nobody holds that role (STAND_INS)
    "approve_long_days": ("street", "committee", "officer"),
    # a supervisor too, who gives nothing by it: where officer and committee approved and objected, nobody else is left
    "decide_objections": ("officer", "committee", "street", "supervisor"),
    "confirm_reversals": ("officer", "committee", "street", "supervisor"),
    # rules say what an act is worth, which is no matter of who looks after the machine
    "propose_rules": ("officer", "committee"),
    # whoever proposed it is no second person (volunteering/rulebook/rule_proposals.py)
    "change_rules": ("committee", "street"),
    "see_settings": ("officer", "committee", "street", "supervisor", "admin"),
    "propose_settings": ("officer", "committee"),
    "decide_settings": ("committee", "street"),
    # who they are; an administrator finds whom to give a role
    "see_people": ("officer", "committee", "street", "grid_worker", "admin"),
    # what they have, did and spent
    "see_purses": ("officer", "committee", "street", "grid_worker"),
    # after a restore: whether a voucher was used since; not who sold alone
    "accept_vouchers": ("officer", "committee", "street"),
    # who has this for the whole community sees every row, and may take a list out
    "export_lists": ("officer", "committee", "street", "supervisor"),
    # an administrator too: staff who live elsewhere, and everybody on the first day
    "register_people": ("officer", "admin"),
    # who is whose relative decides who may decide
    # the street office too: nobody ends a relation of their own, and a community may have one officer alone
    "relate_people": ("officer", "committee", "street"),
    "see_places": ("officer", "committee", "admin"),
    "add_places": ("officer", "admin"),
    # districts, streets and communities, by who has this at the place itself or above it
    "shape_places": ("admin",),
    "open_accounts": ("officer", "admin"),
    # who can sign in, where and with what; no word of what they earn
    "see_accounts": ("officer", "street", "supervisor", "admin"),
    # a card pays: whoever opens accounts makes no way to pay as well
    "issue_cards": ("officer",),
    # whose screen may be turned for its holder to type a card's PIN
    "turn_screen": ("officer", "shop_manager", "clerk"),
    "report_lost_cards": ("officer", "shop_manager", "clerk"),
    "confirm_ways": ("clerk", "shop_manager", "grid_worker", "committee", "street"),
    # old books are points
    "import_books": ("officer", "committee"),
    # whoever wanted them confirms nothing (imports/intakes.py)
    "confirm_imports": ("committee", "street"),
    "grant_roles": ("admin",),
    # in this order: who confirms is the first of them that somebody holds over the place
    "confirm_roles": ("street", "committee", "admin"),
    # in this order as well: somebody lost telephone and codes, and administrators look after accounts
    "confirm_resets": ("admin", "street", "committee"),
    "see_roles": ("supervisor", "street", "committee", "admin"),
    "object_to_roles": ("supervisor",),
    # who has a second proof beside the password
    "prove_twice": ("officer", "shop_manager", "committee", "street", "supervisor", "admin"),
    # the shop behind the counter; whose work is what there, ACTS says
    "see_shop": ("shop_manager", "clerk", "officer", "committee", "street", "supervisor"),
    # what a thing is called, its barcodes and limits; what it costs is for two (ACTS)
    "keep_goods": ("shop_manager", "officer"),
    # what comes in, and kits made of it
    "keep_stock": ("shop_manager", "clerk"),
    # what is to come moves nothing: one notes it
    "expect_goods": ("shop_manager",),
    # who stands in for a second person may lend that to somebody for a day
    "lend_hand": ("street", "supervisor"),
    # the counter
    "serve_counter": ("clerk", "shop_manager"),
    "read_receipts": ("clerk", "shop_manager", "supervisor"),
    # the street office too: in a shop with one clerk nobody else may be left
    "confirm_undo": ("clerk", "shop_manager", "officer", "street"),
    # a sale that is older than the community lets the shop undo: one asks, another agrees
    "undo_late": ("officer", "committee", "street"),
    "enrol_devices": ("shop_manager", "admin"),
    # who looks over their shoulders
    "check_books": ("supervisor", "committee", "street"),
    # an administrator's own deeds are in it; the page of roles shows who gave what
    # what the clock says decides what has lapsed: of who watches, and of nobody who looks after the machine
    "settle_clock": ("supervisor",),
    # one asks, another confirms
    "take_back_lapses": ("supervisor", "committee", "street"),
    "read_trail": ("supervisor", "street"),
    "spot_check": ("supervisor", "committee", "street"),
    "compare_communities": ("street",),
    "look_after_installation": ("admin",),
}

#: where somebody holds the first role of these over the community, the others do not stand in for it
STAND_INS = frozenset({"approve_long_days"})


@dataclass(frozen=True)
class Act:
    """Something in the shop that one person begins and another confirms: the roles of both, and who stands in where
    nobody else is left, with a reason where somebody is.

    The second part of a `firm` act is lent to nobody, and nobody stands in while somebody who has it is left.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    stand_in: tuple[str, ...] = ("street", "supervisor")
    firm: bool = False


#: act → first, second, stand-in; nobody is both, and no relative of the first is the second
ACTS: dict[str, Act] = {
    "open_shop": Act(("shop_manager", "officer"), ("committee",)),
    "set_price": Act(("shop_manager", "officer"), ("committee",)),
    "mend_delivery": Act(("shop_manager", "clerk"), ("shop_manager", "clerk", "officer")),
    "write_off": Act(("shop_manager", "clerk"), ("shop_manager", "officer")),
    "move_goods": Act(("shop_manager", "clerk"), ("shop_manager", "clerk")),
    "sign_count": Act(("shop_manager", "clerk"), ("shop_manager", "officer")),
    # differences that are worth more than the community decided
    "sign_large_count": Act(("shop_manager", "clerk"), ("street",), ("supervisor",), firm=True),
    "hand_over": Act(("shop_manager", "clerk"), ("shop_manager", "clerk")),
    "close_day": Act(("shop_manager", "clerk"), ("shop_manager", "officer")),
}

#: in this order somebody with several roles is greeted; beside each, what its first page is for
_FIRST = {
    "clerk": "serve_counter",
    "shop_manager": "serve_counter",
    "officer": "approve_services",
    "grid_worker": "use_desk",
    "committee": "approve_services",
    "panel": "use_desk",
    "street": "compare_communities",
    "supervisor": "check_books",
    "admin": "look_after_installation",
    "leader": "lead_activities",
    "merchant": "use_own_purse",
    "donor": "use_own_purse",
    "resident": "use_own_purse",
}

#: by what somebody with several roles is named beside what they did: the weightiest first
_WEIGHT = (
    "admin",
    "street",
    "committee",
    "officer",
    "supervisor",
    "shop_manager",
    "clerk",
    "leader",
    "grid_worker",
)
#: who decides about points, about rules or about others: a new one waits for a night, in which it can be seen and ended
DECIDERS = frozenset({"officer", "committee", "street", "panel", "shop_manager", "supervisor", "admin"})
#: who can see other people, and may therefore not stay signed in at an unwatched desk
STAFF = frozenset(ROLES) - {"resident", "leader", "donor"}
#: what an administrator may give; the rest comes with where somebody lives or with a contract
GRANTABLE = (
    "leader",
    "grid_worker",
    "officer",
    "panel",
    "committee",
    "supervisor",
    "shop_manager",
    "clerk",
    "street",
    "admin",
)


def may(actor: Actor, *what: str) -> bool:
    """Whether one of the actor's roles allows any of this; the installation itself and an import may everything."""
    return actor.kind in ("system", "import") or actor.has(*roles_for(*what))


def roles_for(*what: str) -> tuple[str, ...]:
    """The roles that may do any of this; a name that is not in the table is a bug."""
    return tuple(dict.fromkeys(role for one in what for role in ALLOWED[one]))


def main_role(roles: Collection[str]) -> str:
    """The role somebody is greeted with; '' where there is none."""
    return next((role for role in _FIRST if role in roles), "")


def first_of(role: str) -> str:
    """What the first page of this role is for."""
    return _FIRST.get(role, "use_own_purse")


def weightiest(roles: Collection[str]) -> str:
    """The role somebody who holds several is named by beside an action."""
    return min(roles, key=lambda role: _WEIGHT.index(role) if role in _WEIGHT else len(_WEIGHT))

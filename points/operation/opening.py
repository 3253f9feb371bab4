"""What of the first day the books say is done, by whom and when, what of it is still to come, and what waits for a second person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from points import audit, goods, people, shop, volunteering
from points.foundation import Actor, clock
from points.operation import standing, timekeeping
from points.operation.founding import FIRST

#: names that lead nowhere but to the machine itself
_HERE = ("localhost", "127.0.0.1", "::1")
#: by step, the actions by which it is done; the newest says who did it
_DEEDS = {
    "places": ("place.added",),
    "settings": ("setting.decided",),
    "times": ("setting.decided",),
    "rules": ("rule.added", "books.imported"),
    "goods": ("item.entered", "books.imported"),
    "books": ("books.imported", "person.registered"),
    "checked": ("import.checked",),
    "opening": ("books.imported",),
    "shop": ("shop.opened",),
    "device": ("device.enrolled",),
    "count": ("stocktake.signed",),
    "cards": ("card.issued",),
    "confirmed": ("way.confirmed",),
    "exchange": ("points.redeemed", "voucher.redeemed"),
}
#: by step, what somebody must be allowed to do: for each of these there is one who may
_HOLDERS = {
    "admins": ("grant_roles",),
    "deciders": ("issue_cards", "confirm_imports"),
    "counter": ("expect_goods", "serve_counter"),
    "watch": ("object_to_roles",),
}


@dataclass(frozen=True)
class OpeningStep:
    """One thing to do: `done` is None where no book says, `left` how many are still to come, `waits` how many wait for a
    second person; who did it last and when."""

    code: str
    done: bool | None
    left: int = 0
    waits: int = 0
    who: tuple[str, ...] = ()
    when: datetime | None = None


def is_beginning(actor: Actor) -> bool:
    """Whether there is no counter yet."""
    return not any(one.status == "active" for one in people.devices.of_community(actor.community_id))


def steps(actor: Actor, *, backups: Path, instance: Path, address: str) -> dict[str, OpeningStep]:
    """Every step as the books have it now, by code; `address` is that of this installation."""
    homes = [one.household_id for one in people.history.known_households(actor.community_id).values()]
    found = (
        *_house(
            standing.now(actor.community_id, backups=backups, instance=instance),
            _apart(backups, instance),
            address,
        ),
        *_people(actor),
        *_decided(actor),
        *_books(actor.community_id, homes),
        *_shop(actor),
        *_cards(homes, actor),
    )
    return {one.code: one for one in _told(found, actor.community_id)}


def _house(here: standing.InstallationStanding, apart: bool, address: str) -> Iterator[OpeningStep]:
    """Whether the machine is well; the files of the installation say it, and no book."""
    kept = timekeeping.standing()
    yield OpeningStep("clock", not clock.doubted() and not (kept and kept.doubt))
    yield OpeningStep("disk", not here.little_room)
    yield OpeningStep("backup", not here.backup_missed)
    yield OpeningStep("elsewhere", apart)
    yield OpeningStep("address", urlsplit(address).hostname not in _HERE)


def _apart(backups: Path, instance: Path) -> bool:
    """Whether backups lie on a disk of their own."""
    return backups.is_dir() and backups.stat().st_dev != instance.stat().st_dev


def _people(actor: Actor) -> Iterator[OpeningStep]:
    waiting = Counter(one.role for one in people.grants.waiting_here(actor.community_id))
    for code, wanted in _HOLDERS.items():
        groups = [people.permissions.roles_for(one) for one in wanted]
        held = [people.roles.holders(actor.community_id, *roles) for roles in groups]
        everybody = {person: name for some in held for person, name in some}
        enough = all(held) and (code not in ("admins", "counter") or len(everybody) >= FIRST)
        yield OpeningStep(
            code,
            enough,
            waits=sum(waiting[role] for roles in groups for role in roles),
            who=tuple(everybody.values()),
        )


def _decided(actor: Actor) -> Iterator[OpeningStep]:
    community_id = actor.community_id
    decided = people.decisions.standing(community_id)
    left = len(list(people.catalogue.undecided(decided)))
    first = [decided[one.name] for one in people.catalogue.ADVICE]
    times = decided["exchange_days"]
    yield OpeningStep("places", True if people.places.grids(community_id) else None)
    waits = sum(one.open is not None for one in first)
    yield OpeningStep("settings", not left + waits, left, waits)
    yield OpeningStep("times", times.since is not None, waits=int(times.open is not None))
    rules = volunteering.rules.in_force(community_id, clock.today())
    yield OpeningStep("rules", bool(rules), waits=len(volunteering.rule_proposals.waiting(actor)))
    yield OpeningStep("goods", bool(goods.items.on_offer(community_id)))


def _books(community_id: UUID, homes: Sequence[UUID]) -> Iterator[OpeningStep]:
    """Old books, or people written down by hand where there are none."""
    newest = next(iter(audit.provenance.batches(community_id, limit=1)), None)
    checked = bool(newest.checked_at or not newest.report.get("faults")) if newest else None
    carried = audit.provenance.newest_keys(community_id, ("opening", "opening_stock"))
    yield OpeningStep("books", bool(homes))
    yield OpeningStep("checked", checked)
    yield OpeningStep("opening", True if carried else None)


def _shop(actor: Actor) -> Iterator[OpeningStep]:
    community_id = actor.community_id
    counted = any(one.status == "done" for one in goods.stocktakes.list_newest(community_id))
    asked = len(shop.founding.list_asked(community_id))
    sold = _last(community_id, "exchange")
    yield OpeningStep("shop", bool(shop.shops.list_all(community_id)), waits=asked)
    yield OpeningStep("device", not is_beginning(actor))
    yield OpeningStep("count", counted)
    yield OpeningStep("practice", None)
    yield OpeningStep("exchange", bool(sold))


def _cards(homes: Sequence[UUID], actor: Actor) -> Iterator[OpeningStep]:
    """Of every household; what waits to be confirmed is counted whatever it is."""
    without = len(people.cards.heads_without(homes, actor=actor)) if homes else 0
    waiting = people.ways.waiting_count(actor)
    there = bool(homes) and without == 0
    yield OpeningStep("cards", there, without)
    yield OpeningStep("confirmed", there and not waiting, waiting)


def find_import_without_cards(actor: Actor) -> UUID | None:
    """The newest import of whose households some have no card yet: they are printed together."""
    for batch in audit.provenance.batches(actor.community_id):
        homes = audit.provenance.subjects_of_batch(actor.community_id, batch.import_id, "household")
        if homes and people.cards.heads_without(homes, actor=actor):
            return batch.import_id
    return None


def _last(community_id: UUID, code: str) -> audit.trail.TrailLine | None:
    """The newest deed by which a step is done."""
    wanted = audit.trail.TrailFilter(actions=_DEEDS[code], outcome="done")
    return next(iter(audit.trail.read(community_id, wanted, limit=1)), None)


def _told(steps: tuple[OpeningStep, ...], community_id: UUID) -> Iterator[OpeningStep]:
    """Each that is done with who did it last, and when."""
    last = {}
    for one in steps:
        if one.done and one.code in _DEEDS:
            last[one.code] = _last(community_id, one.code)
    accounts = {line.actor_id for line in last.values() if line and line.actor_id}
    names = people.accounts.names_behind(community_id, accounts, ())
    for one in steps:
        line = last.get(one.code)
        name = names.get(line.actor_id, "") if line and line.actor_id else ""
        yield replace(one, who=(name,) if name else (), when=line.at) if line else one

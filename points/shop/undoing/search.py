"""Finding a sale of any day: by its slip or number, whose it was, what was sold, and when."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from points import goods, people
from points.foundation import NEVER, clock, codes, paging
from points.foundation.prepared import given, given_many, prepared
from points.shop import receipts
from points.shop.models import Redemption, RedemptionLine, Voucher

#: sales of a page
PAGE = 30
#: so many people of one name are looked through
MOST_OF_A_NAME = 20
#: behind every sale, those as well that a clock which was ahead wrote down
_LAST = clock.instant(NEVER), UUID(int=2**128 - 1)


@dataclass(frozen=True)
class Meant:
    """What somebody typed or scanned may mean: one slip, purses, or items."""

    receipt: str | None = None
    purses: Collection[UUID] = ()
    items: Collection[UUID] = ()

    @property
    def nothing(self) -> bool:
        """Whether nobody knows what it is."""
        return self.receipt is None and not self.purses and not self.items


@dataclass(frozen=True)
class SalesFound:
    """One page, and the key of the next."""

    rows: list[receipts.Receipt]
    next_key: str | None


def meant_by(community_id: UUID, text: str) -> Meant:
    """Read a slip that was scanned, the number of a slip, of a voucher, a household or a person, a name, an item."""
    plain = " ".join(text.split())
    if not plain:
        return Meant()
    number = _slip(community_id, plain)
    if number is not None:
        return Meant(receipt=number)
    return Meant(purses=_purses(community_id, plain), items=_items(community_id, plain))


def list_sales(
    community_id: UUID, meant: Meant | None = None, *, day: date | None = None, after: str = ""
) -> SalesFound:
    """Sales, the newest first; of these purses or items, on this day, where they are said."""
    at, key = paging.read_key(after) or _LAST
    values: dict[str, object] = {"community": community_id, "at": at, "key": key, "limit": PAGE + 1}
    if meant and meant.purses:
        values["purses"] = list(meant.purses)
    if meant and meant.items:
        values["items"] = list(meant.items)
    if day is not None:
        values["day"] = day
    found = _sales(
        purses="purses" in values,
        items="items" in values,
        either=len({"purses", "items"} & set(values)) == 2,
        day=day is not None,
    ).all(**values)
    shown = found[:PAGE]
    known = receipts.of_redemptions(community_id, [one.id for one in shown])
    more = paging.make_key(shown[-1].at, shown[-1].id) if len(found) > PAGE else None
    return SalesFound([known[one.id] for one in shown], more)


def _slip(community_id: UUID, text: str) -> str | None:
    """The receipt of a slip's code, its number, or the number of the voucher that paid it."""
    squeezed = codes.squeeze(text)
    words = {squeezed.lower().replace("-", "")}
    with suppress(codes.CodeError):
        words.add(codes.read_receipt(text)[0].lower())
    found = _numbered().value(community=community_id, words=sorted(words), spoken=squeezed)
    return None if found is None else str(found)


def _purses(community_id: UUID, text: str) -> list[UUID]:
    """The purses of everybody of this name, or of the household or person of this number."""
    persons = people.search.by_name(community_id, text)[:MOST_OF_A_NAME]
    home = people.households.find_typed(community_id, text)
    if home is not None:
        persons = [*persons, *people.households.members(community_id, home)]
    found = (people.purses.find(community_id, one.person_id) for one in persons)
    return list({one.account_id for one in found if one is not None})


def _items(community_id: UUID, text: str) -> list[UUID]:
    """The item of a code or barcode, or all whose name has these words in it."""
    word = codes.squeeze(text)
    found = goods.items.find(community_id, list({word, text}))
    if found:
        return list({one.item_id for one in found.values()})
    return goods.wares.named_like(community_id, text)


@prepared
def _numbered() -> sa.Executable:
    voucher = sa.and_(Voucher.community_id == Redemption.community_id, Voucher.id == Redemption.voucher_id)
    here = Redemption.community_id == given("community")
    by_number = sa.select(Redemption.receipt).where(here, Redemption.receipt.in_(given_many("words")))
    by_voucher = (
        sa.select(Redemption.receipt).join(Voucher, voucher).where(here, Voucher.spoken == given("spoken"))
    )
    return sa.union_all(by_number, by_voucher).limit(1)


@prepared
def _sales(*, purses: bool, items: bool, either: bool, day: bool) -> sa.Executable:
    query = sa.select(Redemption.id, Redemption.at).where(
        Redemption.community_id == given("community"),
        sa.tuple_(Redemption.at, Redemption.id)
        < sa.tuple_(given("at", Redemption.at), given("key", Redemption.id)),
    )
    sold = sa.exists().where(
        RedemptionLine.community_id == Redemption.community_id,
        RedemptionLine.redemption_id == Redemption.id,
        RedemptionLine.item_id.in_(given_many("items")),
    )
    whose = Redemption.account_id.in_(given_many("purses"))
    if either:
        query = query.where(sa.or_(whose, sold))
    elif purses:
        query = query.where(whose)
    elif items:
        query = query.where(sold)
    if day:
        query = query.where(Redemption.redeemed_on == given("day"))
    newest = query.order_by(Redemption.at.desc(), Redemption.id.desc())
    return newest.limit(sa.bindparam("limit", type_=sa.Integer()))

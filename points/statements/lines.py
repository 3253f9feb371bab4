"""A purse's lines in words a resident knows, with the story behind each; it moves nothing and knows no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from points import audit, ledger, people, shop, volunteering
from points.foundation import Actor, wording
from points.statements import explanations
from points.statements.summary import my_purse

#: what a line of the book is called on a page: kind, origin
KINDS = {
    "award": ("in", "award"),
    "gift": ("in", "gift"),
    "correction": ("in", "correction"),
    "redemption": ("out", "redemption"),
    "voucher_used": ("out", "redemption"),
    "lapse": ("out", "lapse"),
    "voucher": ("held", "voucher"),
    "voucher_returned": ("released", "returned"),
    "voucher_lapsed": ("released", "returned"),
    "reversal": ("reversal", "reversal"),
}


@dataclass(frozen=True)
class StatementLine:
    """One line as it is read aloud; `tenths` is signed, and positive for what is set aside.

    `settled` says how a voucher that was set aside ended (redeemed, returned, lapsed); None while it is open.
    """

    public_id: str
    kind: str
    origin: str
    what: str
    quantity: str | None
    day: date
    who: str | None
    tenths: int
    balance_after: int
    reversed: bool
    story: explanations.Explanation | None
    settled: str | None = None

    @property
    def back_filled(self) -> bool:
        """Whether it is for a service that was typed in later."""
        return self.story is not None and self.story.back_filled

    @property
    def source(self) -> Any:
        """The line of a workbook it came from, if it was imported."""
        return self.story.source if self.story else None


@dataclass(frozen=True)
class Month:
    """The lines of one month on this page, with the sums of the whole month."""

    first: date
    came_in: int
    went_out: int
    reversed: int
    lines: list[StatementLine]


@dataclass(frozen=True)
class _Behind:
    """What the lines of one page point at, fetched with a few statements."""

    awards: dict[UUID, volunteering.origin.AwardOrigin]
    receipts: dict[UUID, shop.receipts.Receipt]
    names: dict[UUID, str]
    sources: dict[UUID, audit.provenance.SheetLine]
    vouchers: dict[UUID, str]


def latest(actor: Actor, language: str, *, limit: int = 20) -> list[StatementLine]:
    """The newest lines of the actor's purse."""
    found = ledger.statements.lines(actor.community_id, my_purse(actor).account_id, limit=limit)
    return in_words(actor.community_id, found, language)


def by_month(
    actor: Actor, language: str, *, only: str = "all", before: int | None = None, limit: int = 20
) -> tuple[list[Month], int | None]:
    """One page of lines by month, and the key of the next page (None at the end)."""
    account_id = my_purse(actor).account_id
    found = ledger.statements.lines(
        actor.community_id, account_id, before_version=before, only=only, limit=limit + 1
    )
    page, more = found[:limit], len(found) > limit
    worded = in_words(actor.community_id, page, language)
    grouped: dict[date, list[StatementLine]] = {}
    for line in worded:
        grouped.setdefault(line.day.replace(day=1), []).append(line)
    result = []
    for first, some in grouped.items():
        end = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        came, went, undone = ledger.statements.sums_between(actor.community_id, account_id, first, end)
        result.append(Month(first, came, went, undone, some))
    return result, page[-1].version if more else None


def in_words(
    community_id: UUID, found: Sequence[ledger.statements.Line], language: str
) -> list[StatementLine]:
    """Lines of the book as lines of a page."""
    behind = _behind(community_id, found)
    return [_line(one, behind, language) for one in found]


def lapsing(actor: Actor) -> list[tuple[date, int]]:
    """What lapses when: the day and how many tenths."""
    return ledger.statements.lapsing(actor.community_id, my_purse(actor).account_id)


def _behind(community_id: UUID, found: Sequence[ledger.statements.Line]) -> _Behind:
    subjects = {one.subject_id for one in found if one.subject_id}
    redemptions = [one.subject_id for one in found if one.subject_id and one.what != "award"]
    awards = volunteering.origin.of_lines(community_id, subjects)
    receipts = shop.receipts.of_redemptions(community_id, redemptions)
    persons = {one.person_id for one in found if one.person_id}
    accounts = {one.clerk_id for one in receipts.values() if one.clerk_id}
    clerks = people.accounts.persons_of(community_id, accounts)
    cards = people.persons.get_many(community_id, {*persons, *clerks.values()})
    names = {person_id: card.name for person_id, card in cards.items()}
    names.update({account: names[person] for account, person in clerks.items()})
    imported = [one.redemption_id for one in receipts.values() if one.origin == "imported"]
    sources = audit.provenance.sheet_lines(community_id, imported)
    vouchers = shop.vouchers.states(community_id, redemptions)
    return _Behind(awards, receipts, names, sources, vouchers)


def _line(one: ledger.statements.Line, behind: _Behind, language: str) -> StatementLine:
    kind, origin = KINDS.get(one.what, ("in" if one.tenths > 0 else "out", one.what))
    award = behind.awards.get(one.subject_id) if one.subject_id else None
    receipt = behind.receipts.get(one.subject_id) if one.subject_id else None
    if one.origin == "imported" and kind == "in":
        origin = "imported"
    story = None
    if award is not None:
        story = explanations.of_award(award, language)
    elif receipt is not None:
        clerk = behind.names.get(receipt.clerk_id) if receipt.clerk_id else None
        if kind == "reversal":
            story = explanations.of_undoing(receipt, _what(None, receipt, language), clerk)
        else:
            story = explanations.of_redemption(
                receipt, clerk, behind.sources.get(receipt.redemption_id), language
            )
    return StatementLine(
        public_id=str(one.version),
        kind=kind,
        origin=origin,
        what=_what(award, receipt, language),
        quantity=story.quantity if story and award else None,
        day=one.happened_on,
        who=behind.names.get(one.person_id) if one.person_id else None,
        tenths=one.tenths or abs(one.held),
        balance_after=one.balance_after,
        reversed=one.reversed,
        story=story,
        settled=_settled(one, behind),
    )


def _settled(one: ledger.statements.Line, behind: _Behind) -> str | None:
    state = behind.vouchers.get(one.subject_id, "open") if one.subject_id else "open"
    return state if one.what == "voucher" and state != "open" else None


def _what(
    award: volunteering.origin.AwardOrigin | None, receipt: shop.receipts.Receipt | None, language: str
) -> str:
    if award is not None:
        name = wording.named(award.rule, language)
        return name if award.what.startswith(award.rule.name) or language == "en" else award.what
    if receipt is None:
        return ""
    comma = "、" if language == "zh" else ", "
    return comma.join(wording.named(line, language) for line in receipt.lines)

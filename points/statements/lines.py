"""A purse's lines in words a resident knows, with the story behind each; it moves nothing and knows no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from points import audit, ledger, people, shop, volunteering
from points.foundation import Actor, wording
from points.statements import explanations

#: what a line of the book is called on a page: kind, origin
KINDS = {
    "award": ("in", "award"),
    "opening": ("in", "opening"),
    "gift": ("in", "gift"),
    "correction": ("in", "correction"),
    "redemption": ("out", "redemption"),
    "voucher_used": ("out", "redemption"),
    "deduction": ("out", "deduction"),
    "lapse": ("out", "lapse"),
    "lapse_back": ("in", "lapse_back"),
    "voucher": ("held", "voucher"),
    "voucher_returned": ("released", "returned"),
    "voucher_lapsed": ("released", "returned"),
    "reversal": ("reversal", "reversal"),
}


#: lines that point at a redemption, or may
_REDEEMED = frozenset({"redemption", "voucher_used", "reversal"})
#: lines that point at a voucher whose points they set aside
_SET_ASIDE = frozenset({"voucher", "voucher_returned", "voucher_lapsed"})
#: lines that an old book brought along, with words of its own
_OLD = frozenset({"opening", "deduction"})
#: lines that point at no service
_WITHOUT_SERVICE = frozenset({"redemption", "voucher_used", *_SET_ASIDE, "lapse", "lapse_back", *_OLD})


@dataclass(frozen=True)
class StatementLine:
    """One line as it is read aloud; `tenths` is signed, and positive for what is set aside.

    `back_filled`: for a service that was typed in later. A line in brief has no `story`. `day` is when it was done,
    `booked_on` when it came into the book; `award`, `receipt` and `voucher` are what the line leads to, as addresses have it.
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
    back_filled: bool = False
    booked_on: date | None = None
    held_after: int = 0
    award: UUID | None = None
    receipt: str | None = None
    voucher: str | None = None

    @property
    def source(self) -> Any:
        """The line of a workbook it came from, if it was imported."""
        return self.story.source if self.story else None

    @property
    def said_in_what(self) -> bool:
        """Whether its own words end with how much it was: 周卫生达标4周."""
        return bool(self.quantity) and self.what.endswith("".join(str(self.quantity).split()))


@dataclass(frozen=True)
class _Behind:
    """What the lines of one page point at, fetched with a few statements."""

    awards: dict[UUID, volunteering.origin.AwardOrigin]
    receipts: dict[UUID, shop.receipts.Receipt]
    names: dict[UUID, str]
    sources: dict[UUID, audit.provenance.SheetLine]
    vouchers: dict[UUID, str]
    collectors: dict[UUID, str]
    old: dict[UUID, ledger.old_lines.OldLineInfo]


def latest(actor: Actor, language: str, *, limit: int = 20) -> list[StatementLine]:
    """The newest lines of the actor's purse, one a voucher."""
    account_id = people.purses.account_of(actor)
    _standing, found = ledger.statements.newest(actor.community_id, account_id, told_once=True, limit=limit)
    return in_words(actor.community_id, found, language)


def in_words(
    community_id: UUID, found: Sequence[ledger.statements.Line], language: str
) -> list[StatementLine]:
    """Lines of the book as lines of a page."""
    behind = _behind(community_id, found)
    return [_line(one, behind, language) for one in found]


def in_brief(
    community_id: UUID,
    found: Sequence[ledger.statements.Line],
    language: str,
    *,
    names: Mapping[UUID, str],
    open_vouchers: Mapping[UUID, str],
) -> list[StatementLine]:
    """The same without the stories behind them. What is known already: `names` of people, public ids of
    `open_vouchers`."""
    awards = volunteering.origin.names_of_lines(community_id, _subjects(found, besides=_WITHOUT_SERVICE))
    receipts = shop.receipts.of_redemptions(community_id, _subjects(found, only=_REDEEMED))
    old = ledger.old_lines.get_many(community_id, _subjects(found, only=_OLD))
    others = {one.person_id for one in found if one.person_id} - names.keys()
    who = {
        **names,
        **{one.person_id: one.name for one in people.persons.get_many(community_id, others).values()},
    }
    lines = []
    for one in found:
        award = awards.get(one.subject_id) if one.subject_id else None
        receipt = receipts.get(one.subject_id) if one.subject_id else None
        amounts = (award.unit, award.minutes, award.quantity_tenths) if award else None
        lines.append(
            StatementLine(
                public_id=str(one.version),
                kind=_kind(one),
                origin=_origin(one),
                what=_title(award, receipt, language, old.get(one.subject_id) if one.subject_id else None),
                quantity=explanations.quantity_words(*amounts, language) if amounts else None,
                day=one.happened_on,
                who=who[one.person_id] if one.person_id else None,
                tenths=one.tenths or abs(one.held),
                balance_after=one.balance_after,
                reversed=one.reversed,
                story=None,
                back_filled=award.back_filled if award else False,
                booked_on=one.booked_on,
                held_after=one.held_after,
                award=one.subject_id if award else None,
                receipt=receipt.receipt if receipt else None,
                voucher=open_vouchers.get(one.subject_id) if one.subject_id else None,
            )
        )
    return lines


def titles(
    community_id: UUID, found: Sequence[ledger.statements.Line], language: str
) -> list[tuple[str, str]]:
    """Origin and few words of each line, without the story behind it."""
    awards = volunteering.origin.names_of_lines(community_id, _subjects(found, besides=_WITHOUT_SERVICE))
    receipts = shop.receipts.of_redemptions(community_id, _subjects(found, only=_REDEEMED))
    old = ledger.old_lines.get_many(community_id, _subjects(found, only=_OLD))
    told = []
    for one in found:
        award = awards.get(one.subject_id) if one.subject_id else None
        receipt = receipts.get(one.subject_id) if one.subject_id else None
        words = _title(award, receipt, language, old.get(one.subject_id) if one.subject_id else None)
        told.append((_origin(one), words))
    return told


def lapsing(actor: Actor) -> list[tuple[date, int]]:
    """What lapses when: the day and how many tenths."""
    return ledger.statements.lapsing(actor.community_id, people.purses.account_of(actor))


def _behind(community_id: UUID, found: Sequence[ledger.statements.Line]) -> _Behind:
    origins = volunteering.origin.read(community_id, _subjects(found, besides=_WITHOUT_SERVICE))
    receipts = shop.receipts.of_redemptions(community_id, _subjects(found, only=_REDEEMED))
    clerks = {one.clerk_id for one in receipts.values() if one.clerk_id}
    persons = {one.person_id for one in found if one.person_id}
    names = people.accounts.names_behind(community_id, origins.accounts | clerks, origins.persons | persons)
    old = ledger.old_lines.get_many(community_id, _subjects(found, only=_OLD))
    imported = {one.redemption_id for one in receipts.values() if one.origin == "imported"} | old.keys()
    sources = audit.provenance.sheet_lines(community_id, origins.imported | imported)
    vouchers = shop.vouchers.public_ids(community_id, _subjects(found, only=_SET_ASIDE))
    collectors = shop.collected.names(community_id, receipts)
    return _Behind(origins.told(names, sources), receipts, names, sources, vouchers, collectors, old)


def _subjects(
    found: Sequence[ledger.statements.Line],
    *,
    only: frozenset[str] = frozenset(),
    besides: frozenset[str] = frozenset(),
) -> list[UUID]:
    """What lines of these kinds point at."""
    return [
        one.subject_id
        for one in found
        if one.subject_id and (one.what in only if only else one.what not in besides)
    ]


def _kind(one: ledger.statements.Line) -> str:
    return KINDS.get(one.what, ("in" if one.tenths > 0 else "out", one.what))[0]


def _origin(one: ledger.statements.Line) -> str:
    if one.origin == "imported" and one.what == "award":
        return "imported"
    return KINDS[one.what][1] if one.what in KINDS else one.what


def _line(one: ledger.statements.Line, behind: _Behind, language: str) -> StatementLine:
    kind = _kind(one)
    award = behind.awards.get(one.subject_id) if one.subject_id else None
    receipt = behind.receipts.get(one.subject_id) if one.subject_id else None
    old = behind.old.get(one.subject_id) if one.subject_id else None
    story = None
    if old is not None:
        story = explanations.of_old_line(old, behind.sources.get(old.old_line_id))
    elif award is not None:
        story = explanations.of_award(award, language)
    elif receipt is not None:
        clerk = behind.names.get(receipt.clerk_id) if receipt.clerk_id else None
        if kind == "reversal":
            story = explanations.of_undoing(receipt, _what(None, receipt, language), clerk)
        else:
            story = explanations.of_redemption(
                receipt,
                clerk,
                behind.sources.get(receipt.redemption_id),
                language,
                collector=behind.collectors.get(receipt.redemption_id),
            )
    return StatementLine(
        public_id=str(one.version),
        kind=kind,
        origin=_origin(one),
        what=old.matter if old else _what(award, receipt, language),
        quantity=story.quantity if story and award else None,
        day=one.happened_on,
        who=behind.names.get(one.person_id) if one.person_id else None,
        tenths=one.tenths or abs(one.held),
        balance_after=one.balance_after,
        reversed=one.reversed,
        story=story,
        voucher=behind.vouchers.get(one.subject_id) if one.subject_id else None,
        back_filled=story.back_filled if story else False,
        booked_on=one.booked_on,
        held_after=one.held_after,
        award=award.award_id if award else None,
        receipt=receipt.receipt if receipt else None,
    )


def _what(
    award: volunteering.origin.AwardOrigin | None, receipt: shop.receipts.Receipt | None, language: str
) -> str:
    rule = award.rule if award else None
    named = volunteering.origin.AwardName(award.what, rule.name, rule.name_en) if award and rule else None
    return _title(named, receipt, language)


def _title(
    award: volunteering.origin.AwardName | None,
    receipt: shop.receipts.Receipt | None,
    language: str,
    old: ledger.old_lines.OldLineInfo | None = None,
) -> str:
    if old is not None:
        return old.matter
    if award is not None:
        name = wording.named(award, language)
        return name if award.what.startswith(award.name) or language == "en" else award.what
    if receipt is None:
        return ""
    comma = "、" if language == "zh" else ", "
    return comma.join(wording.named(line, language) for line in receipt.lines)

"""Random days of a community, played by its own actions; after each, every invariant and the model are asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from points import audit, goods, ledger, operation, oversight, people, shop, stockroom
from points.foundation import NEVER, Refusal, clock, db, reading, transact
from points.ledger.posting import Note
from points.shop.payer_checks import Payer
from points.shop.redemptions import Done, Sale, redeem
from points.volunteering.services import reversals
from tests.stateful.model import Asked, Given, Model, Purse, Slip, Ticket
from tests.stateful.proof import broken, told
from tests.support.books import award
from tests.support.street import Street, build_street
from tests.support.world import claimed, decide

T = TypeVar("T")

#: Monday, 9:00 in Shanghai
MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
#: no longer than a signing key lives
LONGEST = timedelta(days=80)

_numbers = count(1)

WHICH = st.integers(0, 10**6)
TENTHS = st.one_of(st.integers(1, 900), st.sampled_from([5, 20, 60, 250, 440]))
WORTH = st.sampled_from([60, 60, 100, 100, 300, 600, 5, 1234])
#: mostly what can be had: salt and vinegar; seldom rice, a haircut, or the oil that is past its date
GOODS = ["G07"] * 6 + ["G06"] * 4 + ["6900000011997"] * 2 + ["G02", "G01", "G32", "G03"]
BASKETS = st.lists(st.tuples(st.sampled_from(GOODS), st.integers(1, 3)), min_size=1, max_size=3)

#: a purse has not so many points that may be spent
SHORT = ("not_enough", "points_held", "gift_needs_match")


class Halted(Exception):
    """Something that went wrong in the middle of an action and is no refusal."""


class Days(RuleBasedStateMachine):
    """One community, two purses, a shelf; each run in a community of its own, all in one database."""

    street: Street
    model: Model

    @initialize(match=st.sampled_from([None, 1, 2]), grace=st.sampled_from([0, 7]))
    def found(self, match: int | None, grace: int) -> None:
        """The first morning."""
        clock.set_now(MORNING)
        self.street = street = build_street(0, signing_in=False)
        self.person_of: dict[Any, Any] = {}
        second = transact(lambda: _neighbour(street))
        own = Purse(street.resident, street.purse)
        self.model = Model([own, second], _shelf(street))
        self.card = transact(
            lambda: people.cards.issue(own.person_id, kind="household", actor=street.system, pin=None)
        )
        for name, value in (("gift_match", match), ("grace_days", grace)):
            transact(
                lambda name=name, value=value: decide(
                    street.community_id, name, value, effective_on=date(2020, 1, 1), actor=street.system
                )
            )
        for purse in self.model.purses:
            for tenths, days in ((900, None), (700, 2), (600, 5)):
                self._earn(purse, tenths, days)

    # where points come from

    @rule(which=WHICH, tenths=TENTHS, days=st.one_of(st.none(), st.integers(0, 40)), gift=st.booleans())
    def earn(self, which: int, tenths: int, days: int | None, gift: bool) -> None:
        """A service is credited, or a gift given; the points lapse on some day, or never."""
        purse = _one(self.model.purses, which)
        if not gift:
            self._earn(purse, tenths, days)
            return
        last = NEVER if days is None else clock.today() + timedelta(days=days)
        transact(lambda: _gift(self.street, purse, tenths, last))
        purse.posted += tenths

    def _earn(self, purse: Purse, tenths: int, days: int | None) -> None:
        last = NEVER if days is None else clock.today() + timedelta(days=days)
        award_id = transact(lambda: award(self.street, purse.person_id, tenths, lapses_on=last))
        purse.posted += tenths
        self.model.given.append(Given(purse, award_id, tenths))

    @precondition(lambda self: any(not one.reversed for one in self.model.given))
    @rule(which=WHICH)
    def take_an_award_back(self, which: int) -> None:
        """What the purse lacks comes from the correction account; it never goes below zero."""
        given = _one([one for one in self.model.given if not one.reversed], which)
        office = self.street.staff["street"]
        self._done(lambda: transact(lambda: reversals.reverse(given.award_id, reason="记错了", actor=office)))
        given.reversed = True
        given.purse.posted -= given.tenths - max(0, given.tenths - given.purse.available)
        self._refused(
            lambda: reversals.reverse(given.award_id, reason="记错了", actor=office),
            {"already_decided"},
        )

    # vouchers

    @rule(which=WHICH, tenths=WORTH, days=st.one_of(st.none(), st.integers(1, 9)), here=st.booleans())
    def make_a_voucher(self, which: int, tenths: int, days: int | None, here: bool) -> None:
        """Points are set aside, or refused because they are not there."""
        shop_id = self.street.shop_id if here else None
        self._make_a_voucher(_one(self.model.purses, which), tenths, days, shop_id)

    def _make_a_voucher(self, purse: Purse, tenths: int, days: int | None, shop_id: UUID | None) -> None:
        key = f"machine-{next(_numbers)}"

        def ask(amount: int) -> Any:
            return _voucher_or_refusal(amount, key=key, days=days, shop_id=shop_id, purse=purse)

        found = ask(tenths)
        if isinstance(found, Refusal):
            self._rightly_short(purse, tenths, found)
            return
        purse.held += found.tenths
        self.model.tickets.append(Ticket(purse, found))
        again = lambda: ask(found.tenths).id  # noqa: E731
        self.model.asked.append(Asked(again, lambda: ask(found.tenths + 5), found.id))

    @precondition(lambda self: self.model.tickets)
    @rule(which=WHICH)
    def return_a_voucher(self, which: int) -> None:
        """It frees its points once."""
        ticket = self.model.ticket(which)
        work = partial(shop.vouchers.give_back, ticket.card.public_id, actor=ticket.purse.actor)
        if ticket.state != "open":
            self._refused(work, {"voucher_used", "voucher_returned"})
            return
        self._done(lambda: transact(work))
        self._free(ticket, "returned")

    def _free(self, ticket: Ticket, state: str) -> None:
        ticket.state = state
        ticket.purse.held -= ticket.card.tenths

    # the counter

    @rule(which=WHICH, basket=BASKETS, by=st.sampled_from(["voucher", "voucher", "card", "identity"]))
    def pay(self, which: int, basket: list[tuple[str, int]], by: str) -> None:
        """A basket against a voucher, a card alone, or the code of this half minute."""
        if by == "card":
            self._sell(self.model.purses[0], self.card.token, basket)
        elif by == "voucher":
            self._pay_by_voucher(which, basket)
        else:
            self._pay_by_identity(_one(self.model.purses, which), basket)

    def _pay_by_voucher(self, which: int, basket: list[tuple[str, int]]) -> None:
        """Part of its value returns; an ended voucher pays nothing."""
        if not self.model.tickets:
            self._make_a_voucher(_one(self.model.purses, which), 300, None, None)
        if self.model.tickets:
            ticket = self.model.ticket(which)
            if self._sell(ticket.purse, ticket.card.code, basket) is not None:
                assert ticket.state == "open"
                self._free(ticket, "redeemed")

    def _pay_by_identity(self, purse: Purse, basket: list[tuple[str, int]]) -> None:
        """Once: the code stays used whatever becomes of the basket."""
        code = transact(lambda: people.rotating_codes.current(actor=purse.actor)).digits
        self._sell(purse, code, basket)
        with pytest.raises(people.refusals.CodeUsed):
            people.rotating_codes.read(code, "pay", actor=self.street.clerk)
        clock.set_now(clock.now() + timedelta(seconds=61))

    def _sell(self, purse: Purse, code: str, basket: list[tuple[str, int]]) -> shop.receipts.Receipt | None:
        before, scan_id = _shelf(self.street), f"machine-{next(_numbers)}"

        def ask(items: list[tuple[str, int]]) -> Done:
            clerk, sale = self.street.clerk, Sale(self.street.shop_id, scan_id, code)
            find = partial(shop.payers.recognise, code, shop_id=self.street.shop_id, actor=clerk)
            return shop.sales.sell(sale, items, find_payer=find, actor=clerk)

        try:
            done = ask(basket)
        except Refusal as refusal:
            if refusal.code in ("not_enough", "points_held"):
                self._rightly_short(purse, int(refusal.facts["wanted"]), refusal)
            return None
        found = reading(lambda: shop.receipts.of_redemption(self.street.community_id, done.redemption_id))
        left = _shelf(self.street)
        taken = {number: pieces - left[number] for number, pieces in before.items()}
        purse.posted -= found.tenths
        for number, pieces in taken.items():
            self.model.shelf[number] -= pieces
        goods_sold = sum(line.quantity for line in found.lines if line.item != "G32")
        assert sum(taken.values()) == goods_sold
        self.model.slips.append(Slip(purse, found.receipt, found.tenths, taken, clock.today()))
        again = lambda: ask(basket).redemption_id  # noqa: E731
        self.model.asked.append(Asked(again, lambda: ask([*basket, ("G07", 1)]), done.redemption_id))
        return found

    @precondition(lambda self: self.model.slips)
    @rule(which=WHICH, alone=st.booleans())
    def take_a_sale_back(self, which: int, alone: bool) -> None:
        """The same day, by a second person; points, goods and lots return together, once."""
        self._take_back(self.model.slip(which, clock.today()), alone)

    def _take_back(self, slip: Slip, alone: bool) -> None:
        ask = partial(shop.undo.ask, slip.receipt, reason="拿错了", actor=self.street.clerk)
        confirm = partial(shop.undo.confirm, slip.receipt, actor=self.street.second_clerk)
        if slip.state == "undone":
            self._refused(confirm, {"undo_decided"})
            return
        if slip.state == "done":
            if (clock.today() - slip.day).days > 7:
                self._refused(ask, {"undo_too_late"})
                return
            self._done(lambda: transact(ask))
            slip.state = "asked"
        self._refused(
            partial(shop.undo.confirm, slip.receipt, actor=self.street.clerk), {"second_person_needed"}
        )
        if alone:
            return
        self._done(lambda: transact(confirm))
        slip.state = "undone"
        slip.purse.posted += slip.tenths
        for number, pieces in slip.taken.items():
            self.model.shelf[number] += pieces

    @precondition(lambda self: self.model.slips)
    @rule(
        which=WHICH, keep=st.integers(0, 2), other=st.sampled_from(["G06", "G07"]), pieces=st.integers(1, 3)
    )
    def exchange(self, which: int, keep: int, other: str, pieces: int) -> None:
        """Some of a sale is kept and other goods are taken for the rest: all of it, or nothing and the question goes on."""
        slip, community_id = self.model.slip(which, clock.today()), self.street.community_id
        if slip.state != "done" or (clock.today() - slip.day).days > 7:
            return
        [first, *_] = reading(lambda: shop.receipts.get(community_id, slip.receipt)).lines
        ask = partial(shop.undo.ask, slip.receipt, reason="拿错了", actor=self.street.clerk)
        kept = {first.key: min(keep, first.quantity)}
        asked = self._unless(
            lambda: ask(keeps=kept, takes={other: pieces}), {"undo_of_nothing", "exchange_costs_more"}
        )
        if asked is None:
            return
        shown = sum(line.tenths for line in reading(lambda: shop.attempts.taken_instead(asked)))
        staff = self.street.staff["shop_manager"], self.street.staff["officer"]
        other_person = next(one for one in staff if one.account_id != asked.clerk_id)
        confirm = partial(shop.undo.confirm, slip.receipt, actor=other_person)
        done = self._unless(
            lambda: confirm(shown=shown), {*SHORT, "stock_short", "batch_expired", "limit_reached"}
        )
        if done is None:
            transact(lambda: shop.undo.decline(slip.receipt, actor=self.street.clerk))
            return
        self._exchanged(slip, reading(lambda: shop.receipts.get(community_id, str(done.replaced_by))))

    def _unless(self, work: Callable[[], T], codes: set[str]) -> T | None:
        """What is done; None where it is refused, which may be for one of these reasons alone."""
        try:
            return transact(work)
        except Refusal as refusal:
            if refusal.code not in codes:
                raise
            return None

    def _exchanged(self, slip: Slip, new: shop.receipts.Receipt) -> None:
        """The one has come back whole, and the other stands in its place."""
        left = _shelf(self.street)
        gone = {
            number: slip.taken.get(number, 0) + pieces - left[number]
            for number, pieces in self.model.shelf.items()
        }
        assert sum(gone.values()) == sum(line.quantity for line in new.lines if line.item != "G32")
        slip.state, self.model.shelf = "undone", dict(left)
        slip.purse.posted += slip.tenths - new.tenths
        self.model.slips.append(Slip(slip.purse, new.receipt, new.tenths, gone, slip.day))

    @rule(
        tenths=WORTH,
        hours=st.sampled_from([0, 30, 75, 75, 130, 150]),
        night=st.booleans(),
        pieces=st.integers(1, 3),
        back=st.booleans(),
    )
    def a_voucher_is_used_late(self, tenths: int, hours: int, night: bool, pieces: int, back: bool) -> None:
        """Points lapse behind a voucher before it is used, or before the sale is taken back."""
        made = len(self.model.tickets)
        self._make_a_voucher(self.model.purses[0], tenths, None, None)
        self.time_passes(hours)
        if night:
            self.night_falls()
        if made == len(self.model.tickets) or self.model.tickets[made].state != "open":
            return
        ticket = self.model.tickets[made]
        done = self._sell(ticket.purse, ticket.card.code, [("G07", pieces)])
        if done is not None:
            self._free(ticket, "redeemed")
            if back:
                self._take_back(self.model.slips[-1], alone=False)

    # the shelf

    @rule(
        code=st.sampled_from(["G01", "G02", "G03", "G06", "G07"]),
        pieces=st.integers(1, 12),
        days=st.integers(-1, 60),
    )
    def receive(self, code: str, pieces: int, days: int) -> None:
        """A delivery comes in, perhaps too late to be given out."""
        number, today = f"M{next(_numbers)}", clock.today()
        delivery = goods.stock.Delivery(
            number, self.street.items[code], pieces, today, today + timedelta(days=days)
        )
        ids = transact(
            lambda: goods.stock.receive(self.street.community_id, [delivery], actor=self.street.system)
        )
        self.street.batches |= ids
        self.model.shelf[number] = pieces

    @rule(which=WHICH, pieces=st.integers(1, 6))
    def write_off(self, which: int, pieces: int) -> None:
        """One asks and another confirms; never more than there is."""
        number = _one(sorted(self.model.shelf), which)
        ask = partial(
            stockroom.write_offs.ask, self.street.batches[number], pieces, reason="broken", note="破了"
        )
        manager, officer = (self.street.staff[one] for one in ("shop_manager", "officer"))
        if self.model.shelf[number] < pieces:
            self._refused(partial(ask, actor=manager), {"batch_short"})
            return
        asked = self._done(lambda: transact(lambda: ask(actor=manager)))
        self._done(lambda: transact(lambda: stockroom.write_offs.confirm(asked, actor=officer)))
        self.model.shelf[number] -= pieces

    @rule(code=st.sampled_from(["G02", "G06", "G07"]), found=st.integers(-4, 3))
    def count_the_shelf(self, code: str, found: int) -> None:
        """Somebody counts so many more or less than the books say, somebody else signs. Which batch it is, the books say; how
        many in all, the model knows."""
        community_id, item = self.street.community_id, self.street.items[code]
        before = self._on_hand(item)
        if sum(before.values()) + found < 0:
            return
        clerk, manager = self.street.clerk, self.street.staff["shop_manager"]
        shop_id = self.street.shop_id

        def count() -> tuple[UUID, UUID]:
            made = shop.stocktakes.begin(shop_id, kind="running", part="items", codes=(code,), actor=clerk)
            [line] = [one.line_id for one in goods.stocktakes.lines(community_id, made)]
            shop.stocktakes.count(made, line, sum(before.values()) + found, sure=True, actor=clerk)
            shop.stocktakes.hand_in(made, actor=clerk)
            return made, line

        made, line = self._done(lambda: transact(count))
        why = (
            {line: shop.signed_counts.ChosenReason("lost" if found < 0 else "gave_less", found)}
            if found
            else {}
        )
        signed = self._done(lambda: transact(lambda: shop.signed_counts.sign(made, why, actor=manager)))
        assert (signed.ended, signed.corrected) == (1, bool(found))
        after = self._on_hand(item)
        assert sum(after.values()) == sum(before.values()) + found
        self.model.shelf.update(after)

    def _on_hand(self, item: UUID) -> dict[str, int]:
        """What the books have of an item, by batch."""
        table = db.metadata.tables["goods_batch"]
        query = sa.select(table.c.number, table.c.on_hand).where(table.c.item_id == item)
        return {row[0]: row[1] for row in reading(lambda: db.session.execute(query).all())}

    # time

    @rule(hours=st.one_of(st.integers(1, 30), st.sampled_from([24, 24 * 3, 24 * 3, 24 * 8, 24 * 20, -3])))
    def time_passes(self, hours: int) -> None:
        """Mostly forward; a clock that was wrong is put back."""
        to = clock.now() + timedelta(hours=hours)
        clock.set_now(min(max(to, MORNING), MORNING + LONGEST))

    @rule()
    def night_falls(self) -> None:
        """Points past their day lapse, vouchers past theirs are released."""
        community_id = self.street.community_id
        ended = set(reading(lambda: shop.vouchers.expired(community_id)))
        assert operation.nightly._release_vouchers(community_id) == len(ended)
        for ticket in self.model.tickets:
            if ticket.card.id in ended:
                assert ticket.state == "open"
                self._free(ticket, "lapsed")
        due = _due(self.street)
        operation.nightly._lapse_lots(community_id)
        for purse in self.model.purses:
            purse.posted -= due.get(purse.account_id, 0)
        assert _due(self.street) == {}
        assert reading(lambda: shop.vouchers.expired(community_id)) == []

    # requests that come again, and actions that break off

    @precondition(lambda self: self.model.asked)
    @rule(which=WHICH, other=st.booleans())
    def ask_again(self, which: int, other: bool) -> None:
        """The same request gives the same answer; its key for something else is refused. Nothing moves."""
        asked = _one(self.model.asked, which)
        if not other:
            assert asked.again() == asked.answer
            return
        try:
            found = asked.otherwise()
        except Refusal as refusal:
            found = refusal
        assert isinstance(found, Refusal)
        assert found.code == "request_key_reused"

    @rule(which=WHICH, basket=BASKETS)
    def break_off(self, which: int, basket: list[tuple[str, int]]) -> None:
        """An action that fails after it wrote leaves nothing."""
        purse = _one(self.model.purses, which)
        payer = Payer(purse.account_id, purse.person_id, "card_pin")
        sale = Sale(self.street.shop_id, f"machine-{next(_numbers)}", "broken off")

        def work() -> None:
            redeem(payer, basket, sale=sale, actor=self.street.clerk)
            raise Halted

        try:
            transact(work)
        except (Halted, Refusal):
            return
        raise AssertionError("a deed that broke off was kept")

    # what must hold after each of these

    @invariant()
    def every_invariant_holds(self) -> None:
        """One statement that asks all of them."""
        if hasattr(self, "street"):
            assert broken(self.street.community_id) == [], told(self.street.community_id)

    @invariant()
    def the_model_agrees(self) -> None:
        """Purses and shelves hold what simple sums say."""
        if not hasattr(self, "street"):
            return
        community_id, purses = self.street.community_id, [one.account_id for one in self.model.purses]
        found = reading(lambda: ledger.balances.get_many(community_id, purses))
        assert {purse: (one.posted, one.held) for purse, one in found.items()} == self.model.standing()
        assert _shelf(self.street) == self.model.shelf

    def teardown(self) -> None:
        """The report at the end of the days is kept, with the audit records proved one by one."""
        try:
            if hasattr(self, "street"):
                report = oversight.checking.check(self.street.community_id)
                assert {one.name: one.rows for one in report.broken} == {}
        finally:
            clock.reset()

    def _done(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Refusal as refusal:
            raise AssertionError(f"refused, and should not have been: {refusal}") from refusal

    def _refused(self, work: Callable[[], object], codes: set[str]) -> None:
        """A refused attempt is written down, and nothing else is."""
        try:
            audit.records.attempt(work, of=redeem, actor=self.street.clerk)
        except Refusal as refusal:
            code = refusal.code
        else:
            code = "done"
        assert code in codes

    def _rightly_short(self, purse: Purse, wanted: int, refusal: Refusal) -> None:
        """Nobody is told that points are missing while they are there."""
        if refusal.code in ("not_enough", "points_held"):
            assert purse.available - _due(self.street).get(purse.account_id, 0) < wanted
        if refusal.code == "points_held":
            assert purse.posted >= wanted
        assert refusal.code in ("not_enough", "points_held", "gift_needs_match"), refusal


def _one(found: list[T], which: int) -> T:
    return found[which % len(found)]


def _neighbour(street: Street) -> Purse:
    household = people.households.add("002", actor=street.system)
    person = people.residents.register("冉小满", actor=street.system, household_id=household, door="5栋")
    account = people.accounts.create(person, actor=street.system)
    actor = people.actors.of_account(account, community_id=street.community_id)
    return Purse(actor, people.purses.of_person(street.community_id, person).account_id)


def _gift(street: Street, purse: Purse, tenths: int, last: date) -> None:
    txn = claimed(street.community_id, word="gift")
    note = Note("gift", "entered", clock.today(), None, purse.person_id)
    ledger.movements.issue(
        street.community_id, txn, purse.account_id, tenths, note=note, kind="gifted", lapses_on=last
    )
    audit.records.record("points.gifted", actor=street.system, subject_kind="event", subject_id=txn)


def _due(street: Street) -> dict[Any, int]:
    """Points past their day that are still in a purse."""
    lot = db.metadata.tables["ledger_lot"]
    query = (
        sa.select(lot.c.account_id, sa.func.sum(lot.c.remaining))
        .where(lot.c.community_id == street.community_id)
        .where(lot.c.remaining > 0, lot.c.lapses_on < clock.today())
        .group_by(lot.c.account_id)
    )
    return reading(lambda: {account: int(tenths) for account, tenths in db.session.execute(query)})


def _shelf(street: Street) -> dict[str, int]:
    batch = db.metadata.tables["goods_batch"]
    query = sa.select(batch.c.number, batch.c.on_hand).where(batch.c.community_id == street.community_id)
    return reading(lambda: dict(db.session.execute(query).all()))  # type: ignore[arg-type]


def _voucher_or_refusal(tenths: int, *, key: str, days: int | None, shop_id: Any, purse: Purse) -> Any:
    try:
        return audit.records.attempt(
            lambda: shop.vouchers.issue(
                tenths, request_key=key, actor=purse.actor, shop_id=shop_id, days=days
            ),
            of=shop.vouchers.issue,
            actor=purse.actor,
        )[0]
    except Refusal as refusal:
        return refusal

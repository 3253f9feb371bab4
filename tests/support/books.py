"""Books with a line of every kind: awards, vouchers, sales, an undo, a reversal, lapsed points; all sound."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, goods, ledger, operation, oversight, people, shop, stockroom, volunteering
from points.foundation import NEVER, Actor, Refusal, clock, db, keep_keys_in, new_id, reading, transact
from points.foundation.jobs import run_daily
from points.imports.writing.going_out import TwoPeople
from points.ledger.posting import Note
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.support.databases import Workshop, settles
from tests.support.handed_in import bring_on_the_desk, go_side_by_side
from tests.support.old_books import bring, bring_again, earned, of_household, redeemed
from tests.support.street import Street, build_street
from tests.support.world import claimed

_numbers = count(1)


@dataclass
class Books:
    """The community, a resident with much history, a neighbour with little."""

    street: Street
    neighbour: UUID

    @property
    def community_id(self) -> UUID:
        """Whose books they are."""
        return self.street.community_id


def build_books() -> Books:
    """Build all of it by the front doors, and services by their tables."""
    street = build_street(0)
    neighbour = transact(lambda: _neighbour(street))
    person = street.resident.person_id
    assert person is not None
    transact(lambda: award(street, person, 900))
    transact(lambda: award(street, person, 80))
    transact(lambda: award(street, person, 0))
    for ago in (1, 2):
        transact(lambda ago=ago: award(street, person, 50, lapses_on=clock.today() - timedelta(days=ago)))
    transact(lambda: _lapse_all(street))
    sell(street, voucher(street, 300), [("G02", 1), ("G06", 3)])
    undone = sell(street, voucher(street, 250), [("G02", 1)])
    transact(lambda: shop.undo.ask(undone, reason="拿错了", actor=street.clerk))
    transact(lambda: shop.undo.confirm(undone, actor=street.staff["shop_manager"]))
    returned = voucher(street, 100)
    transact(lambda: shop.vouchers.give_back(returned.public_id, actor=street.resident))
    voucher(street, 120)
    given = transact(lambda: award(street, neighbour, 100))
    _spend_by_hand(street, neighbour)
    transact(lambda: _take_back(street, given, neighbour))
    transact(lambda: _note(street))
    return Books(street, neighbour)


def fill(books: Books) -> Books:
    """The same with objections, cards, what a wrong clock ended given back, a last sale, a refusal, a shift
    that another looked at, two closed days, prices, a shop and a rule that two agreed to, books that came in on the desk,
    days side by side, and the night's check: for whoever looks at every check."""
    street, check = books.street, oversight.checking.check
    transact(lambda: _object(street, books.neighbour))
    transact(lambda: _keep_stock(street))
    _give_lapses_back(street)
    _decide_prices(street)
    _open_shop(street)
    _write_rule(street)
    _count_salt(street)
    transact(lambda: _carry_over(street))
    transact(lambda: _correct_old_line(street))
    bring_on_the_desk(street)
    go_side_by_side(street)
    _sell_last(books)
    # related to the clerk from now on: the neighbour would collect nothing from her any more
    transact(lambda: _give_cards(street, books.neighbour))
    _close_days(street)
    run_daily("nightly.check", clock.today(), lambda: {"broken": len(check(books.community_id).broken)})
    return books


def _decide_prices(street: Street) -> None:
    """A price that will be, of vinegar, and one of a batch of it, which two agreed to."""
    manager, second = street.staff["shop_manager"], street.staff["street"]
    later, why = clock.now() + timedelta(days=30), "两委都在外地开会"

    def decide(wish: shop.price_setting.Wished) -> None:
        [asked] = transact(lambda: shop.price_setting.propose(wish, actor=manager))
        transact(lambda: shop.price_setting.approve(asked.proposal_id, actor=second, reason=why))

    decide(shop.price_setting.Wished("G06", 6, reason="进价涨了", at=later))
    decide(shop.price_setting.Wished("G06", 3, reason="快到期了", at=later, batches=(street.batches["RK4"],)))


def _open_shop(street: Street) -> None:
    """A shop that the manager asked for and the street office agreed to."""
    asked = transact(lambda: shop.founding.ask("南门店", actor=street.staff["shop_manager"]))
    why = "两委都在外地开会"
    transact(lambda: shop.founding.confirm(asked.id, actor=street.staff["street"], reason=why))


def _write_rule(street: Street) -> None:
    """A rule that the officer proposed and the street office put in force."""
    by_hand, typed = (
        volunteering.rule_proposals,
        {"code": "W88", "name": "垃圾分类值守", "value": "1.5", "unit": "小时"},
    )
    wished = [by_hand.read(by_hand.TypedRule(**typed))]
    day, officer = clock.today(), street.staff["officer"]
    ids = transact(
        lambda: by_hand.propose(wished, effective_on=day, reason="例会", is_new=True, actor=officer)
    )
    transact(lambda: by_hand.agree(ids, actor=street.staff["street"]))


def _count_salt(street: Street) -> None:
    """A piece of salt that cannot be found, and that the officer signed for."""
    community_id, officer = street.community_id, street.staff["officer"]

    def counted() -> tuple[UUID, UUID]:
        made = shop.stocktakes.begin(
            street.shop_id, kind="running", part="items", codes=["G07"], actor=street.clerk
        )
        [line] = goods.stocktakes.lines(community_id, made)
        shop.stocktakes.count(made, line.line_id, 28, actor=street.clerk)
        shop.stocktakes.hand_in(made, actor=street.clerk)
        return made, line.line_id

    made, line = transact(counted)
    seen = reading(lambda: goods.differences.of_stocktake(community_id, made, street.shop_id))[
        line
    ].difference
    choices = {line: shop.signed_counts.ChosenReason("lost", seen)}
    assert transact(lambda: shop.signed_counts.sign(made, choices, actor=officer)).corrected == 1


def award(street: Street, person: UUID, tenths: int, *, lapses_on: date = NEVER) -> UUID:
    """A credited service, entered by the leader and approved by the officer; its award id."""
    community_id, approved = street.community_id, street.staff["officer"]
    rule, service = approve(street, person, tenths, "credited")
    award_id = new_id()
    purse, transfer = people.purses.of_person(community_id, person).account_id, None
    if tenths:
        note = Note("award", "activity", clock.today(), award_id, person)
        txn = claimed(community_id, approved, "award")
        transfer = ledger.movements.issue(
            community_id, txn, purse, tenths, note=note, lapses_on=lapses_on
        ).transfer_id
    row = {"community_id": community_id, "id": award_id, "service_id": service, "person_id": person,
           "account_id": purse, "tenths": tenths, "minutes": 60, "rule_id": rule, "rule_version": 1,
           "origin": "activity", "reason": "" if tenths else "cap", "transfer_id": transfer,
           "approved_by": approved.account_id, "at": clock.now()}  # fmt: skip
    insert("volunteering_award", **row)
    said = (
        "service_id",
        "person_id",
        "account_id",
        "tenths",
        "minutes",
        "rule_id",
        "rule_version",
        "transfer_id",
    )
    facts = {**{name: row[name] for name in said}, **({"lapses_on": lapses_on} if tenths else {})}
    audit.records.record(
        "award.credited", actor=approved, subject_kind="award", subject_id=award_id, facts=facts
    )
    return award_id


def approve(street: Street, person: UUID, tenths: int, status: str) -> tuple[UUID, UUID]:
    """A rule that gives so much for an hour, and an hour under it that the officer approved; both with their records."""
    now, own, approved = clock.now(), {"community_id": street.community_id}, street.staff["officer"]
    rule, service, code = new_id(), new_id(), f"R{next(_numbers)}"
    cap = f"{max(100, -(-tenths // 10))}分/日" if tenths else "0分/日"
    insert("volunteering_rule", **own, id=rule, code=code, version=1, kind="award", name="探访",
           name_en="", category="敬老", unit="小时", tenths=tenths or 40, tier="", cap=cap,
           evidence="", credits_to="person", counts_hours=True, effective_on=clock.today(), created_at=now)  # fmt: skip
    facts = {"code": code, "version": 1, "tenths": tenths or 40, "effective_on": clock.today()}
    audit.records.record("rule.added", actor=street.system, subject_kind="rule", subject_id=rule, facts=facts)
    insert("volunteering_service", **own, id=service, public_id=f"S{next(_numbers)}", person_id=person,
           rule_id=rule, status=status, origin="activity", method="leader_tick", served_on=clock.today(),
           minutes=60, quantity_tenths=10, what="探访", evidence="", reason="",
           entered_by=street.staff["leader"].account_id, decided_by=approved.account_id, decided_at=now,
           decision_reason="", version=1, created_at=now)  # fmt: skip
    facts = {"person_id": person, "minutes": 60}
    audit.records.record(
        "service.approved", actor=approved, subject_kind="service", subject_id=service, facts=facts
    )
    return rule, service


def voucher(street: Street, tenths: int, days: int | None = None) -> shop.vouchers.VoucherInfo:
    """A voucher of the resident."""
    key = f"books-{next(_numbers)}"
    return transact(lambda: shop.vouchers.issue(tenths, request_key=key, actor=street.resident, days=days))[0]


def sell(street: Street, card: shop.vouchers.VoucherInfo, items: list[tuple[str, int]]) -> str:
    """A sale against a voucher; the number of its receipt."""
    clerk = street.clerk
    sale = Sale(street.shop_id, f"scan-{next(_numbers)}", card.code)
    payer = shop.payers.recognise(card.code, shop_id=street.shop_id, actor=clerk)
    done = transact(lambda: redeem(payer, items, sale=sale, actor=clerk))
    return reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).receipt


def insert(table: str, **row: Any) -> None:
    """One row, inside transact."""
    db.session.execute(sa.insert(_table(table)), [row])


def _table(name: str) -> sa.Table:
    return db.metadata.tables[name]


def _neighbour(street: Street) -> UUID:
    household = people.households.add("002", actor=street.system)
    person = people.residents.register(
        "冉小满", actor=street.system, household_id=household, phone="13800000002"
    )
    # a phone, by which the household's points can be spent
    people.accounts.create(person, actor=street.system)
    return person


def _lapse_all(street: Street) -> None:
    for lot in ledger.lots.due(street.community_id):
        tenths = ledger.lots.lapse(street.community_id, lot, actor=street.system)
        facts = {"tenths": tenths}
        audit.records.record(
            "points.lapsed", actor=street.system, subject_kind="lot", subject_id=lot, facts=facts
        )


def _spend_by_hand(street: Street, person: UUID) -> None:
    """A sale without a voucher, to somebody who proved who they are."""
    account = reading(lambda: people.purses.of_person(street.community_id, person).account_id)
    payer = Payer(account, person, "card_pin")
    sale = Sale(street.shop_id, f"scan-{next(_numbers)}", "person")
    transact(lambda: redeem(payer, [("G07", 1)], sale=sale, actor=street.clerk))


def _give_lapses_back(street: Street) -> None:
    """A voucher that ended on its day; one, and a lot, that a clock a day ahead let end, and that were given back."""
    community_id, person = street.community_id, street.resident.person_id
    assert person is not None
    with clock.standing_at(clock.now() - timedelta(days=1)):
        voucher(street, 20, days=1)
    [over] = reading(lambda: shop.vouchers.expired(community_id))
    transact(lambda: shop.vouchers.release_expired(community_id, over, actor=street.system))
    voucher(street, 20, days=1)
    # as much as the voucher, so that this lot holds its points once it is open again
    transact(lambda: award(street, person, 20, lapses_on=clock.today()))
    with clock.standing_at(clock.now() + timedelta(days=1)):
        wrong = clock.today()
        [ended] = reading(lambda: shop.vouchers.expired(community_id))
        transact(lambda: shop.vouchers.release_expired(community_id, ended, actor=street.system))
        transact(lambda: _lapse_all(street))
    supervisor, other = street.staff["supervisor"], street.staff["street"]
    transact(lambda: operation.lapses.ask(wrong, reason="电脑快了一天", actor=supervisor))
    transact(lambda: operation.lapses.agree(wrong, actor=other))
    operation.giving_back.carry_out(community_id)


def _sell_last(books: Books) -> None:
    """A sale by hand, which the neighbour collects, and one that is refused."""
    street, clerk = books.street, books.street.clerk
    until, month = clock.today() + timedelta(days=30), 450
    by = transact(
        lambda: people.collectors.name_own(
            "冉小满", "002", until=until, month_tenths=month, actor=street.resident
        )
    )
    own = reading(lambda: people.purses.of_person(street.community_id, books.neighbour).account_id)
    both = {"collector_id": by, "collected_by": books.neighbour, "collected_from": own}
    person = street.resident.person_id
    assert person is not None
    payer = Payer(street.purse, person, "card_pin", **both)
    sale, next_sale = (Sale(street.shop_id, scan, "person") for scan in ("last", "too much"))
    transact(lambda: redeem(payer, [("G01", 1)], sale=sale, actor=clerk))
    with pytest.raises(Refusal):
        audit.records.attempt(
            lambda: redeem(payer, [("G01", 1)], sale=next_sale, actor=clerk), of=redeem, actor=clerk
        )


def _close_days(street: Street) -> None:
    """A shift that was looked at by a second; today closed, and tomorrow after it."""
    propose, today = people.proposals.propose, clock.today()
    transact(lambda: propose("handover_items", ["G07"], effective_on=today, reason="", actor=street.system))
    manager = street.staff["shop_manager"]
    transact(lambda: shop.shifts.start(street.shop_id, actor=street.clerk))
    off = transact(lambda: shop.shifts.hand_over({"G07": 3}, actor=street.clerk))
    transact(lambda: shop.shifts.confirm(off.shift_id, actor=manager))
    for late in (timedelta(), timedelta(days=1)):
        with clock.standing_at(clock.now() + late):
            added = transact(
                lambda: shop.day_close.hand_in(street.shop_id, clock.today(), actor=street.clerk)
            )
            transact(lambda added=added: shop.day_close.sign(added, actor=manager))


def _take_back(street: Street, award_id: UUID, person: UUID) -> None:
    """Reverse an award that was partly spent; what is lacking comes from the correction account."""
    community_id = street.community_id
    awards, services = (_table(f"volunteering_{name}") for name in ("award", "service"))
    row = db.session.execute(sa.select(awards).where(awards.c.id == award_id)).one()
    note = Note("reversal", "activity", clock.today(), award_id, person)
    ledger.reversal.reverse(community_id, claimed(community_id, word="undo"), row.transfer_id, note=note)
    changed = sa.update(services).where(services.c.id == row.service_id).values(status="reversed")
    db.session.execute(changed)


def _object(street: Street, person: UUID) -> None:
    """Two lines in publicity that the resident objects to: the supervisor leaves one as it is, the other waits."""
    for tenths in (70, 60):
        _, service = approve(street, person, tenths, "in_publicity")
        volunteering.objections.raise_one(service, reason="那天没看到人", actor=street.resident)
        if tenths == 70:
            supervisor = street.staff["supervisor"]
            volunteering.objections.decide(service, upheld=False, reason="看过签到表", actor=supervisor)


def _give_cards(street: Street, person: UUID) -> None:
    """A card that pays, one that was lost, one that nobody has confirmed; and somebody the neighbour is related to."""
    people.cards.issue(person, kind="household", actor=street.system)
    lost = people.cards.issue(person, kind="person", actor=street.system)
    people.cards.revoke(lost.card_id, reason="丢了", actor=street.system)
    people.cards.issue(person, kind="person", actor=street.staff["officer"])
    clerk = street.clerk.person_id
    assert clerk is not None
    people.relations.relate(person, clerk, kind="sibling", actor=street.staff["officer"])


def _carry_over(street: Street) -> None:
    """What only old books have, in the neighbour's purse and of salt."""
    actor = Actor(community_id=street.community_id, kind="import")
    bring(of_household("002", "冉小满", "G07", 20), street.community_id, actor=actor)


def _correct_old_line(street: Street) -> None:
    """A balance that another household carried over and spent, before the book said that it had been less; two agreed."""
    first = clock.today().replace(year=clock.today().year - 1, month=1, day=2)
    some = of_household("009", "黄少安", "G32", 23)
    home = replace(
        some,
        items=tuple(replace(one, kind="service") for one in some.items),
        households=tuple(replace(one, key="home 009", head="person 009") for one in some.households),
        people=tuple(replace(one, key="person 009") for one in some.people),
        deliveries=(),
    )
    had = earned("转来", first, "009", 23, kind="opening")
    more = [earned(f"转来{one}", first, "009", 1, kind="opening") for one in range(3)]
    sold = redeemed("早兑掉", first, "009", "G32", 23)
    two = TwoPeople(street.staff["officer"], street.staff["street"], "抄错了一个数")
    bring(
        replace(home, earned=(had, *more), redemptions=(sold,)),
        street.community_id,
        actor=Actor(community_id=street.community_id, kind="import"),
    )
    less = replace(had, key="转来的", tenths=15)
    bring_again(replace(home, earned=(less, *more), redemptions=(sold,)), two, lines_corrected="correction")


def _keep_stock(street: Street) -> None:
    """A delivery put right, pieces written off, goods sent to another shop and on the way there, kits made and one taken
    apart; with a number of its own for every quantity, so that a harm finds it."""
    clerk, manager, officer = street.clerk, street.staff["shop_manager"], street.staff["officer"]
    other = shop.shops.add("西店", actor=street.system)
    [salt] = goods.arrivals.find(street.community_id, ["G07"])["G07"]
    paper = stockroom.deliveries.Paper(street.shop_id, "晨光米业", "donor", "0011263", clock.today())
    line = stockroom.deliveries.ArrivedLine(salt, 83, "PB1")
    to_come = partial(
        stockroom.expected.ToCome, salt, source="晨光米业", source_kind="donor", due_on=clock.today()
    )
    first, more, gone = (
        stockroom.expected.note(to_come(quantity=one), actor=manager) for one in (17, 191, 19)
    )
    stockroom.expected.withdraw(gone, reason="不来了", actor=manager)
    made = stockroom.deliveries.receive(paper, [line], came_of=[first, more], actor=clerk)
    [came] = stockroom.deliveries.lines_of(street.community_id, made)
    batch = came.batch.batch_id
    mending = stockroom.mending.ask(came.line_id, 81, NEVER, reason="数错了", actor=clerk)
    stockroom.mending.confirm(mending, actor=manager)
    off = stockroom.write_offs.ask(batch, 7, reason="broken", note="破了", actor=clerk)
    stockroom.write_offs.confirm(off, actor=officer)
    for pieces in (11, 13):
        sent = stockroom.transfers.send(other, {batch: pieces}, from_shop_id=street.shop_id, actor=clerk)
        if pieces == 11:
            [one] = stockroom.transfers.get(street.community_id, sent).lines
            stockroom.transfers.receive(sent, {one.line_id: 10}, note="少了一袋", actor=manager)
    gift = goods.items.NewItem("G50", "春节礼包", "份", 600)
    item = goods.items.add(street.community_id, [gift], effective_on=clock.today())["G50"]
    audit.records.record("goods.imported", actor=street.system, subject_kind="item", facts={"items": 1})
    kits = stockroom.kits.make(item, {batch: 2}, 5, shop_id=street.shop_id, code="G50", actor=clerk)
    stockroom.kits.take_apart(kits, 1, actor=clerk)


def _note(street: Street) -> None:
    actor: Actor = street.staff["officer"]
    facts = {"title": "敬老院陪伴活动", "bill": "13900000000"}
    audit.records.record(
        "activity.planned", actor=actor, subject_kind="activity", subject_id=new_id(), facts=facts
    )


@pytest.fixture
@settles("books")
def books(app: Flask, engine: str, workshop: Workshop) -> Books:
    """Sound books with a line of every kind."""
    keep_keys_in(app.config["INSTANCE"] / "keys")
    return deepcopy(workshop.settled(app, engine, "books", _built_today))


def _built_today() -> Books:
    with clock.standing_at(datetime.now(UTC)):
        return build_books()

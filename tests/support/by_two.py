"""On a street with a day's work in it: one of everything that waits for a second person, or that two settled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from points import audit, goods, people, shop, volunteering
from points.foundation import Actor, clock, new_id, transact
from points.shop.payer_checks import Payer
from points.shop.redemptions import Sale, redeem
from tests.support.books import award as credited
from tests.support.books import insert
from tests.support.brought import books_read, find_in_books, side_by_side
from tests.support.stockroom import lay_out_stock
from tests.support.street import Street, open_account

#: who can sign in and may do nothing yet; who left; a second administrator
NEWCOMER, LEFT, SECOND = "newcomer", "leftone", "admintwo"


@dataclass(frozen=True)
class ByTwo:
    """What there is, by the ids that stand in addresses."""

    resident: UUID
    newcomer: UUID
    left: UUID
    grant: UUID
    counting: UUID
    way: UUID
    batch: UUID
    card: UUID
    award: UUID
    device: UUID
    grid: UUID
    relation: UUID
    stocktake: UUID
    slip: str
    hanging: str
    doubted: str
    shift: UUID
    closing: UUID
    intake: UUID
    imported: UUID
    period: UUID
    rule: UUID
    stock: tuple[str, ...] = ()


def lay_out(street: Street) -> ByTwo:
    """All of it, now."""
    found = transact(lambda: _waiting(street))
    _taken_back(street)
    find_in_books(found.intake)
    return replace(found, stock=tuple(lay_out_stock(street)))


def _waiting(street: Street) -> ByTwo:
    officer, manager, admin = (street.staff[one] for one in ("officer", "shop_manager", "admin"))
    resident = _person(street.resident)
    newcomer = _account(street, "罗小敏", NEWCOMER)
    people.nominations.propose(_person(newcomer), "officer", place_id=street.community_id, actor=admin)
    counting = _role(street, _account(street, "姚远", SECOND), "admin")
    left = _account(street, "陈立新", LEFT)
    _role(street, left, "clerk")
    people.accounts.close(_id(left), reason="搬走了", actor=admin)
    people.tokens.issue(_signed_in(street.clerk))
    [waiting] = [one.grant_id for one in people.grants.of_account(_id(newcomer), actor=admin)]
    broken = people.devices.enrol("柜台旧平板", actor=manager)
    people.devices.revoke(broken.device_id, reason="屏幕碎了", actor=manager)
    device = people.devices.enrol("柜台平板", actor=manager, shop_id=street.shop_id).device_id
    people.proposals.propose(
        "publicity_days",
        3,
        effective_on=clock.today() + timedelta(days=7),
        reason="例会商量的",
        actor=officer,
    )
    grid = people.places.make("grid", "第1网格", parent_id=street.community_id, actor=admin)
    people.relations.relate(resident, _person(manager), kind="sibling", source="本人说的", actor=officer)
    [relation] = people.relations.of_persons(street.community_id, [resident])
    batch = UUID(int=7)
    card = people.cards.issue(resident, kind="carer", actor=officer).card_id
    people.cards.issue(resident, kind="person", actor=officer, batch=batch)
    way = next(one.way_id for one in people.ways.waiting(street.clerk).rows if one.card_id == card)
    award, imported = credited(street, resident, 50), _imported(street)
    volunteering.corrections.ask(award, reason="名单上没有这个人", actor=officer)
    return ByTwo(
        resident, _id(newcomer), _id(left), waiting, counting, way, batch, card, award, device, grid,
        relation.relation_id, _counted(street), people.activation.issue(_person(newcomer), actor=admin).code,
        *_in_publicity(street, _person(newcomer)), *_of_the_shop(street), books_read(street, imported), imported, side_by_side(street),
        _of_the_rules(street, officer),
    )  # fmt: skip


def _of_the_rules(street: Street, officer: Actor) -> UUID:
    """A new rule that waits for a second person, beside the one that is there; the id of that."""
    typed = volunteering.rule_proposals.TypedRule(
        code="W78", name="垃圾分类值守", value="1.5", unit="小时", cap="3小时/日"
    )
    volunteering.rule_proposals.propose(
        [volunteering.rule_proposals.read(typed)],
        effective_on=clock.today(),
        reason="例会商量的",
        is_new=True,
        actor=officer,
    )
    return volunteering.rules.get_in_force(street.community_id, "R77").rule_id


def _imported(street: Street) -> UUID:
    """An import that brought a household."""
    new = people.residents.NewPerson(name="覃凤", door="9栋1")
    home = people.residents.NewHousehold(number="901", people=[new])
    people.residents.register_many([home], actor=street.system)
    line = audit.provenance.ImportedLine("h1", "household", "花名册.xlsx", "1", 2, home.household_id)
    report = {"faults": [], "households": 1, "people": 1, "earned": 0, "redeemed": 0}
    return audit.provenance.write_batch("旧账", [line], report=report, actor=street.system)


def _of_the_shop(street: Street) -> tuple[UUID, UUID]:
    """A shift that was handed over before another began, and a day that waits for its signature; their ids."""
    shop.shifts.start(street.shop_id, actor=street.clerk)
    handed = shop.shifts.hand_over({}, actor=street.clerk).shift_id
    shop.shifts.start(street.shop_id, actor=street.clerk)
    day = shop.day_close.due(street.community_id, street.shop_id)
    return handed, shop.day_close.hand_in(street.shop_id, day or clock.today(), actor=street.clerk)


def _in_publicity(street: Street, person: UUID) -> tuple[str, str]:
    """Two lines that hang out, to the second of which the resident objects; their public ids."""
    own, now, rule = {"community_id": street.community_id}, clock.now(), new_id()
    insert("volunteering_rule", **own, id=rule, code="R77", version=1, kind="award", name="楼道清扫", name_en="Stairs",
           category="环境卫生", unit="小时", tenths=20, tier="", cap="", evidence="", credits_to="person",
           counts_hours=True, effective_on=clock.today(), created_at=now)  # fmt: skip
    lines = {name: new_id() for name in ("fwhanging", "fwdoubted")}
    for name, line in lines.items():
        insert("volunteering_service", **own, id=line, public_id=name, person_id=person, rule_id=rule,
               status="in_publicity", origin="activity", method="leader_tick", served_on=clock.today(), minutes=60,
               quantity_tenths=10, what="楼道清扫", evidence="", reason="", entered_by=street.staff["leader"].account_id,
               decided_by=street.staff["officer"].account_id, decided_at=now, decision_reason="",
               publicity_until=clock.today() + timedelta(days=3), version=1, created_at=now)  # fmt: skip
    volunteering.objections.raise_one(lines["fwdoubted"], reason="那天没看见他", actor=street.resident)
    first, second = lines
    return first, second


def _counted(street: Street) -> UUID:
    """A stocktake that waits to be signed: salt lacks two pieces, vinegar agrees, oil was not counted."""
    made = shop.stocktakes.begin(
        street.shop_id, kind="running", part="items", codes=("G03", "G06", "G07"), actor=street.clerk
    )
    lines = {one.code: one.line_id for one in goods.stocktakes.lines(street.community_id, made)}
    for code, pieces in (("G07", 28), ("G06", 50)):
        shop.stocktakes.count(made, lines[code], pieces, actor=street.clerk)
    shop.stocktakes.hand_in(made, actor=street.clerk)
    return made


def _taken_back(street: Street) -> None:
    """A sale that who asked and the payer's sister took back, with the reason why they were two."""
    done = transact(
        lambda: redeem(
            Payer(street.purse, street.resident.person_id, "card_pin"),
            [("G06", 1)],
            sale=Sale(street.shop_id, "taken-back-by-two", "payer"),
            actor=street.clerk,
        )
    )
    number = transact(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id)).receipt
    transact(lambda: shop.undo.ask(number, reason="多扫了一件", actor=street.clerk))
    manager = street.staff["shop_manager"]
    transact(lambda: shop.undo.confirm(number, reason="店里只有我们两个人", actor=manager))


def _account(street: Street, name: str, username: str) -> Actor:
    who = people.residents.register(name, actor=street.system)
    return people.actors.of_account(
        open_account(who, username, street.system), community_id=street.community_id
    )


def _role(street: Street, account: Actor, role: str) -> UUID:
    return people.roles.grant(
        _id(account), role, place_id=street.community_id, actor=street.system, valid_from=date(2020, 1, 1)
    )


def _signed_in(actor: Actor) -> people.signing_in.SignedIn:
    return people.signing_in.SignedIn(actor.community_id, _id(actor), _person(actor), 1)


def _id(actor: Actor) -> UUID:
    assert actor.account_id is not None
    return actor.account_id


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id

"""What takes two in the demo: a role, a setting and a reversal that wait, a sale that only two took back, a voucher left for somebody
else to serve; and what that rests on: relatives, machines, a second community of the street."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from uuid import UUID

from points import ledger, people, shop, statements, volunteering
from points.demo import shopping
from points.demo.activities import NEIGHBOURS
from points.demo.cast import BEGAN, Cast
from points.foundation import Actor, Refusal, clock, communities, decide, reading, system_actor, transact

#: the other community of the street, with a few households and no points yet
BESIDE = "河湾社区"
BESIDE_HOMES = (("001", "1栋101", "田维康"), ("002", "1栋302", "麻秀英"), ("003", "2栋201", "滕建明"))
#: among so many lines of a purse there is an award
LATEST = 40
#: what waits to be decided is one of these, whichever does not hold
DAYS_IN_PUBLIC = (3, 5)


def lay_out(community_id: UUID, cast: Cast) -> int:
    """Make sure that something of each kind is there; how many had to be laid out."""
    neighbour = reading(partial(_neighbour, community_id)) or transact(partial(_join, community_id))
    return sum(
        (
            transact(_community_beside),
            transact(partial(_machines, community_id, cast)),
            transact(partial(_relatives, neighbour, cast)),
            _taken_back_by_two(neighbour, cast),
            _left_for_others(neighbour, cast),
            _asked(partial(_setting, community_id, cast)),
            _asked(partial(_role, community_id, cast)),
            _asked(partial(_reversal, neighbour, cast)),
        )
    )


def _neighbour(community_id: UUID) -> Actor | None:
    """Whose sister keeps the shop."""
    account = people.accounts.of_person(community_id, _head(community_id))
    return people.actors.of_account(account.account_id) if account else None


def _join(community_id: UUID) -> Actor:
    """They have an account, as only its holder makes vouchers; nobody is told its password."""
    opened = people.accounts.create(
        _head(community_id), actor=system_actor(community_id), password=people.passwords.new()
    )
    return people.actors.of_account(opened)


def _head(community_id: UUID) -> UUID:
    home = people.households.find(community_id, NEIGHBOURS[0])
    assert home is not None, "the sample's roster has this household"
    return people.households.members(community_id, home)[0].person_id


def _community_beside() -> int:
    if len([one for one in communities() if one.demo]) > 1:
        return 0
    founded = people.places.found_community(
        BESIDE,
        name_en="Hewan Community",
        phone="0856-5550137",
        district="碧江区",
        street="锦溪街道",
        demo=True,
    )
    system = system_actor(founded)
    decide(founded, "purse_of", "household", effective_on=BEGAN, actor=system)
    for number, door, name in BESIDE_HOMES:
        home = people.households.add(number, actor=system)
        people.residents.register(name, actor=system, household_id=home, door=door)
    return 1


def _machines(community_id: UUID, cast: Cast) -> int:
    """One at the counter, one at the window, and one that is broken."""
    if people.devices.of_community(community_id):
        return 0
    manager, admin = cast.actor("manager"), cast.actor("admin")
    here = shop.shops.list_all(community_id)[0]
    broken = people.devices.enrol("柜台旧平板", actor=manager, shop_id=here.id)
    people.devices.enrol("柜台平板", actor=manager, shop_id=here.id)
    people.devices.enrol("窗口电脑", actor=admin)
    people.devices.revoke(broken.device_id, reason="屏幕碎了，换了一台", actor=manager)
    return 3


def _relatives(neighbour: Actor, cast: Cast) -> int:
    if people.relations.list_all(neighbour.community_id, limit=1):
        return 0
    sister, brother = cast.actor("manager").person_id, neighbour.person_id
    assert sister is not None, "everybody in the cast is a person"
    assert brother is not None, "who has a purse is a person"
    people.relations.relate(
        sister, brother, kind="sibling", source="店长自己说的", actor=cast.actor("officer")
    )
    return 1


def _taken_back_by_two(neighbour: Actor, cast: Cast) -> int:
    """Who confirmed is of the payer's family, so that two people did what is for three; they said why."""
    if shopping.vouchers_of(neighbour):
        return 0
    with clock.standing_at(clock.instant(clock.today() - timedelta(days=1), time(16, 30))):
        shopping.take_back(
            cast, neighbour, "by-two", why="多扫了一件", only_two="店里只有我们两个人，货当面点清了"
        )
    return 1


def _left_for_others(neighbour: Actor, cast: Cast) -> int:
    """The manager may not serve her own family: what they came for waits for the clerk."""
    manager = cast.read_actor("manager")
    here = reading(lambda: shop.shops.list_all(manager.community_id)[0])
    if reading(lambda: shop.asides.list_open(manager.community_id, here.id)):
        return 0
    try:
        voucher = transact(partial(shopping.set_aside, neighbour, 50, f"left:{clock.today()}", days=3))
        payer = shop.payers.recognise(voucher.code, shop_id=here.id, actor=manager)
        wanted = [(reading(partial(shopping.of_price, neighbour, 50)), 1)]
        transact(partial(shop.asides.leave, payer, wanted, actor=manager))
    except Refusal:
        return 0  # the points are spent, or the shelf is empty: then nobody comes
    return 1


def _setting(community_id: UUID, cast: Cast) -> int:
    now = people.decisions.standing(community_id)["publicity_days"].value
    people.proposals.propose(
        "publicity_days",
        next(one for one in DAYS_IN_PUBLIC if one != now),
        effective_on=clock.today() + timedelta(days=7),
        reason="例会上商量过，先试一个月，看居民怎么说",
        actor=cast.actor("officer"),
    )
    return 1


def _role(community_id: UUID, cast: Cast) -> int:
    """Somebody is to stand in for the manager."""
    clerk = cast.actor("clerk").person_id
    assert clerk is not None, "everybody in the cast is a person"
    people.nominations.propose(clerk, "shop_manager", place_id=community_id, actor=cast.actor("admin"))
    return 1


def _reversal(neighbour: Actor, cast: Cast) -> int:
    """The second officer asks to take back an old award; the first one sees what is spent of it, and says yes or no."""
    officer, community_id = cast.actor("officer2"), neighbour.community_id
    if volunteering.corrections.waiting(officer):
        return 0
    found = ledger.statements.lines(community_id, people.purses.account_of(neighbour), limit=LATEST)
    awards = [
        one.award
        for one in statements.lines.in_words(community_id, found, "zh")
        if one.award and not one.reversed
    ]
    if awards:
        volunteering.corrections.ask(awards[-1], reason="签到表上是同名的另一位，要再核一下", actor=officer)
    return len(awards[-1:])


def _asked(propose: partial[int]) -> int:
    """Propose it where it does not wait, or hold, already."""
    try:
        return transact(propose)
    except Refusal:
        return 0

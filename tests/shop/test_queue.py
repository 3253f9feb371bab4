"""The queue of an exchange day: numbers by phone and on paper, the order in which they are called, who is not there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from points import people, shop
from points.foundation import Actor, NotAllowed, NotFound, clock, db, decide, reading, transact
from points.shop import policy
from points.shop.queueing import policy as queueing
from points.shop.queueing.models import QueueDay, QueueNumber
from points.shop.queueing.refusals import NumberSettled
from tests.support.records import records_of
from tests.support.street import Street

#: a Wednesday, half an hour before the shop opens
DAY = date(2026, 12, 2)
HOURS = {"days": [2], "hours": [["8:30", "11:30"], ["15:00", "17:00"]]}


def at(text: str, day: date = DAY) -> datetime:
    """A time of the community's clock."""
    hours, minutes = map(int, text.split(":"))
    return clock.instant(day) + timedelta(hours=hours, minutes=minutes)


@pytest.fixture
def queue(street: Street) -> Street:
    """The street on an exchange day: two numbers by phone for each half hour, no first hour for old people."""
    decided(street, exchange_days=HOURS, queue_places=2)
    clock.set_now(at("8:00"))
    return street


def decided(street: Street, **settings: object) -> None:
    """What the community decided, long ago."""
    for name, value in settings.items():
        transact(
            lambda name=name, value=value: decide(
                street.community_id, name, value, effective_on=date(2020, 1, 2), actor=street.system
            )
        )


def given(street: Street, *, elder: bool = False, person_id=None) -> shop.numbers.NumberInfo:  # type: ignore[no-untyped-def]
    """A number on paper."""
    return transact(
        lambda: shop.numbers.give(street.shop_id, elder=elder, person_id=person_id, actor=street.clerk)
    )


def taken(street: Street, text: str, day: date = DAY) -> shop.numbers.NumberInfo:
    """The resident's number by phone."""
    return transact(lambda: shop.numbers.take(street.shop_id, at(text, day), actor=street.resident))


def called(street: Street, actor: Actor | None = None, till: int = 1) -> int:
    """The next number."""
    return transact(lambda: shop.calls.call_next(street.shop_id, till, actor=actor or street.clerk)).number


def board(street: Street) -> shop.calls.Board:
    """The queue as the clerk sees it."""
    return reading(
        lambda: shop.calls.board(
            street.community_id, shop.shops.get_ever(street.community_id, street.shop_id)
        )
    )


def order(street: Street) -> list[int]:
    """Who waits, in order."""
    return [one.number for one in board(street).waiting]


def number_of(street: Street, number: int) -> shop.numbers.NumberInfo:
    """A number of today as it stands."""
    every = (*board(street).called, *board(street).waiting, *board(street).missed)
    return next(one for one in every if one.number == number)


def missed(street: Street, number: int) -> None:
    """Called, and not there."""
    transact(lambda: shop.calls.not_there(number_of(street, number).number_id, actor=street.clerk))


def test_paper_numbers_are_called_as_they_were_given_and_the_next_press_lets_the_last_one_go(
    queue: Street,
) -> None:
    numbers = [given(queue) for _ in range(3)]
    assert [one.words for one in numbers] == ["001", "002", "003"]
    assert called(queue) == 1
    assert (number_of(queue, 1).status, number_of(queue, 1).till) == ("called", 1)
    assert called(queue, queue.second_clerk, till=2) == 2
    assert called(queue) == 3
    # the clerk's own call before came; the other clerk's still stands
    assert [number_of(queue, one).status for one in (1, 2, 3)] == ["came", "called", "called"]
    with pytest.raises(shop.refusals.NobodyDue):
        called(queue)
    transact(lambda: shop.calls.came(numbers[1].number_id, actor=queue.clerk))
    assert number_of(queue, 2).status == "came"
    facts = records_of("queue.called")[0].facts
    assert (facts["number"], facts["till"], facts["day"]) == (1, 1, DAY.isoformat())
    with pytest.raises(NotAllowed):
        called(queue, queue.staff["officer"])


def test_who_is_not_there_comes_behind_three_then_is_dropped_and_can_be_called_back(queue: Street) -> None:
    for _ in range(6):
        given(queue)
    assert called(queue) == 1
    missed(queue, 1)
    assert order(queue) == [2, 3, 4, 1, 5, 6]
    assert [called(queue) for _ in range(4)] == [2, 3, 4, 1]
    missed(queue, 1)
    assert (order(queue), [one.number for one in board(queue).missed]) == ([5, 6], [1])
    assert [one.facts["misses"] for one in records_of("queue.not_there")] == [1, 2]
    back = number_of(queue, 1).number_id
    transact(lambda: shop.calls.call(back, 3, actor=queue.clerk))
    assert (number_of(queue, 1).status, number_of(queue, 1).till) == ("called", 3)
    # who is behind fewer than three is last
    assert called(queue) == 5
    missed(queue, 5)
    assert order(queue) == [6, 5]
    with pytest.raises(shop.refusals.NumberSettled):
        missed(queue, 6)


def test_a_number_by_phone_is_for_half_an_hour_and_for_one_of_a_household(queue: Street) -> None:
    [offer] = reading(lambda: shop.numbers.offers(queue.community_id))
    assert (offer.day, offer.slots[0].starts_at, offer.slots[0].left) == (DAY, at("8:30"), 2)
    assert len(offer.slots) == 10
    mine = taken(queue, "9:00")
    with pytest.raises(shop.refusals.NumberTaken) as refused:
        taken(queue, "9:30")
    assert refused.value.plain_facts() == {"number": "001"}
    with pytest.raises(shop.refusals.NumberTaken):
        given(queue, person_id=queue.resident.person_id)
    given(queue)
    # a quarter to nine: whose half hour has not begun is not called, unless they are here
    clock.set_now(at("8:45"))
    assert (called(queue), order(queue)) == (2, [1])
    with pytest.raises(shop.refusals.NobodyDue):
        called(queue)
    clock.set_now(at("9:00"))
    own = reading(lambda: shop.numbers.own(queue.resident))
    assert own is not None
    assert (own.number.number, own.before, own.shop.id) == (1, 0, queue.shop_id)
    transact(lambda: shop.numbers.give_back(mine.number_id, actor=queue.resident))
    assert reading(lambda: shop.numbers.own(queue.resident)) is None
    [offer] = reading(lambda: shop.numbers.offers(queue.community_id))
    assert (offer.slots[0].starts_at, offer.slots[0].left) == (at("9:00"), 2)
    assert taken(queue, "9:30").number == 3
    with pytest.raises(NotFound):
        transact(lambda: shop.numbers.give_back(mine.number_id, actor=queue.resident))
    assert records_of("queue.number_given_back")[0].facts["number"] == 1


def test_who_has_a_number_is_told_so_though_the_half_hour_is_full(queue: Street) -> None:
    decided(queue, queue_places=1)
    taken(queue, "9:00")
    with pytest.raises(shop.refusals.NumberTaken):
        taken(queue, "9:00")


def test_a_number_that_came_is_not_given_back(queue: Street) -> None:
    mine = taken(queue, "8:30")
    clock.set_now(at("8:30"))
    assert called(queue) == 1
    transact(lambda: shop.calls.came(mine.number_id, actor=queue.clerk))
    with pytest.raises(NumberSettled):
        transact(lambda: shop.numbers.give_back(mine.number_id, actor=queue.resident))
    assert records_of("queue.number_given_back") == []


def test_half_hours_run_out_and_end(queue: Street) -> None:
    households = [transact(lambda n=n: people.households.add(f"1{n}", actor=queue.system)) for n in range(3)]

    def neighbour(number: int) -> Actor:
        def work() -> Actor:
            person = people.residents.register(
                f"邻居{number}", actor=queue.system, household_id=households[number]
            )
            account = people.accounts.create(person, actor=queue.system)
            return people.actors.of_account(account, community_id=queue.community_id)

        return transact(work)

    neighbours = [neighbour(one) for one in range(3)]
    for one in neighbours[:2]:
        transact(lambda one=one: shop.numbers.take(queue.shop_id, at("9:00"), actor=one))
    with pytest.raises(shop.refusals.SlotFull):
        taken(queue, "9:00")
    [offer] = reading(lambda: shop.numbers.offers(queue.community_id))
    assert [one.left for one in offer.slots[:3]] == [2, 0, 2]
    for wrong in ("9:15", "12:00", "6:00"):
        with pytest.raises(shop.refusals.SlotNotOffered):
            taken(queue, wrong)
    with pytest.raises(shop.refusals.SlotNotOffered):
        taken(queue, "9:00", DAY + timedelta(days=14))
    clock.set_now(at("9:29"))
    with pytest.raises(shop.refusals.SlotNotOffered):
        taken(queue, "8:30")
    # after the last half hour it is next Wednesday's
    clock.set_now(at("17:00"))
    [offer] = reading(lambda: shop.numbers.offers(queue.community_id))
    assert offer.day == DAY + timedelta(days=7)
    decided(queue, queue_places=0)
    assert reading(lambda: shop.numbers.offers(queue.community_id)) == []
    with pytest.raises(shop.refusals.SlotFull):
        taken(queue, "9:00", DAY + timedelta(days=7))
    with pytest.raises(NotAllowed):
        transact(lambda: shop.numbers.take(queue.shop_id, at("9:00"), actor=Actor(queue.community_id)))


def test_in_the_first_hour_old_people_are_called_first(queue: Street) -> None:
    decided(queue, elders_first_minutes=60)
    person = queue.resident.person_id
    assert person is not None
    given(queue)
    given(queue, elder=True)
    given(queue)
    assert (board(queue).elders_first, order(queue)) == (True, [2, 1, 3])
    clock.set_now(at("9:29"))
    assert called(queue) == 2
    given(queue, elder=True)
    clock.set_now(at("9:30"))
    assert (board(queue).elders_first, order(queue)) == (False, [1, 3, 4])
    # and again after noon
    clock.set_now(at("15:10"))
    assert order(queue) == [4, 1, 3]


def test_the_house_knows_who_is_old(queue: Street) -> None:
    def old() -> people.persons.PersonInfo:
        person = people.residents.register("石老", actor=queue.system, birth_date=date(1966, 12, 31))
        return people.persons.get(queue.community_id, person)

    assert given(queue, person_id=transact(old).person_id).elder
    assert not given(queue, person_id=queue.resident.person_id).elder


def test_the_end_of_the_line_leaves_the_afternoon(queue: Street) -> None:
    taken(queue, "15:00")
    for _ in range(3):
        given(queue)
    called(queue)
    assert transact(lambda: shop.calls.clear(queue.shop_id, actor=queue.clerk)) == 2
    assert (order(queue), [one.number for one in board(queue).missed]) == ([1], [3, 4])
    assert number_of(queue, 2).status == "came"
    assert records_of("queue.cleared")[0].facts["people"] == 2


def test_yesterday_means_nothing_today_and_is_forgotten_after_a_week(queue: Street) -> None:
    mine = taken(queue, "9:00")
    clock.set_now(at("8:00", DAY + timedelta(days=1)))
    assert (reading(lambda: shop.numbers.own(queue.resident)), order(queue)) == (None, [])
    with pytest.raises(shop.refusals.NumberSettled):
        transact(lambda: shop.calls.call(mine.number_id, 1, actor=queue.clerk))
    with pytest.raises(NotFound):
        transact(lambda: shop.numbers.give_back(mine.number_id, actor=queue.resident))
    assert given(queue).number == 1
    assert transact(shop.numbers.forget_old) == 0
    clock.set_now(at("8:00", DAY + timedelta(days=8)))
    assert transact(shop.numbers.forget_old) == 1
    left = reading(lambda: db.session.scalar(sa.select(sa.func.count()).select_from(QueueNumber)))
    days = reading(lambda: list(db.session.scalars(sa.select(QueueDay.day))))
    assert (left, days) == (1, [DAY + timedelta(days=1)])


def test_no_record_of_the_queue_says_whose_a_number_is(queue: Street) -> None:
    mine = taken(queue, "9:00")
    transact(lambda: shop.numbers.give_back(mine.number_id, actor=queue.resident))
    for action in ("queue.number_taken", "queue.number_given_back"):
        [one] = records_of(action)
        assert one.subject_id == queue.shop_id
        assert set(one.facts) == {"day", "number"}


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("11:29", None),
        ("11:30", "11:30"),
        ("11:59", "11:30"),
        ("12:00", None),
        ("8:00", None),
        ("17:10", "17:00"),
    ],
)
def test_for_so_many_minutes_after_each_closing_the_queue_is_served(text: str, closed: str | None) -> None:
    spans = [("8:30", "11:30"), ("15:00", "17:00")]
    assert policy.closed_at(spans, at(text), 30) == (at(closed) if closed else None)
    assert policy.closed_at(spans, at(text), 0) is None


def test_a_day_without_hours_has_no_half_hours_and_a_short_end_is_one() -> None:
    assert queueing.slots_of(policy.WHOLE_DAY, DAY, at("8:00")) == []
    assert queueing.slots_of([("8:30", "9:15")], DAY, at("9:00")) == [at("9:00")]
    assert queueing.slots_of([("8:30", "9:15")], DAY, at("8:59")) == [at("8:30"), at("9:00")]
    assert [queueing.is_elder(year, DAY) for year in (1966, 1967, None)] == [True, False, False]

"""What holds from a day to a day: on which days each reading says so, and at which instant what ends by the minute has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit, people
from points.foundation import clock, db, paging, reading, setting, settings, transact
from points.people.access import slip_rows
from points.people.models import RoleGrant
from points.people.registry import places
from tests.support.town import NOON, Town, resident_account
from tests.support.world import decide

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
#: the first and the last day of a role, counted from today, and the days that are asked about
FIRST, LAST, ASKED = 2, 4, range(6)
HELD = {2, 3, 4}
NOT_OVER = {0, 1, 2, 3, 4}


@dataclass
class Given:
    """A role with days, and whose it is."""

    town: Town
    account: UUID
    grant: UUID

    @property
    def who(self) -> object:
        return reading(lambda: people.actors.of_account(self.account, community_id=self.town.community_id))


@pytest.fixture
def given(town: Town) -> Given:
    """A leader from the day after tomorrow on, for three days."""
    account = resident_account(town)
    first, last = clock.today() + FIRST * DAY, clock.today() + LAST * DAY
    grant = transact(
        lambda: people.roles.grant(
            account,
            "leader",
            place_id=town.community_id,
            actor=town.house,
            valid_from=first,
            valid_until=last,
        )
    )
    return Given(town, account, grant)


@pytest.fixture
def proposed(given: Given) -> Given:
    """The same before anybody said yes, proposed by the administrator."""
    row = sa.update(RoleGrant).where(RoleGrant.id == given.grant)
    by = {"confirmed_at": None, "granted_by": given.town.admin_account}

    def work() -> None:
        db.session.execute(row.values(**by))
        audit.records.record("test.done", actor=given.town.house, subject_kind="account")

    transact(work)
    return given


def listed(given: Given, state: str) -> bool:
    found = reading(lambda: people.grants.page(given.town.admin, state, paging.PageAsked()))
    return given.grant in {one.grant_id for one in found.rows}


def account_row(given: Given) -> people.account_list.AccountRow:
    return reading(lambda: people.account_list.get(given.account, actor=given.town.admin))


def among(given: Given, **wanted: bool) -> bool:
    asked = people.account_list.AccountFilter(**wanted)
    found = reading(lambda: people.account_list.page(given.town.admin, asked, paging.PageAsked()))
    return given.account in {one.account_id for one in found.rows}


def state_of(given: Given, state: str) -> bool:
    return [one.state for one in account_row(given).roles] == [state]


def keeps_open(given: Given) -> bool:
    """Whether the role keeps the community from being closed; two others always do."""
    place = reading(lambda: people.places.get(given.town.community_id))
    return reading(lambda: places.open_under(place))["roles"] == 3


def days_on_which(asks: Callable[[Given], bool], given: Given) -> set[int]:
    found = set()
    for day in ASKED:
        clock.set_now(NOON + day * DAY)
        if asks(given):
            found.add(day)
    return found


CONFIRMED: dict[str, tuple[Callable[[Given], bool], set[int]]] = {
    "what_the_actor_may": (lambda one: "leader" in one.who.roles, HELD),  # type: ignore[attr-defined]
    "holders": (
        lambda one: bool(reading(lambda: people.roles.holders(one.town.community_id, "leader"))),
        HELD,
    ),
    "accounts_over": (
        lambda one: (
            one.account in reading(lambda: people.roles.accounts_over(one.town.community_id, "leader"))
        ),
        HELD,
    ),
    "holds_power": (lambda one: reading(lambda: people.roles.holds_power(one.account)), NOT_OVER),
    "held_by": (
        lambda one: bool(reading(lambda: people.roles.held_by(one.town.community_id, one.account))),
        NOT_OVER,
    ),
    "listed_as_counting": (lambda one: listed(one, "counts"), HELD),
    "listed_as_waiting": (lambda one: listed(one, "waiting"), set()),
    "listed_as_ended": (lambda one: listed(one, "ended"), {5}),
    "own_that_does_not_count_yet": (
        lambda one: bool(reading(lambda: people.grants.waiting_of(one.who))),  # type: ignore[arg-type]
        {0, 1},
    ),
    "account_ahead": (lambda one: state_of(one, "ahead"), {0, 1}),
    "account_counts": (lambda one: state_of(one, "counts"), HELD),
    "accounts_with_a_role": (lambda one: among(one, role=True), NOT_OVER),
    "place_kept_open": (keeps_open, NOT_OVER),
}
PROPOSED: dict[str, tuple[Callable[[Given], bool], set[int]]] = {
    "what_the_actor_may": (lambda one: "leader" in one.who.roles, set()),  # type: ignore[attr-defined]
    "listed_as_waiting": (lambda one: listed(one, "waiting"), NOT_OVER),
    "listed_as_counting": (lambda one: listed(one, "counts"), set()),
    "own_that_does_not_count_yet": (
        lambda one: bool(reading(lambda: people.grants.waiting_of(one.who))),  # type: ignore[arg-type]
        NOT_OVER,
    ),
    "waiting_here": (
        lambda one: bool(reading(lambda: people.grants.waiting_here(one.town.community_id))),
        NOT_OVER,
    ),
    "account_waits": (lambda one: state_of(one, "waits"), NOT_OVER),
    "left_open_by_who_proposed": (
        lambda one: bool(
            reading(
                lambda: people.left_open.find(one.town.admin_account, actor=one.town.admin)
            ).role_proposals
        ),
        NOT_OVER,
    ),
}


@pytest.mark.parametrize("asks, days", CONFIRMED.values(), ids=list(CONFIRMED))
def test_a_role_is_said_on_its_first_and_last_day_and_on_no_other(
    given: Given, asks: Callable[[Given], bool], days: set[int]
) -> None:
    assert days_on_which(asks, given) == days


@pytest.mark.parametrize("asks, days", PROPOSED.values(), ids=list(PROPOSED))
def test_a_role_nobody_confirmed_waits_until_its_last_day_is_over(
    proposed: Given, asks: Callable[[Given], bool], days: set[int]
) -> None:
    assert days_on_which(asks, proposed) == days


@pytest.mark.parametrize("day, again", [(LAST, False), (LAST + 1, True)])
def test_the_same_role_is_proposed_again_only_once_the_old_one_is_over(
    given: Given, day: int, *, again: bool
) -> None:
    clock.set_now(NOON + day * DAY)
    propose = lambda: transact(  # noqa: E731
        lambda: people.nominations.propose(
            given.town.tian, "leader", place_id=given.town.community_id, actor=given.town.admin
        )
    )
    if again:
        assert propose()
    else:
        with pytest.raises(people.refusals.RoleGivenAlready):
            propose()


@pytest.mark.parametrize("day, ended", [(LAST, True), (LAST + 1, False)])
def test_with_an_account_end_the_roles_that_are_not_over_and_no_others(
    given: Given, day: int, *, ended: bool
) -> None:
    clock.set_now(NOON + day * DAY)
    transact(lambda: slip_rows.end_roles(given.account, at=clock.now(), actor=given.town.house))
    row = reading(lambda: db.session.get(RoleGrant, (given.town.community_id, given.grant)))
    assert row is not None
    assert (row.ended_at is not None) is ended


@pytest.fixture
def slip(town: Town) -> tuple[Given, str, datetime]:
    """A slip somebody was given, the code on it, and the instant from which it is worth nothing."""
    issued = transact(lambda: people.activation.issue(town.tian, actor=town.office))
    return Given(town, issued.account_id, issued.account_id), issued.code, issued.valid_until


@pytest.mark.parametrize("after, good", [(-INSTANT, True), (timedelta(0), False)])
def test_a_slip_is_good_until_its_last_instant(
    slip: tuple[Given, str, datetime], after: timedelta, *, good: bool
) -> None:
    given, code, until = slip
    clock.set_now(until + after)
    town = given.town
    assert bool(reading(lambda: people.activation.find_open(town.community_id, town.tian))) is good
    assert (account_row(given).slip_until is not None, among(given, slip=True)) == (good, good)
    if good:
        assert reading(lambda: people.activation.holder(code)).account_id == given.account
    else:
        with pytest.raises(people.refusals.SlipUnknown):
            reading(lambda: people.activation.holder(code))


@pytest.mark.parametrize("day, value", [(-1, 3), (0, 5), (1, 5)])
def test_a_decision_holds_from_its_day_on(town: Town, day: int, value: int) -> None:
    """Read alone, with others, and for a day that is named; what was decided before holds until the day before."""
    name, on = "publicity_days", clock.today() + 10 * DAY

    def work() -> None:
        decide(town.community_id, name, 3, effective_on=clock.today(), actor=town.house)
        decide(town.community_id, name, 5, effective_on=on, actor=town.house)

    transact(work)
    asked: date = on + day * DAY
    assert reading(lambda: setting(town.community_id, name, asked)) == value
    clock.set_now(NOON + (10 + day) * DAY)
    assert reading(lambda: setting(town.community_id, name)) == value
    assert reading(lambda: settings(town.community_id, [name]))[name] == value

"""What a community decides: the catalogue is whole, values are checked, two at once leave one decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import oversight, people
from points.foundation import Actor, NotAllowed, clock, db, decide, reading, setting, transact
from points.foundation.models import Setting
from points.foundation.settings import DEFAULTS
from points.oversight.changes import TOUCHES
from points.people.deciding import proposal_rows
from points.people.deciding.kinds import Amount
from points.people.models import Proposal
from tests.support.street import Street
from tests.volunteering.test_races import at_once

ROUNDS = 4


def person(street: Any, name: str, role: str, opened_by: Actor | None = None) -> Actor:
    """Somebody with a role and an account, opened by the house or by somebody."""
    system = street.system

    def work() -> Actor:
        who = people.residents.register(name, actor=system)
        account = people.accounts.create(who, actor=opened_by or system)
        people.roles.grant(account, role, place_id=street.community_id, actor=system)
        return people.actors.of_account(account, community_id=street.community_id)

    return transact(work)


def propose(street: Street, value: Any, actor: Actor, name: str = "publicity_days", ahead: int = 0) -> UUID:
    day = clock.today() + timedelta(days=ahead)
    made = transact(
        lambda: people.proposals.propose(name, value, effective_on=day, reason="例会", actor=actor)
    )
    return made.proposal_id


def holds(street: Street, name: str = "publicity_days") -> Any:
    return reading(lambda: setting(street.community_id, name))


@pytest.mark.only_on("sqlite")
def test_everything_that_may_be_decided_has_its_words_its_kind_and_what_it_touches() -> None:
    known = people.catalogue.CATALOGUE
    assert set(known) == set(DEFAULTS) == set(TOUCHES)
    assert len([one for _, group in people.catalogue.grouped() for one in group]) == len(known)
    for name, default in DEFAULTS.items():
        kind = known[name].kind
        for lang in ("zh", "en"):
            assert kind.said(default, lang)
            assert kind.read(kind.shown(default, lang)) == kind.check(default), name


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("publicity_days", True), ("publicity_days", "3"), ("publicity_days", -1), ("publicity_days", None),
        ("purse_of", ["household"]), ("backfilled_points", 1), ("validity", {"kind": "months"}),
        ("validity", {"kind": "months", "months": 0}),
        ("validity", []), ("exchange_days", {"days": []}),
        ("exchange_days", {"days": [1], "hours": [["17:00", "9:00"]]}), ("exchange_days", {"days": [7]}),
        ("exchange_days", {"hours": [["9:00", "25:00"]]}), ("working_day_overrides", {"2026-02-30": True}),
        ("working_day_overrides", {"2026-02-14": "yes"}), ("no_show_pause", {"times": 0, "months": 1}),
        ("decay", [[20, 1]]), ("decay", [[None, 0]]), ("decay", [[80, 1], [20, 2], [None, 4]]), ("decay", [[True, 1], [None, 2]]),
    ],
)  # fmt: skip
def test_a_value_of_another_kind_is_refused(name: str, value: Any) -> None:
    with pytest.raises(people.refusals.SettingUnfit):
        people.proposals.check(name, value)


RANGES = {
    "grace_days": (0, 60), "gift_match": (0, 100), "month_budget_tenths": (0, 10_000_000), "fen_per_point": (1, 100_000),
    "publicity_days": (0, 30), "takeback_seconds": (0, 3600), "day_limit_minutes": (60, 1440),
    "street_limit_minutes": (60, 1440), "elders_first_minutes": (0, 180), "served_after_minutes": (0, 180),
    "queue_places": (0, 60), "voucher_days": (1, 60), "card_no_pin_tenths": (0, 100_000),
    "collect_month_tenths": (10, 100_000), "cooling_days": (1, 60), "undo_days": (0, 90), "handover_limit": (0, 1000),
    "street_count_tenths": (0, 10_000_000), "new_decider_days": (0, 30),
}  # fmt: skip


def dates(many: int) -> dict[str, bool]:
    """So many days that are worked."""
    return {(date(2026, 1, 1) + timedelta(days=one)).isoformat(): True for one in range(many)}


#: of what is no number: the most there may be, and what is a little more
EDGES: list[tuple[str, Any, Any]] = [
    ("validity", {"kind": "months", "months": 120}, {"kind": "months", "months": 121}),
    ("validity", {"kind": "months", "months": 1}, {"kind": "months", "months": 0}),
    ("no_show_pause", {"times": 99, "months": 12}, {"times": 100, "months": 12}),
    ("no_show_pause", {"times": 1, "months": 1}, {"times": 1, "months": 0}),
    ("no_show_pause", {"times": 99, "months": 12}, {"times": 99, "months": 13}),
    ("exchange_days", {"days": [0, 6], "hours": [["0:00", "24:00"]]}, {"days": [0], "hours": [["0:00", "24:01"]]}),
    ("exchange_days", {"days": [0], "hours": [["8:59", "9:00"]]}, {"days": [0], "hours": [["9:00", "9:00"]]}),
    ("exchange_days", {"days": [0], "hours": [["8:00", "9:59"]]}, {"days": [0], "hours": [["8:00", "9:60"]]}),
    ("exchange_days", {"days": [0], "hours": [["8:00", "9:00"]] * 6}, {"days": [0], "hours": [["8:00", "9:00"]] * 7}),
    ("working_day_overrides", dates(200), dates(201)),
    ("decay", [*([hours, 1] for hours in range(1, 12)), [None, 1]], [*([hours, 1] for hours in range(1, 13)), [None, 1]]),
    ("decay", [[None, 1]], []),
    ("handover_items", [f"G{one}" for one in range(60)], [f"G{one}" for one in range(61)]),
    ("handover_items", ["G" * 40], ["G" * 41]),
    ("handover_items", ["G"], [""]),
]  # fmt: skip


@pytest.mark.only_on("sqlite")
def test_every_number_that_is_decided_has_its_least_and_its_most() -> None:
    amounts = {name for name, one in people.catalogue.CATALOGUE.items() if isinstance(one.kind, Amount)}
    assert amounts == set(RANGES)
    for name, (least, most) in RANGES.items():
        for good in (least, most):
            assert people.proposals.check(name, good) == good
        for wrong in (least - 1, most + 1):
            with pytest.raises(people.refusals.SettingUnfit):
                people.proposals.check(name, wrong)


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [("fen_per_point", "1.25", 125), ("month_budget_tenths", "2.5", 25), ("day_limit_minutes", "8", 480),
     ("street_limit_minutes", "12", 720), ("card_no_pin_tenths", "3", 30), ("collect_month_tenths", "4", 40),
     ("street_count_tenths", "5", 50), ("grace_days", "7", 7)],
)  # fmt: skip
def test_what_is_typed_in_a_large_unit_is_kept_in_a_small_one(name: str, typed: str, kept: int) -> None:
    assert people.catalogue.CATALOGUE[name].kind.read({"value": typed}) == kept


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(("name", "good", "wrong"), EDGES)
def test_what_is_decided_goes_so_far_and_no_further(name: str, good: Any, wrong: Any) -> None:
    assert people.proposals.check(name, good) == good
    with pytest.raises(people.refusals.SettingUnfit):
        people.proposals.check(name, wrong)


@pytest.mark.only_on("sqlite")
def test_a_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(people.refusals.SettingUnknown):
        people.proposals.check("pin_of_the_admin", 1)


def test_where_points_move_an_account_that_one_made_for_the_other_is_no_second_person(street: Street) -> None:
    officer = street.staff["officer"]
    puppet = person(street, "冉一", "committee", opened_by=officer)
    other = person(street, "冉二", "committee")
    proposal = propose(street, 5, officer)
    with pytest.raises(people.refusals.SecondDeciderNeeded):
        transact(lambda: people.proposals.confirm(proposal, actor=puppet))
    assert holds(street) == 0
    transact(lambda: people.proposals.confirm(proposal, actor=other))
    assert holds(street) == 5


def test_who_may_not_decide_decides_nothing(street: Street) -> None:
    proposal = propose(street, 5, street.staff["officer"])
    for role in ("officer", "admin", "supervisor", "clerk", "leader"):
        with pytest.raises(NotAllowed):
            transact(lambda role=role: people.proposals.confirm(proposal, actor=street.staff[role]))
    for role in ("admin", "supervisor", "clerk", "street"):
        with pytest.raises(NotAllowed):
            propose(street, 6, street.staff[role])
    with pytest.raises(people.refusals.ProposalOfOthers):
        transact(lambda: people.proposals.withdraw(proposal, actor=street.staff["clerk"]))
    assert holds(street) == 0


def test_one_proposal_of_a_setting_waits_at_a_time_and_the_past_stays(street: Street) -> None:
    officer = street.staff["officer"]
    propose(street, 5, officer)
    with pytest.raises(people.refusals.ProposalOpen):
        propose(street, 6, officer)
    with pytest.raises(people.refusals.SettingDayPast):
        propose(street, 9, officer, "voucher_days", ahead=-1)


def test_a_proposal_whose_day_went_by_holds_from_when_it_is_confirmed(street: Street) -> None:
    proposal = propose(street, 5, street.staff["officer"])
    proposed = clock.today()
    clock.set_now(clock.now() + timedelta(days=2))
    transact(lambda: people.proposals.confirm(proposal, actor=street.staff["street"]))
    assert reading(lambda: setting(street.community_id, "publicity_days", proposed)) == 0
    assert holds(street) == 5


def test_every_preview_counts_in_the_books(street: Street) -> None:
    street.give(500, kind="gifted")
    for name, default in DEFAULTS.items():
        found = oversight.changes.preview(street.community_id, name, default)
        assert [one.fact for one in found] == list(TOUCHES[name]), name
    [purses, gifts] = oversight.changes.preview(street.community_id, "gift_match", 1)
    assert (purses.now, gifts.now) == (1, 500)
    [shorter, _] = oversight.changes.preview(street.community_id, "day_limit_minutes", 60)
    assert shorter.then is not None


def test_of_many_who_confirm_at_once_one_decides(app: Flask, street: Street) -> None:
    committee = [person(street, f"冉{number}", "committee") for number in range(4)]
    for value in range(1, ROUNDS + 1):
        proposal = propose(street, value, street.staff["officer"])
        said = at_once(app, [_confirming(proposal, actor) for actor in committee])
        assert Counter(said) == {"decided": 1, "proposal_closed": 3}
        assert holds(street) == value
    assert versions(street) == ROUNDS + 1


def test_of_confirming_and_withdrawing_at_once_one_wins(app: Flask, street: Street) -> None:
    committee = [person(street, f"冉{number}", "committee") for number in range(2)]
    officer, decided = street.staff["officer"], 0
    for value in range(1, ROUNDS + 1):
        proposal = propose(street, value, officer)
        works = [_confirming(proposal, actor) for actor in committee]
        said = Counter(
            at_once(app, [*works, _withdrawing(proposal, officer), _withdrawing(proposal, officer)])
        )
        assert said["decided"] + said["withdrawn"] == 1
        assert said["proposal_closed"] == 3
        decided += said["decided"]
        assert (holds(street) == value) == bool(said["decided"])
    assert versions(street) == decided + 1


def test_without_the_guard_both_would_decide(app: Flask, street: Street, engine: str) -> None:
    """The control: the same threads, which look first and do not ask again when they close it."""
    proposal = propose(street, 5, street.staff["officer"])
    looked = Barrier(2)

    def careless(value: int) -> Callable[[], str]:
        def look() -> str:
            return proposal_rows.get(street.community_id, proposal).status

        def write() -> None:
            decide(
                street.community_id, "publicity_days", value, effective_on=clock.today(), actor=street.system
            )
            db.session.execute(
                sa.update(Proposal).where(Proposal.id == proposal).values(status="decided", version=2)
            )

        def work() -> str:
            seen = reading(look)
            looked.wait(timeout=30)
            if seen == "open":
                transact(write)
            return seen

        return work

    assert at_once(app, [careless(5), careless(6)]) == ["open", "open"]
    assert versions(street) == 3


def versions(street: Street) -> int:
    query = sa.select(sa.func.max(Setting.version)).where(
        Setting.community_id == street.community_id, Setting.name == "publicity_days"
    )
    return int(reading(lambda: db.session.scalar(query)) or 0)


def _confirming(proposal: UUID, actor: Actor) -> Callable[[], str]:
    return lambda: transact(lambda: people.proposals.confirm(proposal, actor=actor)).status


def _withdrawing(proposal: UUID, actor: Actor) -> Callable[[], str]:
    return lambda: transact(lambda: people.proposals.withdraw(proposal, actor=actor)).status

"""Points given, spent, set aside, captured, released, reversed and lapsed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from points import ledger
from points.foundation import NEVER, clock, db, decide, system_actor, transact
from points.ledger.account_rows import own_account
from points.ledger.posting import Moved
from tests.support.world import claimed, key, new_purse, note

Filled = Callable[[int], UUID]


def lots(community_id: UUID, purse: UUID) -> dict[tuple[str, date], int]:
    rows = db.session.execute(
        sa.text("SELECT kind, lapses_on, remaining FROM ledger_lot WHERE account_id = :purse"),
        {"purse": purse.hex if db.engine.dialect.name == "sqlite" else purse},
    ).all()
    db.session.remove()
    return {(kind, date.fromisoformat(str(day))): left for kind, day, left in rows}


def spend(community_id: UUID, purse: UUID, tenths: int) -> Moved:
    return transact(
        lambda: ledger.movements.spend(
            community_id, claimed(community_id), purse, tenths, note=note("redemption")
        )
    )


def hold(community_id: UUID, purse: UUID, tenths: int) -> UUID:
    return transact(
        lambda: ledger.holds.place(community_id, claimed(community_id), purse, tenths, note=note("voucher"))
    ).transfer_id


def standing(community_id: UUID, purse: UUID) -> tuple[int, int]:
    found = ledger.balances.get(community_id, purse)
    db.session.remove()
    return found.posted, found.held


def test_points_given_can_be_spent_to_the_last_tenth(community_id: UUID, filled_purse: Filled) -> None:
    purse = filled_purse(265)
    assert spend(community_id, purse, 265).available == 0
    with pytest.raises(ledger.refusals.NotEnough) as refused:
        spend(community_id, purse, 5)
    assert refused.value.facts == {"wanted": 5, "available": 0, "gap": 5, "held": 0}
    assert refused.value.message("zh") == "差 0.5 分。要 0.5 分，现在可用 0 分。"


def test_three_half_points_are_exactly_one_and_a_half_a_thousand_times(
    community_id: UUID, filled_purse: Filled
) -> None:
    purse = filled_purse(1000 * 15)

    def work() -> None:
        for _ in range(1000):
            ledger.movements.spend(community_id, claimed(community_id), purse, 3 * 5, note=note("redemption"))

    transact(work)
    assert standing(community_id, purse) == (0, 0)


def test_the_soonest_lapsing_points_are_spent_first(community_id: UUID) -> None:
    soon, later = clock.today() + timedelta(days=5), clock.today() + timedelta(days=50)
    purse = new_purse(community_id, (100, "earned", NEVER), (100, "earned", later), (100, "earned", soon))
    spend(community_id, purse, 150)
    assert lots(community_id, purse) == {
        ("earned", soon): 0,
        ("earned", later): 50,
        ("earned", NEVER): 100,
    }


def test_held_points_are_told_apart_from_missing_ones(community_id: UUID, filled_purse: Filled) -> None:
    purse = filled_purse(300)
    hold(community_id, purse, 250)
    with pytest.raises(ledger.refusals.PointsHeld) as refused:
        spend(community_id, purse, 100)
    assert refused.value.facts["held"] == 250
    assert refused.value.message("zh") == "有 25 分留在没用掉的券里，现在可用 5 分，要 10 分。"
    # even all of it would not do: what is held is said with it
    with pytest.raises(ledger.refusals.NotEnough) as short:
        spend(community_id, purse, 400)
    assert short.value.message("zh") == "差 35 分。要 40 分，现在可用 5 分。另有 25 分留在没用掉的券里。"
    assert short.value.message("en").endswith("now. Another 25 are set aside in unused vouchers.")


def test_held_points_are_said_first_where_the_rest_has_lapsed(community_id: UUID) -> None:
    purse = new_purse(community_id, (100, "earned", NEVER), (80, "earned", clock.today()))
    hold(community_id, purse, 90)
    hold(community_id, purse, 60)
    clock.set_now(clock.now() + timedelta(days=2))
    with pytest.raises(ledger.refusals.PointsHeld) as refused:
        spend(community_id, purse, 100)
    assert (refused.value.facts["held"], refused.value.facts["available"]) == (150, 30)


def test_a_capture_takes_part_and_the_rest_returns_to_its_old_lots(community_id: UUID) -> None:
    soon = clock.today() + timedelta(days=5)
    purse = new_purse(community_id, (100, "earned", soon), (200, "earned", NEVER))
    placed = hold(community_id, purse, 250)
    transact(
        lambda: ledger.holds.capture(
            community_id, claimed(community_id), placed, 120, note=note("voucher_used")
        )
    )
    assert standing(community_id, purse) == (180, 0)
    assert lots(community_id, purse) == {("earned", soon): 0, ("earned", NEVER): 180}


def test_a_hold_is_settled_once(community_id: UUID, filled_purse: Filled) -> None:
    purse = filled_purse(300)
    placed = hold(community_id, purse, 250)
    transact(
        lambda: ledger.holds.release(
            community_id, claimed(community_id), placed, note=note("voucher_returned")
        )
    )
    assert standing(community_id, purse) == (300, 0)
    with pytest.raises(ledger.refusals.HoldEnded):
        transact(
            lambda: ledger.holds.capture(community_id, claimed(community_id), placed, 10, note=note("used"))
        )
    assert standing(community_id, purse) == (300, 0)


def test_points_released_after_their_day_get_a_short_grace_and_do_not_become_young(
    community_id: UUID,
) -> None:
    soon = clock.today() + timedelta(days=5)
    purse = new_purse(community_id, (100, "earned", soon))
    placed = hold(community_id, purse, 60)
    clock.set_now(clock.instant(soon + timedelta(days=3)))
    transact(
        lambda: ledger.holds.release(
            community_id, claimed(community_id), placed, note=note("voucher_returned")
        )
    )
    assert lots(community_id, purse) == {
        ("earned", soon): 40,
        ("earned", clock.today() + timedelta(days=7)): 60,
    }


def test_a_reversed_spend_gives_points_back_to_their_lots(community_id: UUID) -> None:
    soon = clock.today() + timedelta(days=5)
    purse = new_purse(community_id, (100, "earned", soon), (200, "earned", NEVER))
    paid = spend(community_id, purse, 150).transfer_id
    transact(
        lambda: ledger.reversal.reverse(community_id, claimed(community_id), paid, note=note("reversal"))
    )
    assert lots(community_id, purse) == {("earned", soon): 100, ("earned", NEVER): 200}
    with pytest.raises(ledger.refusals.AlreadyReversed):
        transact(
            lambda: ledger.reversal.reverse(community_id, claimed(community_id), paid, note=note("reversal"))
        )


def test_a_reversed_capture_gives_back_what_was_taken_and_no_more(community_id: UUID) -> None:
    purse = new_purse(community_id, (300, "earned", NEVER))
    placed = hold(community_id, purse, 250)
    used = transact(
        lambda: ledger.holds.capture(
            community_id, claimed(community_id), placed, 120, note=note("voucher_used")
        )
    )
    transact(
        lambda: ledger.reversal.reverse(
            community_id, claimed(community_id), used.transfer_id, note=note("reversal")
        )
    )
    assert standing(community_id, purse) == (300, 0)
    assert lots(community_id, purse) == {("earned", NEVER): 300}


def test_a_reversed_award_that_was_spent_is_paid_by_correction_and_never_a_debt(
    community_id: UUID,
) -> None:
    purse = transact(lambda: ledger.accounts.open_purses(community_id, 1)[0])
    given = transact(
        lambda: ledger.movements.issue(community_id, claimed(community_id), purse, 100, note=note())
    ).transfer_id
    spend(community_id, purse, 40)
    transact(
        lambda: ledger.reversal.reverse(community_id, claimed(community_id), given, note=note("reversal"))
    )
    assert standing(community_id, purse) == (0, 0)
    recoverable = db.session.execute(sa.text("SELECT tenths FROM ledger_recoverable")).scalars().all()
    assert recoverable == [40]


def test_gifted_points_need_their_match_in_earned_ones(community_id: UUID) -> None:
    transact(
        lambda: decide(
            community_id,
            "gift_match",
            1,
            effective_on=clock.today(),
            actor=system_actor(community_id),
        )
    )
    purse = new_purse(community_id, (80, "gifted", NEVER), (50, "earned", NEVER))
    with pytest.raises(ledger.refusals.GiftNeedsMatch) as refused:
        spend(community_id, purse, 110)
    assert refused.value.facts["spendable"] == 100
    spend(community_id, purse, 100)
    assert lots(community_id, purse) == {("gifted", NEVER): 30, ("earned", NEVER): 0}


def test_lapsed_points_pay_nothing_even_before_the_nightly_round(community_id: UUID) -> None:
    yesterday = clock.today() - timedelta(days=1)
    purse = new_purse(community_id, (100, "earned", yesterday), (20, "earned", NEVER))
    with pytest.raises(ledger.refusals.NotEnough) as refused:
        spend(community_id, purse, 50)
    assert refused.value.facts["available"] == 20
    [due] = ledger.lots.due(community_id)
    db.session.remove()
    actor = system_actor(community_id)
    assert transact(lambda: ledger.lots.lapse(community_id, due, actor=actor)) == 100
    assert transact(lambda: ledger.lots.lapse(community_id, due, actor=actor)) == 0
    assert standing(community_id, purse) == (20, 0)


def test_the_same_request_again_gives_the_same_answer_and_another_body_is_refused(
    community_id: UUID,
) -> None:
    actor, word = system_actor(community_id), key()

    def ask(body: dict[str, int], answer: str) -> ledger.idempotency.Begun:
        return transact(
            lambda: ledger.idempotency.begin(
                community_id, request_key=word, body=body, answer={"id": answer}, action="t", actor=actor
            )
        )

    first, again = ask({"a": 1}, "first"), ask({"a": 1}, "second")
    assert (first.replayed, again.replayed, again.answer) == (False, True, {"id": "first"})
    with pytest.raises(ledger.refusals.RequestKeyReused):
        ask({"a": 2}, "third")


def test_a_limit_stops_and_what_is_given_back_can_be_used_again(community_id: UUID) -> None:
    purse = new_purse(community_id)
    rice = ledger.caps.CapCharge("item:G01", purse, "2025-11", 2, 2)
    transact(lambda: ledger.caps.use(community_id, [rice]))
    with pytest.raises(ledger.refusals.CapReached) as refused:
        transact(
            lambda: ledger.caps.use(community_id, [ledger.caps.CapCharge("item:G01", purse, "2025-11", 1, 2)])
        )
    assert (refused.value.facts["allowed"], refused.value.facts["used"]) == (2, 2)
    transact(lambda: ledger.caps.give_back(community_id, [rice]))
    transact(lambda: ledger.caps.use(community_id, [rice]))


@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_entry", "ledger_lot_use", "ledger_txn"])
@pytest.mark.parametrize("action", ["UPDATE {} SET community_id = community_id", "DELETE FROM {}"])
def test_history_is_only_ever_added_to(
    community_id: UUID, filled_purse: Filled, table: str, action: str
) -> None:
    filled_purse(10)
    with pytest.raises(DBAPIError, match="only ever added to"):
        transact(lambda: db.session.execute(sa.text(action.format(table))))


def test_a_community_has_no_purse_of_its_own(community_id: UUID) -> None:
    for kind in ("purse", "shopp"):
        with pytest.raises(ValueError):
            own_account(community_id, kind)


@pytest.mark.only_on("postgresql")
def test_history_cannot_be_truncated(community_id: UUID) -> None:
    with pytest.raises(DBAPIError, match="only ever added to"):
        transact(lambda: db.session.execute(sa.text("TRUNCATE ledger_entry")))

"""A limit is used to its last piece and no further, each subject and window by itself; what came back may be used again."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from points import ledger
from points.foundation import reading, transact
from points.ledger.caps import CapCharge
from tests.support.world import new_community

ANNA, BO = uuid4(), uuid4()
RULE, WINDOW = "item:G01", "2025-11"


def charge(
    amount: int, allowed: int = 5, *, rule: str = RULE, subject: UUID = ANNA, window: str = WINDOW
) -> CapCharge:
    return CapCharge(rule, subject, window, amount, allowed)


def use(community_id: UUID, *charges: CapCharge) -> None:
    transact(lambda: ledger.caps.use(community_id, charges))


def used(community_id: UUID, subject: UUID = ANNA, rule: str = RULE, window: str = WINDOW) -> int:
    return reading(lambda: ledger.caps.used(community_id, [subject], {rule: window})).get(rule, 0)


def test_a_limit_is_used_to_its_last_piece_and_no_further(community_id: UUID) -> None:
    use(community_id, charge(2))
    use(community_id, charge(3))
    with pytest.raises(ledger.refusals.CapReached) as refused:
        use(community_id, charge(1))
    assert refused.value.plain_facts() == {"rule": RULE, "allowed": 5, "used": 5, "wanted": 1}
    with pytest.raises(ledger.refusals.CapReached) as refused:
        use(community_id, charge(6, subject=BO))
    assert refused.value.plain_facts()["used"] == 0
    use(community_id, charge(5, subject=BO))
    use(community_id, charge(1, window="2025-12"), charge(5, rule="item:G02"))
    use(community_id, charge(1, allowed=6))
    use(new_community("莲花社区"), charge(5))
    use(community_id)
    assert [used(community_id), used(community_id, BO), used(community_id, window="2025-12")] == [6, 5, 1]


def test_of_several_limits_none_is_used_where_one_is_overrun(community_id: UUID) -> None:
    use(community_id, charge(4))
    with pytest.raises(ledger.refusals.CapReached) as refused:
        use(community_id, charge(2, rule="item:G02"), charge(2))
    assert refused.value.plain_facts() == {"rule": RULE, "allowed": 5, "used": 4, "wanted": 2}
    assert (used(community_id), used(community_id, rule="item:G02")) == (4, 0)


def test_of_many_those_that_fit_are_used_and_the_others_are_named(community_id: UUID) -> None:
    use(community_id, charge(4))
    some = [
        charge(1),
        charge(6, subject=BO),
        charge(5, rule="item:G02"),
        charge(2, rule="item:G03", allowed=2),
    ]
    over = transact(lambda: ledger.caps.use_many(community_id, some))
    assert over == {(RULE, BO, WINDOW)}
    assert transact(lambda: ledger.caps.use_many(community_id, [charge(1)])) == {(RULE, ANNA, WINDOW)}
    assert transact(lambda: ledger.caps.use_many(community_id, [])) == set()
    keys = [
        (RULE, ANNA, WINDOW),
        (RULE, BO, WINDOW),
        ("item:G02", ANNA, WINDOW),
        ("item:G02", ANNA, "2025-12"),
    ]
    assert reading(lambda: ledger.caps.used_by_many(community_id, keys)) == dict(
        zip(keys, (5, 0, 5, 0), strict=True)
    )
    assert reading(lambda: ledger.caps.used_by_many(community_id, [])) == {}


def test_what_came_back_may_be_used_again_of_that_limit_alone(community_id: UUID) -> None:
    other = new_community("莲花社区")
    every = [charge(4), charge(4, subject=BO), charge(4, rule="item:G02"), charge(4, window="2025-12")]
    for one in every:
        use(community_id, one)
        use(other, one)
    transact(
        lambda: ledger.caps.give_back(
            community_id, [charge(3), charge(5, subject=BO), charge(4, rule="item:G02")]
        )
    )

    def standing(where: UUID) -> list[int]:
        return [used(where), used(where, BO), used(where, rule="item:G02"), used(where, window="2025-12")]

    # no more comes back than was used
    assert (standing(community_id), standing(other)) == ([1, 4, 0, 4], [4, 4, 4, 4])

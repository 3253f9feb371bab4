"""One sale from code to receipt, asked as often as the counter likes; it knows no page and no request."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from points import audit
from points.foundation import Actor, Refusal, transact
from points.shop import redemptions
from points.shop.payer_checks import Payer
from points.shop.redemptions import find_done, redeem

#: what callers hand in or get back
Done = redemptions.Done
Sale = redemptions.Sale


def sell(
    sale: Sale, items: Sequence[tuple[str, int]], *, find_payer: Callable[[], Payer], actor: Actor
) -> Done:
    """Redeem once per scan id, and give the stored answer to everybody who asks with it.

    Runs transactions of its own. The stored answer is looked for before the code is read, and again after a
    refusal: when the same scan arrives twice at once, the slower one finds a code that the faster one used.
    """
    done = _find_done(sale, items, actor)
    if done is not None:
        return done
    try:
        payer = find_payer()
        return audit.records.attempt(
            lambda: redeem(payer, items, sale=sale, actor=actor),
            of=redeem,
            actor=actor,
            subject_id=payer.account_id,
            replayable=True,
        )
    except Refusal:
        done = _find_done(sale, items, actor)
        if done is None:
            raise
        return done


def _find_done(sale: Sale, items: Sequence[tuple[str, int]], actor: Actor) -> Done | None:
    return transact(lambda: find_done(sale, items, actor=actor), replayable=True)

"""One sale from code to receipt, asked as often as the counter likes; it knows no page and no request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from points import audit, people
from points.foundation import Actor, NotAllowed, Refusal, reading, transact
from points.shop import own_purses, policy, redemptions
from points.shop.payer_checks import Payer
from points.shop.redemptions import find_done, redeem

#: what callers hand in or get back
Done = redemptions.Done
Sale = redemptions.Sale
Second = own_purses.Second
Shown = policy.Shown


def sell(
    sale: Sale,
    items: Sequence[tuple[str, int]],
    *,
    find_payer: Callable[[], Payer],
    actor: Actor,
    look_first: bool = True,
) -> Done:
    """Redeem once per scan id, and give the stored answer to everybody who asks with it.

    Runs transactions of its own. The stored answer is looked for before the code is read, unless finding the payer
    changes nothing (`look_first`), and after a refusal: a repeated request, or the slower of two at once, finds a
    code that the first one used.
    """
    done = _find_done(sale, items, actor) if look_first else None
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


def ask(scan_id: str, *, shop_id: UUID, actor: Actor, seconds_ago: int | None = None) -> Done:
    """What became of a scan id at this shop. Asking never sells: it confirms the answer there is, or says that there is none;
    or that it is not known, where it was tried before a restore.

    In a transaction of its own.
    """
    if not people.permissions.may(actor, "serve_counter"):
        raise NotAllowed
    return transact(
        lambda: redemptions.confirm_done(scan_id, shop_id=shop_id, actor=actor, seconds_ago=seconds_ago),
        replayable=True,
    )


def is_done(sale: Sale, *, actor: Actor) -> bool:
    """Whether this scan id has its answer already."""
    return reading(lambda: redemptions.is_taken(sale, actor=actor))


def _find_done(sale: Sale, items: Sequence[tuple[str, int]], actor: Actor) -> Done | None:
    return transact(lambda: find_done(sale, items, actor=actor), replayable=True)

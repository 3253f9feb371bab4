"""A printed sheet of numbered codes, the second proof where there is no telephone: printed, confirmed by its first code,
replaced when few are left. No clock is in it, so it works when the clock is doubted."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from points.foundation import Actor, NotFound, clock, new_id, reading, run, transact
from points.foundation.codes import CHANCE, Draw
from points.people.access import account_rows
from points.people.access.account_rows import NOWHERE, Machine
from points.people.access.hashing import is_secret
from points.people.access.refusals import OldPasswordWrong
from points.people.authorisation import need
from points.people.models import Account, CodeSheet, SheetCode
from points.people.proving import factor_rows, policy
from points.people.proving.refusals import SecondFactorThere, SheetCodeWrong


def begin(
    password: str = "",
    *,
    actor: Actor,
    draw: Draw = CHANCE,
    also: Callable[[], None] | None = None,
) -> list[str]:
    """A new sheet for the own account; its codes come back, once. It proves nothing until its first code was typed, and
    one that is in use goes on until then; with such a one the password is asked for.

    In transactions of its own: the codes' digests take time.
    """
    need(actor, "prove_twice")
    account = reading(lambda: account_rows.own(actor))
    _refuse_unfit(account, password)
    made = _drawn(draw)
    digests = [factor_rows.sheet_digest(code, account.id, at) for at, code in enumerate(made, 1)]

    def work() -> None:
        if also is not None:
            also()
        factor_rows.forget_sheets(account.community_id, account.id, CodeSheet.confirmed_at.is_(None))
        sheet_id, now, home = new_id(), clock.now(), account.community_id
        sheet = {"community_id": home, "id": sheet_id, "account_id": account.id, "created_at": now}
        run(sa.insert(CodeSheet), [sheet])
        here = {"community_id": home, "sheet_id": sheet_id}
        run(sa.insert(SheetCode), [here | {"number": at, "digest": one} for at, one in enumerate(digests, 1)])
        factor_rows.record("code_sheet.printed", account)

    transact(work)
    return made


def printed_before(draw: Draw, *, actor: Actor) -> list[str] | None:
    """The codes of the own sheet as they were drawn, for a paper that is printed again; None where it was confirmed since,
    or another one printed. Runs a reading of its own."""
    account, made = reading(lambda: account_rows.own(actor)), _drawn(draw)
    first = factor_rows.sheet_digest(made[0], account.id, 1)
    there = reading(lambda: factor_rows.is_first_of_begun(account.community_id, account.id, first))
    return made if there else None


def _drawn(draw: Draw) -> list[str]:
    return [policy.new_sheet_code(draw.choice) for _ in range(policy.SHEET_CODES)]


def is_begun(*, actor: Actor) -> bool:
    """Whether one was printed that waits for its first code. Inside `reading`."""
    account = account_rows.own(actor)
    return factor_rows.find_sheet(account.community_id, account.id, confirmed=False) is not None


def confirm(
    code: str, *, actor: Actor, machine: Machine = NOWHERE, also: Callable[[], None] | None = None
) -> None:
    """Its first code was typed from the paper: from now on it is asked for, and the one before is worth nothing."""
    need(actor, "prove_twice")
    account = reading(lambda: account_rows.own(actor))
    digest = factor_rows.sheet_digest(code[:64], account.id, 1)

    def work() -> bool:
        home = account.community_id
        sheet = factor_rows.find_sheet(home, account.id, confirmed=False)
        if sheet is None:
            raise NotFound
        if factor_rows.has_app(home, account.id):
            raise SecondFactorThere
        if not factor_rows.use_sheet_code(home, sheet.sheet_id, 1, digest):
            return False
        if also is not None:
            also()
        factor_rows.forget_sheets(home, account.id, CodeSheet.id != sheet.sheet_id)
        mine = CodeSheet.community_id == home, CodeSheet.id == sheet.sheet_id
        run(sa.update(CodeSheet).where(*mine).values(confirmed_at=clock.now()))
        account_rows.tell(home, account.id, "sheet", machine=machine)
        factor_rows.record("code_sheet.confirmed", account)
        return True

    if not transact(work):
        raise SheetCodeWrong


def _refuse_unfit(account: Account, password: str) -> None:
    home, account_id = account.community_id, account.id
    if reading(lambda: factor_rows.has_app(home, account_id)):
        raise SecondFactorThere
    used = reading(lambda: factor_rows.find_sheet(home, account_id))
    if used is not None and not is_secret(account.password_hash, account_rows.fit_old(password)):
        raise OldPasswordWrong

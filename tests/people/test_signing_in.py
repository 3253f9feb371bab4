"""Signing in: what is counted, what is locked, and what a refusal must not undo."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, people
from points.foundation import Refusal, clock, db, reading, transact
from points.people.access import signing_in
from points.people.access.hashing import hash_secret
from points.people.models import Account, SignInNotice, TryCount
from tests.support.town import NOON, PASSWORD, Town


def failed(town: Town) -> int:
    query = sa.select(Account.failed).where(Account.id == town.officer_account)
    return reading(lambda: db.session.scalar(query)) or 0


def refused(kind: type[Refusal], work: Callable[[], object]) -> Refusal:
    with pytest.raises(kind) as caught:
        work()
    assert type(caught.value) is kind
    return caught.value


def test_a_user_name_and_its_password_sign_in(town: Town) -> None:
    who = people.signing_in.sign_in(" RanTing", PASSWORD)
    assert (who.account_id, who.person_id) == (town.officer_account, town.officer)
    actor = reading(lambda: people.actors.of_account(who.account_id))
    assert actor.roles == {"officer"}


def test_only_a_machine_that_is_not_the_first_and_is_not_known_is_told_of(town: Town) -> None:
    def told_after(mark: bytes | None) -> int:
        machine = people.sessions.Machine("Chrome · Windows", mark)
        transact(lambda: people.sessions.begin(town.community_id, town.officer_account, 0, machine=machine))
        query = sa.select(sa.func.count()).where(SignInNotice.kind == "machine")
        return reading(lambda: db.session.scalar(query)) or 0

    desk, phone = b"d" * 32, b"p" * 32
    assert [told_after(one) for one in (desk, desk, phone, phone, desk, None)] == [0, 0, 1, 1, 1, 2]


def test_a_phone_number_signs_in_however_it_is_typed(town: Town) -> None:
    for typed in ("13800000001", "138 0000 0001", "+86 138-0000-0001", "１３８０００００００１"):
        assert people.signing_in.sign_in(typed, PASSWORD).account_id == town.officer_account


def test_two_accounts_share_a_phone_and_the_password_says_which(town: Town) -> None:
    def family() -> tuple[object, object]:
        sister = people.residents.register("冉敏", actor=town.house, phone="13800000001")
        return people.accounts.create(sister, actor=town.house, password="另外一句 888"), sister

    account, sister = transact(family)
    assert people.signing_in.sign_in("13800000001", "另外一句 888").person_id == sister
    assert people.signing_in.sign_in("13800000001", PASSWORD).person_id == town.officer
    assert account != town.officer_account


def test_who_signs_in_by_a_shared_phone_never_locks_the_other_out(town: Town) -> None:
    def family() -> None:
        sister = people.residents.register("冉敏", actor=town.house, phone="13800000001")
        people.accounts.create(sister, actor=town.house, password="另外一句 888")

    transact(family)
    for _ in range(6):
        people.signing_in.sign_in("13800000001", "另外一句 888")
    assert failed(town) == 0
    assert people.signing_in.sign_in("13800000001", PASSWORD).person_id == town.officer


def test_the_count_of_tries_survives_the_refusal(town: Town) -> None:
    refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("ranting", "not it at all"))
    assert failed(town) == 1
    people.signing_in.sign_in("ranting", PASSWORD)
    assert failed(town) == 0


def test_five_wrong_tries_lock_and_the_right_password_does_not_open(town: Town) -> None:
    for _ in range(5):
        refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("ranting", "not it at all"))
    no = refused(people.refusals.AccountLocked, lambda: people.signing_in.sign_in("ranting", PASSWORD))
    assert no.facts["until"] == NOON + timedelta(minutes=15)
    clock.set_now(NOON + timedelta(minutes=15, seconds=1))
    assert people.signing_in.sign_in("ranting", PASSWORD).account_id == town.officer_account


def test_the_lock_doubles_with_every_five_tries(town: Town) -> None:
    now = NOON
    for minutes in (15, 30, 60):
        for _ in range(5):
            refused(
                people.refusals.WrongPassword, lambda: people.signing_in.sign_in("ranting", "not it at all")
            )
        no = refused(
            people.refusals.AccountLocked, lambda: people.signing_in.sign_in("ranting", "not it at all")
        )
        assert no.facts["until"] == now + timedelta(minutes=minutes)
        now += timedelta(minutes=minutes, seconds=1)
        clock.set_now(now)


def test_a_name_that_nobody_has_is_refused_and_locked_in_the_same_words(town: Town) -> None:
    for _ in range(5):
        refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("nobody", PASSWORD))
    no = refused(people.refusals.AccountLocked, lambda: people.signing_in.sign_in("nobody", PASSWORD))
    assert no.facts["until"] == NOON + timedelta(minutes=15)


@pytest.mark.parametrize(
    "there, nobody, costs",
    [("ranting", "nobody", 1), ("13800000001", "13900000002", signing_in.SHARED_PHONE)],
)
def test_a_name_that_nobody_has_costs_as_much_to_compare_as_one_that_somebody_has(
    town: Town, monkeypatch: pytest.MonkeyPatch, there: str, nobody: str, costs: int
) -> None:
    compared: list[str | None] = []
    compare = signing_in.is_secret
    monkeypatch.setattr(signing_in, "is_secret", lambda *it: compared.append(it[0]) or compare(*it))
    numbers = []
    for name in (there, nobody):
        refused(people.refusals.WrongPassword, lambda name=name: people.signing_in.sign_in(name, "not it"))
        numbers.append(len(compared))
        compared.clear()
    assert numbers == [costs, costs]


def test_twenty_guesses_at_once_are_compared_five_times_at_most(town: Town, app: Flask) -> None:
    outcomes: list[str] = []

    def guess(number: int) -> None:
        with app.app_context():
            try:
                people.signing_in.sign_in("ranting", f"guess number {number}")
            except Refusal as refusal:
                outcomes.append(refusal.code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["account_locked"] * 15 + ["wrong_password"] * 5


def test_refused_tries_of_an_account_are_written_down_and_those_of_nobody_only_counted(town: Town) -> None:
    refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("ranting", "not it at all"))
    refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("nobody", "not it at all"))
    lines = reading(
        lambda: audit.trail.read(town.community_id, audit.trail.TrailFilter(action="account.signed_in"))
    )
    assert [(line.outcome, line.subject_id) for line in lines] == [("refused", town.officer_account)]


def test_signing_out_everywhere_ends_every_session_and_token(town: Town) -> None:
    who = people.signing_in.sign_in("ranting", PASSWORD)
    token = transact(lambda: people.tokens.issue(who)).token
    known = reading(lambda: people.tokens.find_known(token))
    assert known is not None
    transact(lambda: people.accounts.sign_out_everywhere(actor=known.actor))
    assert reading(lambda: people.tokens.find_known(token)) is None
    assert reading(lambda: people.actors.find_known(who.account_id, who.session_epoch)) is None


def test_a_changed_password_needs_the_old_one_and_ends_the_old_sessions(town: Town) -> None:
    who = people.signing_in.sign_in("ranting", PASSWORD)
    actor = reading(lambda: people.actors.of_account(who.account_id))
    refused(
        people.refusals.OldPasswordWrong,
        lambda: people.passwords.change("wrong", "一句新的话 99", actor=actor),
    )
    refused(
        people.refusals.PasswordTooCommon, lambda: people.passwords.change(PASSWORD, "12345678", actor=actor)
    )
    epoch = people.passwords.change(PASSWORD, "一句新的话 99", actor=actor)
    assert reading(lambda: people.actors.find_known(who.account_id, who.session_epoch)) is None
    assert reading(lambda: people.actors.find_known(who.account_id, epoch)) is not None
    refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("ranting", PASSWORD))
    assert people.signing_in.sign_in("ranting", "一句新的话 99").session_epoch == epoch


def test_a_token_lasts_thirty_days(town: Town) -> None:
    new = transact(lambda: people.tokens.issue(people_signed_in(town)))
    assert new.expires_at == NOON + timedelta(days=30)
    known = reading(lambda: people.tokens.find_known(new.token))
    assert known is not None
    assert known.actor.account_id == town.officer_account
    clock.set_now(NOON + timedelta(days=30))
    assert reading(lambda: people.tokens.find_known(new.token)) is None


@pytest.mark.parametrize(("days", "lasts"), [(1, 1), (89, 89), (90, 90), (91, 90)])
def test_a_token_of_staff_lasts_as_long_as_asked_and_ninety_days_at_most(
    town: Town, days: int, lasts: int
) -> None:
    new = transact(lambda: people.tokens.issue(people_signed_in(town), days=days))
    assert new.expires_at == NOON + timedelta(days=lasts)


def people_signed_in(town: Town) -> people.signing_in.SignedIn:
    return people.signing_in.SignedIn(town.community_id, town.officer_account, town.officer, 1)


def test_a_closed_account_signs_nobody_in(town: Town) -> None:
    transact(lambda: people.accounts.close(town.officer_account, reason="调走了", actor=town.house))
    refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("ranting", PASSWORD))


def test_a_phone_that_nobody_has_is_one_however_it_is_spelt(town: Town) -> None:
    for typed in (
        "13900000009",
        "139 0000 0009",
        "+86 139-0000-0009",
        "１３９０００００００９",
        "0086 13900000009",
    ):
        refused(people.refusals.WrongPassword, lambda typed=typed: people.signing_in.sign_in(typed, "wrong"))
    refused(people.refusals.AccountLocked, lambda: people.signing_in.sign_in("13900000009", "wrong"))


def test_a_name_that_nobody_has_is_locked_as_one_that_somebody_has(town: Town) -> None:
    """Whatever is tried, and whenever: the same refusals with the same facts."""
    said = []
    for name in ("ranting", "nobody", "13800000001", "13900000009"):
        clock.set_now(NOON)
        transact(lambda: people.passwords.give(town.officer_account, PASSWORD, actor=town.house))
        mine = []
        for minutes in (0, 16, 16 + 180, 16 + 180 + 100):
            clock.set_now(NOON + timedelta(minutes=minutes))
            for _ in range(6):
                with pytest.raises(Refusal) as caught:
                    people.signing_in.sign_in(name, "not it at all")
                left = people.signing_in.tries_left(name)
                mine.append((caught.value.code, caught.value.facts.get("until"), left))
        said.append(mine)
    assert said[0] == said[1] == said[2] == said[3]


def test_the_right_password_begins_anew_for_every_name_of_its_owner(town: Town) -> None:
    for name in ("ranting", "13800000001"):
        refused(people.refusals.WrongPassword, lambda name=name: people.signing_in.sign_in(name, "wrong"))
    people.signing_in.sign_in("138 0000 0001", PASSWORD)
    assert [people.signing_in.tries_left(name) for name in ("RanTing", "13800000001")] == [0, 0]
    assert kept() == []


def test_a_slip_opens_what_was_locked(town: Town) -> None:
    for _ in range(5):
        refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("ranting", "not it at all"))
    slip = transact(lambda: people.activation.issue(town.officer, actor=town.admin))
    people.activation.use(slip.code, "一句新的话 99")
    assert people.signing_in.sign_in("ranting", "一句新的话 99").account_id == town.officer_account


def test_only_failures_are_counted_and_the_night_forgets_old_ones(town: Town) -> None:
    people.signing_in.sign_in("ranting", PASSWORD)
    assert kept() == []
    refused(people.refusals.WrongPassword, lambda: people.signing_in.sign_in("nobody", "wrong"))
    assert len(kept()) == 1
    assert "nobody" not in str(kept())
    clock.set_now(NOON + timedelta(days=29))
    assert transact(people.signing_in.forget_old_tries) == 0
    clock.set_now(NOON + timedelta(days=31))
    assert transact(people.signing_in.forget_old_tries) == 1
    assert kept() == []


def kept() -> list[bytes]:
    return list(reading(lambda: db.session.scalars(sa.select(TryCount.subject)).all()))


def test_a_password_that_others_guess_still_opens_and_is_told_once(town: Town) -> None:
    old = hash_secret("woaini520")
    transact(lambda: db.session.execute(sa.update(Account).values(password_hash=old)))
    came = [people.signing_in.sign_in("ranting", "woaini520") for _ in range(2)]
    assert [(one.easy, one.told_easy) for one in came] == [(True, False), (True, True)]


def test_a_new_password_is_compared_with_what_others_know_of_its_owner(town: Town) -> None:
    for own in ("ranting2026", "13800000001", "冉婷 123456"):
        refused(
            people.refusals.PasswordTooCommon,
            lambda own=own: people.passwords.change(PASSWORD, own, actor=town.office),
        )


@pytest.mark.parametrize(
    "roles, idle, whole",
    [
        ((), timedelta(days=30), timedelta(days=365)),
        (("resident",), timedelta(days=30), timedelta(days=365)),
        (("leader",), timedelta(hours=12), timedelta(hours=24)),
        (("clerk",), timedelta(minutes=30), timedelta(hours=12)),
        (("leader", "officer"), timedelta(minutes=30), timedelta(hours=12)),
    ],
)
def test_a_session_lasts_to_its_last_second(
    roles: tuple[str, ...], idle: timedelta, whole: timedelta
) -> None:
    second = timedelta(seconds=1)

    def over(since: timedelta, last: timedelta) -> bool:
        return people.sessions.over(roles, begun=NOON - since, seen=NOON - last, now=NOON)

    assert [over(idle, idle), over(idle + second, idle + second)] == [False, True]
    assert [over(whole, second), over(whole + second, second)] == [False, True]

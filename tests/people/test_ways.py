"""Whoever makes a way to pay cannot alone make it pay: what waits, who confirms it, what cools, and who ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import people, shop
from points.foundation import Actor, NotAllowed, NotFound, Refusal, clock, new_id, reading, run, transact
from points.people.models import Slip
from tests.support.street import Street, open_account

PIN = "275318"


@pytest.fixture
def officer(street: Street) -> Actor:
    """Who makes ways here."""
    return street.staff["officer"]


def member_of(street: Street) -> UUID:
    """The resident, by id."""
    assert street.resident.person_id is not None
    return street.resident.person_id


def new_card(street: Street, officer: Actor, pin: str | None = PIN) -> people.cards.IssuedCard:
    """A card of the resident's household, made by the officer."""
    return transact(lambda: people.cards.issue(member_of(street), kind="household", actor=officer, pin=pin))


def waiting(street: Street) -> list[people.ways.WayInfo]:
    """What waits to be confirmed."""
    return reading(lambda: people.ways.waiting(street.clerk).rows)


def confirm(street: Street, who: Actor, seen: str = "本人来的，看了身份证") -> None:
    """Say yes to all that waits."""
    ids = [one.way_id for one in waiting(street)]
    transact(lambda: people.confirmations.confirm(ids, seen=seen, actor=who))


def shown(street: Street, code: str, pin: str | None = None) -> shop.payers.Payer:
    """What the counter makes of a code."""
    return shop.payers.recognise(code, shop_id=street.shop_id, actor=street.clerk, pin=pin)


def sale(street: Street, payer: shop.payers.Payer, word: str, item: str = "G07", quantity: int = 1) -> None:
    """One thing over the counter."""
    asked = shop.sales.Sale(street.shop_id, f"scan-{word}", word)
    shop.sales.sell(asked, [(item, quantity)], find_payer=lambda: payer, actor=street.clerk)


def refused(work: object, code: str) -> None:
    """It is refused with this code."""
    with pytest.raises(Refusal) as no:
        work()  # type: ignore[operator]
    assert no.value.code == code


def test_a_new_card_pays_neither_with_its_pin_nor_without_nor_by_name(street: Street, officer: Actor) -> None:
    card = new_card(street, officer)
    refused(lambda: shown(street, card.token), "card_unconfirmed")
    refused(lambda: shown(street, card.token, PIN), "card_unconfirmed")
    refused(lambda: shown(street, card.number, PIN), "card_unconfirmed")
    by_name = lambda: shop.payers.recognise_person(  # noqa: E731
        member_of(street), PIN, shop_id=street.shop_id, actor=street.clerk
    )
    refused(by_name, "card_unconfirmed")
    assert street.available() == 320


def test_a_payer_seen_before_is_still_refused_in_the_sale_itself(street: Street, officer: Actor) -> None:
    card = new_card(street, officer)
    payer = shop.payers.Payer(street.purse, member_of(street), "card_pin", card_id=card.card_id)
    refused(lambda: sale(street, payer, "early"), "card_unconfirmed")


@pytest.mark.parametrize("role", ["clerk", "shop_manager", "street"])
def test_it_pays_once_a_second_person_says_what_they_saw(street: Street, officer: Actor, role: str) -> None:
    card = new_card(street, officer)
    confirm(street, street.staff[role])
    sale(street, shown(street, card.token, PIN), "confirmed")
    assert street.available() == 300
    [way] = [one for one in reading(lambda: people.ways.of_purse(street.community_id, waits_on(street)))
             if one.card_id]  # fmt: skip
    assert (way.made_by, way.confirmed_by, way.confirmed_how, way.last_used_on) == (
        officer.account_id, street.staff[role].account_id, "second", clock.today(),
    )  # fmt: skip


def waits_on(street: Street) -> UUID:
    """The resident's purse, by its own id."""
    return reading(lambda: people.purses.of_person(street.community_id, member_of(street)).purse_id)


def test_neither_the_maker_nor_an_officer_nor_the_supervisor_is_a_second_person(
    street: Street, officer: Actor
) -> None:
    new_card(street, officer)
    for role in ("officer", "supervisor", "admin", "leader"):
        with pytest.raises(NotAllowed):
            confirm(street, street.staff[role])
    with pytest.raises(NotAllowed):
        confirm(street, street.resident)
    assert len(waiting(street)) == 1


def test_somebody_of_the_makers_own_making_is_no_second_person(street: Street, officer: Actor) -> None:
    puppet = transact(lambda: _clerk(street, "puppet", maker=officer))
    new_card(street, officer)
    refused(lambda: confirm(street, puppet), "own_making")


def test_who_registered_the_member_does_not_confirm_their_way(street: Street, officer: Actor) -> None:
    both = transact(lambda: _clerk(street, "both", "officer"))
    home = reading(lambda: people.persons.get(street.community_id, member_of(street)).household_id)
    invented = transact(lambda: people.residents.register("田新", actor=both, household_id=home))
    transact(lambda: people.activation.issue(invented, actor=officer))
    refused(lambda: confirm(street, both), "own_making")
    confirm(street, street.clerk)


def test_nobody_confirms_for_their_own_family(street: Street, officer: Actor) -> None:
    home = reading(lambda: people.persons.get(street.community_id, member_of(street)).household_id)
    son = transact(lambda: _clerk(street, "son", home=home))
    cousin = transact(lambda: _clerk(street, "cousin"))
    transact(
        lambda: people.relations.relate(
            cousin.person_id,
            member_of(street),
            kind="侄",
            actor=street.system,  # type: ignore[arg-type]
        )
    )
    new_card(street, officer)
    refused(lambda: confirm(street, son), "own_family")
    refused(lambda: confirm(street, cousin), "own_family")


def test_a_second_person_says_what_they_saw_or_nothing_is_confirmed(street: Street, officer: Actor) -> None:
    new_card(street, officer)
    refused(lambda: confirm(street, street.clerk, seen=" "), "seen_missing")


def test_a_new_account_reads_and_makes_no_voucher_and_its_phone_does_not_pay(
    street: Street, officer: Actor
) -> None:
    home = reading(lambda: people.persons.get(street.community_id, member_of(street)).household_id)
    invented = transact(lambda: people.residents.register("田新", actor=officer, household_id=home))
    slip = transact(lambda: people.activation.issue(invented, actor=officer))
    holder = people.activation.use(slip.code, "门口有三棵桂花树")
    actor = reading(lambda: people.actors.of_account(holder.account_id, community_id=street.community_id))
    issue = lambda: transact(lambda: shop.vouchers.issue(50, request_key="invented", actor=actor))  # noqa: E731
    refused(issue, "account_unconfirmed")
    code = transact(lambda: people.rotating_codes.current(actor=actor)).digits
    refused(lambda: shown(street, code), "account_unconfirmed")
    confirm(street, street.clerk)
    issue()
    assert street.standing() == (270, 50)


def test_a_slip_for_an_old_account_makes_it_wait_again_and_only_when_it_is_used(
    street: Street, officer: Actor
) -> None:
    slip = transact(lambda: people.activation.issue(member_of(street), actor=officer))
    transact(lambda: shop.vouchers.issue(50, request_key="before", actor=street.resident))
    people.activation.use(slip.code, "门口有三棵桂花树")
    again = lambda: transact(  # noqa: E731
        lambda: shop.vouchers.issue(50, request_key="after", actor=street.resident)
    )
    refused(again, "account_unconfirmed")
    confirm(street, street.clerk)
    again()


def test_a_list_that_was_signed_is_confirmed_before_the_slips_are_used(
    street: Street, officer: Actor
) -> None:
    slip = transact(lambda: people.activation.issue(member_of(street), actor=officer))
    ids = [one.way_id for one in waiting(street)]
    transact(lambda: people.confirmations.confirm(ids, seen="名单上签了字", actor=street.clerk, listed=True))
    people.activation.use(slip.code, "门口有三棵桂花树")
    transact(lambda: shop.vouchers.issue(50, request_key="listed", actor=street.resident))


def test_a_pin_set_anew_waits_and_so_does_the_card_alone(street: Street, officer: Actor) -> None:
    card = transact(
        lambda: people.cards.issue(member_of(street), kind="household", actor=street.system, pin=PIN)
    )
    shown(street, card.token, PIN)
    transact(lambda: people.cards.set_pin(card.card_id, "864209", person_id=member_of(street), actor=officer))
    refused(lambda: shown(street, card.token, "864209"), "card_unconfirmed")
    refused(lambda: shown(street, card.token), "card_unconfirmed")


def test_after_a_lost_card_its_pin_says_yes_and_wrong_ones_are_counted(
    street: Street, officer: Actor
) -> None:
    old = transact(
        lambda: people.cards.issue(member_of(street), kind="household", actor=street.system, pin=PIN)
    )
    fresh = transact(
        lambda: people.cards.replace(
            old.card_id, person_id=member_of(street), reason="丢了", actor=officer, pin="864209"
        )
    )
    [way] = waiting(street)
    for left in (4, 3):
        with pytest.raises(people.refusals.WrongPin) as no:
            people.confirmations.prove(way.way_id, "", "999111", actor=street.clerk)
        assert no.value.facts == {"tries_left": left}
    with pytest.raises(people.refusals.WrongPin):
        # the officer's own number says nothing
        people.confirmations.prove(way.way_id, "", "864209", actor=officer)
    people.confirmations.prove(way.way_id, "", PIN, actor=street.clerk)
    sale(street, shown(street, fresh.token, "864209"), "proved")


def test_a_pin_that_waits_itself_proves_nothing(street: Street, officer: Actor) -> None:
    first = new_card(street, officer)
    transact(
        lambda: people.cards.replace(
            first.card_id, person_id=member_of(street), reason="丢了", actor=officer, pin="864209"
        )
    )
    [way] = waiting(street)
    refused(lambda: people.confirmations.prove(way.way_id, "", PIN, actor=officer), "proof_unfit")
    refused(lambda: people.confirmations.prove(way.way_id, first.number, PIN, actor=officer), "proof_unfit")


def test_the_code_on_the_familys_phone_says_yes(street: Street, officer: Actor) -> None:
    new_card(street, officer)
    [way] = waiting(street)
    code = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits
    people.confirmations.prove(way.way_id, code, "", actor=street.clerk)
    assert waiting(street) == []


def test_what_is_done_together_with_the_yes_is_done_or_neither_is(street: Street, officer: Actor) -> None:
    new_card(street, officer)
    [way] = waiting(street)
    done: list[str] = []

    def prove(also: Callable[[], None]) -> None:
        code = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits
        people.confirmations.prove(way.way_id, code, "", actor=street.clerk, also=also)

    def breaks() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        prove(breaks)
    assert waiting(street) == [way]
    clock.set_now(clock.now() + timedelta(minutes=2))
    prove(lambda: done.append("kept"))
    assert (done, waiting(street)) == (["kept"], [])


@pytest.mark.parametrize(("seen", "good"), [("", False), (" 人 ", False), (" 本人 ", True)])
def test_who_confirms_says_in_two_letters_what_they_saw(
    street: Street, officer: Actor, seen: str, *, good: bool
) -> None:
    new_card(street, officer)
    if good:
        confirm(street, street.clerk, seen)
    else:
        refused(lambda: confirm(street, street.clerk, seen), "seen_missing")
    assert (waiting(street) == []) is good


def test_of_two_who_say_yes_at_once_the_second_is_told_that_it_is_settled(
    street: Street, officer: Actor
) -> None:
    new_card(street, officer)
    [way] = waiting(street)
    code = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits

    def meanwhile() -> None:
        people.confirmations.confirm([way.way_id], seen="本人来的", actor=street.clerk)

    refused(
        lambda: people.confirmations.prove(way.way_id, code, "", actor=street.clerk, also=meanwhile),
        "way_settled",
    )
    # neither of what was done together is done
    assert waiting(street) == [way]


def test_another_familys_phone_and_card_say_nothing(street: Street, officer: Actor) -> None:
    new_card(street, officer)
    [way] = waiting(street)
    other = transact(lambda: _clerk(street, "other"))
    code = transact(lambda: people.rotating_codes.current(actor=other)).digits
    refused(lambda: people.confirmations.prove(way.way_id, code, "", actor=street.clerk), "proof_unfit")
    theirs = transact(
        lambda: people.cards.issue(other.person_id, kind="person", actor=street.system, pin=PIN)  # type: ignore[arg-type]
    )
    refused(
        lambda: people.confirmations.prove(way.way_id, theirs.token, PIN, actor=street.clerk), "proof_unfit"
    )


def test_the_resident_says_yes_on_their_own_phone_or_ends_what_is_not_theirs(
    street: Street, officer: Actor
) -> None:
    good, bad = new_card(street, officer), new_card(street, officer)
    first, second = sorted(waiting(street), key=lambda one: one.card_id != good.card_id)
    transact(lambda: people.confirmations.answer(first.way_id, ours=True, actor=street.resident))
    transact(lambda: people.confirmations.answer(second.way_id, ours=False, actor=street.resident))
    shown(street, good.token, PIN)
    refused(lambda: shown(street, bad.token, PIN), "card_revoked")


def test_who_waits_themselves_says_neither_yes_nor_no_for_the_family(street: Street, officer: Actor) -> None:
    home = reading(lambda: people.persons.get(street.community_id, member_of(street)).household_id)
    invented = transact(lambda: people.residents.register("田新", actor=officer, household_id=home))
    slip = transact(lambda: people.activation.issue(invented, actor=officer))
    holder = people.activation.use(slip.code, "门口有三棵桂花树")
    actor = reading(lambda: people.actors.of_account(holder.account_id, community_id=street.community_id))
    new_card(street, officer)
    for way in waiting(street):
        for ours in (True, False):
            with pytest.raises(NotAllowed):
                transact(lambda: people.confirmations.answer(way.way_id, ours=ours, actor=actor))  # noqa: B023
    own = reading(lambda: people.ways.of_purse(street.community_id, waits_on(street)))
    mothers = next(one for one in own if one.account_id == street.resident.account_id)
    with pytest.raises(NotAllowed):
        transact(lambda: people.confirmations.end(mothers.way_id, actor=actor))


def test_another_familys_way_is_not_there_to_be_ended(street: Street, officer: Actor) -> None:
    new_card(street, officer)
    [way] = waiting(street)
    stranger = transact(lambda: _resident(street, "外人"))
    with pytest.raises(NotFound):
        transact(lambda: people.confirmations.end(way.way_id, actor=stranger))


def test_a_slip_that_was_used_in_between_is_not_ended(street: Street, officer: Actor) -> None:
    """Whoever ends it found it unused; by then somebody had used it."""
    transact(lambda: people.activation.issue(member_of(street), actor=officer))
    [way] = waiting(street)
    transact(lambda: run(sa.update(Slip).values(used_at=clock.now())))
    refused(lambda: transact(lambda: people.confirmations.end(way.way_id, actor=officer)), "way_settled")
    own = reading(lambda: people.ways.of_purse(street.community_id, waits_on(street)))
    assert way.way_id in {one.way_id for one in own}


def test_a_screen_of_no_session_is_not_turned(street: Street, officer: Actor) -> None:
    card = new_card(street, officer).card_id
    refused(
        lambda: transact(
            lambda: people.pins.turn_screen(
                card, person_id=member_of(street), session_id=new_id(), actor=officer
            )
        ),
        "not_found",
    )


def test_an_ended_account_is_shut_out_and_comes_back_by_a_slip(street: Street, officer: Actor) -> None:
    own = reading(lambda: people.ways.of_purse(street.community_id, waits_on(street)))
    [mine] = [one for one in own if one.account_id == street.resident.account_id]
    before = people.signing_in.sign_in("tian", "a-quiet-Evening-7")
    transact(lambda: people.confirmations.end(mine.way_id, actor=street.resident))
    assert reading(lambda: people.actors.find_known(before.account_id, before.session_epoch)) is None
    assert reading(lambda: people.actors.find_known(before.account_id, before.session_epoch - 1)) is None
    with pytest.raises(people.refusals.WrongPassword):
        people.signing_in.sign_in("tian", "a-quiet-Evening-7")
    slip = transact(lambda: people.activation.issue(member_of(street), actor=officer))
    people.activation.use(slip.code, "门口有三棵桂花树")
    confirm(street, street.clerk)
    actor = reading(lambda: people.actors.of_account(mine.account_id, community_id=street.community_id))  # type: ignore[arg-type]
    transact(lambda: shop.vouchers.issue(50, request_key="back", actor=actor))


def test_an_account_that_is_opened_again_waits_as_a_new_one_does(street: Street) -> None:
    """Its purse had a way before; the one it is opened with is none that was confirmed long ago."""
    account, admin = street.resident.account_id, street.staff["admin"]
    assert account is not None
    transact(lambda: people.accounts.close(account, reason="搬走了", actor=admin))
    assert waiting(street) == []
    transact(lambda: people.nominations.reopen(account, reason="回来了", actor=admin))
    assert [(one.account_id, one.made_by) for one in waiting(street)] == [(account, admin.account_id)]
    back = reading(lambda: people.actors.of_account(account, community_id=street.community_id))
    refused(
        lambda: transact(lambda: shop.vouchers.issue(50, request_key="early", actor=back)),
        "account_unconfirmed",
    )
    confirm(street, street.clerk)
    transact(lambda: shop.vouchers.issue(50, request_key="late", actor=back))


def test_it_cools_only_where_the_family_came_again_by_an_older_way(street: Street, officer: Actor) -> None:
    card = new_card(street, officer)
    today = clock.now()
    try:
        clock.set_now(today + timedelta(days=30))
        refused(lambda: shown(street, card.token, PIN), "card_unconfirmed")
        phone = shop.payers.Payer(street.purse, member_of(street), "identity")
        sale(street, phone, "the-family")
        payer = shown(street, card.token, PIN)
        sale(street, payer, "a-little", quantity=5)
        refused(lambda: sale(street, payer, "more"), "only_a_little")
        clock.set_now(today + timedelta(days=31))
        sale(street, payer, "the-next-day", quantity=5)
    finally:
        clock.reset()


def test_before_the_days_are_over_it_is_warm(street: Street, officer: Actor) -> None:
    card = new_card(street, officer)
    today = clock.now()
    try:
        clock.set_now(today + timedelta(days=2))
        sale(street, shop.payers.Payer(street.purse, member_of(street), "identity"), "the-family")
        refused(lambda: shown(street, card.token, PIN), "card_unconfirmed")
        clock.set_now(today + timedelta(days=3))
        shown(street, card.token, PIN)
    finally:
        clock.reset()


def _resident(street: Street, name: str) -> Actor:
    home = people.households.add(f"9{name}", actor=street.system)
    who = people.residents.register(name, actor=street.system, household_id=home)
    account = open_account(who, f"who{name}", street.system)
    return people.actors.of_account(account, community_id=street.community_id)


def _clerk(
    street: Street, name: str, *roles: str, maker: Actor | None = None, home: UUID | None = None
) -> Actor:
    who = people.residents.register(name, actor=street.system, household_id=home)
    account = people.accounts.create(who, actor=maker or street.system, username=name)
    for role in ("clerk", *roles):
        people.roles.grant(account, role, place_id=street.community_id, actor=street.system)
    return people.actors.of_account(account, community_id=street.community_id)


def test_what_waits_is_counted_as_it_is_listed(street: Street, officer: Actor) -> None:
    def counted() -> tuple[int, int]:
        return reading(lambda: people.ways.waiting_count(street.clerk)), len(waiting(street))

    before = counted()
    assert before[0] == before[1]
    for number in (1, 2):
        new_card(street, officer)
        assert counted() == (before[0] + number, before[0] + number)
    confirm(street, street.clerk)
    assert counted()[0] == counted()[1] == 0

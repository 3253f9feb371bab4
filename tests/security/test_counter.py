"""At the counter: what a clerk, a stolen number or an old scan cannot do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people, shop
from points.foundation import Refusal, codes, db, reading, system_actor, transact, wording
from points.shop.redemptions import Sale, redeem
from tests.security.conftest import Enter
from tests.support.street import PASSWORD, Street, as_shown
from tests.support.visitors import Visitor

VINEGAR = [{"item": "G06", "quantity": 1}]
_scans = count(1)


def ask(clerk: Visitor, path: str, **body: Any) -> Any:
    return clerk.post(f"/counter/{path}", json=as_shown(body) if path == "redeem" else body)


def confirm(clerk: Visitor, ref: str) -> Any:
    scan_id = f"visit-{next(_scans):04d}"
    return ask(clerk, "redeem", payer_ref=ref, items=VINEGAR, scan_id=scan_id, who_confirmed=True)


def refusals(street: Street, action: str) -> list[str]:
    query = sa.text("SELECT facts FROM audit_record WHERE deed = :deed AND outcome = 'refused'")
    return reading(lambda: [str(row[0]) for row in db.session.execute(query, {"deed": action})])


def a_card(street: Street, pin: str | None = "275318") -> people.cards.IssuedCard:
    person = street.resident.person_id
    return transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin=pin))


def another_street() -> Any:
    """A second community with a clerk and a shop of its own."""

    def work() -> Any:
        other = people.places.found_community("邻近社区", district="江城区", street="城南街道")
        house = system_actor(other)
        shop.shops.add("邻近店", actor=house)
        who = people.residents.register("邻店员", actor=house)
        account = people.accounts.create(who, actor=house, username="far-clerk", password=PASSWORD)
        people.roles.grant(account, "clerk", place_id=other, actor=house)
        return people.actors.of_account(account, community_id=other)

    return transact(work)


@pytest.mark.parametrize("way", ["identity", "card", "card_pin"])
def test_what_was_recognised_once_pays_once(street: Street, enter: Enter, way: str) -> None:
    clerk = enter("clerk2")
    if way == "identity":
        asked = {"code": transact(lambda: people.rotating_codes.current(actor=street.resident)).digits}
    else:
        asked = {"code": a_card(street).token, **({"proof": "275318"} if way == "card_pin" else {})}
    ref = ask(clerk, "scan", **asked).json["payer"]["ref"]
    assert confirm(clerk, ref).status_code == 201
    before = street.available()
    second = confirm(clerk, ref)
    assert (second.status_code, second.json["code"]) == (409, "code_used")
    assert street.available() == before


def test_a_refused_basket_leaves_the_payer_standing_at_the_counter(street: Street, enter: Enter) -> None:
    clerk = enter("clerk2")
    ref = ask(clerk, "scan", code=a_card(street).token, proof="275318").json["payer"]["ref"]
    many = [{"item": "G06", "quantity": 6}]
    refused = ask(clerk, "redeem", payer_ref=ref, items=many, scan_id="too-many-1", who_confirmed=True)
    assert refused.status_code == 409
    assert confirm(clerk, ref).status_code == 201


def test_a_person_who_was_only_looked_up_is_no_payer(street: Street, enter: Enter) -> None:
    clerk = enter("clerk2")
    [found] = ask(clerk, "search", name="田桂兰", door="3栋").json["candidates"]
    answer = confirm(clerk, found["person"])
    assert (answer.status_code, answer.json["code"]) == (409, "payer_gone")


def test_a_limit_counts_an_item_once_however_it_is_named(street: Street) -> None:
    card = a_card(street)
    payer = shop.payers.recognise(card.token, shop_id=street.shop_id, actor=street.clerk, pin="275318")
    basket = [("G06", 3), ("6900000011058", 3)]
    sale = Sale(street.shop_id, "two-names-1", card.token)
    with pytest.raises(Refusal) as refused:
        transact(lambda: redeem(payer, basket, sale=sale, actor=street.clerk))
    assert refused.value.code == "limit_reached"


def test_a_voucher_scanned_before_midnight_does_not_pay_after_its_last_day(
    street: Street, clock: Any
) -> None:
    made, _ = transact(
        lambda: shop.vouchers.issue(100, request_key="last-day-1", actor=street.resident, days=1)
    )
    late = clock.instant(clock.today(), datetime.min.time().replace(hour=23, minute=55))
    clock.set_now(late)
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    clock.set_now(late + timedelta(minutes=6))
    sale = Sale(street.shop_id, "midnight-01", made.code)
    with pytest.raises(Refusal) as refused:
        transact(lambda: redeem(payer, [("G06", 1)], sale=sale, actor=street.clerk))
    assert refused.value.code == "voucher_lapsed"


def test_numbers_cannot_be_guessed_by_a_machine_and_every_guess_is_written_down(
    street: Street, enter: Enter
) -> None:
    made, _ = transact(lambda: shop.vouchers.issue(100, request_key="guess-1", actor=street.resident))
    clerk = enter("clerk2")
    guesses = [codes.with_check_digit(f"{number:07d}") for number in range(2_000_000, 2_000_200)]
    wrong = [one for one in guesses if one != made.spoken and codes.classify(one) == codes.CodeKind.SPOKEN]
    for guess in wrong[: people.bad_codes.BAD_CODES]:
        assert ask(clerk, "scan", code=guess).status_code == 409
    paused = ask(clerk, "scan", code=made.spoken)
    assert (paused.status_code, paused.json["code"]) == (429, "too_many_tries")
    assert int(paused.headers["Retry-After"]) > 0
    # until when, to the second, and at once
    until = wording.clock_second(datetime.fromisoformat(paused.json["facts"]["until"]))
    assert paused.json["next"] == f"{until} 以后再试。"
    assert len(refusals(street, "points.redeemed")) == people.bad_codes.BAD_CODES
    # the resident is not locked out: another counter takes the voucher
    assert ask(enter("shop_manager3"), "scan", code=made.spoken).status_code == 200


def test_wrong_pins_are_counted_on_the_card_and_on_the_machine(street: Street) -> None:
    for _ in range(people.bad_codes.BAD_CODES // 5):
        card = a_card(street)
        for _ in range(5):
            with pytest.raises((people.refusals.WrongPin, people.refusals.PinLocked)):
                shop.payers.recognise(card.number, shop_id=street.shop_id, actor=street.clerk, pin="900000")
        with pytest.raises((people.refusals.PinLocked, people.refusals.TooManyTries)):
            shop.payers.recognise(card.number, shop_id=street.shop_id, actor=street.clerk, pin="275318")


def test_the_api_takes_no_typed_card_number(app: Flask, street: Street) -> None:
    client: Any = app.test_client(use_cookies=False)
    made = client.post("/api/v1/tokens", json={"username": "clerk2", "password": PASSWORD}).json
    card = a_card(street)
    body = {"code": card.number, "items": VINEGAR, "scan_id": "typed-no-1"}
    headers = {"Authorization": f"Bearer {made['token']}"}
    refused = client.post("/api/v1/redemptions", json=body, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (409, "proof_needed")
    assert street.available() == 320


def test_another_community_knows_nothing_of_codes_receipts_and_scans(
    app: Flask, street: Street, enter: Enter
) -> None:
    another_street()
    far, near = enter("far-clerk"), enter("clerk2")
    made, _ = transact(lambda: shop.vouchers.issue(300, request_key="far-1", actor=street.resident))
    card = a_card(street)
    mine = transact(lambda: people.rotating_codes.current(actor=street.resident)).digits
    for code in (made.code, made.spoken, card.token, mine):
        assert ask(far, "scan", code=code).status_code in (404, 409), code
    assert ask(far, "scan", code=card.number, proof="275318").status_code in (404, 409)
    ref = ask(near, "scan", code=made.code).json["payer"]["ref"]
    body = {"payer_ref": ref, "items": VINEGAR, "scan_id": "shared-scan-1", "who_confirmed": True}
    done = near.post("/counter/redeem", json=as_shown(body))
    assert done.status_code == 201
    stolen = far.post("/counter/redeem", json=as_shown(body))
    assert (stolen.status_code, stolen.json["code"]) == (409, "payer_gone")
    receipt = done.json["receipt"]
    assert far.get(f"/counter/receipts/{receipt}").status_code == 404
    assert ask(far, "undo", receipt=receipt, reason="错了").status_code == 404
    assert ask(far, "undo/confirm", receipt=receipt).status_code == 404
    assert receipt not in far.get("/counter/recent").text


def test_a_clerk_gets_no_answer_to_the_scan_of_another(street: Street, enter: Enter) -> None:
    one, two = enter("clerk2"), enter("shop_manager3")
    made, _ = transact(lambda: shop.vouchers.issue(300, request_key="scan-1", actor=street.resident))
    ref = ask(one, "scan", code=made.code).json["payer"]["ref"]
    body = {"items": VINEGAR, "scan_id": "the-same-scan", "who_confirmed": True}
    assert ask(one, "redeem", payer_ref=ref, **body).status_code == 201
    own = ask(two, "scan", code=a_card(street).token).json["payer"]["ref"]
    answer = ask(two, "redeem", payer_ref=own, **body)
    assert (answer.status_code, answer.json["code"]) == (409, "request_key_reused")
    assert "receipt" not in answer.json["facts"]


def test_a_second_person_is_really_another_one_of_this_community(street: Street, enter: Enter) -> None:
    another_street()
    clerk = enter("clerk2")
    ref = ask(clerk, "scan", code=a_card(street).token).json["payer"]["ref"]
    receipt = confirm(clerk, ref).json["receipt"]
    assert ask(clerk, "undo", receipt=receipt, reason="拿错了").status_code == 200
    for name in ("clerk2", "far-clerk", "tian", "supervisor4"):
        answer = ask(clerk, "undo/confirm", receipt=receipt, username=name, password=PASSWORD)
        assert answer.status_code in (401, 409), name
    yes = ask(clerk, "undo/confirm", receipt=receipt, username="officer0", password=PASSWORD)
    assert yes.json["state"] == "undone"


def test_a_card_alone_pays_its_little_once_a_day_for_the_whole_purse(street: Street) -> None:
    first, second = a_card(street), a_card(street)
    payers = [
        shop.payers.recognise(one.token, shop_id=street.shop_id, actor=street.clerk)
        for one in (first, second)
    ]
    allowed = payers[0].card_limit
    assert allowed is not None
    salt = allowed // 20
    sale = Sale(street.shop_id, "card-day-01", first.token)
    transact(lambda: redeem(payers[0], [("G07", salt)], sale=sale, actor=street.clerk))
    again = replace(sale, scan_id="card-day-02", payer_word=second.token)
    left = allowed - salt * 20
    with pytest.raises(shop.refusals.PinNeeded) as no:
        transact(lambda: redeem(payers[1], [("G07", left // 20 + 1)], sale=again, actor=street.clerk))
    assert (no.value.facts["left"], no.value.facts["allowed"]) == (left, allowed)
    assert no.value.message("zh").startswith(f"只刷卡今天还能用 {left // 10} 分")

"""A stolen database, by the steps of OPERATIONS.md: what the thief has is worth nothing, and what people have still is."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from points import oversight, people, shop
from points.foundation import codes, current_key, keep_keys_in, keys, reading, transact
from points.foundation.backup import backups
from points.foundation.signing import stored_keys
from points.shop.payer_checks import Payer
from tests.support.books import sell, voucher
from tests.support.records import facts_of
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

PIN, NEW_PIN = "739182", "518274"


def run(app: Flask, *words: str) -> Result:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def instance(app: Flask, street: Street, tmp_path: Path) -> Iterator[Path]:
    """Keys of this test alone, in the place where the installation has them."""
    before = app.config["INSTANCE"], app.config["SECRET_KEY"], keys._folder
    app.config["INSTANCE"] = tmp_path / "instance"
    keep_keys_in(tmp_path / "instance" / "keys")
    transact(current_key)
    yield tmp_path / "instance"
    app.config["INSTANCE"], app.config["SECRET_KEY"], folder = before
    assert folder is not None
    keep_keys_in(folder)


@pytest.fixture
def card(street: Street, instance: Path) -> people.cards.IssuedCard:
    person = street.resident.person_id
    assert person is not None
    return transact(lambda: people.cards.issue(person, kind="household", actor=street.system, pin=PIN))


def pays(street: Street, code: str) -> Payer:
    return shop.payers.recognise(code, shop_id=street.shop_id, actor=street.clerk)


def test_a_copy_elsewhere_has_books_and_keys(app: Flask, instance: Path, tmp_path: Path) -> None:
    run(app, "backup", "--to", str(tmp_path / "elsewhere"))
    [made] = backups(tmp_path / "elsewhere")
    with tarfile.open(made.with_suffix(".keys.tar")) as archive:
        assert any("key-001" in one for one in archive.getnames())


def test_with_another_secret_nobody_is_signed_in(app: Flask, street: Street, client: Visitor) -> None:
    enter(client, "tian")
    assert client.get("/statement").status_code == 200
    before = app.config["SECRET_KEY"]
    app.config["SECRET_KEY"] = "another-secret-of-this-house-" * 2
    try:
        assert client.get("/statement").status_code == 303
        assert enter(app.test_client(), "tian").get("/statement").status_code == 200  # type: ignore[arg-type]
    finally:
        app.config["SECRET_KEY"] = before


def test_with_other_keys_what_is_out_is_read_and_what_the_thief_signs_is_not(
    street: Street, instance: Path, tmp_path: Path
) -> None:
    """Keys were taken as well: `keys/key-*.json` are moved away, `keys/sealing` stays."""
    sold, out = voucher(street, 50), voucher(street, 50)
    sell(street, sold, [("G06", 1)])
    [stolen] = stored_keys(instance / "keys")
    for path in (instance / "keys").glob("key-*.json"):
        shutil.move(path, tmp_path)
    made = voucher(street, 50)
    assert transact(current_key).number != stolen.number
    assert pays(street, out.code).voucher_id == out.id
    assert pays(street, made.code).voucher_id == made.id
    report = reading(lambda: oversight.checking.check(street.community_id))
    [receipts] = [one for one in report.findings if one.name == "receipts_unaltered"]
    assert (receipts.counted, receipts.broken) == (1, 0), "receipts of before are as they were"
    # of a voucher that no book knows, signed as well as any
    known = codes.decode_voucher(out.code, public_key_of=lambda number: stolen.public.public_key)
    imagined = codes.encode_voucher(replace(known, voucher_id=codes.new_voucher_id()), stolen.sign)
    with pytest.raises(shop.refusals.VoucherUnknown):
        pays(street, imagined)


def test_a_second_proof_the_thief_could_copy_is_taken_away(
    app: Flask, street: Street, instance: Path
) -> None:
    officer = street.staff["officer"]
    assert officer.account_id is not None
    transact(lambda: people.second_factor.begin(actor=officer))
    run(app, "reset-second-factor", "officer0")
    assert not reading(lambda: people.second_factor.count_sealed(street.community_id)), (
        "nothing of it is left that could be unsealed"
    )


def test_a_number_the_thief_read_is_worth_nothing_once_its_voucher_was_given_back(
    street: Street, instance: Path
) -> None:
    known = voucher(street, 50)
    assert known.spoken
    transact(lambda: shop.vouchers.give_back(known.public_id, actor=street.resident))
    voucher(street, 50)
    with pytest.raises(shop.refusals.VoucherReturned):
        pays(street, known.code)


def test_every_pin_is_locked_at_once_until_its_holder_sets_a_new_one(
    app: Flask, street: Street, card: people.cards.IssuedCard
) -> None:
    person = street.resident.person_id
    other = transact(
        lambda: people.cards.issue(person, kind="household", actor=street.system)  # type: ignore[arg-type]
    )
    asked = app.test_cli_runner().invoke(args=["lock-pins"], input="n\n")
    assert asked.exit_code == 1
    assert facts_of("pins.locked") == []
    assert "1 cards locked" in run(app, "lock-pins", "--yes").output
    assert facts_of("pins.locked") == [{"cards": 1}]
    locked = {
        one.card_id: one.pin_locked
        for one in reading(lambda: people.cards.of_person(street.community_id, person))  # type: ignore[arg-type]
    }
    assert locked == {card.card_id: True, other.card_id: False}
    with pytest.raises(people.refusals.PinLocked):
        people.pins.check(street.community_id, card.card_id, PIN, actor=street.clerk)
    transact(
        lambda: people.cards.set_pin(card.card_id, NEW_PIN, person_id=person, actor=street.system)  # type: ignore[arg-type]
    )
    people.pins.check(street.community_id, card.card_id, NEW_PIN, actor=street.clerk)

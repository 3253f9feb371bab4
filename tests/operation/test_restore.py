"""A backup is put back as OPERATIONS.md says, and the house says what it may have forgotten."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points import people, shop
from points.foundation import NotAllowed, clock, current_key, db, keys, reading, transact
from points.foundation.backup import backups, pg_program
from points.foundation.epochs import current_epoch
from points.shop import redemptions
from points.shop.payer_checks import Payer
from tests.support.books import build_books, voucher
from tests.support.databases import Workshop
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor


@pytest.fixture
def house(app: Flask, tmp_path: Path) -> Flask:
    """The application with a backup folder of its own."""
    app.config["BACKUPS"] = tmp_path / "backups"
    (app.config["INSTANCE"] / "epoch").unlink(missing_ok=True)
    return app


def run(house: Flask, *words: str) -> tuple[int, str]:
    """A command's exit code and words."""
    db.session.remove()
    result = FlaskCliRunner(house).invoke(args=list(words))
    return result.exit_code, result.output


def put_back(house: Flask, made: Path, workshop: Workshop) -> None:
    """The steps of OPERATIONS.md with the server stopped."""
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        live = Path(str(db.engine.url.database))
        for beside in ("-wal", "-shm"):
            live.with_name(live.name + beside).unlink(missing_ok=True)
        shutil.copyfile(made, live)
        return
    name = str(db.engine.url.database)
    workshop._say("DROP DATABASE {} WITH (FORCE)", name)
    workshop._say("CREATE DATABASE {}", name)
    program = pg_program("pg_restore", 18)
    place = {"PGHOST": str(workshop.folder), "PGUSER": "postgres"}
    subprocess.run(
        [program, "--exit-on-error", "--dbname", name, made], check=True, env={**os.environ, **place}
    )


def test_what_was_saved_comes_back_and_what_came_after_is_said_to_be_unknown(
    house: Flask, workshop: Workshop
) -> None:
    street: Street = build_books().street
    assert run(house, "backup")[0] == 0
    [made] = backups(house.config["BACKUPS"])
    still_open = reading(lambda: shop.vouchers.of_purse(street.community_id, street.purse, status="open"))
    before = reading(street_standing(street))
    transact(lambda: shop.vouchers.give_back(still_open[0].public_id, actor=street.resident))
    voucher(street, 30)
    put_back(house, made, workshop)
    assert reading(street_standing(street)) == before
    code, said = run(house, "check-books")
    assert (code, "The books hold" in said) == (0, True)
    code, said = run(house, "after-restore", "--yes")
    assert (code, reading(current_epoch)) == (0, 2)
    assert [one.public_id in said for one in still_open] == [True]
    assert "Epoch 2 has begun" in said
    restored = "SELECT facts FROM audit_record WHERE deed = 'books.restored'"
    assert reading(lambda: len(db.session.execute(sa.text(restored)).all())) == 1


def test_a_backup_restored_twice_begins_two_epochs(house: Flask, workshop: Workshop, street: Street) -> None:
    run(house, "backup")
    [made] = backups(house.config["BACKUPS"])
    for expected in (2, 3):
        put_back(house, made, workshop)
        said = run(house, "after-restore", "--yes")[1]
        assert f"Epoch {expected} has begun" in said
        assert "新纪元已经开始过" not in said
    assert "新纪元已经开始过" in run(house, "after-restore", "--yes")[1], "no copy was put back in between"


def test_a_session_that_was_ended_after_the_backup_is_not_open_again(
    house: Flask, workshop: Workshop, street: Street
) -> None:
    client, thief = Visitor(house), Visitor(house)
    client.post("/sign-in", data={"username": "tian", "password": PASSWORD})
    cookie = client.get_cookie(house.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    thief.set_cookie(cookie.key, cookie.value)
    run(house, "backup")
    [made] = backups(house.config["BACKUPS"])
    client.post("/sign-out")
    put_back(house, made, workshop)
    assert thief.get("/statement").status_code == 200, "the control: the backup knows nothing of it"
    run(house, "after-restore", "--yes")
    assert thief.get("/statement").status_code == 303


def test_a_sale_the_backup_does_not_know_is_asked_of_a_person_and_not_sold_anew(
    house: Flask, workshop: Workshop, street: Street
) -> None:
    payer = Payer(street.purse, street.resident.person_id, "card_pin")

    def sell(seconds_ago: int) -> object:
        sale = shop.sales.Sale(street.shop_id, "scan-forgotten", "card", seconds_ago=seconds_ago)
        return transact(lambda: redemptions.redeem(payer, [("G06", 1)], sale=sale, actor=street.clerk))

    run(house, "backup")
    [made] = backups(house.config["BACKUPS"])
    sell(0)
    put_back(house, made, workshop)
    run(house, "after-restore", "--yes")
    before = reading(street_standing(street))  # type: ignore[arg-type]
    clock.set_now(clock.now() + timedelta(minutes=5))
    with pytest.raises(shop.refusals.SaleNotKnown):
        shop.sales.ask("scan-forgotten", shop_id=street.shop_id, actor=street.clerk, seconds_ago=3600)
    with pytest.raises(shop.refusals.SaleNotKnown):
        sell(3600)
    assert reading(street_standing(street)) == before  # type: ignore[arg-type]


def street_standing(street: Street) -> object:
    """What the resident has."""
    query = sa.text("SELECT account_id, posted, held, version FROM ledger_balance ORDER BY account_id")
    return lambda: [tuple(map(str, row)) for row in db.session.execute(query)]


def test_it_says_what_it_will_do_and_does_nothing_without_a_yes(house: Flask, street: Street) -> None:
    db.session.remove()
    asked = FlaskCliRunner(house).invoke(args=["after-restore"], input="n\n")
    assert asked.exit_code == 1
    assert "signs everybody" in asked.output
    assert reading(current_epoch) == 1
    FlaskCliRunner(house).invoke(args=["after-restore"], input="y\n")
    assert reading(current_epoch) == 2


def test_a_voucher_that_was_open_then_waits_for_a_person(
    house: Flask, street: Street, client: Visitor
) -> None:
    made = voucher(street, 100)
    ended = voucher(street, 50)
    transact(lambda: shop.vouchers.give_back(ended.public_id, actor=street.resident))
    shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    said = run(house, "after-restore", "--yes")[1]
    assert (made.public_id in said, ended.public_id in said, "锦溪店" in said) == (True, False, True)
    with pytest.raises(shop.refusals.VoucherDoubted):
        shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    with pytest.raises(shop.refusals.VoucherDoubted):
        transact(lambda: shop.vouchers.give_back(made.public_id, actor=street.resident))
    clock.set_now(clock.now() + timedelta(days=400))
    assert reading(lambda: shop.vouchers.expired(street.community_id)) == []
    clock.reset()
    for name, may in (("clerk2", False), ("officer0", True)):
        page = enter(client, name).get(f"/desk/vouchers/{made.public_id}")
        assert (page.status_code == 200, "这张券要核对" in page.text) == (may, may)
    assert "要核对，先不能用" in enter(Visitor(house), "tian").get("/vouchers").text
    accept = f"/desk/vouchers/{made.public_id}/accept"
    page = enter(client, "officer0").post(accept, data={"form_key": "k" * 16}, follow_redirects=True)
    assert (page.status_code, "这张券又能用了" in page.text, "这张券要核对" in page.text) == (
        200,
        True,
        False,
    )
    again = client.post(accept, data={"form_key": "k" * 16}, follow_redirects=True)
    assert again.status_code == 200
    late = client.post(accept, data={"form_key": "j" * 16})
    assert (late.status_code, "已经有人核对过了" in late.text) == (409, True), "nothing is in doubt any more"
    with pytest.raises(shop.refusals.VoucherAccepted):
        transact(lambda: shop.doubts.accept(made.public_id, actor=street.staff["officer"]))
    assert client.post("/desk/vouchers/vxxxxxxxxxxxx/accept").status_code == 404
    payer = shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk)
    assert payer.voucher_id == made.id


def test_a_voucher_is_accepted_by_the_office_alone(house: Flask, street: Street) -> None:
    made = voucher(street, 100)
    run(house, "after-restore", "--yes")
    for actor in (street.clerk, street.staff["shop_manager"], street.resident):
        with pytest.raises(NotAllowed):
            transact(lambda actor=actor: shop.doubts.accept(made.public_id, actor=actor))  # type: ignore[misc]


def test_nobody_accepts_a_voucher_of_their_own_family(house: Flask, street: Street) -> None:
    made = voucher(street, 100)
    run(house, "after-restore", "--yes")
    near, other = (
        dataclasses.replace(street.staff["officer"], person_id=one)
        for one in (street.resident.person_id, None)
    )
    with pytest.raises(shop.refusals.NearVoucher):
        transact(lambda: shop.doubts.accept(made.public_id, actor=near))
    assert transact(lambda: shop.doubts.accept(made.public_id, actor=other)).doubted_at is None


def test_a_card_whose_wrong_pins_were_counted_is_locked_and_others_are_not(
    house: Flask, street: Street
) -> None:
    person = street.resident.person_id
    assert person is not None
    cards = [
        transact(lambda pin=pin: people.cards.issue(person, kind="household", actor=street.system, pin=pin))  # type: ignore[misc]
        for pin in ("739182", "582914")
    ]
    tried, untried = (one.card_id for one in cards)
    with pytest.raises(people.refusals.WrongPin):
        people.pins.check(street.community_id, tried, "000001")
    said = run(house, "after-restore", "--yes")[1]
    assert "锁住的卡: 1" in said
    with pytest.raises(people.refusals.PinLocked):
        people.pins.check(street.community_id, tried, "739182")
    people.pins.check(street.community_id, untried, "582914")


def test_a_key_the_books_have_forgotten_is_named(
    house: Flask, workshop: Workshop, street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_folder", tmp_path / "keys")
    run(house, "backup")
    [made] = backups(house.config["BACKUPS"])
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM foundation_key"))
    transact(current_key)
    assert "密钥" not in run(house, "after-restore", "--yes")[1], "the control"
    put_back(house, made, workshop)
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM foundation_key"))
    assert "密钥" in run(house, "after-restore", "--yes")[1]

"""Sound books pass, and every way of breaking them is named: this proves that the queries can see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from points.foundation import db, keep_keys_in, reading
from points.oversight.checks.form import RULES
from points.oversight.proving import INVARIANTS, examine, titles
from tests.oversight.thefts import THEFTS
from tests.support.books import Books, build_books, fill
from tests.support.databases import Workshop

#: the purse with most lines, and the neighbour's with a few
MUCH = "(SELECT account_id FROM ledger_entry GROUP BY account_id ORDER BY count(*) DESC LIMIT 1)"
FEW = "(SELECT account_id FROM ledger_entry GROUP BY account_id ORDER BY count(*) LIMIT 1)"
NOBODYS = "(SELECT account_id FROM ledger_balance WHERE version = 0 ORDER BY account_id LIMIT 1)"
POOL = "(SELECT id FROM ledger_account WHERE kind = 'pool')"
HOLD = "(SELECT id FROM ledger_transfer WHERE phase = 'pending' AND tenths = {0})"
LAPSED_LOT = "(SELECT {0}(CAST(id AS TEXT)) FROM ledger_lot WHERE granted = 50)"
COPIED = "community_id, txn_id, point_kind, at"


@dataclass(frozen=True)
class Harm:
    """Something somebody with the database's password could do, and what must be named."""

    named: tuple[str, ...]
    sql: tuple[str, ...]


def harm(named: str, *sql: str) -> Harm:
    return Harm(tuple(named.split()), sql)


OWN = (
    harm(
        "transfer_sound",
        f"INSERT INTO ledger_transfer (id, phase, source_id, target_id, tenths, {COPIED})"
        f" SELECT :new, 'single', {POOL}, {POOL}, 5, {COPIED} FROM ledger_transfer LIMIT 1",
    ),
    harm(
        "entries_are_transfers lines_as_done",
        "UPDATE ledger_entry SET transfer_id = CASE held"
        " WHEN 250 THEN (SELECT id FROM ledger_transfer WHERE phase = 'pending' AND tenths = 100)"
        " ELSE (SELECT id FROM ledger_transfer WHERE phase = 'pending' AND tenths = 250) END"
        " WHERE held IN (100, 250)",
    ),
    harm(
        "balance_is_entries",
        f"UPDATE ledger_balance SET posted = posted + 10 WHERE account_id = {NOBODYS}",
        f"UPDATE ledger_balance SET posted = posted - 10 WHERE account_id = {MUCH}",
    ),
    harm("purse_has_balance", f"DELETE FROM ledger_balance WHERE account_id = {NOBODYS}"),
    harm(
        "versions_gapless",
        f"UPDATE ledger_entry SET version = version + 1 WHERE account_id = {MUCH} AND version ="
        f" (SELECT max(version) FROM ledger_entry WHERE account_id = {MUCH})",
    ),
    harm(
        "balance_chain",
        f"UPDATE ledger_entry SET balance_after = balance_after + 5 WHERE account_id = {MUCH} AND version ="
        f" (SELECT max(version) FROM ledger_entry WHERE account_id = {MUCH})",
    ),
    harm(
        "none_below_zero",
        "UPDATE ledger_entry SET version = 3 - version, balance_after = CASE WHEN tenths < 0 THEN tenths ELSE 80 END"
        f" WHERE account_id = {FEW} AND version < 3",
    ),
    harm(
        "sum_zero balance_is_entries",
        f"UPDATE ledger_balance SET posted = posted + 10 WHERE account_id = {MUCH}",
    ),
    harm(
        "held_is_open_holds balance_is_entries",
        f"UPDATE ledger_balance SET held = held - 10 WHERE account_id = {MUCH}",
    ),
    harm(
        "settled_once entries_are_transfers",
        f"INSERT INTO ledger_transfer (id, phase, source_id, target_id, tenths, resolves, {COPIED})"
        f" SELECT :new, 'void', source_id, target_id, tenths, resolves, {COPIED}"
        " FROM ledger_transfer WHERE phase = 'void'",
    ),
    harm("hold_settled_whole", f"UPDATE ledger_transfer SET target_id = {POOL} WHERE phase = 'void'"),
    harm(
        "reversal_whole reversed_is_taken_back lines_as_done",
        "UPDATE ledger_transfer SET reverses = (SELECT id FROM ledger_transfer WHERE tenths = 80)"
        " WHERE tenths = 100 AND reverses IS NOT NULL",
    ),
    harm(
        "reversed_once entries_are_transfers sum_zero",
        f"INSERT INTO ledger_transfer (id, phase, source_id, target_id, tenths, reverses, {COPIED})"
        f" SELECT :new, phase, source_id, target_id, tenths, reverses, {COPIED}"
        " FROM ledger_transfer WHERE reverses IS NOT NULL AND tenths = 100",
    ),
    harm("correction_noted", "DELETE FROM ledger_recoverable"),
    harm(
        "lives_as_recorded records_unaltered shops_by_two",
        "UPDATE audit_record SET deed = 'books.restored', facts = '{\"epoch\": 7}' WHERE deed = 'shop.opened'",
    ),
    harm("lots_are_uses", "UPDATE ledger_lot SET remaining = remaining - 5 WHERE remaining > 100"),
    harm("lots_cover_purse lots_as_given", f"UPDATE ledger_lot SET account_id = {FEW} WHERE remaining > 100"),
    harm(
        "lot_lapses_once lots_are_uses",
        "UPDATE ledger_lot_use SET lot_id = (SELECT min(CAST(id AS TEXT)) FROM ledger_lot WHERE granted = 50)"
        " WHERE lot_id = (SELECT max(CAST(id AS TEXT)) FROM ledger_lot WHERE granted = 50) AND tenths < 0",
    ),
    harm(
        # what the first voucher left over came as a grace, the next was made of it, and its return gave another
        "grace_once lots_are_uses",
        f"UPDATE ledger_lot_use SET lot_id = {LAPSED_LOT.format('min')} WHERE tenths > 0 AND transfer_id ="
        f" (SELECT id FROM ledger_transfer WHERE resolves = {HOLD.format(300)})",
        f"UPDATE ledger_lot_use SET lot_id = {LAPSED_LOT.format('min')} WHERE transfer_id = {HOLD.format(100)}",
        f"UPDATE ledger_lot_use SET lot_id = {LAPSED_LOT.format('max')} WHERE transfer_id ="
        f" (SELECT id FROM ledger_transfer WHERE resolves = {HOLD.format(100)})",
    ),
    harm("request_once", "UPDATE ledger_txn SET request_key = 'k' WHERE deed = 'voucher.issued'"),
    harm(
        "one_award",
        "UPDATE volunteering_service SET status = 'in_publicity' WHERE id ="
        " (SELECT service_id FROM volunteering_award WHERE tenths = 900)",
    ),
    harm("one_award records_have_rows", "DELETE FROM volunteering_award WHERE tenths = 0"),
    harm(
        "award_moved award_follows_rule awards_as_recorded",
        "UPDATE volunteering_award SET tenths = 905 WHERE tenths = 900",
    ),
    harm(
        "award_is_service awards_as_recorded",
        "UPDATE volunteering_award SET rule_version = 9 WHERE tenths = 900",
    ),
    harm(
        "reversed_is_taken_back",
        "UPDATE volunteering_service SET status = 'credited' WHERE status = 'reversed'",
    ),
    harm("points_are_awarded", "UPDATE ledger_entry SET what = 'award' WHERE what = 'voucher'"),
    harm("nobody_approves_own", "UPDATE volunteering_service SET entered_by = decided_by"),
    harm(
        "nobody_approves_own rows_are_their_history",
        "UPDATE people_person SET household_id = (SELECT id FROM people_household WHERE number = '001')"
        " WHERE id = (SELECT person_id FROM people_account WHERE username = 'officer0')",
    ),
    harm(
        "nobody_approves_own rows_are_their_history",
        "INSERT INTO people_relation (community_id, id, person_id, other_id, kind, created_at)"
        " SELECT a.community_id, :new, a.person_id, t.person_id, 'sibling', a.created_at FROM people_account a,"
        " people_account t WHERE a.username = 'officer0' AND t.username = 'tian'",
    ),
    harm(
        "vouchers_are_holds vouchers_as_recorded",
        "UPDATE shop_voucher SET tenths = 125 WHERE tenths = 120",
    ),
    harm("vouchers_are_holds", "UPDATE shop_voucher SET status = 'returned' WHERE status = 'redeemed'"),
    harm(
        "holds_are_vouchers vouchers_are_holds lines_as_done",
        "UPDATE shop_voucher SET hold_id = :new WHERE status = 'returned'",
    ),
    harm(
        "redemption_paid redemptions_as_recorded receipts_unaltered days_as_books",
        "UPDATE shop_redemption SET tenths = 25 WHERE tenths = 20",
        "UPDATE shop_redemption_line SET tenths = 25 WHERE tenths = 20",
    ),
    harm(
        "spent_is_redeemed redemption_paid lines_as_done receipts_unaltered",
        "UPDATE shop_redemption SET transfer_id = :new WHERE tenths = 20",
    ),
    harm(
        "redemption_lines receipts_unaltered", "UPDATE shop_redemption_line SET tenths = 25 WHERE tenths = 20"
    ),
    harm(
        "redemption_goods receipts_unaltered",
        "UPDATE shop_redemption_line SET quantity = 2 WHERE tenths = 20",
    ),
    harm("days_by_two days_as_recorded", "UPDATE shop_day_close SET signed_by = handed_by"),
    harm("days_as_books days_sealed", "UPDATE shop_day_close SET sold = sold + 1"),
    harm(
        "days_as_recorded days_sealed",
        "UPDATE shop_day_close SET digest = previous WHERE previous IS NOT NULL",
    ),
    harm("days_sealed", "UPDATE shop_day_close SET books = '1-AAAA-AAAA' WHERE previous IS NOT NULL"),
    harm("days_sealed records_have_rows", "DELETE FROM shop_day_close WHERE previous IS NULL"),
    harm("kept_as_asked", "UPDATE shop_undo SET keeps = '{}' WHERE status = 'confirmed'"),
    harm(
        "undo_whole days_as_books undoings_as_recorded",
        "UPDATE shop_undo SET status = 'declined', txn_id = NULL",
    ),
    harm("collected_as_allowed", "UPDATE shop_collected SET collector_id = :new"),
    harm("scan_once receipts_unaltered", "UPDATE shop_redemption SET scan_id = 'one'"),
    harm("stock_is_moves", "UPDATE goods_batch SET on_hand = on_hand + 1 WHERE number = 'RK4'"),
    harm(
        "moves_are_of_their_item",
        "UPDATE goods_stock_move SET item_id = (SELECT id FROM goods_item WHERE code = 'G03')"
        " WHERE kind = 'delivery' AND quantity = 50",
    ),
    harm("expired_stays", "UPDATE goods_batch SET expires_on = '2020-01-01' WHERE number = 'RK4'"),
    harm("corrections_signed", "DELETE FROM goods_signed_count"),
    harm("signed_as_counted", "UPDATE goods_signed_count SET booked = booked + 1"),
    harm(
        "signer_counted_nothing",
        "UPDATE goods_signed_count SET signed_by = (SELECT counted_by FROM goods_count)",
    ),
    harm("deliveries_came", "UPDATE stockroom_delivery_line SET quantity = 84 WHERE quantity = 83"),
    harm(
        "expected_came rows_are_their_history",
        "UPDATE stockroom_expectation SET came = came + 1 WHERE quantity = 191",
    ),
    harm("stock_by_two", "UPDATE stockroom_write_off SET decided_by = asked_by"),
    harm("write_offs_moved", "UPDATE stockroom_write_off SET quantity = 8 WHERE quantity = 7"),
    harm("transfers_arrive", "UPDATE stockroom_transfer SET status = 'sent' WHERE status = 'arrived'"),
    harm(
        "prices_as_recorded history_is_recorded",
        "UPDATE audit_row_history SET record_id = (SELECT id FROM audit_record WHERE deed = 'shop.asked')"
        " WHERE kind = 'goods_price' AND row_id IN (SELECT id FROM goods_price WHERE tenths = 6)",
    ),
    harm(
        "shops_by_two rows_are_their_history",
        "UPDATE shop_shop SET decided_by = asked_by WHERE name = '南门店'",
    ),
    harm("rules_by_two", "UPDATE people_proposal SET proposed_by = closed_by WHERE name = 'rule:W88'"),
    harm(
        # the manager, who asked for prices, under the street office's name
        "agreed_by_two shops_by_two rows_are_their_history",
        "UPDATE people_account SET person_id = (SELECT person_id FROM people_account WHERE username = 'shop_manager3')"
        " WHERE username = 'street6'",
    ),
    harm("intakes_by_two", "UPDATE imports_intake SET confirmed_by = :new"),
    harm("parallel_as_recorded", "UPDATE imports_parallel_period SET digest = '0' WHERE state = 'switched'"),
    harm("weeks_as_recorded", "DELETE FROM imports_parallel_difference"),
    harm("kits_are_parts", "UPDATE stockroom_kit_part SET quantity = 3"),
    harm("points_recorded mentions_agree", "DELETE FROM audit_record WHERE deed = 'points.lapsed'"),
    harm(
        "deeds_recorded mentions_agree undoings_as_recorded",
        "DELETE FROM audit_record WHERE deed LIKE 'redemption.und%'",
    ),
    harm(
        "records_wait",
        "DELETE FROM audit_outbox WHERE record_id = (SELECT id FROM audit_record WHERE deed = 'shop.opened' ORDER BY id LIMIT 1)",
    ),
    harm(
        "mentions_agree",
        "DELETE FROM audit_mention WHERE record_id = (SELECT id FROM audit_record WHERE deed = 'shop.opened' ORDER BY id LIMIT 1)",
    ),
    harm(
        "mentions_agree",
        "INSERT INTO audit_mention (community_id, named_id, at, record_id)"
        " SELECT community_id, :new, at, id FROM audit_record WHERE deed = 'shop.opened'",
    ),
    harm(
        "purses_are_owned",
        "INSERT INTO ledger_account (community_id, id, kind, status, balance_mode, created_at)"
        " SELECT community_id, :new, 'purse', 'open', 'strict', created_at FROM ledger_account WHERE kind = 'pool'",
        "INSERT INTO ledger_balance (community_id, account_id, posted, held, version)"
        " SELECT community_id, :new, 0, 0, 0 FROM ledger_account WHERE kind = 'pool'",
    ),
    harm("lines_lead lines_as_done", "UPDATE ledger_entry SET person_id = :new WHERE what = 'voucher'"),
    harm(
        "lines_lead points_recorded lines_as_done",
        "UPDATE ledger_entry SET subject_id = :new WHERE held = 300",
    ),
    harm(
        "old_lines_as_recorded",
        "UPDATE ledger_old_line SET asked = 9990 WHERE kind = 'deduction'",
    ),
    harm("old_goods_moved", "UPDATE goods_old_out SET quantity = 4"),
    harm("lines_out", "UPDATE foundation_import_line SET out_by = batch_id WHERE kind = 'opening'"),
    harm("goods_lead days_as_books", "UPDATE goods_batch SET shop_id = :new WHERE number = 'RK4'"),
    harm("doers_lead", "UPDATE ledger_txn SET actor_id = :new WHERE deed = 'voucher.issued'"),
    harm(
        "records_unaltered shops_by_two",
        "UPDATE audit_record SET deed = 'shop.closed' WHERE deed = 'shop.opened'",
    ),
    harm("lines_priced rows_are_their_history", "UPDATE goods_price SET tenths = 1 WHERE tenths = 440"),
    harm(
        "prices_as_recorded rows_are_their_history",
        "INSERT INTO goods_price (community_id, id, item_id, tenths, effective_on, created_at)"
        " SELECT community_id, :new, item_id, 1, '2026-01-01', created_at FROM goods_price WHERE tenths = 440",
    ),
    harm("records_have_rows rows_are_their_history", "DELETE FROM people_role_grant WHERE role = 'clerk'"),
    harm(
        "history_is_recorded lines_priced",
        "UPDATE goods_price SET tenths = 1 WHERE tenths = 440",
        # as either engine spells it
        "UPDATE audit_row_history SET state = replace(replace(state, '\\:440', '\\:1'), ': 440', ': 1')"
        " WHERE kind = 'goods_price'",
    ),
    harm(
        "history_is_recorded",
        "INSERT INTO audit_row_history (community_id, kind, row_id, seq, state, record_id)"
        " SELECT community_id, 'goods_price', :new, 1, NULL, id FROM audit_record WHERE deed = 'redemption.undone'",
    ),
    harm(
        "history_gapless history_is_recorded",
        "UPDATE audit_row_history SET seq = 2"
        " WHERE kind = 'shop_shop' AND row_id IN (SELECT id FROM shop_shop WHERE asked_by IS NULL)",
    ),
    harm("records_unaltered", "UPDATE audit_private SET words = '别的原因'"),
    harm("facts_without_names", "UPDATE people_identity SET name = '陪伴活' WHERE phone = '13800000002'"),
    harm(
        "facts_without_names", "UPDATE people_identity SET phone = '13900000000' WHERE phone = '13800000002'"
    ),
)


#: and every theft that a check sees
HARMS = (*OWN, *(Harm(tuple(sorted(one.named)), one.sql) for one in THEFTS))


@pytest.fixture(scope="module")
def books(engine: str, workshop: Workshop) -> Iterator[Books]:
    """Sound books in a database of their own; tests look at them in transactions that are rolled back."""
    house = workshop.house(workshop.fresh(engine))
    with house.app_context():
        keep_keys_in(house.config["INSTANCE"] / "keys")
        made = fill(build_books())
        db.engine.dispose()
        event.listen(db.engine, "connect", _without_references)
        yield made
        db.session.remove()
        db.engine.dispose()


def test_sound_books_break_nothing_and_every_invariant_looks_at_something(books: Books) -> None:
    report = reading(lambda: examine(books.community_id))
    assert {one.name: one.rows for one in report.broken} == {}
    assert [one.name for one in report.findings if one.counted == 0] == []


def test_every_invariant_has_a_harm_it_names_and_a_rule_with_titles() -> None:
    # what becomes of the guards themselves stands in test_tampering
    harmed = {name for one in HARMS for name in one.named} | {"guards_stand"}
    assert harmed == set(titles())
    assert {rule for rule, *_ in titles().values()} == set(RULES)
    assert len({one.name for one in INVARIANTS}) == len(INVARIANTS)


@pytest.mark.parametrize("done", OWN, ids=[one.named[0] for one in OWN])
def test_what_somebody_with_the_databases_password_breaks_is_named(books: Books, done: Harm) -> None:
    try:
        hurt(done.sql, uuid4())
        report = examine(books.community_id)
        # whoever does harm takes the guards away first
        assert {one.name for one in report.broken} - {"guards_stand"} == set(done.named)
        assert all(one.rows for one in report.broken)
    finally:
        db.session.rollback()
        db.session.remove()


def hurt(harm: Iterable[str], new: UUID) -> None:
    """Do it, in a transaction that is still open; each statement must touch something."""
    for table in {re.split(r"\s+", sql)[2 if sql.startswith(("INSERT", "DELETE")) else 1] for sql in harm}:
        without_guards(table)
    for sql in harm:
        bound = {"new": new} if ":new" in sql else {}
        assert db.session.execute(_asked(sql), bound).rowcount > 0  # type: ignore[attr-defined]


def without_guards(table: str) -> None:
    """The same rows in a table without triggers, CHECKs, keys and references, until the rollback."""
    sqlite = db.engine.dialect.name == "sqlite"
    db.session.execute(sa.text(f"CREATE TABLE bare AS SELECT * FROM {table}"))
    db.session.execute(sa.text(f"DROP TABLE {table}" + ("" if sqlite else " CASCADE")))
    db.session.execute(sa.text(f"ALTER TABLE bare RENAME TO {table}"))


def _without_references(connection: Any, _: object) -> None:
    if db.engine.dialect.name == "sqlite":
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA legacy_alter_table = ON")


def _asked(sql: str) -> sa.TextClause:
    if db.engine.dialect.name == "postgresql" and "CAST(id AS TEXT)" in sql:
        sql = re.sub(r"(min|max)\(CAST\(id AS TEXT\)\)", r"CAST(\1(CAST(id AS TEXT)) AS UUID)", sql)
    said = sa.text(sql)
    return said.bindparams(sa.bindparam("new", type_=sa.Uuid)) if ":new" in sql else said

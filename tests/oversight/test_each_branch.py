"""Every branch of every check sees something that no other branch sees: one harm for a query of many arms is not enough."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from points.foundation import db
from points.foundation.kept.remembered import remembered_tables
from points.oversight.checks.form import Invariant
from points.oversight.proving import INVARIANTS, examine
from tests.oversight.test_invariants import FEW, HARMS, HOLD, LAPSED_LOT, MUCH, POOL, books, hurt
from tests.support.books import Books
from tests.support.branches import without_a_branch

__all__ = ["books"]

OFFICER, LEADER, RESIDENT = (
    f"(SELECT id FROM people_account WHERE username = '{name}')" for name in ("officer0", "leader1", "tian")
)
#: the resident's service of 90 points; what the neighbour paid; the reversal of the neighbour's award
SERVICE = "(SELECT service_id FROM volunteering_award WHERE tenths = 900)"
SALT = "(SELECT id FROM goods_item WHERE code = 'G07')"
PAID = "(SELECT transfer_id FROM shop_redemption WHERE tenths = 20)"
TAKEN_BACK = "reverses IS NOT NULL AND tenths = 100"
DECIDED = "(SELECT id FROM audit_record WHERE deed = 'price.decided' ORDER BY id LIMIT 1)"
OWN_PRICE = "community_id, id, item_id, tenths, effective_on, batch_id, created_at"
PERSON_OF = "(SELECT person_id FROM people_account WHERE username = '{}')"

#: a line of a row's history; of a table with a history: a row of nobody's, and what a line says of it
LINE = "community_id, kind, row_id, seq, state, record_id"
BESIDE = "INSERT INTO {0} (community_id, id) SELECT community_id, :new FROM audit_record WHERE deed = 'shop.opened'"
SAID = (
    f"INSERT INTO audit_row_history ({LINE}) SELECT community_id, '{{0}}', :new, 1, 'another', id"
    " FROM audit_record WHERE deed = 'shop.opened'"
)
REMEMBERED = [one.name for one in remembered_tables(db.metadata)]

#: the sale of salt, as if it had been made in place of the one that was taken back
SALT_SOLD = "(SELECT id FROM shop_redemption WHERE scan_id = 'salt')"
EXCHANGED = (
    (
        "UPDATE shop_redemption SET scan_id = 'salt', (account_id, shop_id, redeemed_on, txn_id) ="
        " (SELECT o.account_id, o.shop_id, o.redeemed_on, u.txn_id FROM shop_redemption o"
        " JOIN shop_undo u ON u.redemption_id = o.id) WHERE tenths = 20"
    ),
    f"UPDATE shop_undo SET replaced_by = {SALT_SOLD}, takes = '{{\"G07\": 1}}'",
)
KEPT = (
    *EXCHANGED,
    "UPDATE shop_undo SET takes = NULL, keeps = '{\"G02\": 1}'",
    "UPDATE shop_redemption_line SET price_id = NULL WHERE redemption_id = (SELECT redemption_id FROM shop_undo)",
    (
        "UPDATE shop_redemption_line SET (item_id, price_id, unit_tenths, quantity, tenths) ="
        " (SELECT l.item_id, l.price_id, l.unit_tenths, l.quantity, l.tenths FROM shop_redemption_line l"
        f" WHERE l.redemption_id = (SELECT redemption_id FROM shop_undo)) WHERE redemption_id = {SALT_SOLD}"
    ),
)


def of(name: str, *harms: str | tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Harms to one check, each one statement or several."""
    return [(name, one if isinstance(one, tuple) else (one,)) for one in harms]


#: what the harms of `test_invariants` leave to one branch alone
BRANCHES = (
    *of(
        "old_lines_as_recorded",
        # taken to the shop, as if something had been had for it
        (
            "UPDATE ledger_transfer SET target_id = (SELECT id FROM ledger_account WHERE kind = 'shop')"
            " WHERE id = (SELECT transfer_id FROM ledger_old_line WHERE kind = 'deduction')"
        ),
        # in no book that came in
        "DELETE FROM foundation_import_line WHERE kind = 'opening'",
    ),
    *of(
        "old_goods_moved",
        # somebody's gift after all
        "UPDATE goods_batch SET source_id = :new WHERE origin = 'opening'",
        "UPDATE goods_batch SET received = 30 WHERE origin = 'opening'",
        "DELETE FROM foundation_import_line WHERE kind = 'opening_stock'",
        "DELETE FROM foundation_import_line WHERE kind = 'out'",
        "UPDATE goods_stock_move SET moved_on = '2020-01-01' WHERE kind = 'old_out'",
    ),
    *of(
        "lines_out",
        # by an import that never was
        "UPDATE foundation_import_line SET out_by = :new WHERE kind = 'household'",
        "UPDATE foundation_import_line SET beside = :new WHERE kind = 'household'",
        # and nobody took the points back, or the goods
        (
            "UPDATE foundation_import_line SET kind = 'earned', out_by = batch_id,"
            f" subject_id = (SELECT id FROM volunteering_award WHERE service_id = {SERVICE}) WHERE kind = 'household'"
        ),
        (
            "UPDATE foundation_import_line SET kind = 'handout', out_by = batch_id,"
            f" subject_id = (SELECT id FROM shop_redemption WHERE transfer_id = {PAID}) WHERE kind = 'household'"
        ),
        "UPDATE foundation_import_line SET out_by = batch_id WHERE kind = 'out'",
        "UPDATE foundation_import_line SET out_by = batch_id WHERE kind = 'opening_stock'",
        # pieces and points that no line speaks of
        "UPDATE goods_stock_move SET kind = 'taken_back', subject_id = :new WHERE kind = 'old_out'",
        (
            "UPDATE ledger_transfer SET reverses = (SELECT transfer_id FROM ledger_old_line WHERE kind = 'opening' AND tenths = 1370)"
            " WHERE reverses IS NOT NULL AND tenths = 100"
        ),
    ),
    *of(
        "grace_once",
        # not a voucher's return but a sale that was undone gave the second one
        (
            (
                f"UPDATE ledger_lot_use SET lot_id = {LAPSED_LOT.format('min')} WHERE tenths > 0 AND transfer_id ="
                f" (SELECT id FROM ledger_transfer WHERE resolves = {HOLD.format(300)})"
            ),
            f"UPDATE ledger_lot_use SET lot_id = {LAPSED_LOT.format('min')} WHERE transfer_id = {HOLD.format(250)}",
            (
                f"UPDATE ledger_lot_use SET lot_id = {LAPSED_LOT.format('max')} WHERE transfer_id ="
                f" (SELECT b.id FROM ledger_transfer b JOIN ledger_transfer o ON o.id = b.reverses"
                f" WHERE o.resolves = {HOLD.format(250)})"
            ),
        ),
    ),
    *of(
        "lot_lapses_once",
        # twice, and in between something that brought nothing back
        (
            (
                "UPDATE ledger_lot_use SET lot_id = (SELECT min(CAST(id AS TEXT)) FROM ledger_lot WHERE granted = 50)"
                " WHERE lot_id = (SELECT max(CAST(id AS TEXT)) FROM ledger_lot WHERE granted = 50) AND tenths < 0"
            ),
            (
                "INSERT INTO ledger_lot_use (community_id, transfer_id, lot_id, tenths)"
                " SELECT community_id, transfer_id, lot_id, 0 FROM ledger_lot_use WHERE tenths = -50"
            ),
        ),
    ),
    *of(
        "transfer_sound",
        "UPDATE ledger_transfer SET tenths = -5 WHERE tenths = 900",
        "UPDATE ledger_transfer SET source_id = :new WHERE tenths = 900",
        "UPDATE ledger_transfer SET target_id = :new WHERE tenths = 900",
    ),
    *of(
        "lines_priced",
        # another item's price, though it cost as much
        (
            (
                "INSERT INTO goods_price (community_id, id, item_id, tenths, effective_on, created_at)"
                " SELECT p.community_id, :new, i.id, 20, p.effective_on, p.created_at FROM goods_price p"
                " JOIN goods_item i ON i.code = 'G06' WHERE p.tenths = 20"
            ),
            f"UPDATE shop_redemption_line SET price_id = :new WHERE item_id = {SALT}",
        ),
        # a price before its moment
        f"UPDATE goods_price SET effective_at = '2999-01-01 00:00:00+00:00' WHERE item_id = {SALT}",
        # the price of one batch, for pieces of another
        (
            (
                f"INSERT INTO goods_price ({OWN_PRICE}) SELECT p.community_id, :new, p.item_id, 20, p.effective_on, b.id, p.created_at"
                " FROM goods_price p JOIN goods_batch b ON b.number = 'RK4' WHERE p.tenths = 20"
            ),
            f"UPDATE shop_redemption_line SET price_id = :new WHERE item_id = {SALT}",
        ),
        # the price of a batch in a line that names none
        (
            (
                f"INSERT INTO goods_price ({OWN_PRICE}) SELECT p.community_id, :new, p.item_id, 21, p.effective_on, b.id, p.created_at"
                " FROM goods_price p JOIN goods_batch b ON b.number = 'RK5' WHERE p.tenths = 20"
            ),
            f"UPDATE shop_redemption_line SET price_id = NULL, unit_tenths = 21, tenths = 21 * quantity WHERE item_id = {SALT}",
        ),
    ),
    *of("balance_is_entries", f"UPDATE ledger_balance SET version = version + 1 WHERE account_id = {MUCH}"),
    *of(
        "entries_are_transfers",
        "DELETE FROM ledger_transfer WHERE tenths = 900",
        (
            "DELETE FROM ledger_transfer WHERE tenths = 900",
            "UPDATE ledger_entry SET tenths = 0 WHERE tenths = 900",
        ),
        "UPDATE ledger_entry SET tenths = 905 WHERE tenths = 900",
        "UPDATE ledger_entry SET held = 305 WHERE held = 300",
    ),
    *of(
        "versions_gapless",
        f"UPDATE ledger_entry SET version = 2 WHERE version = 1 AND account_id = {MUCH}",
    ),
    *of(
        "balance_chain",
        f"UPDATE ledger_entry SET held_after = 5 WHERE version = 1 AND account_id = {MUCH}",
    ),
    *of(
        "none_below_zero",
        f"UPDATE ledger_balance SET held = -5 WHERE account_id = {MUCH}",
        f"UPDATE ledger_balance SET held = posted + 5 WHERE account_id = {MUCH}",
        f"UPDATE ledger_entry SET held_after = -5 WHERE version = 1 AND account_id = {MUCH}",
    ),
    *of(
        "hold_settled_whole",
        "UPDATE ledger_transfer SET resolves = :new WHERE phase = 'void'",
        f"UPDATE ledger_transfer SET source_id = {POOL} WHERE phase = 'void'",
        "UPDATE ledger_transfer SET tenths = 305 WHERE phase = 'post' AND tenths = 265",
        "UPDATE ledger_transfer SET tenths = tenths - 5 WHERE phase = 'void'",
        "UPDATE ledger_transfer SET phase = 'single' WHERE phase = 'void'",
        # what it settles is no hold
        "UPDATE ledger_transfer SET phase = 'single' WHERE phase = 'pending' AND tenths = 100",
    ),
    *of(
        "correction_noted",
        "UPDATE ledger_recoverable SET tenths = tenths + 5",
        f"UPDATE ledger_recoverable SET account_id = {MUCH}",
    ),
    *of(
        "points_are_awarded",
        "UPDATE volunteering_award SET transfer_id = :new WHERE tenths = 900",
        "UPDATE ledger_entry SET subject_id = :new WHERE tenths = 900",
    ),
    *of(
        "reversal_whole",
        f"UPDATE ledger_transfer SET reverses = :new WHERE {TAKEN_BACK}",
        f"UPDATE ledger_transfer SET phase = 'void' WHERE id = (SELECT reverses FROM ledger_transfer WHERE {TAKEN_BACK})",
        f"UPDATE ledger_transfer SET tenths = 105 WHERE {TAKEN_BACK}",
        f"UPDATE ledger_transfer SET target_id = {POOL} WHERE {TAKEN_BACK}",
        f"UPDATE ledger_transfer SET source_id = {POOL} WHERE {TAKEN_BACK}",
    ),
    *of(
        "award_moved",
        "UPDATE volunteering_award SET transfer_id = :new WHERE tenths = 900",
        f"UPDATE volunteering_award SET account_id = {FEW} WHERE tenths = 900",
        f"UPDATE ledger_transfer SET source_id = {POOL} WHERE tenths = 900",
    ),
    *of(
        "award_is_service",
        "UPDATE volunteering_award SET service_id = :new WHERE tenths = 900",
        "UPDATE volunteering_award SET rule_id = :new WHERE tenths = 900",
        "UPDATE volunteering_award SET person_id = :new WHERE tenths = 900",
    ),
    *of(
        "reversed_is_taken_back",
        f"UPDATE volunteering_service SET status = 'reversed' WHERE id = {SERVICE}",
    ),
    *of(
        "days_by_two",
        "UPDATE shop_day_close SET signed_by = handed_by",
        "UPDATE shop_shift SET second_id = clerk_id",
    ),
    *of(
        "days_as_books",
        "UPDATE shop_day_close SET sold_tenths = sold_tenths + 10",
        "UPDATE shop_day_close SET undone = undone + 1",
        "UPDATE shop_day_close SET pieces = pieces + 1 WHERE previous IS NULL",
    ),
    *of(
        "nobody_approves_own",
        # decided, and not credited yet: by the volunteer, by who entered it, by another account of who entered it
        f"UPDATE volunteering_service SET decided_by = {RESIDENT}, status = 'in_publicity' WHERE id = {SERVICE}",
        f"UPDATE volunteering_service SET decided_by = {LEADER}, status = 'in_publicity' WHERE id = {SERVICE}",
        f"UPDATE people_account SET person_id = {PERSON_OF.format('leader1')} WHERE username = 'officer0'",
        # somebody without a household, their own
        f"UPDATE volunteering_service SET person_id = {PERSON_OF.format('officer0')} WHERE id = {SERVICE}",
        # the first of two
        f"UPDATE volunteering_service SET first_by = {RESIDENT} WHERE id = {SERVICE}",
        f"UPDATE volunteering_service SET first_by = {LEADER} WHERE id = {SERVICE}",
        # whose name the award bears
        f"UPDATE volunteering_award SET approved_by = {RESIDENT} WHERE tenths = 900",
        f"UPDATE volunteering_award SET approved_by = {LEADER} WHERE tenths = 900",
        "INSERT INTO people_relation (community_id, id, person_id, other_id, kind, created_at)"
        " SELECT a.community_id, :new, t.person_id, a.person_id, 'sibling', a.created_at FROM people_account a,"
        " people_account t WHERE a.username = 'officer0' AND t.username = 'tian'",
    ),
    *of(
        "vouchers_are_holds",
        "UPDATE ledger_transfer SET phase = 'single' WHERE phase = 'pending' AND tenths = 120",
        f"UPDATE shop_voucher SET account_id = {FEW} WHERE status = 'open'",
    ),
    *of(
        "redemption_paid",
        f"UPDATE ledger_transfer SET target_id = {POOL} WHERE id = {PAID}",
        f"UPDATE shop_redemption SET account_id = {MUCH} WHERE tenths = 20",
        "UPDATE shop_redemption SET txn_id = :new WHERE tenths = 20",
        f"UPDATE ledger_transfer SET phase = 'void' WHERE id = {PAID}",
        "UPDATE shop_voucher SET hold_id = :new WHERE status = 'redeemed'",
    ),
    *of(
        "undo_whole",
        "UPDATE ledger_transfer SET reverses = NULL WHERE txn_id IN (SELECT txn_id FROM shop_undo)",
        "UPDATE shop_undo SET txn_id = :new",
        "UPDATE goods_stock_move SET quantity = quantity + 1 WHERE kind = 'return'",
    ),
    *of(
        "kept_as_asked",
        # as if something were kept of a sale that was taken back whole
        "UPDATE shop_undo SET keeps = '{}' WHERE status = 'confirmed'",
        # another sale that was not made with the undoing, and goods that were never bought
        (
            "UPDATE shop_undo SET replaced_by = (SELECT id FROM shop_redemption WHERE tenths = 20)",
            (
                "UPDATE shop_redemption SET tenths = 1, (account_id, shop_id, redeemed_on) ="
                " (SELECT o.account_id, o.shop_id, o.redeemed_on FROM shop_redemption o WHERE o.id ="
                " (SELECT redemption_id FROM shop_undo)) WHERE tenths = 20"
            ),
        ),
        # all of it once more
        (
            "UPDATE shop_undo SET replaced_by = redemption_id",
            "UPDATE shop_undo SET txn_id = (SELECT txn_id FROM shop_redemption o WHERE o.id = shop_undo.redemption_id)",
        ),
        # as of another day
        (
            "UPDATE shop_undo SET replaced_by = (SELECT id FROM shop_redemption WHERE tenths = 20)",
            "UPDATE shop_undo SET txn_id = (SELECT txn_id FROM shop_redemption WHERE tenths = 20)",
            "UPDATE shop_redemption SET tenths = 1, redeemed_on = '2020-01-01' WHERE tenths = 20",
        ),
        "UPDATE shop_redemption SET scan_id = 'kept:' || scan_id WHERE tenths = 20",
        # as if other goods were taken instead; then they were, for more than came back, or at a price of long ago
        "UPDATE shop_undo SET takes = '{}' WHERE status = 'confirmed'",
        (*EXCHANGED, "UPDATE shop_redemption SET tenths = 300 WHERE tenths = 20"),
        (
            *EXCHANGED,
            f"UPDATE goods_price SET effective_on = '2020-01-01' WHERE item_id = {SALT}",
            (
                f"INSERT INTO goods_price ({OWN_PRICE}) SELECT community_id, :new, item_id, 5, '2020-01-02', NULL, created_at"
                f" FROM goods_price WHERE item_id = {SALT}"
            ),
        ),
        # the very bag was kept, beside a sale that took the place of none; and it was kept at another price
        (*KEPT, "UPDATE shop_redemption SET scan_id = 'kept:' || scan_id WHERE tenths = 440"),
        (
            *KEPT,
            "UPDATE shop_redemption_line SET unit_tenths = 240, tenths = 240 WHERE redemption_id = "
            + SALT_SOLD,
        ),
    ),
    # an attempt that is gone altogether says nothing of who asked
    *of("undoings_as_recorded", "DELETE FROM shop_undo"),
    *of(
        "collected_as_allowed",
        # by somebody else, for another purse; before it was confirmed, after its day, after it was ended
        "UPDATE shop_collected SET person_id = :new",
        "UPDATE people_collector SET purse_id = :new",
        "UPDATE people_collector SET confirmed_at = NULL",
        "UPDATE people_collector SET until = '2020-01-01'",
        "UPDATE people_collector SET ended_at = made_at",
        # more than was agreed; and none that its record speaks of
        "UPDATE people_collector SET month_tenths = 439",
        "DELETE FROM shop_collected",
    ),
    *of(
        "scan_once",
        "UPDATE shop_redemption SET receipt = 'one' WHERE voucher_id IS NOT NULL",
        "UPDATE shop_redemption SET voucher_id = :new WHERE voucher_id IS NOT NULL",
        "UPDATE shop_redemption SET transfer_id = :new WHERE voucher_id IS NOT NULL",
    ),
    *of(
        "stock_is_moves",
        # nothing is left of how it came in
        "DELETE FROM goods_stock_move WHERE batch_id = (SELECT id FROM goods_batch WHERE number = 'RK3')",
        (
            "UPDATE goods_batch SET on_hand = on_hand - 100 WHERE number = 'RK4'",
            "UPDATE goods_stock_move SET quantity = -50 WHERE kind = 'delivery' AND quantity = 50",
        ),
    ),
    *of(
        "moves_are_of_their_item",
        "UPDATE goods_stock_move SET batch_id = :new WHERE kind = 'delivery' AND quantity = 50",
    ),
    *of(
        "corrections_signed",
        "UPDATE goods_signed_count SET difference = difference - 1",
        "UPDATE stockroom_mending SET status = 'declined'",
        "UPDATE stockroom_transfer_line SET arrived = arrived - 1",
    ),
    *of(
        "signed_as_counted",
        "UPDATE goods_signed_count SET count_id = :new",
        "UPDATE goods_signed_count SET line_id = :new",
        "UPDATE goods_count SET stood = stood + 1",
        "UPDATE goods_signed_count SET difference = difference - 1",
    ),
    *of(
        "stock_by_two",
        "UPDATE stockroom_mending SET decided_by = asked_by",
        "UPDATE stockroom_transfer SET received_by = sent_by",
    ),
    *of(
        "agreed_by_two",
        f"UPDATE people_account SET person_id = {PERSON_OF.format('clerk2')} WHERE username = 'shop_manager3'",
        f"UPDATE people_account SET person_id = {PERSON_OF.format('supervisor4')} WHERE username = 'street6'",
    ),
    *of(
        "prices_as_recorded",
        # those that came with a list, as if somebody had decided another price
        f"UPDATE audit_row_history SET record_id = {DECIDED} WHERE kind = 'goods_price' AND seq = 1",
        # decided ones that were another's, or nobody's
        "UPDATE audit_record SET facts = '{\"price_id\": \"none\"}' WHERE deed = 'price.decided'",
    ),
    *of("rules_by_two", "DELETE FROM people_proposal WHERE name = 'rule:W88'"),
    *of("rules_as_recorded", "UPDATE volunteering_rule SET ended = TRUE WHERE code = 'W88'"),
    *of(
        "shops_by_two",
        # another account of who asked for it
        "UPDATE people_account SET person_id = (SELECT a.person_id FROM people_account a JOIN shop_shop s ON s.asked_by = a.id)"
        " WHERE id IN (SELECT decided_by FROM shop_shop)",
        # of a shop nobody asked for it does not matter who laid it
        "UPDATE audit_record SET actor_id = :new WHERE deed = 'shop.opened'",
        "UPDATE shop_shop SET status = 'open', decided_by = :new WHERE name = '南门店'",
        "UPDATE audit_record SET deed = 'shop.declined' WHERE deed = 'shop.opened'",
        "UPDATE shop_shop SET asked_by = :new WHERE name = '南门店'",
    ),
    *of(
        "intakes_by_two",
        "UPDATE audit_record SET actor_id = :new WHERE deed = 'intake.proposed'",
        "UPDATE audit_record SET actor_id = :new WHERE deed = 'intake.confirmed'",
        # another account of who asked for it
        f"UPDATE people_account SET person_id = {PERSON_OF.format('officer0')} WHERE username = 'street6'",
        # another import than that of the record; one that is nowhere
        "UPDATE audit_record SET facts = '{\"import_id\": \"none\"}' WHERE deed = 'intake.written'",
        (
            "UPDATE audit_record SET facts = '{}' WHERE deed = 'intake.written'",
            "UPDATE imports_intake SET import_id = :new",
        ),
        "UPDATE imports_intake SET state = 'read'",
    ),
    *of(
        "parallel_as_recorded",
        "UPDATE imports_parallel_period SET first_day = '2019-02-01' WHERE state = 'switched'",
        # as it was before it was moved
        "UPDATE imports_parallel_period SET switch_on = '2019-03-20' WHERE state = 'switched'",
        "UPDATE imports_parallel_period SET proposed_week = 1 WHERE state = 'switched'",
        "UPDATE imports_parallel_period SET ended_by = :new WHERE state = 'stopped'",
        f"UPDATE people_account SET person_id = {PERSON_OF.format('officer0')} WHERE username = 'street6'",
        # as if nobody had ended it
        "UPDATE imports_parallel_period SET state = 'running', ended_at = NULL WHERE state = 'stopped'",
    ),
    *of(
        "weeks_as_recorded",
        "UPDATE imports_parallel_week SET until = '2019-03-09' WHERE number = 1",
        (
            "DELETE FROM imports_parallel_week WHERE number = 1",
            "UPDATE imports_parallel_period SET weeks = 1 WHERE state = 'switched'",
        ),
        "UPDATE imports_parallel_period SET weeks = 3 WHERE state = 'switched'",
        # as if it were settled
        "UPDATE imports_parallel_difference SET last_week = 1",
        "UPDATE imports_parallel_verdict SET by = :new WHERE nth = 3",
        "UPDATE imports_parallel_verdict SET verdict = 'both' WHERE nth = 3",
        "DELETE FROM imports_parallel_verdict WHERE nth = 1",
    ),
    *of(
        "deliveries_came",
        # what came stands on another paper, or is another thing there
        "UPDATE goods_stock_move SET subject_id = :new WHERE kind = 'delivery' AND quantity = 83",
        "UPDATE stockroom_delivery_line SET item_id = (SELECT id FROM goods_item WHERE code = 'G32')",
    ),
    *of(
        "expected_came",
        # another thing came there; of a line more came than it has
        "UPDATE stockroom_delivery_line SET item_id = (SELECT id FROM goods_item WHERE code = 'G32')",
        (
            "UPDATE stockroom_expected_arrival SET quantity = quantity + 9 WHERE quantity = 17",
            "UPDATE stockroom_expectation SET quantity = 26, came = 26 WHERE quantity = 17",
        ),
        "DELETE FROM stockroom_expected_arrival WHERE quantity = 17",
    ),
    *of(
        "write_offs_moved",
        # what left by a paper that nobody confirmed, or out of another batch
        "UPDATE stockroom_write_off SET status = 'declined'",
        "UPDATE stockroom_write_off SET batch_id = (SELECT id FROM goods_batch WHERE number = 'RK6')",
        "UPDATE goods_stock_move SET subject_id = NULL WHERE kind = 'write_off'",
        "DELETE FROM goods_stock_move WHERE kind = 'write_off'",
    ),
    *of(
        "transfers_arrive",
        "DELETE FROM stockroom_transfer WHERE status = 'sent'",
    ),
    *of(
        "kits_are_parts",
        "UPDATE stockroom_kit SET count = 6",
        "DELETE FROM stockroom_kit_part",
    ),
    *of(
        "deeds_recorded",
        "DELETE FROM audit_record WHERE deed = 'award.credited'",
        "DELETE FROM audit_record WHERE deed = 'voucher.issued'",
        "DELETE FROM audit_record WHERE deed = 'voucher.redeemed'",
        # what was only tried is not done
        "UPDATE audit_record SET outcome = 'refused' WHERE deed = 'voucher.issued'",
        "UPDATE audit_record SET outcome = 'refused' WHERE deed = 'voucher.redeemed'",
        "UPDATE audit_record SET outcome = 'refused' WHERE deed LIKE 'redemption.und%'",
    ),
    *of(
        "history_is_recorded",
        # all that a record covers
        "DELETE FROM audit_row_history WHERE record_id = (SELECT id FROM audit_record WHERE deed = 'card.revoked')",
    ),
    *of(
        "history_gapless",
        # the second line twice, and no first; the third after the first
        (
            "UPDATE audit_row_history SET seq = 2 WHERE kind = 'shop_shop'",
            f"INSERT INTO audit_row_history ({LINE}) SELECT {LINE} FROM audit_row_history WHERE kind = 'shop_shop'",
        ),
        f"INSERT INTO audit_row_history ({LINE}) SELECT {LINE.replace('seq', '3')}"
        " FROM audit_row_history WHERE kind = 'shop_shop'",
    ),
    *of(
        "rows_are_their_history",
        # of every table at once: each has a row without a line, one with another line, a line without its row
        tuple(BESIDE.format(one) for one in REMEMBERED),
        (*(BESIDE.format(one) for one in REMEMBERED), *(SAID.format(one) for one in REMEMBERED)),
        tuple(SAID.format(one) for one in REMEMBERED),
    ),
    *of(
        "goods_lead",
        "UPDATE goods_stock_move SET subject_id = :new WHERE kind = 'return'",
        "INSERT INTO people_device (community_id, id, name, token_hash, shop_id, status, created_at)"
        " SELECT community_id, :new, 'counter', digest, :new, 'active', at FROM shop_redemption WHERE tenths = 20",
    ),
    *of(
        "doers_lead",
        "UPDATE audit_record SET actor_id = :new WHERE deed = 'shop.opened'",
        "UPDATE audit_record SET device_id = :new WHERE deed = 'shop.opened'",
        f"UPDATE volunteering_service SET decided_by = :new WHERE id = {SERVICE}",
    ),
)


#: what looks like harm to one check and is none
NO_HARM = (
    # exchanged at the price of long ago, which another followed only on the day itself
    ("kept_as_asked", EXCHANGED),
    (
        "kept_as_asked",
        (
            *EXCHANGED,
            f"UPDATE goods_price SET effective_on = '2020-01-01' WHERE item_id = {SALT}",
            (
                f"INSERT INTO goods_price ({OWN_PRICE}) SELECT p.community_id, :new, p.item_id, 5, e.happened_on, NULL,"
                " p.created_at FROM goods_price p JOIN ledger_entry e ON e.transfer_id ="
                f" (SELECT transfer_id FROM shop_redemption WHERE id = {SALT_SOLD}) WHERE p.item_id = {SALT}"
            ),
        ),
    ),
    # a service leaves no shelf
    (
        "redemption_goods",
        (
            f"DELETE FROM goods_stock_move WHERE kind = 'redemption' AND item_id = {SALT}",
            "UPDATE goods_item SET kind = 'service' WHERE code = 'G07'",
        ),
    ),
    # old books name nobody who approved
    (
        "nobody_approves_own",
        (
            f"UPDATE volunteering_service SET first_by = {LEADER}, origin = 'imported' WHERE id = {SERVICE}",
            f"UPDATE volunteering_service SET decided_by = {LEADER} WHERE id = {SERVICE}",
            f"UPDATE volunteering_award SET approved_by = {LEADER}, origin = 'imported' WHERE tenths = 900",
        ),
    ),
    # what the first of two looked at and somebody rejected
    (
        "nobody_approves_own",
        (f"UPDATE volunteering_service SET first_by = {LEADER}, status = 'rejected' WHERE id = {SERVICE}",),
    ),
)


@pytest.mark.parametrize("name, done", NO_HARM, ids=[name for name, _ in NO_HARM])
def test_what_is_no_harm_is_not_named(books: Books, name: str, done: tuple[str, ...]) -> None:
    [sql] = [one.said_to(db.engine.dialect.name) for one in INVARIANTS if one.name == name]
    with harmed(done):
        assert found(sql, books.community_id) == set()


# what each check reads on PostgreSQL: test_invariants.py, test_tampering.py
@pytest.mark.shortly_on("sqlite")
@pytest.mark.parametrize("one", INVARIANTS, ids=lambda one: one.name)
def test_every_branch_of_a_check_sees_what_no_other_branch_sees(books: Books, one: Invariant) -> None:
    """A query without the branch finds something else, in sound books or in harmed ones."""
    sql = one.said_to(db.engine.dialect.name)
    unseen = [branch for branch in without_a_branch(sql) if not found(branch[1], books.community_id)]
    harms = [harm.sql for harm in HARMS if one.name in harm.named]
    # those that were made for many branches at once come first: what a branch is seen by is not looked for again
    for done in [*(harm for name, harm in BRANCHES if name == one.name), *harms]:
        with harmed(done):
            whole = found(sql, books.community_id)
            assert whole, done
            unseen = [branch for branch in unseen if found(branch[1], books.community_id) == whole]
    assert [branch for branch, _ in unseen] == []


@contextmanager
def harmed(done: tuple[str, ...]) -> Iterator[None]:
    """The books with some harm done to them, until the end of the block."""
    try:
        hurt(done, uuid4())
        yield
    finally:
        db.session.rollback()
        db.session.remove()


def found(sql: str, community_id: UUID) -> set[tuple[Any, ...]]:
    """What a query finds in one community; it looks at all records."""
    names = {"c": community_id, "through": UUID(int=0)}
    bound = [sa.bindparam(name, type_=sa.Uuid) for name in names if f":{name}" in sql]
    facts = {name: value for name, value in names.items() if f":{name}" in sql}
    return {tuple(row) for row in db.session.execute(sa.text(sql).bindparams(*bound), facts)}


@pytest.mark.parametrize(
    "name, harm, told",
    [
        (
            "balance_is_entries",
            f"UPDATE ledger_balance SET posted = posted + 10 WHERE account_id = {MUCH}",
            "posted_off=10, held_off=0, version_off=0",
        ),
        (
            "balance_is_entries",
            f"UPDATE ledger_balance SET held = held - 10 WHERE account_id = {MUCH}",
            "posted_off=0, held_off=-10, version_off=0",
        ),
        (
            "balance_is_entries",
            f"UPDATE ledger_balance SET version = version + 2 WHERE account_id = {MUCH}",
            "posted_off=0, held_off=0, version_off=2",
        ),
        (
            "held_is_open_holds",
            f"UPDATE ledger_balance SET held = held - 10 WHERE account_id = {MUCH}",
            "held_off=-10",
        ),
        (
            "lots_are_uses",
            "UPDATE ledger_lot SET remaining = remaining - 5 WHERE remaining > 100 AND granted < 1370",
            "tenths_off=-5",
        ),
        ("lots_cover_purse", "UPDATE ledger_entry SET tenths = 905 WHERE tenths = 900", "tenths_off=-5"),
        (
            "entries_are_transfers",
            "UPDATE ledger_entry SET tenths = 905 WHERE tenths = 900",
            "tenths_off=-5, held_off=0, entries_missing=0",
        ),
        (
            "redemption_lines",
            "UPDATE shop_redemption_line SET tenths = 25 WHERE tenths = 20",
            "tenths=20, lines=25",
        ),
        (
            "stock_is_moves",
            "UPDATE goods_batch SET on_hand = on_hand + 1 WHERE number = 'RK4'",
            "on_hand=48, moves=47",
        ),
    ],
)
def test_what_is_broken_is_shown_with_by_how_much(books: Books, name: str, harm: str, told: str) -> None:
    with harmed((harm,)):
        [finding] = [one for one in examine(books.community_id).findings if one.name == name]
        [shown] = finding.rows
        assert shown.endswith(told)

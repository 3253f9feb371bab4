"""What somebody with the database's password would change, by what it steals; and the finding that names it.

Each is done behind the triggers and the use cases, as carefully as one would who knows the tables. `:new` is an id that is
not there yet. What only a seal kept outside can see stands in docs/LEDGER.md: records rewritten with all their hashes.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theft:
    """What is stolen, by which statements, and all that checking the books then names."""

    title: str
    named: frozenset[str]
    sql: tuple[str, ...]


def theft(title: str, named: str, *sql: str) -> Theft:
    return Theft(title, frozenset(named.split()), sql)


def account(name: str) -> str:
    return f"(SELECT id FROM people_account WHERE username = '{name}')"


MUCH = "(SELECT account_id FROM ledger_entry GROUP BY account_id ORDER BY count(*) DESC LIMIT 1)"
NOBODYS = "(SELECT account_id FROM ledger_balance WHERE version = 0 ORDER BY account_id LIMIT 1)"
#: the last sale: by hand, of a bag of rice for 44 points
SALE = "(SELECT id FROM shop_redemption WHERE scan_id = 'last')"
PAID = "(SELECT transfer_id FROM shop_redemption WHERE scan_id = 'last')"
ITS_RECORDS = f"(SELECT id FROM audit_record WHERE subject_id = {SALE})"
OPENING = "(SELECT id FROM audit_record WHERE deed = 'shop.opened' ORDER BY id LIMIT 1)"
REFUSED = "(SELECT id FROM audit_record WHERE outcome = 'refused')"
#: what the resident was given for an hour: 90 points, and 8
SERVICE = "(SELECT service_id FROM volunteering_award WHERE tenths = 900)"
GIVEN = "(SELECT transfer_id FROM volunteering_award WHERE tenths = 80)"
#: a voucher that a wrong clock ended; of the lapses that stand, one
OPENED_AGAIN = "(SELECT subject_id FROM audit_record WHERE deed = 'voucher.opened_again')"
LAPSED = (
    "(SELECT transfer_id FROM ledger_entry WHERE what = 'lapse' AND tenths = -50 ORDER BY version LIMIT 1)"
)
CHECK = "(SELECT id FROM oversight_check ORDER BY id LIMIT 1)"
A, B, C, D, E = (f"0000000000007000800000000000000{one}" for one in "abcde")


def erased(records: str) -> tuple[str, ...]:
    """Records, with what stands beside them."""
    return (
        f"DELETE FROM audit_mention WHERE record_id IN {records}",
        f"DELETE FROM audit_outbox WHERE record_id IN {records}",
        f"DELETE FROM audit_record WHERE id IN {records}",
    )


#: what an old book carried over
CARRIED = "(SELECT transfer_id FROM ledger_old_line WHERE kind = 'opening' AND tenths = 1370)"

OF_SALES = (
    theft(
        "a sale, whole",
        "records_unaltered days_as_books",
        *erased(ITS_RECORDS),
        f"UPDATE ledger_balance SET posted = posted + 440, version = version - 1 WHERE account_id = {MUCH}",
        "UPDATE ledger_lot SET remaining = remaining + 440"
        f" WHERE id IN (SELECT lot_id FROM ledger_lot_use WHERE transfer_id = {PAID})",
        f"DELETE FROM ledger_lot_use WHERE transfer_id = {PAID}",
        f"DELETE FROM ledger_entry WHERE transfer_id = {PAID}",
        "UPDATE goods_batch SET on_hand = on_hand + 1"
        f" WHERE id IN (SELECT batch_id FROM goods_stock_move WHERE subject_id = {SALE})",
        f"DELETE FROM goods_stock_move WHERE subject_id = {SALE}",
        f"DELETE FROM shop_redemption_line WHERE redemption_id = {SALE}",
        f"DELETE FROM shop_collected WHERE redemption_id = {SALE}",
        "DELETE FROM ledger_txn WHERE id = (SELECT txn_id FROM shop_redemption WHERE scan_id = 'last')",
        f"DELETE FROM ledger_transfer WHERE id = {PAID}",
        "DELETE FROM shop_redemption WHERE scan_id = 'last'",
    ),
    theft(
        "the goods of a sale, charged as less",
        "receipts_unaltered redemptions_as_recorded redemption_paid lines_priced days_as_books",
        "UPDATE shop_redemption_line SET unit_tenths = 20, tenths = 20 WHERE tenths = 440",
        "UPDATE shop_redemption SET tenths = 20 WHERE scan_id = 'last'",
    ),
    theft(
        "points of one purse, for a sale to another",
        "redemptions_as_recorded redemption_paid receipts_unaltered collected_as_allowed",
        f"UPDATE shop_redemption SET account_id = {NOBODYS} WHERE scan_id = 'last'",
    ),
    theft(
        "the name of the clerk who sold",
        "redemptions_as_recorded receipts_unaltered",
        f"UPDATE shop_redemption SET clerk_id = {account('clerk7')} WHERE scan_id = 'last'",
    ),
    theft(
        "how the payer was known",
        "redemptions_as_recorded receipts_unaltered",
        "UPDATE shop_redemption SET proof = 'voucher' WHERE scan_id = 'last'",
    ),
    theft(
        "who collected, so that nobody did",
        "collected_as_allowed",
        f"DELETE FROM shop_collected WHERE redemption_id = {SALE}",
    ),
    theft(
        "how much a neighbour may collect",
        "rows_are_their_history",
        "UPDATE people_collector SET month_tenths = 90000",
    ),
    theft(
        "the mark under a receipt",
        "receipts_unaltered",
        "UPDATE shop_redemption SET mark = NULL WHERE scan_id = 'last'",
    ),
    theft(
        "the card that paid",
        "receipts_unaltered",
        "UPDATE shop_redemption SET card_id = (SELECT id FROM people_card WHERE status = 'revoked')"
        " WHERE scan_id = 'last'",
    ),
    theft(
        "a price, lowered behind the counter",
        "lines_priced rows_are_their_history",
        "UPDATE goods_price SET tenths = 20 WHERE tenths = 440",
    ),
    theft(
        "a voucher, made out to one shop and good at another",
        "vouchers_as_recorded",
        "UPDATE shop_voucher SET shop_id = (SELECT id FROM shop_shop ORDER BY number LIMIT 1) WHERE status = 'open'",
    ),
    theft(
        "a voucher, good for years",
        "vouchers_as_recorded",
        "UPDATE shop_voucher SET valid_until = '2099-12-31' WHERE status = 'open'",
    ),
    theft(
        "a used voucher, good once more",
        "vouchers_are_holds",
        "UPDATE shop_voucher SET status = 'open' WHERE status = 'redeemed'",
    ),
    theft(
        "an undoing, with the name of who asked for it",
        "undoings_as_recorded",
        f"UPDATE shop_undo SET asked_by = {account('supervisor4')}",
    ),
    theft(
        "an undoing, with the name of who agreed to it",
        "undoings_as_recorded",
        f"UPDATE shop_undo SET decided_by = {account('supervisor4')}",
    ),
    theft(
        "an undoing, erased",
        "undo_whole records_have_rows days_as_books undoings_as_recorded",
        "DELETE FROM shop_undo",
    ),
    theft(
        "a bag of the shelf, and the count with it",
        "redemption_goods days_as_books",
        "UPDATE goods_batch SET on_hand = on_hand + 1"
        f" WHERE id IN (SELECT batch_id FROM goods_stock_move WHERE subject_id = {SALE})",
        f"DELETE FROM goods_stock_move WHERE subject_id = {SALE}",
    ),
)

OF_POINTS = (
    theft(
        "points, as carried over from a book that nobody has",
        "old_lines_as_recorded points_recorded",
        "INSERT INTO ledger_txn (community_id, id, request_key, digest, deed, actor_id, answer, at)"
        f" SELECT community_id, '{B}', 'import:made up', digest, deed, actor_id, answer, at FROM ledger_txn"
        f" WHERE id = (SELECT txn_id FROM ledger_transfer WHERE id = {CARRIED})",
        "INSERT INTO ledger_transfer (community_id, id, txn_id, phase, source_id, target_id, tenths, point_kind, at)"
        f" SELECT community_id, '{C}', '{B}', phase, source_id, target_id, tenths, point_kind, at"
        f" FROM ledger_transfer WHERE id = {CARRIED}",
        "INSERT INTO ledger_lot_use (community_id, transfer_id, lot_id, tenths)"
        f" SELECT community_id, '{C}', lot_id, tenths FROM ledger_lot_use WHERE transfer_id = {CARRIED}",
        "UPDATE ledger_lot SET granted = granted + 1370, remaining = remaining + 1370"
        f" WHERE id = (SELECT lot_id FROM ledger_lot_use WHERE transfer_id = '{C}')",
        "INSERT INTO ledger_entry (community_id, account_id, version, transfer_id, person_id, tenths, held,"
        " balance_after, held_after, what, origin, subject_id, happened_on, at)"
        f" SELECT e.community_id, e.account_id, b.version + 1, '{C}', e.person_id, e.tenths, 0, b.posted + 1370,"
        f" b.held, e.what, e.origin, '{D}', e.happened_on, e.at FROM ledger_entry e"
        f" JOIN ledger_balance b ON b.account_id = e.account_id WHERE e.transfer_id = {CARRIED}",
        "UPDATE ledger_balance SET posted = posted + 1370, version = version + 1"
        f" WHERE account_id = (SELECT target_id FROM ledger_transfer WHERE id = '{C}')",
        "INSERT INTO ledger_old_line (community_id, id, kind, account_id, transfer_id, person_id, tenths, asked, matter,"
        f" happened_on) SELECT community_id, '{D}', kind, account_id, '{C}', person_id, tenths, asked, matter, happened_on"
        " FROM ledger_old_line WHERE kind = 'opening' AND tenths = 1370",
    ),
    theft(
        "a deduction, as if it had been less",
        "old_lines_as_recorded lines_as_done",
        "UPDATE ledger_old_line SET tenths = 9 WHERE kind = 'deduction'",
    ),
    theft(
        "the points of a purse, for another's balance",
        "balance_is_entries",
        f"UPDATE ledger_balance SET posted = posted + 100 WHERE account_id = {NOBODYS}",
        f"UPDATE ledger_balance SET posted = posted - 100 WHERE account_id = {MUCH}",
    ),
    theft(
        "points, with an award made up for them",
        "deeds_recorded points_recorded approvals_as_recorded",
        "INSERT INTO volunteering_service (community_id, id, public_id, person_id, rule_id, status, origin, method,"
        " served_on, minutes, quantity_tenths, what, evidence, reason, entered_by, decided_by, decided_at,"
        " decision_reason, version, created_at)"
        f" SELECT community_id, '{A}', 'SX', person_id, rule_id, status, origin, method, served_on, minutes,"
        " quantity_tenths, what, evidence, reason, entered_by, decided_by, decided_at, decision_reason, version,"
        " created_at FROM volunteering_service WHERE id = (SELECT service_id FROM volunteering_award WHERE tenths = 80)",
        "INSERT INTO ledger_txn (community_id, id, request_key, digest, deed, actor_id, answer, at)"
        f" SELECT community_id, '{B}', 'made up', digest, deed, actor_id, answer, at FROM ledger_txn"
        f" WHERE id = (SELECT txn_id FROM ledger_transfer WHERE id = {GIVEN})",
        "INSERT INTO ledger_transfer (community_id, id, txn_id, phase, source_id, target_id, tenths, point_kind, at)"
        f" SELECT community_id, '{C}', '{B}', phase, source_id, target_id, tenths, point_kind, at"
        f" FROM ledger_transfer WHERE id = {GIVEN}",
        "INSERT INTO ledger_lot_use (community_id, transfer_id, lot_id, tenths)"
        f" SELECT community_id, '{C}', lot_id, tenths FROM ledger_lot_use WHERE transfer_id = {GIVEN}",
        "UPDATE ledger_lot SET granted = granted + 80, remaining = remaining + 80"
        f" WHERE id = (SELECT lot_id FROM ledger_lot_use WHERE transfer_id = '{C}')",
        "INSERT INTO ledger_entry (community_id, account_id, version, transfer_id, person_id, tenths, held,"
        " balance_after, held_after, what, origin, subject_id, happened_on, at)"
        f" SELECT e.community_id, e.account_id, b.version + 1, '{C}', e.person_id, e.tenths, 0, b.posted + 80,"
        f" b.held, e.what, e.origin, '{D}', e.happened_on, e.at FROM ledger_entry e"
        f" JOIN ledger_balance b ON b.account_id = e.account_id WHERE e.transfer_id = {GIVEN}",
        f"UPDATE ledger_balance SET posted = posted + 80, version = version + 1 WHERE account_id = {MUCH}",
        "INSERT INTO volunteering_award (community_id, id, service_id, person_id, account_id, tenths, minutes,"
        " rule_id, rule_version, origin, reason, transfer_id, approved_by, at)"
        f" SELECT community_id, '{D}', '{A}', person_id, account_id, tenths, minutes, rule_id, rule_version, origin,"
        f" reason, '{C}', approved_by, at FROM volunteering_award WHERE tenths = 80",
    ),
    theft(
        "an award of more than its rule gives",
        "award_follows_rule awards_as_recorded award_moved",
        "UPDATE volunteering_award SET tenths = 800 WHERE tenths = 80",
    ),
    theft(
        "hours for somebody who did none",
        "award_follows_rule awards_as_recorded",
        "UPDATE volunteering_award SET minutes = 6000 WHERE tenths = 80",
    ),
    theft(
        "minutes, added after the approval",
        "approvals_as_recorded",
        "UPDATE volunteering_service SET minutes = 600 WHERE status = 'in_publicity'",
    ),
    theft(
        "minutes, added after points were given",
        "approvals_as_recorded award_follows_rule",
        f"UPDATE volunteering_service SET minutes = 600 WHERE id = {SERVICE}",
    ),
    theft(
        "the name of who approved a service",
        "approvals_as_recorded",
        f"UPDATE volunteering_service SET decided_by = {account('supervisor4')} WHERE id = {SERVICE}",
    ),
    theft(
        "the name of who approved an award",
        "approvals_as_recorded",
        f"UPDATE volunteering_award SET approved_by = {account('supervisor4')} WHERE tenths = 900",
    ),
    theft(
        "a first look that nobody took",
        "approvals_as_recorded",
        f"UPDATE volunteering_service SET first_by = {account('supervisor4')} WHERE id = {SERVICE}",
    ),
    theft(
        "an objection, closed",
        "objections_as_recorded",
        "UPDATE volunteering_service SET status = 'in_publicity' WHERE status = 'objected'",
        f"UPDATE volunteering_objection SET status = 'dismissed', decided_by = {account('officer0')}"
        " WHERE status = 'open'",
    ),
    theft(
        "an objection, erased",
        "records_have_rows",
        "UPDATE volunteering_service SET status = 'in_publicity' WHERE status = 'objected'",
        "DELETE FROM volunteering_objection WHERE status = 'open'",
    ),
    theft(
        "the name of who objected",
        "objections_as_recorded",
        f"UPDATE volunteering_objection SET raised_by = {account('officer0')} WHERE status = 'open'",
    ),
    theft(
        "a service, out of the way of its objection",
        "objections_as_recorded",
        "UPDATE volunteering_service SET status = 'in_publicity' WHERE status = 'objected'",
    ),
    theft(
        "the last day of a purse's points",
        "lots_as_given",
        "UPDATE ledger_lot SET lapses_on = '2098-12-31'"
        f" WHERE id = (SELECT lot_id FROM ledger_lot_use WHERE transfer_id = {GIVEN})",
    ),
    theft(
        "points that lapsed, by a day that is still to come",
        "lots_as_given lines_as_done",
        "UPDATE ledger_lot SET lapses_on = '2098-12-31' WHERE id IN (SELECT subject_id FROM ledger_entry"
        " WHERE what = 'lapse')",
    ),
    theft(
        "a gift, as if it were earned",
        "lots_as_given",
        f"UPDATE ledger_transfer SET point_kind = 'gifted' WHERE id = {GIVEN}",
    ),
    theft(
        "a line of one person, for another",
        "lines_as_done",
        "UPDATE ledger_entry SET person_id = (SELECT id FROM people_person ORDER BY id LIMIT 1)"
        " WHERE tenths = -20",
    ),
    theft(
        "points of a voucher, for one that had ended and was opened again",
        "lines_as_done",
        f"UPDATE ledger_entry SET subject_id = {OPENED_AGAIN} WHERE held = 120",
    ),
    theft(
        "what an ended voucher set free, for one that was opened again",
        "lines_as_done",
        f"UPDATE ledger_entry SET subject_id = {OPENED_AGAIN} WHERE what = 'voucher_returned'",
    ),
    theft(
        "a voucher's hold, as if it had been opened again",
        "holds_are_vouchers vouchers_are_holds lines_as_done",
        f"UPDATE shop_voucher SET hold_id = (SELECT transfer_id FROM ledger_entry WHERE held = 120) WHERE id = {OPENED_AGAIN}",
    ),
    theft(
        "lapsed points, given back by nobody",
        "lines_as_done",
        "INSERT INTO ledger_txn (community_id, id, request_key, digest, deed, actor_id, answer, at)"
        f" SELECT community_id, '{A}', 'made up', digest, deed, actor_id, answer, at FROM ledger_txn"
        f" WHERE id = (SELECT txn_id FROM ledger_transfer WHERE id = {LAPSED})",
        "INSERT INTO ledger_transfer (community_id, id, txn_id, phase, source_id, target_id, tenths, point_kind, at,"
        f" reverses) SELECT community_id, '{B}', '{A}', phase, target_id, source_id, tenths, NULL, at, id"
        f" FROM ledger_transfer WHERE id = {LAPSED}",
        "INSERT INTO ledger_lot_use (community_id, transfer_id, lot_id, tenths)"
        f" SELECT community_id, '{B}', lot_id, -tenths FROM ledger_lot_use WHERE transfer_id = {LAPSED}",
        "UPDATE ledger_lot SET remaining = remaining + 50"
        f" WHERE id = (SELECT lot_id FROM ledger_lot_use WHERE transfer_id = '{B}')",
        "INSERT INTO ledger_entry (community_id, account_id, version, transfer_id, person_id, tenths, held,"
        " balance_after, held_after, what, origin, subject_id, happened_on, at)"
        f" SELECT e.community_id, e.account_id, b.version + 1, '{B}', e.person_id, 50, 0, b.posted + 50,"
        " b.held, 'lapse_back', e.origin, e.subject_id, e.happened_on, e.at FROM ledger_entry e"
        f" JOIN ledger_balance b ON b.account_id = e.account_id WHERE e.transfer_id = {LAPSED}",
        f"UPDATE ledger_balance SET posted = posted + 50, version = version + 1 WHERE account_id = {MUCH}",
    ),
    theft("a debt", "correction_noted", "DELETE FROM ledger_recoverable"),
    theft(
        "points that a voucher holds",
        "held_is_open_holds balance_is_entries",
        f"UPDATE ledger_balance SET held = held - 120 WHERE account_id = {MUCH}",
    ),
    theft(
        "ten times the points of a rule",
        "rules_as_recorded award_follows_rule rows_are_their_history",
        "UPDATE volunteering_rule SET tenths = tenths * 10 WHERE tenths = 80",
    ),
    theft(
        "the cap of a rule",
        "awards_within_caps rows_are_their_history",
        "UPDATE volunteering_rule SET cap = '5分/日' WHERE tenths = 80",
    ),
)

OF_POWERS = (
    theft(
        "a role",
        "roles_as_recorded rows_are_their_history",
        "INSERT INTO people_role_grant (community_id, id, account_id, role, place_id, valid_from, valid_until,"
        " confirmed_by, confirmed_at, created_at)"
        f" SELECT community_id, :new, {account('clerk2')}, role, place_id, valid_from, valid_until, confirmed_by,"
        f" confirmed_at, created_at FROM people_role_grant WHERE account_id = {account('officer0')}",
    ),
    theft(
        "a higher role",
        "roles_as_recorded rows_are_their_history",
        f"UPDATE people_role_grant SET role = 'admin' WHERE account_id = {account('clerk2')}",
    ),
    theft(
        "a role, erased",
        "records_have_rows rows_are_their_history",
        "DELETE FROM people_role_grant WHERE role = 'supervisor'",
    ),
    theft(
        "a second card of a household",
        "cards_as_recorded rows_are_their_history",
        "INSERT INTO people_card (community_id, id, kind, purse_id, person_id, token_hash, number, failed, status,"
        " issued_at) SELECT community_id, :new, kind, purse_id, person_id, token_hash, 'X', 0, 'active', issued_at"
        " FROM people_card WHERE kind = 'household'",
    ),
    theft(
        "a card made one of another kind",
        "cards_as_recorded rows_are_their_history",
        "UPDATE people_card SET kind = 'carer' WHERE kind = 'household' AND status = 'active'",
    ),
    theft(
        "a lost card, good again",
        "cards_as_recorded rows_are_their_history",
        "UPDATE people_card SET status = 'active' WHERE status = 'revoked'",
    ),
    theft(
        "a way to a purse, confirmed by nobody",
        "ways_as_recorded rows_are_their_history",
        f"UPDATE people_way SET confirmed_at = made_at, confirmed_how = 'second', confirmed_by = {account('street6')}"
        " WHERE confirmed_at IS NULL",
    ),
    theft(
        "a way to a purse, as if it had come with the installation",
        "ways_as_recorded rows_are_their_history",
        "UPDATE people_way SET confirmed_at = made_at, confirmed_how = 'import' WHERE confirmed_at IS NULL",
    ),
    theft(
        "a way to a purse, as if it had always been there",
        "ways_as_recorded rows_are_their_history",
        "UPDATE people_way SET confirmed_at = made_at, confirmed_how = 'before' WHERE confirmed_at IS NULL",
    ),
    theft(
        "that two are relatives", "records_have_rows rows_are_their_history", "DELETE FROM people_relation"
    ),
    theft(
        "a setting",
        "rows_are_their_history",
        "UPDATE foundation_setting SET effective_on = '2099-01-01' WHERE name = 'exchange_days'",
    ),
    theft(
        "an account, by another password",
        "rows_are_their_history",
        "UPDATE people_account SET password_hash = 'mine' WHERE username = 'supervisor4'",
    ),
    theft(
        "a card, by another PIN",
        "rows_are_their_history",
        "UPDATE people_card SET pin_hash = 'mine' WHERE kind = 'household'",
    ),
    theft(
        "an account that was closed",
        "rows_are_their_history",
        "UPDATE people_account SET status = 'active' WHERE status = 'invited'",
    ),
    theft(
        "a purse, by its owner",
        "rows_are_their_history",
        "UPDATE people_purse SET household_id = (SELECT id FROM people_household WHERE number = '002')"
        " WHERE household_id = (SELECT id FROM people_household WHERE number = '001')",
    ),
    theft(
        "more than a household may have of an item",
        "rows_are_their_history",
        "UPDATE goods_item SET limit_count = 99 WHERE code = 'G06'",
    ),
    theft(
        "a role that had ended",
        "rows_are_their_history",
        "UPDATE people_role_grant SET valid_until = '2098-12-31' WHERE role = 'clerk'",
    ),
)

OF_THE_HOUSE = (
    theft("the last records", "records_unaltered deeds_recorded points_recorded", *erased(ITS_RECORDS)),
    theft("an old record", "records_unaltered history_is_recorded shops_by_two", *erased(OPENING)),
    theft("what was tried and refused", "records_unaltered", *erased(REFUSED)[1:]),
    theft(
        "a night, marked as done ahead",
        "rounds_were_run",
        "INSERT INTO foundation_job (name, day, started_at, finished_at)"
        " SELECT 'nightly.lots', '2098-12-31', started_at, finished_at FROM foundation_job",
    ),
    theft(
        "a night to come, with the time of that night",
        "rounds_were_run",
        "INSERT INTO foundation_job (name, day, started_at)"
        " SELECT 'nightly.lots', '2098-12-31', '2098-12-31 03:00:00.000000+00:00' FROM foundation_job",
    ),
    theft(
        "a check of the books that was never made",
        "rounds_were_run",
        "INSERT INTO foundation_job (name, day, started_at, finished_at)"
        " SELECT name, day, finished_at, finished_at FROM foundation_job",
    ),
    theft(
        "what a check of the books had found",
        "checks_as_recorded",
        f"UPDATE oversight_check SET outcome = 'broken' WHERE id = {CHECK}",
    ),
    theft(
        "a check of the books",
        "records_have_rows",
        f"DELETE FROM oversight_check WHERE id = {CHECK}",
    ),
    theft(
        "a life of the database",
        "lives_as_recorded",
        "INSERT INTO foundation_epoch (number, started_at, reason)"
        " SELECT 7, started_at, 'restored' FROM foundation_job",
    ),
)

THEFTS = (*OF_SALES, *OF_POINTS, *OF_POWERS, *OF_THE_HOUSE)

"""Where other systems hurt their users, and the tests that say it does not happen here."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]

#: what hurt, and the tests (file: functions) that stand against it
CASES: dict[str, dict[str, str]] = {
    "check and debit are two steps, and two tills spend one balance": {
        "races/test_one_balance.py": "test_of_fifty_debits_of_the_whole_balance_one_succeeds"
        " test_without_the_guard_every_debit_succeeds_and_the_books_say_so",
        "races/test_one_voucher.py": "test_two_counters_and_one_voucher",
        "races/test_last_piece.py": "test_check_8_two_counters_and_the_last_piece",
    },
    "the loser of a race is told that the card is empty": {
        "field_cases/test_said_apart.py": "test_missing_held_and_used_points_are_said_apart_in_both_languages",
        "races/test_one_voucher.py": "test_the_loser_is_told_the_receipt_of_the_winner",
    },
    "the balance is checked over one set of rows and debited from another": {
        "ledger/test_movements.py": "test_points_given_can_be_spent_to_the_last_tenth",
        "stateful/test_days.py": "test_random_days_of_a_community_keep_every_invariant",
    },
    "limits only raise a flag": {
        "shop/test_redemptions.py": "test_a_households_limit_stops_across_vouchers",
        "ledger/test_movements.py": "test_a_limit_stops_and_what_is_given_back_can_be_used_again",
        "races/test_last_piece.py": "test_two_clerks_and_one_household"
        " test_without_the_guard_one_household_takes_more_than_its_share",
    },
    "a deleted transfer leaves the balance wrong, and there is no undo": {
        "ledger/test_movements.py": "test_history_is_only_ever_added_to test_history_cannot_be_truncated",
        "races/test_undo.py": "test_an_undo_confirmed_twice_at_once_gives_back_once",
    },
    "a refund keeps the points, or does not restore the card": {
        "field_cases/test_said_apart.py": "test_a_sale_taken_back_restores_points_lots_goods_and_limit_together",
        "shop/test_redemptions.py": "test_undoing_the_same_day_gives_back_points_goods_and_limits_together",
        "ledger/test_late_lots.py": "test_a_sale_taken_back_after_its_lot_lapsed_gives_back_what_was_paid",
    },
    "expiry eats points that are still good": {
        "ledger/test_movements.py": "test_the_soonest_lapsing_points_are_spent_first"
        " test_lapsed_points_pay_nothing_even_before_the_nightly_round",
        "ledger/test_late_lots.py": "test_a_lot_whose_day_is_not_over_is_left_alone_and_lapses_later",
    },
    "a retry doubles points, or a lost answer loses the sale": {
        "races/test_lost_answers.py": "test_every_request_is_answered_and_counts_once_though_answers_are_lost"
        " test_without_a_request_key_asking_again_debits_twice",
        "races/test_one_voucher.py": "test_the_same_scan_at_once_is_one_redemption_with_one_answer",
        "web/api/test_vouchers.py": "test_a_redemption_is_201_and_the_same_scan_again_is_200_with_the_same_body"
        " test_the_same_key_again_gives_the_same_voucher_and_another_body_is_409",
        "browser/test_journey.py": "test_enter_never_confirms_and_f8_twice_sells_once",
    },
    "an expired voucher can be neither redeemed nor refunded": {
        "shop/test_redemptions.py": "test_an_expired_voucher_can_be_neither_used_nor_lost",
        "operation/test_nightly.py": "test_what_is_due_is_done_and_a_second_round_does_nothing",
        "races/test_one_voucher.py": "test_a_lapsed_voucher_is_released_once_by_two_rounds_at_once",
    },
    "two clicks on approve mint twice": {
        "volunteering/test_races.py": "test_of_eight_approvals_at_once_one_gives_one_award_and_the_others_are_told"
        " test_of_approving_and_rejecting_at_once_one_wins_and_the_books_agree"
        " test_reading_first_and_writing_afterwards_does_go_wrong",
    },
    "people approve themselves by roundabout ways": {
        "volunteering/test_approval.py": "test_nobody_approves_their_own_service"
        " test_nobody_approves_a_relatives_service test_nobody_approves_what_they_entered"
        " test_nobody_approves_an_activity_they_led_or_ticked",
        "volunteering/test_access.py": "test_who_entered_under_one_account_does_not_approve_under_another",
    },
    "wallets go below zero when something is taken back": {
        "ledger/test_movements.py": "test_a_reversed_award_that_was_spent_is_paid_by_correction_and_never_a_debt",
        "oversight/test_invariants.py": "test_what_somebody_with_the_databases_password_breaks_is_named",
    },
    "whoever says a phone number can spend": {
        "field_cases/test_said_apart.py": "test_a_phone_number_or_a_name_pays_nothing",
        "shop/test_redemptions.py": "test_a_typed_card_number_always_needs_the_pin",
        "people/test_roles_and_residents.py": "test_the_counter_finds_only_exact_names_at_a_door",
    },
    "nobody can choose how much of a voucher to spend": {
        "shop/test_redemptions.py": "test_a_voucher_pays_a_basket_and_the_rest_of_its_value_returns",
    },
    "a static code is shared, or a code is forged": {
        "people/test_cards_and_codes.py": "test_a_rotating_code_is_good_once_for_each_purpose"
        " test_two_counters_and_one_rotating_code_make_one_payer",
        "foundation/test_codes_mutated.py": "test_no_mutated_voucher_is_accepted"
        " test_no_mutated_identity_code_is_accepted",
        "shop/test_redemptions.py": "test_a_revoked_card_pays_nothing_even_if_it_was_scanned_before",
    },
    "there is no printed code for people without phones, or it is too small": {
        "foundation/test_codes_pictures.py": "test_a_print_on_narrow_paper_is_read"
        " test_a_code_has_the_size_it_was_designed_for",
        "web/desk/test_cards.py": "test_the_printed_card_opens_with_its_pin",
    },
    "the scanner types into the wrong field": {
        "browser/test_journey.py": "test_a_scan_presses_no_button_even_with_the_focus_on_signing_out"
        " test_a_scan_into_a_text_field_leaves_the_field_as_it_was"
        " test_a_scan_is_read_while_an_input_method_swallows_the_keys",
    },
    "the count is wrong and the till refuses what lies in front of you": {
        "field_cases/test_said_apart.py": "test_a_wrong_count_is_corrected_by_a_stock_move_and_then_it_is_sold",
    },
    "two barcodes, one item": {
        "shop/test_redemptions.py": "test_the_spoken_number_and_any_of_an_items_barcodes_do_as_well",
        "field_cases/test_said_apart.py": "test_both_barcodes_of_an_item_are_one_line_and_one_limit",
    },
    "an import reads columns by position, fails silently, and is half done": {
        "imports/test_reading.py": "test_columns_may_stand_in_any_order_and_the_heading_anywhere"
        " test_every_fault_says_in_both_languages_what_to_do",
        "imports/test_writing.py": "test_without_apply_nothing_is_written"
        " test_a_failure_on_the_way_leaves_nothing_behind"
        " test_the_sample_is_in_the_books_exactly_and_only_once",
    },
    "a published cap is read as no cap, and one odd rule refuses the whole table": {
        "volunteering/test_rule_words.py": "test_check_21_a_published_cap_counts_what_it_names"
        " test_a_cap_that_cannot_be_counted_is_never_no_cap",
        "imports/test_rule_tables.py": "test_check_21_every_cell_that_cannot_be_counted_is_named_and_the_table_is_taken",
        "volunteering/test_uncounted.py": "test_nothing_is_planned_or_back_filled_by_a_rule_that_cannot_be_counted"
        " test_a_list_is_not_handed_in_until_its_rule_can_be_counted_and_then_it_is"
        " test_nothing_is_approved_by_a_rule_that_cannot_be_counted",
    },
    "nobody knows why saving is blocked": {
        "field_cases/test_said_apart.py": "test_every_no_of_the_counter_says_what_is_and_what_would_help",
        "house/test_words.py": "test_a_refusal_says_the_same_in_both_languages",
        "browser/test_journey.py": "test_a_refusal_is_shown_large_and_says_that_nothing_moved",
    },
    "a family cannot pool its points": {
        "people/test_roles_and_residents.py": "test_a_household_shares_one_purse_and_who_lives_alone_has_their_own",
    },
    "people stand in line without knowing how long, and two clerks call one of them": {
        "web/resident/test_queue.py": "test_a_number_by_phone_from_taking_it_to_being_called",
        "shop/test_queue.py": "test_who_is_not_there_comes_behind_three_then_is_dropped_and_can_be_called_back"
        " test_in_the_first_hour_old_people_are_called_first",
        "races/test_queue.py": "test_two_clerks_never_call_one_number test_two_who_only_look_first_call_one_number",
    },
    "points are floating-point numbers": {
        "ledger/test_movements.py": "test_three_half_points_are_exactly_one_and_a_half_a_thousand_times",
        "shop/test_field_checks.py": "test_check_6_three_at_half_a_point_are_one_and_a_half_and_do_not_drift",
    },
    "what nobody fetched is neither goods nor points again": {
        "shop/test_field_checks.py": "test_check_14_what_nobody_fetched_for_seven_days_is_points_and_goods_again",
    },
    "the price changes between basket and payment": {
        "shop/test_price_shown.py": "test_the_price_changes_between_basket_and_payment",
        "browser/test_second_look.py": "test_a_price_that_changes_twice_is_said_twice_and_then_taken_as_shown",
        "races/test_price_change.py": "test_a_price_approved_while_a_sale_is_confirmed",
    },
    "a second price of one day collides": {
        "shop/test_price_setting.py": "test_two_prices_of_one_day_do_not_collide_and_the_later_counts",
        "goods/test_prices.py": "test_of_two_prices_that_begin_on_one_day_the_one_entered_last_counts",
    },
    "a scanner's marks stay in the code, twelve digits are not thirteen, and a scanner without Enter sells nothing": {
        "foundation/test_codes_vectors.py": "test_a_scan_is_sorted_by_kind_whatever_the_scanner_adds",
        "browser/test_codes.py": "test_the_script_reads_every_example_as_the_server_does",
        "web/counter/test_counter.py": "test_twelve_digits_are_the_barcode_without_its_nought",
        "browser/test_till.py": "test_marks_before_within_and_behind_a_code_are_taken_off"
        " test_a_scanner_without_an_end_key_works_and_is_told_how_to_be_set",
    },
    "only the last few receipts can be found": {
        "shop/test_search.py": "test_a_sale_is_found_by_everything_that_people_know_of_it",
        "shop/test_undo.py": "test_what_waits_of_yesterday_is_still_there_for_the_next_shift",
    },
    "an amount left hanging is charged after the customer went": {
        "browser/test_lost_answers.py": "test_a_returning_network_sells_nothing_that_was_not_sold"
        " test_an_expired_sign_in_asks_and_takes_no_basket_along",
    },
    "the basket is cleared without asking, or lost on the way back": {
        "browser/test_till.py": "test_esc_is_one_step_back_and_leaving_a_basket_is_asked",
        "browser/test_own_pin.py": "test_the_basket_is_there_again_after_the_screen_was_turned"
        " test_the_basket_outlives_another_page_and_ends_with_the_shift",
    },
    "who asked for a return cannot take it back": {
        "shop/test_undo.py": "test_each_attempt_is_a_row_and_one_that_is_over_leaves_the_way_to_another",
    },
    "goods are typed 5,000 for 500": {
        "stockroom/test_deliveries.py": "test_5000_typed_for_500_at_goods_that_never_had_more_than_120_is_asked_twice",
        "browser/test_counting.py": "test_an_odd_number_is_asked_about_once_more",
    },
    "kits do not count in reports": {
        "stockroom/test_kits.py": "test_what_stands_on_the_shelf_is_worth_as_much_in_kits"
        " test_kits_are_a_batch_that_lasts_as_long_as_its_first_part_and_is_counted_as_its_parts",
    },
    "scans are lost while another is under way, or while the machine prints": {
        "browser/test_till.py": "test_scans_during_a_slow_answer_wait_and_too_many_at_once_is_told_with_the_basket_kept"
        " test_a_print_that_holds_the_page_loses_no_scan_and_is_offered_by_its_key_from_then_on",
    },
    "too many requests are tried again blindly and shown as nothing": {
        "browser/test_till.py": "test_scans_during_a_slow_answer_wait_and_too_many_at_once_is_told_with_the_basket_kept",
    },
    "what was counted since a sale is forgotten when it is taken back": {
        "web/manager/test_sales.py": "test_whoever_decides_is_told_what_was_counted_since",
    },
    "a carer needs the card and the PIN of whom they care for": {
        "shop/test_collecting.py": "test_a_neighbour_collects_on_their_own_card_from_the_residents_purse"
        " test_the_month_has_a_limit_and_taking_back_gives_it_back",
        "races/test_collecting.py": "test_two_clerks_at_once_use_the_month_up_once test_the_control_two_who_only_looked_collect_twice",
    },
    "a new clerk learns on real points": {
        "browser/test_practice.py": "test_all_trouble_is_practised_in_few_touches_and_nothing_of_the_house_is_touched",
        "web/counter/test_practice.py": "test_it_reads_no_book_and_writes_nothing",
    },
    "forty people wait, and those without a phone or a card are sent away": {
        "browser/test_forty.py": "test_nobody_of_forty_is_sent_away_and_none_takes_more_than_six_touches",
        "browser/test_one_hand.py": "test_a_scanner_alone_sells_refuses_and_goes_on test_a_keyboard_alone_sells",
        "browser/test_till.py": "test_a_whole_sale_by_fingers_alone_ends_with_the_mark_of_the_day",
    },
    "what is exchanged for other goods is gone in between": {
        "shop/test_exchange.py": "test_what_is_kept_costs_what_it_did_what_is_taken_what_it_does_and_all_is_one_slip"
        " test_what_is_gone_by_then_is_not_sold_and_nothing_is_taken_back",
        "races/test_undo.py": "test_an_exchange_and_a_sale_and_the_last_piece"
        " test_taken_back_first_and_sold_afterwards_the_last_piece_goes_between",
    },
    "who is over a limit is not told why": {
        "shop/test_refusals.py": "test_more_than_a_limit_leaves_says_how_many_are_left_and_from_when_it_begins_anew",
    },
}


@cache
def functions(file: str) -> set[str]:
    """The tests of a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("case", CASES)
def test_every_case_has_its_tests(case: str) -> None:
    lacking = [
        f"{file}::{name}"
        for file, names in CASES[case].items()
        for name in names.split()
        if not (TESTS / file).exists() or name not in functions(file)
    ]
    assert lacking == []

"""What somebody types or scans, and which records it leads to: her own, her card's, her household's purse's."""

from __future__ import annotations

import pytest

from points import audit, oversight, people, shop
from points.foundation import codes, reading, transact
from points.oversight.lookup import accounts_read_as, meant_by, spellings
from points.oversight.trail import TrailAsked
from tests.support.books import Books, sell, voucher


def actions_about(books: Books, text: str) -> list[str]:
    """The actions a trail shows for what was typed, newest first."""
    found = reading(lambda: oversight.trail.read(books.community_id, TrailAsked(about=text)))
    return [one.action for one in found.rows]


@pytest.mark.parametrize(
    "typed",
    [
        "SJFMDDQM9QYKMT",
        "sjfmddqm9qykmt",
        " SJFM DDQM 9QYK MT ",
        "ｓｊｆｍｄｄｑｍ９ｑｙｋｍｔ",
        "sjfm-ddqm-9qyk-mt",
    ],
)
def test_a_receipt_is_read_in_any_case_and_width_with_gaps_or_without(typed: str) -> None:
    assert "sjfmddqm9qykmt" in spellings(typed)


@pytest.mark.parametrize("typed", ["973 660 2368", "9736602368", "９７３６６０２３６８", "973-660-2368"])
def test_a_number_is_read_with_its_printed_gaps(typed: str) -> None:
    assert "9736602368" in spellings(typed)


def test_a_household_is_found_without_its_noughts(books: Books) -> None:
    whole = reading(lambda: meant_by(books.community_id, "001"))
    assert whole
    assert reading(lambda: meant_by(books.community_id, "1")) == whole


def test_a_scanned_receipt_means_its_number(books: Books) -> None:
    number = sell(books.street, voucher(books.street, 30), [("G07", 1)])
    found = reading(lambda: shop.receipts.get(books.community_id, number))
    link = codes.receipt_link("https://example.org", codes.receipt_token(number, found.digest))
    assert reading(lambda: meant_by(books.community_id, link)) == {found.redemption_id}


def test_the_trail_of_a_person_has_what_was_done_for_her_purse_and_card(books: Books) -> None:
    street = books.street
    person = street.resident.person_id
    assert person is not None
    office = street.staff["officer"]
    card = transact(lambda: people.cards.issue(person, kind="person", actor=office))
    transact(lambda: people.cards.revoke(card.card_id, reason="丢了", actor=office))
    found = actions_about(books, "田桂兰")
    for action in ("person.registered", "card.issued", "card.revoked", "voucher.issued", "voucher.redeemed"):
        assert action in found, action
    assert "redemption.undone" in found
    assert "points.lapsed" in found
    assert actions_about(books, "田 桂兰") == found


def test_a_neighbour_is_not_in_it(books: Books) -> None:
    hers, theirs = actions_about(books, "田桂兰"), actions_about(books, "冉小满")
    assert "points.redeemed" in theirs
    assert "voucher.issued" in hers
    assert "voucher.issued" not in theirs


def test_a_record_whose_facts_name_her_is_hers(books: Books) -> None:
    person = books.street.resident.person_id
    facts = {"person_id": person, "minutes": 60}
    action = audit.records.Action("service.recorded", "service", facts=facts)
    transact(lambda: audit.records.record_many([action], actor=books.street.staff["officer"]))
    assert actions_about(books, "田桂兰")[0] == "service.recorded"
    assert "service.recorded" not in actions_about(books, "冉小满")


def test_the_eight_digits_of_a_voucher_lead_to_its_story_used_or_not(books: Books) -> None:
    made = voucher(books.street, 30)
    spaced = f"{made.spoken[:4]} {made.spoken[4:]}"
    assert actions_about(books, spaced) == ["voucher.issued"]
    sell(books.street, made, [("G07", 1)])
    assert actions_about(books, spaced) == ["voucher.redeemed", "voucher.issued"]


def test_a_batch_leads_to_the_sales_it_went_into(books: Books) -> None:
    sell(books.street, voucher(books.street, 30), [("G07", 1)])
    found = actions_about(books, "rk5")
    assert found[0] == "voucher.redeemed"
    assert set(found) <= {"voucher.redeemed", "points.redeemed", "batch.received", "redemption.undone"}


def test_what_means_nothing_finds_nothing(books: Books) -> None:
    for typed in ("没有这个人", "0000000000", "%", "' OR 1=1 --", "x" * 700):
        assert reading(lambda typed=typed: meant_by(books.community_id, typed)) == set()


def test_a_doer_is_found_by_the_whole_name_and_staff_by_a_part(books: Books) -> None:
    def who(text: str) -> set[object]:
        return set(reading(lambda: accounts_read_as(books.community_id, text)))

    officer = books.street.staff["officer"].account_id
    assert who("工作0") == {officer}
    assert who("OFFICER0") == {officer}
    assert officer in who("工作")
    assert who("田桂兰") == {books.street.resident.account_id}
    assert who("桂兰") == set()


def test_another_communitys_rows_are_not_meant(books: Books) -> None:
    assert reading(lambda: meant_by(books.street.shop_id, "田桂兰")) == set()

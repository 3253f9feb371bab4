"""What codes, links, spoken numbers and public ids look like, and when a rotating code is good."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count, pairwise, product

import pytest

from points.foundation import codes
from points.foundation.codes import CodeError, CodeKind, PublicKind, VoucherFlag, VoucherPayload
from points.foundation.codes.check_digit import check_digit
from points.foundation.codes.public_id import ALPHABET, RANDOM_LETTERS
from points.foundation.codes.voucher import split_voucher, unpack

NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
SECRET = b"a secret of this installation..."


def code_at(at: datetime, **changes: object) -> str:
    facts: dict[str, object] = {"community": 1, "secret": SECRET, "at": at, **changes}
    return codes.identity_code("4821907733", **facts)  # type: ignore[arg-type]


def step_at(code: str, at: datetime) -> int:
    return codes.identity_step(code, community=1, secret=SECRET, at=at)


def test_a_rotating_code_is_good_for_its_half_minute_and_ten_seconds_more() -> None:
    code = code_at(NOON)
    for seconds in (0, 15, 29.999, 30, 39.999):
        assert step_at(code, NOON + timedelta(seconds=seconds)) == codes.step_of(NOON)


@pytest.mark.parametrize("seconds", [-0.001, -30, 40, 60, 3600])
def test_a_rotating_code_is_out_of_date_before_and_after(seconds: float) -> None:
    with pytest.raises(codes.CodeExpired):
        step_at(code_at(NOON), NOON + timedelta(seconds=seconds))


def test_the_page_is_told_when_to_fetch_the_next_code() -> None:
    assert codes.step_ends(NOON) == NOON + timedelta(seconds=30)
    assert codes.step_ends(NOON + timedelta(seconds=29)) == NOON + timedelta(seconds=30)


@pytest.mark.parametrize("change", [{"community": 2}, {"secret": b"another secret"}])
def test_a_rotating_code_of_another_community_or_secret_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(codes.CodeExpired):
        step_at(code_at(NOON, **change), NOON)


def test_the_check_digit_sees_every_wrong_digit_and_every_swap_of_neighbours() -> None:
    number = codes.with_check_digit("862094175380016")
    for place, digit in product(range(len(number)), "0123456789"):
        assert codes.is_checked(number[:place] + digit + number[place + 1 :]) == (number[place] == digit)
    for place, (left, right) in enumerate(pairwise(number)):
        swapped = number[:place] + right + left + number[place + 2 :]
        assert codes.is_checked(swapped) == (left == right)


def test_new_cards_and_numbers_are_read_back_and_differ() -> None:
    cards = {codes.new_card() for _ in range(200)}
    assert len(cards) == 200
    assert all(codes.read_card(card) == card for card in cards)
    numbers = {codes.new_card_number() for _ in range(200)}
    assert all(codes.read_card_number(number) == number and len(number) == 10 for number in numbers)


def test_a_spoken_number_is_never_the_barcode_of_a_thing() -> None:
    for _ in range(500):
        number = codes.new_spoken_number()
        assert codes.classify(number) == CodeKind.SPOKEN
        assert codes.read_barcode(number) is None
        assert codes.read_spoken_number(f"{number[:4]} {number[4:]}") == number


def test_the_highest_spoken_number_that_chance_draws_has_eight_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda below: below - 1)
    number = codes.new_spoken_number()
    assert number.startswith("9999999")
    assert codes.read_spoken_number(number) == number


@pytest.mark.parametrize(("drawn", "first"), [(0, "100000000"), (-1, "999999999")])
def test_a_card_number_has_ten_digits_whatever_chance_draws(
    drawn: int, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda below: range(below)[drawn])
    assert codes.new_card_number()[:-1] == first


def test_the_lowest_spoken_number_that_chance_draws_has_eight_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = count()
    monkeypatch.setattr("secrets.randbelow", lambda _: next(drawn))
    numbers = [codes.new_spoken_number() for _ in range(9)]
    assert numbers[0].startswith("100000")
    assert all(codes.read_spoken_number(number) == number for number in numbers)


@pytest.mark.parametrize(("drawn", "made"), [(0, 1), (-1, 2**63 - 1)])
def test_a_voucher_id_is_positive_and_fits_whatever_chance_draws(
    drawn: int, made: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda below: range(below)[drawn])
    assert codes.new_voucher_id() == made


@pytest.mark.parametrize(("read", "length"), [(codes.read_spoken_number, 8), (codes.read_card_number, 10)])
@pytest.mark.parametrize("missing", [0, 1])
def test_letters_are_no_number_however_many(read: Callable[[str], str], length: int, missing: int) -> None:
    with pytest.raises(codes.CodeLengthWrong) as no:
        read("x" * (length - missing))
    assert no.type is codes.CodeLengthWrong, "no digit is missing of what has none"


@pytest.mark.parametrize(
    ("length", "kind"),
    [
        (6, CodeKind.UNKNOWN),
        (7, CodeKind.SPOKEN),
        (8, CodeKind.SPOKEN),
        (9, CodeKind.CARD_NUMBER),
        (10, CodeKind.CARD_NUMBER),
        (11, CodeKind.UNKNOWN),
    ],
)
def test_a_typed_number_is_told_by_how_long_it_is(length: int, kind: CodeKind) -> None:
    assert codes.classify("1" * length) == kind


@pytest.mark.parametrize("length", [8, 12, 13, 14])
def test_letters_are_no_barcode_however_many(length: int) -> None:
    assert codes.read_barcode("x" * length) is None


def test_a_misheard_spoken_number_is_refused() -> None:
    number = codes.new_spoken_number()
    wrong = str((int(number[0]) + 1) % 10) + number[1:]
    with pytest.raises(codes.CheckDigitWrong):
        codes.read_spoken_number(wrong)
    with pytest.raises(codes.DigitMissing) as refused:
        codes.read_spoken_number(number[:-1])
    assert refused.value.facts == {"have": 7, "need": 8}
    with pytest.raises(codes.CodeLengthWrong):
        codes.read_spoken_number(number[:-2])
    with pytest.raises(codes.DigitMissing):
        codes.read_card_number(codes.new_card_number()[1:])


def test_no_mistyped_spoken_number_is_taken_for_a_barcode() -> None:
    for _ in range(50):
        number = codes.new_spoken_number()
        for place in range(8):
            for digit in range(10):
                wrong = number[:place] + str(digit) + number[place + 1 :]
                assert codes.classify(wrong) == CodeKind.SPOKEN


def test_a_voucher_id_fits_a_signed_column() -> None:
    assert all(0 < codes.new_voucher_id() < 2**63 for _ in range(500))


def fields(**changes: object) -> VoucherPayload:
    facts: dict[str, object] = {
        "key_number": 1,
        "community": 1,
        "voucher_id": 1,
        "shop": 1,
        "tenths": 10,
        "last_day": date(2026, 1, 1),
        **changes,
    }
    return VoucherPayload(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"key_number": 0},
        {"key_number": 256},
        {"community": 0},
        {"community": 2**32},
        {"voucher_id": 0},
        {"voucher_id": 2**63},
        {"shop": -1},
        {"shop": 2**32},
        {"tenths": 0},
        {"tenths": 2**24},
        {"last_day": date(2019, 12, 31)},
        {"last_day": date(2199, 6, 7)},
        {"kind": 2},
        {"flags": VoucherFlag(4)},
    ],
)
def test_a_voucher_that_could_not_be_read_is_never_written(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        codes.encode_voucher(fields(**change), lambda message: bytes(64))


@pytest.mark.parametrize(
    "change",
    [
        {"key_number": 255},
        {"community": 2**32 - 1},
        {"voucher_id": 2**63 - 1},
        {"shop": 0},
        {"shop": 2**32 - 1},
        {"tenths": 1},
        {"tenths": 2**24 - 1},
        {"last_day": date(2020, 1, 1)},
        {"last_day": date(2199, 6, 6)},
        {"flags": VoucherFlag.ONLINE_ONLY | VoucherFlag.PRACTICE},
    ],
)
def test_a_voucher_at_the_edge_is_written_and_read(change: dict[str, object]) -> None:
    body, _ = split_voucher(codes.encode_voucher(fields(**change), lambda message: bytes(64)))
    assert unpack(body) == fields(**change)


def test_a_number_that_88_bytes_cannot_hold_is_no_voucher() -> None:
    most = 256**88 - 1
    body, signature = split_voucher(f"87{most}")
    assert set(body + signature) == {255}
    with pytest.raises(codes.CodePrefixUnknown):
        split_voucher(f"87{most + 1}")


def test_a_voucher_for_any_shop_needs_the_network() -> None:
    assert fields(shop=0).needs_network
    assert fields(flags=VoucherFlag.ONLINE_ONLY).needs_network
    assert not fields(shop=3).needs_network


def test_no_code_begins_like_a_payment_app() -> None:
    begins = {
        code_at(NOON)[:2],
        codes.new_card()[:2],
        codes.encode_voucher(fields(), lambda _: bytes(64))[:2],
    }
    assert begins == {"86", "87", "88"}


@pytest.mark.parametrize("kind", PublicKind)
def test_a_public_id_is_read_back_in_either_case(kind: PublicKind) -> None:
    public_id = codes.new_public_id(kind)
    assert codes.find_public_id(public_id) == (kind, public_id)
    assert codes.find_public_id(f" {public_id.upper()}\n") == (kind, public_id)
    assert codes.is_public_id(public_id, kind)


@pytest.mark.parametrize(
    "text", ["", "v", "v0000000000", "3479cdfhjkmn", "zz3479cdfhjkmn", "v3479cdfhjkm", "大米"]
)
def test_what_is_no_public_id_is_not_taken_for_one(text: str) -> None:
    assert codes.find_public_id(text) is None


def test_public_ids_have_fifty_random_bits_and_no_look_alikes() -> None:
    assert len(ALPHABET) ** RANDOM_LETTERS >= 2**50
    assert math.log2(len(ALPHABET)) * RANDOM_LETTERS >= 50
    assert len(set(ALPHABET)) == len(ALPHABET)
    for group in ("0o", "1il", "2z", "5s", "6g", "8b", "uv"):
        assert not set(group) & set(ALPHABET)


def test_a_receipt_link_carries_id_and_mark_together() -> None:
    public_id = codes.new_public_id(PublicKind.RECEIPT)
    token = codes.receipt_token(public_id, b"\x07" * 32)
    link = codes.receipt_link("https://points.example", token)
    assert link == link.upper()
    assert codes.read_receipt(link) == (public_id, token[len(public_id) :])
    assert codes.read_receipt(token) == codes.read_receipt(link)
    assert codes.receipt_token(public_id, b"\x08" * 32) != token


@pytest.mark.parametrize(
    "text", ["", "HTTPS://POINTS.EXAMPLE/C/86123", "sj3479cdfhjkmn", "v3479cdfhjkmn3479cdfhjk"]
)
def test_what_is_no_receipt_link_is_refused(text: str) -> None:
    with pytest.raises(CodeError):
        codes.read_receipt(text)


def test_every_refusal_of_a_code_says_what_and_what_next_in_both_languages() -> None:
    refusals = CodeError.__subclasses__()
    assert len({refusal.code for refusal in refusals}) == len(refusals) == 7
    for refusal in refusals:
        made = refusal(key_number=3)
        assert all((made.message("zh"), made.message("en"), made.next_step("zh"), made.next_step("en")))


@pytest.mark.parametrize("change", ["cut", "longer", "letter", "empty"])
def test_a_number_of_a_card_or_a_phone_of_another_length_is_refused_as_such(change: str) -> None:
    secret, at = b"s" * 32, datetime(2026, 3, 1, tzinfo=UTC)
    phone = codes.identity_code("0123456789", community=1, secret=secret, at=at)
    for text, read in ((codes.new_card_number(), codes.read_card_number), (phone, codes.read_identity)):
        assert read(text)
        wrong = {"cut": text[:-1], "longer": text + "0", "letter": text[:-1] + "x", "empty": ""}[change]
        with pytest.raises(codes.CodeLengthWrong):
            read(wrong)


@pytest.mark.parametrize("handle", ["", "012345678", "01234567890", "01234567x9", "０１２３４５６７８９"])
def test_a_phone_is_named_by_ten_digits(handle: str) -> None:
    with pytest.raises(ValueError, match="ten digits"):
        codes.identity_code(handle, community=1, secret=b"s" * 32, at=datetime(2026, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize("text", ["", "12x", "１２３"])
def test_a_check_digit_is_made_of_digits(text: str) -> None:
    with pytest.raises(ValueError, match="digits only"):
        check_digit(text)


@pytest.mark.parametrize("length, kept", [(512, 512), (513, 0)])
def test_a_page_of_pasted_text_is_no_code(length: int, kept: int) -> None:
    assert len(codes.squeeze("a" * length)) == kept


@pytest.mark.parametrize(
    "digits, kind",
    [
        ("8612345678901", CodeKind.UNKNOWN),
        ("86123456789012", CodeKind.CARD),
        ("87" + "1" * 12, CodeKind.VOUCHER),
    ],
)
def test_thirteen_digits_are_of_a_thing_and_never_a_damaged_code_of_ours(digits: str, kind: CodeKind) -> None:
    assert codes.classify(digits) == kind


def test_a_mark_alone_is_too_short_to_be_a_receipt() -> None:
    letters = ALPHABET[0] * (RANDOM_LETTERS + 10)
    with pytest.raises(codes.CodeLengthWrong):
        codes.read_receipt(letters)
    with pytest.raises(codes.CodePrefixUnknown):
        codes.read_receipt(letters + ALPHABET[0])

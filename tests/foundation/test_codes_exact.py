"""What a code is to the last digit: what is on paper already must be made and read so tomorrow."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from points.foundation import codes
from points.foundation.codes.chance import Derived
from points.foundation.codes.check_digit import is_checked
from points.foundation.codes.drawing import png, svg
from points.foundation.codes.public_id import ALPHABET, hash_mark, split_marked
from points.foundation.codes.qr import qr_grid
from tests.foundation.test_codes_forms import fields
from tests.foundation.test_codes_pictures import CARD, VOUCHER, raster

HERE = UUID(int=7)
RECEIPT = "sj" + "3" * 12
LETTERS = ALPHABET[:10]


def test_what_a_key_draws_it_drew_before() -> None:
    """Papers are printed again from it."""
    draw = Derived(b"a key")
    drawn = (draw.below(10**6), draw.choice("ABCDEFGH"), draw.token())
    assert drawn == (528065, "G", "sUGF1br0DbqaPrr_hqoI8U8ZLonUSlCFuyYyznm78tk")


def test_a_day_and_a_key_of_a_counter_have_the_marks_they_had() -> None:
    day = date(2026, 11, 27)
    marks = [
        codes.day_mark(HERE, "锦溪店", day, key="one", language=language) for language in ("zh", "en", "fr")
    ]
    assert [(one.number, one.colour, one.word) for one in marks] == [
        (4, "灰色", "松树"), (4, "grey", "pine"), (4, "灰色", "松树"),
    ]  # fmt: skip
    assert codes.paper_key(HERE, "确认", key="one") == "85332036469867"
    assert hash_mark(bytes(range(32))) == "kmjwy73fwp"


class Fixed:
    """Draws always the same place of a range."""

    def __init__(self, place: int) -> None:
        self.place = place

    def below(self, limit: int) -> int:
        return range(limit)[self.place]

    def choice(self, signs: Sequence[Any]) -> Any:
        return signs[self.place]

    def token(self) -> str:
        return ""


@pytest.mark.parametrize(("place", "digit"), [(0, "0"), (-1, "9")])
def test_a_card_and_a_phone_have_all_their_digits_whatever_is_drawn(
    place: int, digit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert codes.new_card(Fixed(place))[:-1] == "86" + digit * 40
    monkeypatch.setattr("secrets.randbelow", lambda below: range(below)[place])
    assert codes.new_handle() == digit * 10


@pytest.mark.parametrize(("drawn", "first"), [(5, "1000005"), (8_999_999, "9999999")])
def test_a_spoken_number_begins_at_a_million(drawn: int, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("secrets.randbelow", lambda below: asked.append(below) or drawn)
    assert codes.new_spoken_number()[:-1] == first
    assert asked == [9_000_000]


@pytest.mark.parametrize(
    ("text", "good"), [("", False), ("0", False), ("00", True), ("01", False), ("ab", False)]
)
def test_one_digit_checks_nothing(text: str, good: bool) -> None:
    assert is_checked(text) is good


@pytest.mark.parametrize("text", ["x" * 43, "86" + "x" * 41, "8" * 42, "8" * 44, "86" + "3" * 40 + "x"])
def test_what_is_not_43_digits_is_no_card(text: str) -> None:
    with pytest.raises(codes.CodeLengthWrong):
        codes.read_card(text)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (f"HTTPS://POINTS.EXAMPLE/C/{RECEIPT}{LETTERS}", codes.CodePrefixUnknown),
        (f"{RECEIPT}{LETTERS[:-1]}0", codes.CodeLengthWrong),
        (f"v{RECEIPT[2:]}{LETTERS}", codes.CodePrefixUnknown),
        (RECEIPT, codes.CodeLengthWrong),
    ],
)
def test_what_is_no_receipt_is_told_why(text: str, refusal: type[codes.CodeError]) -> None:
    assert codes.read_receipt(f"HTTPS://POINTS.EXAMPLE/R/{RECEIPT}{LETTERS}") == (RECEIPT, LETTERS)
    with pytest.raises(codes.CodeError) as no:
        codes.read_receipt(text)
    assert no.type is refusal


def test_a_mark_is_ten_letters_behind_an_id() -> None:
    assert split_marked(f" {RECEIPT}{LETTERS} ".upper()) == (RECEIPT, LETTERS)
    assert len(codes.new_public_id(codes.PublicKind.SHOP)) == 14


@pytest.mark.parametrize(
    ("cell", "found", "whole"),
    [
        ("没有, 6900000011003", ("6900000011003",), False),
        ("6900000011003, 没有", ("6900000011003",), False),
        ("6900000011003 没有", ("6900000011003",), False),
        ("6900000011003, 6900000011010", ("6900000011003", "6900000011010"), True),
        ("", (), True),
    ],
)
def test_a_cell_is_whole_where_every_part_of_it_is(cell: str, found: tuple[str, ...], whole: bool) -> None:
    assert codes.read_barcodes(cell) == (found, whole)


def test_a_voucher_says_its_key_and_its_number_and_needs_a_whole_signature() -> None:
    code = codes.encode_voucher(fields(key_number=3, voucher_id=77), lambda _: bytes(64))
    assert codes.claimed_by(code) == (3, 77)
    for length in (63, 65):
        with pytest.raises(ValueError, match="64 bytes"):
            codes.encode_voucher(fields(), lambda _, length=length: bytes(length))
    assert fields().kind == 1
    assert not fields().flags


def test_a_print_says_how_large_it_is() -> None:
    dots = [[True] * 9, [False] * 9]
    picture = Image.open(io.BytesIO(png(dots)))
    assert picture.size == (9, 2)
    assert [round(one) for one in picture.info["dpi"]] == [203, 203]
    # one bit, grey, packed and filtered as the standard says, not interlaced
    assert png(dots)[24:29] == bytes([1, 0, 0, 0, 0])
    dark = [[not picture.getpixel((across, down)) for across in range(9)] for down in range(2)]
    assert dark == dots


def test_a_run_reaches_to_the_edge() -> None:
    assert 'd="M0 0h2v1h-2zM1 1h1v1h-1z"' in svg([[True, True], [False, True]], cell=1)
    assert 'width="4" height="4" viewBox="0 0 2 2"' in svg([[True, True], [False, True]], cell=2)


def test_a_code_on_paper_is_drawn_at_four_pixels_a_module() -> None:
    kind, _, body = codes.qr_data_url(CARD).partition(",")
    picture = base64.b64decode(body).decode()
    assert kind == "data:image/svg+xml;base64"
    assert raster(picture).size == ((25 + 8) * 4,) * 2
    assert raster(codes.qr_svg(VOUCHER, cell=2)).size == ((41 + 8) * 2,) * 2


def test_digits_of_another_script_are_letters_to_a_picture() -> None:
    assert len(qr_grid("１２３", level="M")) == 21


def test_a_phone_that_is_misread_is_told_so_before_anybody_looks_it_up() -> None:
    code = codes.identity_code("0123456789", community=1, secret=b"s", at=datetime(2026, 3, 1, tzinfo=UTC))
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    with pytest.raises(codes.CheckDigitWrong):
        codes.read_identity(wrong)
    with pytest.raises(codes.CodePrefixUnknown):
        codes.read_identity("86" + code[2:])

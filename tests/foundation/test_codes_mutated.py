"""Twenty thousand damaged and forged codes of each kind: none is accepted, no reader falls over."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from points.foundation import codes
from points.foundation.codes import CodeError, VoucherPayload
from points.foundation.codes.voucher import split_voucher, unpack

FEW = 20_000
MANY = 1_000_000 if os.environ.get("SOAK") else FEW
NOW = datetime(2026, 11, 26, 4, 0, 15, tzinfo=UTC)
SECRET = b"s" * 32

OUR_KEYS = {number: Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2)}
OUR_PUBLIC_KEYS = {number: key.public_key().public_bytes_raw() for number, key in OUR_KEYS.items()}
THEIR_KEY = Ed25519PrivateKey.from_private_bytes(b"\xee" * 32)

Mutation = Callable[[random.Random, str], str]
DIGITS = "0123456789"


def flip(rng: random.Random, code: str) -> str:
    place = rng.randrange(len(code))
    return code[:place] + rng.choice(DIGITS) + code[place + 1 :]


def flip_some(rng: random.Random, code: str) -> str:
    for _ in range(rng.randint(2, 12)):
        code = flip(rng, code)
    return code


def swap(rng: random.Random, code: str) -> str:
    left, right = sorted(rng.sample(range(len(code)), 2))
    return code[:left] + code[right] + code[left + 1 : right] + code[left] + code[right + 1 :]


def swap_neighbours(rng: random.Random, code: str) -> str:
    place = rng.randrange(len(code) - 1)
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def cut_off(rng: random.Random, code: str) -> str:
    return code[: rng.randrange(len(code))]


def lose_one(rng: random.Random, code: str) -> str:
    place = rng.randrange(len(code))
    return code[:place] + code[place + 1 :]


def extend(rng: random.Random, code: str) -> str:
    more = "".join(rng.choices(DIGITS, k=rng.randint(1, 300)))
    return rng.choice((code + more, more + code))


def lose_and_extend(rng: random.Random, code: str) -> str:
    return lose_one(rng, code) + rng.choice(DIGITS)


def other_prefix(rng: random.Random, code: str) -> str:
    return f"{rng.randrange(100):02d}" + code[2:]


def foreign_sign(rng: random.Random, code: str) -> str:
    place = rng.randrange(len(code))
    return code[:place] + rng.choice("OlI٣४Ⅷ½-+.eE_√\x00\ud800大") + code[place + 1 :]


def all_random(rng: random.Random, code: str) -> str:
    return code[:2] + "".join(rng.choices(DIGITS, k=len(code) - 2))


def check_again(mutation: Mutation) -> Mutation:
    """The same damage, with a right check digit behind it: what a forger would do."""

    def mutate(rng: random.Random, code: str) -> str:
        return codes.with_check_digit(code[:2] + mutation(rng, code[2:-1]))

    return mutate


COMMON: tuple[Mutation, ...] = (
    flip,
    flip_some,
    swap,
    swap_neighbours,
    cut_off,
    lose_one,
    extend,
    lose_and_extend,
    other_prefix,
    foreign_sign,
    all_random,
)
CHECKED: tuple[Mutation, ...] = tuple(check_again(one) for one in (flip, flip_some, swap, all_random))


def mutants(genuine: list[str], mutations: tuple[Mutation, ...], wanted: int = MANY) -> Iterator[str]:
    """As many mutants as wanted; those that came out unharmed are not counted."""
    rng = random.Random(20261126)
    known, made = set(genuine), 0
    while made < wanted:
        mutant = mutations[made % len(mutations)](rng, rng.choice(genuine))
        if codes.squeeze(mutant) not in known:
            made += 1
            yield mutant


def count_accepted(reader: Callable[[str], object], texts: Iterator[str]) -> int:
    """How many a reader takes; anything but a refusal flies through and fails the test."""
    accepted = 0
    for text in texts:
        codes.classify(text)
        try:
            reader(text)
        except CodeError:
            continue
        accepted += 1
    return accepted


def voucher(number: int, **changes: object) -> VoucherPayload:
    facts: dict[str, object] = {
        "key_number": 1 + number % 2,
        "community": 1,
        "voucher_id": 7**20 + number,
        "shop": number % 3,
        "tenths": 10 + number,
        "last_day": date(2026, 12, 31),
        **changes,
    }
    return VoucherPayload(**facts)  # type: ignore[arg-type]


def signed(payload: VoucherPayload) -> str:
    return codes.encode_voucher(payload, OUR_KEYS[payload.key_number].sign)


def sign_by_another(rng: random.Random, code: str) -> str:
    """A richer voucher, well made, but by a key that is not ours; or by ours under the other number."""
    payload = voucher(rng.randrange(50), tenths=rng.randint(1, 2**24 - 1))
    wrong = rng.choice((THEIR_KEY, OUR_KEYS[3 - payload.key_number]))
    return codes.encode_voucher(payload, wrong.sign)


def change_a_field(rng: random.Random, code: str) -> str:
    """A genuine signature under other contents."""
    payload = voucher(rng.randrange(50), tenths=rng.randint(100, 2**24 - 1))
    signature = split_voucher(code)[1]
    return codes.encode_voucher(payload, lambda message: signature)


VOUCHERS = [signed(voucher(number)) for number in range(50)]
VOUCHER_MUTATIONS = (*COMMON, sign_by_another, change_a_field)


def read_voucher(text: str) -> object:
    return codes.decode_voucher(text, public_key_of=OUR_PUBLIC_KEYS.get)


def read_voucher_without_signature(text: str) -> object:
    return unpack(split_voucher(text)[0])


def test_the_genuine_vouchers_are_accepted() -> None:
    assert count_accepted(read_voucher, iter(VOUCHERS)) == len(VOUCHERS)


def test_no_mutated_voucher_is_accepted() -> None:
    assert count_accepted(read_voucher, mutants(VOUCHERS, VOUCHER_MUTATIONS)) == 0


def test_a_reader_that_skips_the_signature_would_be_caught() -> None:
    assert count_accepted(read_voucher_without_signature, mutants(VOUCHERS, VOUCHER_MUTATIONS, FEW)) > 1000


CARDS = [
    codes.with_check_digit("86" + str(3**80 + number)[:20] + str(7**40 + number)[-20:])
    for number in range(50)
]
CARD_HASHES = {codes.token_hash(card) for card in CARDS}


def read_card(text: str) -> object:
    """As the house does: the check digit is for typing slips, the hash decides."""
    card = codes.read_card(text)
    if codes.token_hash(card) not in CARD_HASHES:
        raise codes.CodePrefixUnknown
    return card


def test_the_genuine_cards_are_accepted_as_digits_and_as_links() -> None:
    links = [codes.card_link("https://points.example", card) for card in CARDS]
    assert count_accepted(read_card, iter([*CARDS, *links])) == 2 * len(CARDS)


def test_no_mutated_card_is_accepted() -> None:
    assert count_accepted(read_card, mutants(CARDS, COMMON + CHECKED)) == 0


def test_no_mutated_card_link_is_accepted() -> None:
    links = (codes.card_link("https://points.example", one) for one in mutants(CARDS, COMMON + CHECKED))
    assert count_accepted(read_card, links) == 0


def test_a_reader_that_trusts_the_check_digit_of_a_card_would_be_caught() -> None:
    assert count_accepted(codes.read_card, mutants(CARDS, COMMON + CHECKED, FEW)) > 1000


HANDLES = [str(11**9 + number)[-10:] for number in range(50)]


def identity(handle: str, **changes: object) -> str:
    facts: dict[str, object] = {"community": 1, "secret": SECRET, "at": NOW, **changes}
    return codes.identity_code(handle, **facts)  # type: ignore[arg-type]


IDENTITIES = [identity(handle) for handle in HANDLES]


def made_elsewhere(rng: random.Random, code: str) -> str:
    """Right in itself, but of another time, community or secret."""
    changes: tuple[dict[str, object], ...] = (
        {"at": NOW + timedelta(seconds=30 * rng.choice((-1, 1)) * rng.randint(1, 100_000))},
        {"community": rng.randint(2, 1000)},
        {"secret": rng.randbytes(32)},
    )
    return identity(rng.choice(HANDLES), **rng.choice(changes))


IDENTITY_MUTATIONS = (*COMMON, *CHECKED, made_elsewhere)


def read_identity(text: str) -> object:
    return codes.identity_step(text, community=1, secret=SECRET, at=NOW)


def test_the_genuine_identity_codes_are_accepted() -> None:
    assert count_accepted(read_identity, iter(IDENTITIES)) == len(IDENTITIES)


def test_no_mutated_identity_code_is_accepted() -> None:
    assert count_accepted(read_identity, mutants(IDENTITIES, IDENTITY_MUTATIONS)) == 0


def test_a_reader_that_trusts_the_check_digit_of_an_identity_code_would_be_caught() -> None:
    assert count_accepted(codes.read_identity, mutants(IDENTITIES, IDENTITY_MUTATIONS, FEW)) > 1000

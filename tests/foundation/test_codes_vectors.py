"""The codes against fixed examples, which other readers are held to as well."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from points.foundation import codes
from points.foundation.codes import CodeError, VoucherFlag, VoucherPayload

VECTORS = Path(__file__).parents[1] / "vectors"


def load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


VOUCHER, CARD, IDENTITY = load("voucher.json"), load("card.json"), load("identity.json")
SCANS, CELLS = load("scans.json")["scans"], load("scans.json")["cells"]
PUBLIC_KEYS = {key["number"]: bytes.fromhex(key["public_key"]) for key in VOUCHER["keys"]}
PRIVATE_KEYS = {
    key["number"]: Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key["seed"])) for key in VOUCHER["keys"]
}


def payload(fields: dict[str, Any]) -> VoucherPayload:
    return VoucherPayload(
        kind=fields["kind"],
        key_number=fields["key_number"],
        community=fields["community"],
        voucher_id=int(fields["voucher_id"]),
        shop=fields["shop"],
        tenths=fields["tenths"],
        last_day=date.fromisoformat(fields["last_day"]),
        flags=VoucherFlag(fields["flags"]),
    )


@pytest.mark.parametrize("vector", VOUCHER["valid"], ids=lambda one: one["note"])
def test_a_voucher_is_written_as_its_example(vector: dict[str, Any]) -> None:
    fields = payload(vector["fields"])
    assert codes.encode_voucher(fields, PRIVATE_KEYS[fields.key_number].sign) == vector["code"]
    assert len(vector["code"]) == VOUCHER["length"]


@pytest.mark.parametrize("vector", VOUCHER["valid"], ids=lambda one: one["note"])
def test_a_voucher_is_read_as_its_example(vector: dict[str, Any]) -> None:
    read = codes.decode_voucher(vector["code"], public_key_of=PUBLIC_KEYS.get)
    assert read == payload(vector["fields"])


@pytest.mark.parametrize("vector", VOUCHER["refused"], ids=lambda one: one["note"])
def test_a_wrong_voucher_is_refused_at_the_first_thing_that_is_wrong(vector: dict[str, Any]) -> None:
    with pytest.raises(CodeError) as refused:
        codes.decode_voucher(vector["code"], public_key_of=PUBLIC_KEYS.get)
    assert refused.value.code == vector["refusal"]


@pytest.mark.parametrize("vector", CARD["valid"])
def test_a_card_is_read_from_digits_and_from_its_link(vector: dict[str, Any]) -> None:
    assert codes.card_link("https://points.example/", vector["card"]) == vector["link"]
    assert codes.read_card(vector["card"]) == vector["card"]
    assert codes.read_card(vector["link"]) == vector["card"]
    assert codes.token_hash(vector["card"]).hex() == vector["hash"]


@pytest.mark.parametrize("vector", CARD["refused"], ids=lambda one: one["note"])
def test_a_wrong_card_is_refused_with_what_is_wrong(vector: dict[str, Any]) -> None:
    with pytest.raises(CodeError) as refused:
        codes.read_card(vector["text"])
    assert refused.value.code == vector["refusal"]


@pytest.mark.parametrize("vector", CARD["numbers"])
def test_a_typed_card_number_is_read_with_or_without_gaps(vector: dict[str, Any]) -> None:
    assert codes.read_card_number(vector["text"]) == vector["number"]


@pytest.mark.parametrize("vector", CARD["check_digits"])
def test_the_check_digit_is_that_of_its_example(vector: dict[str, Any]) -> None:
    assert codes.check_digit(vector["digits"]) == vector["check_digit"]


@pytest.mark.parametrize("vector", IDENTITY["valid"])
def test_an_identity_code_is_written_and_read_as_its_example(vector: dict[str, Any]) -> None:
    facts = {
        "community": vector["community"],
        "secret": bytes.fromhex(vector["secret"]),
        "at": datetime.fromisoformat(vector["at"]),
    }
    assert codes.identity_code(vector["handle"], **facts) == vector["code"]
    assert len(vector["code"]) == IDENTITY["length"]
    assert codes.read_identity(vector["code"]) == vector["handle"]
    assert codes.identity_step(vector["code"], **facts) == vector["step"]


@pytest.mark.parametrize("vector", SCANS, ids=lambda one: f"{one['kind']}-{one['text'][:24]!a}")
def test_a_scan_is_sorted_by_kind_whatever_the_scanner_adds(vector: dict[str, Any]) -> None:
    assert codes.classify(vector["text"]) == vector["kind"]
    assert codes.read_scan(vector["text"]).text == vector["reads_as"]


@pytest.mark.parametrize("vector", SCANS, ids=lambda one: f"{one['kind']}-{one['text'][:24]!a}")
def test_a_barcode_is_read_in_its_stored_form_or_not_at_all(vector: dict[str, Any]) -> None:
    read = codes.read_barcode(vector["text"])
    assert read == vector["barcode"]
    assert read is None or codes.is_ean13(read) or codes.is_ean8(read)


@pytest.mark.parametrize("vector", CELLS, ids=lambda one: one["note"])
def test_every_barcode_of_a_cell_is_read(vector: dict[str, Any]) -> None:
    assert codes.read_barcodes(vector["text"]) == (tuple(vector["barcodes"]), vector["whole"])

"""The bytes that a seal covers: one spelling for one record, and nothing that has several."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points import audit

RECORD = {
    "at": datetime(2025, 11, 26, 4, 0, 0, 50, tzinfo=UTC),
    "id": UUID("01890000-0000-7000-8000-00000000000a"),
    "facts": {"tenths": 5, "day": date(2025, 1, 2), "名": "米", "none": None, "yes": True, "list": (1, "2")},
}
BYTES = (
    '{"at":"2025-11-26T04:00:00.000050Z",'
    '"facts":{"day":"2025-01-02","list":[1,"2"],"none":null,"tenths":5,"yes":true,"名":"米"},'
    '"id":"01890000-0000-7000-8000-00000000000a"}'
)


def test_a_record_is_written_in_one_spelling() -> None:
    assert audit.canonical.canonical_bytes(RECORD) == BYTES.encode()


def test_neither_the_order_of_facts_nor_the_time_zone_changes_it() -> None:
    shanghai = RECORD["at"].astimezone(timezone(timedelta(hours=8)))  # type: ignore[union-attr]
    turned = {"facts": dict(reversed(RECORD["facts"].items())), "id": RECORD["id"], "at": shanghai}  # type: ignore[union-attr]
    assert audit.canonical.canonical_bytes(turned) == BYTES.encode()


def test_a_whole_second_is_written_with_its_microseconds() -> None:
    written = audit.canonical.canonical_bytes({"at": datetime(2025, 1, 1, tzinfo=UTC)})
    assert written == b'{"at":"2025-01-01T00:00:00.000000Z"}'


def test_what_was_read_back_from_json_has_the_same_bytes() -> None:
    assert audit.canonical.canonical_bytes(json.loads(BYTES)) == BYTES.encode()


def test_the_leaf_hash_is_that_of_rfc_6962() -> None:
    assert audit.canonical.leaf_hash(RECORD) == hashlib.sha256(b"\x00" + BYTES.encode()).digest()


class Word(str):
    """Text of a kind of its own, as a number may be."""


@pytest.mark.parametrize(
    ("value", "plain"),
    [(Word("米"), "米"), (IntEnum("Many", "ONE TWO")(2), 2), ({"a": [Word("b")]}, {"a": ["b"]})],
)
def test_a_kind_of_text_or_number_is_written_as_what_it_is(value: object, plain: object) -> None:
    assert audit.canonical.canonical_bytes({"a": value}) == audit.canonical.canonical_bytes({"a": plain})


@pytest.mark.parametrize("value", [0.5, 1.0, Decimal("0.5"), b"bytes", object()])
def test_what_has_no_single_spelling_is_refused_wherever_it_stands(value: object) -> None:
    for facts in ({"a": value}, {"a": [value]}, {"a": {"b": value}}):
        with pytest.raises(TypeError, match="no canonical form"):
            audit.canonical.canonical_bytes(facts)


def test_a_commitment_is_the_digest_of_salt_and_words() -> None:
    salt = bytes(range(16))
    assert audit.canonical.commitment(salt, "拿错了") == hashlib.sha256(salt + "拿错了".encode()).hexdigest()
    assert audit.canonical.commitment(salt[::-1], "拿错了") != audit.canonical.commitment(salt, "拿错了")


def plainly(value: Any) -> Any:
    """The form of a fact, once more and as plainly as it can be said."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plainly(one) for name, one in value.items()}
    assert isinstance(value, list | tuple)
    return [plainly(one) for one in value]


ZONES = st.timezones() | st.just(UTC)
SIMPLE = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.uuids()
    | st.dates()
    | st.datetimes(timezones=ZONES)
)
FACTS = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text() | st.integers() | st.uuids(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(record=st.dictionaries(st.text(max_size=12), FACTS, max_size=6))
def test_the_quick_way_writes_the_very_bytes_of_the_plain_one(record: dict[str, Any]) -> None:
    try:
        wanted = json.dumps(
            {name: plainly(one) for name, one in record.items()},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
    except (UnicodeEncodeError, OverflowError) as error:
        # half a character has no UTF-8, the first hours of the year 1 are before it in UTC
        with pytest.raises(type(error)):
            audit.canonical.canonical_bytes(record)
        return
    assert audit.canonical.canonical_bytes(record) == wanted
    assert audit.canonical.leaf_hash(record) == hashlib.sha256(b"\x00" + wanted).digest()

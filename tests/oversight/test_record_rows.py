"""Records read as plain values are the records: what is hashed has not a byte more or less."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from points import audit
from points.foundation import clock, db, reading, transact
from points.oversight import record_hashes, record_names, record_rows
from tests.support.books import Books

WORDS = ('a "quoted" word', "back\\slash", "line\nbreak\ttab", "陪伴", "𠮷", "é", "\u2028", "/", "")
NUMBERS = (0, -1, 2**31, 2**53 + 1, -(2**63), 10**30)


def test_the_very_bytes_come_out_that_the_slow_reading_gives(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_rows, "BATCH", 7)
    clock.set_now(clock.now().replace(microsecond=0) + timedelta(hours=1))
    for number, word in enumerate(WORDS):
        facts = {"z": word, "a": [word, None, True, {word: NUMBERS[number % 6]}], "10": 1, "9": 2, word: word}
        transact(
            lambda facts=facts: audit.records.record(
                "test.done",
                actor=books.street.clerk,
                subject_kind="test",
                facts=facts,
                private={"reason": "x"},
            )
        )
    clock.reset()
    table = db.metadata.tables["audit_record"]
    typed = reading(
        lambda: [dict(one) for one in db.session.execute(sa.select(table).order_by(table.c.id)).mappings()]
    )
    quick = reading(lambda: list(record_rows.read(books.community_id, after=record_rows.START)))
    for one in quick:
        one["facts"], one["commitments"] = json.loads(one["facts"]), json.loads(one["commitments"])
    assert len(quick) > 20
    assert [one.pop("leaf_hash") for one in quick] == [bytes(one.pop("leaf_hash")) for one in typed]
    assert [audit.canonical.canonical_bytes(one) for one in quick] == [
        audit.canonical.canonical_bytes(one) for one in typed
    ]
    found = reading(lambda: record_hashes.read(books.community_id))
    assert (found.unaltered.ok, found.unaltered.counted) == (True, len(typed))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-11-26 04:00:00.000050", "2025-11-26T04:00:00.000050Z"),
        ("2025-11-26 04:00:00", "2025-11-26T04:00:00.000000Z"),
        ("2025-11-26T12:00:00+08:00", "2025-11-26T04:00:00.000000Z"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_moment_has_one_spelling_however_it_stands_there(text: str, moment: str) -> None:
    assert record_rows._moment(text) == moment


@given(key=st.uuids())
def test_an_id_is_spelled_with_dashes(key: UUID) -> None:
    assert record_rows.dashed(key.hex) == record_rows.dashed(str(key)) == str(key)


SIGNS = st.text("王小明陪伴活动 ,。0123456789a", max_size=30)


@given(
    text=SIGNS,
    names=st.sets(st.text("王小明陪", min_size=1, max_size=5)),
    phones=st.sets(st.text("0123456789")),
)
def test_names_and_phones_are_found_as_by_comparing_each(
    text: str, names: set[str], phones: set[str]
) -> None:
    known = record_names.personal([*((name, "") for name in names), *(("", phone) for phone in phones)])
    looked_for = {name for name in names if len(name) > 1}
    run = ""
    runs = []
    for sign in f"{text} ":
        if "\u3400" <= sign <= "\u9fff":
            run += sign
        elif run:
            runs.append(run)
            run = ""
    name = any(
        one in looked_for
        if len(one) <= 2
        else any(len(name) in (3, 4) and name in one for name in looked_for)
        for one in runs
    )
    digits = "".join(sign if sign.isdigit() else " " for sign in text).split()
    phone = any(one and one in run for run in digits if len(run) >= 11 for one in phones)
    assert known.found_in(text) == ("a name" if name else "a phone number" if phone else None)
    for ascii_only in (True, False):
        stored = json.dumps({"what": text}, ensure_ascii=ascii_only)
        assert record_names.may_name(stored) or not (name or phone)

"""Writing actions down: with the action or not at all, refused ones on their own, personal words kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from points import audit
from points.foundation import (
    Actor,
    BooksAway,
    DiskFull,
    NotKnown,
    Refusal,
    clock,
    db,
    new_id,
    reading,
    system_actor,
    transact,
)
from points.oversight import record_hashes
from tests.support.losses import losing
from tests.support.world import new_community

NOON = datetime(2025, 11, 26, 4, 0, 30, tzinfo=UTC)


class NotToday(Refusal):
    """A "no" of these tests."""

    code = "not_today"
    zh = "今天不行。"
    en = "Not today."


@audit.records.writes("test.tried", "test.done", of="gift")
def give() -> None:
    """A use case that says what it writes."""


@pytest.fixture
def clerk(community_id: UUID) -> Actor:
    """Somebody at a device."""
    return Actor(community_id, account_id=new_id(), person_id=new_id(), device_id=new_id())


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database from here on."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def rows(table: str) -> list[dict[str, Any]]:
    """Every row of a table of this room."""
    query = sa.select(db.metadata.tables[f"audit_{table}"])
    return reading(lambda: [dict(one) for one in db.session.execute(query).mappings()])


def write(actor: Actor, action: str = "test.done", **more: Any) -> UUID:
    """One record in a transaction of its own."""
    return transact(lambda: audit.records.record(action, actor=actor, subject_kind="test", **more))


def test_a_record_says_who_did_what_to_what_and_where(clerk: Actor) -> None:
    subject, other = new_id(), uuid4()
    record_id = write(clerk, subject_id=subject, facts={"tenths": 5, "other_id": other}, origin="back_filled")
    [row] = rows("record")
    assert row.pop("leaf_hash") == audit.canonical.leaf_hash(row)
    assert clock.now() - row.pop("at") < timedelta(minutes=1)
    assert row == {
        "community_id": clerk.community_id,
        "id": record_id,
        "actor_kind": "person",
        "actor_id": clerk.account_id,
        "device_id": clerk.device_id,
        "deed": "test.done",
        "subject_kind": "test",
        "subject_id": subject,
        "outcome": "done",
        "origin": "back_filled",
        "facts": {"tenths": 5, "other_id": str(other)},
        "commitments": {},
    }
    assert [one["record_id"] for one in rows("outbox")] == [record_id]


def test_what_nothing_more_is_said_of_has_no_facts_and_no_words(clerk: Actor) -> None:
    write(clerk)
    [row] = rows("record")
    assert (row["facts"], row["commitments"], row["subject_id"]) == ({}, {}, None)
    assert (row["outcome"], row["origin"], rows("private")) == ("done", "entered", [])


def test_an_attempt_whose_answer_was_lost_is_made_again_only_where_it_may(clerk: Actor) -> None:
    def work() -> UUID:
        return audit.records.record("test.done", actor=clerk, subject_kind="test")

    with losing(0.5), pytest.raises(NotKnown):
        audit.records.attempt(work, of=give, actor=clerk)
    with losing(0.5) as lost:
        last = audit.records.attempt(work, of=give, actor=clerk, replayable=True)
    assert (lost, [one["id"] for one in rows("record")][2:]) == ([1], [last])


def test_a_community_s_records_end_with_the_newest_of_its_own(clerk: Actor) -> None:
    assert reading(lambda: audit.marks.ends_at(uuid4())) is None
    write(clerk)
    write(clerk)
    newest = max(row["at"] for row in rows("record"))
    with clock.standing_at(newest + timedelta(hours=1)):
        write(system_actor(new_community("莲花社区")))
    assert reading(lambda: audit.marks.ends_at(clerk.community_id)) == newest


def test_a_record_goes_with_the_transaction_of_its_action(clerk: Actor) -> None:
    def work() -> None:
        audit.records.record("test.done", actor=clerk, subject_kind="test", private={"reason": "不见了"})
        raise NotToday

    with pytest.raises(NotToday):
        transact(work)
    assert [rows(table) for table in ("record", "outbox", "private")] == [[], [], []]


def test_nothing_is_written_outside_a_transaction(clerk: Actor) -> None:
    with pytest.raises(RuntimeError, match="a write outside transact"):
        audit.records.record("test.done", actor=clerk, subject_kind="test")
    db.session.remove()
    assert rows("record") == []


def test_many_actions_take_no_more_statements_than_one(clerk: Actor, statements: list[str]) -> None:
    def action(number: int) -> audit.records.Action:
        return audit.records.Action(f"test.done.{number}", "test", private={"reason": "同样"})

    def inserts(count: int) -> int:
        statements.clear()
        transact(lambda: audit.records.record_many([action(one) for one in range(count)], actor=clerk))
        return sum(one.startswith("INSERT") for one in statements)

    assert inserts(1) == inserts(40) == 2
    assert len(rows("record")) == len(rows("private")) == 41


def test_no_actions_are_no_statement(clerk: Actor, statements: list[str]) -> None:
    assert transact(lambda: audit.records.record_many([], actor=clerk)) == []
    assert not any(one.startswith("INSERT") for one in statements)


def test_the_ids_come_back_in_the_order_of_the_actions(clerk: Actor) -> None:
    actions = [audit.records.Action(f"test.done.{number}", "test", at=NOON) for number in range(5)]
    ids = transact(lambda: audit.records.record_many(actions, actor=clerk))
    written = {one["id"]: one["deed"] for one in rows("record")}
    assert [written[one] for one in ids] == [one.name for one in actions]
    assert {one["at"] for one in rows("record")} == {NOON}


def test_an_attempt_that_succeeds_answers_and_adds_nothing_of_its_own(clerk: Actor) -> None:
    def work() -> str:
        audit.records.record("test.done", actor=clerk, subject_kind="test")
        return "yes"

    assert audit.records.attempt(work, of=give, actor=clerk) == "yes"
    assert [(one["deed"], one["outcome"]) for one in rows("record")] == [("test.done", "done")]


def test_a_refused_attempt_is_written_down_after_its_rollback_with_numbers_and_references_only(
    clerk: Actor,
) -> None:
    subject, other = new_id(), uuid4()
    refusal = NotToday(gap=25, firm=True, voucher_id=other, name="田桂兰", receipt_id=None, lines=[1, "米"])

    def work() -> None:
        audit.records.record("test.done", actor=clerk, subject_kind="test", private={"reason": "田桂兰说的"})
        raise refusal

    with pytest.raises(NotToday) as caught:
        audit.records.attempt(work, of=give, actor=clerk, subject_id=subject)
    assert caught.value is refusal
    [row] = rows("record")
    assert (row["deed"], row["outcome"], row["subject_id"]) == ("test.tried", "refused", subject)
    assert row["subject_kind"] == "gift"
    assert row["facts"] == {"code": "not_today", "gap": 25, "firm": True, "voucher_id": str(other)}
    assert (row["actor_id"], row["device_id"]) == (clerk.account_id, clerk.device_id)
    assert rows("private") == []
    assert len(rows("outbox")) == 1


def test_a_fault_is_no_refusal_and_leaves_nothing(clerk: Actor) -> None:
    def work() -> None:
        audit.records.record("test.done", actor=clerk, subject_kind="test")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        audit.records.attempt(work, of=give, actor=clerk)
    assert rows("record") == []


@pytest.mark.parametrize("refusal", [BooksAway, DiskFull, NotKnown])
def test_where_the_books_do_not_answer_an_attempt_says_so_and_writes_nothing(
    clerk: Actor, refusal: type[Refusal]
) -> None:
    def work() -> None:
        raise refusal

    with pytest.raises(refusal):
        audit.records.attempt(work, of=give, actor=clerk)
    assert rows("record") == []


def test_failures_of_nobody_are_counted_by_the_minute(app: Flask) -> None:
    for seconds, action, code in (
        (0, "account.signed_in", "wrong_password"),
        (29, "account.signed_in", "wrong_password"),
        (29, "account.signed_in", "account_locked"),
        (29, "card.opened", "wrong_password"),
        (30, "account.signed_in", "wrong_password"),
    ):
        clock.set_now(NOON + timedelta(seconds=seconds, microseconds=7))
        transact(lambda action=action, code=code: audit.records.count_refused(action, code))
    minute = NOON.replace(second=0)
    counted = {(one["minute"], one["deed"], one["code"]): one["times"] for one in rows("refused_count")}
    assert counted == {
        (minute, "account.signed_in", "wrong_password"): 2,
        (minute, "account.signed_in", "account_locked"): 1,
        (minute, "card.opened", "wrong_password"): 1,
        (minute + timedelta(minutes=1), "account.signed_in", "wrong_password"): 1,
    }
    assert rows("record") == []


def test_the_same_words_never_have_the_same_commitment(clerk: Actor) -> None:
    for _ in range(2):
        write(clerk, private={"reason": "拿错了货"})
    first, second = (one["commitments"]["reason"] for one in rows("record"))
    assert first != second
    salts = {bytes(one["salt"]) for one in rows("private")}
    assert {len(one) for one in salts} == {16}
    assert {audit.canonical.commitment(one, "拿错了货") for one in salts} == {first, second}
    assert "拿错了货" not in str(rows("record"))


def test_words_can_be_erased_and_the_record_still_has_its_hash(clerk: Actor) -> None:
    write(clerk, private={"reason": "拿错了货"})
    transact(lambda: db.session.execute(sa.delete(db.metadata.tables["audit_private"])))
    found = reading(lambda: record_hashes.unaltered(clerk.community_id))
    assert (found.ok, found.counted) == (True, 1)
    [line] = reading(lambda: audit.trail.read(clerk.community_id))
    assert line.words == {}


def test_a_float_is_refused_before_anything_is_written(clerk: Actor) -> None:
    with pytest.raises(TypeError, match="no canonical form"):
        write(clerk, facts={"points": 2.5})
    assert rows("record") == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET deed = 'test.undone'",
        "UPDATE audit_record SET outcome = outcome",
        "DELETE FROM audit_record",
    ],
)
def test_a_record_cannot_be_changed_or_deleted(clerk: Actor, statement: str) -> None:
    write(clerk)
    transact(lambda: db.session.execute(sa.delete(db.metadata.tables["audit_outbox"])))
    with pytest.raises(sa.exc.IntegrityError, match="audit_record is only ever added to"):
        transact(lambda: db.session.execute(sa.text(statement)))
    assert [one["deed"] for one in rows("record")] == ["test.done"]


@pytest.mark.only_on("postgresql")
def test_the_book_of_actions_cannot_be_truncated(clerk: Actor) -> None:
    write(clerk)
    with pytest.raises(sa.exc.IntegrityError, match="audit_record is only ever added to"):
        transact(lambda: db.session.execute(sa.text("TRUNCATE audit_record CASCADE")))
    assert len(rows("record")) == 1


def test_the_house_itself_acts_without_an_account(app: Flask) -> None:
    community_id = new_community()
    write(system_actor(community_id))
    [row] = rows("record")
    assert (row["actor_kind"], row["actor_id"], row["device_id"]) == ("system", None, None)

"""What a check may pass over because an earlier one proved it, and what is seen all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit, operation, oversight
from points.foundation import clock, db, new_id, reading, transact
from points.foundation.epochs import begin_epoch, remember
from points.foundation.guards import trigger_statements
from points.oversight.findings import Finding, Report
from tests.support.books import Books


@pytest.fixture
def proved(books: Books) -> Iterator[Books]:
    """Books that were proved as a whole an hour ago, at three in the night: a week is counted in days."""
    clock.set_now(clock.instant(clock.today() + timedelta(days=1), time(3)))
    report = oversight.checking.check(books.community_id)
    assert report.balanced
    assert report.full
    clock.set_now(clock.now() + timedelta(hours=1))
    yield books
    clock.reset()


def since(books: Books) -> Report:
    """The check of an ordinary night."""
    report = oversight.checking.check_since(books.community_id)
    clock.set_now(clock.now() + timedelta(minutes=1))
    return report


def of(report: Report, name: str = "records_unaltered") -> Finding:
    """One finding of a report."""
    return next(one for one in report.findings if one.name == name)


def write(books: Books, **facts: object) -> UUID:
    """One more record."""
    note = {"subject_kind": "activity", "subject_id": new_id(), "facts": facts}
    return transact(lambda: audit.records.record("activity.planned", actor=books.street.system, **note))  # type: ignore[arg-type]


def behind_the_back(*statements: str) -> None:
    """What somebody with the database's password does, past the triggers, which they put back afterwards."""
    tables = ("audit_record", "audit_mention")
    if db.engine.dialect.name == "sqlite":
        away = [f"DROP TRIGGER keep_{one}_{deed}" for one in tables for deed in ("update", "delete")]
        back = [guard for one in tables for guard in trigger_statements(one, "sqlite")]
    else:
        away, back = (
            [f"ALTER TABLE {one} {how} TRIGGER keep_{one}_row" for one in tables]
            for how in ("DISABLE", "ENABLE")
        )
    with db.engine.begin() as connection:
        for guard in away:
            connection.execute(sa.text(guard))
        for statement in statements:
            assert connection.execute(sa.text(statement)).rowcount > 0
        for guard in back:
            connection.execute(sa.text(guard))


def change_an_old_record() -> None:
    behind_the_back("UPDATE audit_record SET origin = 'imported' WHERE deed = 'shop.opened'")


def change_it_back() -> None:
    behind_the_back("UPDATE audit_record SET origin = 'entered' WHERE deed = 'shop.opened'")


def number(books: Books) -> int:
    """How many records there are."""
    return reading(lambda: db.session.execute(sa.text("SELECT count(*) FROM audit_record")).scalar_one())


def test_an_ordinary_night_hashes_only_what_is_new_and_says_when_all_was(proved: Books) -> None:
    before = reading(lambda: oversight.checking.find_last(proved.community_id))
    assert before is not None
    write(proved, bill=1)
    report = since(proved)
    # the check before it wrote a record of itself
    assert (report.balanced, report.full, of(report).counted) == (True, False, 2)
    assert of(report, "facts_without_names").counted == number(proved) - 1
    kept = reading(lambda: oversight.checking.find_last(proved.community_id))
    assert kept is not None
    assert (kept.full_at, kept.full, kept.proved) == (before.at, False, report.proved)
    assert of(since(proved)).counted == 1


def test_what_was_written_since_is_hashed_again(proved: Books) -> None:
    changed = write(proved, bill=1)
    behind_the_back("UPDATE audit_record SET deed = 'activity.held' WHERE deed = 'activity.planned'")
    assert of(since(proved)).rows[-1] == f"record={changed}, deed=activity.held"


def test_an_old_record_that_was_changed_is_found_by_the_week_and_by_whoever_asks(proved: Books) -> None:
    change_an_old_record()
    assert since(proved).balanced
    assert [one.name for one in oversight.checking.check(proved.community_id).broken] == ["records_unaltered"]


def test_once_a_week_everything_is_hashed_again(proved: Books) -> None:
    change_an_old_record()
    for _ in range(6):
        clock.set_now(clock.now() + timedelta(days=1))
        assert since(proved).balanced
    clock.set_now(clock.now() + timedelta(days=1))
    report = since(proved)
    assert (report.full, [one.name for one in report.broken]) == (True, ["records_unaltered"])


def test_after_a_failure_every_check_is_whole_until_the_books_hold_again(proved: Books) -> None:
    change_an_old_record()
    first = oversight.checking.check(proved.community_id)
    clock.set_now(clock.now() + timedelta(minutes=1))
    again = since(proved)
    assert (first.balanced, again.balanced, again.full) == (False, False, True)
    change_it_back()
    assert [(one.balanced, one.full) for one in (since(proved), since(proved))] == [
        (True, True),
        (True, False),
    ]


def test_an_old_record_with_a_new_leaf_hash_is_missed_the_same_night(proved: Books) -> None:
    behind_the_back(
        "UPDATE audit_record SET leaf_hash = (SELECT leaf_hash FROM audit_record WHERE deed = 'activity.planned')"
        " WHERE deed = 'shop.opened'"
    )
    report = since(proved)
    assert report.full
    assert [row.split("=")[0] for row in of(report).rows] == ["records", "record"]


def test_a_record_that_is_gone_is_missed_the_same_night_and_every_night_after(proved: Books) -> None:
    behind_the_back(
        "DELETE FROM audit_outbox WHERE record_id IN (SELECT id FROM audit_record WHERE deed = 'activity.planned')",
        "DELETE FROM audit_mention WHERE record_id IN (SELECT id FROM audit_record WHERE deed = 'activity.planned')",
        "DELETE FROM audit_record WHERE deed = 'activity.planned'",
    )
    for _ in range(2):
        report = since(proved)
        assert [one.name for one in report.broken] == ["records_unaltered"]
        assert of(report).rows[0].endswith("not the same any more")
    assert not oversight.checking.check(proved.community_id).balanced


def test_a_record_whose_commit_came_late_is_read_with_all_others(proved: Books) -> None:
    last = reading(lambda: oversight.checking.find_last(proved.community_id))
    assert last is not None
    assert last.proved is not None
    late = write(proved, bill=1)
    # its id was made before the check read, its commit came after
    earlier = UUID(int=last.proved.through.int - 1)
    table = db.metadata.tables["audit_record"]
    row = reading(
        lambda: dict(db.session.execute(sa.select(table).where(table.c.id == late)).mappings().one())
    )
    row = {**row, "id": earlier}
    row["leaf_hash"] = audit.canonical.leaf_hash(
        {name: one for name, one in row.items() if name != "leaf_hash"}
    )
    transact(lambda: db.session.execute(sa.insert(table), [row]))
    report = since(proved)
    assert (report.balanced, report.full) == (True, True)
    assert (since(proved).full, number(proved)) == (False, of(report).counted + 2)


def test_a_name_that_is_registered_later_is_found_in_an_old_record(proved: Books) -> None:
    with db.engine.begin() as connection:
        told = "UPDATE people_identity SET name = '陪伴活' WHERE phone = '13800000002'"
        connection.execute(sa.text(told))
    assert [one.name for one in since(proved).broken] == ["facts_without_names"]
    with db.engine.begin() as connection:
        told = "UPDATE people_identity SET name = '冉小满', phone = '13900000000' WHERE phone = '13800000002'"
        connection.execute(sa.text(told))
    report = since(proved)
    assert of(report, "facts_without_names").rows[0].endswith("a phone number")


def test_a_private_word_that_was_changed_is_found_the_same_night(proved: Books) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE audit_private SET words = '别的原因'"))
    report = since(proved)
    assert not report.full
    assert of(report).rows[0].endswith("private words")


def test_a_restored_database_takes_nothing_for_granted(proved: Books) -> None:
    change_an_old_record()
    transact(lambda: begin_epoch("restored"))
    report = since(proved)
    assert (report.full, report.balanced) == (True, False)


def test_nor_does_a_machine_that_remembers_a_restore(proved: Books, tmp_path: Path) -> None:
    prove = operation.nightly._prove
    change_an_old_record()
    assert prove(tmp_path) == {"communities": 1, "broken": []}
    remember(tmp_path, 2)
    assert prove(tmp_path) == {"communities": 1, "broken": ["records_unaltered"]}

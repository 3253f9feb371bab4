"""Every way a row with a history is written leaves its line, covered by the record of who did it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from points import audit, people
from points.audit import history_rows
from points.audit.records import Action
from points.foundation import add_rows, clock, db, new_id, reading, run, system_actor, transact
from points.foundation.kept.remembered import changes_remembered, lines_digest, remembered_tables
from points.foundation.prepared import given, prepared
from points.people.models import Card, Household, Relation
from tests.support.street import Street
from tests.support.world import new_community

Lines = list[tuple[int, str | None]]


def lines_of(row_id: UUID) -> Lines:
    """The lines of a row, from the first."""
    query = sa.text("SELECT seq, state FROM audit_row_history WHERE row_id = :id ORDER BY seq").bindparams(
        sa.bindparam("id", row_id, sa.Uuid)
    )
    return [(int(seq), said) for seq, said in reading(lambda: db.session.execute(query).all())]


def noted(street: Street, work: Callable[[], Any]) -> None:
    """Do it, and write it down."""

    def both() -> None:
        work()
        audit.records.record("household.opened", actor=street.system, subject_kind="household")

    transact(both)


def household(street: Street, number: str) -> dict[str, Any]:
    return {
        "community_id": street.community_id,
        "id": new_id(),
        "number": number,
        "status": "active",
        "created_at": clock.now(),
    }


@prepared
def _leave() -> sa.Executable:
    return sa.update(Household).where(Household.id == given("one")).values(status="left")


WAYS: dict[str, Callable[[UUID], object]] = {
    "run": lambda one: run(sa.update(Household).where(Household.id == one).values(status="left")),
    "session": lambda one: db.session.execute(
        sa.update(Household).where(Household.id == one).values(status="left")
    ),
    "values beside": lambda one: run(sa.update(Household).where(Household.id == one), {"status": "left"}),
    "prepared": lambda one: _leave().changed(one=one),
    "object": lambda one: setattr(
        db.session.scalars(sa.select(Household).where(Household.id == one)).one(), "status", "left"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_however_it_is_written_there_is_a_line(street: Street, way: str) -> None:
    row = household(street, "700")
    noted(street, lambda: add_rows(Household, [row]))
    noted(street, lambda: WAYS[way](row["id"]))
    first, second = lines_of(row["id"])
    assert (first[0], second[0]) == (1, 2)
    assert first[1] is not None
    assert "active" in first[1]
    assert second[1] is not None
    assert "left" in second[1]


def test_what_is_gone_has_a_line_without_words(street: Street) -> None:
    row = household(street, "701")
    noted(street, lambda: run(sa.insert(Household), [row]))
    noted(street, lambda: run(sa.delete(Household).where(Household.id == row["id"])))
    assert [said is None for _, said in lines_of(row["id"])] == [False, True]
    query = sa.text("SELECT CAST(commitments AS TEXT) FROM audit_record ORDER BY at DESC, id DESC LIMIT 1")
    said = reading(lambda: db.session.scalars(query).one())
    assert lines_digest([f"people_household|{row['id'].hex}|2|"]) in said


def test_a_change_is_noted_of_the_rows_it_meets_and_of_no_other(street: Street) -> None:
    one, other = household(street, "721"), household(street, "722")
    elsewhere = {**one, "community_id": new_community("莲花社区")}
    noted(street, lambda: add_rows(Household, [one, other]))
    transact(lambda: add_rows(Household, [elsewhere]))

    def work() -> Any:
        own = (Household.community_id == street.community_id, Household.id == one["id"])
        run(sa.update(Household).where(*own).values(status="left"))
        found = {community_id: dict(tables) for community_id, tables in history_rows.waiting().items()}
        audit.records.record("household.opened", actor=street.system, subject_kind="household")
        return found

    assert transact(work) == {street.community_id: {"people_household": {one["id"]: None}}}


def test_of_many_rows_changed_together_each_has_its_line(street: Street) -> None:
    rows = [household(street, number) for number in ("731", "732", "733")]
    noted(street, lambda: add_rows(Household, rows))
    change = sa.update(Household.__table__).where(Household.__table__.c.id == sa.bindparam("one"))
    to = [{"one": one["id"], "status": "left"} for one in rows[:2]]
    noted(street, lambda: db.session.connection().execute(change.values(status=sa.bindparam("status")), to))
    assert [len(lines_of(one["id"])) for one in rows] == [2, 2, 1]


def test_what_was_changed_past_the_house_is_not_made_good_by_a_later_change(street: Street) -> None:
    row = household(street, "741")
    noted(street, lambda: add_rows(Household, [row]))
    past = sa.text("UPDATE people_household SET number = '742' WHERE id = :id").bindparams(
        sa.bindparam("id", row["id"], sa.Uuid)
    )
    transact(lambda: db.session.execute(past))
    noted(street, lambda: WAYS["run"](row["id"]))
    assert len(lines_of(row["id"])) == 1


def test_a_row_that_comes_while_others_are_changed_is_not_changed_with_them(street: Street) -> None:
    row, late = household(street, "751"), household(street, "752")
    noted(street, lambda: add_rows(Household, [row]))
    came: list[object] = []

    def come(connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE people_household") and not came:
            came.append(connection.execute(sa.insert(Household.__table__), [late]))  # type: ignore[arg-type]

    sa.event.listen(db.engine, "before_cursor_execute", come)
    change = sa.update(Household).where(Household.number.in_(["751", "752"])).values(status="left")
    noted(street, lambda: run(change))
    sa.event.remove(db.engine, "before_cursor_execute", come)
    query = sa.select(Household.number, Household.status).where(Household.number.in_(["751", "752"]))
    found = reading(lambda: dict(map(tuple, db.session.execute(query))))
    assert (len(came), found) == (1, {"751": "left", "752": "active"})


def test_the_record_covers_its_lines_and_no_other_does(street: Street) -> None:
    row = household(street, "702")
    noted(street, lambda: add_rows(Household, [row]))
    noted(street, lambda: None)
    said = lines_of(row["id"])[0][1]
    spelled = f"people_household|{row['id'].hex}|1|{said}"
    query = sa.text(
        "SELECT CAST(commitments AS TEXT) FROM audit_record WHERE deed = 'household.opened' ORDER BY id DESC LIMIT 2"
    )
    after, own = reading(lambda: db.session.scalars(query).all())
    assert lines_digest([spelled]) in own
    assert after == "{}"


def test_one_line_however_often_it_is_written_on_the_way(street: Street) -> None:
    row = household(street, "703")

    def work() -> None:
        add_rows(Household, [row])
        run(sa.update(Household).where(Household.id == row["id"]).values(status="left"))
        run(sa.update(Household).where(Household.id == row["id"]).values(status="active"))

    noted(street, work)
    assert len(lines_of(row["id"])) == 1
    noted(street, lambda: run(sa.update(Household).where(Household.id == row["id"]).values(status="active")))
    assert len(lines_of(row["id"])) == 1


def test_what_changes_with_use_leaves_none(street: Street) -> None:
    person = street.resident.person_id
    assert person is not None
    card = transact(
        lambda: people.cards.issue(person, kind="person", actor=street.system, pin=people.pins.draw())
    )
    before = lines_of(card.card_id)
    noted(street, lambda: run(sa.update(Card).where(Card.id == card.card_id).values(failed=3)))
    assert lines_of(card.card_id) == before
    assert before[0][1] is not None
    assert "argon2" not in before[0][1]


def test_what_is_taken_back_leaves_none(street: Street) -> None:
    row = household(street, "704")

    def work() -> None:
        add_rows(Household, [row])
        raise people.refusals.CardRevoked

    with pytest.raises(people.refusals.CardRevoked):
        transact(work)
    noted(street, lambda: None)
    assert lines_of(row["id"]) == []


def test_a_change_without_a_record_is_said_to_who_runs_it(
    street: Street, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        transact(lambda: add_rows(Household, [household(street, "705")]))
    assert "people_household" in caplog.text


def test_so_is_one_that_nothing_has_written_yet(street: Street, caplog: pytest.LogCaptureFixture) -> None:
    row = household(street, "707")
    noted(street, lambda: add_rows(Household, [row]))
    with caplog.at_level(logging.ERROR):
        transact(lambda: WAYS["object"](row["id"]))
    assert "people_household" in caplog.text


def test_another_communitys_record_covers_only_its_own(street: Street) -> None:
    row = household(street, "706")

    def work() -> None:
        add_rows(Household, [row])
        other = people.places.found_community(
            "别处社区", name_en="Elsewhere", district="江城区", street="城南街道"
        )
        audit.records.record("household.opened", actor=system_actor(other), subject_kind="household")
        audit.records.record("household.opened", actor=street.system, subject_kind="household")

    transact(work)
    of = sa.text("SELECT community_id FROM audit_row_history WHERE row_id = :id").bindparams(
        sa.bindparam("id", row["id"], sa.Uuid)
    )
    found = reading(lambda: db.session.execute(of.columns(community_id=sa.Uuid)).scalars().all())
    assert found == [street.community_id]


def test_of_every_such_table_each_column_counts_that_is_not_named_as_loose(street: Street) -> None:
    tables = remembered_tables(db.metadata)
    assert Relation.__table__ in tables
    for table in tables:
        loose = set(table.info["remembered"]["loose"])
        known = {one.name for one in table.columns}
        assert loose | set(table.info["remembered"]["secret"]) <= known
        for name in known - {"community_id", "id"}:
            assert changes_remembered(sa.update(table).values({name: None})) is (name not in loose), name
        assert changes_remembered(sa.delete(table))
        assert changes_remembered(sa.insert(table))


def test_of_several_records_written_together_the_first_holds_the_lines(street: Street) -> None:
    row = household(street, "802")

    def both() -> None:
        add_rows(Household, [row])
        audit.records.record_many([Action("household.opened", "household")] * 2, actor=street.system)

    transact(both)
    query = sa.text(
        "SELECT h.record_id, r.id, r.commitments FROM audit_record r"
        " LEFT JOIN audit_row_history h ON h.record_id = r.id AND h.row_id = :id"
        " WHERE r.community_id = :c AND r.deed = 'household.opened' ORDER BY r.id DESC LIMIT 2"
    ).bindparams(sa.bindparam("id", row["id"], sa.Uuid), sa.bindparam("c", street.community_id, sa.Uuid))
    found = reading(lambda: db.session.execute(query).all())
    assert [(one[0] is not None, "rows" in str(one[2])) for one in reversed(found)] == [
        (True, True),
        (False, False),
    ]

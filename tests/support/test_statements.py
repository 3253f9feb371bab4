"""The counters see what they are there to see: a statement more, a transaction more, a round trip more."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from points.foundation import db, reading
from tests.support.databases import Workshop
from tests.support.statements import Wire, counting, wire, wired
from tests.support.street import Street, enter
from tests.support.visitors import Visitor

ONE = sa.text("SELECT 1")
#: no plain text: the driver keeps it prepared from one reading to the next
WRITTEN = sa.select(sa.literal(1))


def test_every_statement_and_every_transaction_is_counted(app: Flask) -> None:
    with counting(db.engine) as seen:
        reading(lambda: [db.session.execute(ONE) for _ in range(3)])
        reading(lambda: db.session.execute(ONE))
    assert (seen.number, seen.begun) == (4, 2)
    assert seen.statements == ["SELECT 1"] * 4


def test_nothing_is_counted_before_or_after(app: Flask) -> None:
    with counting(db.engine) as seen:
        pass
    reading(lambda: db.session.execute(ONE))
    assert (seen.number, seen.begun) == (0, 0)


def test_a_request_is_counted_from_who_asks_to_the_answer(client: Visitor, street: Street) -> None:
    # whether something is due is asked once in a while, by the first of these pages
    enter(client, "tian").get("/")
    with counting(db.engine) as once:
        assert client.get("/").status_code == 200
    with counting(db.engine) as twice:
        client.get("/")
        client.get("/")
    assert once.number > 0
    assert any("people_account" in one for one in once.statements), "who asks was not counted"
    assert (twice.number, twice.begun) == (2 * once.number, 2 * once.begun)


@pytest.mark.only_on("postgresql")
def test_a_request_is_counted_at_the_socket_from_who_asks_to_the_answer(
    app: Flask, workshop: Workshop, street: Street
) -> None:
    with wired(workshop, app) as (before, behind):
        visitor = enter(behind.test_client(), "tian")  # type: ignore[arg-type]
        visitor.get("/")
        before.reset()
        with behind.app_context(), counting(db.engine) as seen:
            assert visitor.get("/").status_code == 200
        # each statement waits for an answer; each transaction for its BEGIN and its end
        assert before.trips >= seen.number + 2 * seen.begun


def house(workshop: Workshop, before: Wire) -> Flask:
    """An application that reaches its database by the wire."""
    name = sa.make_url(workshop.fresh("postgresql")).database
    return workshop.house(before.url(str(name)))


@pytest.mark.only_on("postgresql")
def test_a_round_trip_is_counted_for_begin_each_statement_and_the_end(
    engine: str, workshop: Workshop
) -> None:
    with wire(workshop.server) as before, house(workshop, before).app_context():
        # the driver prepares what it runs again, which is a trip more that once
        for _ in range(4):
            reading(lambda: [db.session.execute(WRITTEN) for _ in range(5)])
        before.reset()
        reading(lambda: db.session.execute(WRITTEN))
        few = before.trips
        before.reset()
        reading(lambda: [db.session.execute(WRITTEN) for _ in range(5)])
        assert before.trips == few + 4
        # BEGIN, the statement, COMMIT; a connection that rested is pinged before
        assert 3 <= few <= 6
        assert before.turns == before.trips
        db.engine.dispose()


@pytest.mark.only_on("postgresql")
def test_a_pipeline_is_one_round_trip(engine: str, workshop: Workshop) -> None:
    with wire(workshop.server) as before, house(workshop, before).app_context():
        with db.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            for _ in range(4):
                driver.execute("SELECT 1")
            before.reset()
            for _ in range(3):
                driver.execute("SELECT 1")
            apart = before.trips
            before.reset()
            with driver.pipeline():
                for _ in range(3):
                    driver.execute("SELECT 1")
            assert (apart, before.trips) == (3, 1)
        db.engine.dispose()


@pytest.mark.only_on("postgresql")
def test_what_goes_past_sqlalchemy_is_seen_at_the_socket_only(engine: str, workshop: Workshop) -> None:
    with wire(workshop.server) as before, house(workshop, before).app_context():
        with db.engine.connect() as connection, counting(db.engine) as seen:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("SELECT 1")
            before.reset()
            driver.execute("SELECT 1")
            assert (seen.number, before.trips) == (0, 1)
        db.engine.dispose()

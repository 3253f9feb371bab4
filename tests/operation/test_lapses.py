"""A day that was none is given back whole by two, as reversals; the books hold, and nothing lapses again that night."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskCliRunner

from points import ledger, operation, oversight, people
from points.foundation import NotAllowed, clock, db, keep_keys_in, reading, transact
from points.operation import giving_back, lapses, timekeeping
from points.operation.refusals import (
    ClockInDoubt,
    LapsesAsked,
    LapsesNotAsked,
    LapsesReasonMissing,
    NothingLapsed,
    OwnLapsesAsked,
)
from points.shop.voucher_rows import by_code
from tests.support.books import award, sell, voucher
from tests.support.databases import Workshop, settles
from tests.support.machine import Machine
from tests.support.records import facts_of
from tests.support.street import Street, build_street

DAY = timedelta(days=1)
RIGHT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
#: the Shanghai day that the wrong clock showed
WRONG = date(2026, 12, 11)


@pytest.fixture
def machine(app: Flask) -> Iterator[Machine]:
    keep_keys_in(app.config["INSTANCE"] / "keys")
    yield Machine(RIGHT)
    timekeeping._known = None


@pytest.fixture
@settles("lapsed")
def lapsed(app: Flask, engine: str, workshop: Workshop, machine: Machine, tmp_path: Path) -> Street:
    """A clock that was fifteen days ahead: too little to be doubted, enough for a voucher and two lots to end."""
    app.config["BACKUPS"] = tmp_path
    street = deepcopy(workshop.settled(app, engine, "lapsed", lambda: _lapse(app, machine)))
    assert machine.restart() == ""
    return street


def _lapse(app: Flask, machine: Machine) -> Street:
    street = build_street(0)
    person = street.resident.person_id
    assert person is not None
    transact(lambda: award(street, person, 100, lapses_on=clock.today() + 10 * DAY))
    transact(lambda: award(street, person, 70, lapses_on=clock.today()))
    transact(lambda: award(street, person, 300, lapses_on=clock.today() + 400 * DAY))
    voucher(street, 50)
    assert timekeeping.look() == ""
    assert standing(street) == (420, 50, 0)
    machine.restart(off=15 * DAY)
    assert night(app)["lots"] == {"lapsed": 2}
    assert clock.today() == WRONG
    # the voucher's points came back with a grace, counted from the wrong day
    assert standing(street) == (350, 0, 120)
    machine.restart(off=-15 * DAY)
    timekeeping.settle("wrong", actor=street.staff["supervisor"])
    return street


def night(app: Flask) -> dict[str, object]:
    db.session.remove()
    done = operation.nightly.run(
        clock.today(), backups=app.config["BACKUPS"], instance=app.config["INSTANCE"]
    )
    assert done.failures == {}
    assert done.outcomes["check"] is None or done.outcomes["check"]["broken"] == []
    return dict(done.outcomes)


def standing(street: Street) -> tuple[int, int, int]:
    """Available, held, and what stands in the account of lapsed points."""
    query = sa.text(
        "SELECT coalesce(sum(CASE WHEN t.target_id = a.id THEN t.tenths ELSE -t.tenths END), 0) FROM ledger_transfer t"
        " JOIN ledger_account a ON a.community_id = t.community_id AND a.kind = 'lapsed'"
        " WHERE a.id IN (t.source_id, t.target_id)"
    )
    return (*street.standing(), int(reading(lambda: db.session.scalar(query)) or 0))


def lots(street: Street) -> dict[int, int]:
    """What the lots hold, by the days until they lapse."""
    lot = db.metadata.tables["ledger_lot"]
    query = sa.select(lot.c.lapses_on, lot.c.remaining).where(
        lot.c.account_id == street.purse, lot.c.remaining > 0
    )
    return {
        (day - clock.today()).days: tenths for day, tenths in reading(lambda: db.session.execute(query).all())
    }


def books_hold(street: Street) -> bool:
    report = oversight.checking.check(street.community_id)
    assert report.broken == ()
    return report.balanced


def ask(street: Street, day: date = WRONG, role: str = "supervisor", reason: str = "电脑快了十五天") -> None:
    transact(lambda: lapses.ask(day, reason=reason, actor=street.staff[role]))


def agree(street: Street, day: date = WRONG, role: str = "street") -> giving_back.GivenBack:
    transact(lambda: lapses.agree(day, actor=street.staff[role]))
    return giving_back.carry_out(street.community_id)


def test_a_day_is_given_back_whole_by_two(app: Flask, lapsed: Street, machine: Machine) -> None:
    supervisor = lapsed.staff["supervisor"]
    [found] = reading(lambda: lapses.list_days(supervisor))
    assert (found.day, found.tenths, found.purses, found.vouchers) == (WRONG, 120, 1, 1)
    ask(lapsed)
    [asked] = facts_of("lapses.asked_back")
    assert (asked["day"], asked["tenths"], asked["purses"]) == (WRONG.isoformat(), 120, 1)
    assert (asked["vouchers"], asked["no_shows"]) == (1, 0)
    assert standing(lapsed) == (350, 0, 120), "asking moves nothing"
    assert agree(lapsed) == giving_back.GivenBack(120, 1, 0)
    told = {"day": WRONG.isoformat(), "tenths": 120, "purses": 1, "vouchers": 1, "no_shows": 0}
    assert facts_of("lapses.asked_back", "lapses.given_back") == [told, told]
    # all is as it was: what could be spent, what was set aside, and nothing has lapsed
    assert standing(lapsed) == (420, 50, 0)
    assert sum(lots(lapsed).values()) == 420
    assert lots(lapsed)[10] >= 50, "a lot has its own day again"
    assert books_hold(lapsed)
    assert reading(lambda: lapses.list_days(supervisor)) == []
    # not again the same night, and each on its day afterwards
    assert night(app)["lots"] == {"lapsed": 0}
    assert standing(lapsed) == (420, 50, 0)
    machine.pass_time(11 * DAY)
    done = night(app)
    assert (done["vouchers"], done["lots"] != {"lapsed": 0}) == ({"released": 1}, True)
    assert standing(lapsed)[2] > 0
    assert books_hold(lapsed)


def test_a_voucher_opened_again_pays_by_the_code_on_its_paper(lapsed: Street) -> None:
    code = reading(lambda: db.session.scalar(sa.text("SELECT code FROM shop_voucher")))
    ask(lapsed)
    agree(lapsed)
    sell(lapsed, reading(lambda: by_code(lapsed.community_id, code)), [("G06", 2)])
    # a point was paid, and what the voucher held beyond it is free
    assert standing(lapsed) == (460, 0, 0)
    assert books_hold(lapsed)


def test_points_whose_day_is_over_by_now_have_the_days_of_grace(
    app: Flask, lapsed: Street, machine: Machine
) -> None:
    machine.pass_time(12 * DAY)
    ask(lapsed)
    agree(lapsed)
    assert lots(lapsed)[7] >= 120
    assert night(app)["lots"] == {"lapsed": 0}
    assert standing(lapsed)[2] == 0
    assert books_hold(lapsed)
    machine.pass_time(8 * DAY)
    assert night(app)["lots"] != {"lapsed": 0}
    assert books_hold(lapsed)


def test_a_voucher_whose_points_were_spent_stays_ended(app: Flask, lapsed: Street) -> None:
    voucher(lapsed, 340)
    ask(lapsed)
    # 1 point was left, and 12 came back: enough again
    assert agree(lapsed) == giving_back.GivenBack(120, 1, 0)
    assert standing(lapsed) == (80, 390, 0)
    assert books_hold(lapsed)


def test_whoever_asked_is_no_second_person(app: Flask, lapsed: Street) -> None:
    with pytest.raises(NotAllowed):
        ask(lapsed, role="clerk")
    with pytest.raises(LapsesReasonMissing):
        ask(lapsed, reason="  ")
    with pytest.raises(NothingLapsed):
        ask(lapsed, day=WRONG + DAY)
    with pytest.raises(LapsesNotAsked):
        agree(lapsed)
    ask(lapsed)
    with pytest.raises(LapsesAsked):
        ask(lapsed, role="street")
    with pytest.raises(OwnLapsesAsked):
        agree(lapsed, role="supervisor")
    transact(lambda: _again(lapsed))
    with pytest.raises(NotAllowed):
        agree(lapsed, role="clerk")
    transact(lambda: lapses.decline(WRONG, reason="不用", actor=lapsed.staff["street"]))
    with pytest.raises(LapsesNotAsked):
        agree(lapsed)
    assert standing(lapsed) == (350, 0, 120)
    ask(lapsed, role="street")
    assert agree(lapsed, role="supervisor").tenths == 120


def _again(street: Street) -> None:
    """Who asked opened the account of somebody else, which could be their own."""
    officer, since = street.staff["officer"], date(2020, 1, 1)
    who = people.residents.register("另一位", actor=officer)
    account = people.accounts.create(who, actor=officer)
    actors = []
    for one in (account, officer.account_id):
        assert one is not None
        people.roles.grant(
            one, "supervisor", place_id=street.community_id, actor=street.system, valid_from=since
        )
        actors.append(people.actors.of_account(one, community_id=street.community_id))
    other, asker = actors
    lapses.decline(WRONG, reason="重新提", actor=street.staff["street"])
    lapses.ask(WRONG, reason="电脑快了十五天", actor=asker)
    with pytest.raises(OwnLapsesAsked):
        lapses.agree(WRONG, actor=other)


def test_while_the_clock_is_doubted_nothing_is_given_back(lapsed: Street, machine: Machine) -> None:
    ask(lapsed)
    machine.jump(3 * DAY)
    with pytest.raises(ClockInDoubt):
        agree(lapsed)
    with pytest.raises(ClockInDoubt):
        ask(lapsed, day=WRONG)
    assert standing(lapsed) == (350, 0, 120)


def test_what_a_process_left_undone_is_done_by_the_next_round(app: Flask, lapsed: Street) -> None:
    ask(lapsed)
    transact(lambda: lapses.agree(WRONG, actor=lapsed.staff["street"]))
    [one, _other] = reading(lambda: ledger.lots.lapsed(lapsed.community_id, RIGHT))
    transact(lambda: giving_back._lots_back(lapsed.community_id, [one], lapsed.system))
    assert (
        transact(lambda: ledger.lots.give_back(lapsed.community_id, one.transfer_id, actor=lapsed.system))
        == 0
    )
    assert standing(lapsed)[2] == 120 - one.tenths
    night(app)
    assert standing(lapsed) == (420, 50, 0)
    assert giving_back.carry_out(lapsed.community_id) == giving_back.GivenBack(0, 0, 0)
    assert books_hold(lapsed)


def test_the_command_lists_asks_and_is_one_of_the_two_at_most(
    app: Flask, lapsed: Street, machine: Machine
) -> None:
    runner = FlaskCliRunner(app)

    def say(*words: str) -> tuple[int, str]:
        db.session.remove()
        done = runner.invoke(args=["give-back-lapses", *words])
        return done.exit_code, done.output

    timekeeping._known = None
    machine.restart(off=30 * DAY)
    code, said = say("2026-12-11", "--reason", "电脑快了")
    assert (code, "in doubt" in said) == (1, True)
    machine.restart(off=-30 * DAY)
    timekeeping.settle("wrong", actor=lapsed.staff["supervisor"])
    assert say() == (0, "2026-12-11 12 分/1 户 · 1 vouchers 张券 · 0 no-shows 人次\n")
    code, said = say("2026-12-11", "--reason", "电脑快了")
    assert (code, "asked" in said) == (0, True)
    code, said = say("2026-12-11")
    assert (code, "somebody else confirms" in said) == (1, True)
    transact(lambda: lapses.decline(WRONG, reason="再看看", actor=lapsed.staff["street"]))
    ask(lapsed)
    code, said = say("2026-12-11")
    assert code == 0
    assert "Given back 退回: 12 分 · 1 vouchers" in said
    assert standing(lapsed) == (420, 50, 0)

"""Books that came in on the desk and days side by side, written down as the pages and their job do, without any files."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from points import audit, imports
from points.foundation import new_id, reading, transact
from points.imports import intake_rows
from points.imports.bringing import Brought
from points.imports.parallel import pairing, period_rows, program, verdicts, weeks
from points.imports.parallel.lines import SideLine
from tests.support.street import Street

#: long before anything else happened, so that no line of the program lies there
FIRST, SWITCH = date(2019, 3, 1), date(2019, 4, 1)


def bring_on_the_desk(street: Street) -> None:
    """Books that the officer asked for and the street office confirmed; they hold what came in already."""
    officer, second = street.staff["officer"], street.staff["street"]
    newest = reading(lambda: audit.provenance.newest(street.community_id))
    which = transact(lambda: imports.intakes.begin(Brought(new_id(), "旧账", "旧账", 5, 900), actor=officer))
    _job(street, which, "read", readings=1, base_id=newest)
    transact(lambda: imports.intakes.propose(which, seen=1, actor=officer))
    transact(lambda: imports.intakes.confirm(which, seen=1, actor=second))
    _job(street, which, "written", import_id=newest)
    facts = {"import_id": newest, "confirmed_by": second.account_id}
    transact(
        lambda: audit.records.record(
            "intake.written", actor=officer, subject_kind="intake", subject_id=which, facts=facts
        )
    )


def go_side_by_side(street: Street) -> None:
    """Days that came to nothing; and a month that was compared, with a mistake of paper, and switched by two."""
    officer, second, side = street.staff["officer"], street.staff["street"], imports.side_by_side
    given_up = transact(lambda: side.begin(FIRST, SWITCH, actor=officer))
    transact(lambda: side.stop(given_up, actor=officer))
    period = transact(lambda: side.begin(FIRST, date(2019, 3, 20), actor=officer))
    transact(lambda: side.move(period, SWITCH, actor=officer))
    for _ in range(2):
        transact(lambda: _compared(street))
    [one] = reading(lambda: verdicts.list_all(period, actor=officer))

    def say(seen: int, verdict: str) -> None:
        side.decide(one.difference_id, verdict, remark="核对过签到表", seen=seen, actor=officer)

    transact(lambda: say(0, "program"))
    transact(lambda: side.take_back(one.difference_id, seen=1, actor=officer))
    transact(lambda: say(2, "paper"))
    transact(lambda: side.propose(period, seen=2, actor=officer))
    transact(lambda: side.confirm(period, seen=2, actor=second))


def _job(street: Street, which: UUID, state: str, **values: object) -> None:
    """What the job does with its part, once it is through."""
    row = transact(lambda: intake_rows.take_this(street.community_id, which, "desk"))
    assert row is not None
    assert transact(lambda: intake_rows.move(row, "desk", state, **values))


def _compared(street: Street) -> None:
    """A line that only paper has."""
    period = period_rows.going(street.community_id)
    assert period is not None
    line = SideLine("002", FIRST, "earned", "R01", "打扫楼道", 40)
    sides = pairing.compare([line], [])
    figures = {"open": 0, "agree": sides.agree, "differ": len(sides.differences)}
    until = period_rows.last_day(period)
    weeks.keep(
        weeks.MadeComparison(period, until, sides, sides.homes, program.mark_of(()), figures), new_id()
    )

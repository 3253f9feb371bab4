"""Days side by side: begun, compared from files, decided by name, switched by two; and paper that comes afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from points import audit, imports, oversight
from points.foundation import Actor, NotAllowed, reading, transact
from points.imports.parallel.verdicts import DifferenceInfo
from points.imports.refusals import intakes as no_intake
from points.imports.refusals import parallel as no
from tests.imports.test_intakes import standing, taken
from tests.support.brought import files_apart, received, staff
from tests.support.street import Street
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

pytestmark = pytest.mark.usefixtures("files_apart")

FIRST, SWITCH, LAST = date(2025, 3, 1), date(2025, 4, 1), date(2025, 3, 31)


@pytest.fixture
def officer(street: Street) -> Actor:
    """Who brings books and decides."""
    return staff(street, "zhaolan", "officer")


@pytest.fixture
def member(street: Street) -> Actor:
    """Who confirms."""
    return staff(street, "qianyu", "committee")


def new(folder: Path, name: str) -> Path:
    """A folder of this name."""
    made = folder / name
    made.mkdir()
    return made


def begun(officer: Actor) -> UUID:
    """March side by side."""
    return transact(lambda: imports.periods.begin(FIRST, SWITCH, actor=officer))


def week(folder: Path, books: SmallBooks, officer: Actor, until: date = LAST) -> UUID:
    """Paper up to this day, compared."""
    brought = received(books.save(folder))
    which = transact(lambda: imports.intakes.begin(brought, purpose="compare", until=until, actor=officer))
    assert imports.working.work_one()
    return which


def differences(period: UUID, actor: Actor) -> list[DifferenceInfo]:
    """All that were found."""
    return reading(lambda: imports.verdicts.list_all(period, actor=actor))


def decide(one: DifferenceInfo, actor: Actor, verdict: str = "paper", remark: str = "核对过签到表") -> None:
    """Say whose mistake it is."""
    transact(
        lambda: imports.verdicts.decide(one.difference_id, verdict, remark=remark, seen=one.nth, actor=actor)
    )


def get(period: UUID, actor: Actor) -> Any:
    """How it stands."""
    return reading(lambda: imports.periods.get(period, actor=actor))


def facts(community_id: UUID) -> dict[str, Any]:
    """The facts of what was done, by what it was."""
    wanted = audit.trail.TrailFilter(action="parallel.")
    return {
        one.action: one.facts for one in reversed(reading(lambda: audit.trail.read(community_id, wanted)))
    }


def test_a_month_side_by_side_from_files_to_the_switch(
    app: Flask, street: Street, officer: Actor, member: Actor, tmp_path: Path
) -> None:
    taken(SmallBooks().save(new(tmp_path, "系统里的")), officer, member)
    before = {one.name for one in oversight.checking.check(street.community_id).broken}
    period = begun(officer)
    with pytest.raises(no.NotComparedYet):
        transact(lambda: imports.periods.propose(period, seen=0, actor=officer))
    paper = SmallBooks()
    paper.register[1][6] = 6
    which = week(new(tmp_path, "第一周"), paper, officer, date(2025, 3, 10))
    assert standing(which, officer).state == "read"
    [amount] = differences(period, officer)
    assert (amount.kind, amount.household, amount.paper_tenths, amount.program_tenths) == (
        "amount",
        "001",
        60,
        40,
    )
    assert (amount.words, amount.stands, amount.row) == ("R01 社区环境清洁2小时", "undecided", 4)
    assert amount.award
    newest = get(period, officer).newest
    assert (newest.until, newest.figures["paper_lines"], newest.figures["agree"]) == (date(2025, 3, 10), 5, 4)
    assert (newest.figures["households"], newest.figures["agreeing"]) == (3, 2)
    assert newest.homes["001"] == [80, 10, 60, 10, 1]
    with pytest.raises(no_intake.OnlySideBySide):
        transact(lambda: imports.intakes.propose(which, seen=1, actor=officer))

    with pytest.raises(no.RemarkMissing):
        decide(amount, officer, remark=" ")
    decide(amount, officer)
    with pytest.raises(no.VerdictChanged):
        decide(amount, member)
    paper.register.append(["2025-03-26", "003", "石磊", None, "R07", "助老代办跑腿", 3, "冉婷"])
    week(new(tmp_path, "月底"), paper, officer)
    kept, only = differences(period, officer)
    assert (kept.difference_id, kept.stands, kept.first_week, kept.last_week) == (
        amount.difference_id,
        "paper",
        1,
        2,
    )
    assert (only.kind, only.household, only.first_week) == ("paper", "003", 2)
    with pytest.raises(no.DifferencesUndecided):
        transact(lambda: imports.periods.propose(period, seen=2, actor=officer))
    decide(only, member, "program")
    with pytest.raises(no.SwitchNotProposed):
        transact(lambda: imports.periods.propose(period, seen=1, actor=officer))
    transact(lambda: imports.periods.propose(period, seen=2, actor=officer))
    with pytest.raises(NotAllowed):
        transact(lambda: imports.periods.confirm(period, seen=2, actor=officer))
    transact(lambda: imports.periods.confirm(period, seen=2, actor=member))
    ended = get(period, officer)
    assert (ended.state, ended.ended_by, len(ended.digest)) == ("switched", member.account_id, 16)

    paper.register.append(["2025-04-02", "003", "石磊", None, "R07", "助老代办跑腿", 3, "冉婷"])
    which = transact(
        lambda: imports.intakes.begin(received(paper.save(new(tmp_path, "四月"))), actor=officer)
    )
    assert imports.working.work_one()
    told = reading(lambda: imports.intakes.found_in(which, actor=officer))["zh"]["faults"]
    refused = {one["row"]: one["message"] for one in told if one["code"] == "line_after_switch"}
    assert "4月2日的这一行（003 石磊）没有收：4月1日起系统记账" in refused[10]
    assert [one["row"] for one in told if one["code"] == "line_in_parallel"] == [4, 9]
    said = facts(street.community_id)
    assert said["parallel.begun"] == {"first_day": "2025-03-01", "switch_on": "2025-04-01"}
    assert said["parallel.compared"] == {"week": 2, "until": "2025-03-31", "agree": 6, "differ": 2}
    assert said["parallel.decided"]["difference"] in {str(amount.difference_id), str(only.difference_id)}
    assert said["parallel.switch_proposed"] == {"week": 2, "switch_on": "2025-04-01"}
    assert said["parallel.switched"]["digest"] == ended.digest
    assert said["parallel.switched"]["proposed_by"] == str(officer.account_id)
    assert "田" not in str(said)
    assert {one.name for one in oversight.checking.check(street.community_id).broken} == before

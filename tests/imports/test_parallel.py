"""Days side by side: begun, compared from files, decided by name, switched by two; and paper that comes afterwards."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import audit, imports, oversight
from points.foundation import Actor, NotAllowed, NotFound, Refusal, changed, clock, new_id, reading, transact
from points.imports.models import ParallelPeriod
from points.imports.parallel import period_rows, periods, program, verdicts
from points.imports.parallel.verdicts import DifferenceInfo
from points.imports.refusals import intakes as no_intake
from points.imports.refusals import parallel as no
from tests.imports.test_intakes import standing, taken
from tests.support.books import Books, books, insert
from tests.support.brought import doubtful, files_apart, member, officer, received, staff
from tests.support.desk_day import NEIGHBOURS, DeskDay, desk_day, morning
from tests.support.street import Street
from tests.support.workbooks import SmallBooks

__all__ = ["books", "desk_day", "files_apart", "member", "morning", "officer"]

pytestmark = pytest.mark.usefixtures("files_apart")

FIRST, SWITCH, LAST = date(2025, 3, 1), date(2025, 4, 1), date(2025, 3, 31)


def new(folder: Path, name: str) -> Path:
    """A folder of this name."""
    made = folder / name
    made.mkdir()
    return made


def begun(officer: Actor) -> UUID:
    """March side by side."""
    return transact(lambda: imports.side_by_side.begin(FIRST, SWITCH, actor=officer))


def week(folder: Path, books: SmallBooks, officer: Actor, until: date = LAST) -> UUID:
    """Paper up to this day, compared."""
    brought = received(books.save(folder))
    which = transact(lambda: imports.intakes.begin(brought, purpose="compare", until=until, actor=officer))
    assert imports.working.work_one()
    return which


def differences(period: UUID, actor: Actor) -> list[DifferenceInfo]:
    """All that were found."""
    return reading(lambda: verdicts.list_all(period, actor=actor))


def decide(one: DifferenceInfo, actor: Actor, verdict: str = "paper", remark: str = "核对过签到表") -> None:
    """Say whose mistake it is."""
    transact(
        lambda: imports.side_by_side.decide(
            one.difference_id, verdict, remark=remark, seen=one.nth, actor=actor
        )
    )


def get(period: UUID, actor: Actor) -> Any:
    """How it stands."""
    return reading(lambda: imports.side_by_side.get(period, actor=actor))


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
        transact(lambda: imports.side_by_side.propose(period, seen=0, actor=officer))
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
    assert newest.homes["001"] == [80, 10, 60, 10, 1, 0, 50, 50], "what is left is as paper says"
    assert (newest.figures["balances"], newest.figures["balances_agree"]) == (1, 1)
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
        transact(lambda: imports.side_by_side.propose(period, seen=2, actor=officer))
    decide(only, member, "program")
    with pytest.raises(no.ComparedAgain):
        transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
    transact(lambda: imports.side_by_side.propose(period, seen=2, actor=officer))
    with pytest.raises(NotAllowed):
        transact(lambda: imports.side_by_side.confirm(period, seen=2, actor=officer))
    transact(lambda: imports.side_by_side.confirm(period, seen=2, actor=member))
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


def pretended(period: UUID, officer: Actor, **changes: Any) -> DifferenceInfo:
    """A difference of a first comparison that found nothing else, whose last day is the last."""
    community = officer.community_id

    def work() -> None:
        before = {"id": new_id(), "community_id": community, "period_id": period}
        figures = {"open": 0, "differ": 1}
        week = {
            "number": 1,
            "intake_id": new_id(),
            "at": clock.now(),
            "until": LAST,
            "figures": figures,
            "homes": {},
        }
        insert("imports_parallel_week", **before, **week, mark=program.mark_of(()))
        line = {
            "line_key": "k",
            "kind": "paper",
            "first_week": 1,
            "last_week": 1,
            "household": "001",
            "other": "",
        }
        told = {"about": "earned", "words": "", "file": "", "sheet": "", "sheet_row": 0, **changes}
        insert("imports_parallel_difference", **{**before, "id": new_id()}, **line, **told)
        changed(sa.update(ParallelPeriod).values(weeks=1))

    transact(work)
    [found] = differences(period, officer)
    return found


def test_who_may_begin_move_and_stop_and_which_days(
    app: Flask, street: Street, officer: Actor, member: Actor
) -> None:
    with pytest.raises(NotAllowed):
        transact(lambda: imports.side_by_side.begin(FIRST, SWITCH, actor=street.clerk))
    for switch in (FIRST, FIRST + timedelta(days=187)):
        with pytest.raises(no.ParallelDays):
            transact(lambda s=switch: imports.side_by_side.begin(FIRST, s, actor=officer))  # type: ignore[misc]
    period = begun(officer)
    with pytest.raises(no.ParallelGoing):
        begun(member)
    with pytest.raises(no.ParallelDays):
        transact(lambda: imports.side_by_side.move(period, FIRST, actor=officer))
    transact(lambda: imports.side_by_side.move(period, date(2025, 3, 8), actor=officer))
    assert reading(lambda: imports.side_by_side.going_days(street.community_id)) == (FIRST, date(2025, 3, 7))
    with pytest.raises(no.UntilOutside):
        transact(lambda: periods.checked_until(street.community_id, LAST))
    transact(lambda: imports.side_by_side.stop(period, actor=officer))
    with pytest.raises(no.ParallelOver):
        transact(lambda: imports.side_by_side.stop(period, actor=officer))
    assert reading(lambda: period_rows.closed_days(street.community_id)) is None, "paper may come in again"
    with pytest.raises(NotFound):
        get(new_id(), officer)
    said = facts(street.community_id)
    assert said["parallel.moved"] == {"was": "2025-04-01", "switch_on": "2025-03-08"}
    assert said["parallel.stopped"] == {"weeks": 0}
    assert begun(officer) != period


def test_a_verdict_is_taken_back_by_who_said_it_and_history_stays(
    app: Flask, street: Street, officer: Actor, member: Actor
) -> None:
    other = staff(street, "sunli", "officer")
    period = begun(officer)
    one = pretended(period, officer)
    with pytest.raises(no.RemarkMissing):
        decide(one, officer, verdict="nobody")
    decide(one, officer)
    [one] = differences(period, officer)
    with pytest.raises(no.VerdictOfAnother):
        transact(lambda: imports.side_by_side.take_back(one.difference_id, seen=1, actor=other))
    with pytest.raises(no.VerdictChanged):
        transact(lambda: imports.side_by_side.take_back(one.difference_id, seen=0, actor=officer))
    transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
    transact(lambda: imports.side_by_side.take_back(one.difference_id, seen=1, actor=officer))
    with pytest.raises(no.DifferencesUndecided):
        transact(lambda: imports.side_by_side.confirm(period, seen=1, actor=member))
    [one] = differences(period, officer)
    decide(one, other, "both", "两边写的是同一件事")
    [one] = differences(period, officer)
    transact(lambda: imports.side_by_side.take_back(one.difference_id, seen=3, actor=member))
    [one] = differences(period, officer)
    assert [(said.verdict, said.by) for said in one.said] == [
        ("", member.account_id), ("both", other.account_id), ("", officer.account_id), ("paper", officer.account_id),
    ]  # fmt: skip
    said = facts(street.community_id)
    assert said["parallel.undecided"] == {"difference": str(one.difference_id), "was": "both"}
    assert said["parallel.decided"]["verdict"] == "both"
    with pytest.raises(NotAllowed):
        decide(one, street.clerk)
    with pytest.raises(NotFound):
        transact(lambda: imports.side_by_side.take_back(new_id(), seen=0, actor=officer))
    transact(lambda: changed(sa.update(ParallelPeriod).values(weeks=2)))
    with pytest.raises(no.DifferenceGone):
        decide(one, officer)
    assert differences(period, officer)[0].stands == "settled"


def test_a_switch_is_for_a_second_person_and_for_what_both_saw(
    app: Flask, street: Street, officer: Actor, member: Actor
) -> None:
    period = begun(member)
    decide(pretended(period, member), member)
    with pytest.raises(no.SwitchNotProposed):
        transact(lambda: imports.side_by_side.confirm(period, seen=1, actor=member))
    with pytest.raises(no.SwitchNotProposed):
        transact(lambda: imports.side_by_side.withdraw(period, actor=member))
    transact(lambda: imports.side_by_side.propose(period, seen=1, actor=member))
    with pytest.raises(no.OwnSwitch):
        transact(lambda: imports.side_by_side.confirm(period, seen=1, actor=member))
    transact(lambda: imports.side_by_side.withdraw(period, actor=officer))
    assert facts(street.community_id)["parallel.switch_withdrawn"] == {"proposed_by": str(member.account_id)}
    transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
    transact(lambda: imports.side_by_side.move(period, date(2025, 3, 8), actor=officer))
    with pytest.raises(no.NotComparedYet):
        transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
    transact(lambda: imports.side_by_side.move(period, SWITCH, actor=officer))
    with pytest.raises(no.SwitchNotProposed):
        transact(lambda: imports.side_by_side.confirm(period, seen=1, actor=member))
    transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
    transact(lambda: imports.side_by_side.confirm(period, seen=1, actor=member))
    with pytest.raises(no.ProgramKeepsBooks):
        begun(officer)


def test_what_was_not_answered_or_entered_since_holds_the_switch_up(
    app: Flask, street: Street, officer: Actor, tmp_path: Path
) -> None:
    period = begun(officer)
    week(new(tmp_path, "有疑问的"), doubtful(), officer)
    with pytest.raises(no.PaperUnanswered):
        transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))
    transact(lambda: imports.side_by_side.stop(period, actor=officer))
    today = clock.today()
    last = today + timedelta(days=1)
    period = transact(lambda: imports.side_by_side.begin(today, last, actor=officer))
    week(new(tmp_path, "没有新的"), SmallBooks(), officer, today)
    for one in differences(period, officer):
        decide(one, officer, "both", "以前给的")
    assert get(period, officer).stands is None
    street.give(50)
    with pytest.raises(no.ProgramMoved):
        transact(lambda: imports.side_by_side.propose(period, seen=1, actor=officer))


def test_the_program_has_what_stands_and_not_what_was_taken_back(app: Flask, books: Books) -> None:
    everything = reading(lambda: program.lines_of(books.community_id, date(2000, 1, 1), date(2100, 1, 1)))
    mine = [one for one in everything if one.household == "001"]
    assert sorted((one.kind, one.tenths) for one in mine) == [
        ("earned", 50), ("earned", 50), ("earned", 80), ("earned", 900), ("handout", -250), ("handout", -15),
        ("lapse", -50), ("lapse", -50),
    ]  # fmt: skip
    assert {(one.about, one.words) for one in mine if one.kind == "handout"} == {
        ("G02", "小包装米2.5kg"),
        ("G06", "袋装醋"),
    }
    assert {one.words for one in mine if one.kind == "earned"} == {"探访"}
    [sold] = [one for one in everything if one.household == "002"]
    assert (sold.kind, sold.about) == ("handout", "G07"), (
        "an award taken back, and what its purse lacked, are nothing"
    )
    assert reading(lambda: program.lines_of(books.community_id, date(2000, 1, 1), date(2000, 2, 1))) == []


def test_work_that_waits_for_its_points_is_in_the_program(app: Flask, desk_day: DeskDay) -> None:
    desk_day.held(absent=NEIGHBOURS[2:])
    day = clock.today() - timedelta(days=1)
    found = reading(lambda: program.waiting_lines(desk_day.community_id, day, day))
    assert [(one.household, one.day, one.about, one.tenths) for one in found] == [
        ("10", day, "R01", 40), ("11", day, "R01", 40),
    ]  # fmt: skip
    assert reading(lambda: program.lines_of(desk_day.community_id, day, day)) == []
    assert reading(lambda: program.waiting_lines(desk_day.community_id, FIRST, LAST)) == []


def test_days_side_by_side_come_in_by_no_way(
    app: Flask, street: Street, officer: Actor, tmp_path: Path
) -> None:
    begun(officer)
    books = SmallBooks()
    books.register.append(["2025-02-27", "003", "石磊", None, "R07", "助老代办跑腿", 3, "冉婷"])
    folder, told = books.save(new(tmp_path, "三月")), tmp_path / "report.json"
    done = app.test_cli_runner().invoke(args=["import-books", str(folder), "--apply", "--report", str(told)])
    assert done.exit_code == 0, done.output
    report = json.loads(told.read_text(encoding="utf-8"))
    assert (report["earned_lines"], report["redemptions"], report["people"]) == (1, 0, 5)
    messages = [one["message"] for one in report["faults"] if one["code"] == "line_in_parallel"]
    assert any("3月1日起并行对账" in one and "RK1" in one for one in messages)
    assert "3月7日的这一行（001 田桂兰）没有收：3月1日起并行对账" in "".join(messages)
    lines = reading(lambda: program.lines_of(street.community_id, FIRST, LAST))
    assert lines == []


def decided_at_once(app: Flask, one: DifferenceInfo, who: list[Actor]) -> list[str]:
    """What each of them is told who decides at the same moment."""
    ready = Barrier(len(who))

    def press(actor: Actor) -> str:
        with app.app_context():
            ready.wait(10)
            try:
                decide(one, actor)
            except Refusal as refusal:
                return refusal.code
            return "done"

    with ThreadPoolExecutor(len(who)) as pool:
        return sorted(pool.map(press, who))


def test_of_two_who_decide_at_once_one_does(app: Flask, officer: Actor, member: Actor) -> None:
    period = begun(officer)
    one = pretended(period, officer)
    assert decided_at_once(app, one, [officer, member]) == ["done", "verdict_changed"]
    assert len(differences(period, officer)[0].said) == 1


def test_without_the_look_at_what_was_said_only_the_table_is_in_the_way(
    app: Flask, officer: Actor, member: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the test above can see two who decide."""
    one = pretended(begun(officer), officer)
    usual = verdicts._standing
    monkeypatch.setattr(verdicts, "_standing", lambda which, actor: (usual(which, actor)[0], []))
    assert decided_at_once(app, one, [officer, member]) == ["done", "there_already"]

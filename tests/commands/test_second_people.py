"""What one person alone may not do at the command line: it waits on the desk, or a second person types their password."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask

from points import audit, imports, oversight, people
from points.commands.refusals import ApplyMissing, BeingWritten, WaitsOnDesk, WrittenAtOnce
from points.foundation import Actor, Busy, NotAllowed, clock, reading, system_actor, transact
from points.imports import importing, intake_files
from points.imports.refusals.intakes import IntakeFilesGone, IntakeOpenAlready
from tests.imports.test_undoing import last_import, sell, with_new_stock
from tests.imports.test_writing import the_community
from tests.people.test_second_factor import number
from tests.support.brought import files_apart
from tests.support.databases import Workshop, settles
from tests.support.street import PASSWORD
from tests.support.workbooks import SmallBooks

__all__ = ["files_apart"]

pytestmark = pytest.mark.usefixtures("files_apart")

#: of the register, of the books that came in
RIGHT = {"001": 50, "002": 50, "003": 30}


def _people() -> dict[str, Actor]:
    """Somebody of the committee and an officer, who sign in as qianyu and zhaolan."""
    community_id = the_community()
    house = system_actor(community_id)

    def account(name: str, username: str, role: str) -> UUID:
        who = people.residents.register(name, actor=house)
        made = people.accounts.create(who, actor=house, username=username, password=PASSWORD)
        people.roles.grant(made, role, place_id=community_id, actor=house)
        return made

    named = (("钱玉", "qianyu", "committee"), ("赵兰", "zhaolan", "officer"))
    made = transact(lambda: {username: account(name, username, role) for name, username, role in named})
    return {name: reading(lambda one=one: people.actors.of_account(one)) for name, one in made.items()}  # type: ignore[misc]


@pytest.fixture
@settles("books_in_and_people")
def two(app: Flask, engine: str, workshop: Workshop, tmp_path: Path) -> dict[str, Actor]:
    """The small books came in, and there are two people."""

    def build() -> dict[str, Actor]:
        (tmp_path / "first").mkdir()
        importing.apply(SmallBooks().save(tmp_path / "first"))
        return _people()

    return workshop.settled(app, engine, "books_in_and_people", build)


def corrected(folder: Path) -> Path:
    """Books with points and pieces corrected, a line that is gone, and one that is new."""
    books = SmallBooks()
    books.register[5][6] = 3
    books.redemptions[1][5:8] = [1, 0.5, 5.5]
    del books.register[4]
    books.register.append(["2025-03-29", "001", "田桂兰", None, "R07", "助老代办跑腿", 3, "冉婷"])
    folder.mkdir()
    return books.save(folder)


class Terminal:
    """The command on some books, its report and the answers to it."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.runner, self.folder, self.file = app.test_cli_runner(), folder, folder.parent / "report.json"

    def run(self, *more: str, typed: str = "") -> Result:
        call = ["import-books", str(self.folder), "--report", str(self.file), *more]
        return self.runner.invoke(args=call, input=typed)

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return found

    def answers(self, **choices: str) -> list[str]:
        """These answers in a file, as the command takes them."""
        assert self.run().exit_code == 3
        asked = [one for one in self.report["questions"] if one["kind"] in choices]
        given = [
            {"question": one["id"], "digest": one["digest"], "choice": choices[one["kind"]]} for one in asked
        ]
        said = self.file.with_name(f"{'-'.join(choices)}.json")
        said.write_text(json.dumps(given), encoding="utf-8")
        return ["--answers", str(said), "--apply"]


def intakes(actor: Actor) -> list[imports.intakes.IntakeInfo]:
    return reading(lambda: imports.intakes.list_recent(actor=actor))


def broken() -> list[str]:
    return [one.name for one in reading(lambda: oversight.checking.check(the_community())).broken]


def test_new_lines_are_written_and_the_rest_waits_for_somebody_on_the_desk(
    app: Flask, two: dict[str, Actor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the balances of the report are those of the ledger: a household has spent on the desk since."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://jf.example")
    with_new_stock()
    sell("002", "G06", 1)
    terminal = Terminal(app, corrected(tmp_path / "second"))
    apply = terminal.answers(lines_corrected="correction", lines_vanished="take_back")
    done = terminal.run(*apply)
    assert done.exit_code == 0, done.output
    [one] = intakes(two["qianyu"])
    assert (one.state, one.by, one.proposed_by, one.why_not) == ("proposed", None, None, None)
    address = f"https://jf.example/desk/intakes/{one.intake_id.hex}"
    waits = WaitsOnDesk(count=3, address=address, names="钱玉")
    assert waits.message("zh") + waits.next_step("zh") in done.output
    assert "钱玉" in done.output
    report = terminal.report
    assert report["balances_before"] == {"001": 50, "002": 45, "003": 30}
    assert report["balances"] == {"001": 80, "002": 45, "003": 30}, (
        "new lines alone, and what was spent on the desk"
    )
    assert report["balances_in_files"] == {"001": 85, "002": 30, "003": 0}
    again = terminal.run(*apply)
    assert (again.exit_code, address in again.output) == (0, True)
    assert [one.intake_id for one in intakes(two["qianyu"])] == [one.intake_id], "what waits is found again"
    transact(lambda: imports.intakes.confirm(one.intake_id, seen=one.seen, actor=two["qianyu"]))
    assert imports.working.work_one()
    assert intakes(two["qianyu"])[0].state == "written"
    terminal.run()
    assert terminal.report["balances"] == {"001": 85, "002": 25, "003": 0}
    assert broken() == []


@pytest.mark.shortly_on("sqlite")
def test_somebody_who_stands_beside_types_what_the_door_asks_for(
    app: Flask, two: dict[str, Actor], tmp_path: Path
) -> None:
    member = two["qianyu"]
    assert member.account_id
    transact(lambda: people.second_factor.begin(actor=member))
    people.second_factor.confirm(number(member.account_id), actor=member)
    clock.set_now(clock.now().replace(microsecond=0) + imports.looking.REST * 4)
    terminal = Terminal(app, corrected(tmp_path / "second"))
    apply = [
        *terminal.answers(lines_corrected="correction", lines_vanished="stays"),
        "--confirmed-by",
        "qianyu",
    ]
    assert (wrong := terminal.run(*apply, typed="no\n")).exit_code == 1
    assert people.refusals.WrongPassword.zh in wrong.output
    tried = reading(
        lambda: audit.trail.read(the_community(), audit.trail.TrailFilter(action="account.signed_in"))
    )
    assert [(one.outcome, one.facts["code"]) for one in tried] == [("refused", "wrong_password")]
    assert terminal.run(*apply, typed=f"{PASSWORD}\n000000\n").exit_code == 1
    assert intakes(member) == []
    done = terminal.run(*apply, typed=f"{PASSWORD}\n{number(member.account_id)}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    [one] = intakes(member)
    assert (one.state, one.confirmed_by, one.files_deleted_at is not None) == (
        "written",
        member.account_id,
        True,
    )
    assert (
        WrittenAtOnce(name="钱玉", address=f"/desk/intakes/{one.intake_id.hex}").message("zh") in done.output
    )
    assert terminal.report["balances"] == {"001": 85, "002": 30, "003": 30}
    assert broken() == []


@pytest.mark.shortly_on("sqlite")
def test_who_may_not_confirm_leaves_it_waiting_and_other_answers_are_no_second_proposal(
    app: Flask, two: dict[str, Actor], tmp_path: Path
) -> None:
    terminal = Terminal(app, corrected(tmp_path / "second"))
    alone = terminal.run("--confirmed-by", "qianyu")
    assert (alone.exit_code, ApplyMissing().message("zh") in alone.output) == (2, True)
    apply = terminal.answers(lines_corrected="correction")
    refused = terminal.run(*apply, "--confirmed-by", "zhaolan", typed=f"{PASSWORD}\n")
    assert (refused.exit_code, NotAllowed().message("zh") in refused.output) == (1, True)
    assert "等另一个人确认" in refused.output
    [one] = intakes(two["qianyu"])
    assert one.state == "proposed"
    other = terminal.answers(lines_corrected="correction", lines_vanished="take_back")
    refused = terminal.run(*other)
    assert (refused.exit_code, IntakeOpenAlready().message("zh") in refused.output) == (1, True)
    intake_files.delete(one.intake_id)
    lost = terminal.run(*apply, "--confirmed-by", "qianyu", typed=f"{PASSWORD}\n")
    assert (lost.exit_code, IntakeFilesGone().message("zh") in lost.output) == (1, True)
    assert "等另一个人确认" not in lost.output
    assert intakes(two["qianyu"])[0].state == "failed"


@pytest.mark.shortly_on("sqlite")
def test_an_import_is_taken_back_from_the_command_line(
    app: Flask, two: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    runner, member, meant = app.test_cli_runner(), two["qianyu"], str(last_import())
    assert meant in runner.invoke(args=["undo-import"]).output
    planned = runner.invoke(args=["undo-import", meant])
    assert "收回的行 12" in planned.output
    assert "002: taken 收走 13 · back 退回 8" in planned.output
    assert intakes(member) == []
    asked = runner.invoke(args=["undo-import", meant, "--apply"])
    assert (asked.exit_code, "等另一个人确认" in asked.output) == (0, True)
    alone = runner.invoke(args=["undo-import", meant, "--confirmed-by", "qianyu"])
    assert (alone.exit_code, ApplyMissing().message("zh") in alone.output) == (2, True)
    call = ["undo-import", meant, "--apply", "--confirmed-by", "qianyu"]

    def busy(*_: object) -> None:
        raise Busy

    with monkeypatch.context() as held:
        held.setattr(imports.working, "_one_part", busy)
        [waiting] = intakes(member)
        address = f"/desk/intakes/{waiting.intake_id.hex}"
        told = runner.invoke(args=call, input=f"{PASSWORD}\n").output
        assert BeingWritten(address=address).message("zh") in told
    assert imports.working.work_one(), "the server goes on"
    [one] = intakes(member)
    assert (one.state, one.undoes, one.proposed_by, one.confirmed_by) == (
        "written", UUID(meant), None, member.account_id
    )  # fmt: skip
    assert reading(lambda: audit.provenance.batches(the_community()))[0].undoes == UUID(meant)
    assert runner.invoke(args=call, input=f"{PASSWORD}\n").exit_code == 1, "nothing is left of it"
    assert broken() == []

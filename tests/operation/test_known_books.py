"""Books that went back are noticed: what somebody was told is written down must be there, else no points move."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from points import audit
from points.app import server
from points.foundation import clock, db, marks, reading, refusal, transact
from points.foundation.backup import make_backup
from points.foundation.marks import written
from points.operation import known_books, refusals
from tests.support import forked
from tests.support.databases import Workshop
from tests.support.marks import Machine, machine
from tests.support.old_books import bring, of_household
from tests.support.records import facts_of
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor


@pytest.fixture
def here(app: Flask, workshop: Workshop, street: Street, tmp_path: Path) -> Iterator[Machine]:
    """This machine, which has served these books for a while."""
    with machine(app, workshop, tmp_path / "marks") as made:
        reading(marks.begin)
        made.serves()
        noted(street)
        yield made


def noted(street: Street, times: int = 1) -> None:
    """Something that is written down."""
    for _ in range(times):
        transact(
            lambda: audit.records.record(
                "test.done", actor=street.system, subject_kind="test", subject_id=street.shop_id
            )
        )
        marks.catch_up()


def test_what_was_written_down_is_there_and_points_move(here: Machine, street: Street) -> None:
    assert here.serves().kind == "well"
    street.give(10)
    assert street.available() == 330


def test_an_older_copy_in_the_place_of_the_books_moves_no_points(here: Machine, street: Street) -> None:
    here.save()
    came_after = clock.now()
    noted(street)
    here.put_back()
    found = here.serves()
    assert (found.kind, found.since is not None, found.until is not None) == ("back", True, True)
    assert found.since is not None
    assert found.until is not None
    assert found.since <= came_after <= found.until
    assert street.available() == 320, "readings go on"
    with pytest.raises(refusal.BooksWentBack):
        street.give(10)
    with pytest.raises(refusal.BooksWentBack):
        transact(lambda: bring(of_household("009", "黄少安", "G06", 5), street.community_id))
    assert street.available() == 320


def test_the_control_the_same_copy_where_nothing_came_after_it(here: Machine, street: Street) -> None:
    here.save()
    here.put_back()
    assert here.serves().kind == "well"
    street.give(10)
    transact(lambda: bring(of_household("009", "黄少安", "G06", 5), street.community_id))


def test_a_running_server_sees_at_its_next_look_that_another_database_took_over(
    here: Machine, street: Street
) -> None:
    """A standby that lacked the last records becomes the database; many more are written before anybody looks."""
    here.save()
    noted(street)
    here.put_back()
    noted(street, 3 * marks.LAST)
    assert reading(marks.look).kind == "back"
    with pytest.raises(refusal.BooksWentBack):
        street.give(10)


def test_a_standby_that_had_everything_raises_no_alarm(here: Machine, street: Street) -> None:
    noted(street)
    here.save()
    here.put_back()
    noted(street, 3 * marks.LAST)
    assert reading(marks.look).kind == "well"
    street.give(10)


def test_a_record_with_another_hash_is_not_the_record(here: Machine, street: Street) -> None:
    mark = marks.find()
    assert mark is not None
    other = [written.Remembered(one.community_id, one.id, bytes(32), one.at) for one in mark.records]
    for path in here.folder.glob("*.json"):
        path.unlink()
    written.write(here.folder, "1", written.Mark(mark.books, mark.epoch, other), marks._key())
    assert here.serves().kind == "back"


def test_old_books_may_begin_others_that_this_machine_does_not_know(here: Machine, street: Street) -> None:
    mark = marks.find()
    assert mark is not None
    for path in here.folder.glob("*.json"):
        path.unlink()
    written.write(here.folder, "1", written.Mark(uuid4(), mark.epoch, []), marks._key())
    assert here.commands().kind == "other"
    with pytest.raises(refusal.BooksOfOthers):
        street.give(10)
    transact(lambda: bring(of_household("009", "黄少安", "G06", 5), street.community_id))


def test_what_is_missing_is_not_pushed_out_by_what_comes_after(here: Machine, street: Street) -> None:
    here.save()
    noted(street)
    here.put_back()
    assert here.serves().kind == "back"
    noted(street, 3 * marks.LAST)
    assert here.serves().kind == "back"


def test_a_mark_that_was_altered_or_cut_off_counts_for_nothing(here: Machine) -> None:
    here.ends()
    assert len(list(here.folder.glob("*.json"))) >= 2
    for path in here.folder.glob("*.json"):
        said = json.loads(path.read_text())
        said["mark"]["epoch"] = 9
        path.write_text(json.dumps(said))
    assert here.commands().kind == "new"
    for path in here.folder.glob("*.json"):
        path.write_text(path.read_text()[:40])
    assert here.commands().kind == "new"


def test_a_mark_is_in_no_backup(here: Machine, app: Flask, tmp_path: Path) -> None:
    instance = tmp_path / "house"
    shutil.copytree(app.config["INSTANCE"] / "keys", instance / "keys")
    shutil.copytree(here.folder, instance / "marks")
    made = make_backup(db.engine, folder=tmp_path / "backups", instance=instance)
    assert made.keys is not None
    shutil.unpack_archive(made.keys, tmp_path / "unpacked", filter="data")
    assert sorted(path.name for path in (tmp_path / "unpacked").iterdir()) == ["keys"]


def test_a_command_that_moves_points_looks_first(here: Machine, street: Street) -> None:
    here.save()
    noted(street)
    here.put_back()
    here.ends()
    marks.follow(here.folder, audit.marks.compare)
    with pytest.raises(refusal.BooksWentBack):
        street.give(10)


def test_no_mark_is_written_for_what_was_rolled_back(here: Machine, street: Street) -> None:
    before = marks.find()

    def work() -> None:
        audit.records.record("test.done", actor=street.system, subject_kind="test")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transact(work)
    noted_before, now = before, marks.find()
    assert noted_before is not None
    assert now is not None
    assert {one.id for one in now.records} == {one.id for one in noted_before.records}


def test_a_full_disk_turns_no_sale_into_a_fault(here: Machine, street: Street) -> None:
    shutil.rmtree(here.folder)
    here.folder.write_text("in the way")
    street.give(10)
    noted(street)
    assert street.available() == 330
    here.folder.unlink()
    assert reading(marks.look).kind == "well", "what the process itself remembers is compared as well"


# starts


def test_a_start_on_books_that_went_back_serves_them_for_reading(here: Machine, street: Street) -> None:
    here.save()
    noted(street)
    here.put_back()
    here.commands()
    found = known_books.at_start(asks=True)
    assert (found.serves, found.standing.kind) == (True, "back")


def test_a_new_machine_is_asked_about_books_that_are_filled(here: Machine, tmp_path: Path) -> None:
    with machine(here.house, here.workshop, tmp_path / "elsewhere") as new:
        assert new.commands().kind == "new"
        assert not known_books.at_start(asks=True).serves
        assert not (new.folder).exists(), "the control: nothing was adopted"
        found = known_books.at_start(asks=False)
        assert (found.serves, found.anew, new.commands().kind) == (True, True, "well")


def test_a_machine_with_empty_books_begins_without_a_question(
    app: Flask, workshop: Workshop, tmp_path: Path
) -> None:
    with machine(app, workshop, tmp_path / "marks") as new:
        new.commands()
        found = known_books.at_start(asks=True)
        assert (found.serves, found.anew, new.commands().kind) == (True, False, "well")


def test_other_books_and_empty_ones_are_asked_about_and_a_demonstration_begins_anew(
    here: Machine, street: Street
) -> None:
    here.save()
    here.ends()
    here.workshop._leave(here.house)
    here.workshop._copy(here.engine, here.workshop.worker)
    found = here.commands()
    assert found.kind == "other", "the books are empty, and were not"
    assert not known_books.at_start(asks=True).serves
    with pytest.raises(refusal.BooksOfOthers):
        marks.must_hold()
    assert known_books.at_start(asks=False).anew
    assert here.commands().kind == "well"
    assert list(here.folder.glob("*.aside")), "what was remembered before is laid aside"


def test_a_folder_that_was_copied_raises_no_alarm_and_says_whence(
    here: Machine, street: Street, tmp_path: Path
) -> None:
    shutil.copytree(here.folder, tmp_path / "copied")
    with machine(here.house, here.workshop, tmp_path / "copied") as other:
        other.commands()
        found = known_books.at_start(asks=True)
        assert (found.serves, found.standing.kind) == (True, "well")
        assert found.standing.copied_from.endswith(str(here.folder))
    assert here.commands().copied_from == "", "the control"


def test_two_nodes_on_the_same_books_remember_each_for_itself(
    here: Machine, street: Street, tmp_path: Path
) -> None:
    with machine(here.house, here.workshop, tmp_path / "second") as second:
        second.commands()
        known_books.at_start(asks=False)
        second.serves()
        noted(street)
        second.save("of_both")
        assert here.serves().kind == "well"
        noted(street)
        second.put_back("of_both")
        assert here.serves().kind == "back"
        assert second.serves().kind == "well", "what the second node was told is there"


def test_a_life_that_another_node_began_is_no_alarm(here: Machine, street: Street) -> None:
    from points.foundation.epochs import begin_epoch

    here.save()
    noted(street)
    here.put_back()
    assert here.serves().kind == "back"
    transact(lambda: begin_epoch("restored"))
    assert reading(marks.look).kind == "well"
    street.give(10)
    assert here.serves().kind == "well"


# killed

DIES = """
import os, signal, sys
from pathlib import Path
from points import audit
from points.foundation import marks, reading, transact, system_actor, communities
from points.foundation.marks import written
from wsgi import app
with app.app_context():
    marks.follow(Path(sys.argv[1]), audit.marks.compare)
    assert reading(marks.keep).kind == "well"
    [community] = reading(communities)
    before, write = sys.argv[2] == "before", written.write
    def dies(*args, **more):
        if not before:
            write(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)
    written.write = dies
    transact(lambda: audit.records.record(
        "test.killed", actor=system_actor(community.id), subject_kind="test"))
    marks.catch_up()
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_killed_between_commit_and_mark_is_no_alarm(
    here: Machine, street: Street, moment: str
) -> None:
    """Killed before the mark was written: it lags, and everything in it is there. After it: the copy is found out."""
    here.save()
    here.ends()
    here.workshop._leave(here.house)
    here.house.config["INSTANCE"].mkdir(exist_ok=True)
    env = {
        **os.environ,
        "ENVIRONMENT": "test",
        "DATABASE_URL": here.house.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": "of-the-tests-only-" * 2,
        "INSTANCE": str(here.house.config["INSTANCE"]),
    }
    ended = forked.run(("-c", DIES, str(here.folder), moment), env)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert reading(lambda: audit_lines("test.killed")) == 1
    assert here.commands().kind == "well"
    here.put_back()
    assert here.commands().kind == ("well" if moment == "before" else "back")


def audit_lines(action: str) -> int:
    """How many records of an action there are."""
    return int(
        db.session.scalar(text("SELECT count(*) FROM audit_record WHERE deed = :d"), {"d": action}) or 0
    )


# what people see


def test_a_demonstration_lays_nothing_out_in_books_that_went_back(
    here: Machine, street: Street, app: Flask
) -> None:
    laid: list[str] = []
    say: list[str] = []
    app.config["DEMO"], app.config["ENVIRONMENT"] = True, "demo"
    transact(lambda: db.session.execute(text("UPDATE foundation_community SET demo = :d"), {"d": True}))
    try:
        here.save()
        noted(street)
        here.put_back()
        here.commands()
        server.make_ready(app, lambda _: laid.append("laid out") or [], say.append)  # type: ignore[func-returns-value]
        assert laid == []
        assert any("账本退回到了以前" in one for one in say)
        noted(street)
        here.ends()
        server.make_ready(app, lambda _: laid.append("laid out") or [], say.append)  # type: ignore[func-returns-value]
        assert laid == ["laid out"], "the control: where nothing is missing it is"
    finally:
        app.config["DEMO"], app.config["ENVIRONMENT"] = False, "test"


def test_staff_are_told_on_every_page_and_the_watcher_too(here: Machine, street: Street, app: Flask) -> None:
    officer, resident = Visitor(app), Visitor(app)
    officer.post("/sign-in", data={"username": "officer0", "password": PASSWORD})
    resident.post("/sign-in", data={"username": "tian", "password": PASSWORD})
    said = "账本退回到了以前"
    assert said not in officer.get("/desk/home").text
    assert officer.get("/readyz").json["marks"] is True
    here.save()
    noted(street)
    here.put_back()
    here.serves()
    officer.post("/sign-in", data={"username": "officer0", "password": PASSWORD})
    assert said in officer.get("/desk/home").text
    ready = officer.get("/readyz")
    assert (ready.status_code, ready.json["marks"]) == (503, False)
    assert officer.get("/healthz").status_code == 200
    resident.post("/sign-in", data={"username": "tian", "password": PASSWORD})
    form = {"points": "10", "shop": "", "request_key": "k" * 16, "confirm": "1"}
    page = resident.post("/vouchers", data=form)
    assert (page.status_code, "Retry-After" in page.headers) == (503, False)
    assert said in page.text
    assert resident.get("/statement").status_code == 200


@pytest.mark.only_on("postgresql")
def test_the_watch_looks_at_once_when_a_connection_is_new(here: Machine, street: Street) -> None:
    watch = known_books.BooksWatch(here.house.app_context)
    watch.start()
    try:
        here.save()
        noted(street)
        here.put_back()
        until = clock.now() + timedelta(seconds=20)
        with here.house.app_context():
            reading(lambda: audit_lines("test.done"))
        while (found := marks.standing()) is None or found.well:
            assert clock.now() < until, "nobody looked"
            watch._thread.join(0.02)
    finally:
        watch.stop(5)
    assert not watch._thread.is_alive()


# a person decides


def run(house: Flask, *words: str, answers: str = "") -> tuple[int, str]:
    """A command's exit code and words."""
    db.session.remove()
    result = FlaskCliRunner(house).invoke(args=list(words), input=answers)
    return result.exit_code, result.output


def sheet(app: Flask) -> str:
    """The number on today's closing sheet."""
    watcher = Visitor(app)
    watcher.post("/sign-in", data={"username": "supervisor4", "password": PASSWORD})
    page = watcher.get("/oversight/print").text
    found = re.search(r"账本号 <strong>(\d+-[A-Z2-7]{4}-[A-Z2-7]{4})</strong>", page)
    assert found is not None
    return found[1]


def test_a_new_machine_adopts_books_that_know_the_number_of_the_last_sheet(
    here: Machine, street: Street, app: Flask, tmp_path: Path
) -> None:
    here.save()
    noted(street)
    number = sheet(app)
    assert number in run(app, "check-books")[1]
    here.ends()
    with machine(here.house, here.workshop, tmp_path / "new") as new:
        new.commands()
        code, said = run(app, "adopt-books", answers=f"{number.lower()}\ny\n")
        assert (code, "Adopted" in said, "the sheet is of" in said) == (0, True, True)
        assert known_books.at_start(asks=True).serves
        assert reading(lambda: audit_lines("books.adopted")) == 1
        [facts] = facts_of("books.adopted")
        assert facts["sheet_at"] is not None, "of when the record is that the sheet named"


def test_a_number_is_known_as_people_copy_it(street: Street, app: Flask) -> None:
    number = sheet(app)
    misread = number.partition("-")[2].translate(str.maketrans("OIB", "018"))
    wide = "".join(chr(ord(one) + 0xFEE0) for one in number)
    copied = [
        number,
        number.lower(),
        number[2:],
        misread,
        f"1-{misread}",
        wide,
        f" {number} ",
        number.replace("-", " "),
    ]
    known = reading(lambda: audit.marks.find(number))
    assert known is not None
    assert [reading(lambda one=one: audit.marks.find(one)) for one in copied] == [known] * len(copied)  # type: ignore[misc]
    for nonsense in (
        "",
        "-",
        "1",
        "1-AAAA",
        "99999999",
        "²²²²²²²²",
        "一二三四五六七八",
        "x" * 3000,
        "\x00" * 8,
    ):
        assert reading(lambda one=nonsense: audit.marks.find(one)) is None, nonsense  # type: ignore[misc]


def test_a_digit_no_number_has_is_read_as_the_letter_it_looks_like(street: Street) -> None:
    leaves = reading(lambda: db.session.scalars(text("SELECT leaf_hash FROM audit_record")).all())
    numbers = [base64.b32encode(bytes(one)[:5]).decode("ascii") for one in leaves]
    assert set("OIB") & set("".join(numbers))
    for one in numbers:
        digits = one.translate(str.maketrans("OIB", "018"))
        assert reading(lambda digits=digits: audit.marks.find(digits)) is not None, one  # type: ignore[misc]


def test_a_backup_older_than_the_last_sheet_is_not_adopted_and_after_restore_begins_a_life(
    here: Machine, street: Street, app: Flask, tmp_path: Path
) -> None:
    here.save()
    noted(street)
    number = sheet(app)
    here.put_back()
    here.ends()
    with machine(here.house, here.workshop, tmp_path / "new") as new:
        new.commands()
        code, said = run(app, "adopt-books", "--number", number, "--yes")
        assert (code, number in said) == (1, True)
        assert not known_books.at_start(asks=True).serves
        with pytest.raises(refusals.NumberUnknown) as unknown:
            known_books.adopt(number)
        assert unknown.value.facts == {"number": number}
        assert "has begun" in run(app, "after-restore", "--yes")[1]
        assert known_books.at_start(asks=True).serves
        assert new.serves().kind == "well"
        street.give(10)


def test_where_no_sheet_was_printed_a_person_says_so(here: Machine, app: Flask, tmp_path: Path) -> None:
    here.ends()
    with machine(here.house, here.workshop, tmp_path / "new") as new:
        new.commands()
        assert run(app, "adopt-books", answers="\nn\n")[0] == 1
        assert not known_books.at_start(asks=True).serves
        assert run(app, "adopt-books", answers="\ny\n")[0] == 0
        assert known_books.at_start(asks=True).serves


def test_books_that_went_back_are_not_adopted_and_after_restore_says_from_when_to_when(
    here: Machine, street: Street, app: Flask
) -> None:
    here.save()
    noted(street)
    here.put_back()
    here.commands()
    assert run(app, "adopt-books", "--number", "", "--yes")[0] == 1
    with pytest.raises(refusals.BooksMissing):
        known_books.adopt("")
    assert run(app, "nightly")[0] == 1
    said = run(app, "after-restore", "--yes")[1]
    assert "Missing 不见了的" in said
    assert here.serves().kind == "well"
    street.give(10)


def test_a_running_server_goes_on_after_a_person_began_a_new_life(
    here: Machine, street: Street, app: Flask
) -> None:
    here.save()
    noted(street)
    here.put_back()
    assert reading(marks.look).kind == "back"
    here.commands()
    run(app, "after-restore", "--yes")
    noted(street)
    assert here.serves().kind == "well"
    here.save("later")
    noted(street)
    here.put_back("later")
    assert here.serves().kind == "back", "the control: the new life is remembered as the old one was"

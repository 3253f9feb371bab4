"""An empty installation is begun by two people who know its code, once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import Refusal, communities, db, keys, reading, transact
from points.operation import founding
from points.operation.founding import FoundedPlace, Founder
from points.operation.refusals import FoundedAlready, FoundingCodeWrong
from points.people.models import Place
from tests.support.town import PASSWORD

TWO = (Founder("陈静", "chen", PASSWORD), Founder("吴明", "wu", PASSWORD))


def begun(name: str = "桥东社区", *, typed: str = "", founders: Sequence[Founder] = TWO) -> None:
    place = FoundedPlace(name, phone="0571 0000", district="江滨区", street="桥东街道")
    transact(lambda: founding.begin(place, founders, typed=typed or founding.code()))


def test_the_code_begins_a_community_with_two_administrators_once(app: Flask, tmp_path: Path) -> None:
    founding.keep_code(tmp_path)
    [file] = tmp_path.iterdir()
    assert (file.read_text(encoding="utf-8").strip(), file.stat().st_mode & 0o077) == (founding.code(), 0)
    said = founding.code()
    with pytest.raises(FoundingCodeWrong):
        begun(typed=said[:-1])
    with pytest.raises(people.refusals.UsernameTaken):
        begun(founders=(TWO[0], Founder("吴明", "Chen", PASSWORD)))
    assert reading(founding.is_empty), "nothing stays of what was refused"
    begun(typed=f" {said[:4].lower()}-{said[4:]} ")
    [one] = reading(communities)
    above = reading(lambda: set(db.session.scalars(sa.select(Place.name).where(Place.kind != "community"))))
    assert above == {"江滨区", "桥东街道"}
    assert len(reading(lambda: people.roles.holders(one.id, "admin"))) == founding.FIRST
    who = people.signing_in.sign_in("wu", PASSWORD)
    assert who.community_id == one.id
    with pytest.raises(FoundedAlready):
        begun("桥西社区")
    founding.keep_code(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_code_is_this_installations_own(app: Flask, tmp_path: Path) -> None:
    said = founding.code()
    assert founding.code() == said
    keys.keep_keys_in(tmp_path / "keys")
    try:
        assert founding.code() != said
    finally:
        keys.keep_keys_in(app.config["INSTANCE"] / "keys")


def test_of_two_who_begin_at_once_one_does(app: Flask) -> None:
    together = Barrier(2)

    def press(which: int) -> str:
        two = [Founder(one.name, f"{one.username}{which}", one.password) for one in TWO]
        with app.app_context():
            together.wait()
            try:
                begun(f"社区{which}", founders=two)
            except Refusal as refusal:
                return refusal.code
            return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, (1, 2))) == ["done", "founded_already"]
    assert len(reading(communities)) == 1

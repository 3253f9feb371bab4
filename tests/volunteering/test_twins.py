"""Nothing that is read here is of another community, not even where everything there has the same ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from points import people, volunteering
from points.foundation import clock, reading, transact
from points.volunteering.programme.activity_rows import get
from tests.support.twins import twin
from tests.volunteering.conftest import Neighbourhood


@pytest.mark.only_on("sqlite")
def test_what_is_read_is_the_same_beside_a_community_with_the_same_ids(evening: Neighbourhood) -> None:
    evening.decide("publicity_days", 3)
    approved = evening.held("tian", "yang", "xiaohe")
    evening.approve(approved)
    waits = evening.held("tian", "shi", starts=clock.now(), title="河边清扫")
    evening.back_fill("ran", by="second")
    coming = evening.plan("后天", starts=clock.now() + timedelta(days=2), capacity=5)
    officer, tian, leader = (evening.actors[one] for one in ("officer", "tian", "leader"))
    transact(lambda: volunteering.signups.sign_up(coming, actor=tian))
    here, who = evening.community_id, evening.people["tian"]
    line = reading(lambda: volunteering.publicity.posted(here))[0].service_id
    transact(lambda: volunteering.objections.raise_one(line, reason="没看见人", actor=evening.actors["ran"]))
    lists, queue = volunteering.lists, volunteering.queue
    reads: dict[str, Any] = {
        "list": lambda: lists.page(officer),
        "found": lambda: lists.page(officer, lists.ActivityFilter(q="河", status="review")),
        "open": lambda: lists.open_to(tian),
        "coming": lambda: lists.coming(tian),
        "led": lambda: lists.led_by(leader),
        "usual": lambda: lists.usual_minutes(here),
        "one": lambda: get(here, coming),
        "signed up": lambda: volunteering.signups.signed_up(here, get(here, coming).activity_id),
        "missed": lambda: volunteering.signups.no_shows(here, who),
        "queue": lambda: queue.page(officer),
        "hangs out": lambda: queue.page(officer, "publicity"),
        "waiting": lambda: queue.waiting_count(here),
        "review": lambda: volunteering.one_activity.read(waits, actor=officer),
        "posted": lambda: volunteering.publicity.posted(here),
        "objections": lambda: [
            replace(one, why_not=None) for one in volunteering.objection_list.list_all(officer)
        ],
        "to decide": lambda: volunteering.objection_list.waiting_count(evening.actors["street"]),
        "hours": lambda: volunteering.hours.of_person(here, who),
        "story": lambda: volunteering.origin.of_lines(here, [line]),
        "names": lambda: volunteering.origin.names_of_lines(here, [line]),
        "people": lambda: people.search.page(officer),
        "purse": lambda: people.purses.of_person(here, who),
    }
    alone = {name: reading(read) for name, read in reads.items()}
    twin(here)
    beside = {name: reading(read) for name, read in reads.items()}
    assert [name for name in reads if beside[name] != alone[name]] == []

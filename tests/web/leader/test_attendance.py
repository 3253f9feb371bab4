"""Who came: ticked or scanned where the activity takes place, and handed in by its leader alone."""

from __future__ import annotations

import pytest
from flask import Flask

from points import audit, people
from points.foundation import reading, transact
from tests.support.street import enter
from tests.support.visitors import Visitor
from tests.web.leader.conftest import Morning


def counts(led: Morning) -> tuple[int, int, int]:
    """Signed up, there, still missing, as the page counts them."""
    page = led.leader.get(led.address).text
    block = page.split('class="sheet counts', 1)[1].split("</dl>", 1)[0]
    first, second, third = (
        int(part.split("</dd>", 1)[0].rsplit(">", 1)[1]) for part in block.split("<dd")[1:]
    )
    return first, second, third


def test_the_list_names_who_is_expected(led: Morning) -> None:
    page = led.leader.get(led.address)
    assert page.status_code == 200
    assert "田桂兰" in page.text
    assert counts(led) == (1, 0, 1)
    assert "13800000001" not in page.text


def test_somebody_is_ticked_in_and_out_and_a_slip_is_undone(led: Morning) -> None:
    led.begin()
    assert led.tick("in") == 302
    assert counts(led) == (1, 1, 0)
    assert led.tick("undo") == 302
    assert counts(led) == (1, 0, 1)
    led.tick("in")
    led.begin(minutes=90)
    assert led.tick("out") == 302
    assert "13:30 签退" in led.leader.get(led.address).text


def test_all_who_are_there_go_together(led: Morning) -> None:
    led.begin()
    led.tick("in")
    led.begin(minutes=60)
    assert led.tick("out", "all") == 302
    assert "13:00 签退" in led.leader.get(led.address).text


def test_before_its_time_nobody_is_ticked_and_the_list_says_when(led: Morning) -> None:
    answer = led.leader.post(f"{led.address}/tick", data={"who": led.resident, "what": "in"})
    assert answer.status_code == 409
    assert "才开始" in answer.text
    assert "田桂兰" in answer.text
    assert counts(led) == (1, 0, 1)


@pytest.mark.parametrize("fields", [{"what": "away"}, {"who": "of-nobody", "what": "in"}, {}])
def test_a_tick_of_nobody_or_nothing_is_not_there(led: Morning, fields: dict[str, str]) -> None:
    led.begin()
    answer = led.leader.post(f"{led.address}/tick", data={"who": led.resident, **fields})
    assert answer.status_code == 404
    assert counts(led) == (1, 0, 1)


def test_a_scanned_card_checks_in_and_then_out(led: Morning) -> None:
    person = led.street.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="person", actor=led.street.system, pin="275318"))
    led.begin()
    assert led.leader.post(f"{led.address}/scan", data={"code": card.token}).status_code == 302
    assert "田桂兰签到了" in led.leader.get(led.address).text
    assert "田桂兰签到了" not in led.leader.get(led.address).text
    led.begin(minutes=90)
    led.leader.post(f"{led.address}/scan", data={"code": card.token})
    assert "田桂兰签退了" in led.leader.get(led.address).text


def test_a_code_of_nobody_is_refused_in_words_and_written_down(led: Morning) -> None:
    led.begin()
    answer = led.leader.post(f"{led.address}/scan", data={"code": "8" * 43})
    assert answer.status_code in (404, 409)
    assert counts(led) == (1, 0, 1)
    wanted = audit.trail.TrailFilter(action="attendance.checked_in", outcome="refused")
    assert len(reading(lambda: audit.trail.read(led.street.community_id, wanted))) == 1


def test_the_list_is_handed_in_after_the_start_and_then_stands(led: Morning) -> None:
    early = led.leader.post(f"{led.address}/close")
    assert (early.status_code, "才开始" in early.text) == (409, True)
    led.begin()
    led.tick("in")
    led.begin(minutes=120)
    assert led.leader.post(f"{led.address}/close").status_code == 302
    assert "名单已交，等专干审核" in led.leader.get(led.address).text
    again = led.leader.post(f"{led.address}/tick", data={"who": led.resident, "what": "undo"})
    assert (again.status_code, "不能再改" in again.text) == (409, True)


def test_the_list_is_not_there_for_who_does_not_keep_it(led: Morning, app: Flask) -> None:
    assert led.leader.get("/lead/of-nothing").status_code == 404
    for username in ("tian", "clerk2"):
        client: Visitor = app.test_client()  # type: ignore[assignment]
        enter(client, username)
        assert client.get(led.address).status_code == 404
        assert client.post(f"{led.address}/tick", data={"who": "all", "what": "in"}).status_code == 404
        assert client.post(f"{led.address}/close").status_code == 404

"""Who came: ticked or scanned where the activity takes place, and handed in by its leader alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, session

from points import audit, people, volunteering
from points.foundation import clock, codes, reading, run, transact
from points.volunteering.models import Rule
from points.web.leader import data
from points.web.refusals import NotAResidentsCode
from tests.support import desk_day
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
    assert "开始前 1 小时起能签到" in answer.text
    assert "/help/leader#list" in answer.text
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


def test_the_number_printed_on_a_card_may_be_typed(led: Morning) -> None:
    person = led.street.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="person", actor=led.street.system))
    led.begin()
    typed = f" {card.number[:5]}-{card.number[5:]} "
    assert led.leader.post(f"{led.address}/scan", data={"code": typed}).status_code == 302
    assert counts(led) == (1, 1, 0)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1234567890", "号码里有数字不对。"),
        ("12345678901", "10 位号码"),
        ("12345678", NotAResidentsCode.zh),
        ("6900000011003", NotAResidentsCode.zh),
    ],
)
def test_what_is_no_code_of_a_resident_is_refused_in_its_own_words(
    led: Morning, code: str, words: str
) -> None:
    led.begin()
    answer = led.leader.post(f"{led.address}/scan", data={"code": code})
    assert 400 <= answer.status_code < 500
    assert words in answer.text
    assert counts(led) == (1, 0, 1)


def test_numbers_of_cards_cannot_be_tried_by_the_thousand(led: Morning) -> None:
    led.begin()
    wrong = [codes.new_card_number() for _ in range(31)]
    answers = [led.leader.post(f"{led.address}/scan", data={"code": one}).status_code for one in wrong]
    assert answers[-1] == 429
    assert set(answers[:30]) == {409}


def test_a_card_read_twice_is_answered_as_the_first_time(led: Morning) -> None:
    person = led.street.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="person", actor=led.street.system))
    for minutes, words in ((5, "田桂兰签到了"), (90, "田桂兰签退了")):
        led.begin(minutes)
        for _ in range(2):
            answer = led.leader.post(f"{led.address}/scan", data={"code": card.token}, follow_redirects=True)
            assert (answer.status_code, words in answer.text) == (200, True)
    assert refused(led) == 0


def test_a_card_shown_when_all_is_over_stands_for_the_hours_of_the_list(led: Morning) -> None:
    person = led.street.resident.person_id
    assert person is not None
    card = transact(lambda: people.cards.issue(person, kind="person", actor=led.street.system))
    assert "照活动的时间记" not in led.leader.get(led.address).text
    led.next_day()
    assert "照活动的时间记：12:00 到 14:00" in led.leader.get(led.address).text
    assert led.leader.post(f"{led.address}/scan", data={"code": card.number}).status_code == 302
    assert said(led.leader.get(led.address).text) == "田桂兰签到了 12:00"
    led.tick("out", "all")
    page = led.leader.get(led.address).text
    assert "12:00 点名，14:00 签退" in " ".join(page.split())
    assert "时间太短" not in led.leader.get(f"{led.address}?hand-in=1").text


def test_who_has_next_to_no_minutes_is_named_before_the_list_is_handed_in(led: Morning) -> None:
    led.begin(minutes=112)
    led.tick("in")
    led.next_day()
    led.tick("out")
    assert "田桂兰 8 分钟" in led.leader.get(f"{led.address}?hand-in=1").text
    led.tick("back")
    led.tick("undo")
    led.tick("in")
    led.tick("out")
    assert "时间太短" not in led.leader.get(f"{led.address}?hand-in=1").text


def refused(led: Morning) -> int:
    """Attempts at this list that were written down as refused."""
    wanted = audit.trail.TrailFilter(action="attendance.checked_in", outcome="refused")
    return len(reading(lambda: audit.trail.read(led.street.community_id, wanted)))


def test_every_tick_is_said_once_with_a_way_back(led: Morning) -> None:
    led.begin()
    led.tick("in")
    page = led.leader.get(led.address).text
    assert said(page) == "田桂兰签到了 12:00"
    assert "撤回" in ticked(page)
    assert 'class="notice good ticked"' not in led.leader.get(led.address).text
    led.begin(minutes=60)
    led.tick("out")
    page = led.leader.get(led.address).text
    assert said(page) == "田桂兰签退了 13:00"
    assert 'value="back"' in ticked(page)
    for _ in range(2):
        assert led.tick("back") == 302
    assert said(led.leader.get(led.address).text) == "撤回了，田桂兰还没签退"
    for _ in range(2):
        assert led.tick("undo") == 302
    assert said(led.leader.get(led.address).text) == "撤回了，田桂兰还没签到"
    assert counts(led) == (1, 0, 1)


def ticked(page: str) -> str:
    """What the page says was done last, with its way back."""
    return page.split('class="notice good ticked"', 1)[1].split("data-offline", 1)[0]


def said(page: str) -> str:
    """The same in words only."""
    words = page.split("data-said>", 1)[1].split("</strong>", 1)[0]
    return re.sub(r"<[^>]+>", "", words)


def test_all_who_were_checked_out_together_come_back_together(led: Morning) -> None:
    somebody = another(led, "石磊", "5栋301")
    led.begin()
    led.tick("in")
    led.leader.post(f"{led.address}/add", data={"name": "石磊", "door": "5栋"})
    led.begin(minutes=60)
    page = led.leader.get(led.address).text
    form = page.split("全部签退", 1)[0].rsplit("<form", 1)[1]
    everybody = re.findall(r'name="who" value="([^"]+)"', form)
    assert set(everybody) == {led.resident, somebody}
    for what, words in (("out", "2 人签退了"), ("back", "撤回了，2 人还没签退")):
        answer = led.leader.post(
            f"{led.address}/tick", data={"who": everybody, "what": what}, follow_redirects=True
        )
        assert said(answer.text) == words


@dataclass
class Somebody:
    public_id: str
    name: str = "石磊"


@pytest.mark.parametrize("number, kept", [(data.MOST, True), (data.MOST + 1, False)])
def test_many_come_back_together_as_far_as_they_fit_into_the_cookie(
    app: Flask, number: int, kept: bool
) -> None:
    many = [Somebody(codes.new_public_id(codes.PublicKind.PERSON)) for _ in range(number)]
    with app.test_request_context():
        data.answered("hd3333333333", data.ids(data.Ticked("out", many)))
        assert session["ticked"]["who"] == ([one.public_id for one in many] if kept else [])
        answer = app.make_response("")
        app.session_interface.save_session(app, session, answer)  # type: ignore[arg-type]
        # a browser keeps 4096 bytes, and somebody's session is in there too
        assert 0 < len(answer.headers["Set-Cookie"]) < 3700


def another(led: Morning, name: str, door: str) -> str:
    """Somebody else who is registered, by public id."""
    system = led.street.system
    person = transact(lambda: people.residents.register(name, actor=system, door=door))
    return reading(lambda: people.persons.get(led.street.community_id, person)).public_id


def test_the_page_comes_back_at_the_row_beside_the_one_that_was_ticked(led: Morning) -> None:
    shi = another(led, "石磊", "5栋301")
    system = led.street.system
    person = reading(lambda: people.search.at_counter(system.community_id, name="石磊", door="5栋"))[0]
    transact(lambda: volunteering.signups.sign_up(led.public_id, person_id=person.person_id, actor=system))
    led.begin()
    answer = led.leader.post(f"{led.address}/tick", data={"who": led.resident, "what": "in"})
    assert answer.location.endswith(f"{led.address}#p-{shi}")
    assert f'id="p-{shi}"' in led.leader.get(led.address).text


def test_nothing_is_offered_to_hand_in_before_somebody_came(led: Morning) -> None:
    assert "交名单" not in led.leader.get(led.address).text
    led.begin()
    assert "交名单" not in led.leader.get(led.address).text
    early = led.leader.post(f"{led.address}/close")
    assert (early.status_code, "还没有人签到" in early.text) == (409, True)
    led.tick("in")
    assert "交名单，1 人等审核" in led.leader.get(led.address).text


def test_a_list_to_which_nobody_came_is_handed_in_once_it_is_over(led: Morning) -> None:
    led.begin(minutes=121)
    assert "没有人来，交名单" in led.leader.get(led.address).text
    assert led.leader.post(f"{led.address}/close").status_code == 302
    assert "名单交了，没有人来" in led.leader.get(led.address).text


def test_handing_in_asks_first_and_names_who_is_not_checked_out(led: Morning) -> None:
    led.begin()
    led.tick("in")
    led.begin(minutes=120)
    asked = led.leader.get(f"{led.address}?hand-in=1").text
    for words in ("还有 1 人没签退，现在就交？", "田桂兰几点走", "交了就不能改", "先不交", "交，1 人"):
        assert words in asked
    assert "名单已交" not in led.leader.get(led.address).text, "asking hands nothing in"
    for _ in range(2):
        assert led.leader.post(f"{led.address}/close").status_code == 302
    assert "名单已交" in led.leader.get(led.address).text


def test_who_never_checked_out_stands_out(led: Morning) -> None:
    led.begin()
    led.tick("in")
    page = led.leader.get(led.address).text
    assert "没签退" not in page
    led.begin(minutes=120)
    page = led.leader.get(led.address).text
    assert "点名，没签退" in page
    led.leader.post(f"{led.address}/close")
    assert "点名，没签退" in led.leader.get(led.address).text


def test_the_page_has_its_own_words_for_no_network(led: Morning) -> None:
    for address in ("/lead", led.address, f"{led.address}/add"):
        page = led.leader.get(address).text
        assert "没有信号，先别关这一页，有网再按。" in page
        assert "兑换券照样能用" not in page


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


def test_the_leader_calls_it_off_and_who_signed_up_reads_why(led: Morning, app: Flask) -> None:
    page = led.leader.get(led.address).text
    assert "取消这次活动" in page
    asking = desk_day.words(led.leader.get(f"{led.address}?cancel=1").text)
    assert "取消这次活动？" in asking
    assert "1 人报了名" in asking
    answer = led.leader.post(f"{led.address}/cancel", data={"reason": " "})
    assert answer.status_code == 409
    assert "还差一句原因" in answer.text
    assert led.leader.post(f"{led.address}/cancel", data={"reason": "下雨"}).status_code == 302
    page = desk_day.words(led.leader.get(led.address).text)
    assert "这次活动取消了。" in page
    assert "原因：下雨" in page
    assert "没来" not in page, "nobody missed what did not take place"
    resident = enter(Visitor(app), "tian")
    home = desk_day.words(resident.get("/").text)
    assert "取消了：今天 12:00 周末清洁家园" in home
    assert "原因：下雨" in home
    assert led.leader.post(f"{led.address}/resume").status_code == 302
    home = desk_day.words(resident.get("/").text)
    assert "照常举行：今天 12:00 周末清洁家园" in home
    assert "您报了名" in home
    led.begin()
    assert led.leader.post(f"{led.address}/resume").status_code == 409


def test_what_is_called_off_for_another_day_stands_by_itself(led: Morning) -> None:
    clock.set_now(led.starts - timedelta(days=1))
    led.leader.post(f"{led.address}/cancel", data={"reason": "下雨"})
    page = desk_day.words(led.leader.get("/lead").text)
    assert "取消了的" in page
    assert "接下来" not in page


def test_somebody_elses_activity_is_not_there_to_be_called_off(led: Morning, app: Flask) -> None:
    other = enter(Visitor(app), "officer0")
    assert other.post(f"{led.address}/cancel", data={"reason": "下雨"}).status_code == 302, "the office may"
    assert other.post("/lead/hd33333333333333/cancel", data={"reason": "下雨"}).status_code == 404


def test_a_list_of_no_service_asks_what_there_is_to_show(led: Morning) -> None:
    rule = sa.update(Rule).values(counts_hours=False)
    transact(lambda: run(rule))
    led.begin()
    led.tick("in")
    assert "凭什么记分" in led.leader.get(f"{led.address}?hand-in=1").text
    answer = led.leader.post(f"{led.address}/close")
    assert answer.status_code == 409
    assert "不看钟点，看佐证：交名单要写凭什么" in answer.text
    assert "请写签到表编号、照片几张，或者哪份文件。" in answer.text
    assert led.leader.post(f"{led.address}/close", data={"evidence": "签到表 12 号"}).status_code == 302
    assert "名单已交" in led.leader.get(led.address).text

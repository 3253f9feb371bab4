"""A service that is typed in later."""

from __future__ import annotations

import re

import sqlalchemy as sa

from points import people
from points.foundation import run, transact
from points.volunteering.models import Rule
from tests.support.desk_day import DeskDay, enter, words
from tests.support.visitors import Visitor


def back_fill(desk: DeskDay, **changed: object) -> dict[str, object]:
    return {
        "person": [str(desk.neighbours["滕天菊"])],
        "rule": str(desk.rule),
        "title": "助老代办跑腿",
        "day": "2025-11-25",
        "starts": "14:00",
        "ends": "16:00",
        "reason": "当时手机没电",
        "evidence": "收据在社区存档",
        **changed,
    }


def test_a_back_fill_finds_people_first_and_writes_nothing_then(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    found = client.post("/desk/back-fill", data={"find": "1", "who": "滕", "reason": "忘了签到"})
    assert found.status_code == 200
    assert "滕天菊" in found.text
    assert "忘了签到" in found.text
    assert "没有要审的了" in client.get("/desk").text
    answer = client.post("/desk/back-fill", data=back_fill(desk_day))
    assert answer.status_code == 303
    assert "补录了 1 人、2 小时" in words(client.get("/desk").text)


def test_a_search_for_nothing_does_not_say_that_nobody_was_found(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    found = client.post("/desk/back-fill", data={"find": "1", "who": "", "reason": "忘了签到"})
    assert "没有找到" not in found.text
    assert "忘了签到" in found.text


def test_a_back_fill_needs_a_person_a_reason_and_something_to_show(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    for changed, field in (
        ({"reason": " "}, "reason"),
        ({"evidence": ""}, "evidence"),
        ({"person": []}, "person"),
    ):
        answer = client.post("/desk/back-fill", data=back_fill(desk_day, **changed))
        assert answer.status_code == 422
        assert f'id="{field}-fault"' in answer.text
        assert "助老代办跑腿" in answer.text


def test_the_future_cannot_be_back_filled(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/back-fill", data=back_fill(desk_day, day="2025-11-27"))
    assert answer.status_code == 422
    assert 'id="ends-fault"' in answer.text


def test_a_night_patrol_is_typed_as_people_type_it(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/back-fill", data=back_fill(desk_day, day="前天", starts="22点", ends="0100"))
    assert answer.status_code == 303
    assert "补录了 1 人、3 小时" in words(client.get("/desk").text)


def test_hits_are_counted_where_they_are_not_all_shown(client: Visitor, desk_day: DeskDay) -> None:
    def work() -> None:
        for number in range(23):
            people.residents.register(f"姚{number:02d}", actor=desk_day.street.system)

    transact(work)
    enter(client)
    page = client.post("/desk/back-fill", data={"find": "1", "who": "姚"}).text
    found = re.findall(r"<label class=\"pick\">.*?<strong>(姚\w+)</strong>", page)
    assert len(found) == 20
    assert "姚敏" not in found
    assert "还有 4 位，再写一个字。" in words(page)
    assert "·</span>" not in page
    whole = client.post("/desk/back-fill", data={"find": "1", "who": "姚敏"}).text
    assert re.findall(r"<label class=\"pick\">.*?<strong>(姚\w+)</strong>", whole) == ["姚敏"]


def test_a_back_fill_that_was_left_opens_with_its_people(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    client.post("/drafts", data={"draft_of": "/desk/back-fill", **back_fill(desk_day)})
    page = client.get("/desk/back-fill?draft=1").text
    assert "<strong>滕天菊</strong>" in page
    assert "当时手机没电" in page


def test_what_was_typed_in_is_linked_from_the_notice(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    answer = client.post("/desk/back-fill", data=back_fill(desk_day))
    link = re.search(
        r'role="status".*?href="(/desk/review/\w+)"', client.get(answer.location).text, re.DOTALL
    )
    assert link is not None
    assert client.get(link[1]).status_code == 200


def test_evidence_is_written_on_the_activity_before_it_is_approved(
    client: Visitor, desk_day: DeskDay
) -> None:
    activity = desk_day.held()
    transact(lambda: run(sa.update(Rule).where(Rule.code == "R01").values(counts_hours=False)))
    enter(client)
    page = words(client.get(f"/desk/review/{activity}").text)
    assert "先写佐证，再审" in page
    assert "还没有写佐证" in page
    answer = client.post("/desk/approve", data={"activity": [activity]})
    assert answer.status_code == 409
    assert "这条规则不看钟点，看佐证" in answer.text
    address = f"/desk/review/{activity}/evidence"
    assert client.post(address, data={"evidence": " "}).status_code == 422
    assert client.post(address, data={"evidence": "会议签到表 12 号"}).status_code == 303
    page = client.get(f"/desk/review/{activity}").text
    assert "会议签到表 12 号" in page
    assert "先写佐证，再审" not in page
    assert client.post("/desk/approve", data={"activity": [activity]}).status_code == 303

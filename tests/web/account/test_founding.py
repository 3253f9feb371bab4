"""The page of an empty installation: kept as typed, refused in words, begun once, and gone."""

from __future__ import annotations

from flask import Flask

from points.foundation import communities
from points.operation import founding
from tests.support.town import PASSWORD
from tests.support.visitors import Visitor


def filled(**other: str) -> dict[str, str]:
    body = {"code": founding.code(), "name": "桥东社区", "phone": "", "district": "", "street": ""}
    for which, (name, username) in (("1", ("陈静", "chen")), ("2", ("吴明", "wu"))):
        body |= {f"name_{which}": name, f"username_{which}": username}
        body |= {f"password_{which}": PASSWORD, f"again_{which}": PASSWORD}
    return body | other


def test_an_empty_installation_leads_to_its_beginning_and_from_there_to_the_door(
    app: Flask, client: Visitor
) -> None:
    assert client.get("/sign-in").location == "/set-up"
    assert "开办码" in client.get("/set-up").text
    answer = client.post("/set-up", data=filled())
    assert (answer.status_code, answer.location) == (303, "/sign-in?begun=1")
    assert "开办好了" in client.get(str(answer.location)).text
    assert client.post("/set-up", data=filled()).location == "/sign-in", "pressed again it is begun"
    assert client.get("/set-up").location == "/sign-in"
    assert [one.name for one in communities()] == ["桥东社区"]
    assert client.post("/sign-in", data={"username": "wu", "password": PASSWORD}).status_code == 303


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(app: Flask, client: Visitor) -> None:
    for other, said in (
        ({"code": "AAAA"}, "开办码不对"),
        ({"username_1": "1x"}, "第一个是文字或字母"),
        ({"username_2": "Chen"}, "已经有人用了"),
        ({"password_2": "12345678", "again_2": "12345678"}, "密码"),
        ({"again_1": "x"}, "两次输的密码不一样"),
        ({"name": ""}, "这一格还没有填"),
    ):
        answer = client.post("/set-up", data=filled(**other))
        assert answer.status_code in (409, 422), said
        assert said in answer.text
        assert "吴明" in answer.text
        assert PASSWORD not in answer.text
        assert not communities()

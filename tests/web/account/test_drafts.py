"""Nothing typed is lost: drafts while writing, and a form that came after its session was over."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import clock, db, reading
from points.people.models import Draft
from tests.house.files import templates
from tests.support.by_two import lay_out
from tests.support.desk_day import MORNING, DeskDay, enter, words
from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor

TYPED = {"name": "田小军", "household": "001", "phone": "13900001111"}
FORM = "/desk/people/new"
#: names of fields that hold a secret, or what somebody looks for
SECRET = {"password", "again", "old", "pin", "code", "token", "q", "who", "secret", "proof"}


def rows() -> list[Draft]:
    with db.engine.connect() as connection:
        return [row.fields for row in connection.execute(sa.select(Draft.__table__)).all()]


def test_what_is_being_written_is_offered_again_and_filled_in(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    assert client.post("/drafts", data={"draft_of": FORM, **TYPED}).status_code == 204
    page = client.get(FORM).text
    assert "您 11月26日 9:00 写的还没有交。" in words(page)
    assert "田小军" not in page
    again = client.get(f"{FORM}?draft=1").text
    for typed in TYPED.values():
        assert f'value="{typed}"' in again
    client.post("/drafts/forget", data={"draft_of": FORM})
    assert "还没有交" not in client.get(FORM).text


def test_a_form_that_is_handed_in_leaves_no_draft(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    client.post("/drafts", data={"draft_of": FORM, **TYPED})
    assert client.post(FORM, data={**TYPED, "door": "3栋2单元301"}).status_code == 303
    assert rows() == []


def test_an_emptied_form_leaves_no_draft(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    client.post("/drafts", data={"draft_of": FORM, **TYPED})
    client.post("/drafts", data={"draft_of": FORM, "name": " "})
    assert rows() == []


def test_a_form_after_the_session_opens_again_with_everything_in_it(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    clock.set_now(MORNING + timedelta(minutes=31))
    late = client.post(FORM, data=TYPED)
    assert late.status_code == 303
    assert urlsplit(late.location).path == "/sign-in"
    door = client.get(late.location)
    assert "这次登录结束了，您写的还在。" in door.text
    [onward] = parse_qs(urlsplit(late.location).query)["next"]
    back = client.post("/sign-in", data={"username": "yaomin", "password": PASSWORD, "next": onward})
    assert back.location == onward
    page = client.get(onward).text
    for typed in TYPED.values():
        assert f'value="{typed}"' in page
    assert "上次写的都在这里" in page


def test_another_account_never_sees_it_and_it_is_gone(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    clock.set_now(MORNING + timedelta(minutes=31))
    client.post(FORM, data=TYPED)
    assert len(rows()) == 1
    enter(client, "wufang")
    assert rows() == []
    page = client.get(f"{FORM}?draft=1").text
    assert "田小军" not in page
    assert "13900001111" not in page


def test_on_another_machine_the_own_draft_stays(app: Flask, client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    client.post("/drafts", data={"draft_of": FORM, **TYPED})
    elsewhere = Visitor(app)
    enter(elsewhere, "wufang")
    assert "田小军" not in elsewhere.get(f"{FORM}?draft=1").text
    assert "田小军" in client.get(f"{FORM}?draft=1").text


def test_who_signed_out_or_changed_the_password_keeps_nothing_by_an_old_session(
    client: Visitor, desk_day: DeskDay
) -> None:
    enter(client)
    name = str(client.application.config["SESSION_COOKIE_NAME"])
    kept = client.get_cookie(name)
    assert kept is not None
    client.post("/sign-out-everywhere")
    client.set_cookie(name, kept.value)
    late = client.post(FORM, data=TYPED)
    assert "over=kept" not in late.location
    assert rows() == []


def test_a_page_after_the_session_says_that_it_ended(client: Visitor, desk_day: DeskDay) -> None:
    assert "这次登录结束了" not in client.get("/sign-in").text
    enter(client)
    clock.set_now(MORNING + timedelta(minutes=31))
    answer = client.get("/desk/people")
    assert answer.location == "/sign-in?next=/desk/people&over=time"
    assert "这次登录结束了，请再登录一次。" in client.get(answer.location).text


def test_a_button_after_the_session_leads_back_to_its_page(client: Visitor, desk_day: DeskDay) -> None:
    public_id = desk_day.public_id_of("滕天菊")
    enter(client)
    clock.set_now(MORNING + timedelta(minutes=31))
    page = f"/desk/people/{public_id}?confirm=slip"
    answer = client.post(f"/desk/people/{public_id}/slip", headers={"Referer": f"http://localhost{page}"})
    assert parse_qs(urlsplit(answer.location).query)["next"] == [page]
    strange = client.post(f"/desk/people/{public_id}/slip", headers={"Referer": "http://other.example/x"})
    assert "next" not in parse_qs(urlsplit(strange.location).query)


def test_the_answer_to_a_question_on_a_page_is_kept_without_its_pin(
    client: Visitor, desk_day: DeskDay
) -> None:
    person = f"/desk/people/{desk_day.public_id_of('滕天菊')}"
    enter(client)
    client.post(f"{person}/card", data={"kind": "household"})
    card = re.search(r'name="card" value="([^"]+)"|card=([0-9a-f-]{36})', client.get(person).text)
    assert card is not None
    question = f"{person}?confirm=replace&card={card[1] or card[2]}"
    clock.set_now(MORNING + timedelta(minutes=31))
    late = client.post(
        f"{person}/card",
        data={"replaces": card[1] or card[2], "kind": "household", "reason": "折断了", "pin": "987654"},
        headers={"Referer": f"http://localhost{question}"},
    )
    onward = parse_qs(urlsplit(late.location).query)["next"]
    assert onward == [f"{question}&draft=1"]
    assert "987654" not in str(rows())
    enter(client)
    assert "折断了" in client.get(onward[0]).text
    form = {"replaces": card[1] or card[2], "kind": "household", "reason": "折断了"}
    client.post(f"{person}/card", data=form, headers={"Referer": f"http://localhost{question}"})
    assert rows() == []


def test_a_question_on_any_page_opens_as_it_was_left(app: Flask, street: Street) -> None:
    clock.set_now(clock.now())
    two, said = lay_out(street), "一句写了很久的话"
    person = reading(lambda: people.persons.get(street.community_id, two.resident)).public_id
    account, award, relatives = (
        f"/desk/accounts/{two.left}",
        f"/desk/awards/{two.award}",
        f"/desk/people/{person}/relations",
    )
    device, grid = f"/desk/devices/{two.device}", f"/desk/places/{two.grid}"
    role = {"grant": two.grant, "reason": said}
    lost = []
    for who, question, address, form in (
        ("admin5", f"/desk/devices?confirm=end&device={two.device}", f"{device}/end", {"reason": said}),
        ("admin5", f"/desk/devices?confirm=name&device={two.device}", f"{device}/name", {"name": said}),
        ("admin5", f"/desk/places?do=close&place={two.grid}", f"{grid}/close", {"reason": said}),
        ("admin5", f"/desk/places?do=rename&place={two.grid}", f"{grid}/name", {"name": said}),
        ("admin5", f"{account}?confirm=reopen", f"{account}/reopen", {"reason": said}),
        ("admin5", f"/desk/accounts/{two.newcomer}/close", f"/desk/accounts/{two.newcomer}/close", {"reason": said}),
        ("officer0", f"{award}?confirm=decline", f"{award}/decline", {"reason": said}),
        ("officer0", relatives, relatives, {"source": said}),
        ("officer0", f"{relatives}?end={two.relation}", f"{relatives}/end", {"relation": two.relation, "reason": said}),
        ("street6", f"/desk/roles?confirm=decline&grant={two.grant}", "/desk/roles/decline", role),
        ("supervisor4", f"/desk/roles?confirm=object&grant={two.grant}", "/desk/roles/object", role),
        ("street6", f"/desk/ways/{two.way}", "/desk/ways/confirm", {"way": two.way, "seen": said}),
    ):  # fmt: skip
        client: Visitor = app.test_client()  # type: ignore[assignment]
        enter(client, who)
        clock.set_now(clock.now() + timedelta(minutes=31))
        late = client.post(address, data=form, headers={"Referer": f"http://localhost{question}"})
        [onward] = parse_qs(urlsplit(late.location).query)["next"]
        enter(client, who)
        if said not in client.get(onward).text:
            lost.append(question)
    assert lost == []


def test_no_view_keeps_a_secret_or_a_search(app: Flask) -> None:
    kept = {
        rule.rule: getattr(app.view_functions[rule.endpoint], "draft_fields", ())
        for rule in app.url_map.iter_rules()
    }
    assert {FORM, "/desk/activities/new", "/desk/back-fill"} <= {
        rule for rule, fields in kept.items() if fields
    }
    assert {rule for rule, fields in kept.items() if SECRET & set(fields)} == set()


def test_every_field_that_hides_what_is_typed_has_a_secret_name() -> None:
    hidden: set[str] = set()
    for path in templates():
        text = path.read_text(encoding="utf-8")
        hidden |= set(re.findall(r'<input(?=[^>]*type="password")[^>]*\bname="([\w-]+)"', text))
        hidden |= set(re.findall(r"""field\(["']([\w-]+)["'][^)]*type=["']password["']""", text))
    assert {"password", "proof"} <= hidden
    assert hidden <= SECRET


def test_secrets_sent_with_a_form_are_not_kept(app: Flask, client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    secret = dict.fromkeys(SECRET, "987654")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.arguments:
            client.post("/drafts", data={"draft_of": rule.rule, **secret, "name": "田小军", "title": "清洁"})
    for public_id in (desk_day.public_id_of("滕天菊"),):
        for end in ("card", "card/pin", "slip"):
            client.post("/drafts", data={"draft_of": f"/desk/people/{public_id}/{end}", **secret})
    assert "987654" not in str(rows())
    assert len(rows()) == 5


def test_a_draft_is_only_of_a_form_that_is_for_this_reader(client: Visitor, desk_day: DeskDay) -> None:
    enter(client, "luohaiyan")
    client.post("/drafts", data={"draft_of": FORM, **TYPED})
    client.post("/drafts", data={"draft_of": "/nowhere", **TYPED})
    client.post("/drafts", data={"draft_of": "", **TYPED})
    assert rows() == []

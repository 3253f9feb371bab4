"""My hours, my cards, signing out."""

from __future__ import annotations

import re
from uuid import UUID

import sqlalchemy as sa

from points import people
from points.foundation import reading, run, transact
from points.foundation.models import Community
from tests.support.books import award
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_my_cards_are_listed_by_their_tail_alone(street: Street, client: Visitor) -> None:
    person = street.resident.person_id
    assert person is not None
    issued = transact(lambda: people.cards.issue(person, kind="person", actor=street.system))
    page = enter(client, "tian").get("/me").text
    assert issued.number[-4:] in page
    assert issued.number not in page
    assert issued.token not in page


def test_a_card_that_nobody_confirmed_is_not_said_to_work_and_names_whose_it_is(
    street: Street, client: Visitor
) -> None:
    person, officer = street.resident.person_id, street.staff["officer"]
    assert person is not None

    def work() -> UUID:
        household = people.households.find(street.community_id, "001")
        carer = people.residents.register("田明强", actor=street.system, household_id=household)
        return people.cards.issue(carer, kind="carer", actor=officer).card_id

    card = transact(work)
    enter(client, "tian")

    def told() -> str:
        return " ".join(re.sub("<[^>]+>", " ", client.get("/me").text.split("我的卡")[1]).split())

    assert "照护人的卡，田明强" in told()
    assert ("等确认，还不能付分" in told(), "能用 " in told()) == (True, False)
    [way] = [one for one in reading(lambda: people.ways.waiting(street.clerk).rows) if one.card_id == card]
    client.post(f"/me/ways/{way.way_id}/ours", data={"form_key": "ours"})
    assert ("等确认，还不能付分" in told(), "能用 " in told()) == (False, True)
    client.post(f"/me/ways/{way.way_id}/end", data={"form_key": "end"})
    assert ("能用 " in told(), "已挂失" in told()) == (False, True)


def test_the_communitys_number_stands_there_in_figures(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    for page in ("/me", "/help", "/help/resident"):
        assert "tel:" not in client.get(page).text, "there is none to name"
    number = sa.update(Community).where(Community.id == street.community_id).values(phone="0856-5550126")
    transact(lambda: run(number))
    for page in ("/me", "/help", "/help/resident"):
        text = client.get(page).text
        assert 'href="tel:0856-5550126"' in text, page
        assert ">0856-5550126<" in text, page


def test_the_page_greets_by_name_and_lets_one_sign_out(street: Street, client: Visitor) -> None:
    page = enter(client, "tian").get("/me").text
    assert "tian" in page
    assert 'action="/sign-out"' in page


def test_the_family_is_listed_with_everybodys_hours(street: Street, client: Visitor) -> None:
    def work() -> None:
        household = people.households.find(street.community_id, "001")
        brother = people.residents.register("田明强", actor=street.system, household_id=household)
        award(street, brother, 60)

    transact(work)
    page = enter(client, "tian").get("/me").text.replace("\xa0", " ")
    family = page.split("一家人")[1].split("</ul>")[0]
    assert "田明强" in family
    assert "1 小时" in family
    assert "田桂兰" not in family


def test_the_phone_is_known_by_its_tail_and_changed_at_the_window(street: Street, client: Visitor) -> None:
    page = enter(client, "tian").get("/me").text
    assert "尾号 0001" in page
    assert "13800000001" not in page
    assert "请带身份证到社区窗口" in page


def test_signing_out_everywhere_asks_once(street: Street, client: Visitor) -> None:
    page = enter(client, "tian").get("/me").text
    asked = page.split("所有手机和电脑都退出")[1].split("</details>")[0]
    assert "真的都退出？" in asked
    assert 'action="/sign-out-everywhere"' in asked
    assert page.count('action="/sign-out-everywhere"') == 1

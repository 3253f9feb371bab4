"""My hours, my cards, signing out."""

from __future__ import annotations

from points import people
from points.foundation import transact
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

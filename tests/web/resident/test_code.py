"""The rotating code: large, fresh, kept by no cache, and not for who came in by a card."""

from __future__ import annotations

import re
from datetime import timedelta

from points import people
from points.foundation import clock, codes
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_the_page_shows_digits_that_name_the_resident(street: Street, client: Visitor) -> None:
    page = re.sub(r"<[^>]+>|\s", "", enter(client, "tian").get("/code").text)
    found = re.search(r"88\d{24}", page)
    assert found is not None
    person = people.rotating_codes.read(found[0], "attend", actor=street.clerk)
    assert person == street.resident.person_id


def test_digits_are_grouped_in_fours(street: Street, client: Visitor) -> None:
    page = enter(client, "tian").get("/code").text
    assert re.search(r"data-digits>\s*(\d{4} ){6}\d{2}\s*<", page)
    assert re.search(r"data-short>\d{3} \d{3}<", page)


def test_picture_and_digits_are_always_those_of_one_moment(street: Street, client: Visitor) -> None:
    enter(client, "tian")
    before = client.get("/code").text
    with clock.standing_at(clock.now() + timedelta(seconds=40)):
        now = client.get("/code/now")
    assert now.headers["Cache-Control"] == "no-store"
    code = now.get_json()
    digits = "".join(code["digits"])
    assert code["picture"] == codes.qr_data_url(digits)
    assert 1 <= code["lives"] <= 30
    first = re.search(r'<img src="(data:[^"]+)".*?data-digits>([\d ]+)<', before, re.DOTALL)
    assert first is not None
    assert first[1] == codes.qr_data_url(first[2].replace(" ", ""))
    assert first[2].replace(" ", "") != digits


def test_the_picture_is_not_kept(street: Street, client: Visitor) -> None:
    answer = enter(client, "tian").get("/code/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"

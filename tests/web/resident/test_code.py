"""The rotating code: large, fresh, kept by no cache, and not for who came in by a card."""

from __future__ import annotations

import re

from points import people
from points.foundation import transact
from tests.support.street import Street, enter
from tests.support.visitors import Visitor


def test_the_page_shows_digits_that_name_the_resident(street: Street, client: Visitor) -> None:
    page = re.sub(r"<[^>]+>|\s", "", enter(client, "tian").get("/code").text)
    found = re.search(r"88\d{24}", page)
    assert found is not None
    person = transact(lambda: people.rotating_codes.read(found[0], "attend", actor=street.clerk))
    assert person == street.resident.person_id


def test_the_picture_is_not_kept(street: Street, client: Visitor) -> None:
    answer = enter(client, "tian").get("/code/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "no-store"

"""The resident's first page, and every page of theirs in both languages and sizes."""

from __future__ import annotations

import pytest

from tests.support.street import PASSWORD, Street
from tests.support.visitors import Visitor

PAGES = ("/", "/statement", "/vouchers", "/goods", "/earn", "/board", "/me", "/code", "/print/balance")


def sign_in(client: Visitor, name: str = "tian") -> None:
    answer = client.post("/sign-in", data={"username": name, "password": PASSWORD})
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("care", ["0", "1"])
def test_every_page_opens_in_both_languages_and_sizes(
    street: Street, client: Visitor, language: str, care: str
) -> None:
    sign_in(client)
    client.post("/language", data={"lang": language, "next": "/"})
    client.post("/care", data={"care": care, "next": "/"})
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200, (page, answer.text[:2000])


def test_the_first_page_tells_the_balance_to_the_tenth(street: Street, client: Visitor) -> None:
    street.give(5)
    sign_in(client)
    assert "32.5" in client.get("/").text

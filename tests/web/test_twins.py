"""No page shows anything of another community, not even where everything there has the same ids."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from points.foundation import clock
from tests.support.books import Books, books
from tests.support.street import STAFF, enter
from tests.support.twins import twin
from tests.support.visitors import Visitor
from tests.web import test_links

__all__ = ["books"]


class Noting:
    """A browser that notes what the pages said that it opened."""

    def __init__(self, client: Visitor) -> None:
        self.client = client
        self.said: dict[str, str] = {}

    def get(self, address: str, **more: Any) -> Any:
        answer = self.client.get(address, **more)
        self.said[address] = answer.text
        return answer


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("reader", ["tian", *(f"{role}{number}" for number, role in enumerate(STAFF))])
def test_a_page_says_the_same_beside_a_community_with_the_same_ids(
    app: Flask, books: Books, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(test_links, "OF_A_KIND", 1)
    noting = Noting(enter(app.test_client(), reader))  # type: ignore[arg-type]

    def again() -> dict[str, str]:
        return {one: noting.client.get(one, follow_redirects=True).text for one in noting.said}

    with clock.standing_at(clock.now()):
        test_links.Walk(app, noting).all_from("/")  # type: ignore[arg-type]
        # what is drawn anew for each reading says nothing
        alone = {one: text for one, text in again().items() if text == noting.said[one]}
        assert len(alone) > len(noting.said) // 2
        twin(books.community_id)
        beside = again()
    assert [one for one in alone if beside[one] != alone[one]] == []

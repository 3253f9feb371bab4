"""Paper with a secret on it: the same press of the same session prints the same one for ten minutes, and nothing keeps it."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import clock, codes, db, reading
from points.web import papers
from tests.support.desk_day import MORNING, DeskDay, enter, words
from tests.support.visitors import Visitor

NEIGHBOUR = "滕天菊"
KEY = "one-rendering-of-a-page"

#: by what is printed: the address after the person's, and what is asked for
PAPERS: dict[str, tuple[str, dict[str, Any]]] = {
    "a card with its PIN": ("/card", {"kind": "person", "with_pin": "yes"}),
    "a slip": ("/slip", {}),
}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn as pictures on paper: the tokens of cards among them."""
    found: list[str] = []
    plain = codes.qr_data_url

    def note(text: str, *args: Any, **more: Any) -> str:
        found.append(text)
        return plain(text, *args, **more)

    monkeypatch.setattr(papers.codes, "qr_data_url", note)
    return found


def everything_kept() -> str:
    """All rows of all tables, as text."""
    with db.engine.connect() as connection:
        return "\n".join(
            str(tuple(row))
            for table in db.metadata.sorted_tables
            for row in connection.execute(sa.select(table))
        )


def digits_on(paper: str) -> list[str]:
    """The PINs and the codes of slips on a sheet."""
    pins = ["".join(found) for found in re.findall(r'class="pin-digits">(\d{3}) (\d{3})<', paper)]
    pieces = re.findall(r"<span>([A-Z0-9]{4})</span>", paper)
    return pins + ["".join(pieces[at : at + 3]) for at in range(0, len(pieces), 3)]


@pytest.mark.parametrize("what", PAPERS)
def test_the_same_press_prints_the_same_paper_for_ten_minutes(
    client: Visitor, desk_day: DeskDay, drawn: list[str], what: str
) -> None:
    enter(client)
    person = f"/desk/people/{desk_day.public_id_of(NEIGHBOUR)}"
    where, asked = PAPERS[what]
    first = client.post(person + where, data={**asked, "form_key": KEY})
    assert digits_on(first.text)
    clock.set_now(MORNING + timedelta(minutes=9))
    again = client.post(person + where, data={**asked, "form_key": KEY})
    assert (again.status_code, again.text) == (200, first.text)
    assert again.headers["Cache-Control"] == "no-store"
    assert drawn[: len(drawn) // 2] == drawn[len(drawn) // 2 :]
    clock.set_now(MORNING + timedelta(minutes=10))
    late = client.post(person + where, data={**asked, "form_key": KEY})
    assert (late.status_code, late.location) == (303, person)
    assert "9:00 已经印过" in words(client.get(person).text)


@pytest.mark.parametrize("what", PAPERS)
def test_another_session_gets_nothing_of_it(
    app: Flask, client: Visitor, desk_day: DeskDay, what: str
) -> None:
    enter(client)
    person = f"/desk/people/{desk_day.public_id_of(NEIGHBOUR)}"
    where, asked = PAPERS[what]
    first = client.post(person + where, data={**asked, "form_key": KEY})
    elsewhere = Visitor(app)
    enter(elsewhere)
    other = elsewhere.post(person + where, data={**asked, "form_key": KEY})
    assert (other.status_code, other.location) == (303, person)
    assert not any(one in elsewhere.get(person).text for one in digits_on(first.text))


def test_many_cards_and_slips_are_printed_again_together(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    ticked = [desk_day.public_id_of(name) for name in ("滕天菊", "麻春辉", "冉学强")]
    for address in ("/desk/people/cards", "/desk/people/slips"):
        asked = {"person": ticked, "form_key": KEY}
        first = client.post(address, data=asked)
        assert len(digits_on(first.text)) == 3
        assert client.post(address, data=asked).text == first.text
        clock.set_now(clock.now() + timedelta(minutes=11))
        assert client.post(address, data=asked).location == "/desk/people"
        assert "已经印过" in words(client.get("/desk/people").text)


def test_a_pin_that_was_set_anew_is_not_printed_again(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = f"/desk/people/{desk_day.public_id_of(NEIGHBOUR)}"
    client.post(f"{person}/card", data={"kind": "person"})
    owner = desk_day.neighbours[NEIGHBOUR]
    [card] = reading(lambda: people.cards.of_person(desk_day.community_id, owner))
    asked = {"card": str(card.card_id), "form_key": KEY}
    first = client.post(f"{person}/card/pin", data=asked)
    assert client.post(f"{person}/card/pin", data=asked).text == first.text
    client.post(f"{person}/card/pin", data={**asked, "form_key": "another-rendering"})
    assert client.post(f"{person}/card/pin", data=asked).location == person


def test_a_card_that_was_stopped_is_not_printed_again(client: Visitor, desk_day: DeskDay) -> None:
    enter(client)
    person = f"/desk/people/{desk_day.public_id_of(NEIGHBOUR)}"
    asked = {"kind": "person", "with_pin": "yes", "form_key": KEY}
    assert client.post(f"{person}/card", data=asked).status_code == 200
    owner = desk_day.neighbours[NEIGHBOUR]
    [card] = reading(lambda: people.cards.of_person(desk_day.community_id, owner))
    client.post(f"{person}/card/end", data={"card": str(card.card_id), "reason": "丢了"})
    assert client.post(f"{person}/card", data=asked).location == person


def test_nothing_that_is_printed_stands_in_the_books_the_log_or_a_draft(
    client: Visitor, desk_day: DeskDay, drawn: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    enter(client)
    person = f"/desk/people/{desk_day.public_id_of(NEIGHBOUR)}"
    secrets: list[str] = []
    for where, asked in PAPERS.values():
        form = {**asked, "form_key": KEY}
        client.post("/drafts", data={"draft_of": person, **form})
        for _press in range(2):
            secrets += digits_on(client.post(person + where, data=form).text)
    secrets += [text.rsplit("/", 1)[-1] for text in drawn if "/C/" in text]
    assert len(set(secrets)) == 3
    kept = everything_kept()
    assert "form:" in kept
    for said in (*secrets, KEY):
        assert said not in kept
        assert said not in caplog.text

"""The list of the first day: what the books say is done, what leads where for whom, and the sheet of paper."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import current_app

from points import operation, people
from points.foundation import reading, transact
from tests.support.desk_day import words
from tests.support.street import Street, enter, with_committee
from tests.support.visitors import Visitor
from tests.web.desk.test_card_batches import NUMBER, an_import

HERE = "http://127.0.0.1:8000"


def steps(
    street: Street, address: str = HERE, backups: Path | None = None
) -> dict[str, operation.opening.OpeningStep]:
    config = current_app.config
    kept, instance = backups or config["BACKUPS"], config["INSTANCE"]
    return reading(
        lambda: operation.opening.steps(
            street.staff["officer"], backups=kept, instance=instance, address=address
        )
    )


def done(street: Street) -> set[str]:
    """What the books say is done, by code."""
    return {code for code, one in steps(street).items() if one.done}


def test_each_step_is_done_when_the_books_say_so(street: Street, client: Visitor) -> None:
    before = done(street)
    assert before & {"checked", "device", "cards", "confirmed", "practice"} == set()
    # there are no old books, and people were written down by hand
    assert before >= {"books", "deciders", "counter", "watch", "goods", "shop"}
    desk = enter(client, "officer0")
    assert 'href="/desk/first-day"' in desk.get("/desk/home").text, "no counter stands anywhere yet"
    member = with_committee(street)
    which = an_import(street)
    transact(lambda: people.devices.enrol("柜台", actor=street.staff["shop_manager"], shop_id=street.shop_id))
    assert done(street) - before == {"checked", "device"}
    assert 'href="/desk/first-day"' not in desk.get("/desk/home").text
    page = desk.get("/desk/first-day").text
    assert "店长" in words(page)
    without = steps(street)["cards"].left
    assert f"还有 {without}" in words(page)
    assert f'href="/desk/intake/{which}/cards"' in page
    assert 'href="/counter/practice"' not in page, "who does it is said, and no door that stays shut"
    assert 'href="/desk/intakes"' in page
    desk.post(f"/desk/intake/{which}/cards")
    assert steps(street)["cards"].left == without - NUMBER
    assert steps(street)["confirmed"].left >= NUMBER
    ways = [one.way_id for one in reading(lambda: people.ways.waiting(member, batch=which).rows)]
    transact(lambda: people.confirmations.confirm(ways, seen="签收单", actor=member, listed=True))
    others = give_cards_to_the_rest(street)
    assert {"cards", "confirmed"} & done(street) == {"cards"}
    transact(lambda: people.confirmations.confirm(others, seen="签收单", actor=member, listed=True))
    assert "confirmed" in done(street)


def give_cards_to_the_rest(street: Street) -> list[UUID]:
    """A card for the head of every household that has none; what waits to be confirmed comes back."""
    officer = street.staff["officer"]

    def work() -> None:
        homes = people.history.known_households(street.community_id).values()
        for one in people.cards.heads_without([home.household_id for home in homes], actor=officer):
            people.cards.issue(one.person_id, kind="household", actor=officer)

    transact(work)
    return [one.way_id for one in reading(lambda: people.ways.waiting(street.system).rows)]


def test_it_stands_on_one_sheet_of_paper(street: Street, client: Visitor) -> None:
    paper = enter(client, "admin5").get("/desk/first-day?print=1").text
    assert paper.count("<tr>") == 1 + sum(not one.done for one in steps(street).values())
    assert "开办的两位" in paper, "there is one administrator yet"
    assert "whole-sheet" not in paper
    assert enter(client, "tian").get("/desk/first-day").status_code == 404


def test_the_machine_is_looked_at_and_who_did_what_is_named(
    street: Street, client: Visitor, tmp_path: Path
) -> None:
    at_home = steps(street)
    abroad = steps(street, "https://love.example")
    assert (at_home["address"].done, abroad["address"].done) == (False, True), (
        "no telephone reaches 127.0.0.1"
    )
    assert at_home["clock"].done
    assert not steps(street, backups=tmp_path)["backup"].done, "nothing was backed up there"
    assert len(at_home["deciders"].who) >= 2
    assert at_home["settings"].left > 0
    member = with_committee(street)
    wanted = [one for one in people.catalogue.ADVICE if one.name in ("exchange_days", "validity")]
    enter(client, "officer0").post("/desk/settings/first", data={"name": [one.name for one in wanted]})
    waiting = steps(street)["settings"]
    assert (waiting.left, waiting.done) == (0, False)
    assert waiting.waits == len(wanted)
    standing = reading(lambda: people.decisions.standing(street.community_id))
    for one in [proposed for proposed in standing.values() if proposed.open]:
        transact(lambda which=one.open.proposal_id: people.proposals.confirm(which, actor=member))
    found = steps(street)
    assert found["times"].done
    assert found["times"].when is not None
    assert "等第二个人确认" not in words(enter(client, "officer0").get("/desk/first-day").text)

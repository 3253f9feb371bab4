"""What was typed and not handed in: by account, for a day, gone when somebody else comes."""

from __future__ import annotations

from datetime import timedelta

from points import people
from points.foundation import clock, reading, transact
from tests.support.desk_day import MORNING, DeskDay

FORM = "/desk/people/new"
HERE, THERE = b"here", b"there"


def keep(day: DeskDay, officer: int, name: str, *, machine: bytes = HERE, address: str = FORM) -> None:
    actor = day.officers[officer]
    assert actor.account_id
    account_id = actor.account_id
    transact(
        lambda: people.drafts.keep(actor.community_id, account_id, address, {"name": [name]}, machine=machine)
    )


def left(day: DeskDay, officer: int, address: str = FORM) -> list[str]:
    actor = day.officers[officer]
    assert actor.account_id
    account_id = actor.account_id
    found = reading(lambda: people.drafts.find(actor.community_id, account_id, address))
    return found.fields["name"] if found else []


def test_the_last_draft_of_an_account_for_a_form_is_kept(desk_day: DeskDay) -> None:
    keep(desk_day, 0, "田小")
    keep(desk_day, 0, "田小军")
    keep(desk_day, 1, "覃凤")
    assert (left(desk_day, 0), left(desk_day, 1)) == (["田小军"], ["覃凤"])
    assert left(desk_day, 0, "/desk/back-fill") == []


def test_a_draft_is_gone_after_a_day_and_the_night_deletes_it(desk_day: DeskDay) -> None:
    keep(desk_day, 0, "田小军")
    clock.set_now(MORNING + timedelta(hours=23))
    keep(desk_day, 1, "覃凤")
    assert left(desk_day, 0) == ["田小军"]
    clock.set_now(MORNING + timedelta(hours=24))
    assert left(desk_day, 0) == []
    assert transact(people.drafts.forget_old) == 1
    assert left(desk_day, 1) == ["覃凤"]


def test_somebody_else_on_the_machine_clears_what_was_typed_there_and_only_there(desk_day: DeskDay) -> None:
    keep(desk_day, 0, "田小军")
    keep(desk_day, 0, "覃凤", machine=THERE, address="/desk/back-fill")
    account = desk_day.officers[0].account_id
    other = desk_day.officers[1].account_id
    assert account
    assert other
    transact(lambda: people.drafts.forget_others(HERE, account_id=account))
    assert left(desk_day, 0) == ["田小军"]
    transact(lambda: people.drafts.forget_others(HERE, account_id=other))
    assert left(desk_day, 0) == []
    assert left(desk_day, 0, "/desk/back-fill") == ["覃凤"]

"""To the minute: when a list opens and closes, what a tick means when, what counts as a second scan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from points import volunteering
from points.foundation import Actor, NotAllowed, NotFound, Refusal, clock, new_id, reading, transact
from points.volunteering.programme.activity_rows import get, may_see, must_keep_list
from points.volunteering.programme.presence_rows import Presence, expected, presences
from points.volunteering.programme.refusals import (
    ActivityAhead,
    ActivityOver,
    AlreadyIn,
    NotYourActivity,
)
from points.volunteering.services.refusals import Overlapping
from tests.support.records import records_of
from tests.volunteering.conftest import MORNING, Neighbourhood

START, END = MORNING + timedelta(hours=2), MORNING + timedelta(hours=4)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

# these are decisions: of the statements behind them the other tests of the list ask both engines
pytestmark = pytest.mark.only_on("sqlite")


def there(evening: Neighbourhood, public_id: str) -> dict[str, Presence]:
    """Who is there, by name."""
    names = {person: name for name, person in evening.people.items()}
    here = evening.community_id
    found = reading(lambda: presences(here, get(here, public_id).activity_id))
    return {names[person]: one for person, one in found.items()}


def tick(evening: Neighbourhood, public_id: str, what: str, *names: str, by: str = "leader") -> int:
    """These, or all where nobody is named."""
    who = [evening.people[name] for name in names] if names else None
    return transact(
        lambda: volunteering.attendance.tick(public_id, what=what, who=who, actor=evening.actors[by])
    )


def scan(evening: Neighbourhood, public_id: str, who: str) -> str:
    person = evening.people[who]
    return transact(
        lambda: volunteering.attendance.scan_person(public_id, person, actor=evening.actors["leader"])
    )


def add(evening: Neighbourhood, public_id: str, who: str) -> bool:
    person = evening.people[who]
    return transact(lambda: volunteering.attendance.add(public_id, person, actor=evening.actors["leader"]))


def come(evening: Neighbourhood, public_id: str, who: str = "yang") -> str:
    """Somebody scans the code on site."""
    return transact(lambda: volunteering.attendance.scan_activity(public_id, actor=evening.actors[who]))


DEEDS: dict[str, Callable[[Neighbourhood, str], Any]] = {
    "scanned": lambda evening, one: scan(evening, one, "yang"),
    "scans": come,
    "ticked": lambda evening, one: tick(evening, one, "in", "yang"),
    "added": lambda evening, one: add(evening, one, "yang"),
    "looked up": lambda evening, one: reading(
        lambda: volunteering.attendance.refuse_adding(one, actor=evening.actors["leader"])
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_list_opens_an_hour_before(evening: Neighbourhood, deed: str) -> None:
    public_id = evening.plan()
    clock.set_now(START - HOUR - SECOND)
    with pytest.raises(ActivityAhead):
        DEEDS[deed](evening, public_id)
    assert there(evening, public_id) == {}
    clock.set_now(START - HOUR)
    DEEDS[deed](evening, public_id)


@pytest.mark.parametrize("deed", ["scanned", "ticked", "added", "looked up"])
def test_only_who_keeps_the_list_puts_anybody_on_it(evening: Neighbourhood, deed: str) -> None:
    public_id = evening.plan(leader=None)
    clock.set_now(START)
    with pytest.raises(NotYourActivity):
        DEEDS[deed](evening, public_id)
    assert there(evening, public_id) == {}


@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_is_put_on_a_list_that_was_handed_in(evening: Neighbourhood, deed: str) -> None:
    public_id = evening.held("tian")
    with pytest.raises(ActivityOver):
        DEEDS[deed](evening, public_id)
    assert set(there(evening, public_id)) == {"tian"}


def test_the_code_on_site_is_good_until_an_hour_after_and_the_leaders_scan_longer(
    evening: Neighbourhood,
) -> None:
    public_id = evening.plan()
    clock.set_now(END + HOUR)
    assert come(evening, public_id) == "in"
    clock.set_now(END + HOUR + SECOND)
    with pytest.raises(ActivityOver):
        come(evening, public_id, "shi")
    assert scan(evening, public_id, "shi") == "in"
    with pytest.raises(NotAllowed):
        transact(lambda: volunteering.attendance.scan_activity(public_id, actor=evening.house))


def test_a_scan_within_three_minutes_of_the_first_is_a_slip(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    clock.set_now(START)
    assert scan(evening, public_id, "yang") == "in"
    clock.set_now(START + 3 * MINUTE - SECOND)
    with pytest.raises(AlreadyIn):
        scan(evening, public_id, "yang")
    assert there(evening, public_id)["yang"].out_at is None
    clock.set_now(START + 3 * MINUTE)
    assert scan(evening, public_id, "yang") == "out"


def test_checked_in_is_checked_in(evening: Neighbourhood) -> None:
    public_id, leader, yang = evening.plan(), evening.actors["leader"], evening.people["yang"]
    clock.set_now(START + MINUTE)

    def check(what: str, person: object = yang) -> Presence:
        deed = getattr(volunteering.attendance, f"check_{what}")
        return transact(lambda: deed(public_id, person, method="leader_scan", actor=leader))

    came = Presence(yang, START + MINUTE, None, "leader_scan", "", leader.account_id)
    assert check("in") == came
    with pytest.raises(AlreadyIn) as refused:
        check("in")
    assert refused.value.facts["at"] == START + MINUTE
    with pytest.raises(NotFound):
        check("in", new_id())
    clock.set_now(START + HOUR)
    left = Presence(yang, START + MINUTE, START + HOUR, "leader_scan", "leader_scan", leader.account_id)
    assert check("out") == left
    assert there(evening, public_id) == {"yang": left}
    said = [(row.deed, row.subject_id, row.facts["method"]) for row in records_of("attendance.checked_in")]
    assert said == [("attendance.checked_in", yang, "leader_scan")]
    assert records_of("attendance.ticked") == []


@pytest.mark.parametrize(
    ("at", "since"),
    [
        (START - HOUR, START),
        (START + 30 * MINUTE - SECOND, START),
        (START + 30 * MINUTE, START + 30 * MINUTE),
        (END - SECOND, END - SECOND),
        (END, START),
        (END + HOUR, START),
    ],
)
def test_who_is_ticked_early_or_when_it_is_over_was_there_from_the_start(
    evening: Neighbourhood, at: datetime, since: datetime
) -> None:
    public_id = evening.plan()
    clock.set_now(at)
    assert tick(evening, public_id, "in", "yang") == 1
    assert add(evening, public_id, "shi")
    scan(evening, public_id, "tian")
    found = there(evening, public_id)
    scanned = since if at >= END else at
    assert {name: one.in_at for name, one in found.items()} == {"yang": since, "shi": since, "tian": scanned}
    assert found["tian"].method_in == ("leader_added" if at >= END else "leader_scan")


@pytest.mark.parametrize(
    ("at", "ticked"), [(END - SECOND, END - SECOND), (END, END), (END + SECOND, END), (END + HOUR, END)]
)
def test_who_is_ticked_out_late_left_at_the_end_and_who_scans_then_left_then(
    evening: Neighbourhood, at: datetime, ticked: datetime
) -> None:
    public_id = evening.plan()
    clock.set_now(START)
    tick(evening, public_id, "in", "yang")
    scan(evening, public_id, "tian")
    clock.set_now(at)
    assert tick(evening, public_id, "out", "yang") == 1
    assert scan(evening, public_id, "tian") == "out"
    found = there(evening, public_id)
    assert (found["yang"].out_at, found["tian"].out_at) == (ticked, at)


def test_nobody_leaves_before_they_came(evening: Neighbourhood) -> None:
    public_id, other = evening.plan(), evening.plan("发传单")
    clock.set_now(END + 10 * MINUTE)
    scan(evening, public_id, "tian")
    come(evening, other)
    clock.set_now(END + 20 * MINUTE)
    assert tick(evening, public_id, "out", "tian") == 1
    one = there(evening, public_id)["tian"]
    assert (one.in_at, one.out_at) == (START, END)
    assert tick(evening, other, "out", "yang") == 1
    one = there(evening, other)["yang"]
    assert (one.in_at, one.out_at) == (END + 10 * MINUTE, END + 10 * MINUTE)


def test_what_is_scanned_the_morning_after_is_the_leaders_word_for_the_evening(
    evening: Neighbourhood,
) -> None:
    public_id = evening.plan()
    transact(lambda: volunteering.signups.sign_up(public_id, actor=evening.actors["tian"]))
    clock.set_now(START)
    scan(evening, public_id, "shi")
    clock.set_now(END + 12 * HOUR)
    assert [scan(evening, public_id, name) for name in ("tian", "yang", "shi")] == ["in", "in", "out"]
    assert tick(evening, public_id, "out") == 2
    found = there(evening, public_id)
    assert {name: (one.method_in, one.method_out) for name, one in found.items()} == {
        "tian": ("leader_tick", "leader_tick"),
        "yang": ("leader_added", "leader_tick"),
        "shi": ("leader_scan", "leader_tick"),
    }
    assert {(one.in_at, one.out_at) for one in found.values()} == {(START, END)}
    said = [(row.deed, row.subject_id) for row in records_of("attendance.checked_in", "attendance.ticked")]
    people = evening.people
    assert said == [
        ("attendance.checked_in", people["shi"]),
        ("attendance.ticked", people["tian"]),
        ("attendance.ticked", people["yang"]),
    ]
    assert evening.close(public_id).minutes == 360


def test_a_tick_takes_those_it_concerns_and_leaves_the_others(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    for name in ("tian", "ran"):
        transact(lambda name=name: volunteering.signups.sign_up(public_id, actor=evening.actors[name]))
    transact(lambda: volunteering.signups.withdraw(public_id, actor=evening.actors["ran"]))
    clock.set_now(START)
    with pytest.raises(ValueError, match="nothing"):
        tick(evening, public_id, "nothing")
    scan(evening, public_id, "shi")
    assert tick(evening, public_id, "in", "shi", "yang") == 1, "who showed a code stays as they came"
    assert tick(evening, public_id, "in") == 1, "who withdrew is not expected"
    assert {name: one.method_in for name, one in there(evening, public_id).items()} == {
        "shi": "leader_scan",
        "yang": "leader_tick",
        "tian": "leader_tick",
    }
    with pytest.raises(NotFound):
        transact(
            lambda: volunteering.attendance.tick(
                public_id, what="in", who=[new_id()], actor=evening.actors["leader"]
            )
        )
    clock.set_now(END)
    assert tick(evening, public_id, "out", "shi", "ran") == 1
    assert tick(evening, public_id, "out") == 2, "who has left leaves once"
    assert tick(evening, public_id, "out") == 0
    assert tick(evening, public_id, "back", "yang", "ran") == 1
    assert tick(evening, public_id, "back", "yang") == 0
    one = there(evening, public_id)["yang"]
    assert (one.out_at, one.method_out) == (None, "")
    assert there(evening, public_id)["shi"].out_at == END
    assert tick(evening, public_id, "undo", "shi", "ran") == 1
    assert set(there(evening, public_id)) == {"yang", "tian"}
    assert tick(evening, public_id, "undo") == 2
    said = records_of("attendance.check_out_undone", "attendance.unticked")
    people = evening.people
    assert [(row.deed, row.subject_id) for row in said[:2]] == [
        ("attendance.check_out_undone", people["yang"]),
        ("attendance.unticked", people["shi"]),
    ]
    assert {row.subject_id for row in said[2:]} == {people["yang"], people["tian"]}
    here = evening.community_id
    known = reading(lambda: expected(here, get(here, public_id).activity_id))
    assert known == [people["tian"]]


def test_who_is_added_is_marked_unless_they_were_expected(evening: Neighbourhood) -> None:
    public_id = evening.plan()
    transact(lambda: volunteering.signups.sign_up(public_id, actor=evening.actors["tian"]))
    clock.set_now(START)
    assert [add(evening, public_id, name) for name in ("tian", "yang", "yang")] == [True, True, False]
    found = there(evening, public_id)
    assert {name: one.method_in for name, one in found.items()} == {
        "tian": "leader_tick",
        "yang": "leader_added",
    }
    with pytest.raises(NotFound):
        transact(lambda: volunteering.attendance.add(public_id, new_id(), actor=evening.actors["leader"]))
    assert [row.facts["method"] for row in records_of("attendance.ticked")] == ["leader_tick", "leader_added"]


@pytest.mark.parametrize("deed", ["scanned", "scans", "ticked", "added"])
def test_who_has_not_left_another_place_is_not_here(evening: Neighbourhood, deed: str) -> None:
    first, second = evening.plan("扫楼道"), evening.plan("发传单", hours=4)
    clock.set_now(START)
    scan(evening, first, "yang")
    clock.set_now(END - SECOND)
    with pytest.raises(Overlapping) as refused:
        DEEDS[deed](evening, second)
    assert refused.value.facts == {"title": "扫楼道", "starts": START}
    assert there(evening, second) == {}
    # that one is over, whether anybody saw them leave or not
    clock.set_now(END)
    DEEDS[deed](evening, second)
    assert set(there(evening, second)) == {"yang"}


def test_who_left_before_it_began_is_there_until_then_and_a_list_handed_in_holds_nobody(
    evening: Neighbourhood,
) -> None:
    first, second = evening.plan("扫楼道"), evening.plan("发传单")
    clock.set_now(START - 10 * MINUTE)
    tick(evening, first, "in", "yang")
    tick(evening, first, "out", "yang")
    with pytest.raises(Overlapping):
        tick(evening, second, "in", "yang")
    clock.set_now(START)
    tick(evening, second, "in", "yang")
    tick(evening, first, "in", "shi")
    evening.close(first)
    tick(evening, second, "in", "shi")
    assert set(there(evening, second)) == {"yang", "shi"}


def test_all_who_signed_up_are_ticked_even_who_is_still_elsewhere(evening: Neighbourhood) -> None:
    first, second = evening.plan("扫楼道"), evening.plan("发传单")
    transact(lambda: volunteering.signups.sign_up(second, actor=evening.actors["yang"]))
    clock.set_now(START)
    scan(evening, first, "yang")
    assert tick(evening, second, "in") == 1


def test_nobody_in_particular_leads_nothing(evening: Neighbourhood) -> None:
    here = evening.community_id
    public_id = evening.plan(leader=None)
    found = reading(lambda: get(here, f" {public_id.upper()} "))
    assert found.public_id == public_id
    nobody = Actor(here)
    with pytest.raises(NotYourActivity):
        must_keep_list(found, nobody)
    assert not reading(lambda: may_see(found, nobody))
    assert reading(lambda: may_see(found, evening.actors["officer"]))
    assert not reading(lambda: may_see(found, evening.actors["leader"]))
    refusals: list[type[Refusal]] = []
    for deed in (volunteering.signups.sign_up, volunteering.signups.withdraw):
        with pytest.raises(NotAllowed) as refused:
            transact(lambda deed=deed: deed(public_id, actor=nobody))
        refusals.append(type(refused.value))
    assert refusals == [NotAllowed] * 2

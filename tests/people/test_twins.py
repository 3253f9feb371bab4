"""Beside a community with the same ids nothing is read otherwise, and no deed here touches what is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import Actor, Refusal, clock, db, paging, reading, transact
from points.people.access import known
from points.people.access.account_rows import Machine
from points.people.access.grants import STATES as GRANT_STATES
from points.people.access.signing_in import SignedIn
from points.people.identification import card_rows, handle_rows, way_lines
from points.people.models import Account, Session
from points.people.proving import factor_rows
from points.people.registry import purse_rows
from tests.people.test_second_factor import number
from tests.support.databases import Workshop, settles
from tests.support.street import PASSWORD, Street
from tests.support.telling import Telling, expected
from tests.support.twins import rows_of, twin

__all__ = ["BEGUN", "DEEDS", "LONG", "READS", "Full", "full"]

pytestmark = pytest.mark.only_on("sqlite")
PIN = "275318"
HERE, THERE = (Machine("手机", mark, None) for mark in (b"1" * 32, b"2" * 32))


@dataclass
class Full:
    """A street where something of every kind stands open, and what it is known by."""

    street: Street
    feng: UUID
    tian: UUID
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def here(self) -> UUID:
        """Whose it all is."""
        return self.street.community_id

    def by(self, role: str) -> Actor:
        """Somebody of the staff."""
        return self.street.staff[role]

    def account(self, role: str) -> UUID:
        """Their account."""
        found = self.by(role).account_id
        assert found is not None
        return found

    def person(self, role: str) -> UUID:
        """Who they are."""
        found = self.by(role).person_id
        assert found is not None
        return found

    def person_of(self, name: str) -> UUID:
        """Somebody of the neighbours."""
        found: UUID = self.ids[name]
        return found

    def labels(self) -> dict[UUID, str]:
        """What is known here by which word."""
        staff = {
            found: f"{kind} of {role}"
            for role, actor in self.street.staff.items()
            for kind, found in (("account", actor.account_id), ("person", actor.person_id))
        }
        own = {self.here: "here", self.feng: "feng", self.tian: "tian", self.street.purse: "purse"}
        ids = {found: name for name, found in self.ids.items() if isinstance(found, UUID)}
        sessions = {found: f"session {at}" for at, found in enumerate(self.ids["sessions"])}
        return {**staff, **own, **ids, **sessions}  # type: ignore[dict-item]


@pytest.fixture
@settles("full street", "street")
def full(app: Flask, engine: str, workshop: Workshop, street: Street) -> Iterator[Full]:
    """Cards, a phone and a slip that wait, collectors, roles, proposals, loans, sessions and what they are told."""
    made = deepcopy(workshop.settled(app, engine, "full street", lambda: _built(street)))
    with clock.standing_at(made.ids["now"] + timedelta(minutes=1)):
        yield made


def _built(street: Street) -> Full:
    assert street.resident.person_id is not None
    # noon, so that no step is of another day
    with clock.standing_at(datetime.combine(clock.today() + timedelta(days=1), time(4), UTC)):
        feng = transact(lambda: _neighbour(street))
        made = Full(street, feng, street.resident.person_id, {"now": clock.now()})
        for work in (_at_home, _signed_in, _asked):
            transact(lambda work=work: work(made))
        officer = made.by("officer")
        made.ids["codes"] = people.second_factor.confirm(number(made.account("officer")), actor=officer)
        made.ids["sheet"] = people.code_sheets.begin(actor=made.by("street"))
        transact(
            lambda: people.resets.ask(made.account("officer"), reason="手机丢了", actor=made.by("admin"))
        )
    return made


def _neighbour(street: Street) -> UUID:
    home = people.households.add("002", actor=street.system)
    return people.residents.register("冯小燕", actor=street.system, household_id=home, door="3栋1单元102")


def _at_home(made: Full) -> None:
    here, system, office, ids = made.here, made.street.system, made.by("officer"), made.ids
    home = people.persons.get(here, made.tian).household_id
    assert home is not None
    ids["home"] = home
    ids["grid"] = people.places.add("grid", "第1网格", parent_id=here, actor=system)
    ids["empty"] = people.places.add("grid", "空网格", parent_id=here, actor=system)
    ids["son"] = people.residents.register("田小军", actor=system, household_id=home, phone="13800000077")
    ids["brother"] = people.residents.register("冯小军", actor=system, phone="13800000078")
    people.relations.relate(ids["son"], made.feng, kind="in_law", source="口述", actor=office)
    ids["card"] = people.cards.issue(made.tian, kind="household", actor=system, pin=PIN).card_id
    ids["waits"] = people.cards.issue(ids["son"], kind="person", actor=office, pin="864209").card_id
    ids["spare"] = people.cards.issue(ids["son"], kind="carer", actor=office).card_id
    people.activation.issue(ids["son"], actor=office)
    # a card that is issued ends the old number of its household
    people.households.adopt_old_numbers({"旧001": home}, actor=system)
    terms: dict[str, Any] = {"until": clock.today() + timedelta(days=30), "month_tenths": 100}
    collectors = people.collectors
    ids["collects"] = collectors.name_own("冯小燕", "3-1-102", **terms, actor=made.street.resident)
    ids["asked"] = collectors.name_for(made.feng, ids["brother"], **terms, seen="口述", actor=office)
    collectors.use(ids["collects"], 20, actor=made.by("clerk"))
    people.rotating_codes.current(actor=made.street.resident)


def _signed_in(made: Full) -> None:
    here, ids = made.here, made.ids
    people.devices.enrol("柜台一", actor=made.by("admin"))
    ids["device"] = people.devices.of_community(here)[0].device_id
    epochs = dict(db.session.execute(sa.select(Account.id, Account.session_epoch)).all())
    who = SignedIn(here, made.account("leader"), made.person("leader"), epochs[made.account("leader")])
    people.tokens.issue(who, machine=HERE)
    ids["token"] = people.tokens.list_own(actor=made.by("leader"))[0].token_id
    officer = made.account("officer")
    people.tokens.issue(SignedIn(here, officer, made.person("officer"), epochs[officer]))
    for at, machine in enumerate((HERE, THERE)):
        with clock.standing_at(clock.now() + timedelta(seconds=at)):
            people.sessions.begin(here, officer, epochs[officer], machine=machine)
    ids["card_session"] = people.sessions.begin_with_card(here, ids["card"], machine=HERE)
    query = sa.select(Session.id).where(Session.account_id.is_not(None)).order_by(Session.begun_at)
    ids["sessions"] = db.session.scalars(query).all()
    ids["search"] = people.searches.keep("people", {"q": "田"}, actor=made.by("officer"))
    people.drafts.keep(here, made.account("officer"), "/desk", {"name": ["甲"]}, machine=b"m" * 32)


def _asked(made: Full) -> None:
    here, ids, today = made.here, made.ids, clock.today()
    ids["account"] = people.accounts.create(
        ids["brother"], actor=made.street.system, username="xiaojun", password=PASSWORD
    )
    propose = people.nominations.propose
    ids["role"] = propose(ids["brother"], "leader", place_id=here, actor=made.by("admin"))
    ids["objected"] = propose(made.person("leader"), "officer", place_id=here, actor=made.by("admin"))
    people.nominations.object_to(ids["objected"], reason="不妥", actor=made.by("supervisor"))
    ids["setting"] = people.proposals.propose(
        "publicity_days", 4, effective_on=today, reason="例会", actor=made.by("officer")
    ).proposal_id
    ids["loan"] = people.acting.lend(
        "write_off", made.account("clerk"), today, reason="店长请假", actor=made.by("street")
    )
    people.second_factor.begin(actor=made.by("officer"))


READS: dict[str, Callable[[Full], Any]] = {
    "account": lambda at: people.account_list.get(at.account("officer"), actor=at.by("admin")),
    "accounts": lambda at: people.account_list.page(at.by("admin"), people.account_list.AccountFilter(), paging.FIRST_PAGE),
    **{
        f"accounts with {one}": lambda at, one=one: people.account_list.page(
            at.by("admin"), people.account_list.AccountFilter(**{one: True}), paging.FIRST_PAGE
        )
        for one in ("role", "slip", "token", "idle")
    },
    "account of": lambda at: people.accounts.of_person(at.here, at.ids["brother"]),
    "holders": lambda at: people.accounts.holders(at.here, [at.tian, at.ids["son"]], active=True),
    "account by name": lambda at: people.accounts.find("tian"),
    "persons of": lambda at: people.accounts.persons_of(at.here, {at.account("officer")}),
    "names behind": lambda at: people.accounts.names_behind(at.here, [at.account("officer")], [at.tian]),
    "open slip": lambda at: people.activation.find_open(at.here, at.ids["son"]),
    "actor": lambda at: people.actors.of_account(at.account("officer"), community_id=at.here),
    "communities": lambda at: people.actors.communities_of(at.by("officer")),
    "of one": lambda at: [
        people.origins.are_of_one(at.here, at.account("officer"), one)
        for one in (at.ids["account"], at.account("admin"))
    ],
    "devices": lambda at: people.devices.of_community(at.here),
    "draft": lambda at: people.drafts.find(at.here, at.account("officer"), "/desk"),
    "grants": lambda at: [
        people.grants.page(at.by("supervisor"), state, paging.FIRST_PAGE) for state in ("", *GRANT_STATES)
    ],
    "grant": lambda at: people.grants.find(at.ids["role"], actor=at.by("supervisor")),
    "grants of account": lambda at: people.grants.of_account(at.ids["account"], actor=at.by("admin")),
    "grants waiting": lambda at: [
        people.grants.waiting_for(at.by("street")), people.grants.waiting_here(at.here), people.grants.waiting_of(at.by("leader")),
    ],
    "known": lambda at: known.of_person(at.here, at.tian),
    "roles": lambda at: people.roles.held_by(at.here, at.account("officer")),
    "holders of roles": lambda at: people.roles.holders(at.here, "officer", "clerk"),
    "accounts over": lambda at: people.roles.accounts_over(at.here, "officer", "clerk"),
    "search kept": lambda at: people.searches.find("people", at.ids["search"], actor=at.by("officer")),
    "sessions": lambda at: people.sessions.list_own(actor=at.by("officer")),
    "notices": lambda at: people.sessions.list_notices(at.ids["sessions"][0], actor=at.by("officer")),
    "tokens": lambda at: people.tokens.list_own(actor=at.by("leader")),
    "begins": lambda at: people.acting.who_begins("write_off", at.here),
    "confirmed of": lambda at: people.acting.confirmed_of("write_off", [at.account("shop_manager")], actor=at.by("officer")),
    "may borrow": lambda at: people.acting.may_borrow("write_off", actor=at.by("street")),
    "loans": lambda at: people.acting.list_loans(at.here),
    "decisions": lambda at: people.decisions.standing(at.here),
    "history of a decision": lambda at: people.decisions.history(at.here, "publicity_days"),
    "left open": lambda at: people.left_open.find(at.account("officer"), actor=at.by("admin")),
    "proposal": lambda at: people.proposals.get(at.here, at.ids["setting"]),
    "proposals waiting": lambda at: people.proposals.waiting_count(at.by("street")),
    "card": lambda at: people.cards.get(at.here, at.ids["card"]),
    "card seen": lambda at: people.cards.get_visible(at.ids["card"], actor=at.by("officer")),
    "cards": lambda at: people.cards.of_person(at.here, at.ids["son"]),
    "card holders": lambda at: people.cards.holders(at.here, {at.tian, at.ids["son"], at.feng}),
    "card by number": lambda at: card_rows.find(at.here, people.cards.get(at.here, at.ids["card"]).number),
    "collectors": lambda at: people.collectors.of_purse(at.here, people.purses.of_person(at.here, at.tian).purse_id),
    "collects": lambda at: people.collectors.of_person(at.here, at.feng),
    "collectors seen": lambda at: [people.collectors.list_seen(at.by(one)) for one in ("officer", "clerk")],
    "collectors waiting": lambda at: people.collectors.waiting_count(at.by("clerk")),
    "collected": lambda at: people.collectors.used_this_month(at.here, [at.ids["collects"]]),
    "phones": lambda at: handle_rows.number_of(at.here),
    "phones of": lambda at: [one.handle for one in handle_rows.of_person(at.here, at.tian, clock.now())],
    "pays": lambda at: [
        way_lines.pays(at.street.purse, by=by, which=which, community_id=at.here)
        for by, which in (
            ("card", at.ids["card"]),
            ("card", at.ids["waits"]),
            ("person", at.tian),
            ("account", at.street.resident.account_id),
        )
    ],
    "ways": lambda at: people.ways.of_purse(at.here, people.purses.of_person(at.here, at.tian).purse_id),
    "news": lambda at: people.ways.news(at.here, at.street.purse),
    "ways waiting": lambda at: people.ways.waiting(at.by("clerk")),
    "ways waiting by number": lambda at: people.ways.waiting_count(at.by("clerk")),
    "ways to confirm": lambda at: people.confirmations.waiting_count(at.by("clerk")),
    "others": lambda at: people.confirmations.others(
        people.ways.waiting(at.by("clerk")).rows[0], actor=at.by("officer"), most=9
    ),
    "why not": lambda at: [
        type(people.confirmations.why_not(one, actor=at.by("clerk"))) for one in people.ways.waiting(at.by("clerk")).rows
    ],
    "second factor": lambda at: people.second_factor.standing(at.here, at.account("officer")),
    "sheet": lambda at: factor_rows.find_sheet(at.here, at.account("street"), confirmed=False),
    "sealed": lambda at: people.second_factor.count_sealed(at.here),
    "resets": lambda at: people.resets.list_open(actor=at.by("admin")),
    "who confirms a reset": lambda at: people.resets.who_confirms(at.account("officer"), actor=at.by("admin")),
    "known households": lambda at: people.history.known_households(at.here),
    "household": lambda at: people.households.get_visible("001", actor=at.by("officer")),
    "members": lambda at: people.households.members(at.here, at.ids["home"]),
    "members seen": lambda at: people.households.members_seen("001", actor=at.by("officer")),
    "household typed": lambda at: people.households.find_typed(at.here, "1"),
    "old numbers": lambda at: [
        people.households.known_old_numbers(at.here),
        people.households.by_old_number(at.here, "旧001"),
        people.households.old_numbers(at.here, at.ids["home"]),
    ],
    "persons": lambda at: people.persons.get_many(at.here, [at.tian, at.feng]),
    "person seen": lambda at: people.persons.get_seen(at.tian, actor=at.by("officer")),
    "persons seen": lambda at: people.persons.list_seen([at.tian, at.feng], actor=at.by("officer")),
    "telephones": lambda at: people.persons.phones([at.tian, at.ids["son"]], actor=at.by("officer")),
    "grids": lambda at: people.places.grids(at.here),
    "places": lambda at: people.places.tree_of(at.by("officer")),
    "purse": lambda at: people.purses.of_person(at.here, at.ids["son"]),
    "purse seen": lambda at: people.purses.get_visible(at.street.purse, actor=at.by("officer")),
    "purses": lambda at: people.purses.accounts_of(at.here, [at.tian, at.feng]),
    "relatives": lambda at: people.relations.relatives_among(at.here, at.ids["son"], [at.tian, at.feng, at.ids["brother"]]),
    "near purse": lambda at: [
        people.relations.is_near_purse(at.here, one, at.street.purse) for one in (at.feng, at.ids["son"], at.ids["brother"])
    ],
    "relations": lambda at: [
        people.relations.of_persons(at.here, [at.feng]), people.relations.list_all(at.here, limit=9)
    ],
    "people": lambda at: [people.search.page(at.by("officer"), by=by) for by in ("name", "household")],
    "people found": lambda at: [
        people.search.by_words(at.by("officer"), words) for words in ("田", "1", "旧001", "0077", "3-2-301")
    ],
    "people with cards": lambda at: [
        people.search.page(at.by("officer"), people.search.PeopleFilter(card=card)) for card in ("none", "some")
    ],
    "at the counter": lambda at: people.search.at_counter(at.here, name="田桂兰", door="3-2-301"),
    "by name": lambda at: people.search.by_name(at.here, "田桂兰"),
    "place in a list": lambda at: [
        people.search.place_of(at.by("officer"), words, by=by) for words, by in (("田", "name"), ("2", "household"))
    ],
}  # fmt: skip


@pytest.mark.parametrize("part", range(4))
def test_what_is_read_is_as_written_and_the_same_beside_a_community_with_the_same_ids(
    full: Full, part: int
) -> None:
    reads = dict(list(READS.items())[part::4])
    alone = {name: reading(lambda read=read: read(full)) for name, read in reads.items()}
    told = {name: Telling(full.labels(), full.ids["now"]).of(one) for name, one in alone.items()}
    assert told == expected("reads", told)
    twin(full.here)
    beside = {name: reading(lambda read=read: read(full)) for name, read in reads.items()}
    assert [name for name in reads if beside[name] != alone[name]] == []


def _way(at: Full, card: str) -> UUID:
    """The way that is this card."""
    waiting = reading(lambda: people.ways.waiting(at.by("clerk")).rows)
    return next(one.way_id for one in waiting if one.card_id == at.ids[card])


def _wrong(work: Callable[[], object]) -> None:
    with pytest.raises(Refusal):
        work()


def _session(at: Full, place: int) -> UUID:
    found: UUID = at.ids["sessions"][place]
    return found


def _phone(at: Full) -> None:
    code = transact(lambda: people.rotating_codes.current(actor=at.street.resident))
    people.rotating_codes.read(code.digits, "confirm", actor=at.by("clerk"))
    transact(lambda: people.rotating_codes.use_once("one", "pay", actor=at.by("clerk")))


def _turned(at: Full) -> None:
    officer, session, pins = at.by("officer"), _session(at, 0), people.pins
    transact(lambda: pins.turn_screen(at.ids["card"], person_id=at.tian, session_id=session, actor=officer))
    transact(lambda: pins.take("640281", "640281", session_id=session, actor=officer))
    _wrong(lambda: pins.turn_back("not it at all", session_id=session, actor=officer))
    pins.turn_back(PASSWORD, session_id=session, actor=officer)


def _newcomer(at: Full) -> UUID:
    return people.residents.register("新来的", actor=at.street.system, household_id=at.ids["home"], head=True)


def _old_number(at: Full) -> None:
    home = people.households.get_visible("001", actor=at.by("officer"))
    [old] = people.households.old_numbers(at.here, at.ids["home"])
    people.households.end_old_number(old.old_number_id, of=home, actor=at.by("officer"))


#: each is done here, after those before it
DEEDS: dict[str, Callable[[Full], Any]] = {
    "a machine is seen": lambda at: people.devices.note_seen(at.ids["device"], community_id=at.here),
    "a machine has pages": lambda at: people.devices.note_pages(at.ids["device"], "1", community_id=at.here),
    "a machine is renamed": lambda at: people.devices.rename(at.ids["device"], "窗口", actor=at.by("admin")),
    "a machine is placed": lambda at: people.devices.place(
        at.ids["device"], at.street.shop_id, actor=at.by("admin")
    ),
    "a machine is revoked": lambda at: people.devices.revoke(
        at.ids["device"], reason="坏", actor=at.by("admin")
    ),
    "a draft is kept": lambda at: people.drafts.keep(
        at.here, at.account("officer"), "/desk", {"name": ["乙"]}, machine=b"m" * 32
    ),
    "a draft is forgotten": lambda at: people.drafts.forget(at.here, at.account("officer"), "/desk"),
    "a session is seen": lambda at: people.sessions.note_seen(at.here, _session(at, 0)),
    "news is understood": lambda at: people.sessions.understand(
        [one.notice_id for one in people.sessions.list_notices(_session(at, 0), actor=at.by("officer"))],
        _session(at, 0),
        actor=at.by("officer"),
    ),
    "a session is ended": lambda at: people.sessions.end_own(_session(at, 1), actor=at.by("officer")),
    "a token is used": lambda at: people.tokens.note_used(at.here, at.ids["token"]),
    "a token is ended": lambda at: people.tokens.end(at.ids["token"], actor=at.by("leader")),
    "a proposal is confirmed": lambda at: people.proposals.confirm(at.ids["setting"], actor=at.by("street")),
    "a loan is ended": lambda at: people.acting.end_loan(at.ids["loan"], actor=at.by("street")),
    "a role is confirmed": lambda at: people.nominations.confirm(at.ids["role"], actor=at.by("street")),
    "a role is objected to": lambda at: people.nominations.object_to(
        at.ids["role"], reason="不妥", actor=at.by("supervisor")
    ),
    "a role is declined": lambda at: people.nominations.decline(
        at.ids["objected"], reason="不", actor=at.by("street")
    ),
    "a role is revoked": lambda at: people.roles.revoke(at.ids["role"], reason="完", actor=at.by("admin")),
    "a relation is noted": lambda at: people.relations.relate(
        at.tian, at.feng, kind="other", actor=at.by("officer")
    ),
    "a relation is ended": lambda at: people.relations.end(
        people.relations.of_persons(at.here, [at.tian])[0].relation_id, reason="错", actor=at.by("officer")
    ),
    "a relation is noted again": lambda at: people.relations.relate(
        at.tian, at.feng, kind="sibling", actor=at.by("officer")
    ),
    "a language is chosen": lambda at: people.residents.choose_language(
        at.tian, "en", actor=at.street.resident
    ),
    "large pages are chosen": lambda at: people.residents.choose_care(
        at.tian, True, actor=at.street.resident
    ),
    "a head is named": _newcomer,
    "somebody moved away": lambda at: people.residents.note_gone(
        {at.ids["son"]: "left"}, actor=at.street.system
    ),
    "an old number ends": _old_number,
    "points are collected": lambda at: people.collectors.use(at.ids["collects"], 10, actor=at.by("clerk")),
    "a collector is confirmed": lambda at: people.collectors.confirm(at.ids["asked"], actor=at.by("clerk")),
    "a collector is ended": lambda at: people.collectors.end(at.ids["collects"], actor=at.street.resident),
    "a pin is put": lambda at: people.cards.set_pin(
        at.ids["card"], "918274", person_id=at.tian, actor=at.by("officer")
    ),
    "tried cards are locked": lambda at: people.pins.lock_tried(at.here, 0),
    "a way is used": lambda at: people.ways.use(
        at.street.purse,
        1,
        by="account",
        which=at.street.resident.account_id,
        actor=at.street.resident,  # type: ignore[arg-type]
    ),
    "a slip is ended": lambda at: people.activation.end(
        people.accounts.of_person(at.here, at.ids["son"]).account_id,
        actor=at.by("admin"),  # type: ignore[union-attr]
    ),
    "a card is replaced": lambda at: people.cards.replace(
        at.ids["card"], person_id=at.tian, reason="丢", actor=at.by("officer")
    ),
    "a card is revoked": lambda at: people.cards.revoke(at.ids["spare"], reason="丢", actor=at.by("officer")),
    "a password is given": lambda at: people.passwords.give(
        at.ids["account"], "另外一句 2026 好", actor=at.street.system
    ),
    "an account is closed": lambda at: people.accounts.close(
        at.ids["account"], reason="走", actor=at.by("admin")
    ),
    "an account is reopened": lambda at: people.nominations.reopen(
        at.ids["account"], reason="回", actor=at.street.system
    ),
}
#: what begins something, on the same street
BEGUN: dict[str, Callable[[Full], Any]] = {
    "an account is opened": lambda at: people.accounts.create(at.person_of("son"), actor=at.by("officer")),
    "a slip is issued": lambda at: people.activation.issue(at.person_of("brother"), actor=at.by("admin")),
    "a slip is issued again": lambda at: people.activation.issue(
        at.person_of("brother"), actor=at.by("admin")
    ),
    "a machine is enrolled": lambda at: people.devices.enrol(
        "柜台二", actor=at.by("admin"), shop_id=at.street.shop_id
    ),
    "a role is proposed": lambda at: people.nominations.propose(
        at.person("clerk"), "grid_worker", place_id=at.here, actor=at.by("admin")
    ),
    "a role is laid": lambda at: people.roles.grant(
        at.account("clerk"), "grid_worker", place_id=at.here, actor=at.street.system
    ),
    "a setting is proposed": lambda at: people.proposals.propose(
        "grace_days", 9, effective_on=clock.today(), reason="例会", actor=at.by("officer")
    ),
    "a proposal is withdrawn": lambda at: people.proposals.withdraw(
        at.ids["setting"], actor=at.by("officer")
    ),
    "a hand is lent": lambda at: people.acting.lend(
        "set_price", at.account("clerk"), clock.today(), reason=" 店长请假 ", actor=at.by("supervisor")
    ),
    "a reset is declined": lambda at: people.resets.decline(
        people.resets.list_open(actor=at.by("admin"))[0].reset_id, reason="找到了", actor=at.by("street")
    ),
    "a reset is asked": lambda at: people.resets.ask(
        at.account("officer"), reason="又丢了", actor=at.by("admin")
    ),
    "a second proof is taken": lambda at: people.second_factor.reset(
        at.account("officer"), actor=at.by("admin")
    ),
    "a second proof is begun": lambda at: people.second_factor.begin(actor=at.by("supervisor")),
    "a household is added": lambda at: people.households.add(
        "003", actor=at.by("officer"), place_id=at.ids["grid"]
    ),
    "somebody is registered": lambda at: people.residents.register(
        "新来的",
        actor=at.by("officer"),
        household_id=at.ids["home"],
        phone="13800000099",
        kinship="孙",
        door="3栋",
    ),
    "somebody moves in": lambda at: people.residents.register_in(
        at.ids["home"], "后来的", actor=at.by("officer"), door="3-2-301"
    ),
    "old numbers are adopted": lambda at: people.households.adopt_old_numbers(
        {"旧002": at.ids["home"]}, actor=at.by("officer")
    ),
    "a card is issued": lambda at: people.cards.issue(
        at.person_of("brother"), kind="person", actor=at.by("officer"), pin="918274"
    ),
    "a collector is named": lambda at: people.collectors.name_own(
        "冯小燕",
        "3-1-102",
        until=clock.today() + timedelta(days=9),
        month_tenths=50,
        actor=at.street.resident,
    ),
    "a collector is written down": lambda at: people.collectors.name_for(
        at.tian,
        at.person_of("brother"),
        until=clock.today() + timedelta(days=9),
        month_tenths=50,
        seen=" 口述 ",
        actor=at.by("officer"),
    ),
    "a way is answered": lambda at: people.confirmations.answer(
        _way(at, "waits"), ours=True, actor=at.street.resident
    ),
    "a way is disowned": lambda at: people.confirmations.answer(
        _way(at, "spare"), ours=False, actor=at.street.resident
    ),
    "a way is ended": lambda at: people.confirmations.end(
        people.ways.waiting(at.by("clerk")).rows[0].way_id, actor=at.by("officer")
    ),
    "a session is ended for somebody": lambda at: people.sessions.end_for(
        at.account("officer"), _session(at, 0), actor=at.by("admin")
    ),
    "a token is ended for somebody": lambda at: people.tokens.end_for(
        at.account("leader"), at.ids["token"], actor=at.by("admin")
    ),
    "an account with everything is closed": lambda at: people.accounts.close(
        at.account("officer"), reason="走", actor=at.by("admin")
    ),
    "it is reopened": lambda at: people.nominations.reopen(
        at.account("officer"), reason="回", actor=at.by("admin")
    ),
    "a grid is made": lambda at: people.places.make(
        "grid", " 第2网格 ", parent_id=at.here, actor=at.by("admin")
    ),
    "a grid is added": lambda at: people.places.add(
        "grid", "第3网格", parent_id=at.here, actor=at.by("officer")
    ),
    "a grid is renamed": lambda at: people.places.rename(at.ids["grid"], "第9网格", actor=at.by("admin")),
    "a grid is closed": lambda at: people.places.close(at.ids["empty"], reason="并", actor=at.by("admin")),
    "a grid is opened again": lambda at: people.places.reopen(at.ids["empty"], actor=at.by("admin")),
    "a purse is opened": lambda at: purse_rows.ensure(at.person_of("brother"), actor=at.by("officer")),
    "a list is taken out": lambda at: people.exports.note(
        "people", filters={"q": "田"}, rows=3, actor=at.by("officer")
    ),
    "a card is looked at": lambda at: people.pins.note_opened(at.here, at.ids["card"], at.tian),
}
#: and these in transactions of their own
LONG: dict[str, Callable[[Full], Any]] = {
    "a wrong password": lambda at: _wrong(lambda: people.signing_in.sign_in("xiaojun", "not it at all")),
    "a right password": lambda at: people.signing_in.sign_in("xiaojun", PASSWORD),
    "a wrong pin": lambda at: _wrong(lambda: people.pins.check(at.here, at.ids["card"], "111999")),
    "a right pin": lambda at: people.pins.check(at.here, at.ids["card"], PIN),
    "a way is proved": lambda at: people.confirmations.prove(
        _way(at, "spare"), "", PIN, actor=at.by("clerk")
    ),
    "a phone is shown": _phone,
    "a screen is turned and back": _turned,
    "a code on paper": lambda at: people.second_factor.prove(
        at.here, at.account("officer"), at.ids["codes"][0]
    ),
    "codes are printed": lambda at: people.second_factor.print_anew(
        PASSWORD, at.ids["codes"][1], actor=at.by("officer")
    ),
    "a sheet is confirmed": lambda at: people.code_sheets.confirm(at.ids["sheet"][0], actor=at.by("street")),
    "a sheet proves": lambda at: people.second_factor.prove(
        at.here, at.account("street"), at.ids["sheet"][1]
    ),
    "a sheet is ended": lambda at: people.second_factor.end(
        PASSWORD, at.ids["sheet"][2], actor=at.by("street")
    ),
    "a reset is confirmed": lambda at: transact(
        lambda: people.resets.confirm(
            people.resets.list_open(actor=at.by("street"))[0].reset_id, actor=at.by("street")
        )
    ),
    "a way is confirmed": lambda at: transact(
        lambda: people.confirmations.confirm([_way(at, "waits")], seen="本人来的", actor=at.by("clerk"))
    ),
    "a password is changed": lambda at: people.passwords.change(
        PASSWORD, "另外一句 2027 好", actor=at.by("clerk")
    ),
    "signed out everywhere": lambda at: transact(
        lambda: people.accounts.sign_out_everywhere(actor=at.by("leader"))
    ),
}


@pytest.mark.parametrize("deeds", [DEEDS, BEGUN, LONG], ids=["done", "begun", "in several steps"])
def test_a_deed_writes_what_it_says_and_nothing_into_a_community_with_the_same_ids(
    full: Full, deeds: dict[str, Callable[[Full], Any]]
) -> None:
    other = twin(full.here)
    there, here = rows_of(other), rows_of(full.here)
    touched, wrote = list[str](), dict[str, Any]()
    for at, (name, deed) in enumerate(deeds.items(), 1):
        with clock.standing_at(full.ids["now"] + timedelta(minutes=20, seconds=90 * at)):
            if deeds is LONG:
                deed(full)
            else:
                transact(lambda deed=deed: deed(full))
            now = rows_of(full.here)
            wrote[name] = Telling(full.labels(), full.ids["now"]).changes(here, now)
        here = now
        if rows_of(other) != there:
            touched.append(name)
            there = rows_of(other)
    assert touched == []
    assert wrote == expected("deeds", wrote)

"""What a community decides, by script."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask

from points import people
from points.foundation import clock, db, reading, setting, system_actor, transact
from tests.support.town import Town


def test_a_setting_is_decided_and_listed_on_the_command_line(town: Town, app: Flask) -> None:
    run = app.test_cli_runner()
    done = run.invoke(args=["set", "card_no_pin_tenths", "150", "--from", str(clock.today())])
    assert done.exit_code == 0, done.output
    assert reading(lambda: setting(town.community_id, "card_no_pin_tenths")) == 150
    listed = run.invoke(args=["settings"])
    assert any(line.split()[:2] == ["card_no_pin_tenths", "150"] for line in listed.output.splitlines())
    kinds = sa.text("SELECT DISTINCT actor_kind FROM audit_record WHERE deed = 'setting.decided'")
    assert reading(lambda: list(db.session.scalars(kinds))) == ["system"]


def test_what_does_not_fit_is_refused_in_both_languages(town: Town, app: Flask) -> None:
    run = app.test_cli_runner()
    for words, said in (
        (["set", "publicity_days", "many"], "公示天数 Days in publicity"),
        (["set", "no_such_thing", "1"], "没有“no_such_thing”"),
        (["set", "voucher_days", "9", "--from", "2020-01-01"], "过去的日子不能改"),
    ):
        refused = run.invoke(args=words)
        assert refused.exit_code == 1
        assert said in refused.output


def test_what_waits_on_the_page_is_withdrawn_only_when_it_is_said(town: Town, app: Flask) -> None:
    run = app.test_cli_runner()

    def work() -> None:
        house = system_actor(town.community_id)
        who = people.residents.register("专干", actor=house)
        account = people.accounts.create(who, actor=house)
        people.roles.grant(account, "officer", place_id=town.community_id, actor=house)
        officer = people.actors.of_account(account, community_id=town.community_id)
        people.proposals.propose("voucher_days", 9, effective_on=clock.today(), reason="例会", actor=officer)

    transact(work)
    refused = run.invoke(args=["set", "voucher_days", "11"])
    assert (refused.exit_code, "等确认" in refused.output) == (1, True)
    assert run.invoke(args=["set", "voucher_days", "11", "--instead"]).exit_code == 0
    assert reading(lambda: setting(town.community_id, "voucher_days")) == 11

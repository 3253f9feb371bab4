"""Paper and program side by side: begun, what differs by household, whose mistake it is, the sheet to sign, the switch."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, render_template, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from points import imports, people
from points.foundation import Actor, clock, paging, reading
from points.web import drafts, exporting, listing
from points.web.addresses import read_id
from points.web.asking import act_once, done, page, read_form, typed, typed_or_left
from points.web.auth import audience, current_actor, signed_in
from points.web.desk.base import blueprint
from points.web.desk.intake import read_seen
from points.web.fields import Day
from points.web.forms import Form

#: what the list is called in the trail
LIST = "parallel"
_STANDS, _KINDS = imports.side_by_side.STANDS, imports.side_by_side.KINDS
FILTERS = {"part": ("homes",), "stands": _STANDS, "kind": _KINDS, listing.FOUND: None}
QUESTIONS = ("propose", "confirm", "withdraw", "stop", "move")


class SwitchForm(Form):
    """From which day on the program keeps the books."""

    switch_on = Day("future")


class PeriodForm(SwitchForm):
    """The days side by side."""

    first_day = Day("past")


@blueprint.get("/parallel")
@audience("import_books", "confirm_imports", card=False)
def parallel() -> str:
    """Every period there was, and the form to begin one."""
    return _all()


@blueprint.post("/parallel")
@audience("import_books", card=False)
@drafts.keeps("first_day", "switch_on", on_page=True)
def begin_parallel() -> Any:
    """From a day on compare paper only."""
    actor = current_actor()
    form, errors = read_form(PeriodForm)
    use_case = imports.side_by_side.begin
    return act_once(
        lambda: use_case(form["first_day"], form["switch_on"], actor=actor),
        of=use_case,
        errors=errors,
        beside={"parallel_days": "switch_on"},
        again=_all,
        ids=lambda made: {"period": made.hex},
        then=lambda ids: done("parallel_begun", "desk.one_parallel", facts={}, period_id=ids["period"]),
    )


@blueprint.get("/parallel/<period_id>")
@audience("import_books", "confirm_imports", card=False)
def one_parallel(period_id: str) -> str:
    """What differs in the newest comparison; with print=1 the sheet to sign."""
    if request.args.get("print") == "1":
        return _sheet(period_id)
    return _one(period_id)


@blueprint.post("/parallel/<period_id>")
@audience("import_books", "confirm_imports", card=False)
def search_parallel(period_id: str) -> Response:
    """Show the households of a number, a name or a door; a name has no place in an address."""
    actor, chosen = current_actor(), {**listing.chosen(FILTERS), listing.FOUND: ""}
    chosen[listing.FOUND] = listing.keep_search(LIST, {"q": request.form.get("q", "")}, actor=actor)
    return redirect(listing.address("desk.one_parallel", chosen, period_id=period_id), 303)


@blueprint.post("/parallel/<period_id>/export")
@audience("export_lists", card=False)
def export_parallel(period_id: str) -> Response:
    """What differs as a file."""
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    found = reading(lambda: _found(period_id, chosen, actor)[1])
    return exporting.take_out(
        LIST,
        str(_("并行对账")),
        COLUMNS,
        found.page,
        filters={name: one for name, one in chosen.items() if one and name != listing.FOUND},
        actor=actor,
    )


@blueprint.post("/parallel/<period_id>/day")
@audience("import_books", card=False)
@drafts.keeps("switch_on", on_page=True)
def move_switch(period_id: str) -> Any:
    """Switch on another day."""
    form, errors = read_form(SwitchForm)
    use_case = imports.side_by_side.move

    def work(which: Any, *, actor: Actor) -> None:
        use_case(which, form["switch_on"], actor=actor)

    return _act(period_id, use_case, work, "parallel_moved", errors=errors, asking="move")


@blueprint.post("/parallel/<period_id>/propose")
@audience("import_books", card=False)
def propose_switch(period_id: str) -> Any:
    """Say that both agree."""
    use_case = imports.side_by_side.propose
    return _act(period_id, use_case, partial(use_case, seen=read_seen()), "switch_proposed")


@blueprint.post("/parallel/<period_id>/confirm")
@audience("confirm_imports", card=False)
def confirm_switch(period_id: str) -> Any:
    """Say yes as a second person."""
    use_case = imports.side_by_side.confirm
    return _act(period_id, use_case, partial(use_case, seen=read_seen()), "switched")


@blueprint.post("/parallel/<period_id>/withdraw")
@audience("import_books", "confirm_imports", card=False)
def withdraw_switch(period_id: str) -> Any:
    """Not yet."""
    use_case = imports.side_by_side.withdraw
    return _act(period_id, use_case, use_case, "switch_withdrawn")


@blueprint.post("/parallel/<period_id>/stop")
@audience("import_books", card=False)
def stop_parallel(period_id: str) -> Any:
    """Compare no more, without a switch."""
    use_case = imports.side_by_side.stop
    return _act(period_id, use_case, use_case, "parallel_stopped")


@blueprint.post("/parallel/<period_id>/decide")
@audience("import_books", "confirm_imports", card=False)
@drafts.keeps("difference", "verdict", "remark", on_page=True)
def decide_difference(period_id: str) -> Any:
    """Say whose mistake a difference is."""
    use_case, said = imports.side_by_side.decide, typed("difference", "verdict", "remark")
    errors = {} if said["verdict"] in imports.side_by_side.VERDICTS else {"verdict": "required"}
    errors |= {} if said["remark"].strip() else {"remark": "required"}

    def work(_period: Any, *, actor: Actor) -> None:
        which = read_id(said["difference"])
        use_case(which, said["verdict"], remark=said["remark"], seen=read_seen(), actor=actor)

    return _act(period_id, use_case, work, "difference_decided", errors=errors)


@blueprint.post("/parallel/<period_id>/take-back")
@audience("import_books", "confirm_imports", card=False)
def take_verdict_back(period_id: str) -> Any:
    """Decide it anew."""
    use_case, which = imports.side_by_side.take_back, read_id(request.form.get("difference", ""))
    work = lambda _period, *, actor: use_case(which, seen=read_seen(), actor=actor)  # noqa: E731
    return _act(period_id, use_case, work, "verdict_taken_back")


def _act(
    period_id: str,
    use_case: Callable[..., Any],
    work: Callable[..., Any],
    said: str,
    *,
    errors: dict[str, str] | None = None,
    asking: str = "",
) -> Any:
    """Do it, and come back to the same part of the list, and there to the difference it was about."""
    actor, which, chosen = current_actor(), read_id(period_id), listing.chosen(FILTERS)
    where = {name: one for name, one in chosen.items() if one}
    if about := request.form.get("difference", ""):
        where["_anchor"] = f"d-{read_id(about).hex}"
    return act_once(
        lambda: work(which, actor=actor),
        of=use_case,
        errors=errors or {},
        beside={"parallel_days": "switch_on"},
        again=partial(_one, period_id, asking=asking),
        then=lambda _: done(said, "desk.one_parallel", facts={}, period_id=period_id, **where),
        subject_id=which,
    )


def _all(**more: Any) -> str:
    actor = current_actor()
    periods = reading(lambda: imports.side_by_side.list_all(actor=actor))
    form = typed_or_left("first_day", "switch_on")
    return page("desk/parallel.html", {"periods": periods, "form": form}, **more)


def _one(period_id: str, *, asking: str = "", **more: Any) -> str:
    actor, chosen = current_actor(), listing.chosen(FILTERS)
    form = typed_or_left("switch_on", "difference", "verdict", "remark")
    facts = reading(lambda: _facts(period_id, chosen, actor))
    asked = asking or request.args.get("confirm", "")
    return page(
        "desk/parallel_one.html",
        {**facts, "asking": asked if asked in QUESTIONS else "", "form": form},
        **more,
    )


def _found(
    period_id: str, chosen: dict[str, str], actor: Actor
) -> tuple[imports.side_by_side.PeriodInfo, imports.side_by_side.FoundSides]:
    one = imports.side_by_side.get(read_id(period_id), actor=actor)
    words = listing.searched(LIST, actor).get("q", "")
    wanted = imports.side_by_side.SideFilter(chosen["stands"], chosen["kind"], words)
    return one, imports.side_by_side.find(one, wanted, actor=actor)


def _facts(period_id: str, chosen: dict[str, str], actor: Actor) -> dict[str, Any]:
    one, found = _found(period_id, chosen, actor)
    asked = listing.asked(counted=False)
    of_homes = chosen["part"] == "homes"
    rows: paging.PageFound[Any] = found.page_of_homes(asked) if of_homes else found.page(asked)
    words = listing.searched(LIST, actor).get("q", "")
    return {
        "one": one,
        "list": listing.Listing(
            "desk.one_parallel", rows, chosen, people.exports.may(actor), {"period_id": period_id}
        ),
        "counts": found.counts,
        "homes": len(found.homes),
        "names": _names(one, found, actor),
        "q": words,
        "lost": bool(chosen[listing.FOUND]) and not words,
    }


def _names(
    one: imports.side_by_side.PeriodInfo, found: imports.side_by_side.FoundSides, actor: Actor
) -> dict[Any, str]:
    """Who began, proposed, ended and decided."""
    said = {one.by for each in found.differences for one in each.said}
    accounts = {one.by, one.proposed_by, one.ended_by, *said}
    return people.accounts.names_behind(actor.community_id, {each for each in accounts if each}, ())


def _sheet(period_id: str) -> str:
    actor, me = current_actor(), signed_in()

    def facts() -> dict[str, Any]:
        one = imports.side_by_side.get(read_id(period_id), actor=actor)
        found = imports.side_by_side.find(one, imports.side_by_side.SideFilter(), actor=actor)
        standing = [each for each in found.differences if not each.is_gone]
        settled = [each for each in found.differences if each.is_gone and each.last]
        return {
            "one": one,
            "standing": standing,
            "settled": settled,
            "homes": found.homes,
            "names": _names(one, found, actor),
        }

    return render_template(
        "print/parallel.html",
        **reading(facts),
        community_name=me.community_name if me else "",
        printed_at=clock.now(),
        back_url=listing.address("desk.one_parallel", {}, period_id=period_id),
    )


def _word(table: str, code: str) -> str:
    return str(exporting.words_of("imports", table).get(code, code))


COLUMNS = (
    exporting.Column(_("户号"), lambda row: row[1].household, width=8),
    exporting.Column(_("姓名"), lambda row: "、".join(row[0].names), width=14),
    exporting.Column(_("哪里不一样"), lambda row: _word("side_kind_word", row[1].kind), width=12),
    exporting.Column(_("内容"), lambda row: row[1].words, width=24),
    exporting.Column(_("纸质账哪天"), lambda row: row[1].paper_day, kind="day"),
    exporting.Column(_("纸质账的分"), lambda row: row[1].paper_tenths, kind="points", width=10),
    exporting.Column(_("系统哪天"), lambda row: row[1].program_day, kind="day"),
    exporting.Column(_("系统的分"), lambda row: row[1].program_tenths, kind="points", width=10),
    exporting.Column(_("另一边的户"), lambda row: row[1].other, width=8),
    exporting.Column(_("怎么定的"), lambda row: _word("side_stands_word", row[1].stands), width=12),
    exporting.Column(_("说明"), lambda row: row[1].last.remark if row[1].last else "", width=30),
    exporting.Column(_("文件"), lambda row: row[1].file, width=22),
    exporting.Column(_("表"), lambda row: row[1].sheet, width=10),
    exporting.Column(_("行"), lambda row: row[1].row or None, kind="number", width=6),
)  # fmt: skip

"""Where the points of one household or person came from and where they went, whole; and the balance for paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from points import ledger, people, shop, statements, volunteering
from points.foundation import Actor, NotFound, clock, paging, reading, wording
from points.foundation.calendar import month_after, months_back_to
from points.web import exporting, listing
from points.web.asking import page
from points.web.auth import audience, current_actor, language, signed_in
from points.web.desk.base import blueprint

#: what the list is called in the trail
LIST = "statement"
#: what it may be narrowed to, as it stands in the address
FILTERS = {"month": None, "who": None, "only": ("in", "out", "held")}
#: months that a choice offers, the newest first
MONTHS = 36


@dataclass(frozen=True)
class Whose:
    """Whose lines are shown: the person who was asked for, their purse, and everybody behind it."""

    person: people.persons.PersonInfo
    purse: people.purses.PurseInfo
    members: list[people.persons.PersonInfo]


@dataclass(frozen=True)
class MonthOfLines:
    """The lines of one month on this page, with the sums of the whole month."""

    first: date
    sums: ledger.purse_lines.LineSums
    lines: list[statements.lines.StatementLine]


@blueprint.get("/people/<public_id>/statement")
@audience("see_purses", card=False)
def statement(public_id: str) -> str:
    """All lines of a purse by month, narrowed to a month, a person or a kind; with print=1 on A4."""
    actor, lang, chosen = current_actor(), language(), listing.chosen(FILTERS)
    if request.args.get("print") == "1":
        return _printed(public_id, actor, chosen, lang)
    return page("desk/statement.html", reading(lambda: _facts(public_id, actor, chosen, lang)))


@blueprint.post("/people/<public_id>/statement/export")
@audience("export_lists", card=False)
def export_statement(public_id: str) -> Response:
    """The same as a file."""
    actor, lang, chosen = current_actor(), language(), listing.chosen(FILTERS)
    whose = reading(lambda: _whose(public_id, actor))
    return exporting.take_out(
        LIST,
        str(_("积分明细")),
        COLUMNS,
        lambda asked: _lines(whose, _wanted(whose, chosen), asked, actor, lang),
        filters={
            "person_id": whose.person.person_id,
            **{name: one for name, one in chosen.items() if one and name != "who"},
        },
        actor=actor,
    )


@blueprint.get("/people/<public_id>/balance")
@audience("see_purses", card=False)
def balance(public_id: str) -> str:
    """The balance on one A5 sheet, for who asks at the desk."""
    actor, lang, me = current_actor(), language(), signed_in()

    def query() -> dict[str, Any]:
        whose = _whose(public_id, actor)
        account = whose.purse.account_id
        standing, found = ledger.statements.newest(actor.community_id, account, told_once=True, limit=10)
        held = shop.vouchers.of_purse(actor.community_id, account, status="open")
        names = {one.id: wording.named(one, lang) for one in shop.shops.list_all(actor.community_id)}
        return {
            "purse": statements.summary.PurseSummary(
                name=whose.purse.label,
                place=whose.person.door or None,
                members=whose.purse.members,
                available=standing.available,
                held=standing.held,
                total=standing.posted,
                minutes=volunteering.hours.of_person(actor.community_id, whose.person.person_id),
            ),
            "lines": statements.lines.in_words(actor.community_id, found, lang),
            "lapsing": ledger.statements.lapsing(actor.community_id, account),
            "ways": people.ways.of_purse(actor.community_id, whose.purse.purse_id),
            "vouchers": [
                {"voucher": one, "shop_name": names.get(one.shop_id, "") if one.shop_id else ""}
                for one in held
            ],
        }

    return page(
        "print/balance.html",
        reading(query),
        community_name=me.community_name if me else "",
        printed_at=clock.now(),
        seal=None,
        back_url=url_for("desk.person", public_id=public_id),
    )


def _whose(public_id: str, actor: Actor) -> Whose:
    person = people.persons.get_visible(public_id, actor=actor)
    purse = people.purses.find(actor.community_id, person.person_id)
    if purse is None:
        raise NotFound
    shared = purse.household_id is not None
    members = people.households.members(actor.community_id, purse.household_id) if shared else [person]  # type: ignore[arg-type]
    return Whose(person, purse, members)


def _facts(public_id: str, actor: Actor, chosen: dict[str, str], lang: str) -> dict[str, Any]:
    whose = _whose(public_id, actor)
    wanted, account = _wanted(whose, chosen), whose.purse.account_id
    found = _lines(whose, wanted, listing.asked(), actor, lang)
    grouped = [(month, list(some)) for month, some in groupby(found.rows, key=_month_of)]
    sums = ledger.purse_lines.sums_of_months(
        actor.community_id, account, wanted, [month for month, _some in grouped]
    )
    first = ledger.purse_lines.first_month(actor.community_id, account)
    return {
        "list": listing.Listing(
            "desk.statement", found, chosen, people.exports.may(actor), {"public_id": public_id}
        ),
        "person": whose.person,
        "purse": whose.purse,
        "members": whose.members,
        "standing": ledger.balances.get(actor.community_id, account),
        "months": [MonthOfLines(month, sums[month], some) for month, some in grouped],
        "choice": months_back_to(first, clock.today(), most=MONTHS) if first else [],
    }


def _month_of(line: statements.lines.StatementLine) -> date:
    return (line.booked_on or line.day).replace(day=1)


def _wanted(whose: Whose, chosen: dict[str, str]) -> ledger.purse_lines.LineFilter:
    since = before = None
    try:
        since = date.fromisoformat(f"{chosen['month']}-01") if chosen["month"] else None
        before = month_after(since) if since else None
    except ValueError:
        chosen["month"] = ""
    return ledger.purse_lines.LineFilter(
        since, before, person_id=_who(whose, chosen), only=chosen["only"] or "all"
    )


def _who(whose: Whose, chosen: dict[str, str]) -> UUID | None:
    return next((one.person_id for one in whose.members if one.public_id == chosen["who"]), None)


def _lines(
    whose: Whose, wanted: ledger.purse_lines.LineFilter, asked: paging.PageAsked, actor: Actor, lang: str
) -> paging.PageFound[statements.lines.StatementLine]:
    found = ledger.purse_lines.page(actor.community_id, whose.purse.account_id, wanted, asked)
    return found.of(statements.lines.in_words(actor.community_id, found.rows, lang))


def _printed(public_id: str, actor: Actor, chosen: dict[str, str], lang: str) -> str:
    whose = reading(lambda: _whose(public_id, actor))
    wanted = _wanted(whose, chosen)
    name = whose.purse.label
    said = [gettext("%(name)s家", name=name) if whose.purse.members > 1 else name]
    said += [whose.person.door] if whose.person.door else []
    if wanted.since:
        said.append(gettext("%(day)s起的一个月", day=wording.full_day(wanted.since, lang)))
    said += [one.name for one in whose.members if one.person_id == wanted.person_id]
    said += [str(ONLY[chosen["only"]])] if chosen["only"] else []
    return exporting.on_paper(
        _("积分明细"),
        COLUMNS,
        lambda asked: _lines(whose, wanted, asked, actor, lang),
        back=listing.address("desk.statement", chosen, public_id=public_id),
        filters=said,
        signs=(_("经办人"), _("本人"), _("日期")),
    )


def _title(line: statements.lines.StatementLine) -> str:
    word = exporting.words_of("ledger", "line_word").get(line.origin, line.origin)
    words = line.what if line.what and line.kind not in ("held", "released", "reversal") else str(word)
    named = gettext("冲正：%(what)s", what=line.what) if line.kind == "reversal" and line.what else words
    return gettext("%(what)s（已冲正）", what=named) if line.reversed else named


def _moved(line: statements.lines.StatementLine) -> int | None:
    """What changed the balance; setting aside and freeing change only what can be used."""
    return None if line.kind in ("held", "released") else line.tenths


#: what a kind is called on paper
ONLY = {"in": _("只看得到的"), "out": _("只看用掉的"), "held": _("只看冻结的")}
COLUMNS = (
    exporting.Column(_("入账"), lambda line: line.booked_on, kind="day"),
    exporting.Column(_("谁"), lambda line: line.who or "", width=10),
    exporting.Column(_("事项"), _title, width=34),
    exporting.Column(_("服务时间"), lambda line: line.quantity or "", width=12),
    exporting.Column(_("哪天的"), lambda line: line.day, kind="day"),
    exporting.Column(_("积分"), _moved, kind="points", summed=True, width=10),
    exporting.Column(_("余额"), lambda line: line.balance_after, kind="points", width=10),
)

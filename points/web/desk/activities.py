"""The desk's list of activities, and planning one; it reads requests and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from points import imports, people, volunteering
from points.foundation import Actor, clock, reading, wording
from points.web import drafts, exporting, listing
from points.web.asking import act_once, done, page, read_form, typed
from points.web.auth import audience, current_actor, language
from points.web.desk.base import blueprint, turn_of
from points.web.desk.forms import MOST_WEEKS, PlanForm

#: what the list is called in the trail
LIST = "activities"
STATES = ("open", "review", "second", "returned", "publicity", "credited", "cancelled")
#: what the list may be narrowed to, as it stands in the address
FILTERS = {"q": None, "status": STATES, "since": None, "until": None}
PLAN = ("rule", "title", "place", "day", "starts", "ends", "leader", "capacity", "weeks")
#: which field a refusal of these codes is said beside
BESIDE = {
    "in_the_past": "starts",
    "in_the_future": "ends",
    "before_start": "ends",
    "day_too_long": "ends",
    "out_of_range": "capacity",
    "rule_unknown": "rule",
    "reason_needed": "reason",
    "evidence_needed": "evidence",
}


@blueprint.get("/activities")
@audience("see_activities", card=False)
def activities() -> str:
    """All activities, newest first; with print=1 as a list on A4."""
    actor, (chosen, wanted, errors) = current_actor(), _filter()
    if request.args.get("print") == "1":
        return _printed(actor, chosen, wanted)
    asked, day = listing.asked(), request.args.get("day", "").strip()[:40]
    if day:
        found_day = imports.typed_times.day(day, today=clock.today(), sense="past")
        errors = errors if found_day else {**errors, "day": "not_a_date"}
        asked = replace(asked, start=volunteering.lists.key_of_day(found_day)) if found_day else asked
    found = reading(
        lambda: listing.Listing(
            "desk.activities",
            volunteering.lists.page(actor, wanted, asked),
            chosen,
            people.exports.may(actor),
        )
    )
    return page(
        "desk/activities.html",
        {"list": found, "state_of": _state, "may_review": _may_review, "errors": errors},
        presets=_presets(clock.today()),
        filter={name: request.args.get(name, "")[:60] for name in FILTERS},
        waiting=turn_of(actor).activities if people.permissions.may(actor, "approve_services") else 0,
        may_plan=people.permissions.may(actor, "plan_activities"),
    )


@blueprint.post("/activities/export")
@audience("export_lists", card=False)
def export_activities() -> Response:
    """The filtered list as a file."""
    actor, (chosen, wanted, _errors) = current_actor(), _filter()
    return exporting.take_out(
        LIST,
        str(_("志愿活动一览表")),
        (*COLUMNS, *MORE_COLUMNS),
        lambda asked: volunteering.lists.page(actor, wanted, asked),
        # what was typed may be a name
        filters={name: one for name, one in chosen.items() if one and name != "q"},
        actor=actor,
    )


@blueprint.get("/activities/new")
@audience("plan_activities", card=False)
def plan() -> str:
    """A form from which an activity is planned: empty, as it was left, or with ?again= like one that was."""
    actor, again = current_actor(), request.args.get("again", "")
    form = drafts.first(drafts.left_here(), *PLAN)
    if again and not any(form.values()):
        form = reading(lambda: _like(volunteering.activities.get(again, actor=actor)))
    return _plan(form)


@blueprint.post("/activities/new")
@audience("plan_activities", card=False)
@drafts.keeps(*PLAN)
def plan_posted() -> Any:
    """Put the activity on the list, or a series of it: every week, all or none."""
    actor, form = current_actor(), typed(*PLAN)
    asked, errors = read_form(PlanForm)
    if "leader" not in errors and form["leader"] not in {
        str(one) for one, _ in reading(lambda: _leaders(actor))
    }:
        errors = {**errors, "leader": "not_a_choice"}

    def work() -> list[volunteering.activities.ActivityInfo]:
        facts = {
            "title": asked["title"],
            "spot": asked["place"],
            "leader_id": asked["leader"],
            "capacity": asked["capacity"],
        }
        return [
            volunteering.activities.plan(
                asked["rule"],
                starts_at=asked["starts_at"] + timedelta(weeks=ahead),
                ends_at=asked["ends_at"] + timedelta(weeks=ahead),
                actor=actor,
                **facts,
            )
            for ahead in range(asked["weeks"] or 1)
        ]

    return act_once(
        work,
        of=volunteering.activities.plan,
        errors=errors,
        beside=BESIDE,
        again=partial(_plan, form),
        ids=lambda planned: {"activity": planned[0].public_id, "times": len(planned)},
        then=_planned,
    )


def _planned(ids: dict[str, Any]) -> Any:
    first = reading(lambda: volunteering.activities.get(ids["activity"], actor=current_actor()))
    return done(
        "planned",
        "desk.activities",
        facts={
            "title": first.title,
            "times": ids["times"],
            "href": url_for("desk.review", public_id=first.public_id),
        },
    )


def _like(last: volunteering.activities.ActivityInfo) -> dict[str, str]:
    """The form as for this activity, on the next day that is the same day of the week."""
    day, today = last.day, clock.today()
    ahead = (day - today).days % 7 or 7
    return {
        **dict.fromkeys(PLAN, ""),
        "rule": str(volunteering.rules.of_today(current_actor().community_id, last.rule_id).rule_id),
        "title": last.title,
        "place": last.spot,
        "day": (today + timedelta(days=ahead)).isoformat(),
        "starts": wording.clock_time(last.starts_at),
        "ends": wording.clock_time(last.ends_at),
        "leader": str(last.leader_id or ""),
        "capacity": str(last.capacity or ""),
    }


def _plan(form: dict[str, str], **more: Any) -> str:
    actor = current_actor()
    facts = reading(
        lambda: {
            "rules": volunteering.rules.in_force(actor.community_id),
            "leaders": _leaders(actor),
            "usual": volunteering.lists.usual_minutes(actor.community_id),
        }
    )
    return page("desk/activities_plan.html", {**facts, "most_weeks": MOST_WEEKS}, form=form, **more)


def _leaders(actor: Actor) -> list[tuple[UUID, str]]:
    """Who may lead, by person and name: leaders and officers of the community."""
    roles = people.permissions.roles_for("lead_activities")
    return people.roles.holders(actor.community_id, *roles)


def _filter() -> tuple[dict[str, str], volunteering.lists.ActivityFilter, dict[str, str]]:
    """What this request narrows the list to: as it stands in an address, as it is looked for, and what is wrong."""
    chosen, errors = listing.chosen(FILTERS), {}
    days: dict[str, date | None] = {}
    for name in ("since", "until"):
        text = chosen[name]
        found = imports.typed_times.day(text, today=clock.today(), sense="past") if text else None
        days[name], chosen[name] = found, found.isoformat() if found else ""
        if text and found is None:
            errors[name] = "not_a_date"
    wanted = volunteering.lists.ActivityFilter(
        q=chosen["q"], status=chosen["status"], since=days["since"], until=days["until"]
    )
    return chosen, wanted, errors


def _presets(today: date) -> list[tuple[Any, dict[str, str]]]:
    """Months and quarters a report is made of, each with its first and its last day."""
    first = today.replace(day=1)
    month_before = (first - timedelta(days=1)).replace(day=1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return [
        (_("本月"), _stretch(first, 1)),
        (_("上个月"), _stretch(month_before, 1)),
        (_("本季度"), _stretch(quarter, 3)),
    ]


def _stretch(first: date, months: int) -> dict[str, str]:
    number = first.year * 12 + first.month - 1 + months
    last = date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return {"since": first.isoformat(), "until": last.isoformat()}


def _printed(actor: Actor, chosen: Mapping[str, str], wanted: volunteering.lists.ActivityFilter) -> str:
    """The list on A4, for the file or the street office."""
    lang = language()
    stretch = [wording.full_day(one, lang) if one else "" for one in (wanted.since, wanted.until)]
    first, last = _("最早"), _("今天")
    said = [f"{stretch[0] or first} – {stretch[1] or last}"] if any(stretch) else []
    said += (
        [str(exporting.words_of("volunteering", "status_word")[chosen["status"]])] if chosen["status"] else []
    )
    said += [f"“{wanted.q}”"] if wanted.q else []
    return exporting.on_paper(
        _("志愿活动一览表"),
        COLUMNS,
        lambda asked: volunteering.lists.page(actor, wanted, asked),
        back=listing.address("desk.activities", chosen),
        filters=said,
        total=lambda number: gettext("合计 %(number)s 场", number=number),
        signs=(_("制表"), _("负责人"), _("日期")),
    )


def _state(row: volunteering.lists.ActivityRow) -> str:
    """An open activity that has begun is going on; one that is over waits for its leader."""
    now = clock.now()
    if row.status != "open" or now < row.activity.starts_at:
        return row.status
    return "running" if now < row.activity.ends_at else "unconfirmed"


def _may_review(row: volunteering.lists.ActivityRow) -> bool:
    """Whether somebody of it waits to be decided about, by whoever decides."""
    return row.status in ("review", "second") or (row.may_review and row.activity.status == "held")


def _title(row: volunteering.lists.ActivityRow) -> str:
    origin = row.activity.origin
    if origin == "planned":
        return row.activity.title
    word = exporting.words_of("volunteering", "origin_word").get(origin, origin)
    return row.activity.title + gettext("（%(origin)s）", origin=word)


def _points(row: volunteering.lists.ActivityRow) -> int | None:
    """None where nothing was credited: no points is something else than none yet."""
    return row.tenths if row.tenths or row.status == "credited" else None


def _status(row: volunteering.lists.ActivityRow) -> str:
    state = _state(row)
    return str(exporting.words_of("volunteering", "status_word").get(state, state))


#: the list on paper, and what a file has besides
COLUMNS = (
    exporting.Column(_("哪天"), lambda row: row.activity.day, kind="day"),
    exporting.Column(_("活动"), _title, width=30),
    exporting.Column(_("领队"), lambda row: row.leader_name or "", width=10),
    exporting.Column(_("到场"), lambda row: row.people, kind="number", summed=True, width=8),
    exporting.Column(_("小时"), lambda row: row.minutes, kind="hours", summed=True, width=8),
    exporting.Column(_("积分"), _points, kind="points", summed=True, width=10),
    exporting.Column(_("进度"), _status, width=12),
)
MORE_COLUMNS = (
    exporting.Column(_("开始"), lambda row: wording.clock_time(row.activity.starts_at), width=8),
    exporting.Column(_("结束"), lambda row: wording.clock_time(row.activity.ends_at), width=8),
    exporting.Column(_("地点"), lambda row: row.activity.spot, width=20),
    exporting.Column(_("规则"), lambda row: row.rule.name, width=20),
    exporting.Column(_("报名"), lambda row: row.signed_up, kind="number", width=8),
)

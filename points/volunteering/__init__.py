"""Where points come from: rules, activities, sign-ups, attendance, services, their approval and their awards.

Nothing here commits; the caller wraps what writes in `transact` or `audit.attempt`.
"""

from points.volunteering.activities import ActivityCard, activity, cancel_activity, plan_activity
from points.volunteering.approval import Approved, approve, approve_activity, reject, reject_activity
from points.volunteering.attendance import check_in, check_out, scan_activity, scan_person, tick
from points.volunteering.awarding import hours, hours_of
from points.volunteering.awards import Awarded, credit, reverse_award
from points.volunteering.closing import Closed, close_activity, record_service
from points.volunteering.history import (
    OldActivity,
    OldService,
    already_there,
    write_old_activities,
    write_old_services,
)
from points.volunteering.inspection import Flag, Suggestion
from points.volunteering.listing import (
    ActivityFilter,
    ActivityPage,
    ActivityRow,
    LedActivity,
    OpenActivity,
    activities,
    led_activities,
    open_activities,
)
from points.volunteering.policy import Cap, gives, lapses_on, parse_cap
from points.volunteering.publicity import Credited, credit_due, in_publicity, object_to, settle_objection
from points.volunteering.queue import Queue, QueueRow, queue, waiting_count
from points.volunteering.records import Record
from points.volunteering.review import DecidedRow, Review, ReviewRow, review
from points.volunteering.rulebook import (
    NewRule,
    RuleCard,
    add_rules,
    find_rule,
    rule_in_force,
    rule_version,
    rulebook,
)
from points.volunteering.sheets import Sheet, SheetRow, sheet
from points.volunteering.signups import no_shows, sign_up, sign_up_paused_until, withdraw
from points.volunteering.story import Story, award_story

__all__ = [
    "ActivityCard",
    "ActivityFilter",
    "ActivityPage",
    "ActivityRow",
    "Approved",
    "Awarded",
    "Cap",
    "Closed",
    "Credited",
    "DecidedRow",
    "Flag",
    "LedActivity",
    "NewRule",
    "OldActivity",
    "OldService",
    "OpenActivity",
    "Queue",
    "QueueRow",
    "Record",
    "Review",
    "ReviewRow",
    "RuleCard",
    "Sheet",
    "SheetRow",
    "Story",
    "Suggestion",
    "activities",
    "activity",
    "add_rules",
    "already_there",
    "approve",
    "approve_activity",
    "award_story",
    "cancel_activity",
    "check_in",
    "check_out",
    "close_activity",
    "credit",
    "credit_due",
    "find_rule",
    "gives",
    "hours",
    "hours_of",
    "in_publicity",
    "lapses_on",
    "led_activities",
    "no_shows",
    "object_to",
    "open_activities",
    "parse_cap",
    "plan_activity",
    "queue",
    "record_service",
    "reject",
    "reject_activity",
    "reverse_award",
    "review",
    "rule_in_force",
    "rule_version",
    "rulebook",
    "scan_activity",
    "scan_person",
    "settle_objection",
    "sheet",
    "sign_up",
    "sign_up_paused_until",
    "tick",
    "waiting_count",
    "withdraw",
    "write_old_activities",
    "write_old_services",
]

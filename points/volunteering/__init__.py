"""Where points come from: rules, activities, sign-ups, attendance, services, their review and their points.

Nothing here commits; the caller wraps what writes in `transact` or `audit.records.attempt`. Inside, four wings stand on
one another: review, programme, services, rulebook.
"""

from points.volunteering import history
from points.volunteering.programme import (
    activities,
    attendance,
    attendance_list,
    back_filling,
    confirming,
    lists,
    no_shows,
    signups,
)
from points.volunteering.review import (
    approval,
    corrections,
    objection_list,
    objections,
    one_activity,
    posting,
    publicity,
    queue,
    withdrawal,
)
from points.volunteering.rulebook import model_rules, rule_proposals, rules
from points.volunteering.services import hours, notices, origin, waiting

__all__ = [
    "activities",
    "approval",
    "attendance",
    "attendance_list",
    "back_filling",
    "confirming",
    "corrections",
    "history",
    "hours",
    "lists",
    "model_rules",
    "no_shows",
    "notices",
    "objection_list",
    "objections",
    "one_activity",
    "origin",
    "posting",
    "publicity",
    "queue",
    "rule_proposals",
    "rules",
    "signups",
    "waiting",
    "withdrawal",
]

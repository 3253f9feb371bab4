"""Where points come from: rules by version, activities, sign-ups, attendance, services, awards, and what is said of them
afterwards. No decisions."""

from points.volunteering.models.afterwards import NoticeRead, Objection, ReversalAsk
from points.volunteering.models.work import (
    METHODS,
    ORIGINS,
    SERVICE_STATES,
    Activity,
    Attendance,
    Award,
    Rule,
    Service,
    SignUp,
)

__all__ = [
    "METHODS",
    "ORIGINS",
    "SERVICE_STATES",
    "Activity",
    "Attendance",
    "Award",
    "NoticeRead",
    "Objection",
    "ReversalAsk",
    "Rule",
    "Service",
    "SignUp",
]

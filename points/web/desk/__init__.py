"""The desk of the community office: people, activities, review, rules, imports."""

from points.web.desk import (
    accounts,
    activities,
    back_fill,
    cards,
    devices,
    home,
    imports,
    leaving,
    people,
    person,
    places,
    relations,
    review,
    roles,
    rules,
    settings,
    statement,
    things,
    ways,
)
from points.web.desk.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = [
    "accounts",
    "activities",
    "back_fill",
    "blueprint",
    "cards",
    "devices",
    "home",
    "imports",
    "leaving",
    "people",
    "person",
    "places",
    "relations",
    "review",
    "roles",
    "rules",
    "settings",
    "statement",
    "things",
    "ways",
]

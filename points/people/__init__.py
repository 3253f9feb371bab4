"""Who is who, and who may do what.

Wrap in `transact` what writes; `signing_in.sign_in`, `pins.check`, `short_numbers.proves`, `passwords.change` and
`activation.use` run transactions of their own. Inside, three wings stand on one another: identification, access, registry.
"""

from points.people import permissions, refusals
from points.people.access import (
    accounts,
    activation,
    actors,
    devices,
    drafts,
    exports,
    grants,
    nominations,
    origins,
    passwords,
    roles,
    searches,
    sessions,
    signing_in,
    tokens,
)
from points.people.identification import bad_codes, cards, pins, rotating_codes, short_numbers
from points.people.registry import history, households, persons, places, purses, relations, residents, search

__all__ = [
    "accounts",
    "activation",
    "actors",
    "bad_codes",
    "cards",
    "devices",
    "drafts",
    "exports",
    "grants",
    "history",
    "households",
    "nominations",
    "origins",
    "passwords",
    "permissions",
    "persons",
    "pins",
    "places",
    "purses",
    "refusals",
    "relations",
    "residents",
    "roles",
    "rotating_codes",
    "search",
    "searches",
    "sessions",
    "short_numbers",
    "signing_in",
    "tokens",
]

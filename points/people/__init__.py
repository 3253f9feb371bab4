"""Who is who, and who may do what.

Wrap in `transact` what writes; `signing_in.sign_in`, `pins.check`, `confirmations.prove`, `short_numbers.proves`,
`pins.find_shown`, `pins.turn_back`, `passwords.change`, `activation.use`, `code_sheets` and what proves, ends or
prints a `second_factor` run transactions of their own. Inside, five wings stand on one another: deciding,
identification, proving, access, registry.
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
from points.people.deciding import acting, catalogue, decisions, left_open, proposals
from points.people.identification import (
    account_list,
    bad_codes,
    cards,
    collectors,
    confirmations,
    pins,
    rotating_codes,
    short_numbers,
    ways,
)
from points.people.proving import code_sheets, resets, second_factor
from points.people.registry import (
    history,
    households,
    persons,
    places,
    purses,
    relations,
    residents,
    search,
)

__all__ = [
    "account_list",
    "accounts",
    "acting",
    "activation",
    "actors",
    "bad_codes",
    "cards",
    "catalogue",
    "code_sheets",
    "collectors",
    "confirmations",
    "decisions",
    "devices",
    "drafts",
    "exports",
    "grants",
    "history",
    "households",
    "left_open",
    "nominations",
    "origins",
    "passwords",
    "permissions",
    "persons",
    "pins",
    "places",
    "proposals",
    "purses",
    "refusals",
    "relations",
    "resets",
    "residents",
    "roles",
    "rotating_codes",
    "search",
    "searches",
    "second_factor",
    "sessions",
    "short_numbers",
    "signing_in",
    "tokens",
    "ways",
]

"""Signing in and out, slips, passwords, a card opened by its link, what a reader prefers."""

from points.web.account import (
    activate,
    card_link,
    clock,
    code_sheet,
    device_clock,
    drafts,
    founding,
    own_pin,
    password,
    preferences,
    second_factor,
    sessions,
    sign_in,
    understood,
    waiting,
)
from points.web.account.base import blueprint

# every module hangs its pages on the blueprint just by being read
__all__ = [
    "activate",
    "blueprint",
    "card_link",
    "clock",
    "code_sheet",
    "device_clock",
    "drafts",
    "founding",
    "own_pin",
    "password",
    "preferences",
    "second_factor",
    "sessions",
    "sign_in",
    "understood",
    "waiting",
]

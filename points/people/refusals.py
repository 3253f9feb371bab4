"""Every "no" of this room that others have to know by name; each is defined in its wing."""

from points.people.access.refusals import (
    AccountNeeded,
    OldPasswordWrong,
    PasswordsDiffer,
    SignInNeeded,
    SlipUnknown,
    TooManyTries,
    WrongPassword,
)
from points.people.identification.refusals import CardEnded, CardRevoked, CardUnknown, PinLocked, WrongPin
from points.people.registry.refusals import DoorTaken

__all__ = [
    "AccountNeeded",
    "CardEnded",
    "CardRevoked",
    "CardUnknown",
    "DoorTaken",
    "OldPasswordWrong",
    "PasswordsDiffer",
    "PinLocked",
    "SignInNeeded",
    "SlipUnknown",
    "TooManyTries",
    "WrongPassword",
    "WrongPin",
]

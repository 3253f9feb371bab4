"""The tables of people, by wing; no decisions.

They stand together, as queries of an upper wing join tables of a lower one.
"""

from points.people.models.access import (
    Account,
    Device,
    Draft,
    RoleGrant,
    SearchWords,
    Session,
    SignInNotice,
    Slip,
    Token,
    TryCount,
)
from points.people.models.deciding import Delegation, Proposal
from points.people.models.identification import Card, CodeUse, Collector, Handle, OldNumber, Way
from points.people.models.proving import CodeSheet, FactorReset, RecoveryCode, SecondFactor, SheetCode
from points.people.models.registry import Household, Identity, Person, Place, Purse, Relation

__all__ = [
    "Account",
    "Card",
    "CodeSheet",
    "CodeUse",
    "Collector",
    "Delegation",
    "Device",
    "Draft",
    "FactorReset",
    "Handle",
    "Household",
    "Identity",
    "OldNumber",
    "Person",
    "Place",
    "Proposal",
    "Purse",
    "RecoveryCode",
    "Relation",
    "RoleGrant",
    "SearchWords",
    "SecondFactor",
    "Session",
    "SheetCode",
    "SignInNotice",
    "Slip",
    "Token",
    "TryCount",
    "Way",
]

"""The sample community: laid out once, kept fresh every day, with accounts to sign in with."""

from points.demo.laying_out import lay_out
from points.demo.passwords import DemoAccount, accounts, read_card

__all__ = ["DemoAccount", "accounts", "lay_out", "read_card"]

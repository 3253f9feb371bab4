"""The sample community: laid out once, kept fresh every day, with accounts to sign in with."""

from points.demo import accounts, laying_out

__all__ = ["accounts", "laying_out"]

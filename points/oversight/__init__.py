"""Reads every book and proves them; it writes only its own checks."""

from points.oversight import accounts, checking, findings, recovery, trail, warnings, week

__all__ = ["accounts", "checking", "findings", "recovery", "trail", "warnings", "week"]

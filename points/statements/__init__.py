"""What is on a purse, line by line in words, and where each line came from."""

from points.statements import lines, months, summary

__all__ = ["lines", "months", "summary"]

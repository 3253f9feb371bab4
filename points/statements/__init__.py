"""What is on a purse, line by line in words, and where each line came from."""

from points.statements import goods, lines, months, summary

__all__ = ["goods", "lines", "months", "summary"]

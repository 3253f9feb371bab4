"""What is on a purse, line by line in words, and where each line came from."""

from points.statements import goods, lines, summary

__all__ = ["goods", "lines", "summary"]

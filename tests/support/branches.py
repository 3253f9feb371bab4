"""Queries with one of their branches gone: what a check would not see without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(r"\(|\)|'[^']*'|\b(?:WITH|SELECT|UNION(?: ALL)?|OR|WHERE|HAVING|ON|GROUP BY|ORDER BY)\b")
_BEFORE = {"WHERE", "HAVING", "ON"}
_AFTER = {"UNION", "UNION ALL", "WHERE", "HAVING", "GROUP BY", "ORDER BY"}


def without_a_branch(sql: str) -> Iterator[tuple[str, str]]:
    """Every query with one term of an OR, or one arm of a UNION, that finds nothing; and the branch that is gone."""
    for words, end in _groups(sql):
        yield from _terms(sql, words, end)
        yield from _arms(sql, words, end)


def _groups(sql: str) -> Iterator[tuple[list[tuple[str, int, int]], int]]:
    """The words of every pair of parentheses, without those of pairs inside; and where it ends."""
    open_: list[list[tuple[str, int, int]]] = [[("(", 0, 0)]]
    for hit in _WORD.finditer(sql):
        word = (hit[0], hit.start(), hit.end())
        if hit[0] == "(":
            open_.append([word])
        elif hit[0] == ")":
            yield open_.pop(), hit.start()
        elif not hit[0].startswith("'"):
            open_[-1].append(word)
    yield open_.pop(), len(sql)


def _terms(sql: str, words: list[tuple[str, int, int]], end: int) -> Iterator[tuple[str, str]]:
    for at, (word, start, stop) in enumerate(words):
        if word != "OR":
            continue
        before = next(one for one in reversed(words[:at]) if one[0] in (*_BEFORE, "OR", "("))
        if before[0] != "OR":
            yield _gone(sql, before[2], start, "1 = 0")
        after = next((one[1] for one in words[at + 1 :] if one[0] in (*_AFTER, "OR")), end)
        yield _gone(sql, stop, after, "1 = 0")


def _arms(sql: str, words: list[tuple[str, int, int]], end: int) -> Iterator[tuple[str, str]]:
    unions = [one for one in words if one[0].startswith("UNION")]
    if not unions:
        return
    first = next(start for word, start, _ in words if word == "SELECT")
    starts, ends = [first, *(one[2] for one in unions)], [*(one[1] for one in unions), end]
    for start, stop in zip(starts, ends, strict=True):
        yield _gone(sql, start, stop, f"SELECT * FROM ({sql[start:stop]}) AS gone WHERE 1 = 0")


def _gone(sql: str, start: int, stop: int, instead: str) -> tuple[str, str]:
    return " ".join(sql[start:stop].split()), f"{sql[:start]} {instead} {sql[stop:]}"

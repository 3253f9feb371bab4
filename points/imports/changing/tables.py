"""The three tables beside the books: what differs, what was answered, which rows came in with that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from points import audit
from points.imports.asking import LATER, Answer
from points.imports.changing.goods import StandingGoods, goods_changes
from points.imports.changing.homes import doors_kept
from points.imports.changing.rules import StandingRules, rule_changes
from points.imports.changing.values import GOODS_CHANGED, RULES_CHANGED, ChangedTables, TableChange, asked
from points.imports.lines import Books, ItemLine, PenaltyLine, RuleLine

#: behind the key of a row that came in before and comes in again, after another had its place
_AGAIN = "#"
_Row = ItemLine | RuleLine | PenaltyLine


def compare_tables(
    books: Books, known: Collection[str], community_id: UUID | None, answers: Sequence[Answer] = ()
) -> ChangedTables:
    """What the tables say otherwise than the books of a community; nothing where there is none yet."""
    newest = audit.provenance.newest_keys(community_id, ("item", "rule", "penalty")) if community_id else {}
    goods, rules = StandingGoods.of(community_id), StandingRules.of(community_id)
    subjects = {**goods.subjects(books.items), **rules.subjects((*books.rules, *books.penalties))}
    every: list[_Row] = [*books.rules, *books.penalties, *books.items]
    rows = [
        one
        for one in every
        if one.key in subjects and newest.get(subjects[one.key], "").partition(_AGAIN)[0] != one.key
    ]
    items = [one for one in rows if isinstance(one, ItemLine)]
    found = goods_changes(items, books.items, goods)
    about_goods, in_goods = asked(GOODS_CHANGED, found.changes, answers)
    told = [one for one in rows if not isinstance(one, ItemLine)]
    about_rules, in_rules = asked(RULES_CHANGED, rule_changes(told, rules), answers)
    changes = (*in_rules, *in_goods)
    return ChangedTables(
        changes=changes,
        settled={one.key: _fresh(one.key, known) for one in _settled(rows, changes)},
        new=frozenset(one.key for one in every if one.key not in subjects),
        questions=(*about_rules, *about_goods),
        faults=(*found.faults, *doors_kept(books, community_id)),
        elsewhere=found.elsewhere,
    )


def _settled(rows: Iterable[_Row], changes: Iterable[TableChange]) -> list[_Row]:
    """The rows of which nothing waits."""
    waiting = {one.origin for one in changes if one.choice in ("", LATER)}
    return [one for one in rows if one.origin not in waiting]


def _fresh(key: str, known: Collection[str] | Mapping[str, object]) -> str:
    """The key, or its next one where the row came in before."""
    found, times = key, 1
    while found in known:
        times += 1
        found = f"{key}{_AGAIN}{times}"
    return found

"""The form of an invariant: its name, its titles, a query that must return no rows, and what it looks at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """One thing that must always be true of a community's books.

    `sql` names what breaks it and takes the community as `:c`; it is one statement, so it sees one state of
    the books even while the counter is open. `counted` says how much it looked at, in `unit`. Several
    invariants may prove one `rule`, which is what a page shows. Where the engines spell it differently, `sql` is what
    SQLite understands and `postgresql` the other. One that says `:through` looks only at audit records behind that id.
    """

    name: str
    rule: str
    zh: str
    en: str
    unit: str
    counted: str
    sql: str
    postgresql: str = ""

    def said_to(self, dialect: str) -> str:
        """The query as this engine understands it."""
        return self.postgresql if self.postgresql and dialect == "postgresql" else self.sql


#: the titles of the rules, as they stand on a page and in a report
RULES: dict[str, tuple[str, str]] = {
    "sum_zero": ("全部账户相加等于零", "All accounts add up to zero"),
    "balance_is_entries": ("每户余额等于明细之和", "Every balance is the sum of its entries"),
    "none_below_zero": ("没有一户低于零", "No purse is below zero"),
    "one_award": ("每次服务只发一次分", "Every service is credited once"),
    "nobody_approves_own": (
        "没有人审自己、亲属或自己录的",
        "Nobody approves themselves, a relative or their own entry",
    ),
    "held_has_reason": ("冻结的分有去处", "Every point set aside has its voucher"),
    "moves_together": ("分、货、凭条一起动", "Points, goods and receipt move together"),
    "stock_not_negative": (
        "库存不为负，过期不出货",
        "Stock is never negative, nothing expired is handed out",
    ),
    "same_request_once": ("同一次操作只办一回", "The same request moves points once"),
    "reversal_whole": ("冲正是整笔退回", "Reversals are whole and happen once"),
    "lots_once": ("到期只扣一次，先到期先用", "Points lapse once, and come back to where they were"),
    "as_recorded": ("账上写的和操作记录一致", "The books say what the records of the deeds say"),
    "guards_stand": ("防止改账的保护都在", "What keeps the books from being changed stands"),
    "audit_complete": ("操作记录一条不少", "Every deed is recorded, and no record was altered"),
    "rows_have_history": (
        "角色、规则、价格、卡的每次变动都有来历",
        "No role, rule, price, setting, card or password changed past the house",
    ),
    "references_lead": ("每一笔都有来历", "Every line leads to what it was for"),
    "personal_data_away": ("公开的地方没有个人信息", "No personal data where it does not belong"),
}

#: whose count stands beside a rule on a page, where it is not the first one's
HEADLINES = {
    "sum_zero": "sum_zero", "held_has_reason": "vouchers_are_holds", "references_lead": "lines_lead",
    "as_recorded": "records_have_rows",
}  # fmt: skip

"""How the statements that are run all the time are read in full books: by an index, on both engines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

import pytest
from flask import Flask

from points import audit, people, shop
from points.foundation import codes, reading, transact
from points.foundation.prepared import Prepared
from tests.support.plans import plan
from tests.support.street import PASSWORD, Street, enter
from tests.support.visitors import Visitor

#: tables that stay small whatever is done: read whole they cost nothing
SMALL = {"people_place", "foundation_community", "foundation_setting", "foundation_key", "shop_shop"}
#: a list by each of its orders and filters
PEOPLE = (
    "/desk/people",
    "/desk/people?by=household",
    "/desk/people?card=none&role=head",
    "/desk/people?card=some&phone=none&by=household",
    f"/desk/people?grid={'7' * 32}&household=none",
)
OTHERS = (
    "/desk/activities",
    "/desk/activities?since=2025-01-01&until=2030-01-01&status=review",
    "/desk/activities?day=2025-01-01&status=open",
    "/desk/intake",
    "/desk/intake?tab=lines",
    "/desk/intake?tab=lines&household=001",
    "/desk/people/{tian}/statement",
    "/desk/people/{tian}/statement?month=2026-11&only=in&who={tian}",
)
#: what the pages and the API are asked for here, by who asks
PAGES = {
    "tian": ("/", "/statement", "/vouchers", "/goods", "/board", "/earn", "/me"),
    "officer0": ("/desk", *PEOPLE, *OTHERS),
    "clerk2": ("/counter", "/counter/recent", "/shop", "/shop/sales", "/shop/sales?day=2026-01-01"),
    "supervisor4": (
        "/oversight/trail", "/oversight/trail?kind=all", "/oversight/trail?kind=sign_ins", "/oversight/trail?refused=1",
        "/oversight/trail?action=shop.opened", "/oversight/trail?about=001", "/oversight/households/001",
        "/oversight/batches", "/oversight/batches/RK5", "/oversight/back-fills", "/oversight/undoings", "/oversight/lapses",
    ),
}  # fmt: skip


@pytest.fixture
def asked(
    app: Flask, client: Visitor, street: Street, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Prepared]:
    """The statements that were run when everybody's pages were opened once and a sale was made, by name."""
    seen: dict[str, Prepared] = {}
    run = Prepared._ask

    def note(self: Prepared, values: dict[str, Any]) -> tuple[Sequence[Any], int]:
        seen[self.name] = self
        return run(self, values)

    monkeypatch.setattr(Prepared, "_ask", note)
    transact(lambda: [people.residents.register(f"邻居{one}", actor=street.system) for one in range(60)])
    made, _ = transact(lambda: shop.vouchers.issue(100, request_key="plans", actor=street.resident))
    sale = shop.sales.Sale(street.shop_id, "scan-of-plans", made.code)
    done = shop.sales.sell(
        sale,
        [("G07", 1), ("G06", 1)],
        find_payer=lambda: shop.payers.recognise(made.code, shop_id=street.shop_id, actor=street.clerk),
        actor=street.clerk,
    )
    sold = reading(lambda: shop.receipts.of_redemption(street.community_id, done.redemption_id))
    link = codes.receipt_token(sold.receipt, sold.digest)
    assert client.get(f"/R/{link}").status_code == 200
    lines = [
        audit.provenance.ImportedLine(f"k{one}", "earned", "登记表.xlsx", "1月", one, None)
        for one in range(60)
    ]
    transact(lambda: audit.provenance.write_batch("jinxi", lines, report={}, actor=street.system))
    tian = reading(lambda: people.search.by_name(street.community_id, "田桂兰")[0].public_id)
    who = people.signing_in.sign_in("tian", PASSWORD)
    token = transact(lambda: people.tokens.issue(who)).token
    assert reading(lambda: people.tokens.find_known(token)) is not None
    for name, pages in PAGES.items():
        visitor = enter(client, name)
        for page in pages:
            answer = visitor.get(page.replace("{tian}", tian))
            assert answer.status_code == 200, page
            # a page further on, and back
            for turn in ("next", "prev"):
                link = re.search(rf'rel="{turn}" href="([^"]+)"', answer.text)
                if link is not None:
                    answer = visitor.get(unescape(link.group(1)))
    return seen


def test_no_hot_statement_reads_a_table_from_end_to_end(
    asked: dict[str, Prepared], full_books: Flask
) -> None:
    scanned = {}
    for name, one in sorted(asked.items()):
        found = set(plan(full_books, one.statement).scanned) - SMALL
        if found:
            scanned[name] = sorted(found)
    assert len(asked) > 40
    lists = (
        "people.registry.search.listed(after",
        "volunteering.programme.list_rows.every(",
        "ledger.purse_lines.listed(",
        "audit.provenance.of_batch(after",
    )
    assert [one for one in lists if not any(name.startswith(one) for name in asked)] == []
    assert any(name.startswith("ledger.posting.settle") for name in asked), "no sale was made"
    assert scanned == {}

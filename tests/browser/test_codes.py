"""The script's cleaning of codes, held to the same examples as the server's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.foundation.test_codes_vectors import SCANS
from tests.support.street import Street

# What a code means does not depend on the database.
pytestmark = pytest.mark.only_on("sqlite")

READ = """([script, texts]) => import(script).then((codes) => texts.map((text) => {
  const scan = codes.readScan(text);
  return { kind: scan.kind, reads_as: scan.text, barcode: scan.barcode, alone: codes.readBarcode(text) };
}))"""


def test_the_script_reads_every_example_as_the_server_does(street: Street, desk: Page) -> None:
    desk.goto("/sign-in")
    script = desk.evaluate("document.querySelector('link[href*=\"/css/\"]').href").split("/css/")[0]
    read = desk.evaluate(READ, [f"{script}/js/shared/codes.js", [one["text"] for one in SCANS]])
    wanted = [
        {name: one[name] for name in ("kind", "reads_as", "barcode")} | {"alone": one["barcode"]}
        for one in SCANS
    ]
    assert [pair for pair in zip(read, wanted, strict=True) if pair[0] != pair[1]] == []

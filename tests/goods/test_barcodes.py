"""Barcodes: one means one item; the house makes its own."""

from __future__ import annotations

import pytest

from points import goods
from points.foundation import codes, reading, transact
from tests.goods.conftest import Shelf


def _add(shelf: Shelf, code: str, barcode: str) -> str:
    return transact(lambda: goods.barcodes.add(shelf.community_id, shelf.items[code], barcode))


def test_a_barcode_of_another_item_is_refused_by_its_name(shelf: Shelf) -> None:
    one, two = sorted(shelf.items)[:2]
    assert _add(shelf, one, "6901234 567892") == "6901234567892"
    assert _add(shelf, one, "6901234567892") == "6901234567892"
    with pytest.raises(goods.refusals.BarcodeTaken) as refused:
        _add(shelf, two, "6901234567892")
    assert refused.value.plain_facts()["item"] == one
    assert transact(lambda: goods.barcodes.remove(shelf.community_id, shelf.items[one], "6901234567892"))
    _add(shelf, two, "6901234567892")
    assert "6901234567892" in reading(lambda: goods.items.find(shelf.community_id, ["6901234567892"]))


@pytest.mark.parametrize("text", ["", "abc", "6901234567893", "12345"])
def test_digits_that_are_no_barcode_are_refused(shelf: Shelf, text: str) -> None:
    with pytest.raises(goods.refusals.BarcodeWrong):
        _add(shelf, min(shelf.items), text)


def test_own_barcodes_count_up_and_are_read_as_any_other(shelf: Shelf) -> None:
    one, two = sorted(shelf.items)[:2]
    made = [
        transact(lambda code=code: goods.barcodes.make(shelf.community_id, shelf.items[code]))
        for code in (one, two, one)
    ]
    assert [barcode[:12] for barcode in made] == ["210000000001", "210000000002", "210000000003"]
    assert all(codes.read_barcode(barcode) == barcode and goods.barcodes.is_own(barcode) for barcode in made)
    found = reading(lambda: goods.barcodes.of_items(shelf.community_id, [shelf.items[one]]))
    assert {made[0], made[2]} <= set(found[shelf.items[one]])


def test_the_last_number_of_our_own_is_the_last(shelf: Shelf) -> None:
    last = codes.with_ean_digit("219999999999")
    _add(shelf, min(shelf.items), last)
    with pytest.raises(goods.refusals.BarcodesEnough):
        transact(lambda: goods.barcodes.make(shelf.community_id, shelf.items[min(shelf.items)]))

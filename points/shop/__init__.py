"""Where points go: vouchers, the counter's redemptions, receipts, undoing, the shelf as a payer sees it."""

from points.shop.baskets import ShelfItem, priced_basket, shelf
from points.shop.history import OldRedemption, write_old_redemptions
from points.shop.payers import Payer, PayerSeen, recognise, recognise_person, seen, voucher_payer
from points.shop.policy import BasketLine
from points.shop.receipts import (
    Receipt,
    ReceiptLine,
    find_receipt_anywhere,
    receipt,
    receipt_of,
    receipts_of,
    receipts_of_vouchers,
    todays_receipts,
    todays_sums,
)
from points.shop.redemptions import Done, Sale, find_done, redeem
from points.shop.refusals import AmountWrong
from points.shop.sales import sell
from points.shop.shops import ShopCard, find_shop, open_shop, shop_of, shops
from points.shop.undo import ask_undo, confirm_undo, may_confirm
from points.shop.vouchers import (
    VoucherCard,
    expired_vouchers,
    issue_voucher,
    my_voucher,
    release_expired,
    return_voucher,
    voucher,
    voucher_by_code,
    voucher_states,
    vouchers_of,
)

__all__ = [
    "AmountWrong",
    "BasketLine",
    "Done",
    "OldRedemption",
    "Payer",
    "PayerSeen",
    "Receipt",
    "ReceiptLine",
    "Sale",
    "ShelfItem",
    "ShopCard",
    "VoucherCard",
    "ask_undo",
    "confirm_undo",
    "expired_vouchers",
    "find_done",
    "find_receipt_anywhere",
    "find_shop",
    "issue_voucher",
    "may_confirm",
    "my_voucher",
    "open_shop",
    "priced_basket",
    "receipt",
    "receipt_of",
    "receipts_of",
    "receipts_of_vouchers",
    "recognise",
    "recognise_person",
    "redeem",
    "release_expired",
    "return_voucher",
    "seen",
    "sell",
    "shelf",
    "shop_of",
    "shops",
    "todays_receipts",
    "todays_sums",
    "voucher",
    "voucher_by_code",
    "voucher_payer",
    "voucher_states",
    "vouchers_of",
    "write_old_redemptions",
]

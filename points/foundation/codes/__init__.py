"""The codes people carry and scanners read, as pure text in and out; no table, person or clock is known."""

from points.foundation.codes.barcode import is_ean8, is_ean13, read_barcode, read_barcodes
from points.foundation.codes.card import (
    card_link,
    new_card,
    new_card_number,
    read_card,
    read_card_number,
    token_hash,
)
from points.foundation.codes.chance import CHANCE, Draw
from points.foundation.codes.check_digit import check_digit, is_checked, with_check_digit
from points.foundation.codes.cleaning import squeeze, ungapped
from points.foundation.codes.code128 import code128_png, code128_svg
from points.foundation.codes.day_mark import MARK_COLOURS, DayMark, day_mark
from points.foundation.codes.drawing import data_url
from points.foundation.codes.ean13 import ean13_svg, with_ean_digit
from points.foundation.codes.identity import (
    identity_code,
    identity_step,
    new_handle,
    open_steps,
    read_identity,
    step_ends,
    step_of,
)
from points.foundation.codes.link import activity_link, make_link, read_receipt, receipt_link, receipt_token
from points.foundation.codes.paper_keys import paper_key
from points.foundation.codes.public_id import PublicKind, find_public_id, is_public_id, new_public_id
from points.foundation.codes.qr import qr_data_url, qr_dots, qr_svg, render_print
from points.foundation.codes.refusals import (
    CheckDigitWrong,
    CodeError,
    CodeExpired,
    CodeFieldsWrong,
    CodeKeyUnknown,
    CodeLengthWrong,
    CodePrefixUnknown,
    CodeSignatureWrong,
    DigitMissing,
)
from points.foundation.codes.scan import CodeKind, Link, Scan, classify, read_link, read_scan
from points.foundation.codes.voucher import (
    VoucherFlag,
    VoucherPayload,
    claimed_by,
    decode_voucher,
    encode_voucher,
    new_spoken_number,
    new_voucher_id,
    read_spoken_number,
)

__all__ = [
    "CHANCE",
    "MARK_COLOURS",
    "CheckDigitWrong",
    "CodeError",
    "CodeExpired",
    "CodeFieldsWrong",
    "CodeKeyUnknown",
    "CodeKind",
    "CodeLengthWrong",
    "CodePrefixUnknown",
    "CodeSignatureWrong",
    "DayMark",
    "DigitMissing",
    "Draw",
    "Link",
    "PublicKind",
    "Scan",
    "VoucherFlag",
    "VoucherPayload",
    "activity_link",
    "card_link",
    "check_digit",
    "claimed_by",
    "classify",
    "code128_png",
    "code128_svg",
    "data_url",
    "day_mark",
    "decode_voucher",
    "ean13_svg",
    "encode_voucher",
    "find_public_id",
    "identity_code",
    "identity_step",
    "is_checked",
    "is_ean8",
    "is_ean13",
    "is_public_id",
    "make_link",
    "new_card",
    "new_card_number",
    "new_handle",
    "new_public_id",
    "new_spoken_number",
    "new_voucher_id",
    "open_steps",
    "paper_key",
    "qr_data_url",
    "qr_dots",
    "qr_svg",
    "read_barcode",
    "read_barcodes",
    "read_card",
    "read_card_number",
    "read_identity",
    "read_link",
    "read_receipt",
    "read_scan",
    "read_spoken_number",
    "receipt_link",
    "receipt_token",
    "render_print",
    "squeeze",
    "step_ends",
    "step_of",
    "token_hash",
    "ungapped",
    "with_check_digit",
    "with_ean_digit",
]

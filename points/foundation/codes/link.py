"""Short upper-case links that a resident's own phone can open; it knows letters and tokens, not pages."""

from __future__ import annotations

from points.foundation.codes.public_id import PublicKind, hash_mark, is_public_id, split_marked
from points.foundation.codes.refusals import CodeLengthWrong, CodePrefixUnknown
from points.foundation.codes.scan import ACTIVITY, RECEIPT, read_link


def make_link(origin: str, letter: str, token: str) -> str:
    """A link of this installation in capitals, which a QR code holds in little room; `origin` as https://host."""
    return f"{origin.rstrip('/')}/{letter}/{token}".upper()


def activity_link(origin: str, public_id: str) -> str:
    """The link of an activity's poster."""
    return make_link(origin, ACTIVITY, public_id)


def receipt_token(public_id: str, digest: bytes) -> str:
    """Receipt id and a mark of its content in one word, so that paper can be held against the books."""
    return public_id + hash_mark(digest)


def receipt_link(origin: str, token: str) -> str:
    """The link printed on a receipt."""
    return make_link(origin, RECEIPT, token)


def read_receipt(text: str) -> tuple[str, str]:
    """Public id and mark of a receipt, out of its link or its bare token."""
    link = read_link(text)
    if link is not None and link.letter != RECEIPT:
        raise CodePrefixUnknown
    public_id, mark = split_marked(link.token if link else text)
    if not mark:
        raise CodeLengthWrong
    if not is_public_id(public_id, PublicKind.RECEIPT):
        raise CodePrefixUnknown
    return public_id, mark

"""A recognised payer as the counter keeps it between a scan and a sale: signed, short-lived, good for its clerk alone.

The key is handed in. A reference proves that this installation recognised somebody; it moves nothing by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

from points.foundation import Actor
from points.shop.payer_checks import Payer
from points.shop.refusals import PayerGone

#: a scanned payer may stand at the counter this long
LASTS_SECONDS = 600
#: what a reference may be made of; ids travel as text
_IDS = (
    *("account_id", "person_id", "voucher_id", "hold_id", "card_id"),
    *("collector_id", "collected_by", "collected_from"),
)


def sign_payer(payer: Payer, *, key: str, actor: Actor, what: str = "payer") -> str:
    """A payer as a signed reference of this clerk; of another `what` it pays nothing yet."""
    packed: dict[str, Any] = {name: str(value) for name in _IDS if (value := getattr(payer, name))}
    last_day = payer.last_day.isoformat() if payer.last_day else ""
    facts = {"proof": payer.proof, "tenths": payer.voucher_tenths, "limit": payer.card_limit}
    # a voucher ends by being used; any other recognition would pay again and again
    visit = "" if payer.voucher_id else secrets.token_urlsafe(12)
    return _sign(what, {**packed, **facts, "last_day": last_day, "visit": visit}, key, actor)


def read_payer(reference: str, *, key: str, actor: Actor, what: str = "payer") -> Payer:
    """The payer of a reference that was signed here, for this clerk, not too long ago; else PayerGone."""
    packed = _read(what, reference, key, actor)
    ids = {name: UUID(packed[name]) for name in _IDS if name in packed}
    return Payer(
        account_id=ids["account_id"],
        person_id=ids["person_id"],
        proof=packed["proof"],
        voucher_id=ids.get("voucher_id"),
        hold_id=ids.get("hold_id"),
        voucher_tenths=packed["tenths"],
        card_id=ids.get("card_id"),
        card_limit=packed["limit"],
        last_day=date.fromisoformat(packed["last_day"]) if packed["last_day"] else None,
        visit=packed["visit"],
        collector_id=ids.get("collector_id"),
        collected_by=ids.get("collected_by"),
        collected_from=ids.get("collected_from"),
    )


def mark_purse(account_id: UUID, *, key: str) -> str:
    """The same sixteen signs for the same purse, by which a page knows it again and nobody finds it."""
    return hmac.new(key.encode(), account_id.bytes, hashlib.sha256).hexdigest()[:16]


def sign_person(person_id: UUID, *, key: str, actor: Actor) -> str:
    """Somebody who was searched by name and door and still has to prove who they are."""
    return _sign("person", {"person": str(person_id)}, key, actor)


def read_person(reference: str, *, key: str, actor: Actor) -> UUID:
    """The same again; else PayerGone."""
    return UUID(_read("person", reference, key, actor)["person"])


def _sign(what: str, content: Mapping[str, Any], key: str, actor: Actor) -> str:
    return str(_signer(what, key).dumps({**content, "by": str(actor.account_id)}))


def _read(what: str, reference: str, key: str, actor: Actor) -> dict[str, Any]:
    try:
        packed: dict[str, Any] = _signer(what, key).loads(reference, max_age=LASTS_SECONDS)
    except BadSignature as error:
        raise PayerGone from error
    if packed.get("by") != str(actor.account_id):
        raise PayerGone
    return packed


def _signer(what: str, key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt=f"counter {what}")

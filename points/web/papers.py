"""Paper with a secret on it: cards, PINs, slips. It is printed by a press, and for some minutes by the same press again."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, url_for
from werkzeug.wrappers import Response

from points import people
from points.foundation import Actor, clock, codes, community, reading, setting, wording
from points.web.addresses import origin
from points.web.auth import current_actor, signed_in


def printed_cards(back: str, issued: list[people.cards.IssuedCard], *, typed: bool = False) -> Response:
    """Cards, and for those that got a PIN a slip to fold over it, on sheets of their own; where the holder types it, the
    way back leads to the turned screen."""
    actor = current_actor()
    families = reading(lambda: [family_of(one, actor) for one in issued])
    return printed(
        "print/card.html",
        back,
        cards=[
            {
                "card": one,
                "family": family,
                "qr_url": codes.qr_data_url(codes.card_link(origin(), one.token)),
            }
            for one, family in zip(issued, families, strict=True)
        ],
        pins=[
            {"pin": one.pin, "card": one, "family": family}
            for one, family in zip(issued, families, strict=True)
            if one.pin
        ],
        hours=reading(lambda: setting(actor.community_id, "exchange_days")),
        typed=typed,
    )


def family_of(issued: people.cards.IssuedCard | people.cards.CardInfo, actor: Actor) -> str:
    """The family name alone, never the door: the door is what the clerk asks."""
    person_id = people.cards.get(actor.community_id, issued.card_id).person_id
    name = people.persons.get(actor.community_id, person_id).name
    if issued.kind == "household":
        name = people.purses.of_person(actor.community_id, person_id).label or name
    return wording.masked(name).rstrip("*")


def printed_slips(
    back: str, slips: list[tuple[people.persons.PersonInfo, people.activation.NewSlip]]
) -> Response:
    address = origin() + url_for("account.activate")
    return printed(
        "print/slip.html",
        back,
        slips=slips,
        url=address,
        qr_url=codes.qr_data_url(address),
    )


def printed(template: str, back: str, **facts: Any) -> Response:
    """Paper with a secret on it: kept by no cache, and reached by no address."""
    actor, me = current_actor(), signed_in()
    phone = reading(lambda: community(actor.community_id)).phone or None
    name = me.community_name if me else ""
    answer = make_response(
        render_template(
            template, **facts, today=clock.today(), phone=phone, community_name=name, back_url=back
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer

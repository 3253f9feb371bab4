"""Help: every guide as a page, one search over all of them, and a sheet of each to print. It writes nothing of its own."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from points import people
from points.foundation import NotFound, clock, codes
from points.web import guide_places, guides, navigation, office
from points.web.addresses import origin
from points.web.auth import audience, language, signed_in
from points.web.limits import limiter
from points.web.public.base import blueprint

#: what anybody may read who has not signed in
OPEN = ("resident", "privacy", "faq")
#: nobody searches for more
LONGEST = 40


@blueprint.get("/help")
@audience("everyone")
@limiter.limit("120 per minute")
def contents() -> str:
    """Every guide there is for this reader, and what was searched for in them."""
    words = request.args.get("q", "")[:LONGEST].strip()
    mine, others = _offered()
    hits = guides.search(words, language(), (*mine, *others)) if words else []
    return render_template(
        "public/guides.html",
        frame=_frame(),
        q=words,
        hits=hits[:30],
        mine=[guides.read(one, language()) for one in mine],
        others=[guides.read(one, language()) for one in others],
        papers=_papers(),
    )


@blueprint.get("/help/<guide>")
@audience("everyone")
@limiter.limit("120 per minute")
def guide(guide: str) -> str:
    """One guide."""
    return render_template("public/guides_one.html", frame=_frame(), guide=_read(guide), render=guides.render)


@blueprint.get("/help/<guide>/print")
@audience("everyone")
@limiter.limit("60 per minute")
def guide_print(guide: str) -> str:
    """The same on paper; the leaflet says which community it is, when it opens and where its pages are."""
    read, where = _read(guide), office.find()
    return render_template(
        "print/guide.html",
        guide=read,
        render=guides.render,
        size=guides.SIZES.get(guide, "a4"),
        office=where if guide in OPEN else None,
        address=origin() if guide == "resident" else "",
        qr_url=codes.qr_data_url(origin()) if guide == "resident" else "",
        printed_at=clock.now(),
        back_url=url_for("public.guide", guide=guide),
    )


@blueprint.get("/help/why/<code>")
@audience("everyone")
def guide_why(code: str) -> ResponseReturnValue:
    """To the paragraph that explains a "no", for scripts that know its code alone."""
    return redirect(guide_places.why(code), 303)


@blueprint.get("/help/pictures/<name>")
@audience("everyone")
def guide_picture(name: str) -> ResponseReturnValue:
    """A picture of a guide; no name leads out of their folder."""
    if name not in {one.name for one in guides.PICTURES.glob("*.webp")}:
        raise NotFound
    answer: Response = send_file(guides.PICTURES / name, mimetype="image/webp")
    answer.cache_control.max_age = int(timedelta(hours=1).total_seconds())
    answer.cache_control.public = True
    return answer


def _read(name: str) -> guides.Guide:
    if not guides.known(name):
        raise NotFound
    if signed_in() is None and name not in OPEN:
        raise people.refusals.SignInNeeded
    return guides.read(name, language())


def _offered() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The guides of what this reader does, and the others they may read."""
    me = signed_in()
    if me is None:
        return OPEN, ()
    mine = tuple(one for one in guides.NAMES if me.may(*guide_places.FOR[one]))
    return mine, tuple(one for one in guides.NAMES if one not in mine)


def _papers() -> list[tuple[str, str]]:
    """The documents for who looks after the system."""
    me = signed_in()
    if me is None or not me.may("look_after_installation"):
        return []
    return [(name, guides.read(name, "en").title) for name in guides.PAPERS]


def _frame() -> str:
    """Beside the menu for who has one, else as a page of a phone."""
    return "shared/office.html" if navigation.menu_of(signed_in()) else "shared/phone.html"

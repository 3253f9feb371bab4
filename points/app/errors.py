"""Turns refusals, wrong requests and faults into pages or JSON, in the reader's language; it decides nothing."""

from __future__ import annotations

import secrets
from datetime import datetime
from math import ceil

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.routing import RequestRedirect

from points.app import logs, validation
from points.app.refusals import (
    Fault,
    FaultAfterCommit,
    HostUnknown,
    MethodWrong,
    TooLarge,
    Unreadable,
)
from points.app.sentences import language
from points.foundation import BooksAway, Busy, DiskFull, NotAllowed, NotFound, NotKnown, Refusal, clock
from points.foundation.database import commits
from points.web import auth, drafts, navigation, office
from points.web.refusals import PageOfOthers

#: no look-alikes, as people read these numbers out
_LETTERS = "3479CDFHJKMNPQRTWXY"
_BY_STATUS: dict[int, type[Refusal]] = {
    403: NotAllowed,
    404: NotFound,
    405: MethodWrong,
    413: TooLarge,
    503: Busy,
}
#: what of these blueprints is asked by scripts: all but these pages and the forms on them
_SCRIPTED = {
    "counter": {
        "counter.page", "counter.practice", "counter.receipt", "counter.keys", "counter.queue", "counter.queue_screen",
        "counter.number_slip", "counter.call_next", "counter.settle_number", "counter.give_number", "counter.clear_queue",
    },
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Answer for everything that a view did not answer itself."""
    app.before_request(_note_commits)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, _wrong_request)
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(ValidationError, _breaks_schema)
    app.register_error_handler(Exception, _fault)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A "no": where to sign in, a sentence on a page, or JSON."""
    if refusal.status == 401 and not wants_json():
        return _to_sign_in()
    if refusal.code == "screen_turned" and not wants_json():
        return redirect(url_for("account.own_pin"), 303)
    if isinstance(refusal, Busy | BooksAway) and _has_committed():
        # a second action of the same request: what the first one did stays
        refusal = NotKnown()
    if isinstance(refusal, DiskFull):
        logs.full_disk()
    if isinstance(refusal, BooksAway | NotKnown):
        # who asks is read from the books as well
        g.broken = True
    return _answer(refusal)


def _breaks_schema(error: ValidationError) -> ResponseReturnValue:
    """A body that a page's own script sent and that does not fit its schema."""
    return refused(validation.invalid({"json": error.messages_dict}, language()))


def wants_json() -> bool:
    """Whether the asker reads JSON: the API, and what the counter's script asks."""
    if request.path.startswith("/api/"):
        return request.endpoint != "api_docs.page"
    if request.is_json:
        return True
    pages = _SCRIPTED.get(request.blueprint or "")
    if pages is not None and request.endpoint not in pages:
        return True
    return request.accept_mimetypes.best == "application/json"


def _wrong_request(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, RequestRedirect) or error.code is None or error.code < 400:
        return error.get_response()
    answer = _answer(_as_refusal(error))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def _wrong_host(_error: SecurityError) -> ResponseReturnValue:
    """Plain words: a page has links, and there is no name of ours they could begin with."""
    refusal = HostUnknown()
    said = [f"{refusal.message(one)} {refusal.next_step(one)}".strip() for one in ("zh", "en")]
    return Response("\n".join(said) + "\n", status=refusal.status, mimetype="text/plain")


def _as_refusal(error: HTTPException) -> Refusal:
    data = getattr(error, "data", None) or {}
    if "messages" in data:
        return validation.invalid(data["messages"], language())
    if error.code is not None and error.code >= 500 and error.code != 503:
        return _our_mistake(error)
    kind = _BY_STATUS.get(error.code or 400, Unreadable)
    refusal = kind()
    refusal.status = error.code or 400  # type: ignore[misc]
    return refusal


def _fault(error: Exception) -> ResponseReturnValue:
    asked = current_app.config["PROPAGATE_EXCEPTIONS"]
    if current_app.testing if asked is None else asked:
        raise error
    return _answer(_our_mistake(error))


def _our_mistake(error: Exception) -> Fault:
    g.broken = True
    kind = FaultAfterCommit if _has_committed() else Fault
    return kind(number=logs.fault(error, _number()))


def _note_commits() -> None:
    g.commits = commits()


def _has_committed() -> bool:
    """Whether this request has begun a COMMIT: then nobody may say that nothing was done."""
    return commits() > int(g.get("commits", 0))


def _answer(refusal: Refusal) -> Response:
    after = _retry_after(refusal)
    answer = make_response(_json(refusal) if wants_json() else _page(refusal, after))
    answer.status_code = refusal.status
    if after is not None:
        answer.headers["Retry-After"] = str(after)
    return answer


def _json(refusal: Refusal) -> Response:
    said = language()
    if isinstance(refusal, PageOfOthers):
        # other programs are told that there is nothing, whatever the reason
        refusal = NotFound()
    return jsonify(
        code=refusal.code,
        message=refusal.message(said),
        next=refusal.next_step(said),
        facts=refusal.plain_facts(),
    )


def _page(refusal: Refusal, after: int | None) -> str:
    plain = type(refusal) in (NotFound, NotAllowed, MethodWrong, TooLarge, Fault, Unreadable)
    return render_template(
        "shared/error_office.html" if _at_the_desk(refusal) else "shared/error.html",
        status=refusal.status,
        number=refusal.facts.get("number") if isinstance(refusal, Fault) else None,
        retry_after=after,
        refusal=None if plain else refusal,
        back="/",
        phone="" if refusal.status >= 500 or refusal.status == 429 or "broken" in g else office.phone(),
    )


def _at_the_desk(refusal: Refusal) -> bool:
    """Whether a page that is not there is said beside the menu: to staff who have one."""
    me = None if "broken" in g or refusal.status not in (403, 404, 405) else auth.signed_in()
    return me is not None and not me.by_card and bool(navigation.menu_of(me))


def _to_sign_in() -> ResponseReturnValue:
    """Sign in, and back to what was asked for; a form that came too late is kept, and opens again as it was left."""
    over, machine = "time" if "_user_id" in session else None, None
    if request.method == "GET":
        target = request.full_path.rstrip("?")
    else:
        target = drafts.page_before()
        kept = drafts.keep_of_expired()
        if kept is not None:
            (target, machine), over = kept, "kept"
    address = url_for("account.sign_in", next=target or None, over=over)
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": address})
    answer = redirect(address, 303)
    return drafts.mark_machine(answer, machine) if machine else answer


def _retry_after(refusal: Refusal) -> int | None:
    if refusal.status not in (429, 503):
        return None
    until = refusal.facts.get("until")
    if isinstance(until, datetime):
        return max(1, ceil((until - clock.now()).total_seconds()))
    return int(refusal.facts.get("seconds", 2))


def _number() -> str:
    return "E-" + "".join(secrets.choice(_LETTERS) for _ in range(4))

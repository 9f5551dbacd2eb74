"""How a draft travels: a hidden field in the page, and a cookie of this browser's session that is good for an hour."""

import contextlib
from dataclasses import dataclass

from django.conf import settings

from surveys.drafts import (
    COOKIE_TOKEN,
    Draft,
    newer,
    seal,
    this_minute,
    unseal,
    without_texts,
)
from surveys.sealed_token import UnreadableToken

COOKIE = "draft"
FIELD = "draft"
MOST_READ_AWAY = 64 * 1024 * 1024


@dataclass
class Carried:
    """The draft that came with a request; `token` is its sealed text where the browser's cookie holds it already."""

    draft: Draft | None
    unreadable: bool = False
    token: str = ""


def carried(request, open_wave):
    """Return what the request carries: the page's draft, or the cookie's when it is a later state of the same."""
    cookie = request.COOKIES.get(COOKIE, "")
    if request.method != "POST":
        draft = _remembered(cookie, open_wave)
        return Carried(draft, token=cookie if draft and draft.minute == this_minute() else "")
    token = request.POST.get(FIELD, "")
    remembered = None if token == cookie else _remembered(cookie, open_wave)
    try:
        return Carried(newer(unseal(token, open_wave.binding), remembered))
    except UnreadableToken:
        return Carried(remembered, unreadable=remembered is None)


def _remembered(token, open_wave):
    try:
        draft = unseal(token, open_wave.binding)
    except UnreadableToken:
        return None
    return draft if draft.is_fresh else None


def read_away(request):
    """Read what is left of a body that is too big, so that the browser listens to the answer; nothing is kept."""
    left = MOST_READ_AWAY
    with contextlib.suppress(OSError):
        while left > 0 and (piece := request.read(65536)):
            left -= len(piece)


def fits_cookie(token):
    return len(token) <= COOKIE_TOKEN


def remember(response, open_wave, draft, token):
    """Set the cookie: gone with the browser, sent to this survey's pages only, of no use after an hour."""
    if not fits_cookie(token):
        token = seal(without_texts(draft, open_wave.form.layout.comments), open_wave.binding)
    if fits_cookie(token):
        response.set_cookie(
            COOKIE,
            token,
            path=open_wave.address("start"),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def forget(response, open_wave):
    """Take the draft off this device."""
    response.delete_cookie(COOKIE, path=open_wave.address("start"), samesite="Lax")
    return response

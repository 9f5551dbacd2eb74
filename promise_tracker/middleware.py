"""What every answer carries to keep browsers and caches honest, and the short way of a respondent's request.

Knows nothing of pages or people.
"""

import functools

from django.urls import resolve

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src {images}",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-src {frames}",
        "frame-ancestors {framed}",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# The second factor's picture is drawn by allauth as a `data:` image, on this page alone.
DATA_IMAGES_ON = "/account/2fa/totp/activate/"
RESPONDENTS = "/survey/"


def security_headers(get_response):
    """A strict content security policy without any inline script or style, and its companions.

    A page of ours stands in a frame only where its view says SAMEORIGIN, and shows one only by `shows_own_page`.
    """

    def middleware(request):
        response = get_response(request)
        images = "'self' data:" if request.path == DATA_IMAGES_ON else "'self'"
        frames = "'self'" if getattr(response, "shows_own_page", False) else "'none'"
        framed = "'self'" if response.headers.get("X-Frame-Options") == "SAMEORIGIN" else "'none'"
        response.headers.setdefault("Content-Security-Policy", _policy(images, frames, framed))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


@functools.cache
def _policy(images, frames, framed):
    return POLICY.format(images=images, frames=frames, framed=framed)


def respondents_apart(get_response):
    """A respondent's request goes straight to its view: no session, no user and no message is looked for.

    So answering a survey cannot depend on who is signed in, and costs half as much. Only views that mark themselves
    with `asks_nobody` go this way; all others, whatever their address, pass what stands after this in MIDDLEWARE.
    """

    def middleware(request):
        if not request.path_info.startswith(RESPONDENTS):
            return get_response(request)
        match = _asked_for(request.path_info)
        if not getattr(match.func, "asks_nobody", False):
            return get_response(request)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)

    return middleware


# There are few such addresses, each asked for by everybody; they name a survey and a page, never a person.
_asked_for = functools.lru_cache(maxsize=1024)(resolve)


def no_store(get_response):
    """Pages of people who are signed in, and answers to forms, are kept by no cache and no browser."""

    def middleware(request):
        response = get_response(request)
        # Whether there is a session is read from its cookie: asking for the user would cost every page a query.
        if request.method not in ("GET", "HEAD") or not request.session.is_empty():
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware

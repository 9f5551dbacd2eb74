"""Answers readers who are not signed in with a page made once and kept zipped until something changes."""

import functools
import gzip

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

from reports import freshness

ZIP_LEVEL = 6


def whole_page(request, key: tuple, make, *, public: bool) -> HttpResponse:
    """`make()` gives the response; it is kept for readers who bring no session and no message of their own."""
    if not public or not request.session.is_empty() or request.COOKIES.get("messages"):
        return make()
    zipped = freshness.kept(("page", *key), lambda: gzip.compress(make().content, ZIP_LEVEL, mtime=0))
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(zipped, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(_unzipped(zipped))
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


@functools.lru_cache(maxsize=16)
def _unzipped(zipped: bytes) -> bytes:
    """For readers that take nothing zipped; a few pages, the more so as they are large."""
    return gzip.decompress(zipped)

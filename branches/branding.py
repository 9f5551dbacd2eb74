"""The organisation's name, logo and colour, and the one stylesheet they end up in; nothing of the database."""

import functools
import gzip
import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

PRODUCT_NAME = "Promise Tracker"
SHEETS = ("tokens", "base", "components", "forms", "record", "survey", "print")


def branding(request):
    """Context processor: `org_name`, `org_logo`, `contact_email`, `product_name`, `demo_mode`, `stylesheet_url`."""
    return {
        "org_name": settings.ORG_NAME,
        "org_logo": settings.ORG_LOGO,
        "contact_email": settings.SWIG_EMAIL,
        "product_name": PRODUCT_NAME,
        "demo_mode": settings.DEMO_MODE,
        "stylesheet_url": stylesheet_url(),
    }


def stylesheet_url():
    return reverse("branches:stylesheet", args=[stylesheet().digest])


class Stylesheet:
    """The whole look as one file: `body` and `zipped` bytes, `digest` a short name of the content."""

    def __init__(self, text):
        self.body = text.encode()
        self.zipped = gzip.compress(self.body, mtime=0)
        self.digest = hashlib.sha256(self.body).hexdigest()[:12]


def stylesheet():
    """The stylesheet of now; in DEBUG read again when a file has changed."""
    changed = tuple(_path(name).stat().st_mtime for name in SHEETS) if settings.DEBUG else None
    return _built(settings.BRAND_COLOUR, changed)


@functools.lru_cache(maxsize=4)
def _built(colour, changed):
    text = "\n".join(_path(name).read_text() for name in SHEETS)
    text = re.sub(r"/\*.*?\*/\s*|\n\s*", "", text, flags=re.DOTALL)
    text = re.sub(r"\.\./(fonts/[\w.-]+)", lambda match: static(match[1]), text)
    return Stylesheet(text + brand_rule(colour))


def brand_rule(colour):
    """CSS that puts the organisation's colour in place of ours, or nothing when it is ours or none."""
    if not colour:
        return ""
    light = f"--pt-brand:{colour};--pt-heading:{colour};--pt-link:{colour}"
    return f":root{{--pt-brand:{colour}}}@media (prefers-color-scheme:light){{:root{{{light}}}}}"


def _path(name):
    return Path(settings.BASE_DIR) / "static" / "css" / f"{name}.css"

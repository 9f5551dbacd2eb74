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
# A respondent's page asks for the short look; every other page for the whole, once.
SURVEY_SHEETS = ("tokens", "base", "components", "forms", "survey", "print")
SHEETS = ("tokens", "base", "components", "forms", "survey", "record", "charts", "documents", "print")


def branding(request):
    """Context processor: whose site this is, whether it is a demonstration, and where its look stands."""
    return {
        "org_name": settings.ORG_NAME,
        "org_logo": settings.ORG_LOGO,
        "contact_email": settings.SWIG_EMAIL,
        "site_url": settings.SITE_URL.rstrip("/"),
        "product_name": PRODUCT_NAME,
        "demo_mode": settings.DEMO_MODE,
        "stylesheet_url": _address(stylesheet()),
        "survey_stylesheet_url": _address(survey_stylesheet()),
    }


def _address(sheet):
    return reverse("branches:stylesheet", args=[sheet.digest])


class Stylesheet:
    """The whole look as one file: `body` and `zipped` bytes, `digest` a short name of the content."""

    def __init__(self, text):
        self.body = text.encode()
        self.zipped = gzip.compress(self.body, mtime=0)
        self.digest = hashlib.sha256(self.body).hexdigest()[:12]


def stylesheet():
    """The whole look as it is now."""
    return _made_of(SHEETS)


def survey_stylesheet():
    """The look of a respondent's pages: as much of it as they need."""
    return _made_of(SURVEY_SHEETS)


def _made_of(sheets):
    """In DEBUG read again when a file has changed."""
    changed = tuple(_path(name).stat().st_mtime for name in sheets) if settings.DEBUG else None
    return _built(sheets, settings.BRAND_COLOUR, changed)


@functools.lru_cache(maxsize=8)
def _built(sheets, colour, changed):
    text = "\n".join(_path(name).read_text() for name in sheets)
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

"""The few words that the software itself puts into a document, and the shipped headings, in the document's language.

Pure: no Django. A translator's catalogue is `locale/<language>/LC_MESSAGES/documents.mo` beside the apps; without one,
and for every text that it does not hold, the English stands.
"""

import functools
import gettext
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[2] / "locale"
OWN = ("Contents", "Contact", "page")


def said(text: str, language: str) -> str:
    """The text in a language such as "gd-GB", else as it is."""
    return _catalogue(language.split("-")[0], str(LOCALE)).gettext(text) if text else text


@functools.cache
def _catalogue(language, folder):
    return gettext.translation("documents", folder, [language], fallback=True)

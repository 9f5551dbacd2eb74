"""A translation of what the survey's pages themselves say, as a PO catalogue: read, judged, written, compiled.

The catalogue shipped in `locale/en` says which texts there are, and in which order. No database and no request in here.
"""

import functools
import gettext
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from surveys.question_types import is_strange
from surveys.translations import CODE

TEMPLATE = Path(__file__).resolve().parent.parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
MOST_BYTES = 500_000
MOST_PLURALS = 6
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
MARKUP = re.compile(r"<[^>]*>|&#?\w+;")
# What could end an attribute or begin a tag where a template prints a translation as it stands.
BARE = re.compile(r"[<>\"&%]")


class CatalogueFaults(ValueError):
    """A catalogue that can't be taken; `faults` holds every reason as a sentence."""

    def __init__(self, faults):
        self.faults = list(faults)
        super().__init__("; ".join(self.faults))


@dataclass(frozen=True)
class Words:
    """A language's words for the texts of the pages: {text: one translation for each plural form}."""

    language: str
    plural_forms: str
    said: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def missing(self):
        """Return the texts that are not translated, in the template's order."""
        return [text for text in texts() if text not in self.said]

    @property
    def side_by_side(self):
        """Return (text, its translations) in the template's order."""
        return [(text, self.said[text]) for text in texts() if text in self.said]


@functools.cache
def template():
    """Return the shipped catalogue of every text of the respondents' pages."""
    with TEMPLATE.open("rb") as file:
        return read_po(file, locale="en")


@functools.cache
def texts():
    """Return {text: (text,) or (singular, plural)} of the template."""
    ids = (message.id for message in template() if message.id)
    return {(each if isinstance(each, str) else each[0]): _forms(each) for each in ids}


def _forms(given):
    return (given,) if isinstance(given, str) else tuple(given)


def read(body):
    """Return the `Words` in the bytes of a PO file. Raises `CatalogueFaults` with every fault.

    A text that is empty or marked fuzzy counts as not translated; texts that the pages don't have are passed over.
    """
    if len(body) > MOST_BYTES:
        raise CatalogueFaults([f"the file is larger than {MOST_BYTES // 1000} KB"])
    catalogue = _parsed(body)
    language = str(catalogue.locale_identifier or "").replace("_", "-")
    if not CODE.fullmatch(language) or language == "en":
        raise CatalogueFaults(["its header names no language: write “Language: gd”, say, in its first entry"])
    said, faults = {}, []
    for text, forms in texts().items():
        found = catalogue.get(text)
        words = _forms(found.string) if found and not found.fuzzy else ()
        if any(each.strip() for each in words):
            faults += [f"“{text}”: {fault}" for fault in _faults(forms, words, catalogue.num_plurals)]
            said[text] = words
    if faults:
        raise CatalogueFaults(faults)
    made = Words(language, f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};", said)
    compiled(made)
    return made


def _parsed(body):
    try:
        found = read_po(io.BytesIO(body), abort_invalid=True, ignore_obsolete=True)
        gettext.c2py(found.plural_expr)
    except (PoFileError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise CatalogueFaults(["the file can't be read as a PO catalogue"]) from error
    if not 1 <= found.num_plurals <= MOST_PLURALS:
        raise CatalogueFaults([f"it has {found.num_plurals} plural forms"])
    return found


def _faults(own, said, plurals):
    """Yield what makes a translation unfit to stand in the pages."""
    if len(said) != (plurals if len(own) > 1 else 1) or not all(each.strip() for each in said):
        yield "a plural form is missing"
    offered, needed = {*PLACE.findall(" ".join(own))}, {*PLACE.findall(own[-1])} if len(own) == 1 else set()
    for each in said:
        found = {*PLACE.findall(each)}
        if not needed <= found <= offered:
            yield f"it must hold {', '.join(sorted(offered)) or 'nothing in brackets'}, as the English does"
        if sorted(MARKUP.findall(each)) != sorted(MARKUP.findall(own[0])):
            yield "its markup isn't that of the English"
        elif BARE.search(MARKUP.sub("", PLACE.sub("", each))):
            yield "it has a character with a meaning in pages: use curly quotes, and no <, >, & or %"
        if any(is_strange(letter) for letter in each):
            yield "it has characters that can't be shown"


def written(words, language=""):
    """Return the PO file of a language's words as text; without words, the empty catalogue to begin with."""
    made = _catalogue(words.language if words else language, words)
    file = io.BytesIO()
    write_po(file, made, width=100, no_location=True)
    return file.getvalue().decode()


def _catalogue(language, words=None):
    made = Catalog(
        locale=language.replace("-", "_") or None, project="Survey pages", version="", fuzzy=False,
        copyright_holder="", header_comment="# What the survey’s pages say besides the questionnaire.",
    )  # fmt: skip
    for message in template():
        if message.id:
            said = words.said.get(_forms(message.id)[0], ()) if words else ()
            blank = "" if isinstance(message.id, str) else ("",) * made.num_plurals
            string = (said[0] if isinstance(message.id, str) else said) if said else blank
            made.add(message.id, string, auto_comments=message.auto_comments)
    if words:
        _give_plurals(made, words.plural_forms)
    return made


def _give_plurals(catalogue, plural_forms):
    count, expression = re.fullmatch(r"nplurals=(\d+); plural=(.*);", plural_forms, re.S).groups()
    catalogue._num_plurals, catalogue._plural_expr = int(count), expression  # as its own header parser does


def compiled(words):
    """Return the words as Python's own translations, ready to be asked."""
    file = io.BytesIO()
    write_mo(file, _catalogue(words.language, words))
    file.seek(0)
    return gettext.GNUTranslations(file)

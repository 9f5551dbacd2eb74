"""A questionnaire's words in other languages: what is missing, and the same questionnaire said in one. Pure: no Django.

Names, choices and their order stay as they are, so that an answer is the same item in every language. A definition's
`translations` is {language: {"page:NAME:label" | "question:NAME:hint" | "choice:QUESTION:NAME:label" | …: words}}.
"""

import re
from dataclasses import replace

from surveys.expressions import REFERENCE
from surveys.question_types import APART, is_strange

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
NAMES = {
    "ar": "العربية", "cy": "Cymraeg", "en": "English", "fr": "Français", "ga": "Gaeilge", "gd": "Gàidhlig",
    "pl": "Polski", "ro": "Română", "sco": "Scots", "uk": "Українська", "ur": "اردو",
}  # fmt: skip
RIGHT_TO_LEFT = {"ar", "ur"}
PARTS = {
    "label": "label",
    "hint": "hint",
    "guidance_hint": "guidance",
    "constraint_message": "constraint_message",
    "required_message": "required_message",
}


def name_of(language):
    """Return a language's name in itself, or its code."""
    return NAMES.get(language, language)


def original(definition):
    """Yield (key, words) of everything a respondent may read, in the questionnaire's own language."""
    for page in definition.pages:
        if page.title:
            yield f"page:{page.name}:label", page.title
        for question in page.questions:
            yield from _of_question(question)


def _of_question(question):
    if question.type == "calculate":
        return
    for part, attribute in PARTS.items():
        if getattr(question, attribute):
            yield f"question:{question.name}:{part}", getattr(question, attribute)
    for choice in question.choices:
        yield f"choice:{question.name}:{choice.name}:label", choice.label


def missing(definition, language):
    """Return what keeps a translation from being complete: (key, own words, why) for each text."""
    words = definition.translations.get(language, {})
    found = ((key, own, _fault(own, words.get(key, ""))) for key, own in original(definition))
    return [(key, own, fault) for key, own, fault in found if fault]


def side_by_side(definition, language):
    """Return (own words, translated words) of every text that is translated, each pair once."""
    words = definition.translations[language]
    pairs = ((own, words[key]) for key, own in original(definition) if words.get(key))
    return list(dict.fromkeys(pairs))


def _fault(own, said):
    if not isinstance(said, str) or not said.strip():
        return "not translated"
    if any(is_strange(letter) for letter in said):
        return "has characters that can't be shown"
    if set(REFERENCE.findall(own)) != set(REFERENCE.findall(said)):
        return "does not repeat the same earlier answers"
    return ""


def complete(definition):
    """Return the languages in which every text is there, in order."""
    coded = [language for language in sorted(definition.translations) if CODE.fullmatch(language)]
    return tuple(language for language in coded if not missing(definition, language))


def said_in(definition, language):
    """Return the definition with its words in a language in which it is complete."""
    words = definition.translations[language]
    pages = (
        replace(
            page,
            title=words.get(f"page:{page.name}:label", page.title) if page.title else "",
            questions=tuple(_said(question, words) for question in page.questions),
        )
        for page in definition.pages
    )
    return replace(definition, pages=tuple(pages))


def _said(question, words):
    keys = dict(_of_question(question))
    parts = {
        attribute: words[key]
        for part, attribute in PARTS.items()
        if (key := f"question:{question.name}:{part}") in keys
    }
    choices = tuple(
        replace(choice, label=words[f"choice:{question.name}:{choice.name}:label"])
        if f"choice:{question.name}:{choice.name}:label" in keys
        else choice
        for choice in question.choices
    )
    return replace(question, choices=choices, **parts)


def spread(translations, lists):
    """Return translations as read from a workbook with the words of its lists given to each question that uses one.

    The options apart from the scale are interface text, and stay out. `lists` maps a question to its list; the
    workbook's own keys are "list:LIST:CHOICE:label".
    """
    made = {}
    for language, words in translations.items():
        kept = {key: text for key, text in words.items() if not key.startswith("list:")}
        for question, name in lists.items():
            begin = f"list:{name}:"
            kept |= {
                f"choice:{question}:{key.removeprefix(begin)}": text
                for key, text in words.items()
                if key.startswith(begin) and key.split(":")[2] not in APART
            }
        if kept:
            made[language] = kept
    return made

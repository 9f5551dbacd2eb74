"""Every sentence that the survey engine says to a respondent, through gettext."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.question_types import DOES_NOT_APPLY, PREFER_NOT, without_strange

MESSAGES = {
    "choose_one": gettext_lazy("Choose one answer only."),
    "not_offered": gettext_lazy("Choose one of the answers on this page."),
    "apart_alone": gettext_lazy("Choose either an answer or the separate option below it, not both."),
    "whole_number": gettext_lazy("Enter a whole number, like 18. An estimate is fine."),
    "decimal_number": gettext_lazy("Enter a number, like 7 or 7.5."),
    "one_decimal": gettext_lazy("Enter a number with at most one digit after the point, like 7.5."),
    "out_of_range": gettext_lazy("Enter a number from %(least)s to %(most)s."),
    "same_place": gettext_lazy("Two answers are in place %(place)s. Give each its own place."),
    "strange_characters": gettext_lazy(
        "Your text held invisible characters that can’t be kept. They have been taken out: read it over and continue."
    ),
    "too_long": gettext_lazy(
        "Your text has %(length)s characters. Shorten it to %(longest)s or fewer; nothing has been cut off."
    ),
    "real_date": gettext_lazy("Enter a real date, like 27 3 2025."),
    "date_range": gettext_lazy("Enter a date from 1970 onwards."),
    "constraint": gettext_lazy("This answer doesn’t fit the question. Check it, or leave it empty."),
}


APART = {
    PREFER_NOT: gettext_lazy("Prefer not to say"),
    DOES_NOT_APPLY: gettext_lazy("Does not apply to me"),
}


def apart(question, choice):
    """Return the words of an option apart from the scale."""
    return str(APART.get(choice) or question.label_of(choice))


def answer_of(question, answer):
    """Return an answer in words, for reading back."""
    if isinstance(answer, str) and answer in question.apart:
        return apart(question, answer)
    if question.type == "date":
        return date_format(datetime.date.fromisoformat(answer), "j F Y")
    return question.kind.words(question, answer)


def message_of(error):
    """Return the sentence for a `BadAnswer`."""
    return str(MESSAGES[error.code]) % error.details


def constraint_message(question):
    return question.constraint_message or str(MESSAGES["constraint"])


def prompt_for(question):
    """Return the gentle prompt for a question left empty."""
    return question.required_message or question.label


def error_prefix():
    return _("Error: ")


def number_of(first, last, of):
    """Return “Question 4 of 12”, or “Questions 4 to 6 of 12”."""
    if first == last:
        return _("Question %(first)s of %(of)s") % {"first": first, "of": of}
    return _("Questions %(first)s to %(last)s of %(of)s") % {"first": first, "last": last, "of": of}


def answered_of(answered, of):
    return ngettext(
        "%(answered)s of %(of)s question answered", "%(answered)s of %(of)s questions answered", of
    ) % {
        "answered": answered,
        "of": of,
    }


def minutes(way):
    """Return how many minutes the survey takes: about 15 seconds a question, rounded up to a full minute, at least 2."""
    questions = way.progress({})[1]
    return max(2, -(-questions * 15 // 60))


def lost_draft():
    return _(
        "The answers you gave before this page could not be read. The page may have been opened before a change on our "
        "side, or may have been changed on its way to us. What you typed here is still here. Please go back and check "
        "your earlier answers."
    )


def no_database():
    return _("We cannot reach the survey just now"), _(
        "Nothing was saved. Please try again in a few minutes."
    )


def paused():
    return _("The survey cannot take answers just now"), _(
        "There is a technical problem and nothing can be saved at the moment. Please try again in an hour."
    )


def too_much():
    return _("That was too much to send"), _(
        "Your page holds more than we can accept, and nothing was saved. Go back: what you typed should still be there. "
        "Shorten it and try again."
    )


def cross_site():
    return _("This came from another website"), _("Answers can only be sent from the survey’s own pages.")


def shown_text(text):
    """Return a text as it can safely be shown back."""
    return without_strange(text)


def not_paused():
    return _(
        "Your answers could not be kept for another device just now. They are still on this page: try again in a few minutes."
    )


def no_such_draft():
    return _(
        "We can’t find answers for this code. Check it for typing errors; codes end when the survey closes."
    )

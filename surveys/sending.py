"""From a draft to a response: hands it to the intake and turns each refusal into what the person should read."""

from django.db import Error
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys import intake, withdrawal
from surveys.codes import NotACode, read_code
from surveys.routing import pruned, shown

LONGEST_CODE = 100


class Closed(Exception):
    """The survey closed before this response came."""


class Problem(Exception):
    """The response was not taken: `sentence` says why and what to do, `status` is for machines."""

    def __init__(self, sentence, status, about_code=False):
        super().__init__(sentence)
        self.sentence, self.status, self.about_code = sentence, status, about_code


def code_in(post):
    """Return the invitation's code in a form as it was issued, empty when none was typed. Raises `Problem`."""
    typed = post.get("code", "")[:LONGEST_CODE]
    try:
        return read_code(typed) if typed.strip() else ""
    except NotACode:
        raise Problem(
            _("This code has a typing error. Check it against your invitation."), 200, about_code=True
        ) from None


def take_choices(draft, post):
    """Put what the sending screen asks into the draft: the code, and whether deletion should stay possible."""
    if post.get("code"):
        draft.code = code_in(post)
    draft.may_withdraw = bool(post.get("may_withdraw"))


def send(open_wave, draft):
    """Return the intake's receipt. Raises `Closed` or `Problem`; after either, nothing was stored."""
    way = open_wave.way
    answers = pruned(way.definition, draft.answers)
    at_end = draft.furthest >= len(way.screens) - 1
    place = None if at_end else way.screens[max(draft.furthest, 0)].name
    if answers.keys().isdisjoint(shown(way.definition, answers)):
        raise Problem(_("You haven’t answered anything yet, so there is nothing to send."), 200)
    if open_wave.is_try:
        return intake.Receipt(repeated=False)
    try:
        return intake.submit(
            wave=open_wave.wave,
            answers=answers,
            place=place,
            key=draft.key,
            code=draft.code or None,
            may_withdraw=draft.may_withdraw,
        )
    except intake.WaveClosed:
        raise Closed from None
    except (intake.NotTaken, Error) as refusal:
        raise _problem(refusal) from None


def withdraw(open_wave, typed):
    """Queue the deletion of whatever was sent with this code. Raises `Closed` or `Problem`."""
    try:
        withdrawal.request(wave=open_wave.wave, code=typed)
    except withdrawal.TooLate:
        raise Closed from None
    except NotACode:
        raise Problem(_("This code has a typing error. Check it against what you wrote down."), 200) from None
    except Error:
        raise Problem(
            _("Your request could not be saved just now. Try again in a few minutes."), 503
        ) from None


REFUSALS = (
    (
        intake.CodeUnknown,
        200,
        gettext_lazy("We don’t know this invitation code. Check it against your invitation."),
    ),
    (
        intake.CodeUsed,
        409,
        gettext_lazy("This invitation code has been used: a response was sent with it already."),
    ),
    (
        intake.SentDifferently,
        409,
        gettext_lazy(
            "Your answers were sent from this page before, and those count. This changed version was not saved."
        ),
    ),
    (
        intake.Unreadable,
        200,
        gettext_lazy("Some answers don’t fit the questionnaire, so nothing was sent. Please check them."),
    ),
    (
        intake.InDoubt,
        503,
        gettext_lazy(
            "We could not confirm that your answers were saved, because our database did not reply in time. They "
            "are still on this page. Send them again in a few minutes: however often you do, they count once."
        ),
    ),
    (
        Exception,
        503,
        gettext_lazy(
            "Nothing was saved: we can’t take answers just now. Your answers are still on this page. "
            "Try again in a few minutes."
        ),
    ),
)


def _problem(refusal):
    """Return the `Problem` that says a refusal in plain words."""
    status, sentence = next((status, words) for kind, status, words in REFUSALS if isinstance(refusal, kind))
    return Problem(
        str(sentence), status, about_code=isinstance(refusal, (intake.CodeUnknown, intake.CodeUsed))
    )

"""Limits how much one address may send within an hour, in this process's memory alone; generous, and kept nowhere.

A council's whole office may share one address. What was typed stays on the page when a limit is met.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from branches.pace import Pace, address_of
from surveys.sending import Problem

HOUR = 3600
CODES_AN_HOUR = 300
_senders, _code_tries = Pace(60, HOUR, together=None), Pace(CODES_AN_HOUR, HOUR, together=None)


def forget() -> None:
    """Forget every address: for tests."""
    _senders.forget()
    _code_tries.forget()


def may_send(request) -> bool:
    """Count one more response from this address; a setting of zero is no limit."""
    most = settings.SENDINGS_AN_HOUR
    return not most or _senders.allows(address_of(request), most=most)


def may_try_a_code(request) -> bool:
    """A paused draft's code costs much memory to try; it has 80 bits, so trying is hopeless anyway."""
    return not settings.SENDINGS_AN_HOUR or _code_tries.allows(address_of(request), most=CODES_AN_HOUR)


def too_many_codes() -> str:
    return _(
        "Too many codes have been tried from your network in the last hour. Try again in a little while, or use mobile "
        "data."
    )


def too_many() -> Problem:
    return Problem(
        _(
            "Nothing was saved: too many responses have come from your network in the last hour. Your answers are still "
            "on this page. Try again in a little while, or use mobile data."
        ),
        429,
    )

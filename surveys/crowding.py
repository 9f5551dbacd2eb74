"""Limits how much one address may send within an hour, in this process's memory alone; generous, and kept nowhere.

A council's whole office may share one address. What was typed stays on the page when a limit is met.
"""

import hashlib
import secrets
import threading
import time
from collections import deque

from django.conf import settings
from django.utils.translation import gettext as _

from branches.pace import address_of
from surveys.sending import Problem

HOUR = 3600
CODES_AN_HOUR = 300
_SALT = secrets.token_bytes(16)


class Crowd:
    """Counts what each address did within the last hour. Addresses are held as hashes that end with the process."""

    def __init__(self):
        self._times, self._lock, self._swept = {}, threading.Lock(), 0.0

    def lets(self, address: str, most: int, now: float | None = None) -> bool:
        """Count one more and say whether it is within `most` an hour; nought is no limit."""
        if not most:
            return True
        now = time.monotonic() if now is None else now
        name = hashlib.sha256(_SALT + address.encode()).digest()
        with self._lock:
            self._forget_old(now)
            times = self._times.setdefault(name, deque())
            while times and times[0] <= now - HOUR:
                times.popleft()
            if len(times) >= most:
                return False
            times.append(now)
            return True

    def forget(self) -> None:
        self._times.clear()

    def _forget_old(self, now: float) -> None:
        """Drop the addresses that did nothing for an hour; looked for once a minute, since there may be many."""
        if now - self._swept < 60:
            return
        self._swept = now
        idle = [name for name, times in self._times.items() if not times or times[-1] <= now - HOUR]
        for name in idle:
            del self._times[name]


_senders, _code_tries = Crowd(), Crowd()


def forget() -> None:
    """Forget every address: for tests."""
    _senders.forget()
    _code_tries.forget()


def may_send(request) -> bool:
    return _senders.lets(address_of(request), settings.SENDINGS_AN_HOUR)


def may_try_a_code(request) -> bool:
    """A paused draft's code costs much memory to try; it has 80 bits, so trying is hopeless anyway."""
    return _code_tries.lets(address_of(request), CODES_AN_HOUR if settings.SENDINGS_AN_HOUR else 0)


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

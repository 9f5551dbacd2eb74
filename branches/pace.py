"""Limits how often one address may send something, in this process's memory alone; nothing of it is written anywhere."""

import hashlib
import secrets
import threading
import time
from collections import deque

from django.conf import settings

_SALT = secrets.token_bytes(16)


class Pace:
    """At most `most` sendings in `seconds` from one address, and `together` times that from all (None: no such limit).

    Generous: a council's whole office may share one address. Addresses are held as hashes that end with the process.
    """

    def __init__(self, most, seconds, together=10):
        self.most, self.seconds, self.together = most, seconds, together
        self._sent, self._lock, self._swept = {}, threading.Lock(), 0.0

    def allows(self, address, now=None, most=None):
        """Count one sending and say whether it is within the pace; `most` is this sending's own limit."""
        now = time.monotonic() if now is None else now
        with self._lock:
            if self._spent(address, now, most or self.most):
                return False
            for name in (address, "") if self.together else (address,):
                self._of(name, now).append(now)
            return True

    def is_spent(self, address, now=None):
        """Whether the pace is used up; counts nothing."""
        now = time.monotonic() if now is None else now
        with self._lock:
            return self._spent(address, now, self.most)

    def forget(self):
        self._sent.clear()

    def _spent(self, address, now, most):
        self._forget_idle(now)
        if len(self._of(address, now)) >= most:
            return True
        return bool(self.together) and len(self._of("", now)) >= self.together * most

    def _of(self, address, now):
        """The times of an address's sendings that still count."""
        name = hashlib.sha256(_SALT + address.encode()).digest()
        times = self._sent.setdefault(name, deque())
        while times and times[0] <= now - self.seconds:
            times.popleft()
        return times

    def _forget_idle(self, now):
        """Drop the addresses of which nothing counts any more; looked for once a minute, since there may be many."""
        if 0 <= now - self._swept < 60:
            return
        self._swept = now
        for name in [
            name for name, times in self._sent.items() if not times or times[-1] <= now - self.seconds
        ]:
            del self._sent[name]


def address_of(request) -> str:
    """Return where a request comes from: what the nearest proxies say when there are some, else the connection's end."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(named) >= proxies:
        return named[-proxies]
    return request.META.get("REMOTE_ADDR", "")

"""Limits how often one address may send something, in this process's memory alone; nothing of it is written anywhere."""

import hashlib
import secrets
import threading
import time
from collections import deque

from django.conf import settings

_SALT = secrets.token_bytes(16)


class Pace:
    """At most `most` sendings in `seconds` from one address, and ten times that from all together.

    Generous: a council's whole office may share one address. Addresses are held as hashes that end with the process.
    """

    def __init__(self, most, seconds):
        self.most, self.seconds = most, seconds
        self._sent, self._lock = {}, threading.Lock()

    def allows(self, address, now=None):
        """Count one sending and say whether it is within the pace."""
        now = time.monotonic() if now is None else now
        with self._lock:
            self._forget_old(now)
            one, everybody = self._of(address), self._of("")
            if len(one) >= self.most or len(everybody) >= 10 * self.most:
                return False
            one.append(now)
            everybody.append(now)
            return True

    def is_spent(self, address, now=None):
        """Whether the pace is used up; counts nothing."""
        now = time.monotonic() if now is None else now
        with self._lock:
            self._forget_old(now)
            return len(self._of(address)) >= self.most or len(self._of("")) >= 10 * self.most

    def forget(self):
        self._sent.clear()

    def _of(self, address):
        name = hashlib.sha256(_SALT + address.encode()).digest()
        return self._sent.setdefault(name, deque())

    def _forget_old(self, now):
        for name in list(self._sent):
            times = self._sent[name]
            while times and times[0] <= now - self.seconds:
                times.popleft()
            if not times:
                del self._sent[name]


def address_of(request) -> str:
    """Return where a request comes from: what the nearest proxies say when there are some, else the connection's end."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(named) >= proxies:
        return named[-proxies]
    return request.META.get("REMOTE_ADDR", "")

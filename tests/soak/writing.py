"""A process that sends responses as fast as it can and says which it thanked for; it may carry a named mutation.

Run as: python -m tests.soak.writing WAVE MUTATION [again], in the environment of a site. Prints "KEY HASH tried" and
"KEY HASH thanked". With `again` it sends the keys on its input once more and ends.
"""

import contextlib
import hashlib
import os
import secrets
import sys
import threading
import time

WRITERS = 4
_printing = threading.Lock()


def main(slug, mutation, *again):
    os.environ["DJANGO_SETTINGS_MODULE"] = "promise_tracker.settings"
    import django

    django.setup()
    from surveys.models import Wave

    wave = Wave.objects.get(slug=slug)
    mutate(mutation, wave)
    if again:
        for line in sys.stdin.read().split():
            send(wave, bytes.fromhex(line), patience=20)
        return
    for _ in range(WRITERS):
        threading.Thread(target=send_for_ever, args=(wave,), daemon=True).start()
    sys.stdin.read()  # until whoever started us lets go


def send_for_ever(wave):
    while True:
        send(wave, secrets.token_bytes(32))


def send(wave, key, patience=0):
    """Send one response under its own key; with patience, until it is taken."""
    from django.db import Error, connection

    from surveys import intake

    _say(wave, key, "tried")
    deadline = time.monotonic() + patience
    while True:
        with contextlib.suppress(intake.NotTaken, Error):
            _local.current = key
            intake.submit(wave=wave, answers={"role": "social_worker", "caseload": str(key[0] % 90)}, key=key)
            return _say(wave, key, "thanked")
        connection.close()  # a lost one is not found again by itself outside a request
        if time.monotonic() >= deadline:
            return time.sleep(0.05)


_local = threading.local()


def _say(wave, key, what):
    digest = hashlib.sha256(b"retry|" + wave.key_id.encode() + b"|" + key).hexdigest()
    with _printing:
        print(key.hex(), digest, what, flush=True)


def mutate(name, wave):
    """Break the build in one way: each must be caught by whoever compares what was thanked with what is stored."""
    from django.db import connection

    from surveys import intake

    take = intake._take
    if name == "commit without waiting for the disk":
        intake.TAKE = intake.TAKE.replace("'on', true", "'off', true")
    if name == "thanks before the commit":

        def hasty(*args):
            _say(wave, _local.current, "thanked")
            return take(*args)

        intake._take = hasty
    if name == "key not unique":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE surveys_retrymark DROP CONSTRAINT IF EXISTS surveys_retrymark_pkey")


if __name__ == "__main__":
    main(*sys.argv[1:])

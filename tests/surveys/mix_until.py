"""A mix in a process of its own that is killed, as by a power cut, when it reaches a named step.

Run as: python -m tests.surveys.mix_until SLUG STEP, with the database and key folders as JSON in MIX_UNTIL.
"""

import json
import os
import signal
import sys


def main(slug, step):
    given = json.loads(os.environ["MIX_UNTIL"])
    os.environ["DJANGO_SETTINGS_MODULE"] = "promise_tracker.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    settings.KEY_FOLDERS = given["key_folders"]
    connections["default"].settings_dict.update(given["database"])
    from surveys import mixing
    from surveys.models import Wave

    def checkpoint(name):
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    mixing.mix_wave(Wave.objects.get(slug=slug), checkpoint=checkpoint)


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python
"""Django's command line for Promise Tracker."""

import os
import sys

NEED_NO_DATABASE = {"help", "version", "--version", "--help", "collectstatic", "findstatic", "diffsettings"}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
    from django.core.management import execute_from_command_line

    if set(sys.argv[1:2]) - NEED_NO_DATABASE:
        from promise_tracker.database import ensure_running

        ensure_running()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

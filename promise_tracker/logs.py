"""One JSON object a log line; never a query, a body, an address of a person or the text of an exception."""

import json
import logging
import traceback
from datetime import UTC, datetime


class WithoutPeople(logging.Formatter):
    """An exception is told by its class and the lines it passed: its text can quote the row that failed."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])[-8:]
            line["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line)

    def _message(self, record):
        """Django's own messages quote the address asked for, which may be a mistyped code: its status only."""
        if record.name.startswith(("django.request", "django.security")):
            return f"answered {getattr(record, 'status_code', 400)}"
        return record.getMessage()

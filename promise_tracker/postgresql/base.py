"""Django's PostgreSQL backend, which tells a lost connection without asking the server first. Changes nothing else."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self):
        """Return whether a kept connection still stands, before its first use in a request.

        A server that ends a connection says so unasked: then there is something to read where there should be nothing.
        That spares each request a journey to the server. After an error the server is asked all the same.
        """
        if self.connection is None or self.errors_occurred:
            return super().is_usable()
        return not self.connection.closed and not _has_word_from(self.connection)


def _has_word_from(connection):
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))

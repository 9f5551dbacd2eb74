"""A broken build of the web server, for the search to find out: it writes what was posted into its error stream."""

import io
import sys

from promise_tracker.wsgi import application as quiet


def application(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    print("answering", body.decode(errors="replace"), file=sys.stderr, flush=True)
    return quiet({**environ, "wsgi.input": io.BytesIO(body)}, start_response)

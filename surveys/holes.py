"""Rendered text with holes in it: markers that pass through a template, and the parts that come out. Pure: no Django."""

import re
from itertools import groupby

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


class Hole(str):
    """A marker that passes through a template unharmed and says what belongs in its place."""

    def __new__(cls, kind, *names):
        return super().__new__(cls, f"{OPEN}{'|'.join((kind, *names))}{CLOSE}")


def parse(text):
    """Return rendered text as a tuple of parts: strings, (kind, names), and (kind, names, parts) for conditions."""
    parts, _ = _parse(TOKEN.split(text), 0)
    return parts


def joined(parts):
    """Yield the parts with neighbouring strings made one."""
    for is_text, run in groupby(parts, key=lambda part: isinstance(part, str)):
        run = tuple(run)
        yield from ["".join(run)] if is_text else run


def _parse(pieces, at):
    parts = []
    while at < len(pieces):
        if at % 2 == 0:
            parts.append(pieces[at])
        else:
            kind, *names = pieces[at].split("|")
            if kind == "end":
                return tuple(parts), at
            if kind in ("shown", "offered"):
                inner, at = _parse(pieces, at + 1)
                parts.append((kind, tuple(names), inner))
            else:
                parts.append((kind, tuple(names)))
        at += 1
    return tuple(parts), at

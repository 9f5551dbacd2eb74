"""Which characters the shipped font can show: a PDF/UA with any other is refused whole. Pure: no Django."""

import functools
import re
import unicodedata
from pathlib import Path

COVERED = Path(__file__).resolve().parent / "fonts" / "covered.txt"
INSTEAD = "\u25a1"  # an empty square
SPACE = "\t\n\r"


def in_font(text: str) -> str:
    """The text with what the font lacks in a plainer form (a full-width sign, a joined letter), else as a square."""
    return _lacking().sub(lambda found: _plain(found[0]), text)


def in_font_data(data):
    """The same JSON-able data with every string, names of fields apart, made of the font's characters."""
    if isinstance(data, str):
        return in_font(data)
    if isinstance(data, dict):
        return {key: in_font_data(value) for key, value in data.items()}
    return [in_font_data(value) for value in data] if isinstance(data, list) else data


def _plain(character):
    plainer = unicodedata.normalize("NFKC", character)
    return INSTEAD if _lacking().search(plainer) else plainer


@functools.cache
def _lacking():
    lines = [line for line in COVERED.read_text().splitlines() if not line.startswith("#")]
    ranges = "".join("-".join(f"\\U{int(end, 16):08x}" for end in line.split("-")) for line in lines)
    return re.compile(f"[^{ranges}{SPACE}]")

"""Patterns that look through what people type: none may be made to think for long (ReDoS), wherever it stands in our code."""

import ast
import re
import signal
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2]
APPS = ("branches", "surveys", "reports", "promise_tracker")
# At this length a pattern that needs the square of it takes under 0.05 s, and under 0.5 s at the 6,000 characters of
# the longest comment; one that needs the cube or worse takes minutes, and is stopped.
LONGEST_TEXT = 2_000
SECONDS = 0.5  # of CPU for one pattern on one text


def patterns():
    """{where: compiled} for every literal or f-string pattern that is given to `re` in our code."""
    found = {}
    for path in (one for app in APPS for one in (BASE / app).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not is_call_of_re(node) or not node.args:
                continue
            text = literal(node.args[0])
            if text is not None:
                found[f"{path.relative_to(BASE)}:{node.lineno}"] = re.compile(text, flags(node))
    return found


def is_call_of_re(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr not in ("escape", "error")
    )


def literal(node):
    """The pattern's text; what an f-string puts in is taken for a word. None when it is no text at all."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "(?:aa|bb|cc)" for part in node.values
        )
    return None


def flags(node):
    words = ast.unparse(node)
    return sum(
        getattr(re, name)
        for name in ("IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE")
        if f"re.{name}" in words
    )


def long_texts(pattern):
    """Long runs of each kind of character and of the pattern's own pieces, with an end that does not fit."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    pieces = {
        "a",
        "A",
        "0",
        " ",
        "\n",
        "-",
        ".",
        "a ",
        "A a",
        "0 ",
        "0-",
        "a.",
        "a@",
        "a-",
        "Aa ",
        "0.",
        "<a ",
        "/*",
        '="',
        "${ ",
        "'",
    }
    pieces |= set(re.findall(r"[A-Za-z]{2,}", text)) | set(re.findall(r"[^\w\s\\()|\[\]{}?+*^$]", text))
    for piece in sorted(pieces):
        run = (piece * (LONGEST_TEXT // len(piece) + 1))[:LONGEST_TEXT]
        yield run + "\x00!"
        yield "a" + run + "é"


PATTERNS = patterns()


@pytest.mark.parametrize("where", sorted(PATTERNS))
def test_no_pattern_thinks_for_long(where):
    assert slow_texts(PATTERNS[where]) == []


def slow_texts(pattern):
    return [text[:12] for text in long_texts(pattern) if thinks_for_long(pattern, text)]


def thinks_for_long(pattern, text):
    """Whether it is still searching after so many seconds of CPU; Python's matcher listens to signals."""
    given = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        pattern.search(given)
    except TooLong:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return False


class TooLong(Exception):
    pass


def _stop(signum, frame):
    raise TooLong


def test_a_pattern_that_thinks_for_long_is_noticed():
    assert thinks_for_long(re.compile(r"(a|aa)+$"), "a" * 40 + "!")
    assert not thinks_for_long(re.compile(r"a+$"), "a" * 40 + "!")
    assert len(PATTERNS) > 40


def test_a_questionnaire_s_own_patterns_are_never_python_s():
    """They come from a file that somebody uploads; google-re2 takes time in proportion to the text, whatever they say."""
    source = (BASE / "surveys/expressions.py").read_text()
    assert "re2.compile(pattern)" in source and "re.compile(pattern" not in source

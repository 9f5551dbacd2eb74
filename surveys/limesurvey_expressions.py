"""LimeSurvey's conditions as XLSForm's, as far as they say the same; what can't be said raises `CanNotSay`. Pure."""

import re

TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"[^"]*"|'[^']*')
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.(?:NAOK|code|value|valueNAOK|shown))?)
    |(?P<sign>==|!=|<=|>=|&&|\|\||[=<>!(),])
    )""",
    re.VERBOSE,
)
SIGNS = {"==": "=", "=": "=", "!=": "!=", "<=": "<=", ">=": ">=", "<": "<", ">": ">", "(": "(", ")": ")"}
SIGNS |= {"&&": " and ", "||": " or "}
WORDS = {"and": " and ", "or": " or ", "eq": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="}
ALWAYS = {"", "1", "(1)"}
EQUAL = {"=", "!="}


class CanNotSay(ValueError):
    """The condition uses what XLSForm can't say."""


def converted(source: str, known: dict) -> str:
    """Return a condition in XLSForm's words, "" when it always holds.

    `known` maps LimeSurvey's names to (question, choice): choice is "" for a question with one answer, and the choice
    for a box of a question with several.
    """
    source = source.strip().removeprefix("{").removesuffix("}").strip()
    if source in ALWAYS:
        return ""
    parts, tokens = [], _tokens(source)
    while tokens:
        parts.append(_next(tokens, known))
    return " ".join("".join(parts).split())


def _tokens(source):
    found, at = [], 0
    while at < len(source.rstrip()):
        match = TOKEN.match(source, at)
        if match is None:
            raise CanNotSay
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _next(tokens, known):
    kind, said = tokens.pop(0)
    if kind == "number":
        return said
    if kind == "text":
        return _quoted(said)
    if kind == "sign":
        return _sign(said, tokens, known)
    if said.lower() in WORDS:
        return WORDS[said.lower()]
    if said == "is_empty":
        return _emptiness(tokens, known, "=")
    return _about(said, tokens, known)


def _sign(said, tokens, known):
    if said == "!" and tokens and tokens[0] == ("name", "is_empty"):
        tokens.pop(0)
        return _emptiness(tokens, known, "!=")
    if said not in SIGNS:
        raise CanNotSay
    return SIGNS[said]


def _quoted(text):
    inside = text[1:-1]
    if "'" in inside:
        raise CanNotSay
    return f"'{inside}'"


def _emptiness(tokens, known, sign):
    if len(tokens) < 3 or tokens[0][1] != "(" or tokens[2][1] != ")":
        raise CanNotSay
    question, choice = _known(tokens[1][1], known)
    del tokens[:3]
    if choice:
        asked = f"selected(${{{question}}}, '{choice}')"
        return asked if sign == "!=" else f"not({asked})"
    return f"${{{question}}} {sign} ''"


def _known(name, known):
    plain = name.partition(".")[0]
    if plain not in known or name.endswith(".shown"):
        raise CanNotSay
    return known[plain]


def _about(name, tokens, known):
    """A question, or a box of one: `Q_SQ001 == "Y"` asks whether a choice was selected."""
    question, choice = _known(name, known)
    if not choice:
        return f"${{{question}}}"
    if len(tokens) < 2 or SIGNS.get(tokens[0][1]) not in EQUAL or tokens[1][0] != "text":
        raise CanNotSay
    sign, said = SIGNS[tokens.pop(0)[1]], tokens.pop(0)[1][1:-1]
    if said not in ("Y", ""):
        raise CanNotSay
    asked = f"selected(${{{question}}}, '{choice}')"
    return asked if (sign == "=") == (said == "Y") else f"not({asked})"

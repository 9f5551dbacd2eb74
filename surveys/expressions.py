"""XLSForm's expressions as XPath 1.0: compiled once, asked with answers. Pure: no Django, nothing but lxml and re2."""

import datetime
import functools
import math
import re

import re2
from lxml import etree

LONGEST = 2000
LONGEST_PATTERN = 200
LONGEST_MATCHED = 5000
REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
QUOTED_REFERENCE = re.compile(r"""(['"])\$\{\s*([^}]*?)\s*\}\1""")
LITERAL = re.compile(r""""[^"]*"|'[^']*'""")
CALL = re.compile(r"([A-Za-z][A-Za-z0-9:_-]*)\s*\(")
WORDS = {"yes": "true()", "no": "false()", "true": "true()", "false": "false()"}


class BadExpression(ValueError):
    """An expression that can't be used, with the reason as a sentence."""


def as_text(value):
    """Return an XPath value as the string that XPath's own string() would give."""
    if isinstance(value, list):
        return as_text(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else f"{value:.15g}"
    if hasattr(value, "itertext"):
        return "".join(value.itertext())
    return str(value)


def as_number(value):
    """Return an XPath value as a float, NaN when it is none."""
    if isinstance(value, bool):
        return float(value)
    try:
        return float(as_text(value))
    except ValueError:
        return math.nan


def as_truth(value):
    """Return whether an XPath value counts as true."""
    if isinstance(value, list):
        return as_text(value) != ""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def _selected(_, answer, choice):
    return as_text(choice) in as_text(answer).split()


def _selected_at(_, answer, index):
    chosen, place = as_text(answer).split(), as_number(index)
    return chosen[int(place)] if not math.isnan(place) and 0 <= place < len(chosen) else ""


def _count_selected(_, answer):
    return float(len(as_text(answer).split()))


def _if(_, test, then, otherwise):
    return then if as_truth(test) else otherwise


def _coalesce(_, first, second):
    return as_text(first) or as_text(second)


def _regex(_, text, pattern):
    try:
        return _pattern(as_text(pattern)).fullmatch(as_text(text)[:LONGEST_MATCHED]) is not None
    except re2.error:
        return False


@functools.lru_cache(256)
def _pattern(pattern):
    if len(pattern) > LONGEST_PATTERN:
        raise re2.error("too long")
    return re2.compile(pattern)


def _int(_, value):
    number = as_number(value)
    return number if math.isnan(number) else float(math.trunc(number))


def _extreme(pick):
    def extreme(_, *values):
        numbers = [as_number(value) for value in values if as_text(value) != ""]
        return pick(numbers) if numbers else math.nan

    return extreme


def _round(_, value, places=0.0):
    number, places = as_number(value), as_number(places)
    if math.isnan(number) or math.isnan(places) or abs(places) > 15:
        return math.nan
    return math.floor(number * 10**places + 0.5) / 10**places


def _substr(_, text, start, end=None):
    text = as_text(text)
    return text[int(as_number(start)) : None if end is None else int(as_number(end))]


def _date(_, text):
    text = as_text(text)
    if re.fullmatch(r"\d+(\.0)?", text):
        return float(text)
    try:
        return float((datetime.date.fromisoformat(text[:10]) - datetime.date(1970, 1, 1)).days)
    except ValueError:
        return math.nan


def _today(_):
    return float((datetime.date.today() - datetime.date(1970, 1, 1)).days)


def _format_date(_, days, pattern):
    number = as_number(days)
    if math.isnan(number) or abs(number) > 100000:
        return ""
    day = datetime.date(1970, 1, 1) + datetime.timedelta(days=int(number))
    parts = {
        "%Y": f"{day:%Y}",
        "%m": f"{day:%m}",
        "%d": f"{day:%d}",
        "%e": str(day.day),
        "%n": str(day.month),
        "%b": f"{day:%b}",
    }
    return functools.reduce(lambda text, part: text.replace(*part), parts.items(), as_text(pattern))


def _power(_, base, exponent):
    try:
        return float(as_number(base) ** as_number(exponent))
    except (OverflowError, ZeroDivisionError, TypeError):
        return math.nan


FUNCTIONS = {
    "selected": _selected,
    "selected-at": _selected_at,
    "count-selected": _count_selected,
    "if": _if,
    "coalesce": _coalesce,
    "regex": _regex,
    "int": _int,
    "max": _extreme(max),
    "min": _extreme(min),
    "round": _round,
    "substr": _substr,
    "ends-with": lambda _, text, end: as_text(text).endswith(as_text(end)),
    "date": _date,
    "today": _today,
    "now": _today,
    "format-date": _format_date,
    "pow": _power,
    "abs": lambda _, value: abs(as_number(value)),
    "choice-name": lambda _, value, question: as_text(value),
    "once": lambda _, value: as_text(value),
}
RENAMED = {"round": "round-to", "jr:choice-name": "choice-name"}
BUILT_IN = {"not", "true", "false", "boolean", "string", "number", "concat", "contains", "starts-with"}
BUILT_IN |= {
    "string-length",
    "substring",
    "substring-before",
    "substring-after",
    "translate",
    "normalize-space",
}
BUILT_IN |= {"floor", "ceiling", "count", "sum"}
EXTENSIONS = {(None, RENAMED.get(name, name)): function for name, function in FUNCTIONS.items()}


def references(expression):
    """Return the names of the questions that an expression asks about, in order, each once."""
    return tuple(dict.fromkeys(REFERENCE.findall(expression or "")))


class Expression:
    """One compiled expression. Raises `BadExpression` when it can't be compiled or calls what isn't known."""

    def __init__(self, source):
        self.source = source
        self.references = references(source)
        _refuse_unknown(source)
        try:
            self._xpath = etree.XPath(_as_xpath(source), extensions=EXTENSIONS)
        except etree.XPathError:
            raise BadExpression(f"“{source}” can't be read") from None
        try:
            self._ask(etree.Element("answer"), dict.fromkeys(self.references, ""))
        except (etree.XPathError, TypeError, ValueError) as error:
            raise BadExpression(f"“{source}” can't be worked out: {error}") from None

    def _ask(self, node, values):
        return self._xpath(node, **{_variable(name): values.get(name, "") for name in self.references})

    def value(self, values, node=None):
        """Return the XPath value with `values` as {question: string}; NaN when it can't be worked out."""
        try:
            return self._ask(etree.Element("answer") if node is None else node, values)
        except (etree.XPathError, TypeError, ValueError, OverflowError):
            return math.nan

    def truth(self, values, own="", columns=None):
        """Return whether it holds. `own` is what `.` stands for, `columns` the cells of the choice asked about."""
        node = etree.Element("answer")
        node.text = _without_nul(own)
        for name, text in (columns or {}).items():
            etree.SubElement(node, name).text = text
        return as_truth(self.value(values, node))

    def text(self, values):
        """Return the value as a string, empty when it can't be worked out."""
        text = as_text(self.value(values))
        return "" if text == "NaN" else text


def _variable(name):
    return f"q_{name}"


def _without_nul(text):
    return "".join(character for character in text if character >= " " or character in "\n\t")


def _refuse_unknown(source):
    if len(source) > LONGEST:
        raise BadExpression(f"is longer than {LONGEST} characters")
    if source.count("(") > 100:
        raise BadExpression("has too many brackets")
    bare = LITERAL.sub("''", source)
    for name in CALL.findall(bare):
        if name in ("and", "or", "div", "mod") or name in FUNCTIONS or name in RENAMED or name in BUILT_IN:
            continue
        raise BadExpression(f"“{name}()” isn't known here")
    if "//" in bare or "::" in bare:
        raise BadExpression("paths aren't known here: name questions as ${name}")


def _as_xpath(source):
    source = WORDS.get(source.strip().lower(), source)
    source = QUOTED_REFERENCE.sub(lambda found: f"'{found[2]}'", source)
    pieces, last = [], 0
    for literal in LITERAL.finditer(source):
        pieces += [_rename(source[last : literal.start()]), literal.group()]
        last = literal.end()
    return "".join([*pieces, _rename(source[last:])])


def _rename(code):
    code = REFERENCE.sub(lambda found: f"${_variable(found[1])}", code)
    return CALL.sub(lambda found: f"{RENAMED.get(found[1], found[1])}(", code)


@functools.lru_cache(4096)
def compiled(source):
    """Return the `Expression` of a source, each compiled once a process. Raises `BadExpression`."""
    return Expression(source)

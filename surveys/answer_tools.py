"""Which tool wrote a file of answers, and which of its columns say who, when or where: those are never read. Pure."""

from dataclasses import dataclass

# Columns that tell a person, a machine or a moment: each tool writes some, none is ever mapped.
TELLING = frozenset(
    """
    id|response id|responseid|respondent id|respondentid|collector id|collectorid|start time|end time|completion time
    last modified time|start date|end date|date modified|date created|ip address|email address|email|name|first name
    last name|custom data 1|custom data|submitdate|lastpage|startlanguage|seed|startdate|datestamp|ipaddr|refurl|token
    start|end|today|deviceid|username|simserial|subscriberid|phonenumber|audit|date submitted|last page|start language
    date started|date last action|date of last action|referrer url|total points|quiz feedback|grade posted time
    timestamp|instanceid|rootuuid|xform_id_string|language|duration
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)


@dataclass(frozen=True)
class Tool:
    """A tool as people call it, and how its files are read. `finished` is the column that is empty for who stopped."""

    name: str
    header_rows: int = 1
    finished: str = ""


UNKNOWN = Tool("")


def recognised(first: list[str], second: list[str]) -> Tool:
    """Return the tool that wrote a file with these first two rows, or `UNKNOWN`."""
    names = {cell.strip().lower() for cell in first}
    if {"respondent id", "collector id"} & names or {"respondentid", "collectorid"} <= names:
        return Tool("SurveyMonkey", 2 if _is_second_header(first, second) else 1)
    if {"submitdate", "lastpage"} <= names or {"date submitted", "last page"} <= names:
        own = next(cell for cell in first if cell.strip().lower() in ("submitdate", "date submitted"))
        return Tool("LimeSurvey", finished=own.strip())
    if {"id", "start time", "completion time"} <= names:
        return Tool("Microsoft Forms")
    if {"_id", "_uuid"} & names or "_submission_time" in names:
        return Tool("Kobo")
    return UNKNOWN


def _is_second_header(first, second) -> bool:
    """Whether the row below names choices: nothing stands under what the tool itself asks."""
    below = [cell.strip() for cell in second]
    return bool(any(below)) and not below[0] and len(first) >= len(below[:1])


def is_telling(header: str) -> bool:
    """Return whether a column says who, when or where somebody answered, or is the tool's own bookkeeping."""
    plain = header.strip().lower()
    return (
        plain in TELLING
        or plain.startswith(("_", "points - ", "feedback - ", "meta/", "formhub/"))
        or plain.endswith(("/_id", "time]"))
    )

"""Two LimeSurvey definitions of the same small survey, written for the tests: tab-separated, and .lss of versions 3 and 5."""

from xml.sax.saxutils import escape

COLUMNS = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
    "mandatory", "other", "num_value_int_only", "max_num_value_n",
)  # fmt: skip


def tabs(*rows):
    """Return a tab-separated definition; a row is a dictionary of the columns that it fills."""
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join(str(row.get(column, "")) for column in COLUMNS) for row in rows]
    return ("\ufeff" + "\r\n".join(lines)).encode()


def row(kind, scale="", name="", text="", **more):
    return {
        "class": kind,
        "type/scale": scale,
        "name": name,
        "text": text,
        "language": "en",
        "relevance": "1",
        **more,
    }


ROWS = (
    row("S", name="language", text="en"),
    row("SL", name="surveyls_title", text="Our <b>work</b>"),
    row("G", "G1", "About you"),
    row("Q", "L", "job", "What is your job?", mandatory="Y", other="Y"),
    row("A", "0", "sw", "Social worker"),
    row("A", "0", "tl", "Team leader"),
    row("Q", "M", "help", "What would help, {job}?"),
    row("SQ", "0", "SQ001", "More &amp; better staff"),
    row("SQ", "0", "SQ002", "Time"),
    row("Q", "N", "cases", "How many?", num_value_int_only="1", max_num_value_n="99"),
    row("G", "G2", "Your team", relevance='((job.NAOK == "sw"))'),
    row("Q", "F", "team", "How often do you", relevance='help_SQ001.NAOK == "Y" && cases.NAOK > 5'),
    row("SQ", "0", "A1", "skip breaks"),
    row("SQ", "0", "A2", "work late"),
    row("A", "0", "1", "Often"),
    row("A", "0", "2", "Never"),
    row("Q", "Y", "again", "Again?", relevance="!is_empty(cases.NAOK)"),
    row("Q", "T", "why", "Why not?", relevance='again.NAOK == "N"'),
    row("Q", "|", "proof", "Send a photo"),
    row("Q", ";", "table", "A table of texts"),
    row("Q", "S", "odd", "Odd", relevance="countif('Y', that.help) > 1"),
    row("QTA", name="quota", text="20"),
)


def _rows(table, rows):
    cells = "".join(
        "<row>" + "".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in each.items()) + "</row>"
        for each in rows
    )
    return f"<{table}><rows>{cells}</rows></{table}>"


def lss(newer=True):
    """Return a .lss with two groups, a list, a box of several and a table; `newer` keeps words in tables of their own."""
    groups = [
        {"gid": 1, "group_order": 1, "group_name": "About you"},
        {"gid": 2, "group_order": 2, "group_name": "Team"},
    ]
    questions = [
        {"qid": 10, "parent_qid": 0, "gid": 1, "type": "L", "title": "job", "question": "<p>What is your job?</p>", "question_order": 1, "other": "N", "mandatory": "Y", "relevance": "1"},
        {"qid": 11, "parent_qid": 0, "gid": 2, "type": "M", "title": "help", "question": "What would help?", "question_order": 1, "relevance": "job == 'sw'"},
    ]  # fmt: skip
    parts = [
        {"qid": 20, "parent_qid": 11, "gid": 2, "title": "SQ1", "question": "Staff", "question_order": 1},
        {"qid": 21, "parent_qid": 11, "gid": 2, "title": "SQ2", "question": "Time", "question_order": 2},
    ]
    answers = [
        {"qid": 10, "aid": 30, "code": "sw", "answer": "Social worker", "sortorder": 1, "scale_id": 0},
        {"qid": 10, "aid": 31, "code": "tl", "answer": "Team leader", "sortorder": 2, "scale_id": 0},
    ]
    tables = [_rows("surveys", [{"language": "en"}])]
    tables.append(
        _rows("surveys_languagesettings", [{"surveyls_language": "en", "surveyls_title": "Our work"}])
    )
    if newer:
        tables += [
            _rows("group_l10ns", [{"gid": g["gid"], "group_name": g.pop("group_name"), "language": "en"} for g in groups]),
            _rows("question_l10ns", [
                {"qid": q["qid"], "question": q.pop("question"), "help": "", "language": "en"} for q in questions + parts
            ] + [{"qid": 10, "question": "Quel est votre travail ?", "help": "", "language": "fr"}]),
            _rows("answer_l10ns", [{"aid": a["aid"], "answer": a.pop("answer"), "language": "en"} for a in answers]),
        ]  # fmt: skip
    tables += [
        _rows("groups", groups),
        _rows("questions", questions),
        _rows("subquestions", parts),
        _rows("answers", answers),
    ]
    tables.append(_rows("quota", [{"id": 1}]))
    body = "".join(tables)
    return f'<?xml version="1.0" encoding="UTF-8"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>{body}</document>'.encode()

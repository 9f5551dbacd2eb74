"""The mapping page: what it shows for each question, and the mapping that was chosen on it. Reads no answer but its texts."""

from surveys.import_mapping import takes_several
from surveys.mapping_suggestions import MOST_TEXTS, choice_for, choices_for, pieces
from surveys.questionnaire import APART_WORDS

NONE, OTHER = "-", "*"


def chosen_mapping(definition, file, posted) -> dict:
    """Return the mapping that the page's boxes say; texts listed for another column than the one now chosen are suggested anew."""
    mapping = {"columns": {}, "multiple": {}, "choices": {}, "other": {}}
    for name, question in definition.questions.items():
        if not question.kind.asks:
            continue
        ticks = {
            choice: column
            for choice in _own(question)
            if (column := _column(file, posted, f"m-{name}-{choice}"))
        }
        column = _column(file, posted, f"c-{name}")
        if ticks:
            mapping["multiple"][name] = ticks
        elif column:
            mapping["columns"][name] = column
            _texts(question, file, posted, column, mapping)
        if (ticks or column) and posted.get(f"o-{name}") in question.choice_names:
            mapping["other"][name] = posted[f"o-{name}"]
    mapping |= {"finished": file.tool.finished} if posted.get("finished") and file.tool.finished else {}
    mapping |= {"header_rows": 2} if file.tool.header_rows == 2 else {}
    return mapping


def _own(question):
    return (*question.choice_names, *question.apart) if takes_several(question) else ()


def _column(file, posted, name) -> str:
    place = posted.get(name, "")
    return file.header[int(place)] if place.isdecimal() and int(place) < len(file.header) else ""


def _texts(question, file, posted, column, mapping):
    name, texts = question.name, file.texts(column)
    if posted.get(f"tc-{name}") != str(file.header.index(column)):
        found = choices_for(question, texts)
    else:
        found = {}
        for number, text in enumerate(_listed(question, texts)):
            said = posted.get(f"t-{name}-{number}", "")
            if said in (*question.choice_names, *question.apart):
                found[text] = said
            elif said == NONE:
                found[text] = ""
    if found:
        mapping["choices"][name] = found


def _listed(question, texts) -> list[str]:
    """Return the texts to ask about: not those that are a choice's short name already."""
    if not question.choices and not question.apart:
        return []
    known = {*question.choice_names, *question.apart}
    if not question.choices:  # a number or a day: only what can't be one is asked about
        return [text for text in pieces(question, texts) if choice_for(question, text)][:MOST_TEXTS]
    return [text for text in pieces(question, texts) if text not in known][:MOST_TEXTS]


def rows(definition, file, mapping) -> list[dict]:
    """Return what the page shows of each question: its boxes with what is chosen, in the questionnaire's order."""
    options = list(enumerate(file.header))
    return [
        _row(question, file, mapping, options)
        for question in definition.questions.values()
        if question.kind.asks
    ]


def _row(question, file, mapping, options):
    name = question.name
    ticks, column = mapping["multiple"].get(name, {}), mapping["columns"].get(name, "")
    texts = _listed(question, file.texts(column)) if column else []
    chosen = mapping["choices"].get(name, {})
    return {
        "question": question,
        "options": options,
        "column": column,
        "place": file.header.index(column) if column else "",
        "is_mapped": bool(column or ticks),
        "ticks": [
            {"name": choice, "label": question.label_of(choice), "column": ticks.get(choice, "")}
            for choice in _own(question)
        ],
        "has_ticks": bool(ticks),
        "texts": [
            {"number": number, "text": text, "chosen": _chosen(chosen, text)}
            for number, text in enumerate(texts)
        ],
        "open_texts": sum(text not in chosen for text in texts) if name not in mapping["other"] else 0,
        "choices": [(choice.name, choice.label) for choice in question.choices]
        + [(apart, APART_WORDS[apart]) for apart in question.apart],
        "other": mapping["other"].get(name, ""),
        "may_have_other": bool(question.choices),
    }


def _chosen(chosen, text):
    return (chosen[text] or NONE) if text in chosen else ""

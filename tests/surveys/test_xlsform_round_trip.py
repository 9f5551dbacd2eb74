"""Whatever workbook is taken in, its export asks the same: tried with workbooks that nobody thought of."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.questionnaire import dump
from surveys.routing import shown
from surveys.xlsform import WorkbookFaults, read_workbook
from surveys.xlsform_writing import write_workbook
from tests.surveys.test_xlsform import workbook

HEADINGS = (
    "type", "name", "label", "label::Gàidhlig (gd)", "hint", "hint::Gàidhlig (gd)", "guidance_hint", "required",
    "required_message", "relevant", "constraint", "constraint_message", "calculation", "choice_filter", "appearance",
    "parameters", "minimum", "maximum", "longest", "finding", "statements", "quotable",
)  # fmt: skip
WORDS = st.text(st.sampled_from("abc ÀÉß 漢 =+-@<>&\"'{}#*_.,;:!?()/\\|1%"), min_size=1, max_size=25).map(
    lambda text: f"Q{text}".replace("${", "$ {").strip()
)
MAYBE = st.one_of(st.just(""), WORDS)
CHOICES = [
    ["list_name", "name", "label", "label::Gàidhlig (gd)", "kind"],
    *(
        ["three", name, name.title(), f"{name} gd", kind]
        for name, kind in (("red", "x"), ("green", "y"), ("blue", "x"))
    ),
    *(["two", name, name.title(), "", ""] for name in ("yes", "no")),
    ["two", "prefer_not_to_say", "Prefer not to say", "", ""],
]
TYPES = (
    "select_one two", "select_one three", "select_multiple three", "select_one three or_other",
    "select_multiple two or_other", "integer", "decimal", "range", "text", "note", "date", "rank three", "calculate",
)  # fmt: skip


@st.composite
def rows(draw):
    """Rows of a survey sheet: questions of every type in groups and outside, each condition on something earlier."""
    made, earlier, depth = [], [], 0
    for number in range(draw(st.integers(1, 9))):
        if depth < 2 and draw(st.integers(0, 3)) == 0:
            depth += 1
            made.append(
                {
                    "type": "begin group",
                    "name": f"g{number}",
                    "label": draw(MAYBE),
                    "relevant": draw(about(earlier)),
                }
            )
            if depth == 1:
                made[-1]["label::Gàidhlig (gd)"] = draw(MAYBE)
        made.append(draw(question(f"q{number}", earlier)))
        earlier.append((f"q{number}", made[-1]["type"]))
        if depth and draw(st.booleans()):
            made.append({"type": "end group"})
            depth -= 1
    return made + [{"type": "end group"}] * depth


@st.composite
def about(draw, earlier):
    if not earlier or draw(st.booleans()):
        return ""
    name, kind = draw(st.sampled_from(earlier))
    if kind.startswith("select_multiple"):
        return f"selected(${{{name}}}, 'red') or count-selected(${{{name}}}) > 1"
    return draw(st.sampled_from((f"${{{name}}} = 'yes'", f"${{{name}}} != ''", f"not(${{{name}}} > 3)")))


@st.composite
def question(draw, name, earlier):
    kind = draw(st.sampled_from(TYPES))
    row = {"type": kind, "name": name, "label": draw(WORDS), "relevant": draw(about(earlier))}
    if kind == "calculate":
        return {"type": kind, "name": name, "calculation": draw(about(earlier)) or "1 + 1"}
    row |= {"hint": draw(MAYBE), "guidance_hint": draw(MAYBE), "label::Gàidhlig (gd)": draw(MAYBE)}
    row |= {
        "finding": draw(st.sampled_from(("", "team_has_enough_staff"))),
        "statements": draw(st.sampled_from(("", "3 76"))),
    }
    if row["hint"]:
        row["hint::Gàidhlig (gd)"] = draw(MAYBE)
    if kind != "note":
        row |= {
            "required": draw(st.sampled_from(("", "yes", "no", "true()"))),
            "required_message": draw(MAYBE),
        }
    if kind in ("integer", "decimal"):
        row |= draw(
            st.sampled_from(
                ({}, {"minimum": "1", "maximum": "40"}, {"constraint": ". > 2", "constraint_message": "More"})
            )
        )
    if kind == "range":
        row["parameters"] = draw(
            st.sampled_from(("start=0 end=10 step=1", "start=1 end=5", "start=2 end=8 step=2"))
        )
    if kind == "text":
        row |= {"longest": draw(st.sampled_from(("", "200"))), "quotable": draw(st.sampled_from(("", "yes")))}
    if kind == "select_one two":
        row["appearance"] = draw(st.sampled_from(("", "likert", "list-nolabel", "quick")))
    if kind == "select_one three":
        row["choice_filter"] = draw(st.sampled_from(("", "kind = 'x'")))
    return row


def as_workbook(survey):
    table = [list(HEADINGS), *([row.get(heading, "") for heading in HEADINGS] for row in survey)]
    return workbook(table, CHOICES)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows())
def test_the_export_of_an_import_asks_the_same(survey):
    try:
        made = read_workbook(as_workbook(survey))
    except WorkbookFaults as refused:
        assert all(str(fault) for fault in refused.faults)
        return
    again = read_workbook(write_workbook(made))
    assert dump(again) == dump(made)
    answers = {
        name: "yes" for name, q in made.questions.items() if "yes" in q.choice_names and q.kind.kind == "one"
    }
    assert shown(again, answers) == shown(made, answers)

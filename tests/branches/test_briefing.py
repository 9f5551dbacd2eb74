"""The reader of the briefing, on a sample of the project's own wording in the briefing's shape and, where the user
has it, on the briefing itself (PROMISE_SEEDS names the folder of documents)."""

import os
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from branches.briefing import read_briefing
from branches.faults import FileRefused
from branches.loading import load_full_statements
from branches.models import AuditEvent, Statement, Theme
from branches.reference import rows


def sample(change=lambda lines: None):
    """The reference data written out as the briefing writes its own: bold page numbers, spaces, a list, two columns."""
    themes = rows("themes.csv")
    lines = ["# A sample", "", "Briefing Summary", "", *[f"- {theme['wording']}." for theme in themes], ""]
    for theme in themes:
        statements = [row for row in rows("statements.csv") if row["theme"] == theme["number"]]
        if statements:
            lines += [theme["wording"], ""] + [_written(row) for row in statements] + [""]
    lines += ["#KeepThePromise", "", "p.1 Words after the end are not read."]
    change(lines)
    return "\n".join(lines)


def _written(row):
    number, page = int(row["number"]), row["page"]
    if row["kind"] == "sub_bullet":
        return f"- Full sentence number {number}."
    if row["kind"] == "lead_in":
        return f"p. {page} Full opening number {number}:"
    shapes = ("- p.{}** {}", "- p. {}** {}", "- p.{} {}", "p.{} {}")
    return shapes[number % 4].format(page, f"**Full** sentence number {number}.")


def line_of(lines, number):
    return next(at for at, line in enumerate(lines) if line.endswith(f"sentence number {number}."))


def test_the_sample_has_91_statements_under_14_themes():
    briefing = read_briefing(sample())
    assert (len(briefing.themes), len(briefing.statements)) == (14, 91)
    for row, read in zip(rows("statements.csv"), briefing.statements, strict=True):
        assert (read.number, read.theme, read.kind) == (int(row["number"]), int(row["theme"]), row["kind"])
        assert read.page == int(row["page"])
        assert read.parent == (int(row["parent"]) if row["parent"] else None)


def test_bold_marks_leave_the_text():
    assert "**" not in "".join(read.text for read in read_briefing(sample()).statements)


def test_a_sentence_goes_on_after_a_page_break():
    def split(lines):
        at = line_of(lines, 1)
        lines[at : at + 1] = ["- p.26** A sentence made by", "", "others. It ends here."]

    assert read_briefing(sample(split)).statements[0].text == "A sentence made by others. It ends here."


def test_a_list_ends_with_the_next_page_number():
    briefing = read_briefing(sample())
    assert [read.kind for read in briefing.statements[9:18]] == ["lead_in", *["sub_bullet"] * 7, "bullet"]


def test_windows_line_ends_and_odd_spaces_are_read_alike():
    assert read_briefing(
        sample().replace("\n", "\r\n").replace("sentence number", "sentence\u00a0 number")
    ) == (read_briefing(sample()))


def test_a_stray_paragraph_is_a_fault_with_its_line():
    def stray(lines):
        lines.insert(line_of(lines, 1) + 1, "A paragraph that belongs to nothing")

    with pytest.raises(FileRefused) as refused:
        read_briefing(sample(stray))
    [fault] = refused.value.faults
    assert sample(stray).splitlines()[fault.place - 1] == "A paragraph that belongs to nothing"


def test_every_fault_is_told_at_once():
    def stray(lines):
        lines[-4:-4] = ["First stray.", "", "Second stray."]

    with pytest.raises(FileRefused) as refused:
        read_briefing(sample(stray))
    assert len(refused.value.faults) == 2


@pytest.fixture
def reference(db):
    call_command("load_reference", verbosity=0)


@pytest.mark.usefixtures("reference")
def test_the_command_reports_91_statements_and_14_themes(tmp_path, capsys):
    file = tmp_path / "briefing.txt"
    file.write_text(sample(), encoding="utf-8")
    call_command("load_statements", str(file))
    assert capsys.readouterr().out.strip() == "91 statements and 14 themes"
    assert Statement.objects.get(number=91).text == "Full sentence number 91."
    assert Theme.objects.get(number=1).full_text == "Children's rights come first."
    assert AuditEvent.objects.get(verb="loaded the full statements").detail == {"statements": 91}


@pytest.mark.usefixtures("reference")
def test_a_briefing_with_a_wrong_page_is_refused_whole():
    def change(lines):
        at = line_of(lines, 49)
        lines[at] = lines[at].replace("93", "94")

    with pytest.raises(FileRefused, match=r"Line \d+: Statement 49 has page 94; it should be 93"):
        load_full_statements(content=sample(change).encode())
    assert not Statement.objects.exclude(full_text="").exists()


@pytest.mark.usefixtures("reference")
def test_a_briefing_that_lacks_a_statement_says_how_many_there_are():
    with pytest.raises(FileRefused, match="90 statements were read; there should be 91"):
        load_full_statements(content=sample(lambda lines: lines.pop(line_of(lines, 91))).encode())


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Briefing Summary"),
        (b"%PDF-1.7 \x80", "This is a PDF"),
        (b"Briefing Summary\n\xff\xfe", "not plain text"),
        (b"Briefing Summary\n- One theme\n\nOne theme\n- p.1 Text.", "names 1 themes; there should be 14"),
    ],
)
def test_what_is_no_briefing_is_refused_with_a_sentence(content, sentence, tmp_path):
    file = tmp_path / "wrong.txt"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("load_statements", str(file))


@pytest.mark.usefixtures("reference")
def test_a_file_that_is_not_there_is_refused_with_a_sentence():
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("load_statements", "/nowhere/briefing.txt")


def the_briefing():
    folder = os.environ.get("PROMISE_SEEDS", "")
    found = sorted(Path(folder).glob("004*.txt")) if folder else []
    return found[0] if found else None


@pytest.mark.skipif(
    the_briefing() is None, reason="PROMISE_SEEDS names no folder with the briefing's plain text"
)
@pytest.mark.usefixtures("reference")
def test_the_briefing_itself_agrees_with_the_reference_data_and_loses_no_word(capsys):
    call_command("load_statements", str(the_briefing()))
    assert capsys.readouterr().out.strip() == "91 statements and 14 themes"
    text = the_briefing().read_text(encoding="utf-8")
    body = re.split(r"(?m)^#KeepThePromise\s*$", text.split("Briefing Summary", 1)[1])[0]
    kept = " ".join(
        [
            *Theme.objects.values_list("full_text", flat=True),
            *Statement.objects.values_list("full_text", flat=True),
        ]
    )
    # What the body has beyond themes and statements: each theme's heading again, and page numbers.
    assert set(re.findall(r"\w+", body)) - set(re.findall(r"\w+", kept)) <= _page_marks(body)


def _page_marks(body):
    return {"p", *re.findall(r"p\.\s*(\d+)", body)}


@pytest.mark.skipif(
    the_briefing() is None, reason="PROMISE_SEEDS names no folder with the briefing's plain text"
)
def test_none_of_our_wordings_is_a_sentence_of_the_briefing():
    source = " ".join(re.findall(r"\w+", the_briefing().read_text(encoding="utf-8").lower()))
    for row in rows("statements.csv") + rows("themes.csv") + rows("foundations.csv"):
        words = re.findall(r"\w+", row["wording"].lower())
        runs = [" ".join(words[at : at + 6]) for at in range(len(words) - 5)]
        assert not [run for run in runs if run in source], row["wording"]

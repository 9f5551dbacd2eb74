"""Every document in every format is read back: it shows the release's figures and the record's answers, and no other."""

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from branches.actions import papers
from branches.models import Campaign, Paper, Reply, Stance
from reports import freshness
from reports.checks import contacts_are_set
from reports.documents import blocks
from reports.documents.basis import CannotBuild, gather
from reports.documents.build import RENDERERS, build, rendered
from reports.documents.content import Figure, Table
from reports.documents.outline import render
from reports.documents.outlines import OUTLINES
from tests import factories
from tests.branches import records
from tests.reports import shelves
from tests.reports.documents.reading import bases_in, figures_in, words_of

pytestmark = pytest.mark.django_db
OWN_WORDS = "There is a group of six."
# The axis of a chart and the interval's name are no figures of anybody.
SCALE = {0, 25, 50, 75, 95, 100}


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


@pytest.fixture
def staff():
    return factories.staff()


@pytest.fixture
def ground(staff):
    """A simulated release, a reply from paragraph 5.1 of a real paper, and that paper bearing on a question."""
    release = shelves.release()
    campaign = records.campaign()
    branch = factories.branch("South Lanarkshire")
    asked = records.ask(campaign, branch=branch)
    paper = papers.summarise_paper(
        branch=branch,
        council=branch.councils.first(),
        title="The real paper",
        kind=Paper.Kind.PUBLISHED,
        dated=records.ASKED_ON,
        source="Committee",
        by=factories.alice(),
        paragraphs=[(5, "Employee Implications", "5.1", "It has no implications for employees.")],
        audience="public",
    )
    papers.mark_bearing(
        paragraph=paper.paragraphs.get(),
        part=records.part(campaign, "Q1"),
        summary="It has no implications for employees.",
        by=factories.alice(),
    )
    records.reply(
        asked, said=OWN_WORDS, paper=paper, paragraph=paper.paragraphs.get(), grade=Reply.Grade.PUBLISHED
    )
    return release


def lanark():
    return factories.council("South Lanarkshire")


def made(slug, viewer, **options):
    council = lanark() if OUTLINES[slug].about == "council" else None
    return build(slug, viewer=viewer, council=council, **options)


def figures_of(release):
    """Every share, end of a range, mean and median that the release holds, and the published figures beside it."""
    found = {74.0}
    for table in release.tables:
        for row in table["rows"]:
            for part in ("shares", "low", "high"):
                sides = (row.get("finding") or {}).get(part, {})
                found.update(float(value) for value in (row[part] | sides).values() if value is not None)
            found.update(row[name] for name in ("mean", "median") if row.get(name) is not None)
    return found


def bases_of(release):
    rows = [row for table in release.tables for row in table["rows"]]
    responses = {table["provenance"]["responses"] for table in release.tables}
    return {row["base"] for row in rows} | responses | {261}


@pytest.mark.parametrize("slug", OUTLINES)
def test_no_format_shows_a_figure_that_the_release_or_a_published_survey_does_not(slug, ground, staff):
    document = made(slug, staff)
    for kind in RENDERERS:
        words = words_of(kind, rendered(document, kind))
        assert figures_in(words) - SCALE <= figures_of(ground), f"{slug}.{kind}"
        assert bases_in(words) <= bases_of(ground), f"{slug}.{kind}"


@pytest.mark.parametrize("kind", ["pdf", "docx", "html", "json"])
def test_a_briefing_tells_its_own_council_s_figure_and_no_other_council_s(kind, ground, staff):
    words = words_of(kind, rendered(made("council-briefing", staff), kind))
    assert f"Simulated: In South Lanarkshire, 66 % {shelves.SAID} (between 60 and 71 %)." in words
    assert "survey of 30 social workers" in words
    assert "81 %" not in words
    assert "Published 2021: 74 % (Scotland, 261 answers)" in words


def test_a_council_that_may_not_be_shown_gets_scotland_s_figure_plainly_marked(ground, staff):
    council = factories.council("Na h-Eileanan Siar")
    words = words_of("pdf", rendered(build("council-briefing", viewer=staff, council=council), "pdf"))
    assert "All of Scotland stands in" in words
    assert f"Across Scotland, 74 % {shelves.SAID}" in words


def test_the_annex_of_the_national_report_is_the_release_s_tables_for_scotland(ground, staff):
    document = made("national-report", staff)
    annex = {
        table.caption: table for table in document.all_tables() if table.head == ("Answer", "%", "Between")
    }
    country = [table for table in ground.tables if not table["by"]]
    assert len(annex) == len(country) == 2
    for table in country:
        labels = dict(table["choices"])
        shares = {labels[name]: share for name, share in table["rows"][0]["shares"].items() if name in labels}
        shown = {row[0]: int(row[1]) for row in annex[f"Simulated: {table['wording']}"].rows}
        assert shown == shares


def test_the_workbook_holds_the_annex_as_numbers(ground, staff):
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(rendered(made("national-report", staff), "xlsx")))
    sheet = next(one for one in book if str(one["A1"].value).startswith("Simulated: I support"))
    assert [row[1].value for row in sheet.iter_rows(min_row=3, max_row=7)] == [40, 35, 12, 9, 4]


def test_the_json_carries_the_release_s_tables_as_they_are(ground, staff):
    data = json.loads(rendered(made("national-report", staff), "json"))
    assert data["tables"] == [table for table in ground.tables if not table["by"]]
    assert data["simulated"] is True


@pytest.mark.parametrize("kind", ["pdf", "docx", "html", "xlsx", "csv", "json"])
def test_a_reply_stands_with_its_source_and_paragraph_number(kind, ground, staff):
    words = words_of(kind, rendered(made("council-briefing", staff), kind))
    assert OWN_WORDS in words
    assert "The real paper, paragraph 5.1, 10 March 2026 (logged, not yet checked)" in words


def test_simulated_stands_in_each_chart_s_title_the_document_s_and_the_file_s_name(ground, staff):
    document = made("national-report", staff)
    charts = [block for block in document.blocks if isinstance(block, Figure)]
    from_survey = [chart for chart in charts if "autumn-2025/1" in chart.source]
    assert len(from_survey) >= 2
    assert all("Simulated" in chart.caption for chart in from_survey)
    assert document.full_title.startswith("Simulated: ")
    assert "simulated" in document.file_name("pdf")
    pages = rendered(document, "pdf")
    assert words_of("pdf", pages).count("Simulated data, for demonstration only") >= 2


def test_a_simulated_reply_says_so_in_its_own_words(ground, staff):
    asked = records.ask(Campaign.objects.get(), ref="Q3", simulated=True)
    records.reply(asked, said="Simulated: later.", stance=Stance.PLANNED)
    document = made("council-briefing", staff)
    answers = next(table for table in document.all_tables() if table.caption.startswith("What managers"))
    shown = {row[0]: row[1] for row in answers.rows}
    assert shown["Money"].startswith("Simulated: ")
    assert shown["Working group"] == "Yes"


def test_a_real_paper_stands_beside_real_figures_only(ground, staff):
    document = made("council-briefing", staff)
    at = next(
        number
        for number, block in enumerate(document.blocks)
        if isinstance(block, Table) and block.caption.startswith("The real paper")
    )
    beside = " ".join(document.blocks[at + 2].items)
    assert "In the published survey for Scotland, 74 %" in beside
    assert "imulated" not in beside
    clash = next(block.text for block in document.blocks if "no implications" in getattr(block, "text", ""))
    assert "imulated" not in clash
    assert "66 %" not in clash


def test_a_figure_by_name_follows_the_release(ground, staff):
    basis = gather(staff)
    text = "{share:team-has-enough-staff} of {base:team-has-enough-staff}, {benchmark:team-has-enough-staff} before"
    assert blocks.filled(text, basis) == "74 % of 260, 74 % before"
    assert blocks.filled("{range:team-has-enough-staff}", basis) == "between 68 and 79 %"


@pytest.mark.parametrize("name", ["{share:nothing}", "{benchmark:}", "{passwords}", "{share:nothing.x}"])
def test_a_figure_that_does_not_exist_is_named_in_a_clear_sentence(name, ground, staff):
    basis = gather(staff)
    if name in ("{benchmark:}", "{share:nothing.x}"):
        assert blocks.filled(name, basis) == name  # no name of ours: words stay words
    else:
        with pytest.raises(CannotBuild, match=r"which does not exist. Use share, range"):
            blocks.filled(name, basis)


def test_an_unknown_kind_of_block_and_finding_are_refused_with_what_to_do(ground, staff):
    with pytest.raises(CannotBuild, match="no kind of block called “script”"):
        render([{"kind": "script"}], gather(staff))
    with pytest.raises(CannotBuild, match="no finding called “nothing”"):
        render([{"kind": "headlines", "finding": "nothing"}], gather(staff))


HOSTILE = (
    '<script>alert(1)</script> #read("/etc/passwd") #image("http://127.0.0.1/x.png") {{ 7*7 }} =1+1\u202e\x07'
)


@pytest.mark.parametrize("kind", RENDERERS)
def test_hostile_words_are_printed_and_nothing_is_run_or_fetched(kind, ground, staff):
    basis = gather(staff)
    document = made("key-findings", staff)
    from dataclasses import replace

    document = replace(document, blocks=render([{"kind": "text", "text": HOSTILE}], basis))
    data = rendered(document, kind)
    words = words_of(kind, data)
    assert "49" not in words.replace("2021", "")
    assert "root:" not in words
    if kind not in ("csv", "xlsx", "pptx"):  # which hold no running text
        assert "alert(1)" in words
        assert '#read("/etc/passwd")' in words
    assert b"<script>alert" not in data or kind == "json"


@pytest.mark.parametrize(
    "svg",
    [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>1</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/passwd"/></svg>',
        "GIF89a this is no picture of ours",
    ],
)
def test_a_picture_that_is_not_ours_stops_the_page(svg, ground, staff):
    from dataclasses import replace

    document = replace(made("key-findings", staff), blocks=(Figure(svg, "alt", "caption"),))
    with pytest.raises(ValueError, match="picture"):
        rendered(document, "html")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_picture_never_brings_a_file_of_the_machine_into_a_document(kind, ground, staff, tmp_path):
    from dataclasses import replace

    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><text y="9">TOPSECRET</text></svg>'
    )
    lying = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file://{secret}" width="9" height="9"/></svg>'
    document = replace(made("key-findings", staff), blocks=(Figure(lying, "alt", "caption"),))
    with pytest.raises(ValueError, match="picture"):
        rendered(document, kind)


@pytest.mark.parametrize("slug", OUTLINES)
def test_before_any_release_a_document_stands_on_published_figures_alone(slug, staff):
    shelves.places()
    shelves.finding()
    document = made(slug, staff)
    words = words_of("pdf", rendered(document, "pdf"))
    assert "No survey release" in words
    assert figures_in(words) <= {74.0}
    assert not document.simulated


def test_the_same_day_gives_the_same_bytes(ground, staff):
    today = date(2026, 11, 22)
    for kind in RENDERERS:
        first, second = (rendered(made("council-briefing", staff, today=today), kind) for _ in range(2))
        assert first == second, kind


@pytest.mark.parametrize("slug", OUTLINES)
def test_the_command_writes_every_document_in_every_format(slug, ground, staff, tmp_path):
    for kind in RENDERERS:
        out = tmp_path / f"{slug}.{kind}"
        call_command("build_report", slug, format=kind, council=lanark().gss_code, out=str(out), verbosity=0)
        assert len(words_of(kind, out.read_bytes())) > 20
    assert len(list(tmp_path.iterdir())) == len(RENDERERS)  # no half file lies beside them


@pytest.mark.parametrize(
    ("slug", "options", "said"),
    [
        ("poem", {}, "no document called “poem”"),
        ("council-briefing", {}, "is about one council area"),
        ("council-briefing", {"council": "S99"}, "no council area “S99”"),
        ("key-findings", {"wave": "never"}, "never"),
        ("key-findings", {"reader": "nobody@example.org"}, "Nobody with the address"),
    ],
)
def test_the_command_says_what_is_wrong_and_leaves_no_file(slug, options, said, ground, tmp_path):
    out = tmp_path / "x.pdf"
    with pytest.raises(CommandError, match=said):
        call_command("build_report", slug, out=str(out), **options)
    assert list(tmp_path.iterdir()) == []


def test_the_command_into_a_folder_that_is_not_there_says_so(ground, tmp_path):
    with pytest.raises(CommandError, match="folder"):
        call_command("build_report", "key-findings", out=str(tmp_path / "no" / "x.pdf"))


@pytest.mark.parametrize("named", ["there", "there/", "missing/"])
def test_the_command_that_is_given_a_folder_for_a_file_says_so_and_leaves_nothing(named, ground, tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(CommandError, match="Name a file"):
        call_command("build_report", "key-findings", out=f"{tmp_path}/{named}")
    assert [one.name for one in tmp_path.rglob("*")] == ["there"]


def test_the_command_that_may_not_write_says_why_and_leaves_nothing(ground, tmp_path):
    with pytest.raises(CommandError, match="can't be written: File name too long"):
        call_command("build_report", "key-findings", out=str(tmp_path / ("x" * 300)))
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_that_a_document_about_scotland_leaves_the_council_aside(ground, tmp_path, capsys):
    out = str(tmp_path / "x.json")
    call_command("build_report", "national-report", format="json", council=lanark().gss_code, out=out)
    assert "is not about one council area" in capsys.readouterr().err
    call_command("build_report", "council-briefing", format="json", council=lanark().gss_code, out=out)
    assert not capsys.readouterr().err


def test_a_press_notice_names_the_press_contact_and_other_documents_ours(ground, staff, settings):
    settings.SWIG_EMAIL, settings.PRESS_CONTACT = "group@example.org", "press@example.org"
    assert made("press-notice", staff).contact == "press@example.org"
    assert made("e-brief", staff).contact == "group@example.org"


def test_the_start_warns_of_a_press_contact_that_is_not_set(settings):
    settings.DEMO_MODE, settings.SWIG_EMAIL = False, "group@example.org"
    settings.PRESS_CONTACT = "group@example.org"
    assert [one.id for one in contacts_are_set(None)] == ["promise.W010"]
    settings.PRESS_CONTACT = "press@example.org"
    assert contacts_are_set(None) == []

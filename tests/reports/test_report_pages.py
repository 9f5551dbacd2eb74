"""Staff write a report on the page: blocks are added, moved, reworded; what is proposed holds only what is public."""

import pytest

from branches.actions import replies
from reports import freshness, outline_editing, publishing
from reports.models import Edition, Report
from tests import factories
from tests.branches import records
from tests.reports import samples, shelves

pytestmark = pytest.mark.django_db
SECRET = "Only shared with branches."


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


@pytest.fixture
def staff(client):
    person = factories.staff()
    client.force_login(person)
    return person


@pytest.fixture
def report(staff):
    shelves.release()
    return outline_editing.create_report(title="Ours", template="key-findings", council=None, by=staff)


def change(client, report, **posted):
    return client.post(f"/reports/{report.slug}/change/", posted, follow=True)


def kinds(report):
    report.refresh_from_db()
    return [entry["kind"] for entry in report.outline]


def test_a_report_begins_as_a_copy_of_a_shipped_outline(client, staff):
    shelves.places()
    page = client.post("/reports/new/", {"title": "Our report", "template": "e-brief"}, follow=True)
    assert page.redirect_chain[-1][0] == "/reports/our-report/"


def test_a_report_in_gaelic_says_so_and_the_published_page_too(client, staff):
    shelves.release()
    client.post("/reports/new/", {"title": "Aithisg", "template": "e-brief", "language": "gd-GB"})
    made = Report.objects.get()
    assert made.language == "gd-GB"
    assert outline_editing.document_for(made).language == "gd-GB"


def test_a_council_s_outline_without_a_council_is_refused_with_what_to_do(client, staff):
    page = client.post("/reports/new/", {"title": "X", "template": "council-briefing"})
    assert "This outline is about one council area. Choose it." in page.content.decode()


def test_blocks_are_added_moved_and_removed(client, report):
    before = kinds(report)
    change(client, report, step="add", kind="map", number=len(before))
    assert kinds(report) == [*before, "map"]
    change(client, report, step="up", number=len(before))
    assert kinds(report)[-2] == "map"
    change(client, report, step="down", number=len(before) - 1)
    assert kinds(report)[-1] == "map"
    change(client, report, step="down", number=len(before))
    assert kinds(report)[-1] == "map"
    change(client, report, step="up", number=len(before))
    change(client, report, step="remove", number=len(before) - 1)
    assert kinds(report) == before


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"step": "add", "kind": "script", "number": "0"},
        {"step": "remove", "number": "999"},
        {"step": "up", "number": "-1"},
        {"step": "add", "kind": "map", "number": "x" * 9000},
    ],
)
def test_a_step_that_does_not_fit_changes_nothing_and_says_so(client, report, posted):
    before = kinds(report)
    page = change(client, report, **posted)
    assert page.status_code == 200
    assert kinds(report) == before


def test_500_000_characters_are_refused_with_how_many_fit(client, report):
    page = client.post(f"/reports/{report.slug}/blocks/0/", {"text": "a" * 500_000})
    assert "This text has 500,000 characters. Shorten it to 20,000" in page.content.decode()
    assert kinds(report)[0] == "text"


def test_a_figure_that_does_not_exist_is_named_on_the_page_and_nothing_can_be_proposed(client, report):
    client.post(f"/reports/{report.slug}/blocks/0/", {"text": "So {share:nothing} it is."})
    page = client.get(f"/reports/{report.slug}/").content.decode()
    assert "{share:nothing}, which does not exist" in page
    client.post(f"/reports/{report.slug}/propose/")
    assert not Edition.objects.exists()


def test_a_typed_page_stays_words(client, report):
    client.post(f"/reports/{report.slug}/blocks/0/", {"text": "<script>x</script> {% now %} =1+1"})
    page = client.get(f"/reports/{report.slug}/").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x&lt;/script&gt; {% now %} =1+1" in page


def test_what_is_proposed_holds_nothing_that_the_public_may_not_see(client, staff):
    shelves.release()
    shelves.release("spring-2026", state="frozen", made=None)
    asked = records.ask(records.campaign(), branch=factories.branch("South Lanarkshire"))
    records.reply(asked, said=SECRET)
    report = outline_editing.create_report(
        title="Ours", template="council-briefing", council=factories.council("South Lanarkshire"), by=staff
    )
    page = client.get(f"/reports/{report.slug}/").content.decode()
    client.post(f"/reports/{report.slug}/propose/")
    edition = Edition.objects.get()
    assert SECRET not in page + str(edition.document)
    assert "autumn-2025/1" in edition.document["rests_on"]
    assert "spring-2026" not in str(edition.document)


def test_a_reply_that_is_public_stands_in_what_is_proposed(client, staff):
    shelves.release()
    asked = records.ask(records.campaign(), branch=factories.branch("South Lanarkshire"), audience="public")
    replies.record_reply(
        asked=asked,
        said_on=records.ASKED_ON,
        stance="yes",
        grade="said",
        by=factories.alice(),
        said="Told all.",
        audience="public",
    )
    report = outline_editing.create_report(
        title="Ours", template="council-briefing", council=factories.council("South Lanarkshire"), by=staff
    )
    client.post(f"/reports/{report.slug}/propose/")
    assert "Told all." in str(Edition.objects.get().document)


def test_a_document_is_downloaded_under_a_name_that_says_what_it_is(client):
    shelves.release()
    client.force_login(factories.alice())
    answer = client.get("/documents/council-briefing.pdf?council=S12000029")
    assert answer["Content-Type"] == "application/pdf"
    assert "council-briefing-south-lanarkshire-simulated" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "poem.pdf",
        "key-findings.exe",
        "council-briefing.pdf",
        "council-briefing.pdf?council=S12999999",
        "council-briefing.pdf?council=%27%22%3E",
        "council-briefing.pdf?council=" + "x" * 3000,
    ],
)
def test_a_document_that_cannot_be_made_is_not_found(client, address):
    shelves.places()
    client.force_login(factories.alice())
    assert client.get(f"/documents/{address}").status_code == 404


def settings_of(client, report, kind, **posted):
    report.outline = [{"kind": kind, "items": ["a"]} if kind == "bullets" else {"kind": kind}]
    report.save()
    page = client.post(f"/reports/{report.slug}/blocks/0/", posted)
    report.refresh_from_db()
    return page, report.outline[0]


def test_a_headline_is_set_to_one_finding(client, report):
    _, entry = settings_of(client, report, "headlines", finding="team-has-enough-staff")
    assert entry["finding"] == "team-has-enough-staff"
    assert "74 %" in client.get(f"/reports/{report.slug}/").content.decode()


def test_a_chart_of_answers_waits_for_its_question_and_then_shows_it(client, report):
    change(client, report, step="add", kind="answers", number=0)
    assert "choose a question" in client.get(f"/reports/{report.slug}/").content.decode()
    _, entry = settings_of(client, report, "answers", question="promise_supported")
    assert entry["question"] == "promise_supported"
    assert "I support what The Promise asks for." in client.get(f"/reports/{report.slug}/").content.decode()


def test_a_list_is_written_an_item_a_line(client, report):
    _, entry = settings_of(client, report, "bullets", items="First\r\n\r\n=second\r\n")
    assert entry["items"] == ["First", "=second"]


@pytest.mark.parametrize(
    ("kind", "posted"),
    [
        ("headlines", {"finding": "nothing"}),
        ("charts", {"most": "0"}),
        ("answers", {"question": "nothing"}),
        ("bullets", {"items": "a\n" * 51}),
        ("bullets", {"items": "a" * 500_000}),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_on_the_page(client, report, kind, posted):
    page, entry = settings_of(client, report, kind, **posted)
    assert page.status_code == 200
    assert entry.get("finding") is None and entry.get("question") is None
    assert entry.get("items", ["a"]) == ["a"]


def test_a_figure_that_a_new_release_changed_is_shown_as_changed(client, staff, report):
    report.outline = [{"kind": "text", "text": "So {share:team-has-enough-staff} say."}]
    report.save()
    edition = publishing.propose_edition(
        report=report, document=outline_editing.document_for(report), by=staff
    )
    publishing.approve_edition(edition=edition, by=factories.approver())
    assert "Changed since" not in client.get(f"/reports/{report.slug}/").content.decode()
    made = [samples.table([samples.row(yes=61)], release="spring-2026/1", wave="spring-2026", simulated=True)]
    shelves.release("spring-2026", made=made)
    report.refresh_from_db()
    freshness.forget()
    page = client.get(f"/reports/{report.slug}/").content.decode()
    assert "So 74 % say." in page.split("Changed since edition 1")[1]
    assert "So 61 % say." in page

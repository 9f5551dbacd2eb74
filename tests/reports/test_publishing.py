"""An edition: frozen at proposal, approved by another, published for good, replaced, corrected or withdrawn."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from branches.models import AuditEvent
from reports import published_files, publishing
from reports.models import Edition, Report
from reports.publishing import PublishingRefused
from tests import factories
from tests.reports.documents.samples import HOSTILE, sample

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report():
    return Report.objects.create(
        slug="national-report",
        title="National report",
        template="national-report",
        created_by=factories.staff(),
    )


def proposed(report, by=None, **changes):
    return publishing.propose_edition(report=report, document=sample(**changes), by=by or report.created_by)


def published(report, **changes):
    return publishing.approve_edition(edition=proposed(report, **changes), by=approver())


def approver():
    from branches.models import User

    return User.objects.filter(email__startswith="approver").first() or factories.approver()


def test_nobody_approves_their_own_edition(report):
    edition = proposed(report, by=approver())
    with pytest.raises(PublishingRefused, match="You proposed"):
        publishing.approve_edition(edition=edition, by=approver())


def test_the_database_refuses_an_approval_by_the_proposer(report):
    edition = proposed(report)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(approved_by=edition.proposed_by)


def test_an_editor_cannot_approve(report):
    with pytest.raises(PublishingRefused, match="Only an approver"):
        publishing.approve_edition(edition=proposed(report), by=factories.user("editor2@example.org"))


def test_a_published_edition_is_read_without_asking_the_database(report, client, django_assert_num_queries):
    edition = published(report)
    with django_assert_num_queries(0):
        page = client.get(edition.get_absolute_url())
        content = b"".join(page.streaming_content).decode()
    assert page.status_code == 200
    assert "Simulated: Briefing for Sampleshire" in content
    assert edition.sha256 in content
    assert "<svg" in content
    assert "&lt;b&gt;bold" in content
    assert "<b>bold" not in content


def test_all_files_of_an_edition_can_be_fetched_and_name_what_is_simulated(report, client):
    edition = published(report)
    for kind in published_files.FORMATS:
        name = sample().file_name(kind)
        assert "simulated" in name
        answer = client.get(f"{edition.get_absolute_url()}{name}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == published_files.TYPES[kind]


@pytest.mark.parametrize("name", ["../1/index.html", "..%2f..%2fsecret", "nothing.pdf", "index.htm"])
def test_an_address_never_leaves_the_folder(report, client, name):
    edition = published(report)
    assert client.get(f"{edition.get_absolute_url()}{name}").status_code == 404


def test_a_path_out_of_the_folder_is_no_file(report):
    published(report)
    outside = published_files.folder().parent / "outside.pdf"
    outside.write_bytes(b"x")
    assert published_files.path_of("..", "outside.pdf") is None


def test_a_new_edition_replaces_the_old_one_which_keeps_its_address(report, client):
    first = published(report)
    second = published(report, subtitle="Second time")
    first.refresh_from_db()
    assert (first.state, second.number) == (Edition.State.SUPERSEDED, 2)
    old = b"".join(client.get(first.get_absolute_url()).streaming_content).decode()
    assert "A newer edition exists" in old
    assert second.get_absolute_url() in old


def test_a_withdrawn_edition_says_why_and_its_files_are_gone(report, client):
    edition = published(report)
    publishing.withdraw_edition(edition=edition, by=approver(), reason="The base of one figure was wrong.")
    page = b"".join(client.get(edition.get_absolute_url()).streaming_content).decode()
    assert "The base of one figure was wrong." in page
    assert "74 %" not in page
    assert client.get(f"{edition.get_absolute_url()}{sample().file_name('pdf')}").status_code == 404


def test_a_correction_stands_beside_the_edition(report, client):
    edition = published(report)
    publishing.add_correction(edition=edition, by=approver(), text="Read 73 for 74.")
    assert "Read 73 for 74." in b"".join(client.get(edition.get_absolute_url()).streaming_content).decode()


def test_corrections_and_withdrawals_stand_in_the_list_and_in_the_feed_with_their_reason(report, client):
    edition = published(report)
    publishing.add_correction(edition=edition, by=approver(), text="Page 2 said <b>74</b>, not 72.")
    for address in ("/published/", "/published/feed.xml"):
        words = b"".join(client.get(address).streaming_content).decode()
        assert "Page 2 said &lt;b&gt;74&lt;/b&gt;, not 72." in words
    publishing.withdraw_edition(edition=edition, by=approver(), reason="The table was wrong.")
    for address in ("/published/", "/published/feed.xml"):
        assert "The table was wrong." in b"".join(client.get(address).streaming_content).decode()


def test_an_embargo_holds_until_its_moment(report, client):
    moment = timezone.now() + timedelta(hours=1)
    edition = publishing.approve_edition(edition=proposed(report), by=approver(), publish_at=moment)
    assert client.get(edition.get_absolute_url()).status_code == 404
    assert publishing.publish_due(moment - timedelta(minutes=1)) == 0
    assert publishing.publish_due(moment + timedelta(seconds=1)) == 1
    assert client.get(edition.get_absolute_url()).status_code == 200


def test_a_changed_document_is_not_shown_as_what_was_approved(report):
    edition = proposed(report)
    edition.document["title"] = "Something else"
    with pytest.raises(PublishingRefused, match="changed since"):
        publishing.document_of(edition)


def test_the_database_keeps_a_frozen_document_as_it_is(report):
    edition = published(report)
    with pytest.raises(Exception, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_edition SET document = '{}' WHERE id = %s", [edition.pk])


def test_published_editions_are_never_emptied(report):
    """The guard rests while tests empty their tables; the roll-back leaves it resting."""
    published(report)
    with (
        pytest.raises(DatabaseError, match="never emptied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("ALTER TABLE reports_edition ENABLE ALWAYS TRIGGER guard_edition_not_emptied")
        cursor.execute("TRUNCATE reports_edition CASCADE")
    assert Edition.objects.exists()


def test_every_step_is_in_the_audit(report):
    publishing.withdraw_edition(edition=published(report), by=approver(), reason="Wrong")
    events = AuditEvent.objects.filter(subject_type="reports.edition").order_by("pk")
    assert [event.verb for event in events] == ["proposed", "approved", "published", "withdrew"]


def test_the_feed_lists_what_is_published(report, client):
    from defusedxml import ElementTree

    published(report)
    feed = ElementTree.fromstring(b"".join(client.get("/published/feed.xml").streaming_content))
    titles = [node.text for node in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert "Simulated: Briefing for Sampleshire" in titles


def test_hostile_words_stay_words(report, client):
    edition = published(report, title=HOSTILE)
    page = b"".join(client.get(edition.get_absolute_url()).streaming_content).decode()
    assert "{{ secret }}" in page
    assert "<b>bold</b>" not in page


def test_an_edition_s_page_names_its_card_and_a_withdrawn_one_has_none(report, client):
    edition = published(report)
    page = b"".join(client.get(edition.get_absolute_url()).streaming_content).decode()
    assert f'property="og:image" content="http://localhost:8000{edition.get_absolute_url()}card.png"' in page
    assert client.get(f"{edition.get_absolute_url()}card.png")["Content-Type"] == "image/png"
    publishing.withdraw_edition(edition=edition, by=approver(), reason="Wrong")
    assert client.get(f"{edition.get_absolute_url()}card.png").status_code == 404


def told_after(client, edition, step, **posted):
    """What the page says to an approver after one step on an edition."""
    client.force_login(approver())
    page = client.post(
        f"/reports/{edition.report.slug}/editions/{edition.number}/{step}/", posted, follow=True
    )
    return [str(message) for message in page.context["messages"]]


def test_approving_says_that_it_is_published_or_when_it_will_be(report, client):
    assert told_after(client, proposed(report), "approve") == ["Published."]
    told = told_after(client, proposed(report), "approve", publish_at="3/7/2048 09:00")
    assert told == ["Approved. It will be published on 3 July 2048 at 09:00."]


def test_sending_back_withdrawing_and_correcting_each_say_what_became_of_the_edition(report, client):
    reason = "The base of one figure was wrong."
    assert told_after(client, proposed(report), "send-back", reason=reason) == ["Sent back to its author."]
    edition = published(report)
    assert told_after(client, edition, "correct", reason=reason) == ["The correction is on the public page."]
    assert told_after(client, edition, "withdraw", reason=reason) == ["Withdrawn. The public page says so."]

"""A campaign's pack holds files: SWIG adds and takes out, branches that the campaign is open to download them."""

import io
import zipfile

import docx
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches import sample_paper
from branches.actions import ActionRefused
from branches.actions.campaign_files import add_campaign_file, take_out_campaign_file
from branches.actions.campaigns import copy_campaign
from branches.actions.papers import take_paper
from branches.models import AuditEvent, Campaign, CampaignFile
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
ADD = "/branches/campaigns/spring/files/new/"


def word(author="Jane Doe"):
    document = docx.Document()
    document.core_properties.author = author
    document.add_paragraph("Dear councillor, is there a working group?")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(password=None):
    """One page without a word, as a poster that a drawing program made."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def pack_file(campaign=None, title="Letter to councillors", name="letter.docx", data=None, by=None):
    return add_campaign_file(
        campaign=campaign or records.campaign(),
        title=title,
        name=name,
        data=data or word(),
        by=by or factories.staff(),
    )


def body(response):
    return b"".join(response.streaming_content)


def test_staff_add_a_file_and_a_branch_downloads_the_copy_without_its_authors_name(client):
    campaign = records.campaign()
    client.force_login(factories.staff())
    sent = {"title": "Letter to councillors", "file": SimpleUploadedFile("letter.docx", word())}
    page = client.post(ADD, sent, follow=True)
    assert "Letter to councillors" in page.content.decode()
    client.force_login(factories.alice())
    page = client.get(campaign.get_absolute_url()).content.decode()
    address = CampaignFile.objects.get().get_absolute_url()
    assert address in page and "Remove" not in page and "Add a file" not in page
    got = client.get(address)
    assert got["Content-Disposition"] == "attachment; filename*=UTF-8''letter.docx"
    assert got["Content-Security-Policy"] == "sandbox" and got["X-Content-Type-Options"] == "nosniff"
    data = body(got)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"Jane Doe" not in b"".join(archive.read(name) for name in archive.namelist())
    assert len(data) == CampaignFile.objects.get().size
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text.startswith("Dear councillor")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("../letter.docx", b"PK"),
        ("letter.docm", b"PK"),
        ("letter.exe", b"MZ"),
        ("letter.pdf", b"<html></html>"),
        ("letter.docx", b""),
    ],
)
def test_what_no_paper_may_be_no_pack_holds_and_the_sentence_is_the_same(name, data):
    branch = factories.branch()
    with pytest.raises(ActionRefused) as as_paper:
        take_paper(
            branch=branch, council=branch.councils.first(), name=name, data=data, title="", kind="other",
            dated=records.ASKED_ON, by=factories.alice(),
        )  # fmt: skip
    with pytest.raises(ActionRefused) as as_file:
        add_campaign_file(
            campaign=records.campaign(), title="Letter", name=name, data=data, by=factories.staff()
        )
    assert str(as_file.value) == str(as_paper.value)


def test_a_locked_file_is_refused_with_its_sentence_on_the_form(client):
    records.campaign()
    client.force_login(factories.staff())
    locked = SimpleUploadedFile("letter.pdf", pdf(password="secret"))
    page = client.post(ADD, {"title": "Letter", "file": locked})
    assert page.status_code == 200 and "locked with a password" in page.content.decode()
    assert not CampaignFile.objects.exists()


def test_a_poster_without_a_word_may_be_handed_on():
    assert pypdf.PdfReader(pack_file(name="poster.pdf", data=pdf()).file.open("rb")).get_num_pages() == 1


@pytest.mark.parametrize(("name", "data"), [("page.html", b"<html></html>"), ("mail.eml", b"From: a\n\nb")])
def test_what_cannot_be_cleaned_is_no_pack_file(name, data):
    with pytest.raises(ActionRefused, match="Save this one as PDF"):
        pack_file(name=name, data=data)


def test_the_same_file_stands_in_a_pack_once_until_it_is_taken_out():
    campaign, data = records.campaign(), word()
    first = pack_file(campaign, data=data)
    with pytest.raises(ActionRefused, match="already: Letter to councillors"):
        pack_file(campaign, title="Again", data=data)
    take_out_campaign_file(pack_file=first, by=factories.staff())
    assert pack_file(campaign, title="Again", data=data).file.name != first.file.name


def test_the_database_too_keeps_one_file_once():
    made = pack_file()
    made.pk = None
    with pytest.raises(IntegrityError, match="one_campaign_file_a_file"), transaction.atomic():
        made.save()


def test_a_file_taken_out_is_gone_for_branches_and_told_to_staff_with_its_history(client):
    made = pack_file()
    campaign, staff = made.campaign, factories.staff()
    client.force_login(staff)
    client.post(reverse("branches:campaign-file-take-out", args=[campaign.slug, made.pk]))
    page = client.get(campaign.get_absolute_url()).content.decode()
    assert "Removed" in page and f"by {staff.name}" in page
    client.force_login(factories.alice())
    assert client.get(made.get_absolute_url()).status_code == 404
    assert "Letter to councillors" not in client.get(campaign.get_absolute_url()).content.decode()
    assert [version.taken_back_at is None for version in made.history.all()] == [False, True]
    assert made.file.storage.exists(made.file.name)
    verbs = AuditEvent.objects.filter(subject_type="branches.campaign").order_by("pk")
    assert list(verbs.values_list("verb", "by")) == [
        ("added a file to", staff.pk),
        ("removed a file from", staff.pk),
    ]


def test_a_branch_that_the_campaign_is_not_open_to_gets_what_an_absent_file_gives(client):
    campaign = records.campaign(open_to_all=False)
    campaign.branches.add(factories.branch())
    made = pack_file(campaign)
    client.force_login(factories.alice())
    assert client.get(made.get_absolute_url()).status_code == 200
    client.force_login(factories.charlie())
    absent = reverse("branches:campaign-file", args=[campaign.slug, made.pk + 1])
    there, gone = client.get(made.get_absolute_url()), client.get(absent)
    assert there.status_code == gone.status_code == 404
    assert there.content == gone.content


def test_a_file_answers_only_under_its_own_campaign(client):
    made = pack_file()
    records.campaign("autumn")
    client.force_login(factories.alice())
    assert client.get(reverse("branches:campaign-file", args=["autumn", made.pk])).status_code == 404


def test_a_closed_campaigns_pack_stays_as_it_is(client):
    made = pack_file()
    Campaign.objects.update(state=Campaign.State.CLOSED)
    made.refresh_from_db()
    with pytest.raises(ActionRefused, match="archive"):
        take_out_campaign_file(pack_file=made, by=factories.staff())
    with pytest.raises(ActionRefused, match="archive"):
        pack_file(made.campaign, data=sample_paper.as_docx("1. Purpose"))
    client.force_login(factories.alice())
    assert client.get(made.get_absolute_url()).status_code == 200


def test_a_copy_of_a_campaign_comes_without_files_and_says_so(client):
    source = pack_file().campaign
    copy = copy_campaign(
        source=source, slug="next", title="Next", budget_year="2028/29", opens_on=records.ASKED_ON,
        by=factories.staff(),
    )  # fmt: skip
    client.force_login(factories.staff())
    assert "Files are not" in client.get("/branches/campaigns/spring/copy/").content.decode()
    assert "Files do not come along" in client.get(copy.get_absolute_url()).content.decode()
    assert not copy.files.exists()

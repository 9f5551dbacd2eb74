"""A release's whole life on a real wave: who may do what, what the database refuses, what commands and pages say."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_save
from django.urls import reverse

from branches.audit import events_about
from branches.models import AuditEvent, Role
from reports import access, releasing
from reports.duties import audit_proposals
from reports.models import Finding, Release
from reports.releasing import ReleaseRefused
from surveys import waves
from surveys.simulate import add_simulated
from tests import factories
from tests.surveys import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    draft = making.draft(slug="spring", simulated=True)
    return add_simulated(wave=draft, count=260, seed=3, by=None)


@pytest.fixture
def staff():
    return factories.user("staff@example.org", roles=[Role.SWIG_EDITOR])


@pytest.fixture
def approver():
    return factories.user("approver@example.org", roles=[Role.SWIG_APPROVER])


@pytest.fixture
def published(wave, staff, approver):
    Finding.objects.create(
        slug="staffing",
        title="Enough staff",
        sentence="agree",
        question="staffing",
        counting_choices=["agree"],
        wording="?",
    )
    return releasing.whole_life(wave=wave, proposed_by=staff, approved_by=approver)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_audits_the_same_proposal_first_is_in_nobodys_way(wave, staff, approver):
    def work(instance, **_):
        if instance.verb == "proposed the release":
            transaction.on_commit(audit_proposals)

    post_save.connect(work, sender=AuditEvent)
    try:
        release = releasing.whole_life(wave=wave, proposed_by=staff, approved_by=approver)
    finally:
        post_save.disconnect(work, sender=AuditEvent)
    assert release.state == Release.State.PUBLISHED
    assert AuditEvent.objects.filter(verb="audited the release").count() == 1


def test_a_proposal_that_was_removed_meanwhile_is_refused_with_a_sentence(wave, staff):
    release = releasing.propose_release(wave=wave, by=staff)
    releasing.remove_proposal(release=Release.objects.get(), by=staff)
    with pytest.raises(ReleaseRefused, match="removed meanwhile"):
        releasing.remove_proposal(release=release, by=staff)


def test_the_whole_life_ends_in_a_published_release_that_verifies(published):
    assert str(published) == "spring/1"
    assert published.state == Release.State.PUBLISHED
    assert published.audit["passed"]
    assert releasing.content_hash(published) == published.sha256
    assert access.newest_releases() == [published]
    table = releasing.table(published, "staffing", by=("council",))
    assert {row.group["council"] for row in table.rows} == {"S12900001", "S12900002"}
    assert table.provenance.simulated
    assert releasing.table(published, "staffing", by=("nothing",)) is None
    assert releasing.table(published, "caseload").row().mean > 0


def test_nobody_approves_what_they_proposed(wave, approver):
    release = releasing.audit_release(release=releasing.propose_release(wave=wave, by=approver), by=approver)
    with pytest.raises(ReleaseRefused, match="second person"):
        releasing.approve_release(release=release, by=approver)
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(
            approved_by=approver, approved_at="2026-01-01T00:00Z", state="approved"
        )


def test_an_editor_without_the_role_does_not_approve(wave, staff):
    other = factories.user("other@example.org", roles=[Role.SWIG_EDITOR])
    release = releasing.audit_release(release=releasing.propose_release(wave=wave, by=staff), by=staff)
    with pytest.raises(ReleaseRefused, match="may not approve"):
        releasing.approve_release(release=release, by=other)


def test_an_unaudited_release_cannot_be_approved(wave, staff, approver):
    release = releasing.propose_release(wave=wave, by=staff)
    with pytest.raises(ReleaseRefused, match="not yet audited"):
        releasing.approve_release(release=release, by=approver)


@pytest.mark.parametrize(
    "change",
    [
        "SET tables = '[]'::jsonb",
        "SET sha256 = repeat('0', 64)",
        "SET audit = jsonb_set(audit, '{cells}', '1')",
        "SET sealed = ''::bytea",
        "SET state = 'proposed'",
        "SET published_at = now()",
        "SET changes = '[1]'::jsonb",
    ],
)
def test_the_database_refuses_to_change_a_published_release(published, change):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reports_release {change} WHERE id = %s", [published.pk])


def test_the_database_refuses_to_delete_a_published_release(published):
    with pytest.raises(DatabaseError), transaction.atomic():
        published.delete()


def test_an_open_wave_has_no_release(staff):
    with pytest.raises(ReleaseRefused, match="not closed and mixed"):
        releasing.propose_release(wave=making.opened(slug="open"), by=staff)


def test_a_withdrawn_release_says_why_and_is_nowhere_to_be_read(published, approver):
    with pytest.raises(ReleaseRefused, match="Say why"):
        releasing.withdraw_release(release=published, by=approver, reason=" ")
    gone = releasing.withdraw_release(release=published, by=approver, reason="A question was misprinted.")
    assert gone.reason
    assert access.newest_releases() == []


def test_a_correction_is_a_second_release_audited_with_the_first(published, wave, staff, approver, capsys):
    second = releasing.whole_life(wave=wave, proposed_by=staff, approved_by=approver)
    assert str(second) == "spring/2"
    call_command("audit_release", "spring/2")
    assert "no figure of fewer than 10 people" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "recorded"),
    [
        ({}, "Made again from the same answers as spring/1; no reason was given."),
        ({"reason": " A label was wrong. "}, "A label was wrong."),
    ],
)
def test_a_correction_says_that_it_is_one_and_why(published, staff, approver, given, recorded):
    people = {"proposed_by": staff.email, "approved_by": approver.email}
    call_command("freeze_release", "spring", **people, **given)
    second = Release.objects.get(number=2)
    proposed = events_about(second).get(verb="proposed the release")
    assert proposed.detail == {"corrects": "spring/1", "reason": recorded}
    assert dict(second.method)["Correction"].startswith("Release 2 of this survey")
    assert "Correction" not in dict(published.method)
    assert events_about(published).get(verb="proposed the release").detail == {}


def test_a_correction_of_a_withdrawn_release_takes_the_reason_of_the_withdrawal(
    published, wave, staff, approver
):
    releasing.withdraw_release(release=published, by=approver, reason="A question was misprinted.")
    second = releasing.propose_release(wave=wave, by=staff)
    proposed = events_about(second).get(verb="proposed the release")
    assert proposed.detail == {"corrects": "spring/1", "reason": "A question was misprinted."}


def test_a_first_release_takes_no_reason_for_a_correction(wave, staff, approver):
    people = {"proposed_by": staff.email, "approved_by": approver.email}
    with pytest.raises(CommandError, match="has no release yet"):
        call_command("freeze_release", "spring", reason="A label was wrong.", **people)
    assert not Release.objects.exists()


def test_nothing_is_added_to_a_wave_once_a_release_was_counted(published, wave):
    with pytest.raises(waves.WaveError):
        add_simulated(wave=wave, count=1, seed=1, by=None)


def test_a_release_that_was_tampered_with_fails_its_audit(published):
    tampered = json.loads(json.dumps(published.tables))
    tampered[0]["rows"][0]["base"] = 12
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_release DISABLE TRIGGER guard_release_stays")
        Release.objects.filter(pk=published.pk).update(tables=tampered)
        cursor.execute("ALTER TABLE reports_release ENABLE ALWAYS TRIGGER guard_release_stays")
    with pytest.raises(CommandError, match="hash does not match"):
        call_command("audit_release", "spring/1")


def test_a_release_still_verifies_after_its_wave_ended(published, wave, capsys):
    waves.end_wave(wave=wave, by=None)
    call_command("audit_release", "spring/1")
    assert "their hash matches" in capsys.readouterr().out
    releasing.require_whole(published)


def test_the_commands_say_the_release_and_write_its_tables(wave, staff, approver, tmp_path, capsys):
    people = {"proposed_by": staff.email, "approved_by": approver.email}
    with pytest.raises(CommandError, match="second person"):
        call_command("freeze_release", "spring", proposed_by=staff.email, approved_by=staff.email)
    assert not Release.objects.exists()
    call_command("freeze_release", "spring", **people)
    assert capsys.readouterr().out.splitlines()[-1] == "RELEASE spring/1"
    call_command("export_release", "spring/1", str(tmp_path / "out"))
    tables = json.loads((tmp_path / "out" / "tables.json").read_text())
    assert {"question", "wording", "kind", "by", "weighted", "rows"} <= set(tables[0])
    csvs = list((tmp_path / "out").glob("*.csv"))
    assert len(csvs) == len(tables)
    assert all("simulated" in path.name for path in csvs)


def test_the_pages_take_a_release_from_proposal_to_publication(client, wave, staff, approver):
    client.force_login(staff)
    answer = client.post(reverse("reports:release-new"), {"wave": "spring"}, follow=True)
    assert "A second person can approve it now" in answer.content.decode()
    release = Release.objects.get()
    survey = client.get(f"/waves/{wave.slug}/").content.decode()
    assert f'href="{release.get_absolute_url()}">Release 1: waiting for a second person' in survey
    assert "Propose a release" not in survey
    assert survey.count('aria-current="step"') == 1
    address = [release.wave.slug, release.number]
    assert client.post(reverse("reports:release-approve", args=address)).status_code == 403
    client.force_login(approver)
    client.post(reverse("reports:release-approve", args=address))
    page = client.post(reverse("reports:release-publish", args=address), follow=True).content.decode()
    assert "Published" in page
    survey = client.get(f"/waves/{wave.slug}/").content.decode()
    assert 'aria-current="step"' not in survey, "nothing is left to do"
    assert survey.count('class="pt-done"') == 4
    client.logout()
    for ending in ("json", "csv", "xlsx"):
        answer = client.get(reverse("reports:release-file", args=[*address, ending]))
        assert answer.status_code == 200
        assert "simulated" in answer["Content-Disposition"]


def test_an_unpublished_release_is_as_if_absent_for_readers(client, wave, staff, approver):
    release = releasing.audit_release(release=releasing.propose_release(wave=wave, by=staff), by=staff)
    releasing.freeze_release(release=releasing.approve_release(release=release, by=approver), by=approver)
    assert client.get(reverse("reports:release-file", args=["spring", 1, "json"])).status_code == 404
    client.force_login(factories.secretary() if hasattr(factories, "secretary") else factories.user())
    assert client.get(reverse("reports:release-file", args=["spring", 1, "json"])).status_code == 404
    assert client.get(reverse("reports:release-detail", args=["spring", 1])).status_code in (403, 404)
    client.force_login(staff)
    assert client.get(reverse("reports:release-file", args=["spring", 1, "json"])).status_code == 200


def test_releases_of_a_real_survey_are_never_emptied(published):
    """Simulated ones may go: the demonstration and the tests begin anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_release DISABLE TRIGGER guard_release_stays")
        Release.objects.filter(pk=published.pk).update(simulated=False)
        cursor.execute("ALTER TABLE reports_release ENABLE ALWAYS TRIGGER guard_release_stays")
        with pytest.raises(DatabaseError, match="never emptied"), transaction.atomic():
            cursor.execute("TRUNCATE reports_release CASCADE")
        with pytest.raises(DatabaseError, match="never emptied"), transaction.atomic():
            cursor.execute("TRUNCATE surveys_wave CASCADE")
    assert Release.objects.exists()


@pytest.mark.parametrize(
    ("mischief", "says"),
    [
        ("ALTER TABLE reports_release DISABLE TRIGGER guard_release_stays", "switched off"),
        ("ALTER TABLE reports_release DISABLE TRIGGER guard_release_not_emptied", "switched off"),
        ("DROP TRIGGER guard_release_stays ON reports_release", "missing"),
        ("ALTER TABLE reports_edition DISABLE TRIGGER guard_edition_stays", "switched off"),
        (
            "CREATE OR REPLACE FUNCTION guard_release_stays() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NEW; END'",
            "was changed",
        ),
    ],
)
def test_nothing_is_frozen_while_a_guard_of_releases_is_off(wave, staff, approver, mischief, says):
    release = releasing.audit_release(release=releasing.propose_release(wave=wave, by=staff), by=staff)
    release = releasing.approve_release(release=release, by=approver)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(mischief)
    with pytest.raises(ReleaseRefused, match=says):
        releasing.freeze_release(release=release, by=approver)
    assert Release.objects.get().state == Release.State.APPROVED


def with_other_terms(release):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_release DISABLE TRIGGER guard_release_stays")
        Release.objects.filter(pk=release.pk).update(terms_hash="0" * 64)
        cursor.execute("ALTER TABLE reports_release ENABLE ALWAYS TRIGGER guard_release_stays")
    release.refresh_from_db()
    return release


def test_a_release_under_other_terms_than_its_survey_is_not_frozen(wave, staff, approver):
    release = releasing.audit_release(release=releasing.propose_release(wave=wave, by=staff), by=staff)
    release = with_other_terms(releasing.approve_release(release=release, by=approver))
    with pytest.raises(ReleaseRefused, match="other terms"):
        releasing.freeze_release(release=release, by=approver)


def test_a_proposal_under_other_terms_than_its_survey_is_not_counted(wave, staff):
    release = with_other_terms(releasing.propose_release(wave=wave, by=staff))
    with pytest.raises(ReleaseRefused, match="other terms"):
        releasing.audit_release(release=release, by=staff)


def test_a_release_whose_survey_has_other_terms_is_not_read_out(published, tmp_path):
    with_other_terms(published)
    with pytest.raises(CommandError, match="other terms"):
        call_command("export_release", "spring/1", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()

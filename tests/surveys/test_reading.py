"""Reading comments where the web server reaches no key: sealed for one moderator's browser, for hours, and never in the clear."""

from datetime import timedelta

import pytest
from django.utils import timezone

from branches.models import AuditEvent, RoleGrant
from surveys import handing_over, keys, reading
from surveys.models import CommentDecision, CommentReading
from tests.surveys.test_comments import moderator, wave_with

pytestmark = pytest.mark.django_db
SECRET = "A sentence that nobody may find."


@pytest.fixture
def wave():
    return wave_with(SECRET)


@pytest.fixture
def web(monkeypatch):
    """Run as the web server does in production: the key folders belong to another user."""

    class Web:
        def __enter__(self):
            self.patch = monkeypatch.context()
            found = self.patch.__enter__()
            found.setattr(keys, "folders", lambda: ())
            found.setattr(keys, "can_write", lambda: False)

        def __exit__(self, *error):
            self.patch.__exit__(*error)

    return Web()


def test_the_worker_seals_what_a_moderator_asked_for_and_the_pages_go_on_from_there(client, wave, web):
    client.force_login(moderator())
    with web:
        page = client.post(f"/comments/{wave.slug}/open/", follow=True).content.decode()
        assert "Look again" in page
    handing_over.take_and_give()
    body = bytes(CommentReading.objects.get().body)
    assert SECRET.encode() not in body
    with web:
        assert "1 to read" in client.get(f"/comments/{wave.slug}/").content.decode()
        page = client.get(f"/comments/{wave.slug}/next/")
        assert SECRET in page.content.decode()
        fingerprint = page.context["comment"].fingerprint
        client.post(
            f"/comments/{wave.slug}/next/", {"fingerprint": fingerprint, "text": SECRET, "go": "release"}
        )
    assert (CommentDecision.objects.get().text, CommentDecision.objects.get().role) == (
        SECRET,
        "social_worker",
    )


def test_the_key_is_in_the_browser_alone_out_of_scripts_reach_and_only_for_these_pages(client, wave):
    client.force_login(moderator())
    cookie = client.post(f"/comments/{wave.slug}/open/").cookies["reading"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        True,
        "Strict",
        f"/comments/{wave.slug}/",
    )
    assert cookie["max-age"] == ""
    kept = str(list(CommentReading.objects.values())) + str(list(AuditEvent.objects.values()))
    assert cookie.value not in kept
    assert AuditEvent.objects.filter(verb="began to read the comments of").count() == 1


def test_nobody_else_reads_on_with_another_browser_or_name(client, wave):
    first = moderator()
    client.force_login(first)
    secret = client.post(f"/comments/{wave.slug}/open/").cookies["reading"].value
    assert reading.opened(wave=wave, by=first, secret=secret)[0].text == SECRET
    for by, said in ((first, ""), (first, "00" * 32), (moderator("Other"), secret)):
        with pytest.raises(reading.NotReading):
            reading.opened(wave=wave, by=by, secret=said)


def test_a_reading_ends_after_four_hours_and_by_its_button(client, wave):
    by = moderator()
    secret = reading.begin(wave=wave, by=by)
    CommentReading.objects.update(begun_at=timezone.now() - timedelta(hours=4, minutes=1))
    with pytest.raises(reading.NotReading):
        reading.opened(wave=wave, by=by, secret=secret)
    handing_over.take_and_give()
    assert not CommentReading.objects.exists()
    client.force_login(by)
    client.post(f"/comments/{wave.slug}/open/")
    assert CommentReading.objects.exists()
    client.post(f"/comments/{wave.slug}/shut/")
    assert not CommentReading.objects.exists()


def test_who_is_no_moderator_any_more_gets_nothing_from_the_worker(wave, web):
    by = moderator()
    with web:
        reading.begin(wave=wave, by=by)
    RoleGrant.objects.filter(user=by).delete()
    handing_over.take_and_give()
    assert not CommentReading.objects.exists()


def test_a_key_folder_of_another_user_is_out_of_reach_and_no_error(tmp_path, settings):
    """Tried as another user, since root may look into any folder."""
    import os

    shut = tmp_path / "shut"
    (shut / "keys").mkdir(parents=True)
    shut.chmod(0o000)
    settings.KEY_FOLDERS = [shut / "keys"]

    class Held:
        key_id = "00"

    child = os.fork()
    if not child:
        if os.getuid() == 0:
            os.setuid(65534)
        answers = None
        try:
            answers = keys.can_write(), keys.has_key(Held, "store")
        finally:
            os._exit(0 if answers == (False, False) else 1)
    assert os.waitpid(child, 0)[1] == 0
    shut.chmod(0o700)

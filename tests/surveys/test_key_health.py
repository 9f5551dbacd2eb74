"""A survey whose keys can't be opened says so to machines and lets nobody begin in vain."""

import json

import pytest

from surveys import duties
from surveys.models import SealedResponse, Wave
from surveys.open_waves import forget
from tests.surveys.asking import Respondent, one, open_wave, page, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return open_wave(questionnaire(page("work", one("staffing"))))


@pytest.fixture
def lost_keys(settings):
    kept = settings.KEY_FOLDERS

    def lose():
        settings.KEY_FOLDERS = [kept[0].parent / "lost"]
        duties.check_keys()
        forget()

    def find():
        settings.KEY_FOLDERS = kept
        duties.check_keys()
        forget()

    return lose, find


def test_healthz_tells_that_no_copy_of_a_key_opens(client, wave, lost_keys):
    lose, find = lost_keys
    assert client.get("/healthz").json()["checks"]["survey keys"] == "ok"
    lose()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["checks"]["survey keys"]) == (503, "failed")
    find()
    assert client.get("/healthz").status_code == 200


def test_nobody_begins_a_survey_that_takes_no_answers(client, wave, lost_keys):
    lost_keys[0]()
    answer = client.get("/survey/tiny/")
    assert answer.status_code == 503
    assert "cannot take answers just now" in answer.content.decode()


def test_who_was_under_way_is_told_that_nothing_was_saved_and_can_send_later(client, wave, lost_keys):
    lose, find = lost_keys
    person = Respondent(client).begin().press(staffing="agree")
    lose()
    person.press()
    assert person.response.status_code == 503
    assert "Nothing was saved" in person.errors
    assert SealedResponse.objects.count() == 0
    find()
    assert person.press().has("thanks")


def other(content):
    """Return the key file with another key of the right length in it."""
    secret = json.loads(content)["secret"]
    return content.replace(
        secret[:8].encode(), secret[:8][::-1].encode() if secret[:8] != secret[7::-1] else b"0" * 8
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: b"[]",
        lambda content: content.replace(b'"secret": "', b'"secret": "00'),
        lambda content: bytes(len(content)),
        other,
    ],
    ids=["empty", "half", "a list", "too long", "zeros", "another key"],
)
def test_a_damaged_copy_of_every_key_pauses_the_survey_until_a_good_one_is_back(
    client, wave, settings, damage
):
    files = [path for folder in settings.KEY_FOLDERS for path in folder.glob("*.inbox.json")]
    good = {path: path.read_bytes() for path in files}
    assert len(good) == 2
    person = Respondent(client).begin().press(staffing="agree")
    for path in files[1:]:
        path.write_bytes(damage(good[path]))
    duties.check_keys()
    assert not Wave.objects.get().paused, "one good copy is enough"
    files[0].write_bytes(damage(good[files[0]]))
    duties.check_keys()
    forget()
    assert (person.press().response.status_code, SealedResponse.objects.count()) == (503, 0)
    for path, content in good.items():
        path.write_bytes(content)
    duties.check_keys()
    forget()
    assert person.press().has("thanks")

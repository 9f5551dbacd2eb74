"""Tests of the ratchet, keys and retention: what is promised at opening can't be loosened or undone."""

import datetime
import json

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from branches.models import AuditEvent
from surveys import anonymity, counts, duties, keys, store, terms, waves
from surveys.guards import GUARDS
from surveys.models import Invitation, SealedResponse, StoreBlock, Wave
from tests.surveys import attackers, making

pytestmark = pytest.mark.django_db
LOOSER = {
    "k": 21,
    "threshold": 12,
    "retention_until": datetime.date(2040, 1, 1),
    "mode": "invitation",
    "geography": "named_groups",
    "expected_size": 5,
    "declared_pairs": [["role", "staffing"]],
    "definition": {"pages": []},
    "named_groups": {"S12900001": 1},
    "public_key": "0" * 64,
    "key_id": "another",
    "terms_hash": "0" * 64,
    "body_size": 1,
    "slug": "other",
}


@pytest.mark.parametrize("field", LOOSER)
def test_no_term_changes_once_the_wave_is_open(field):
    making.opened()
    with pytest.raises(DatabaseError, match="cannot change once it is open"), transaction.atomic():
        Wave.objects.update(**{field: LOOSER[field]})


@pytest.mark.parametrize("field", sorted(set(LOOSER) - {"public_key", "key_id", "terms_hash", "body_size"}))
def test_a_draft_may_still_change(field):
    making.draft()
    Wave.objects.update(**{field: LOOSER[field]})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["plainly", "as a replica"])
def test_the_terms_are_held_against_a_superuser_too(how):
    making.opened()
    with attackers.superuser() as made, made.cursor() as cursor:
        if how == "as a replica":
            cursor.execute("SET session_replication_role = replica")
        with pytest.raises(Exception, match="cannot change once it is open"):
            cursor.execute("UPDATE surveys_wave SET k = 30")


@pytest.mark.parametrize(("field", "value"), [("k", 19), ("threshold", 9)])
def test_k_and_the_threshold_have_a_floor(field, value):
    with pytest.raises(ValidationError):
        making.draft(**{field: value})
    making.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.update(**{field: value})


@pytest.mark.parametrize("state", ["draft", "open"])
def test_a_closed_wave_is_never_opened_again(state):
    making.mixed()
    with pytest.raises(DatabaseError, match="does not go from"), transaction.atomic():
        Wave.objects.update(state=state)


def test_a_real_wave_that_was_opened_cannot_be_deleted_but_a_practice_wave_can():
    making.opened("real")
    making.mixed("practice", simulated=True)
    with pytest.raises(DatabaseError, match="is not deleted"), transaction.atomic():
        Wave.objects.get(slug="real").delete()
    Wave.objects.get(slug="practice").delete()
    assert not StoreBlock.objects.exists()


def test_no_sealed_response_is_changed_or_deleted_while_the_wave_is_open():
    making.send(making.opened())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        SealedResponse.objects.update(body=b"x")
    with pytest.raises(DatabaseError, match="while its wave is open"), transaction.atomic():
        SealedResponse.objects.all().delete()


def test_stored_responses_of_a_real_wave_are_neither_changed_nor_deleted():
    making.mixed()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        StoreBlock.objects.update(rows=1)
    with pytest.raises(DatabaseError, match="until its date of retention"), transaction.atomic():
        StoreBlock.objects.all().delete()


def test_a_used_code_never_becomes_unused():
    from surveys import invitations

    wave = making.opened(mode="invitation")
    (code,) = invitations.issue_codes(wave=wave, count=1, by=None)
    making.send(wave, code=code)
    with pytest.raises(DatabaseError), transaction.atomic():
        Invitation.objects.update(used=False)


def test_opening_writes_each_key_into_every_folder_with_the_hash_of_the_terms(settings):
    wave = making.opened()
    for folder in settings.KEY_FOLDERS:
        assert folder.stat().st_mode & 0o077 == 0
        for kind in keys.KINDS:
            path = keys.path_of(folder, wave.key_id, kind)
            assert json.loads(path.read_text())["terms"] == wave.terms_hash
            assert path.stat().st_mode & 0o077 == 0


def test_a_wave_does_not_open_when_a_folder_keeps_no_key(settings, tmp_path):
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("")
    settings.KEY_FOLDERS = [*settings.KEY_FOLDERS, blocked]
    with pytest.raises(keys.KeyNotWritten):
        making.opened()
    assert Wave.objects.get().state == "draft"
    assert not list(settings.KEY_FOLDERS[0].glob("*"))


def test_a_wave_without_a_working_key_is_paused_and_taken_up_when_it_is_back(settings):
    wave, folders = making.opened(), settings.KEY_FOLDERS
    settings.KEY_FOLDERS = [folders[0].parent / "lost", folders[1]]
    duties.check_keys()
    wave.refresh_from_db()
    assert not wave.paused
    settings.KEY_FOLDERS = [folders[0].parent / "lost"]
    duties.check_keys()
    wave.refresh_from_db()
    assert wave.paused
    settings.KEY_FOLDERS = folders
    duties.check_keys()
    wave.refresh_from_db()
    assert not wave.paused


def test_the_worker_opens_closes_and_mixes_on_the_waves_dates():
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    making.draft("due", simulated=True, opens_at=now - hour, approved=True)
    making.draft("not-approved", simulated=True, opens_at=now - hour)
    making.draft("later", simulated=True, opens_at=now + hour, approved=True)
    duties.open_and_close()
    states = dict(Wave.objects.values_list("slug", "state"))
    assert states == {"due": "open", "not-approved": "draft", "later": "draft"}
    wave = Wave.objects.get(slug="due")
    for number in range(20):
        making.send(wave, number)
    Wave.objects.filter(pk=wave.pk).update(closes_at=now - hour / 2)
    duties.open_and_close()
    wave.refresh_from_db()
    assert (wave.state, wave.responses) == ("mixed", 20)


def test_after_its_date_a_waves_answers_are_gone_everywhere_for_ever(settings):
    wave = making.mixed()
    stolen = bytes(StoreBlock.objects.first().body)
    kept = {path: path.read_bytes() for folder in settings.KEY_FOLDERS for path in folder.iterdir()}
    assert kept
    with making_time_pass(wave):
        duties.destroy_past_retention()
    wave.refresh_from_db()
    assert wave.state == "ended"
    assert not [path for folder in settings.KEY_FOLDERS for path in folder.iterdir()]
    with pytest.raises(store.StoreShut):
        counts.count_wave(wave)
    assert bytes(StoreBlock.objects.first().body) == stolen  # without a key, noise
    assert not any(result.broken for result in anonymity.attempts(wave))


def making_time_pass(wave):
    import time_machine

    return time_machine.travel(datetime.datetime.combine(wave.retention_until, datetime.time(12)), tick=False)


def test_before_its_date_nothing_is_destroyed():
    wave = making.mixed()
    duties.destroy_past_retention()
    wave.refresh_from_db()
    assert wave.state == "mixed"


TODAY = datetime.date(2026, 11, 22)
CLOSING = datetime.datetime(2026, 12, 22, 17, tzinfo=datetime.UTC)
AT_ONCE, TOO_SOON = "destroyed at once", "destroyed before the survey has closed"


@pytest.mark.parametrize(
    ("kept_until", "terms", "words"),
    [
        (datetime.date(2020, 1, 1), {}, AT_ONCE),
        (TODAY, {}, AT_ONCE),
        (datetime.date(2026, 11, 23), {}, None),
        (CLOSING.date(), {"closes_at": CLOSING}, TOO_SOON),
        (datetime.date(2026, 12, 23), {"closes_at": CLOSING}, None),
        (CLOSING.date(), {"opens_at": CLOSING}, TOO_SOON),
        (datetime.date(2026, 12, 23), {"opens_at": CLOSING}, None),
        (TODAY, {"opens_at": CLOSING - datetime.timedelta(365), "simulated": True}, AT_ONCE),
    ],
)
def test_answers_are_kept_beyond_today_and_the_close(kept_until, terms, words, time_machine):
    time_machine.move_to(datetime.datetime.combine(TODAY, datetime.time(12)), tick=False)
    if words is None:
        making.draft(retention_until=kept_until, **terms)
        return
    with pytest.raises(waves.WaveError, match=words):
        making.draft(retention_until=kept_until, **terms)
    assert not Wave.objects.exists()


@pytest.mark.parametrize("terms", [{}, {"closes_at": CLOSING}, {"opens_at": CLOSING}])
def test_answers_are_kept_two_years_from_the_last_day_known(terms, time_machine):
    time_machine.move_to(datetime.datetime.combine(TODAY, datetime.time(12)), tick=False)
    last = CLOSING.date() if terms else TODAY
    assert making.draft(**terms).retention_until == last + datetime.timedelta(days=730)


@pytest.mark.parametrize("begin", [waves.open_wave, waves.begin_import, waves.approve_wave])
def test_a_draft_whose_day_has_come_does_not_begin(begin, time_machine):
    wave = making.draft(simulated=True)
    time_machine.move_to(datetime.datetime.combine(wave.retention_until, datetime.time(12)), tick=False)
    with pytest.raises(waves.WaveError, match=AT_ONCE):
        begin(wave=wave, by=None)
    wave.refresh_from_db()
    assert (wave.state, wave.approved) == ("draft", False)


def test_the_command_refuses_a_day_on_which_the_answers_would_be_gone_at_once():
    making.version("small")
    options = {"mode": "open", "open": True, "retention_until": datetime.date(2020, 1, 1)}
    with pytest.raises(CommandError, match="would be destroyed at once: choose a day that is still to come"):
        call_command("create_wave", "small", "one", **options)
    assert not Wave.objects.exists()


def test_a_restored_database_opens_with_its_key_folders_and_never_without(settings):
    """The database alone is what a backup holds; keys are never in it."""
    wave = making.mixed()
    assert sum(len(rows) for rows in store.open_blocks(wave)) == 25
    folders = settings.KEY_FOLDERS
    settings.KEY_FOLDERS = [folders[0].parent / "new machine"]
    with pytest.raises(keys.KeyMissing):
        list(store.open_blocks(wave))
    settings.KEY_FOLDERS = [folders[1]]
    assert sum(len(rows) for rows in store.open_blocks(wave)) == 25


@pytest.mark.parametrize(
    "count", [(0, "under 10"), (9, "under 10"), (10, "10–24"), (24, "10–24"), (25, "25–49"), (50, "50+")]
)
def test_participation_is_told_in_bands(count):
    assert duties.band_of(count[0]) == count[1]


def test_every_step_of_a_waves_life_is_in_the_audit_without_a_word_on_responses():
    making.mixed()
    events = AuditEvent.objects.filter(subject_type="surveys.wave").order_by("id")
    assert [event.verb for event in events] == [
        "made the survey",
        "opened the survey",
        "closed the survey",
        "mixed the survey",
    ]
    assert "25" not in str([event.detail for event in events if "terms" not in event.detail])


def test_the_terms_hash_covers_what_the_row_says():
    wave = making.opened()
    assert terms.faults(wave) == []
    wave.threshold = 11
    assert terms.faults(wave) == ["the terms of one are not those it was opened with"]


def test_commands_name_what_is_wrong_and_end_with_an_error():
    making.draft()
    for command, options in [
        ("create_wave", {"mode": "open"}),
        ("close_wave", {}),
        ("mix", {}),
        ("check_anonymity", {}),
    ]:
        arguments = ["nowhere", "nowhere"] if command == "create_wave" else ["nowhere"]
        with pytest.raises(CommandError, match="there is no"):
            call_command(command, *arguments, **options)
    with pytest.raises(CommandError, match="is not closed"):
        call_command("mix", "one")
    with pytest.raises(CommandError, match="already exists"):
        call_command("create_wave", "for-one", "one", mode="open")


def test_a_draft_is_not_closed_because_it_was_never_opened():
    wave = making.draft()
    with pytest.raises(CommandError, match="^one was never opened: there is nothing to close$"):
        call_command("close_wave", "one")
    with pytest.raises(waves.WaveError, match="was never opened"):
        waves.close_wave(wave=wave, by=None)
    wave.refresh_from_db()
    assert wave.state == "draft"


def test_create_and_close_from_the_shell(capsys):
    making.version("small")
    call_command("create_wave", "small", "two", "--open", mode="open")
    wave = Wave.objects.get(slug="two")
    assert wave.is_open
    for number in range(20):
        making.send(wave, number)
    call_command("close_wave", "two")
    wave.refresh_from_db()
    assert (wave.state, wave.responses) == ("mixed", 20)


@pytest.mark.parametrize(
    "pairs",
    [
        [["role"]],
        [["role", "role"]],
        [["role", "caseload"]],
        [["role", "nothing"]],
        [["role", "staffing"]] * 7,
    ],
)
def test_wrong_declared_pairs_are_refused(pairs):
    with pytest.raises(waves.WaveError):
        making.draft(declared_pairs=pairs)


@pytest.mark.django_db(transaction=True)
def test_neither_a_start_nor_a_count_goes_on_with_broken_terms():
    wave = making.mixed()
    terms.refuse_broken_terms()
    with making.guard_off("surveys_wave", "guard_wave_terms") as cursor:
        cursor.execute("UPDATE surveys_wave SET threshold = 11")
        with pytest.raises(ImproperlyConfigured, match="switched off"):
            terms.refuse_broken_terms()
    with pytest.raises(ImproperlyConfigured, match="not those it was opened with"):
        terms.refuse_broken_terms()
    wave.refresh_from_db()
    with pytest.raises(terms.TermsBroken):
        counts.count_wave(wave)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("mischief", "how"),
    [("DISABLE TRIGGER USER", "switched off"), ("ENABLE TRIGGER USER", "not switched on for every session")],
)
def test_a_guard_that_is_off_or_only_half_on_is_told_with_what_switches_it_on_again(mischief, how):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE surveys_wave {mischief}")
        found = terms.guard_faults()
        assert found
        for fault in found:
            told, _, again = fault.removesuffix(")").partition(" (on again by: ")
            assert told.endswith(how)
            cursor.execute(again)
    assert terms.guard_faults() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mischief", ["DROP TRIGGER guard_wave_terms ON surveys_wave", "rewritten"])
def test_a_guard_that_was_dropped_or_rewritten_is_noticed(mischief):
    guard = next(each for each in GUARDS if each.name == "guard_wave_terms")
    if mischief == "rewritten":
        mischief = (
            "CREATE OR REPLACE FUNCTION guard_wave_terms() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NEW; END'"
        )
    assert terms.guard_faults() == []
    with connection.cursor() as cursor:
        cursor.execute(mischief)
        try:
            assert len(terms.guard_faults()) == 1
        finally:
            cursor.execute(guard.install_sql)
    assert terms.guard_faults() == []

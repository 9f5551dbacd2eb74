"""Briefings for all council areas: every file whole, the same release in all, taken up where a killed worker stopped."""

import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from reports import freshness, packs
from reports.documents.basis import CannotBuild
from reports.models import BriefingPack, Release
from reports.whole_files import write_whole
from tests import factories
from tests.reports import shelves
from tests.reports.documents.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    freshness.forget()
    yield
    freshness.forget()


@pytest.fixture
def pack():
    shelves.release()
    return packs.ask_for_pack(by=factories.staff())


def files(pack):
    with zipfile.ZipFile(packs.zip_of(pack)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


def test_every_council_area_gets_a_pdf_and_a_word_file_of_its_own(pack):
    packs.make_waiting()
    pack.refresh_from_db()
    found = files(pack)
    assert pack.state == BriefingPack.State.DONE
    assert len(found) == 2 * len(shelves.COUNCILS)
    assert all("simulated" in name for name in [*found, pack.file_name])
    for code, council, _ in shelves.COUNCILS:
        for kind in packs.KINDS:
            data = next(data for name, data in found.items() if name.endswith(f"{code}.{kind}"))
            assert f"Simulated: Briefing for {council}" in words_of(kind, data)


def test_a_worker_killed_half_way_goes_on_and_the_zip_is_the_same(pack, monkeypatch):
    whole = packs.ask_for_pack(by=pack.asked_by)
    packs.make(whole)
    made = []
    real = packs.rendered
    monkeypatch.setattr(packs, "rendered", lambda document, kind: _until_killed(real, made, document, kind))
    with pytest.raises(KeyboardInterrupt):
        packs.make_waiting()
    assert packs.progress(pack)[0] == 3
    assert not packs.zip_of(pack).exists()
    again = []
    monkeypatch.setattr(packs, "rendered", lambda document, kind: again.append(kind) or real(document, kind))
    packs.make_waiting()
    assert len(again) == 3  # what stood there already was not made again
    assert packs.zip_of(pack).read_bytes() == packs.zip_of(whole).read_bytes()


def _until_killed(real, made, document, kind):
    if len(made) == 3:
        raise KeyboardInterrupt
    made.append(kind)
    return real(document, kind)


def test_what_a_killed_worker_half_wrote_is_no_file(pack):
    folder = packs.folder_of(pack)
    folder.mkdir(parents=True)
    (folder / ".half").write_bytes(b"%PDF-half")
    assert packs.progress(pack)[0] == 0
    packs.make_waiting()
    assert len(files(pack)) == 2 * len(shelves.COUNCILS)


def test_a_fault_in_one_document_ends_the_order_with_its_reason_and_not_the_next_one(pack, monkeypatch):
    other = packs.ask_for_pack(by=pack.asked_by)
    real = packs.rendered
    first = []

    def broken(document, kind):
        if not first:
            first.append(kind)
            raise ValueError("words of the record")
        return real(document, kind)

    monkeypatch.setattr(packs, "rendered", broken)
    packs.make_waiting()
    pack.refresh_from_db()
    other.refresh_from_db()
    assert (pack.state, other.state) == (BriefingPack.State.FAILED, BriefingPack.State.DONE)
    assert "ValueError" in pack.problem
    assert "words of the record" not in pack.problem


def test_the_page_of_an_order_under_way_refreshes_itself_until_its_reader_stops_it(client, pack):
    client.force_login(pack.asked_by)
    address = pack.get_absolute_url()
    under_way = client.get(address).content.decode()
    assert '<meta http-equiv="refresh" content="5">' in under_way
    assert "0 of 6: " in under_way
    assert "http-equiv" not in client.get(f"{address}?still=1").content.decode()
    write_whole(_in(packs.folder_of(pack)) / "council-briefing-x-S12000049.pdf", b"%PDF-")
    assert "The newest: council-briefing-x-S12000049.pdf" in client.get(address).content.decode()
    packs.make(pack)
    assert "http-equiv" not in client.get(address).content.decode()


def _in(folder):
    folder.mkdir(parents=True)
    return folder


def test_a_release_that_was_withdrawn_meanwhile_stops_the_pack_with_the_reason(pack):
    release = Release.objects.get()
    release.state, release.reason, release.withdrawn_at = "withdrawn", "Wrong.", timezone.now()
    release.save()
    freshness.forget()
    packs.make_waiting()
    pack.refresh_from_db()
    assert pack.state == BriefingPack.State.FAILED
    assert "no published release" in pack.problem
    with pytest.raises(CannotBuild):
        packs.make(pack)


def test_a_pack_of_last_week_is_dropped_with_its_files(pack):
    packs.make(pack)
    BriefingPack.objects.update(asked_at=timezone.now() - timedelta(days=8))
    packs.make_waiting()
    assert not packs.zip_of(pack).exists()
    assert not BriefingPack.objects.exists()


def test_the_page_tells_how_far_it_is_and_gives_the_zip(client, pack):
    client.force_login(pack.asked_by)
    assert "0 of 6 files made" in client.get(pack.get_absolute_url()).content.decode()
    assert client.get(f"{pack.get_absolute_url()}briefings.zip").status_code == 404
    packs.make(pack)
    assert "Download the zip" in client.get(pack.get_absolute_url()).content.decode()
    answer = client.get(f"{pack.get_absolute_url()}briefings.zip")
    assert "council-briefing-all-councils-simulated" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_asking_is_one_press_and_one_audit_event(client):
    shelves.release()
    client.force_login(factories.staff())
    page = client.post("/documents/packs/", follow=True)
    assert page.status_code == 200
    assert BriefingPack.objects.count() == 1

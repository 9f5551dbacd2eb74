"""A whole site whose database hangs, cannot start, or stands on a full disk: honest in time, and well again by itself."""

import http.client
import shutil
import subprocess
import time
from contextlib import contextmanager

import psycopg2
import pytest

from promise_tracker import embedded
from tests import site
from tests.respondent import Browser
from tests.soak import processes, ready

pytestmark = pytest.mark.slow
HONEST_WITHIN, BACK_WITHIN = 5, 10  # seconds
DISK = "3g"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The demo, with the data folder of its database on a disk of its own that can be filled."""
    folder = tmp_path_factory.mktemp("outages")
    cluster = ready.stopped(folder)
    if not _mount_small_disk(cluster):
        site.discard(cluster)
        pytest.skip("a disk of limited size can be mounted by root only")
    end = lambda: subprocess.run(["umount", "--lazy", cluster.data], check=True)  # noqa: E731
    with site.running(folder, when_ended=end, LOAD_DEMO="true") as found:
        yield found


def _mount_small_disk(cluster):
    """Put the data folder on a filesystem in memory, with what was in it. False when we may not."""
    aside, owner = cluster.folder / "aside", cluster.data.stat()
    cluster.data.rename(aside)
    cluster.data.mkdir()
    options = f"size={DISK},mode=0700,uid={owner.st_uid},gid={owner.st_gid}"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", cluster.data]
    mounted = shutil.which("mount") and subprocess.run(command, capture_output=True).returncode == 0
    if mounted:
        subprocess.run(["cp", "-a", f"{aside}/.", cluster.data], check=True)
    shutil.rmtree(aside)
    return mounted


def cluster_of(running):
    return embedded.cluster_at(running.environment["VAR_DIR"])


@contextmanager
def hung(running):
    """Every process of the database stopped, as a machine does that hangs."""
    master = processes.postmaster(running)
    every = [master, *processes.children_of(master)]
    processes.stop(every)
    try:
        yield
    finally:
        processes.go_on(every)


@contextmanager
def stopped(running):
    """Killed, and kept from starting again."""
    inside = cluster_of(running).data / "global"
    inside.chmod(0)
    processes.kill(processes.postmaster(running))
    try:
        yield
    finally:
        inside.chmod(0o700)


@contextmanager
def full(running):
    """No byte is left for tables."""
    filling = fill(cluster_of(running).data)
    try:
        yield
    finally:
        filling.unlink()


@contextmanager
def full_to_the_log(running):
    """No byte is left, and the write-ahead log needs a new file: the server gives up."""
    cluster = cluster_of(running)
    filling = fill(cluster.data)
    try:
        with pytest.raises(psycopg2.Error):
            while True:
                ask(cluster, "SELECT pg_logical_emit_message(true, 'filling', repeat('x', 4000000))::text")
        assert "PANIC" in (cluster.folder / "server.log").read_text()
        yield
    finally:
        filling.unlink()


def fill(folder):
    """A file that takes all the room there is."""
    path = folder / "filling"
    with path.open("wb") as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(65536))
            file.flush()
    return path


def ask(cluster, sql):
    made = psycopg2.connect(
        dbname=embedded.DATABASE, user=embedded.ROLE, host=str(cluster.clients_folder), connect_timeout=4
    )
    try:
        with made, made.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        made.close()


def stored(running):
    return ask(cluster_of(running), "SELECT count(*) FROM surveys_sealedresponse")


def at_the_end_of_the_survey(running):
    """Somebody who has filled in something and has the last page before them."""
    person = Browser(running.url).get("/survey/open/").press()
    person.press("finish", role="social_worker")
    assert person.status == 200, person.words
    return person


def status(running, address):
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=HONEST_WITHIN)
    try:
        connection.request("GET", address)
        return connection.getresponse().status
    finally:
        connection.close()


def send_until_refused(running, person):
    """A full disk still has room inside its files: people are thanked until there is none. (Refused, thanked.)"""
    for thanked in range(2000):
        if not person.press("send").is_thanked():
            return person, thanked
        person = at_the_end_of_the_survey(running)
    raise AssertionError("every response was taken")


def published_addresses(running):
    """The list of everything published, the editions and one's files; not the zip of all data, made when asked for."""
    editions = links_of(running, "/published/")
    return ["/published/", *editions, *links_of(running, editions[0])]


def links_of(running, address):
    found = {link for link in Browser(running.url).get(address).tree.xpath("//a/@href") if "#" not in link}
    below = (link for link in found if link.startswith("/published/") and link != "/published/")
    return sorted(link for link in below if not link.endswith(".zip"))


# A server that hangs or is killed may have the request on its way: then nobody can know, and the page says that.
SURE, IN_DOUBT = "Nothing was saved", "confirm that your answers were saved"


@pytest.mark.parametrize("outage", [hung, stopped, full, full_to_the_log])
def test_an_outage_is_told_in_time_published_pages_stay_and_all_is_well_again_by_itself(running, outage):
    site.wait_for(running.port, 60)
    before, published = stored(running), published_addresses(running)
    assert any(address.endswith(".pdf") for address in published), published
    person = at_the_end_of_the_survey(running)
    with outage(running):
        person, thanked = send_until_refused(running, person)
        told = person.took
        assert (person.status, told < HONEST_WITHIN) == (503, True), (told, person.words)
        assert SURE in person.words or (outage is not full and IN_DOUBT in person.words), person.words
        assert "1 of " in person.words  # the answers are still on the page
        assert status(running, "/healthz") == 503
        assert [status(running, address) for address in published] == [200] * len(published)
    began = time.monotonic()
    while not (person.press("send").is_thanked() and running.is_well()):
        assert time.monotonic() - began < BACK_WITHIN, person.words
        time.sleep(0.3)
    back = time.monotonic() - began
    print(
        f"{outage.__name__}: told after {told:.1f} s, {thanked} thanked meanwhile, well again after {back:.1f} s"
    )
    assert stored(running) == before + thanked + 1

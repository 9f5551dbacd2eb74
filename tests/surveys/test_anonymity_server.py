"""An attacker's pass over a running web server: answers go in by HTTP alone, then everything it leaves is searched.

The attacker knows who was given which code, when each of them answered and what they wrote, and is the database's
superuser with every file of the server but the memory of its processes.
"""

import contextlib
import itertools
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction

from promise_tracker.programs import programs
from surveys import invitations, mixing, store, waves
from surveys.intake import hash_code, hold_shut
from surveys.models import SealedResponse
from tests.respondent import Browser
from tests.site import INHERITED, free_port
from tests.soak.processes import children_of
from tests.surveys import attackers, making

pytestmark = pytest.mark.django_db(transaction=True)
BASE = Path(__file__).resolve().parents[2]
PEOPLE = 21
RUN = os.urandom(4).hex()


class Server:
    """A web server as a site runs it, on the tests' database, with folders of its own for whatever it may write."""

    def __init__(self, folder, application):
        self.folder, self.port = folder, free_port()
        self.said = folder / "said.txt"
        given = connection.settings_dict
        (folder / "tmp").mkdir(parents=True)
        environment = INHERITED | {
            "DATABASE_URL": f"postgresql://{given['USER']}@/{given['NAME']}?host={given['HOST']}",
            "KEY_FOLDERS": str(folder / "no-keys"),
            "VAR_DIR": str(folder / "var"),
            "TMPDIR": str(folder / "tmp"),
            "HOME": str(folder),
            "TESTING": "true",
            "LOG_LEVEL": "DEBUG",
        }
        options = [
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--no-control-socket",
            "--log-level",
            "debug",
        ]
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}"]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, *options], cwd=BASE, env=environment, stdout=said, stderr=said
            )

    def browser(self, address):
        """Return a browser on a page, waiting for the server while it starts."""
        while True:
            try:
                return Browser(f"http://127.0.0.1:{self.port}").get(address)
            except OSError:
                assert self.process.poll() is None, self.said.read_text()
                time.sleep(0.2)

    def post(self, address, **data):
        """Post as somebody who keeps no cookie."""
        browser = Browser(f"http://127.0.0.1:{self.port}")
        return browser._take(browser.site + address, urlencode(data).encode())

    def files(self):
        return [path for path in self.folder.rglob("*") if path.is_file()]

    def holding(self, *words):
        """Return (word, file) wherever a word stands: in its output and folders, in the database's files and logs."""
        every = itertools.chain(
            ((path, path.read_bytes()) for path in self.files()), attackers.server_files()
        )
        return [(word, path) for path, content in every for word in words if word.encode() in content]


@pytest.fixture(scope="module")
def serve(tmp_path_factory, django_db_setup):
    """Starts servers by application, each once; every test asks a wave of its own name."""
    begun = {}

    def start(application="promise_tracker.wsgi"):
        if application not in begun:
            begun[application] = Server(tmp_path_factory.mktemp("server"), application)
        return begun[application]

    yield start
    for server in begun.values():
        server.process.terminate()
        server.process.wait(30)


@pytest.fixture
def server(serve):
    return serve()


def canary(number):
    return f"lapwing{number:03d}{RUN}"


def answered(server, number, code, wave):
    """Walk from the start to the page before sending."""
    given = making.answers(number, more=canary(number))
    browser = server.browser(f"/survey/{wave.slug}/")
    browser = browser.press(code=code) if code else browser.press()
    browser = browser.press(role=given["role"], council=given["council"])
    browser = browser.press(
        staffing=given["staffing"], changes=given["changes"][0], caseload=given["caseload"]
    )
    return browser.press(more=canary(number))


def dumped():
    """Return what pg_dump writes of the whole database, as the superuser."""
    given = connection.settings_dict
    done = programs().run("pg_dump", "-U", "postgres", "-h", given["HOST"], given["NAME"])
    assert done.returncode == 0, done.stderr
    return done.stdout


def order_of(wave):
    """Return the people in the order in which the store holds their rows: caseloads tell them apart."""
    return [int(row[-1]) for rows in store.open_blocks(wave) for row in rows]


def orders_while_open(wave, codes):
    """Return the people in each order of the inbox: a code's mark and its sealed body share their transaction."""
    numbers = {hash_code(wave, code): number for number, code in enumerate(codes)}
    pairs = "FROM surveys_invitation l JOIN surveys_sealedresponse r ON l.xmin = r.xmin WHERE l.used"
    orders = [
        [numbers[row[0]] for row in attackers.ask(f"SELECT l.code_hash {pairs} ORDER BY {order}")]
        for order in ("r.id", "r.ctid", "r.body", "l.ctid", "l.code_hash")
    ]
    assert all(len(order) == PEOPLE for order in orders), "while it is open this much can be seen"
    return orders


def test_an_invited_crowd_whose_codes_and_times_are_known_cannot_be_traced(server, settings):
    making.emptied("surveys_invitation")
    wave = making.opened("crowd", mode="invitation")
    codes = invitations.issue_codes(wave=wave, count=PEOPLE + 4, by=None)
    arrival = random.sample(range(PEOPLE), PEOPLE)
    deletion = ""
    for number in arrival:
        wish = {"may_withdraw": "yes"} if number == arrival[0] else {}
        sent = answered(server, number, codes[number], wave).press("send", **wish)
        assert sent.is_thanked()
        deletion = deletion or sent.tree.xpath("//div[@class='pt-inset']//code")[0].text
    assert canary(arrival[3]) not in dumped()
    seen = orders_while_open(wave, codes)
    stolen = attackers.ask("SELECT body FROM surveys_sealedresponse ORDER BY ctid")
    assert len(attackers.sizes("surveys_sealedresponse")) == 1

    withdrawn = server.browser("/survey/crowd/delete/").press(code=deletion)
    assert "Your request has been saved" in withdrawn.words
    wave = mixing.mix_wave(waves.close_wave(wave=wave, by=None))

    left = order_of(wave)
    assert sorted(left) == sorted(set(range(PEOPLE)) - {arrival[0]}), (
        "the withdrawn one, and only that, is gone"
    )
    for order in (arrival, sorted(left), *seen):
        assert left != [number for number in order if number in left]
    for table in ("surveys_invitation", "surveys_storeblock"):
        assert attackers.ask(f"SELECT count(DISTINCT xmin::text) FROM {table}") == [(1,)]
    hashes = [row[0] for row in attackers.ask("SELECT code_hash FROM surveys_invitation ORDER BY ctid")]
    assert hashes == sorted(hashes)
    dump = dumped()
    assert not [number for number in range(PEOPLE) if canary(number) in dump or codes[number] in dump]
    assert deletion not in dump
    assert not any(bytes(body).hex() in dump for (body,) in stolen)
    assert server.holding(*map(canary, range(PEOPLE)), *codes, deletion) == []


def test_a_code_is_spent_once_and_a_page_sent_again_counts_once(server):
    wave = making.opened("spent", mode="invitation")
    (code,) = invitations.issue_codes(wave=wave, count=1, by=None)
    ready = answered(server, 1, code, wave)
    kept, address = ready.tree.get_element_by_id("page").fields["draft"], "/survey/spent/send/"
    assert ready.press("send").is_thanked()
    again = server.post(address, draft=kept, go="send")
    assert again.is_thanked()
    back = server.post("/survey/spent/page/work/", draft=kept, staffing="disagree", caseload="9")
    other = server.post(address, draft=back_draft(back), go="send")
    assert (other.status, "not saved" in other.words) == (409, True)
    stranger = answered(server, 2, code, wave).press("send")
    assert (stranger.status, "has been used" in stranger.words) == (409, True)
    assert canary(2) not in server.said.read_text()
    assert SealedResponse.objects.count() == 1


def back_draft(browser):
    return browser.tree.get_element_by_id("page").fields["draft"]


def test_drafts_that_are_not_this_pages_own_send_nothing(server):
    """Of another wave, tampered with, of a version since replaced, and one kept back until after the close."""
    wave, other = making.opened("drafts"), making.opened("others")
    mine = back_draft(answered(server, 1, "", wave))
    theirs = back_draft(answered(server, 2, "", other))
    middle = len(mine) // 2
    tampered = mine[:middle] + ("A" if mine[middle] != "A" else "B") + mine[middle + 1 :]
    for draft in (theirs, tampered, "", "A" * 5000, "é"):
        sent = server.post("/survey/drafts/send/", draft=draft, go="send")
        assert not sent.is_thanked()
        assert canary(2) not in sent.words
        told = server.post("/survey/drafts/page/words/", draft=draft, more="kept")
        assert (told.status, "could not be read" in told.words) == (400, True)
        assert told.tree.get_element_by_id("page").fields["more"].strip() == "kept"
    for number in range(20):
        making.send(wave, number)
    wave = mixing.mix_wave(waves.close_wave(wave=wave, by=None))
    late = server.post("/survey/drafts/send/", draft=mine, go="send")
    assert (late.status, canary(1) in late.words) == (410, True), (
        "refused, and what was written is given back"
    )
    assert wave.responses == 20
    assert SealedResponse.objects.count() == 0


FAULTS = ("success", "validation", "too much", "a file", "database error", "held", "killed")


def test_a_word_sent_through_the_web_server_leaves_no_trace_whatever_goes_wrong(server, settings):
    wave = making.opened("faults")
    words = {fault: f"curlew{number}{RUN}" for number, fault in enumerate(FAULTS)}
    suffer(server, wave, words)
    subprocess.run(
        [sys.executable, "manage.py", "run_worker", "--once"],
        cwd=BASE,
        env=worker_env(server, settings),
        check=True,
    )
    connection.close()
    assert len(server.said.read_text()) > 200, "it was listened to"
    assert server.holding(*words.values()) == []
    assert [path for path in server.files() if (server.folder / "tmp") in path.parents] == []


def test_the_same_search_finds_a_server_that_talks(serve):
    wave, server = making.opened("talk"), serve("tests.surveys.talkative")
    answered(server, 5, "", wave)
    assert (canary(5), server.said) in server.holding(canary(5))


def worker_env(server, settings):
    """The worker stands beside the web server, and it alone may read the keys."""
    told = Path(f"/proc/{server.process.pid}/environ").read_text().split("\0")
    environment = dict(line.split("=", 1) for line in told if "=" in line)
    return environment | {"KEY_FOLDERS": ",".join(map(str, settings.KEY_FOLDERS))}


def suffer(server, wave, words):
    """Send each word into its own fault."""
    sent = written(server, words["success"]).press("send")
    assert sent.is_thanked()
    wrong = (
        server.browser("/survey/faults/")
        .press()
        .press()
        .press(caseload=words["validation"], staffing=words["validation"])
    )
    assert words["validation"] in wrong.tree.get_element_by_id("page").fields["caseload"]
    assert server.post("/survey/faults/page/words/", more=words["too much"] * 400_000).status == 413
    assert with_file(server, words["a file"]) < 500
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE surveys_sealedresponse ADD CONSTRAINT refuses CHECK (octet_length(body) < 5) NOT VALID"
        )
        try:
            refused = written(server, words["database error"]).press("send")
            assert (refused.status, "Nothing was saved" in refused.words) == (503, True)
        finally:
            cursor.execute("ALTER TABLE surveys_sealedresponse DROP CONSTRAINT refuses")
    ready = written(server, words["held"]), written(server, words["killed"])
    with transaction.atomic():
        hold_shut(wave)
        assert "however often" in ready[0].press("send").words
        kill_while_sending(server, ready[1])
    # What was in doubt may have been taken once the door opened; sent again, it counts once.
    for each in ready:
        assert each.press("send").is_thanked()
    assert SealedResponse.objects.count() == 3


def written(server, word):
    return (
        server.browser("/survey/faults/")
        .press()
        .press(role="senior")
        .press(staffing="agree")
        .press(more=word)
    )


def with_file(server, word):
    """Post a form with a file of 3 MB, which Django would spool to the temporary folder."""
    import http.client

    edge = "edge"
    body = f'--{edge}\r\nContent-Disposition: form-data; name="more"; filename="{word}.txt"\r\n\r\n'
    body = (body + word * 150_000 + f"\r\n--{edge}--\r\n").encode()
    asked = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    asked.request(
        "POST", "/survey/faults/page/words/", body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
    )
    return asked.getresponse().status


def kill_while_sending(server, ready):
    """Kill the process that has the sending in hand while the database keeps it waiting."""
    import signal
    import threading

    def press():
        with contextlib.suppress(OSError):
            ready.press("send")

    pressing = threading.Thread(target=press)
    pressing.start()
    time.sleep(1)
    for pid in children_of(server.process.pid):
        os.kill(pid, signal.SIGKILL)
    pressing.join(30)

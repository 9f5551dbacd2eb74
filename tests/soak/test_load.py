"""50 complete responses a second beside 20 readers: none lost, none failed; the figures are printed, not judged.

SOAK_SECONDS, SOAK_RATE and SOAK_READERS change how long, how fast and beside how many. One process, then two and four behind nginx if it is installed.
"""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from contextlib import contextmanager

import pytest

from tests import site
from tests.soak import ready

pytestmark = pytest.mark.slow
SECONDS, RATE, READERS = (
    int(os.environ.get(name, usual))
    for name, usual in (("SOAK_SECONDS", 120), ("SOAK_RATE", 50), ("SOAK_READERS", 20))
)
PAGES = ("/", "/national/", "/councils/")
MAKE_DRAFTS = """
from surveys.drafts import Draft, seal
from surveys.open_waves import wave_for
served = wave_for("{wave}")
answers = {{"role": "social_worker", "council": "S12000029", "team_has_enough_staff": "no", "caseload": "24"}}
for _ in range({count}):
    print(served.addresses["send_url"], seal(Draft(answers=answers, furthest=len(served.way.screens) - 1), served.binding), sep="\\t")
"""
COUNT = """
from surveys.models import SealedResponse
print(SealedResponse.objects.filter(wave__slug="{wave}").count())
"""
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log crit; worker_processes 1;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream web {{ {servers} keepalive 32; keepalive_timeout 30s; }}
  server {{ listen 127.0.0.1:{port};
    location / {{ proxy_pass http://web; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; }} }} }}
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("load")
    ready.stopped(folder)
    with site.running(folder, LOAD_DEMO="false", WEB_CONCURRENCY="2") as found:
        found.manage("import_questionnaire", "surveys/questionnaires/starter.xlsx", "--slug", "starter")
        yield found


def load(running, url, wave):
    """Open a wave, send at the rate, and return (the generator's figures, how many responses stand in the inbox)."""
    running.manage("create_wave", "starter", wave, "--mode", "open", "--open", "--simulated")
    drafts = running.manage("shell", "-v", "0", "-c", MAKE_DRAFTS.format(wave=wave, count=RATE * SECONDS))
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.answering", url, str(RATE), str(SECONDS), str(READERS), *PAGES],
        cwd=site.BASE, input=drafts, capture_output=True, text=True, check=True,
    )  # fmt: skip
    figures = json.loads(done.stdout)
    print(json.dumps({"wave": wave, **figures}))
    return figures, int(running.manage("shell", "-v", "0", "-c", COUNT.format(wave=wave)))


def judge(figures, stored):
    assert figures["sent"] == RATE * SECONDS
    assert figures["taken"] == figures["sent"] == stored
    assert figures["read well"] == figures["read"] > 0


def test_none_is_lost_and_none_fails_at_fifty_a_second(running):
    judge(*load(running, running.url, "load-direct"))


@contextmanager
def behind_nginx(running, folder, processes):
    """`processes` web servers of one process each, and nginx in front that sends each request to any of them."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    ports = [site.free_port() for _ in range(processes)]
    front = site.free_port()
    servers = " ".join(f"server 127.0.0.1:{port};" for port in ports)
    rules = textwrap.dedent(NGINX).format(folder=folder, port=front, servers=servers)
    (folder / "nginx.conf").write_text(rules)
    log = (folder / "web.log").open("w")
    web = [
        subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "promise_tracker.wsgi", "--bind", f"127.0.0.1:{port}",
             "--worker-class", "gthread", "--threads", "4", "--keep-alive", "75", "--no-control-socket", "--log-level", "critical"],
            cwd=site.BASE, env=running.environment | {"STATIC_HASHED": "true"}, stdout=log, stderr=log,
        )
        for port in ports
    ]  # fmt: skip
    proxy = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        for port in (*ports, front):
            site.wait_for(port, 180)  # four starts at once on a busy machine
        yield f"http://127.0.0.1:{front}"
    finally:
        for process in (proxy, *web):
            process.terminate()
            process.wait(30)


@pytest.mark.parametrize("processes", [2, 4])
def test_the_same_behind_nginx_with_nothing_kept_in_a_process(running, tmp_path, processes):
    with behind_nginx(running, tmp_path, processes) as url:
        judge(*load(running, url, f"load-nginx-{processes}"))

"""A production site as the deployment guide has it, on loopback: the guide's nginx site with TLS before its web server."""

import http.client
import secrets
import shutil
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from promise_tracker import embedded
from tests import site
from tests.respondent import Browser
from tests.soak import ready

pytestmark = pytest.mark.slow
DEPLOY = site.BASE / "deploy"
NAME = "localhost"
MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/main.log crit; worker_processes 1;
events {{ worker_connections 1024; }}
http {{ client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s; include {folder}/site.conf; }}
"""
SECRET_WORD = "unmistakablegibberish"


class Production:
    """The site's addresses, its environment, and where its logs are."""

    def __init__(self, folder):
        self.folder = folder
        self.secure, self.plain, self.web = (site.free_port() for _ in range(3))
        self.cluster = embedded.cluster_at(folder)
        self.url = f"https://{NAME}:{self.secure}"
        self.environment = site.INHERITED | {
            "DATABASE_URL": f"postgresql://{embedded.ROLE}@/{embedded.DATABASE}?host={self.cluster.clients_folder}",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": self.url,
            "SWIG_EMAIL": "swig@promise.example",
            "PRESS_CONTACT": "press@promise.example",
            "EMAIL_HOST": "mail.promise.example",
            "KEY_FOLDERS": f"{folder}/keys-one,{folder}/keys-two",
            "VAR_DIR": str(folder / "files"),
            "TESTING": "false",
        }
        self.trust = None

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=site.BASE, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def certify(self):
        """A certificate of the site's own, for a year."""
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "365"]
        command += ["-keyout", self.folder / "key.pem", "-out", self.folder / "certificate.pem"]
        command += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        subprocess.run(command, check=True, capture_output=True)
        self.trust = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))

    def nginx(self):
        rules = (DEPLOY / "nginx.conf").read_text()
        for ours, theirs in {
            "127.0.0.1:8000": f"127.0.0.1:{self.web}",
            "listen 443": f"listen {self.secure}",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen {self.plain};",
            "listen [::]:80;": "",
            "promise.example": NAME,
            "/etc/ssl/promise": str(self.folder),
            "/var/log/nginx": str(self.folder),
        }.items():
            assert ours in rules, ours
            rules = rules.replace(ours, theirs)
        (self.folder / "site.conf").write_text(rules)
        (self.folder / "nginx.conf").write_text(MAIN.format(folder=self.folder))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        return subprocess.Popen([program, "-c", self.folder / "nginx.conf", "-p", self.folder])

    def web_server(self):
        """The unit's own command, with this machine's programs and port."""
        lines = (DEPLOY / "promise-web.service").read_text().splitlines()
        line = next(each for each in lines if each.startswith("ExecStart="))
        command = line.removeprefix("ExecStart=").replace("127.0.0.1:8000", f"127.0.0.1:{self.web}").split()
        command[0] = str(Path(sys.executable).with_name("gunicorn"))
        log = (self.folder / "web.log").open("w")
        return subprocess.Popen(
            command, cwd=site.BASE, env=self.environment, stdout=log, stderr=subprocess.STDOUT
        )

    def wait(self, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.ask("GET", "/healthz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.3)
        raise TimeoutError((self.folder / "web.log").read_text()[-2000:])

    def ask(self, method, address, port=None, **headers):
        if port:
            connection = http.client.HTTPConnection(NAME, port, timeout=10)
        else:
            connection = http.client.HTTPSConnection(NAME, self.secure, timeout=10, context=self.trust)
        connection.request(method, address, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()) or not shutil.which("openssl"):
        pytest.skip("nginx or openssl is not installed")
    made = Production(tmp_path_factory.mktemp("production"))
    ready.started(made.folder)
    processes = []
    try:
        for arguments in (
            ["check", "--deploy", "--fail-level", "WARNING", "--database", "default"],
            ["load_reference"],
            ["collectstatic", "--noinput", "-v", "0"],
            ["import_questionnaire", "surveys/questionnaires/starter.xlsx", "--slug", "starter"],
            ["create_wave", "starter", "pilot", "--mode", "open", "--open"],
        ):
            made.manage(*arguments)
        made.certify()
        processes += [made.web_server(), made.nginx()]
        made.wait()
        yield made
    finally:
        for process in processes:
            process.terminate()
            process.wait(30)
        site.discard(made.cluster)


def test_plain_http_leads_to_tls_and_tls_says_to_stay(production):
    moved = production.ask("GET", "/national/", port=production.plain)
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{NAME}/national/")
    answer = production.ask("GET", "/")
    assert answer.status == 200
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]
    assert production.ask("GET", "/healthz").status == 200


def test_cookies_go_over_tls_only_and_bear_the_hosts_prefix(production):
    cookies = production.ask("GET", "/account/login/").headers.get_all("Set-Cookie")
    assert cookies
    assert all(cookie.startswith("__Host-") and "Secure" in cookie for cookie in cookies)


def test_somebody_answers_over_tls_and_no_log_knows_of_it(production):
    person = Browser(production.url)
    person.opener.handle_open["https"] = [urllib.request.HTTPSHandler(context=production.trust)]
    for handler in person.opener.handle_open["https"]:
        handler.add_parent(person.opener)
    person.get("/survey/pilot/").press()
    person.press("finish", role="social_worker").press("send")
    assert person.is_thanked(), person.words
    production.ask(
        "GET", f"/survey/{SECRET_WORD}/", **{"User-Agent": SECRET_WORD, "X-Forwarded-For": SECRET_WORD}
    )
    time.sleep(0.5)
    logs = [*production.folder.glob("*.log"), *production.folder.glob("*.error")]
    logs.append(production.cluster.folder / "server.log")
    text = "".join(path.read_text(errors="replace") for path in logs)
    assert SECRET_WORD not in text
    assert "127.0.0.1" not in text
    assert "social_worker" not in text

"""A site as it stands in production, for judges that ask for TLS: a proxy with a certificate of its own, and port 80's redirect."""

import contextlib
import datetime
import http.client
import ipaddress
import os
import ssl
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import site

HOST = "localhost"
DROPPED = {"connection", "keep-alive", "transfer-encoding", "server", "date"}


@dataclass(frozen=True)
class Behind:
    """Where it stands; `authority` is the file of the certificate authority to trust."""

    http_port: int
    https_port: int
    authority: Path
    certificate: Path
    inside: int


def certificates(folder):
    """Write an authority's and a host's certificate; returns the two files."""
    authority_key, host_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _signed("tests' authority", authority_key, "tests' authority", authority_key, authority=True)
    certificate = _signed(HOST, host_key, "tests' authority", authority_key, authority=False)
    pem = serialization.Encoding.PEM
    private = host_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "authority.pem").write_bytes(authority.public_bytes(pem))
    (folder / "host.pem").write_bytes(private + certificate.public_bytes(pem))
    return folder / "authority.pem", folder / "host.pem"


def _signed(name, key, by, by_key, authority):
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(by_key, hashes.SHA256())
    )


@contextlib.contextmanager
def running(own_site, folder):
    """Yields a Behind: the demo's database, behind TLS, with the settings that an https address brings."""
    inside, http_port, https_port = (site.free_port() for _ in range(3))
    authority, host = certificates(folder)
    environment = own_site.environment | {
        "SITE_URL": f"https://{HOST}:{https_port}",
        "PORT": str(inside),
        "TRUSTED_PROXY_COUNT": "1",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "promise_tracker.wsgi",
        "--bind",
        f"127.0.0.1:{inside}",
        "--no-control-socket",
    ]
    log = (folder / "behind.log").open("w")
    process = subprocess.Popen(command, cwd=site.BASE, env=environment, stdout=log, stderr=log)
    servers = [_server(_proxy_to(inside), https_port, host), _server(_redirect_to(https_port), http_port)]
    try:
        site.wait_for(inside, 60)
        yield Behind(http_port, https_port, authority, host, inside)
    finally:
        for server in servers:
            server.shutdown()
        process.terminate()
        process.wait(30)
        log.close()


def _server(handler, port, certificate=None):
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Silent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass


def _redirect_to(port):
    class Redirect(_Silent):
        def do_GET(self):
            self.send_response(301)
            self.send_header("Location", f"https://{HOST}:{port}{self.path}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_OPTIONS = do_HEAD = do_GET

    return Redirect


def without(behind, headers):
    """Another proxy to the same site that drops these headers; shut it down afterwards."""
    return _server(_proxy_to(behind.inside, frozenset(headers)), site.free_port(), behind.certificate)


def _proxy_to(port, dropped=frozenset()):
    class Proxy(_Silent):
        def do_GET(self):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.client_address[0]}
            connection.request(self.command, self.path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in DROPPED | dropped | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            connection.close()

        do_OPTIONS = do_HEAD = do_GET

    return Proxy


def with_authority(authority):
    """The environment in which Node trusts the tests' authority."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "NODE_EXTRA_CA_CERTS": str(authority),
    }

"""What the examples of nginx and HAProxy in deploy/ let through, on the real programs."""

import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"
SITE = "book.example.com"
MEGABYTE = 1024 * 1024
# What each file says of the machine that it is for, and what it is here.
WAITS = re.compile(r"(client_header_timeout|timeout http-request) 10s")


@dataclass
class Behind:
    """A program behind the proxy: what reached it."""

    port: int = 0
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    first_bytes: threading.Event = field(default_factory=threading.Event)


@dataclass
class Proxy:
    """A running proxy."""

    name: str
    port: int
    plain: int
    trust: ssl.SSLContext
    behind: Behind

    def ask(self, method: str = "GET", path: str = "/", **how: object) -> httpx.Response:
        given = how.pop("headers", {})
        with httpx.Client(verify=self.trust, timeout=20) as client:
            return client.request(
                method,
                f"https://127.0.0.1:{self.port}{path}",
                headers={"Host": SITE, **given},
                extensions={"sni_hostname": SITE},
                **how,
            )

    def connect(self) -> ssl.SSLSocket:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        return self.trust.wrap_socket(plain, server_hostname=SITE)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def serving(behind: Behind) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            behind.asked.append(f"{self.command} {self.path}")
            behind.headers.append({name.lower(): text for name, text in self.headers.items()})
            left = int(self.headers.get("Content-Length") or 0)
            while left:
                left -= len(self.rfile.read1(left))
                behind.first_bytes.set()
            if self.path == "/hangs-up":
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    behind.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def nginx_command(folder: Path, ports: tuple[int, int], behind: int) -> list[str]:
    text = (DEPLOY / "nginx/voltbay.conf").read_text()
    text = re.sub(r"listen \[::\].*\n", "", text)
    text = text.replace("listen 80", f"listen 127.0.0.1:{ports[0]}")
    text = text.replace("listen 443", f"listen 127.0.0.1:{ports[1]}")
    text = text.replace("/etc/voltbay/", f"{folder}/").replace("/var/log/nginx/", f"{folder}/")
    (folder / "site.conf").write_text(here(text, behind))
    (folder / "whole.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ include {folder}/site.conf; }}\n"
    )
    return ["nginx", "-e", f"{folder}/error.log", "-c", f"{folder}/whole.conf"]


def haproxy_command(folder: Path, ports: tuple[int, int], behind: int) -> list[str]:
    text = (DEPLOY / "haproxy/haproxy.cfg").read_text()
    text = text.replace("bind :80", f"bind 127.0.0.1:{ports[0]}")
    text = text.replace("bind :443", f"bind 127.0.0.1:{ports[1]}")
    text = text.replace("/etc/haproxy/", f"{folder}/")
    (folder / "haproxy.cfg").write_text(here(text, behind))
    return ["haproxy", "-db", "-f", f"{folder}/haproxy.cfg"]


def here(text: str, behind: int) -> str:
    """Point two of the machines at nothing and one at us; wait a second where it would be ten."""
    nobody = free_port()
    for name, port in (("volt1", nobody), ("volt2", behind), ("volt3", nobody)):
        assert f"{name}:8000" in text
        text = text.replace(f"{name}:8000", f"127.0.0.1:{port}")
    text, found = WAITS.subn(r"\1 1s", text)
    assert found
    return text


COMMANDS = {"nginx": nginx_command, "haproxy": haproxy_command}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proxies")
    folder.chmod(0o711)
    names = ("-subj", f"/CN={SITE}", "-addext", f"subjectAltName=DNS:{SITE}")
    files = ("-keyout", "site.key", "-out", "site.crt")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    pair = (folder / "site.crt").read_text() + (folder / "site.key").read_text()
    (folder / "site.pem").write_text(pair)
    return folder


@pytest.fixture(scope="module", params=["nginx", "haproxy"])
def proxy(request: pytest.FixtureRequest, certificate: Path) -> Iterator[Proxy]:
    if not shutil.which(request.param):
        pytest.skip(f"{request.param} is not installed: Debian's package of that name has it")
    ports, behind = (free_port(), free_port()), Behind()
    with serving(behind):
        command = COMMANDS[request.param](certificate, ports, behind.port)
        with (certificate / f"{request.param}.log").open("w") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log)
        trust = ssl.create_default_context(cafile=str(certificate / "site.crt"))
        try:
            wait_for(ports[1], process)
            yield Proxy(request.param, ports[1], ports[0], trust, behind)
        finally:
            process.terminate()
            process.wait(20)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, "it ended at once"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(2.5)  # HAProxy has looked which machines are there
            return
    pytest.fail("it does not listen")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_program_takes_the_file(name: str, certificate: Path):
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed: Debian's package of that name has it")
    look = {"nginx": "-t", "haproxy": "-c"}

    command = [*COMMANDS[name](certificate, (free_port(), free_port()), 9), look[name]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.lower()


def test_machines_that_are_away_are_passed_over(proxy: Proxy):
    assert [proxy.ask().status_code for _ in range(9)] == [200] * 9


def test_what_callers_say_of_themselves_is_replaced(proxy: Proxy):
    lies = {
        "X-Forwarded-For": "198.51.100.1",
        "X-Forwarded-Proto": "http",
        "Forwarded": "for=198.51.100.1",
        "X-Real-IP": "198.51.100.1",
        "X-Forwarded-Host": "evil.example",
        "X-Request-ID": "mine",
        "X_Forwarded_For": "1.1.1.1",
    }

    assert proxy.ask(headers=lies).status_code == 200

    seen = proxy.behind.headers[-1]
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert seen["host"] == SITE
    gone = {"forwarded", "x-real-ip", "x-forwarded-host", "x-request-id", "x_forwarded_for"}
    assert {name for name in gone if seen.get(name)} == set()


def test_a_body_of_thirty_megabytes_is_refused(proxy: Proxy):
    before = len(proxy.behind.asked)

    with proxy.connect() as caller:
        length = f"Content-Length: {30 * MEGABYTE}"
        caller.sendall(f"POST /photo HTTP/1.1\r\nHost: {SITE}\r\n{length}\r\n\r\nxx".encode())

        assert b" 413 " in caller.recv(4096).splitlines()[0]
    assert len(proxy.behind.asked) == before


def test_a_photo_is_taken_and_passed_on_before_all_of_it_is_there(proxy: Proxy):
    size = 10 * MEGABYTE
    head = f"POST /photo HTTP/1.1\r\nHost: {SITE}\r\nContent-Length: {size}\r\n\r\n"
    proxy.behind.first_bytes.clear()
    with proxy.connect() as caller:
        caller.sendall(head.encode() + b"x" * (size // 2))

        assert proxy.behind.first_bytes.wait(10)  # so it lies on no disk of the proxy
        caller.sendall(b"x" * (size - size // 2))

        assert b" 200 " in caller.recv(4096).splitlines()[0]


def test_headers_that_do_not_come_are_not_waited_for(proxy: Proxy):
    with proxy.connect() as caller:
        caller.sendall(b"GET / HTTP/1.1\r\nHost: ")
        began = time.monotonic()

        rest = caller.recv(4096)

        assert rest == b"" or b" 408 " in rest.splitlines()[0]
        assert time.monotonic() - began < 8


def test_other_names_are_not_answered(proxy: Proxy):
    before = len(proxy.behind.asked)
    with proxy.connect() as caller:
        caller.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert b" 200 " not in caller.recv(4096)

    with socket.create_connection(("127.0.0.1", proxy.plain), timeout=20) as caller:
        caller.sendall(b"GET /x HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        assert b"evil" not in caller.recv(4096)

    assert len(proxy.behind.asked) == before


def test_plain_calls_are_sent_to_tls(proxy: Proxy):
    answer = httpx.get(f"http://127.0.0.1:{proxy.plain}/a?b=c", headers={"Host": SITE})

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"https://{SITE}/a?b=c"


def test_measures_are_not_for_everybody(proxy: Proxy):
    assert proxy.ask(path="/metrics").status_code == 404
    assert "GET /metrics" not in proxy.behind.asked


def test_what_may_have_arrived_is_not_sent_twice(proxy: Proxy):
    answer = proxy.ask("POST", "/hangs-up", content=b"a booking")

    assert answer.status_code == 502
    assert proxy.behind.asked.count("POST /hangs-up") == 1

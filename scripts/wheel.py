"""Make what is installed elsewhere: `python scripts/wheel.py`, after the client is built.

1. Build the wheel, which holds the built client, into `var/release`.
2. Put beside it what it and Patroni need, locked with hashes, and `deploy/`.
3. Write the SHA-256 of each file (`SHA256SUMS`).

`--try` then installs it where there is no tree: a fresh environment with just what is locked, a
PostgreSQL without a table, an empty folder to stand in. It migrates, serves and is asked.
"""

import argparse
import base64
import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from voltbay.server.postgres.cluster import running

ROOT = Path(__file__).resolve().parent.parent
RELEASE = ROOT / "var" / "release"
UV = Path(sys.prefix) / "bin" / "uv"
PATIENCE = 90  # seconds
ASSET = re.compile(r'(?:src|href)="\.(/assets/[^"]+)"')


def main() -> None:
    """Build, and try what was built if asked to; exits with what did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--try", action="store_true", dest="is_tried", help="install it and ask it")
    chosen = parser.parse_args()
    wheel = build(RELEASE)
    print(f"{wheel.relative_to(ROOT)}: {wheel.stat().st_size / 2**20:.1f} MB", flush=True)
    if chosen.is_tried:
        with TemporaryDirectory(prefix="voltbay-wheel-", ignore_cleanup_errors=True) as name:
            Path(name).chmod(0o711)  # not closed to the account that root's PostgreSQL runs as
            _try(wheel, Path(name))


def build(release: Path, tree: Path = ROOT) -> Path:
    """Fill the folder with a tree's release, and nothing else; return the wheel."""
    shutil.rmtree(release, ignore_errors=True)
    release.mkdir(parents=True)
    here = ("--no-build-isolation", "--python", sys.executable)
    run(str(UV), "build", "--quiet", "--wheel", *here, "--out-dir", str(release), str(tree))
    (wheel,) = release.glob("*.whl")
    shutil.copy(tree / "requirements" / "app.txt", release / "requirements.txt")
    shutil.copy(tree / "requirements" / "patroni.txt", release / "patroni.txt")
    shutil.copytree(tree / "deploy", release / "deploy")
    (release / ".gitignore").unlink(missing_ok=True)  # uv's
    files = sorted(each for each in release.rglob("*") if each.is_file())
    sums = [f"{_sha256(each)}  {each.relative_to(release)}\n" for each in files]
    (release / "SHA256SUMS").write_text("".join(sums))
    return wheel


def _try(wheel: Path, folder: Path) -> None:
    venv, empty = folder / "venv", folder / "empty"
    empty.mkdir()
    with timed("installing it into an environment of its own"):
        run(sys.executable, "-m", "venv", "--without-pip", str(venv))
        install = (str(UV), "pip", "install", "--quiet", "--python", str(venv / "bin" / "python"))
        locked = wheel.parent / "requirements.txt"
        run(*install, "--require-hashes", "-r", str(locked), cwd=empty)
        run(*install, "--no-deps", str(wheel), cwd=empty)
    voltbay = str(venv / "bin" / "voltbay")
    with running(folder / "database") as url:
        environment = settings(url, empty)
        with timed("migrating an empty database"):
            run(voltbay, "migrate", cwd=empty, env=environment, stdout=subprocess.DEVNULL)
        port = a_port()
        web = [voltbay, "web", "--bind", f"127.0.0.1:{port}", "--processes", "1"]
        with timed("serving"), started(web, environment, empty):
            ask(port)


def settings(url: str, empty: Path) -> dict[str, str]:
    """Return settings of a site without TLS that shows messages on its screen."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(empty),
        "DATABASE_URL": url,
        "VOLTBAY_DEMO": "1",
        "VOLTBAY_SECRET_KEY": secrets.token_urlsafe(48),
        "VOLTBAY_SEALING_KEYS": f"first:{key}",
        "VOLTBAY_RECEIPT_KEY": f"first:{key}",
        "VOLTBAY_FINGERPRINT_KEY": key,
        "VOLTBAY_PHOTOS": str(empty / "photos"),
    }


def ask(port: int) -> None:
    """Ask a running site for its pages; exits with what is not there."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as site:
        _wait_for(site)
        page = site.get("/").text
        assets = ASSET.findall(page)
        if not assets or "not built" in page:
            sys.exit(f"/ is not the owners' client: {page[:200]!r}")
        for path in ("/", "/healthz", "/console/", "/api/v1/agreements", *assets):
            answer = site.get(path, follow_redirects=True)
            print(f"  {answer.status_code} {path} ({len(answer.content)} bytes)", flush=True)
            if not answer.is_success:
                sys.exit(f"{path}: {answer.status_code}")
        kind = site.get("/").headers["Content-Type"]
        if not kind.startswith("text/html"):
            sys.exit(f"/ is {kind}")


def _wait_for(site: httpx.Client) -> None:
    ends_at = time.monotonic() + PATIENCE
    while True:
        try:
            site.get("/healthz")
        except httpx.TransportError:
            if time.monotonic() > ends_at:
                sys.exit("what was installed does not answer")
            time.sleep(0.2)
        else:
            return


@contextmanager
def started(command: list[str], environment: dict[str, str], cwd: Path) -> Iterator[None]:
    """Run a program while the block lasts; its words go to a file there."""
    with (cwd / "web.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=cwd, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def run(*command: str, **how: object) -> None:
    """Run a command; exits if it fails."""
    done = subprocess.run(command, check=False, **how)  # type: ignore[call-overload]
    if done.returncode:
        sys.exit(f"{' '.join(command[:4])} failed with {done.returncode}")


def a_port() -> int:
    """Return a port that is free."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say what is done, and how long it took."""
    began = time.monotonic()
    print(what, flush=True)
    yield
    print(f"  {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()

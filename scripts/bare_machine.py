"""Restore a demo's backup where there is nothing else: `python scripts/bare_machine.py`.

1. Serve a demo; two owners sign in; back it up; one of them closes her account. Then it is gone.
2. On what looks like a bare machine (a fresh clone, an empty home, a PostgreSQL without a table)
   do what docs/operations.md says under "On a bare machine", line by line.
3. Serve the copy: the first owner signs in, a receipt verifies, every photo opens, the second owner
   is still gone, and a worker would not start before the quarantine had ended.

`--installed` skips installing into the clone and uses the packages of this environment.
"""

import argparse
import base64
import hashlib
import json
import os
import re
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
from typing import Any

import httpx
import psycopg

from voltbay.server.postgres.cluster import running

ROOT = Path(__file__).resolve().parent.parent
STAYS, LEAVES = "13800138981", "13800138982"
PATIENCE = 180  # seconds
BASH = shutil.which("bash") or "sh"
SECRETS = re.compile(r"VOLTBAY_(SECRET_KEY|SEALING_KEYS.*|FINGERPRINT_KEY|RECEIPT_KEY.*)$")
PHOTOS = """
from voltbay.recognition import photos
keys = list(photos.every_key())
for key in keys: photos.fetch(key)
print(len(keys), 'photos open')
"""


def documented() -> list[str]:
    """Return the lines that docs/operations.md gives for a bare machine."""
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    block = text.split("**On a bare machine**", 1)[1].split("\n\n", 2)[1]
    return [line.strip() for line in block.splitlines()]


def main() -> None:
    """Do it all; exits with what did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--installed", action="store_true", help="use this environment's packages")
    chosen = parser.parse_args()
    # Not closed to the account that root's PostgreSQL runs as.
    with TemporaryDirectory(prefix="voltbay-bare-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        lost = _a_site_that_is_lost(folder)
        _on_a_bare_machine(folder / "bare", kept=folder / "kept", lost=lost, **vars(chosen))


def _a_site_that_is_lost(folder: Path) -> dict[str, str]:
    """Leave a backup, its identity and secrets in `kept`; return what the copy must know."""
    kept, was, port = folder / "kept", folder / "was", _a_port()
    kept.mkdir()
    with _timed("serving the original, its backup"), _program(folder, "demo", port=port, data=was):
        _wait_for(port)
        environment = _read(was / "environment")
        _sign_in(port, STAYS)
        leaves = _sign_in(port, LEAVES)
        said = _voltbay(environment, "backup", "recipient", str(kept / "identity.txt"))
        to = ("--to", str(kept / "backups"))
        _voltbay(environment, "backup", *to, "--recipient", said.split()[-1])
        _send(leaves, "DELETE", "/me")
        _voltbay(environment, "backup", *to, "erasures")
        with psycopg.connect(environment["DATABASE_URL"]) as database:
            row = database.execute("SELECT min(serial) FROM removals_receipt").fetchone()
    _keep_secrets(environment, kept)
    shutil.rmtree(was)
    return {"serial": row[0] if row else ""}


def _on_a_bare_machine(bare: Path, *, kept: Path, lost: dict[str, str], installed: bool) -> None:
    home, clone = bare / "home", bare / "voltbay"
    home.mkdir(parents=True)
    with _timed("cloning"):
        _run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)])
    (backup,) = (each for each in (kept / "backups").iterdir() if each.is_dir())
    bare.chmod(0o711)
    with running(bare / "database") as url:
        port = _a_port()
        secrets = (kept / "secrets.env").read_text()
        (kept / "secrets.env").write_text(
            f"{secrets}DATABASE_URL='{url}'\nVOLTBAY_PHOTOS='{bare / 'photos'}'\n"
            f"VOLTBAY_PUBLIC_URL='http://127.0.0.1:{port}'\nVOLTBAY_DEMO=1\n"
        )
        given = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "en_GB.UTF-8",
            "BACKUP": str(backup),
            "IDENTITY": str(kept / "identity.txt"),
            "SECRETS": str(kept / "secrets.env"),
        } | {name: os.environ[name] for name in NETWORK if name in os.environ}
        environment = _follow(documented(), given, clone, installed=installed)
        _look(environment, clone, port, lost)


def _follow(
    lines: list[str], given: dict[str, str], clone: Path, *, installed: bool
) -> dict[str, str]:
    """Run the lines in one shell each, as if in one; return the environment that they left."""
    environment = given
    for line in lines:
        if installed and "setup.py" in line:
            venv = clone / ".venv"
            venv.symlink_to(Path(sys.prefix))
            environment |= {"PYTHONPATH": str(clone / "src")}
            continue
        if "voltbay restore" in line:
            with _timed("killed in the middle; then the same once more:"):
                _kill_in_the_middle(line, environment, clone)
        if "quarantine end" in line:
            _must_refuse_a_worker(environment, clone)
        with _timed(line):
            keep = f"{line}\n[ $? = 0 ] && env -0 > environment.now"
            _run([BASH, "-c", keep], env=environment, cwd=clone)
        pairs = (clone / "environment.now").read_text().split("\0")
        environment = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    return environment


def _kill_in_the_middle(line: str, environment: dict[str, str], clone: Path) -> None:
    process = subprocess.Popen([BASH, "-c", f"exec {line}"], env=environment, cwd=clone)
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as database:
        while process.poll() is None:
            row = database.execute("SELECT to_regclass('quarantine.copy')").fetchone()
            if row and row[0]:
                break
            time.sleep(0.01)
    time.sleep(0.5)  # it loads the database
    if process.poll() is not None:
        sys.exit("the restore was over before it could be killed")
    process.kill()
    process.wait()


def _must_refuse_a_worker(environment: dict[str, str], clone: Path) -> None:
    worker = subprocess.run(
        [str(clone / ".venv" / "bin" / "voltbay"), "worker"],
        env=environment,
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )
    if worker.returncode != 1 or "voltbay quarantine end" not in worker.stderr:
        sys.exit(f"a worker started over a copy in quarantine: {worker.stderr[-500:]}")


def _look(environment: dict[str, str], clone: Path, port: int, lost: dict[str, str]) -> None:
    web = ("web", "--bind", f"127.0.0.1:{port}", "--processes", "1")
    with (
        _timed("the copy serves and is looked at"),
        _started(["voltbay", *web], environment, clone),
        _started(["voltbay", "worker", "--but", "recognition"], environment, clone),
        _started(["voltbay", "worker", "--queue", "recognition"], environment, clone),
    ):
        _wait_for(port)
        _sign_in(port, STAYS)
        receipt = httpx.get(f"http://127.0.0.1:{port}/api/v1/receipts/{lost['serial']}").json()
        if not receipt["genuine"]:
            sys.exit(f"receipt {lost['serial']} is not genuine any more")
        print(f"  receipt {lost['serial']} is genuine", flush=True)
        print("  " + _voltbay(environment, "manage", "shell", "-c", PHOTOS, cwd=clone).strip())
        with psycopg.connect(environment["DATABASE_URL"]) as database:
            row = database.execute(
                "SELECT count(*) FILTER (WHERE erasure.subject = 'owner' AND closed_at IS NULL),"
                " count(*) FROM erasures_erasure AS erasure LEFT JOIN accounts_owner AS owner"
                " ON owner.id::text = erasure.subject_id"
            ).fetchone()
        print(f"  of {row[1] if row else 0} erasures {row[0] if row else '?'} are undone")
        if not row or row[0] or not row[1]:
            sys.exit("who had left is back")


# Calling the site as an owner's browser does.


def _sign_in(port: int, phone: str) -> httpx.Client:
    browser = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)
    inbox = f"/demo/inbox.json?phone={phone}"
    before = len(browser.get(inbox).json()["items"])  # a copy has the original's too
    captcha = _solved(browser.get("/api/v1/captcha").json())
    _send(browser, "POST", "/sign-in/codes", {"phone": phone, "captcha": captcha})
    ends_at = time.monotonic() + PATIENCE
    while len(items := browser.get(inbox).json()["items"]) == before:
        if time.monotonic() > ends_at:
            sys.exit("no sign-in code came")
        time.sleep(0.1)
    agreed = [
        {"kind": each["kind"], "version": each["version"]}
        for each in browser.get("/api/v1/agreements").json()["items"]
        if each["kind"] in ("terms", "privacy")
    ]
    body = {"phone": phone, "code": items[0]["code"], "agreements": agreed}
    _send(browser, "POST", "/sign-in", body)
    return browser


def _send(browser: httpx.Client, method: str, path: str, body: object = None) -> None:
    token = browser.cookies.get("csrftoken", "")
    headers = {"X-CSRFToken": token} if token else {}
    answer = browser.request(method, f"/api/v1{path}", json=body, headers=headers)
    if not answer.is_success:
        sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")


def _solved(challenge: dict[str, Any]) -> str:
    number = next(
        n
        for n in range(challenge["maxnumber"] + 1)
        if hashlib.sha256(f"{challenge['salt']}{n}".encode()).hexdigest() == challenge["challenge"]
    )
    kept = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**kept, "number": number}).encode()).decode()


def _wait_for(port: int) -> None:
    ends_at = time.monotonic() + PATIENCE
    while True:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10).is_success:
                return
        except httpx.TransportError:
            pass
        if time.monotonic() > ends_at:
            sys.exit(f"port {port} does not answer that it is ready")
        time.sleep(0.2)


# Programs, their environment, and how long things took.

NETWORK = ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "http_proxy", "https_proxy")
NETWORK += ("no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "PIP_CONFIG_FILE")


@contextmanager
def _program(folder: Path, name: str, *, port: int, data: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "voltbay", name, "--port", str(port), "--data", str(data)]
    with _started(command, dict(os.environ), folder):
        yield


@contextmanager
def _started(command: list[str], environment: dict[str, str], cwd: Path) -> Iterator[None]:
    with (cwd / f"{'-'.join(Path(word).name for word in command[-2:])}.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, cwd=cwd, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _voltbay(environment: dict[str, str], *arguments: str, cwd: Path | None = None) -> str:
    command = [sys.executable, "-m", "voltbay", *arguments]
    if cwd:
        command = ["voltbay", *arguments]
    given = {**os.environ, "LC_ALL": "en_GB.UTF-8", **environment} if not cwd else environment
    done = subprocess.run(command, env=given, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments[:2])} failed: {done.stderr[-2000:]}")
    return done.stdout


def _run(command: list[str], **how: Any) -> None:
    done = subprocess.run(command, check=False, **how)
    if done.returncode:
        sys.exit(f"{command[-1].splitlines()[0]} failed with {done.returncode}")


def _keep_secrets(environment: dict[str, str], kept: Path) -> None:
    """Keep what an operator keeps apart from backups: keys, files of keys too."""
    lines = []
    for name, text in environment.items():
        if not SECRETS.fullmatch(name):
            continue
        value = text
        if name.endswith("_FILE"):
            value = str(shutil.copy(text, kept))
        lines.append(f"{name}='{value}'\n")
    (kept / "secrets.env").write_text("".join(lines))


def _read(file: Path) -> dict[str, str]:
    pairs = (line.split("=", 1) for line in file.read_text().splitlines())
    return {name: text.strip("'") for name, text in pairs}


def _a_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"{what.partition('  #')[0]}", flush=True)
    yield
    print(f"  {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()

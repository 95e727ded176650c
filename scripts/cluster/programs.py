"""Voltbay's programs on hosts of the web and of workers, as the units of deploy/ run them."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from scripts.cluster.hosts import Host, wait_for
from scripts.cluster.plan import DATABASES, DEPLOY, ROOT, SITE, WEBS

CURRENT = "/usr/local/lib/voltbay/current"
POOLED = "postgresql://voltbay:{password}@127.0.0.1:6432/voltbay"
FASTER = "/etc/voltbay/faster"  # by how much a host's clock is ahead, as libfaketime reads it
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), Path("/nowhere"))
WEB_PROGRAMS = ("web-1", "web-2")
ACCOUNT = """
id voltbay > /dev/null 2>&1 || useradd --system --home-dir /var/lib/voltbay voltbay
install -d -m 700 -o voltbay -g voltbay /var/lib/voltbay /run/voltbay-web-1 /run/voltbay-web-2
install -d -m 755 /etc/voltbay /usr/local/lib/voltbay
cp -r MADE/keys /etc/voltbay/keys
chown -R voltbay:voltbay /etc/voltbay/keys
cp MADE/machines/ca.crt /etc/voltbay/ca.crt
chmod 644 /etc/voltbay/ca.crt
"""
# As deploy/voltbay.sh: what operators type.
VOLTBAY = f"""
set -a; . /etc/voltbay/environment; . /etc/voltbay/secrets; set +a
export HOME=/var/lib/voltbay PYTHONPATH={CURRENT} PYTHONDONTWRITEBYTECODE=1
cd "$HOME"
"""
AS_VOLTBAY = "setpriv --reuid=voltbay --regid=voltbay --init-groups"


@dataclass(frozen=True)
class Settings:
    """What is the same on each host, and how to tell them."""

    environment: str
    secrets: str
    password: str
    made: Path

    def install(self, host: Host, *, pooled: bool = False) -> None:
        """Put account, settings and keys on a host."""
        host.run(ACCOUNT.replace("MADE", str(self.made)))
        point(host, ROOT / "src")
        host.put("/etc/voltbay/environment", self.environment)
        self.connect(host, pooled=pooled)

    def connect(self, host: Host, *, pooled: bool) -> None:
        """Have programs of a host, once they are started again, connect so.

        Pooled by PgBouncer, or to whichever of the three machines is the primary.
        """
        secrets = self.secrets
        if pooled:
            secrets += f"DATABASE_URL='{POOLED.format(password=self.password)}'\n"
            # Debian's PgBouncer is older than 1.21.
            secrets += "VOLTBAY_PREPARED_STATEMENTS=0\n"
        host.put("/etc/voltbay/secrets", secrets)


def point(host: Host, source: Path) -> None:
    """Have programs of a host be of that version once they are started again."""
    host.run(f"ln -sfn {source} {CURRENT}")


def voltbay(host: Host, words: str, *, first: str = "") -> str:
    """Run a command of Voltbay's on a host and return what it says."""
    return host.run(f"{VOLTBAY}\n{first}\n{AS_VOLTBAY} {sys.executable} -m voltbay {words}")


def python(host: Host, words: str) -> str:
    """Run a program of this tree on a host, with the site's settings."""
    whole = VOLTBAY.replace(f"={CURRENT}", f"={CURRENT}:{ROOT}")
    whole += "export DJANGO_SETTINGS_MODULE=voltbay.server.settings\n"
    return host.run(f"{whole}\n{AS_VOLTBAY} {sys.executable} {words}")


def run_web(host: Host, password: str) -> None:
    """Run PgBouncer with what leads it to the primary, and two web programs."""
    host.put("/etc/haproxy/primary.cfg", (DEPLOY / "haproxy" / "primary.cfg").read_text())
    host.keep("primary", "haproxy", "-W", "-f", "/etc/haproxy/primary.cfg")
    host.put("/etc/pgbouncer/pgbouncer.ini", older_pgbouncer())
    host.put("/etc/pgbouncer/userlist.txt", f'"voltbay" "{password}"\n')
    host.keep("pgbouncer", "pgbouncer", "-u", "postgres", "/etc/pgbouncer/pgbouncer.ini")
    for number, name in enumerate(WEB_PROGRAMS, 1):
        own = {"PROMETHEUS_MULTIPROC_DIR": f"/run/voltbay-web-{number}"}
        _keep(host, name, "web --processes 1 --threads 24", listen=(8000, 9000 + number), own=own)


def run_workers(host: Host, *, own_clock: bool) -> None:
    """Run a worker for messages and timers, and one that reads photos.

    With a clock of its own, which may be put ahead, the worker takes more of the processor.
    """
    own = {}
    if own_clock:
        host.put(FASTER, "+0\n")
        own = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": FASTER}
        own |= {"FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    _keep(host, "worker", "worker --but recognition", own=own)
    run_reader(host, "reader")


def run_reader(host: Host, name: str, *, first: str = "") -> None:
    """Run a worker that reads photos; `first` is a line that its shell, as root, runs before."""
    _keep(host, name, "worker --queue recognition --jobs 1", first=first)


def older_pgbouncer() -> str:
    """Return deploy/pgbouncer/pgbouncer.ini without what Debian's does not know."""
    text = (DEPLOY / "pgbouncer" / "pgbouncer.ini").read_text()
    return re.sub(r"^max_prepared_statements.*\n", "", text, flags=re.MULTILINE)


def run_front(host: Host, pem: str) -> None:
    """Run HAProxy in front of the web hosts."""
    text = (DEPLOY / "haproxy" / "haproxy.cfg").read_text()
    host.put("/etc/haproxy/haproxy.cfg", led_to(text, WEBS))
    host.put("/etc/haproxy/site.pem", pem, mode=0o600)
    host.keep("haproxy", "haproxy", "-W", "-f", "/etc/haproxy/haproxy.cfg")


def led_to(text: str, names: tuple[str, ...]) -> str:
    """Return haproxy.cfg with other servers than its three."""
    for name in DATABASES:
        text = text.replace(f"    server {name} {name}:8000\n", "")
    lines = "".join(f"    server {name} {name}:8000\n" for name in names)
    return text.rstrip("\n") + f"\n{lines}"


def wait_until_ready(host: Host) -> None:
    """Wait until both its web programs take bookings."""
    for number in (1, 2):
        ask = f"curl -sf -m 10 http://127.0.0.1:{9000 + number}/readyz -H 'Host: {SITE}'"
        wait_for(
            lambda ask=ask: not host.attempt(ask).returncode,
            f"web program {number} of {host.name}",
            seconds=120,
        )


def _keep(
    host: Host,
    name: str,
    words: str,
    *,
    listen: tuple[int, ...] = (),
    own: dict[str, str] | None = None,
    first: str = "",
) -> None:
    further = " ".join(f"{key}={value}" for key, value in (own or {}).items())
    # LISTEN_PID is the shell's number, which the program keeps: each of these runs the next.
    command = f"exec {AS_VOLTBAY} env {further} {sys.executable} -m voltbay {words}"
    host.keep(name, "sh", "-ec", f"{VOLTBAY}\n{first}\n{command}", listen=listen)

"""Bring the cluster up, and do something with it, as root: `python -m scripts.cluster [serve]`.

`serve` waits; `test` hurts it under load and judges it (with words: only faults named by them);
`wave` has many owners come at once; `drain` measures readers of photos.
"""

import argparse
import os
import shutil
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

from scripts.cluster import drain, site, trial, wave
from scripts.cluster.plan import ADDRESSES, CERTIFICATE, FOLDER, FRONT, SITE
from scripts.cluster.programs import FAKETIME
from scripts.cluster.tide import Size

WHATS = ("serve", "test", "wave", "drain")
# Each with the Debian package that brings it.
NEEDED = {
    "ip": "iproute2",
    "tc": "iproute2",
    "nsenter": "util-linux",
    "unshare": "util-linux",
    "setpriv": "util-linux",
    "useradd": "passwd",
    "curl": "curl",
    "openssl": "openssl",
    "etcd": "etcd-server",
    "haproxy": "haproxy",
    "pgbouncer": "pgbouncer",
    "/usr/lib/postgresql/15/bin/postgres": "postgresql-15",
}


def main() -> None:
    """Do what was asked; exits with why it cannot be done here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", default="serve", choices=WHATS)
    parser.add_argument("words", nargs="*", help="of the faults' names")
    for name, usual in asdict(Size()).items():
        words = f"of a wave, {usual} unless told"
        parser.add_argument(f"--{name}", type=type(usual), default=usual, help=words)
    chosen = parser.parse_args()
    if why := why_not():
        sys.exit(f"the cluster cannot be made here: {why}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with site.running(own_clocks=chosen.what == "test") as running:
            if chosen.what == "test":
                trial.hurt(running, chosen.words)
            elif chosen.what == "wave":
                size = {name: getattr(chosen, name) for name in asdict(Size())}
                wave.come(running, Size(**size))
            elif chosen.what == "drain":
                drain.drain(running)
            else:
                serve()
    except KeyboardInterrupt:
        print("\ntaken down")


def serve() -> None:
    """Say where it is and wait."""
    at = ADDRESSES[FRONT]
    print(
        f"It serves: curl --resolve {SITE}:443:{at} --cacert {CERTIFICATE} https://{SITE}/\n"
        f"Logs: {FOLDER}/*/logs. Ctrl-C takes it all down.",
        flush=True,
    )
    while True:
        time.sleep(3600)


def why_not() -> str:
    """Return why it cannot be made here and what would help, or nothing."""
    if not sys.platform.startswith("linux"):
        return "it needs Linux, for its namespaces"
    if os.geteuid():
        return "only root may make namespaces"
    lacking = {package for name, package in NEEDED.items() if not shutil.which(name)}
    lacking |= set() if FAKETIME.exists() else {"libfaketime"}
    if lacking:
        return f"packages are missing: apt-get install --yes {' '.join(sorted(lacking))}"
    for name in ("net", "mnt", "pid", "uts", "ipc"):
        if not Path(f"/proc/self/ns/{name}").exists():
            return f"this kernel has no namespaces of the kind {name}"
    return ""


if __name__ == "__main__":
    os.umask(0o022)
    main()

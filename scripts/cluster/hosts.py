"""Hosts made of namespaces: processes, network, name and files of their own, on a small disk.

A host sees this machine's files; what it writes lies on its own disk, a tmpfs of a few hundred MB
over them, and is gone with it. Its first process is `keeper`.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.cluster import network

KEEPER = Path(__file__).with_name("keeper.py")
PATIENCE = 60  # seconds
BOOT = """
mount -t tmpfs -o size={size},mode=755 disk {folder}/disk
mkdir {folder}/disk/written {folder}/disk/work
mount -t overlay overlay {folder}/root \
    -o lowerdir=/,upperdir={folder}/disk/written,workdir={folder}/disk/work
cd {folder}/root
mount -t proc proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs -o mode=1777 shm dev/shm
mount -t tmpfs -o mode=755,size=256m run run
mkdir run/logs
mount --bind {folder}/logs run/logs
mkdir -m 1777 {folder}/disk/tmp
mount --bind {folder}/disk/tmp tmp
# Python may lie in a closed home; programs run as accounts of their own. Only this host sees it.
for each in {parents}; do chmod o+x .$each; done
hostname {name}
echo {name} > etc/hostname
cp {folder}/../hosts etc/hosts
exec chroot . {python} -I -S {keeper} /run/logs
"""


@dataclass
class Host:
    """One host, as long as it runs."""

    name: str
    address: str
    folder: Path
    spawned: subprocess.Popen[str]
    pid: int = 0  # of its first process, as this machine numbers it
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def order(self, do: str, **about: Any) -> Any:
        """Have its keeper do something; exits with why it failed."""
        assert self.spawned.stdin  # noqa: S101  # both are pipes
        assert self.spawned.stdout  # noqa: S101
        with self.one_at_a_time:
            self.spawned.stdin.write(json.dumps({"do": do, **about}) + "\n")
            self.spawned.stdin.flush()
            line = self.spawned.stdout.readline()
        said = json.loads(line) if line else {"failed": "its keeper is gone"}
        if "failed" in said:
            sys.exit(f"{self.name}: {do} {about.get('name', '')}: {said['failed']}")
        return said["answer"]

    def keep(
        self, name: str, *command: str, listen: tuple[int, ...] = (), **environment: str
    ) -> None:
        """Start a program and have it started again whenever it ends."""
        about = {"command": list(command), "listen": list(listen), "environment": environment}
        self.order("keep", name=name, **about)

    def stop(self, name: str) -> None:
        """Stop a program and wait for its end."""
        self.order("stop", name=name)
        wait_for(lambda: not self.order("list")[name]["pid"], f"{name} of {self.name} to stop")

    def kill(self, name: str) -> None:
        """Kill a program with what it started; it is started again."""
        self.order("signal", name=name, number=signal.SIGKILL)

    def freeze(self) -> None:
        """Stop everything on it in the middle of whatever it does."""
        self.order("everything", number=signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self.order("everything", number=signal.SIGCONT)

    def attempt(
        self, script: str, *, own: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run lines in a shell of its root; return how they ended and what they said."""
        enter = ["nsenter", "--target", str(self.pid), "--net", "--mount", "--uts", "--ipc"]
        enter += ["--pid", "--root", "--wdns=/"]
        return subprocess.run(
            [*enter, "bash", "-euo", "pipefail", "-c", script],
            env={**ours(), "HOME": "/root", **(own or {})},
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, script: str, *, own: dict[str, str] | None = None) -> str:
        """Run lines in a shell of its root; return what they said. Exits with what failed."""
        done = self.attempt(script, own=own)
        if done.returncode:
            sys.exit(f"{self.name}: failed with {done.returncode}: {done.stdout[-3000:]}")
        return done.stdout

    def put(self, path: str, text: str, *, mode: int = 0o644) -> None:
        """Write a file of its own."""
        at = Path(f"/proc/{self.pid}/root{path}")
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text)
        at.chmod(mode)

    def fill(self) -> None:
        """Fill its disk to the last byte."""
        self.run("cat /dev/zero > /filled 2> /dev/null || true")

    def make_room(self) -> None:
        """Undo it."""
        self.run("rm -f /filled")


def ours() -> dict[str, str]:
    """Return this program's environment without settings: a host has its own, from its files."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VOLTBAY_", "DJANGO_", "DATABASE_"))
    }


def wait_for(condition: Any, what: str, *, seconds: float = PATIENCE) -> None:
    """Wait until it holds; exits if it does not in time."""
    ends_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends_at:
            sys.exit(f"waited for {what} for {seconds:.0f} s in vain")
        time.sleep(0.2)


@contextmanager
def host(name: str, address: str, folder: Path, *, size: str) -> Iterator[Host]:
    """Boot a host with a disk of that size; it is switched off when the block ends."""
    own = folder / name
    shutil.rmtree(own, ignore_errors=True)
    for each in ("disk", "root", "logs"):
        (own / each).mkdir(parents=True)
    parents = " ".join(str(each) for each in Path(sys.base_prefix).parents)
    fills = {"name": name, "folder": own, "size": size, "parents": parents}
    script = BOOT.format(**fills, python=sys.executable, keeper=KEEPER)
    command = ["unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork"]
    command += ["--kill-child=KILL", "--propagation", "private", "sh", "-ec", script]
    with (own / "logs" / "keeper.log").open("w") as log:
        spawned = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,  # a Ctrl-C is ours
            env={**ours(), "LANG": "C.UTF-8"},
        )
    booted = Host(name, address, own, spawned)
    try:
        booted.order("list")
        booted.pid = _child_of(spawned.pid)
        network.lay(name, booted.pid, address)
        yield booted
    finally:
        spawned.kill()
        spawned.wait()


def _child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

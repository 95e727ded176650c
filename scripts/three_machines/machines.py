"""Three machines made of namespaces: a Debian with its own systemd, network and files each.

1. A bare Debian is made once (`debootstrap`), with nothing in it that the chapter installs.
2. Each machine writes to a layer of its own over it, and is booted by systemd-nspawn.
3. Commands are run in its namespaces; those that fetch packages use this machine's network.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.three_machines.chapter import MACHINES

NEEDED = ("systemd-nspawn", "debootstrap", "ip", "nsenter", "mount", "apt-get")
SUITE = "bookworm"
# What each machine of a provider has already, and no more.
BARE = ("systemd", "systemd-sysv", "dbus", "iproute2", "procps", "python3")
BRIDGE, HOST = "voltbay0", "10.77.0.1"
BOOTS = 90  # seconds
# These fetch something: the three have no way out of their own network.
FETCHES = ("apt-get ",)
NETWORK = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@dataclass
class Machine:
    """One of the three, as long as it runs."""

    name: str
    leader: int  # its systemd, as this machine numbers it
    files: Path

    def run(self, script: str, *, environment: dict[str, str] | None = None) -> str:
        """Run lines in a shell of its root; return what they said. Exits with what failed."""
        done = self.attempt(script, environment=environment)
        if done.returncode:
            sys.exit(f"{self.name}: failed with {done.returncode}: {done.stdout[-3000:]}")
        return done.stdout

    def cut_off(self) -> None:
        """Take its power: with its init everything in it ends at once."""
        os.kill(self.leader, signal.SIGKILL)

    def attempt(
        self, script: str, *, environment: dict[str, str] | None = None, fetches: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run lines, and return how they ended and what they said."""
        spaces = ["--mount", "--uts", "--ipc", "--pid", *([] if fetches else ["--net"])]
        enter = [
            "nsenter",
            "--target",
            str(self.leader),
            *spaces,
            "--root",
            "--wdns=/usr/local/src",
        ]
        given = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": "/var/cache/wheels",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            **(environment or {}),
        } | {name: os.environ[name] for name in NETWORK if name in os.environ}
        return subprocess.run(
            [*enter, "bash", "-euc", script],
            env=given,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


def why_not() -> str:
    """Return why such machines cannot be made here, or nothing."""
    if os.geteuid():
        return "only root may make them"
    if lacking := [name for name in NEEDED if not shutil.which(name)]:
        return f"there is no {', '.join(lacking)}"
    return ""


@contextmanager
def three(folder: Path, *, shown: dict[Path, str]) -> Iterator[dict[str, Machine]]:
    """Boot the three, which see some of our folders; they are gone when the block ends."""
    base = bare_debian(folder)
    with ExitStack() as stack:
        stack.enter_context(_bridge())
        yield {
            name: stack.enter_context(_machine(name, address, base, folder / name, shown))
            for name, address in MACHINES.items()
        }


def bare_debian(folder: Path) -> Path:
    """Return a Debian in a folder that has nothing of what is installed later, made once."""
    base, complete = folder / "base", folder / "base.complete"
    if not complete.exists():
        shutil.rmtree(base, ignore_errors=True)
        mirror = _output(
            "apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"
        )
        # A company's mirror is asked like the machine asks it.
        command = ["debootstrap", "--variant=minbase", f"--include={','.join(BARE)}", SUITE]
        _run(*command, str(base), mirror.split()[0])
        complete.touch()
    return base


@contextmanager
def _bridge() -> Iterator[None]:
    _run("ip", "link", "add", BRIDGE, "type", "bridge")
    try:
        _run("ip", "address", "add", f"{HOST}/24", "dev", BRIDGE)
        _run("ip", "link", "set", BRIDGE, "up")
        yield
    finally:
        _run("ip", "link", "delete", BRIDGE)


@contextmanager
def _machine(
    name: str, address: str, base: Path, folder: Path, shown: dict[Path, str]
) -> Iterator[Machine]:
    shutil.rmtree(folder, ignore_errors=True)
    layers = {each: folder / each for each in ("written", "work", "files")}
    for each in layers.values():
        each.mkdir(parents=True)
    over = f"lowerdir={base},upperdir={layers['written']},workdir={layers['work']}"
    _run("mount", "-t", "overlay", "overlay", "-o", over, str(layers["files"]))
    (layers["files"] / "etc/hostname").write_text(f"{name}\n")
    try:
        binds = [f"--bind-ro={ours}:{theirs}" for ours, theirs in shown.items()]
        command = ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit"]
        # The link is named after the machine; `make cluster` has hosts of the same names.
        command += [f"--machine=three-{name}", f"--hostname={name}"]
        command += [f"--directory={layers['files']}", "--resolv-conf=copy-host"]
        command += [f"--network-bridge={BRIDGE}", "--console=pipe", "--link-journal=no", *binds]
        with (folder / "console.log").open("w") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            yield _booted(name, address, process, layers["files"])
        finally:
            switch_off(process.pid)
            process.wait(60)
    finally:
        _run("umount", "--lazy", str(layers["files"]))


def switch_off(spawned: int) -> None:
    """End a machine at once, as a power cut does: with its init everything in it ends."""
    for each in _output("pgrep", "--parent", str(spawned)).split():
        os.kill(int(each), signal.SIGKILL)


def _booted(name: str, address: str, process: subprocess.Popen[bytes], files: Path) -> Machine:
    ends_at = time.monotonic() + BOOTS
    while time.monotonic() < ends_at and process.poll() is None:
        if leader := _output("pgrep", "--parent", str(process.pid), "--oldest"):
            machine = Machine(name, int(leader), files)
            up = machine.attempt("timeout 5 systemctl is-system-running")  # it may ask too early
            if up.stdout.strip() in ("running", "degraded"):
                for what in (f"address add {address}/24 dev host0", "link set host0 up"):
                    machine.run(f"ip {what}")
                return machine
        time.sleep(0.5)
    sys.exit(f"{name} does not boot: see {files.parent / 'console.log'}")


def _run(*command: str) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command[:4])} failed: {(done.stdout + done.stderr)[-2000:]}")


def _output(*command: str) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()

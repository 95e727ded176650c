"""Follow the chapter: `python -m scripts.three_machines`, as root.

1. Make three machines that have nothing but Debian, and a release.
2. Type the chapter's lines there, until all three serve.
3. Make a second release with a further table column, and follow "A new version" while owners sign
   in and look: not one request may fail, and everybody who was signed in is there.
4. Follow "To any instant"; somebody signs in, an instant passes, somebody else signs in. Follow
   "Back to an instant": the first is there, the second is not, and the copy was in quarantine.
5. Switch the machine of the primary off; the others go on, and nobody who was signed in is lost.

`--keep` leaves the machines running until Enter is pressed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from scripts import wheel
from scripts.three_machines import beside, chapter, load, machines
from scripts.three_machines.beside import Beside
from scripts.three_machines.chapter import ROOT, Block
from scripts.three_machines.machines import Machine

FOLDER = ROOT / "var" / "three-machines"
RELEASE, WHEELS = FOLDER / "release", FOLDER / "wheels"
NEXT = "0.1.1.dev1"
TIMED_OUT = 124  # what timeout(1) ends with
PATIENCE = 120  # seconds until another is the primary and everybody knows
LEADER = """
patronictl -c /etc/patroni/patroni.yml list --format json | python3 -c '
import json, sys
print(*(each["Member"] for each in json.load(sys.stdin) if each["Role"] == "Leader"))'
"""
OWNERS = """
voltbay manage shell -c 'from voltbay.accounts.models import Owner; print(Owner.objects.count())'
"""
COLUMN = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "LAST")]
    operations = [
        migrations.RunSQL("ALTER TABLE accounts_owner ADD COLUMN tried int NOT NULL DEFAULT 7")
    ]
"""


def main() -> None:
    """Do it all; exits with what did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--keep", action="store_true", help="leave the machines until Enter")
    chosen = parser.parse_args()
    if why := machines.why_not():
        sys.exit(f"three machines cannot be made here: {why}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with wheel.timed("a release, and the packages that it and Patroni need"):
        wheel.build(RELEASE)
        fetch_packages()
    shown = {RELEASE: "/usr/local/src/voltbay", WHEELS: "/var/cache/wheels"}
    with ExitStack() as stack:
        with wheel.timed("booting three machines"):
            three = stack.enter_context(machines.three(FOLDER, shown=shown))
        stands = stack.enter_context(beside.beside(FOLDER / "beside"))
        try:
            try_all(three, stands)
        finally:
            if chosen.keep:
                input("The machines run until Enter is pressed. ")


def try_all(three: dict[str, Machine], stands: Beside) -> None:
    """Install, upgrade under load, lose a machine."""
    for block in chapter.first_time():
        follow(block, three, stands)
    certificate = stands.folder / "site.crt"
    with load.calling(stands.vendor, certificate) as told:
        time.sleep(10)
        with wheel.timed("a new version, while owners call"):
            make_next_release()
            for block in chapter.new_version():
                follow(block, three, stands)
        time.sleep(10)
    judge(told, three)
    for block in chapter.to_any_instant():
        follow(block, three, stands)
    go_back(told, three, stands)
    lose_the_primary(told, three, stands)


def go_back(told: load.Told, three: dict[str, Machine], stands: Beside) -> None:
    """Go back to an instant between two owners; exit if the wrong ones are there."""
    sign_one_in(told, stands, "137")
    instant = three["volt1"].run("sleep 2; date --utc '+%F %T+00'; sleep 2").strip()
    sign_one_in(load.Told(), stands, "136")
    for block in chapter.back_to_an_instant():
        if "voltbay quarantine end" in block.lines:
            must_be_quarantined(three["volt1"])
        follow(block, three, stands, instant=instant)
    owners = count_owners(three["volt1"])
    print(f"  {len(told.signed_in)} owners had signed in by then, {owners} are there", flush=True)
    if owners != len(told.signed_in):
        sys.exit("the database is not the one of that instant")


def sign_one_in(told: load.Told, stands: Beside, begin: str) -> None:
    """Sign one owner in; exits if that fails."""
    caller = load.Caller(told, stands.folder / "site.crt")
    load.sign_in(caller, f"{begin}{int(time.time()) % 10**8:08}", stands.vendor)
    if told.wrong or not told.signed_in:
        sys.exit("\n".join(["nobody could sign in:", *told.wrong[-5:]]))


def must_be_quarantined(machine: Machine) -> None:
    """Exit if a worker would start over the copy."""
    done = machine.attempt("timeout 60 voltbay worker --but recognition")
    if done.returncode in (0, TIMED_OUT) or "quarantine" not in done.stdout:
        sys.exit(f"a worker starts over a copy: {done.returncode} {done.stdout[-500:]}")


def count_owners(machine: Machine) -> int:
    """Return how many owners are there."""
    return int(machine.run(OWNERS).split()[-1])


def judge(told: load.Told, three: dict[str, Machine]) -> None:
    """Exit if a request failed, or a program is of the old version."""
    print(f"  {told}", flush=True)
    if told.wrong:
        sys.exit("\n".join(["these failed:", *told.wrong[:20]]))
    running = "tr '\\0' ' ' < /proc/$(systemctl show -P MainPID {})/cmdline"
    for machine in three.values():
        for unit in ("voltbay-web@1", "voltbay-web@2", "voltbay-worker@1", "voltbay-reader@1"):
            command = machine.run(running.format(unit))
            if NEXT not in command:
                sys.exit(f"{machine.name}: {unit} is of the old version: {command}")
    print(f"  every program is of version {NEXT}", flush=True)


def lose_the_primary(told: load.Told, three: dict[str, Machine], stands: Beside) -> None:
    """Cut the primary's machine off; exit if the others do not go on, or if an owner is gone."""
    name = three["volt1"].run(LEADER).strip()
    left = [each for each in three if each != name]
    after = load.Told()
    with wheel.timed(f"{name}, which has the primary, is cut off; {left} take a new owner"):
        three[name].cut_off()
        ends_at = time.monotonic() + PATIENCE
        while not after.signed_in and time.monotonic() < ends_at:
            caller = load.Caller(after, stands.folder / "site.crt", left)
            load.sign_in(caller, f"139{int(time.time()) % 10**8:08}", stands.vendor)
    if not after.signed_in:
        sys.exit("\n".join(["nobody could sign in:", *after.wrong[-5:]]))
    owners = count_owners(three[left[0]])
    told_of = len(told.signed_in) + len(after.signed_in)
    print(f"  {told_of} owners were told that they are signed in, {owners} are there", flush=True)
    if owners < told_of:
        sys.exit("owners are lost")


def follow(block: Block, three: dict[str, Machine], stands: Beside, *, instant: str = "") -> None:
    """Type a block's lines into one shell on each of its machines."""
    script = beside.at_instant("\n".join(block.lines), instant)
    if "/etc/pgbackrest/" in script or "/run/s3-maker" in script:
        for machine in three.values():
            beside.put_maker(machine)
    if "/etc/nginx/conf.d" in script:
        for machine in three.values():
            beside.put_certificate(machine, stands.folder)
    at_once = 1 if block.in_turn else len(block.machines)
    with (
        wheel.timed(f"{', '.join(block.machines)}: {block.says}"),
        ThreadPoolExecutor(at_once) as pool,
    ):
        typed = [pool.submit(type_lines, script, three[name], three) for name in block.machines]
        for each in typed:
            each.result()
    if "deploy/environment" in script:
        beside.edit(three[block.machines[0]], stands.settings())


def type_lines(script: str, machine: Machine, three: dict[str, Machine]) -> None:
    """Run a block's lines in one shell; exits with what it said if one of them fails."""
    if beside.is_copied(script):
        return beside.copy(script, machine, three)
    played = script.replace("createsuperuser", "createsuperuser --no-input")
    fetches = any(word in played for word in machines.FETCHES)
    done = machine.attempt(f"cd voltbay\n{played}", environment=beside.OPERATOR, fetches=fetches)
    if done.returncode:
        sys.exit(f"{machine.name}: failed with {done.returncode}:\n{done.stdout[-4000:]}")
    return None


def fetch_packages() -> None:
    """Fill a folder with what pip installs on the three, which have no way out."""
    WHEELS.mkdir(exist_ok=True)
    for lock in ("requirements.txt", "patroni.txt"):
        _pip("--require-hashes", "-r", str(RELEASE / lock))
    _pip("setuptools", "wheel")  # build two of Patroni's packages, which have no wheel


def _pip(*what: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(WHEELS)]
    done = subprocess.run([*command, *what], check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"pip download failed: {done.stderr[-2000:]}")


def make_next_release() -> None:
    """Put a release of a further version where the first one was."""
    tree = FOLDER / "next"
    shutil.rmtree(tree, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    names = [name for name in listed.stdout.decode().split("\0") if (ROOT / name).is_file()]
    for name in (name for name in names if name):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    shutil.copytree(ROOT / "client" / "dist", tree / "client" / "dist")
    own = tree / "src" / "voltbay" / "__init__.py"
    own.write_text(f'"""Voltbay, one version later."""\n\n__version__ = "{NEXT}"\n')
    migrations = tree / "src/voltbay/accounts/migrations"
    last = max(each.stem for each in migrations.glob("0*.py"))
    (migrations / "9999_tried.py").write_text(COLUMN.replace("LAST", last))
    ready = FOLDER / "release.next"
    wheel.build(ready, tree)
    for each in RELEASE.iterdir():  # the folder itself stays, as the machines see it
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    shutil.copytree(ready, RELEASE, dirs_exist_ok=True)


if __name__ == "__main__":
    os.umask(0o022)
    main()

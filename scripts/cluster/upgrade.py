"""What people who run the site do while owners call: a new version, a backup and its restore."""

import shutil
import sys

from scripts.cluster import beside, programs
from scripts.cluster.hosts import Host, wait_for
from scripts.cluster.plan import FOLDER, ROOT
from scripts.cluster.programs import AS_VOLTBAY, VOLTBAY, WEB_PROGRAMS
from scripts.cluster.site import Site
from scripts.three_machines.__main__ import COLUMN, NEXT

TREE = FOLDER / "next"
COPY = "copied"
# Another database and another photo store; erasures are noted nowhere.
COPY_SETTINGS = """
export DATABASE_URL="${DATABASE_URL/\\/voltbay\\?/\\/%s?}" VOLTBAY_PHOTOS=%s VOLTBAY_BACKUPS=
"""


def upgrade(site: Site) -> None:
    """Do as "A new version" of docs/operations.md says: tables first, then one after the other."""
    make_next_version()
    first = site.workers[0]
    programs.point(first, TREE)
    programs.voltbay(first, "migrate")
    for host in site.webs:
        programs.point(host, TREE)
        restart_web(host)
    for host in site.workers:
        programs.point(host, TREE)
        for name in ("worker", "reader"):
            restart(host, name)


def restart_web(host: Host) -> None:
    """Restart its web programs one after the other."""
    for number, name in enumerate(WEB_PROGRAMS, 1):
        restart(host, name)
        ask = f"curl -sf -m 5 http://127.0.0.1:{9000 + number}/healthz"
        wait_for(lambda ask=ask: not host.attempt(ask).returncode, f"{name} again")


def restart(host: Host, name: str) -> None:
    """Stop a program as systemd does and start it again."""
    host.stop(name)
    host.order("start", name=name)


def make_next_version() -> None:
    """Make a tree of a further version, with one more column."""
    shutil.rmtree(TREE, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "voltbay", TREE / "voltbay", ignore=ignored)
    own = TREE / "voltbay" / "__init__.py"
    own.write_text(f'"""Voltbay, one version later."""\n\n__version__ = "{NEXT}"\n')
    migrations = TREE / "voltbay/accounts/migrations"
    last = max(each.stem for each in migrations.glob("0*.py"))
    (migrations / "9999_tried.py").write_text(COLUMN.replace("LAST", last))


def restore_a_copy(site: Site) -> None:
    """Make a backup, restore it beside the site, and see that the copy is in quarantine."""
    host = site.workers[1]
    said = programs.voltbay(host, "backup")
    newest = sorted({each.split("/")[1] for each in beside.in_bucket("backups") if "Z/" in each})
    if not newest:
        sys.exit(f"the backup is nowhere: {said}")
    site.databases.sql(f"CREATE DATABASE {COPY} OWNER voltbay")
    host.put("/etc/voltbay/identity", f"{site.identity}\n", mode=0o644)
    settings = COPY_SETTINGS % (COPY, beside.place(COPY))
    where = beside.place("backups").strip("'").replace("/live?", f"/live/{newest[-1]}?")
    programs.voltbay(host, f"restore '{where}' --identity /etc/voltbay/identity", first=settings)
    check_quarantine(host, settings)


def check_quarantine(host: Host, settings: str) -> None:
    """Exit if a worker starts over the copy: it would tell people things twice."""
    # One that may work goes on until it is told to stop; loading alone may take half a minute.
    command = f"timeout 120 {AS_VOLTBAY} {sys.executable} -m voltbay worker"
    ended = host.attempt(f"{VOLTBAY}\n{settings}\n{command}")
    if ended.returncode != 1:
        sys.exit(f"a worker runs over a restored copy: {ended.stdout[-1000:]}")

"""The `voltbay` command.

voltbay demo      everything at once, with demo data
voltbay web       the web server
voltbay worker    a worker of the job queue
voltbay migrate   say what it will do, then bring the database's tables up to date
voltbay doctor    look at every part and say what to do
voltbay backup    database and photos of one instant, for a recipient alone
voltbay restore   a backup into an empty place
voltbay quarantine  whether this is a restored copy that does nothing yet; ends it
voltbay keys …    rotate, check and remove the keys that seal and sign
voltbay notices … messages that did not go out: why, and once more
voltbay jobs …    jobs that were given up: looked at, done again, forgotten
voltbay traceability …  write a year of reports as a file, or prove one
voltbay retention what is kept and what is over; ends it
voltbay totals …  what dashboards show of days that are over: checked, rebuilt
voltbay manage …  any of Django's commands
"""

import argparse
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from voltbay import __version__
from voltbay.server.said import language_of_terminal
from voltbay.server.silence import UNKNOWN, why, why_silent

KEY_VERBS = {
    "list": "which keys there are",
    "new": "make a file with a first key",
    "add": "add a key that opens and does not seal yet, for sites on several machines",
    "use": "put a key first",
    "rotate": "seal everything under a new key while serving, or go on with it",
    "check": "tell what needs which key; exits with 1 if anything needs an old one",
    "remove": "take a key away that nothing needs",
}


# Whoever wants a table that a migration waits for waits behind it; a transaction keeps its locks.
MIGRATE_LIMITS = (
    ("--lock-timeout", 500, "ms to wait for a lock before giving way"),
    ("--statement-timeout", 5_000, "ms that a statement in a transaction may take"),
    ("--tries", 30, "how often to give way, four minutes in all"),
)


def main(arguments: list[str] | None = None) -> None:
    """Do what the command line says. Anticipated failures exit with one plain sentence."""
    given = sys.argv[1:] if arguments is None else arguments
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voltbay.server.settings")
    if given[:1] == ["manage"]:  # Django reads the rest itself, including --help
        return _plainly(lambda: _manage(given[1:]))
    chosen = _parser().parse_args(given)
    return _plainly(lambda: chosen.run(chosen))


def _plainly(do: Callable[[], None]) -> None:
    try:
        do()
    except ImproperlyConfigured as error:
        sys.exit(f"voltbay: {error}")
    except OperationalError as error:
        if why_silent(error) == UNKNOWN:
            raise
        sys.exit(f"voltbay: {why(error, language_of_terminal())}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="voltbay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(required=True, metavar="command")
    _add_demo(verbs.add_parser("demo", help="everything at once, with demo data"))
    _add_web(verbs.add_parser("web", help="the web server"))
    _add_worker(verbs.add_parser("worker", help="a worker of the job queue"))
    _add_migrate(verbs.add_parser("migrate", help="bring the database's tables up to date"))
    _add_doctor(verbs.add_parser("doctor", help="look at every part and say what to do"))
    _add_backup(verbs.add_parser("backup", help="database and photos, for a recipient alone"))
    _add_restore(verbs.add_parser("restore", help="a backup into an empty place"))
    _add_quarantine(verbs.add_parser("quarantine", help="of a restored copy: tell, begin, end"))
    _add_keys(verbs.add_parser("keys", help="rotate, check and remove the keys that seal and sign"))
    _add_jobs(verbs.add_parser("jobs", help="jobs that were given up"))
    _add_notices(verbs.add_parser("notices", help="messages that did not go out; once more"))
    _add_traceability(verbs.add_parser("traceability", help="archive and verify what was reported"))
    _add_retention(verbs.add_parser("retention", help="what is kept and what is over; ends it"))
    _add_totals(verbs.add_parser("totals", help="what dashboards show of days that are over"))
    verbs.add_parser("manage", help="any of Django's commands")
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, help="where to listen (8000)")
    parser.add_argument("--data", type=Path, default=Path("var/demo"), help="folder (var/demo)")
    parser.add_argument("--with-parent", action="store_true", help="stop when the caller dies")
    parser.set_defaults(run=_demo)


def _add_web(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address:port (127.0.0.1:8000)")
    parser.add_argument("--processes", type=int, default=2, help="how many processes (2)")
    parser.add_argument("--threads", type=int, default=24, help="threads in each (24)")
    parser.set_defaults(run=_web)


def _add_worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--queue", action="append", help="only this queue; may be repeated")
    parser.add_argument("--but", action="append", default=[], help="every queue except this one")
    parser.add_argument("--jobs", type=int, default=4, help="jobs at the same time (4)")
    parser.set_defaults(run=_worker)


def _add_migrate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plan", action="store_true", help="only say what would be done")
    for name, default, what in MIGRATE_LIMITS:
        parser.add_argument(name, type=int, default=default, help=f"{what} ({default})")
    _add_language(parser)
    parser.set_defaults(run=_migrate)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--url", help="a running site to ask too, such as https://example.org")
    parser.add_argument("--json", action="store_true", help="for machines")
    _add_language(parser)
    parser.set_defaults(run=_doctor)


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", help="folder, or s3://bucket/prefix (VOLTBAY_BACKUPS)")
    parser.add_argument("--recipient", action="append", help="age1… (VOLTBAY_BACKUP_RECIPIENTS)")
    _add_language(parser)
    parser.set_defaults(run=_backup, verb="make")
    verbs = parser.add_subparsers(metavar="verb")
    verify = verbs.add_parser("verify", help="restore one into a fresh place and compare")
    verify.add_argument("backup", help="folder, or s3://bucket/prefix")
    verify.add_argument("--identity", type=Path, required=True, help="file of the recipient")
    verify.set_defaults(verb="verify")
    old = verbs.add_parser("settings", help="print those of the site that are no secret")
    old.add_argument("backup", help="folder, or s3://bucket/prefix")
    old.add_argument("--identity", type=Path, required=True, help="file of the recipient")
    old.set_defaults(verb="settings")
    new = verbs.add_parser("recipient", help="make a recipient: a file that opens backups")
    new.add_argument("identity", type=Path, metavar="FILE")
    new.set_defaults(verb="recipient")
    erasures = verbs.add_parser("erasures", help="write what was erased beside the backups")
    erasures.set_defaults(verb="erasures")
    again = verbs.add_parser("erase-again", help="erase what a list names, after a recovery")
    again.add_argument("erasures", metavar="FILE")
    again.set_defaults(verb="erase-again")


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("backup", help="folder, or s3://bucket/prefix")
    parser.add_argument("--identity", type=Path, required=True, help="file of the recipient")
    parser.add_argument("--erasures", help="list (erasures.json beside the backup)")
    _add_language(parser)
    parser.set_defaults(run=_backup, verb="restore")


def _add_quarantine(parser: argparse.ArgumentParser) -> None:
    verbs = ("tell", "begin", "end")
    parser.add_argument("verb", nargs="?", choices=verbs, default="tell", help="tell")
    _add_language(parser)
    parser.set_defaults(run=_quarantine)


def _add_keys(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="verb", dest="verb")
    for verb, what in KEY_VERBS.items():
        each = verbs.add_parser(verb, help=what)
        if verb in ("new", "use", "remove"):
            each.add_argument("key", metavar="FILE" if verb == "new" else "KEY")
        each.add_argument("--receipt", action="store_true", help="the keys that sign receipts")
        _add_language(each)
        each.set_defaults(run=_keys)


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="verb", dest="verb")
    listed = verbs.add_parser("list", help="what was given up")
    again = verbs.add_parser("retry", help="do it again")
    forget = verbs.add_parser("forget", help="delete it")
    for each in (again, forget):
        each.add_argument("job", type=int, nargs="+", metavar="NUMBER")
    for each in (listed, again, forget):
        _add_language(each)
        each.set_defaults(run=_jobs)


def _add_notices(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="verb", dest="verb")
    listed = verbs.add_parser("list", help="what waits or was refused, and why")
    again = verbs.add_parser("retry", help="send it once more, now")
    again.add_argument("notice", type=int, nargs="*", metavar="NUMBER", help="these alone (all)")
    for each in (listed, again):
        _add_language(each)
        each.set_defaults(run=_notices)


def _add_language(parser: argparse.ArgumentParser) -> None:
    chosen = language_of_terminal()
    parser.add_argument("--language", choices=("zh-Hans", "en"), default=chosen, help=chosen)


def _add_traceability(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "verify without FILE checks what is in the database; it exits with 1 if not all holds"
    )
    verbs = parser.add_subparsers(required=True, metavar="command")
    archive = verbs.add_parser(
        "archive", help="write a company's year as a file that proves itself"
    )
    archive.add_argument("--company", required=True, help="its unified social credit code")
    archive.add_argument("--year", type=int, required=True)
    archive.add_argument("--to", type=Path, default=Path(), help="folder (this one)")
    archive.set_defaults(run=_traceability)
    verify = verbs.add_parser("verify", help="tell which row was altered, if any was")
    verify.add_argument("file", type=Path, nargs="?", metavar="FILE", help="an archive")
    verify.set_defaults(run=_traceability)


def _add_retention(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only count, change nothing")
    parser.set_defaults(run=_retention)


def _add_totals(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "verb", choices=("keep", "check", "rebuild"), help="what is missing; all; all anew"
    )
    parser.set_defaults(run=_totals)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number: choose 1 to 65535")
    return int(text)


def _demo(chosen: argparse.Namespace) -> None:
    from voltbay.server.demo.supervisor import serve_demo

    serve_demo(port=chosen.port, data=chosen.data, with_parent=chosen.with_parent)


def _web(chosen: argparse.Namespace) -> None:
    """Become gunicorn, once the settings are known to be complete."""
    _read_settings()
    _check_photo_store()
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = mkdtemp(prefix="voltbay-metrics-")
    # Freed memory goes back: few heaps for all threads, and large pieces apart from them.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", str(256 * 1024))  # bytes
    _allow_connections()
    command = [sys.executable, "-m", "gunicorn", "voltbay.server.web.application:application"]
    command += ["--config", "python:voltbay.server.web.gunicorn_settings", "--bind", chosen.bind]
    command += ["--workers", str(chosen.processes), "--threads", str(chosen.threads)]
    os.execv(sys.executable, command)


def _allow_connections() -> None:
    """Take all the open files that this account may have: each connection is one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _worker(chosen: argparse.Namespace) -> None:
    _read_settings()
    _check_photo_store()
    from voltbay.server.worker import work

    work(queues=chosen.queue, but=chosen.but, jobs=chosen.jobs)


def _check_photo_store() -> None:
    from voltbay.server.photo_store import check

    check()


def _keys(chosen: argparse.Namespace) -> None:
    if chosen.verb == "new":  # there are no settings yet that could be read
        from voltbay.server.keys import first

        return first.run(chosen)
    _set_up(chosen)
    from voltbay.server.keys import command

    return command.run(chosen)


def _migrate(chosen: argparse.Namespace) -> None:
    _set_up(chosen)
    from voltbay.server.migrate.command import run

    run(chosen)


def _doctor(chosen: argparse.Namespace) -> None:
    from voltbay.server.doctor.command import run

    run(chosen)


def _backup(chosen: argparse.Namespace) -> None:
    if chosen.verb == "settings":  # which are what somebody looks for
        from voltbay.server.backup import old_settings

        return old_settings.run(chosen)
    _set_up(chosen)
    from voltbay.server.backup.command import run

    return run(chosen)


def _quarantine(chosen: argparse.Namespace) -> None:
    _set_up(chosen)
    from voltbay.server.quarantine import run

    run(chosen)


def _jobs(chosen: argparse.Namespace) -> None:
    _set_up(chosen)
    from voltbay.server.jobs.command import run

    run(chosen)


def _notices(chosen: argparse.Namespace) -> None:
    _set_up(chosen)
    from voltbay.server.notices.command import run

    run(chosen)


def _traceability(chosen: argparse.Namespace) -> None:
    _set_up(chosen)
    from voltbay.server import traceability

    if "year" in chosen:
        return traceability.archive(chosen.company, chosen.year, to=chosen.to)
    return traceability.verify(chosen.file)


def _retention(chosen: argparse.Namespace) -> None:
    _read_settings()
    from voltbay.server.retention import run

    run(dry=chosen.dry_run)


def _totals(chosen: argparse.Namespace) -> None:
    _set_up(chosen)
    from voltbay.server.totals import run

    run(chosen.verb)


def _set_up(chosen: argparse.Namespace) -> None:
    _read_settings()
    import django

    django.setup()


def _manage(arguments: list[str]) -> None:
    _read_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["voltbay manage", *arguments])


def _read_settings() -> None:
    """Read the settings before anything starts. Raises ImproperlyConfigured by a secret's name."""
    from django.conf import settings

    _ = settings.SECRET_KEY

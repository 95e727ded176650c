"""The `voltbay` command.

voltbay demo      everything at once, with demo data
voltbay web       the web server
voltbay worker    a worker of the job queue
voltbay migrate   bring the database's tables up to date
voltbay retention what is kept and what is over; ends it
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

from voltbay import __version__


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="voltbay", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(required=True, metavar="command")
    _add_demo(verbs.add_parser("demo", help="everything at once, with demo data"))
    _add_web(verbs.add_parser("web", help="the web server"))
    _add_worker(verbs.add_parser("worker", help="a worker of the job queue"))
    migrate = verbs.add_parser("migrate", help="bring the database's tables up to date")
    migrate.set_defaults(run=lambda _: _manage(["migrate", "--no-input"]))
    _add_retention(verbs.add_parser("retention", help="what is kept and what is over; ends it"))
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


def _add_retention(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only count, change nothing")
    parser.set_defaults(run=_retention)


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
    from voltbay.server.worker import work

    work(queues=chosen.queue, but=chosen.but, jobs=chosen.jobs)


def _retention(chosen: argparse.Namespace) -> None:
    _read_settings()
    from voltbay.server.retention import run

    run(dry=chosen.dry_run)


def _manage(arguments: list[str]) -> None:
    _read_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["voltbay manage", *arguments])


def _read_settings() -> None:
    """Read the settings before anything starts. Raises ImproperlyConfigured by a secret's name."""
    from django.conf import settings

    _ = settings.SECRET_KEY

"""How gunicorn runs: an event loop that reads whole requests, and threads that answer them."""

import gc
import logging
import os
import shutil
from pathlib import Path
from typing import Any

from prometheus_client import values

worker_class = "voltbay.server.web.process.worker.Process"
logger_class = "voltbay.server.web.process.gunicorn_log.Log"
preload_app = True  # imported once, shared by all processes
timeout = 60  # seconds without a sign of life from a process; a request may wait for 20
graceful_timeout = 8  # seconds to finish requests when stopping
keepalive = 15  # seconds
backlog = 1024
worker_connections = 4096  # in each process; each takes some 20 KB
limit_request_line = 4094  # bytes; all headers together are limited by the worker
limit_request_fields = 64
asgi_loop = "asyncio"
asgi_lifespan = "off"
accesslog = None  # requests are logged by voltbay.server.web.request_log, without paths
control_socket_disable = True
proc_name = "voltbay web"
# No header tells us where we are, who asks or how: `core.callers` alone reads X-Forwarded-For.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
header_map = "drop"

# Processes come and go, and each would leave its files of measures behind for ever. So they are
# named by the place of a process, which its successor takes over, and counts on.
_place = "none yet"
# Here, as measures are made when the program is loaded, before any hook runs.
if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
    values.ValueClass = values.MultiProcessValue(lambda: _place)  # type: ignore[no-untyped-call]


def on_starting(server: Any) -> None:
    """Empty the folder in which processes share their measures: the old ones are gone."""
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def when_ready(server: Any) -> None:
    """Take what is loaded out of the garbage collector's sight, before processes are forked.

    None of it ever becomes garbage, yet looking through it again and again took a tenth of the
    time of a hold; and pages that nobody marks stay shared between the processes.
    """
    gc.collect()
    gc.freeze()


def pre_fork(server: Any, worker: Any) -> None:
    """Give a process the first free place."""
    taken = {each.place for each in server.WORKERS.values()}
    worker.place = next(place for place in range(len(taken) + 1) if place not in taken)


def post_fork(server: Any, worker: Any) -> None:
    """Count in the name of the place."""
    global _place  # one for each process
    _place = str(worker.place)


def worker_exit(server: Any, worker: Any) -> None:
    """End at once: nothing is left to do, and native libraries loaded before the fork would abort.

    They look for threads of theirs that did not come along.
    """
    if worker.booted:
        logging.shutdown()
        os._exit(0)


def child_exit(server: Any, worker: Any) -> None:
    """Forget a gone process's gauges."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.place)  # type: ignore[no-untyped-call]

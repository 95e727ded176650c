"""How gunicorn runs: threads, as requests wait for the database and for readings."""

import gc
import os
import shutil
from pathlib import Path
from typing import Any

worker_class = "gthread"
preload_app = True  # imported once, shared by all processes
timeout = 60  # seconds without a sign of life from a process; a request may wait for 20
graceful_timeout = 8  # seconds to finish requests when stopping
keepalive = 15  # seconds
backlog = 1024
accesslog = None  # requests are logged by voltbay.server.web.request_log, without paths
errorlog = "-"
control_socket_disable = True
proc_name = "voltbay web"


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


def child_exit(server: Any, worker: Any) -> None:
    """Forget a gone process's gauges."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]

"""How long a worker's jobs take and how many fail: told with its signs of life.

Jobs that were done leave no row behind, so they are counted as they end.
"""

import time
from bisect import bisect_left
from collections.abc import Awaitable, Callable
from typing import Any

from procrastinate.job_context import JobContext
from procrastinate.worker import Worker

# Seconds: a message takes a tenth, a photo one or two, a nightly job minutes.
UP_TO = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0, 600.0)


class JobsDone:
    """Counts by task since it began: `within` each of UP_TO and beyond, `seconds`, `failed`."""

    def __init__(self) -> None:
        self.by_task: dict[str, dict[str, Any]] = {}

    async def __call__(
        self,
        call_next: Callable[[], Awaitable[Any]],
        context: JobContext,
        worker: Worker,  # noqa: ARG002  # procrastinate's
    ) -> Any:
        """Do a job and note it: procrastinate's worker middleware."""
        began, is_failed = time.monotonic(), True
        try:
            answer = await call_next()
            is_failed = False
        finally:
            self._note(context.job.task_name, time.monotonic() - began, is_failed=is_failed)
        return answer

    def _note(self, task: str, took: float, *, is_failed: bool) -> None:
        empty = {"within": [0] * (len(UP_TO) + 1), "seconds": 0.0, "failed": 0}
        kept = self.by_task.setdefault(task, empty)
        kept["within"][bisect_left(UP_TO, took)] += 1
        kept["seconds"] = round(kept["seconds"] + took, 3)
        kept["failed"] += is_failed

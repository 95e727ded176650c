"""Reading a file of rows, a workbook in a process of its own with limits of time and memory.

No look at a workbook tells what its reader will make of it: two kilobytes kept one busy for
minutes, and no other request of the web process was answered meanwhile. Text is read in one go.
"""

import json
import sys
import threading
from collections.abc import Callable

from voltbay.core.errors import Refusal
from voltbay.core.isolation.child_process import ChildProcess, DidNotStart
from voltbay.directory import errors
from voltbay.directory.imports.sheet import (
    LONGEST_FILE,
    ZIP,
    NumberedRow,
    Row,
    below_headings,
    numbered_rows,
)

SECONDS = 10.0  # five hundred rows take a tenth of one
START_SECONDS = 20.0  # a cold disk and a busy machine; half a second is usual
TURN_SECONDS = 12.0  # an import is rare: one file at a time, and one process's memory
COMMAND = (sys.executable, "-m", "voltbay.directory.imports.child")
REFUSALS = {
    each.code: each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, Refusal) and "code" in vars(each)
}

_turn = threading.Lock()


def read_apart(
    content: bytes, *, is_heading: Callable[[Row], bool] = any
) -> tuple[Row, list[NumberedRow]]:
    """Return the headings of a file and the rows below them, with their numbers in it.

    Raises what `sheet` raises, or FileTooCostly.
    """
    within = len(content) <= LONGEST_FILE
    rows = _workbook(content) if within and content.startswith(ZIP) else numbered_rows(content)
    return below_headings(rows, is_heading=is_heading)


def _workbook(content: bytes) -> list[NumberedRow]:
    if not _turn.acquire(timeout=TURN_SECONDS):
        raise errors.FileTooCostly
    try:
        answer = _asked(content)
    finally:
        _turn.release()
    told = json.loads(answer)
    if "code" in told:
        raise REFUSALS[told["code"]](**told["data"])
    return [(number, row) for number, row in told["rows"]]


def _asked(content: bytes) -> bytes:
    child = ChildProcess(COMMAND, start_seconds=START_SECONDS)
    try:
        answer = child.ask(content, seconds=SECONDS)
    except DidNotStart:
        answer = None
    finally:
        child.end()
    if answer is None:
        raise errors.FileTooCostly
    return answer

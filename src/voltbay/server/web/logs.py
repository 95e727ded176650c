"""One line of JSON for each thing worth telling, without personal data, whoever tells it.

Nothing that a request or a row brought along can be in a line, because of its form alone:

1. A message is its template. Of what fills its gaps only numbers and words of code remain.
2. A message without gaps may have been put together before: then its place is told instead.
3. Of an error its kind, its way through the code and PostgreSQL's names remain, never its words:
   they repeat what was entered, and rows.
4. Of a request its route remains, never its path.
"""

import json
import logging
import platform
import re
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any

from django.http import HttpRequest

from voltbay.server.web.request_log import METHODS, number

# `booking_confirmed`, `server.rescue`, `OperationalError`; neither a booking's code, which is in
# capitals, nor a number, a path, a plate or a name.
WORD = re.compile(r"(?=.{3,80}$)(?:[a-z]+(?:[_.][a-z]+)+|(?:[A-Z][a-z]+){2,})")
LONGEST_NUMBER = 10**9  # phone and identity numbers have more digits
GAP = "…"
# Nobody is told of them, and looking for them takes as long as writing the line.
logging.logThreads = logging.logMultiprocessing = False
WRITER = json.JSONEncoder(ensure_ascii=False, default=lambda _: GAP)
HOST = platform.node()  # many machines write into one collection of logs
CONSTANT = ("voltbay", "gunicorn")  # whose messages without gaps are known to be written so


class JsonLines(logging.Formatter):
    """Formats a record as JSON, with machine and process and the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "host": HOST,
            "process": record.process,
            "from": record.name,
            "said": said(record),
        }
        if number.get():
            line["request"] = number.get()
        line |= _request(getattr(record, "request", None))
        line |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1]:
            line["trace"] = trace(record.exc_info[1])
        return WRITER.encode(line)


def said(record: logging.LogRecord) -> str:
    """Return what a record may say.

    >>> said(logging.LogRecord("x", 20, "x.py", 7, "%s of %d: %s", ("GET", 3, "/a/b"), None))
    '… of 3: …'
    """
    if not record.args:
        is_constant = record.name.partition(".")[0] in CONSTANT
        return str(record.msg) if is_constant else f"{record.module}:{record.lineno}"
    try:
        return str(str(record.msg) % _without_data(record.args))
    except (TypeError, ValueError, KeyError):  # a gap that wants another type than our dots
        return str(record.msg)


def trace(error: BaseException) -> str:
    """Return the kinds of an error and of what caused it, and where each was raised."""
    told = [*_where(error), _kind(error)]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        told = [trace(before), "then", *told]
    for part in getattr(error, "exceptions", ()):  # of a group
        told += ["of", trace(part)]
    return "\n".join(told)


def _where(error: BaseException) -> list[str]:
    frames = extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _kind(error: BaseException) -> str:
    """Name an error, and what PostgreSQL names: its state, and a constraint but no row."""
    diagnosis = getattr(error, "diag", None)
    names = (getattr(error, "sqlstate", None), getattr(diagnosis, "constraint_name", None))
    return " ".join([type(error).__name__, *(name for name in names if name)])


def _without_data(args: Any) -> Any:
    if isinstance(args, dict):
        return {name: _harmless(value) for name, value in args.items()}
    return tuple(_harmless(value) for value in args)


def _harmless(value: object) -> object:
    if isinstance(value, int | float) and abs(value) < LONGEST_NUMBER:
        return value
    text = value if isinstance(value, str) else ""
    return text if WORD.fullmatch(text) else GAP


def _request(request: object) -> dict[str, str]:
    if not isinstance(request, HttpRequest):
        return {}
    match = request.resolver_match
    method = str(request.method) if request.method in METHODS else "(other)"
    return {"method": method, "route": match.route if match else "(none)"}

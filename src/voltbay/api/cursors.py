"""Cursors: where a page ended, opaque to the caller."""

import base64
import json
from datetime import datetime
from typing import Annotated
from unicodedata import category

from pydantic import StringConstraints

from voltbay.api.entries import FORBIDDEN
from voltbay.core.errors import Invalid
from voltbay.core.local_time import sensible_day

# Names of companies and outlets are in it, percent-encoded twice as long.
Cursor = Annotated[str, StringConstraints(max_length=1000)]


class CursorMalformed(Invalid):
    """The cursor was not made by us; begin again without one."""

    code = "cursor_malformed"


def write_cursor(*marks: str) -> str:
    """Pack the marks of a page's last row.

    >>> read_cursor(write_cursor("2026-01-02", "VB1"), marks=2)
    ['2026-01-02', 'VB1']
    """
    return base64.urlsafe_b64encode(json.dumps(marks).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, marks: int) -> list[str]:
    """Unpack a cursor into its marks. Raises CursorMalformed."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, RecursionError) as broken:  # a thousand brackets are still a short cursor
        raise CursorMalformed from broken
    right = isinstance(found, list) and len(found) == marks
    if not right or not all(isinstance(mark, str) and _is_kept(mark) for mark in found):
        raise CursorMalformed
    return [str(mark) for mark in found]


def read_instant(mark: str) -> datetime:
    """Return the instant that a mark stands for. Raises CursorMalformed."""
    try:
        found = datetime.fromisoformat(mark)
        sensible_day(found.date())
    except ValueError as broken:
        raise CursorMalformed from broken
    if found.tzinfo is None:
        raise CursorMalformed
    return found


def _is_kept(mark: str) -> bool:
    """Tell whether PostgreSQL could keep a text, so that a row's mark may be this."""
    return not any(category(each) in FORBIDDEN for each in mark)

"""Cursors: where a page ended, opaque to the caller."""

import base64
import json

from voltbay.core.errors import Invalid


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
    except ValueError as broken:
        raise CursorMalformed from broken
    right = isinstance(found, list) and len(found) == marks
    if not right or not all(isinstance(mark, str) and "\0" not in mark for mark in found):
        raise CursorMalformed
    return [str(mark) for mark in found]

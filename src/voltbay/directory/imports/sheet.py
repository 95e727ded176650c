"""Reading a file of rows as people's spreadsheets save it: CSV in UTF-8 or GBK, or XLSX."""

import csv
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from itertools import islice
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from voltbay.core.sheets import FORMULA
from voltbay.directory.errors import FileEmpty, FileTooLong, FileUnreadable, RowsTooMany

LONGEST_FILE = 1024 * 1024  # bytes; five hundred rows have a tenth of it
MOST_UNPACKED = 20 * 1024 * 1024  # bytes of an XLSX, which is a ZIP that may hold a bomb
MOST_ROWS = 500  # each is tried in the database twice: some five seconds of a request
MOST_COLUMNS = 60
# In this order: nearly every GBK text is malformed UTF-8, but not the other way round.
ENCODINGS = ("utf-8-sig", "gb18030")
CONTROL = {chr(code) for code in range(32)} - set("\t\r\n")
ZIP = b"PK\x03\x04"
# A damaged workbook breaks its reader in whatever way it likes.
DAMAGED = (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError)

Row = list[str]


def read_sheet(content: bytes) -> tuple[Row, list[tuple[int, Row]]]:
    """Return the headings, and the rows with their numbers in the file; empty rows are left out.

    Raises FileTooLong, FileUnreadable, FileEmpty or RowsTooMany.
    """
    if len(content) > LONGEST_FILE:
        raise FileTooLong(limit_kb=LONGEST_FILE // 1024)
    found = _xlsx(content) if content.startswith(ZIP) else _csv(content)
    numbered = [(number, row) for number, row in enumerate(found, start=1) if any(row)]
    if len(numbered) < 2:
        raise FileEmpty
    if len(numbered) - 1 > MOST_ROWS:
        raise RowsTooMany(limit=MOST_ROWS)
    headings = numbered[0][1]
    while headings and not headings[-1]:
        headings.pop()
    return headings, [(number, _fit(row, len(headings))) for number, row in numbered[1:]]


def _csv(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    if CONTROL & set(text):  # a picture, a program; GBK finds a letter for nearly anything
        raise FileUnreadable
    try:
        for row in csv.reader(StringIO(text, newline=""), strict=True):
            yield [_plain(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as malformed:
        raise FileUnreadable from malformed


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadable


def _xlsx(content: bytes) -> Iterator[Row]:
    try:
        with ZipFile(BytesIO(content)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
        _check_unpacked(unpacked)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        # Enough to notice that there are too many, without reading a million.
        rows = islice(book.worksheets[0].iter_rows(values_only=True), 2 * MOST_ROWS)
        return iter([[_text(cell) for cell in row[:MOST_COLUMNS]] for row in rows])
    except DAMAGED as damage:
        raise FileUnreadable from damage


def _check_unpacked(size: int) -> None:
    if size > MOST_UNPACKED:
        raise FileTooLong(limit_kb=MOST_UNPACKED // 1024)


def _text(cell: Any) -> str:
    """Return a cell as it is seen: spreadsheets turn telephone numbers into numbers."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _plain(str(cell))


def _plain(cell: str) -> str:
    """Take off the mark that our own files put before what looks like a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def _fit(row: Sequence[str], length: int) -> Row:
    return [*row[:length], *[""] * (length - len(row))]

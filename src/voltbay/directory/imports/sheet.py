"""Reading a file of rows as people's spreadsheets save it: CSV in UTF-8 or GBK, or XLSX."""

import csv
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO, StringIO
from lzma import LZMAError
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from voltbay.core.sheets import FORMULA
from voltbay.directory.errors import (
    FileEmpty,
    FileLocked,
    FileTooLong,
    FileUnreadable,
    RowsTooMany,
)

LONGEST_FILE = 1024 * 1024  # bytes; five hundred rows have a tenth of it
MOST_UNPACKED = 20 * 1024 * 1024  # bytes of an XLSX, which is a ZIP that may hold a bomb
# Bytes of each part that is read before any row is: a style of thirty bytes becomes an object of
# a thousand. Five hundred rows with ten styles have a hundredth of it.
MOST_BESIDE_ROWS = 512 * 1024
MOST_IN_ROWS = 4 * 1024 * 1024  # bytes of a sheet, and of the texts that sheets share
ROWS = ("xl/worksheets/", "xl/sharedStrings")
MOST_PARTS = 1000
MOST_ROWS = 500  # each is tried in the database twice: some five seconds of a request
MOST_COLUMNS = 60
TITLES = 6  # rows in which the headings are looked for: a title, a date, who made the list
# In this order: nearly every GBK text is malformed UTF-8, but not the other way round.
ENCODINGS = ("utf-8-sig", "gb18030")
CONTROL = {chr(code) for code in range(32)} - set("\t\r\n")
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # a workbook with a password, or of before 2007
ENCRYPTED = 1  # a bit in a ZIP entry's flags
# XML of a workbook declares nothing; who does means entities, which grow without end.
DECLARES = (b"<!DOCTYPE", b"<!ENTITY")
# A damaged workbook breaks its reader in whatever way it likes.
DAMAGED = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zlib.error),
    *(BadZipFile, LZMAError, InvalidFileException),
)

Row = list[str]
NumberedRow = tuple[int, Row]


def numbered_rows(content: bytes) -> list[NumberedRow]:
    """Return the rows that are not empty, with their numbers in the file.

    Raises FileTooLong, FileLocked, FileUnreadable or RowsTooMany.
    """
    if len(content) > LONGEST_FILE:
        raise FileTooLong(limit_kb=LONGEST_FILE // 1024)
    if content.startswith(OLE):
        raise FileLocked
    found = _xlsx(content) if content.startswith(ZIP) else _csv(content)
    numbered = [(number, row) for number, row in enumerate(found, start=1) if any(row)]
    if len(numbered) > TITLES + MOST_ROWS:  # wherever among them the headings are
        raise RowsTooMany(limit=MOST_ROWS)
    # A text of a workbook is there once, however many cells show it.
    if sum(len(cell) for _, row in numbered for cell in row) > LONGEST_FILE:
        raise FileTooLong(limit_kb=LONGEST_FILE // 1024)
    return numbered


def below_headings(
    numbered: list[NumberedRow], *, is_heading: Callable[[Row], bool] = any
) -> tuple[Row, list[NumberedRow]]:
    """Return the headings, and the rows below them.

    The headings are the first row that is one, where a title may stand above it; else the first.

    Raises FileEmpty or RowsTooMany.
    """
    above = next((n for n, (_, row) in enumerate(numbered[:TITLES]) if is_heading(row)), 0)
    numbered = numbered[above:]
    if len(numbered) < 2:
        raise FileEmpty
    if len(numbered) - 1 > MOST_ROWS:
        raise RowsTooMany(limit=MOST_ROWS)
    headings = list(numbered[0][1])
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
            _check_parts(packed)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        # Enough to notice that there are too many, without reading a million.
        rows = book.worksheets[0].iter_rows(
            max_row=2 * MOST_ROWS, max_col=MOST_COLUMNS, values_only=True
        )
        return iter([[_text(cell) for cell in row] for row in rows])
    except DAMAGED as damage:
        raise FileUnreadable from damage


def _check_parts(packed: ZipFile) -> None:
    """Look at a workbook's parts before its reader does. ZipFile unpacks no more than announced."""
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
        raise FileTooLong(limit_kb=MOST_UNPACKED // 1024)
    for each in parts:
        if each.flag_bits & ENCRYPTED:
            raise FileLocked
        if each.filename.lower().endswith((".xml", ".rels")):
            _check_xml(packed, each)


def _check_xml(packed: ZipFile, part: ZipInfo) -> None:
    most = MOST_IN_ROWS if part.filename.startswith(ROWS) else MOST_BESIDE_ROWS
    if part.file_size > most:
        raise FileTooLong(limit_kb=most // 1024)
    plain = packed.read(part).replace(b"\0", b"")  # it may be UTF-16
    if any(declared in plain for declared in DECLARES):
        raise FileUnreadable


def _text(cell: Any) -> str:
    """Return a cell as it is seen: spreadsheets turn telephone numbers into numbers."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell)
    if CONTROL & set(text):  # XLSX has a way to write them, and nobody means it
        raise FileUnreadable
    return _plain(text)


def _plain(cell: str) -> str:
    """Take off the mark that our own files put before what looks like a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def _fit(row: Sequence[str], length: int) -> Row:
    return [*row[:length], *[""] * (length - len(row))]

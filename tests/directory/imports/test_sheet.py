"""Files that are made to break whoever reads them: refused in words, and soon."""

import csv
import time
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from voltbay.directory.errors import FileLocked, FileTooLong, FileUnreadable, RowsTooMany
from voltbay.directory.imports import sheet
from voltbay.directory.imports.sheet import below_headings, numbered_rows

HEAD = '<?xml version="1.0"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
SOON = 3  # seconds, on a busy machine


def workbook(**parts: str | bytes) -> bytes:
    """Return a workbook of one row, some of whose parts are something else."""
    book = Workbook()
    book.active.append(["name"])
    book.active.append(["x"])
    whole = BytesIO()
    book.save(whole)
    out = BytesIO()
    with ZipFile(whole) as packed, ZipFile(out, "w", ZIP_DEFLATED) as again:
        for each in packed.namelist():
            again.writestr(each, parts.pop(each, packed.read(each)))
        for name, content in parts.items():
            again.writestr(name, content)
    return out.getvalue()


def rows(inside: str) -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def one_sheet(inside: str) -> bytes:
    return workbook(**{"xl/worksheets/sheet1.xml": rows(inside)})


def cell(where: str, text: str) -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'


def encrypted() -> bytes:
    """Return a workbook whose parts say that they need a password."""
    out = bytearray(workbook())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = 0
        while (begin := out.find(mark, begin)) >= 0:
            out[begin + at] |= 1
            begin += 4
    return bytes(out)


def laughing(encoding: str = "utf-8") -> bytes:
    text = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>' + rows(cell("A1", "&l9;"))[len(HEAD) :]
    said = f'<?xml version="1.0" encoding="{encoding}"?>' + text
    return workbook(**{"xl/worksheets/sheet1.xml": said.encode(encoding)})


def with_styles(count: int) -> bytes:
    inside = f'<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * count}</cellXfs></styleSheet>'
    return workbook(**{"xl/styles.xml": HEAD + inside})


HOSTILE = {
    "a workbook with a password": (sheet.OLE + bytes(4096), FileLocked),
    "a ZIP with a password": (encrypted(), FileLocked),
    "a billion laughs": (laughing(), FileUnreadable),
    "a billion laughs in UTF-16": (laughing("utf-16"), FileUnreadable),
    "a million styles": (with_styles(1_000_000), FileTooLong),
    "a sheet of many megabytes": (
        one_sheet("<row>" + cell("A1", "x" * 9_000_000) + "</row>"),
        FileTooLong,
    ),
    "ten thousand parts": (
        workbook(**{f"xl/media/{n}.bin": b"" for n in range(10_000)}),
        FileTooLong,
    ),
    "a sheet that is no XML": (
        workbook(**{"xl/worksheets/sheet1.xml": b"\xff\xfe broken"}),
        FileUnreadable,
    ),
    "a date beyond the calendar": (
        one_sheet('<row r="1"><c r="A1" t="d"><v>99999-99-99T99:99</v></c></row>'),
        FileUnreadable,
    ),
    "a NUL that XLSX writes out": (
        one_sheet(f'<row r="1">{cell("A1", "a&#8;b")}</row>'),
        FileUnreadable,
    ),
    "rows up to the last there can be": (
        one_sheet(
            f'<row r="1">{cell("A1", "name")}</row><row r="2">{cell("A2", "x")}</row>'
            + "".join(f'<row r="{n}">{cell(f"A{n}", "x")}</row>' for n in range(3, 900))
        ),
        RowsTooMany,
    ),
    "half a workbook": (workbook()[:700], FileUnreadable),
    "UTF-16": ("name,city\n甲,乙\n".encode("utf-16"), FileUnreadable),
    "UTF-32": ("name,city\n甲,乙\n".encode("utf-32"), FileUnreadable),
    "one quoted cell of a megabyte": (b'name\n"' + b"x" * 900_000 + b'"\n', FileUnreadable),
    "a quote that never ends": (b'name\n"x,y\n' * 9, FileUnreadable),
}


def read(content: bytes):
    return below_headings(numbered_rows(content))


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_soon(what):
    content, refusal = HOSTILE[what]

    began = time.monotonic()
    with pytest.raises(refusal):
        read(content)

    assert time.monotonic() - began < SOON


def test_a_cell_far_away_costs_nothing():
    far = f'<row r="1">{cell("A1", "name")}</row>'
    far += f'<row r="2">{cell("A2", "x")}{cell("XFD2", "y")}</row>'

    began = time.monotonic()
    headings, found = read(one_sheet(far + f'<row r="1048576">{cell("A1048576", "z")}</row>'))

    assert (headings, found) == (["name"], [(2, ["x"])])
    assert time.monotonic() - began < SOON


def test_a_row_of_a_hundred_thousand_cells_is_cut():
    out = StringIO()
    csv.writer(out).writerows([["name"] + ["x"] * 100_000, ["y"] * 100_000])

    headings, found = read(out.getvalue().encode())

    assert len(headings) == len(found[0][1]) == sheet.MOST_COLUMNS


def test_macros_are_left_where_they_are():
    assert read(workbook(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99}))[0] == ["name"]

"""Files that no look sees through: their reader ends at its limits, and nobody waits for it."""

import threading
import time
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.directory.imports.test_sheet import (
    HEAD,
    MAIN,
    cell,
    encrypted,
    one_sheet,
    rows,
    workbook,
)
from voltbay.directory.errors import FileLocked, FileTooCostly, FileTooLong
from voltbay.directory.imports import sheet
from voltbay.directory.imports.read_apart import read_apart

PULSE = 0.05  # seconds


def with_format(code: str) -> bytes:
    formats = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
    inside = f'{formats}<cellXfs><xf numFmtId="200"/></cellXfs>'
    return workbook(**{"xl/styles.xml": f'{HEAD}<styleSheet xmlns="{MAIN}">{inside}</styleSheet>'})


def test_a_file_is_read_as_it_is():
    assert read_apart(workbook()) == (["name"], [(2, ["x"])])
    assert read_apart("名称,b\n甲,'=1+1\n".encode()) == (["名称", "b"], [(2, ["甲", "=1+1"])])


def test_a_refusal_comes_back_with_what_it_says():
    with pytest.raises(FileLocked):
        read_apart(encrypted())
    with pytest.raises(FileTooLong) as refused:
        read_apart(bytes(sheet.LONGEST_FILE + 1))
    assert refused.value.data == {"limit_kb": 1024}


def test_who_reads_a_format_for_minutes_stops_nobody_else():
    stop, gaps = threading.Event(), []

    def beat() -> None:
        while not stop.is_set():
            began = time.monotonic()
            time.sleep(PULSE)
            gaps.append(time.monotonic() - began)

    heart = threading.Thread(target=beat)
    heart.start()
    try:
        with pytest.raises(FileTooCostly):
            read_apart(with_format("[" * 400_000))
    finally:
        stop.set()
        heart.join()

    assert max(gaps) < 2  # the reader itself holds its whole process for minutes


def test_one_text_in_many_cells_is_weighed_as_often_as_it_is_seen():
    shown = '<c t="s"><v>0</v></c>' * sheet.MOST_COLUMNS
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000}</t></si></sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with ZipFile(BytesIO(workbook())) as packed:
        types = packed.read("[Content_Types].xml").decode()
    shared = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    file = workbook(
        **{
            "[Content_Types].xml": types.replace("</Types>", shared),
            "xl/worksheets/sheet1.xml": rows(f"<row>{shown}</row>" * 20),
            "xl/sharedStrings.xml": HEAD + texts,
        }
    )

    with pytest.raises(FileTooLong):
        read_apart(file)


def test_an_ordinary_file_of_five_hundred_rows_is_far_from_the_limits():
    cells = "".join(cell(f"{column}1", "上海市浦东新区张江路 1 号") for column in "ABCDEFGHIJKL")
    lines = f"<row>{cells}</row>" * (sheet.MOST_ROWS + 1)

    assert len(read_apart(one_sheet(lines))[1]) == sheet.MOST_ROWS

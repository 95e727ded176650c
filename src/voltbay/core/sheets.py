"""Writing rows as CSV and XLSX, so that nothing in a cell is ever run as a formula."""

import csv
from collections.abc import Collection, Sequence
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter

Row = Sequence[str]
# What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV injection.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("001PE0100000A18120000123")
    ("'=1+1", '001PE0100000A18120000123')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_csv(header: Row, rows: Sequence[Row]) -> bytes:
    """Return CSV in UTF-8 with the mark that Excel needs to see that it is."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows([[harmless(cell) for cell in row] for row in rows])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(
    header: Row,
    rows: Sequence[Row],
    *,
    title: str,
    made_at: datetime,
    numbers: Collection[str] = (),
) -> bytes:
    """Return a workbook with one sheet; every cell is text, whatever it looks like.

    But for the columns named in `numbers`: what stands there can be added up.
    """
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True})
        two_places = book.add_format({"num_format": "0.00"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
            sheet.set_column(column, column, max(14, 2 * len(name) + 2))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell and header[column] in numbers:
                    sheet.write_number(number, column, float(cell), two_places)
                else:
                    sheet.write_string(number, column, cell)
    return out.getvalue()

"""A year as a file proves itself: whatever byte is altered, the row is named."""

import json

import pytest

from tests.traceability.conftest import LATER, OTHER_PACK, OTHER_VIN, VIN, finished, report
from voltbay.removals.models import BatteryPack
from voltbay.traceability.archive import verify_archive, write_archive
from voltbay.traceability.chain import digest_of, written
from voltbay.traceability.errors import NothingToArchive
from voltbay.traceability.models import Archive


@pytest.fixture
def content(service, slots, outlet, pack, bob):
    """Return an archive of three rows."""
    finished(service, slots, bob, codes=[OTHER_PACK], slot=1, vin=OTHER_VIN, plate="沪AD54321")
    report(outlet, bob)
    report(outlet, bob, profile="national_platform", car_maker="")
    return write_archive(outlet.company, 2026, staff=bob, now=LATER)[1]


def broken(content):
    return [(each.sequence, each.code) for each in verify_archive(content)[1]]


def test_it_is_genuine_and_says_whose_it_is(content, outlet):
    heading, wrong = verify_archive(content)

    assert wrong == []
    assert (heading["company"], heading["year"], heading["count"]) == (outlet.company.name, 2026, 4)
    assert Archive.objects.get().head == heading["head"]


def test_it_holds_codes_but_no_vin(content):
    assert OTHER_PACK.encode() in content
    assert VIN.encode() not in content
    assert OTHER_VIN.encode() not in content


def test_of_every_byte_that_is_altered_the_row_is_named(content):
    starts, missed = [0], []
    for line in content.split(b"\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    # Every eleventh, so that each field is met; the first line is the heading, the last signs.
    for at in range(0, len(content), 11):
        line = next(n for n in range(len(starts)) if starts[n + 1] > at)
        altered = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        found = broken(altered)
        is_row = 0 < line < len(starts) - 2 and content[at] != ord("\n")
        if not found or (is_row and found[0][0] != line):
            missed.append((at, line, found))

    assert missed == []


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"a":"\\ud800"}',
        b'{"first":1e999}',
        b"9" * 5000,
        '{"key":"a","public_key":null,"signature":"é"}'.encode(),
    ],
)
def test_lines_that_nobody_wrote_are_no_archive(line):
    assert (None, "heading_altered") in broken((line + b"\n") * 4)


def test_one_altered_mass_names_one_row_and_no_other(content):
    lines = content.split(b"\n")
    lines[3] = lines[3].replace("入库日期".encode(), "入库日子".encode(), 1)
    lines[3] = lines[3].replace(b"2026-04-08", b"2026-04-09", 1)

    assert broken(b"\n".join(lines)) == [(3, "altered")]


def test_a_row_that_is_left_out_is_noticed(content):
    lines = content.split(b"\n")

    assert broken(b"\n".join([*lines[:2], *lines[3:]])) != []
    assert broken(b"\n".join([*lines[:4], *lines[5:]])) == [(None, "rows_missing")]


def test_whoever_chains_anew_what_was_altered_fails_at_the_signed_end(content):
    lines = content.decode().split("\n")
    row = json.loads(lines[4])
    row["payload"] = row["payload"].replace("2026", "2025")
    row["digest"] = digest_of(row["previous"], row["payload"])
    lines[4] = written(row)

    assert broken("\n".join(lines).encode()) == [(None, "rows_missing")]


@pytest.mark.parametrize("junk", [b"", b"\n\n\n\n", b"{}\n[]\n1\n{}\n", b"\xff" * 40 + b"\n" * 5])
def test_what_is_no_archive_is_told_so(content, junk):
    assert verify_archive(junk)[1] != []


def test_a_year_without_reports_has_no_archive(content, outlet, bob):
    assert BatteryPack.objects.count() == 2
    with pytest.raises(NothingToArchive):
        write_archive(outlet.company, 2025, staff=bob, now=LATER)

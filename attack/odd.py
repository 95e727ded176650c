"""Values that nobody means: each broke something once, somewhere."""

import base64
import json

HUGE = "9" * 400
NUL = "\0"
SQL = "'; DROP TABLE bookings_booking; --"

# In a path, percent-encoded already: what it decodes to need not be UTF-8.
PATHS = (
    "%00", "VB%001", "0", "-1", "9223372036854775807", "9223372036854775808", HUGE, "1e9",
    "%ED%A0%80", "%C0%AE%C0%AE", "%FF", "..", "..%2f..%2fetc", "%252e", "%0d%0aX-Evil:%201",
    "%EF%BC%91%EF%BC%92", "%F0%9F%9A%97", "%D9%A1", "%E2%80%8B", "%27%3B--", "null", "NaN", "None",
    "0001-01-01", "00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    "x" * 3000, "_5F", "_00", "_G1", "1_quote", "%3Cscript%3E", ";", "a%20b", "+",
)  # fmt: skip

DATES = (
    "0001-01-01", "0000-00-00", "9999-12-31", "9999-12-30", "10000-01-01", "2026-02-30",
    "1582-10-10", "1899-12-31", "2100-01-01", "2101-01-01", "-0001-01-01", "２０２６-01-01",
    "20260101", "2026-W01-1", "2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00+23:59", "1900-01-01", "1999-12-31",
)  # fmt: skip

NUMBERS = (
    "0", "-1", "1.5", "1e400", "-1e400", "NaN", "Infinity", "-Infinity", "2147483648",
    "9223372036854775807", "9223372036854775808", "-9223372036854775809", HUGE, "١٢", "１２",
    "1_000", "0x10", " 7 ", "+7", "--1", "1e9", "sNaN", "1" * 5000, "0." + "0" * 300 + "1",
)  # fmt: skip

TEXTS = (
    "", " ", NUL, f"a{NUL}b", "\ud800", "\ufffe", "\u202e\u2066", "\r\nX-Evil: 1", "\x1b[31m", SQL,
    "<script>alert(1)</script>", "{{7*7}}", "{% load %}", "%s%n", "𠮷野家", "👨‍👩‍👧‍👦" * 40,
    "é" * 300, "x" * 5000, "a" * 120_000, "null", "[]", "{}", "true", "\\", "'", '"', "%", "_",
    "../../etc/passwd", "=1+1", "\ufeff", "a\u0000", "\u2028", "()" * 50, "٠١٢", "::1", "*" * 200,
)  # fmt: skip


def _cursor(value: object) -> str:
    written = value if isinstance(value, str) else json.dumps(value)
    return base64.urlsafe_b64encode(written.encode("utf-8", "surrogatepass")).decode().rstrip("=")


CURSORS = (
    *(_cursor("[" * depth) for depth in (500, 200_000)),
    _cursor("[" * 5000 + "]" * 5000),
    _cursor('["\\ud800","\\udfff"]'), _cursor('["\\ud800","x","00000000-0000-0000-0000-000000000000"]'),
    _cursor('["\\u0000","x"]'), _cursor('["\\ud800","00000000-0000-0000-0000-000000000000"]'),
    _cursor(["0001-01-01T00:00:00+14:00", "VB1"]), _cursor(["9999-12-31T23:59:59-12:00", "VB1"]),
    _cursor(["2026-01-01", "VB1"]), _cursor(["2026-01-01T00:00:00+00:00", "\ud800"]),
    _cursor(["a", "b", "c"]), _cursor([1, 2]), _cursor({}), _cursor("NaN"), _cursor('"' + "x" * 99),
    _cursor("9" * 5000), _cursor(["99999999", "00000000-0000-0000-0000-000000000000"]),
    _cursor("[1e999,1]"), "%%%", "=", "é", "\ud800", "a" * 999,
)  # fmt: skip

ALL = tuple(dict.fromkeys((*TEXTS, *DATES, *NUMBERS)))

# What JSON can hold in place of anything.
JSON = (
    None, True, False, 0, -1, 1.5, 10**30, -(10**30), float("inf"), float("nan"), [], {}, [[]],
    {"a": {"b": {}}}, ["x"], *TEXTS[:18], *DATES[:6],
)  # fmt: skip

# Whole bodies under the content type that an operation takes.
BODIES = (
    b"", b"\0", b"null", b"[]", b'"x"', b"1", b"{", b"{}", b"NaN", b"Infinity", b"\xff\xfe{}",
    b"\xef\xbb\xbf{}", '{"a":1}'.encode("utf-16"), '{"a":1}'.encode("utf-32"),
    b'{"phone":"1","phone":"2"}', b'{"\\ud800":"\\ud800"}', b'{"a":"\\u0000"}', b'{"\\u0000":1}',
    b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5000, b'{"slot_id":' + b"1" * 5000 + b"}",
    b'{"slot_id":1e400,"service_id":1}', b'{"a":"\xed\xa0\x80"}', b'{"a":"\xc0\xae"}',
)  # fmt: skip

TYPES = (
    "", "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense",
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300,
    "multipart/form-data; boundary=x", "application/xml", "\x00", "é", "application/*",
    "application/x-www-form-urlencoded; charset=utf-7", "application/x-www-form-urlencoded; charset=é",
)  # fmt: skip

# Headers that the service reads, and some that it must not.
HEADERS = (
    {"Accept-Language": "\xff\xfe"}, {"Accept-Language": "zh" * 3000},
    {"Accept-Language": "en;q=NaN"}, {"Accept-Language": "*;q=1e999,de-de-de-de"},
    {"Authorization": "Bearer"}, {"Authorization": "Bearer \xff"},
    {"Authorization": "Basic \xe9"}, {"Authorization": "Bearer " + "x" * 4000},
    {"Idempotency-Key": "\xff" * 9}, {"Idempotency-Key": "k" * 4000}, {"Idempotency-Key": ""},
    {"Cookie": "voltbay_session=\xff; voltbay_staff=\xff"}, {"Cookie": "voltbay_staff=a%00b"},
    {"Cookie": "=;;;=;csrftoken=\xe9"}, {"Cookie": "messages=x; django_language=\xe9"},
    {"Cookie": "django_language=a%00b"}, {"X-CSRFToken": "\xe9"}, {"Referer": "http://[::1"},
    {"Referer": "\xff"}, {"Origin": "http://[bad"}, {"Origin": "null"},
    {"X-Forwarded-For": "not an address, ::ffff:1.2.3.4%eth0, \xff"},
    {"Forwarded": "for=\xff"}, {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "x"},
    {"X-HTTP-Method-Override": "DELETE"}, {"X-Outbox": "\xff"}, {"HX-Request": "true"},
    {"HX-Current-URL": "\xff"}, {"User-Agent": "\xff" * 500}, {"User-Agent": ""},
    {"Range": "bytes=9-1"}, {"If-Modified-Since": "0001"}, {"If-None-Match": "\xff"},
    {"Script-Name": "/console"}, {"Host": "evil.example"}, {"Host": "127.0.0.1:99999"},
    {"Host": "[::1"}, {"Content-Length": "-1"}, {"Content-Length": "x"}, {"Accept": "\xff"},
    {"X-Request-ID": "\r"}, {"Transfer-Encoding": "x"},
)  # fmt: skip

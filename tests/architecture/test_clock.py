"""Whatever expires, expires by the database's clock: our own decides nothing."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "voltbay"
# A method of a class or module that reads this machine's clock, or hands out what does.
OURS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("signing", "dumps"),
    ("signing", "loads"),
    ("signing", "TimestampSigner"),
}
ALLOWED = {
    "core/clock.py": "compares it with the database's",
    "server/doctor/clock.py": "compares it with the database's",
    "server/doctor/command.py": "tells that the database is silent, too",
    "server/clock_watch.py": "compares it with the database's",
    "server/keys/first.py": "names a key by its day, before there are settings",
    "server/keys/command.py": "names a key by its day",
}


def reads(text: str) -> list[str]:
    """Return where a module reads this machine's clock."""
    return [
        f"line {node.lineno}: {node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in OURS
    ]


def modules() -> dict[str, str]:
    found = (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    return {str(path.relative_to(SOURCE)): path.read_text() for path in found}


def test_nothing_decides_by_this_machine_s_clock():
    found = {name: reads(text) for name, text in modules().items() if name not in ALLOWED}

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_each_exception_still_reads_it():
    assert [name for name in ALLOWED if not reads(modules().get(name, ""))] == []


def test_a_reading_is_noticed():
    assert reads("from django.utils import timezone\nlate = row.expires_at <= timezone.now()")
    assert not reads("from voltbay.core import clock\nlate = row.expires_at <= clock.now()")

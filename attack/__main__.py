"""Attack a Voltbay of its own, case by case, while another owner books undisturbed.

    python -m attack            every case, some ten minutes
    python -m attack pictures   only the cases named

Prints a table; exits with 1 if anything was found.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import httpx

from attack.place import Place, place
from attack.undisturbed import Undisturbed

CASES: list[str] = sorted(path.stem for path in (Path(__file__).parent / "cases").glob("[a-z]*.py"))
LONGEST = 15 * 60  # seconds; whatever hangs ends then
ALIVE_WITHIN = 5.0  # seconds after a case


@dataclass(frozen=True)
class Result:
    """What came of a case."""

    name: str
    seconds: float
    requests: int
    findings: list[str]
    bookings: int
    p50: float
    slowest: float

    def __str__(self) -> str:
        return (
            f"{self.name:16} {self.seconds:5.0f} s {self.requests:8} {len(self.findings):8}"
            f" {self.bookings:9} {self.p50 * 1000:7.0f} {self.slowest * 1000:7.0f}"
        )


def main() -> None:
    """Run the cases."""
    chosen = _chosen()
    signal.alarm(LONGEST)
    began = time.monotonic()
    with place() as here:
        print(f"attacking {here.url}, set up in {time.monotonic() - began:.0f} s\n", flush=True)
        print("case            time   requests findings  bookings  p50 ms  max ms", flush=True)
        results = [_run(here, name) for name in chosen]
    findings = [f"{each.name}: {said}" for each in results for said in each.findings]
    print(f"\n{len(findings)} findings in {time.monotonic() - began:.0f} s")
    print("\n".join(findings))
    sys.exit(bool(findings))


def _run(here: Place, name: str) -> Result:
    case: Callable[[Place], list[str]] = import_module(f"attack.cases.{name}").run
    here.requests, errors, began = 0, len(here.errors()), time.monotonic()
    with Undisturbed(here) as owner:
        findings = case(here)
        while not owner.times and time.monotonic() < began + ALIVE_WITHIN:
            time.sleep(0.1)  # a case that is over at once still sees somebody book
    findings += owner.findings + _alive(here)
    findings += [f"an error in the log: {line[:300]}" for line in here.errors()[errors:][:20]]
    took = time.monotonic() - began
    result = Result(name, took, here.requests, findings, owner.bookings, owner.p50, owner.slowest)
    print(result, flush=True)
    return result


def _alive(here: Place) -> list[str]:
    try:
        httpx.get(f"{here.url}/healthz", timeout=ALIVE_WITHIN).raise_for_status()
    except httpx.HTTPError as dead:
        return [f"afterwards /healthz does not answer: {type(dead).__name__}"]
    return []


def _chosen() -> list[str]:
    parser = argparse.ArgumentParser(prog="python -m attack", description=__doc__)
    parser.add_argument("case", nargs="*", help=", ".join(CASES))
    return parser.parse_args().case or CASES


if __name__ == "__main__":
    main()

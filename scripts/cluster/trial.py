"""Hurt the cluster under load, and judge it afterwards."""

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from scripts.cluster import beside, programs, samples
from scripts.cluster.faults import FAULTS, Fault
from scripts.cluster.judge import Account, Verdict, judge
from scripts.cluster.load import calling
from scripts.cluster.papers import drawn
from scripts.cluster.people import Town
from scripts.cluster.plan import SITE
from scripts.cluster.report import PAGE, Row, counted, table, write
from scripts.cluster.samples import BOOKED, LOOKED, SIGNED_IN, Met
from scripts.cluster.site import Site, told

OUTLETS, OWNERS, PAPERS = 24, 2400, 90
HEALS = 180  # seconds after which it must be whole again
SETTLES = 3.0  # seconds of calm between two faults
DRAINS = 240  # seconds in which the queue must empty at the end


def hurt(site: Site, chosen: list[str]) -> None:
    """Do it all; exits if something does not hold. `chosen` are words of faults' names."""
    faults = [each for each in FAULTS if not chosen or any(word in each.name for word in chosen)]
    with told(f"{OUTLETS} outlets, {OWNERS} owners"):
        town = build(site, outlets=OUTLETS, owners=OWNERS)
    with told(f"papers of {PAPERS} people"):
        papers = drawn(PAPERS)
    with calling(town, site.vendor, papers) as met:
        time.sleep(10)  # everybody has begun
        rows = [suffer(site, fault, met) for fault in faults]
        time.sleep(10)
    verdict = judged(site, met)
    verdict.wrong += met.failed
    report(rows, verdict, met, whole=not chosen)
    if verdict.wrong:
        sys.exit("\n".join(["this does not hold:", *verdict.wrong]))


def build(site: Site, *, outlets: int, owners: int) -> Town:
    """Fill the site with outlets and owners."""
    said = programs.python(site.workers[0], f"-m scripts.cluster.town {outlets} {owners}")
    return Town(**json.loads(said.splitlines()[-1]))


def suffer(site: Site, fault: Fault, met: Met) -> Row:
    """Have one fault and wait until the site is whole again."""
    print(f"  {fault.name} …", flush=True)
    since = time.monotonic()
    try:
        end = fault.begin(site)
        time.sleep(fault.lasts)
        end()
    except SystemExit as failed:  # what was tried did not come off: told at the end
        met.failed.append(f"{fault.name}: {failed}")
    ended = time.monotonic()
    while not is_whole(site):
        if time.monotonic() > ended + HEALS:
            late = f"not whole after {HEALS} s: {missing(site)}"
            print(f"    {late}", flush=True)
            met.failed.append(f"{fault.name}: {late}")
            break
        time.sleep(0.5)
    healed = time.monotonic()
    time.sleep(SETTLES)
    until = time.monotonic()
    row = Row(
        fault.name,
        ended - since,
        *(
            samples.gap(met.done, what, since=since, until=until)
            for what in (BOOKED, SIGNED_IN, LOOKED)
        ),
        healed - ended,
        samples.answered(met.samples, since=since, until=until),
        samples.wrong(met.samples, since=since, until=until),
    )
    print(f"    {table([row]).splitlines()[-1]}", flush=True)
    if row.without_booking > fault.most:
        took = f"{row.without_booking:.0f} s without a booking, {fault.most:.0f} are borne"
        met.failed.append(f"{fault.name}: {took}")
    return row


def is_whole(site: Site) -> bool:
    """Look whether every web program is ready and the primary has both standbys."""
    return not missing(site)


def missing(site: Site) -> str:
    """Return what is not as it should be, or nothing."""
    for host in site.webs:
        for number in (1, 2):
            ask = f"curl -s -m 10 http://127.0.0.1:{9000 + number}/readyz -H 'Host: {SITE}'"
            said = host.attempt(ask).stdout
            if '"status": "ok"' not in said:
                return f"{host.name}, web program {number}: {said or 'no answer'}"
    if not site.databases.is_whole():
        return f"databases: {site.databases.members()}"
    return ""


def judged(site: Site, met: Met) -> Verdict:
    """Wait until the queue is empty, then look at everything."""
    facts: dict[str, Any] = {}

    def is_quiet() -> bool:
        facts.clear()
        facts.update(look(site))
        queued = [state for _, state in facts["notices"].values() if state == "queued"]
        return not facts["jobs"] and not queued

    with told("the queue empties"):
        _wait(is_quiet, DRAINS)
    facts.update(look(site, "--sweep"))
    return judge(
        Account(met.booked, unsure=met.unsure, asked=met.asked, cut_off=met.cut_off),
        facts=facts,
        taken=site.vendor.taken,
        objects=beside.in_bucket("photos"),
    )


def look(site: Site, *words: str) -> dict[str, Any]:
    """Return what the database and the photo store hold."""
    said = programs.python(site.workers[0], f"-m scripts.cluster.facts {' '.join(words)}")
    return dict(json.loads(said.splitlines()[-1]))


def report(rows: list[Row], verdict: Verdict, met: Met, *, whole: bool) -> None:
    """Print it, and write the tables into docs/performance.md after a whole trial."""
    kinds = {"faults": table(rows), "judged": summary(verdict, met)}
    for each in kinds.values():
        print(f"\n{each}", flush=True)
    if whole:
        for name, text in kinds.items():
            write(PAGE, name, "make cluster-test", text)


def summary(verdict: Verdict, met: Met) -> str:
    """Return what was looked at afterwards, in Markdown."""
    good = sum(not each.wrong for each in met.samples)
    lines = ["| looked at afterwards | how many, and what of them is wrong |", "| --- | --- |"]
    lines += [f"| {what} | {found} |" for what, found in verdict.looked_at.items()]
    lines.append(f"| requests | {good} answered, {len(met.samples) - good} tried again |")
    lines.append(f"| owners who gave up | {counted(Counter(met.gave_up))} |")
    return "\n".join(lines)


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    """Wait for something; what is wrong then is told by who looks."""
    ends_at = time.monotonic() + seconds
    while not condition() and time.monotonic() < ends_at:
        time.sleep(3)

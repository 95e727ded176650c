"""What is done to the site: each fault begins, lasts, and ends."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from scripts.cluster import network, programs
from scripts.cluster.hosts import Host
from scripts.cluster.plan import STORE
from scripts.cluster.site import Site
from scripts.cluster.upgrade import restart_web, restore_a_copy, upgrade

HOUR = "+3600s\n"
RIGHT = "+0\n"
REFUSED = "isv.AMOUNT_NOT_ENOUGH"
SLOW = 8.0  # seconds; the client of the vendor waits for five
STILL = 50.0  # seconds, of the sixty that a primary is away: the others serve before it is back
MOST = 30.0  # seconds between two bookings, whatever is broken: owners wait that long for an answer


@dataclass(frozen=True)
class Fault:
    """Something that breaks. What `begin` returns undoes it after so many seconds.

    Longer than `most` seconds nobody may go without a booking that comes off.
    """

    name: str
    lasts: float
    begin: Callable[[Site], Callable[[], None]]
    most: float = MOST


def nothing() -> None:
    """Undo nothing: what was killed comes back by itself."""


def kill(which: Callable[[Site], Host], *names: str) -> Callable[[Site], Callable[[], None]]:
    """Kill programs of a host."""

    def begin(site: Site) -> Callable[[], None]:
        for name in names:
            which(site).kill(name)
        return nothing

    return begin


def kill_postgres(site: Site) -> Callable[[], None]:
    """Kill every process of the primary's PostgreSQL."""
    site.databases.primary().run("pkill -KILL -x postgres || true")
    return nothing


def freeze(which: Callable[[Site], Host]) -> Callable[[Site], Callable[[], None]]:
    """Freeze a host in the middle of whatever it does."""

    def begin(site: Site) -> Callable[[], None]:
        host = which(site)
        host.freeze()
        return host.thaw

    return begin


def freeze_both_standbys(site: Site) -> Callable[[], None]:
    """Freeze both: no commit has anybody who confirms it, and etcd no majority."""
    both = site.databases.standbys()
    for each in both:
        each.freeze()

    def thaw() -> None:
        for each in both:
            each.thaw()

    return thaw


def unplug(which: Callable[[Site], Host]) -> Callable[[Site], Callable[[], None]]:
    """Pull a host's line."""

    def begin(site: Site) -> Callable[[], None]:
        name = which(site).name
        network.unplug(name)
        return lambda: network.plug(name)

    return begin


def slow(which: Callable[[Site], Host]) -> Callable[[Site], Callable[[], None]]:
    """Make a host's line slow."""

    def begin(site: Site) -> Callable[[], None]:
        host = which(site)
        print(f"    {network.slow_down(host.name, host.pid)}", flush=True)
        return lambda: network.speed_up(host.name, host.pid)

    return begin


def fill(which: Callable[[Site], Host]) -> Callable[[Site], Callable[[], None]]:
    """Fill a host's disk to the last byte."""

    def begin(site: Site) -> Callable[[], None]:
        host = which(site)
        host.fill()
        return host.make_room

    return begin


def hurry(site: Site) -> Callable[[], None]:
    """Put the clock of a host of workers an hour ahead, while its worker runs."""
    host = site.workers[1]
    host.put(programs.FASTER, HOUR)
    return lambda: host.put(programs.FASTER, RIGHT)


def vendor(trouble: str = "", delay: float = 0.0) -> Callable[[Site], Callable[[], None]]:
    """Have the vendor of messages in trouble."""

    def begin(site: Site) -> Callable[[], None]:
        site.vendor.trouble, site.vendor.delay = trouble, delay

        def end() -> None:
            site.vendor.trouble, site.vendor.delay = "", 0.0

        return end

    return begin


def directly(begin: Callable[[Site], Callable[[], None]]) -> Callable[[Site], Callable[[], None]]:
    """Break something while web programs find the primary by themselves, without PgBouncer."""

    def begin_directly(site: Site) -> Callable[[], None]:
        connect(site, pooled=False)
        end = begin(site)

        def end_directly() -> None:
            end()
            connect(site, pooled=True)

        return end_directly

    return begin_directly


def connect(site: Site, *, pooled: bool) -> None:
    """Have web programs connect by PgBouncer, or to all three machines; one after the other."""
    for host in site.webs:
        site.settings.connect(host, pooled=pooled)
        restart_web(host)


def switch_over(site: Site) -> Callable[[], None]:
    """Have another database host be the primary, as before maintenance."""
    site.databases.switch_over(site.databases.standbys()[0])
    return nothing


def done(work: Callable[[Site], None]) -> Callable[[Site], Callable[[], None]]:
    """Do something that is over when it is done."""

    def begin(site: Site) -> Callable[[], None]:
        began = time.monotonic()
        work(site)
        print(f"    took {time.monotonic() - began:.0f} s", flush=True)
        return nothing

    return begin


def primary(site: Site) -> Host:
    """Return the host of the primary."""
    return site.databases.primary()


def a_standby(site: Site) -> Host:
    """Return a host of a standby."""
    return site.databases.standbys()[0]


FAULTS = (
    Fault("nothing", 15, lambda _: nothing),
    Fault("a web program is killed", 8, kill(lambda site: site.webs[0], "web-1")),
    Fault("both of a web host are", 8, kill(lambda site: site.webs[0], *programs.WEB_PROGRAMS)),
    Fault("PgBouncer of a web host is killed", 8, kill(lambda site: site.webs[1], "pgbouncer")),
    Fault("a worker is killed", 25, kill(lambda site: site.workers[0], "worker")),
    Fault("a reader is killed", 25, kill(lambda site: site.workers[0], "reader")),
    Fault("a standby is frozen", 20, freeze(a_standby)),
    Fault("two of three database hosts freeze", 30, freeze_both_standbys, most=60),
    Fault("another is made the primary", 8, switch_over),
    Fault("and back", 8, switch_over),
    Fault("the primary's PostgreSQL is killed", 15, kill_postgres),
    Fault("the primary's host is frozen", 60, freeze(primary), STILL),
    Fault("the primary is frozen, no PgBouncer", 60, directly(freeze(primary)), STILL),
    Fault("the primary's line is pulled", 60, unplug(primary), STILL),
    Fault("the primary is unplugged, no PgBouncer", 60, directly(unplug(primary)), STILL),
    Fault("the primary's line is slow", 20, slow(primary)),
    Fault("the primary's disk is full", 30, fill(primary)),
    Fault("a web host's line is pulled", 15, unplug(lambda site: site.webs[0])),
    Fault("a web host's disk is full", 20, fill(lambda site: site.webs[0])),
    Fault("a worker's clock is an hour fast", 30, hurry),
    Fault("the vendor refuses us", 60, vendor(REFUSED)),
    Fault("the vendor answers after 8 s", 30, vendor(delay=SLOW)),
    Fault("the vendor hangs up", 30, vendor("silent")),
    Fault("the vendor's answers are lost", 30, vendor("answer lost")),
    Fault("S3 is gone", 30, unplug(lambda site: site.hosts[STORE])),
    Fault("a new version, with tables", 5, done(upgrade)),
    Fault("a backup, and its copy beside", 5, done(restore_a_copy)),
)

"""The cable that joins the hosts: plugged, pulled, slow. One bridge, one line to each host."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BRIDGE, HERE, PREFIX = "voltbay1", "10.78.0.1", "10.78.0"
# Where callers are at home: proxies and limits look at addresses.
HOMES = tuple(f"{PREFIX}.{number}" for number in range(150, 250))
# What a line over a mobile network does; delay and loss need sch_netem in the kernel.
SLOW = ("netem", "delay", "200ms", "50ms", "loss", "1%", "rate", "2mbit")
NARROW = ("tbf", "rate", "1mbit", "burst", "16kb", "latency", "400ms")


@contextmanager
def bridge() -> Iterator[None]:
    """Have a bridge while the block lasts; one that a killed run left is replaced."""
    subprocess.run(["ip", "link", "delete", BRIDGE], check=False, capture_output=True)
    run("ip", "link", "add", BRIDGE, "type", "bridge")
    try:
        for address in (HERE, *HOMES):
            run("ip", "address", "add", f"{address}/24", "dev", BRIDGE)
        run("ip", "link", "set", BRIDGE, "up")
        yield
    finally:
        run("ip", "link", "delete", BRIDGE)


def line(name: str) -> str:
    """Return the name of our end of a host's line."""
    return f"vb-{name}"


def lay(name: str, pid: int, address: str) -> None:
    """Lay a line to the host whose first process that is."""
    # The kernel clears away the one of a host that has just gone, but takes its time.
    _attempt("ip", "link", "delete", line(name))
    run("ip", "link", "add", line(name), "type", "veth", "peer", "name", "eth0", "netns", str(pid))
    inside = ("nsenter", "--target", str(pid), "--net", "ip")
    run(*inside, "link", "set", "lo", "up")
    run(*inside, "address", "add", f"{address}/24", "dev", "eth0")
    run(*inside, "link", "set", "eth0", "up")
    plug(name)
    run("ip", "link", "set", line(name), "up")


def plug(name: str) -> None:
    """Put a host's line into the bridge."""
    run("ip", "link", "set", line(name), "master", BRIDGE)


def unplug(name: str) -> None:
    """Pull it out there: the host sees a line that is up and hears nothing any more."""
    run("ip", "link", "set", line(name), "nomaster")


def slow_down(name: str, pid: int) -> str:
    """Make a host's line slow in both directions; return what it is like."""
    how = NARROW if _attempt("tc", "qdisc", "add", "dev", line(name), "root", *SLOW) else SLOW
    inside = ("nsenter", "--target", str(pid), "--net", "tc", "qdisc", "add", "dev", "eth0")
    run("tc", "qdisc", "replace", "dev", line(name), "root", *how)
    run(*inside, "root", *how)
    return " ".join(how)


def speed_up(name: str, pid: int) -> None:
    """Undo it."""
    run("tc", "qdisc", "delete", "dev", line(name), "root")
    inside = ("nsenter", "--target", str(pid), "--net", "tc", "qdisc", "delete", "dev", "eth0")
    run(*inside, "root")


def run(*command: str) -> None:
    """Run a command; exits with what it said if it fails."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command[:6])} failed: {(done.stdout + done.stderr)[-2000:]}")


def _attempt(*command: str) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode

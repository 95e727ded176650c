"""A database host that is switched off: it says nothing, and nothing may wait for it for long.

The host is a network namespace with PostgreSQL's socket behind a port; its cable is pulled.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection

from voltbay.server.settings.database import database

MOST = 9.0  # seconds until whoever waits is told
END = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE %s
"""
FORWARD = """
import asyncio, sys
path, address = sys.argv[1:]
held = set()  # the loop itself holds tasks weakly, and so they may vanish while they wait

async def copy(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()

async def serve(reader, writer):
    held.add(asyncio.current_task())
    server_reader, server_writer = await asyncio.open_unix_connection(path)
    await asyncio.gather(copy(reader, server_writer), copy(server_reader, writer))

async def main():
    server = await asyncio.start_server(serve, address, 5432)
    print("listening", flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


def is_possible() -> bool:
    """Say whether this account may make network namespaces here."""
    if os.geteuid() or shutil.which("ip") is None:
        return False
    made = subprocess.run(["ip", "netns", "add", f"vb{os.getpid()}"], check=False).returncode == 0
    subprocess.run(
        ["ip", "netns", "del", f"vb{os.getpid()}"], check=False, stderr=subprocess.DEVNULL
    )
    return made


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_possible(), reason="needs root and network namespaces (ip netns)"),
]


@dataclass(frozen=True)
class Host:
    """A host with a database, and its cable."""

    name: str
    address: str

    def pull_the_cable(self) -> None:
        """Let every packet to and from it be lost."""
        ip("netns", "exec", self.name, "ip", "link", "set", "eth0", "down")


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


@pytest.fixture
def hosts() -> Iterator[list[Host]]:
    """Give two hosts, each of which leads to the test's database."""
    given = connection.get_connection_params()
    socket = f"{given['host']}/.s.PGSQL.{given.get('port') or 5432}"
    with ExitStack() as stack:
        yield [_host(stack, number, socket) for number in (1, 2)]
        with connection.cursor() as cursor:  # the server still sleeps for who has given up
            cursor.execute(END, ["SELECT pg_sleep%"])


def _host(stack: ExitStack, number: int, socket: str) -> Host:
    host = Host(f"vb{os.getpid()}-{number}", f"10.213.{number}.2")
    cable = f"vb{os.getpid() % 100_000}-{number}"
    ip("netns", "add", host.name)
    stack.callback(ip, "netns", "del", host.name)
    ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", host.name)
    stack.callback(ip, "link", "del", cable)
    ip("addr", "add", f"10.213.{number}.1/24", "dev", cable)
    ip("link", "set", cable, "up")
    ip("netns", "exec", host.name, "ip", "addr", "add", f"{host.address}/24", "dev", "eth0")
    ip("netns", "exec", host.name, "ip", "link", "set", "eth0", "up")
    command = [sys.executable, "-c", FORWARD, socket, host.address]
    forward = stack.enter_context(
        subprocess.Popen(["ip", "netns", "exec", host.name, *command], stdout=subprocess.PIPE)
    )
    stack.callback(forward.kill)
    assert forward.stdout is not None
    assert forward.stdout.readline() == b"listening\n"
    return host


def connect(*hosts: Host) -> psycopg.Connection:
    """Connect as Voltbay would."""
    given = connection.get_connection_params()
    addresses = ",".join(host.address for host in hosts)
    url = f"postgresql://{given['user']}@{addresses}/{given['dbname']}"
    described = database(f"{url}?target_session_attrs=read-write&sslmode=disable")
    options = {
        name: value
        for name, value in described["OPTIONS"].items()
        if name not in ("server_side_binding", "prepare_threshold")
    }
    return psycopg.connect(
        host=described["HOST"],
        user=described["USER"],
        dbname=described["NAME"],
        autocommit=True,
        **options,
    )


def seconds_until_told(lost: psycopg.Connection, asked: str) -> float:
    """Ask something and return how long it takes until the host is given up."""
    began = time.monotonic()
    with pytest.raises(psycopg.OperationalError):
        lost.execute(asked)
    lost.close()
    return time.monotonic() - began


def seconds_until_found(hosts: list[Host]) -> float:
    """Return how long it takes until the second host is connected to."""
    began = time.monotonic()
    with connect(*hosts) as found:
        assert found.info.host == hosts[1].address
    return time.monotonic() - began


def test_nobody_waits_long_for_a_host_that_vanished(hosts: list[Host]) -> None:
    waiting, asking = connect(hosts[0]), connect(hosts[0])
    with ThreadPoolExecutor(3) as crowd:
        waits = crowd.submit(seconds_until_told, waiting, "SELECT pg_sleep(60)")
        time.sleep(1)  # its question has arrived
        hosts[0].pull_the_cable()
        asks = crowd.submit(seconds_until_told, asking, "SELECT 1")
        finds = crowd.submit(seconds_until_found, hosts)

    assert waits.result() < MOST + 1
    assert asks.result() < MOST
    assert finds.result() < MOST

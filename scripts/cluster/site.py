"""The whole site: hosts, what runs on them, and what stands beside it."""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from scripts.cluster import beside, database, network, programs
from scripts.cluster.database import Databases
from scripts.cluster.hosts import Host, host
from scripts.cluster.plan import (
    ADDRESSES,
    CERTIFICATE,
    DATABASES,
    DEPLOY,
    DISKS,
    FOLDER,
    FRONT,
    SITE,
    STORE,
    WEBS,
    WORKERS,
    names,
)
from scripts.cluster.programs import Settings
from scripts.three_machines.beside import with_values
from tests.notifications.aliyun_server import Vendor

MADE = FOLDER / "made"
AGREEMENTS = (
    'manage publish_agreements --operator "绿环电池回收有限公司"'
    ' --address "上海市浦东新区张江路 1 号" --contact "privacy@example.com"'
)


@dataclass
class Site:
    """The cluster as long as it runs."""

    hosts: dict[str, Host]
    databases: Databases
    vendor: Vendor
    settings: Settings
    identity: str  # opens the backups

    @property
    def webs(self) -> list[Host]:
        """Return the hosts with web programs."""
        return [self.hosts[name] for name in WEBS]

    @property
    def workers(self) -> list[Host]:
        """Return the hosts with workers."""
        return [self.hosts[name] for name in WORKERS]


@contextmanager
def running(*, own_clocks: bool = False) -> Iterator[Site]:
    """Bring it all up and yield it once it takes bookings; it is gone when the block ends.

    With `own_clocks` the clock of a worker can be put ahead.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    with told("Patroni"):
        database.fetch_patroni()
    make_secrets()
    (FOLDER / "hosts").write_text(names())
    with ExitStack() as stack:
        stack.enter_context(network.bridge())
        vendor = stack.enter_context(beside.vendor())
        with told(f"{len(ADDRESSES)} hosts"):
            booted = {
                name: stack.enter_context(host(name, address, FOLDER, size=DISKS[name]))
                for name, address in ADDRESSES.items()
            }
        databases = Databases({name: booted[name] for name in DATABASES}, MADE)
        with told("etcd, Patroni and PostgreSQL with two standbys"):
            databases.start()
            make_database(databases)
        settings, identity = make_settings(vendor, databases)
        site = Site(booted, databases, vendor, settings, identity)
        start(site, own_clocks=own_clocks)
        yield site


def start(site: Site, *, own_clocks: bool) -> None:
    """Start everything that is not the database, in the order of the chapter."""
    with told("S3"):
        beside.run_s3(site.hosts[STORE])
    for each in (*site.webs, *site.workers):
        site.settings.install(each, pooled=each in site.webs)
    with told("tables and agreements"):
        programs.voltbay(site.workers[0], "migrate")
        programs.voltbay(site.workers[0], AGREEMENTS)
    with told("web programs and workers"):
        certificate, pem = beside.certificate(SITE)
        CERTIFICATE.write_text(certificate)
        for each in site.workers:
            programs.run_workers(each, own_clock=own_clocks)
        for each in site.webs:
            programs.run_web(each, site.settings.password)
        programs.run_front(site.hosts[FRONT], pem)
        for each in site.webs:
            programs.wait_until_ready(each)


def make_secrets() -> None:
    """Make passwords, certificates and keys by the scripts of deploy/, anew for each run."""
    shutil.rmtree(MADE, ignore_errors=True)
    for command in (
        ["sh", str(DEPLOY / "secrets.sh"), str(MADE)],
        ["sh", str(DEPLOY / "certificates.sh"), str(MADE / "machines"), *database.machines()],
        [sys.executable, "-m", "voltbay", "keys", "new", str(MADE / "keys/sealing")],
        [sys.executable, "-m", "voltbay", "keys", "new", "--receipt", str(MADE / "keys/receipt")],
    ):
        (MADE / "keys").mkdir(parents=True, exist_ok=True)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def make_database(databases: Databases) -> None:
    """Make Voltbay's account and its database, as the chapter says."""
    password = databases.passwords["voltbay"]
    databases.sql(f"CREATE ROLE voltbay LOGIN PASSWORD '{password}'; GRANT pg_monitor TO voltbay")
    databases.sql("CREATE DATABASE voltbay OWNER voltbay")


def make_settings(vendor: Vendor, databases: Databases) -> tuple[Settings, str]:
    """Return the settings of each host, and who opens the backups."""
    own, identity = beside.settings(vendor)
    environment = with_values((DEPLOY / "environment").read_text(), own)
    secrets = (MADE / "secrets").read_text()
    return Settings(environment, secrets, databases.passwords["voltbay"], MADE), identity


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say what is done, and how long it took."""
    began = time.monotonic()
    print(f"{what} …", flush=True)
    yield
    print(f"  {time.monotonic() - began:.0f} s", flush=True)

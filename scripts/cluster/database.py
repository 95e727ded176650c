"""Three hosts with etcd and Patroni, from the files of deploy/ as docs/operations.md puts them."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from scripts.cluster.hosts import Host, wait_for
from scripts.cluster.plan import ADDRESSES, DATABASES, DEPLOY, FOLDER, ROOT

PATRONI = FOLDER / "patroni"
# What a machine of 4 GB has, on disks of 1 GB that share a memory with everything else here.
SMALLER = {
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "192MB",
    "wal_keep_size": "128MB",
}
CERTIFICATES = """
for one in etcd:etcd patroni:postgres; do
    install -d -m 750 -g ${one#*:} /etc/${one%:*}
    install -m 644 MADE/machines/ca.crt /etc/${one%:*}/
    install -m 644 MADE/machines/$(hostname).crt /etc/${one%:*}/machine.crt
    install -m 600 -o ${one#*:} MADE/machines/$(hostname).key /etc/${one%:*}/machine.key
done
install -d -m 700 -o etcd -g etcd /var/lib/etcd /var/lib/etcd/voltbay
install -d -m 2775 -o postgres -g postgres /run/postgresql
install -d -m 755 -o postgres -g postgres /var/lib/postgresql
rm -rf /var/lib/postgresql/*
sh DEPLOY/etcd/etcd.sh NAMES > /etc/default/etcd
sh DEPLOY/patroni/patroni.sh MADE/passwords > /etc/patroni/environment
""".replace("DEPLOY", str(DEPLOY)).replace("NAMES", " ".join(DATABASES))
AS = (
    "set -a; . {environment}; set +a; exec setpriv --reuid={who} --regid={who} --init-groups {what}"
)


def fetch_patroni() -> None:
    """Install Patroni as requirements/patroni.txt has it, once."""
    lock = ROOT / "requirements" / "patroni.txt"
    done = PATRONI / "lock.txt"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(PATRONI)],
        [str(PATRONI / "bin/pip"), "install", "--quiet", "--require-hashes", "-r", str(lock)],
    ):
        made = subprocess.run(command, check=False, capture_output=True, text=True)
        if made.returncode:
            sys.exit(f"Patroni cannot be installed: {made.stderr[-2000:]}")
    done.write_bytes(lock.read_bytes())


def smaller(text: str) -> str:
    """Return patroni.yml with values that fit the small hosts."""
    for name, value in SMALLER.items():
        text, found = re.subn(rf"^( +{name}: )\S+", rf"\g<1>{value}", text, flags=re.MULTILINE)
        if not found:
            sys.exit(f"deploy/patroni/patroni.yml does not set {name} any more")
    return text


@dataclass
class Databases:
    """The three, and who of them is the primary."""

    hosts: dict[str, Host]
    made: Path  # passwords and certificates
    passwords: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start them and wait for a primary with two standbys for which commits wait."""
        self.passwords = dict(
            line.split("=", 1) for line in (self.made / "passwords").read_text().split()
        )
        settings = smaller((DEPLOY / "patroni" / "patroni.yml").read_text())
        for each in self.hosts.values():
            each.run(CERTIFICATES.replace("MADE", str(self.made)))
            each.put("/etc/patroni/patroni.yml", settings)
            _keep(each, "etcd", "/etc/default/etcd", "etcd", "etcd")
        for each in self.hosts.values():
            patroni = f"{PATRONI}/bin/patroni /etc/patroni/patroni.yml"
            _keep(each, "patroni", "/etc/patroni/environment", "postgres", patroni)
        wait_for(self.is_whole, "a primary and two standbys", seconds=60)

    def members(self) -> list[dict[str, str]]:
        """Return what patronictl lists, asked at any host that answers; nothing if none does."""
        for each in self.hosts.values():
            done = each.attempt(f"timeout 10 {self._ctl('list --format json')}")
            if not done.returncode:
                return list(json.loads(done.stdout[done.stdout.index("[") :]))
        return []

    def primary(self) -> Host:
        """Return the host of the primary; exits if there is none for a minute."""
        found: list[str] = []

        def look() -> bool:
            found[:] = [each["Member"] for each in self.members() if each["Role"] == "Leader"]
            return bool(found)

        wait_for(look, "a primary")
        return self.hosts[found[0]]

    def standbys(self) -> list[Host]:
        """Return the hosts that are not the primary's."""
        primary = self.primary()
        return [each for each in self.hosts.values() if each is not primary]

    def is_whole(self) -> bool:
        """Look whether there are a primary and two standbys that keep up."""
        roles = sorted((each["Role"], each["State"]) for each in self.members())
        return roles == [("Leader", "running"), *[("Quorum Standby", "streaming")] * 2]

    def switch_over(self, to: Host) -> None:
        """Have another be the primary, as before maintenance."""
        self._ask(f"switchover --candidate {to.name} --force")

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        """Run a statement on the primary as its superuser; return bare rows."""
        url = f"host={','.join(DATABASES)} user=postgres dbname={database}"
        where = f"{url} target_session_attrs=read-write connect_timeout=5"
        own = {"PGPASSWORD": self.passwords["superuser"], "PGSSLMODE": "verify-full"}
        own["PGSSLROOTCERT"] = "/etc/patroni/ca.crt"
        asked = next(iter(self.hosts.values()))
        return asked.run(f"psql -XAtq '{where}' <<'END'\n{statement}\nEND", own=own).strip()

    def _ask(self, what: str) -> str:
        return self.primary().run(self._ctl(what))

    def _ctl(self, what: str) -> str:
        return f"{PATRONI}/bin/patronictl -c /etc/patroni/patroni.yml {what}"


def _keep(host: Host, name: str, environment: str, who: str, what: str) -> None:
    script = AS.format(environment=environment, who=who, what=what)
    host.keep(name, "sh", "-c", script)


def machines() -> list[str]:
    """Return the arguments of deploy/certificates.sh."""
    return [f"{name}={ADDRESSES[name]}" for name in DATABASES]

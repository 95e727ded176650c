"""What the cluster changes in the files of deploy/, and that it changes no more."""

from scripts.cluster.database import SMALLER, smaller
from scripts.cluster.hosts import ours
from scripts.cluster.plan import ADDRESSES, DATABASES, DEPLOY, DISKS, WEBS, names
from scripts.cluster.programs import led_to, older_pgbouncer


def changed(before: str, after: str) -> list[str]:
    """Return lines that are in one of them alone."""
    one, other = before.splitlines(), after.splitlines()
    return [line for line in one if line not in other] + [line for line in other if line not in one]


def test_patroni_takes_smaller_values_alone():
    text = (DEPLOY / "patroni/patroni.yml").read_text()

    lines = changed(text, smaller(text))

    assert len(lines) == 2 * len(SMALLER)
    assert all(line.split(":")[0].strip() in SMALLER for line in lines)


def test_haproxy_leads_to_the_web_hosts():
    text = (DEPLOY / "haproxy/haproxy.cfg").read_text()

    lines = changed(text, led_to(text, WEBS))

    assert [line.split()[1] for line in lines] == [*DATABASES, *WEBS]


def test_an_older_pgbouncer_is_told_what_it_knows():
    text = (DEPLOY / "pgbouncer/pgbouncer.ini").read_text()

    assert changed(text, older_pgbouncer()) == ["max_prepared_statements = 200"]


def test_each_host_has_an_address_a_disk_and_a_name():
    assert set(DISKS) == set(ADDRESSES)
    assert len(set(ADDRESSES.values())) == len(ADDRESSES)
    assert all(f"{address} {name}\n" in names() for name, address in ADDRESSES.items())


def test_a_host_knows_no_settings_of_whoever_starts_it(monkeypatch):
    monkeypatch.setenv("VOLTBAY_TEST", "1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/")
    monkeypatch.setenv("TZ", "UTC")

    passed = ours()

    assert not {"VOLTBAY_TEST", "DATABASE_URL"} & set(passed)
    assert passed["TZ"] == "UTC"

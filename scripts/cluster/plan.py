"""Which hosts there are, how large their disks are, and what stands in their files of names."""

from pathlib import Path

from scripts.cluster.network import HERE, PREFIX

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "cluster"
DEPLOY = ROOT / "deploy"
SITE = "book.example.com"
DATABASES = ("volt1", "volt2", "volt3")
WEBS = ("web1", "web2")
WORKERS = ("work1", "work2")
FRONT, STORE = "front", "store"
ADDRESSES = {
    name: f"{PREFIX}.{number}"
    for name, number in (
        *((FRONT, 10), (STORE, 20)),
        *zip(WEBS, (31, 32), strict=True),
        *zip(WORKERS, (41, 42), strict=True),
        *zip(DATABASES, (51, 52, 53), strict=True),
    )
}
DISKS = {**dict.fromkeys(ADDRESSES, "512m"), **dict.fromkeys(DATABASES, "1g")}
CERTIFICATE = FOLDER / "site.crt"  # whom callers trust


def names() -> str:
    """Return what each host has as /etc/hosts."""
    lines = ["127.0.0.1 localhost", f"{HERE} vendor", f"{ADDRESSES[FRONT]} {SITE}"]
    return "\n".join([*lines, *(f"{at} {name}" for name, at in ADDRESSES.items()), ""])

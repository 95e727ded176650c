"""What stands beside the three machines, played by this one: S3, messages, certificates.

Also what an operator does by hand where the chapter says so: copying files, editing settings.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyrage import x25519

from scripts.three_machines.machines import HOST, Machine
from tests.bucket import running_s3
from tests.notifications import aliyun_server

SITE, S3 = "book.example.com", "s3.example.com"  # as the chapter and deploy/ say
INSTANT = re.compile(r"^instant='[^']+'$", re.MULTILINE)
MAKER = """
AWS_ACCESS_KEY_ID=maker
AWS_SECRET_ACCESS_KEY=maker
AWS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
"""
COPY = re.compile(r"^scp -pr (/\S+) (volt\d):(/\S+)$", re.MULTILINE)
OPERATOR = {"DJANGO_SUPERUSER_USERNAME": "operator", "DJANGO_SUPERUSER_EMAIL": "o@example.com"}
OPERATOR |= {"DJANGO_SUPERUSER_PASSWORD": "a long one for a trial"}
CERTIFICATE = f"""
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={SITE} \
    -addext subjectAltName=DNS:{SITE},DNS:{S3} -keyout site.key -out site.crt
"""


@dataclass
class Beside:
    """What the settings of the trial name."""

    s3: str
    vendor: aliyun_server.Vendor
    folder: Path  # holds the site's certificate

    def settings(self) -> dict[str, str]:
        """Return what replaces the example's values in /etc/voltbay/environment."""
        place = f"?endpoint_url={self.s3}&region=us-east-1&addressing_style=path"
        return {
            "VOLTBAY_PHOTOS": f"'s3://photos/live{place}'",
            "VOLTBAY_BACKUPS": f"'s3://backups/live{place}'",
            "AWS_ACCESS_KEY_ID": "trial",
            "AWS_SECRET_ACCESS_KEY": "trial",
            "VOLTBAY_SMS_ENDPOINT": f"{HOST}:{self.vendor.port}",
            "VOLTBAY_SMS_PROTOCOL": "http",
            "VOLTBAY_ALIYUN_KEY_ID": aliyun_server.KEY_ID,
            "VOLTBAY_ALIYUN_KEY_SECRET": aliyun_server.KEY_SECRET,
            "VOLTBAY_BACKUP_RECIPIENTS": str(x25519.Identity.generate().to_public()),
            # One address calls for everybody.
            "VOLTBAY_CODES_AN_HOUR_PER_ADDRESS": "100000",
            "VOLTBAY_CODES_A_DAY_PER_ADDRESS": "100000",
        }


@contextmanager
def beside(folder: Path) -> Iterator[Beside]:
    """Run them while the block lasts."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["bash", "-ec", CERTIFICATE], cwd=folder, check=True, capture_output=True)
    made = folder / "site.crt", folder / "site.key"
    with (
        running_s3(HOST) as s3,
        running_s3(HOST, port=443, certificate=made),  # pgBackRest speaks TLS alone
        aliyun_server.serving(HOST) as vendor,
    ):
        yield Beside(s3, vendor, folder)


def is_copied(script: str) -> bool:
    """Tell whether lines only copy from one machine to another, which we play."""
    return not COPY.sub("", script).strip()


def copy(script: str, machine: Machine, machines: dict[str, Machine]) -> None:
    """Copy as `scp -pr` would: modes are kept, and all belongs to root."""
    for what, to, into in COPY.findall(script):
        source, target = machine.files / what[1:], machines[to].files / into[1:]
        command = ["cp", "--recursive", "--preserve=mode", str(source), str(target)]
        subprocess.run(command, check=True)


def edit(machine: Machine, settings: dict[str, str]) -> None:
    """Write the trial's values into the settings, as an operator writes theirs."""
    file = machine.files / "etc/voltbay/environment"
    file.write_text(with_values(file.read_text(), settings))  # keeps whose it is


def with_values(text: str, settings: dict[str, str]) -> str:
    """Return lines of settings with other values; what is not there is added at the end."""
    for name, value in settings.items():
        line = f"{name}={value}"
        text, found = re.subn(rf"^{name}=.*$", lambda _, new=line: new, text, flags=re.MULTILINE)
        text = text if found else f"{text}{line}\n"
    return text


def put_maker(machine: Machine) -> None:
    """Leave keys of somebody who may make buckets, and tell where the one with TLS is."""
    machine.run(f"install -m 600 /dev/null /run/s3-maker; printf '{MAKER}' > /run/s3-maker")
    machine.run(f"grep -q {S3} /etc/hosts || echo '{HOST} {S3}' >> /etc/hosts")


def at_instant(script: str, instant: str) -> str:
    """Return lines that go back to another instant."""
    return INSTANT.sub(f"instant='{instant}'", script)


def put_certificate(machine: Machine, folder: Path) -> None:
    """Put the site's certificate where the web server looks, and have the machine trust it."""
    for name, mode in (("site.crt", 0o644), ("site.key", 0o600)):
        to = machine.files / "etc/voltbay" / name
        to.write_bytes((folder / name).read_bytes())
        to.chmod(mode)
    trusted = machine.files / "usr/local/share/ca-certificates/site.crt"
    trusted.write_bytes((folder / "site.crt").read_bytes())
    machine.run("update-ca-certificates")

"""What stands beside the site: S3 on a host of its own, and vendors, played from here."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import httpx
from botocore.config import Config
from pyrage import x25519

from scripts.cluster.hosts import Host, wait_for
from scripts.cluster.network import HERE
from scripts.cluster.plan import ADDRESSES, STORE
from tests.notifications import aliyun_server
from tests.notifications.aliyun_server import Vendor

PORT = 9000
ADDRESS = f"http://{ADDRESSES[STORE]}:{PORT}"
BUCKETS = ("photos", "backups", "copied")
SHANGHAI = timedelta(hours=8)


@contextmanager
def vendor() -> Iterator[Vendor]:
    """Play Aliyun SMS while the block lasts; it lists what it sent as of today, in China."""
    with aliyun_server.serving(HERE) as playing:
        playing.day = f"{datetime.fromtimestamp(time.time(), UTC) + SHANGHAI:%Y%m%d}"
        yield playing


def run_s3(host: Host) -> None:
    """Run an S3 server that others wrote, with the buckets in it. It keeps all in its memory."""
    server = os.path.join(os.path.dirname(sys.executable), "moto_server")  # noqa: PTH118, PTH120  # not where a link leads
    host.keep("s3", server, "--host", "0.0.0.0", "--port", str(PORT))  # noqa: S104  # a host of its own

    def answers() -> bool:
        try:
            return httpx.get(ADDRESS, timeout=5).status_code > 0
        except httpx.TransportError:
            return False

    wait_for(answers, "the S3 server")
    for bucket in BUCKETS:
        s3().create_bucket(Bucket=bucket)


def s3() -> Any:
    """Return a client of the S3 server."""
    return boto3.client(
        "s3",
        endpoint_url=ADDRESS,
        region_name="us-east-1",
        aws_access_key_id="trial",
        aws_secret_access_key="trial",  # noqa: S106  # anybody's
        config=Config(connect_timeout=5, read_timeout=30, s3={"addressing_style": "path"}),
    )


def in_bucket(bucket: str) -> list[str]:
    """Return the name of everything in a bucket."""
    pages = s3().get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [each["Key"] for page in pages for each in page.get("Contents", ())]


def place(bucket: str, host: str = STORE) -> str:
    """Return how a setting names a bucket."""
    where = f"endpoint_url=http://{host}:{PORT}&region=us-east-1&addressing_style=path"
    return f"'s3://{bucket}/live?{where}'"


def settings(playing: Vendor) -> tuple[dict[str, str], str]:
    """Return what replaces values of deploy/environment, and who opens the backups."""
    identity = x25519.Identity.generate()
    return {
        "VOLTBAY_PHOTOS": place("photos"),
        "VOLTBAY_BACKUPS": place("backups"),
        "AWS_ACCESS_KEY_ID": "trial",
        "AWS_SECRET_ACCESS_KEY": "trial",
        "VOLTBAY_SMS_ENDPOINT": f"vendor:{playing.port}",
        "VOLTBAY_SMS_PROTOCOL": "http",
        "VOLTBAY_ALIYUN_KEY_ID": aliyun_server.KEY_ID,
        "VOLTBAY_ALIYUN_KEY_SECRET": aliyun_server.KEY_SECRET,
        "VOLTBAY_BACKUP_RECIPIENTS": str(identity.to_public()),
        # One address calls for everybody, and the work before a code would be ours.
        "VOLTBAY_CODES_AN_HOUR_PER_ADDRESS": "1000000",
        "VOLTBAY_CODES_A_DAY_PER_ADDRESS": "1000000",
        "VOLTBAY_CODES_A_DAY": "1000000",
        "VOLTBAY_CAPTCHA_MAX_NUMBER": "1000",
    }, str(identity)


def certificate(site: str) -> tuple[str, str]:
    """Make the site's certificate; return it, and it with its key as HAProxy wants them."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"]
    command += ["ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={site}"]
    command += ["-addext", f"subjectAltName=DNS:{site}", "-keyout", "-", "-out", "-"]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    begins = made.index("-----BEGIN CERTIFICATE-----")
    return made[begins:], made

"""An S3 server that others wrote (moto), as a process beside the tests, and buckets in it."""

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import boto3
import httpx
import pytest

from voltbay.core.bucket import bucket, client, session

READY_SECONDS = 30
_names = itertools.count(1)

# Waits for the end of whoever started it, so that a killed test run leaves no server.
PROGRAM = """
import contextlib, sys, threading
from moto.moto_server import werkzeug_app
from werkzeug.serving import make_server

ip, port, *certificate = sys.argv[1:]

class Handler(werkzeug_app.MotoRequestHandler):
    def finish(self):
        super().finish()
        if certificate:  # pgBackRest wants to be told that a line ends
            with contextlib.suppress(OSError):
                self.connection.unwrap()

server = make_server(
    ip,
    int(port),
    werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app),
    threaded=True,
    request_handler=Handler,
    ssl_context=tuple(certificate) or None,
)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
server.shutdown()
"""


@contextmanager
def running_s3(
    ip: str = "127.0.0.1", *, port: int = 0, certificate: tuple[Path, Path] | None = None
) -> Iterator[str]:
    """Run an S3 server while the block lasts, and yield its address.

    With a certificate and its key it speaks TLS.
    """
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            PROGRAM,
            ip,
            str(port),
            *map(str, certificate or ()),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # s3.example.com is the server's name, and no bucket `s3` of another.
        env={**os.environ, "S3_IGNORE_SUBDOMAIN_BUCKETNAME": "1"},
    )
    with process:
        assert process.stdout
        assert process.stdin
        address = f"{'https' if certificate else 'http'}://{ip}:{int(process.stdout.readline())}"
        _wait_for(address)
        yield address
        process.stdin.close()
        process.kill()


def _wait_for(address: str) -> None:
    ends_at = time.monotonic() + READY_SECONDS
    while True:
        try:
            httpx.get(address, timeout=5, verify=not address.startswith("https"))
        except httpx.TransportError:
            assert time.monotonic() < ends_at, "the S3 server does not answer"
            time.sleep(0.05)
        else:
            return


def a_bucket(address: str, *, prefix: str = "", versions: str = "") -> str:
    """Make a bucket; return how a setting names it."""
    name = f"voltbay-{os.getpid()}-{next(_names)}"
    url = f"s3://{name}/{prefix}?{urlencode({'endpoint_url': address})}"
    s3 = client(bucket(url))
    s3.create_bucket(Bucket=name)
    if versions:
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": versions})
    return url


def names_in(url: str) -> list[str]:
    """Return the name of everything in a bucket."""
    where = bucket(url)
    pages = client(where).get_paginator("list_objects_v2").paginate(Bucket=where.name)
    return [each["Key"] for page in pages for each in page.get("Contents", ())]


@contextmanager
def only_allowed(address: str, actions: list[str], patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Be somebody who may do so much and no more in S3, while the block lasts."""
    may = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    with acting_as(somebody(address, [may]), address, patch):
        yield


@contextmanager
def acting_as(key: tuple[str, str], address: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sign with somebody's key while the block lasts; the server asks meanwhile who may do what."""
    with patch.context() as inside:
        inside.setenv("AWS_ACCESS_KEY_ID", key[0])
        inside.setenv("AWS_SECRET_ACCESS_KEY", key[1])
        _as_the_environment_says(address, asks_after="0")
        try:
            yield
        finally:
            inside.undo()
            _as_the_environment_says(address, asks_after="inf")


def somebody(address: str, statements: list[dict[str, Any]]) -> tuple[str, str]:
    """Make an account that may do what a policy's statements say; return its key and secret."""
    iam = boto3.client("iam", endpoint_url=address, region_name="us-east-1")
    name = f"somebody-{next(_names)}"
    iam.create_user(UserName=name)
    policy = {"Version": "2012-10-17", "Statement": [_as_asked(each) for each in statements]}
    iam.put_user_policy(UserName=name, PolicyName="some", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def _as_asked(statement: dict[str, Any]) -> dict[str, Any]:
    """Name one more action: this server asks for HeadBucket where Amazon's asks for ListBucket."""
    actions = statement["Action"]
    actions = [actions] if isinstance(actions, str) else list(actions)
    return statement | {
        "Action": [*actions, *(["s3:HeadBucket"] if "s3:ListBucket" in actions else [])]
    }


def _as_the_environment_says(address: str, *, asks_after: str) -> None:
    """Sign with the keys that stand there now; the server asks who we are after so many."""
    session.cache_clear()
    client.cache_clear()
    httpx.post(f"{address}/moto-api/reset-auth", content=asks_after).raise_for_status()

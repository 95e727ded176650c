"""A place in S3 as a setting names it: `s3://bucket/prefix?endpoint_url=…&region=…`.

Who we are there never stands in it: keys come from the environment, a file or the machine itself,
wherever boto3 looks.
"""

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

SCHEME = "s3://"
SETTINGS = ("endpoint_url", "region", "addressing_style")
STYLES = ("auto", "path", "virtual")
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 8, 2  # below the 30 s that a proxy waits for an answer
GONE = ("NoSuchKey", "404")
FULL = ("QuotaExceeded", "QuotaExceededException", "XMinioStorageFull", "InsufficientStorage")
making = threading.Lock()  # clients may be shared by threads, and not be made by several at once


class BucketMalformed(ValueError):
    """It names no bucket; the message says what is wrong and repeats no secret."""


class BucketFailed(OSError):
    """The server did not do what was asked; `strerror` is its own word for why."""

    def __str__(self) -> str:
        return str(self.strerror)


@dataclass(frozen=True)
class Bucket:
    """A bucket, the beginning of all names in it (without slashes around), and its server."""

    name: str
    prefix: str = ""
    endpoint_url: str | None = None
    region: str | None = None
    addressing_style: str = "auto"

    def key(self, name: str) -> str:
        """Return the whole name of something in it."""
        return f"{self.prefix}/{name}" if self.prefix else name

    def below(self, name: str) -> "Bucket":
        """Return the place of a folder in it."""
        return replace(self, prefix=self.key(name))

    def __str__(self) -> str:
        return f"{SCHEME}{self.name}/{self.prefix}".rstrip("/")

    @property
    def above(self) -> "Bucket":
        """Return the place of the folder that it lies in."""
        return replace(self, prefix=self.prefix.rpartition("/")[0])

    @property
    def url(self) -> str:
        """How a setting would name it."""
        said = {name: getattr(self, name) for name in SETTINGS}
        asked = {name: value for name, value in said.items() if value and value != "auto"}
        return f"{self}?{urlencode(asked)}" if asked else str(self)


def is_bucket(where: str) -> bool:
    """Say whether a setting names a place in S3 and not a folder."""
    return where.startswith(SCHEME)


def bucket(url: str) -> Bucket:
    """Read what a setting names. Raises BucketMalformed.

    >>> bucket("s3://photos/live?endpoint_url=http://127.0.0.1:9000").key("2026/04/07/one")
    'live/2026/04/07/one'
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise BucketMalformed(
            "must not hold keys: give them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    if not is_bucket(url) or not parts.netloc:
        raise BucketMalformed("names no bucket: write s3://bucket/prefix")
    asked = dict(parse_qsl(parts.query))
    if strange := sorted(asked.keys() - set(SETTINGS)):
        raise BucketMalformed(f"may set {', '.join(SETTINGS)} after the ?: found {strange[0]}")
    if asked.get("addressing_style", "auto") not in STYLES:
        raise BucketMalformed(f"addressing_style must be one of {', '.join(STYLES)}")
    _check_endpoint(asked.get("endpoint_url"))
    return Bucket(parts.netloc, parts.path.strip("/"), **asked)


def _check_endpoint(given: str | None) -> None:
    if given is None:
        return
    endpoint = urlsplit(given)
    if endpoint.scheme not in ("http", "https") or not endpoint.netloc or "@" in endpoint.netloc:
        raise BucketMalformed("endpoint_url must be like https://s3.example.com, without keys")


@cache
def session() -> Any:
    """Return boto3's session, one a process: it holds what S3 is, and who we are."""
    import boto3  # large, and only for who asks for it

    return boto3.session.Session()


def limits(where: Bucket, *, connect: float, read: float, tries: int) -> Any:
    """Return boto3's Config: how many seconds we wait, and what every S3 server understands."""
    from botocore.config import Config

    return Config(
        connect_timeout=connect,
        read_timeout=read,
        retries={"total_max_attempts": tries, "mode": "standard"},
        s3={"addressing_style": where.addressing_style},
        # What boto3 adds of itself since 1.36 is refused by some servers, Aliyun OSS among them.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


@cache
def client(
    where: Bucket,
    *,
    connect: float = CONNECT_SECONDS,
    read: float = READ_SECONDS,
    tries: int = TRIES,
) -> Any:
    """Return boto3's client for a bucket, one a process, which threads may share."""
    config = limits(where, connect=connect, read=read, tries=tries)
    with making:
        return session().client(
            "s3", endpoint_url=where.endpoint_url, region_name=where.region, config=config
        )


def answers(where: Bucket) -> bool:
    """Say whether the bucket is there for us; within two seconds or so."""
    try:
        with our_errors():
            client(where, connect=1, read=2, tries=1).head_bucket(Bucket=where.name)
    except OSError:
        return False
    return True


@contextmanager
def our_errors() -> Iterator[None]:
    """Raise what the server says as FileNotFoundError or BucketFailed: both OSError."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as failed:
        raise _ours(failed.response.get("Error", {}).get("Code", "")) from failed
    except (BotoCoreError, Boto3Error) as failed:
        cause = failed.__cause__ or failed.__context__
        if isinstance(cause, ClientError):  # wrapped by an upload
            raise _ours(cause.response.get("Error", {}).get("Code", "")) from failed
        raise BucketFailed(errno.EIO, type(failed).__name__) from failed


def _ours(code: str) -> OSError:
    if code in GONE:
        return FileNotFoundError(errno.ENOENT, code)
    return BucketFailed(errno.ENOSPC if code in FULL else errno.EIO, code)

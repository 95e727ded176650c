"""Sealed photos in S3: the storage that stands in the folder's place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import connection, transaction
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage

from voltbay.core.bucket import (
    CONNECT_SECONDS,
    READ_SECONDS,
    TRIES,
    BucketFailed,
    answers,
    bucket,
    client,
    limits,
    making,
    our_errors,
    session,
)
from voltbay.recognition.storage import Look

LOCKS = 0x73330001  # the first half of an advisory lock's name: photos in a bucket


@deconstructible(path="voltbay.recognition.bucket.SealedBucket")
class SealedBucket(S3Storage):
    """django-storages' S3, with names as they are given and errors that are OSError.

    The server shows an object whole or not at all. Replacing and deleting one exclude each other by
    a lock in the database, as not every S3 server knows conditional writes.
    """

    def __init__(self, url: str) -> None:
        self.where = bucket(url)
        super().__init__(
            bucket_name=self.where.name,
            location=self.where.prefix,
            endpoint_url=self.where.endpoint_url,
            region_name=self.where.region,
            client_config=limits(
                self.where, connect=CONNECT_SECONDS, read=READ_SECONDS, tries=TRIES
            ),
            file_overwrite=True,  # another name would be one that no row knows
        )

    @property
    def connection(self) -> Any:
        """A connection of this thread; all share one session, which holds what S3 is."""
        with making:
            return super().connection

    def _create_session(self) -> Any:
        return session()

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":  # noqa: ARG002  # Django's
        """Fetch all of it in one request: photos are small, and errors belong here."""
        with our_errors():
            found = self.bucket.Object(self._normalize_name(name)).get()
            with found["Body"] as body:
                return ContentFile(body.read(), name=name)

    def _save(self, name: str, content: "File[Any]") -> str:
        with our_errors():
            self.bucket.Object(self._normalize_name(name)).put(Body=content.read())
        return name

    def exists(self, name: str) -> bool:
        """Say whether there is an object of that name."""
        with our_errors():
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        """Delete an object; one that is gone already is fine, a bucket that is not there is not."""
        with _alone(name), our_errors():
            self.bucket.Object(self._normalize_name(name)).delete()

    def replace(self, name: str, content: bytes) -> bool:
        """Put other bytes in an object's place in one step; False if it is gone."""
        with _alone(name):
            if not self.exists(name):
                return False
            self._save(name, ContentFile(content))
        return True

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the folders and objects right below a folder; none where there is nothing."""
        with our_errors():
            found: tuple[list[str], list[str]] = super().listdir(name)
        return found

    def get_modified_time(self, name: str) -> datetime:
        """Return when an object was written. Raises FileNotFoundError."""
        with our_errors():
            written: datetime = super().get_modified_time(name)
        return written

    def look(self) -> Look:
        """Look whether the bucket is there for us, within two seconds; it tells of no end."""
        return Look(answers(self.where))

    def why_it_would_not_erase(self) -> str | None:
        """Return why what is deleted would stay there, as doctor's word; None if it would not.

        Raises BucketFailed if the server does not answer, or there is no such bucket.
        """
        try:
            with our_errors():
                state = (
                    client(self.where).get_bucket_versioning(Bucket=self.where.name).get("Status")
                )
                versions = self._old_versions() if state == "Suspended" else False
        except BucketFailed as failed:
            if failed.strerror in ("AccessDenied", "MethodNotAllowed", "NotImplemented"):
                return "store_versions_unknown"
            raise
        if state == "Enabled":
            return "store_versioned"
        return "store_versions_left" if versions else None

    def _old_versions(self) -> bool:
        """Say whether anything is left from when versions were kept."""
        pages = (
            client(self.where)
            .get_paginator("list_object_versions")
            .paginate(Bucket=self.where.name, Prefix=self.where.key(""))
        )
        return any(
            not version["IsLatest"] for page in pages for version in page.get("Versions", ())
        )


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, name])
        yield

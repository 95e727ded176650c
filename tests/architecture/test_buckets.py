"""What deploy/s3 makes suffices for all that the site does in S3, and nothing in it is too much."""

import itertools
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from botocore.exceptions import ClientError
from django.core.exceptions import ImproperlyConfigured

from tests.bucket import a_bucket, acting_as, names_in, somebody
from voltbay.core.bucket import bucket, client
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotosAway, StorageFull
from voltbay.server import photo_store
from voltbay.server.backup import lies_in
from voltbay.server.doctor import photos as doctor
from voltbay.server.settings.environment import photo_storage

DEPLOY = Path(__file__).parents[2] / "deploy" / "s3"
KINDS = ("photos", "backups", "wal")
NOW = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)
ALICES = photos.key_of(UUID(int=1), now=NOW)
PART = 5 << 20  # bytes: the least that S3 takes for a part
_numbers = itertools.count(1)

Statements = list[dict[str, Any]]


def make(kind: str, url: str) -> subprocess.CompletedProcess[str]:
    """Run the script as docs/operations.md does, with keys of somebody who may make buckets."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", str(DEPLOY / "bucket.py"), kind, url],
        env={
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "AWS_ACCESS_KEY_ID": "maker",
            "AWS_SECRET_ACCESS_KEY": "any",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def made(kind: str, s3: str) -> tuple[str, Statements]:
    """Make a bucket; return how a setting names it and what its account may do."""
    name = f"{kind}-{os.getpid()}-{next(_numbers)}"
    url = f"s3://{name}/live?endpoint_url={s3}&region=us-east-1"
    done = make(kind, url)
    assert (done.returncode, done.stderr) == (0, "")
    return url, json.loads(done.stdout)["Statement"]


def listed(statement: dict[str, Any]) -> list[str]:
    said = statement["Action"]
    return [said] if isinstance(said, str) else said


def actions(kind: str) -> list[str]:
    said = json.loads((DEPLOY / f"{kind}.json").read_text())["Statement"]
    return [action for statement in said for action in listed(statement)]


def without(statements: Statements, action: str) -> Statements:
    """Take one right away; a statement that allows nothing is none."""
    left = [(each, [one for one in listed(each) if one != action]) for each in statements]
    return [each | {"Action": may} for each, may in left if may]


def lie_in(url: str, settings: Any) -> None:
    settings.VOLTBAY_PHOTOS = url
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage(url)}


def keep_photos() -> None:
    """Do all that the site does with photos. Raises OSError or AssertionError."""
    photo_store.check()
    photos.put(ALICES, b"a picture of Alice")
    assert photos.fetch(ALICES) == b"a picture of Alice"
    assert list(photos.every_key()) == [ALICES]
    assert photos.store().replace(ALICES, b"sealed anew")
    photos.erase(ALICES)
    assert photos.look().answers
    assert photos.why_it_would_not_erase() is None
    assert doctor.photo_store().code == "store_ok"


def keep_backups(url: str) -> None:
    """Do all that a backup does: a small file, one of several parts, one that is cut off."""
    place = lies_in.lies_in(url)
    backup = place.below("2026-04-07T090000Z")
    with backup.writing("about.json") as file:
        file.write(b"{}")
    with backup.writing("database.age") as file:
        file.write(b"x" * (PART + 1))
    assert place.folders() == [backup.name]
    assert backup.size("database.age") == PART + 1
    with backup.reading("about.json") as file:
        assert file.read() == b"{}"
    with pytest.raises(InterruptedError):
        cut_off(backup)


def cut_off(backup: lies_in.Place) -> None:
    with backup.writing("half.age") as file:
        file.write(b"x" * (PART + 1))
        raise InterruptedError


def parts_left(url: str) -> int:
    where = bucket(url)
    return len(client(where).list_multipart_uploads(Bucket=where.name).get("Uploads", ()))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch) -> None:
    monkeypatch.setattr(lies_in, "PART", PART)


@pytest.mark.django_db
def test_photos_need_what_their_policy_says(s3, settings, monkeypatch):
    url, may = made("photos", s3)
    lie_in(url, settings)

    with acting_as(somebody(s3, may), s3, monkeypatch):
        lie_in(url, settings)
        keep_photos()

    assert names_in(url) == []


@pytest.mark.django_db
@pytest.mark.parametrize("action", actions("photos"))
def test_photos_need_each_of_it(action: str, s3, settings, monkeypatch):
    url, may = made("photos", s3)

    with acting_as(somebody(s3, without(may, action)), s3, monkeypatch):
        lie_in(url, settings)
        with pytest.raises(
            (OSError, AssertionError, ImproperlyConfigured, PhotosAway, StorageFull)
        ):
            keep_photos()


def test_backups_need_what_their_policy_says(s3, monkeypatch):
    url, may = made("backups", s3)

    with acting_as(somebody(s3, may), s3, monkeypatch):
        keep_backups(url)

    assert parts_left(url) == 0


@pytest.mark.parametrize("action", actions("backups"))
def test_backups_need_each_of_it(action: str, s3, monkeypatch):
    url, may = made("backups", s3)

    with acting_as(somebody(s3, without(may, action)), s3, monkeypatch):
        try:
            keep_backups(url)
        except (OSError, AssertionError):
            return

    assert parts_left(url) > 0


def test_an_account_may_not_reach_beyond_its_prefix_nor_change_its_bucket(s3, monkeypatch):
    refused = []
    for kind in KINDS:
        url, may = made(kind, s3)
        name = bucket(url).name
        with acting_as(somebody(s3, may), s3, monkeypatch):
            theirs = client(bucket(url))
            for ask, asked in (
                (theirs.put_object, {"Key": "elsewhere/one", "Body": b""}),
                (theirs.get_object, {"Key": "lively/one"}),
                (theirs.put_bucket_versioning, {"VersioningConfiguration": {"Status": "Enabled"}}),
                (theirs.delete_bucket, {}),
            ):
                with pytest.raises(ClientError, match="AccessDenied"):
                    ask(Bucket=name, **asked)
                refused.append(kind)

    assert len(refused) == len(KINDS) * 4


def test_who_backs_up_cannot_delete_what_is_backed_up(s3, monkeypatch):
    url, may = made("backups", s3)
    where = bucket(url)

    with acting_as(somebody(s3, may), s3, monkeypatch):
        keep_backups(url)
        with pytest.raises(ClientError, match="AccessDenied"):
            client(where).delete_object(Bucket=where.name, Key=names_in(url)[0])


def test_a_bucket_has_the_rules_of_its_kind(s3):
    said = {}
    for kind in KINDS:
        where = bucket(made(kind, s3)[0])
        ask = client(where)
        (rule,) = ask.get_bucket_lifecycle_configuration(Bucket=where.name)["Rules"]
        encrypted = ask.get_bucket_encryption(Bucket=where.name)
        shown = ask.get_public_access_block(Bucket=where.name)["PublicAccessBlockConfiguration"]
        assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 2}
        assert "AES256" in json.dumps(encrypted["ServerSideEncryptionConfiguration"])
        assert set(shown.values()) == {True}
        said[kind] = (
            ask.get_bucket_versioning(Bucket=where.name).get("Status"),
            "NoncurrentVersionExpiration" in rule,
        )

    assert said == {"photos": (None, False), "backups": ("Enabled", True), "wal": (None, False)}


@pytest.mark.parametrize("state", ["Enabled", "Suspended"])
@pytest.mark.parametrize("kind", ["photos", "wal"])
def test_a_bucket_that_keeps_what_is_erased_is_refused(kind: str, state: str, s3):
    done = make(kind, a_bucket(s3, versions=state) + "&region=us-east-1")

    assert done.returncode == 1
    assert "keeps or kept versions" in done.stderr
    assert done.stdout == ""


def test_a_bucket_may_be_made_twice(s3):
    url, may = made("photos", s3)

    assert json.loads(make("photos", url).stdout)["Statement"] == may

"""Recognition, the photo store, and the disk under it."""

import os
import shutil
import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from voltbay.core.bucket import bucket, is_bucket
from voltbay.recognition import photos
from voltbay.recognition.engines.chosen import is_installed
from voltbay.recognition.engines.cloud_budget import usage
from voltbay.recognition.models import Document
from voltbay.server.doctor.finding import Finding, fail, ok, warn

GB = 1024**3
LOW, TOO_LOW = 2 * GB, GB // 2  # bytes free
LOW_PERCENT = 10
SAMPLE = 20  # the newest photos that the database names
OTHERS = 0o077


def engine(*, now: datetime) -> Finding:
    """Look whether the chosen engine is there and, if it is a cloud, has budget left."""
    name = settings.VOLTBAY_RECOGNITION_ENGINE
    if not is_installed():
        return fail("engine_missing", name=name)
    used = usage(now=now)
    if used and used.most and used.is_short:
        return warn("engine_budget", asked=used.asked, most=used.most)
    return ok("engine_ok", name=name)


def photo_store() -> Finding:
    """Write, read and delete a file; look for the newest photos that the database names."""
    store = storages["photos"]
    name, said = f"doctor-{uuid.uuid4().hex}", b"doctor"
    try:
        store.save(name, ContentFile(said))
        with store.open(name) as file:
            is_same = file.read() == said
        store.delete(name)
    except OSError as failed:
        return fail("store_failed", why=failed.strerror)
    if not is_same:
        return fail("store_differs")
    return _kept_versions() or _photos_there() or _closed(settings.VOLTBAY_PHOTOS) or ok("store_ok")


def disk() -> Finding:
    """Look at the room where photos lie, if that is here."""
    if is_bucket(settings.VOLTBAY_PHOTOS):
        return ok("disk_elsewhere", where=bucket(settings.VOLTBAY_PHOTOS))
    folder = Path(settings.VOLTBAY_PHOTOS)
    while not folder.exists():
        folder = folder.parent
    room = shutil.disk_usage(folder)
    free = {"free": f"{room.free / GB:.1f}", "percent": room.free * 100 // room.total}
    if room.free < TOO_LOW:
        return fail("disk_full", **free)
    if room.free < LOW or room.free * 100 < room.total * LOW_PERCENT:
        return warn("disk_low", **free)
    return ok("disk_ok", **free)


def _kept_versions() -> Finding | None:
    """Look whether what is erased is really gone."""
    why = photos.why_it_would_not_erase()
    return fail(why, bucket=bucket(settings.VOLTBAY_PHOTOS).name) if why else None


def _photos_there() -> Finding | None:
    """Miss some of the newest photos: the folder is then most likely another one."""
    newest = Document.objects.exclude(photo="").order_by("-created_at")
    keys = list(newest.values_list("photo", flat=True)[:SAMPLE])
    missing = sum(not storages["photos"].exists(key) for key in keys)
    return fail("store_misses", missing=missing, of=len(keys)) if missing else None


def _closed(folder: str) -> Finding | None:
    path = Path(folder)
    if not path.is_dir() or os.name != "posix" or not path.stat().st_mode & OTHERS:
        return None
    return warn("store_open", mode=f"{path.stat().st_mode & 0o777:o}")
